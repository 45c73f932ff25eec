"""How long coach takes to say something, against the barest typer app there can be.

    scripts/bench startup --json

`help_ratio` is `coach --help` over the bare app's `--help`, `status_ratio` is `coach` (what is next; a new, empty
folder, no input) over the same. Runs are interleaved, so that a busy machine is busy for all, and each figure
is a median of ratios of neighbouring runs. The interval spans the middle half of them. `first_question_ms` is from
the start of `coach practice` at a terminal to its first question; the models load meanwhile (POSIX only).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15
BARE = """
import typer

app = typer.Typer(add_completion=False)


@app.command()
def hello(name: str = "you", loud: bool = False) -> None:
    \"\"\"Say hello.\"\"\"
    typer.echo(name.upper() if loud else name)


app()
"""


def seconds(command: list[str], surroundings: dict[str, str]) -> float:
    """Wall time of one run, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, env=surroundings, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return time.perf_counter() - start


def until_first_question(surroundings: dict[str, str]) -> float:
    """Seconds from the start of `coach practice` at a terminal of its own until it asks."""
    ours, theirs = os.openpty()
    start = time.perf_counter()
    command = [sys.executable, "-I", "-m", "coach", "practice"]
    with subprocess.Popen(command, env=surroundings, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while b"Question 1" not in seen:
            seen += os.read(ours, 4096)
        taken = time.perf_counter() - start
        while b"I am ready" not in seen:
            seen += os.read(ours, 4096)
        os.write(ours, b"q")
        process.wait()
    os.close(ours)
    return taken


def measure(runs: int) -> dict[str, list[float]]:
    """Seconds of each run of the three commands, interleaved, after one that warms the caches."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        commands = {
            "bare": [sys.executable, "-I", str(bare), "--help"],
            "help": [sys.executable, "-I", "-m", "coach", "--help"],
            "status": [sys.executable, "-I", "-m", "coach", "--no-input"],
        }
        surroundings = {**os.environ, "COACH_HOME": str(Path(folder) / "home")}
        for command in commands.values():
            seconds(command, surroundings)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        if hasattr(os, "openpty"):
            taken["first_question"] = []
        for _ in range(runs):
            for name, command in commands.items():
                taken[name].append(seconds(command, surroundings))
            if "first_question" in taken:
                taken["first_question"].append(until_first_question(surroundings))
    return taken


def figures(taken: dict[str, list[float]]) -> dict[str, object]:
    """The bench's keys from the seconds of each run."""
    found: dict[str, object] = {}
    for name in ("help", "status"):
        ratios = [ours / bare for ours, bare in zip(taken[name], taken["bare"], strict=True)]
        low, _, high = statistics.quantiles(ratios, n=4)
        found[f"{name}_ratio"] = round(statistics.median(ratios), 3)
        found[f"{name}_ratio_interval"] = [round(low, 3), round(high, 3)]
    for name, times in taken.items():
        found[f"{name}_ms"] = round(1000 * statistics.median(times), 1)
    found["n"] = len(taken["bare"])
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How long coach takes to start.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"runs of each command (default {RUNS})")
    options = parser.parse_args()
    found = figures(measure(options.runs))
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
