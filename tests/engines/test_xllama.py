"""The prebuilt engine opens no port; where it must, only who has the key gets in."""

import contextlib
import http.client
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from coach.core.errors import EngineFailed
from coach.engines.xllama import XLlama, has_chat_template
from tests.engines.language_models import ask, literals, model_file

ROUTES = (
    ("GET", "/models"),
    ("GET", "/v1/models"),
    ("GET", "/api/tags"),
    ("GET", "/tools"),
    ("GET", "/whatever"),
    ("GET", "/props"),
    ("GET", "/slots"),
    ("GET", "/metrics"),
    ("POST", "/completion"),
    ("POST", "/completions"),
    ("POST", "/v1/completions"),
    ("POST", "/chat/completions"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/v1/messages"),
    ("POST", "/infill"),
    ("POST", "/embedding"),
    ("POST", "/tokenize"),
    ("POST", "/detokenize"),
    ("POST", "/apply-template"),
    ("POST", "/props"),
    ("POST", "/slots/0?action=save"),
    ("POST", "/lora-adapters"),
)


def listening_tcp_ports() -> set[int]:
    """Ports on which this process listens, on any address."""
    mine = set()
    for opened in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            mine.add(str(opened.readlink()).removeprefix("socket:[").removesuffix("]"))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in mine:
                found.add(int(fields[1].rsplit(":", 1)[1], 16))
    return found


@pytest.mark.models
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux, whose /proc lists sockets")
def test_no_port_is_open_and_the_socket_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as control:
        assert control.getsockname()[1] in listening_tcp_ports()
    before = listening_tcp_ports()
    model = XLlama(str(model_file()), 1)
    assert listening_tcp_ports() == before
    assert model.address.startswith(f"unix://{tmp_path}")
    assert list(tmp_path.iterdir()) == []
    prompt = ask("Yes or no?", literals("yes", "no")).model_dump(mode="json")
    assert model.complete(b"", prompt=prompt)[0] in {"yes", "no"}


@pytest.mark.models
def test_without_unix_sockets_every_route_but_health_wants_the_key() -> None:
    model = XLlama(str(model_file()), 1, unix_sockets=False)
    address = urlsplit(model.address)
    assert address.hostname == "127.0.0.1"
    answers = {}
    for method, route in ROUTES:
        for headers in ({}, {"Authorization": "Bearer guess"}, {"Origin": "http://evil.example"}):
            connection = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=10)
            connection.request(method, route, b"{}" if method == "POST" else None, headers)
            response = connection.getresponse()
            answers[method, route, *headers] = response.status
            assert response.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1"
            connection.close()
    assert set(answers.values()) == {401}
    prompt = ask("Yes or no?", literals("yes", "no")).model_dump(mode="json")
    assert model.complete(b"", prompt=prompt)[0] in {"yes", "no"}


@pytest.mark.models
def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.gguf"
    nonsense.write_bytes(b"GGUF" + TEMPLATE + b"rest" * 100)
    with pytest.raises(EngineFailed, match=r"nonsense\.gguf could not be loaded"):
        XLlama(str(nonsense), 1)


TEMPLATE = (23).to_bytes(8, "little") + b"tokenizer.chat_template" + (8).to_bytes(4, "little")


@pytest.mark.parametrize(
    ("header", "there"),
    [
        (TEMPLATE + (5).to_bytes(8, "little") + b"{{x}}", True),
        (TEMPLATE + (0).to_bytes(8, "little") + b"rest", False),
        (b"tokenizer.chat_template is mentioned only", False),
        (TEMPLATE, False),
        (b"", False),
    ],
    ids=["there", "empty", "only mentioned", "cut off", "nothing"],
)
def test_a_chat_template_is_looked_for_in_the_header(tmp_path: Path, header: bytes, there: bool) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(b"GGUF\x03\0\0\0" + header)
    assert has_chat_template(path) is there


def test_a_model_without_chat_template_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "base.gguf"
    path.write_bytes(b"GGUF\x03\0\0\0")
    with pytest.raises(EngineFailed, match="has no chat template"):
        XLlama(str(path), 1)


@pytest.mark.models
def test_the_default_model_has_one() -> None:
    assert has_chat_template(model_file())
