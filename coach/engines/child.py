"""The child's side of a worker: makes engines, answers calls, ends when its input closes.

An engine is any object made by a factory `"module:callable"`; its methods take
`(payload: bytes, **arguments)` and return `(JSON value, bytes)`. What they raise of the CoachError family
reaches the caller as itself.
"""

import importlib
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from coach.core.errors import CoachError
from coach.engines.worker import Frame, receive, send


class Engine:
    """One engine, loaded at once and again when a call finds it missing."""

    def __init__(self, name: str, factory: str, arguments: dict[str, Any]) -> None:
        self.name = name
        self.calls: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
        self._factory = factory
        self._arguments = arguments
        self._made: Any = None

    def load(self) -> dict[str, Any] | None:
        """Make the engine; what stopped it, if something did."""
        try:
            module, _, maker = self._factory.partition(":")
            self._made = getattr(importlib.import_module(module), maker)(**self._arguments)
        except BaseException as error:  # noqa: BLE001 - told to the parent by name
            return _told(error)
        return None

    def answer(self, call: dict[str, Any], payload: bytes) -> Frame:
        """Do one call; an engine that is not there is tried once more, for a model may have come."""
        if self._made is None and (trouble := self.load()) is not None:
            return trouble, b""
        try:
            value, raw = getattr(self._made, call["method"])(payload, **call["arguments"])
        except BaseException as error:  # noqa: BLE001 - told to the parent by name
            return _told(error), b""
        return {"value": value}, raw


def _told(error: BaseException) -> dict[str, Any]:
    """An error as JSON. Only CoachErrors bring their words: others may quote what was said."""
    if isinstance(error, CoachError):
        return {"coach_error": [type(error).__name__, error.happened, error.next_step]}
    traceback.print_exception(error)
    # C++ libraries pass a failed allocation on as whatever error they have: "bad_alloc", "failed to allocate".
    memory = isinstance(error, MemoryError) or "alloc" in str(error).lower()
    return {"failed": "MemoryError" if memory else type(error).__name__}


def _limit_memory(limit_bytes: int | None) -> None:
    if limit_bytes is None or sys.platform != "linux":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = limit_bytes if hard == resource.RLIM_INFINITY else min(limit_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _bring_to_life(engines: Iterable[Engine], say: Callable[..., None]) -> None:
    """Load one after the other, so that the first can work while the second still loads."""
    for engine in engines:
        trouble = engine.load()
        say({"loaded": engine.name})
        threading.Thread(target=_live, args=(engine, trouble, say), daemon=True).start()


def _live(engine: Engine, trouble: dict[str, Any] | None, say: Callable[..., None]) -> None:
    """Answer calls for ever; trouble in loading is told to the first caller."""
    while True:
        call, payload = engine.calls.get()
        answer, raw = (trouble, b"") if trouble is not None else engine.answer(call, payload)
        trouble = None
        try:
            say({**answer, "number": call["number"]}, raw)
        except (TypeError, ValueError) as error:  # no JSON value, or no bytes
            say({**_told(error), "number": call["number"]})


def serve() -> None:
    """The child's whole life: make the engines, answer calls, end when the input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    # Chatty libraries print to 1, some read 0; neither may meet the pipes.
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    hello = receive(incoming)
    if hello is None:
        return
    _limit_memory(hello[0]["memory_limit_bytes"])
    speaking = threading.Lock()

    def say(message: dict[str, Any], payload: bytes = b"") -> None:
        with speaking:
            try:
                send(outgoing, message, payload)
            except OSError:
                os._exit(0)

    engines = {name: Engine(name, *made) for name, made in hello[0]["factories"].items()}
    threading.Thread(target=_bring_to_life, args=(engines.values(), say), daemon=True).start()
    while (frame := receive(incoming)) is not None:
        call, payload = frame
        engines[call["engine"]].calls.put((call, payload))
    os._exit(0)  # a thread may be deep in a C library that never looks up


if __name__ == "__main__":
    serve()
