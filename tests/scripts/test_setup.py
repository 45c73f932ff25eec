"""The commands of a clone, run for real in a copy of it with an installer that only pretends."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ("sh", "dirname", "readlink", "cmp", "ls", "sed", "cat", "mkdir", "sleep", "rm", "touch", "env")

UV = """#!/bin/sh
echo "$@" >> "$UV_LOG"
case $1 in
venv)
    for folder; do :; done
    mkdir -p "$folder/bin" "$folder/lib/python3.11/site-packages"
    printf '#!/bin/sh\\necho "ran $*"\\n' > "$folder/bin/python"
    chmod 700 "$folder/bin/python"
    ;;
pip)
    echo "Downloading av (30.0MiB)" >&2
    echo " Downloaded av" >&2
    [ -z "$UV_SLEEPS" ] || { touch "$UV_SLEEPS"; sleep 30; }
    [ -z "$UV_SAYS" ] || { echo "$UV_SAYS" >&2; exit 2; }
    ;;
esac
"""


@dataclass
class Clone:
    """A copy of the files that a set-up needs, and a PATH of our making."""

    folder: Path
    path: Path
    log: Path

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command] or [str(self.folder / "scripts" / "coach")],
            env={"PATH": str(self.path), "UV_LOG": str(self.log), "UV_SAYS": "", "UV_SLEEPS": "", **settings},
            cwd=self.path.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def coach(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return self.run(str(self.folder / "scripts" / "coach"), *arguments, **settings)

    def tool(self, name: str, text: str) -> None:
        file = self.path / name
        file.write_text(text)
        file.chmod(0o700)

    @property
    def installs(self) -> list[str]:
        return (
            [line for line in self.log.read_text().splitlines() if line.startswith("pip")]
            if self.log.exists()
            else []
        )

    @property
    def records(self) -> list[str]:
        return sorted(path.name for path in (self.folder / ".venv" / "locks").glob("*"))


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    folder, path = tmp_path / "a clone of it", tmp_path / "bin"
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__init__.py", "installer.py", "core/__init__.py", "core/errors.py"):
        (folder / "coach" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "coach" / name, folder / "coach" / name)
    path.mkdir()
    for tool in TOOLS:
        where = shutil.which(tool)
        assert where, tool
        (path / tool).symlink_to(where)
    (path / "chmod").symlink_to(shutil.which("chmod") or "")
    (path / "python3.11").symlink_to(getattr(sys, "_base_executable", sys.executable))
    made = Clone(folder, path, tmp_path / "uv.log")
    made.tool("uv", UV)
    return made


def test_the_first_run_sets_up_and_then_runs_coach(clone: Clone) -> None:
    run = clone.coach("critique", "--text", "two words")
    assert run.returncode == 0
    assert run.stdout == "ran -I -m coach critique --text two words\n"
    assert "about 406 MB, about 2 minutes" in run.stderr
    assert "fetching av, 31 MB" in run.stderr
    assert clone.records == ["coach.txt", "models.txt"]
    assert all("--require-hashes" in line and "--no-deps" in line for line in clone.installs)


def test_every_later_run_needs_neither_installer_nor_python(clone: Clone) -> None:
    clone.coach()
    for name in ("uv", "python3.11"):
        (clone.path / name).unlink()
    run = clone.coach("--help")
    assert (run.returncode, run.stdout, run.stderr) == (0, "ran -I -m coach --help\n", "")


def test_a_clone_may_be_moved_once_it_is_set_up(clone: Clone) -> None:
    clone.coach()
    (pth,) = clone.folder.glob(".venv/lib/python3.11/site-packages/*.pth")
    assert (pth.parent / pth.read_text().strip()).resolve() == clone.folder.resolve()
    clone.folder = clone.folder.rename(clone.folder.with_name("moved"))
    run = clone.coach()
    assert (run.stdout, run.stderr) == ("ran -I -m coach\n", "")


def test_it_runs_through_symbolic_links(clone: Clone, tmp_path: Path) -> None:
    elsewhere = tmp_path / "my links"
    elsewhere.mkdir()
    (elsewhere / "first").symlink_to(Path("..") / clone.folder.name / "scripts" / "coach")
    (elsewhere / "second").symlink_to(elsewhere / "first")
    assert clone.run(str(elsewhere / "second"), "where").stdout == "ran -I -m coach where\n"


def test_scripts_test_adds_the_test_tools_once(clone: Clone) -> None:
    clone.coach()
    tests = str(clone.folder / "scripts" / "test")
    assert clone.run(tests, "-k", "speech").stdout == "ran -m pytest -k speech\n"
    assert len(clone.installs) == 3
    assert clone.run(tests).stderr == ""
    assert clone.records == ["coach.txt", "models.txt", "test.txt"]


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("error: connection reset", "cut short or refused"),
        ("Hash mismatch for `av`", "does not match its recorded sha256"),
    ],
)
def test_a_failed_download_says_so_and_the_next_run_mends_it(clone: Clone, says: str, told: str) -> None:
    run = clone.coach(UV_SAYS=says)
    assert run.returncode == 1
    assert told in run.stderr
    assert run.stdout == ""
    assert clone.records == []
    assert clone.coach().stdout == "ran -I -m coach\n"


def test_models_that_are_not_whole_stop_the_set_up(clone: Clone) -> None:
    clone.tool("uv", UV.replace('echo "ran $*"', "exit 3"))
    run = clone.coach()
    assert run.returncode == 1
    assert "The models are not whole" in run.stderr
    assert clone.records == ["coach.txt"]


def test_a_set_up_killed_halfway_is_not_taken_for_whole(clone: Clone, tmp_path: Path) -> None:
    halfway = tmp_path / "halfway"
    with subprocess.Popen(
        [str(clone.folder / "scripts" / "coach")],
        env={"PATH": str(clone.path), "UV_LOG": str(clone.log), "UV_SAYS": "", "UV_SLEEPS": str(halfway)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        wait_for(halfway)
        os.killpg(process.pid, signal.SIGKILL)
    assert clone.records == []
    (clone.folder / ".venv" / "half a package").touch()
    assert clone.coach().stdout == "ran -I -m coach\n"
    assert not (clone.folder / ".venv" / "half a package").exists()


def test_changed_packages_start_afresh(clone: Clone) -> None:
    clone.coach()
    (clone.folder / ".venv" / "of the old").touch()
    lock = clone.folder / "requirements" / "coach.txt"
    lock.write_text(lock.read_text() + "# newer\n")
    run = clone.coach()
    assert run.stdout == "ran -I -m coach\n"
    assert "To download" in run.stderr
    assert not (clone.folder / ".venv" / "of the old").exists()


def test_an_environment_of_somebodys_own_is_left_alone(clone: Clone) -> None:
    theirs = clone.folder / ".venv" / "bin"
    theirs.mkdir(parents=True)
    (theirs / "python").touch()
    run = clone.coach()
    assert run.returncode == 1
    assert "was not made by this script" in run.stderr
    assert (theirs / "python").exists()


def test_a_second_set_up_waits_for_the_first(clone: Clone, tmp_path: Path) -> None:
    said = tmp_path / "said"
    holder = os.open(clone.folder, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    try:
        with said.open("w") as stderr:
            process = subprocess.Popen(
                [str(clone.folder / "scripts" / "coach")],
                env={"PATH": str(clone.path), "UV_LOG": str(clone.log), "UV_SAYS": "", "UV_SLEEPS": ""},
                stdout=subprocess.PIPE,
                stderr=stderr,
            )
        wait_for(said, "waiting until it is done")
        assert clone.installs == []
    finally:
        os.close(holder)
    stdout, _ = process.communicate(timeout=30)
    assert stdout == b"ran -I -m coach\n"


def test_without_python_it_says_what_to_install(clone: Clone) -> None:
    (clone.path / "python3.11").unlink()
    run = clone.coach()
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.count("\n") == 1
    assert "needs Python 3.11, 3.12, 3.13 or 3.14" in run.stderr


def test_a_python_without_venv_names_the_package_that_brings_it(clone: Clone) -> None:
    (clone.path / "python3.11").unlink()
    (clone.path / "uv").unlink()
    clone.tool("python3.12", "#!/bin/sh\ncase $3 in *ensurepip*) exit 1 ;; *print*) echo 3.12 ;; esac\n")
    run = clone.coach()
    assert run.returncode == 3
    assert "apt install python3-venv or python3.12-venv" in run.stderr


def test_a_bench_that_does_not_exist_is_named(clone: Clone) -> None:
    bench = str(clone.folder / "scripts" / "bench")
    assert clone.run(bench, "nonsense").returncode == 2
    run = clone.run(bench)
    assert run.returncode == 2
    assert "  startup\n" in run.stderr


def wait_for(file: Path, words: str = "") -> None:
    deadline = time.monotonic() + 30
    while not (file.exists() and words in file.read_text()):
        assert time.monotonic() < deadline, f"{file.name} never came"
        time.sleep(0.02)
