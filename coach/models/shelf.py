"""Where the models of this machine are, and whether they are whole; nothing here opens a connection.

A model is found in the cache folder or inside an installed package, and handed out only when
every file of it has its pinned sha256.
"""

import contextlib
import importlib.util
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_dir

from coach.core.errors import BadSetting, ModelMissing
from coach.models.assembly import lacks, put_together, wrong
from coach.models.pins import ModelFiles, Pin, PinnedPackage, WheelSource, pins
from coach.models.stamps import Stamps, sha256


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of fetched models: COACH_MODELS, else `models` in the user's cache folder."""
    given = environment.get("COACH_MODELS")
    return Path(given).expanduser().absolute() if given else Path(user_cache_dir("coach")) / "models"


def in_environment(package: PinnedPackage) -> Path | None:
    """The package's model folder in this Python environment, or None; imports nothing."""
    top, *rest = package.path.split("/")
    spec = importlib.util.find_spec(top)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(location).joinpath(*rest)
        if folder.is_dir():
            return folder
    return None


@dataclass(frozen=True)
class Shelf:
    """The models of one cache folder and one Python environment."""

    home: Path
    pins: tuple[Pin, ...]
    package_folder: Callable[[PinnedPackage], Path | None] = in_environment

    def pin(self, name: str) -> Pin:
        """What is known of one model.

        Raises:
            BadSetting: there is no such model.
        """
        for pin in self.pins:
            if pin.name == name:
                return pin
        known = ", ".join(pin.name for pin in self.pins)
        raise BadSetting(f"There is no model called '{name}'.", f"There are: {known}.")

    def find(self, name: str) -> ModelFiles:
        """The model, each of its files known to have its pinned sha256.

        A model that lies in parts in the environment is joined into the cache folder first. A file
        that was read and found right is not read again while its size, times and inode stay the
        same; `Stamps` says what that can't notice.

        Raises:
            ModelMissing: the model is not here, a file is missing, or one is not the pinned one.
            BadSetting: there is no such model.
        """
        return self._check(self.pin(name), Stamps(self.home))

    def verify(self, name: str) -> ModelFiles:
        """Like `find`, but reads every byte again."""
        return self._check(self.pin(name), None)

    def installed(self) -> tuple[str, ...]:
        """Names of the models that are on this machine, whole or not."""
        return tuple(pin.name for pin in self.pins if self._ready_folder(pin) or self.package_folders(pin))

    def package_folders(self, pin: Pin) -> tuple[Path, ...]:
        """The folders of all packages that hold the model in the environment; empty if one lacks."""
        packages = pin.source.packages if isinstance(pin.source, WheelSource) else ()
        folders = [self.package_folder(package) for package in packages]
        return () if None in folders else tuple(folder for folder in folders if folder)

    def put(self, pin: Pin, sources: Sequence[Path], *, replace: bool, move: bool = False) -> None:
        """Copy, join or move the model's files from `sources` into the cache folder, checking each.

        Args:
            pin: the model.
            sources: folders that hold its files or their parts.
            replace: whether a folder that is already there gives way.
            move: whether whole files may be taken out of `sources` instead of copied.

        Raises:
            ModelMissing: a part is in none of the sources, or a result has a wrong sha256.
            OSError: the cache folder can't be written.
        """
        put_together(pin, sources, self.home, replace=replace, move=move)

    def _check(self, pin: Pin, stamps: Stamps | None) -> ModelFiles:
        folder = self._ready_folder(pin)
        if folder is None and (parts := self.package_folders(pin)):
            try:
                self.put(pin, parts, replace=False)
            except OSError as error:
                raise ModelMissing(
                    f"The model {pin.name} could not be put together in {self.home} ({error.strerror}).",
                    "Make room there, or choose another folder with COACH_MODELS.",
                ) from error
            folder = self.home / pin.name
        if folder is None:
            raise ModelMissing(
                f"The model {pin.name} ({pin.megabytes} MB) is not on this machine.",
                f"Fetch it with: coach models get {pin.name}",
            )
        for file, pinned in pin.files.items():
            _check_file(pin, folder / file, pinned.sha256, stamps)
        if pin.kind == "speech":
            _check_strangers(pin, folder)
        return ModelFiles(
            name=pin.name,
            kind=pin.kind,
            folder=folder,
            path=folder if pin.kind == "speech" else folder / next(iter(pin.files)),
            license=pin.license,
            language=pin.language,
            trusted_with=pin.trusted_with,
            total_bytes=pin.total_bytes,
        )

    def _ready_folder(self, pin: Pin) -> Path | None:
        fetched = self.home / pin.name
        if os.path.lexists(fetched):
            return fetched
        if isinstance(pin.source, WheelSource) and not pin.source.join and len(pin.source.packages) == 1:
            return self.package_folder(pin.source.packages[0])
        return None


def find(name: str) -> ModelFiles:
    """`Shelf.find` on this machine's models."""
    return this_machine().find(name)


def verify(name: str) -> ModelFiles:
    """`Shelf.verify` on this machine's models."""
    return this_machine().verify(name)


def installed() -> tuple[str, ...]:
    """`Shelf.installed` on this machine's models."""
    return this_machine().installed()


def this_machine() -> Shelf:
    """The models of the cache folder and the environment that coach runs in."""
    return Shelf(home(), pins())


def _check_file(pin: Pin, path: Path, expected: str, stamps: Stamps | None) -> None:
    try:
        actual = sha256(path, stamps=stamps)
    except FileNotFoundError:
        raise lacks(pin, path.name, str(path.parent)) from None
    except OSError as error:
        raise ModelMissing(
            f"The file {path} of the model {pin.name} can't be read ({error.strerror or error}).",
            f"Fetch it again with: coach models get {pin.name}",
        ) from error
    if actual != expected:
        raise wrong(pin, str(path), expected, actual)


def _check_strangers(pin: Pin, folder: Path) -> None:
    # The speech engine reads whatever it knows by name in the folder, so an extra file would be opened unchecked.
    with contextlib.suppress(FileNotFoundError):
        for path in sorted(folder.iterdir()):
            if path.name not in pin.files and not path.name.startswith("."):
                raise ModelMissing(
                    f"{path} does not belong to the model {pin.name}, so the model was not opened.",
                    f"Move that file away, or fetch the model again with: coach models get {pin.name}",
                )
