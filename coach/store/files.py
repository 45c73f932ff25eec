"""How our files are made: for their owner only, on the disk when we say so, and locked while in use."""

import contextlib
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE_MODE = 0o600
FOLDER_MODE = 0o700

_FAR_BYTE = 0x7FFFFFFE
"""Windows locks bytes, not files, and a locked byte can't be read: lock one no recording reaches."""


def create(path: Path) -> int:
    """A descriptor of a new file that only its owner may read, whatever the umask.

    Raises FileExistsError where something of that name is there, be it a link.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), FILE_MODE)
    if sys.platform != "win32":
        os.fchmod(descriptor, FILE_MODE)
    return descriptor


def reopen(path: Path) -> int:
    """A descriptor for reading and writing an existing file; raises OSError for a link."""
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.open(path, flags)


def sync(descriptor: int) -> None:
    """Return when the file's bytes are on the disk itself."""
    if sys.platform == "darwin":  # there fsync stops at the drive's cache
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(path: Path) -> None:
    """Return when the names in the folder are on the disk; Windows does that by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; raises OSError when the disk takes no more."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def lock(descriptor: int) -> bool:
    """Take the file for this descriptor until it is closed; False when somebody else has it.

    The lock belongs to the open file, so it also keeps apart two stores in one process, and it
    ends with the process however that ends.
    """
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def same_file(descriptor: int, path: Path) -> bool:
    """Whether `path` is still the file that the descriptor has open."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except OSError:
        return False


def rename(descriptor: int, old: Path, new: Path) -> int:
    """Rename a file that we hold open and locked; the descriptor to go on with. Raises OSError.

    Windows renames no open file, so there it is let go and taken again.
    """
    if sys.platform == "win32":
        os.close(descriptor)
        try:
            old.rename(new)
        except FileNotFoundError:  # a coach that just opened took it for dead and did the same
            if not new.exists():
                raise
        descriptor = reopen(new)
        lock(descriptor)
    else:
        old.rename(new)
    return descriptor
