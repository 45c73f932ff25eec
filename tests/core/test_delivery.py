"""What is measured of a spoken answer, on literals."""

import pytest

from coach.core.delivery import measure
from coach.core.records import Delivery, Heard, HeardWord, Span, Stretch
from coach.core.transcript import write_down

Piece = tuple[str, float, float]


def spoken(*pieces: Piece, audio_seconds: float = 60.0, moments: tuple[float, ...] = ()) -> Delivery:
    """Each piece is words said evenly from its start to its end, with silence between pieces."""
    words: list[HeardWord] = []
    for said, start, end in pieces:
        texts = said.split()
        step = (end - start) / len(texts)
        words += [
            HeardWord(text=text, start=start + step * n, end=start + step * (n + 1), probability=0.9)
            for n, text in enumerate(texts)
        ]
    spans = [Span(start=start, end=end) for _, start, end in pieces]
    heard = Heard(words=tuple(words), language="en", language_probability=1.0)
    written = write_down([Stretch(start=0.0, end=audio_seconds, heard=heard)], spans, model="base")
    return measure(written, spans, audio_seconds, moments=moments)


def test_times_pauses_and_rates() -> None:
    made = spoken(("Um,", 2.0, 2.4), ("I left the shop.", 3.0, 5.0), ("Then I wrote to her.", 7.0, 9.5))
    assert made.seconds_to_first_sound == 2.0
    assert made.seconds_to_first_word == 3.0
    assert made.words == 9
    assert [(p.start, p.end, p.seconds, p.place) for p in made.pauses] == [
        (2.4, 3.0, 0.6, "in_clause"),
        (5.0, 7.0, 2.0, "between_sentences"),
    ]
    assert made.longest_pause_seconds == 2.0
    assert made.speaking_seconds == 4.9
    assert made.words_per_minute == 110.2
    assert made.pace_band == "slow"
    assert [(f.text, f.start, f.end, f.certainty) for f in made.fillers] == [("um", 2.0, 2.4, "once")]
    assert (made.filler_count.low, made.filler_count.high) == (1, 1)
    assert made.fillers_per_minute == 12.2


@pytest.mark.parametrize(
    ("gap", "count"), [(0.2, 0), (0.249, 0), (0.25, 1), (0.3, 1)], ids=["short", "almost", "just", "pause"]
)
def test_a_pause_is_a_quarter_second_or_more(gap: float, count: int) -> None:
    made = spoken(("I left", 1.0, 2.0), ("the shop", 2.0 + gap, 4.0))
    assert len(made.pauses) == count
    assert made.speaking_seconds == pytest.approx(3.0 - (gap if count else 0))


def test_lead_in_and_tail_are_no_pauses() -> None:
    made = spoken(("I left the shop early", 20.0, 24.0))
    assert made.pauses == ()
    assert made.longest_pause_seconds is None
    assert made.speaking_seconds == 4.0


def test_a_filled_pause_that_the_detector_missed_is_sound() -> None:
    written = write_down(
        [
            Stretch(
                start=0.0,
                end=10.0,
                heard=Heard(
                    words=(HeardWord(text="um", start=1.0, end=1.5, probability=0.9),),
                    language="en",
                    language_probability=1.0,
                ),
            )
        ],
        [],
        model="base",
    )
    made = measure(written, [Span(start=2.0, end=3.0)], 10.0)
    assert made.seconds_to_first_sound == 1.0
    assert [(p.start, p.end) for p in made.pauses] == [(1.5, 2.0)]


@pytest.mark.parametrize(("count", "band"), [(12, "slow"), (13, "ordinary"), (24, "ordinary"), (25, "fast")])
def test_pace_bands(count: int, band: str) -> None:
    assert spoken((" ".join(["word"] * count), 1.0, 7.0)).pace_band == band


def test_no_rate_of_a_few_words() -> None:
    made = spoken(("I left", 1.0, 2.0))
    assert (made.words_per_minute, made.pace_band, made.fillers_per_minute) == (None, None, None)


def test_restarts_and_phrases_are_joined() -> None:
    made = spoken(
        ("I I um I went to the to the shop which was you know a big big- mess", 1.0, 9.0),
        ("and it was, like, late", 10.0, 12.0),
    )
    assert [(r.kind, r.text) for r in made.restarts] == [
        ("repetition", "I I I"),
        ("repetition", "to the to the"),
        ("cut_off", "big-"),
    ]
    assert [f.text for f in made.lexical_fillers] == ["you know", "like"]
    assert made.restarts[0].start < made.restarts[0].end < made.restarts[1].start


def test_nobody_spoke() -> None:
    made = measure(write_down([], [], model="base"), [], 12.0)
    assert (made.words, made.speaking_seconds, made.pauses, made.fillers) == (0, 0.0, (), ())
    assert made.seconds_to_first_sound is None
    assert made.seconds_to_first_word is None
    assert made.words_per_minute is None
    assert made.longest_pause_seconds is None


def test_sound_without_words_is_still_sound() -> None:
    made = measure(write_down([], [], model="base"), [Span(start=1.0, end=5.0)], 12.0)
    assert (made.seconds_to_first_sound, made.seconds_to_first_word, made.words) == (1.0, None, 0)
    assert made.words_per_minute == 0.0


def test_what_is_not_measured_is_said() -> None:
    made = spoken(("I left", 1.0, 2.0))
    assert {entry.what for entry in made.not_measured} == {"pitch", "trailing_off", "fillers"}
    assert all(entry.why for entry in made.not_measured)
    assert (made.pitch_spread_semitones, made.trailing_off) == (None, None)


def test_asking_for_a_moment_keeps_pauses_out_of_the_judgement() -> None:
    assert spoken(("I left", 1.0, 2.0), moments=(1.5,)).not_judged == ("pauses",)
    assert spoken(("I left", 1.0, 2.0)).not_judged == ()


def test_times_lie_inside_the_recording() -> None:
    made = measure(write_down([], [], model="base"), [Span(start=1.0, end=5.02)], 5.0)
    assert made.speaking_seconds == 4.0
