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


def answer(studio: "Studio", asked: "Asked", setting: "Setting", limits: Limits, *, plain: bool) -> Outcome:
    """Ask, wait until they are ready, listen, and judge. Raises DeviceMissing, EngineFailed, StoreFailed."""
    from coach import practice

    with Keys() as keys:
        show.status("  Enter: I am ready   s: skip   q: stop here")
        key = one_of(keys, (ENTER, "s", "q", END))
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
    return Outcome("stopped" if ended == "q" else "answered", attempt)


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
        ended = "q"
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
    from coach.listening import Silence

    silent, heard, warned = 0.0, False, False
    while recording.is_alive():
        key = keys.pressed(TICK_SECONDS)
        if key == "m":
            line.moment()
            show.status("\r  Take your time. That pause is yours.")
        elif key in (ENTER, "s", "r", "q", END):
            return "q" if key == END else key
        while not line.events.empty():
            event = line.events.get()
            if plain and not heard:
                show.status("  I hear you")
            heard = True
            silent = event.seconds if isinstance(event, Silence) else 0.0
        if limits.silence_seconds and silent >= limits.silence_seconds:
            return ENTER
        if limits.seconds and line.seconds >= limits.seconds:
            return ENTER
        if line.silent_from_start and line.seconds >= DEAD_SECONDS and not warned:
            warned = True
            show.status("\r  The microphone gives nothing at all. Is it muted? coach doctor looks into it.")
        if not plain:
            show.redraw(f"  {'I hear you' if heard else 'Listening'}   {show.clock(line.seconds)}")
    return ENTER


def one_of(keys: Keys, wanted: tuple[str, ...]) -> str:
    """Wait for one of the wanted keys."""
    while (key := keys.pressed(None)) not in wanted:
        pass
    return key or END
