"""kill -9 at any moment: what was reported as kept is there, and at most a second of speech is lost."""

import random
from pathlib import Path

import pytest

from coach.store import Store
from tests.killing import Nursery, posix
from tests.store import children
from tests.store.samples import BLOCK, NOW

KILLS = 100
BLOCK_SECONDS = 0.1
LONGEST_LOSS_SECONDS = 1.0
RECENT = 100
"""More answers than one run gets to keep; all of them are read again at the end."""


@posix
@pytest.mark.slow
def test_a_hundred_kills_lose_no_kept_answer_and_at_most_a_second_of_speech(home: Path) -> None:
    nursery, moments = Nursery(children.__name__), random.Random(20261122)
    kept: set[str] = set()
    spoken: dict[str, int] = {}
    judged = mid_recording = 0
    for number in range(KILLS):
        said = nursery.killed(children.sit, home, f"run{number}", after_seconds=moments.uniform(0, 0.15))
        words = [line.split() for line in said]
        kept_now = {line[1] for line in words if line[0] == "kept"}
        kept |= kept_now
        spoken = {line[1]: int(line[2]) for line in words if line[0] == "block"}
        speaking = [line[1] for line in words if line[0] == "began"][-1]

        store = Store.open(home, NOW)
        there = {str(attempt.attempt_id) for attempt in store.attempts(limit=RECENT)}
        assert kept_now <= there
        assert not store.warnings or all("had broken off" in warning for warning in store.warnings)
        left = {recording.attempt_id: recording for recording in store.unfinished()}
        for attempt_id, recording in left.items():
            assert recording.path.read_bytes()[44:] in BLOCK * 13
            if attempt_id == speaking:
                assert recording.seconds >= spoken.get(speaking, 0) * BLOCK_SECONDS - LONGEST_LOSS_SECONDS
        if speaking not in there:
            mid_recording += 1
            unheard = spoken.get(speaking, 0) * BLOCK_SECONDS
            assert speaking in left or unheard <= LONGEST_LOSS_SECONDS
        judged += len(left)
        for attempt_id in left:
            store.erase(attempt_id)
        store.close()
    store = Store.open(home, NOW)
    there = {str(attempt.attempt_id) for attempt in store.attempts()}
    assert kept <= there
    assert all(store.recording(identity) for identity in there)
    assert store.warnings == ()
    store.close()
    assert mid_recording >= KILLS // 4
    assert judged >= KILLS // 8
    assert len(kept) >= KILLS // 4
