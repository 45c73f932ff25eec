"""`coach replay`: the questions that gave pause and are due, in other words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import opened, show, sitting
from coach.cli.options import (
    AudioFiles,
    Json,
    ModelOption,
    MoreFiles,
    NoInput,
    Plain,
    Seconds,
    SilenceSeconds,
    SpeechOption,
    ToneOption,
    Typed,
)

if TYPE_CHECKING:
    from coach.core.records import Asked, Card
    from coach.studio import Setting


def replay(
    more: MoreFiles = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those not due yet.")] = False,
    limit: Annotated[int | None, typer.Option(help="At most so many.", min=1)] = None,
    audio: AudioFiles = None,
    typed: Typed = False,
    seconds: Seconds = None,
    silence_seconds: SilenceSeconds = None,
    json: Json = False,
    tone: ToneOption = None,
    model: ModelOption = None,
    speech: SpeechOption = None,
    plain: Plain = False,
    no_input: NoInput = False,
) -> None:
    """Meet again the questions that gave you pause, reworded, until they no longer do."""
    from coach import asking

    with opened.studio(
        hears=not typed, judges=True, tone=tone, model=model, speech=speech, silence_seconds=silence_seconds
    ) as studio:
        opened.finish_what_was_cut_off(studio)
        cards = asking.due(studio, everything=everything)
        if not cards:
            if json:
                show.as_json_list("attempts", (), sitting_id="")
            show.status(_nothing_due(asking.due(studio, everything=True)))
            return
        plan = sitting.plan(
            audio=audio,
            more=more,
            by_keyboard=typed,
            no_input=no_input,
            seconds=seconds,
            silence_seconds=studio.settings.silence_seconds,
            json=json,
            plain=plain,
        )
        count = min(limit or len(cards), len(cards), len(plan.files) or len(cards))
        begun = asking.begin_sitting(studio)
        sat = sitting.sit(studio, _put(cards[:count], begun.id), count, plan)
        code = sitting.finish(studio, sat, plan, begun.id)
    if code:
        raise typer.Exit(code)


def _put(cards: "tuple[Card, ...]", sitting_id: str) -> "Iterator[tuple[Asked, Setting]]":
    from coach import asking
    from coach.studio import Setting

    for card in cards:
        show.status(f"\nWhy it is back: {show.why(card)}.")
        yield asking.ask_again(card), Setting(sitting_id=sitting_id)


def _nothing_due(cards: "tuple[Card, ...]") -> str:
    if not cards:
        return "Nothing has given you pause yet. Begin with: coach practice"
    first = min(card.due for card in cards)
    return (
        f"Nothing is due today; the next one comes on {first:%A, %d %B}. All of them now: coach replay --all"
    )
