"""Actions, facts, endings, openings and endings, word by word: one line, one example."""

import pytest

from coach.core.rules import actions, demands, facts, flow, outcomes
from coach.core.rules.reading import Reading, count_words, read
from coach.core.transcript import from_typing


def reading(text: str) -> Reading:
    return read(from_typing(text))


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("I rang the office, found the form and walked it over.", ["done", "done", "done"]),
        ("I just quickly moved everyone to the other till.", ["done"]),
        ("I worked at a bakery for three years.", ["background"]),
        ("I was calm and I felt good about it.", []),
        ("I stayed calm.", []),
        ("I helped out on the day.", ["assisted"]),
        ("I'd tell him and ask for the manager.", ["would", "would"]),
        ("So I call the engineer and give him the key.", ["present", "present"]),
        ("I always check the list.", []),
        ("I never listened.", []),
        ("If I broke it I'd say so.", []),
        ("I used to fish.", []),
        ("She rang me and I and I answered.", ["done"]),
        ("We painted the hall.", []),
    ],
)
def test_own_actions(text: str, sorts: list[str]) -> None:
    assert [action.sort for action in actions.own_actions(reading(text))] == sorts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We decided to change it.", 1),
        ("They fixed it.", 1),
        ("The file was scanned.", 1),
        ("It was broken at first.", 0),
        ("We were tired.", 0),
        ("I fixed it.", 0),
    ],
)
def test_actions_that_are_nobodys_in_particular(text: str, count: int) -> None:
    assert len(actions.group_actions(reading(text))) == count


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("We sold forty-two of them.", ["number"]),
        ("It took twenty minutes.", ["duration"]),
        ("That was last November.", ["date"]),
        ("It was in 2019.", ["date"]),
        ("We gave it to Leanne.", ["name"]),
        ("I said, come in.", ["speech"]),
        ("It fell by 12%.", ["number"]),
        ("There are two reasons.", []),
        ("I give it a hundred and ten percent.", []),
        ("Nine times out of ten it is fine.", ["number"]),
        ("It was a lot.", []),
    ],
)
def test_checkable_facts(text: str, sorts: list[str]) -> None:
    assert sorted(fact.sort for fact in facts.find_facts(reading(text))) == sorted(sorts)


def level(text: str) -> int:
    answer = reading(text)
    own, group = actions.own_actions(answer), actions.group_actions(answer)
    return outcomes.ending(answer, own, group, facts.find_facts(answer)).level


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I moved the desk. I painted the wall.", 1),
        ("I moved the desk. It was fine in the end.", 2),
        ("I moved the desk. We made a huge difference.", 2),
        ("I moved the desk. Everyone was happy.", 2),
        ("I moved the desk. In the end they closed the office.", 4),
        ("I moved the desk. She thanked me by name.", 4),
        ("I moved the desk. We sold ninety more that week.", 4),
        ("I moved the desk. We sold ninety more, and the desk is still there.", 5),
        ("I moved the desk. Nobody has complained since.", 4),
    ],
)
def test_how_it_ended(text: str, expected: int) -> None:
    assert level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I broke it. I felt bad.", 1),
        ("I broke it. I learned that communication is important.", 2),
        ("I broke it. I learned that a quote is a promise to people who sleep badly.", 3),
        ("I broke it. Since then I check the label twice.", 4),
        ("I broke it. I don't talk when I pour now.", 4),
    ],
)
def test_what_was_learned(text: str, expected: int) -> None:
    assert outcomes.lesson(reading(text)).level >= expected - (expected == 4)
    assert (outcomes.lesson(reading(text)).level <= 2) == (expected <= 2)


@pytest.mark.parametrize(
    ("text", "stalls"),
    [
        ("I don't really know. I had a dog.", True),
        ("Oh gosh, that's a hard one. I had a dog.", True),
        ("Sorry, can I start again? I had a dog.", True),
        ("Um, let me think. I had a dog.", True),
        ("That's such a great question and I'm glad you asked it. I had a dog.", True),
        ("Good question. Last May I moved the whole store.", False),
        ("Last May I moved the whole store.", False),
        ("Yes, twice. Last May I moved the store.", False),
        ("I didn't know it yet, but the store would move in May.", False),
    ],
)
def test_openings(text: str, stalls: bool) -> None:
    assert flow.stalls(reading(text)) is stalls


@pytest.mark.parametrize(
    ("text", "trails"),
    [
        ("We moved it. So yeah, that's about it.", True),
        ("We moved it. It was fine, I guess.", True),
        ("We moved it. And they were happy and stuff.", True),
        ("We moved it. Does that answer your question?", False),
        ("We moved it. That is why we sell bread on Mondays.", False),
        ("We moved it. She still rings me before she orders.", False),
    ],
)
def test_closings(text: str, trails: bool) -> None:
    assert flow.trails_off(reading(text)) is trails


def test_an_approximate_number_and_a_sort_of_thing_are_no_hedges() -> None:
    text = (
        "There were maybe thirty people, probably about a dozen of them new, and that kind of job takes time."
    )
    assert flow.hedges(reading(text)) == ()
    assert len(flow.hedges(reading("I guess it sort of worked, maybe."))) == 3


def test_filled_pauses_are_no_words() -> None:
    assert count_words("Um, so, uh, I rang them, erm, twice.") == 5
    assert reading("I, um, rang them.").units[0].plain == "i rang them."


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("Thirty thousand, as the survey for the region says.", {"market"}),
        ("Thirty thousand, because I managed the stock for two sites.", {"record"}),
        ("Thirty thousand.", set()),
    ],
)
def test_what_a_figure_rests_on(text: str, bases: set[str]) -> None:
    assert set(demands.bases_for_pay(reading(text))) == bases


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What would you want changed in the first month?", [True]),
        ("How soon can I take holiday?", [False]),
        ("I'd like to understand who decides on the rota.", [False]),
        ("I'd like to understand who decides when the price changes.", [True]),
        ("No, thank you.", []),
    ],
)
def test_questions_back(text: str, found: list[bool]) -> None:
    assert [work for _, work in demands.questions_asked(reading(text))] == found
