"""Wipe: everything coach made in its folder goes, and nothing else."""

import os
from pathlib import Path

from coach.core.errors import StoreFailed
from coach.store import repair
from coach.store.folder import BESIDE
from coach.store.recordings import is_id
from coach.store.wav import HEADER_BYTES, header


def wipe(home: Path) -> tuple[Path, ...]:
    """Remove all of it, and the folders that are then empty; what stays because it is not ours.

    Links are removed, never followed. Raises StoreFailed when a recording is under way or the folder refuses.
    """
    recordings, copies = home / "recordings", home / "backups"
    if not home.is_dir():
        return ()
    try:
        parts = [] if recordings.is_symlink() else list(recordings.glob("*.part"))
        if any(repair.in_use(path) for path in parts):
            raise StoreFailed(
                "Nothing was erased: another coach is recording right now.",
                "End that answer, then wipe again.",
            )
        for folder, ours in ((recordings, _is_recording), (copies, _is_copy)):
            if folder.is_dir() and not folder.is_symlink():
                for path in folder.iterdir():
                    if ours(path):
                        path.unlink()
                _remove_if_empty(folder)
        for name in BESIDE:
            path = home / name
            if path.is_symlink() or path.is_file():
                path.unlink()
        left = tuple(sorted(home.iterdir()))
        _remove_if_empty(home)
    except OSError as error:
        raise StoreFailed(
            f"Not everything in {home} could be erased ({error.strerror or error}).",
            f"Make it yours with `chmod -R u+rwX {home}` and wipe again.",
        ) from error
    return left


def _is_recording(path: Path) -> bool:
    """Whether the name and the first bytes are those of our own recordings."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.suffix not in (".wav", ".part", ".tmp") or not is_id(path.stem):
        return False
    with path.open("rb") as opened:
        start = opened.read(HEADER_BYTES)
    ours = header(0)
    fixed = slice(8, 40)  # between the two sizes
    return ours.startswith(start[:4]) and ours[fixed].startswith(start[fixed])


def _is_copy(path: Path) -> bool:
    name = path.name
    plain = not path.is_symlink() and path.is_file()
    return plain and name.startswith("coach-") and (".db" in name)


def _remove_if_empty(folder: Path) -> None:
    with os.scandir(folder) as entries:
        empty = next(entries, None) is None
    if empty and not folder.is_symlink():
        folder.rmdir()
