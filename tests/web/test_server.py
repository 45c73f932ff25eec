"""Starting and ending the page: on loopback only, bounded, and never losing the answer in progress."""

import contextlib
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets import Origin
from websockets.sync.client import connect

from coach.core.errors import BadInput
from coach.store import Store
from coach.studio import Studio
from coach.web import connections, server
from coach.web.guards import Guards
from tests.fakes import START, a_studio, voiced
from tests.web.running import Terminal, numbered, raw, served, speak, told

REPOSITORY = Path(__file__).parents[2]

SERVING = """
    import sys
    from pathlib import Path
    from coach.web.server import serve
    from tests.fakes import a_studio
    serve(a_studio(Path(sys.argv[1])), 0, announce=lambda line: print(line, flush=True), open_browser=False)
    print("ended", flush=True)
"""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = a_studio(tmp_path)
    yield made
    made.store.close()


@contextlib.contextmanager
def serving(home: Path) -> Iterator[subprocess.Popen[str]]:
    """`serve` in a process of its own, as the terminal runs it."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVING), str(home)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def opened(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Origin and Cookie header, got with the address the terminal shows."""
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    origin, _, token = address.replace("/start#", "#").partition("#")
    process.stdout.readline()
    answer = httpx.post(f"{origin}/start", json={"token": token}, headers={"Origin": origin})
    return origin, answer.headers["set-cookie"].split(";")[0]


def test_ctrl_c_keeps_the_answer_in_progress_and_ends_cleanly(tmp_path: Path) -> None:
    with serving(tmp_path) as process:
        origin, cookie = opened(process)
        headers = {"Cookie": cookie, "Origin": origin}
        handle = httpx.post(f"{origin}/api/ask", json={}, headers=headers).json()["ask"]
        with connect(
            f"{origin.replace('http', 'ws')}/api/answer",
            origin=Origin(origin),
            additional_headers={"Cookie": cookie},
        ) as answering:
            answering.send(f'{{"type": "begin", "ask": "{handle}"}}')
            told(answering, "recording")
            speak(answering, voiced(3))
            while told(answering, "kept")[-1]["sequence"] < 29:
                pass
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        rest = process.stdout.read()
    assert rest.splitlines()[-1] == "ended"
    assert "Traceback" not in rest
    store = Store.open(tmp_path, START)
    (attempt,) = store.attempts()
    assert attempt.audio_seconds == pytest.approx(3.0)
    assert store.unfinished() == ()
    store.close()


def test_the_terminal_shows_the_address_and_never_the_cookie_or_a_request(tmp_path: Path) -> None:
    with serving(tmp_path) as process:
        origin, cookie = opened(process)
        for path in ("/", "/api/attempts", "/nothing?secret=1"):
            httpx.get(f"{origin}{path}", headers={"Cookie": cookie})
        raw(int(origin.rpartition(":")[2]), b"NONSENSE\r\n\r\n")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        rest = process.stdout.read()
    assert rest == "ended\n"


def test_a_port_that_is_taken_is_named_with_the_way_out(studio: Studio) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput) as raised:
            server.serve(studio, port, announce=Terminal(), open_browser=False)
    assert str(port) in raised.value.happened
    assert "--port" in raised.value.next_step
    assert raised.value.exit_code == 2


def test_a_port_that_does_not_exist_is_said_so(studio: Studio) -> None:
    with pytest.raises(BadInput):
        server.serve(studio, 70000, announce=Terminal(), open_browser=False)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/net/tcp, which only Linux has")
def test_it_listens_on_loopback_and_nowhere_else(studio: Studio) -> None:
    with served(studio) as page:
        listening = [
            line.split()[1]
            for table in ("/proc/net/tcp", "/proc/net/tcp6")
            for line in Path(table).read_text().splitlines()[1:]
            if line.split()[3] == "0A" and line.split()[1].endswith(f":{page.port:04X}")
        ]
        assert listening == [f"0100007F:{page.port:04X}"]


def idle_sockets(port: int, count: int) -> list[socket.socket]:
    return [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(count)]


def closed(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_recording_goes_on_while_hundreds_of_sockets_are_opened(studio: Studio) -> None:
    most = connections.MOST_CONNECTIONS
    with served(studio) as page, page.answering(begin=page.asked()) as answering:
        flood: list[socket.socket] = []
        try:
            for sequence in range(20):
                answering.send(numbered(sequence, voiced(0.1)[0]))
                flood += idle_sockets(page.port, 50 if len(flood) < 800 else 0)
            answering.send('{"type": "finish"}')
            assert told(answering, "attempt")[-1]["attempt"]["audio_seconds"] == pytest.approx(2.0)
            assert len(flood) == 800
            assert len(page.server.server_state.connections) <= most
        finally:
            for connection in flood:
                connection.close()


class Hasty(connections.BoundedConnection):
    request_seconds = 0.3


def test_a_socket_that_asks_for_nothing_is_closed(studio: Studio) -> None:
    with served(studio, Hasty) as page, page.answering(begin=page.asked()) as answering:
        (silent, slow) = idle_sockets(page.port, 2)
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        with silent, slow:
            assert closed(silent, 5)
            assert closed(slow, 5)
        time.sleep(0.5)
        answering.send(numbered(0, voiced(0.1)[0]))
        assert told(answering, "kept")


class Impatient(Guards):
    body_seconds = 0.3


def test_a_body_that_stops_halfway_is_given_up(studio: Studio) -> None:
    with served(studio, guards=Impatient) as page:
        host = f"127.0.0.1:{page.port}"
        head = (
            f"POST /start HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
        assert raw(page.port, head.encode()).split(b" ")[1] == b"408"


def test_the_page_ends_while_browsers_keep_their_connections(studio: Studio) -> None:
    with served(studio) as page:
        client = page.client()
        assert client.get("/").status_code == 200
    with pytest.raises(httpx.HTTPError):
        client.get("/")
    client.close()


def test_a_browser_is_opened_only_where_there_is_a_screen() -> None:
    assert not server._has_screen("Linux", {})
    assert server._has_screen("Linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert server._has_screen("Linux", {"DISPLAY": ":0"})
    assert server._has_screen("Darwin", {})
