"""Engines for worker tests: they do what real ones do when things go wrong."""

import os
import signal
import sys
import time
from pathlib import Path

from coach.core.errors import ModelMissing


class Puppet:
    def __init__(self, mark: str = "") -> None:
        self.mark = mark
        self.calls = 0

    def echo(self, payload: bytes, **arguments: object) -> tuple[object, bytes]:
        self.calls += 1
        return {"arguments": arguments, "calls": self.calls, "mark": self.mark}, payload

    def who(self, payload: bytes) -> tuple[int, bytes]:
        return os.getpid(), b""

    def about(self, payload: bytes) -> tuple[dict[str, object], bytes]:
        return {
            "group": os.getpgid(0),
            "argv": sys.argv,
            "ort": os.environ.get("ORT_DISABLE_TELEMETRY"),
            "path": sys.path,
            "modules": sorted(sys.modules),
        }, b""

    def chatter(self, payload: bytes) -> tuple[str, bytes]:
        sys.stdout.write("noise on standard output")
        sys.stdout.flush()
        os.write(1, b"more of it, from C")
        return "quiet", os.read(0, 10)

    def die(self, payload: bytes, *, by: int) -> tuple[None, bytes]:
        os.kill(os.getpid(), by)
        time.sleep(10)
        return None, b""

    def die_once(self, payload: bytes, *, flag: str, by: int) -> tuple[str, bytes]:
        """Dies on the first call ever, as `flag` remembers."""
        if not Path(flag).exists():
            Path(flag).write_text("died", encoding="utf-8")
            os.kill(os.getpid(), by)
            time.sleep(10)
        return "survived", payload

    def hang(self, payload: bytes) -> tuple[None, bytes]:
        time.sleep(600)
        return None, b""

    def sleep(self, payload: bytes, *, seconds: float) -> tuple[float, bytes]:
        time.sleep(seconds)
        return seconds, b""

    def exit(self, payload: bytes) -> tuple[None, bytes]:
        sys.exit(3)

    def eat(self, payload: bytes) -> tuple[int, bytes]:
        """Allocates until it is stopped, at most 3 GB."""
        eaten = [bytearray(10_000_000) for _ in range(300)]
        return len(eaten), b""

    def eat_in_c(self, payload: bytes) -> tuple[None, bytes]:
        message = "mkl_malloc: failed to allocate memory"
        raise RuntimeError(message)

    def refuse(self, payload: bytes) -> tuple[None, bytes]:
        raise ModelMissing("The puppet has no strings.", "Run: coach models get strings")

    def blunder(self, payload: bytes) -> tuple[None, bytes]:
        message = f"private words: {payload!r}"
        raise ValueError(message)

    def no_json(self, payload: bytes) -> tuple[object, bytes]:
        return object(), b""

    def no_bytes(self, payload: bytes) -> tuple[None, str]:
        return None, "text"

    def close_pipes(self, payload: bytes) -> tuple[None, bytes]:
        os.closerange(3, 20)
        time.sleep(600)
        return None, b""


def missing_until(flag: str) -> Puppet:
    if not Path(flag).exists():
        raise ModelMissing("The model is not here.", "Run: coach models get it")
    return Puppet("came later")


def crashing() -> Puppet:
    os.kill(os.getpid(), signal.SIGSEGV)
    return Puppet()


def slow(seconds: float) -> Puppet:
    time.sleep(seconds)
    return Puppet()
