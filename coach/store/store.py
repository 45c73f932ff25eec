"""The store: the memory in the database, and the files around it: recordings, backups, the folder."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from coach.core.errors import StoreFailed
from coach.core.records import Asked, Attempt, Card, Review, Via
from coach.store import attempts, backups, erasing, journal, repair, wiping
from coach.store.database import Database
from coach.store.folder import Folder
from coach.store.memory import Memory
from coach.store.recordings import Recorder, RecordingInfo, Unfinished, check_id, whole_path
from coach.store.wav import digest


@dataclass(frozen=True)
class Contents:
    """How much lies in the folder."""

    folder: Path
    attempts: int
    recordings: int
    recording_bytes: int
    cards: int
    backups: int
    backup_bytes: int


class Store(Memory):
    """Everything coach remembers. Any thread may call it, and several processes may have one open."""

    def __init__(self, database: Database) -> None:
        """For `open` only."""
        super().__init__(database)
        self._recorders: dict[str, Recorder] = {}

    @classmethod
    def open(cls, home: Path, now: datetime) -> "Store":
        """Open the folder, making it where it is missing; mend what a kill left, and copy what is due.

        Raises StoreFailed when it is read-only, damaged, full, or of a newer version.
        """
        database = Database(Folder(home))
        try:
            database.open(lambda _, new: backups.back_up(database, now, before=new))
            erasing.resume(database)
            repair.repair(database)
            store = cls(database)
            store._back_up(now)
            database.folder.lay_ballast()
        except BaseException:
            database.close()
            raise
        return store

    @property
    def home(self) -> Path:
        """The folder that holds everything."""
        return self._folder.home

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the person: a synced folder, mended rights, repaired recordings, damage."""
        return tuple(self._folder.warnings)

    def close(self) -> None:
        """Let go of everything; recordings under way stay as they are and are mended at the next opening."""
        for recorder in self._recorders.values():
            recorder.release()
        self._recorders.clear()
        self._database.close()

    def record(
        self, attempt_id: str, asked: Asked, *, via: Via, sitting_id: str | None, started_at: datetime
    ) -> Recorder:
        """Begin a recording; it is in the journal when this returns.

        Raises BadInput for an id that is taken, StoreFailed when the disk refuses or is nearly full.
        """

        def finished(info: RecordingInfo) -> None:
            self._database.write(lambda c: journal.note_whole(c, attempt_id, info), spends_ballast=True)

        def discarded() -> None:
            self._recorders.pop(attempt_id, None)
            self._database.write(lambda c: journal.drop(c, attempt_id))

        recorder = Recorder(self._folder, attempt_id, on_finish=finished, on_discard=discarded)
        try:
            self._database.write(
                lambda c: journal.begin(
                    c, attempt_id, asked, via=via, sitting_id=sitting_id, started_at=started_at
                )
            )
        except BaseException:
            recorder.release()
            recorder.path.unlink(missing_ok=True)
            raise
        self._recorders[attempt_id] = recorder
        return recorder

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Whole recordings without an attempt, oldest first; none that another living coach works on."""
        rows = self._database.read(journal.without_attempt)
        found = []
        for row in rows:
            path = whole_path(self._folder, str(row["id"]))
            if not row.sound or not path.exists():
                self._folder.warn(f"The unfinished recording {row['id']} is damaged or gone.")
            elif row["id"] in self._recorders or not repair.in_use(path):
                found.append(journal.unfinished(row, path))
        return tuple(found)

    def recording(self, attempt_id: str) -> Path | None:
        """Where the answer's recording lies; None when it was erased, has expired or never was.

        Raises StoreFailed when the file is not as it was recorded.
        """
        rows = self._database.read(lambda c: journal.whole(c, attempt_id))
        for row in rows:
            path = whole_path(self._folder, attempt_id)
            if not path.exists():
                self._folder.warn(f"The recording {path} is gone; nobody told coach.")
                return None
            if not row.sound or digest(path) != row["audio_sha256"]:
                raise StoreFailed(
                    f"The recording {path} is damaged: it is not as it was recorded.",
                    f"Its words are untouched: `coach answer {attempt_id}`.",
                )
            return path
        return None

    def keep(
        self,
        attempt: Attempt,
        *,
        sitting_id: str | None,
        bank_id: str | None,
        card: Card | None,
        review: Review | None,
    ) -> Attempt:
        """Keep an attempt, its card and its review, all or nothing; on disk when this returns.

        Returns it with its sequence. Raises BadInput for an id that is taken or unusable, StoreFailed.
        """
        check_id(attempt.attempt_id or "")
        kept = self._database.write(
            lambda c: attempts.keep(
                c, attempt, sitting_id=sitting_id, bank_id=bank_id, card=card, review=review
            )
        )
        recorder = self._recorders.pop(str(attempt.attempt_id), None)
        if recorder is not None:
            recorder.release()
        self._back_up(kept.recorded_at)
        return kept

    def erase(self, attempt_id: str) -> None:
        """Make an attempt, or an unfinished recording, gone from the folder, the log and every backup.

        Audio, words, findings, reviews, and the card that only it made. Raises NotFound, StoreFailed.
        """
        check_id(attempt_id)
        recorder = self._recorders.pop(attempt_id, None)
        if recorder is not None:
            recorder.release()
        erasing.erase(self._database, attempt_id)

    def expire_recordings(self, keep: Literal["all", "30days", "none"], now: datetime) -> int:
        """Remove the recordings of attempts, never their words, that `keep` no longer allows; how many."""
        return erasing.expire(self._database, keep, now)

    def contents(self) -> Contents:
        """How much lies here."""

        def count(connection: sqlite3.Connection) -> tuple[int, ...]:
            sql = "SELECT (SELECT count(*) FROM attempts), (SELECT count(*) FROM cards)"
            return tuple(connection.execute(sql).fetchone())

        kept_attempts, kept_cards = self._database.read(count)
        sizes = [path.stat().st_size for path in self._folder.recordings.glob("*.wav")]
        copies = backups.listed(self._folder.backups)
        return Contents(
            folder=self.home,
            attempts=kept_attempts,
            recordings=len(sizes),
            recording_bytes=sum(sizes),
            cards=kept_cards,
            backups=len(copies),
            backup_bytes=sum(copy.path.stat().st_size for copy in copies),
        )

    @staticmethod
    def wipe(home: Path) -> tuple[Path, ...]:
        """Remove everything coach made in this folder, and only that; what is left in it.

        Close the store first. Raises StoreFailed.
        """
        return wiping.wipe(home)

    def _back_up(self, now: datetime) -> None:
        """Copy the database when it is time; what fails here is said, and undoes nothing."""
        try:
            if backups.is_due(backups.listed(self._folder.backups), now):
                backups.back_up(self._database, now)
        except StoreFailed as failed:
            self._folder.warn(f"No backup was made. {failed}")
