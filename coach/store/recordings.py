"""Recordings: written while they are spoken, so that a kill costs less than the last second."""

import contextlib
import errno
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coach.core.errors import BadInput, StoreFailed
from coach.core.records import Asked, Via
from coach.store import files
from coach.store.folder import RESERVE_BYTES, Folder
from coach.store.wav import BYTES_PER_SECOND, HEADER_BYTES, complete, digest, header

WRITE_BYTES = BYTES_PER_SECOND // 10
"""At most 100 ms go into one write: a kill loses the write that is under way."""

SYNC_BYTES = BYTES_PER_SECOND // 2
"""At most half a second lies in the system's cache: a power cut loses that."""

LOCK_TRIES = 50
WORTH_REPAIRING_SECONDS = 0.3
"""A broken-off recording shorter than this holds no word."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_LONGEST_BYTES = 0x7FFF0000
"""A WAV file's sizes are 32-bit; this is 18 hours, and below the byte that Windows locks."""


@dataclass(frozen=True)
class RecordingInfo:
    """A finished recording."""

    path: Path
    seconds: float
    sha256: str
    """Of the whole file, in hex."""


@dataclass(frozen=True)
class Unfinished:
    """A whole recording without an attempt: coach ended between the two."""

    attempt_id: str
    asked: Asked
    via: Via
    sitting_id: str | None
    started_at: datetime
    path: Path
    seconds: float


class Recorder:
    """One recording under way. `append` blocks, then `finish` or `discard`; one thread at a time."""

    def __init__(
        self,
        folder: Folder,
        attempt_id: str,
        *,
        on_finish: Callable[[RecordingInfo], None],
        on_discard: Callable[[], None],
    ) -> None:
        """Make the file, locked against repair. Raises StoreFailed, BadInput for a taken id.

        `on_finish` commits the journal row, `on_discard` removes it.
        """
        self.path = part_path(folder, attempt_id)
        self._folder = folder
        self._on_finish, self._on_discard = on_finish, on_discard
        self._bytes = 0
        self._synced = 0
        self._stopped: StoreFailed | None = None
        self._info: RecordingInfo | None = None
        self._descriptor: int | None = self._make(attempt_id)

    @property
    def seconds(self) -> float:
        """Seconds of audio on disk."""
        return self._bytes / BYTES_PER_SECOND

    def append(self, block: bytes) -> None:
        """Write 16-bit mono PCM at 16 kHz; with the operating system when this returns.

        Raises StoreFailed when the disk refuses or is nearly full; what was appended before stays, and
        can still be finished.
        """
        if self._stopped is not None:
            raise self._stopped
        if len(block) % 2:
            raise ValueError("a block is whole 16-bit samples")
        if self._bytes + len(block) > _LONGEST_BYTES:
            raise self._stop("A recording ends after 18 hours.")
        for start in range(0, len(block), WRITE_BYTES):
            self._write(block[start : start + WRITE_BYTES])

    def finish(self) -> RecordingInfo:
        """Make it a whole WAV file: on disk, named ID.wav and in the journal when this returns.

        The file stays locked until the attempt is kept. Raises StoreFailed; it can be called again.
        """
        if self._info is None:
            descriptor = self._open_descriptor()
            whole = self.path.with_suffix(".wav")
            try:
                try:
                    complete(descriptor, self._bytes)
                except OSError:
                    if not self._folder.spend_ballast():
                        raise
                    complete(descriptor, self._bytes)
                if self.path.exists() and self.path != whole:
                    self._descriptor = files.rename(descriptor, self.path, whole)
                self.path = whole
                files.sync_folder(self._folder.recordings)
                sha256 = digest(whole)
            except OSError as error:
                raise self._folder.unwritable(error) from error
            info = RecordingInfo(whole, self.seconds, sha256)
            self._on_finish(info)
            self._info = info
        return self._info

    def discard(self) -> None:
        """Throw the recording away: file and journal row."""
        self.release()
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise self._folder.unwritable(error) from error
        self._on_discard()

    def release(self) -> None:
        """Let go of the file as it is; an unfinished one is repaired when the store opens next."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _make(self, attempt_id: str) -> int:
        check_id(attempt_id)
        if self._folder.free_bytes() < RESERVE_BYTES:
            raise _nearly_full(self._folder, 0.0)
        if self.path.exists() or self.path.with_suffix(".wav").exists():
            raise taken(attempt_id)
        try:
            making = self.path.with_suffix(".tmp")
            descriptor = _create_locked(making)
            try:
                files.write_all(descriptor, header(0))
                descriptor = files.rename(descriptor, making, self.path)
                files.sync_folder(self._folder.recordings)
            except OSError:
                os.close(descriptor)
                making.unlink(missing_ok=True)
                self.path.unlink(missing_ok=True)
                raise
        except FileExistsError as error:
            raise taken(attempt_id) from error
        except OSError as error:
            raise self._folder.unwritable(error) from error
        return descriptor

    def _write(self, data: bytes) -> None:
        descriptor = self._open_descriptor()
        try:
            files.write_all(descriptor, data)
            self._bytes += len(data)
            if self._bytes - self._synced >= SYNC_BYTES:
                files.sync(descriptor)
                self._synced = self._bytes
                self._check_room(descriptor)
        except OSError as error:
            with contextlib.suppress(OSError):  # half a write may have landed
                os.ftruncate(descriptor, HEADER_BYTES + self._bytes)
                os.lseek(descriptor, HEADER_BYTES + self._bytes, os.SEEK_SET)
            raise self._stop(
                f"The disk took no more ({error.strerror}): the recording stopped after {self.seconds:.1f} s, "
                "and all of that is kept."
            ) from error

    def _check_room(self, descriptor: int) -> None:
        if not os.fstat(descriptor).st_nlink:
            raise self._stop(f"The folder {self._folder.home} went away while you spoke.")
        if self._folder.free_bytes() < RESERVE_BYTES:
            self._stopped = _nearly_full(self._folder, self.seconds)
            raise self._stopped

    def _stop(self, happened: str) -> StoreFailed:
        self._stopped = StoreFailed(happened, "Free some space, for example with `coach answer ID --erase`.")
        return self._stopped

    def _open_descriptor(self) -> int:
        if self._descriptor is None:
            raise StoreFailed("This recording is closed.", "Begin a new one.")
        return self._descriptor


def is_id(attempt_id: str) -> bool:
    """Whether it can be a file's name everywhere."""
    return _ID.fullmatch(attempt_id) is not None


def check_id(attempt_id: str) -> None:
    """Raises BadInput for an id that can't be a file's name."""
    if not is_id(attempt_id):
        raise BadInput(
            f"{attempt_id!r} can't be an answer's id.", "An id is 1 to 64 letters, digits, - and _."
        )


def taken(attempt_id: str) -> BadInput:
    """The error for an id that is in use."""
    return BadInput(f"There is an answer {attempt_id} already.", f"See `coach answer {attempt_id}`.")


def part_path(folder: Folder, attempt_id: str) -> Path:
    """Where a recording lies while it is spoken."""
    return folder.recordings / f"{attempt_id}.part"


def whole_path(folder: Folder, attempt_id: str) -> Path:
    """Where it lies once it is whole."""
    return folder.recordings / f"{attempt_id}.wav"


def _nearly_full(folder: Folder, seconds: float) -> StoreFailed:
    return StoreFailed(
        f"The disk that holds {folder.home} is nearly full: the recording stopped after {seconds:.1f} s, "
        "and all of that is kept.",
        "Free some space, for example with `coach answer ID --erase`.",
    )


def _create_locked(path: Path) -> int:
    """A new file that is ours before it has the name that a repair looks for. Raises OSError."""
    for _ in range(LOCK_TRIES):
        descriptor = files.create(path)
        if files.lock(descriptor) and files.same_file(descriptor, path):
            return descriptor
        os.close(descriptor)  # a coach that opens right now looked whether it is dead
        path.unlink(missing_ok=True)
        time.sleep(0.01)
    raise OSError(errno.ENOLCK, "this disk locks no files")
