"""An answer over the socket: acknowledged once it is on disk, and kept however the socket ends."""

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from socket import SHUT_RDWR

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from coach.core.errors import EngineFailed
from coach.settings import Settings
from coach.studio import Studio
from coach.web.live import DEAD_SECONDS, MESSAGE_BYTES
from tests.fakes import BLOCK, FakeTranscriber, a_studio, silent, voiced
from tests.web.running import Page, numbered, served, speak, told

WAVY = b"".join(value.to_bytes(2, "little", signed=True) for value in [4000, -4000] * (BLOCK // 4))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = a_studio(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def page(studio: Studio) -> Iterator[Page]:
    with served(studio) as running:
        yield running


@contextlib.contextmanager
def begun(page: Page, handle: str | None = None) -> Iterator[ClientConnection]:
    with page.answering(begin=handle or page.asked()) as socket:
        yield socket


def kept_after(studio: Studio, count: int, seconds: float = 10) -> None:
    """Wait until the store holds `count` attempts."""
    deadline = time.monotonic() + seconds
    while len(studio.store.attempts()) < count:
        assert time.monotonic() < deadline, "the answer was not kept"
        time.sleep(0.05)


def begin_as_soon_as_it_is_free(page: Page, handle: str, seconds: float = 10) -> None:
    """Begin the answer and leave again, once nobody else is answering."""
    deadline = time.monotonic() + seconds
    while True:
        with page.answering() as socket:
            socket.send(json.dumps({"type": "begin", "ask": handle}))
            if json.loads(socket.recv(timeout=seconds))["type"] == "recording":
                return
        assert time.monotonic() < deadline, "the question never became free"
        time.sleep(0.05)


def test_an_answer_is_acknowledged_heard_and_judged(page: Page, studio: Studio) -> None:
    with begun(page) as socket:
        speak(socket, [WAVY] * 30)
        socket.send('{"type": "finish"}')
        messages = told(socket, "attempt")
    acknowledged = [message["sequence"] for message in messages if message["type"] == "kept"]
    assert acknowledged == list(range(30))
    attempt = messages[-1]["attempt"]
    assert attempt["via"] == "page"
    assert attempt["audio_seconds"] == pytest.approx(3.0)
    assert messages[-1]["recording"] is True
    assert [kept.attempt_id for kept in studio.store.attempts()] == [attempt["attempt_id"]]


def test_an_acknowledged_block_is_on_disk(page: Page, studio: Studio, tmp_path: Path) -> None:
    with begun(page) as socket:
        for sequence in range(10):
            socket.send(numbered(sequence, WAVY))
            told(socket, "kept")
            held = b"".join(
                path.read_bytes()
                for path in tmp_path.rglob("*")
                if path.is_file() and path.suffix in {".part", ".wav"}
            )
            assert held.count(WAVY) == sequence + 1
        socket.send('{"type": "discard"}')


def test_it_says_once_that_it_hears(page: Page) -> None:
    with begun(page) as socket:
        speak(socket, [WAVY] * 20)
        told(socket, "hearing")
        socket.send('{"type": "finish"}')
        assert "hearing" not in [message["type"] for message in told(socket, "attempt")]


def test_a_closed_socket_keeps_what_was_said(page: Page, studio: Studio) -> None:
    with begun(page) as socket:
        speak(socket, [WAVY] * 20)
        while told(socket, "kept")[-1]["sequence"] < 19:
            pass
    kept_after(studio, 1)
    assert studio.store.attempts()[0].audio_seconds == pytest.approx(2.0)


def test_a_torn_connection_keeps_what_was_said(page: Page, studio: Studio) -> None:
    with begun(page) as socket:
        speak(socket, [WAVY] * 20)
        while told(socket, "kept")[-1]["sequence"] < 19:
            pass
        socket.socket.shutdown(SHUT_RDWR)
        kept_after(studio, 1)


def test_a_socket_closed_before_a_word_leaves_nothing(page: Page, studio: Studio) -> None:
    with begun(page):
        pass
    time.sleep(0.3)
    assert studio.store.attempts() == ()
    assert studio.store.unfinished() == ()


def test_starting_over_throws_the_take_away(page: Page, studio: Studio) -> None:
    handle = page.asked()
    with begun(page, handle) as socket:
        speak(socket, [WAVY] * 5)
        socket.send('{"type": "discard"}')
    begin_as_soon_as_it_is_free(page, handle)
    assert studio.store.attempts() == ()
    assert studio.store.unfinished() == ()


def test_one_question_is_answered_in_one_tab_at_a_time(page: Page) -> None:
    handle = page.asked()
    with begun(page, handle) as first:
        with page.answering() as second:
            second.send(json.dumps({"type": "begin", "ask": handle}))
            assert "another tab" in told(second, "sorry")[-1]["happened"]
        speak(first, [WAVY] * 10)
        first.send('{"type": "finish"}')
        told(first, "attempt")


def test_a_long_silence_ends_the_answer(tmp_path: Path) -> None:
    studio = a_studio(tmp_path, settings=Settings(silence_seconds=3))
    with served(studio) as page, begun(page) as socket:
        speak(socket, [*voiced(2), *silent(6)])
        attempt = told(socket, "attempt")[-1]["attempt"]
        assert 4.5 < attempt["audio_seconds"] < 6.5
    studio.store.close()


def test_a_pause_as_long_as_one_likes_is_data_when_the_silence_is_off(tmp_path: Path) -> None:
    studio = a_studio(tmp_path, settings=Settings(silence_seconds=0))
    with served(studio) as page, begun(page) as socket:
        speak(socket, [*voiced(2), *silent(20), *voiced(1)])
        socket.send('{"type": "finish"}')
        assert told(socket, "attempt")[-1]["attempt"]["audio_seconds"] == pytest.approx(23.0)
    studio.store.close()


HISS = b"".join((number % 3 - 1).to_bytes(2, "little", signed=True) for number in range(BLOCK // 2))


@pytest.mark.parametrize(
    "dead", [bytes(BLOCK), b"\x10\x27" * (BLOCK // 2), HISS], ids=["zeros", "constant", "-90 dBFS"]
)
def test_a_dead_microphone_is_said_within_three_seconds_once(page: Page, dead: bytes) -> None:
    assert DEAD_SECONDS < 3
    with begun(page) as socket:
        speak(socket, [dead] * 60)
        before = told(socket, "no_sound")
        assert max(message.get("sequence", 0) for message in before) < 30
        assert before[-1]["happened"] == "No sound at all comes from the microphone."
        speak(socket, [WAVY] * 3, first=60)
        assert "no_sound" not in [message["type"] for message in told(socket, "sound")[:-1]]


def test_asking_for_a_moment_takes_the_pause_out_of_judgement(page: Page) -> None:
    with begun(page) as socket:
        speak(socket, voiced(2))
        socket.send('{"type": "moment"}')
        speak(socket, [*silent(4), *voiced(2)], first=20)
        socket.send('{"type": "finish"}')
        assert "pauses" in told(socket, "attempt")[-1]["attempt"]["delivery"]["not_judged"]


def test_a_living_microphone_is_never_called_dead(page: Page) -> None:
    with begun(page) as socket:
        speak(socket, [WAVY, *silent(4)])
        socket.send('{"type": "finish"}')
        assert "no_sound" not in [message["type"] for message in told(socket, "attempt")]


@pytest.mark.parametrize(
    "odd",
    [
        b"", b"\x05", numbered(5, b""), numbered(5, b"x"), numbered(5, bytes(BLOCK + 2)), numbered(7, WAVY), numbered(0, WAVY),
        "", "{", "[]", '{"type": "begin", "ask": "x"}', '{"type": "sing"}', '{"type": "finish", "more": 1}', "[" * 3000,
    ],
    ids=lambda odd: repr(odd[:12]),
)  # fmt: skip
def test_a_message_of_nonsense_ends_the_answer_and_keeps_it(
    page: Page, studio: Studio, odd: bytes | str
) -> None:
    with begun(page) as socket:
        speak(socket, [WAVY] * 5)
        socket.send(odd)
        assert told(socket, "sorry")[-1]["happened"]
        assert told(socket, "attempt")[-1]["attempt"]["audio_seconds"] == pytest.approx(0.5)
    assert len(studio.store.attempts()) == 1
    assert not [line for line in page.terminal.lines if "broke" in line]


def test_an_oversized_message_closes_the_socket_and_keeps_the_answer(page: Page, studio: Studio) -> None:
    with begun(page) as socket:
        speak(socket, [WAVY] * 5)
        while told(socket, "kept")[-1]["sequence"] < 4:
            pass
        with pytest.raises(ConnectionClosed):  # noqa: PT012 - either the send or the answer meets the closed socket
            socket.send(bytes(MESSAGE_BYTES + 1))
            told(socket, "attempt")
    kept_after(studio, 1)


@pytest.mark.parametrize(
    "first",
    ["", "{}", '{"type": "finish"}', '{"type": "begin"}', '{"type": "begin", "ask": "../x"}', b"\0\0\0\0ab"],
)
def test_without_a_question_nothing_is_recorded(page: Page, studio: Studio, first: str | bytes) -> None:
    with page.answering() as socket:
        socket.send(first)
        assert told(socket, "sorry")[-1]["next"]
    assert studio.store.attempts() == ()
    assert studio.store.unfinished() == ()


def test_an_engine_that_fails_keeps_the_recording_and_says_so(tmp_path: Path) -> None:
    failing = FakeTranscriber(
        failure=EngineFailed("The speech model crashed twice.", "Look with: coach doctor")
    )
    studio = a_studio(tmp_path, transcriber=failing)
    with served(studio) as page, begun(page) as socket:
        speak(socket, voiced(3))
        socket.send('{"type": "finish"}')
        sorry = told(socket, "sorry")[-1]
        assert "recorded and kept" in sorry["happened"]
        with page.client() as client:
            assert client.get("/api/attempts").status_code == 200
    assert len(studio.store.unfinished()) == 1
    studio.store.close()


def test_strangers_get_no_socket(page: Page) -> None:
    address = f"ws://127.0.0.1:{page.port}/api/answer"
    for origin, cookie in ((page.origin, None), ("http://evil.com", page.cookie()), (None, page.cookie())):
        headers = {"Cookie": cookie} if cookie else {}
        with pytest.raises(InvalidStatus) as refused:
            connect(address, origin=origin, additional_headers=headers)  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403
