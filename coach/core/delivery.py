"""How an answer was spoken, measured from the detector's spans and the transcript's words.

Silence is the detector's; words only say where in a sentence a pause falls. Whatever is not
measured is named in `not_measured` with its reason, never guessed.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from coach.core.disfluency import core
from coach.core.records import (
    Delivery,
    Filler,
    FillerCount,
    LexicalFiller,
    NotMeasured,
    Pause,
    Restart,
    Span,
    Transcript,
    Word,
)

PAUSE_SECONDS = 0.25
"""Shorter silences belong to ordinary articulation; the limit that studies of pausing commonly use."""

RATE_SECONDS = 3.0
"""Below this much speech a rate would be an accident."""

SLOW, FAST = 130.0, 240.0
"""Words per minute of speech without its pauses; between them pace is ordinary.

The usual advice of 110 to 170 counts the pauses in. Rate of articulation leaves them out (as in Jacewicz,
Fox and Wei 2010, J. Acoust. Soc. Am. 128, 839-850) and is higher; the practice clips lie between 170 and 240.
Speakers differ widely, so the band is wide on purpose.
"""

NOT_YET = (
    NotMeasured(what="pitch", why="coach does not follow the pitch of a voice yet"),
    NotMeasured(what="trailing_off", why="coach does not follow loudness yet"),
)
FILLERS_A_LOWER_BOUND = NotMeasured(
    what="fillers",
    why="the transcript tidies most ums away: those counted were heard, and there may have been more",
)

_PAIRS = {("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of")}

Timed = tuple[str, float, float]
"""Text, start and end in seconds."""


def measure(
    transcript: Transcript, spans: Sequence[Span], audio_seconds: float, *, moments: Sequence[float] = ()
) -> Delivery:
    """Measure a spoken answer.

    Args:
        transcript: What was said, with times in seconds of the recording.
        spans: Where the detector heard speech, in seconds, in time order.
        audio_seconds: Length of the recording.
        moments: When the person asked for a moment, in seconds. Asking is a skill, so from then on
            pauses are measured but not judged.

    Returns:
        The measurements; all zero or None where nobody speaks. Rates are per minute of
        `speaking_seconds` and None below 3 s of speech.
    """
    words = [word for word in transcript.words if word.start is not None and word.end is not None]
    fillers = tuple(
        Filler(text=core(word.text), start=_at(word)[0], end=_at(word)[1], certainty="once")
        for word in words
        if word.kind == "filler"
    )
    sounds = _sounds(spans, fillers, audio_seconds)
    pauses = tuple(
        _pause(before.end, after.start, words)
        for before, after in pairwise(sounds)
        if round(after.start - before.end, 3) >= PAUSE_SECONDS
    )
    said = [word for word in words if word.kind != "filler"]
    silent = sum(pause.seconds for pause in pauses)
    speaking = round(max(0.0, sounds[-1].end - sounds[0].start - silent), 3) if sounds else 0.0
    pace = _per_minute(len(said), speaking)
    return Delivery(
        seconds_to_first_sound=sounds[0].start if sounds else None,
        seconds_to_first_word=said[0].start if said else None,
        words=len(said),
        speaking_seconds=speaking,
        words_per_minute=pace,
        pace_band=_band(pace),
        fillers=fillers,
        filler_count=FillerCount(low=len(fillers), high=len(fillers)),
        fillers_per_minute=_per_minute(len(fillers), speaking),
        lexical_fillers=_lexical_fillers(words),
        restarts=_restarts(words),
        pauses=pauses,
        longest_pause_seconds=max((pause.seconds for pause in pauses), default=None),
        pitch_spread_semitones=None,
        trailing_off=None,
        not_measured=(*NOT_YET, FILLERS_A_LOWER_BOUND),
        not_judged=("pauses",) if moments else (),
    )


def _at(word: Word) -> tuple[float, float]:
    return word.start or 0.0, word.end or 0.0


def _sounds(spans: Sequence[Span], fillers: Sequence[Filler], audio_seconds: float) -> list[Span]:
    """Speech and filled pauses together, without overlaps, inside the recording."""
    spoken = [(span.start, span.end) for span in spans]
    filled = [(filler.start, filler.end) for filler in fillers]
    joined: list[Span] = []
    for start, latest in sorted(spoken + filled):
        end = min(latest, audio_seconds)
        if joined and start <= joined[-1].end:
            joined[-1] = Span(start=joined[-1].start, end=max(joined[-1].end, end))
        elif start < end:
            joined.append(Span(start=start, end=end))
    return joined


def _pause(start: float, end: float, words: Sequence[Word]) -> Pause:
    """A pause, and whether the words around it belong to one sentence; unsure is between."""
    middle = (start + end) / 2
    before = [word for word in words if _at(word)[0] < middle]
    after = [word for word in words if _at(word)[0] >= middle]
    inside = bool(before and after) and before[-1].sentence == after[0].sentence
    place: Literal["in_clause", "between_sentences"] = "in_clause" if inside else "between_sentences"
    return Pause(start=start, end=end, seconds=round(end - start, 3), place=place)


def _per_minute(count: int, seconds: float) -> float | None:
    return round(60 * count / seconds, 1) if seconds >= RATE_SECONDS else None


def _band(pace: float | None) -> Literal["slow", "ordinary", "fast"] | None:
    if pace is None:
        return None
    if pace < SLOW:
        return "slow"
    return "fast" if pace > FAST else "ordinary"


def _lexical_fillers(words: Sequence[Word]) -> tuple[LexicalFiller, ...]:
    found: list[Timed] = []
    marked = [word for word in words if word.kind == "lexical_filler"]
    index = 0
    while index < len(marked):
        pair = tuple(core(word.text) for word in marked[index : index + 2])
        part = marked[index : index + (2 if pair in _PAIRS else 1)]
        found.append((" ".join(core(word.text) for word in part), _at(part[0])[0], _at(part[-1])[1]))
        index += len(part)
    return tuple(LexicalFiller(text=text, start=start, end=end) for text, start, end in found)


def _restarts(words: Sequence[Word]) -> tuple[Restart, ...]:
    said = [word for word in words if word.kind != "filler"]
    found: list[Restart] = []
    index = 0
    while index < len(said):
        kind = said[index].kind
        size = _repetition(said, index) if kind == "repetition" else 1
        if kind in {"repetition", "cut_off"}:
            part = said[index : index + size]
            found.append(
                Restart(
                    kind="repetition" if kind == "repetition" else "cut_off",
                    text=" ".join(word.text for word in part),
                    start=_at(part[0])[0],
                    end=_at(part[-1])[1],
                )
            )
        index += size
    return tuple(found)


def _repetition(words: Sequence[Word], index: int) -> int:
    """How many words a repetition takes, its last round included."""
    stop = index
    while stop < len(words) and words[stop].kind == "repetition":
        stop += 1
    cores = [core(word.text) for word in words]
    for round_ in range(1, stop - index + 1):
        if cores[stop - round_ : stop] == cores[stop : stop + round_]:
            return stop + round_ - index
    return stop - index
