"""The wall of answers: many jobs and walks of life, what must be found in each and what never may be."""

import json
from pathlib import Path
from typing import Any

from coach.core.records import Asked, Delivery
from coach.core.rules import Judgement, judge
from coach.core.transcript import from_typing

DATA = Path(__file__).resolve().parents[2] / "data"
ANSWERS: list[dict[str, Any]] = [
    answer
    for name in ("answers.json", "spoken_answers.json")
    for answer in json.loads((DATA / name).read_text("utf-8"))["answers"]
]
PRACTICE: list[dict[str, Any]] = json.loads((DATA / "practice_answers.json").read_text("utf-8"))["cases"]


def asked(kind: str, text: str = "Tell me about it.") -> Asked:
    return Asked.model_validate({"text": text, "kind": kind})


def judged(
    text: str,
    kind: str = "behavioural",
    *,
    question: str = "Tell me about a time you solved a problem.",
    job: str = "",
    context: str = "",
    delivery: Delivery | None = None,
) -> Judgement:
    return judge(asked(kind, question), from_typing(text), delivery, job=job, context=context)


def said(judgement: Judgement) -> set[str]:
    """Everything found or raised."""
    return {item.defect for item in (*judgement.found, *judgement.raised)}
