"""Making things gone: from the database, its log, the recordings and every backup.

An erasure is written down before it begins, so that one cut short goes on when the store opens next.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from coach.core.errors import NotFound, StoreFailed
from coach.store import attempts, backups, migrations
from coach.store.database import Database, is_full
from coach.store.recordings import part_path, whole_path
from coach.store.rows import RECORDINGS, add, change, fetch

MONTH = timedelta(days=30)


def erase(database: Database, identity: str) -> None:
    """Erase an attempt, or a recording without one. Raises NotFound, StoreFailed."""
    folder = database.folder
    begun = _with_room(
        database, identity, lambda: database.write(lambda c: _begin(c, identity), spends_ballast=True)
    )
    if not begun:
        raise NotFound(f"There is no answer {identity!r}.", "See the latest ones: `coach answer`.")
    _end(database, identity)
    folder.lay_ballast()


def expire(database: Database, keep: Literal["all", "30days", "none"], now: datetime) -> int:
    """Remove the audio, not the words, of attempts older than `keep` allows; how many."""
    if keep == "all":
        return 0
    limit = now - MONTH if keep == "30days" else None

    def begin(connection: sqlite3.Connection) -> list[str]:
        kept = fetch(connection, RECORDINGS, "WHERE state = 'whole' AND id IN (SELECT id FROM attempts)")
        ages = dict(connection.execute("SELECT id, recorded_at FROM attempts").fetchall())
        old = [row for row in kept if limit is None or datetime.fromisoformat(ages[row["id"]]) < limit]
        for row in old:
            change(connection, row, state="expiring")
        return [row.text("id") for row in old]

    old = database.write(begin, spends_ballast=True)
    for identity in old:
        _end_expiry(database, identity)
    return len(old)


def resume(database: Database) -> None:
    """End what an earlier run began to erase; what can't be ended yet is said in the folder's warnings."""
    for row in database.read(lambda c: fetch(c, RECORDINGS, "WHERE state IN ('erasing', 'expiring')")):
        end = _end if row["state"] == "erasing" else _end_expiry
        try:
            end(database, str(row["id"]))
        except StoreFailed as failed:
            database.folder.warn(str(failed))


def _begin(connection: sqlite3.Connection, identity: str) -> bool:
    if not attempts.forget(connection, identity):
        return False
    nothing = dict.fromkeys(("asked", "via", "sitting", "started_at", "seconds", "audio_sha256"))
    add(connection, RECORDINGS, id=identity, state="erasing", **nothing)
    return True


def _end(database: Database, identity: str) -> None:
    folder = database.folder
    try:
        _unlink(part_path(folder, identity), whole_path(folder, identity))
        removed = backups.scrub(
            folder.backups, lambda c: attempts.forget(c, identity), current=len(migrations.scripts())
        )
    except OSError as error:
        raise folder.unwritable(error) from error
    if removed:
        folder.warn(f"{removed} older copies could not be cleaned of the erased answer and were removed.")
    if not _with_room(database, identity, database.empty_log):
        raise StoreFailed(
            "The answer is erased, but another coach is still reading and holds its old pages.",
            "Close the other one; the next start of coach removes the rest.",
        )
    database.write(lambda c: c.execute("DELETE FROM recordings WHERE id = ?", (identity,)))
    database.empty_log()


def _end_expiry(database: Database, identity: str) -> None:
    try:
        _unlink(whole_path(database.folder, identity))
    except OSError as error:
        raise database.folder.unwritable(error) from error
    database.write(lambda c: c.execute("DELETE FROM recordings WHERE id = ?", (identity,)))


def _with_room(database: Database, identity: str, work: Callable[[], bool]) -> bool:
    """Do the work; on a full disk, make room and do it again until it is done or no room can be made."""
    while True:
        try:
            return work()
        except StoreFailed as failed:
            if not (is_full(failed) and _made_room(database, identity)):
                raise


def _made_room(database: Database, identity: str) -> bool:
    """Let go of the ballast, of what is to be erased anyway, or of the oldest backup."""
    folder = database.folder
    if folder.spend_ballast():
        return True
    audio = whole_path(folder, identity)
    if audio.exists():
        audio.unlink()
        return True
    for oldest in backups.listed(folder.backups)[:1]:
        oldest.path.unlink(missing_ok=True)
        folder.warn("The disk was full: old backups went, so that the answer could be erased.")
        return True
    return False


def _unlink(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
