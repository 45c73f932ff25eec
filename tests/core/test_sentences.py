"""A wall of one-line examples: `|` marks where a sentence ends."""

import pytest

from coach.core.sentences import split


def marked(said: str, *, heard: bool) -> str:
    words = said.split()
    numbers = split(words, trust_capitals=heard)
    pieces: dict[int, list[str]] = {}
    for word, number in zip(words, numbers, strict=True):
        pieces.setdefault(number, []).append(word)
    return " | ".join(" ".join(piece) for piece in pieces.values())


@pytest.mark.parametrize("heard", [True, False], ids=["heard", "typed"])
@pytest.mark.parametrize(
    "expected",
    [
        "I left. | Then I wrote.",
        "It was slow and... Nobody knew why. | We asked.",
        "We sold it. | And... Um... The new people came.",
        "Why? | Because I had to! | Fine.",
        'She said "no." | I left.',
        "It cost 3.5 million. | We paid.",
        "It cost 3.5 million in 2.5 years. | We paid.",
        "Dr. Smith and Mr. Jones left.",
        "We met on St. James Street.",
        "We met on St. Mary's ward. | It was late.",
        "I start at 9 a.m. every day.",
        "I started at 9 a.m. | The shop was shut.",
        "I started at 9 a.m. Monday morning.",
        "I came at 9 a.m. I left at five.",
        "We sell pens, ink, etc. | The shop is small.",
        "We sell pens, ink, etc. in the shop.",
        "I lived in the U.S. for a year.",
        "I lived in the U.S. | My job was there.",
        "tools, e.g. Jira and Excel.",
        "No. | I did not.",
        "We ran No. 5 and No. 7 at night.",
        "J. Smith hired me.",
        "I met George W. Bush there.",
        "We went to plan B. | The client agreed.",
        "It was me and I. | Nobody else.",
        "and then... | Nobody came.",
        "and then... we left.",
        "and then… I left.",
        "It was us vs. them.",
        "no full stop at the end",
    ],
)
def test_sentences_end(expected: str, *, heard: bool) -> None:
    assert marked(expected.replace(" | ", " "), heard=heard) == expected


def test_a_small_letter_after_a_stop_goes_on_when_heard_and_begins_when_typed() -> None:
    assert (
        marked("fewer tickets every week. which was good.", heard=True)
        == "fewer tickets every week. which was good."
    )
    assert marked("i left. then i wrote.", heard=False) == "i left. | then i wrote."


def test_a_list_number_is_no_sentence() -> None:
    assert marked("1. I rang them. 2. I wrote.", heard=False) == "1. I rang them. | 2. I wrote."
    assert (
        marked("We won in 2019. It was 12. Then we lost.", heard=False)
        == "We won in 2019. | It was 12. | Then we lost."
    )


def test_a_long_run_is_split_at_its_pauses() -> None:
    words = ["word"] * 80
    gaps = [0.1] * 79
    gaps[30], gaps[50] = 1.2, 0.9
    numbers = split(words, trust_capitals=True, gaps=gaps)
    assert numbers == (1,) * 31 + (2,) * 49


def test_a_run_of_ordinary_length_is_not_split() -> None:
    assert split(["word"] * 60, trust_capitals=True, gaps=[2.0] * 59) == (1,) * 60


def test_no_words_no_sentences() -> None:
    assert split([], trust_capitals=True) == ()
