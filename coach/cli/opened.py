"""Opening the studio for a verb: settings, warnings on stderr, and closing it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from coach.cli import show

if TYPE_CHECKING:
    from coach.core.records import Kind
    from coach.studio import Studio


@contextmanager
def studio(
    *, hears: bool = True, judges: bool = False, stored: bool = True, **flags: Any
) -> Iterator["Studio"]:
    """A studio for one command.

    Args:
        hears: A speech model is needed.
        judges: Answers are judged, heard or typed: a missing language model is said.
        stored: False leaves the folder untouched.
        flags: Settings given on the command line.
    """
    from coach import assemble, settings

    folder = settings.home()
    chosen = settings.load(flags, folder=folder)
    with assemble.studio(chosen, folder, hears=hears, stored=stored) as opened:
        said = opened.store.warnings
        for warning in said:
            show.status(warning)
        if (hears or judges) and opened.language_model is None and chosen.model != "rules":
            show.status(opened.engine_because)
        yield opened
        for warning in opened.store.warnings[len(said) :]:
            show.status(warning)


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
    """Judge recordings that a crash or a kill left behind, and say so; one that can't be judged stands in nobody's way."""
    left = studio.store.unfinished()
    if not left:
        return
    from coach import practice
    from coach.core.errors import CoachError

    verb = "answer was" if len(left) == 1 else "answers were"
    show.status(f"{len(left)} kept {verb} never judged; hearing now ...")
    for recording in left:
        name = f"{recording.attempt_id[:8]}  {recording.asked.text}"
        try:
            practice.finish_unfinished(studio, recording)
            show.status(f"  {name}")
        except CoachError as error:
            show.status(f"  {name}\n  Not judged: {error}")
            show.status(f"  To be rid of it: coach answer {recording.attempt_id[:8]} --erase")
