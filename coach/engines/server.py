"""Messages and a grammar -> a reply, from a server on this machine that speaks the OpenAI API.

`llama-server` and `python -m llama_cpp.server` hold to the grammar; a server that ignores it (Ollama)
may reply anything, which is then rejected by what reads the reply. Only loopback addresses are
asked, without proxies or redirects, so nothing leaves the machine.
"""

import contextlib
import http.client
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from coach.core.errors import BadSetting, EngineFailed
from coach.core.records import Prompt

_LONGEST_REPLY = 1 << 20
"""Bytes; a reply of some hundred tokens is a few thousand."""
_OK = 200


class ServerModel:
    """A `LanguageModel` behind an OpenAI-compatible server.

    Args:
        url: Where its API begins, such as http://127.0.0.1:8080/v1.
        name: Name of the model, as the server knows it.
        deadline_seconds: How long one prompt may take, from connecting to the last byte.

    Raises:
        BadSetting: `url` is not a plain http address on this machine.
    """

    def __init__(self, url: str, name: str, *, deadline_seconds: float = 60.0) -> None:
        self.name = name
        self._host, self._port, self._path = loopback(url)
        self._deadline_seconds = deadline_seconds

    def complete(self, prompt: Prompt) -> str:
        """The whole reply at temperature 0.

        Raises:
            EngineFailed: the server is not there, refuses, talks nonsense or is not done in time.
        """
        match self._ask(prompt, prompt.max_tokens):
            case {"choices": [{"finish_reason": "stop", "message": {"content": str(content)}}, *_]}:
                return content
            case {"choices": [{"finish_reason": "length"}, *_]}:
                raise EngineFailed(
                    f"The language model had not finished its reply after {prompt.max_tokens} tokens.",
                    "Try again; without a model coach judges by its rules: --model rules",
                )
        raise self._trouble("sent a reply that coach can't read")

    def prime(self, prompt: Prompt) -> None:
        """Have the server read the prompt, so that one that begins alike starts sooner.

        Raises:
            EngineFailed: as `complete`.
        """
        self._ask(prompt, 1)

    def _ask(self, prompt: Prompt, max_tokens: int) -> Any:
        if not prompt.grammar.strip():
            raise EngineFailed(
                "The language model was asked without a grammar, so its reply could be anything.",
                "This is a fault in coach; without a model it judges by its rules: --model rules",
            )
        body = {
            "model": self.name,
            "messages": [message.model_dump() for message in prompt.messages],
            "grammar": prompt.grammar,
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": False,
            "chat_template_kwargs": {"enable_thinking": False},
        }
        connection = http.client.HTTPConnection(self._host, self._port, timeout=self._deadline_seconds)
        late = threading.Event()
        try:
            connection.connect()
            with _ended_after(connection.sock, self._deadline_seconds, late):
                connection.request(
                    "POST",
                    f"{self._path}/chat/completions",
                    json.dumps(body).encode(),
                    {"Content-Type": "application/json"},
                )
                response = connection.getresponse()
                reply = response.read(_LONGEST_REPLY + 1)
        except (OSError, http.client.HTTPException) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise self._trouble(f"did not answer within {self._deadline_seconds:g} s") from error
            raise self._trouble("could not be reached or broke off") from error
        finally:
            connection.close()
        if late.is_set():
            raise self._trouble(f"did not answer within {self._deadline_seconds:g} s")
        if len(reply) > _LONGEST_REPLY:
            raise self._trouble("sent far more than was asked for")
        if response.status != _OK:
            raise self._trouble(f"refused the question (status {response.status})")
        try:
            return json.loads(reply)
        except (ValueError, RecursionError) as error:
            raise self._trouble("sent a reply that coach can't read") from error

    def _trouble(self, what: str) -> EngineFailed:
        return EngineFailed(
            f"The language-model server at {self._host}:{self._port} {what}.",
            "Look whether it runs with this model; without a model coach judges by its rules: --model rules",
        )


def loopback(url: str) -> tuple[str, int, str]:
    """Host (a loopback address, never a name), port and path of the address of a server here.

    Raises:
        BadSetting: anything but plain http to this machine.
    """
    try:
        parts = urlsplit(url)
        host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
        here = ipaddress.ip_address(host).is_loopback
        port = parts.port or 80
    except ValueError:
        here = False
    plain = here and parts.scheme == "http" and not (parts.username or parts.query or parts.fragment)
    if not plain or any(character.isspace() for character in url):
        raise BadSetting(
            f"'{url}' is no plain http address on this machine, and answers never leave it.",
            "Give one such as http://127.0.0.1:8080/v1 (setting: server).",
        )
    return host, port, parts.path.rstrip("/")


@contextlib.contextmanager
def _ended_after(connection: socket.socket, seconds: float, late: threading.Event) -> Iterator[None]:
    """Shut the connection down when the time is over, however slowly the other side drips."""

    def end() -> None:
        late.set()
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
