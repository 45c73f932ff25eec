"""Only the unmistakable gives pause, and never against a good answer."""

from typing import Any

import pytest

from coach.core.hesitation import Usual, gave_pause, usual
from coach.core.records import (
    Critique,
    Delivery,
    Dimensions,
    Filler,
    FillerCount,
    Finding,
    FirstScreen,
    Pause,
    Restart,
    Via,
)


def critique(band: int | None, *defects: str) -> Critique:
    findings = tuple(
        Finding(
            defect=defect,
            name=defect,
            severity=3,
            quote=None,
            start=4.0,
            end=4.0,
            sentences=(),
            looked_for="an answer",
            why="",
            fix="",
            decided_by="rules",
        )
        for defect in defects
    )
    screen = FirstScreen(heard="", waiting_for="", keep=None, do_now="")
    return Critique(
        band=band,
        dimensions=Dimensions(),
        first_screen=screen,
        redo=None,
        diagnosis=None,
        findings=findings,
        ask="",
        source="rules",
        because="",
        model=None,
        rubric="1",
    )


def delivery(
    *,
    first_word: float | None = 1.0,
    pauses: tuple[float, ...] = (),
    place: Any = "in_clause",
    fillers: int = 0,
    restarts: int = 0,
    words: int = 100,
    speaking: float = 60.0,
    not_judged: tuple[str, ...] = (),
) -> Delivery:
    return Delivery(
        seconds_to_first_sound=first_word,
        seconds_to_first_word=first_word,
        words=words,
        speaking_seconds=speaking,
        words_per_minute=None,
        pace_band=None,
        fillers=tuple(Filler(text="um", start=n, end=n + 0.3, certainty="once") for n in range(fillers)),
        filler_count=FillerCount(low=fillers, high=fillers),
        fillers_per_minute=None,
        lexical_fillers=(),
        restarts=tuple(Restart(kind="repetition", text="I I", start=n, end=n + 0.3) for n in range(restarts)),
        pauses=tuple(Pause(start=10.0, end=10.0 + long, seconds=long, place=place) for long in pauses),
        longest_pause_seconds=max(pauses, default=None),
        pitch_spread_semitones=None,
        trailing_off=None,
        not_judged=not_judged,
    )


def reasons(
    band: int | None, spoken: Delivery | None, via: Via = "microphone", own: Usual | None = None
) -> list[str]:
    return [reason.reason for reason in gave_pause(critique(band), spoken, via=via, usual=own).reasons]


@pytest.mark.parametrize(
    ("band", "defects", "expected", "grade"),
    [
        (1, (), ["low_band"], "again"),
        (2, (), ["low_band"], "hard"),
        (3, (), [], "good"),
        (4, (), [], "good"),
        (5, (), [], "easy"),
        (None, (), [], "good"),
        (2, ("not_answering",), ["not_answered", "low_band"], "again"),
        (3, ("not_answering",), ["not_answered"], "again"),
        (3, ("no_result",), [], "good"),
    ],
)
def test_bands_and_grades(
    band: int | None, defects: tuple[str, ...], expected: list[str], grade: str
) -> None:
    made = gave_pause(critique(band, *defects), None, via="typed", usual=None)
    assert ([reason.reason for reason in made.reasons], made.grade) == (expected, grade)
    assert (made.card_id, made.due) == (None, None)


def test_skipping_and_giving_up_come_back() -> None:
    skipped = gave_pause(None, None, via="microphone", skipped=True, usual=None)
    assert ([r.reason for r in skipped.reasons], skipped.grade) == (["skipped"], "again")
    stopped = gave_pause(critique(3), None, via="microphone", gave_up=True, usual=None)
    assert ([r.reason for r in stopped.reasons], stopped.grade) == (["gave_up"], "again")


def test_nothing_to_judge_gives_no_pause() -> None:
    assert gave_pause(None, delivery(first_word=20.0), via="file", usual=None).reasons == ()
    assert reasons(None, delivery(first_word=20.0, pauses=(9.0,), fillers=50)) == []


@pytest.mark.parametrize(
    ("via", "seconds", "slow"),
    [
        ("microphone", 4.9, False),
        ("microphone", 5.0, True),
        ("page", 4.9, False),
        ("page", 5.0, True),
        ("file", 2.9, False),
        ("file", 3.0, True),
    ],
)
def test_slow_starts(via: Via, seconds: float, slow: bool) -> None:
    made = gave_pause(critique(3), delivery(first_word=seconds), via=via, usual=None)
    assert ([r.reason for r in made.reasons] == ["slow_start"]) is slow
    assert made.grade == ("hard" if slow else "good")
    for reason in made.reasons:
        assert (reason.start, reason.end, reason.measured, reason.usual) == (0.0, seconds, seconds, None)


@pytest.mark.parametrize(
    ("usual_start", "via", "seconds", "slow"),
    [
        (1.0, "microphone", 2.9, False),
        (1.0, "microphone", 3.0, True),
        (4.0, "microphone", 7.9, False),
        (4.0, "microphone", 8.0, True),
        (0.5, "file", 2.9, False),
        (0.5, "file", 3.0, True),
    ],
)
def test_with_a_baseline_a_start_is_slow_against_the_speakers_own(
    usual_start: float, via: Via, seconds: float, slow: bool
) -> None:
    own = Usual(start_seconds=usual_start, longest_pause_seconds=1.0)
    made = gave_pause(critique(3), delivery(first_word=seconds), via=via, usual=own)
    assert [(r.reason, r.usual) for r in made.reasons] == ([("slow_start", usual_start)] if slow else [])


def test_long_pauses_count_inside_a_sentence_only() -> None:
    assert reasons(3, delivery(pauses=(1.0, 3.9))) == []
    assert reasons(3, delivery(pauses=(1.0, 4.0))) == ["long_pause"]
    assert reasons(3, delivery(pauses=(9.0,), place="between_sentences")) == []
    [reason] = gave_pause(critique(3), delivery(pauses=(5.0, 6.0)), via="file", usual=None).reasons
    assert (reason.start, reason.end, reason.measured) == (10.0, 16.0, 6.0)


def test_with_a_baseline_a_pause_is_long_against_the_speakers_own() -> None:
    own = Usual(start_seconds=1.0, longest_pause_seconds=3.0)
    assert reasons(3, delivery(pauses=(5.9,)), own=own) == []
    assert reasons(3, delivery(pauses=(6.0,)), own=own) == ["long_pause"]


@pytest.mark.parametrize(
    ("fillers", "words", "expected"),
    [(3, 10, []), (4, 40, ["fillers"]), (6, 94, []), (7, 93, ["fillers"])],
)
def test_many_fillers(fillers: int, words: int, expected: list[str]) -> None:
    assert reasons(3, delivery(fillers=fillers, words=words)) == expected


def test_many_restarts() -> None:
    assert reasons(3, delivery(restarts=5, words=100)) == []
    assert reasons(3, delivery(restarts=6, words=100)) == ["restarts"]
    [reason] = gave_pause(critique(3), delivery(restarts=6), via="file", usual=None).reasons
    assert (reason.start, reason.end, reason.measured) == (0.0, 5.3, 6.0)


HALTING = {"first_word": 20.0, "pauses": (9.0,), "fillers": 30, "restarts": 30}


@pytest.mark.parametrize("band", [4, 5])
@pytest.mark.parametrize("via", ["microphone", "page", "file"])
def test_nothing_of_the_delivery_counts_against_a_good_answer(band: int, via: Via) -> None:
    assert reasons(band, delivery(**HALTING), via) == []  # type: ignore[arg-type]


def test_nothing_counts_that_the_person_asked_not_to_be_judged_on() -> None:
    assert reasons(3, delivery(**HALTING)) == ["slow_start", "long_pause", "fillers", "restarts"]  # type: ignore[arg-type]
    spared = delivery(**HALTING, not_judged=("pauses", "fillers", "restarts"))  # type: ignore[arg-type]
    assert reasons(3, spared) == []
    assert reasons(3, delivery(**HALTING, not_judged=("pauses",))) == ["fillers", "restarts"]  # type: ignore[arg-type]


def test_a_low_own_rating_brings_even_a_good_answer_back() -> None:
    made = gave_pause(critique(5), None, via="typed", own_rating=2, usual=None)
    assert ([(r.reason, r.measured) for r in made.reasons], made.grade) == ([("low_own_rating", 2.0)], "hard")
    assert gave_pause(critique(4), None, via="typed", own_rating=3, usual=None).reasons == ()
    assert gave_pause(critique(None), None, via="file", own_rating=1, usual=None).reasons == ()


def test_usual_is_a_median_over_enough_long_answers() -> None:
    long = [delivery(first_word=start, pauses=(start,), speaking=30.0) for start in (1.0, 1.2, 1.4, 9.0)]
    assert usual(long) is None
    assert usual([*long, delivery(first_word=1.1, speaking=29.9)]) is None
    assert usual([*long, delivery(first_word=1.1, speaking=30.0)]) == Usual(
        start_seconds=1.2, longest_pause_seconds=1.2
    )
    assert usual([]) is None
