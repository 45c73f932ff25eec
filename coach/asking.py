"""Which question comes next: from the bank, from the cards that are due, or told by the person."""

from coach.core import questions, schedule
from coach.core.errors import BadInput
from coach.core.records import Asked, Card, Kind, Question, Sitting
from coach.studio import Studio


def begin_sitting(studio: Studio, *, job: str = "") -> Sitting:
    """A new mock interview, noted before its first question."""
    sitting = Sitting(id=studio.new_id(), started_at=studio.clock(), job=job)
    studio.store.begin_sitting(sitting)
    return sitting


def next_questions(
    studio: Studio, count: int, *, kind: Kind | None = None, role: str = ""
) -> tuple[Question, ...]:
    """Questions for a sitting, least asked first; the gentle one leads until a question was answered or skipped."""
    counts = studio.store.asked_counts()
    met = studio.store.attempts(limit=1) or [
        card for card in studio.store.cards() if card.source == "practice"
    ]
    return questions.choose(
        studio.bank,
        count,
        asked_before=counts,
        kind=kind,
        role=role,
        first_ever=not met,
        seed=sum(counts.values()),
    )


def ask(studio: Studio, question: Question) -> Asked:
    """Put a question of the bank; noted, so that another one comes next time."""
    studio.store.note_asked(question.id, question.wordings[0], studio.clock())
    card = studio.store.card_for(question.wordings[0])
    return Asked(text=question.wordings[0], kind=question.kind, card_id=card.id if card else None)


def due(studio: Studio, *, everything: bool = False) -> tuple[Card, ...]:
    """Cards due today, worst first; or all of them."""
    if everything:
        return studio.store.cards()
    return studio.store.due(schedule.local_day(studio.clock(), studio.zone))


def ask_again(card: Card) -> Asked:
    """Put a card's question in other words than last time."""
    return Asked(text=questions.reword(card.wordings, card.last_wording), kind=card.kind, card_id=card.id)


def missed(studio: Studio, text: str, kind: Kind | None = None) -> tuple[Card, bool]:
    """A question the person tells us gave pause, due today; False when it was already there."""
    words = " ".join(text.split())
    if not words:
        raise BadInput(
            "There is no question in that.", 'Say it like this: coach missed add "Why did you leave?"'
        )
    known = studio.store.card_for(words)
    if known is not None:
        return known, False
    asked = Asked(text=words, kind=kind or questions.guess_kind(words), kind_assumed=kind is None)
    card = schedule.new_card(
        asked,
        card_id=studio.new_id(),
        wordings=(words,),
        source="missed",
        why=(),
        now=studio.clock(),
        zone=studio.zone,
    )
    studio.store.put_card(card)
    return card, True
