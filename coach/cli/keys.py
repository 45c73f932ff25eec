"""Single keys from a terminal, without waiting for Enter."""

import os
import select
import sys
import time
from types import TracebackType
from typing import Self

ENTER = "\n"
END = "\x04"


def at_a_terminal() -> bool:
    """Whether somebody sits there: keys can be read and words are seen."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


class Keys:
    """Keys as they are pressed; use as a context, the terminal is put back afterwards."""

    def __enter__(self) -> Self:
        """Begin to read single keys; Ctrl-C still interrupts."""
        if os.name == "posix":
            import termios
            import tty

            self._terminal = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._terminal)
            tty.setcbreak(self._terminal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the terminal back."""
        if os.name == "posix":
            import termios

            termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

    def pressed(self, wait_seconds: float | None) -> str | None:
        """The next key in lower case; None when none came in time. None seconds: wait for one."""
        if os.name == "posix":
            ready, _, _ = select.select([self._terminal], [], [], wait_seconds)
            return os.read(self._terminal, 32).decode("utf-8", "ignore")[:1].lower() or END if ready else None
        return _windows_key(wait_seconds)


def _windows_key(wait_seconds: float | None) -> str | None:
    """Not yet run on Windows."""
    import importlib

    console = importlib.import_module("msvcrt")
    ends = None if wait_seconds is None else time.monotonic() + wait_seconds
    while not console.kbhit():
        if ends is not None and time.monotonic() >= ends:
            return None
        time.sleep(0.02)
    key = str(console.getwch()).lower()
    if key == "\x03":
        raise KeyboardInterrupt
    return ENTER if key == "\r" else key
