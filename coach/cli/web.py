"""`coach web`: the page on this machine."""

from typing import Annotated

import typer

from coach.cli import opened
from coach.cli.options import ModelOption, SpeechOption, ToneOption

PORT = 8377


def web(
    port: Annotated[
        int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)
    ] = PORT,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    tone: ToneOption = None,
    model: ModelOption = None,
    speech: SpeechOption = None,
) -> None:
    """Rehearse in a browser; the page is served to this machine alone."""
    with opened.studio(tone=tone, model=model, speech=speech) as studio:
        from coach.web import server

        opened.finish_what_was_cut_off(studio)

        server.serve(studio, port, announce=lambda line: typer.echo(line, err=True), open_browser=not no_open)
