"""What the tests run in a process of its own: `python -m tests.store.children VERB HOME ...`."""

import itertools
import sys
from pathlib import Path

from coach.core.errors import CoachError
from coach.store import Store
from tests.store.samples import BLOCK, NOW, a_card, a_review, an_attempt, asked


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")  # in one piece, whoever else writes
    sys.stdout.flush()


def keep(home: Path, prefix: str, count: str) -> None:
    """Keep answers one after the other."""
    store = Store.open(home, NOW)
    for number in range(int(count)):
        kept = store.keep(
            an_attempt(f"{prefix}{number}"), sitting_id=None, bank_id=None, card=None, review=None
        )
        say("kept", kept.sequence)
    store.close()


def sit(home: Path, prefix: str) -> None:
    """A sitting without end: record, finish, keep, with a word after each."""
    store = Store.open(home, NOW)
    for number in itertools.count():
        attempt_id = f"{prefix}-{number}"
        question = f"Question {attempt_id}?"
        recorder = store.record(
            attempt_id, asked(question), via="microphone", sitting_id=None, started_at=NOW
        )
        say("began", attempt_id)
        for block in range(12):
            recorder.append(BLOCK)
            say("block", attempt_id, block + 1)
        recorder.finish()
        store.keep(
            an_attempt(attempt_id, question=question, card_id=f"card-{attempt_id}"),
            sitting_id=None,
            bank_id=None,
            card=a_card(f"card-{attempt_id}", question),
            review=a_review(f"card-{attempt_id}", attempt_id),
        )
        say("kept", attempt_id)


def record(home: Path, attempt_id: str) -> None:
    """Record a second and wait, holding the recording."""
    store = Store.open(home, NOW)
    recorder = store.record(attempt_id, asked(), via="microphone", sitting_id=None, started_at=NOW)
    for _ in range(10):
        recorder.append(BLOCK)
    say("recording")
    sys.stdin.readline()
    recorder.finish()
    say("finished")
    sys.stdin.readline()
    store.close()


def open_and_tell(home: Path) -> None:
    """Open the store and say what a person would read."""
    try:
        store = Store.open(home, NOW)
        say("opened", len(store.attempts()), *store.warnings)
        store.close()
    except CoachError as error:
        say("refused", type(error).__name__, error)


def fill_disk(home: Path) -> None:
    """Record until the disk is nearly full, keep that, fill the rest, and erase."""
    store = Store.open(home, NOW)
    store.keep(an_attempt("before"), sitting_id=None, bank_id=None, card=None, review=None)
    recorder = store.record("long", asked(), via="microphone", sitting_id=None, started_at=NOW)
    blocks = 0
    try:
        while True:
            recorder.append(BLOCK)
            blocks += 1
    except CoachError as error:
        say("stopped", blocks, error)
    say("finished", recorder.finish().seconds)
    store.keep(an_attempt("long"), sitting_id=None, bank_id=None, card=None, review=None)
    with (home.parent / "others").open("wb", buffering=0) as others:  # somebody else takes what is left
        size = 1 << 16
        while size:
            try:
                others.write(bytes(size))
            except OSError:
                size //= 2
    try:
        for number in range(10_000):
            identity = f"late{number}"
            store.keep(an_attempt(identity), sitting_id=None, bank_id=None, card=None, review=None)
    except CoachError as error:
        say("full", number, error)
    say("kept", *[attempt.attempt_id for attempt in store.attempts()][-2:])
    try:
        store.record("more", asked(), via="microphone", sitting_id=None, started_at=NOW)
    except CoachError as error:
        say("no-recording", error)
    store.erase("before")
    store.erase("long")
    say("erased", store.contents().recordings, len(store.attempts()), len(list(home.glob("ballast"))))
    store.close()


if __name__ == "__main__":
    verb, folder, *rest = sys.argv[1:]
    verbs = {
        "keep": keep,
        "record": record,
        "open": open_and_tell,
        "fill": fill_disk,
    }
    verbs[verb](Path(folder), *rest)  # type: ignore[operator]
