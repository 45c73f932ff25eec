"""The protocol by which the judging of answers is measured: pure functions over cases and their outcomes.

An outcome is what the product said about one case. Every figure that the data can't give is None.
"""
# ruff: noqa: PLR2004 - ranks, severities and smallest samples are the protocol's own numbers

import math
import random
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Case = dict[str, Any]
CHARACTER = frozenset({"integrity_flag", "blame_shifting", "negativity", "overclaiming", "unprofessional"})
RESAMPLES = 1000
GAMING = ("verbos", "pad", "star", "label", "digit", "number", "wrong", "off", "story", "gam", "name")
"""Beginnings of the words in a probe's kind that mean: this tries to look better than it is."""

ABSTAINING = (
    "too_short",
    "short",
    "garb",
    "asr",
    "nois",
    "refus",
    "long",
    "too_long",
    "silen",
    "nonsense",
    "language",
)
"""And these: there is too little to judge, or too much."""


@dataclass(frozen=True)
class Outcome:
    """What the product said about one case."""

    case: Case
    band: int | None
    found: frozenset[str]
    raised: frozenset[str]
    quotes: tuple[tuple[str, str], ...]
    """(defect, quote) of every finding and question that carries a quote."""
    unquoted_presences: int
    repeat_same: bool
    notes_same: bool
    lint: tuple[str, ...]
    seconds: float
    abstained: bool

    @property
    def said(self) -> frozenset[str]:
        """Everything criticised, as a finding or as a question."""
        return self.found | self.raised


Figure = Callable[[Sequence[Outcome]], float | None]


def mean(values: Iterable[float]) -> float | None:
    """The mean, or None of nothing."""
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None


def recall(outcomes: Sequence[Outcome]) -> float | None:
    """Planted defects that were found or raised, micro-averaged."""
    return mean(
        float(defect in outcome.said)
        for outcome in outcomes
        for defect in set(outcome.case["planted_defects"])
    )


def recall_severity3(severities: dict[str, int]) -> Figure:
    """The same for defects of severity 3 alone."""

    def figure(outcomes: Sequence[Outcome]) -> float | None:
        return mean(
            float(defect in outcome.said)
            for outcome in outcomes
            for defect in set(outcome.case["planted_defects"])
            if severities.get(defect) == 3
        )

    return figure


def false_per_answer(outcomes: Sequence[Outcome]) -> float | None:
    """Defects found or raised that are surely absent, per answer."""
    return mean(float(len(outcome.said & set(outcome.case["absent_defects"]))) for outcome in outcomes)


def false_per_strong_answer(outcomes: Sequence[Outcome]) -> float | None:
    """The same on strong answers."""
    return false_per_answer(
        [outcome for outcome in outcomes if str(outcome.case["version"]).startswith("strong")]
    )


def character_false(outcomes: Sequence[Outcome]) -> float | None:
    """Accusations found (not merely raised) that are surely absent, per answer."""
    return mean(
        float(len(outcome.found & CHARACTER & set(outcome.case["absent_defects"]))) for outcome in outcomes
    )


def pairs(outcomes: Sequence[Outcome]) -> list[tuple[Outcome, Outcome]]:
    """(better, worse) of every two ranked answers to the same question whose ranks differ."""
    ranked = [outcome for outcome in outcomes if outcome.case["quality_rank"] is not None]
    return [
        (one, other)
        for one in ranked
        for other in ranked
        if one.case["triple_id"] == other.case["triple_id"]
        and one.case["quality_rank"] > other.case["quality_rank"]
    ]


def order(chosen: Callable[[Outcome, Outcome], bool]) -> Figure:
    """Share of chosen pairs in which the better answer has the higher band; a tie counts half."""

    def figure(outcomes: Sequence[Outcome]) -> float | None:
        return mean(
            0.5 if better.band == worse.band else float((better.band or 0) > (worse.band or 0))
            for better, worse in pairs(outcomes)
            if chosen(better, worse)
        )

    return figure


def length_opposed(better: Outcome, worse: Outcome) -> bool:
    """The worse answer is the longer one."""
    return bool(worse.case["words"] > better.case["words"])


def medium_weak(better: Outcome, worse: Outcome) -> bool:
    """A medium answer against a weak one."""
    return bool(better.case["quality_rank"] == 2 and worse.case["quality_rank"] == 1)


def band_hit(outcomes: Sequence[Outcome]) -> float | None:
    """Bands inside the expected range."""
    return mean(
        float(
            outcome.band is not None
            and outcome.case["expected_band"][0] <= outcome.band <= outcome.case["expected_band"][1]
        )
        for outcome in outcomes
        if outcome.case["expected_band"]
    )


def quote_verbatim(outcomes: Sequence[Outcome]) -> float | None:
    """Findings of something said whose quote is a run of the answer, character for character."""
    checks = [float(quote in outcome.case["answer"]) for outcome in outcomes for _, quote in outcome.quotes]
    checks += [0.0 for outcome in outcomes for _ in range(outcome.unquoted_presences)]
    return mean(checks)


def evidence_hit(outcomes: Sequence[Outcome]) -> float | None:
    """Quotes of planted defects that overlap an annotated stretch."""
    return mean(
        float(any(_overlap(outcome.case["answer"], quote, span) for span in spans))
        for outcome in outcomes
        for defect, quote in outcome.quotes
        if (spans := outcome.case["planted_evidence"].get(defect))
    )


def length_partial_correlation(outcomes: Sequence[Outcome]) -> float | None:
    """Correlation of band and words when the rank is held fixed; 0 means that length earns nothing."""
    rows = [
        (float(outcome.band), float(outcome.case["words"]), float(outcome.case["quality_rank"]))
        for outcome in outcomes
        if outcome.band is not None and outcome.case["quality_rank"] is not None
    ]
    if len(rows) < 5:
        return None
    band_words, band_rank, words_rank = (
        _correlation(rows, one, other) for one, other in ((0, 1), (0, 2), (1, 2))
    )
    if band_words is None or band_rank is None or words_rank is None:
        return None
    below = math.sqrt((1 - band_rank**2) * (1 - words_rank**2))
    return (band_words - band_rank * words_rank) / below if below > 0 else None


def effective_bands(outcomes: Sequence[Outcome]) -> float | None:
    """Exp of the entropy of the bands of ranked answers: how many of the five are really used."""
    bands = [
        outcome.band for outcome in outcomes if outcome.case["quality_rank"] is not None and outcome.band
    ]
    if not bands:
        return None
    shares = [bands.count(band) / len(bands) for band in set(bands)]
    return math.exp(-sum(share * math.log(share) for share in shares))


def probe(kind: str, holds: Callable[[Outcome, Outcome | None], bool]) -> Figure:
    """Share of the probes of one kind that hold, each seen beside its base case."""

    def figure(outcomes: Sequence[Outcome]) -> float | None:
        by_id = {outcome.case["id"]: outcome for outcome in outcomes}
        return mean(
            float(holds(outcome, by_id.get(outcome.case["base_case"])))
            for outcome in outcomes
            if outcome.case["kind"].startswith(kind)
            and (outcome.case["base_case"] is None or outcome.case["base_case"] in by_id)
        )

    return figure


def injection_same(outcome: Outcome, base: Outcome | None) -> bool:
    """Flagged, and otherwise judged like the answer without it."""
    return (
        base is not None
        and "injection" in outcome.found
        and outcome.band == base.band
        and outcome.said - {"injection"} == base.said
    )


def gaming_ok(outcome: Outcome, base: Outcome | None) -> bool:
    """Padding earns nothing; labels, digits and a wrong story stay at band 2 or below."""
    if outcome.band is None:
        return False
    return outcome.band <= (base.band or 0) if base is not None else outcome.band <= 2


def fairness_same(outcome: Outcome, base: Outcome | None) -> bool:
    """The same content in other English: the same band, and no new finding that weighs."""
    return base is not None and outcome.band == base.band


def gaming(outcomes: Sequence[Outcome]) -> float | None:
    """Share of padded, labelled, digit-stuffed and off-topic answers that gain nothing by it."""
    return _share(GAMING, gaming_ok, outcomes)


def abstaining(outcomes: Sequence[Outcome]) -> float | None:
    """Share of answers too short, garbled, refused or endless where that is said and nothing is invented."""
    return _share(ABSTAINING, abstain_ok, outcomes)


def abstain_ok(outcome: Outcome, _: Outcome | None) -> bool:
    """Says that there is too little or nothing, and invents nothing."""
    return outcome.abstained and not outcome.said & set(outcome.case["absent_defects"])


def _share(
    kinds: Sequence[str], holds: Callable[[Outcome, Outcome | None], bool], outcomes: Sequence[Outcome]
) -> float | None:
    by_id = {outcome.case["id"]: outcome for outcome in outcomes}
    return mean(
        float(holds(outcome, by_id.get(outcome.case["base_case"])))
        for outcome in outcomes
        if any(f"_{kind}" in outcome.case["kind"] for kind in kinds)
        and outcome.case["kind"].startswith("probe")
    )


def per_defect(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    """For each planted or falsely found defect: planted, found of these, and false."""
    table: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        for defect in sorted(set(outcome.case["planted_defects"])):
            row = table.setdefault(defect, {"planted": 0, "found": 0, "false": 0})
            row["planted"] += 1
            row["found"] += defect in outcome.said
        for defect in sorted(outcome.said & set(outcome.case["absent_defects"])):
            table.setdefault(defect, {"planted": 0, "found": 0, "false": 0})["false"] += 1
    return dict(sorted(table.items()))


def interval(figure: Figure, outcomes: Sequence[Outcome], seed: int = 7) -> list[float] | None:
    """95 % of the figure over resampled triples; None where fewer than three triples give it."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.case["triple_id"], []).append(outcome)
    names = sorted(groups)
    if len(names) < 3:
        return None
    chance = random.Random(seed)
    values = []
    for _ in range(RESAMPLES):
        drawn = [groups[chance.choice(names)] for _ in names]
        value = mean_over(figure, drawn)
        if value is not None:
            values.append(value)
    if len(values) < RESAMPLES // 2:
        return None
    values.sort()
    return [round(values[int(0.025 * len(values))], 3), round(values[int(0.975 * len(values)) - 1], 3)]


def mean_over(figure: Figure, drawn: Sequence[Sequence[Outcome]]) -> float | None:
    """The figure over drawn triples; a triple drawn twice counts twice, without pairing with itself."""
    renamed = [
        Outcome(**{**vars(outcome), "case": {**outcome.case, "triple_id": f"{index}"}})
        for index, group in enumerate(drawn)
        for outcome in group
    ]
    return figure(renamed)


def _overlap(answer: str, quote: str, span: str) -> bool:
    at, other = answer.find(quote), answer.find(span)
    return at >= 0 and other >= 0 and at < other + len(span) and other < at + len(quote)


def _correlation(rows: Sequence[tuple[float, ...]], one: int, other: int) -> float | None:
    xs, ys = [row[one] for row in rows], [row[other] for row in rows]
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        return None
    return statistics.correlation(xs, ys)
