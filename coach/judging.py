"""Judging one answer: could it be heard, what do the rules find, which line does the model choose to quote?"""

import contextlib
import threading
from dataclasses import dataclass
from datetime import datetime

from coach.core import prompting, rules, wording
from coach.core.errors import CoachError, EngineFailed, ReplyRejected
from coach.core.records import Asked, Critique, Delivery, Transcript, Via
from coach.core.rules import Judgement
from coach.listening import ENGLISH
from coach.studio import Setting, Studio

FEWEST_A_SECOND = 0.7
FEW_FROM_SECONDS = 2.0
"""Speech with fewer words a second than this was not made out; the slowest practice clip has 2.5."""
GARBLED_CONFIDENCE = 0.35
"""Mean word probability below which nothing is judged: on such recordings whisper base invents more words
than it hears."""


@dataclass(frozen=True)
class Answer:
    """An answer as heard or typed, before judgement."""

    asked: Asked
    via: Via
    recorded_at: datetime
    transcript: Transcript
    delivery: Delivery | None
    audio_seconds: float | None


def prime(studio: Studio, asked: Asked) -> None:
    """Let the language model read its instructions and the question while the person speaks."""
    model = studio.language_model
    if model is None:
        return
    prompt = prompting.opening(studio.prompts["choose_line"], asked)

    def read() -> None:
        with contextlib.suppress(CoachError):  # said when the model is really asked
            model.prime(prompt)

    threading.Thread(target=read, name="priming", daemon=True).start()


def judge(studio: Studio, answer: Answer, setting: Setting) -> tuple[Critique, float]:
    """The critique, and when its first finding was known."""
    unheard = _unheard(studio, answer)
    if unheard is not None:
        return unheard, studio.stopwatch()
    judgement = rules.judge(
        answer.asked, answer.transcript, answer.delivery, job=setting.job, context=setting.context
    )
    judged = studio.stopwatch()
    judgement = rules.fit_to_show(judgement, answer.transcript, answer.asked.kind)
    chosen, because = _chosen_line(studio, answer, judgement)
    model = studio.language_model
    by_model = chosen is not None and model is not None
    critique = wording.critique(
        judgement,
        answer.asked,
        answer.transcript,
        tone=studio.settings.tone,
        chosen=chosen,
        source="mixed" if by_model else "rules",
        because=because,
        model=model.name if by_model and model is not None else None,
        seen=studio.store.seen_defects() if setting.stored else {},
    )
    return critique, judged


def _unheard(studio: Studio, answer: Answer) -> Critique | None:
    """A critique without a band for what could not be heard; None when it could."""
    written, tone = answer.transcript, studio.settings.tone
    if answer.via == "typed":
        return None
    spoken = answer.delivery.speaking_seconds if answer.delivery is not None else 0.0
    few = spoken >= FEW_FROM_SECONDS and len(written.words) < FEWEST_A_SECOND * spoken
    if not written.words and not few:
        return wording.unheard("silence", None, tone)
    if written.words and written.language != ENGLISH:
        return wording.unheard("language", written.language, tone)
    unsure = written.confidence is not None and written.confidence < GARBLED_CONFIDENCE
    return wording.unheard("garbled", None, tone) if few or unsure else None


def _chosen_line(studio: Studio, answer: Answer, judgement: Judgement) -> tuple[int | None, str]:
    """The sentence the model picked to quote, or None; and why this way was taken."""
    model = studio.language_model
    if model is None:
        return None, studio.engine_because
    prompt = prompting.choose_line(studio.prompts["choose_line"], answer.asked, answer.transcript, judgement)
    if prompt is None:
        return None, "The rules decided alone: there was no choice to make for the language model."
    try:
        chosen = prompting.read_line(model.complete(prompt), answer.transcript, judgement)
    except ReplyRejected as rejected:
        return None, f"The rules decided alone: {model.name}'s reply was refused ({rejected.reason})."
    except EngineFailed as failed:
        return None, f"The rules decided alone: {failed.happened}"
    return (
        chosen,
        f"The rules decided everything; {model.name} only chose which of your sentences to quote first.",
    )
