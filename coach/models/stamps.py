"""Remembers which files were read and found right, so that a later start need not read them again."""

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

STAMPS_FILE = "verified.json"


class NotAFile(OSError):
    """A folder, a device or a pipe stands where a file should be."""


def sha256(path: Path, *, stamps: "Stamps | None" = None) -> str:
    """The file's sha256; from `stamps` where it was read before and is unchanged since.

    Raises:
        OSError: it can't be read, or is no regular file (a pipe or a device is never read).
    """
    with open(path, "rb", opener=_without_waiting) as file:
        before = _fingerprint(os.fstat(file.fileno()))
        known = stamps.look_up(path, before) if stamps else None
        if known is not None:
            return known
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        after = _fingerprint(os.fstat(file.fileno()))
    if stamps and before == after:
        stamps.note(path, after, digest)
    return digest


class Stamps:
    """A note per file that was read: its size, times and inode then, and its sha256.

    What a stamp can't notice: bytes that rot on the disk without the system knowing, somebody who
    writes the stamps file or the raw disk, and a file replaced between this check and the engine
    opening it. `verify` reads every byte and notices the first two. A folder that can't be
    written has no stamps: files are then read at every start.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / STAMPS_FILE

    def look_up(self, path: Path, fingerprint: list[int]) -> str | None:
        """The sha256 noted for this file in this state, or None."""
        match self._read().get(str(path.absolute())):
            case [list() as noted, str() as digest] if noted == fingerprint:
                return digest
        return None

    def note(self, path: Path, fingerprint: list[int], digest: str) -> None:
        """Remember one file; when two processes note at once one note may be lost, never wrong."""
        notes = self._read() | {str(path.absolute()): [fingerprint, digest]}
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".verified-", dir=self._path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(notes, file, indent=1)
            Path(temporary).replace(self._path)

    def _read(self) -> dict[str, Any]:
        try:
            notes = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}


def _fingerprint(status: os.stat_result) -> list[int]:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile("not a regular file")
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
