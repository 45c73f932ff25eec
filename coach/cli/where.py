"""`coach where`: the one folder that holds everything."""

import typer

from coach.cli import opened
from coach.cli.options import Json


def where(json: Json = False) -> None:
    """Where your answers live, and how much there is."""
    with opened.studio(hears=False) as studio:
        held = studio.store.contents()
        if json:
            import dataclasses
            import json as writer

            typer.echo(writer.dumps(dataclasses.asdict(held), default=str, indent=2))
            return
        typer.echo(str(studio.store.home))
        typer.echo(
            f"{held.attempts} answers, {held.recordings} recordings ({held.recording_bytes / 1e6:.1f} MB), "
            f"{held.cards} questions that come back, {held.backups} backups.",
        )
        typer.echo("Nothing of it ever leaves this machine.")
