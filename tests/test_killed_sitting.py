"""kill -9 at 100 random moments of a sitting through the whole line: nothing said to be kept is lost."""

import random
from pathlib import Path

import pytest

from coach import practice
from coach.core.records import Asked
from coach.studio import Studio
from tests.fakes import FakeFiles, a_studio, silent, voiced
from tests.killing import Nursery, posix

KILLS = 100
BLOCK_SECONDS = 0.1
LONGEST_LOSS_SECONDS = 1.0
RECENT = 100
"""More answers than one run gets to keep; all of them are read again at the end."""


def sit(home: Path, run: str) -> None:
    """Answer without end, as fast as it goes, with a word after each block and each kept answer."""
    studio = a_studio(home, new_id=iter(f"{run}-{number}" for number in range(1000)).__next__)
    while True:
        asked = Asked(
            text=f"Tell me about a time you helped somebody ({studio.clock()}).", kind="behavioural"
        )
        line = practice.Line(studio, asked, via="microphone")
        print("began", line.attempt_id, flush=True)
        for number, block in enumerate([*silent(0.3), *voiced(2), *silent(0.7), *voiced(1)], 1):
            line.push(block)
            print("block", line.attempt_id, number, flush=True)
        line.end()
        print("ended", line.attempt_id, flush=True)
        line.finish()
        print("kept", line.attempt_id, flush=True)


def judged_afterwards(home: Path) -> tuple[Studio, set[str]]:
    """Open again as a person would, and let the line judge what was cut off."""
    studio = a_studio(home)
    left = {entry.path.name: voiced(entry.seconds) for entry in studio.store.unfinished()}
    again = a_studio(home, store=studio.store, files=FakeFiles(left))
    judged = [practice.finish_unfinished(again, entry) for entry in studio.store.unfinished()]
    return studio, {str(attempt.attempt_id) for attempt in judged}


@posix
@pytest.mark.slow
def test_a_hundred_kills_of_a_sitting_lose_no_kept_answer(tmp_path: Path) -> None:
    nursery, moments = Nursery(__name__), random.Random(11)
    kept: set[str] = set()
    mid_answer = recovered = 0
    for number in range(KILLS):
        said = nursery.killed(sit, tmp_path, f"run{number}", after_seconds=moments.uniform(0, 0.2))
        words = [line.split() for line in said]
        kept_now = {line[1] for line in words if line[0] in {"kept", "ended"}}
        kept |= kept_now
        speaking = [line[1] for line in words if line[0] == "began"][-1]
        spoken = max((int(line[2]) for line in words if line[:2] == ["block", speaking]), default=0)
        studio, judged = judged_afterwards(tmp_path)
        there = {str(attempt.attempt_id): attempt for attempt in studio.store.attempts(limit=RECENT)}
        assert kept_now <= set(there)
        assert judged <= set(there)
        mid_answer += speaking in judged or speaking not in there
        recovered += len(judged)
        kept_seconds = there[speaking].audio_seconds if speaking in there else 0.0
        assert (kept_seconds or 0.0) >= spoken * BLOCK_SECONDS - LONGEST_LOSS_SECONDS
        assert studio.store.unfinished() == ()
        studio.store.close()
    studio = a_studio(tmp_path)
    assert kept <= {str(attempt.attempt_id) for attempt in studio.store.attempts()}
    assert studio.store.warnings == ()
    studio.store.close()
    assert mid_answer >= KILLS // 4
    assert recovered >= KILLS // 4
    assert len(kept) >= KILLS // 4
