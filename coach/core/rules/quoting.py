"""Which runs of the transcript are quoted for a place, and how a long run is cut to fit.

A run begins and ends where a clause does; only where no clause ends within reach is it cut at a phrase.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.core.lexicon import word_set
from coach.core.rules.clauses import Token, depends, has_verb, is_filler, joints, tokens
from coach.core.rules.flow import Place
from coach.core.rules.reading import Reading

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

REACH = 8
"""So many words more are quoted rather than cutting a clause."""

_PHRASE = word_set("to for with in on at from about into by over under between before after until as since")
_LEADS = word_set("and so but well okay ok right yeah yes anyway um oh basically honestly obviously like")
_BARE_LEADS = word_set("and so but yeah anyway basically well")
"""These are left out at the start of a quotation even without a comma after them."""

_HANGING = word_set(
    """
    a an the and but or so because that which who what with for of to in on at by from into about my
    our his her their your its this i we he she they you was were is are be been had have has would
    could should i'd i'm i've very really just also then when if as before after until while where
    than not no some any every all more most its there's it's
    """
)
_NO_BEGINNING = word_set("by to for of with or which")
_OBJECTS = word_set("my our his her their the")


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
    """The clauses around a place, and the shortest part of them that still makes sense."""
    unit = answer.units[place.unit]
    first, last = unit.run(place.start, max(place.start + 1, place.end))
    start = clause_start(answer.text, unit.start, unit.end, first)
    if unit.words <= SHORT_UNIT:
        run = (unit.start, unit.end)
    else:
        run = shorten(answer.text, start, unit.end, FOCUS_WORDS, need=last)
    return Placed(run, shorten(answer.text, start, unit.end, FOCUS_WORDS, need=last), place.unit)


def whole_unit(answer: Reading, index: int, *, by_its_end: bool = False) -> Placed:
    """A unit as its own proof; the short part is its beginning, or its end."""
    unit = answer.units[index]
    start = clause_start(answer.text, unit.start, unit.end, unit.start)
    if by_its_end and unit.words > FOCUS_WORDS:
        start = last_clause(answer.text, unit.start, unit.end, FOCUS_WORDS) or start
    return Placed((unit.start, unit.end), shorten(answer.text, start, unit.end, FOCUS_WORDS), index)


def clause_start(text: str, start: int, end: int, at: int) -> int:
    """Where the clause of `text[start:end]` that holds the offset `at` begins, its joining word left out."""
    words = tokens(text, start, end)
    begins = [0, *(joint.start for joint in joints(words) if joint.sort in {"main", "stop"})]
    own = max((first for first in begins if first < len(words) and words[first].start <= at), default=0)
    return _without_lead(words[own:], start)


def last_clause(text: str, start: int, end: int, limit: int) -> int | None:
    """Where the last clauses of `text[start:end]` begin that hold at most `limit` words and stand alone."""
    words = tokens(text, start, end)
    between = joints(words)
    closed = max((joint.start for joint in between if joint.sort == "stop"), default=0)
    begins = [0, *(joint.start for joint in between if joint.sort in {"main", "stop"})]
    fit = [
        first
        for first in begins
        if first >= closed
        and words[first].core not in _NO_BEGINNING
        and FEWEST_WORDS <= len(words) - first <= limit + SPILL
        and has_verb(words[first:])
        and not depends(words[first:])
    ]
    return _without_lead(words[fit[0] :], start) if fit else None


def shorten(text: str, start: int, end: int, limit: int, *, need: int = 0) -> Run:
    """Cut `text[start:end]` to about `limit` words where a clause ends, and tidy its ends.

    `need` is an offset that the run must reach.
    """
    words = tokens(text, start, end)
    if not words:
        return start, end
    first = next((index for index, word in enumerate(words) if not is_filler(word)), 0)
    words = words[first:]
    keep = _cut(words, limit, need)
    while keep > 1 and (is_filler(words[keep - 1]) or _hangs(words, keep)):
        keep -= 1
    stop = words[keep - 1].end
    while stop > words[keep - 1].start + 1 and text[stop - 1] in ",;:-…":
        stop -= 1
    while text[words[keep - 1].start : stop].endswith(".."):
        stop -= 1
    return words[0].start, stop


def cut(text: str, limit: int) -> str:
    """The first words of a text, at most about `limit`, cut like `shorten`."""
    start, end = shorten(text, 0, len(text), limit)
    return text[start:end]


def _cut(words: Sequence[Token], limit: int, need: int) -> int:
    """How many words to keep."""
    ends = list(_ends(words, need))
    closed = [end for end, hard in ends if hard and end <= limit + REACH]
    if len(words) <= limit + SPILL and not closed:
        return _without_afterthought(words)
    if closed and closed[0] <= limit + SPILL:
        return _without_afterthought(words[: closed[0]])
    near = [end for end, _ in ends if end <= limit]
    far = [end for end, _ in [*ends, (len(words), True)] if limit < end <= limit + REACH]
    if near and (near[-1] * 3 >= limit or not far):
        return _without_afterthought(words[: near[-1]])
    if far:
        return _without_afterthought(words[: far[0]])
    fewest = sum(word.start < need for word in words)
    phrases = [
        count
        for count in range(max(FEWEST_WORDS, limit // 2, fewest), min(limit + REACH, len(words)))
        if words[count].core in _PHRASE and not has_verb(words[count - 1 : count])
    ]
    short = [count for count in phrases if count <= limit + SPILL]
    if phrases:
        return short[-1] if short else phrases[0]
    return min(len(words), max(limit, fewest))


def _ends(words: Sequence[Token], need: int) -> list[tuple[int, bool]]:
    """After how many words a quotation may end, and whether it must not go on beyond."""
    found: list[tuple[int, bool]] = []
    begun = 0
    waits = depends(words)
    for joint in joints(words):
        whole = has_verb(words[begun : joint.before]) and not waits
        if whole and joint.before >= FEWEST_WORDS and words[joint.before - 1].end >= need:
            found.append((joint.before, joint.sort == "stop"))
        if joint.sort in {"main", "join", "stop"}:
            begun, waits = joint.start, joint.sort != "join" and depends(words[joint.start :])
    return found


def _without_afterthought(words: Sequence[Token]) -> int:
    """Without a last "and my colleague" that no verb follows: half of a clause that was cut off."""
    for back in (3, 4):
        rest = words[-back:]
        if len(words) - back < FEWEST_WORDS or rest[0].core not in {"and", "but"}:
            continue
        if rest[1].core in _OBJECTS and not has_verb(rest):
            return len(words) - back
    return len(words)


def _hangs(words: Sequence[Token], keep: int) -> bool:
    """Whether the last word kept waits for another."""
    word = words[keep - 1]
    if (
        word.core in {"and", "but", "or", "so", "because", "the", "a", "an", "my"}
        and keep > FEWEST_WORDS // 2
    ):
        return True
    return keep < len(words) and word.core in _HANGING and word.raw[-1] not in ",.;:!?"


def _without_lead(words: Sequence[Token], default: int) -> int:
    """The start of a clause without "And um, so" in front of it."""
    index = 0
    while index + FEWEST_WORDS <= len(words) and (
        is_filler(words[index])
        or words[index].core in _BARE_LEADS
        or (
            words[index].core in _LEADS
            and (words[index].raw[-1] in ",.…" or words[index + 1].core in _BARE_LEADS)
        )
    ):
        index += 1
    return words[index].start if index < len(words) else default
