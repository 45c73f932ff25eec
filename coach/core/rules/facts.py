"""What an interviewer could check: numbers, dates, names and reported words.

Numbers that count nothing (a hundred and ten percent, two reasons, nine times out of ten) are left out.
"""

import re
from dataclasses import dataclass
from typing import Literal

from coach.core.lexicon import word_set
from coach.core.rules.reading import Reading, Unit

Sort = Literal["number", "duration", "date", "name", "speech"]

_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_BIG = "hundred|thousand|million|dozen"
_NUMBER = re.compile(
    rf"(?<![\w'-])(?:(?:an? )?(?:{_BIG})(?: and)?(?: (?:{_TENS}|{_SMALL})(?:-\w+)?)?|(?:{_TENS})(?:[- ](?:one|{_SMALL}))?(?: (?:{_BIG}))*"
    rf"|(?:{_SMALL})(?: (?:{_BIG}))*|one (?:{_BIG})(?: and \w+)?|[£$€]?\d[\d,.:]*\d?(?:%|k|m|pm|am|kg|th|st|nd|rd)?|half (?:of|the|as|a)|a (?:third|quarter) of|twice|double[ds]?|halved)(?![\w-])"
)
_NO_COUNT = re.compile(
    r"^(?:hundred and ten|a hundred and ten|one hundred and ten|110)\s*(?:%|percent|per cent)"
    r"|^(?:a |one )?hundred (?:percent|per cent|times)|^100\s*(?:%|percent|per cent)|^(?:a )?(?:thousand|million)s? (?:times|things|reasons)"
    r"|^(?:two|three|four|a couple of) (?:main |big |key |other |different )?(?:reasons?|things?|points?|questions?|parts?|options?|ways?|words?|sides)\b"
    r"|^(?:nine|ninety-nine|99|nine) times|^twenty[- ]four[- ](?:seven|hours?)|^24/7|^fifty[- ]fifty|^(?:a )?(?:hundred|million|thousand) miles"
)
_TIME_UNIT = re.compile(
    r"\s*(?:or (?:so|\w+) )?(?:more )?(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|nights?|shifts?)\b"
)
_MONTHS = "january|february|april|june|july|august|september|october|november|december"
_DATE = re.compile(
    rf"(?<![\w'-])(?:(?:{_MONTHS}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas|easter)s?"
    r"|(?:in|last|this|since|early|late|of) (?:march|may)|(?:19|20)\d\d|twenty (?:nineteen|twenty(?:[- ]\w+)?)"
    r"|last (?:week|month|year|spring|summer|autumn|fall|winter|term|quarter|night)|yesterday|this morning|(?:half|quarter) (?:past |to )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d+|couple of|few) (?:weeks|week|months|month|years|year|days) ago"
    r"|o'clock|midnight|noon)(?![\w-])"
)
_SPEECH = re.compile(
    r"(?<![\w'])(?:i|he|she|they|(?:my|the|our) [a-z]+) (?:said|says|say|told (?:him|her|them|me|us)|asked(?: (?:him|her|them|me|us))?|goes|went|wrote|replied)"
    r"(?:,|:|\s*[\"“'\u2018]|\s+(?:no|yes|look|right|okay|sorry)\b)"
)
_NAME = re.compile(
    r"(?<=[\w,;:] )(?:[A-Z][a-zà-ÿ]+|[A-Z]{2,})(?:[ -](?:[A-Z][\w'\u2019]+|of the|and))*(?:['\u2019]s)?"
)
_NO_NAME = word_set(
    """
    i i'm i'd i've i'll ok okay english god monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december christmas
    easter um uh er and but so then yes no the
    """
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One checkable thing."""

    unit: int
    """Index of the unit in the reading."""
    sort: Sort
    start: int
    """Offset in the unit's plain text; for names, in its raw text."""


def find_facts(reading: Reading) -> tuple[Fact, ...]:
    """All checkable things in an answer."""
    return tuple(fact for index, unit in enumerate(reading.units) for fact in facts_of(index, unit))


def facts_of(index: int, unit: Unit) -> list[Fact]:
    """All checkable things in one unit."""
    found = [Fact(index, "date", match.start()) for match in _DATE.finditer(unit.plain)]
    dates = [(match.start(), match.end()) for match in _DATE.finditer(unit.plain)]
    for match in _NUMBER.finditer(unit.plain):
        if any(start < match.end() and match.start() < end for start, end in dates):
            continue
        rest = unit.plain[match.start() :]
        if _NO_COUNT.match(rest):
            continue
        lasted = _TIME_UNIT.match(unit.plain, match.end())
        found.append(Fact(index, "duration" if lasted else "number", match.start()))
    found.extend(Fact(index, "speech", match.start()) for match in _SPEECH.finditer(unit.plain))
    found.extend(
        Fact(index, "name", match.start())
        for match in _NAME.finditer(unit.raw)
        if match[0].split()[0].lower().replace("\u2019", "'") not in _NO_NAME
    )
    return found
