"""Runs engines in a child process, so that a crash, a hang or a lack of memory never takes the answer.

Parent and child speak over two pipes: length-prefixed JSON, then raw bytes. No pickle: a damaged child
can hand back wrong values, never code. The child's side is in child.py.
"""

import json
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO, Any, Protocol

from coach.core import errors
from coach.core.errors import EngineFailed

_LENGTHS = struct.Struct(">IQ")
"""Bytes of JSON, bytes of payload."""
_LONGEST = 1 << 30
"""Bytes of one part of a message; longer lengths can only come from a damaged child."""
_SIGKILL = 9
"""What the system sends to a process when memory runs out."""
_QUIET = {
    "ORT_DISABLE_TELEMETRY": "1",  # newer onnxruntime else reports each session to its maker
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "PYTHONSAFEPATH": "1",
    "PYTHONUTF8": "1",
}
"""The child's environment beside ours: nothing leaves the machine, nothing is imported from the folder
the person happens to stand in."""

Frame = tuple[Any, bytes]
Factories = Mapping[str, tuple[str, Mapping[str, Any]]]


class Caller(Protocol):
    """What a client of an engine needs of a worker; tests have their own."""

    def call(
        self, engine: str, method: str, payload: bytes = b"", *, deadline_seconds: float, **arguments: Any
    ) -> Frame:
        """The method's `(JSON value, bytes)`."""
        ...


class _Lost(Exception):
    """The child died, hung or had too little memory; `how` is the end of a sentence."""

    def __init__(self, how: str, *, memory: bool = False) -> None:
        super().__init__(how)
        self.how = how
        self.memory = memory


class Worker:
    """Engines in one child process; each engine takes one call at a time, different ones run side by side.

    Args:
        factories: Engine name -> (`"module:callable"`, JSON arguments). They load in this order.
        called: How a sentence for people names it, such as `The speech engine`.
        memory_limit_bytes: The most the child may allocate (RLIMIT_DATA, Linux only; files that are
            mapped for reading do not count); None for no limit.
        load_seconds: How long an engine may take to load, at most.
    """

    def __init__(
        self,
        factories: Factories,
        *,
        called: str = "The engine",
        memory_limit_bytes: int | None = None,
        load_seconds: float = 120.0,
    ) -> None:
        self._hello = {
            "factories": {
                name: [factory, dict(arguments)] for name, (factory, arguments) in factories.items()
            },
            "memory_limit_bytes": memory_limit_bytes,
        }
        self._called = called
        self._load_seconds = load_seconds
        self._turns = {name: threading.Lock() for name in factories}
        self._guard = threading.Lock()
        self._child: _Child | None = None
        self._closed = False

    def start(self) -> None:
        """Begin loading all engines without waiting for them."""
        self._living_child()

    def call(
        self, engine: str, method: str, payload: bytes = b"", *, deadline_seconds: float, **arguments: Any
    ) -> Frame:
        """Call `method` of `engine`; a lost child costs one restart and one more try.

        Args:
            engine: A name of `factories`.
            method: The engine's method.
            payload: Raw bytes, the method's first argument.
            deadline_seconds: How long the method may take, waiting and loading not counted.
            arguments: The method's other arguments, as JSON has them.

        Returns:
            The method's JSON value and bytes.

        Raises:
            EngineFailed: It was lost twice, or the method itself failed.
            CoachError: Whatever the engine or its factory raised of that family, such as ModelMissing.
        """
        header = {"engine": engine, "method": method, "arguments": arguments}
        with self._turns[engine]:
            try:
                return self._ask(engine, header, payload, deadline_seconds)
            except _Lost:
                pass
            try:
                return self._ask(engine, header, payload, deadline_seconds)
            except _Lost as lost:
                advice = (
                    "Close other programs or choose a smaller model, then try again."
                    if lost.memory
                    else "Try again; 'coach doctor' shows what works here."
                )
                raise EngineFailed(f"{self._called} {lost.how}, twice.", advice) from None

    def close(self) -> None:
        """End the child; later calls fail."""
        with self._guard:
            self._closed = True
            if self._child is not None:
                self._child.end()

    @property
    def process_id(self) -> int | None:
        """The child's, while there is one."""
        child = self._child
        return child.process.pid if child is not None and child.lost is None else None

    def _ask(self, engine: str, header: dict[str, Any], payload: bytes, deadline_seconds: float) -> Frame:
        child = self._living_child()
        child.wait_loaded(engine, self._load_seconds)
        answer, raw = child.ask(header, payload, deadline_seconds)
        if "value" in answer:
            return answer["value"], raw
        if "coach_error" in answer:
            name, happened, next_step = answer["coach_error"]
            kind = getattr(errors, name, EngineFailed)
            raise kind(happened, next_step)
        if answer["failed"] == "MemoryError":
            raise child.kill("needs more memory than it may have", memory=True)
        raise EngineFailed(
            f"{self._called} could not do this ({answer['failed']}).",
            "Try again with COACH_DEBUG=1 set to see why; 'coach doctor' shows what works here.",
        )

    def _living_child(self) -> "_Child":
        with self._guard:
            if self._closed:
                raise EngineFailed(f"{self._called} has been shut down.", "Start coach again.")
            if self._child is None or self._child.lost is not None:
                if self._child is not None:
                    self._child.end()
                self._child = _Child(self._hello)
            return self._child


class _Child:
    """One life of the child process, with a thread that reads and one that writes."""

    def __init__(self, hello: dict[str, Any]) -> None:
        here = [os.path.abspath(entry) for entry in sys.path if entry]  # noqa: PTH100 - zip files too
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coach.engines.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("COACH_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, **_QUIET, "PYTHONPATH": os.pathsep.join(here)},
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self.lost: _Lost | None = None
        self._guard = threading.Lock()
        self._loaded = {name: threading.Event() for name in hello["factories"]}
        self._waiting: dict[int, queue.SimpleQueue[Frame | None]] = {}
        self._calls = 0
        self._outgoing: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=target, daemon=True, name=f"worker-{target.__name__}")
            for target in (self._write, self._read)
        ]
        for thread in self._threads:
            thread.start()
        self._outgoing.put((hello, b""))

    def wait_loaded(self, engine: str, seconds: float) -> None:
        """Until the engine is loaded or has failed to. Raises _Lost."""
        if not self._loaded[engine].wait(seconds):
            raise self.kill("did not start in time")
        if self.lost is not None:
            raise self.lost

    def ask(self, header: dict[str, Any], payload: bytes, deadline_seconds: float) -> Frame:
        """Send a call and wait for its answer. Raises _Lost."""
        box: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        with self._guard:
            if self.lost is not None:
                raise self.lost
            self._calls += 1
            number = self._calls
            self._waiting[number] = box
        self._outgoing.put(({**header, "number": number}, payload))
        try:
            answer = box.get(timeout=deadline_seconds)
        except queue.Empty:
            raise self.kill("did not answer in time") from None
        if answer is None:
            raise self.lost or _Lost("stopped")
        return answer

    def kill(self, how: str, *, memory: bool = False) -> _Lost:
        """End it at once; whoever waits is told."""
        lost = self._lose(_Lost(how, memory=memory))
        self.process.kill()
        return lost

    def end(self) -> None:
        """Let it go: it ends by itself when its input closes, and is killed if it does not."""
        self._lose(_Lost("has been shut down"))
        self._outgoing.put(None)
        try:
            self.process.wait(1.0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for thread in self._threads:
            thread.join()

    def _lose(self, lost: _Lost) -> _Lost:
        """Note why it is lost, unless that is known, and wake whoever waits."""
        with self._guard:
            self.lost = self.lost or lost
            for box in self._waiting.values():
                box.put(None)
            self._waiting.clear()
        for event in self._loaded.values():
            event.set()
        return self.lost

    def _write(self) -> None:
        pipe = self.process.stdin
        if pipe is None:
            return
        try:
            with pipe:
                while (frame := self._outgoing.get()) is not None:
                    send(pipe, *frame)
        except OSError:
            pass  # the child is gone; the reading thread says so

    def _read(self) -> None:
        pipe = self.process.stdout
        if pipe is None:
            return
        with pipe:
            while (frame := receive(pipe)) is not None:
                message, _ = frame
                if "loaded" in message:
                    self._loaded[message["loaded"]].set()
                    continue
                with self._guard:
                    box = self._waiting.pop(message["number"], None)
                if box is not None:
                    box.put(frame)
        # It has closed its side: it is ending by itself, was killed, or is of no use any more.
        by_system = False
        try:
            by_system = self.process.wait(1.0) == -_SIGKILL
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._lose(_Lost("was stopped by the system" if by_system else "crashed", memory=by_system))
        self._outgoing.put(None)


def send(pipe: IO[bytes], message: Any, payload: bytes) -> None:
    """Write one message.

    Raises:
        OSError: The other side is gone.
        TypeError: It is no JSON or no bytes; nothing was written.
    """
    text = json.dumps(message, separators=(",", ":")).encode()
    raw = memoryview(payload)
    pipe.write(_LENGTHS.pack(len(text), raw.nbytes))
    pipe.write(text)
    pipe.write(raw)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Frame | None:
    """The next message; None when the other side is gone or talks nonsense."""
    try:
        head = pipe.read(_LENGTHS.size)
        if len(head) < _LENGTHS.size:
            return None
        text_bytes, payload_bytes = _LENGTHS.unpack(head)
        if text_bytes > _LONGEST or payload_bytes > _LONGEST:
            return None
        text = pipe.read(text_bytes)
        payload = pipe.read(payload_bytes)
        if len(text) < text_bytes or len(payload) < payload_bytes:
            return None
        return json.loads(text), payload
    except (OSError, ValueError):
        return None
