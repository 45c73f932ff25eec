"""`coach doctor`: what works here, and what mends the rest."""

from typing import Annotated

import typer

from coach.cli.options import Json, ModelOption, SpeechOption

MARKS = {"works": "ok  ", "weak": "weak", "broken": "NO  "}
NEEDED = ("folder", "speech model", "hearing", "engines")
"""Without these no answer can be heard; the rest has a way around."""


def doctor(
    deep: Annotated[bool, typer.Option("--deep", help="Read every byte of models and store.")] = False,
    json: Json = False,
    model: ModelOption = None,
    speech: SpeechOption = None,
) -> None:
    """What works on this machine, and the command that mends what does not."""
    from coach import checkup, settings

    folder = settings.home()
    chosen = settings.load({"model": model, "speech": speech}, folder=folder)
    seen = []
    for check in checkup.checks(chosen, folder, deep=deep):
        seen.append(check)
        if not json:
            typer.echo(f"{MARKS[check.state]}  {check.name}: {check.found}")
            if check.mend:
                typer.echo(f"      {check.mend}")
    if json:
        import dataclasses
        import json as writer

        typer.echo(writer.dumps({"checks": [dataclasses.asdict(check) for check in seen]}, indent=2))
    if any(check.state == "broken" and check.name in NEEDED for check in seen):
        raise typer.Exit(3)
