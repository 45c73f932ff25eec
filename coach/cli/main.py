"""The command `coach`: its verbs, and the one place that turns errors into exit codes."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from coach.cli import (
    answer,
    critique,
    demo,
    doctor,
    missed,
    models,
    practice,
    replay,
    setup,
    show,
    status,
    web,
    where,
    wipe,
)

FIRST = "What people need first"
MORE = "More"
INTERRUPTED = 130
WRONG_INPUT = 2


class ReaderGone(Exception):
    """Whoever read our output, such as `head`, has had enough."""


class Verbs(TyperGroup):
    """The verbs; Ctrl-C and a closed pipe reach `run`, where typer itself would leave without a word."""

    def invoke(self, ctx: Any) -> Any:
        """Run what was asked for. Raises Abort at Ctrl-C, ReaderGone when nobody reads on."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stopped:
            raise typer.Abort from stopped
        except BrokenPipeError as gone:
            raise ReaderGone from gone


app = typer.Typer(
    cls=Verbs,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The brutally honest friend, on your own machine. Alone, `coach` says what is next.",
)

for verb, panel in (
    (practice.practice, FIRST),
    (replay.replay, FIRST),
    (critique.critique, FIRST),
    (answer.answer, FIRST),
    (web.web, FIRST),
    (doctor.doctor, FIRST),
    (wipe.wipe, FIRST),
    (demo.demo, MORE),
    (where.where, MORE),
    (setup.setup, MORE),
):
    app.command(rich_help_panel=panel)(verb)
app.add_typer(models.app, rich_help_panel=FIRST)
app.add_typer(missed.app, rich_help_panel=MORE)


@app.callback(invoke_without_command=True)
def what_next(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Which coach this is.")] = False,
) -> None:
    """The brutally honest friend, on your own machine. Alone, `coach` says what is next."""
    if version:
        from coach import __version__

        typer.echo(f"coach {__version__}")
    elif context.invoked_subcommand is None:
        status.what_next(json=json, no_input=no_input)


def run(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code; errors are two sentences on stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in given
    try:
        code = app([word for word in given if word != "--debug"], prog_name="coach", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("\nStopped. Everything said so far is kept.", err=True)
        code = INTERRUPTED
    except ReaderGone:
        # What is still buffered would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        code = _explain(error)
        if debug:
            raise
    sys.exit(code)


def _explain(error: Exception) -> int:
    """Say an error in two sentences and return its exit code."""
    reason = getattr(error, "format_message", None)
    if callable(reason):
        show.status(f"{reason()} Try: coach --help")
        return int(getattr(error, "exit_code", WRONG_INPUT))
    from coach.core.errors import CoachError

    if isinstance(error, CoachError):
        show.status(str(error))
        return error.exit_code
    typer.echo(f"Something went wrong that coach did not foresee ({type(error).__name__}).", err=True)
    typer.echo(
        "Nothing kept is lost. Run it again with --debug to see where, and please report it.", err=True
    )
    return 1
