"""A quotation begins and ends where a clause does."""

import pytest

from coach.core.rules.clauses import joints, tokens
from coach.core.rules.quoting import FEWEST_WORDS, clause_start, cut, last_clause
from tests.core.rules.answers import ANSWERS, judged

LONG = [case for case in ANSWERS if len(case["answer"].split()) > 60]


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("I took the form home and I read it, and then I rang her", 9, "I took the form home and I read it"),
        ("I check it twice, even when I feel silly doing it.", 10, "I check it twice, even when I feel silly doing it."),
        ("I wanted to keep it small and my neighbour", 24, "I wanted to keep it small"),
        ("I wanted to keep it small and my neighbour, he wanted more", 9, "I wanted to keep it small"),
        ("It was slow and...", 24, "It was slow"),
        ("the plan was changed by the office, um", 24, "the plan was changed by the office"),
        ("I write down what I need, and if it is not there after five days I ring", 12, "I write down what I need"),
        ("We opened again at three. and one of them came back", 24, "We opened again at three."),
        ("It is actually three and a half at the mill, I think", 8, "It is actually three and a half at the mill"),
        ("Because they pay some of it back each month, they owe less, and that is it", 12, "Because they pay some of it back each month, they owe less"),
        ("I moved the shelf, the bread, the milk and the eggs to the front of the shop", 6, "I moved the shelf, the bread, the milk and the eggs"),
    ],
)  # fmt: skip
def test_a_cut_ends_with_a_clause(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept


@pytest.mark.parametrize(
    ("text", "at", "start"),
    [
        ("And um so I rang the office", "rang", "I rang"),
        ("Well um, the place was shut and so I waited outside", "waited", "I waited"),
        ("After that I'd bring them together for tea", "bring", "After that"),
        ("Since then I've sent it early", "sent", "Since then"),
        ("It was late, and I said to him, we can stop, but she went on", "went", "she went on"),
        ("Well the place was a mess", "place", "the place"),
    ],
)
def test_a_quotation_begins_with_a_clause_and_not_with_its_joining_word(
    text: str, at: str, start: str
) -> None:
    assert text[clause_start(text, 0, len(text), text.index(at)) :].startswith(start)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("We did not agree at all, and in the end she measured both of them", "in the end she measured both of them"),
        ("We sent less every week. which was a relief for everybody", None),
        ("I did not want to go. because my kids were in school", None),
        ("by writing to the office for the parts that broke", None),
    ],
)  # fmt: skip
def test_the_last_clause_stands_alone_or_is_not_quoted(text: str, last: str | None) -> None:
    start = last_clause(text, 0, len(text), 10)
    assert (None if start is None else text[start:]) == last


def test_joints_are_told_apart() -> None:
    words = tokens(text := "I rang her and she came because it was late, and left", 0, len(text))
    assert [(words[joint.start].core, joint.sort) for joint in joints(words)] == [
        ("she", "main"),
        ("because", "sub"),
        ("left", "join"),
    ]


@pytest.mark.parametrize("case", LONG, ids=[case["id"] for case in LONG])
def test_no_quote_hangs_in_the_air(case: dict[str, str]) -> None:
    judgement = judged(
        case["answer"], case["kind"], question=case["question"], job=case["job"], context=case["context"]
    )
    quotes = [*judgement.candidates, *judgement.keeps]
    quotes += [quote for quote in (judgement.last_act, judgement.last_words) if quote is not None]
    for quote in quotes:
        words = quote.text.lower().rstrip(".,").split()
        assert words[-1] not in {
            "and",
            "but",
            "or",
            "so",
            "because",
            "the",
            "a",
            "my",
            "um",
            "and...",
            "which",
        }
        assert words[0] not in {"and", "so", "um", "um,", "but"} or len(words) <= FEWEST_WORDS
