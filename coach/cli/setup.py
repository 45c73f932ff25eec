"""`coach setup`: optional parts."""

from typing import Annotated

import typer

from coach.cli import show


def setup(
    llama: Annotated[
        bool, typer.Option("--llama", help="Build llama-cpp-python, preferred from then on.")
    ] = False,
) -> None:
    """Add an optional part; without one, say which there are."""
    if not llama:
        typer.echo(
            "coach setup --llama   builds llama-cpp-python, some minutes; faster than the prebuilt engine"
        )
        return
    from coach import installer
    from coach.core.errors import EngineFailed

    try:
        installer.add_llama(show.status)
    except installer.InstallFailed as error:
        raise EngineFailed(str(error), "Nothing else changed; run it again when that is mended.") from error
    typer.echo("Built. From now on it runs the language model: coach doctor", err=True)
