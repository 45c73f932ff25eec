"""Where a clause begins and ends, so that no quotation starts or stops in the middle of a phrase.

Heard speech has few commas and stray full stops, so a joint is told by what stands around it: a joining
word before a subject with a verb, a comma before a new subject, a word such as "because".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from coach.core.lexicon import word_set
from coach.core.rules.reading import FILLED_PAUSE
from coach.core.rules.verbs import BARE, NOT_DOING, is_past

Sort = Literal["stop", "main", "join", "sub", "comma"]
"""`main`: a new subject follows; `join`: a further verb of the same subject; `sub`: "because", "which" and the like."""

VERB_WITHIN = 7
"""A noun phrase that opens a clause has its verb within so many words."""

_TOKEN = re.compile(r"\S+")
_EDGES = "\"'\u201c\u201d\u2018\u2019()[].,;:!?\u2026-\u2013\u2014"
_FILLER = re.compile(rf"{FILLED_PAUSE}")
_CLOSED = re.compile(r"[.!?;:\u2026][\"'\u201d\u2019)\]]*$")
_AND = word_set("and but so or plus yet")
_PASSED_OVER = word_set("then so also just still even now basically actually obviously literally")
_SUBJECTS = word_set(
    """
    i we he she they it you there this that those these nobody everyone everybody someone somebody
    people nothing everything what who
    """
)
_PRONOUNS = word_set("i we he she they")
_DETERMINERS = word_set("the my our his her their your a an one two three some all both each every most no")
_ALWAYS_SUB = word_set("because cause although though whereas which until unless while")
_SOMETIMES_SUB = word_set("when if where before after since as whenever once")
_NOT_BEFORE_SUB = word_set(
    """
    know knew ask asked see saw remember tell told sure wonder wondered check checked even only just
    like than him me them her us soon long same far well not and but so or is was
    """
)
_PREPOSITIONS = word_set(
    """
    in on at from with without by about into over under between during for to through until within
    not just really like who whose probably maybe which including especially though
    """
)
_TIMES = word_set("in at on after by before from during since within")
_TIME_WITHIN = 6
"""In "and in the end she", the subject comes within so many words."""

_AUXILIARIES = word_set(
    """
    am is are was were be been do does did have has had can could will would shall should may might
    must isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't won't
    wouldn't shouldn't goes said came became went happened knew felt got getting thought think mean
    want needs need like feel know says lasted hurt understood
    """
)
_CONTRACTED = re.compile(r"^(?:i|we|he|she|they|it|you|there|that|what|who)'(?:m|re|s|d|ll|ve)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text with its punctuation."""

    start: int
    end: int
    raw: str
    core: str
    """Lower case, without the punctuation around it."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A place between two clauses."""

    before: int
    """How many tokens stand before it."""
    start: int
    """The token with which the new clause begins, its joining word left out unless it means something."""
    sort: Sort


def tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The words of `text[start:end]`."""
    return tuple(
        Token(match.start(), match.end(), match[0], _core(match[0]))
        for match in _TOKEN.finditer(text, start, end)
    )


def joints(words: Sequence[Token]) -> tuple[Joint, ...]:
    """All joints between the clauses of a stretch, in order."""
    return tuple(joint for index in range(1, len(words)) for joint in _joint(words, index))


def has_verb(words: Sequence[Token]) -> bool:
    """Whether a stretch holds something that can be a verb: one of the lists, or what follows a pronoun."""
    told = any(one.core in _PRONOUNS and not two.core.endswith("ing") for one, two in pairwise(words))
    return told or any(_is_verb(word.core) for word in words)


def is_filler(word: Token) -> bool:
    """Whether a token is a filled pause."""
    return _FILLER.fullmatch(word.core) is not None


def depends(words: Sequence[Token]) -> bool:
    """Whether a stretch begins with "when I", "because the" and so on, and so needs another clause."""
    spoken = [word for word in words if not is_filler(word)]
    while len(spoken) > 1 and (
        spoken[0].core in _AND or (spoken[0].core in {"now", "then", "well"} and spoken[0].raw[-1] == ",")
    ):
        spoken = spoken[1:]
    if len(spoken) > 1 and spoken[0].core in {"even", "only", "just"}:
        spoken = spoken[1:]
    if len(spoken) < 2:  # noqa: PLR2004 - the joining word and what follows
        return False
    first, second = spoken[0].core, spoken[1].core
    if first in _ALWAYS_SUB:
        return True
    return first in _SOMETIMES_SUB and (_subject(second) or second in _DETERMINERS) and second != "that"


def _joint(words: Sequence[Token], index: int) -> Iterator[Joint]:
    before, this = words[index - 1], words[index]
    following = _next(words, index + 1)
    closed = _CLOSED.search(before.raw) is not None
    if this.core in _AND:
        sort = "main" if depends(words[index + 1 :]) else _joined(words, following)
        if sort is not None or closed or before.raw.endswith(","):
            start = following if sort is not None and this.core != "or" else index
            yield Joint(index, start, "stop" if closed else sort or "comma")
    elif _opens_sub(words, index):
        yield Joint(index, index, "stop" if closed else "sub")
    elif closed and (_subject(this.core) or this.raw[:1].isupper() or this.core in _DETERMINERS):
        yield Joint(index, index, "stop")
    elif before.raw.endswith(","):
        yield from _after_comma(words, index)


def _after_comma(words: Sequence[Token], index: int) -> Iterator[Joint]:
    this = words[index]
    if _subject(this.core) or (this.core in _DETERMINERS and _verb_follows(words, index)):
        yield Joint(index, index, "main")
    elif is_past(this.core):
        yield Joint(index, index, "join")
    elif this.core in _PREPOSITIONS or this.core.endswith("ing"):
        yield Joint(index, index, "comma")


def _joined(words: Sequence[Token], at: int) -> Sort | None:
    if at >= len(words):
        return None
    core = words[at].core
    if core in _TIMES and any(word.core in _PRONOUNS for word in words[at + 1 : at + _TIME_WITHIN]):
        return "main"
    if _subject(core) or (core in _DETERMINERS and _verb_follows(words, at)):
        return "main"
    if words[at].raw[:1].isupper() and at + 1 < len(words) and _is_verb(words[at + 1].core):
        return "main"
    return "join" if is_past(core) or core in BARE or core in NOT_DOING else None


def _opens_sub(words: Sequence[Token], index: int) -> bool:
    core, before = words[index].core, words[index - 1].core
    after = words[_next(words, index + 1)].core if _next(words, index + 1) < len(words) else ""
    if core in {"even", "only", "just"} and after in _SOMETIMES_SUB | _ALWAYS_SUB:
        return True
    if before in _NOT_BEFORE_SUB:
        return False
    opened = _subject(after) or after in _DETERMINERS
    return core in _ALWAYS_SUB or (core in _SOMETIMES_SUB and opened)


def _next(words: Sequence[Token], at: int) -> int:
    """The next token that is neither a filled pause nor a small word in between."""
    while at < len(words) and (is_filler(words[at]) or words[at].core in _PASSED_OVER):
        at += 1
    return at


def _verb_follows(words: Sequence[Token], at: int) -> bool:
    phrase: list[Token] = []
    for word in words[at + 1 : at + 1 + VERB_WITHIN]:
        phrase.append(word)
        if word.raw[-1] in ",.;:!?":
            break
    return has_verb(phrase)


def _subject(core: str) -> bool:
    return core in _SUBJECTS or _CONTRACTED.match(core) is not None


def _is_verb(core: str) -> bool:
    return (
        core in _AUXILIARIES
        or core in NOT_DOING
        or core in BARE
        or is_past(core)
        or _CONTRACTED.match(core) is not None
        or (core.endswith("s") and core[:-1] in BARE)
    )


def _core(raw: str) -> str:
    return raw.lower().replace("\u2019", "'").strip(_EDGES)
