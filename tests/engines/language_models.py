"""The three ways to run a language model, each opened for real or skipped with the command that installs it."""

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach import models
from coach.core.errors import ModelMissing
from coach.core.records import Message, Prompt
from coach.engines.language import LLAMA, XLLAMA, LanguageModelInWorker
from coach.engines.server import ServerModel
from coach.engines.worker import Worker

MODEL = "smollm2-135m"
LanguageModel = LanguageModelInWorker | ServerModel


def model_file() -> Path:
    """The real model's file, or a skip."""
    try:
        return models.find(MODEL).path
    except ModelMissing:
        pytest.skip(f"needs the model {MODEL}: coach models get {MODEL}")


class Engine:
    """One engine with the real model: `open` makes clients of it, `close` ends all of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = model_file()
        self._cleanup = contextlib.ExitStack()
        self._server: LlamaCppServer | None = None
        if name != "xllama" and not find_spec("llama_cpp"):
            pytest.skip("needs llama-cpp-python: coach setup --llama")
        if name == "server" and not find_spec("sse_starlette"):
            pytest.skip("needs its server: pip install -r requirements/server.txt")

    def open(self, *, deadline_seconds: float = 60.0) -> LanguageModel:
        if self.name == "server":
            return ServerModel(self._running().url, MODEL, deadline_seconds=deadline_seconds)
        factory = XLLAMA if self.name == "xllama" else LLAMA
        worker = Worker(
            {"language": (factory, {"path": str(self.path), "threads": 1})}, called="The language model"
        )
        self._cleanup.callback(worker.close)
        return LanguageModelInWorker(worker, MODEL, deadline_seconds=deadline_seconds)

    def close(self) -> None:
        self._cleanup.close()

    def _running(self) -> "LlamaCppServer":
        # A broken grammar kills this server; the next test needs a living one.
        if self._server is None or not self._server.well:
            self._server = LlamaCppServer(self.path)
            self._cleanup.callback(self._server.stop)
        return self._server


class LlamaCppServer:
    """A real `python -m llama_cpp.server` on a free port of this machine."""

    def __init__(self, path: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{port}/v1"
        where = ["--host", "127.0.0.1", "--port", str(port)]
        size = ["--n_ctx", "4096", "--n_threads", "1", "--n_threads_batch", "1"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "llama_cpp.server", "--model", str(path), *where, *size],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 90
        while time.monotonic() < until and self.alive:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.1)
        self.stop()
        pytest.fail("llama_cpp.server did not start")

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def well(self) -> bool:
        """Whether it answers; one that is about to die still takes connections."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/v1/models")
            return connection.getresponse().status == http.HTTPStatus.OK
        return False

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


def engines(name: str) -> Iterator[Engine]:
    """For a fixture: the engine, closed afterwards."""
    engine = Engine(name)
    try:
        yield engine
    finally:
        engine.close()


def literals(*sentences: str) -> str:
    """A grammar that allows exactly these sentences."""
    escaped = (
        sentence.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for sentence in sentences
    )
    return "root ::= " + " | ".join(f'"{sentence}"' for sentence in escaped)


def ask(question: str, grammar: str, *, max_tokens: int = 96) -> Prompt:
    """A prompt as coach makes them: instructions, then the question."""
    instructions = Message(
        role="system", content="You pick the sentence that is asked for. Reply with it only."
    )
    return Prompt(
        messages=(instructions, Message(role="user", content=question)),
        grammar=grammar,
        max_tokens=max_tokens,
    )
