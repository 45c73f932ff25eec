from datetime import date
from typing import get_args

import pytest

from coach.core import wording
from coach.core.records import GavePause, Grade, PauseReason, Reason, Via


@pytest.mark.parametrize(
    ("given", "via", "words"),
    [
        (PauseReason(reason="slow_start", measured=4.81), "microphone", "4.8 s before your first word"),
        (
            PauseReason(reason="slow_start", measured=4.8, usual=1.3),
            "page",
            "4.8 s before your first word (usually 1.3 s)",
        ),
        (
            PauseReason(reason="slow_start", measured=4.8),
            "file",
            "4.8 s in the recording before your first word",
        ),
        (PauseReason(reason="long_pause", measured=4.0), "file", "4.0 s of silence inside a sentence"),
        (PauseReason(reason="fillers", measured=12.3), "page", "12.3 ums a minute"),
        (PauseReason(reason="fillers"), "page", "many ums"),
        (PauseReason(reason="low_band", measured=2), "typed", "a weak answer"),
        (PauseReason(reason="low_own_rating", measured=1), "typed", "you gave it 1 yourself"),
        (PauseReason(reason="skipped"), "typed", "skipped"),
    ],
)
def test_reasons_in_words(given: PauseReason, via: Via, words: str) -> None:
    assert wording.reason(given, via) == words


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_a_name(reason: Reason) -> None:
    assert wording.reason_name(reason)
    assert wording.reason(PauseReason(reason=reason), "page")


@pytest.mark.parametrize("grade", get_args(Grade))
def test_every_grade_has_words(grade: Grade) -> None:
    assert wording.grade(grade).endswith(".")


SLOW = PauseReason(reason="slow_start", measured=3.91)
LONG = PauseReason(reason="long_pause", measured=4.0)
THURSDAY = date(2026, 11, 26)
SUNDAY = date(2026, 12, 6)


@pytest.mark.parametrize(
    ("reasons", "due", "words"),
    [
        ((SLOW,), THURSDAY, "It comes back on Thursday, 26 November: 3.9 s before your first word."),
        (
            (SLOW, LONG),
            SUNDAY,
            (
                "It comes back on Sunday, 6 December: "
                "3.9 s before your first word; 4.0 s of silence inside a sentence."
            ),
        ),
        ((), THURSDAY, "No pause this time. It comes back on Thursday, 26 November."),
        ((SLOW,), None, "It gave pause: 3.9 s before your first word."),
        ((), None, None),
    ],
)
def test_why_and_when_it_comes_back(
    reasons: tuple[PauseReason, ...], due: date | None, words: str | None
) -> None:
    assert wording.comes_back(GavePause(reasons=reasons, grade="hard", due=due), "page") == words


def test_a_files_silence_is_called_the_recordings() -> None:
    said = wording.comes_back(GavePause(reasons=(SLOW,), grade="hard", due=THURSDAY), "file")
    assert said == "It comes back on Thursday, 26 November: 3.9 s in the recording before your first word."
