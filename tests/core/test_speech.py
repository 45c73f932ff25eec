"""Spans are found at both levels; a live stream is cut the same however it arrives."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.records import Span
from coach.core.speech import FRAME_SECONDS, LAG_SECONDS, Cutter, spans

SPEECH, SILENCE, FAINT = 0.9, 0.01, 0.25
A_FRAME = FRAME_SECONDS

Piece = tuple[float, int]


def frames(*pieces: Piece) -> list[float]:
    return [probability for probability, count in pieces for _ in range(count)]


def found(*pieces: Piece) -> list[tuple[int, int]]:
    """Spans in whole frames, the detector's lag added back."""
    return [
        (round((span.start + LAG_SECONDS) / A_FRAME), round((span.end + LAG_SECONDS) / A_FRAME))
        for span in spans(frames(*pieces))
    ]


def stretches(probabilities: list[float], sizes: list[int] | None = None) -> tuple[Span, ...]:
    cutter, at = Cutter(), 0
    ready: tuple[Span, ...] = ()
    for size in [*(sizes or []), len(probabilities)]:
        cutter, more = cutter.advance(probabilities[at : at + size])
        ready, at = (*ready, *more), at + size
    return (*ready, *cutter.finish())


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], []),
        ([(SILENCE, 50)], []),
        ([(SILENCE, 20), (SPEECH, 30), (SILENCE, 20)], [(20, 50)]),
        ([(SILENCE, 20), (SPEECH, 1), (SILENCE, 20)], []),
        ([(SILENCE, 20), (SPEECH, 3), (SILENCE, 20)], []),
        ([(SILENCE, 20), (SPEECH, 4), (SILENCE, 20)], [(20, 24)]),
        ([(SILENCE, 5), (SPEECH, 10), (SILENCE, 3), (SPEECH, 10), (SILENCE, 9)], [(5, 28)]),
        ([(SILENCE, 5), (SPEECH, 10), (SILENCE, 8), (SPEECH, 10), (SILENCE, 5)], [(5, 15), (23, 33)]),
        ([(SILENCE, 5), (0.5, 10), (SILENCE, 9)], [(5, 15)]),
        ([(SILENCE, 5), (0.49, 10), (SILENCE, 9)], []),
        ([(SILENCE, 5), (SPEECH, 5), (0.36, 5), (SILENCE, 9)], [(5, 15)]),
        ([(SILENCE, 5), (SPEECH, 5), (0.34, 5), (SILENCE, 9)], [(5, 10)]),
    ],
    ids=[
        "nothing",
        "silence",
        "speech",
        "click",
        "cough",
        "short-word",
        "stop-consonant-is-bridged",
        "pause-of-a-quarter-second",
        "enters-at-half",
        "not-below-half",
        "stays-above-leave",
        "ends-below-leave",
    ],
)
def test_spans(pieces: list[Piece], expected: list[tuple[int, int]]) -> None:
    assert found(*pieces) == expected


def test_faint_sound_is_speech_once_somebody_spoke_and_only_when_it_lasts() -> None:
    said: list[Piece] = [(SILENCE, 5), (SPEECH, 10), (SILENCE, 20)]
    assert found(*said, (FAINT, 9), (SILENCE, 20)) == [(5, 15)]
    assert found(*said, (FAINT, 10), (SILENCE, 20)) == [(5, 15), (35, 45)]
    assert found(*said[:2], (FAINT, 30), (SILENCE, 20)) == [(5, 45)]


def test_faint_sound_alone_is_a_room() -> None:
    assert found((FAINT, 500)) == []
    assert stretches(frames((FAINT, 500))) == ()


def test_speech_to_the_very_end_ends_there() -> None:
    assert spans(frames((SILENCE, 10), (SPEECH, 10)))[-1].end == pytest.approx(20 * A_FRAME)


def test_a_first_frame_of_speech_starts_at_zero() -> None:
    assert spans(frames((SPEECH, 10)))[0].start == 0.0


def test_silence_gives_no_stretch() -> None:
    assert stretches(frames((SILENCE, 3000))) == ()


def test_a_long_stretch_is_cut_in_the_next_pause_and_padded() -> None:
    [first, second] = stretches(frames((SILENCE, 40), (SPEECH, 300), (SILENCE, 30), (SPEECH, 40)))
    assert (first.start, first.end) == pytest.approx((32 * A_FRAME, 348 * A_FRAME))
    assert (second.start, second.end) == pytest.approx((362 * A_FRAME, 410 * A_FRAME))


def test_short_utterances_stay_together_over_ordinary_pauses() -> None:
    assert len(stretches(frames(*[(SPEECH, 30), (SILENCE, 30)] * 3))) == 1


def test_a_short_utterance_before_a_long_silence_is_cut_off_from_it() -> None:
    [first, second] = stretches(frames((SPEECH, 30), (SILENCE, 200), (SPEECH, 30)))
    assert first.end < 40 * A_FRAME
    assert second.start > 220 * A_FRAME


def test_three_minutes_without_a_pause_are_cut_at_the_least_speech_frame() -> None:
    talk = frames((SPEECH, 5700))
    for dip in (500, 1100, 1700):
        talk[dip] = 0.4
    made = stretches(talk)
    assert [cut.end for cut in made[:3]] == pytest.approx([dip * A_FRAME for dip in (500, 1100, 1700)])
    assert all(cut.end - cut.start <= 28 for cut in made)
    assert made[-1].end == pytest.approx(5700 * A_FRAME)


def test_a_full_stretch_prefers_a_short_gap_to_a_cut_through_speech() -> None:
    [first, _] = stretches(frames((SPEECH, 400), (SILENCE, 10), (SPEECH, 600)))
    assert 400 * A_FRAME < first.end < 410 * A_FRAME


def test_silence_is_counted_only_after_speech() -> None:
    cutter, _ = Cutter().advance(frames((SILENCE, 100)))
    assert (cutter.spoken, cutter.silence_seconds) == (False, 0.0)
    cutter, _ = cutter.advance(frames((SPEECH, 20)))
    assert (cutter.spoken, cutter.silence_seconds) == (True, 0.0)
    cutter, _ = cutter.advance(frames((SILENCE, 250)))
    assert cutter.silence_seconds == pytest.approx(8.0)
    cutter, _ = cutter.advance(frames((SPEECH, 2), (SILENCE, 10)))
    assert cutter.silence_seconds == pytest.approx(8.384), "a click does not end a silence"


RECORDINGS = st.lists(
    st.tuples(st.sampled_from([0.01, 0.2, 0.4, 0.6, 0.95]), st.integers(1, 400)), min_size=1, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(RECORDINGS, st.lists(st.integers(1, 200), max_size=40))
def test_stretches_do_not_depend_on_blocks_and_cover_all_speech(
    pieces: list[Piece], sizes: list[int]
) -> None:
    talk = frames(*pieces)
    made = stretches(talk)
    assert stretches(talk, sizes) == made
    assert all(0 < cut.end - cut.start <= 28 for cut in made)
    assert all(before.end <= after.start for before, after in pairwise(made))
    assert all(cut.end <= len(talk) * A_FRAME + 1e-3 for cut in made)
    for span in spans(talk):
        covered = sum(max(0.0, min(span.end, cut.end) - max(span.start, cut.start)) for cut in made)
        assert covered == pytest.approx(span.end - span.start, abs=0.005)
    for cut in made:
        assert any(span.start < cut.end and cut.start < span.end + 0.05 for span in spans(talk))


@settings(max_examples=60, deadline=None)
@given(RECORDINGS)
def test_spans_are_in_order_apart_and_inside(pieces: list[Piece]) -> None:
    talk = frames(*pieces)
    made = spans(talk)
    assert all(0.0 <= span.start < span.end <= len(talk) * A_FRAME + 1e-3 for span in made)
    assert all(after.start - before.end > 0.1 for before, after in pairwise(made))
