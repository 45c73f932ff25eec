"""Running the command from outside."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def coach(
    home: Path, *arguments: str, given: str = "", model: str = "rules", **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own, without a terminal; rules judge unless a model is named."""
    surroundings = {**os.environ, "COACH_HOME": str(home), "COACH_MODEL": model, **environment}
    return subprocess.run(
        [sys.executable, "-m", "coach", *arguments],
        input=given,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def told(run: "subprocess.CompletedProcess[str]", code: int) -> str:
    """The run ended with this code, and with words instead of a traceback."""
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    return run.stderr


def data(run: "subprocess.CompletedProcess[str]") -> Any:
    told(run, 0)
    return json.loads(run.stdout)
