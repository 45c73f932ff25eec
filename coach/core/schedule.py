"""When a question comes back: FSRS, in whole local days.

FSRS (the `fsrs` package, its default weights) spaces a card so that it is remembered with
probability 0.9 when it returns. Here it may not use minutes: a question answered badly comes back
the next day. A day begins at 04:00, so an answer after midnight belongs to the evening before.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Literal

from coach.core.records import Asked, Card, Grade, Reason, Review

DAY_BEGINS_HOURS = 4
"""A day begins at 04:00 local time."""

RETENTION = 0.9
"""How surely a question should still be known when it returns: FSRS's own default."""

LATEST = date(9999, 12, 31)


def local_day(now: datetime, zone: tzinfo) -> date:
    """The day that an instant belongs to in this time zone, when days begin at 04:00."""
    return (now.astimezone(zone).replace(tzinfo=None) - timedelta(hours=DAY_BEGINS_HOURS)).date()


def new_card(
    question: Asked,
    *,
    card_id: str,
    wordings: Sequence[str],
    source: Literal["practice", "missed"],
    why: Sequence[Reason],
    now: datetime,
    zone: tzinfo,
) -> Card:
    """Make a card that has not been reviewed yet.

    Args:
        question: The question in the words in which it was asked or told.
        card_id: The card's id.
        wordings: Ways to ask it; the question's own words when empty.
        source: `missed` for a question that the person told.
        why: The reasons that it came in for; none for a question that was told.
        now: The present instant.
        zone: The person's time zone.

    Returns:
        The card: due today when it was told, tomorrow when it was just asked.
    """
    from fsrs import Card as Memory

    today = local_day(now, zone)
    return Card(
        id=card_id,
        question=question.text,
        kind=question.kind,
        wordings=tuple(wordings) or (question.text,),
        last_wording=question.text if source == "practice" else None,
        source=source,
        why=tuple(why),
        added_at=now.astimezone(UTC),
        due=today if source == "missed" else today + timedelta(days=1),
        memory=_written(Memory(card_id=0, due=_noon(today))),
    )


def review(
    card: Card, grade: Grade, *, attempt_id: str | None, now: datetime, zone: tzinfo
) -> tuple[Card, Review]:
    """Meet a card once more.

    Args:
        card: The card as it was.
        grade: How it went. `again` brings it back the next day, whatever was known before.
        attempt_id: The answer; None when it was skipped.
        now: The present instant. A clock that was set back counts as no time gone by.
        zone: The person's time zone.

    Returns:
        The card with its new due day, which is tomorrow at the earliest, and the review to keep.
    """
    from fsrs import Card as Memory
    from fsrs import Rating, Scheduler

    scheduler = Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    today = local_day(now, zone)
    noon = _noon(today)
    memory = Memory.from_json(card.memory)
    if memory.last_review is not None:
        memory.last_review = min(memory.last_review, noon)
    after, _ = scheduler.review_card(memory, Rating[grade.capitalize()], noon)
    days = 1 if grade == "again" else max(1, (after.due - noon).days)
    due = today + timedelta(days=min(days, (LATEST - today).days))
    reviewed = card.model_copy(update={"due": due, "memory": _written(after)})
    return reviewed, Review(
        card_id=card.id, attempt_id=attempt_id, grade=grade, reviewed_at=now.astimezone(UTC), due=due
    )


def _noon(day: date) -> datetime:
    """The day as the scheduler sees it: whole days apart, whatever the hour of the answers."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _written(memory: Any) -> str:
    return json.dumps(memory.to_dict(), sort_keys=True)
