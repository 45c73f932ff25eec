"""Values every noun is made of: bands, kinds, instants, and the frozen record itself."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Kind = Literal[
    "behavioural",
    "behavioural_failure",
    "situational",
    "motivation",
    "introduction",
    "strengths_weaknesses",
    "technical_explanation",
    "salary",
    "closing",
    "leaving_reason",
]
"""What a question asks for; it decides which criteria apply."""

Via = Literal["microphone", "page", "file", "typed"]
WordKind = Literal["word", "filler", "lexical_filler", "repetition", "cut_off"]
Role = Literal["situation", "task", "action", "result", "reflection", "aside"]
Grade = Literal["again", "hard", "good", "easy"]
Band = Annotated[int, Field(ge=1, le=5)]
"""1 (nothing to go on) to 5 (as good as it gets); always whole."""

Severity = Annotated[int, Field(ge=0, le=3)]
Source = Literal["rules", "decider", "model", "mixed"]
Reason = Literal[
    "skipped",
    "gave_up",
    "slow_start",
    "long_pause",
    "fillers",
    "restarts",
    "not_answered",
    "low_band",
    "low_own_rating",
]
Tone = Literal["gentle", "plain", "blunt"]
Redo = Literal["opening", "ending", "own_part", "whole"]
Diagnosis = Literal["no_story", "could_not_find", "could_not_tell", "nerves", "unsure"]


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        message = "an instant needs a time zone"
        raise ValueError(message)
    return instant


Instant = Annotated[datetime, AfterValidator(_aware)]
"""A moment with a time zone; kept in UTC."""


class Record(BaseModel):
    """A frozen value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
