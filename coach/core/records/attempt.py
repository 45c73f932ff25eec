"""One answer and everything known about it, in the form docs/contract.md promises."""

from datetime import date
from typing import Literal

from coach.core.records.judgement import Critique
from coach.core.records.questions import Asked
from coach.core.records.speech import Delivery, Transcript
from coach.core.records.values import Band, Grade, Instant, Reason, Record, Via


class PauseReason(Record):
    """One measured reason why a question gave pause."""

    reason: Reason
    start: float | None = None
    end: float | None = None
    measured: float | None = None
    """Seconds, counts per minute or a band, as the reason has it."""
    usual: float | None = None
    """The speaker's own median; None until there is one."""


class GavePause(Record):
    """Whether and why the question comes back, and when."""

    reasons: tuple[PauseReason, ...]
    grade: Grade
    card_id: str | None = None
    due: date | None = None
    """A local date; a day begins at 04:00."""


class Timings(Record):
    """How long the person waited, in seconds from the last block handed to the line."""

    audio_end_to_transcript_seconds: float | None
    audio_end_to_first_finding_seconds: float | None
    audio_end_to_critique_seconds: float | None


class Attempt(Record):
    """One spoken or typed answer and everything known about it."""

    contract: Literal[1] = 1
    attempt_id: str | None
    sequence: int | None
    """Counts attempts in the order they were kept, whatever the clock said."""
    recorded_at: Instant
    via: Via
    follow_up_of: str | None = None
    own_rating: Band | None = None
    audio_seconds: float | None
    question: Asked
    transcript: Transcript
    delivery: Delivery | None
    critique: Critique
    gave_pause: GavePause
    timings: Timings
