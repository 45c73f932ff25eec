"""What works on this machine, and the command that mends what does not."""

import contextlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from coach import assemble, models
from coach.core import levels
from coach.core.errors import CoachError, StoreFailed
from coach.core.records import Message, Prompt
from coach.ports import BYTES_PER_SECOND
from coach.settings import Settings
from coach.store import Store
from coach.studio import Studio

ENOUGH_DISK_BYTES = 500_000_000
"""About four hours of recordings, and air for the backups."""
TRY_SECONDS = 1.0
SPEED_SECONDS = 10.0
SLOW = 0.8
"""Above this many seconds of hearing per second of speech, a sitting makes people wait."""

State = Literal["works", "weak", "broken"]


@dataclass(frozen=True)
class Check:
    """One thing looked at."""

    name: str
    state: State
    found: str
    """What was seen, as a sentence."""
    mend: str = ""
    """What to do about it; empty when it works."""


def checks(settings: Settings, folder: Path, *, deep: bool) -> Iterator[Check]:
    """Look at everything, one after the other; `deep` reads every byte of models and store."""
    yield _guarded("folder", lambda: _folder(folder, deep=deep))
    yield _guarded("speech model", lambda: _model(settings.speech, deep=deep))
    yield _language_file(settings, deep=deep)
    try:
        with assemble.studio(settings, folder, hears=True, stored=False) as studio:
            yield _guarded("hearing", lambda: _hearing(studio))
            yield _guarded("language model", lambda: _language(studio))
            yield _guarded("microphone", lambda: _microphone(studio))
            yield _guarded("loudspeaker", lambda: _loudspeaker(studio))
    except CoachError as error:
        yield Check("engines", "broken", error.happened, error.next_step)


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except CoachError as error:
        return Check(name, "broken", error.happened, error.next_step)


def _folder(folder: Path, *, deep: bool) -> Check:
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(place).free
    damaged: tuple[str, ...] = ()
    if folder.exists():
        with contextlib.closing(Store.open(folder, datetime.now(UTC))) as store:
            damaged = (*(_unreadable(store) if deep else ()), *store.warnings)
    if not folder.exists() and not os.access(place, os.W_OK):
        return Check(
            "folder",
            "broken",
            f"{folder} can't be made: {place} is read-only.",
            "Name another one with COACH_HOME.",
        )
    if damaged:
        return Check("folder", "weak", f"{folder}: {' '.join(damaged)}", "See: coach where")
    if free < ENOUGH_DISK_BYTES:
        return Check(
            "folder", "weak", f"{folder}: only {free // 1_000_000} MB free.", "Make room on that disk."
        )
    return Check("folder", "works", f"{folder}, {free // 1_000_000_000} GB free.")


def _model(name: str, *, deep: bool) -> Check:
    files = models.verify(name) if deep else models.find(name)
    checked = "every byte read and right" if deep else "whole when it was last read"
    return Check("speech model", "works", f"{name}, {files.total_bytes // 1_000_000} MB, {checked}.")


def _language_file(settings: Settings, *, deep: bool) -> Check:
    choice = assemble.choose_engine(settings.model, settings.server, assemble.installed_engines())
    if choice.engine is None:
        return Check(
            "language engine", "weak", choice.because, "The rules judge alone; nothing else is lost."
        )
    if deep and choice.engine != "server":
        named = settings.model if settings.model != "auto" else models.default("language").name
        try:
            models.verify(named)
        except CoachError as error:
            return Check("language engine", "broken", error.happened, error.next_step)
    return Check("language engine", "works", choice.because)


def _hearing(studio: Studio) -> Check:
    """Hear the sample's first seconds, timed."""
    blocks = studio.files.blocks(assemble.sample().audio)
    pcm = b"".join(itertools.islice(blocks, int(SPEED_SECONDS * 10)))
    studio.transcriber.transcribe(pcm[:BYTES_PER_SECOND], "en")
    began = studio.stopwatch()
    heard = studio.transcriber.transcribe(pcm, "en")
    speed = (studio.stopwatch() - began) / (len(pcm) / BYTES_PER_SECOND)
    if not heard.words:
        return Check(
            "hearing", "broken", "The sample was not understood.", "Read the model again: coach models verify"
        )
    said = f"{len(heard.words)} words of the sample heard, {speed:.2f} s per second of speech."
    if speed > SLOW:
        return Check(
            "hearing", "weak", said, "Close other programs, or take a smaller model: coach models get tiny.en"
        )
    return Check("hearing", "works", said)


def _language(studio: Studio) -> Check:
    model = studio.language_model
    if model is None:
        return Check(
            "language model", "weak", studio.engine_because, "The rules judge alone; coach models list"
        )
    prompt = Prompt(
        messages=(Message(role="user", content="Say yes or no."),),
        grammar='root ::= "yes" | "no"',
        max_tokens=4,
    )
    began = studio.stopwatch()
    model.complete(prompt)
    return Check(
        "language model",
        "works",
        f"{model.name} answers, in {studio.stopwatch() - began:.1f} s with loading.",
    )


def _microphone(studio: Studio) -> Check:
    blocks = studio.microphone.blocks()
    pcm = b"".join(itertools.islice(blocks, int(TRY_SECONDS * 10)))
    if levels.dead(pcm):
        return Check(
            "microphone",
            "weak",
            "It opens, but nothing at all comes in.",
            "Unmute it or choose another in your system's settings.",
        )
    return Check("microphone", "works", "It opens and hears the room.")


def _loudspeaker(studio: Studio) -> Check:
    """Play the silence before the sample's first sound."""
    studio.player.play(assemble.sample().audio, 0.0, 0.1)
    return Check("loudspeaker", "works", "It opens.")


def _unreadable(store: Store) -> Iterator[str]:
    """Read every answer, card and recording, each against its own sha256: a sentence for each that is damaged.

    Answers and cards say it themselves, in the store's warnings.
    """
    store.cards()
    for attempt in store.attempts():
        try:
            store.recording(attempt.attempt_id or "")
        except StoreFailed as damaged:
            yield damaged.happened
