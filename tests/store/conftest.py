"""A store in a folder of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.core.records import Attempt, Card, Review
from coach.store import Store
from tests.store.samples import NOW

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "coach"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store.open(home, NOW)
    yield opened
    opened.close()


Keep = Callable[..., Attempt]


@pytest.fixture
def keep(store: Store) -> Keep:
    def kept(
        attempt: Attempt,
        *,
        sitting_id: str | None = None,
        bank_id: str | None = None,
        card: Card | None = None,
        review: Review | None = None,
    ) -> Attempt:
        return store.keep(attempt, sitting_id=sitting_id, bank_id=bank_id, card=card, review=review)

    return kept


Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def child() -> Iterator[Child]:
    """Starts tests/store/children.py in a process of its own, behind `prefix`."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: object, prefix: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
        command = [*prefix, sys.executable, "-m", "tests.store.children", *map(str, arguments)]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
