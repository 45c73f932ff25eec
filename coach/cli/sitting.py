"""Several questions in a row: by microphone, by file or typed; shared by practice and replay."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach.cli import aloud, show, typed
from coach.cli.keys import at_a_terminal

if TYPE_CHECKING:
    from coach.core.errors import DeviceMissing
    from coach.core.records import Asked, Attempt
    from coach.settings import KeepAudio
    from coach.studio import Setting, Studio

INTERRUPTED = 130
WRONG_INPUT = 2
Means = Literal["microphone", "file", "typed"]


@dataclass
class Sat:
    """What came of a sitting."""

    means: Means
    """How the answers come in now; typing stands in where no microphone is found."""
    attempts: list["Attempt"] = field(default_factory=list)
    skipped: int = 0
    stopped: bool = False
    interrupted: bool = False
    """By Ctrl-C; what was said or typed till then is kept all the same."""
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
    by_keyboard: bool,
    no_input: bool,
    seconds: int | None,
    silence_seconds: float,
    json: bool,
    plain: bool,
) -> Plan:
    """Choose how answers come in. Raises BadInput when the choice is impossible here."""
    from coach.core.errors import BadInput

    files = (*(audio or ()), *(more or ()))
    if files and by_keyboard:
        raise BadInput("Either --audio or --typed, not both.", "Leave one of them out.")
    if more and not audio:
        raise BadInput(f"'{more[0]}' was not expected here.", "Recorded answers follow --audio.")
    for path in files:
        if str(path) == "-":
            raise BadInput("A recording can't come from stdin.", "Save it as a file and name that.")
        if not path.is_file():
            raise BadInput(f"There is no file {path}.", "Nothing was asked yet; name recordings that exist.")
    means: Means = "file" if files else "typed" if by_keyboard else "microphone"
    if means == "microphone" and (no_input or not at_a_terminal()):
        raise BadInput(
            "Speaking needs a terminal to press Enter in.",
            "Without one: coach practice --audio FILE, or coach practice --typed.",
        )
    return Plan(means, files, aloud.Limits(seconds, silence_seconds), json, plain)


def sit(studio: "Studio", questions: Iterable[tuple["Asked", "Setting"]], total: int, plan: Plan) -> Sat:
    """Put the questions one after the other; each answer is kept before the next question comes."""
    sat = Sat(means=plan.means)
    files = iter(plan.files)
    for number, (asked, setting) in enumerate(questions, 1):
        while True:
            show.status(f"\nQuestion {number} of {total}\n\n  {asked.text}\n")
            before = len(sat.attempts)
            _one(studio, asked, setting, plan, files, sat)
            if before == 0 and sat.attempts:
                ask_about_audio(studio, sat, plan)
            answered = len(sat.attempts) > before
            again = answered and not sat.stopped and _again(studio, sat, plan, last=number == total)
            if not again:
                break
        if sat.stopped:
            break
    return sat


def _one(
    studio: "Studio", asked: "Asked", setting: "Setting", plan: Plan, files: Iterator[Path], sat: Sat
) -> None:
    from coach import practice
    from coach.core.errors import DeviceMissing, UnreadableAudio

    attempt: Attempt | None = None
    outcome = "answered"
    if sat.means == "microphone":
        try:
            spoken = aloud.answer(studio, asked, setting, plan.limits, plain=plan.plain)
            outcome, attempt, sat.interrupted = spoken.kind, spoken.attempt, spoken.interrupted
        except DeviceMissing as error:
            sat.means = _type_instead(error)
    if sat.means == "typed":
        given = typed.answer()
        outcome, sat.interrupted = "stopped" if given.last else given.kind, given.interrupted
        if given.text:
            attempt = practice.answer_typed(studio, asked, given.text, setting)
    elif sat.means == "file":
        try:
            attempt = practice.answer_file(studio, asked, next(files), setting)
        except UnreadableAudio as error:
            sat.failed.append(str(error))
            show.status(f"  {error}")
    sat.stopped = outcome == "stopped"
    if outcome == "skipped":
        practice.skip(studio, asked, setting)
        sat.skipped += 1
        show.status("  Skipped. It will come back.")
    if attempt is not None:
        sat.attempts.append(attempt)
        if plan.json:
            show.unheard(attempt)
        else:
            show.attempt(attempt, zone=studio.zone, plain=plan.plain)


def _type_instead(error: "DeviceMissing") -> Means:
    """Without a microphone the rest can be typed, if they like. Raises the error when they don't, or at the end of input."""
    show.status(f"  {error.happened}")
    show.status("  Type your answers instead? Enter: yes   anything else: no")
    given = sys.stdin.readline()
    if given.strip() or not given.endswith("\n"):
        raise error
    return "typed"


def _again(studio: "Studio", sat: Sat, plan: Plan, *, last: bool) -> bool:
    """Let them look closer or answer the same question again before going on; returns whether again."""
    from coach.cli.keys import END, ENTER, Keys

    if plan.json or sat.means != "microphone":
        return False
    attempt = sat.attempts[-1]
    onward = "Enter: done" if last else "Enter: next question   q: stop here"
    hint = f"\n  r: say it again   d: everything about this answer   p: hear it   {onward}"
    while True:
        show.status(hint)
        with Keys() as keys:
            key = aloud.one_of(keys, (ENTER, "r", "d", "p", "q", END), hint)
        if key == "d":
            show.details(show.console(plain=plan.plain), attempt)
        elif key == "p":
            play(studio, attempt.attempt_id or "")
        else:
            sat.stopped = key in ("q", END)
            return key == "r"


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
        show.status(f"\n{_told(sat)}")
        if sat.attempts:
            show.status(f"Look closer: coach answer {(sat.attempts[-1].attempt_id or '')[:8]}")
    if sat.keep_audio is not None:
        studio.store.expire_recordings(sat.keep_audio, studio.clock())
    return INTERRUPTED if sat.interrupted else WRONG_INPUT if sat.failed else 0


def _told(sat: Sat) -> str:
    """The sitting in one sentence."""
    heard = sum(attempt.critique.band is not None for attempt in sat.attempts)
    unheard = len(sat.attempts) - heard
    back = {attempt.question.text for attempt in sat.attempts if attempt.gave_pause.reasons}
    if not sat.attempts and not sat.skipped:
        return "Stopped before an answer. What was due stays due."
    parts = [f"{show.counted(heard, 'answer')} kept"]
    if unheard:
        parts.append(f"{show.counted(unheard, 'recording')} without words I could judge")
    if sat.skipped:
        parts.append(f"{sat.skipped} skipped")
    parts.append(f"{show.counted(len(back) + sat.skipped, 'question')} to come back to")
    return f"Done: {', '.join(parts)}."


def ask_about_audio(studio: "Studio", sat: Sat, plan: Plan) -> None:
    """After the very first recorded answer: how long may recordings be kept?"""
    from coach import settings

    recorded = any(attempt.via != "typed" for attempt in sat.attempts)
    decided = studio.settings.keep_audio is not None or sat.keep_audio is not None
    if decided or not recorded or plan.json or not at_a_terminal():
        return
    show.status("\nKeep your recordings? Enter: all of them   3: thirty days   n: none, only the words")
    line = sys.stdin.readline()
    if not line:  # the end of input decides nothing; the next sitting asks again
        return
    given = line.strip().lower()
    keep: KeepAudio = "30days" if given.startswith("3") else "none" if given.startswith("n") else "all"
    settings.write(studio.store.home, "keep_audio", keep)
    sat.keep_audio = keep
    show.status(
        f'Noted as keep_audio = "{keep}" in {studio.store.home / settings.CONFIG_FILE}; change it there any time.'
    )
