"""Write the locks of requirements/ from pyproject.toml: every file hashed, no host named, one lock per purpose.

coach.txt is what everybody installs, test.txt what the tests add, llama.txt the extra of that name, server.txt
what the third engine's contract tests add. models.txt is written by hand: its packages are only files to us.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
EXPORT = (
    "uv",
    "export",
    "--quiet",
    "--frozen",
    "--no-header",
    "--no-annotate",
    "--no-emit-project",
    "--format",
    "requirements-txt",
)
PURPOSES = {
    "coach": ("--no-dev",),
    "test": ("--only-group", "dev"),
    "llama": ("--no-dev", "--extra", "llama"),
    "server": ("--only-group", "server"),
}
WITHOUT = {"coach": (), "test": (), "llama": ("coach",), "server": ("coach", "test", "llama")}
"""Locks that are installed before, whose packages a lock does not repeat."""


def blocks(lock: str) -> dict[str, str]:
    """Requirement (name, version, marker) -> its whole text with hashes, in the lock's order."""
    entries: dict[str, str] = {}
    requirement = ""
    for line in lock.splitlines():
        if not line.startswith(" "):
            requirement = line.removesuffix("\\").strip()
            entries[requirement] = ""
        entries[requirement] += f"{line}\n"
    return entries


def present_pins() -> list[str]:
    """Every requirement that the locks hold now, so that a new resolution keeps it."""
    files = [LOCKS / f"{name}.txt" for name in PURPOSES]
    return sorted({pin for file in files if file.exists() for pin in blocks(file.read_text())})


def project(pins: list[str]) -> str:
    """The pyproject to resolve: ours, with the pins as constraints."""
    text = (ROOT / "pyproject.toml").read_text()
    tomllib.loads(text)
    quoted = "".join(f'    "{pin}",\n' for pin in pins)
    return f"{text}\n[tool.uv]\nconstraint-dependencies = [\n{quoted}]\n"


def main(arguments: list[str]) -> int:
    """Write the four locks; 0 when they stand."""
    pins = [] if arguments == ["--upgrade"] else present_pins()
    written: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pyproject.toml").write_text(project(pins))
        subprocess.run(["uv", "lock", "--quiet"], cwd=folder, check=True)
        for name, options in PURPOSES.items():
            export = subprocess.run(
                [*EXPORT, *options], cwd=folder, check=True, capture_output=True, text=True
            )
            before = {pin for other in WITHOUT[name] for pin in written[other]}
            written[name] = {pin: text for pin, text in blocks(export.stdout).items() if pin not in before}
    for name, entries in written.items():
        (LOCKS / f"{name}.txt").write_text("".join(entries.values()))
        print(f"requirements/{name}.txt: {len(entries)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
