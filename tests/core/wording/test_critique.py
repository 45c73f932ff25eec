import re
from typing import Any, get_args

import pytest

from coach.core import wording
from coach.core.records import Critique, Kind, Tone
from coach.core.rubric import DEFECTS
from coach.core.rules import Judgement, judge
from coach.core.transcript import from_typing
from coach.core.wording.gaps import ASKED_FOR, GAPS
from coach.core.wording.phrasing import HOLE
from coach.core.wording.speaking import ALL
from tests.core.rules.answers import ANSWERS, PRACTICE, asked

TONES: tuple[Tone, ...] = get_args(Tone)
CASES = ANSWERS + [{**case, "kind": case["question_type"]} for case in PRACTICE]


def worded(
    text: str,
    kind: str = "behavioural",
    *,
    tone: Tone = "plain",
    chosen: int | None = None,
    seen: dict[str, int] | None = None,
    judgement: Judgement | None = None,
    job: str = "",
    context: str = "",
) -> Critique:
    transcript, question = from_typing(text), asked(kind)
    return wording.critique(
        judgement or judge(question, transcript, None, job=job, context=context),
        question,
        transcript,
        tone=tone,
        chosen=chosen,
        source="rules",
        because="The rules decided alone.",
        model=None,
        seen=seen or {},
    )


def by_case() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES, ids=[case["id"].replace(" ", "-") for case in CASES])


@by_case()
@pytest.mark.parametrize("tone", TONES)
def test_every_critique_keeps_its_promises(case: dict[str, Any], tone: Tone) -> None:
    critique = worded(case["answer"], case["kind"], tone=tone, job=case["job"], context=case["context"])
    assert wording.complaints(critique, from_typing(case["answer"])) == ()


@by_case()
def test_the_tone_changes_words_only(case: dict[str, Any]) -> None:
    plain, gentle, blunt = (
        worded(case["answer"], case["kind"], tone=tone) for tone in ("plain", "gentle", "blunt")
    )
    for other in (gentle, blunt):
        assert (other.band, other.dimensions, other.redo) == (plain.band, plain.dimensions, plain.redo)
        assert [(one.defect, one.quote) for one in other.findings] == [
            (one.defect, one.quote) for one in plain.findings
        ]
        assert other.first_screen.keep == plain.first_screen.keep
    assert gentle.first_screen != blunt.first_screen


@pytest.mark.parametrize("text", ["Fine.", "", "um", "“Yes”", "5", "I said “no” and “yes” and I moved it."])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_next_to_nothing_is_worded_without_breaking_a_promise(text: str, kind: Kind) -> None:
    for tone in TONES:
        critique = worded(text, kind, tone=tone)
        assert critique.band == 1
        assert wording.complaints(critique, from_typing(text)) == ()
        assert "too little to judge" in critique.because


def test_a_strong_answer_is_left_alone() -> None:
    strong = next(case for case in ANSWERS if case["id"] == "returner strong")
    critique = worded(strong["answer"])
    assert critique.findings == ()
    assert (
        critique.first_screen.waiting_for
        == "Nothing I can fault in how it is told; if it is what they asked, stop rehearsing this one."
    )
    assert critique.redo is None


def test_what_is_missing_says_what_was_looked_for_and_has_no_quote() -> None:
    case = next(case for case in ANSWERS if case["id"] == "plumber no result")
    critique = worded(case["answer"])
    (missing,) = (finding for finding in critique.findings if finding.defect == "no_result")
    assert (missing.quote, missing.looked_for) == (None, "an outcome after the last action")
    assert critique.redo == "ending"


def test_the_question_back_uses_their_words() -> None:
    case = next(case for case in ANSWERS if case["id"] == "developer medium")
    critique = worded(case["answer"])
    assert "everybody was happy with it" in critique.ask
    assert critique.ask.endswith("?")


def test_the_chosen_sentence_is_quoted_first() -> None:
    case = next(case for case in ANSWERS if case["id"] == "returner strong")
    judgement = judge(asked("behavioural"), from_typing(case["answer"]), None)
    heard = set()
    for candidate in judgement.candidates:
        critique = worded(case["answer"], chosen=candidate.sentence)
        assert candidate.text.rstrip(".") in critique.first_screen.heard
        assert critique.first_screen.keep is not None
        assert critique.first_screen.keep.quote not in candidate.text
        heard.add(critique.first_screen.heard)
    assert len(heard) == len(judgement.candidates) > 2


def test_a_quote_that_was_never_said_drops_the_finding_and_is_counted() -> None:
    text = next(case for case in ANSWERS if case["id"] == "developer medium")["answer"]
    judgement = judge(asked("behavioural"), from_typing(text), None)
    invented = judgement.found[0].model_copy(update={"quote": "never said at all"})
    critique = worded(text, judgement=judgement.model_copy(update={"found": (invented, *judgement.found)}))
    assert critique.dropped_findings == 1
    assert "never said at all" not in critique.model_dump_json()


def test_what_was_found_before_is_counted() -> None:
    text = next(case for case in ANSWERS if case["id"] == "developer medium")["answer"]
    critique = worded(text, seen={"vague_result": 3})
    assert [finding.seen_before for finding in critique.findings] == [3]


def test_of_a_short_answer_nothing_is_said_to_be_missing_that_may_be_there() -> None:
    critique = worded(
        "We disagreed about the rota. I measured both for a week and in the end hers was quicker."
    )
    assert [finding.defect for finding in critique.findings] == ["too_short"]
    assert "room for" in critique.first_screen.waiting_for


def test_a_capped_band_says_why() -> None:
    text = next(case for case in ANSWERS if case["id"] == "swearing")["answer"]
    critique = worded(text)
    assert critique.band == 2
    assert "holds the band at 2" in critique.because


def test_an_accusation_in_doubt_is_a_question_and_touches_no_band() -> None:
    text = next(case for case in ANSWERS if case["id"] == "returner strong")["answer"]
    accused = (
        text
        + " I suppose nobody would notice the missing thirty pounds from the cake stall, but I wrote it down."
    )
    with_doubt, without = (
        worded(accused),
        worded(text + " There were thirty pounds missing at the cake stall, but I wrote it down."),
    )
    assert [raised.defect for raised in with_doubt.raised] == ["integrity_flag"]
    assert with_doubt.raised[0].question.endswith("?")
    assert with_doubt.band == without.band


def test_garbled_words_get_no_band() -> None:
    critique = worded("xk qzr plm vvt brr ssk wrr tll nnk pqq zzt mmr kkl wwq")
    assert critique.band is None
    assert "too few of these words" in critique.because


def test_every_defect_has_words_and_no_hole_stays_open() -> None:
    assert set(ALL) == set(DEFECTS)
    holes = {"q", "act", "last", "asked", "start", "start_ask", "start_short", "ask_short", "nearest"}
    for defect, remark in ALL.items():
        for variants in (remark.waiting, remark.why, remark.fix, remark.do_now, remark.ask):
            assert variants
            assert {name for text in variants for name in HOLE.findall(text)} <= holes
        assert (remark.looked_for is not None) == (DEFECTS[defect][0] == "omission")
    assert 8 <= len({remark.name for remark in ALL.values()}) <= 15
    assert set(ASKED_FOR) == set(get_args(Kind))
    assert GAPS


def test_the_same_answer_is_always_worded_alike_and_others_differently() -> None:
    text = next(case for case in ANSWERS if case["id"] == "developer medium")["answer"]
    assert worded(text) == worded(text)
    medium = [case for case in CASES if "vague_result" in case.get("must", case.get("planted_defects", ()))]
    leads = {worded(case["answer"], case["kind"]).first_screen.waiting_for.split("“")[0] for case in medium}
    assert len(leads) > 2


@by_case()
@pytest.mark.parametrize("tone", TONES)
def test_each_line_of_the_first_screen_stands_alone_as_a_sentence(case: dict[str, Any], tone: Tone) -> None:
    screen = worded(
        case["answer"], case["kind"], tone=tone, job=case["job"], context=case["context"]
    ).first_screen
    for line in (screen.heard, screen.waiting_for, screen.do_now):
        assert line[:1].isupper() or line.startswith("“")
        assert line.endswith((".", "?", ".”", "?”", "!”"))
    ours = [re.sub("“[^”]*”", "", line) for line in (screen.heard, screen.waiting_for)]
    assert not any(":" in line for line in ours)


@by_case()
def test_below_a_good_band_nothing_is_called_faultless(case: dict[str, Any]) -> None:
    critique = worded(case["answer"], case["kind"], job=case["job"], context=case["context"])
    if critique.band is not None and critique.band <= 3:
        assert "Nothing I can fault" not in critique.first_screen.waiting_for


def test_two_remarks_side_by_side_have_two_names() -> None:
    names = [ALL[defect].name for defect in ("fillers", "hedging", "jargon", "over_rehearsed", "too_short")]
    assert len(set(names)) == len(names)


def test_where_honesty_is_in_doubt_that_comes_first_and_as_a_question_with_their_words() -> None:
    case = next(case for case in ANSWERS if case["id"] == "spoken s4 dishonest")
    screen = worded(case["answer"], case["kind"]).first_screen
    assert screen.waiting_for.startswith("Could “")
    assert screen.waiting_for.endswith("?")
    assert screen.keep is None or "want to hear" not in screen.keep.quote


def test_the_one_thing_to_do_uses_their_own_words_where_it_can() -> None:
    case = next(case for case in ANSWERS if case["id"] == "plumber no result")
    assert "“" in worded(case["answer"]).first_screen.do_now
    short = worded("My part was the loading list, which had to be right every time because of the ice.")
    assert "beginning with “I”" in short.first_screen.do_now


def test_one_word_is_not_asked_to_go_on_from() -> None:
    screen = worded("Um, no.").first_screen
    assert screen.heard == "Their notes would say “no” and little else."
    assert "go on" not in screen.do_now.lower()


def test_an_answer_to_another_question_is_told_so() -> None:
    case = next(case for case in ANSWERS if case["id"].startswith("spoken b9"))
    critique = worded(case["answer"])
    assert "why you want the job" in critique.first_screen.waiting_for
    (found,) = (item for item in critique.findings if item.defect == "not_answering")
    assert "another question" in found.why
