"""The numbered schema scripts, run one by one, each whole or not at all."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_SCHEMA = Path(__file__).parent / "schema"


def scripts() -> tuple[str, ...]:
    """The SQL of every migration in order; the first makes version 1."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(_SCHEMA.glob("[0-9]*.sql")))


def version(connection: sqlite3.Connection) -> int:
    """The number of the last migration that this database went through; 0 for an empty file."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def migrate(connection: sqlite3.Connection, steps: Sequence[str], copy: Callable[[int, int], object]) -> None:
    """Bring the database to version `len(steps)`.

    Before each step of a database that holds something, `copy(old, new)` is called with the two
    versions; when it or the step fails, the database is left at the old version and the error goes
    on. Another process may migrate at the same time: the version is read again under the lock.
    """
    while (old := version(connection)) < len(steps):
        if old:
            copy(old, old + 1)
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) == old:
                for statement in statements(steps[old]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {old + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: executescript would commit between them."""
    collected = ""
    for piece in re.split("(?<=;)", script):
        collected += piece
        if sqlite3.complete_statement(collected):
            yield collected
            collected = ""
    if collected.strip():
        yield collected
