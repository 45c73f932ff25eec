"""One question, answered with the keyboard."""

import sys
from dataclasses import dataclass
from typing import Literal

from coach.cli import show
from coach.cli.keys import at_a_terminal


@dataclass(frozen=True)
class Typed:
    """What was typed, and whether more questions may come."""

    kind: Literal["answered", "skipped", "stopped"]
    text: str = ""
    last: bool = False
    """The input ended with this answer, or Ctrl-C stopped the sitting."""
    interrupted: bool = False


def answer() -> Typed:
    """Lines up to an empty one. The end of input or Ctrl-C ends the answer and the sitting; nothing is lost."""
    lines: list[str] = []
    interrupted = False
    try:
        if at_a_terminal():
            show.status("  Type your answer; an empty line ends it.   s: skip   q: stop here")
        for line in sys.stdin:
            word = line.strip()
            if not lines and word.lower() in {"s", "q"}:
                return Typed("skipped") if word.lower() == "s" else Typed("stopped")
            if word:
                lines.append(line.rstrip("\n"))
            elif lines:
                return Typed("answered", "\n".join(lines))
    except KeyboardInterrupt:
        interrupted = True
        show.status("\n  Stopped. The lines you ended with Enter are kept." if lines else "")
    kind: Literal["answered", "stopped"] = "answered" if lines else "stopped"
    return Typed(kind, "\n".join(lines), last=True, interrupted=interrupted)
