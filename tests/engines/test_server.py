"""A server on this machine is asked, whatever it does; any other address is refused."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from coach.core.errors import BadSetting, EngineFailed
from coach.engines.server import ServerModel, loopback
from tests.engines.language_models import ask, literals

YES_OR_NO = ask("Yes or no?", literals("yes", "no"))


def reply(body: bytes, status: str = "200 OK", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def said(content: object, finish_reason: str = "stop") -> bytes:
    choice = {"finish_reason": finish_reason, "message": {"role": "assistant", "content": content}}
    return reply(json.dumps({"choices": [choice]}).encode())


class Script:
    """A server that does to every caller what it is told; `heard` is what callers sent."""

    def __init__(self, act: Callable[[socket.socket], None]) -> None:
        self._act = act
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []
        self.over = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1"

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(caller,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, caller: socket.socket) -> None:
        with caller:
            request = caller.recv(65536)
            while b"\r\n\r\n" not in request or request.endswith(b"\r\n\r\n"):
                request += caller.recv(65536)
            self.heard.append(request)
            try:
                self._act(caller)
            except OSError:
                return

    def close(self) -> None:
        self.over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()


Serve = Callable[[Callable[[socket.socket], None]], Script]


@pytest.fixture
def serve() -> Iterator[Serve]:
    opened: list[Script] = []

    def open_one(act: Callable[[socket.socket], None]) -> Script:
        opened.append(Script(act))
        return opened[-1]

    yield open_one
    for script in opened:
        script.close()


def sends(data: bytes) -> Callable[[socket.socket], None]:
    return lambda caller: caller.sendall(data)


def test_the_question_and_its_grammar_are_sent_and_the_reply_comes_back(serve: Serve) -> None:
    server = serve(sends(said("yes")))
    assert ServerModel(server.url, "tiny").complete(YES_OR_NO) == "yes"
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    asked = json.loads(body)
    assert asked["grammar"] == YES_OR_NO.grammar
    assert asked["messages"] == [message.model_dump() for message in YES_OR_NO.messages]
    assert (asked["model"], asked["temperature"], asked["max_tokens"]) == ("tiny", 0, 96)


def test_reading_ahead_asks_for_one_token(serve: Serve) -> None:
    server = serve(sends(said("y", "length")))
    ServerModel(server.url, "tiny").prime(YES_OR_NO)
    assert json.loads(server.heard[0].partition(b"\r\n\r\n")[2])["max_tokens"] == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (reply(b"", "302 Found", "Location: http://127.0.0.1:1/v1\r\n"), r"refused .*302"),
        (reply(b"", "307 Temporary Redirect", "Location: http://example.com/\r\n"), r"refused .*307"),
        (reply(b'{"error": "no such model"}', "404 Not Found"), r"refused .*404"),
        (reply(b"oops", "500 Internal Server Error"), r"refused .*500"),
        (reply(b"<html>"), "can't read"),
        (reply(b"\xff\xfe\x00"), "can't read"),
        (reply(b""), "can't read"),
        (reply(b"[]"), "can't read"),
        (reply(b'{"choices": []}'), "can't read"),
        (reply(b"[" * 100_000), "can't read"),
        (said(None), "can't read"),
        (said(["yes"]), "can't read"),
        (said("yes", "tool_calls"), "can't read"),
        (said("ye", "length"), "had not finished its reply after 96 tokens"),
        (said("x" * 2_000_000), "far more than was asked for"),
        (said("yes")[:-9], "can't read"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "broke off"),
        (b"\0\0\0\0\r\n\r\n", "broke off"),
        (b"", "broke off"),
    ],
)
def test_whatever_else_it_says_is_an_error(serve: Serve, data: bytes, words: str) -> None:
    with pytest.raises(EngineFailed, match=words) as caught:
        ServerModel(serve(sends(data)).url, "tiny").complete(YES_OR_NO)
    assert "--model rules" in caught.value.next_step


def test_a_redirect_is_not_followed(serve: Serve) -> None:
    other = serve(sends(said("yes")))
    first = serve(sends(reply(b"", "307 Temporary Redirect", f"Location: {other.url}/chat/completions\r\n")))
    with pytest.raises(EngineFailed):
        ServerModel(first.url, "tiny").complete(YES_OR_NO)
    assert other.heard == []


def test_proxies_of_the_environment_are_not_asked(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, server = serve(sends(said("no"))), serve(sends(said("yes")))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert ServerModel(server.url, "tiny").complete(YES_OR_NO) == "yes"
    assert proxy.heard == []


def drip(script: list[Script], every: bytes, before: bytes) -> Callable[[socket.socket], None]:
    def act(caller: socket.socket) -> None:
        caller.sendall(before)
        while not script[0].over.wait(0.05):
            caller.sendall(every)

    return act


@pytest.mark.parametrize(
    ("before", "every"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["silence", "headers", "body", "body without end", "chunks", "patience"],
)
def test_one_that_never_ends_is_left_at_the_deadline(serve: Serve, before: bytes, every: bytes) -> None:
    script: list[Script] = []
    script.append(serve(drip(script, every, before)))
    model = ServerModel(script[0].url, "tiny", deadline_seconds=0.5)
    began = time.monotonic()
    with pytest.raises(EngineFailed, match=r"did not answer within 0\.5 s"):
        model.complete(YES_OR_NO)
    assert time.monotonic() - began < 20


def test_a_server_that_is_not_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(EngineFailed, match=r"127\.0\.0\.1:\d+ could not be reached"):
        ServerModel(url, "tiny").complete(YES_OR_NO)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://127.0.0.1:8080/v1", ("127.0.0.1", 8080, "/v1")),
        ("http://localhost:11434/v1/", ("127.0.0.1", 11434, "/v1")),
        ("http://[::1]:8000", ("::1", 8000, "")),
        ("http://127.9.9.9", ("127.9.9.9", 80, "")),
        ("HTTP://LOCALHOST/V1", ("127.0.0.1", 80, "/V1")),
    ],
)
def test_addresses_on_this_machine_are_taken(url: str, meant: tuple[str, int, str]) -> None:
    assert loopback(url) == meant


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8080",
        "http://",
        "https://127.0.0.1/v1",
        "http://0.0.0.0:8080/v1",
        "http://192.168.1.4:8080/v1",
        "http://169.254.169.254/",
        "http://8.8.8.8/v1",
        "http://[::]/v1",
        "http://[fe80::1]/v1",
        "http://[::ffff:8.8.8.8]/v1",
        "http://api.openai.com/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1.example.com/v1",
        "http://127.0.0.1@example.com/v1",
        "http://user:word@127.0.0.1/v1",
        "http://example.com#@127.0.0.1/",
        "http://example.com\\@127.0.0.1/",
        "http://127.0.0.1:99999/v1",
        "http://127.0.0.1:x/v1",
        "http://127.1/v1",
        "http://2130706433/v1",
        "http://0x7f000001/v1",
        "http://127.0.0.1/v1?key=1",
        "http://127.0.0.1/v1 HTTP/1.1\r\nHost: x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://[::1/v1",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="never leave"):
        loopback(url)
    with pytest.raises(BadSetting):
        ServerModel(url, "tiny")
