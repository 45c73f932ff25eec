"""The database file: open, one connection per thread, one transaction per piece of work."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from coach.core.errors import StoreFailed
from coach.store import migrations
from coach.store.folder import ELSEWHERE, Folder

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]

BUSY_SECONDS = 20.0
"""How long one coach waits for another to finish writing; a write takes milliseconds."""

READER_SECONDS = 1.0
"""How long an erasure waits for a reader to let go of the log; reading takes milliseconds."""

LOG_PAGES = 200
"""Pages of 4 kB after which the log is moved into the database: on a full disk, emptying it to erase may
take as much room again, and that has to fit into the ballast."""

ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises; the second where a damaged schema stands in its message."""

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_FULL = "SQLITE_FULL"


class Database:
    """The store's database. Any thread may call; each gets a connection of its own."""

    def __init__(self, folder: Folder) -> None:
        """Name the file; `open` opens it."""
        self.folder = folder
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        self._guard = threading.Lock()
        self._inode: int | None = None

    def open(self, copy: Callable[[int, int], object]) -> None:
        """Check the version and migrate; `copy` as in `migrations.migrate`.

        Raises StoreFailed for a newer version, a damaged or foreign file, a folder that can't be written.
        """
        steps = migrations.scripts()
        try:
            self._inode = self.folder.database.stat().st_ino
            connection = self._connection()
            self._check_version(connection, len(steps))
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise StoreFailed(
                    f"The disk of {self.folder.home} does not let programs share a database.", ELSEWHERE
                )
            migrations.migrate(connection, steps, copy)
            connection.execute(
                "BEGIN IMMEDIATE"
            )  # a read-only folder shows itself here, not at the first answer
            connection.execute("ROLLBACK")
        except OSError as error:
            raise self.folder.unwritable(error) from error
        except ERRORS as error:
            raise self.explain(error) from error

    def read(self, work: Work[Result]) -> Result:
        """What `work` finds, seen at one moment. Raises StoreFailed."""
        return self._run(work, "BEGIN")

    def write(self, work: Work[Result], *, spends_ballast: bool = False) -> Result:
        """Do `work` in one transaction: on disk when this returns, undone when it raises.

        `spends_ballast`: on a full disk the ballast is given back and `work` is called once more; for what
        ends a recording or frees space, and nothing else. Raises StoreFailed.
        """
        try:
            return self._run(work, "BEGIN IMMEDIATE")
        except StoreFailed as failed:
            if not (spends_ballast and is_full(failed) and self.folder.spend_ballast()):
                raise
        return self._run(work, "BEGIN IMMEDIATE")

    def empty_log(self) -> bool:
        """Move the write-ahead log into the database and cut it to nothing; False when a reader holds it."""
        try:
            connection = self._connection()
            connection.execute(f"PRAGMA busy_timeout = {READER_SECONDS * 1000:.0f}")
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
        except ERRORS as error:
            raise self.explain(error) from error
        return not busy

    def close(self) -> None:
        """Close every thread's connection."""
        with self._guard:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()

    def explain(self, error: Exception) -> StoreFailed:
        """The error a person reads for what SQLite said."""
        name = _name(error)
        home = self.folder.home
        if not self._there():
            return self._gone()
        if name.startswith(_DAMAGED):
            return StoreFailed(
                f"The database {self.folder.database} is damaged ({error}).",
                f"Move coach.db, coach.db-wal and coach.db-shm aside, and copy the newest file of "
                f"{self.folder.backups} to {self.folder.database}.",
            )
        if name.startswith(_FULL):
            return StoreFailed(
                f"The disk that holds {home} is full; everything up to now is kept.",
                "Free some space; `coach answer ID --erase` works on a full disk too.",
            )
        if name.startswith("SQLITE_BUSY"):
            return StoreFailed(
                f"Another coach was writing in {home} for {BUSY_SECONDS:.0f} seconds.",
                "Close the other one and try again.",
            )
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
            return self.folder.unwritable(PermissionError(13, str(error)))
        return StoreFailed(f"The database in {home} can't be used ({error}).", ELSEWHERE)

    def _run(self, work: Work[Result], begin: str) -> Result:
        try:
            if not self._there():
                raise self._gone()
            connection = self._connection()
            connection.execute(begin)
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    with contextlib.suppress(*ERRORS):
                        connection.execute("ROLLBACK")
                raise
            if not self._there():  # a deleted file takes writes without a word
                raise self._gone()
        except ERRORS as error:
            raise self.explain(error) from error
        return result

    def _gone(self) -> StoreFailed:
        return StoreFailed(f"The folder {self.folder.home} went away while coach was using it.", ELSEWHERE)

    def _there(self) -> bool:
        try:
            return self.folder.database.stat().st_ino == self._inode
        except OSError:
            return False

    def _connection(self) -> sqlite3.Connection:
        here = threading.current_thread()
        with self._guard:
            connection = self._connections.get(here)
            if connection is None:
                for thread in [thread for thread in self._connections if not thread.is_alive()]:
                    self._connections.pop(thread).close()
                connection = connect(self.folder.database)
                self._connections[here] = connection
        return connection

    def _check_version(self, connection: sqlite3.Connection, ours: int) -> None:
        found = migrations.version(connection)
        if found > ours:
            raise StoreFailed(
                f"{self.folder.home} was written by a newer coach (version {found}; this one knows {ours}).",
                "Update coach, or set COACH_HOME to another folder.",
            )
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if tables and not found:
            raise StoreFailed(
                f"{self.folder.database} is a database of something else.",
                "Set COACH_HOME to another folder.",
            )


def connect(path: Path) -> sqlite3.Connection:
    """A connection to an existing database file, with our settings; raises sqlite3.Error."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",  # never make a new file where ours has gone
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # closed by whoever closes the store
    )
    connection.text_factory = _text
    for setting in (
        "synchronous = FULL",  # WAL with NORMAL loses acknowledged answers in a power cut
        "fullfsync = ON",
        "checkpoint_fullfsync = ON",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",  # VACUUM would leave words in the system's folder for temporary files
        "cell_size_check = ON",
        f"wal_autocheckpoint = {LOG_PAGES}",
    ):
        try:
            connection.execute(f"PRAGMA {setting}")
        except ERRORS:
            connection.close()
            raise
    return connection


def is_full(failed: StoreFailed) -> bool:
    """Whether a transaction failed because the disk is full."""
    return _name(failed.__cause__).startswith(_FULL)


def _name(error: BaseException | None) -> str:
    """SQLite's own name for an error, such as SQLITE_FULL; empty for any other error."""
    if isinstance(error, UnicodeDecodeError):
        return "SQLITE_CORRUPT"
    return str(getattr(error, "sqlite_errorname", ""))


def _text(data: bytes) -> str:
    """A damaged text is still read, so that its seal can name it."""
    return data.decode("utf-8", errors="replace")
