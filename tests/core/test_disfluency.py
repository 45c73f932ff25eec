"""A wall of one-line examples: what is a filler, a repetition, a word cut off, and what is not."""

import pytest

from coach.core.disfluency import is_filled_pause, kinds

MARKS = {"filler": "F", "lexical_filler": "L", "repetition": "R", "cut_off": "C", "word": "."}


def marks(said: str, *, typed: bool = False) -> str:
    return "".join(MARKS[kind] for kind in kinds(said.split(), typed=typed))


@pytest.mark.parametrize(
    "text",
    [
        "um",
        "Um",
        "um,",
        "Um...",
        "Umm",
        "Ummm",
        "uh",
        "Uh,",
        "Uhh",
        "uhm",
        "Uhm,",
        "er",
        "Er,",
        "erm",
        "Errr",
        "mm",
        "Mm.",
        "Mmm",
        "hm",
        "Hmm",
        "hmmm,",
        "ah",
        "Ah,",
        "Ahh",
        "um-",
        "“Um”",
    ],
)
def test_filled_pauses(text: str) -> None:
    assert is_filled_pause(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mm-hmm",
        "mm-hmm,",
        "uh-huh",
        "Uh-huh.",
        "uh-uh",
        "aha",
        "oh",
        "I",
        "a",
        "the",
        "umbrella",
        "her",
        "Ernie",
        "era",
        "ham",
        "ER",
        "UM",
        "arm",
        "hum,",
        "m",
        "h",
        "'em",
        "them",
    ],
)
def test_words_that_are_no_filled_pause(text: str) -> None:
    assert not is_filled_pause(text)


def test_a_length_is_no_filled_pause() -> None:
    assert marks("it was 5 mm thick") == "....."
    assert marks("mm it was thick") == "F..."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I I think", "R.."),
        ("I, I think", "R.."),
        ("I I I think", "RR.."),
        ("I um I think", "RF.."),
        ("so I I started", ".R.."),
        ("wanted to to keep", ".R.."),
        ("The the project", "R.."),
        ("sure the the project", ".R.."),
        ("if we we look", ".R.."),
        ("my My heart", "R.."),
        ("we we’re done", "..."),
        ("I was I was there", "RR..."),
        ("and then and then we left", "RR...."),
        ("in the in the shop", "RR..."),
        ("I was, um, I was there", "RRF..."),
        ("one of the one of the nurses", "RRR...."),
        ("the customer customer asked", ".R.."),
        ("had had enough", "..."),
        ("I said that that was fine", "......"),
        ("very very good", "..."),
        ("very, very good", "..."),
        ("No, no, no.", "..."),
        ("no no it was", "...."),
        ("yeah, yeah", ".."),
        ("two two", ".."),
        ("20 20", ".."),
        ("twenty twenty", ".."),
        ("slowly, slowly", ".."),
        ("thank you thank you", "...."),
        ("step by step by step", "....."),
        ("again and again and again", "....."),
        ("over and over and over", "....."),
        ("when I work I work hard", "......"),
        ("what I know I know from her", "......."),
        ("I did it. It worked.", "....."),
        ("That is what it is. Is it?", "......."),
        ("they came in. In the end", "......"),
        ("long long time", "..."),
    ],
)
def test_repetitions(said: str, expected: str) -> None:
    assert marks(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("some- somebody called", "C.."),
        ("I wanted to— I left", "..C.."),
        ("I wanted to–, I left", "..C.."),
        ("wor- worked", "C."),
        ("to- to keep", "C.."),
        ("well-known", "."),
        ("an A- in maths", "...."),
    ],
)
def test_cut_off(said: str, expected: str) -> None:
    assert marks(said) == expected


def test_a_typed_dash_is_punctuation() -> None:
    assert marks("the plan— which failed", typed=True) == "...."
    assert marks("some- somebody", typed=True) == "C."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("It was, like, really hard", "..L.."),
        ("Like, I was new", "L..."),
        ("there were like twelve open branches", "..L..."),
        ("we had like 12 tickets", "..L.."),
        ("for like three weeks", ".L.."),
        ("I like twelve of them", "....."),
        ("it was like one of them", "......"),
        ("they were like two brothers", "....."),
        ("I like to finish things", "....."),
        ("what it was like, and why", "......"),
        ("things like, say, invoices", "...."),
        ("it felt like home", "...."),
        ("looks like twelve people", "...."),
        ("I would like, if I may, to ask", "........"),
    ],
)
def test_like(said: str, expected: str) -> None:
    assert marks(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("which was, you know, a big relief", "..LL..."),
        ("which was you know a big relief", "..LL..."),
        ("You know, I left", "LL.."),
        ("um you know, I left", "FLL.."),
        ("do you know the answer", "....."),
        ("Do you know, I left", "....."),
        ("as you know, I left", "....."),
        ("if you know what I mean", "......"),
        ("and you know the team was new", "......."),
        ("people you know, and others", "....."),
        ("ask somebody you know.", "...."),
        ("I mean, there are ways", "LL..."),
        ("uh I mean there are ways", "FLL..."),
        ("I mean it was hard", "LL..."),
        ("I mean it.", "..."),
        ("I mean the blue one", "....."),
        ("what I mean is this", "....."),
        ("Do you see what I mean, or not", "........"),
        ("by that I mean, roughly, half", "......"),
    ],
)
def test_you_know_and_i_mean(said: str, expected: str) -> None:
    assert marks(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("it was kind of hard", "..LL."),
        ("I just sort of left", "..LL."),
        ("that kind of work", "...."),
        ("a kind of test", "...."),
        ("what sort of people", "...."),
        ("she was kind, of course", "....."),
        ("two kinds of work", "...."),
        ("Basically, I closed ten", "L..."),
        ("and basically I closed ten", ".L..."),
        ("they are basically identical", "...."),
        ("it was, actually, my fault", "..L.."),
        ("Actually, I left", "L.."),
        ("what actually happened", "..."),
        ("I actually fixed it", "...."),
    ],
)
def test_hedges_that_fill(said: str, expected: str) -> None:
    assert marks(said) == expected


def test_every_word_has_a_kind() -> None:
    assert kinds([]) == ()
    assert kinds(["Um"]) == ("filler",)
    assert kinds(["you"]) == ("word",)
