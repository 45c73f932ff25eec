"""A transcript made ready for rules: units of speech in plain lower case, with the way back to the words said.

Whisper's full stops are unreliable, so a unit is a sentence or, where that is too long to be one,
a piece of it. Every place in a unit's plain text knows where it stands in the transcript, which
is how a quote is always a contiguous run of what was said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.core.records import Transcript

UNIT_WORDS = 50
"""A sentence with more words than this is read in pieces."""

FILLED_PAUSE = r"(?:u+m+|u+h+|e+r+m*|a+h+|m{2,}|h+m+|mhm|uhm)"
_FILL = re.compile(
    rf"(?:,\s*)?(?<![\w'-]){FILLED_PAUSE}(?![\w'-]),?"
    r"|,\s*(?:like|you know|i mean|sort of like),"
    r"|(?<![\w'-])(?:like|you know|i mean|well|oh),(?=\s)"
)
_PIECE = re.compile(
    r"\s(?=(?:so|but|and then|and so|then|because|and i|and we|and they|and she|and he|and it)\s)"
)
_WORD = re.compile(r"[^\W_][\w'\u2019-]*")


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, or a piece of a long one, as rules read it."""

    sentence: int
    """Id of the transcript's sentence it belongs to."""
    start: int
    """Offset of its first character in the transcript's text."""
    end: int
    raw: str
    """As said: `text[start:end]`."""
    plain: str
    """Lower case, straight apostrophes, without filled pauses and words that fill."""
    origin: tuple[int, ...]
    """For each character of `plain`, its offset in the transcript's text."""
    words: int
    """Words in `plain`."""

    def run(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the transcript's text of `plain[start:end]`, which must not be empty."""
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as rules read it."""

    text: str
    """The transcript's text."""
    units: tuple[Unit, ...]
    words: int
    """Words that count: no filled pauses, nothing addressed to whoever judges."""

    @property
    def plain(self) -> str:
        """All units' plain text in one line."""
        return " ".join(unit.plain for unit in self.units)


def read(transcript: Transcript, left_out: Sequence[tuple[int, int]] = ()) -> Reading:
    """Make a transcript ready for rules, without the stretches `left_out` (offsets in its text)."""
    units: list[Unit] = []
    for sentence, start, end in sentence_runs(transcript):
        for piece_start, piece_end in _pieces(transcript.text, start, end):
            for kept_start, kept_end in _without(piece_start, piece_end, left_out):
                unit = _unit(transcript.text, sentence, kept_start, kept_end)
                if unit.words:
                    units.append(unit)
    return Reading(transcript.text, tuple(units), sum(unit.words for unit in units))


def sentence_runs(transcript: Transcript) -> Iterator[tuple[int, int, int]]:
    """(id, start, end) of every sentence in the transcript's text, by looking for its own words in order."""
    at = 0
    for sentence in transcript.sentences:
        found = transcript.text.find(sentence.text, at)
        if found < 0 or not sentence.text:
            continue
        at = found + len(sentence.text)
        yield sentence.id, found, at


def times(transcript: Transcript, start: int, end: int) -> tuple[float | None, float | None]:
    """Seconds of the first and the last word that `text[start:end]` touches; None, None for typed answers."""
    first: float | None = None
    last: float | None = None
    at = 0
    for word in transcript.words:
        found = transcript.text.find(word.text, at)
        if found < 0:
            continue
        at = found + len(word.text)
        if at <= start or found >= end or word.start is None or word.end is None:
            continue
        first = word.start if first is None else first
        last = word.end
    return first, last


def count_words(text: str) -> int:
    """How many words a text has; a filled pause is no word."""
    return len(_WORD.findall(_FILL.sub(" ", text.lower())))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if len(_WORD.findall(text[start:end])) <= UNIT_WORDS:
        yield start, end
        return
    marks = [
        match.end()
        for match in _PIECE.finditer(text.lower() if len(text.lower()) == len(text) else text, start, end)
    ]
    begin = start
    for mark in [*marks, end]:
        length = len(_WORD.findall(text[begin:mark]))
        if mark != end and length < UNIT_WORDS // 3:
            continue
        while length > UNIT_WORDS:
            words = list(_WORD.finditer(text, begin, mark))
            cut = words[UNIT_WORDS].start()
            yield begin, cut
            begin, length = cut, len(words) - UNIT_WORDS
        yield begin, mark
        begin = mark


def _without(start: int, end: int, left_out: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for out_start, out_end in sorted(left_out):
        if out_end <= start or out_start >= end:
            continue
        if out_start > start:
            yield start, out_start
        start = max(start, out_end)
    if start < end:
        yield start, end


def _unit(text: str, sentence: int, start: int, end: int) -> Unit:
    raw = text[start:end]
    lowered = (
        "".join(c.lower() if len(c.lower()) == 1 else c for c in raw)
        .replace("\u2019", "'")
        .replace("\u2018", "'")
    )
    kept: list[int] = []
    at = 0
    for match in _FILL.finditer(lowered):
        kept.extend(range(at, match.start()))
        at = match.end()
    kept.extend(range(at, len(lowered)))
    plain: list[str] = []
    origin: list[int] = []
    for index in kept:
        letter = " " if lowered[index].isspace() else lowered[index]
        if letter == " " and (not plain or plain[-1] == " "):
            continue
        plain.append(letter)
        origin.append(start + index)
    while plain and plain[-1] == " ":
        plain.pop()
        origin.pop()
    line = "".join(plain)
    return Unit(sentence, start, end, raw, line, tuple(origin), len(_WORD.findall(line)))
