"""`coach wipe`: everything gone, after the word was typed."""

from typing import Annotated

import typer

from coach.cli import show

WORD = "wipe"


def wipe(
    word: Annotated[
        str | None, typer.Option("--word", help="The word, instead of typing it.", metavar="WORD")
    ] = None,
) -> None:
    """Erase every answer, question and setting of yours from this machine."""
    from coach import models, settings
    from coach.core.errors import BadInput
    from coach.store import Store

    folder = settings.home()
    typer.echo(
        f"This erases everything in {folder}: answers, recordings, questions, settings, backups.", err=True
    )
    show.status(f"The models in {models.home()} stay: they hold nothing of yours.")
    if word is None:
        word = typer.prompt(f'Type "{WORD}" to go on', default="", show_default=False, err=True)
    if word.strip() != WORD:
        raise BadInput("Nothing was erased.", f'The word is "{WORD}".')
    left = Store.wipe(folder)
    for path in left:
        show.status(f"Left alone, it is not ours: {path}")
    show.status("Everything of coach's is gone." if left else "Gone.")
