"""Erased means gone: from the folder, the log and every backup, even when it is cut short."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from coach.core.errors import NotFound, StoreFailed
from coach.core.records import Change, Comparison
from coach.store import Store, rows
from coach.store.erasing import _begin
from tests.store.conftest import Keep
from tests.store.samples import BLOCK, NOW, QUESTION, a_card, a_review, an_attempt, asked

CANARY = "Zanzibarquux"
SPOKEN = (CANARY.encode() * 300)[: len(BLOCK)]
THEIRS = f"Why did you leave {CANARY}?"


def holding(folder: Path, canary: str = CANARY) -> list[str]:
    """The files under a folder that hold the canary, in their bytes or their name."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if canary.encode() in path.read_bytes() or canary in path.name]


def speak(store: Store, attempt_id: str) -> None:
    recorder = store.record(attempt_id, asked(THEIRS), via="microphone", sitting_id=None, started_at=NOW)
    for _ in range(5):
        recorder.append(SPOKEN)
    recorder.finish()


def keep_canary(store: Store, attempt_id: str = "a1") -> None:
    speak(store, attempt_id)
    store.keep(
        an_attempt(attempt_id, question=THEIRS, words=f"I left {CANARY}.", defects=(CANARY,), card_id="c1"),
        sitting_id=None,
        bank_id=None,
        card=a_card("c1", THEIRS),
        review=a_review("c1", attempt_id),
    )


def test_an_erased_answer_is_nowhere_any_more(home: Path) -> None:
    store = Store.open(home, NOW)
    store.keep(an_attempt("other"), sitting_id=None, bank_id=None, card=None, review=None)
    keep_canary(store)
    store.close()
    for hours in (1, 2, 3):
        Store.open(home, NOW + timedelta(hours=hours)).close()
        store = Store.open(home, NOW + timedelta(hours=hours, minutes=1))
        store.put_card(a_card(f"other{hours}", f"Other {hours}?"))
        store.close()
    store = Store.open(home, NOW + timedelta(hours=4))
    assert store.contents().backups >= 3
    before = holding(home)
    assert "a1.wav" in before
    assert "coach.db" in before
    assert len([name for name in before if name.startswith("coach-")]) >= 2
    store.erase("a1")
    assert holding(home) == []
    assert [attempt.attempt_id for attempt in store.attempts()] == ["other"]
    assert store.seen_defects() == {"too_short": 1}
    assert store.card_for(THEIRS) is None
    assert store.contents().backups >= 3
    store.close()
    assert holding(home) == []
    store = Store.open(home, NOW + timedelta(hours=4))
    assert store.warnings == ()
    store.close()


def test_what_was_in_the_log_is_gone_while_the_store_is_open(store: Store, home: Path) -> None:
    keep_canary(store)
    assert "coach.db-wal" in holding(home)
    store.erase("a1")
    assert holding(home) == []


def test_an_erasure_cut_short_goes_on_at_the_next_opening(home: Path) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    store.close()
    store = Store.open(home, NOW + timedelta(hours=1))
    store._database.write(lambda connection: _begin(connection, "a1"))
    store.close()
    assert holding(home) != []
    store = Store.open(home, NOW + timedelta(hours=1))
    assert holding(home) == []
    assert store.attempts() == ()
    store.close()


def test_an_unfinished_recording_can_be_erased(store: Store, home: Path) -> None:
    speak(store, "a1")
    store.erase("a1")
    assert store.unfinished() == ()
    assert holding(home) == []


def test_erasing_what_is_not_there_is_said(store: Store, keep: Keep) -> None:
    keep(an_attempt("a1"))
    with pytest.raises(NotFound):
        store.erase("a")
    assert len(store.attempts()) == 1


def test_a_card_that_another_answer_met_stays(store: Store, keep: Keep) -> None:
    keep(an_attempt("a1", card_id="c1"), card=a_card(), review=a_review("c1", "a1"))
    keep(an_attempt("a2", card_id="c1"), card=a_card(), review=a_review("c1", "a2"))
    store.erase("a1")
    assert store.cards() == (a_card(),)
    store.erase("a2")
    assert store.cards() == ()


@pytest.mark.parametrize("change", [{"source": "missed"}, {"why": ("skipped",)}])
def test_a_card_that_the_answer_did_not_make_stays(
    store: Store, keep: Keep, change: dict[str, object]
) -> None:
    card = a_card().model_copy(update=change)
    store.put_card(card)
    keep(an_attempt("a1", card_id="c1"), card=card, review=a_review("c1", "a1"))
    store.erase("a1")
    assert store.cards() == (card,)


def test_words_of_a_question_that_only_the_erased_answer_had_are_replaced(
    store: Store, keep: Keep, home: Path
) -> None:
    keep_canary(store, "a1")
    card = a_card("c1", THEIRS, wordings=(THEIRS, QUESTION)).model_copy(update={"last_wording": THEIRS})
    keep(an_attempt("a2", question=QUESTION, card_id="c1"), card=card, review=a_review("c1", "a2"))
    store.erase("a1")
    (left,) = store.cards()
    assert (left.question, left.wordings, left.last_wording) == (QUESTION, (QUESTION,), None)
    assert holding(home) == []


def test_quotes_of_it_in_a_later_comparison_go_too(store: Store, keep: Keep, home: Path) -> None:
    keep_canary(store)
    later = an_attempt("a2")
    compared = Comparison(
        attempt_id="a1",
        changed=(Change(criterion="result", before=f"I left {CANARY}.", after="I sold 40."),),
        done=True,
    )
    keep(later.model_copy(update={"critique": later.critique.model_copy(update={"compared_with": compared})}))
    store.erase("a1")
    assert holding(home) == []
    assert store.attempt("a2").transcript == later.transcript


def test_a_damaged_backup_is_removed_rather_than_left_with_the_words(home: Path) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    store.close()
    store = Store.open(home, NOW + timedelta(hours=1))
    newest = max((home / "backups").iterdir())
    newest.write_bytes(b"SQLite format 3\0" + CANARY.encode() * 100)
    store.erase("a1")
    assert holding(home) == []
    assert not newest.exists()
    assert "could not be cleaned" in store.warnings[-1]
    store.close()


def test_a_backup_of_another_version_is_removed_rather_than_left(home: Path) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    (home / "backups" / "coach-000009-20260101T000000Z-before-1.db").write_bytes(CANARY.encode())
    store.erase("a1")
    assert holding(home) == []
    store.close()


def test_another_reader_delays_only_the_last_of_it(store: Store, home: Path) -> None:
    keep_canary(store)
    other = Store.open(home, NOW)
    reading = other._database._connection()
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM attempts").fetchone()
    with pytest.raises(StoreFailed, match="another coach is still reading"):
        store.erase("a1")
    third = Store.open(home, NOW + timedelta(minutes=1))  # it opens all the same
    third.close()
    reading.execute("COMMIT")
    other.close()
    store.close()
    Store.open(home, NOW).close()
    assert holding(home) == []


def test_recordings_expire_and_their_words_stay(store: Store, home: Path, keep: Keep) -> None:
    for attempt_id, days in (("old", 31), ("new", 29)):
        speak(store, attempt_id)
        keep(an_attempt(attempt_id, recorded_at=NOW - timedelta(days=days)))
    speak(store, "unfinished")
    assert store.expire_recordings("all", NOW) == 0
    assert store.expire_recordings("30days", NOW) == 1
    assert store.recording("old") is None
    assert store.recording("new") is not None
    assert store.expire_recordings("none", NOW) == 1
    assert [path.stem for path in (home / "recordings").iterdir()] == ["unfinished"]
    assert len(store.attempts()) == 2
    assert store.warnings == ()


def test_a_clock_that_went_back_expires_nothing(store: Store, keep: Keep) -> None:
    speak(store, "a1")
    keep(an_attempt("a1"))
    assert store.expire_recordings("30days", NOW - timedelta(days=3650)) == 0


def test_an_expiry_cut_short_goes_on_at_the_next_opening(store: Store, home: Path, keep: Keep) -> None:
    speak(store, "a1")
    keep(an_attempt("a1"))

    def begin(connection: sqlite3.Connection) -> None:
        for row in rows.fetch(connection, rows.RECORDINGS, "WHERE id = 'a1'"):
            rows.change(connection, row, state="expiring")

    store._database.write(begin)
    again = Store.open(home, NOW)
    assert list((home / "recordings").iterdir()) == []
    assert len(again.attempts()) == 1
    again.close()
