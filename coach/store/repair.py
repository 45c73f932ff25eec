"""After a kill: broken-off recordings become whole ones, and begun erasures are ended."""

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from coach.store import files
from coach.store.database import Database
from coach.store.recordings import WORTH_REPAIRING_SECONDS, is_id, part_path, whole_path
from coach.store.rows import RECORDINGS, change, fetch
from coach.store.wav import BYTES_PER_SECOND, HEADER_BYTES, complete, digest


@dataclass(frozen=True)
class Repaired:
    """What a repair found of one recording."""

    path: Path
    seconds: float


def repair(database: Database) -> None:
    """Mend every recording that no living coach is writing; each one is said in the folder's warnings.

    Raises StoreFailed when the folder refuses.
    """
    folder = database.folder
    speaking = database.read(lambda c: fetch(c, RECORDINGS, "WHERE state = 'speaking'"))
    journalled = [str(row["id"]) for row in speaking]
    stray = [path.stem for path in sorted(folder.recordings.glob("*.part"))]
    try:
        for path in folder.recordings.glob("*.tmp"):
            _remove_if_dead(path)
        for identity in filter(is_id, dict.fromkeys([*journalled, *stray])):
            _repair_one(database, identity)
    except OSError as error:
        raise folder.unwritable(error) from error


def _repair_one(database: Database, identity: str) -> None:
    folder = database.folder
    part, whole = part_path(folder, identity), whole_path(folder, identity)
    found = mend(part, whole)
    if found is None and not part.exists() and whole.exists():
        found = mend(whole, whole)
    if found is not None:
        sha256 = digest(whole)

        def note(connection: sqlite3.Connection) -> bool:
            rows = fetch(connection, RECORDINGS, "WHERE id = ? AND state = 'speaking'", (identity,))
            for row in rows:
                change(connection, row, state="whole", seconds=found.seconds, audio_sha256=sha256)
            return bool(rows)

        if database.write(note):
            folder.warn(
                f"A recording of {found.seconds:.1f} s had broken off; all of it that was on disk is kept."
            )
        else:
            folder.warn(f"{whole} belongs to no answer here; it is left as it is.")
    elif not (part.exists() or whole.exists()):

        def drop(connection: sqlite3.Connection) -> None:
            if not (part.exists() or whole.exists()):
                connection.execute("DELETE FROM recordings WHERE id = ? AND state = 'speaking'", (identity,))

        database.write(drop)


def mend(path: Path, whole: Path) -> Repaired | None:
    """Make a broken-off recording a whole WAV file named `whole`, with every whole sample that is there.

    None when the file is not there, is somebody's who is still writing, or held too little and was removed.
    Raises OSError.
    """
    try:
        descriptor = files.reopen(path)
    except FileNotFoundError:
        return None
    try:
        if not files.lock(descriptor) or not files.same_file(descriptor, path):
            return None
        data_bytes = max(0, os.fstat(descriptor).st_size - HEADER_BYTES) // 2 * 2
        seconds = data_bytes / BYTES_PER_SECOND
        if seconds < WORTH_REPAIRING_SECONDS:
            path.unlink()
            return None
        complete(descriptor, data_bytes)
        if path != whole:
            descriptor = files.rename(descriptor, path, whole)
        files.sync_folder(whole.parent)
    finally:
        os.close(descriptor)
    return Repaired(whole, seconds)


def in_use(path: Path) -> bool:
    """Whether a living coach holds this recording."""
    try:
        descriptor = files.reopen(path)
    except OSError:
        return False
    try:
        return not files.lock(descriptor)
    finally:
        os.close(descriptor)


def _remove_if_dead(path: Path) -> None:
    if not in_use(path):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
