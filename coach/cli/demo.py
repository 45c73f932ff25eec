"""`coach demo`: the whole line on a spoken sample that ships with coach; nothing is stored."""

import sys
from typing import TYPE_CHECKING

import typer

from coach.cli import opened, show
from coach.cli.keys import at_a_terminal
from coach.cli.options import ModelOption, NoInput, Plain, SpeechOption, ToneOption

if TYPE_CHECKING:
    from coach.assemble import Sample
    from coach.studio import Studio


def demo(
    no_input: NoInput = False,
    tone: ToneOption = None,
    model: ModelOption = None,
    speech: SpeechOption = None,
    plain: Plain = False,
) -> None:
    """Hear somebody else's answer, say what you would tell her, and see what coach says."""
    from coach import assemble, practice
    from coach.core.questions import guess_kind
    from coach.core.records import Asked
    from coach.studio import Setting

    asks = at_a_terminal() and not no_input
    sample = assemble.sample()
    with opened.studio(stored=False, tone=tone, model=model, speech=speech) as studio:
        show.status(f"She is asked:\n\n  {sample.question}\n")
        _play(studio, sample, aloud=asks)
        theirs = _guess() if asks else ""
        show.status("\nListening to her answer ...")
        asked = Asked(text=sample.question, kind=guess_kind(sample.question))
        attempt = practice.answer_file(studio, asked, sample.audio, Setting(stored=False))
        if theirs:
            typer.echo(f"\nYou would tell her:\n  {theirs}\n\nAnd this is what coach tells her:")
        show.attempt(attempt, zone=studio.zone, plain=plain, everything=True)
        typer.echo("\nNothing of this was stored.")
    if not asks:
        show.say("Your turn: coach practice")
        return
    sys.stdout.write("\nYour turn? Enter = first question (n: not now). ")
    sys.stdout.flush()
    given = sys.stdin.readline()
    if given.endswith("\n") and not given.strip().lower().startswith("n"):
        _first_question(tone=tone, model=model, speech=speech, plain=plain)


def _play(studio: "Studio", sample: "Sample", *, aloud: bool) -> None:
    """Play her answer where there is a speaker, and print it in any case."""
    from coach.core.errors import CoachError

    show.status("She says:\n")
    show.status(f"  {sample.words}\n")
    if aloud:
        try:
            studio.player.play(sample.audio, 0.0, None)
        except CoachError:
            show.status("  (No loudspeaker here: read it instead.)")


def _guess() -> str:
    sys.stdout.write("What would you tell her? (one line, Enter: show me yours) ")
    sys.stdout.flush()
    return sys.stdin.readline().strip()


def _first_question(*, tone: str | None, model: str | None, speech: str | None, plain: bool) -> None:
    from coach.cli import practice, sitting

    with opened.studio(tone=tone, model=model, speech=speech) as studio:
        plan = sitting.plan(
            audio=None,
            more=None,
            by_keyboard=False,
            no_input=False,
            seconds=None,
            silence_seconds=studio.settings.silence_seconds,
            json=False,
            plain=plain,
        )
        practice.run(studio, plan)
