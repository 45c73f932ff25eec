"""What was heard: words, sentences and the measurements of an answer."""

from typing import Literal

from coach.core.records.values import Record, Role, WordKind


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
