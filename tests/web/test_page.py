"""The page's data over the real server: questions, lists, answers, sound, and sentences for what goes wrong."""

import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach import asking, practice
from coach.core.records import Attempt
from coach.settings import CONFIG_FILE, Settings, load
from coach.studio import Setting, Studio
from coach.web.guards import BODY_BYTES, HEADERS
from tests.fakes import a_studio, voiced
from tests.web.running import Page, raw, served, speak, told

if TYPE_CHECKING:
    from coach.store import Store

STATIC = Path(__file__).parents[2] / "coach" / "web" / "static"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    made = a_studio(tmp_path_factory.mktemp("home"))
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def page(studio: Studio) -> Iterator[Page]:
    with served(studio) as running:
        yield running


@pytest.fixture(scope="module")
def client(page: Page) -> Iterator[httpx.Client]:
    with page.client() as browser:
        yield browser


def an_answer(studio: Studio, seconds: float = 3) -> Attempt:
    asked = asking.ask(studio, asking.next_questions(studio, 1)[0])
    line = practice.Line(studio, asked, via="page", setting=Setting())
    for block in voiced(seconds):
        line.push(block)
    return line.finish()


def test_the_token_is_exchanged_for_a_cookie_that_scripts_and_sites_cant_use(studio: Studio) -> None:
    with served(studio) as page:
        answer = page.start()
        assert answer.status_code == 200
        name, _, rest = answer.headers["set-cookie"].partition("=")
        assert name == page.launch.cookie_name
        assert {part.strip().lower() for part in rest.split(";")[1:]} == {
            "httponly",
            "samesite=strict",
            "path=/",
        }
        assert page.launch.token not in rest
        assert httpx.get(page.origin, cookies=answer.cookies).status_code == 200

        again = page.start()
        assert again.status_code == 401
        assert "once" in again.json()["happened"]
        assert any("second time" in line for line in page.terminal.lines)
        assert page.start("x" * 43).status_code == 401


def test_following_the_address_again_in_the_same_browser_just_goes_in(
    page: Page, client: httpx.Client
) -> None:
    told = list(page.terminal.lines)
    answer = client.post("/start", json={"token": page.launch.token})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert page.terminal.lines == told


def test_strangers_get_a_sentence_and_no_more(page: Page) -> None:
    refused = httpx.get(page.origin)
    assert refused.status_code == 401
    assert "opens only from the terminal" in refused.text
    assert set(httpx.get(f"{page.origin}/api/attempts").json()) == {"happened", "next"}


def test_every_answer_carries_the_policy_and_names_no_server(client: httpx.Client) -> None:
    for path in (
        "/",
        "/start",
        "/static/main.js",
        "/api/attempts",
        "/api/attempts/none",
        "/nothing",
        "/favicon.ico",
    ):
        answer = client.get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS, path
        assert "server" not in answer.headers
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_files_are_served_by_name_with_types_a_browser_accepts(client: httpx.Client) -> None:
    for path in STATIC.iterdir():
        answer = client.get(f"/static/{path.name}")
        assert answer.content == path.read_bytes()
    assert client.get("/static/main.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert client.get("/static/page.css").headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("file", sorted(STATIC.iterdir()), ids=lambda path: path.name)
def test_words_only_ever_become_text_nodes(file: Path) -> None:
    text = file.read_text("utf-8")
    for way in (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc",
        "DOMParser", "createContextualFragment", "setHTML", "javascript:", "http://", "https://", "//cdn", "onclick=",
    ):  # fmt: skip
        assert way not in text, way


def test_a_question_stays_on_the_table_until_it_is_answered_or_skipped(client: httpx.Client) -> None:
    first = client.post("/api/ask", json={}).json()
    assert client.post("/api/ask", json={}).json() == first
    skipped = client.post("/api/skip", json={"ask": first["ask"]}).json()["card"]
    assert skipped["question"] == first["question"]["text"]
    following = client.post("/api/ask", json={}).json()
    assert following["question"]["text"] != first["question"]["text"]
    client.post("/api/skip", json={"ask": following["ask"]})
    third = client.post("/api/ask", json={}).json()
    assert third["question"]["text"] not in {first["question"]["text"], following["question"]["text"]}


def test_what_is_due_is_listed_and_asked_in_other_words(studio: Studio, client: httpx.Client) -> None:
    card, _ = asking.missed(studio, "Why did you leave so soon?")
    listed = client.get("/api/due").json()["cards"]
    (entry,) = [entry for entry in listed if entry["id"] == card.id]
    assert entry["question"] == "Why did you leave so soon?"
    assert entry["due"] == card.due.isoformat()
    asked = client.post("/api/ask", json={"card_id": card.id}).json()
    assert asked["question"]["card_id"] == card.id


def test_an_answer_is_the_contracts_json_and_its_sound_comes_in_ranges(
    studio: Studio, client: httpx.Client
) -> None:
    attempt = an_answer(studio)
    shown = client.get(f"/api/attempts/{attempt.attempt_id}").json()
    assert Attempt.model_validate(shown["attempt"]) == attempt
    assert shown["recording"] is True
    newest = client.get("/api/attempts").json()["attempts"][0]
    assert newest["attempt_id"] == attempt.attempt_id
    assert set(newest) == {"attempt_id", "recorded_at", "question"}

    sound = f"/api/attempts/{attempt.attempt_id}/recording"
    whole = client.get(sound)
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.content[:4] == b"RIFF"
    part = client.get(sound, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole.content)}"
    assert part.content == whole.content[100:200]
    assert client.get(sound, headers={"Range": "bytes=99999999-"}).status_code == 416
    for odd in ("bytes=", "bytes=a-b", "bytes=5-1", "lines=1-2", "bytes=" + "0-1," * 500):
        assert client.get(sound, headers={"Range": odd}).status_code < 500


def test_a_typed_answer_has_no_sound(studio: Studio, client: httpx.Client) -> None:
    asked = asking.ask(studio, asking.next_questions(studio, 1)[0])
    attempt = practice.answer_typed(studio, asked, "I rang the pharmacy myself.")
    assert client.get(f"/api/attempts/{attempt.attempt_id}").json()["recording"] is False
    missing = client.get(f"/api/attempts/{attempt.attempt_id}/recording")
    assert missing.status_code == 404
    assert "no longer kept" in missing.json()["happened"]


def test_a_damaged_recording_is_said_and_the_words_are_shown(studio: Studio, client: httpx.Client) -> None:
    attempt = an_answer(studio)
    path = studio.store.recording(attempt.attempt_id or "")
    assert path is not None
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    answer = client.get(f"/api/attempts/{attempt.attempt_id}")
    assert answer.status_code == 200
    shown = answer.json()
    assert Attempt.model_validate(shown["attempt"]) == attempt
    assert shown["recording"] is False
    assert "damaged" in shown["sound_trouble"]
    path.write_bytes(whole)
    mended = client.get(f"/api/attempts/{attempt.attempt_id}").json()
    assert (mended["recording"], mended["sound_trouble"]) == (True, None)


@pytest.mark.parametrize(("keep", "left"), [("all", True), ("30days", True), ("none", False)])
def test_how_long_recordings_are_kept_is_chosen_once_and_lived_by(
    tmp_path: Path, keep: str, left: bool
) -> None:
    studio = a_studio(tmp_path)
    before = an_answer(studio)
    with served(studio) as page, page.client() as client:
        noted = client.post("/api/recordings", json={"keep": keep}).json()["noted"]
        assert noted == str(studio.store.home / CONFIG_FILE)
        assert load({}, folder=studio.store.home, environment={}).keep_audio == keep
        assert client.get(f"/api/attempts/{before.attempt_id}").json()["recording"] is left
        with page.answering(page.asked()) as socket:
            speak(socket, voiced(2))
            socket.send('{"type": "finish"}')
            after = told(socket, "attempt")[-1]
        assert after["ask_about_recordings"] is False
        assert after["recording"] is left
    assert len(studio.store.attempts()) == 2
    studio.store.close()


def test_recordings_are_asked_about_after_the_first_answer_of_a_launch_only(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    asks = []
    for _ in range(2):
        with served(studio) as page:
            for _ in range(2):
                with page.answering(page.asked()) as socket:
                    speak(socket, voiced(2))
                    socket.send('{"type": "finish"}')
                    asks.append(told(socket, "attempt")[-1]["ask_about_recordings"])
    assert asks == [True, False, True, False]
    studio.store.close()


def test_nobody_is_asked_about_recordings_who_has_chosen(tmp_path: Path) -> None:
    studio = a_studio(tmp_path, settings=Settings(keep_audio="all"))
    with served(studio) as page, page.answering(page.asked()) as socket:
        speak(socket, voiced(2))
        socket.send('{"type": "finish"}')
        assert told(socket, "attempt")[-1]["ask_about_recordings"] is False
    studio.store.close()


def test_a_choice_that_does_not_exist_changes_nothing(studio: Studio, client: httpx.Client) -> None:
    assert client.post("/api/recordings", json={"keep": "some"}).status_code == 400
    assert client.post("/api/recordings", data={"keep": "none"}).status_code == 415
    assert not (studio.store.home / CONFIG_FILE).exists()


BODIES = [
    b"", b"{", b"[]", b"null", b"1", b'"x"', b'{"ask": 1}', b'{"ask": null}', b'{"more": "x"}', b"\xff\xfe",
    b'{"ask": "\\ud800"}', b'{"ask": "\\u0000"}', b"[" * 100_000, b'{"a":' * 50_000, b'{"ask": ' + b"9" * 10_000 + b"}",
    b'{"ask": NaN}', b'{"ask": "' + b"x" * 900_000 + b'"}', b'{"card_id": "../../etc/passwd"}', b'{"token": 5}',
]  # fmt: skip


@pytest.mark.parametrize("path", ["/start", "/api/ask", "/api/skip", "/api/recordings"])
@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:20]))
def test_a_body_of_nonsense_gets_a_sentence(client: httpx.Client, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert all(answer.json()[key] for key in ("happened", "next"))


def test_a_long_body_is_refused_and_not_read_on(page: Page, client: httpx.Client) -> None:
    declared = client.post(
        "/api/ask", content=b"x" * (BODY_BYTES + 1), headers={"Content-Type": "application/json"}
    )
    assert declared.status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 65536

    streamed = client.post("/api/ask", content=endless(), headers={"Content-Type": "application/json"})
    assert streamed.status_code == 413


HOSTILE_IDS = [
    "..", "../..", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f", "a%00b", "%5c%5cserver%5cshare", "C:%5cx", "con", "a" * 5000,
    "%ff%fe", "%e2%80%ae", "~", "a b", "'; drop table attempts; --", "%25s%25n", "*", "?", "a.wav", "-", "_",
]  # fmt: skip


@pytest.mark.parametrize("given", HOSTILE_IDS, ids=lambda given: given[:20])
def test_no_id_reaches_outside(client: httpx.Client, given: str) -> None:
    for path in (f"/api/attempts/{given}", f"/api/attempts/{given}/recording", f"/static/{given}"):
        answer = client.get(path)
        assert answer.status_code in {400, 404} or answer.url.path in {"/", "/api/attempts"}, path
        assert b"root:" not in answer.content


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=80),
    where=st.sampled_from(["/api/attempts/{}", "/api/attempts/{}/recording", "/static/{}", "/{}"]),
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "PATCH"]),
    body=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists),
)
def test_nothing_anybody_sends_is_a_500(
    client: httpx.Client, text: str, where: str, method: str, body: Any
) -> None:
    path = where.format("".join(f"%{byte:02x}" for byte in text.encode()))
    answer = client.request(method, path, json=body)
    assert answer.status_code < 500
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.json()["happened"]


def test_what_nobody_foresaw_becomes_a_sentence_without_private_words(tmp_path: Path) -> None:
    class Broken:
        def due(self, day: object) -> None:
            raise KeyError("what she said in private")

    whole = a_studio(tmp_path)
    whole.store.close()
    broken = replace(whole, store=cast("Store", Broken()))
    with served(broken) as page, page.client() as client:
        answer = client.get("/api/due")
        assert answer.status_code == 500
        assert "KeyError" in answer.json()["happened"]
        told = "".join(page.terminal.lines) + answer.text
        assert "KeyError at test_page.py" in told
        assert "private" not in told
        assert client.get("/").status_code == 200


def test_hostile_words_come_back_as_the_same_words(studio: Studio, client: httpx.Client) -> None:
    for words in (
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "\u202eevil",
        "</p>",
    ):
        card, _ = asking.missed(studio, words)
        answer = client.post("/api/ask", json={"card_id": card.id})
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["question"]["text"] == words


def test_raw_requests_a_browser_would_not_send(page: Page) -> None:
    host = f"127.0.0.1:{page.port}".encode()
    assert raw(page.port, b"GET / HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400")
    two = b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nHost: evil.com\r\n\r\n"
    assert raw(page.port, two).split(b" ")[1] in {b"400", b"403"}
    old = b"GET / HTTP/1.0\r\n\r\n"
    assert raw(page.port, old).split(b" ")[1] == b"403"
    absolute = b"GET http://evil.com/ HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
    assert raw(page.port, absolute).split(b" ")[1] in {b"400", b"401", b"404"}
    forwarded = (
        b"GET / HTTP/1.1\r\nHost: evil.com\r\nX-Forwarded-Host: " + host + b"\r\nConnection: close\r\n\r\n"
    )
    assert raw(page.port, forwarded).split(b" ")[1] == b"403"


def test_names_of_static_files_are_plain() -> None:
    allowed = set(string.ascii_lowercase + ".")
    assert all(set(path.name) <= allowed for path in STATIC.iterdir())
