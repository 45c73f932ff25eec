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
        left = [
            entry.attempt_id for entry in studio.store.unfinished() if entry.attempt_id.startswith(identity)
        ]
        if erase:
            whole_id = left[0] if len(left) == 1 else studio.store.attempt(identity).attempt_id or identity
            _erase(studio, whole_id, ask=not no_input)
            return
        if left:
            opened.finish_what_was_cut_off(studio)
        found = studio.store.attempt(identity)
        whole_id = found.attempt_id or identity
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
        return
    for left in studio.store.unfinished():
        when = f"{left.started_at.astimezone(studio.zone):%d %b %H:%M}"
        show.say(f"{left.attempt_id[:8]}  {when}  (not judged yet) {left.asked.text}")
    if not attempts:
        show.status("No answer judged yet. Begin with: coach practice")
    for attempt in attempts:
        when = f"{attempt.recorded_at.astimezone(studio.zone):%d %b %H:%M}"
        show.say(f"{(attempt.attempt_id or '')[:8]}  {when}  {attempt.question.text}")


def _play(studio: "Studio", attempt_id: str) -> None:
    from coach.core.errors import NotFound

    path = studio.store.recording(attempt_id)
    if path is None:
        raise NotFound("There is no recording of that answer.", "It was typed, or its audio has been erased.")
    studio.player.play(path, 0.0, None)


def _erase(studio: "Studio", attempt_id: str, *, ask: bool) -> None:
    if ask and not typer.confirm("Audio, words and findings of this answer go for good. Erase?", err=True):
        show.status("Nothing was erased.")
        return
    studio.store.erase(attempt_id)
    show.status("Erased: from the store and from the backups.")
