"""How an answer looks in a terminal, and as JSON. The sentences come from core/wording.py."""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from datetime import tzinfo

    from pydantic import BaseModel
    from rich.console import Console

    from coach.core.records import Attempt, Card, Critique, Delivery, Finding

WIDTH = 88
COMMAND = re.compile(
    r"\bcoach (?=--|(?:answer|critique|demo|doctor|missed|models|practice|replay|setup|web|where|wipe)\b)"
)
WAYS = {
    "microphone": "spoken at a microphone",
    "page": "spoken in the page",
    "file": "from a recording",
    "typed": "typed",
}
SHOWN_FINDINGS = 3


def as_json(record: "BaseModel") -> None:
    """One record as JSON on stdout."""
    typer.echo(record.model_dump_json(indent=2))


def as_json_list(name: str, records: "Sequence[BaseModel]", **rest: str) -> None:
    """A list of records under one key, with what else belongs to it."""
    import json

    typer.echo(json.dumps({**rest, name: [record.model_dump(mode="json") for record in records]}, indent=2))


def unheard(attempt: "Attempt") -> None:
    """Say on stderr why an answer has no band, where stdout is JSON."""
    if attempt.critique.band is None:
        status(attempt.critique.because)


def console(*, plain: bool) -> "Console":
    """Where words for people go: at most 88 columns, colour only where it is wanted."""
    from rich.console import Console

    made = Console(no_color=plain or None, highlight=False, soft_wrap=False, emoji=False, markup=False)
    made.width = min(made.width, WIDTH)
    return made


def clock(seconds: float) -> str:
    """Seconds as m:ss."""
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def attempt(shown: "Attempt", *, zone: "tzinfo", plain: bool = False, everything: bool = False) -> None:
    """The critique of an answer; `everything` adds findings, bands and the transcript."""
    page = console(plain=plain)
    page.print()
    page.print(shown.question.text, style="bold")
    if shown.question.kind_assumed:
        page.print(
            f"(taken for a question of the kind {shown.question.kind}; --kind says otherwise)", style="dim"
        )
    first_screen(page, shown.critique)
    comes_back(page, shown)
    if everything:
        details(page, shown)
        page.print()
        page.print(
            f"Answered {shown.recorded_at.astimezone(zone):%d %B %Y, %H:%M}, {WAYS[shown.via]}.", style="dim"
        )


def first_screen(page: "Console", critique: "Critique") -> None:
    """What a friend says first, in the order in which they would say it."""
    screen = critique.first_screen
    for said in (screen.heard, screen.waiting_for):
        if said:
            page.print()
            _indented(page, said)
    if screen.keep is not None:
        place = f"  ({clock(screen.keep.start)})" if screen.keep.start is not None else ""
        page.print()
        page.print("Keep", style="cyan")
        _indented(page, f"“{screen.keep.quote}”{place}")
    if screen.do_now:
        page.print()
        page.print("Now, in thirty seconds", style="cyan")
        _indented(page, screen.do_now)


def comes_back(page: "Console", shown: "Attempt") -> None:
    """Why and when the question comes back, or that it does not."""
    from coach.core import wording

    said = wording.comes_back(shown.gave_pause, shown.via)
    if said is None:
        return
    page.print()
    page.print(said, style="yellow")


def details(page: "Console", shown: "Attempt") -> None:
    """Findings, the question back, bands, delivery and the transcript."""
    critique = shown.critique
    if critique.findings:
        page.print()
        page.print("What cost you, worst first", style="cyan")
    for finding in critique.findings[:SHOWN_FINDINGS]:
        _finding(page, finding)
    rest = critique.findings[SHOWN_FINDINGS:]
    if rest:
        _indented(page, "Also: " + ", ".join(finding.name for finding in rest) + ".")
    for raised in critique.raised:
        page.print()
        _indented(page, f"“{raised.quote}”")
        _indented(page, raised.question)
    if critique.ask:
        page.print()
        page.print("One question back", style="cyan")
        _indented(page, critique.ask)
    _bands(page, critique)
    if shown.delivery is not None:
        _delivery(page, shown.delivery)
    if shown.transcript.text:
        page.print()
        page.print("What you said", style="cyan")
        _indented(page, shown.transcript.text)
    doubtful = [shown.transcript.words[index].text for index in shown.transcript.doubtful]
    if doubtful:
        _indented(page, f"I may have misheard: {', '.join(doubtful)}.", style="dim")


def _finding(page: "Console", finding: "Finding") -> None:
    page.print()
    place = f"  ({clock(finding.start)})" if finding.start is not None else ""
    _indented(page, f"{finding.name}{place}", style="bold")
    _indented(page, f"“{finding.quote}”" if finding.quote else f"Looked for: {finding.looked_for}.")
    _indented(page, finding.why)
    _indented(page, finding.fix)


def _bands(page: "Console", critique: "Critique") -> None:
    page.print()
    page.print("Bands, from 1 to 5", style="cyan")
    if critique.band is not None:
        each = {name: band for name, band in critique.dimensions.model_dump().items() if band is not None}
        _indented(
            page, f"overall {critique.band}   " + "   ".join(f"{name} {band}" for name, band in each.items())
        )
    _indented(page, critique.because, style="dim")
    if critique.dropped_findings:
        _indented(
            page, f"{critique.dropped_findings} remarks were dropped: their quote was not in your words."
        )


def _delivery(page: "Console", measured: "Delivery") -> None:
    page.print()
    page.print("Measured", style="cyan")
    first = measured.seconds_to_first_word
    parts = [
        f"first word after {first:.1f} s" if first is not None else "",
        f"{measured.words} words",
        f"{measured.words_per_minute:.0f} a minute ({measured.pace_band})"
        if measured.words_per_minute
        else "",
        f"longest silence {measured.longest_pause_seconds:.1f} s" if measured.longest_pause_seconds else "",
        f"filled pauses heard: {measured.filler_count.low}",
    ]
    _indented(page, ", ".join(part for part in parts if part))
    for missing in measured.not_measured:
        named = missing.what.replace("_", " ")
        _indented(page, f"Not measured: {named} ({missing.why}).", style="dim")


def why(card: "Card") -> str:
    """Why a card is in the deck, in a few words."""
    from coach.core import wording

    if not card.why:
        return "you told me it gave you pause"
    return ", ".join(wording.reason_name(reason) for reason in card.why)


def _indented(page: "Console", text: str, style: str = "") -> None:
    from rich.padding import Padding
    from rich.text import Text

    page.print(Padding(Text(text), (0, 0, 0, 2), expand=False), style=style or None)


def counted(number: int, noun: str) -> str:
    """A number and its noun, such as `1 answer` or `3 answers`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def callable_here(text: str) -> str:
    """Commands in a text as they can be typed here: from a clone, `coach` is `./scripts/coach`."""
    called = os.environ.get("COACH_CALLED", "coach")
    return COMMAND.sub(lambda _: called + " ", text) if called != "coach" else text


def status(line: str) -> None:
    """Words on stderr, wrapped at a terminal's edge."""
    typer.echo(_wrapped(callable_here(line), sys.stderr.isatty()), err=True)


def say(line: str) -> None:
    """Words on stdout, wrapped at a terminal's edge."""
    typer.echo(_wrapped(callable_here(line), sys.stdout.isatty()))


def _wrapped(text: str, at_a_terminal: bool) -> str:
    if not at_a_terminal:
        return text
    width = min(WIDTH, shutil.get_terminal_size().columns)
    return "\n".join(_filled(line, width) for line in text.split("\n"))


def _filled(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return (
        textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, drop_whitespace=True)
        or line
    )


def redraw(line: str) -> None:
    """Write over the current line of the terminal."""
    sys.stderr.write("\r\x1b[2K" + line)
    sys.stderr.flush()
