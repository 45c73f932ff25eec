"""What `pip install .` puts on a machine: the package is built for real and looked into."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow

TRY = """
import sys
sys.path.insert(0, {unpacked!r})
import coach
assert coach.__file__.startswith({unpacked!r}), coach.__file__
from coach import assemble, installer
from coach.cli.main import run
assert assemble.bank(None)
assert assemble.prompts()
assert assemble.sample().audio.is_file()
assert (installer.locks() / "llama.txt").is_file()
run(["where"])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_coach_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    listed = subprocess.run(
        ["git", "ls-files", "coach", "prompts"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    tracked = {name if name.startswith("coach/") else f"coach/{name}" for name in listed.stdout.splitlines()}
    assert tracked
    assert tracked - inside == set()
    strange = {name for name in inside if not name.startswith("coach/")}
    assert strange == set()
    assert {name for name in inside if name.startswith("coach/requirements/")} == {
        "coach/requirements/llama.txt"
    }


def test_coach_works_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site-packages"
    zipfile.ZipFile(wheel).extractall(unpacked)
    run = subprocess.run(
        [sys.executable, "-I", "-c", TRY.format(unpacked=str(unpacked))],
        env={**os.environ, "COACH_HOME": str(tmp_path / "home")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert str(tmp_path / "home") in run.stdout
