"""Rules of the house that a program can see: sizes, locks that fit pyproject.toml, nothing tied to one machine."""

import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 400
LOOK_HARD = 250
LOCK_OF = {"dependencies": "coach", "llama": "llama", "dev": "test", "server": "server"}
"""Where the packages of each list in pyproject.toml are pinned."""

NOT_OURS = {
    "a package host": re.compile(
        r"p[y]pi\.org|pytho[n]hosted\.org|registry\.np[m]js|de[b]ian\.org|github[u]sercontent"
    ),
    "a path of one machine": re.compile(r"(?<![\w./])/(?:w[o]rk|r[o]ot|tmp/w[\d/])(?=[/\s\"']|$)"),
    "a folder outside the repository": re.compile(r"(?<![\w/])s[h]ared/"),
}
"""What no file may name, each written so that it does not find itself."""


def files() -> Iterator[Path]:
    """Every text file under version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and b"\0" not in path.read_bytes()[:8000]:
            yield path


def sizes(paths: list[Path]) -> Iterator[str]:
    """Complaints about files that are too long; prints the median and those to look hard at."""
    lines = {
        path: path.read_text().count("\n")
        for path in paths
        if path.suffix == ".py" and path.name != "__init__.py"
    }
    print(f"{len(lines)} Python files, median {statistics.median(lines.values()):.0f} lines")
    for path, count in sorted(lines.items(), key=lambda item: -item[1]):
        if count > MOST_LINES:
            yield f"{path.relative_to(ROOT)} has {count} lines; split it before {MOST_LINES}"
        elif count > LOOK_HARD:
            print(f"  look hard: {path.relative_to(ROOT)}, {count} lines")


def ties(paths: list[Path]) -> Iterator[str]:
    """Complaints about hosts and paths that only mean something on one machine."""
    for path in paths:
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            for what, pattern in NOT_OURS.items():
                if pattern.search(line):
                    yield f"{path.relative_to(ROOT)}:{number} names {what}: {line.strip()[:80]}"


def pinned(lock: str) -> dict[str, list[Version]]:
    """Name -> the versions that a lock pins (more than one where they differ by Python version)."""
    versions: dict[str, list[Version]] = {}
    for line in (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines():
        if not line.startswith(" "):
            requirement = Requirement(line.removesuffix("\\").strip())
            (specifier,) = requirement.specifier
            versions.setdefault(requirement.name.lower(), []).append(Version(specifier.version))
    return versions


def stale_locks() -> Iterator[str]:
    """Complaints about packages that pyproject.toml asks for and the locks don't pin, or pin too low."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lists = {
        "dependencies": project["project"]["dependencies"],
        **project["project"]["optional-dependencies"],
        **project["dependency-groups"],
    }
    for name, requirements in lists.items():
        pins = pinned(LOCK_OF[name])
        known = pins | pinned("llama") if name == "server" else pins
        for text in requirements:
            wanted = Requirement(text)
            versions = known.get(wanted.name.lower().replace("_", "-"), [])
            if not versions or not all(wanted.specifier.contains(version) for version in versions):
                yield f"requirements/{LOCK_OF[name]}.txt does not fit {text}; remake it with scripts/lock"


def main() -> int:
    """1 when there is a complaint."""
    paths = list(files())
    complaints = [*sizes(paths), *ties(paths), *stale_locks()]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
