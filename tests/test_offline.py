"""Nothing a person says leaves this machine: every connection of a whole critique, seen from the kernel's side."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import promised

CLIP = Path(__file__).parent / "data" / "a01_clean.flac"
CRITIQUE = (
    *(sys.executable, "-m", "coach", "critique", "--json", "--audio", str(CLIP)),
    *("--question", "Tell me about a time you improved something at work."),
)
CALLS = "connect,sendto,sendmsg,sendmmsg"
ADDRESS = re.compile(
    r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)")', re.DOTALL
)
FAMILY = re.compile(r"sa_family=(AF_\w+)")
LOCAL_FAMILIES = {"AF_UNIX", "AF_NETLINK", "AF_UNSPEC"}
NAMES_PORT = 53
"""A resolver on loopback passes the question on: asking for a name is leaving, too."""

needs_strace = [
    pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux"),
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace: sudo apt-get install strace"),
]


def leaving(trace: str) -> list[str]:
    """Calls in a trace that address anything but this machine."""
    return [line for line in trace.splitlines() if _leaves(line)]


def _leaves(line: str) -> bool:
    families = set(FAMILY.findall(line)) - LOCAL_FAMILIES
    addresses = ADDRESS.findall(line)
    if families and not addresses:
        return True
    return any(
        int(port) == NAMES_PORT or not (four.startswith("127.") or six == "::1")
        for port, four, six in addresses
    )


def traced(tmp_path: Path, command: Sequence[str]) -> tuple["subprocess.CompletedProcess[str]", str]:
    """Run a command with all its children under strace."""
    log = tmp_path / "trace"
    run = subprocess.run(
        ["strace", "-f", "-qq", "-s", "400", "-o", str(log), "-e", f"trace={CALLS},execve", *command],
        env={**os.environ, "COACH_HOME": str(tmp_path / "home"), "COACH_MODEL": "auto"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    if run.returncode and "Operation not permitted" in run.stderr and "ptrace" in run.stderr.lower():
        pytest.skip("strace may not trace here")
    return run, log.read_text("utf-8")


class TestTraced:
    pytestmark = needs_strace

    @pytest.mark.models
    @pytest.mark.slow
    def test_a_whole_critique_speaks_to_nobody(self, tmp_path: Path) -> None:
        run, trace = traced(tmp_path, CRITIQUE)
        assert run.returncode == 0, run.stderr
        attempt = json.loads(run.stdout)
        promised.hold(attempt)
        assert attempt["transcript"]["model"] == "base"
        assert leaving(trace) == []
        workers = re.findall(r'execve\(.*"coach\.engines\.child".*= 0$', trace, re.MULTILINE)
        assert len(workers) == 2, "speech and language, each in a process of its own"

    @pytest.mark.parametrize(
        "leak",
        [
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))",
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('192.0.2.1', 9))",
            "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).connect(('2001:db8::1', 9))",
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.53', 53))",
        ],
        ids=["connect", "sendto", "sendmsg", "connect over IPv6", "a name asked for on loopback"],
    )
    def test_a_planted_leak_in_a_child_is_caught(self, tmp_path: Path, leak: str) -> None:
        child = f"import contextlib, socket\nwith contextlib.suppress(OSError): {leak}"
        parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
        run, trace = traced(tmp_path, (sys.executable, "-c", parent))
        assert run.returncode == 0, run.stderr
        assert leaving(trace) != []

    def test_talk_within_this_machine_is_no_leak(self, tmp_path: Path) -> None:
        within = (
            "import contextlib, socket\n"
            "with contextlib.suppress(OSError): socket.create_connection(('127.0.0.1', 9), timeout=1)\n"
            "with contextlib.suppress(OSError): socket.socket(socket.AF_UNIX).connect('/nowhere')\n"
        )
        run, trace = traced(tmp_path, (sys.executable, "-c", within))
        assert run.returncode == 0, run.stderr
        assert "127.0.0.1" in trace
        assert leaving(trace) == []


@pytest.mark.models
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="unshare is Linux")
def test_a_whole_critique_needs_no_network_at_all(tmp_path: Path) -> None:
    alone = next(
        (
            way
            for way in (("unshare", "-n"), ("unshare", "-rn"))
            if shutil.which("unshare")
            and subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0
        ),
        None,
    )
    if alone is None:
        pytest.skip("a network of its own (unshare -n) is not allowed here")
    run = subprocess.run(
        [*alone, *CRITIQUE],
        env={**os.environ, "COACH_HOME": str(tmp_path / "home"), "COACH_MODEL": "auto"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    promised.hold(json.loads(run.stdout))
