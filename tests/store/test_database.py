"""The database file: durable settings, versions, threads and processes, damage."""

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.core.errors import StoreFailed
from coach.store import Store, migrations
from tests.store.conftest import Child, Keep
from tests.store.samples import NOW, QUESTION, a_card, a_review, an_attempt


def test_writes_are_durable_and_deletes_leave_no_bytes(store: Store) -> None:
    connection = store._database._connection()

    def setting(name: str) -> object:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]

    assert setting("journal_mode") == "wal"
    assert (setting("synchronous"), setting("foreign_keys"), setting("secure_delete")) == (2, 1, 1)
    assert setting("temp_store") == 2
    assert int(str(setting("busy_timeout"))) >= 5000


def test_a_newer_version_is_refused_and_left_alone(home: Path) -> None:
    Store.open(home, NOW).close()
    with sqlite3.connect(home / "coach.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (home / "coach.db").read_bytes()
    with pytest.raises(StoreFailed, match=r"newer coach \(version 99"):
        Store.open(home, NOW)
    assert (home / "coach.db").read_bytes() == before


def test_a_database_of_something_else_is_refused_and_left_alone(home: Path) -> None:
    home.mkdir()
    with sqlite3.connect(home / "coach.db") as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    before = (home / "coach.db").read_bytes()
    with pytest.raises(StoreFailed, match="something else"):
        Store.open(home, NOW)
    assert (home / "coach.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all " * 50, b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_database_is_named_with_the_way_back(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "coach.db").write_bytes(content)
    with pytest.raises(StoreFailed, match="damaged") as failed:
        Store.open(home, NOW)
    assert "backups" in failed.value.next_step


def test_a_folder_that_went_away_is_said_and_nothing_is_half_kept(
    store: Store, home: Path, keep: Keep
) -> None:
    keep(an_attempt("a1"))
    shutil.rmtree(home)
    with pytest.raises(StoreFailed, match="went away"):
        keep(an_attempt("a2"))
    with pytest.raises(StoreFailed, match="went away"):
        store.attempts()
    assert not home.exists()


STEPS = (
    "CREATE TABLE one (a TEXT);\nINSERT INTO one VALUES ('x; y');",
    "-- a comment; with a semicolon\nALTER TABLE one ADD COLUMN b TEXT;\nUPDATE one SET b = a;",
)


@pytest.fixture
def empty(tmp_path: Path) -> sqlite3.Connection:
    return sqlite3.connect(tmp_path / "some.db", isolation_level=None)


def test_migrations_run_in_order_and_copy_what_is_there_before(empty: sqlite3.Connection) -> None:
    copied: list[tuple[int, int]] = []
    migrations.migrate(empty, STEPS[:1], lambda old, new: copied.append((old, new)))
    assert (migrations.version(empty), copied) == (1, [])
    migrations.migrate(empty, STEPS, lambda old, new: copied.append((old, new)))
    assert (migrations.version(empty), copied) == (2, [(1, 2)])
    assert empty.execute("SELECT a, b FROM one").fetchall() == [("x; y", "x; y")]
    migrations.migrate(empty, STEPS, lambda old, new: copied.append((old, new)))
    assert copied == [(1, 2)]
    empty.close()


def test_a_migration_that_fails_half_way_leaves_the_old_version_whole(empty: sqlite3.Connection) -> None:
    migrations.migrate(empty, STEPS[:1], lambda old, new: None)
    before = list(empty.iterdump())
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        migrations.migrate(empty, (STEPS[0], STEPS[1] + "UPDATE one SET c = 1;"), lambda old, new: None)
    assert migrations.version(empty) == 1
    assert list(empty.iterdump()) == before
    empty.close()


def test_no_migration_without_its_copy(empty: sqlite3.Connection) -> None:
    migrations.migrate(empty, STEPS[:1], lambda old, new: None)

    def full(old: int, new: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        migrations.migrate(empty, STEPS, full)
    assert migrations.version(empty) == 1
    empty.close()


def test_the_schema_scripts_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in migrations._SCHEMA.glob("*.sql"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_threads_write_at_once_and_lose_nothing(store: Store) -> None:
    failures: list[BaseException] = []

    def write(prefix: str) -> None:
        try:
            for number in range(25):
                identity = f"{prefix}{number}"
                store.keep(an_attempt(identity), sitting_id=None, bank_id=None, card=None, review=None)
        except BaseException as error:  # noqa: BLE001  (told below)
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(attempt.sequence or 0 for attempt in store.attempts()) == list(range(1, 101))
    store.attempts()
    assert len(store._database._connections) <= len(threads) + 1


def test_processes_open_and_write_at_once_and_lose_nothing(home: Path, child: Child) -> None:
    writers = [child("keep", home, name, 25) for name in "abcd"]
    said = [writer.communicate(timeout=120) for writer in writers]
    assert [errors for _, errors in said] == [""] * 4
    sequences = [int(line.split()[1]) for output, _ in said for line in output.splitlines()]
    assert sorted(sequences) == list(range(1, 101))
    store = Store.open(home, NOW)
    assert len(store.attempts()) == 100
    store.close()


def test_processes_open_an_empty_folder_at_once(home: Path, child: Child) -> None:
    openers = [child("open", home) for _ in range(6)]
    assert [opener.communicate(timeout=60) for opener in openers] == [("opened 0\n", "")] * 6


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE attempts SET record = replace(record, 'myself', 'mysalf')", r"Answer 1 \(a1\)"),
        ("UPDATE attempts SET band = 5", r"Answer 1 \(a1\)"),
        ("UPDATE attempts SET record = CAST(record AS BLOB)", r"Answer 1 \(a1\)"),
        ("UPDATE attempts SET sha256 = 'x'", r"Answer 1 \(a1\)"),
        ("UPDATE cards SET memory = '{}'", "Card c1"),
        ("UPDATE questions SET text = 'Why us?'", "Card c1"),
        ("UPDATE wordings SET text = 'Why us?'", "Card c1"),
        ("DELETE FROM wordings", "Card c1"),
    ],
)
def test_a_changed_row_is_named_and_never_returned(store: Store, keep: Keep, change: str, named: str) -> None:
    kept = keep(an_attempt("a1"), card=a_card(), review=a_review())
    keep(an_attempt("a2", question="Why?"))
    connection = store._database._connection()
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(change + " WHERE rowid = 1")
    found = store.attempts()
    assert found[0].attempt_id == "a2"
    if named.startswith("Answer"):
        assert kept not in found
        with pytest.raises(StoreFailed, match=named):
            store.attempt("a1")
    else:
        assert store.cards() == ()
        with pytest.raises(StoreFailed, match=named):
            store.card("c1")
    assert named.replace("\\", "") in store.warnings[-1]


@pytest.mark.parametrize("column", ["record", "question", "band", "sha256"])
def test_a_damaged_answer_can_still_be_erased(store: Store, keep: Keep, column: str) -> None:
    keep(an_attempt("a1"))
    keep(an_attempt("a2", question="Why?"))
    connection = store._database._connection()
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(f"UPDATE attempts SET {column} = 'x' WHERE id = 'a1'")
    connection.execute("PRAGMA foreign_keys = ON")
    store.erase("a1")
    assert [attempt.attempt_id for attempt in store.attempts()] == ["a2"]
    assert store.warnings == ()


@pytest.mark.parametrize("table", ["cards", "questions", "wordings"])
def test_an_answer_is_kept_whatever_is_damaged_around_it(store: Store, keep: Keep, table: str) -> None:
    store.note_asked("q1", QUESTION, NOW)
    keep(an_attempt("a1"), bank_id="q1", card=a_card(), review=a_review())
    store._database._connection().execute(f"UPDATE {table} SET sha256 = 'x'")
    kept = keep(an_attempt("a2"), bank_id="q1", card=a_card("c2"), review=a_review("c2", "a2"))
    assert store.attempt("a2") == kept


def test_a_damaged_row_that_is_used_again_stays_named(store: Store, keep: Keep) -> None:
    keep(an_attempt("a1"), card=a_card(), review=a_review())
    store._database._connection().execute("UPDATE questions SET text = 'Why us?'")
    keep(an_attempt("a2", question="Why us?"))
    assert store.cards() == ()
    assert "Card c1" in store.warnings[-1]


class Filled:
    """A database and what it tells when it is whole."""

    def __init__(self, content: bytes, told: list[str]) -> None:
        self.content, self.told = content, told


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    home = tmp_path_factory.mktemp("filled") / "coach"
    store = Store.open(home, NOW)
    for number in range(5):
        question = f"Question {number}?"
        store.keep(
            an_attempt(f"a{number}", question=question),
            sitting_id=None,
            bank_id=None,
            card=a_card(f"c{number}", question),
            review=a_review(f"c{number}", f"a{number}"),
        )
    told = [thing.model_dump_json() for thing in (*store.attempts(), *store.cards())]
    store.close()
    return Filled((home / "coach.db").read_bytes(), told)


@settings(max_examples=300, deadline=None)
@example(1828 / 118784, 7)  # SQLite's message then quotes bytes that are no text
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 7))
def test_a_flipped_bit_is_named_or_changes_nothing(
    filled: Filled, tmp_path_factory: pytest.TempPathFactory, place: float, bit: int
) -> None:
    damaged = bytearray(filled.content)
    damaged[int(place * len(damaged))] ^= 1 << bit
    home = tmp_path_factory.mktemp("flip") / "coach"
    home.mkdir(mode=0o700)
    (home / "coach.db").write_bytes(damaged)
    (home / "coach.db").chmod(0o600)
    try:
        store = Store.open(home, NOW)
    except StoreFailed:
        return
    try:
        found = [thing.model_dump_json() for thing in (*store.attempts(), *store.cards())]
        assert found == filled.told or store.warnings
        assert set(found) <= set(filled.told)
    except StoreFailed:
        pass
    finally:
        store.close()
        shutil.rmtree(home.parent)
