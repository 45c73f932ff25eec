"""Accusations are certain only where the words leave no other reading."""

import pytest

from coach.core.rules.reading import read
from coach.core.rules.tone import accusations, stock_phrases
from coach.core.transcript import from_typing


def spoken(text: str, *, own_part_asked: bool = False) -> tuple[set[str], set[str]]:
    found = accusations(read(from_typing(text)), own_part_asked=own_part_asked)
    return set(found.certain), set(found.raised)


@pytest.mark.parametrize(
    "text",
    [
        "My manager was completely useless.",
        "The company is a joke, to be honest.",
        "They never listened to anybody.",
        "Our old boss couldn't be bothered.",
        "The department was so badly run.",
    ],
)
def test_running_somebody_down_is_certain(text: str) -> None:
    assert "negativity" in spoken(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "The deadline was a nightmare.",
        "My manager bullied me and she was awful about it.",
        "She said I was useless.",
        "The customer said the company was a joke.",
        "He was upset and he shouted.",
        "They never complained again.",
        "The shift was terrible, because it rained.",
        "We were short of staff.",
        "She was discriminated against.",
    ],
)
def test_facts_and_reported_words_run_nobody_down(text: str) -> None:
    assert "negativity" not in spoken(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "It wasn't my fault.",
        "Quality should have caught it.",
        "That's on them.",
        "It was the agency's fault.",
    ],
)
def test_blame_is_certain_only_where_the_own_part_is_asked_for(text: str) -> None:
    assert "blame_shifting" in spoken(text, own_part_asked=True)[0]
    assert spoken(text) == (set(), {"blame_shifting"})


@pytest.mark.parametrize(
    "text",
    [
        "It wasn't only my fault, but I should have checked.",
        "The supplier should have told us. But it was my mistake as well, I hadn't asked.",
    ],
)
def test_who_owns_a_part_shifts_no_blame(text: str) -> None:
    assert "blame_shifting" not in spoken(text, own_part_asked=True)[0]


@pytest.mark.parametrize(
    "text", ["I should have rung her.", "We should have known.", "She could have sent one."]
)
def test_regret_is_no_blame(text: str) -> None:
    assert spoken(text, own_part_asked=True) == (set(), set())


def test_swearing_is_found_and_reported_swearing_is_not() -> None:
    assert "unprofessional" in spoken("It was a bit of a shit show.")[0]
    assert spoken("He shouted that we were all bastards.") == (set(), set())
    assert spoken("I grew up in Scunthorpe and worked in shitake farming.")[1] == set()


@pytest.mark.parametrize("text", ["Everyone does it.", "Nobody would notice.", "I just made the numbers up."])
def test_bent_rules_are_only_raised(text: str) -> None:
    assert spoken(text) == (set(), {"integrity_flag"})


def test_a_phrase_said_twice_is_one_stock_phrase() -> None:
    assert len(stock_phrases(read(from_typing("I'm a team player. A real team-player.")))) == 1
    assert len(stock_phrases(read(from_typing("I'm a team player and a fast learner.")))) == 2
    assert stock_phrases(read(from_typing("I taught a team of players to learn faster."))) == ()
