"""`coach critique`: one answer, from a file or typed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import opened, show
from coach.cli.options import Json, ModelOption, Plain, SpeechOption, ToneOption


def critique(
    audio: Annotated[Path | None, typer.Option(help="A recorded answer.", metavar="FILE")] = None,
    text: Annotated[str | None, typer.Option(help="A typed answer; '-' reads stdin.", metavar="FILE")] = None,
    question: Annotated[str | None, typer.Option(help="The question that was asked.", metavar="TEXT")] = None,
    kind: Annotated[
        str | None, typer.Option(help="Its kind; guessed from the words if left out.", metavar="KIND")
    ] = None,
    job: Annotated[str, typer.Option(help="The job it was for.", metavar="TEXT")] = "",
    context: Annotated[str, typer.Option(help="Who is listening.", metavar="TEXT")] = "",
    store: Annotated[
        bool, typer.Option("--store/--no-store", help="Keep it, and let the question come back.")
    ] = False,
    json: Json = False,
    tone: ToneOption = None,
    model: ModelOption = None,
    speech: SpeechOption = None,
    plain: Plain = False,
) -> None:
    """Say the truth about one answer."""
    from coach import practice
    from coach.core.errors import BadInput
    from coach.core.questions import guess_kind
    from coach.core.records import Asked
    from coach.studio import Setting

    if (audio is None) == (text is None):
        raise BadInput(
            "Give one answer: a recording or a text.", "For example: coach critique --audio answer.wav"
        )
    known = opened.kind(kind)
    words = " ".join((question or "").split()) or "Tell me about a time you did something you are proud of."
    asked = Asked(text=words, kind=known or guess_kind(words), kind_assumed=known is None)
    setting = Setting(job=job, context=context, stored=store)
    with opened.studio(
        hears=audio is not None, judges=True, stored=store, tone=tone, model=model, speech=speech
    ) as studio:
        if audio is not None:
            if str(audio) == "-":
                raise BadInput("A recording can't come from stdin.", "Save it as a file and name that.")
            attempt = practice.answer_file(studio, asked, audio, setting)
        else:
            attempt = practice.answer_typed(studio, asked, _typed(text or ""), setting)
        if question is None:
            typer.echo(f'No --question given: judged as an answer to "{words}"', err=True)
        if json:
            show.unheard(attempt)
            show.as_json(attempt)
        else:
            show.attempt(attempt, zone=studio.zone, plain=plain, everything=True)


def _typed(name: str) -> str:
    """The text of a file, or of stdin for '-'."""
    from coach.core.errors import BadInput

    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8")
    except OSError as error:
        raise BadInput(
            f"{name} can't be read ({error.strerror}).", "Name a text file, or '-' for stdin."
        ) from None
    except UnicodeDecodeError:
        raise BadInput(f"{name} is not text in UTF-8.", "For a recording use --audio.") from None
