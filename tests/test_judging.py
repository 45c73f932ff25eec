"""Judging one answer: when nothing is judged, and what the language model is asked."""

import threading
from pathlib import Path

import pytest

from coach import judging
from coach.core import transcript
from coach.core.errors import EngineFailed
from coach.core.records import Asked, Prompt, Via
from coach.judging import GARBLED_CONFIDENCE, Answer
from coach.studio import Setting
from tests.fakes import START, FakeModel, a_studio

ASKED = Asked(text="Tell me about a time you helped somebody.", kind="behavioural")


def heard(text: str, *, via: Via = "file", confidence: float | None = 0.9, language: str = "en") -> Answer:
    written = transcript.from_typing(text).model_copy(update={"confidence": confidence, "language": language})
    return Answer(ASKED, via, START, written, None, None)


@pytest.mark.parametrize(
    ("answer", "judged"),
    [
        (heard("I rang the pharmacy myself."), True),
        (heard("I rang the pharmacy myself.", confidence=GARBLED_CONFIDENCE), True),
        (heard("I rang the pharmacy myself.", confidence=GARBLED_CONFIDENCE - 0.01), False),
        (heard("I rang the pharmacy myself.", confidence=None), True),
        (heard("Ich rief selbst in der Apotheke an.", language="de"), False),
        (heard(""), False),
        (heard("I rang the pharmacy myself.", via="typed", confidence=0.0, language="xx"), True),
    ],
    ids=["clear", "at the limit", "garbled", "unknown", "German", "silence", "typed"],
)
def test_only_what_was_heard_in_english_gets_a_band(tmp_path: Path, answer: Answer, judged: bool) -> None:
    critique, _ = judging.judge(a_studio(tmp_path), answer, Setting())
    assert (critique.band is not None) == judged


def test_what_can_not_be_judged_costs_no_word_of_the_model(tmp_path: Path) -> None:
    model = FakeModel()
    judging.judge(a_studio(tmp_path, language_model=model), heard(""), Setting())
    assert model.prompts == []


def test_where_there_is_no_choice_the_model_is_not_asked_and_that_is_said(tmp_path: Path) -> None:
    model = FakeModel()
    critique, _ = judging.judge(a_studio(tmp_path, language_model=model), heard("Fine."), Setting())
    assert model.prompts == []
    assert (critique.source, critique.model) == ("rules", None)
    assert "no choice" in critique.because


def ended(name: str) -> None:
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(10)


def test_the_model_reads_the_question_ahead_and_its_failure_disturbs_nobody(tmp_path: Path) -> None:
    class Failing(FakeModel):
        def prime(self, prompt: Prompt) -> None:
            super().prime(prompt)
            raise EngineFailed("The language model crashed, twice.", "Try again.")

    model = Failing()
    judging.prime(a_studio(tmp_path, language_model=model), ASKED)
    ended("priming")
    (read,) = model.prompts
    assert ASKED.text in "".join(message.content for message in read.messages)
