"""A check that never complains is worth nothing: each promise is broken once on purpose."""

import pytest

from coach.core.records import FirstScreen, Keep
from coach.core.transcript import from_typing
from coach.core.wording import complaints
from tests.core.wording.test_critique import worded

TEXT = "I moved the desk on Monday. Everyone was happy with it."
GOOD = worded(TEXT)


def broken(**parts: object) -> tuple[str, ...]:
    screen = GOOD.first_screen.model_copy(update=parts)
    return complaints(GOOD.model_copy(update={"first_screen": screen}), from_typing(TEXT))


def test_the_unbroken_one_is_clean() -> None:
    assert complaints(GOOD, from_typing(TEXT)) == ()


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"do_now": "Say it " * 60}, "words"),
        ({"do_now": "Say it in 30 seconds."}, "number of ours"),
        ({"do_now": "Say seven sentences."}, "number of ours"),
        ({"do_now": "Stop being lazy."}, "about the person"),
        ({"do_now": "You sound tired."}, "about the person"),
        ({"waiting_for": "Great job!"}, "about the person"),
        ({"waiting_for": "Your accent hides the point."}, "about the person"),
        ({"heard": "They heard “I built a cathedral”."}, "never said"),
        ({"heard": "They heard something."}, "quotes nothing"),
        ({"keep": Keep(quote="I built a cathedral", start=None, end=None)}, "never said"),
    ],
)
def test_each_broken_promise_is_named(parts: dict[str, object], complaint: str) -> None:
    assert any(complaint in one for one in broken(**parts))


def test_remarks_are_checked_too() -> None:
    finding = GOOD.findings[0].model_copy(update={"why": "You are too vague, by 40 percent."})
    said = complaints(GOOD.model_copy(update={"findings": (finding,)}), from_typing(TEXT))
    assert len(said) == 2


def test_numbers_inside_their_own_words_are_fine() -> None:
    text = "I moved 40 desks on Monday."
    screen = FirstScreen(
        heard="In their notes: “I moved 40 desks”.", waiting_for="More.", keep=None, do_now="Go on."
    )
    assert (
        complaints(
            GOOD.model_copy(update={"first_screen": screen, "findings": (), "ask": ""}), from_typing(text)
        )
        == ()
    )
