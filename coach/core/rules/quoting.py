"""Cutting quotes: contiguous runs that begin and end where a clause does, as far as that is possible."""

import re
from dataclasses import dataclass

from coach.core.lexicon import word_set
from coach.core.rules.flow import Place
from coach.core.rules.reading import Reading, Unit

Run = tuple[int, int]
"""Offsets in the transcript's text, the end excluded."""

SHORT_UNIT = 18
"""A unit with at most this many words is quoted whole."""

FOCUS_WORDS = 10
"""The part of a quote that fits into a sentence of ours."""

FEWEST_WORDS = 4
"""Fewer words than this can't be understood alone."""

SPILL = 2
"""A run is not cut for the sake of its last words."""

_TOKEN = re.compile(r"\S+")
_CLAUSE = re.compile(r"\s(?:and|but|so|because|which|when|while|if|or|then|where|although)$")
_PHRASE = re.compile(
    r"\s(?:to|for|with|in|on|at|from|that|who|about|into|by|over|under|between|before|after|until|as|since)$"
)
_HANGING = word_set(
    """
    a an the and but or so because that which who what with for of to in on at by from into about my
    our his her their your its this i we he she they it you was were is are be been had have has would
    could should i'd i'm i've very really just also then when if as before after until while where
    than not no some any every all more most its there's it's
    """
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a defect stands in the transcript's text."""

    run: Run
    """What is quoted as proof."""
    focus: Run
    """A short part of it that says the same."""
    unit: int | None
    """Index of the unit in the reading."""


def placed(answer: Reading, place: Place) -> Placed:
    """The clause around a place, and the shortest part of it that still makes sense."""
    unit = answer.units[place.unit]
    begin, end = _clause(unit, place)
    whole = (0, len(unit.plain)) if unit.words <= SHORT_UNIT else (begin, end)
    near = unit.plain[begin : place.end]
    first = begin if len(near.split()) <= FOCUS_WORDS else place.start
    start, _ = unit.run(first, max(first + 1, end))
    _, stop = unit.run(begin, end)
    return Placed(unit.run(*whole), shorten(answer.text, start, stop, FOCUS_WORDS), place.unit)


def whole_unit(answer: Reading, index: int, *, by_its_end: bool = False) -> Placed:
    """A unit as its own proof; the short part is its beginning, or its end."""
    unit = answer.units[index]
    focus = shorten(answer.text, unit.start, unit.end, FOCUS_WORDS)
    tokens = [match.start() for match in _TOKEN.finditer(answer.text, unit.start, unit.end)]
    if by_its_end and len(tokens) > FOCUS_WORDS:
        late = tokens[-FOCUS_WORDS:-FEWEST_WORDS]
        begin = next((start for start in late if _CLAUSE.search(f" {_word_at(answer.text, start)}")), late[0])
        focus = (begin, unit.end)
    return Placed((unit.start, unit.end), focus, index)


def _word_at(text: str, start: int) -> str:
    match = _TOKEN.match(text, start)
    return match[0].lower() if match else ""


def shorten(text: str, start: int, end: int, limit: int) -> Run:
    """Cut `text[start:end]` to about `limit` words, at the end of a clause where one is near, and tidy its ends."""
    tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
    if not tokens:
        return start, end
    keep = len(tokens)
    if keep > limit + SPILL:
        keep = _cut(text, tokens, limit)
    while (
        keep > 1
        and text[slice(*tokens[keep - 1])].lower().strip(",.;:").replace("\u2019", "'") in _HANGING
        and keep < len(tokens)
    ):
        keep -= 1
    stop = tokens[keep - 1][1]
    while stop > tokens[keep - 1][0] + 1 and text[stop - 1] in ",;:-":
        stop -= 1
    return tokens[0][0], stop


def cut(text: str, limit: int) -> str:
    """The first words of a text, at most `limit`, cut like `shorten`."""
    start, end = shorten(text, 0, len(text), limit)
    return text[start:end]


def _cut(text: str, tokens: list[Run], limit: int) -> int:
    """How many tokens to keep, at most `limit`: up to a comma or a joining word, else up to a phrase."""
    phrase = 0
    for count in range(limit, FEWEST_WORDS - 1, -1):
        last, following = text[slice(*tokens[count - 1])], text[slice(*tokens[count])].lower().strip(",.;:")
        if last[-1] in ",;:.!?" or _CLAUSE.search(f" {following}"):
            return count
        if phrase == 0 and count * 2 > limit and _PHRASE.search(f" {following}"):
            phrase = count
    return phrase or limit


def _clause(unit: Unit, place: Place) -> tuple[int, int]:
    plain = unit.plain
    begin = max(plain.rfind(mark, 0, place.start) for mark in (",", ";", ":", " - ")) + 1
    stops = [at for mark in (",", ";", ":") if (at := plain.find(mark, place.end)) >= 0]
    end = min(stops, default=len(plain))
    if len(plain[begin:end].split()) < FEWEST_WORDS:
        begin = max(plain.rfind(mark, 0, max(0, begin - 2)) for mark in (",", ";", ":")) + 1
    while begin < end - 1 and not plain[begin].isalnum():
        begin += 1
    return begin, end
