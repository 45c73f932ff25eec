"""One question, answered aloud at a microphone: ready, speak, end."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coach.cli import show
from coach.cli.keys import END, ENTER, Keys

if TYPE_CHECKING:
    from coach.core.records import Asked, Attempt
    from coach.practice import Line
    from coach.studio import Setting, Studio

DEAD_SECONDS = 2.5
"""A microphone from which nothing at all comes this long is said to be dead."""
TICK_SECONDS = 0.1
INTERRUPT = "\x03"
READY = "  Enter: I am ready   s: skip   q: stop here"
HABIT_SECONDS = 0.8
"""An Enter this soon after `m` is the habit of ending every key with one, not the end of the answer."""


@dataclass(frozen=True)
class Limits:
    """When an answer ends by itself."""

    seconds: int | None
    """At most this long; None: as long as they like."""
    silence_seconds: float
    """After this much silence once they have spoken; 0: never."""


@dataclass(frozen=True)
class Outcome:
    """What became of a question."""

    kind: Literal["answered", "skipped", "stopped"]
    attempt: "Attempt | None" = None
    interrupted: bool = False
    """By Ctrl-C."""


def answer(studio: "Studio", asked: "Asked", setting: "Setting", limits: Limits, *, plain: bool) -> Outcome:
    """Ask, wait until they are ready, listen, and judge. Raises DeviceMissing, EngineFailed, StoreFailed."""
    from coach import practice

    with Keys() as keys:
        show.status(READY)
        key = one_of(keys, (ENTER, "s", "q", END), READY)
        if key == "s":
            return Outcome("skipped")
        if key in ("q", END):
            return Outcome("stopped")
        while True:
            blocks = studio.microphone.blocks()
            first = next(blocks)
            line = practice.Line(studio, asked, via="microphone", setting=setting)
            line.push(first)
            show.status(
                "  Enter: done   m: a moment, please   s: skip   r: start over   q: stop and keep all"
            )
            ended = _listen(line, blocks, keys, limits, plain=plain)
            if ended != "r":
                return _concluded(line, ended)
            line.discard()
            show.status("  That take is gone. From the start: speak when you are ready.")


def _concluded(line: "Line", ended: str) -> Outcome:
    from coach.practice import WORTH_KEEPING_SECONDS

    if ended == "s" and line.spoken_seconds < WORTH_KEEPING_SECONDS:
        line.discard()
        return Outcome("skipped")
    line.end()
    show.status("  Kept. Listening back ...")
    attempt = line.finish(gave_up=ended == "s")
    kind: Literal["answered", "stopped"] = "stopped" if ended in ("q", INTERRUPT) else "answered"
    return Outcome(kind, attempt, interrupted=ended == INTERRUPT)


def _listen(line: "Line", blocks: Iterator[bytes], keys: Keys, limits: Limits, *, plain: bool) -> str:
    """Hand blocks to the line until a key, a limit or Ctrl-C ends the answer; returns the key."""
    stop = threading.Event()
    failures: queue.SimpleQueue[BaseException] = queue.SimpleQueue()
    recording = threading.Thread(
        target=_record, args=(line, blocks, stop, failures), name="recording", daemon=True
    )
    recording.start()
    try:
        ended = _watch(line, recording, keys, limits, plain=plain)
    except KeyboardInterrupt:
        ended = INTERRUPT
    stop.set()
    recording.join()
    show.redraw("")
    if not failures.empty():
        failure = failures.get()
        show.status(f"  The recording stopped: {failure} What was said before is kept.")
    return ended


def _record(
    line: "Line", blocks: Iterator[bytes], stop: threading.Event, failures: queue.SimpleQueue[BaseException]
) -> None:
    try:
        for block in blocks:
            line.push(block)
            if stop.is_set():
                return
    except Exception as failure:  # noqa: BLE001 - said by the thread that owns the terminal
        failures.put(failure)
    finally:
        close = getattr(blocks, "close", None)
        if close is not None:
            close()


def _watch(line: "Line", recording: threading.Thread, keys: Keys, limits: Limits, *, plain: bool) -> str:
    """The clock, "I hear you", and the keys, until something ends the answer."""
    seen = _Seen(line, plain=plain)
    habit_until = 0.0
    while recording.is_alive():
        key = keys.pressed(TICK_SECONDS)
        if key == "m":
            line.moment()
            habit_until = line.seconds + HABIT_SECONDS
            show.status("\r  Take your time. That pause is yours; go on speaking when you like.")
        elif key == END:
            return "q"
        elif key in ("s", "r", "q") or (key == ENTER and line.seconds >= habit_until):
            return key
        seen.look()
        if _over(limits, seen.silent_seconds, line.seconds):
            return ENTER
    return ENTER


class _Seen:
    """What the person sees while they speak: that they are heard, the clock, and nothing else."""

    def __init__(self, line: "Line", *, plain: bool) -> None:
        self.silent_seconds = 0.0
        self._line, self._plain = line, plain
        self._heard = self._warned = False

    def look(self) -> None:
        """Take in what was heard meanwhile, and draw."""
        from coach.listening import Silence

        while not self._line.events.empty():
            event = self._line.events.get()
            if self._plain and not self._heard:
                show.status("  I hear you")
            self._heard = True
            self.silent_seconds = event.seconds if isinstance(event, Silence) else 0.0
        if self._line.silent_from_start and self._line.seconds >= DEAD_SECONDS and not self._warned:
            self._warned = True
            show.status(
                "\r  Nothing at all comes from the microphone. Is it muted? coach doctor looks into it."
            )
        if not self._plain:
            show.redraw(
                f"  {'I hear you' if self._heard else 'Listening'}   {show.clock(self._line.seconds)}"
            )


def _over(limits: Limits, silent_seconds: float, seconds: float) -> bool:
    """Whether a limit ends the answer now."""
    long_silence = limits.silence_seconds > 0 and silent_seconds >= limits.silence_seconds
    return long_silence or (limits.seconds is not None and seconds >= limits.seconds)


def one_of(keys: Keys, wanted: tuple[str, ...], hint: str) -> str:
    """Wait for one of the wanted keys; any other brings the hint again."""
    while (key := keys.pressed(None)) not in wanted:
        show.status(hint)
    return key or END
