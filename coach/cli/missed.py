"""`coach missed`: questions that gave pause, told by the person."""

from typing import Annotated

import typer

from coach.cli import opened, show
from coach.cli.options import Json

app = typer.Typer(
    name="missed", help="Questions that gave you pause, also in a real interview.", no_args_is_help=True
)


@app.callback()
def missed(context: typer.Context) -> None:
    """Questions that gave you pause, also in a real interview; alone, all of them."""
    if context.invoked_subcommand is None:
        list_(json=False)


@app.command()
def add(
    question: Annotated[list[str], typer.Argument(help="The question, as you remember it.")],
    kind: Annotated[str | None, typer.Option(help="Its kind; guessed if left out.", metavar="KIND")] = None,
) -> None:
    """Add a question; it is due today."""
    from coach import asking

    known = opened.kind(kind)
    with opened.studio(hears=False) as studio:
        card, new = asking.missed(studio, " ".join(question), known)
        said = "Kept. It comes first in: coach replay" if new else "That one is already in your deck."
        show.say(f"{said}\n{card.id[:8]}  {card.question}")


@app.command("list")
def list_(json: Json = False) -> None:
    """All questions that come back, and when."""
    with opened.studio(hears=False) as studio:
        cards = studio.store.cards()
        if json:
            show.as_json_list("cards", cards)
        elif not cards:
            show.status("Nothing has given you pause yet.")
        for card in () if json else cards:
            show.say(f"{card.id[:8]}  due {card.due:%d %b}  {card.question}  ({show.why(card)})")


@app.command()
def drop(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The first letters are enough.")],
) -> None:
    """Let a question go; it does not come back by itself."""
    with opened.studio(hears=False) as studio:
        card = studio.store.card(identity)
        studio.store.drop_card(card.id)
        typer.echo(f"Dropped: {card.question}")
