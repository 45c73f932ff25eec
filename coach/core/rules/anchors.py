"""From evidence to the rubric's six dimensions, anchor by anchor.

Length, numbers as such and the words "I" or "we" earn nothing here: only what was found does.
"""
# ruff: noqa: PLR0911, PLR2004 - each number is a rung of the rubric, each return an anchor

from collections.abc import Callable, Mapping

from coach.core.records import Dimensions
from coach.core.rubric import DIMENSIONS
from coach.core.rules import demands, flow
from coach.core.rules.evidence import Evidence

STORY = frozenset({"behavioural", "behavioural_failure"})
"""Kinds of question that ask for one past event."""


def dimensions(evidence: Evidence, defects: frozenset[str]) -> Dimensions:
    """One whole number from 1 to 5 for each dimension the kind asks for, None for the others."""
    wanted = DIMENSIONS[evidence.question.kind]
    levels = {name: max(1, min(5, _ANCHORS[name](evidence, defects))) for name in wanted}
    return Dimensions(
        relevance=levels.get("relevance"),
        specificity=levels.get("specificity"),
        ownership=levels.get("ownership"),
        outcome=levels.get("outcome"),
        insight=levels.get("insight"),
        delivery=levels.get("delivery"),
    )


def lacks(evidence: Evidence, levels: Dimensions) -> tuple[str, ...]:
    """Dimensions in which something is surely not there, the most telling first; silent where it is only thin."""
    kind = evidence.question.kind
    done = evidence.firm + evidence.would + (0 if kind in STORY else evidence.assisted)
    tied = demands.particulars(evidence.reading, evidence.facts, evidence.job_words)
    checks = {
        "outcome": levels.outcome is not None and levels.outcome <= 3,
        "ownership": levels.ownership is not None and done <= 1 and kind in {*STORY, "situational"},
        "specificity": levels.specificity is not None
        and (
            not evidence.proven
            if kind == "introduction"
            else not (evidence.example or evidence.facts)
            if kind == "technical_explanation"
            else evidence.told == 0 and not evidence.facts
            if kind == "situational"
            else not tied
            if kind in {"closing", "motivation"}
            else not evidence.facts and not evidence.anchored
        ),
        "insight": levels.insight is not None and _unexplained(evidence, levels.insight),
        "basis": kind == "salary" and not demands.sourced(evidence.reading),
        "delivery": levels.delivery is not None and evidence.fades,
    }
    return tuple(name for name, missing in checks.items() if missing)


def _unexplained(evidence: Evidence, insight: int) -> bool:
    """Whether the reason, or the lesson where one is asked for, is surely not there."""
    kind = evidence.question.kind
    if kind in {"behavioural_failure", "strengths_weaknesses"}:
        return insight <= 2
    return evidence.reasons == 0 and kind != "leaving_reason"


def _relevance(evidence: Evidence, defects: frozenset[str]) -> int:
    kind = evidence.question.kind
    if "not_answering" in defects:
        return 1
    if kind == "salary":
        return _pay(evidence, defects)
    if kind == "closing":
        return _asking(evidence)
    if _misses(evidence, defects):
        return 2
    if kind == "introduction" and not (evidence.proven or demands.names_the_job(evidence.reading)):
        return 3
    level = 5 if evidence.opens and evidence.lands else 4
    level -= bool(defects & {"rambling", "no_role_link", "too_long"}) + bool(defects & {"weak_opening"})
    if defects & {"no_result", "no_specific_example"}:
        level = min(level, 3)
    return min(level, 4) if defects & {"over_rehearsed", "vague_result", "no_reflection"} else level


def _misses(evidence: Evidence, defects: frozenset[str]) -> bool:
    """Whether the part that the question asks for is not there: the story, the plan, the listener, the reason."""
    kind = evidence.question.kind
    away = {
        "behavioural": {"no_specific_example", "no_own_action"},
        "behavioural_failure": {"no_specific_example", "no_own_action", "blame_shifting"},
        "situational": {"blame_shifting"},
        "motivation": {"no_role_link"},
        "technical_explanation": {"jargon"},
    }
    if defects & away.get(kind, set()) or _attacks(kind, defects):
        return True
    return kind == "situational" and _leaves_it(evidence)


def _specificity(evidence: Evidence, defects: frozenset[str]) -> int:
    if "no_specific_example" in defects:
        return 2 if evidence.facts or evidence.own else 1
    kind = evidence.question.kind
    checkable = len(evidence.facts)
    if kind == "closing":
        if "no_question" in defects:
            return 1
        tied = demands.particulars(evidence.reading, evidence.facts, evidence.job_words)
        return 5 if checkable >= 3 and tied >= 2 else 4 if checkable >= 2 else 3 if tied else 2
    if kind in STORY:
        level = 2 + bool(evidence.told_units) + (evidence.stakes and evidence.anchored)
        level += checkable >= 3 or (evidence.firm >= 4 and evidence.ending.level >= 4)
        return min(level, 3 if "no_own_action" in defects else 5)
    if kind == "motivation":
        tied = demands.particulars(evidence.reading, evidence.facts, evidence.job_words)
        if "no_role_link" in defects:
            return 2
        return min(5, 3 + (tied >= 2) + (tied >= 2 and checkable + evidence.firm >= 6))
    if kind == "technical_explanation":
        return min(
            3 if "jargon" in defects else 5, 2 + evidence.example + (checkable >= 1) + (checkable >= 3)
        )
    if kind == "introduction" and not evidence.proven:
        return 2 + (checkable >= 1)
    if kind == "situational" and evidence.firm + evidence.assisted == 0:
        return min(3, 2 + (checkable >= 1))
    return min(
        5,
        2
        + (checkable + evidence.firm >= 1)
        + (checkable >= 1 and bool(evidence.told_units))
        + (checkable + evidence.firm >= (4 if kind == "situational" else 5)),
    )


def _ownership(evidence: Evidence, defects: frozenset[str]) -> int:
    if "blame_shifting" in defects:
        return 1
    kind = evidence.question.kind
    planned = kind == "situational" and evidence.would > 0
    if "no_own_action" in defects or ("no_specific_example" in defects and not planned):
        return 2
    if (kind == "situational" and _leaves_it(evidence)) or _attacks(kind, defects):
        return 2
    done = evidence.would + evidence.firm if kind == "situational" else evidence.firm
    if kind not in STORY and kind != "situational":
        done += evidence.assisted
    if done == 0:
        return 2 if evidence.group or evidence.assisted or evidence.would else 1
    if done == 1:
        return 3
    reasoned = evidence.reasons >= 1 and done >= 3
    precedent = kind != "situational" or evidence.firm >= 2
    owned = kind != "behavioural_failure" or evidence.lesson.level >= 3
    return 5 if reasoned and precedent and owned and not defects & {"vague_result", "no_result"} else 4


def _attacks(kind: str, defects: frozenset[str]) -> bool:
    """Whether the reason for leaving is a verdict on somebody."""
    return kind == "leaving_reason" and bool(defects & {"negativity", "blame_shifting"})


def _leaves_it(evidence: Evidence) -> bool:
    """Whether a plan leaves the matter to others or to the circumstances rather than deciding."""
    units = evidence.reading.units
    if demands.defers(units[0]) or (len(units) > 1 and demands.defers(units[1])):
        return evidence.firm == 0
    return sum(demands.defers(unit) for unit in units) > 1 and evidence.firm == 0


def _outcome(evidence: Evidence, defects: frozenset[str]) -> int:
    if "no_result" in defects:
        return 1
    if "vague_result" in defects:
        return 2
    return max(2, evidence.ending.level)


def _insight(evidence: Evidence, defects: frozenset[str]) -> int:
    kind = evidence.question.kind
    if kind in {"behavioural_failure", "strengths_weaknesses"}:
        if "no_reflection" in defects:
            return min(2, evidence.lesson.level)
        return max(2 if kind == "behavioural_failure" else 3, evidence.lesson.level)
    if "no_reasoning" in defects:
        return 2
    if kind == "motivation":
        if "no_role_link" in defects:
            return 1 if "no_specific_example" in defects else 2
        return min(5, 2 + min(2, evidence.reasons) + (evidence.firm >= 3 and evidence.lands))
    if _attacks(kind, defects):
        return 2
    if kind == "leaving_reason":
        return min(5, 3 + (evidence.reasons >= 1) + ("no_role_link" not in defects and evidence.firm >= 2))
    if kind == "situational" and ("blame_shifting" in defects or _leaves_it(evidence)):
        return 2
    ordered = any(demands.orders(unit) for unit in evidence.reading.units)
    proven = bool(evidence.facts) and (evidence.firm >= 2 or evidence.example)
    worked = kind == "situational" and proven and evidence.ending.level >= 4
    return min(5, 1 + 2 * (evidence.reasons >= 1) + ordered + proven + worked)


def _delivery(evidence: Evidence, defects: frozenset[str]) -> int:
    level = 5 if evidence.opens and evidence.lands else 3 if evidence.fades else 4
    if defects & {"weak_opening", "weak_closing", "hedging", "no_result", "too_long"}:
        level = min(level, 3)
    if defects & {"fillers", "rambling"}:
        level = min(level, 2)
    level -= len(defects & {"too_long", "hedging", "weak_closing", "jargon", "inconsistent"})
    level -= {"fillers", "rambling"} <= defects
    level -= bool(defects & {"over_rehearsed", "oversharing", "negativity", "blame_shifting"})
    if evidence.question.kind == "salary":
        pay = _pay(evidence, defects)
        level = min(level, pay)
    return min(level, 4) if len(evidence.detours) == flow.DETOURS - 1 else level


def _pay(evidence: Evidence, defects: frozenset[str]) -> int:
    reading = evidence.reading
    if not demands.names_pay(reading):
        return 1
    if defects & {"inconsistent", "oversharing"}:
        return 1
    if "salary_no_basis" in defects:
        return 3 if demands.gives_range(reading) else 2
    bases = len(demands.bases_for_pay(reading)) >= 2
    asks = bool(demands.questions_asked(reading))
    if bases and evidence.facts and (asks or demands.names_terms(reading)):
        return 5
    return 4 if bases or demands.sourced(reading) else 3


def _asking(evidence: Evidence) -> int:
    asked = demands.questions_asked(evidence.reading)
    about_work = sum(work for _, work in asked)
    if about_work == 0:
        return 2 if asked else 1
    heard = len(evidence.facts)
    return 5 if about_work >= 2 and heard >= 2 else 4 if heard >= 2 else 3


_ANCHORS: Mapping[str, Callable[[Evidence, frozenset[str]], int]] = {
    "relevance": _relevance,
    "specificity": _specificity,
    "ownership": _ownership,
    "outcome": _outcome,
    "insight": _insight,
    "delivery": _delivery,
}
