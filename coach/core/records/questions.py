"""Questions: as the bank holds them, as they are put, and as they come back."""

from datetime import date
from typing import Literal

from pydantic import Field

from coach.core.records.values import Grade, Instant, Kind, Reason, Record


class Question(Record):
    """One question of the bank, in three wordings that ask the same."""

    id: str
    wordings: tuple[str, ...] = Field(min_length=1)
    """The first is the one asked first."""
    kind: Kind
    theme: str
    """What it is about, such as `conflict` or `learning`."""
    level: Literal["any", "entry", "experienced", "lead"]
    families: tuple[str, ...] = Field(min_length=1)
    """Job families it suits; `any` suits all."""


class Asked(Record):
    """A question in the words in which it was put."""

    text: str
    kind: Kind
    kind_assumed: bool = False
    """True when nobody said the kind and it was guessed from the words."""
    card_id: str | None = None


class Card(Record):
    """A question that comes back."""

    id: str
    question: str
    """The question's text as it was first asked or told."""
    kind: Kind
    wordings: tuple[str, ...]
    """Ways to ask it; a question told by the person has one."""
    last_wording: str | None = None
    source: Literal["practice", "missed"]
    """`missed`: told by the person, for example after a real interview."""
    why: tuple[Reason, ...] = ()
    """Why it came in; empty for a question told by the person."""
    added_at: Instant
    due: date
    """A local date."""
    memory: str
    """The scheduler's own state, as JSON."""


class Review(Record):
    """One meeting with a card."""

    card_id: str
    attempt_id: str | None
    """None when it was skipped."""
    grade: Grade
    reviewed_at: Instant
    due: date


class Sitting(Record):
    """One mock interview."""

    id: str
    started_at: Instant
    job: str = ""
