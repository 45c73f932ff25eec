"""Answers, sittings, questions and cards: what goes in comes out, in order, all or nothing."""

from datetime import date, timedelta, timezone

import pytest

from coach.core.errors import BadInput, NotFound, StoreFailed
from coach.core.records import Sitting
from coach.store import Store
from tests.store.conftest import Keep
from tests.store.samples import DUE, NOW, QUESTION, a_card, a_review, an_attempt


def test_an_attempt_comes_back_as_it_was_kept(store: Store, keep: Keep) -> None:
    given = an_attempt()
    kept = keep(given)
    assert kept == given.model_copy(update={"sequence": 1})
    assert store.attempt("a1") == kept
    assert store.attempts() == (kept,)


def test_instants_are_kept_in_utc(store: Store, keep: Keep) -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    keep(an_attempt(recorded_at=elsewhere))
    assert store.attempt("a1").model_dump(mode="json")["recorded_at"] == "2026-11-22T13:00:00Z"


def test_order_is_the_order_of_keeping_whatever_the_clock_says(store: Store, keep: Keep) -> None:
    for number, days in enumerate((0, 3650, -3650)):
        keep(an_attempt(f"a{number}", recorded_at=NOW + timedelta(days=days)))
    assert [attempt.attempt_id for attempt in store.attempts()] == ["a2", "a1", "a0"]
    assert [attempt.attempt_id for attempt in store.attempts(limit=2)] == ["a2", "a1"]


def test_a_sequence_is_never_given_twice(store: Store, keep: Keep) -> None:
    keep(an_attempt("a1"))
    store.erase("a1")
    assert keep(an_attempt("a2")).sequence == 2


def test_a_taken_id_is_refused_and_the_first_answer_stays(store: Store, keep: Keep) -> None:
    keep(an_attempt(words="the first"))
    with pytest.raises(BadInput, match="kept already"):
        keep(an_attempt(words="the second"))
    assert [attempt.transcript.text for attempt in store.attempts()] == ["the first"]


@pytest.mark.parametrize("attempt_id", [None, "", "..", "../a", "a/b", "a\\b", "a.b", "a\0", "x" * 65, "-a"])
def test_an_id_that_is_no_file_name_is_refused(store: Store, keep: Keep, attempt_id: str | None) -> None:
    with pytest.raises(BadInput, match="can't be an answer's id"):
        keep(an_attempt(attempt_id))
    assert store.attempts() == ()


def test_the_beginning_of_an_id_is_enough_when_it_is_the_only_one(store: Store, keep: Keep) -> None:
    keep(an_attempt("abc1"))
    keep(an_attempt("abd1"))
    keep(an_attempt("abc"))
    assert store.attempt("abd").attempt_id == "abd1"
    assert store.attempt("abc").attempt_id == "abc"
    for unclear in ("ab", "", "x", "a%", "a_"):
        with pytest.raises(NotFound):
            store.attempt(unclear)


def test_an_answer_and_its_card_are_kept_together_or_not_at_all(store: Store, keep: Keep) -> None:
    with pytest.raises(StoreFailed):
        keep(an_attempt(), card=a_card(), review=a_review(card_id="unknown"))
    assert store.attempts() == ()
    assert store.cards() == ()
    assert store.seen_defects() == {}


def test_an_answer_belongs_to_a_sitting_that_began(store: Store, keep: Keep) -> None:
    store.begin_sitting(Sitting(id="s1", started_at=NOW, job="nurse"))
    keep(an_attempt("a1"), sitting_id="s1")
    keep(an_attempt("a2"))
    keep(an_attempt("a3"), sitting_id="s1")
    found = store._database._connection().execute("SELECT id, sitting FROM attempts").fetchall()
    assert found == [("a1", "s1"), ("a2", None), ("a3", "s1")]
    with pytest.raises(BadInput, match="begun already"):
        store.begin_sitting(Sitting(id="s1", started_at=NOW))
    with pytest.raises(NotFound, match="no sitting"):
        keep(an_attempt("a4"), sitting_id="s2")


def test_defects_are_counted_by_attempt(store: Store, keep: Keep) -> None:
    keep(an_attempt("a1", defects=("hedging", "hedging", "no_result")))
    keep(an_attempt("a2", defects=("hedging",)))
    assert store.seen_defects() == {"hedging": 2, "no_result": 1}


def test_questions_are_counted_when_put_answered_or_not(store: Store, keep: Keep) -> None:
    store.note_asked("q1", QUESTION, NOW)
    keep(an_attempt(), bank_id="q1")
    store.note_asked("q1", "Another wording?", NOW)
    store.note_asked("q2", "Why us?", NOW)
    assert store.asked_counts() == {"q1": 2, "q2": 1}


def test_a_card_comes_back_as_it_was_put(store: Store) -> None:
    card = a_card(wordings=("When did you help?", QUESTION, "Whom did you help?"))
    store.put_card(card)
    assert store.cards() == (card,)
    changed = card.model_copy(
        update={"wordings": (QUESTION,), "last_wording": QUESTION, "memory": "{}", "due": date(2027, 1, 1)}
    )
    store.put_card(changed, a_review(attempt_id=None))
    assert store.card("c") == changed
    with pytest.raises(NotFound):
        store.card("d")


def test_a_card_is_found_by_any_of_its_wordings(store: Store) -> None:
    card = a_card(wordings=(QUESTION, "Whom did you help?"))
    store.put_card(card)
    assert store.card_for("Whom did you help?") == card
    assert store.card_for(QUESTION) == card
    assert store.card_for("Why us?") is None


def test_a_card_is_found_after_its_question_was_asked_from_the_bank(store: Store, keep: Keep) -> None:
    store.note_asked("q1", QUESTION, NOW)
    keep(an_attempt(), bank_id="q1", card=a_card(), review=a_review())
    assert store.card_for(QUESTION) == a_card()
    assert store.asked_counts() == {"q1": 1}


def test_a_question_has_one_card(store: Store) -> None:
    store.put_card(a_card("c1"))
    with pytest.raises(BadInput, match="comes back already"):
        store.put_card(a_card("c2"))


def test_an_answer_is_kept_when_its_question_got_a_card_meanwhile(store: Store, keep: Keep) -> None:
    first = a_card("c1")
    store.put_card(first)
    kept = keep(an_attempt(card_id="c2"), card=a_card("c2"), review=a_review("c2"))
    assert kept.gave_pause.card_id == "c1"
    assert store.cards() == (first,)


def test_due_cards_come_worst_first(store: Store) -> None:
    for number, (grade, days) in enumerate(
        [("good", -5), ("hard", -1), ("again", 0), ("again", -2), ("again", 1)]
    ):
        card = a_card(f"c{number}", f"Question {number}?", due=DUE + timedelta(days=days))
        store.put_card(card, a_review(card.id, None, grade))
    assert [card.id for card in store.due(DUE)] == ["c3", "c2", "c1", "c0"]


def test_the_last_grade_counts(store: Store) -> None:
    for number, grades in enumerate([("again", "good"), ("good", "again")]):
        for grade in grades:
            store.put_card(a_card(f"c{number}", f"Question {number}?"), a_review(f"c{number}", None, grade))
    assert [card.id for card in store.due(DUE)] == ["c1", "c0"]


def test_a_dropped_card_leaves_the_answers(store: Store, keep: Keep) -> None:
    kept = keep(an_attempt(), card=a_card(), review=a_review())
    store.drop_card("c1")
    assert store.cards() == ()
    assert store.attempts() == (kept,)
    with pytest.raises(NotFound):
        store.drop_card("c1")
