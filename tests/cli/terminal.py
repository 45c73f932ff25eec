"""A person at a terminal: keys go in, words come out; and a microphone that speaks when we let it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from coach import models

ENTER, CTRL_C, CTRL_D = "\n", "\x03", "\x04"
PATIENCE_SECONDS = 30.0
BLOCK_SECONDS = 0.1
BLOCK = 3200
LEFT_AND_RIGHT = b"\x05\x00\xfb\xff"
"""Two samples of a quiet room: silence to the ear, and yet not the zeros of a dead microphone."""
_DRAWN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\s+")
_LAUNCH = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execv(sys.executable, [sys.executable, '-m', 'coach', *sys.argv[1:]])"
)
"""A new session takes the terminal as its own, so that Ctrl-C there interrupts it."""


class Terminal:
    """`coach` with these arguments at a terminal of its own; use as a context.

    Args:
        home: Its folder for everything, and where ALSA looks for `.asoundrc`.
        arguments: What follows `coach`.
    """

    def __init__(self, home: Path, *arguments: str) -> None:
        surroundings = {
            **os.environ,
            "HOME": str(home),
            "COACH_HOME": str(home / "coach"),
            "COACH_MODELS": str(models.home()),
            "COACH_MODEL": "rules",
            "TERM": "xterm",
        }
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=surroundings,
            start_new_session=True,
        )
        os.close(theirs)
        self._raw = b""
        self._read_to = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nobody is left waiting for a key, whatever the test found."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def screen(self) -> str:
        """All words so far, on one line."""
        return _DRAWN.sub(" ", self._raw.decode("utf-8", "replace")).replace("  ", " ")

    def types(self, keys: str) -> None:
        """Press these keys."""
        os.write(self._ours, keys.encode())

    def sees(self, words: str, within_seconds: float = PATIENCE_SECONDS) -> str:
        """Wait for words that come after those seen last; returns everything between."""
        ends = time.monotonic() + within_seconds
        while (at := self.screen.find(words, self._read_to)) < 0:
            more = self._more(ends)
            assert more, f"never saw {words!r} after {self.screen[self._read_to :]!r}"
        between = self.screen[self._read_to : at]
        self._read_to = at + len(words)
        return between

    def ends(self, within_seconds: float = PATIENCE_SECONDS) -> int:
        """Wait for the end; returns the exit code."""
        ends = time.monotonic() + within_seconds
        while self._process.poll() is None and time.monotonic() < ends:
            self._more(time.monotonic() + BLOCK_SECONDS)
        assert self._process.poll() is not None, f"still there after {self.screen[self._read_to :]!r}"
        while self._more(time.monotonic()):
            pass
        assert "Traceback" not in self.screen
        assert "did not foresee" not in self.screen
        return self._process.returncode

    def _more(self, until: float) -> bool:
        """Take in what the terminal shows; False when nothing came until then."""
        ready, _, _ = select.select([self._ours], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            said = os.read(self._ours, 65536)
        except OSError:  # how Linux says that nobody holds the other side any more
            return False
        self._raw += said
        return bool(said)


class Microphone:
    """ALSA's default input, fed at the speed of life: a quiet room, and speech when asked; use as a context.

    Args:
        home: Where `.asoundrc` and the pipe are made.
    """

    def __init__(self, home: Path) -> None:
        path = home / "microphone.raw"
        os.mkfifo(path)
        (home / ".asoundrc").write_text(
            f'pcm.wavmic {{ type file slave.pcm "null" file "/dev/null" infile "{path}" format "raw" }}\n'
            'pcm.!default { type plug slave { pcm "wavmic" rate 16000 channels 1 format S16_LE } }\n',
            encoding="utf-8",
        )
        # Both ends: neither we nor ALSA wait for the other to open. The smallest pipe: nothing said is old.
        self._pipe = os.open(path, os.O_RDWR)
        fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, 4096)
        self._speech = b""
        self._lock, self._over, self._said = threading.Lock(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._feed, name="microphone")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the pipe once nobody writes to it."""
        self._over.set()
        self._thread.join()
        os.close(self._pipe)

    def says(self, speech: bytes) -> None:
        """Say this (16 kHz, 16-bit, mono), and return when it has been said to the end."""
        with self._lock:
            self._speech = speech
            self._said.clear()
        assert self._said.wait(len(speech) / 32000 + PATIENCE_SECONDS), "nobody listens"

    def _feed(self) -> None:
        following = time.monotonic()
        while not self._over.is_set():
            with self._lock:
                block = self._speech[:BLOCK]
            _, room, _ = select.select([], [self._pipe], [], BLOCK_SECONDS)
            if room:
                os.write(self._pipe, block.ljust(BLOCK, b"\0") if block else LEFT_AND_RIGHT * (BLOCK // 4))
                with self._lock:
                    self._speech = self._speech[BLOCK:]
                    if not self._speech:
                        self._said.set()
            following = max(following + BLOCK_SECONDS, time.monotonic() - BLOCK_SECONDS)
            time.sleep(max(0.0, following - time.monotonic()))
