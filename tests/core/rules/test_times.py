"""Quotes of spoken answers: runs of the words heard, with the seconds of the first and the last."""

import pytest

from coach.core.records import Heard, HeardWord, Span, Stretch, Transcript
from coach.core.rules import judge
from coach.core.rules.reading import read, times
from coach.core.transcript import write_down
from tests.core.rules.answers import PRACTICE, asked

SECONDS_A_WORD = 0.4


def spoken(text: str) -> Transcript:
    """The text as if heard, one word every 0.4 s from second 1 on."""
    words = tuple(
        HeardWord(
            text=word,
            start=index * SECONDS_A_WORD,
            end=index * SECONDS_A_WORD + 0.3,
            probability=0.9,
        )
        for index, word in enumerate(text.split())
    )
    end = 1 + len(words) * SECONDS_A_WORD
    heard = Heard(words=words, language="en", language_probability=1)
    return write_down([Stretch(start=1, end=end, heard=heard)], [Span(start=1, end=end)], model="fake")


def test_a_quote_has_the_times_of_its_words() -> None:
    transcript = spoken("Um, so I rang the office. They were shut. They were shut again.")
    at = transcript.text.index("were shut again")
    start, end = times(transcript, at, at + len("were shut again."))
    assert (start, end) == (transcript.words[10].start, transcript.words[12].end)


def test_typed_answers_have_no_times() -> None:
    judgement = judge(asked("behavioural"), spoken("I fixed it and it was fine."), None)
    assert judgement.found[0].end is not None
    from coach.core.transcript import from_typing

    judgement = judge(asked("behavioural"), from_typing("I fixed it and it was fine."), None)
    assert {item.end for item in judgement.found} == {None}


@pytest.mark.parametrize("case", PRACTICE, ids=[case["id"] for case in PRACTICE])
def test_times_lie_in_the_audio_and_fit_the_quote(case: dict[str, str]) -> None:
    transcript = spoken(case["answer"])
    judgement = judge(asked(case["question_type"]), transcript, None)
    for item in (*judgement.found, *judgement.raised):
        assert item.start is not None
        assert item.end is not None
        assert 1 <= item.start <= item.end <= 1 + len(transcript.words) * SECONDS_A_WORD
        if item.quote is None:
            assert item.start == item.end
        else:
            assert item.quote in transcript.text
            assert abs((item.end - item.start) - (len(item.quote.split()) * SECONDS_A_WORD - 0.1)) < 0.5
    for quote in (*judgement.candidates, *judgement.keeps):
        assert quote.text in transcript.text
        assert quote.start is not None


def test_what_is_missing_belongs_to_the_end_of_the_last_sentence() -> None:
    text = (
        "Last winter the boiler at the school stopped in the night and the caretaker rang me at five. I drove there through "
        "the snow. I bled the pump and I changed the valve and I checked the pressure twice. I wrote it in the book. Then I "
        "cleaned the filter and I showed the caretaker where the tap was and I packed my tools into the van."
    )
    transcript = spoken(text)
    judgement = judge(asked("behavioural"), transcript, None)
    missing = next(item for item in judgement.found if item.defect == "no_result")
    assert missing.start == missing.end == transcript.sentences[-1].end
    assert missing.sentences == (transcript.sentences[-1].id,)


def test_a_long_run_without_full_stops_is_read_in_pieces() -> None:
    transcript = spoken(" ".join(["and then I rang the shop but they were closed so I went home"] * 12))
    units = read(transcript).units
    assert len(units) > 2
    assert all(unit.words <= 51 for unit in units)
    assert "".join(unit.raw for unit in units).replace(" ", "") == transcript.text.replace(" ", "")
