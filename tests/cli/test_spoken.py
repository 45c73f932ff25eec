"""Real speech through the real line, from the command: what is said is true of the clip, and kept as one story."""

import json
import re
import subprocess
import wave
from pathlib import Path
from typing import Any

import pytest

from tests import promised
from tests.cli.command import coach, data, told

CLIPS = Path(__file__).parent.parent / "data"
A01, A05, JFK = (CLIPS / name for name in ("a01_clean.flac", "a05_n18.flac", "jfk.flac"))
QUESTION = "Tell me about a time you improved something at work."

pytestmark = [pytest.mark.models, pytest.mark.slow]


def critique(home: Path, clip: Path, *arguments: str) -> Any:
    return data(
        coach(
            home, "critique", "--audio", str(clip), "--question", QUESTION, "--json", *arguments, model="auto"
        )
    )


@pytest.mark.parametrize("clip", [A01, A05, JFK], ids=lambda clip: clip.stem)
def test_a_spoken_answer_keeps_the_contract(tmp_path: Path, clip: Path) -> None:
    attempt = critique(tmp_path, clip)
    promised.hold(attempt)
    assert attempt["via"] == "file"
    assert attempt["transcript"]["model"] == "base"
    assert attempt["critique"]["band"] is not None
    assert attempt["critique"]["model"] in (None, "smollm2-135m")


def test_jfk_is_heard_right(tmp_path: Path) -> None:
    text = critique(tmp_path, JFK)["transcript"]["text"].lower()
    assert "ask not what your country can do for you" in text


def test_practice_replay_and_answer_tell_one_story(tmp_path: Path) -> None:
    sat = data(coach(tmp_path, "practice", "--audio", str(A01), str(A05), "--questions", "2", "--json"))
    first, second = sat["attempts"]
    for attempt in (first, second):
        promised.hold(attempt)
        assert data(coach(tmp_path, "answer", attempt["attempt_id"][:10], "--json")) == attempt
    cards = data(coach(tmp_path, "missed", "list", "--json"))["cards"]
    gave_pause = {attempt["gave_pause"]["card_id"] for attempt in (first, second)} - {None}
    assert {card["id"] for card in cards} == gave_pause
    if cards:
        again = data(coach(tmp_path, "replay", "--all", "--limit", "1", "--audio", str(A05), "--json"))
        assert again["attempts"][0]["question"]["card_id"] in gave_pause
    sequences = [entry["sequence"] for entry in data(coach(tmp_path, "answer", "--json"))["attempts"]]
    assert sequences == sorted(sequences, reverse=True)


def test_erase_and_wipe_leave_no_trace(tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept = critique(home, JFK, "--store")
    canary = b"fellow americans"
    assert traces(home, canary)
    told(coach(home, "answer", kept["attempt_id"], "--erase", "--no-input"), 0)
    assert not traces(home, canary)
    assert not list(home.rglob("*.wav"))
    critique(home, JFK, "--store")
    told(coach(home, "wipe", "--word", "wipe"), 0)
    assert not home.exists()


def traces(home: Path, canary: bytes) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and canary in path.read_bytes().lower()]


def silent_wav(path: Path, seconds: int = 3) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000 * seconds))
    return path


def test_silence_is_said_and_not_judged(tmp_path: Path) -> None:
    run = coach(
        tmp_path, "critique", "--audio", str(silent_wav(tmp_path / "s.wav")), "--question", "Why?", "--json"
    )
    attempt = data(run)
    promised.hold(attempt)
    assert attempt["critique"]["band"] is None
    assert attempt["transcript"]["words"] == []
    assert run.stderr.strip()


def test_another_language_is_recognised_and_said(tmp_path: Path) -> None:
    run = coach(tmp_path, "critique", "--audio", str(CLIPS / "german.flac"), "--question", "Why?", "--json")
    attempt = data(run)
    promised.hold(attempt)
    assert attempt["transcript"]["language"] == "de"
    assert attempt["critique"]["band"] is None
    assert "German" in run.stderr


def broken_files(folder: Path) -> dict[str, Path]:
    made = {name: folder / f"{name}.wav" for name in ("empty", "text", "folder", "cut")}
    made["empty"].touch()
    made["text"].write_text("I rang the pharmacy myself.\n" * 50)
    made["folder"].mkdir()
    made["cut"].write_bytes(silent_wav(folder / "whole.wav").read_bytes()[:30])
    return made


@pytest.mark.parametrize("name", ["empty", "text", "folder", "cut"])
def test_what_is_no_audio_gets_one_line(tmp_path: Path, name: str) -> None:
    path = broken_files(tmp_path)[name]
    run = coach(tmp_path / "home", "critique", "--audio", str(path), "--question", "Why?", "--json")
    assert path.name in told(run, 2)
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1


def test_a_bad_recording_in_a_sitting_costs_only_itself(tmp_path: Path) -> None:
    text = broken_files(tmp_path)["text"]
    run = coach(tmp_path / "home", "practice", "--audio", str(text), str(A01), "--questions", "2", "--json")
    told(run, 2)
    (attempt,) = json.loads(run.stdout)["attempts"]
    promised.hold(attempt)


def test_a_damaged_speech_model_is_never_opened(tmp_path: Path) -> None:
    from coach import models

    shelf = tmp_path / "models"
    shelf.mkdir()
    whole = models.find("base").folder
    (shelf / "base").mkdir()
    for file in whole.iterdir():
        (shelf / "base" / file.name).write_bytes(file.read_bytes())
    damaged = shelf / "base" / "model.bin"
    with damaged.open("r+b") as opened:
        opened.seek(100_000)
        opened.write(b"\0\1\2\3")
    run = coach(
        tmp_path / "home", "critique", "--audio", str(A01), "--question", "Why?", COACH_MODELS=str(shelf)
    )
    assert "coach models get base" in told(run, 3)


def test_the_demo_says_something_true_and_stores_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run = coach(home, "demo", "--no-input", model="auto")
    told(run, 0)
    assert "No ending" in run.stdout
    assert not home.exists()


def test_the_readme_shows_what_the_demo_says(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    shown = re.sub(r"[>*\s]+", " ", readme.split("**coach:**")[1].split("That is from")[0])
    said = " ".join(coach(tmp_path, "demo", "--no-input").stdout.split())
    for sentence in re.split(r"(?<=[.”)]) (?=Keep|Now|What they)", shown.strip()):
        # Which sentence is quoted first is the language model's choice, and rules choose here.
        quoted = re.search("“(.*)”", sentence) if sentence.startswith("What reached them") else None
        assert (quoted[1] if quoted else sentence.strip()) in said, sentence


def test_a_named_language_model_that_is_missing_stops_a_default_one_does_not(tmp_path: Path) -> None:
    run: subprocess.CompletedProcess[str] = coach(
        tmp_path, "critique", "--audio", str(JFK), "--question", "Why?", "--model", "qwen3.5-0.8b"
    )
    assert "coach models get qwen3.5-0.8b" in told(run, 3)
