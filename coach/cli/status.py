"""`coach` alone: what is next; on a first run, what brings you here."""

import sys
from typing import TYPE_CHECKING

import typer

from coach.cli import opened, show, sitting
from coach.cli.keys import at_a_terminal

if TYPE_CHECKING:
    from coach.studio import Studio


def what_next(*, json: bool, no_input: bool) -> None:
    """Say what is due; ask a newcomer what brings them here."""
    from coach import asking

    with opened.studio(hears=False) as studio:
        latest = studio.store.attempts(limit=1)
        due = asking.due(studio)
        cards = asking.due(studio, everything=True)
        if json:
            _as_json(studio, len(due), len(cards))
            return
        if not latest and not cards:
            choice = _welcome(no_input=no_input)
        else:
            choice = ""
            _returning(studio, len(due))
    if choice:
        _begin(choice)


def _as_json(studio: "Studio", due: int, cards: int) -> None:
    import json

    held = studio.store.contents()
    unfinished = len(studio.store.unfinished())
    told = {"due": due, "cards": cards, "attempts": held.attempts, "unfinished": unfinished}
    typer.echo(json.dumps(told, indent=2))


def _returning(studio: "Studio", due: int) -> None:
    left = len(studio.store.unfinished())
    if left:
        show.say(
            f"{left} kept {'answer was' if left == 1 else 'answers were'} never judged: coach practice goes on there."
        )
    latest = studio.store.attempts(limit=1)
    if latest:
        show.say(f"Last question: {latest[0].question.text}")
        show.say(f"The one thing: {latest[0].critique.first_screen.do_now}")
        show.say("")
    if due:
        show.say(
            f"{due} {'question that gave you pause is' if due == 1 else 'questions that gave you pause are'} due: coach replay"
        )
    else:
        show.say("Nothing is due today. A new sitting: coach practice")


def _welcome(*, no_input: bool) -> str:
    show.say("I ask the questions, you answer aloud, and I tell you the truth about the answer.")
    show.say("Nothing you say leaves this machine.\n")
    show.say("What brings you here?")
    show.say("  1  I just got a no")
    show.say("  2  I have an interview on ...")
    show.say("  3  I want to practise")
    if no_input or not at_a_terminal():
        show.status("\nBegin with: coach practice   (without a microphone: coach practice --typed)")
        return ""
    while True:
        given = _asked("\n1, 2 or 3 (Enter: not now)")
        if not given:
            show.say("Then come back when you like: coach practice")
            return ""
        if given[0] in "123":
            return given[0]


def _asked(prompt: str) -> str:
    """A line typed in answer to a prompt."""
    sys.stdout.write(f"{prompt}\n> ")
    sys.stdout.flush()
    return sys.stdin.readline().strip()


def _begin(choice: str) -> None:
    from coach.cli import practice

    if choice == "1":
        _after_a_no()
        return
    role = (
        _asked("When is it, and for which job? For example: 3 December, ward nurse. (Enter: skip)")
        if choice == "2"
        else ""
    )
    with opened.studio() as studio:
        practice.run(studio, _spoken(studio.settings.silence_seconds), role=role)


def _after_a_no() -> None:
    """Three human lines, and the question that stuck."""
    from coach import asking

    show.say("\nThat is a bad one, and it stings. I am sorry.")
    show.say("One no is weak evidence: the same person's marks swing widely from one interview to the next.")
    show.say("There is nothing you must do today.")
    question = _asked(
        "\nWhich question has stuck with you? Say it; we start there. (Enter: none, or not today)\n"
    )
    if not question:
        show.say("Then come back when you like: coach practice")
        return
    with opened.studio() as studio:
        from coach.studio import Setting

        card, _ = asking.missed(studio, question)
        begun = asking.begin_sitting(studio)
        plan = _spoken(studio.settings.silence_seconds)
        asked = asking.ask_again(card)
        sat = sitting.sit(studio, [(asked, Setting(sitting_id=begun.id))], 1, plan)
        code = sitting.finish(studio, sat, plan, begun.id)
    if code:
        raise typer.Exit(code)


def _spoken(silence_seconds: float) -> sitting.Plan:
    return sitting.plan(
        audio=None,
        more=None,
        by_keyboard=False,
        no_input=False,
        seconds=None,
        silence_seconds=silence_seconds,
        json=False,
        plain=False,
    )
