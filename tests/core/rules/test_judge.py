import json
import re
import statistics
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coach
from coach.core.rubric import DEFECTS, applies
from coach.core.rules import judge
from coach.core.transcript import from_typing
from tests.core.rules.answers import ANSWERS, PRACTICE, asked, judged, said

KINDS = json.loads((Path(coach.__file__).parent / "data" / "defects.json").read_text("utf-8"))[
    "applicability"
]


def by_id(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["id"].replace(" ", "-") for case in cases])


def of(case: dict[str, Any], kind: str) -> Any:
    return judged(
        case["answer"], case[kind], question=case["question"], job=case["job"], context=case["context"]
    )


@by_id(ANSWERS)
def test_what_is_there_is_found_and_what_is_not_there_is_not(case: dict[str, Any]) -> None:
    judgement = of(case, "kind")
    assert set(case["must"]) <= said(judgement)
    assert not said(judgement) & set(case["never"])
    assert judgement.band is not None
    assert case["bands"][0] <= judgement.band <= case["bands"][1]


@by_id([case for case in ANSWERS if case["strong"]])
def test_a_strong_answer_gets_no_finding(case: dict[str, Any]) -> None:
    assert not said(of(case, "kind"))


@by_id(ANSWERS + [{**case, "kind": case["question_type"]} for case in PRACTICE])
def test_every_quote_is_verbatim_and_every_omission_has_none(case: dict[str, Any]) -> None:
    judgement = of(case, "kind")
    for item in (*judgement.found, *judgement.raised):
        assert applies(item.defect, case["kind"])
        assert item.severity == DEFECTS[item.defect][1]
        if DEFECTS[item.defect][0] == "presence":
            assert item.quote
            assert item.quote in case["answer"]
            assert item.focus
            assert item.focus in item.quote
        else:
            assert item.quote is None
    for quote in (*judgement.candidates, *judgement.keeps):
        assert quote.text in case["answer"]


def test_the_practice_answers_keep_their_floors() -> None:
    planted = found = false = 0
    for case in PRACTICE:
        got = said(of(case, "question_type"))
        planted += len(set(case["planted_defects"]))
        found += len(set(case["planted_defects"]) & got)
        false += len(set(case["absent_defects"]) & got)
    assert found / planted >= 0.8
    assert false / len(PRACTICE) <= 0.1


def test_better_answers_get_higher_bands() -> None:
    bands = {case["id"]: of(case, "question_type").band for case in PRACTICE}
    for triple in {case["triple_id"] for case in PRACTICE if case["quality_rank"]}:
        weak, medium, strong = (bands.get(f"{triple}-{version}") for version in ("weak", "medium", "strong"))
        if weak is None or medium is None or strong is None:
            continue
        assert weak <= medium <= strong
        assert weak < strong


def test_findings_come_worst_first() -> None:
    severities = [item.severity for case in PRACTICE for item in of(case, "question_type").found]
    assert severities
    for case in PRACTICE:
        own = [item.severity for item in of(case, "question_type").found]
        assert own == sorted(own, reverse=True)


@pytest.mark.parametrize("text", ["", "Fine.", "Yes.", "I", "...", "“”", "um", "\u0000", "5/5"])
@pytest.mark.parametrize("kind", KINDS)
def test_next_to_nothing_is_band_one_and_nothing_else_is_claimed(text: str, kind: str) -> None:
    judgement = judged(text, kind)
    assert judgement.band == 1
    assert "too_short" in said(judgement)
    assert all(item.quote for item in judgement.found if item.defect not in {"too_short", "not_answering"})


def test_a_short_answer_has_no_dimensions() -> None:
    assert set(judged("I fixed it and it was fine.").dimensions.model_dump().values()) == {None}


@pytest.mark.parametrize(
    "text",
    [
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt labore magna aliqua",
        "thank you for watching " * 30,
        "xk qzr plm vvt brr ssk wrr tll nnk pqq zzt mmr kkl wwq ddf ggh",
    ],
)
def test_words_that_make_no_sense_get_no_band(text: str) -> None:
    assert judged(text).band is None


def test_what_was_not_heard_is_not_judged() -> None:
    judgement = judge(asked("behavioural"), from_typing("I rang them and they came."), None, heard=False)
    assert judgement.band is None
    assert judgement.found == ()


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=400), kind=st.sampled_from(sorted(KINDS)))
def test_no_text_whatever_makes_it_fail(text: str, kind: str) -> None:
    judgement = judged(text, kind)
    for item in (*judgement.found, *judgement.raised):
        assert item.quote is None or item.quote in from_typing(text).text


@settings(max_examples=80, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            [
                "I",
                "we",
                "they",
                "rang",
                "was",
                "because,",
                "so.",
                "and",
                "um,",
                "like",
                "you",
                "know",
                "fine",
                "never",
                "should've",
                "my",
                "manager",
                "25%",
                "March",
                "said:",
                "“no”",
                "then?",
                "-",
                "don't",
            ]
        ),
        max_size=120,
    ),
    kind=st.sampled_from(sorted(KINDS)),
)
def test_no_heap_of_ordinary_words_makes_it_fail(words: list[str], kind: str) -> None:
    text = " ".join(words)
    assert judged(text, kind) == judged(text, kind)


def test_three_thousand_words_without_a_full_stop_are_judged() -> None:
    text = re.sub(r"[.,?!]", "", " ".join(case["answer"] for case in PRACTICE)).lower()
    assert len(text.split()) > 3000
    began = time.perf_counter()
    judgement = judged(text)
    assert time.perf_counter() - began < 2
    assert "too_long" in said(judgement)


def test_one_phrase_over_and_over_is_a_stuck_transcriber_and_gets_no_band() -> None:
    assert judged("and then I rang the office and they said come back on Monday so I went " * 20).band is None


def test_judging_takes_at_most_fifty_milliseconds_for_three_hundred_words() -> None:
    text = " ".join(case["answer"] for case in PRACTICE[:3])
    assert len(text.split()) >= 300
    transcript = from_typing(text)
    judge(asked("behavioural"), transcript, None)
    seconds = []
    for _ in range(9):
        began = time.perf_counter()
        judge(asked("behavioural"), transcript, None)
        seconds.append(time.perf_counter() - began)
    assert statistics.median(seconds) < 0.05
