"""The command from outside: exit codes, what stands on stdout and what on stderr, no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import promised
from tests.cli.command import coach, data, told

GOOD = (
    "Last November a daughter came to the desk because her mother's antibiotics were two hours late. "
    "I rang the pharmacy, found the script on the old ward and walked down to collect it myself. "
    "The dose went up at quarter past three, and ward transfers now get their scripts re-routed the same day."
)


def test_help_shows_the_verbs_people_need_first(tmp_path: Path) -> None:
    run = coach(tmp_path, "--help")
    first, more = run.stdout.split("More", 1)
    assert all(
        verb in first
        for verb in ["practice", "replay", "critique", "answer", "web", "models", "doctor", "wipe"]
    )
    assert all(verb in more for verb in ["demo", "missed", "where", "setup"])


def test_a_first_run_asks_what_brings_you_here(tmp_path: Path) -> None:
    run = coach(tmp_path)
    assert "What brings you here?" in run.stdout
    told(run, 0)


def test_a_typed_critique_as_json_keeps_the_contract(tmp_path: Path) -> None:
    run = coach(
        tmp_path,
        "critique",
        "--text",
        "-",
        "--question",
        "Tell me about a difficult day.",
        "--json",
        given=GOOD,
    )
    attempt = data(run)
    promised.hold(attempt)
    assert attempt["via"] == "typed"
    assert attempt["question"]["kind_assumed"]
    assert attempt["attempt_id"] is None


def test_a_critique_leaves_the_folder_untouched_unless_asked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    coach(home, "critique", "--text", "-", "--question", "Why us?", given=GOOD)
    assert not home.exists()
    kept = data(
        coach(home, "critique", "--text", "-", "--question", "Why us?", "--store", "--json", given=GOOD)
    )
    again = data(coach(home, "answer", kept["attempt_id"], "--json"))
    assert again == kept


def test_fine_is_band_one_in_every_tone(tmp_path: Path) -> None:
    for tone in ("gentle", "plain", "blunt"):
        run = coach(
            tmp_path,
            "critique",
            "--text",
            "-",
            "--question",
            "How did it go?",
            "--tone",
            tone,
            "--json",
            given="Fine.",
        )
        assert data(run)["critique"]["band"] == 1


def test_what_went_badly_comes_back(tmp_path: Path) -> None:
    sat = data(
        coach(
            tmp_path, "practice", "--typed", "--questions", "2", "--json", given="Fine.\n\nIt was okay.\n\n"
        )
    )
    assert len(sat["attempts"]) == 2
    for attempt in sat["attempts"]:
        promised.hold(attempt)
    cards = data(coach(tmp_path, "missed", "list", "--json"))["cards"]
    assert {card["id"] for card in cards} == {attempt["gave_pause"]["card_id"] for attempt in sat["attempts"]}
    again = data(coach(tmp_path, "replay", "--all", "--typed", "--json", given=f"{GOOD}\n\n{GOOD}\n\n"))
    first = {attempt["question"]["text"] for attempt in sat["attempts"]}
    assert not first & {attempt["question"]["text"] for attempt in again["attempts"]}


def test_a_missed_question_is_added_listed_and_dropped(tmp_path: Path) -> None:
    told(coach(tmp_path, "missed", "add", "Why should we take you?"), 0)
    (card,) = data(coach(tmp_path, "missed", "list", "--json"))["cards"]
    assert card["question"] == "Why should we take you?"
    status = data(coach(tmp_path, "--json"))
    assert status["due"] == 1
    told(coach(tmp_path, "missed", "drop", card["id"][:6]), 0)
    assert data(coach(tmp_path, "missed", "list", "--json"))["cards"] == []


def test_wipe_wants_the_word_and_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    told(coach(home, "missed", "add", "Canary question?"), 0)
    assert "Nothing was erased" in told(coach(home, "wipe", "--word", "yes"), 2)
    assert home.exists()
    told(coach(home, "wipe", "--word", "wipe"), 0)
    assert not home.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["critique"], 2, "one answer"),
        (["critique", "--text", "nowhere.txt"], 2, "nowhere.txt"),
        (["critique", "--text", "-", "--kind", "nonsense"], 2, "behavioural"),
        (["critique", "--text", "-", "--tone", "cruel"], 2, "tone"),
        (["critique", "--audio", "nowhere.wav"], 2, "nowhere.wav"),
        (["practice", "--no-input"], 2, "--typed"),
        (["practice", "--audio", "nowhere.wav"], 2, "nowhere.wav"),
        (["practice", "--questions", "0"], 2, "questions"),
        (["practice", "--speech", "nonsense", "--audio", "nowhere.wav"], 2, "nonsense"),
        (["answer", "feed"], 2, "feed"),
        (["answer", "../../etc/passwd"], 2, "etc"),
        (["missed", "drop", "feed"], 2, "feed"),
        (["missed", "add", "  "], 2, "no question"),
        (["models", "get", "nonsense"], 2, "nonsense"),
        (["nonsense"], 2, "nonsense"),
        (["critique", "--nonsense"], 2, "nonsense"),
        (
            ["critique", "--text", "-", "--model", "qwen3.5-9b", "--question", "Why?"],
            3,
            "coach models get qwen3.5-9b",
        ),
    ],
)
def test_bad_input_gets_a_line_and_the_right_code(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    said = told(coach(tmp_path / "home", *arguments, given="Some answer."), code)
    assert says in said


def test_a_bank_with_a_wrong_line_is_named_with_its_line(tmp_path: Path) -> None:
    bank = tmp_path / "mine.jsonl"
    bank.write_text('# mine\n{"id": "a"}\n')
    said = told(coach(tmp_path / "home", "practice", "--typed", COACH_QUESTION_BANK=str(bank)), 2)
    assert "mine.jsonl" in said
    assert "2" in said


def test_words_go_to_stderr_when_json_goes_to_stdout(tmp_path: Path) -> None:
    run = coach(tmp_path, "critique", "--text", "-", "--json", given="Fine.")
    json.loads(run.stdout)
    assert "No --question given" in run.stderr


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is told this way on POSIX")
def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path) -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    with os.fdopen(ours, "wb") as closed:
        run = subprocess.run(
            [sys.executable, "-m", "coach", "--json"],
            env={**os.environ, "COACH_HOME": str(tmp_path)},
            stdout=closed,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (run.returncode, run.stderr) == (0, b"")
