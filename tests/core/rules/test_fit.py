"""What may stand on the first screen: no despair, nothing that was hardly made out."""

import pytest

from coach.core import rules
from coach.core.records import Asked, Sentence, Transcript, Word
from coach.core.transcript import from_typing

QUESTION = Asked(text="Tell me about a time you solved a problem.", kind="behavioural")


def shown(text: str) -> list[str]:
    written = from_typing(text)
    judgement = rules.fit_to_show(rules.judge(QUESTION, written, None), written, QUESTION.kind)
    ends = [quote for quote in (judgement.last_act, judgement.first_words, judgement.last_words) if quote]
    return [quote.text for quote in (*judgement.candidates, *judgement.keeps, *ends)]


@pytest.mark.parametrize(
    "despair",
    [
        "I think I'm just not good enough for it.",
        "I'm useless at this, honestly.",
        "I am so tired of all this and I don't know what they want from me.",
        "I give up, I can't do this.",
    ],
)
def test_despair_about_oneself_is_never_shown_first(despair: str) -> None:
    for text in (despair, f"I rang the supplier and changed the order. {despair}"):
        assert not [quote for quote in shown(text) if quote in despair]


def test_a_hard_day_told_plainly_may_be_quoted() -> None:
    assert any(
        "not good enough" in quote for quote in shown("I told the cook that the soup was not good enough.")
    )


def test_words_hardly_made_out_are_not_shown_while_surer_ones_are_there() -> None:
    texts = ["I", "closed", "kind", "of", "them.", "Then", "I", "rang", "the", "depot", "twice."]
    words = tuple(
        Word(text=text, start=at * 0.5, end=at * 0.5 + 0.4, sentence=1 if at < 5 else 2)
        for at, text in enumerate(texts)
    )
    halves = (words[:5], words[5:])
    sentences = tuple(
        Sentence(id=number, text=" ".join(word.text for word in half), start=half[0].start, end=half[-1].end)
        for number, half in enumerate(halves, 1)
    )
    written = Transcript(
        text=" ".join(texts),
        language="en",
        model="base",
        confidence=0.8,
        doubtful=(2,),
        sentences=sentences,
        words=words,
    )
    judgement = rules.judge(QUESTION, written, None)
    assert any("closed" in quote.text for quote in judgement.candidates)
    assert not any(
        "closed" in quote.text for quote in rules.fit_to_show(judgement, written, QUESTION.kind).candidates
    )


def test_illness_and_family_are_not_held_up_where_it_is_about_oneself() -> None:
    leaving = Asked(text="Why did you leave?", kind="leaving_reason")
    written = from_typing(
        "I left because my mum was ill for eight months. She died in February. I kept my licence and I am ready to come back."
    )
    judgement = rules.judge(leaving, written, None)
    assert any("died" in quote.text for quote in judgement.candidates)
    held_up = rules.fit_to_show(judgement, written, leaving.kind).candidates
    assert held_up
    assert not any("died" in quote.text or " ill " in quote.text for quote in held_up)
