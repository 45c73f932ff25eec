"""`coach answer`: one past attempt, shown, played or erased."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import opened, show
from coach.cli.options import Json, NoInput, Plain

if TYPE_CHECKING:
    from coach.studio import Studio

RECENT = 10


def answer(
    identity: Annotated[
        str | None, typer.Argument(metavar="ID", help="The first letters are enough.")
    ] = None,
    play: Annotated[bool, typer.Option("--play", help="Play the recording.")] = False,
    erase: Annotated[bool, typer.Option("--erase", help="Audio, words and findings, gone for good.")] = False,
    json: Json = False,
    plain: Plain = False,
    no_input: NoInput = False,
) -> None:
    """Look at, hear or erase one past answer; without an ID, list the latest."""
    with opened.studio(hears=False) as studio:
        if identity is None:
            _recent(studio, json=json)
            return
        _finish_if_unfinished(studio, identity)
        found = studio.store.attempt(identity)
        whole_id = found.attempt_id or identity
        if erase:
            if not no_input and not typer.confirm(
                "Audio, words and findings of this answer go for good. Erase?", err=True
            ):
                raise typer.Exit
            studio.store.erase(whole_id)
            typer.echo("Erased: from the store and from the backups.", err=True)
            return
        if play:
            _play(studio, whole_id)
            return
        if json:
            show.as_json(found)
        else:
            show.attempt(found, zone=studio.zone, plain=plain, everything=True)


def _recent(studio: "Studio", *, json: bool) -> None:
    attempts = studio.store.attempts(limit=RECENT)
    if json:
        show.as_json_list("attempts", attempts)
    elif not attempts:
        typer.echo("No answer kept yet. Begin with: coach practice", err=True)
    for attempt in () if json else attempts:
        when = f"{attempt.recorded_at.astimezone(studio.zone):%d %b %H:%M}"
        typer.echo(f"{(attempt.attempt_id or '')[:8]}  {when}  {attempt.question.text}")


def _play(studio: "Studio", attempt_id: str) -> None:
    from coach.core.errors import NotFound

    path = studio.store.recording(attempt_id)
    if path is None:
        raise NotFound("There is no recording of that answer.", "It was typed, or its audio has been erased.")
    studio.player.play(path, 0.0, None)


def _finish_if_unfinished(studio: "Studio", identity: str) -> None:
    """An answer that was cut off is judged when somebody asks for it."""
    from coach import practice

    if any(left.attempt_id.startswith(identity) for left in studio.store.unfinished()):
        typer.echo("That answer was kept but never judged; hearing it now.", err=True)
        practice.finish_unfinished(studio)
