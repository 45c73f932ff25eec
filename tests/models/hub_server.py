"""A hub on this machine that serves one file and misbehaves on demand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Hub:
    """What is served and how; `asked` remembers the first byte of every GET."""

    content: bytes
    cuts: list[int] = field(default_factory=list)
    """Bytes after which each of the next answers is cut off."""
    ignores_ranges: bool = False
    forbids: bool = False
    redirects: bool = False
    """Whether the file lies elsewhere, as large files on the hub do."""
    url: str = ""
    asked: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Headers of every request."""
    requests: list[str] = field(default_factory=list)
    """First line of every request."""


class Handler(BaseHTTPRequestHandler):
    """Answers as the hub of its server says."""

    protocol_version = "HTTP/1.1"

    @property
    def hub(self) -> Hub:
        assert isinstance(self.server, HubServer)
        return self.server.hub

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return

    def do_HEAD(self) -> None:
        self.head(0)

    def do_GET(self) -> None:
        hub = self.hub
        if hub.redirects and not self.path.startswith("/elsewhere"):
            self.send_response(302)
            self.send_header("Location", f"{hub.url}/elsewhere{self.path}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start = 0
        ranged = self.headers.get("Range", "")
        if ranged.startswith("bytes=") and not hub.ignores_ranges:
            start = int(ranged.removeprefix("bytes=").split("-")[0])
        hub.asked.append(start)
        self.head(start)
        if hub.forbids:
            return
        body = hub.content[start:]
        cut = hub.cuts.pop(0) if hub.cuts else len(body)
        self.wfile.write(body[:cut])
        self.close_connection = cut < len(body)

    def head(self, start: int) -> None:
        hub = self.hub
        hub.requests.append(self.requestline)
        hub.told.append(str(self.headers))
        if hub.forbids:
            self.send_response(403)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(hub.content) - 1}/{len(hub.content)}")
        self.send_header("ETag", '"tiny"')
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(hub.content) - start))
        self.end_headers()


class HubServer(ThreadingHTTPServer):
    """Serves a hub on a free port of this machine."""

    daemon_threads = True

    def __init__(self, hub: Hub) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.hub = hub
        hub.url = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def running(hub: Hub) -> Iterator[Hub]:
    """The hub, while the block runs."""
    server = HubServer(hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
