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
        "ownership": levels.ownership is not None and done <= 1,
        "specificity": levels.specificity is not None
        and (not tied if kind in {"closing", "motivation"} else not evidence.facts and not evidence.anchored),
        "insight": levels.insight is not None and evidence.reasons == 0,
        "basis": kind == "salary" and not demands.sourced(evidence.reading),
        "delivery": levels.delivery is not None and not evidence.lands,
    }
    return tuple(name for name, missing in checks.items() if missing)


def _relevance(evidence: Evidence, defects: frozenset[str]) -> int:
    kind = evidence.question.kind
    if "not_answering" in defects:
        return 1
    if kind == "salary":
        return _pay(evidence, defects)
    if kind == "closing":
        return _asking(evidence)
    if "blame_shifting" in defects and kind in {"behavioural_failure", "situational"}:
        return 2
    if defects & {"no_specific_example", "no_own_action"} and kind in STORY:
        return 2
    if "no_role_link" in defects and kind == "motivation":
        return 2
    level = 5 if evidence.opens and evidence.lands else 4
    level -= bool(defects & {"rambling", "no_role_link", "too_long"}) + bool(defects & {"weak_opening"})
    if defects & {"no_result", "no_specific_example"}:
        level = min(level, 3)
    return min(level, 4) if defects & {"over_rehearsed", "vague_result", "no_reflection"} else level


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
        return min(5, 2 + evidence.example + (checkable >= 1) + (checkable >= 3))
    if kind == "situational" and evidence.firm == 0:
        return min(3, 2 + (checkable >= 1))
    return min(
        5,
        2
        + (checkable + evidence.firm >= 1)
        + (checkable >= 1 and bool(evidence.told_units))
        + (checkable + evidence.firm >= 5),
    )


def _ownership(evidence: Evidence, defects: frozenset[str]) -> int:
    if "blame_shifting" in defects:
        return 1
    if "no_own_action" in defects or ("no_specific_example" in defects and not evidence.would):
        return 2
    kind = evidence.question.kind
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
    if kind == "leaving_reason":
        return min(5, 3 + (evidence.reasons >= 1) + ("no_role_link" not in defects and evidence.firm >= 2))
    if kind == "situational" and any(demands.defers(unit) for unit in evidence.reading.units[:2]):
        return 2
    ordered = any(demands.orders(unit) for unit in evidence.reading.units)
    proven = bool(evidence.facts) and (evidence.firm >= 2 or evidence.example)
    return min(5, 1 + min(2, evidence.reasons) + ordered + proven)


def _delivery(evidence: Evidence, defects: frozenset[str]) -> int:
    level = 5 if evidence.opens and evidence.lands else 4 if evidence.lands else 3
    if defects & {"weak_opening", "weak_closing", "hedging", "no_result", "too_long"}:
        level = min(level, 3)
    if defects & {"fillers", "rambling"}:
        level = min(level, 2)
    level -= len(defects & {"too_long", "hedging", "weak_closing", "jargon", "inconsistent"})
    level -= {"fillers", "rambling"} <= defects
    level -= bool(defects & {"over_rehearsed", "oversharing", "negativity"})
    if evidence.question.kind == "salary":
        level = min(level, _pay(evidence, defects) + 1)
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
