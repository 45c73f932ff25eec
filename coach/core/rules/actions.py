"""Who did what: own actions, and actions told as "we", "they" or nobody's.

An own action is a first-person subject with a finite verb of doing, or a further past verb joined
to it ("I rang the office, found the form and walked it over"). The bare form counts too, because
many people tell the past in the present tense.
"""

import re
from dataclasses import dataclass
from typing import Literal

from coach.core.rules.reading import Reading, Unit
from coach.core.rules.verbs import ASSISTING, BACKGROUND, BARE, is_past

Sort = Literal["done", "present", "assisted", "would", "background"]
"""`present`: told in the bare form; `assisted`: one can't tell what it was."""

_HABIT = re.compile(r"always|usually|generally|normally|often|sometimes")

_ADVERB = (
    r"(?:(?:just|also|then|really|actually|immediately|personally|first|still|even|simply|always|usually|only|basically"
    r"|literally|kind of|sort of|had to|went and|decided to|chose to|managed to|started to|offered to|agreed to|began to"
    r"|made a point of|[a-z]+ly)\s+)*"
)
_OWN = re.compile(
    rf"(?<![\w'])i(?P<aux>'d|'ll|'ve| would| will| have| had)?\s+(?P<adverb>{_ADVERB})(?P<verb>(?!i\b|we\b)[a-z][a-z'-]*)"
)
_JOINED = re.compile(
    r"(?:,\s*(?:and\s+|then\s+|and then\s+|but\s+)?|\s(?:and|then|and then|but)\s+)(?:then\s+|also\s+)?(?P<verb>[a-z][a-z-]*)(?P<rest>(?:\s+[\w']+)?)"
)
_BARE_JOINED = re.compile(
    r"(?:,\s*(?:and\s+|then\s+|and then\s+)?|\s(?:and|then|and then)\s+)(?:then\s+|also\s+)?(?P<verb>[a-z]+)\s+(?:it|them|him|her|the|my|our|your|a|an|to|with|on|off|up|out|in|at|what|who|whether|if|how|any|some|every|each|two|for)\b"
)
_NEW_SUBJECT = re.compile(
    r"[,\s](?:he|she|they|we|it|you|who|which|that|there|people|somebody|someone|everybody|everyone)\s"
)
_GROUP = re.compile(
    r"(?<![\w'])(?P<subject>we all|we|they|(?:the|our) (?:team|company|department|group|others|guys|lads|girls|staff|management))"
    rf"(?:'d|'ve)?\s+(?P<adverb>{_ADVERB})(?P<verb>(?!we\b|they\b|i\b)[a-z][a-z-]*)"
)
_PASSIVE = re.compile(
    r"(?:\bit|\bthings?|\bthat|\bthis|\bthe [a-z]+(?: [a-z]+)?|\beverything) (?:was|were|got|had been|has been|have been) (?:all |then |eventually |finally )?"
    r"(?P<verb>[a-z]{3,}ed|done|sorted|fixed|put|brought|taken|given|made|rung|sent|built|found|dealt|told|sold|bought)\b(?! (?:at|in front|with|about)\b)"
)
_PLACE_OR_PERIOD = re.compile(
    r"\s*(?:$|[.,;!?]|(?:at|in|for|as|to|with|from|there|under|on|over|of|here|hard|well)\b)"
)
_STUDIES = re.compile(
    r" (?:[\w-]+ ){0,4}?(?:degree|diploma|a[- ]levels?|gcses?|apprenticeship|school|studies|university|college)\b"
)
"""What one studied is background, whatever the verb."""

_NOT_SO = re.compile(
    r"\b(?:if|not that|unless|whether|wish|rather|as if|thought|think|hope|like|like when) $"
)
_SELF_STATE = re.compile(
    r"\s*(?:calm|positive|professional|polite|quiet|late|there|focused|organised|strong|patient)\b"
)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing somebody did, or says they would do."""

    unit: int
    """Index of the unit in the reading."""
    start: int
    """Where its subject, or its joined verb, begins in the unit's plain text."""
    end: int
    sort: Sort


def own_actions(reading: Reading) -> tuple[Action, ...]:
    """First-person actions in the order they are told."""
    return tuple(action for index, unit in enumerate(reading.units) for action in _own(index, unit))


def group_actions(reading: Reading) -> tuple[Action, ...]:
    """Actions whose doer is "we", "they", the team or nobody."""
    found: list[Action] = []
    for index, unit in enumerate(reading.units):
        for match in _GROUP.finditer(unit.plain):
            verb = match["verb"]
            infinitive = verb in BARE and match["adverb"].rstrip().endswith("to")
            if is_past(verb) or verb in ASSISTING or infinitive:
                found.append(Action(index, match.start(), match.end(), "done"))
        found.extend(
            Action(index, match.start(), match.end(), "done") for match in _PASSIVE.finditer(unit.plain)
        )
    return tuple(sorted(found, key=lambda action: (action.unit, action.start)))


def _own(index: int, unit: Unit) -> list[Action]:
    found: list[Action] = []
    for match in _OWN.finditer(unit.plain):
        sort = _sort(match["verb"], match["aux"] or "", unit.plain[match.end("verb") :])
        if sort == "present" and match["adverb"].rstrip().endswith("to"):
            sort = "done"
        if sort == "present" and _HABIT.search(match["adverb"]):
            continue
        if sort is None or _NOT_SO.search(unit.plain[: match.start()]):
            continue
        found.append(Action(index, match.start(), match.end("verb"), sort))
        found.extend(_joined(index, unit, match.end("verb"), sort))
    unique = {action.end: action for action in found}
    return sorted(unique.values(), key=lambda action: action.start)


def _sort(verb: str, auxiliary: str, rest: str) -> Sort | None:
    short_would = auxiliary == "'d" and verb in BARE and not verb.endswith("ed")
    if short_would or auxiliary in {" would", "'ll", " will"}:
        return "would" if verb in BARE or verb in {"get", "go", "do", "want", "need"} else None
    if _STUDIES.match(rest) or (verb in BACKGROUND and _PLACE_OR_PERIOD.match(rest)):
        return "background"
    if _SELF_STATE.match(rest) or (verb == "used" and rest.startswith(" to ")):
        return None
    if verb in ASSISTING:
        return _assisted(verb, rest)
    if verb == "said":
        return None if re.match(r" (?:to myself|like|before|earlier|i was|i'm)\b", rest) else "done"
    return _tense(verb, auxiliary)


def _tense(verb: str, auxiliary: str) -> Sort | None:
    if is_past(verb):
        return "assisted" if auxiliary in {"'ve", " have"} else "done"
    return "present" if not auxiliary and verb in BARE else None


def _assisted(verb: str, rest: str) -> Sort | None:
    if verb == "did":
        return "assisted" if re.match(r"\s+(?:my|the|a|an|all|two|three|that|it|this|some)\b", rest) else None
    if verb == "got":
        return "assisted" if re.match(r"\s+(?:it|them|everyone|everybody|people|him|her|us) ", rest) else None
    return "assisted"


def _joined(index: int, unit: Unit, at: int, sort: Sort) -> list[Action]:
    stop = _NEW_SUBJECT.search(unit.plain, at)
    own = re.compile(r"(?<![\w'])i['\s]").search(unit.plain, at)
    end = min(stop.start() if stop else len(unit.plain), own.start() if own else len(unit.plain))
    found = []
    if sort in {"done", "assisted", "background"}:
        found = [
            Action(index, match.start("verb"), match.end("verb"), "done")
            for match in _JOINED.finditer(unit.plain, at, end)
            if is_past(match["verb"]) and not _SELF_STATE.match(unit.plain[match.end("verb") :])
        ]
    if sort in {"would", "present"}:
        found = [
            Action(index, match.start("verb"), match.end("verb"), sort)
            for match in _BARE_JOINED.finditer(unit.plain, at, end)
            if match["verb"] in BARE
        ]
    return found
