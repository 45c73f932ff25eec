"""The measure itself, on cases one can work out by hand."""

from typing import Any

import pytest

from scripts.measures import hearing_protocol as protocol


def outcome(**given: Any) -> protocol.Outcome:
    nothing: dict[str, Any] = {
        "words": (),
        "plain_text": "",
        "fillers": (),
        "filler_count": (0, 0),
        "lexical_fillers": (),
        "restarts": (),
        "pauses": (),
        "seconds_to_first_word": None,
        "audio_seconds": 60.0,
        "seconds": 6.0,
        "plain_seconds": 4.0,
    }
    return protocol.Outcome(**(nothing | given))


def figures(truth: dict[str, Any], **given: Any) -> dict[str, float | None]:
    return protocol.figures([protocol.tally(truth, outcome(**given))])


def spans(*pairs: tuple[float, float]) -> list[dict[str, float]]:
    return [{"start": start, "end": end} for start, end in pairs]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("So, I DID it.", "so i did it"),
        ("Um, well... uh", "well"),
        ("40 fewer tickets", "forty fewer tickets"),
        ("2,500 and 1-1", "two thousand five hundred and one one"),
        ("We\u2019re at 99% \u2014 \u00a330", "we're at ninety nine percent thirty"),
        ("'quoted' o'clock", "quoted o'clock"),
        ("well-paid", "well paid"),
        ("3000001", "three million one"),
        ("", ""),
    ],
)
def test_words_are_compared_without_case_punctuation_and_digits(text: str, words: str) -> None:
    assert protocol.normalise(text) == words.split()


@pytest.mark.parametrize(
    ("truth", "heard", "distance"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a c", 1),
        ("a b", "a x b", 1),
        ("a b c", "x", 3),
        ("", "a b", 2),
        ("a", "", 1),
    ],
)
def test_edits(truth: str, heard: str, distance: int) -> None:
    assert protocol.edits(truth.split(), heard.split()) == distance


def test_word_error_rate_of_both_ways() -> None:
    found = figures(
        {"clean": "I did it again"}, words=("I", "did", "it"), plain_text="I um did it once again"
    )
    assert (found["wer"], found["wer_plain"]) == (0.25, 0.25)


def test_what_the_truth_does_not_say_is_not_scored() -> None:
    found = figures({}, fillers=((1.0, 1.2),), pauses=((2.0, 3.0),), seconds_to_first_word=1.0)
    scored = {name for name, value in found.items() if value is not None}
    assert scored == {"real_time_factor", "ratio_to_plain"}
    assert (found["real_time_factor"], found["ratio_to_plain"]) == (0.1, 1.5)


def test_an_empty_text_is_not_scored() -> None:
    assert figures({"clean": ""}, words=("made", "up"))["wer"] is None


def test_fillers_are_found_within_a_quarter_second_one_to_one() -> None:
    truth = {"fillers": spans((1.0, 1.2), (5.0, 5.2), (9.0, 9.2))}
    found = figures(truth, fillers=((1.44, 1.6), (5.0, 5.1), (5.1, 5.2), (9.46, 9.6)), filler_count=(4, 4))
    assert found["filler_recall"] == pytest.approx(2 / 3)
    assert found["filler_precision"] == pytest.approx(2 / 4)
    assert found["filler_f1"] == pytest.approx(4 / 7)
    assert found["count_within_one"] == 1.0


def test_matching_finds_as_many_pairs_as_there_are() -> None:
    truth = {"fillers": spans((1.0, 1.2), (1.5, 1.7))}
    assert figures(truth, fillers=((1.3, 1.4), (0.8, 0.9)))["filler_recall"] == 1.0


def test_a_filler_in_an_unsure_place_counts_nowhere() -> None:
    truth = {"fillers": spans((1.0, 1.2)), "unsure": spans((4.0, 4.5))}
    found = figures(truth, fillers=((1.0, 1.2), (4.1, 4.3)))
    assert (found["filler_precision"], found["filler_recall"]) == (1.0, 1.0)


def test_nothing_found_is_a_recall_of_nought_and_no_precision() -> None:
    found = figures({"fillers": spans((1.0, 1.2), (3.0, 3.3))})
    assert (found["filler_recall"], found["filler_f1"], found["filler_precision"]) == (0.0, 0.0, None)
    assert found["count_within_one"] == 0.0


@pytest.mark.parametrize(
    ("count", "within"), [((0, 0), 0.0), ((1, 1), 1.0), ((0, 1), 1.0), ((3, 5), 1.0), ((4, 4), 0.0)]
)
def test_a_count_within_one(count: tuple[int, int], within: float) -> None:
    truth = {"fillers": spans((1.0, 1.2), (3.0, 3.3))}
    assert figures(truth, filler_count=count)["count_within_one"] == within


def test_false_fillers_are_counted_on_fluent_clips_only() -> None:
    fluent = protocol.tally({"fillers": []}, outcome(fillers=((1.0, 1.2),)))
    halting = protocol.tally({"fillers": spans((1.0, 1.2))}, outcome(fillers=((30.0, 30.2),)))
    assert protocol.figures([fluent, halting])["false_fillers_per_10_minutes"] == pytest.approx(10.0)
    assert protocol.figures([halting])["false_fillers_per_10_minutes"] is None


def test_pauses_must_share_half_and_short_ones_are_none() -> None:
    truth = {"pauses": spans((1.0, 2.0), (4.0, 4.2), (6.0, 7.0))}
    found = figures(truth, pauses=((1.1, 1.9), (4.0, 4.3), (6.6, 8.0), (9.0, 9.5)), audio_seconds=30.0)
    assert found["pause_recall"] == 0.5
    assert found["pause_edge_error_ms"] == pytest.approx(100.0)
    assert found["pause_false_per_minute"] == pytest.approx(
        4.0
    )  # 6.6-8.0 shares too little; 4.0-4.3 is there


def test_the_first_word() -> None:
    tallies = [
        protocol.tally({"first_word": 1.0}, outcome(seconds_to_first_word=heard))
        for heard in (1.1, 0.7, None)
    ]
    found = protocol.figures(tallies)
    assert found["first_word_error_ms"] == pytest.approx(200.0)
    assert found["first_word_error_ms_max"] == pytest.approx(300.0)


def test_restarts_are_scored_from_repetitions_and_restarts() -> None:
    truth = {"repetitions": spans((1.0, 1.5)), "restarts": spans((8.0, 9.0))}
    found = figures(truth, restarts=((1.1, 1.4), (20.0, 21.0)))
    assert (found["restart_recall"], found["restart_precision"]) == (0.5, 0.5)


def test_intervals_hold_the_figure_and_the_report_says_how_much_there_was() -> None:
    tallies = [
        protocol.tally({"clean": "one two three four"}, outcome(words=("one",) * number))
        for number in range(1, 9)
    ]
    report = protocol.with_intervals(tallies, [f"a{number // 2}" for number in range(8)])
    low, high = report["wer_interval"]
    assert low < report["wer"] < high
    assert report["n"]["words"] == 32
    assert report["n"]["fillers"] == 0
    assert report["filler_f1"] is None
    assert "filler_f1_interval" not in report


def test_one_answer_has_no_spread() -> None:
    tallies = [protocol.tally({"clean": "one two"}, outcome(words=("one",)))] * 2
    assert "wer_interval" not in protocol.with_intervals(tallies, ["a", "a"])
