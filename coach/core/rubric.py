"""Criteria, anchors and bands: which defects and dimensions count for which kind of question, and how they add up.

Six dimensions of equal weight, each 1 to 5 (equal weights are the default of structured
interviewing where nothing else is documented; US OPM). A band is their mean, rounded half up to a
whole number, then capped. No model writes any of these numbers.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from coach.core.lexicon import word_set
from coach.core.records import Dimensions, Kind, Severity

RUBRIC = "1"
"""Version of these criteria, kept with every critique."""

DefectKind = Literal["presence", "omission"]

DEFECTS: Mapping[str, tuple[DefectKind, Severity]] = {
    "not_answering": ("omission", 3),
    "no_specific_example": ("omission", 3),
    "no_own_action": ("presence", 3),
    "no_result": ("omission", 3),
    "vague_result": ("presence", 2),
    "no_reflection": ("omission", 2),
    "rambling": ("presence", 2),
    "negativity": ("presence", 3),
    "blame_shifting": ("presence", 3),
    "hedging": ("presence", 1),
    "fillers": ("presence", 1),
    "weak_opening": ("presence", 1),
    "weak_closing": ("presence", 1),
    "jargon": ("presence", 2),
    "over_rehearsed": ("presence", 2),
    "overclaiming": ("presence", 2),
    "no_role_link": ("omission", 2),
    "no_reasoning": ("omission", 2),
    "technical_error": ("presence", 3),
    "inconsistent": ("presence", 2),
    "oversharing": ("presence", 2),
    "unprofessional": ("presence", 3),
    "integrity_flag": ("presence", 3),
    "salary_no_basis": ("omission", 2),
    "no_question": ("omission", 2),
    "too_short": ("omission", 2),
    "too_long": ("presence", 2),
    "injection": ("presence", 0),
}
"""Every defect: a presence carries a verbatim quote, an omission never does. data/defects.json defines them."""

_EVERYWHERE = word_set(
    """
    not_answering rambling negativity hedging fillers weak_opening weak_closing jargon over_rehearsed
    overclaiming inconsistent oversharing unprofessional integrity_flag too_short too_long injection
    blame_shifting
    """
)
_ALSO: Mapping[Kind, frozenset[str]] = {
    "behavioural": frozenset({"no_specific_example", "no_own_action", "no_result", "vague_result"}),
    "behavioural_failure": frozenset(
        {"no_specific_example", "no_own_action", "no_result", "vague_result", "no_reflection"}
    ),
    "situational": frozenset({"no_specific_example", "no_reasoning"}),
    "motivation": frozenset({"no_specific_example", "no_role_link"}),
    "introduction": frozenset({"no_specific_example", "no_role_link"}),
    "strengths_weaknesses": frozenset({"no_specific_example", "vague_result", "no_reflection"}),
    "technical_explanation": frozenset({"no_specific_example", "no_reasoning", "technical_error"}),
    "salary": frozenset({"salary_no_basis"}),
    "closing": frozenset({"no_question", "no_role_link"}),
    "leaving_reason": frozenset({"no_reflection", "no_role_link", "no_specific_example"}),
}

DIMENSIONS: Mapping[Kind, tuple[str, ...]] = {
    "behavioural": ("relevance", "specificity", "ownership", "outcome", "delivery"),
    "behavioural_failure": ("relevance", "specificity", "ownership", "outcome", "insight", "delivery"),
    "situational": ("relevance", "specificity", "ownership", "insight", "delivery"),
    "motivation": ("relevance", "specificity", "ownership", "insight", "delivery"),
    "introduction": ("relevance", "specificity", "ownership", "delivery"),
    "strengths_weaknesses": ("relevance", "specificity", "ownership", "insight", "delivery"),
    "technical_explanation": ("relevance", "specificity", "insight", "delivery"),
    "salary": ("relevance", "delivery"),
    "closing": ("relevance", "specificity", "delivery"),
    "leaving_reason": ("relevance", "specificity", "ownership", "insight", "delivery"),
}
"""Which dimensions a kind of question asks for; the others stay None."""

TOO_SHORT_WORDS: Mapping[Kind, int] = {
    "behavioural": 60,
    "behavioural_failure": 60,
    "technical_explanation": 60,
    "situational": 45,
    "motivation": 45,
    "introduction": 45,
    "strengths_weaknesses": 45,
    "leaving_reason": 30,
    "salary": 25,
    "closing": 25,
}
"""Fewer words than this are too little to judge: under half a minute for a story, less where less is asked."""

CAPS: Mapping[str, int] = {
    "too_short": 1,
    "not_answering": 2,
    "unprofessional": 2,
    "integrity_flag": 2,
    "negativity": 3,
    "blame_shifting": 3,
}
"""The highest band that an answer with this defect can have, whatever the rest is like."""


def applies(defect: str, kind: Kind) -> bool:
    """Whether a defect is judged for a kind of question."""
    return defect in _EVERYWHERE or defect in _ALSO[kind]


def band_of(kind: Kind, dimensions: Dimensions, defects: Iterable[str]) -> tuple[int, str | None]:
    """The band, and the defect whose cap lowered it (None when the dimensions alone decided).

    The mean of the dimensions that the kind asks for, rounded half up, then capped.
    """
    values = [value for name in DIMENSIONS[kind] if (value := getattr(dimensions, name)) is not None]
    band = (2 * sum(values) + len(values)) // (2 * len(values)) if values else 1
    capped: str | None = None
    for defect in sorted(set(defects)):
        if CAPS.get(defect, 5) < band:
            band, capped = CAPS[defect], defect
    return max(1, min(5, band)), capped
