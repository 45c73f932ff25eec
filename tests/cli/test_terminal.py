"""What a person meets at a terminal: keys, the microphone, the questions coach asks, and Ctrl-C."""

import ctypes.util
import os
import sys
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from coach.core.records import Attempt, Card
from coach.engines.soundfiles import SoundFiles
from coach.settings import CONFIG_FILE
from coach.store import Store

if os.name != "posix":
    pytest.skip("terminals of this kind are POSIX", allow_module_level=True)

from tests.cli.terminal import CTRL_C, CTRL_D, ENTER, Microphone, Terminal

CLIP = Path(__file__).parent.parent / "data" / "a01_clean.flac"
SECOND = 32000
READY, SPEAK = "Enter: I am ready", "Enter: done"
TYPE = "Type your answer; an empty line ends it."
AFTERWARDS = "r: say it again"
A_HAND_S_PAUSE_SECONDS = 0.5
"""Ctrl-C makes the terminal forget what was typed and not yet read; coach reads a line within milliseconds."""
LINES = ("I rang the pharmacy myself.", "They sent the tablets at noon.")

aloud = [
    pytest.mark.microphone,
    pytest.mark.models,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="ALSA's file microphone is Linux"),
    pytest.mark.skipif(
        ctypes.util.find_library("portaudio") is None,
        reason="needs PortAudio: sudo apt install libportaudio2",
    ),
]

CARDS = Path("/proc/asound/cards")
without_a_card = pytest.mark.skipif(
    CARDS.exists() and "[" in CARDS.read_text(encoding="utf-8"), reason="this machine has a sound card"
)


def kept(home: Path) -> tuple[tuple[Attempt, ...], tuple[Card, ...]]:
    """Answers, newest first, and cards; no recording waits to be judged."""
    store = Store.open(home / "coach", datetime.now(UTC))
    try:
        assert store.unfinished() == ()
        return store.attempts(), store.cards()
    finally:
        store.close()


@cache
def speech() -> bytes:
    return b"".join(SoundFiles().blocks(CLIP))


def speaks(terminal: Terminal, microphone: Microphone, seconds: int) -> None:
    """Be ready, and say the first seconds of the clip."""
    terminal.sees(READY)
    terminal.types(ENTER)
    terminal.sees(SPEAK)
    microphone.says(speech()[: seconds * SECOND])


def says_it_again(terminal: Terminal, microphone: Microphone) -> None:
    """The same question a second time, whose first take is thrown away."""
    terminal.types("r")
    terminal.sees("Question 1 of 3")
    speaks(terminal, microphone, 2)
    terminal.types("r")
    terminal.sees("That take is gone.")
    terminal.sees(SPEAK)
    microphone.says(speech()[: 3 * SECOND])
    terminal.types(ENTER)
    terminal.sees("Kept.")
    assert "Keep your recordings?" not in terminal.sees(AFTERWARDS)


class TestAloud:
    pytestmark = aloud

    def test_a_sitting_from_ready_to_done(self, tmp_path: Path) -> None:
        with (
            Microphone(tmp_path) as microphone,
            Terminal(tmp_path, "practice", "--questions", "3", "--plain") as terminal,
        ):
            terminal.sees("3 questions, about 9 minutes")
            assert "Question 1 of 3" in terminal.sees(READY)
            terminal.types("x")  # any other key brings the hint again
            speaks(terminal, microphone, 8)
            terminal.sees("I hear you")
            terminal.types("m" + ENTER)
            terminal.sees("Take your time.")
            microphone.says(speech()[8 * SECOND : 10 * SECOND])
            terminal.types(ENTER)
            terminal.sees("Kept. Listening back")
            terminal.sees("Now, in thirty seconds")
            terminal.sees("Keep your recordings?")
            terminal.types("3" + ENTER)
            terminal.sees('keep_audio = "30days"')
            terminal.sees(AFTERWARDS)
            terminal.types("d")
            terminal.sees("What you said")
            terminal.sees(AFTERWARDS)

            says_it_again(terminal, microphone)
            terminal.types(ENTER)

            terminal.sees("Question 2 of 3")
            terminal.sees(READY)
            terminal.types("s")
            terminal.sees("Skipped. It will come back.")

            terminal.sees("Question 3 of 3")
            speaks(terminal, microphone, 3)
            terminal.types("q")
            terminal.sees("Kept.")
            assert AFTERWARDS not in terminal.sees("Done: 3 answers kept, 1 skipped")
            assert terminal.ends() == 0
        attempts, cards = kept(tmp_path)
        last, again, opening = attempts
        assert {attempt.via for attempt in attempts} == {"microphone"}
        assert again.question.text == opening.question.text != last.question.text
        assert all(3 <= (attempt.audio_seconds or 0.0) < 4.5 for attempt in (last, again))
        assert 10 <= (opening.audio_seconds or 0.0) <= 20
        assert opening.delivery is not None
        assert again.delivery is not None
        assert "pauses" in opening.delivery.not_judged
        assert "pauses" not in again.delivery.not_judged
        assert opening.transcript.text.startswith(again.transcript.text.split()[0])
        assert "skipped" in {why for card in cards for why in card.why}
        assert len(list((tmp_path / "coach").rglob("*.wav"))) == 3

    def test_ctrl_c_keeps_what_was_said(self, tmp_path: Path) -> None:
        with (
            Microphone(tmp_path) as microphone,
            Terminal(tmp_path, "practice", "--questions", "2") as terminal,
        ):
            speaks(terminal, microphone, 4)
            terminal.types(CTRL_C)
            terminal.sees("Kept.")
            terminal.sees("Keep your recordings?")
            terminal.types(CTRL_D)
            assert "Noted" not in terminal.sees("Done: 1 answer kept")
            assert terminal.ends() == 130
        assert not (tmp_path / "coach" / CONFIG_FILE).exists()
        ((attempt,), _) = kept(tmp_path)
        assert attempt.transcript.text
        assert 3 <= (attempt.audio_seconds or 0.0) <= 6

    def test_nothing_said_and_nothing_kept(self, tmp_path: Path) -> None:
        with Microphone(tmp_path), Terminal(tmp_path, "practice", "--questions", "2") as terminal:
            terminal.sees(READY)
            terminal.types(ENTER)
            terminal.sees(SPEAK)
            terminal.types("s")
            terminal.sees("Skipped. It will come back.")
            terminal.sees(READY)
            terminal.types(CTRL_D)
            terminal.sees("Done: 0 answers kept, 1 skipped")
            assert terminal.ends() == 0
        attempts, (card,) = kept(tmp_path)
        assert attempts == ()
        assert card.why == ("skipped",)

    @without_a_card
    def test_without_a_microphone_the_answer_can_be_typed(self, tmp_path: Path) -> None:
        with Terminal(tmp_path, "practice", "--questions", "2") as terminal:
            terminal.sees(READY)
            terminal.types(ENTER)
            terminal.sees("No microphone was found here.")
            terminal.sees("Type your answers instead?")
            terminal.types(ENTER)
            terminal.sees(TYPE)
            terminal.types(f"{LINES[0]}{ENTER}{ENTER}")
            assert READY not in terminal.sees(TYPE)
            terminal.types(f"q{ENTER}")
            terminal.sees("Done: 1 answer kept")
            assert terminal.ends() == 0
        ((attempt,), _) = kept(tmp_path)
        assert (attempt.via, attempt.transcript.text) == ("typed", LINES[0])

    @without_a_card
    @pytest.mark.parametrize("said", ["n" + ENTER, CTRL_D], ids=["no", "end of input"])
    def test_without_a_microphone_nobody_has_to_type(self, tmp_path: Path, said: str) -> None:
        with Terminal(tmp_path, "practice", "--questions", "1") as terminal:
            terminal.sees(READY)
            terminal.types(ENTER)
            terminal.sees("Type your answers instead?")
            terminal.types(said)
            terminal.sees("--audio FILE takes a recording")
            assert terminal.ends() == 3

    @without_a_card
    def test_ctrl_c_at_the_question_that_stuck_keeps_the_lines(self, tmp_path: Path) -> None:
        with Terminal(tmp_path) as terminal:
            terminal.sees("(Enter: not now)")
            terminal.types("1" + ENTER)
            terminal.sees("Which question has stuck with you?")
            terminal.types("Why should we take you?" + ENTER)
            terminal.sees(READY)
            terminal.types(ENTER)
            terminal.sees("Type your answers instead?")
            terminal.types(ENTER)
            terminal.sees(TYPE)
            terminal.types(LINES[0] + ENTER)
            terminal.sees(LINES[0])
            time.sleep(A_HAND_S_PAUSE_SECONDS)
            terminal.types(CTRL_C)
            terminal.sees("Done: 1 answer kept")
            assert terminal.ends() == 130
        ((attempt,), _) = kept(tmp_path)
        assert attempt.transcript.text == LINES[0]


class TestTyped:
    def test_ctrl_c_keeps_the_lines_that_were_ended(self, tmp_path: Path) -> None:
        with Terminal(tmp_path, "practice", "--typed", "--questions", "2") as terminal:
            terminal.sees(TYPE)
            terminal.types(LINES[0] + ENTER + LINES[1] + ENTER)
            terminal.sees(LINES[1])
            time.sleep(A_HAND_S_PAUSE_SECONDS)
            terminal.types(CTRL_C)
            terminal.sees("The lines you ended with Enter are kept.")
            terminal.sees("Done: 1 answer kept")
            assert terminal.ends() == 130
        ((attempt,), _) = kept(tmp_path)
        assert attempt.transcript.text == "\n".join(LINES)

    def test_s_skips_and_the_end_of_input_ends_the_sitting(self, tmp_path: Path) -> None:
        with Terminal(tmp_path, "practice", "--typed", "--questions", "3") as terminal:
            terminal.sees(TYPE)
            terminal.types("s" + ENTER)
            terminal.sees("Skipped. It will come back.")
            terminal.sees(TYPE)
            terminal.types(LINES[0] + ENTER)
            terminal.types(CTRL_D)
            assert "Question 3" not in terminal.sees("Done: 1 answer kept, 1 skipped")
            assert terminal.ends() == 0
        ((attempt,), cards) = kept(tmp_path)
        assert attempt.transcript.text == LINES[0]
        assert ("skipped",) in {card.why for card in cards}

    def test_ctrl_c_before_a_word_keeps_nothing_and_says_so(self, tmp_path: Path) -> None:
        with Terminal(tmp_path, "practice", "--typed", "--questions", "1") as terminal:
            terminal.sees(TYPE)
            terminal.types(CTRL_C)
            assert "are kept" not in terminal.sees("Stopped before an answer.")
            assert terminal.ends() == 130
        assert kept(tmp_path) == ((), ())


class TestFirstRun:
    def test_enter_puts_it_off_and_anything_unknown_is_asked_again(self, tmp_path: Path) -> None:
        with Terminal(tmp_path) as terminal:
            terminal.sees("What brings you here?")
            terminal.sees("1, 2 or 3 (Enter: not now)")
            terminal.types("hello" + ENTER)
            terminal.sees("1, 2 or 3 (Enter: not now)")
            terminal.types(ENTER)
            terminal.sees("Then come back when you like: coach practice")
            assert terminal.ends() == 0
        assert kept(tmp_path) == ((), ())

    def test_after_a_no_nothing_has_to_be_done(self, tmp_path: Path) -> None:
        with Terminal(tmp_path) as terminal:
            terminal.sees("(Enter: not now)")
            terminal.types("1" + ENTER)
            terminal.sees("There is nothing you must do today.")
            terminal.sees("Which question has stuck with you?")
            terminal.types(ENTER)
            terminal.sees("Then come back when you like")
            assert terminal.ends() == 0
        assert kept(tmp_path) == ((), ())

    @pytest.mark.models
    def test_after_a_no_the_question_that_stuck_is_kept_and_comes_first(self, tmp_path: Path) -> None:
        with Terminal(tmp_path) as terminal:
            terminal.sees("(Enter: not now)")
            terminal.types("1" + ENTER)
            terminal.sees("Which question has stuck with you?")
            terminal.types("Why should we take you and not the others?" + ENTER)
            terminal.sees("Question 1 of 1")
            terminal.sees("Why should we take you and not the others?")
            terminal.sees(READY)
            terminal.types("q")
            terminal.sees("What was due stays due.")
            assert terminal.ends() == 0
        attempts, (card,) = kept(tmp_path)
        assert attempts == ()
        assert card.question == "Why should we take you and not the others?"

    @pytest.mark.models
    def test_an_interview_ahead_asks_which_job(self, tmp_path: Path) -> None:
        with Terminal(tmp_path) as terminal:
            terminal.sees("(Enter: not now)")
            terminal.types("2" + ENTER)
            terminal.sees("for which job?")
            terminal.types("3 December, ward nurse" + ENTER)
            terminal.sees("Question 1 of")
            terminal.sees(READY)
            terminal.types("q")
            assert terminal.ends() == 0

    @pytest.mark.models
    def test_practice_begins_at_once(self, tmp_path: Path) -> None:
        with Terminal(tmp_path) as terminal:
            terminal.sees("(Enter: not now)")
            terminal.types("3" + ENTER)
            assert "for which job" not in terminal.sees("Question 1 of")
            terminal.sees(READY)
            terminal.types(CTRL_C)
            terminal.sees("Everything said so far is kept.")
            assert terminal.ends() == 130


@pytest.mark.models
@pytest.mark.slow
class TestDemo:
    def test_a_guess_is_held_against_what_coach_says(self, tmp_path: Path) -> None:
        with Terminal(tmp_path, "demo") as terminal:
            terminal.sees("She is asked:")
            terminal.sees("What would you tell her?")
            terminal.types("Say how it ended." + ENTER)
            terminal.sees("You would tell her: Say how it ended. And this is what coach tells her:")
            assert "No ending" in terminal.sees("Nothing of this was stored.")
            terminal.sees("Your turn? Enter = first question (n: not now).")
            terminal.types("n" + ENTER)
            assert terminal.ends() == 0
        assert not (tmp_path / "coach").exists()

    def test_your_turn_leads_to_the_first_question(self, tmp_path: Path) -> None:
        with Terminal(tmp_path, "demo") as terminal:
            terminal.sees("What would you tell her?")
            terminal.types(ENTER)
            assert "You would tell her" not in terminal.sees("Your turn?")
            terminal.types(ENTER)
            terminal.sees("Question 1 of")
            terminal.sees(READY)
            terminal.types("q")
            terminal.sees("Stopped before an answer.")
            assert terminal.ends() == 0
