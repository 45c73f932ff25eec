"""From evidence to defects: each with its place in the words, or, for what is missing, with none.

Every check abstains when it is not sure: a false criticism costs more than a missed one.
"""
# ruff: noqa: PLR2004 - how many are sure enough is said beside each check

import re
from collections.abc import Iterator

from coach.core.lexicon import word_set
from coach.core.records import Delivery, Transcript
from coach.core.rubric import TOO_SHORT_WORDS, applies
from coach.core.rules import demands, flow
from coach.core.rules.anchors import STORY
from coach.core.rules.evidence import Evidence
from coach.core.rules.flow import Place
from coach.core.rules.quoting import FOCUS_WORDS, SPILL, Placed, Run, placed, shorten, whole_unit

JARGON_TERMS = 3
"""Different unexplained abbreviations before a lay listener loses the thread."""

_LAY = re.compile(
    r"\b(?:non-?technical|non-?specialist|non-?clinical|recruiter|human resources|hr|lay|layperson|general public|no (?:technical|clinical|engineering|\w+) (?:background|knowledge)|not (?:an? )?(?:technical|specialist|engineer|clinician|expert)|customers?|parents?|grandmother|child(?:ren)?)\b",
    re.IGNORECASE,
)
_TO_ME = re.compile(r"they (?:\w+ ){1,3}(?:me|us)\b")
_ACRONYM = re.compile(r"(?<![\w-])(?:[A-Z]{2,6}s?|[a-z]\d[a-z]|[A-Z]+\d+[A-Z]*)(?![\w-])")
_KNOWN = word_set(
    """
    UK US USA EU TV CV PC IT HR CEO OK PDF FAQ NHS GP BBC ID AM PM VAT PhD MBA ER DIY ATM GPS SMS WiFi
    I A
    """
)
_EXPLAINED = re.compile(
    r"^,? (?:which (?:is|are|means|stands)|that's|that is|meaning|i\.e\.|in other words|the thing that|our|\()"
)


_TRAIT_WORD = re.compile(r"\b(?:weak|strength|strong|trait|quality|habit)", re.IGNORECASE)
_MY_TRAIT = re.compile(
    r"\bmy (?:\w+ )?(?:weakness|weaknesses|strength|strengths)(?:'s| is| are| was| would be| has| that)\b"
)
OPENING_UNITS = 3


def omissions(evidence: Evidence) -> frozenset[str]:
    """What is missing, surely."""
    kind = evidence.question.kind
    checks = {
        "not_answering": (
            evidence.refuses
            and evidence.firm + evidence.would == 0
            and evidence.reading.words < TOO_SHORT_WORDS[kind]
        )
        or _answers_another(evidence),
        "no_specific_example": _no_example(evidence),
        "no_result": _no_result(evidence),
        "no_reflection": _no_reflection(evidence),
        "no_reasoning": evidence.reasons == 0
        and not any(demands.orders(unit) for unit in evidence.reading.units),
        "salary_no_basis": not demands.names_pay(evidence.reading)
        or not demands.bases_for_pay(evidence.reading),
        "no_question": not any(work for _, work in demands.questions_asked(evidence.reading)),
        "no_role_link": not demands.links_to_job(evidence.reading, kind, evidence.job_words),
    }
    return frozenset(defect for defect, found in checks.items() if found and applies(defect, kind))


def _answers_another(evidence: Evidence) -> bool:
    """Whether a story was asked for and the answer is about wanting this job, or says itself that it is about a trait."""
    if evidence.question.kind not in STORY:
        return False
    wants = evidence.firm == 0 and evidence.ending.level == 1 and demands.speaks_of_the_job(evidence.reading)
    return wants or _names_a_trait(evidence)


def _names_a_trait(evidence: Evidence) -> bool:
    """Whether it opens on "my biggest weakness is ...", and the question speaks of no such thing."""
    if _TRAIT_WORD.search(evidence.question.text):
        return False
    return any(_MY_TRAIT.search(unit.plain) for unit in evidence.reading.units[:OPENING_UNITS])


def presences(
    evidence: Evidence, transcript: Transcript, delivery: Delivery | None, runs: tuple[Run, ...], context: str
) -> dict[str, Placed]:
    """What was said and weakens the answer: offsets of its quote in the transcript's text."""
    found = dict(_placed(evidence, delivery, context))
    heavy = flow.fillers(evidence.reading, transcript, delivery, runs)
    if heavy is not None:
        found["fillers"] = Placed(heavy, heavy, None)
    return {defect: place for defect, place in found.items() if applies(defect, evidence.question.kind)}


def _placed(evidence: Evidence, delivery: Delivery | None, context: str) -> Iterator[tuple[str, Placed]]:
    if not evidence.reading.units:
        return
    yield from _flow(evidence, delivery)
    for defect, place in _said(evidence).items():
        yield defect, placed(evidence.reading, place)
    yield from _pay_places(evidence)
    jargon = _jargon(evidence, context)
    if jargon is not None:
        yield "jargon", jargon


def _flow(evidence: Evidence, delivery: Delivery | None) -> Iterator[tuple[str, Placed]]:
    """Defects of a whole sentence: its first, its last, the one where time was up."""
    units = evidence.reading.units
    if evidence.stalls:
        yield "weak_opening", whole_unit(evidence.reading, 0)
    if evidence.trails_off and len(units) > 1:
        yield "weak_closing", whole_unit(evidence.reading, len(units) - 1, by_its_end=True)
    long = flow.runs_long(evidence.reading, delivery)
    if long is not None:
        yield "too_long", whole_unit(evidence.reading, units.index(long))


def _said(evidence: Evidence) -> dict[str, Place]:
    """Defects of a clause, each at its clearest place."""
    said = dict(evidence.spoken.certain)
    if _hidden_actor(evidence):
        first = next(act for act in evidence.group if _nobody(evidence, act.unit, act.start))
        said["no_own_action"] = Place(first.unit, first.start, first.end)
    if evidence.ending.vague is not None and evidence.ending.level == 2:
        said["vague_result"] = Place(*evidence.ending.vague)
    if evidence.hedged:
        said["hedging"] = evidence.hedges[0]
    enough = evidence.reading.words > TOO_SHORT_WORDS[evidence.question.kind]
    if len(evidence.detours) >= flow.DETOURS and enough:
        said["rambling"] = evidence.detours[0]
    if len(evidence.stock) >= 2:
        said["over_rehearsed"] = evidence.stock[0]
    return said


def _hidden_actor(evidence: Evidence) -> bool:
    if evidence.question.kind not in STORY or evidence.firm > 0 or evidence.assisted > 1:
        return False
    return any(_nobody(evidence, action.unit, action.start) for action in evidence.group)


def _nobody(evidence: Evidence, unit: int, start: int) -> bool:
    """Whether a group or nobody did it; what they did to me is no hidden act of mine."""
    plain = evidence.reading.units[unit].plain
    return _TO_ME.match(plain, start) is None


def _no_example(evidence: Evidence) -> bool:
    kind = evidence.question.kind
    pinned = [fact for fact in evidence.facts if fact.sort != "duration"]
    if kind in STORY:
        return (
            not pinned and len(evidence.told_units) <= 1 and not evidence.anchored and evidence.generic >= 2
        )
    if kind == "technical_explanation":
        return not evidence.facts and not evidence.example and not evidence.told_units
    if kind in {"motivation", "introduction", "situational", "strengths_weaknesses", "leaving_reason"}:
        return not evidence.facts and evidence.told == 0 and not evidence.example
    return False


def _no_result(evidence: Evidence) -> bool:
    return evidence.ending.level == 1


def _no_reflection(evidence: Evidence) -> bool:
    kind = evidence.question.kind
    if kind == "strengths_weaknesses" and not re.search(
        r"weak|improv|develop|struggl|better at", evidence.question.text.lower()
    ):
        return False
    return kind in {"behavioural_failure", "strengths_weaknesses"} and evidence.lesson.level <= 2


def _pay_places(evidence: Evidence) -> Iterator[tuple[str, Placed]]:
    if evidence.question.kind != "salary":
        return
    away = demands.floor_and_giveaway(evidence.reading)
    if away is not None:
        index, match = away
        yield "inconsistent", placed(evidence.reading, Place(index, match.start(), match.end()))
    for index, unit in enumerate(evidence.reading.units):
        private = demands.private_money(unit)
        if private is not None:
            yield "oversharing", placed(evidence.reading, Place(index, private.start(), private.end()))
            return


def _jargon(evidence: Evidence, context: str) -> Placed | None:
    if not _LAY.search(f"{context} {evidence.question.text}"):
        return None
    terms: set[str] = set()
    most: tuple[int, Run, int] = (0, (0, 0), 0)
    for index, unit in enumerate(evidence.reading.units):
        here = [
            match
            for match in _ACRONYM.finditer(unit.raw)
            if match[0] not in _KNOWN and not _EXPLAINED.match(unit.raw[match.end() :])
        ]
        terms.update(match[0] for match in here)
        if len(here) > most[0]:
            most = (len(here), (unit.start + here[0].start(), unit.start + here[-1].end()), index)
    focus = shorten(evidence.reading.text, *most[1], FOCUS_WORDS - SPILL)
    return Placed(most[1], focus, most[2]) if len(terms) >= JARGON_TERMS else None
