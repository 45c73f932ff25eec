"""`coach practice`: a sitting aloud."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import opened, show, sitting
from coach.cli.options import (
    AudioFiles,
    Json,
    ModelOption,
    MoreFiles,
    NoInput,
    Plain,
    Seconds,
    SilenceSeconds,
    SpeechOption,
    ToneOption,
    Typed,
)

if TYPE_CHECKING:
    from coach.core.records import Asked, Question
    from coach.studio import Setting, Studio

MINUTES_A_QUESTION = 3


def practice(
    more: MoreFiles = None,
    role: Annotated[str, typer.Option(help="The job you are going for.", metavar="TEXT")] = "",
    kind: Annotated[str | None, typer.Option(help="Only questions of this kind.", metavar="KIND")] = None,
    questions: Annotated[int | None, typer.Option(help="How many.", min=1, max=50)] = None,
    audio: AudioFiles = None,
    typed: Typed = False,
    seconds: Seconds = None,
    silence_seconds: SilenceSeconds = None,
    json: Json = False,
    tone: ToneOption = None,
    model: ModelOption = None,
    speech: SpeechOption = None,
    plain: Plain = False,
    no_input: NoInput = False,
) -> None:
    """A mock interview: questions, your answers aloud, the truth about each."""
    with opened.studio(
        hears=not typed,
        judges=True,
        tone=tone,
        model=model,
        speech=speech,
        questions=questions,
        silence_seconds=silence_seconds,
    ) as studio:
        plan = sitting.plan(
            audio=audio,
            more=more,
            by_keyboard=typed,
            no_input=no_input,
            seconds=seconds,
            silence_seconds=studio.settings.silence_seconds,
            json=json,
            plain=plain,
        )
        run(studio, plan, role=role, kind=kind)


def run(studio: "Studio", plan: sitting.Plan, *, role: str = "", kind: str | None = None) -> None:
    """Hold one sitting. Raises typer.Exit with its code when something could not be read."""
    from coach import asking

    opened.finish_what_was_cut_off(studio)
    count = min(studio.settings.questions, len(plan.files) or studio.settings.questions)
    chosen = asking.next_questions(studio, count, kind=opened.kind(kind), role=role)
    if len(chosen) < count:
        show.status(f"The bank has only {len(chosen)} questions of that kind.")
    for unused in plan.files[len(chosen) :]:
        show.status(f"Not used: {unused} (there are only {len(chosen)} questions; --questions N asks more).")
    begun = asking.begin_sitting(studio, job=role)
    if plan.means == "microphone":
        minutes = MINUTES_A_QUESTION * len(chosen)
        show.status(
            f"{show.counted(len(chosen), 'question')}, about {minutes} minutes. Nothing you say leaves this machine."
        )
    sat = sitting.sit(studio, _put(studio, chosen, begun.id, role), len(chosen), plan)
    code = sitting.finish(studio, sat, plan, begun.id)
    if code:
        raise typer.Exit(code)


def _put(
    studio: "Studio", chosen: "tuple[Question, ...]", sitting_id: str, role: str
) -> "Iterator[tuple[Asked, Setting]]":
    """Each question as it is put; one counts as asked only when its turn has come."""
    from coach import asking
    from coach.studio import Setting

    for question in chosen:
        yield asking.ask(studio, question), Setting(sitting_id=sitting_id, bank_id=question.id, job=role)
