"""The installer at hand, uv or else pip: makes the environment, installs a lock and tells how far it is."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

LINE = re.compile(
    r"^\s*(?:Downloading|Using cached)\s+(?P<what>\S+) \((?P<size>[\d.]+)\s*(?P<unit>[kKMG]i?)?B\)"
)
"""What pip (a wheel, decimal units) and uv (a package, binary units) say of a file that they fetch."""

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


class InstallFailed(Exception):
    """The installer stopped; a sentence for people."""


def fetched(line: str) -> tuple[str, float] | None:
    """Name and megabytes of the file that a line of pip or uv tells of, or None."""
    found = LINE.match(line)
    if not found:
        return None
    name = re.split(r"-\d", found["what"])[0].replace("_", "-")
    return name, float(found["size"]) * MEGABYTES[found["unit"] or ""]


def diagnosis(lines: Iterable[str]) -> str:
    """What went wrong, from the installer's last lines, in a sentence."""
    text = "\n".join(lines).lower()
    if any(words in text for words in HASH_WORDS):
        return "A downloaded package does not match its recorded sha256, so it was not installed."
    if "no matching distribution" in text or "no wheels" in text or "no solution found" in text:
        return "A package has no build for this machine or could not be found."
    if "no space left" in text:
        return "The disk is full."
    return "The download was cut short or refused."


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
        self._run(command, lambda _: None)

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
        so_far = 0.0

        def tell(line: str) -> None:
            nonlocal so_far
            file = fetched(line)
            if file:
                so_far += file[1]
                if file[1] >= WORTH_SAYING:
                    self.say(
                        f"  {file[0]}, {file[1]:.0f} MB ({min(so_far, megabytes):.0f} of about {megabytes} MB)"
                    )
            elif line.startswith(("Installing collected", "Prepared ")):
                self.say("  unpacking")

        self._run(command, tell)

    def _run(self, command: list[str], tell: Callable[[str], None]) -> None:
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
            for line in process.stdout or ():
                tell(line)
                tail = [*tail[-30:], line.rstrip()]
        if process.returncode != 0:
            for line in tail[-12:]:
                self.say(f"  | {line}")
            raise InstallFailed(diagnosis(tail))
