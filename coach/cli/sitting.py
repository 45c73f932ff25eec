"""Several questions in a row: by microphone, by file or typed; shared by practice and replay."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach.cli import aloud, show
from coach.cli.keys import at_a_terminal

if TYPE_CHECKING:
    from coach.core.records import Asked, Attempt
    from coach.settings import KeepAudio
    from coach.studio import Setting, Studio

Means = Literal["microphone", "file", "typed"]


@dataclass
class Sat:
    """What came of a sitting."""

    attempts: list["Attempt"] = field(default_factory=list)
    skipped: int = 0
    stopped: bool = False
    failed: list[str] = field(default_factory=list)
    """Sentences about answers that could not be read."""
    keep_audio: "KeepAudio | None" = None
    """Chosen in this sitting; applied at its end, so that an answer can still be heard again."""


@dataclass(frozen=True)
class Plan:
    """How a sitting runs."""

    means: Means
    files: tuple[Path, ...]
    limits: aloud.Limits
    json: bool
    plain: bool


def plan(
    *,
    audio: list[Path] | None,
    more: list[Path] | None,
    typed: bool,
    no_input: bool,
    seconds: int | None,
    silence_seconds: float,
    json: bool,
    plain: bool,
) -> Plan:
    """Choose how answers come in. Raises BadInput when the choice is impossible here."""
    from coach.core.errors import BadInput

    files = (*(audio or ()), *(more or ()))
    if files and typed:
        raise BadInput("Either --audio or --typed, not both.", "Leave one of them out.")
    if more and not audio:
        raise BadInput(f"'{more[0]}' was not expected here.", "Recorded answers follow --audio.")
    for path in files:
        if not path.is_file():
            raise BadInput(f"There is no file {path}.", "Nothing was asked yet; name recordings that exist.")
    means: Means = "file" if files else "typed" if typed else "microphone"
    if means == "microphone" and (no_input or not at_a_terminal()):
        raise BadInput(
            "Speaking needs a terminal to press Enter in.",
            "Without one: coach practice --audio FILE, or coach practice --typed.",
        )
    return Plan(means, files, aloud.Limits(seconds, silence_seconds), json, plain)


def sit(studio: "Studio", questions: Iterable[tuple["Asked", "Setting"]], total: int, plan: Plan) -> Sat:
    """Put the questions one after the other; each answer is kept before the next question comes."""
    sat = Sat()
    files = iter(plan.files)
    for number, (asked, setting) in enumerate(questions, 1):
        show.status(f"\nQuestion {number} of {total}\n\n  {asked.text}\n")
        _one(studio, asked, setting, plan, files, sat)
        if len(sat.attempts) == 1:
            ask_about_audio(studio, sat, plan)
        if sat.stopped:
            break
        if not plan.json and sat.attempts and plan.means == "microphone" and number < total:
            sat.stopped = _between(studio, sat, plan)
            if sat.stopped:
                break
    return sat


def _one(
    studio: "Studio", asked: "Asked", setting: "Setting", plan: Plan, files: Iterator[Path], sat: Sat
) -> None:
    from coach import practice
    from coach.core.errors import UnreadableAudio

    attempt: Attempt | None = None
    if plan.means == "microphone":
        outcome = aloud.answer(studio, asked, setting, plan.limits, plain=plan.plain)
        attempt = outcome.attempt
        sat.stopped = outcome.kind == "stopped"
        if outcome.kind == "skipped":
            practice.skip(studio, asked, setting)
            sat.skipped += 1
            show.status("  Skipped. It will come back.")
    elif plan.means == "typed":
        text = _typed()
        if text is None:
            sat.stopped = True
        elif text == "s":
            practice.skip(studio, asked, setting)
            sat.skipped += 1
        else:
            attempt = practice.answer_typed(studio, asked, text, setting)
    else:
        try:
            attempt = practice.answer_file(studio, asked, next(files), setting)
        except UnreadableAudio as error:
            sat.failed.append(str(error))
            show.status(f"  {error}")
    if attempt is not None:
        sat.attempts.append(attempt)
        if plan.json:
            show.unheard(attempt)
        else:
            show.attempt(attempt, zone=studio.zone, plain=plan.plain)


def _typed() -> str | None:
    """Lines up to an empty one; None at the end of input."""
    if at_a_terminal():
        show.status("  Type your answer, then an empty line. s: skip. Ctrl-D: stop.")
    lines: list[str] = []
    for line in sys.stdin:
        if line.strip():
            lines.append(line.rstrip("\n"))
        elif lines:
            break
    return "\n".join(lines).strip() or None


def _between(studio: "Studio", sat: Sat, plan: Plan) -> bool:
    """Let them look closer before the next question; returns whether to stop."""
    from coach.cli.keys import END, ENTER, Keys

    last = sat.attempts[-1]
    while True:
        show.status("\n  Enter: next question   d: everything about this answer   p: hear it   q: stop here")
        with Keys() as keys:
            key = aloud.one_of(keys, (ENTER, "d", "p", "q", END))
        if key == "d":
            show.details(show.console(plain=plan.plain), last)
        elif key == "p":
            play(studio, last.attempt_id or "")
        else:
            return key in ("q", END)


def play(studio: "Studio", attempt_id: str) -> None:
    """Play a recording; what stands in the way is said, nothing stops."""
    from coach.core.errors import CoachError

    path = studio.store.recording(attempt_id)
    if path is None:
        show.status("  There is no recording of it.")
        return
    try:
        studio.player.play(path, 0.0, None)
    except CoachError as error:
        show.status(f"  {error}")


def finish(studio: "Studio", sat: Sat, plan: Plan, sitting_id: str | None) -> int:
    """Say how the sitting went, or print its JSON; returns the exit code."""
    if plan.json:
        show.as_json_list("attempts", sat.attempts, sitting_id=sitting_id or "")
    else:
        kept = len(sat.attempts)
        back = sum(1 for attempt in sat.attempts if attempt.gave_pause.reasons) + sat.skipped
        show.status(f"\nDone: {kept} {'answer' if kept == 1 else 'answers'} kept, {back} to come back to.")
        if sat.attempts:
            show.status(f"Look closer: coach answer {(sat.attempts[-1].attempt_id or '')[:8]}")
    if sat.keep_audio is not None:
        studio.store.expire_recordings(sat.keep_audio, studio.clock())
    return 2 if sat.failed else 0


def ask_about_audio(studio: "Studio", sat: Sat, plan: Plan) -> None:
    """After the very first recorded answer: how long may recordings be kept?"""
    from coach import settings

    recorded = any(attempt.via != "typed" for attempt in sat.attempts)
    decided = studio.settings.keep_audio is not None or sat.keep_audio is not None
    if decided or not recorded or plan.json or not at_a_terminal():
        return
    show.status("\nKeep your recordings? Enter: all of them   3: thirty days   n: none, only the words")
    given = sys.stdin.readline().strip().lower()
    keep: KeepAudio = "30days" if given.startswith("3") else "none" if given.startswith("n") else "all"
    settings.write(studio.store.home, "keep_audio", keep)
    sat.keep_audio = keep
    show.status("Noted. Change it any time in config.toml (coach where).")
