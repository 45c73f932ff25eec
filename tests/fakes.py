"""Hand-written stand-ins for the outside world, for tests that are about something else."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.core.errors import DeviceMissing
from coach.core.records import Heard, HeardWord, Prompt, Question
from coach.ports import BYTES_PER_SECOND
from coach.settings import Settings
from coach.store import Store
from coach.studio import Studio

BLOCK = BYTES_PER_SECOND // 10
VOICED = b"\x10\x27\xf0\xd8" * (BLOCK // 4)
SILENT = bytes(BLOCK)
FRAME_BYTES = 1024
START = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


def voiced(seconds: float) -> list[bytes]:
    """Blocks that `FakeDetector` takes for speech."""
    return [VOICED] * round(seconds * 10)


def silent(seconds: float) -> list[bytes]:
    """Blocks of zeros."""
    return [SILENT] * round(seconds * 10)


class FakeDetector:
    """Takes every frame that is not all zeros for speech."""

    def detect(self, pcm: bytes, state: bytes) -> tuple[tuple[float, ...], bytes]:
        whole = state + pcm
        frames = len(whole) // FRAME_BYTES
        found = tuple(
            1.0 if any(whole[frame * FRAME_BYTES : (frame + 1) * FRAME_BYTES]) else 0.0
            for frame in range(frames)
        )
        return found, whole[frames * FRAME_BYTES :]


@dataclass
class FakeTranscriber:
    """Returns the sentences put in with `enqueue`, spread evenly over the stretch; then one of its own."""

    name: str = "fake"
    language: str = "en"
    language_probability: float = 0.99
    probability: float = 0.95
    probability_in_english: float | None = None
    """Of the words when another language is heard as English; None for the same."""
    failure: Exception | None = None
    queued: list[str] = field(default_factory=list)
    heard: list[tuple[int, str | None]] = field(default_factory=list)
    """Bytes and language of each call."""

    def enqueue(self, *sentences: str) -> None:
        self.queued.extend(sentences)

    def transcribe(self, pcm: bytes, language: str | None) -> Heard:
        self.heard.append((len(pcm), language))
        if self.failure is not None:
            raise self.failure
        words = (self.queued.pop(0) if self.queued else "I rang the pharmacy myself.").split()
        seconds = len(pcm) / BYTES_PER_SECOND
        forced = language is not None and self.probability_in_english is not None
        probability = self.probability_in_english if forced else self.probability
        step = seconds / len(words)
        return Heard(
            words=tuple(
                HeardWord(text=word, start=at * step, end=(at + 0.9) * step, probability=probability or 0.0)
                for at, word in enumerate(words)
            ),
            language=language or self.language,
            language_probability=1.0 if language else self.language_probability,
        )


@dataclass
class FakeModel:
    """Replies with what was enqueued; remembers its prompts."""

    name: str = "fake-model"
    replies: list[str | Exception] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)

    def enqueue(self, *replies: str | Exception) -> None:
        self.replies.extend(replies)

    def complete(self, prompt: Prompt) -> str:
        self.prompts.append(prompt)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def prime(self, prompt: Prompt) -> None:
        self.prompts.append(prompt)


@dataclass
class FakeMicrophone:
    """Hands out the blocks it was given, then stops."""

    given: list[bytes] = field(default_factory=list)
    gaps: int = 0

    def blocks(self) -> Iterator[bytes]:
        if not self.given:
            raise DeviceMissing("There is no microphone.", "Plug one in.")
        return iter(self.given)


@dataclass
class FakeBlocks(Iterator[bytes]):
    """Some blocks, as of a file."""

    left: Iterator[bytes]
    truncated: bool

    def __next__(self) -> bytes:
        return next(self.left)


@dataclass
class FakeFiles:
    """Files by name, as blocks."""

    held: Mapping[str, list[bytes]] = field(default_factory=dict)
    truncated: bool = False

    def blocks(self, path: Path) -> FakeBlocks:
        return FakeBlocks(iter(self.held[path.name]), self.truncated)


@dataclass
class FakePlayer:
    """Remembers what it was asked to play."""

    played: list[tuple[Path, float, float | None]] = field(default_factory=list)

    def play(self, path: Path, start: float, end: float | None) -> None:
        self.played.append((path, start, end))


class FakeClock:
    """A clock that stands still until told."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


def a_question(identity: str = "first", **changes: object) -> Question:
    """A question of the bank."""
    entry: dict[str, object] = {
        "id": identity,
        "wordings": (
            f"Tell me about a time you helped somebody ({identity}).",
            f"When did you last help somebody ({identity})?",
            f"Describe helping somebody ({identity}).",
        ),
        "kind": "behavioural",
        "theme": identity,
        "level": "any",
        "families": ("any",),
    }
    return Question.model_validate(entry | changes)


def a_studio(home: Path, **changes: object) -> Studio:
    """A studio of fakes around a real store in `home`."""
    clock = FakeClock()
    numbers = itertools.count(1)
    new_id: Callable[[], str] = lambda: f"{next(numbers):016x}"  # noqa: E731 - a field's value
    parts: dict[str, object] = {
        "settings": Settings(),
        "store": Store.open(home, clock()),
        "bank": tuple(a_question(name) for name in ("first", "second", "third", "fourth")),
        "prompts": {"choose_line": "{question}\n{sentences}"},
        "files": FakeFiles(),
        "detector": FakeDetector(),
        "transcriber": FakeTranscriber(),
        "language_model": None,
        "engine_because": "The rules decided alone, in a test.",
        "microphone": FakeMicrophone(),
        "player": FakePlayer(),
        "clock": clock,
        "stopwatch": itertools.count().__next__,
        "zone": UTC,
        "new_id": new_id,
    }
    return Studio(**(parts | changes))  # type: ignore[arg-type]
