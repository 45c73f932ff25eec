"""The real page on a free port, in a thread, and a browser's manners for talking to it."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

from coach.studio import Studio
from coach.web import server
from coach.web.connections import BoundedConnection
from coach.web.guards import Guards
from coach.web.launch import Launch


@dataclass
class Terminal:
    """What was announced."""

    lines: list[str] = field(default_factory=list)

    def __call__(self, line: str) -> None:
        self.lines.append(line)


@dataclass(frozen=True)
class Page:
    """A page that is being served, and whoever opened it."""

    port: int
    launch: Launch
    terminal: Terminal
    server: uvicorn.Server

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, token: str | None = None) -> httpx.Response:
        """Exchange a token (ours, if none is named)."""
        return httpx.post(
            f"{self.origin}/start",
            json={"token": self.launch.token if token is None else token},
            headers={"Origin": self.origin},
        )

    def cookie(self) -> str:
        """The Cookie header of somebody who was let in."""
        return f"{self.launch.cookie_name}={self.launch._cookie}"

    def client(self) -> httpx.Client:
        """A browser that was let in."""
        return httpx.Client(base_url=self.origin, headers={"Cookie": self.cookie(), "Origin": self.origin})

    @contextlib.contextmanager
    def answering(self, begin: str | None = None) -> Iterator[ClientConnection]:
        """The socket of somebody who was let in; `begin`: and began to answer that question."""
        with connect(
            f"ws://127.0.0.1:{self.port}/api/answer",
            origin=Origin(self.origin),
            additional_headers={"Cookie": self.cookie()},
        ) as socket:
            if begin is not None:
                socket.send(json.dumps({"type": "begin", "ask": begin}))
                told(socket, "recording")
            yield socket

    def asked(self) -> str:
        """The handle of the question on the table."""
        with self.client() as client:
            return str(client.post("/api/ask", json={}).json()["ask"])


@contextlib.contextmanager
def served(
    studio: Studio,
    connection: type[BoundedConnection] = BoundedConnection,
    guards: type[Guards] = Guards,
) -> Iterator[Page]:
    """Serve the studio's page until the block ends."""
    terminal = Terminal()
    with contextlib.closing(server._bind(0)) as listening:
        port = listening.getsockname()[1]
        launch = Launch(port=port, stopwatch=time.monotonic, announce=terminal)
        app = server.build(studio, launch=launch, announce=terminal)
        running = uvicorn.Server(server._configuration(guards(app, port=port, launch=launch), connection))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Page(port, launch, terminal, running)
        finally:
            running.should_exit = True
            thread.join(timeout=20)
    assert not thread.is_alive()


def raw(port: int, request: bytes) -> bytes:
    """Send bytes as they are; what comes back until the server closes or falls silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(request)
        connection.settimeout(2)
        answer = b""
        with contextlib.suppress(TimeoutError):
            while chunk := connection.recv(65536):
                answer += chunk
        return answer


def speak(socket: ClientConnection, blocks: list[bytes], first: int = 0) -> None:
    """Send blocks as the page does."""
    for sequence, block in enumerate(blocks, first):
        socket.send(numbered(sequence, block))


def numbered(sequence: int, block: bytes) -> bytes:
    """A block as the page sends it."""
    return sequence.to_bytes(4, "little") + block


def told(socket: ClientConnection, until: str, timeout: float = 10) -> list[dict[str, Any]]:
    """Messages up to and with the first of the type `until`."""
    messages: list[dict[str, Any]] = []
    while not messages or messages[-1]["type"] != until:
        messages.append(json.loads(socket.recv(timeout=timeout)))
    return messages
