"""`coach where`: the one folder that holds everything."""

import typer

from coach.cli import opened, show
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
        show.say(
            f"{show.counted(held.attempts, 'answer')}, {show.counted(held.recordings, 'recording')} "
            f"({held.recording_bytes / 1e6:.1f} MB), {show.counted(held.cards, 'question')} to come back to, "
            f"{show.counted(held.backups, 'backup')}."
        )
        show.say("Nothing of it ever leaves this machine.")
