"""The pins, the table for people and the lock that set-up installs say the same."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from coach.models.pins import HubSource, Pin, WheelSource, default, pins, read_pins

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "models" / "README.md").read_text("utf-8")
ALL = pins()


def rows() -> dict[str, list[str]]:
    """Cells of every model's row in the README, by name."""
    table = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in README.splitlines()
        if "|" in line
    ]
    return {cells[0]: cells for cells in table if cells[0] != "name" and not set(cells[0]) <= {"-", " "}}


def largest(pin: Pin) -> tuple[str, str]:
    name = max(pin.files, key=lambda file: pin.files[file].bytes)
    return name, pin.files[name].sha256


@pytest.mark.parametrize("pin", ALL, ids=lambda pin: pin.name)
def test_the_readme_says_of_each_model_what_the_pins_say(pin: Pin) -> None:
    name, size, licence, what, source, sha256, trusted = rows()[pin.name]
    file, whole = largest(pin)
    assert (name, size, licence) == (pin.name, f"{pin.megabytes} MB", pin.license)
    assert what == (pin.language or pin.parameters)
    assert (source, sha256, trusted) == (pin.came_from, f"{file}: {whole[:12]}", pin.trusted_with)


def test_the_readme_knows_no_other_model() -> None:
    assert set(rows()) == {pin.name for pin in ALL}


def test_the_readme_names_the_defaults() -> None:
    for kind in ("speech", "language"):
        assert f"The default is **{default(kind).name}**" in README


def test_there_is_one_default_of_each_kind() -> None:
    assert [pin.name for pin in ALL if pin.default] == ["base", "smollm2-135m"]


@pytest.mark.parametrize("pin", ALL, ids=lambda pin: pin.name)
def test_a_pin_is_whole(pin: Pin) -> None:
    for file in pin.files.values():
        assert re.fullmatch("[0-9a-f]{64}", file.sha256)
    if isinstance(pin.source, HubSource):
        assert re.fullmatch("[0-9a-f]{40}", pin.source.revision)
    else:
        assert all(re.fullmatch("[0-9a-f]{64}", package.sha256) for package in pin.source.packages)
        assert set(pin.source.join) <= set(pin.files)
    assert (pin.language is None) == (pin.kind == "language")
    assert pin.total_bytes > 50_000_000
    if pin.kind == "language":
        assert [Path(file).suffix for file in pin.files] == [".gguf"]


def test_no_model_is_trusted_to_judge() -> None:
    for pin in ALL:
        assert "judge" in pin.trusted_with
        assert re.search(r"\b(never|nothing|not)\b", pin.trusted_with)


def test_the_lock_for_set_up_holds_the_packages_of_the_defaults() -> None:
    lock = (ROOT / "requirements" / "models.txt").read_text("utf-8")
    locked = set(re.findall(r"^(\S+)==(\S+) \\\n +--hash=sha256:([0-9a-f]{64})$", lock, flags=re.MULTILINE))
    pinned = {
        (package.package, package.version, package.sha256)
        for pin in ALL
        if pin.default and isinstance(pin.source, WheelSource)
        for package in pin.source.packages
    }
    assert locked == pinned
    assert lock.count("==") == len(pinned)


@pytest.mark.parametrize(
    "text", ['{"speech": [{}], "language": []}', '{"speech": [{"name": 3}], "language": []}']
)
def test_a_pin_that_lacks_something_is_no_pin(text: str) -> None:
    with pytest.raises(ValidationError):
        read_pins(text)
