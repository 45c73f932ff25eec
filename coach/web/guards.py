"""The door: what a request must show before any route sees it, and the headers every answer carries.

Pure ASGI around the whole app, so that static files, WebSockets, 404s and routes added later are behind
it too. Host is checked against DNS rebinding, Origin and content type against other sites, the cookie
against everybody who did not get this launch's address.
"""

import asyncio
import html
import json
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coach.core.errors import BadInput
from coach.web.launch import AGAIN, Launch

OPEN_ROUTES = frozenset(
    {("GET", "/start"), ("HEAD", "/start"), ("POST", "/start"), ("GET", "/static/start.js")}
)
"""What answers without the cookie: the start page, its script, and the exchange of the token."""

BODY_BYTES = 1_000_000
"""Longest request body; questions and ids are far shorter."""

BODY_SECONDS = 10.0
"""How long each part of a body may take: a program that stops halfway must not hold its connection."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "media-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Refusal:
    """Why a request goes no further."""

    status: int
    happened: str
    next_step: str


OPEN_FROM_TERMINAL = "Open the page with the address that coach prints in the terminal."
WRONG_HOST = Refusal(403, "This page answers only under its own address.", OPEN_FROM_TERMINAL)
WRONG_ORIGIN = Refusal(403, "Another site asked for this, and other sites get nothing.", OPEN_FROM_TERMINAL)
NO_COOKIE = Refusal(401, "This page opens only from the terminal that started it.", AGAIN)
NOT_JSON = Refusal(415, "Only JSON is taken here.", "Reload the page.")
TOO_SLOW = Refusal(408, "The page stopped in the middle of a request.", "Reload the page.")
TOO_LONG = Refusal(413, "That is more than this page takes at once.", "Send less than 1 MB.")


class BodyTooLong(BadInput):
    """The body went over BODY_BYTES while it was being read."""

    def __init__(self) -> None:
        super().__init__(TOO_LONG.happened, TOO_LONG.next_step)


class BodyTooSlow(BadInput):
    """The body did not come within BODY_SECONDS."""

    def __init__(self) -> None:
        super().__init__(TOO_SLOW.happened, TOO_SLOW.next_step)


class Guards:
    """Wraps an app; lets through only what shows everything it must."""

    body_seconds = BODY_SECONDS

    def __init__(self, app: ASGIApp, *, port: int, launch: Launch) -> None:
        self._app = app
        self._launch = launch
        self._hosts = frozenset({f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the app, or let it answer with our headers added."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal is None:
                await self._app(scope, receive, send)
            else:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            return
        answer = _Answer(send)
        if refusal is None:
            try:
                await self._app(scope, _bounded(receive, self.body_seconds), answer.send)
            except BodyTooLong:
                refusal = TOO_LONG
            except BodyTooSlow:
                refusal = TOO_SLOW
            except Exception:
                # The app has answered and named it (server.py); only an unanswered one goes on.
                if not answer.begun:
                    raise
        if refusal is not None and not answer.begun:
            await _refuse(refusal, scope, answer.send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        host = _only(headers, b"host")
        if host is None or host not in self._hosts:
            return WRONG_HOST
        live = scope["type"] == "websocket"
        method = "WEBSOCKET" if live else scope["method"]
        reads = method in {"GET", "HEAD"}
        route = (method, scope["path"])
        if _foreign(headers, ours=b"http://" + host, needed=not reads, start=route == ("GET", "/start")):
            return WRONG_ORIGIN
        if route not in OPEN_ROUTES and not self._launch.knows(cookies(headers, self._launch.cookie_name)):
            return NO_COOKIE
        if reads or live:
            return None
        if (_only(headers, b"content-type") or b"").split(b";")[0].strip().lower() != b"application/json":
            return NOT_JSON
        length = _only(headers, b"content-length") or b"0"
        return None if length.isdigit() and int(length) <= BODY_BYTES else TOO_LONG


class _Answer:
    """Adds our headers to the response and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self.begun = False
        self._send = send

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await self._send(message)


def _only(headers: list[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    """The header's value when it is there exactly once."""
    values = [value for key, value in headers if key == name]
    return values[0] if len(values) == 1 else None


def _foreign(headers: list[tuple[bytes, bytes]], *, ours: bytes, needed: bool, start: bool) -> bool:
    """Whether another site is asking: by its Origin, or by what the browser says of it.

    Following a link to the start page is fine from anywhere: it shows nothing without the token.
    """
    origins = [value for key, value in headers if key == b"origin"]
    if origins != [ours] and (needed or origins):
        return True
    sites = {value for key, value in headers if key == b"sec-fetch-site"}
    following = start and _only(headers, b"sec-fetch-mode") == b"navigate"
    return not following and not sites <= {b"same-origin", b"none"}


def cookies(headers: list[tuple[bytes, bytes]], name: str) -> list[str]:
    """Every value sent under the name."""
    pairs = [
        pair.strip().partition("=")
        for key, value in headers
        if key == b"cookie"
        for pair in value.decode("latin-1").split(";")
    ]
    return [value for key, _, value in pairs if key == name]


def _bounded(receive: Receive, seconds: float) -> Receive:
    """`receive`, until the body is longer than BODY_BYTES or a part of it takes longer than `seconds`."""
    taken = 0
    whole = False

    async def bounded() -> Message:
        nonlocal taken, whole
        try:
            async with asyncio.timeout(None if whole else seconds):
                message = await receive()
        except TimeoutError:
            raise BodyTooSlow from None
        whole = whole or not message.get("more_body", False)
        taken += len(message.get("body", b""))
        if taken > BODY_BYTES:
            raise BodyTooLong
        return message

    return bounded


async def _refuse(refusal: Refusal, scope: Scope, send: Send) -> None:
    """Answer with the reason: a page where a page was asked for, else JSON."""
    if scope["path"].startswith(("/api/", "/static/")) or scope["method"] != "GET":
        kind = b"application/json"
        body = json.dumps({"happened": refusal.happened, "next": refusal.next_step})
    else:
        kind = b"text/html; charset=utf-8"
        body = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>coach</title>'
            '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
            '<body style="font: 1.1rem/1.5 system-ui; max-width: 34rem; margin: 4rem auto; padding: 0 1rem">'
            f"<h1>coach</h1><p>{html.escape(refusal.happened)}<p>{html.escape(refusal.next_step)}"
        )
    content = b"" if scope["method"] == "HEAD" else body.encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(body.encode())).encode())]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
