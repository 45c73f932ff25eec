"""Copies of the database: made when something changed, thinned as they age, never of a damaged file.

They hold words and cards, not recordings. A copy's name is its number and the clock of its day; order is
by the number, so that a clock that jumps thins nothing away.
"""

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.core.errors import StoreFailed
from coach.store import files, rows
from coach.store.database import ERRORS, Database, connect
from coach.store.folder import RESERVE_BYTES

APART = timedelta(minutes=30)
"""At least this long between two copies."""

NEWEST, DAYS, WEEKS, MONTHS = 3, 7, 4, 12
"""What is kept: the newest copies, and the newest of each of the latest days, weeks and months that have any."""

_NAME = re.compile(r"coach-(?P<number>\d{6,})-(?P<made>\d{8}T\d{6}Z)(-before-(?P<before>\d+))?\.db")


@dataclass(frozen=True, order=True)
class Backup:
    """One copy."""

    number: int
    made: datetime
    before: int | None
    """The version that was about to be migrated to; None for an ordinary copy."""
    path: Path


def listed(folder: Path) -> tuple[Backup, ...]:
    """The copies in a folder, oldest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if (match := _NAME.fullmatch(path.name)) and path.is_file() and not path.is_symlink():
            made = datetime.strptime(match["made"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            before = int(match["before"]) if match["before"] else None
            found.append(Backup(int(match["number"]), made, before, path))
    return tuple(sorted(found, key=lambda backup: backup.number))


def thinned(backups: Iterable[Backup]) -> tuple[Backup, ...]:
    """The copies to let go. Those made before a migration stay."""
    ordinary = [backup for backup in reversed(tuple(backups)) if backup.before is None]
    kept = set(ordinary[:NEWEST])
    for count, period in ((DAYS, "%Y-%j"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        newest: dict[str, Backup] = {}
        for backup in ordinary:
            newest.setdefault(backup.made.strftime(period), backup)
        kept.update(list(newest.values())[:count])
    return tuple(backup for backup in reversed(ordinary) if backup not in kept)


def is_due(backups: tuple[Backup, ...], now: datetime) -> bool:
    """Whether the last copy is old enough; one from the future, by a clock that jumped, counts as old."""
    return not backups or abs(now - backups[-1].made) >= APART


def back_up(database: Database, now: datetime, *, before: int | None = None) -> Path | None:
    """Copy the database, then thin the copies; None when the last copy is the same.

    What is damaged is not copied, so good copies stay. Raises StoreFailed, also for damage.
    """
    folder = database.folder
    old = listed(folder.backups)
    number = old[-1].number + 1 if old else 1
    name = (
        f"coach-{number:06d}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{f'-before-{before}' if before else ''}.db"
    )
    making = folder.backups / f"{name}.{os.getpid()}.tmp"
    try:
        if folder.free_bytes() < RESERVE_BYTES + folder.database.stat().st_size:
            raise StoreFailed(f"The disk that holds {folder.home} is nearly full.", "Free some space.")
        os.close(files.create(making))
        ids = _copy(folder.database, making, sealed=before is None)
        if before is None and old and _same(making, old[-1].path):
            return None
        if not database.write(lambda c: _place(c, ids, making, folder.backups / name)):
            return None
        files.sync_folder(folder.backups)
        for backup in thinned(listed(folder.backups)):
            backup.path.unlink(missing_ok=True)
    except ERRORS as error:
        raise database.explain(error) from error
    except OSError as error:
        raise folder.unwritable(error) from error
    finally:
        _remove(making)
    return folder.backups / name


def scrub(folder: Path, forget: Callable[[sqlite3.Connection], object], *, current: int) -> int:
    """Run `forget` in every copy and rewrite it without what was forgotten; how many had to go instead.

    A copy of another version, a damaged one and one there is no room to rewrite are removed whole:
    erased has to mean erased. Raises OSError when even that is refused.
    """
    removed = 0
    for half_made in folder.glob("*.tmp*"):
        half_made.unlink(missing_ok=True)
    for backup in listed(folder):
        try:
            _scrub_one(backup.path, forget, current)
        except (sqlite3.Error, ValueError, TypeError, KeyError):
            _remove(backup.path)
            removed += 1
    files.sync_folder(folder)
    return removed


def _scrub_one(path: Path, forget: Callable[[sqlite3.Connection], object], current: int) -> None:
    with contextlib.closing(connect(path)) as connection:
        if connection.execute("PRAGMA user_version").fetchone() != (current,):
            raise ValueError("another version")
        connection.execute("BEGIN IMMEDIATE")
        changed = forget(connection)
        connection.execute("COMMIT")
        if changed:
            connection.execute("VACUUM")
    descriptor = files.reopen(path)
    try:
        files.sync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: Path, target: Path, *, sealed: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Copy page by page and check the copy; the ids of the attempts and recordings in it.

    `sealed` false: an older version, of which only SQLite's own check is known to fit.
    """
    with contextlib.closing(connect(source)) as reading, contextlib.closing(connect(target)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")  # else opening a copy would leave files beside it
        if damaged := rows.damage(writing, sealed=sealed):
            raise StoreFailed(
                f"{damaged[0][:1].upper()}{damaged[0][1:]} in {source} is damaged, so no copy of it was made.",
                f"Copies from before lie in {target.parent}.",
            )
        return _ids(writing) if sealed else (frozenset(), frozenset())


def _ids(connection: sqlite3.Connection) -> tuple[frozenset[str], frozenset[str]]:
    attempts, recordings = (
        frozenset(identity for (identity,) in connection.execute(sql))
        for sql in ("SELECT id FROM attempts", "SELECT id FROM recordings")
    )
    return attempts, recordings


def _place(
    connection: sqlite3.Connection,
    ids: tuple[frozenset[str], frozenset[str]],
    making: Path,
    final: Path,
) -> bool:
    """Give the copy its name, unless something in it was erased meanwhile.

    Under the write lock: an erasure either shows here, or finds the copy among the others.
    """
    if any(ids):
        attempts, recordings = _ids(connection)
        if not (ids[0] <= attempts and ids[1] <= recordings):
            return False
    descriptor = files.reopen(making)
    try:
        files.sync(descriptor)
    finally:
        os.close(descriptor)
    making.replace(final)
    return True


def _same(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except FileNotFoundError:  # another coach thinned it away
        return False


def _remove(path: Path) -> None:
    """Remove a database file and whatever SQLite put beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
