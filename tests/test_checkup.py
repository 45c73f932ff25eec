"""The check-up: each thing that can be wrong is seen, named, and comes with what mends it."""

import itertools
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach import asking, checkup
from coach.core.errors import EngineFailed
from coach.core.records import Heard
from coach.settings import Settings
from coach.store import Store
from tests.fakes import (
    FakeFiles,
    FakeMicrophone,
    FakeModel,
    FakePlayer,
    FakeTranscriber,
    a_studio,
    silent,
    voiced,
)
from tests.store.samples import BLOCK, NOW, an_attempt, asked

SAMPLE = {"answer.wav": voiced(20)}
CRASHED = EngineFailed("The speech engine crashed, twice.", "Try again.")
RULES_ALONE = Settings(model="rules")


@pytest.fixture(autouse=True)
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A speech model that is not whole, so that nothing real is opened."""
    (tmp_path / "models" / "base").mkdir(parents=True)
    monkeypatch.setenv("COACH_MODELS", str(tmp_path / "models"))


def looked_at(folder: Path, *, deep: bool = False) -> dict[str, checkup.Check]:
    return {check.name: check for check in checkup.checks(RULES_ALONE, folder, deep=deep)}


def test_without_a_whole_speech_model_the_command_that_brings_it_is_said(tmp_path: Path) -> None:
    seen = looked_at(tmp_path / "home")
    assert [(check.name, check.state) for check in seen.values()] == [
        ("folder", "works"),
        ("speech model", "broken"),
        ("language engine", "weak"),
        ("engines", "broken"),
    ]
    assert "coach models get base" in seen["speech model"].mend
    assert all(check.found for check in seen.values())
    assert all(check.mend for check in seen.values() if check.state != "works")


def test_looking_makes_no_folder(tmp_path: Path) -> None:
    looked_at(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_the_deep_look_names_a_damaged_card(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "home", datetime.now(UTC))
    studio = a_studio(tmp_path, store=store)
    card, _ = asking.missed(studio, "Why did you leave?")
    store._database._connection().execute("UPDATE cards SET sha256 = 'x'")
    store.close()
    assert looked_at(tmp_path / "home")["folder"].state == "works"
    found = looked_at(tmp_path / "home", deep=True)["folder"]
    assert found.state == "weak"
    assert f"Card {card.id}" in found.found


def test_the_deep_look_names_a_damaged_recording(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "home", datetime.now(UTC))
    recorder = store.record("a1", asked(), via="microphone", sitting_id=None, started_at=NOW)
    recorder.append(BLOCK)
    path = recorder.finish().path
    store.keep(an_attempt("a1"), sitting_id=None, bank_id=None, card=None, review=None)
    store.close()
    assert looked_at(tmp_path / "home", deep=True)["folder"].state == "works"
    path.write_bytes(path.read_bytes()[:-2] + b"xx")
    found = looked_at(tmp_path / "home", deep=True)["folder"]
    assert (found.state, f"{path} is damaged" in found.found) == ("weak", True)


def test_a_folder_that_is_no_store_is_broken_and_the_rest_is_still_looked_at(tmp_path: Path) -> None:
    home = tmp_path / "home"
    Store.open(home, datetime.now(UTC)).close()
    (home / "coach.db").write_bytes(b"no database at all" * 500)
    shutil.rmtree(home / "backups", ignore_errors=True)
    seen = looked_at(home)
    assert seen["folder"].state == "broken"
    assert seen["folder"].mend
    assert "speech model" in seen


@pytest.mark.parametrize(
    ("step_seconds", "state"), [(1, "works"), (8, "works"), (9, "weak")], ids=["quick", "just so", "slow"]
)
def test_hearing_is_timed_against_speech(tmp_path: Path, step_seconds: int, state: str) -> None:
    stopwatch = itertools.count(0, step_seconds).__next__
    check = checkup._hearing(a_studio(tmp_path, files=FakeFiles(SAMPLE), stopwatch=stopwatch))
    assert check.state == state
    assert f"{step_seconds / 10:.2f} s per second of speech" in check.found


def test_a_model_that_hears_nothing_in_the_sample_is_broken(tmp_path: Path) -> None:
    class Deaf(FakeTranscriber):
        def transcribe(self, pcm: bytes, language: str | None) -> Heard:
            return Heard(words=(), language="en", language_probability=1.0)

    check = checkup._hearing(a_studio(tmp_path, files=FakeFiles(SAMPLE), transcriber=Deaf()))
    assert (check.state, "coach models verify" in check.mend) == ("broken", True)


def test_what_raises_is_told_in_its_own_words(tmp_path: Path) -> None:
    studio = a_studio(tmp_path, files=FakeFiles(SAMPLE), transcriber=FakeTranscriber(failure=CRASHED))
    check = checkup._guarded("hearing", lambda: checkup._hearing(studio))
    assert check == checkup.Check("hearing", "broken", CRASHED.happened, CRASHED.next_step)


@pytest.mark.parametrize(
    ("given", "state", "says"),
    [
        ([], "broken", "no microphone"),
        (silent(2), "weak", "nothing at all"),
        (voiced(2), "works", "hears"),
    ],
    ids=["none", "muted", "open"],
)
def test_the_microphone(tmp_path: Path, given: list[bytes], state: str, says: str) -> None:
    studio = a_studio(tmp_path, microphone=FakeMicrophone(given))
    check = checkup._guarded("microphone", lambda: checkup._microphone(studio))
    assert check.state == state
    assert says in check.found


def test_the_loudspeaker_plays_no_more_than_the_silence_before_the_first_word(tmp_path: Path) -> None:
    player = FakePlayer()
    assert checkup._loudspeaker(a_studio(tmp_path, player=player)).state == "works"
    ((_, start, end),) = player.played
    assert (start, end) == (0.0, 0.1)


def test_the_language_model_answers_or_rules_stand_in(tmp_path: Path) -> None:
    model = FakeModel()
    model.enqueue("yes")
    works = checkup._language(a_studio(tmp_path / "with", language_model=model))
    assert (works.state, "fake-model answers" in works.found) == ("works", True)
    alone = checkup._language(a_studio(tmp_path / "without"))
    assert (alone.state, alone.found) == ("weak", "The rules decided alone, in a test.")
