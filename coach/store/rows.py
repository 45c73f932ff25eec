"""Sealed rows: every row of a person's content carries the sha256 of its other columns.

SQLite's own checks notice a page that makes no sense; they do not notice a changed letter.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Value = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A table whose rows are sealed."""

    name: str
    key: tuple[str, ...]
    """The columns that say which row it is."""
    columns: tuple[str, ...]
    """All columns under the seal, the key included."""
    called: str
    """What a row is called in front of people."""


SITTINGS = Table("sittings", ("id",), ("id", "started_at", "job"), "sitting")
QUESTIONS = Table("questions", ("id",), ("id", "bank_id", "text", "kind"), "question")
WORDINGS = Table(
    "wordings",
    ("question", "text"),
    ("question", "text", "position", "asks", "asked_at"),
    "wording of question",
)
ATTEMPTS = Table(
    "attempts",
    ("sequence",),
    ("sequence", "id", "sitting", "question", "recorded_at", "via", "band", "grade", "record"),
    "answer",
)
RECORDINGS = Table(
    "recordings",
    ("id",),
    ("id", "state", "asked", "via", "sitting", "started_at", "seconds", "audio_sha256"),
    "recording",
)
CARDS = Table(
    "cards",
    ("id",),
    ("id", "question", "last_wording", "source", "why", "added_at", "due", "memory"),
    "card",
)
REVIEWS = Table("reviews", ("id",), ("id", "card", "attempt", "grade", "reviewed_at", "due"), "review")
TABLES = (SITTINGS, QUESTIONS, WORDINGS, ATTEMPTS, RECORDINGS, CARDS, REVIEWS)


@dataclass(frozen=True)
class Row:
    """One row as it was read."""

    table: Table
    values: tuple[Value, ...]
    sound: bool
    """Whether the seal fits."""

    def __getitem__(self, column: str) -> Value:
        return self.values[self.table.columns.index(column)]

    def text(self, column: str) -> str:
        """The column as text; raises TypeError for any other type (a row that is not sound)."""
        value = self[column]
        if not isinstance(value, str):
            raise TypeError(f"{self.table.name}.{column} is {type(value).__name__}")
        return value

    def number(self, column: str) -> int:
        """The column as a whole number; raises TypeError like `text`."""
        value = self[column]
        if not isinstance(value, int):
            raise TypeError(f"{self.table.name}.{column} is {type(value).__name__}")
        return value

    @property
    def name(self) -> str:
        """What this row is called in front of people, such as `answer 12`."""
        return f"{self.table.called} {self[self.table.key[0]]}"


def seal(table: Table, values: Sequence[Value]) -> str:
    """The sha256, in hex, over the table's name and the values of `table.columns`."""
    text = json.dumps([table.name, *values], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def add(connection: sqlite3.Connection, table: Table, **values: Value) -> None:
    """Insert a row. Every column must be given; raises sqlite3.IntegrityError when its key is taken."""
    columns = (*table.columns, "sha256")
    ordered = _ordered(table, values)
    sql = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608  (only names from the tables above)
    connection.execute(sql, (*ordered, seal(table, ordered)))


def put(connection: sqlite3.Connection, table: Table, **values: Value) -> None:
    """Insert a row or, where its key is taken, change that one. Every column must be given."""
    key = [values[column] for column in table.key]
    known = " AND ".join(f"{column} = ?" for column in table.key)
    if connection.execute(f"SELECT 1 FROM {table.name} WHERE {known}", key).fetchone() is None:  # noqa: S608
        add(connection, table, **values)
        return
    ordered = _ordered(table, values)
    changes = ", ".join(f"{column} = ?" for column in (*table.columns, "sha256"))
    sql = f"UPDATE {table.name} SET {changes} WHERE {known}"  # noqa: S608
    connection.execute(sql, (*ordered, seal(table, ordered), *key))


def change(connection: sqlite3.Connection, row: Row, **values: Value) -> None:
    """Write the row again with some columns changed, never its key; a row that was damaged stays marked so."""
    table = row.table
    put(connection, table, **{**dict(zip(table.columns, row.values, strict=True)), **values})
    if not row.sound:
        known = " AND ".join(f"{column} = ?" for column in table.key)
        key = [row[column] for column in table.key]
        connection.execute(f"UPDATE {table.name} SET sha256 = '' WHERE {known}", key)  # noqa: S608


def fetch(
    connection: sqlite3.Connection, table: Table, tail: str = "", parameters: Iterable[Value] = ()
) -> list[Row]:
    """The rows that `tail` (WHERE ... ORDER BY ..., our own words only) selects, each checked."""
    sql = f"SELECT {', '.join(table.columns)}, sha256 FROM {table.name} {tail}"  # noqa: S608  (only names from the tables above)
    found = connection.execute(sql, tuple(parameters))
    return [Row(table, tuple(values), _fits(table, values, sha256)) for *values, sha256 in found]


def damage(connection: sqlite3.Connection, *, sealed: bool = True) -> tuple[str, ...]:
    """What is damaged in this database, by name; empty when all of it is whole.

    `sealed` false leaves the seals out, as for a database of another version.
    """
    complaints = [str(line) for (line,) in connection.execute("PRAGMA quick_check") if line != "ok"]
    tables = TABLES if sealed else ()
    named = [row.name for table in tables for row in fetch(connection, table) if not row.sound]
    return (*complaints, *named)


def next_number(connection: sqlite3.Connection, table: Table) -> int:
    """The next free number for a table whose key is one; inside a write transaction only."""
    (highest,) = connection.execute(f"SELECT max({table.key[0]}) FROM {table.name}").fetchone()  # noqa: S608  (only names from the tables above)
    return int(highest or 0) + 1


def _ordered(table: Table, values: Mapping[str, Value]) -> list[Value]:
    if set(values) != set(table.columns):
        raise ValueError(f"{table.name} takes {table.columns}, not {tuple(values)}")
    return [values[column] for column in table.columns]


def _fits(table: Table, values: Sequence[Value], sha256: Value) -> bool:
    try:
        return seal(table, values) == sha256
    except (TypeError, ValueError):  # a flipped bit can make a text a blob
        return False
