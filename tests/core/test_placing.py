"""Words end up in the speech they belong to, in order and inside the stretch."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.placing import place
from coach.core.records import Heard, HeardWord, Span, Stretch

Times = tuple[float, float]


def stretch(start: float, end: float, *words: Times) -> Stretch:
    heard = tuple(
        HeardWord(text=f"w{number}", start=a, end=b, probability=0.9) for number, (a, b) in enumerate(words)
    )
    return Stretch(start=start, end=end, heard=Heard(words=heard, language="en", language_probability=1.0))


def times(made: Stretch, *spans: Times) -> list[Times]:
    return [(start, end) for _, start, end in place(made, [Span(start=a, end=b) for a, b in spans])]


def test_times_are_moved_to_the_recording() -> None:
    assert times(stretch(10, 15, (0.5, 0.9), (1.0, 1.5)), (10, 15)) == [(10.5, 10.9), (11.0, 11.5)]


def test_a_first_word_before_the_first_sound_begins_with_it() -> None:
    assert times(stretch(0, 9, (0.0, 3.4), (3.4, 3.8)), (3.0, 8.0)) == [(3.0, 3.4), (3.4, 3.8)]


def test_a_word_stretched_back_over_a_pause_begins_after_it() -> None:
    assert times(stretch(0, 9, (0.2, 1.0), (1.0, 3.3)), (0, 1.2), (3.0, 8.0)) == [(0.2, 1.0), (3.0, 3.3)]


def test_a_word_stretched_into_a_pause_ends_before_it() -> None:
    assert times(stretch(0, 9, (0.8, 2.5), (3.1, 3.6)), (0, 1.2), (3.0, 8.0)) == [(0.8, 1.2), (3.1, 3.6)]


@pytest.mark.parametrize(
    ("word", "expected"), [((2.4, 2.8), (3.0, 3.04)), ((1.3, 1.5), (1.16, 1.2))], ids=["next", "previous"]
)
def test_a_word_in_a_pause_goes_to_the_nearest_speech(word: Times, expected: Times) -> None:
    assert times(stretch(0, 9, word), (0, 1.2), (3.0, 8.0)) == [pytest.approx(expected)]


def test_several_words_in_one_short_span_share_it() -> None:
    made = times(stretch(0, 9, (0, 0), (0, 0), (0, 0)), (4.0, 4.06))
    assert made == [pytest.approx(pair) for pair in [(4.0, 4.02), (4.02, 4.04), (4.04, 4.06)]]


def test_without_spans_words_stay_inside_the_stretch() -> None:
    assert times(stretch(2, 4, (-1.0, 0.5), (1.5, 9.0))) == [(2, 2.5), (3.5, 4)]


def test_times_beyond_the_stretch_are_brought_back() -> None:
    [(start, end)] = times(stretch(2, 4, (7.0, 9.0)), (0, 9))
    assert 2 <= start < end <= 4


def test_no_words() -> None:
    assert times(stretch(0, 4), (1, 2)) == []


SECONDS = st.floats(0, 20).map(lambda number: round(number, 2))


@given(
    st.lists(st.tuples(SECONDS, SECONDS), max_size=40),
    st.lists(SECONDS, max_size=12, unique=True).map(sorted),
    SECONDS,
)
def test_any_times_come_out_in_order_and_inside_speech(
    words: list[Times], edges: list[float], start: float
) -> None:
    made = stretch(start, start + 12.0, *words)
    spans = [(a, b) for a, b in list(pairwise(edges))[::2] if b - a >= 0.1]
    placed = times(made, *spans)
    assert len(placed) == len(words)
    assert all(made.start - 1e-3 <= a <= b <= made.end + 1e-3 for a, b in placed)
    assert all(one[0] <= two[0] and one[1] <= two[0] + 1e-3 for one, two in pairwise(placed))
    inside = [(max(a, made.start), min(b, made.end)) for a, b in spans if b > made.start and a < made.end]
    for a, b in placed if inside else []:
        assert any(low - 1e-3 <= a <= b <= high + 1e-3 for low, high in inside)
