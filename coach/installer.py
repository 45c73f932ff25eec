"""The installer at hand, uv or else pip: installs exactly what a lock says and tells how far it is.

The set-up runs this before anything is installed, so it needs Python's own library only.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from coach.core.errors import CoachError, Missing

STARTED = re.compile(
    r"^\s*(?P<verb>Downloading|Using cached)\s+(?P<what>\S+) \((?P<size>[\d.]+)\s*(?P<unit>[kKMG]?i?)B\)"
)
"""What pip (of a wheel, in decimal units) and uv (of a package, in binary units) say of a file that they fetch."""

FINISHED = re.compile(r"^\s*Downloaded (?P<what>\S+)")
"""What uv, which fetches several at once, says when a file is here."""

MEGABYTES = {
    "": 1e-6,
    "k": 1e-3,
    "K": 1e-3,
    "M": 1.0,
    "G": 1e3,
    "Ki": 1024e-6,
    "Mi": 1.048576,
    "Gi": 1073.741824,
}
WORTH_SAYING = 1.0
"""Megabytes from which a file gets a line of its own."""

HASH_WORDS = ("do not match the hashes", "hash mismatch")
OFFLINE_WORDS = (
    "name resolution",
    "newconnectionerror",
    "dns error",
    "connection refused",
    "network is unreachable",
)
OUR_OWN_SAY = (
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_NO_BINARY",
    "UV_SYSTEM_PYTHON",
    "VIRTUAL_ENV",
)
"""Settings of the person's own that would send packages somewhere else; mirrors and certificates stay."""


class InstallFailed(CoachError):
    """The installer stopped before everything was in place."""


def locks() -> Path:
    """The folder of the locks: beside this file in an installed coach, beside its package in a clone."""
    packaged = Path(__file__).parent / "requirements"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "requirements"


def add_llama(say: Callable[[str], None]) -> None:
    """Build llama-cpp-python and install it where coach runs (`coach setup --llama`).

    Args:
        say: Takes each line for the person while it goes on.

    Raises:
        Missing: no compiler, or neither uv nor pip.
        InstallFailed: the download or the build stopped.
    """
    if not (shutil.which("cc") and shutil.which("c++")):
        raise Missing(
            "Building llama-cpp-python needs a C and a C++ compiler, and there is none here.",
            "Install one (Debian, Ubuntu: apt install build-essential; Mac: xcode-select --install) and run this again.",
        )
    installer = Installer.at_hand(Path(sys.executable), say)
    if not installer.uv and not importlib.util.find_spec("pip"):
        raise Missing("Neither uv nor pip is here to install with.", "Install uv and run this again.")
    say(
        "Building llama-cpp-python: 70 MB to download, then 5 to 15 minutes of compiling. coach works meanwhile."
    )
    installer.install(locks() / "llama.txt", 70, build="llama-cpp-python")


def diagnosis(lines: Iterable[str]) -> str:
    """What went wrong, from the installer's last lines, in a sentence."""
    text = "\n".join(lines).lower()
    if any(words in text for words in HASH_WORDS):
        return "A downloaded package does not match its recorded sha256, so it was not installed."
    if any(words in text for words in OFFLINE_WORDS):
        return "The place that the packages come from can't be reached."
    if "no matching distribution" in text or "no wheels" in text or "no solution found" in text:
        return "A package has no build for this machine or could not be found."
    if "no space left" in text:
        return "The disk is full."
    if "failed to build" in text or "failed building" in text:
        return "A package could not be built on this machine."
    return "The download was cut short or refused."


@dataclass
class Progress:
    """How far a download is, from what the installer prints."""

    expected: int
    """Megabytes that there are to fetch, about."""
    whole: float = 0.0
    """Megabytes that are here."""
    under_way: dict[str, float] = field(default_factory=dict)
    """Megabytes of each file that is on its way."""

    def hear(self, line: str) -> str | None:
        """Take one line of the installer; return what a person should read of it, if anything."""
        if line.startswith(("Installing collected", "Prepared ")):
            return "  unpacking"
        finished = FINISHED.match(line)
        if finished:
            self.whole += self.under_way.pop(finished["what"], 0.0)
            return None
        started = STARTED.match(line)
        if not started:
            return None
        if started["what"].endswith(".whl"):  # pip fetches one after the other
            self.whole += sum(self.under_way.values())
            self.under_way.clear()
        size = float(started["size"]) * MEGABYTES[started["unit"]]
        self.under_way[started["what"]] = size
        if size < WORTH_SAYING:
            return None
        name = re.split(r"-\d", started["what"])[0].replace("_", "-")
        verb = "fetching" if started["verb"] == "Downloading" else "from the cache:"
        so_far = min(self.whole, self.expected)
        return f"  {verb} {name}, {size:.0f} MB ({so_far:.0f} of about {self.expected} MB here)"


@dataclass(frozen=True)
class Installer:
    """One of the two installers, for one environment."""

    uv: str | None
    """Path of uv, or None for pip."""
    python: Path
    """The environment's interpreter, there once the environment is made."""
    say: Callable[[str], None]

    @classmethod
    def at_hand(cls, python: Path, say: Callable[[str], None]) -> "Installer":
        """Uv where it is on the path, else pip."""
        return cls(shutil.which("uv"), python, say)

    def make_environment(self) -> None:
        """Make a virtual environment in the folder that is to hold the interpreter. Raises InstallFailed."""
        folder = str(self.python.parent.parent)
        if self.uv:
            command = [
                self.uv,
                "venv",
                "--quiet",
                "--allow-existing",
                "--no-project",
                "--python",
                sys.executable,
                folder,
            ]
        else:
            command = [sys.executable, "-I", "-m", "venv", folder]
        self._run(command, Progress(0).hear)

    def install(self, lock: Path, megabytes: int, *, build: str | None = None) -> None:
        """Install exactly what a lock says, and tell how far it is.

        Args:
            lock: A requirements file that names everything it needs, with a hash for every file.
            megabytes: About how much there is to fetch.
            build: The one package that may be compiled; all others come built.

        Raises:
            InstallFailed: with what happened.
        """
        compiled = ("--no-binary", build) if build else ()
        exactly = ("--require-hashes", "--no-deps", "--only-binary", ":all:", *compiled, "-r", str(lock))
        if self.uv:
            command = [self.uv, "pip", "install", "--python", str(self.python), "--no-progress", *exactly]
        else:
            command = [
                str(self.python),
                "-I",
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--no-input",
            ]
            command += ["--progress-bar", "off", *exactly]
        self._run(command, Progress(megabytes).hear)

    def _run(self, command: list[str], hear: Callable[[str], str | None]) -> None:
        surroundings = {name: value for name, value in os.environ.items() if name not in OUR_OWN_SAY}
        surroundings["PIP_USER"] = "0"  # a person's pip.conf may say otherwise
        tail: list[str] = []
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=surroundings,
        ) as process:
            try:
                for line in process.stdout or ():
                    if told := hear(line):
                        self.say(told)
                    if not line.startswith("Ignoring "):  # pip, of every package for other systems
                        tail = [*tail[-30:], line.rstrip()]
            except BaseException:
                process.terminate()
                raise
        if process.returncode != 0:
            for line in tail[-12:]:
                self.say(f"  | {line}")
            raise InstallFailed(
                diagnosis(tail),
                "Nothing half made will be used; run this again and it goes on with what it has.",
            )
