"""Whether an answer is whole: then it is long enough, however tight.

Three lengths: under `FLOOR_WORDS` nothing can be whole; from the rubric's length on nothing is too
short; in between an answer is too short only when a piece that its kind asks for is not there.
"""
# ruff: noqa: PLR2004 - each number is a rung of the ladder of endings or lessons

import re
from collections.abc import Callable, Mapping

from coach.core.records import Kind
from coach.core.rubric import TOO_SHORT_WORDS
from coach.core.rules import demands
from coach.core.rules.evidence import Evidence

FLOOR_WORDS: Mapping[Kind, int] = {
    "behavioural": 45,
    "behavioural_failure": 40,
    "technical_explanation": 45,
    "situational": 25,
    "motivation": 25,
    "introduction": 25,
    "strengths_weaknesses": 40,
    "leaving_reason": 20,
    "salary": 12,
    "closing": 12,
}
"""Fewer words than this are never enough: about fifteen seconds for a story, a sentence where a figure or a question is asked for."""

_NEXT = re.compile(
    r"\bi(?:'m| am)(?: \w+){0,2} (?:looking|ready|applying|after|back)\b|\bi(?:'d| would)(?: \w+)? (?:like|love)\b|\bi (?:now )?(?:want|hope|need)\b"
    r"|\b(?:so now|since then|since|these days|now i|right now|at the moment|next)\b|\bi(?:'ve| have) (?:\w+ )?(?:been|done|taken|passed|worked|trained|finished|started|kept)\b"
)


def too_short(evidence: Evidence) -> bool:
    """Too little to judge."""
    kind, words = evidence.question.kind, evidence.reading.words
    if words >= TOO_SHORT_WORDS[kind]:
        return False
    return words < FLOOR_WORDS[kind] or not _WHOLE[kind](evidence)


def _story(evidence: Evidence) -> bool:
    return _event_with_ending(evidence) and evidence.firm >= 2


def _failure(evidence: Evidence) -> bool:
    return _event_with_ending(evidence) and (evidence.firm >= 2 or evidence.lesson.level >= 3)


def _event_with_ending(evidence: Evidence) -> bool:
    happened = bool(evidence.told_units) or evidence.anchored
    return happened and (evidence.ending.level >= 3 or evidence.ending.vague is not None)


def _explanation(evidence: Evidence) -> bool:
    return evidence.example and evidence.reasons >= 1


def _plan(evidence: Evidence) -> bool:
    leaves = any(demands.defers(unit) for unit in evidence.reading.units)
    return evidence.would + evidence.firm >= 2 and evidence.reasons >= 1 and not leaves


def _wish(evidence: Evidence) -> bool:
    tied = demands.links_to_job(evidence.reading, evidence.question.kind, evidence.job_words)
    return tied and evidence.proven and (evidence.reasons >= 1 or bool(evidence.facts))


def _introduction(evidence: Evidence) -> bool:
    linked = demands.links_to_job(evidence.reading, evidence.question.kind, evidence.job_words)
    return linked and bool(evidence.own) and bool(evidence.facts)


def _trait(evidence: Evidence) -> bool:
    return (
        evidence.told >= 1
        and evidence.anchored
        and (evidence.ending.level >= 3 or evidence.lesson.level >= 3)
    )


def _leaving(evidence: Evidence) -> bool:
    return evidence.reasons >= 1 and any(_NEXT.search(unit.plain) for unit in evidence.reading.units)


def _pay(evidence: Evidence) -> bool:
    return demands.names_pay(evidence.reading) and bool(demands.bases_for_pay(evidence.reading))


def _questions(evidence: Evidence) -> bool:
    return any(work for _, work in demands.questions_asked(evidence.reading))


_WHOLE: Mapping[Kind, Callable[[Evidence], bool]] = {
    "behavioural": _story,
    "behavioural_failure": _failure,
    "technical_explanation": _explanation,
    "situational": _plan,
    "motivation": _wish,
    "introduction": _introduction,
    "strengths_weaknesses": _trait,
    "leaving_reason": _leaving,
    "salary": _pay,
    "closing": _questions,
}
