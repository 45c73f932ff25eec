"""Backups: half an hour apart, thinned as they age, whole, and never of a damaged file over good ones."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from coach.store import Store
from coach.store.backups import DAYS, MONTHS, NEWEST, WEEKS, Backup, back_up, is_due, listed, thinned
from tests.store.conftest import Keep
from tests.store.samples import NOW, a_card, an_attempt


def backup(number: int, made: datetime, before: int | None = None) -> Backup:
    return Backup(number, made, before, Path(f"coach-{number:06d}.db"))


def numbers(home: Path) -> list[int]:
    return [found.number for found in listed(home / "backups")]


def test_copies_are_made_at_most_every_half_hour_and_only_of_something_new(home: Path) -> None:
    for minutes, expected in ((0, 1), (29, 1), (30, 2), (59, 2), (61, 3), (120, 3)):
        store = Store.open(home, NOW + timedelta(minutes=minutes))
        assert len(numbers(home)) == expected
        if minutes < 61:
            store.put_card(a_card(f"c{minutes}", f"Question {minutes}?"))
        store.close()


def test_an_answer_kept_long_after_the_opening_is_copied(store: Store, home: Path, keep: Keep) -> None:
    keep(an_attempt("a1", recorded_at=NOW + timedelta(minutes=10)))
    assert numbers(home) == [1]
    keep(an_attempt("a2", recorded_at=NOW + timedelta(minutes=40)))
    assert numbers(home) == [1, 2]


def test_a_copy_is_a_whole_database_of_its_own(store: Store, home: Path, keep: Keep) -> None:
    kept = keep(an_attempt("a1", recorded_at=NOW + timedelta(hours=1)))
    elsewhere = home.parent / "elsewhere"
    elsewhere.mkdir()
    newest = listed(home / "backups")[-1].path
    (elsewhere / "coach.db").write_bytes(newest.read_bytes())
    restored = Store.open(elsewhere, NOW)
    assert restored.attempts() == (kept,)
    restored.close()
    assert [path.name for path in (home / "backups").iterdir() if path.suffix != ".db"] == []


def test_a_damaged_row_is_not_copied_and_good_copies_stay(home: Path) -> None:
    store = Store.open(home, NOW)
    store.keep(an_attempt("a1"), sitting_id=None, bank_id=None, card=None, review=None)
    store.close()
    connection = sqlite3.connect(home / "coach.db")
    connection.execute("UPDATE attempts SET record = replace(record, 'pharmacy', 'pharmacist')")
    connection.commit()
    connection.close()
    before = {found.path: found.path.read_bytes() for found in listed(home / "backups")}
    store = Store.open(home, NOW + timedelta(hours=1))
    assert "Answer 1" in store.warnings[0]
    assert "no copy of it was made" in store.warnings[0]
    store.close()
    assert {found.path: found.path.read_bytes() for found in listed(home / "backups")} == before


def test_a_copy_that_was_made_while_something_was_erased_is_not_kept(
    store: Store, home: Path, keep: Keep
) -> None:
    keep(an_attempt("a1"))
    other = Store.open(home, NOW)
    writes = store._database.write

    def erase_first(work: Callable[[sqlite3.Connection], bool], **_: bool) -> bool:
        other.erase("a1")  # the copy is made, its place not yet taken
        return writes(work)

    store._database.write = erase_first  # type: ignore[method-assign, assignment]
    assert back_up(store._database, NOW + timedelta(hours=1)) is None
    assert numbers(home) == [1]
    other.close()


def test_a_clock_that_jumped_makes_a_copy() -> None:
    assert not is_due((backup(1, NOW),), NOW + timedelta(minutes=29))
    assert is_due((backup(1, NOW),), NOW - timedelta(days=3650))
    assert is_due((backup(1, NOW),), NOW + timedelta(days=3650))


def test_copies_thin_out_by_day_week_and_month() -> None:
    half_hours = [backup(n, NOW + n * timedelta(minutes=30)) for n in range(48 * 400)]
    gone = set(thinned(half_hours))
    kept = [found for found in half_hours if found not in gone]
    assert len(kept) <= NEWEST + DAYS + WEEKS + MONTHS
    assert kept[-NEWEST:] == half_hours[-NEWEST:]
    assert len({found.made.date() for found in kept[-10:]}) >= DAYS
    assert len({(found.made.year, found.made.month) for found in kept}) == MONTHS


@given(st.lists(st.integers(-(10**6), 10**6), max_size=80))
def test_thinning_keeps_the_newest_whatever_the_clock_does(hours: list[int]) -> None:
    backups = [backup(n, NOW + timedelta(hours=hour)) for n, hour in enumerate(hours)]
    before = backup(len(backups), NOW, before=2)
    gone = thinned([*backups, before])
    assert not set(gone) & {before, *backups[-NEWEST:]}
    kept = [found for found in backups if found not in gone]
    assert len(kept) <= NEWEST + DAYS + WEEKS + MONTHS
    assert thinned(kept) == ()
