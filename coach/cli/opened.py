"""Opening the studio for a verb: settings, warnings on stderr, and closing it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from coach.core.records import Kind
    from coach.studio import Studio


@contextmanager
def studio(*, hears: bool = True, stored: bool = True, **flags: Any) -> Iterator["Studio"]:
    """A studio for one command; `hears`: a speech model is needed; `stored` False: the folder stays untouched."""
    from coach import assemble, settings

    folder = settings.home()
    chosen = settings.load(flags, folder=folder)
    with assemble.studio(chosen, folder, hears=hears, stored=stored) as opened:
        said = opened.store.warnings
        for warning in said:
            typer.echo(warning, err=True)
        if hears and opened.language_model is None and chosen.model != "rules":
            typer.echo(opened.engine_because, err=True)
        yield opened
        for warning in opened.store.warnings[len(said) :]:
            typer.echo(warning, err=True)


def kind(name: str | None) -> "Kind | None":
    """A kind of question by name. Raises BadInput with the list of kinds."""
    from typing import get_args

    from coach.core.errors import BadInput
    from coach.core.records import Kind

    known: tuple[Kind, ...] = get_args(Kind)
    if name is None:
        return None
    for entry in known:
        if entry == name:
            return entry
    raise BadInput(f"'{name}' is no kind of question.", f"Choose one of: {', '.join(known)}.")


def finish_what_was_cut_off(studio: "Studio") -> None:
    """Judge recordings that a crash or a kill left behind, and say so."""
    left = len(studio.store.unfinished())
    if not left:
        return
    from coach import practice

    typer.echo(
        f"{left} kept {'answer was' if left == 1 else 'answers were'} never judged; hearing now ...", err=True
    )
    for attempt in practice.finish_unfinished(studio):
        typer.echo(f"  {(attempt.attempt_id or '')[:8]}  {attempt.question.text}", err=True)
