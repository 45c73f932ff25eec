"""Every route is shut to strangers, those that don't exist yet included."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute

from coach.web import server
from coach.web.guards import BODY_BYTES, HEADERS, OPEN_ROUTES, Guards
from coach.web.launch import Launch
from tests.fakes import a_studio
from tests.web.running import Terminal

PORT = 8377
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"

WRONG_HOSTS = [
    [],
    [""],
    [HOST, HOST],
    [HOST, "evil.com"],
    ["evil.com"],
    [f"evil.com:{PORT}"],
    [f"127.0.0.1.evil.com:{PORT}"],
    [f"localhost.evil.com:{PORT}"],
    [f"127.0.0.1.nip.io:{PORT}"],
    [f"0.0.0.0:{PORT}"],
    [f"[::]:{PORT}"],
    [f"[::1]:{PORT}"],
    [f"127.0.0.2:{PORT}"],
    [f"127.1:{PORT}"],
    [f"2130706433:{PORT}"],
    [f"0x7f000001:{PORT}"],
    ["127.0.0.1"],
    ["localhost"],
    ["127.0.0.1:"],
    ["127.0.0.1:80"],
    [f"127.0.0.1:{PORT + 1}"],
    [f"127.0.0.1:0{PORT}"],
    [f"127.0.0.1.:{PORT}"],
    [f"localhost.:{PORT}"],
    [f"LOCALHOST:{PORT}"],
    [f"user@127.0.0.1:{PORT}"],
    [f"127.0.0.1:{PORT}@evil.com"],
    [f"{HOST}, evil.com"],
    [f" {HOST}"],
    [f"{HOST}/"],
    [f"{HOST}\x00"],
    [f"http://{HOST}"],
]

WRONG_ORIGINS = [
    [],
    [""],
    ["null"],
    [ORIGIN, ORIGIN],
    [ORIGIN, "https://evil.com"],
    ["https://evil.com"],
    [f"http://evil.com:{PORT}"],
    [f"http://127.0.0.1.evil.com:{PORT}"],
    [f"https://{HOST}"],
    ["http://127.0.0.1"],
    [f"http://127.0.0.1:{PORT + 1}"],
    [f"http://localhost:{PORT}"],
    ["http://localhost:3000"],
    [f"{ORIGIN}/"],
    [f"{ORIGIN} "],
    [ORIGIN.upper()],
    [HOST],
    ["file://"],
    ["chrome-extension://abcdefghijklmnop"],
    [f"http://user@{HOST}"],
    [f"{ORIGIN}, https://evil.com"],
    [f"ws://{HOST}"],
    [f"http://[::1]:{PORT}"],
    [f"http://0.0.0.0:{PORT}"],
]


class Watched:
    """The real app, but nothing behind the door runs: it notes what got through."""

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self.let_in = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.let_in += 1
        if scope["type"] == "http":
            await PlainTextResponse("in")(scope, receive, send)
        else:
            await send({"type": "websocket.accept"})


class Door:
    """The guards of one launch, asked directly: what the network would do to a header can't help."""

    def __init__(self, app: Starlette, launch: Launch) -> None:
        self.watched = Watched(app)
        self.launch = launch
        self.guards = Guards(self.watched, port=PORT, launch=launch)
        self.cookie = f"{launch.cookie_name}={launch._cookie}"

    def ask(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes = b"{}") -> int:
        """The status of an answer; a WebSocket that is accepted counts as 101, a refused one as 403."""
        live = method == "WEBSOCKET"
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "websocket" if live else "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"} if live else {"type": "http.request", "body": body}

        async def send(message: Any) -> None:
            sent.append(message)

        anyio.run(self.guards, scope, receive, send)
        if live:
            return {"websocket.accept": 101, "websocket.close": 403}[sent[0]["type"]]
        names = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        assert {name: names.get(name.lower()) for name in HEADERS} == HEADERS
        assert not [name for name in names if name.startswith("access-control")]
        return int(sent[0]["status"])


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    studio = a_studio(tmp_path)
    launch = Launch(port=PORT, stopwatch=lambda: 0.0, announce=Terminal())
    yield Door(server.build(studio, launch=launch, announce=Terminal()), launch)
    studio.store.close()


def every_way_in(app: Starlette) -> list[tuple[str, str]]:
    """Method and path of each route, and of some that are not there."""
    routes: list[BaseRoute] = app.routes
    ways = [("GET", "/nothing/here"), ("POST", "/nothing/here"), ("WEBSOCKET", "/nothing/here")]
    ways += [("DELETE", "/"), ("PUT", "/api/attempts/x"), ("OPTIONS", "/api/ask"), ("GET", "/static/../x")]
    for route in routes:
        path = route.path.replace("{attempt_id}", "a1").replace("{name}", "main.js")  # type: ignore[attr-defined]
        if isinstance(route, WebSocketRoute):
            ways.append(("WEBSOCKET", path))
        else:
            assert isinstance(route, Route)
            ways += [(method, path) for method in sorted(route.methods or ())]
    ways += [("GET", "/static/start.js"), ("GET", "/static/page.css")]
    return ways


def good(door: Door, *, without: str = "") -> list[tuple[str, str]]:
    """Everything a request of our own page shows, but for one header."""
    headers = {
        "Host": HOST,
        "Origin": ORIGIN,
        "Cookie": door.cookie,
        "Content-Type": "application/json",
        "Sec-Fetch-Site": "same-origin",
    }
    return [(name, value) for name, value in headers.items() if name != without]


def test_our_own_page_gets_through_on_every_route(door: Door) -> None:
    ways = every_way_in(door.watched.app)
    for method, path in ways:
        assert door.ask(method, path, good(door)) in {200, 101}, (method, path)
    assert door.watched.let_in == len(ways) > 15


def test_every_wrong_host_is_refused_on_every_route(door: Door) -> None:
    """As DNS rebinding does it: the page of the other name is same-origin with itself and has the cookie."""
    assert len(WRONG_HOSTS) >= 24
    for method, path in every_way_in(door.watched.app):
        for hosts in WRONG_HOSTS:
            own = [("Host", host) for host in hosts] + [("Origin", f"http://{host}") for host in hosts[:1]]
            rest = [pair for pair in good(door, without="Host") if pair[0] != "Origin"]
            assert door.ask(method, path, [*own, *rest]) == 403, (method, path, hosts)
        forwarded = [("Host", "evil.com"), ("X-Forwarded-Host", HOST), ("Forwarded", f"host={HOST}")]
        assert door.ask(method, path, [*good(door, without="Host"), *forwarded]) == 403
    assert door.watched.let_in == 0


def test_localhost_is_the_only_other_host(door: Door) -> None:
    headers = [("Host", f"localhost:{PORT}"), ("Origin", f"http://localhost:{PORT}"), ("Cookie", door.cookie)]
    assert door.ask("GET", "/", headers) == 200
    assert door.ask("WEBSOCKET", "/api/answer", headers) == 101


def test_every_wrong_origin_is_refused_where_something_is_written_or_heard(door: Door) -> None:
    assert len(WRONG_ORIGINS) >= 24
    ways = [way for way in every_way_in(door.watched.app) if way[0] not in {"GET", "HEAD"}]
    assert {method for method, _ in ways} >= {"POST", "WEBSOCKET"}
    for method, path in ways:
        for origins in WRONG_ORIGINS:
            headers = good(door, without="Origin") + [("Origin", origin) for origin in origins]
            assert door.ask(method, path, headers) == 403, (method, path, origins)
    assert door.watched.let_in == 0


def test_reading_with_a_foreign_origin_is_refused_too(door: Door) -> None:
    for origins in WRONG_ORIGINS[1:]:
        headers = good(door, without="Origin") + [("Origin", origin) for origin in origins]
        assert door.ask("GET", "/api/attempts", headers) == 403, origins


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_what_the_browser_calls_another_site_is_refused(door: Door, site: str) -> None:
    for method, path in every_way_in(door.watched.app):
        headers = [*good(door, without="Sec-Fetch-Site"), ("Sec-Fetch-Site", site)]
        assert door.ask(method, path, headers) == 403, (method, path)
    following = [("Host", HOST), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate")]
    assert door.ask("GET", "/start", following) == 200
    assert door.ask("GET", "/", [*following, ("Cookie", door.cookie)]) == 403


def wrong_cookies(door: Door) -> list[str | None]:
    """None, empty, the launch token itself, other launches' cookies, near misses."""
    name, value = door.launch.cookie_name, door.launch._cookie
    other = Launch(port=PORT, stopwatch=lambda: 0.0, announce=Terminal())
    return [
        None,
        "",
        name,
        f"{name}=",
        f"{name}={door.launch.token}",
        f"{name}={other._cookie}",
        f"{name}={other.token}",
        f"{name}={value[:-1]}",
        f"{name}={value}x",
        f"{name}={value.swapcase()}",
        f"{name}={value} x",
        f'{name}="{value}"',
        f"{name.upper()}={value}",
        f"x{name}={value}",
        f"coach_{PORT + 1}={value}",
        f"coach={value}",
        f"a=b; c={value}",
        f"{name}%3D{value}",
        f"{name}={value[:20]}",
        f"{name}=null",
        f"{name}=undefined",
        f"{name}=*",
        f"{name}=\xff\xfe",
        f"token={door.launch.token}",
        f"={value}",
    ]


def test_without_this_launchs_cookie_nothing_opens_but_the_start_page(door: Door) -> None:
    cookies = wrong_cookies(door)
    assert len(cookies) >= 24
    opened = set()
    for method, path in every_way_in(door.watched.app):
        for cookie in cookies:
            headers = good(door, without="Cookie") + ([("Cookie", cookie)] if cookie is not None else [])
            status = door.ask(method, path, headers)
            if status == 200:
                opened.add((method, path))
            else:
                assert status == (403 if method == "WEBSOCKET" else 401), (method, path, cookie)
    assert opened == OPEN_ROUTES
    assert opened == {("GET", "/start"), ("HEAD", "/start"), ("POST", "/start"), ("GET", "/static/start.js")}


def test_a_cookie_planted_beside_ours_does_not_lock_us_out(door: Door) -> None:
    headers = [("Host", HOST), ("Cookie", f"{door.launch.cookie_name}=planted; {door.cookie}")]
    assert door.ask("GET", "/", headers) == 200


@pytest.mark.parametrize(
    "kind",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"],
)
def test_a_write_that_is_no_json_is_refused_everywhere(door: Door, kind: str | None) -> None:
    for method, path in every_way_in(door.watched.app):
        if method in {"GET", "HEAD", "WEBSOCKET"}:
            continue
        headers = good(door, without="Content-Type") + ([("Content-Type", kind)] if kind is not None else [])
        assert door.ask(method, path, headers) == 415, (method, path)


def test_a_long_body_is_refused_whether_it_says_so_or_not(door: Door) -> None:
    long = [*good(door), ("Content-Length", str(BODY_BYTES + 1))]
    assert door.ask("POST", "/api/ask", long) == 413
    for length in ("-1", "1e3", "x"):
        assert door.ask("POST", "/api/ask", [*good(door), ("Content-Length", length)]) == 413

    async def reads(scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        await receive()
        await PlainTextResponse("in")(scope, receive, send)

    door.guards._app = reads
    assert door.ask("POST", "/api/ask", good(door), b"x" * BODY_BYTES) == 200
    assert door.ask("POST", "/api/ask", good(door), b"x" * (BODY_BYTES + 1)) == 413


def test_a_route_added_tomorrow_is_refused_by_default(door: Door) -> None:
    door.watched.app.routes.append(Route("/api/tomorrow", lambda _: PlainTextResponse("secret")))
    assert ("GET", "/api/tomorrow") in every_way_in(door.watched.app)
    assert door.ask("GET", "/api/tomorrow", [("Host", HOST)]) == 401
    assert door.ask("GET", "/api/tomorrow", [("Host", "evil.com"), ("Cookie", door.cookie)]) == 403
    assert door.watched.let_in == 0
