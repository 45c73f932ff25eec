"""One transcript from many stretches, and typed answers as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.records import Heard, HeardWord, Span, Stretch
from coach.core.transcript import from_typing, write_down

WHOLE = [Span(start=0.0, end=100.0)]


def heard(
    said: str, start: float = 0.0, *, language: str = "en", probability: float = 0.9, sure: float = 1.0
) -> Stretch:
    """A stretch in which every word takes half a second."""
    words = tuple(
        HeardWord(text=text, start=0.5 * number, end=0.5 * number + 0.4, probability=probability)
        for number, text in enumerate(said.split(" "))
    )
    return Stretch(
        start=start,
        end=start + 0.5 * len(words),
        heard=Heard(words=words, language=language, language_probability=sure),
    )


def test_text_is_the_words_joined_and_sentences_are_slices_of_it() -> None:
    made = write_down([heard("Um, I left."), heard("Then I I wrote.", 5.0)], WHOLE, model="base")
    assert made.text == "Um, I left. Then I I wrote."
    assert made.text == " ".join(word.text for word in made.words)
    assert [sentence.text for sentence in made.sentences] == ["Um, I left.", "Then I I wrote."]
    assert [word.sentence for word in made.words] == [1, 1, 1, 2, 2, 2, 2]
    assert [word.kind for word in made.words] == [
        "filler",
        "word",
        "word",
        "word",
        "repetition",
        "word",
        "word",
    ]
    assert (made.sentences[1].start, made.sentences[1].end) == (5.0, 6.9)
    assert {word.heard_by for word in made.words} == {("plain",)}
    assert (made.model, made.language, made.confidence) == ("base", "en", 0.9)


def test_a_sentence_goes_on_over_a_cut() -> None:
    made = write_down([heard("It helped every week."), heard("which was good.", 4.0)], WHOLE, model="base")
    assert len(made.sentences) == 1


def test_words_the_transcriber_was_unsure_of_are_doubtful() -> None:
    made = write_down([heard("I left"), heard("early", 3.0, probability=0.39)], WHOLE, model="base")
    assert made.doubtful == (2,)
    assert made.confidence == 0.73


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("[Music] I left", "I left"),
        ("I left (upbeat music)", "I left"),
        ("♪ I left ♪", "I left"),
        ("- I left ...", "I left"),
        ("[BLANK_AUDIO]", ""),
        ("I left (early", "I left (early"),
        ("R & D", "R & D"),
        ("it cost $5 or 10%", "it cost $5 or 10%"),
    ],
)
def test_notes_are_no_words(said: str, text: str) -> None:
    assert write_down([heard(said)], WHOLE, model="base").text == text


def test_nothing_heard_is_an_empty_transcript() -> None:
    made = write_down([], [], model="base")
    assert (made.text, made.words, made.sentences, made.confidence, made.language) == (
        "",
        (),
        (),
        None,
        "und",
    )


def test_the_language_is_the_one_most_words_are_in() -> None:
    made = write_down(
        [heard("ja", language="de", sure=0.9), heard("I left early", 2.0, language="en", sure=0.8)],
        WHOLE,
        model="base",
    )
    assert made.language == "en"


def test_um_is_a_word_in_german() -> None:
    made = write_down([heard("um er zu", language="de")], WHOLE, model="base")
    assert {word.kind for word in made.words} == {"word"}


def test_a_long_run_without_stops_is_split_where_the_speaker_paused() -> None:
    stretches = [heard(" ".join(["word"] * 40)), heard(" ".join(["word"] * 40), 30.0)]
    spans = [Span(start=0.0, end=20.0), Span(start=30.0, end=50.0)]
    assert [s.start for s in write_down(stretches, spans, model="base").sentences] == [0.0, 30.0]


def test_typed_text_stays_as_typed() -> None:
    made = from_typing("  I was  a nurse.\r\nThen — um — I left!\r\n\r\nthat's all \n")
    assert made.text == "I was  a nurse.\nThen — um — I left!\n\nthat's all"
    assert [sentence.text for sentence in made.sentences] == [
        "I was  a nurse.",
        "Then — um — I left!",
        "that's all",
    ]
    assert [word.text for word in made.words] == "I was a nurse. Then um I left! that's all".split()  # noqa: SIM905
    assert [word.kind for word in made.words][5] == "filler"
    assert {word.start for word in made.words} | {word.end for word in made.words} == {None}
    assert {sentence.start for sentence in made.sentences} == {None}
    assert (made.model, made.confidence, made.language) == (None, None, "en")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("i left. then i wrote.", ["i left.", "then i wrote."]),
        ("a line that is\nwrapped", ["a line that is\nwrapped"]),
        ("first point\n- second point\n- third", ["first point", "second point", "third"]),
        ("Plan:\n\nI left", ["Plan:", "I left"]),
        ("1. I rang\n2. I wrote", ["1. I rang", "2. I wrote"]),
        ("", []),
        (" \n\t ", []),
        ("...", []),
        ("fine", ["fine"]),
    ],
)
def test_typed_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in from_typing(text).sentences] == sentences


@given(st.text(alphabet="aI um.,!?-—\n\r\t1…'", max_size=200))
def test_any_typed_text_keeps_its_sentences_as_slices_in_order(text: str) -> None:
    made = from_typing(text)
    at = 0
    for sentence in made.sentences:
        at = made.text.index(sentence.text, at) + len(sentence.text)
    assert [sentence.id for sentence in made.sentences] == list(range(1, len(made.sentences) + 1))
    numbers = [word.sentence for word in made.words]
    assert numbers == sorted(numbers)
    assert set(numbers) == {sentence.id for sentence in made.sentences}


@given(
    st.lists(
        st.sampled_from(["I", "um,", "left.", "to", "to-", "a.m.", "[Music]", "-", "you", "know,"]),
        max_size=60,
    )
)
def test_any_heard_words_keep_text_and_sentences_joined(said: list[str]) -> None:
    made = write_down([heard(" ".join(said))] if said else [], WHOLE, model="base")
    assert made.text == " ".join(word.text for word in made.words)
    assert made.text == " ".join(sentence.text for sentence in made.sentences)
