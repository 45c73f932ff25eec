"""Which question comes next: from the bank, from the deck, or told by the person."""

from datetime import timedelta
from pathlib import Path

import pytest

from coach import asking, practice
from coach.core.errors import BadInput
from coach.core.records import Kind
from coach.studio import Setting
from tests.fakes import START, FakeClock, a_question, a_studio


def test_the_very_first_question_is_the_gentle_one(tmp_path: Path) -> None:
    bank = tuple(a_question(name) for name in ("zeal", "first", "anger"))
    studio = a_studio(tmp_path, bank=bank)
    (question,) = asking.next_questions(studio, 1)
    assert question.id == "first"


def test_the_gentle_one_stays_first_until_something_was_answered(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    asking.ask(studio, asking.next_questions(studio, 1)[0])
    assert asking.next_questions(studio, 1)[0].id == "first"
    practice.skip(studio, asking.ask(studio, a_question()))
    assert asking.next_questions(studio, 1)[0].id != "first"


def test_the_next_sitting_asks_other_questions(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    first = asking.next_questions(studio, 2)
    for question in first:
        practice.answer_typed(studio, asking.ask(studio, question), "I rang them myself.")
    second = asking.next_questions(studio, 2)
    assert not {question.id for question in first} & {question.id for question in second}


def test_a_kind_that_is_asked_for_is_the_only_one(tmp_path: Path) -> None:
    pay = a_question("pay", kind="salary")
    studio = a_studio(tmp_path, bank=(a_question(), a_question("second"), pay))
    assert asking.next_questions(studio, 3, kind="salary") == (pay,)


def test_a_question_of_the_bank_that_has_a_card_brings_it(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    (question,) = asking.next_questions(studio, 1)
    asked = asking.ask(studio, question)
    assert asked.card_id is None
    card = practice.skip(studio, asked, Setting(bank_id=question.id))
    assert asking.ask(studio, question).card_id == card.id
    assert studio.store.asked_counts() == {question.id: 2}


def test_a_card_is_put_in_other_words_than_last_time(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    (question,) = asking.next_questions(studio, 1)
    card = practice.skip(studio, asking.ask(studio, question), Setting(bank_id=question.id))
    again = asking.ask_again(card)
    assert again.text in question.wordings[1:]
    assert (again.card_id, again.kind) == (card.id, question.kind)


def test_due_is_what_is_due_today_and_everything_is_everything(tmp_path: Path) -> None:
    clock = FakeClock()
    studio = a_studio(tmp_path, clock=clock)
    told, _ = asking.missed(studio, "Why did you leave?")
    (question,) = asking.next_questions(studio, 1)
    skipped = practice.skip(studio, asking.ask(studio, question), Setting(bank_id=question.id))
    assert asking.due(studio) == (told,)
    assert asking.due(studio, everything=True) == (told, skipped)
    clock.forward(days=(skipped.due - START.date()) / timedelta(days=1))
    assert {card.id for card in asking.due(studio)} == {told.id, skipped.id}


def test_a_sitting_is_noted_before_its_first_question(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    sitting = asking.begin_sitting(studio, job="nurse")
    assert (sitting.started_at, sitting.job) == (START, "nurse")
    with pytest.raises(BadInput, match="begun already"):
        studio.store.begin_sitting(sitting)


def test_a_question_told_as_missed_is_due_today_and_known_the_second_time(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    card, new = asking.missed(studio, "Why did you  leave?")
    assert new
    assert card.question == "Why did you leave?"
    assert asking.due(studio) == (card,)
    assert asking.missed(studio, "Why did you leave?") == (card, False)


@pytest.mark.parametrize(("given", "kind"), [(None, "leaving_reason"), ("closing", "closing")])
def test_the_kind_of_a_missed_question_is_guessed_unless_it_is_told(
    tmp_path: Path, given: Kind | None, kind: Kind
) -> None:
    card, _ = asking.missed(a_studio(tmp_path), "Why did you leave your last job?", given)
    assert card.kind == kind


def test_nothing_is_no_question(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    with pytest.raises(BadInput, match="no question"):
        asking.missed(studio, "  \n")
    assert studio.store.cards() == ()
