import json
from pathlib import Path
from typing import get_args

import pytest

import coach
from coach.core.records import Dimensions, Kind
from coach.core.rubric import CAPS, DEFECTS, DIMENSIONS, TOO_SHORT_WORDS, applies, band_of

TAXONOMY = json.loads((Path(coach.__file__).parent / "data" / "defects.json").read_text("utf-8"))
KINDS: tuple[Kind, ...] = get_args(Kind)


def test_the_defects_are_those_of_the_taxonomy() -> None:
    told = {entry["id"]: (entry["kind"], entry["severity"]) for entry in TAXONOMY["taxonomy"]}
    assert dict(DEFECTS) == told
    assert len(told) == 28


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_judged_on_what_the_taxonomy_says(kind: Kind) -> None:
    assert {defect for defect in DEFECTS if applies(defect, kind)} == set(TAXONOMY["applicability"][kind])
    assert set(DIMENSIONS[kind]) <= set(Dimensions.model_fields)
    assert TOO_SHORT_WORDS[kind] > 0


@pytest.mark.parametrize(
    ("levels", "band"),
    [
        ((5, 5, 5, 5, 5), 5),
        ((5, 5, 4, 4, 4), 4),
        ((3, 3, 4, 3, 4), 3),
        ((1, 2, 1, 2, 1), 1),
        ((2, 3, 2, 3, 2), 2),
    ],
)
def test_a_band_is_the_mean_of_what_applies(levels: tuple[int, ...], band: int) -> None:
    names = DIMENSIONS["behavioural"]
    dimensions = Dimensions.model_validate(dict(zip(names, levels, strict=True)))
    assert band_of("behavioural", dimensions, ()) == (band, None)


def test_a_half_is_rounded_up() -> None:
    assert band_of("salary", Dimensions(relevance=3, delivery=4), ()) == (4, None)
    assert band_of("salary", Dimensions(relevance=1, delivery=2), ()) == (2, None)


@pytest.mark.parametrize(("defect", "cap"), CAPS.items())
def test_a_cap_holds_whatever_the_rest_is_like(defect: str, cap: int) -> None:
    best = Dimensions(relevance=5, specificity=5, ownership=5, outcome=5, insight=5, delivery=5)
    assert band_of("behavioural", best, {defect, "hedging"}) == (cap, defect)


def test_a_cap_above_the_mean_changes_nothing() -> None:
    low = Dimensions(relevance=2, specificity=2, ownership=2, outcome=2, delivery=2)
    assert band_of("behavioural", low, {"negativity"}) == (2, None)
