"""The nouns: frozen values that every room passes on.

`Attempt` and all below it have exactly the form that docs/contract.md promises as JSON.
Times called `start` and `end` are seconds from the first sample of the recording; they are
None for typed answers.
"""

from datetime import date, datetime
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


class Span(Record):
    """A stretch of time, in seconds."""

    start: float
    end: float


class HeardWord(Record):
    """One word as a transcriber returned it, in seconds from the start of its stretch."""

    text: str
    start: float
    end: float
    probability: float
    """0 to 1, the transcriber's own."""


class Heard(Record):
    """What a transcriber made of one stretch of audio."""

    words: tuple[HeardWord, ...]
    language: str
    """ISO 639-1, such as `en`."""
    language_probability: float
    """0 to 1; 1 when the language was given."""


class Stretch(Record):
    """A piece of the recording that was transcribed on its own."""

    start: float
    """Seconds from the first sample of the recording."""
    end: float
    heard: Heard


class Word(Record):
    """One thing heard, in time order."""

    text: str
    start: float | None
    end: float | None
    kind: WordKind = "word"
    sentence: int
    heard_by: tuple[str, ...] = ()
    """Which passes heard it, such as `plain`; empty for typed words."""


class Sentence(Record):
    """A run of words that ends where the transcript puts a full stop."""

    id: int
    """Counts from 1."""
    text: str
    start: float | None
    end: float | None
    role: Role | None = None


class Transcript(Record):
    """Everything that was said, verbatim; `text` is the words joined (typed: as typed)."""

    text: str
    language: str
    model: str | None
    """Name of the speech model; None for typed answers."""
    confidence: float | None
    """Mean word probability, 0 to 1; None for typed answers and when nothing was heard."""
    doubtful: tuple[int, ...] = ()
    """Indexes into `words` that the transcriber itself was unsure of."""
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...]


class Filler(Record):
    """A filled pause: um, uh, er, erm, mm, hmm, ah."""

    text: str
    start: float
    end: float
    certainty: Literal["twice", "once", "possible"]
    """Heard by two passes, by one, or only guessed; possible ones are counted nowhere."""


class LexicalFiller(Record):
    """A word that fills and means nothing here: like, you know, I mean."""

    text: str
    start: float
    end: float


class Restart(Record):
    """A repetition, a sentence begun again, or a word cut off."""

    kind: Literal["repetition", "restart", "cut_off"]
    text: str
    start: float
    end: float


class Pause(Record):
    """A silence of at least 0.25 s between the first and the last sound."""

    start: float
    end: float
    seconds: float
    place: Literal["in_clause", "between_sentences"]


class FillerCount(Record):
    """How many filled pauses: surely `low`, at most `high`."""

    low: int
    high: int


class NotMeasured(Record):
    """A measure that this recording did not allow, and why."""

    what: str
    why: str


class Delivery(Record):
    """What was measured of how the answer was spoken."""

    seconds_to_first_sound: float | None
    """Seconds from time zero to any speech, an um included; None when nobody speaks."""
    seconds_to_first_word: float | None
    """Seconds from time zero to the first word that is no filled pause."""
    words: int
    """Words without filled pauses."""
    speaking_seconds: float
    """Last sound - first sound - pauses."""
    words_per_minute: float | None
    """Words per minute of `speaking_seconds`; None below 3 s of speech."""
    pace_band: Literal["slow", "ordinary", "fast"] | None
    fillers: tuple[Filler, ...]
    filler_count: FillerCount
    fillers_per_minute: float | None
    """Surely heard filled pauses per minute of `speaking_seconds`."""
    lexical_fillers: tuple[LexicalFiller, ...]
    restarts: tuple[Restart, ...]
    pauses: tuple[Pause, ...]
    longest_pause_seconds: float | None
    pitch_spread_semitones: float | None
    trailing_off: bool | None
    not_measured: tuple[NotMeasured, ...] = ()
    not_judged: tuple[str, ...] = ()


class Dimensions(Record):
    """The rubric's six dimensions; None where the kind of question does not ask for one."""

    relevance: Band | None = None
    specificity: Band | None = None
    ownership: Band | None = None
    outcome: Band | None = None
    insight: Band | None = None
    delivery: Band | None = None


class Keep(Record):
    """The most concrete thing they said, in their words."""

    quote: str
    start: float | None
    end: float | None


class FirstScreen(Record):
    """What a friend says first: at most 90 words in all, without numbers of ours."""

    heard: str
    """What an interviewer would have written down."""
    waiting_for: str
    """What they were still waiting for."""
    keep: Keep | None
    do_now: str
    """One thing to do now, in thirty seconds."""


class Finding(Record):
    """One remark: a presence carries a verbatim quote, an omission says what was looked for."""

    defect: str
    """An id of coach/data/defects.json."""
    name: str
    severity: Severity
    quote: str | None
    start: float | None
    end: float | None
    sentences: tuple[int, ...]
    looked_for: str | None
    why: str
    fix: str
    decided_by: Literal["rules", "decider", "model"]
    seen_before: int = 0
    """In how many earlier attempts of this person the same defect was found."""


class Raised(Record):
    """An accusation that is not certain, put as a question; it touches no band."""

    defect: str
    quote: str
    start: float | None
    end: float | None
    question: str


class Change(Record):
    """How one criterion differs from an earlier attempt, in both quotes."""

    criterion: str
    before: str
    after: str


class Comparison(Record):
    """This attempt beside an earlier one of the same question."""

    attempt_id: str
    changed: tuple[Change, ...]
    done: bool
    """Whether the one thing to do was done."""


class Critique(Record):
    """The judgement of one answer. `band` is None only for what could not be heard."""

    band: Band | None
    dimensions: Dimensions
    first_screen: FirstScreen
    redo: Redo | None
    diagnosis: Diagnosis | None
    findings: tuple[Finding, ...]
    """All of them, worst first."""
    raised: tuple[Raised, ...] = ()
    ask: str
    """One question back that asks for the missing fact."""
    source: Source
    because: str
    """Why this source, and why this band where a cap or an abstention decided it."""
    model: str | None
    rubric: str
    dropped_findings: int = 0
    compared_with: Comparison | None = None


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


class Message(Record):
    """One turn of a chat prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


class Prompt(Record):
    """A narrow question to a language model, and the grammar its reply must follow."""

    messages: tuple[Message, ...]
    grammar: str
    """GBNF; never empty. Rule names are [a-zA-Z0-9-] only."""
    max_tokens: int
