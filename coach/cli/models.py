"""`coach models`: which there are, getting one, checking one, choosing one."""

from typing import Annotated

import typer

from coach.cli import show
from coach.cli.options import Json, Plain

app = typer.Typer(
    name="models", help="Which models there are; get, check and choose one.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name of: coach models list")]
MEGABYTE = 1_000_000


@app.command("list")
def list_(json: Json = False) -> None:
    """Every model coach knows: size, licence, what it is trusted with, and whether it is here."""
    from coach import models

    here = set(models.installed())
    if json:
        import json as writer

        entries = [
            {
                "name": pin.name,
                "kind": pin.kind,
                "megabytes": pin.megabytes,
                "license": pin.license,
                "default": pin.default,
                "installed": pin.name in here,
                "trusted_with": pin.trusted_with,
            }
            for pin in models.pins()
        ]
        typer.echo(writer.dumps({"models": entries}, indent=2))
        return
    for pin in models.pins():
        state = "here" if pin.name in here else "    "
        typer.echo(f"{state}  {pin.name:<18} {pin.kind:<9} {pin.megabytes:>5} MB  {pin.license}")
        typer.echo(f"        {pin.trusted_with}")


@app.command()
def get(name: Name, plain: Plain = False) -> None:
    """Fetch a model; only the pinned files are taken."""
    from coach import models

    last = -1

    def progress(done: int, total: int) -> None:
        nonlocal last
        percent = 100 * done // total if total else 0
        if percent == last or (plain and percent % 10):
            return
        last = percent
        line = f"  {name}: {done // MEGABYTE} of {total // MEGABYTE} MB"
        if plain:
            show.status(line)
        else:
            show.redraw(line)

    files = models.get(name, progress)
    show.status(f"\n{name} is here, every byte checked: {files.folder}")
    show.status(f"To use it: coach models use {name}")


@app.command()
def verify(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="All that are here if left out.")] = None,
) -> None:
    """Read every byte again and compare it with the pinned sha256."""
    from coach import models
    from coach.core.errors import CoachError

    failed = False
    for each in (name,) if name else models.installed():
        try:
            models.verify(each)
            typer.echo(f"ok  {each}")
        except CoachError as error:
            failed = True
            typer.echo(f"NO  {each}: {error}")
    if failed:
        raise typer.Exit(1)


@app.command()
def use(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A model's name, 'rules' or 'auto'.")],
) -> None:
    """Choose a model for every later answer."""
    from coach import models, settings

    key = "model" if name in ("rules", "auto") or models.find(name).kind == "language" else "speech"
    folder = settings.home()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.write(folder, key, name)
    typer.echo(f"Noted: {key} = {name}.", err=True)
