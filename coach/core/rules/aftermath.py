"""What happened without the candidate: clauses whose subject is somebody or something else.

An omission may only be claimed when it is sure. So whoever or whatever comes after the last own act
with a finite past ("the queue had gone by nine", "nobody has rung since") tells how it ended, unless
the clause only says how it felt or sums up ("it was stressful", "that was it").
"""

import re
from dataclasses import dataclass
from typing import Literal

from coach.core.lexicon import word_set
from coach.core.rules.verbs import IRREGULAR_PAST, NOT_DOING, is_past

_SPLIT = re.compile(r"[,;:.!?()\u2013\u2014]+|\b(?:and|but|so|then|because|plus|or)\b")
_AMOUNT = re.compile(
    r"[£$€]?\d|\b(?:one (?:per ?cent|in|out of|a (?:day|week|month|year))|(?:under|over|below|above|about|around|nearly|almost|just|only|to|from|by) (?:one|two|three|zero|nothing|nil|none)"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen"
    r"|half|halved|doubled|trebled|twice|third|thirds|quarter|quarters|per ?cent|percent|none of|not (?:one|a single)|a single|zero)\b"
)
_MARKED = re.compile(
    r"\b(?:since (?:the )?(?:spring|summer|autumn|winter|new year|start|beginning|end)|since(?! (?:i|we|you|he|she|they|it|the)\b)|no longer|any ?more|again|ever since|so far|these days|nowadays|to this day|than (?:before|ever|usual|normal|it|they|the)"
    r"|(?:by|within|after|until|from) (?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas|easter"
    r"|(?:the )?(?:spring|summer|autumn|winter|weekend|evening|afternoon|morning|lunch\w*|noon|end of|(?:next|following) \w+|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+|a few|a couple of) (?:days?|weeks?|months?|years?|hours?|minutes?)))"
    r"|(?:days?|weeks?|months?|years?|hours?|term|season|shift|night|morning|summer|spring|winter|autumn|that week|that month) (?:later|after|afterwards|on)|(?:the|that) (?:next|following) (?:day|week|month|year|morning|term|season|shift))\b"
)
"""A time that a state is told for: "by May", "six weeks later", "since"."""

_OWN = re.compile(r"(?<![\w'])(?:i|we|you)(?:'\w+)?(?![\w])")
_OPENS_SUBORDINATE = word_set(
    """
    if when while as until where who what how why whether which whose than unless whenever like though
    although before would could should might will can to
    """
)
_BE = word_set("was were wasn't weren't")
_HAVE = word_set("had has have hadn't hasn't haven't 've")
_NEGATED = word_set("didn't never doesn't don't won't")
_MORE_PAST = word_set(
    """
    fell rose went came became ate began sank shrank swam flew got did gave grew bit slept stood rang
    cost let put beat felt thought knew understood said told asked heard saw wanted needed
    """
)
_FEELS = word_set("felt seemed thought knew understood wanted needed looked meant supposed hoped guessed")
_REPORTS = word_set("said told asked heard complained shouted reported explained saw")
_EMPTY = word_set("it that this there things everything thing stuff all")
"""Subjects that, with a plain "was", sum up rather than tell."""

_BEFORE_NOUN = word_set("the a an my our his her their your its of with")
_MOOD = re.compile(
    r"^(?:(?:really|very|so|quite|pretty|all|just|a bit|kind of|sort of|too|not|always|obviously|absolutely|extremely) )*"
    r"(?:stressful|hard|difficult|tough|tiring|scary|awful|horrible|terrible|fun|fine|ok|okay|good|great|bad|nice|mad|crazy|chaos|chaotic|busy|a (?:\w+ )?(?:challenge|lesson|nightmare|day|week|time|experience|one|thing|shame|part|job)|it|that|what|how|why|because|the (?:case|thing|way)|my|about|like|happy|happier|pleased|delighted|calm|calmer|better|sorted|satisfied|relieved|grateful|impressed|amazing|brilliant|lovely|perfect|successful|interesting|rewarding|frustrating|challenging|rude|angry|upset)\b"
)
_LOOSELY = re.compile(
    r"^(?:really|very|so|quite|pretty|all|just|much|a bit|a lot|too|it|them|him|her|things|in|out|off|up|on|with|to|that|this|through|along|around|about|over|the|end|eventually|finally|absolutely"
    r"|well|better|great|fine|ok|okay|good|nicely|smoothly|perfectly|happy|happier|calmer|quieter|board|it|sorted|done|there|all right|alright|[ .])*$"
)
"""Did, but not what one could check: "went really well", "got on board with it"."""

_GOES_ON = re.compile(r"^(?:\w+ly |still |just |all |always )?\w+ing\b")
"""Was doing: what went on meanwhile."""


Strength = Literal["hint", "stated", "checkable"]


@dataclass(frozen=True, slots=True)
class Sequel:
    """One clause about somebody or something else."""

    at: int
    """Where it begins in the unit's plain text."""
    end: int
    strength: Strength
    """checkable: an amount, a time told for a state, a before and after, or somebody else's act; stated:
    something that did not happen; hint: a state, which may be an ending and may be none."""


def sequels(
    plain: str, start: int = 0, *, pinned: tuple[str, ...] = (), but: tuple[int, int] = (0, 0)
) -> tuple[Sequel, ...]:
    """Clauses from offset `start` on that tell what others did or what became of things.

    Args:
        plain: A unit's plain text.
        start: Where to begin looking.
        pinned: Names and dates in the unit, each by its first word.
        but: A run that is told in vague terms; a clause that touches it is none.
    """
    found: list[Sequel] = []
    at = start
    lead = ""
    for stop in [*(match.span() for match in _SPLIT.finditer(plain, start)), (len(plain), len(plain))]:
        clause = plain[at : stop[0]]
        sequel = _sequel(clause, f"{lead} {clause}", pinned)
        if sequel is not None and not (at < but[1] and but[0] < stop[0]):
            found.append(Sequel(at, stop[0], sequel))
        # A time said before a comma belongs to the clause after it.
        lead = clause if sequel is None and not _OWN.search(clause) else ""
        at = stop[1]
    return tuple(found)


def _sequel(clause: str, marked_in: str, pinned: tuple[str, ...]) -> Strength | None:
    """None: no sequel."""
    words = re.findall(r"[^\W_][\w'-]*", clause)
    predicate = next((index for index, word in enumerate(words) if index and _finite(words, index)), None)
    if predicate is None:
        return None
    head = words[:predicate]
    if any(word in _OPENS_SUBORDINATE or _OWN.fullmatch(word) for word in head):
        return None
    firm = (
        _AMOUNT.search(clause) is not None
        or _MARKED.search(marked_in) is not None
        or any(word in pinned for word in words)
    )
    return _weigh(head, words[predicate], " ".join(words[predicate + 1 :]), firm=firm)


def _weigh(head: list[str], verb: str, rest: str, *, firm: bool) -> Strength | None:
    empty = head[-1] in _EMPTY
    if verb in _FEELS and not firm:
        return None
    if verb in _BE:
        return _state(rest, empty=empty, firm=firm)
    if firm or verb == "stopped":
        return "checkable"
    if verb in _HAVE or verb in _NEGATED:
        denied = verb in _NEGATED or verb.endswith("n't") or rest.startswith(("no ", "not ", "never "))
        return None if empty else "stated" if denied else "hint"
    told = verb not in _REPORTS and verb not in NOT_DOING and not empty
    return "checkable" if told and not _LOOSELY.match(rest) else "hint"


def _state(rest: str, *, empty: bool, firm: bool) -> Strength | None:
    if firm and not _GOES_ON.match(rest):
        return "checkable"
    if empty or _MOOD.match(rest) or _GOES_ON.match(rest) or not rest:
        return None
    return "stated" if is_past(rest.split(maxsplit=1)[0]) else "hint"


def _finite(words: list[str], index: int) -> bool:
    word = words[index]
    if word in _BE or word in _HAVE or word in _NEGATED:
        return True
    if word == "no" and words[index + 1 : index + 2] == ["longer"]:
        return True
    # "The new tiled floor": a participle before its noun is no predicate.
    if words[index - 1] in _BEFORE_NOUN:
        return False
    return is_past(word) or word in IRREGULAR_PAST or word in _MORE_PAST or word in NOT_DOING
