"""The one folder that holds everything: its names, who may read it, and the ballast."""

import contextlib
import os
import shutil
import stat
import sys
from pathlib import Path

from coach.core.errors import StoreFailed
from coach.store import files

BALLAST_BYTES = 2 << 20
"""Given back when the disk is full: on a full disk even a DELETE needs room, for its log and then for the
database that takes the log in; each well below 1 MB."""

RESERVE_BYTES = 4 << 20
"""Recording stops while this much is free, so that what was said can still be finished and kept."""

ELSEWHERE = "Set COACH_HOME to a folder of yours on this machine's own disk."

BESIDE = (
    "coach.db",
    "coach.db-wal",
    "coach.db-shm",
    "coach.db-journal",
    "ballast",
    "config.toml",
    "config.new",
)
"""The names of our files that lie in the folder itself."""

_SYNCED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud service",
}
"""How the folder names begin that a cloud service keeps in step."""


class Folder:
    """The folder's paths; made, and closed to others, when this is constructed.

    Raises StoreFailed where it can't be made or written.
    """

    def __init__(self, home: Path) -> None:
        self.home = Path(os.path.abspath(home))  # noqa: PTH100  (resolve() would hide a link)
        self.database = self.home / "coach.db"
        self.recordings = self.home / "recordings"
        self.backups = self.home / "backups"
        self.ballast = self.home / "ballast"
        self.warnings: list[str] = []
        self._told: set[str] = set()
        try:
            self._make()
        except OSError as error:
            raise self.unwritable(error) from error
        self._say_if_synced()

    def warn(self, sentence: str) -> None:
        """Add a sentence for the person to `warnings`, once."""
        if sentence not in self._told:
            self._told.add(sentence)
            self.warnings.append(sentence)

    def unwritable(self, error: OSError) -> StoreFailed:
        """The error a person reads when the folder refuses something."""
        why = error.strerror or str(error)
        if not self.home.is_dir():
            return StoreFailed(f"The folder {self.home} is not there ({why}).", ELSEWHERE)
        if self._on_read_only_disk():
            return StoreFailed(f"The folder {self.home} lies on a disk that is read-only.", ELSEWHERE)
        return StoreFailed(
            f"The folder {self.home} can't be written ({why}).",
            f"Make it yours with `chmod -R u+rwX {self.home}`, or set COACH_HOME to another folder.",
        )

    def free_bytes(self) -> int:
        """Bytes that can still be written here; raises StoreFailed when the folder is gone."""
        try:
            return shutil.disk_usage(self.home).free
        except OSError as error:
            raise self.unwritable(error) from error

    def lay_ballast(self) -> None:
        """Set room aside for a full disk, where there is room; what fails here fails quietly."""
        if self.free_bytes() < RESERVE_BYTES + BALLAST_BYTES:
            return
        with contextlib.suppress(OSError):
            if self.ballast.is_file() and self.ballast.stat().st_size == BALLAST_BYTES:
                return
            self.ballast.unlink(missing_ok=True)
            descriptor = files.create(self.ballast)
            try:
                files.write_all(descriptor, os.urandom(BALLAST_BYTES))  # random: can't be compressed away
                files.sync(descriptor)
            finally:
                os.close(descriptor)

    def spend_ballast(self) -> bool:
        """Give the room back; False when it was spent already."""
        try:
            self.ballast.unlink()
        except OSError:
            return False
        return True

    def _on_read_only_disk(self) -> bool:
        if sys.platform == "win32":
            return False
        try:
            return bool(os.statvfs(self.home).f_flag & os.ST_RDONLY)
        except OSError:
            return False

    def _make(self) -> None:
        self._make_folder(self.home)
        for folder in (self.recordings, self.backups):
            self._refuse_link(folder)
            self._make_folder(folder)
        self._refuse_link(self.database)
        if not self.database.exists():
            with contextlib.suppress(FileExistsError):  # another coach was quicker
                os.close(files.create(self.database))
        if sys.platform != "win32":
            self._close_to_others()

    @staticmethod
    def _make_folder(path: Path) -> None:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir(mode=files.FOLDER_MODE, exist_ok=True)
            path.chmod(files.FOLDER_MODE)  # a umask can take, not only keep

    def _refuse_link(self, path: Path) -> None:
        if path.is_symlink():
            raise StoreFailed(
                f"{path} is a link, and coach keeps its files inside {self.home}.",
                f"Remove the link with `rm {path}`, or set COACH_HOME to another folder.",
            )

    def _close_to_others(self) -> None:
        """Take group's and others' rights away from all that is ours, and say so."""
        candidates = (self.home, self.recordings, self.backups, *self._inside())
        loose = []
        for path in candidates:
            with contextlib.suppress(FileNotFoundError):  # another coach just closed, or thinned
                if self._tighten(path):
                    loose.append(path)
        if loose:
            more = f" and {len(loose) - 1} more" if len(loose) > 1 else ""
            self.warn(f"Other people on this machine could open {loose[0]}{more}; now only you can.")

    def _inside(self) -> list[Path]:
        beside = [self.home / name for name in BESIDE]
        within = [path for folder in (self.recordings, self.backups) for path in folder.iterdir()]
        return [path for path in (*beside, *within) if path.is_file() and not path.is_symlink()]

    def _tighten(self, path: Path) -> bool:
        mode = stat.S_IMODE(path.stat().st_mode)
        if not mode & 0o077:
            return False
        if path == self.home and not self._all_ours():
            self.warn(
                f"{path} holds other things too, so its rights stay as they are; coach's own files are closed."
            )
            return False
        path.chmod(files.FOLDER_MODE if path.is_dir() else files.FILE_MODE)
        return True

    def _all_ours(self) -> bool:
        ours = {*BESIDE, "recordings", "backups"}
        return all(path.name in ours for path in self.home.iterdir())

    def _say_if_synced(self) -> None:
        for part in (*self.home.parts, *self.home.resolve().parts):
            for beginning, service in _SYNCED.items():
                if part.casefold().startswith(beginning):
                    self.warn(
                        f"{self.home} lies in a place that {service} copies to its own computers, "
                        f"with your recordings. {ELSEWHERE}"
                    )
                    return
