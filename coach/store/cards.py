"""Cards and their reviews: read and written inside somebody's transaction."""

import json
import sqlite3
from datetime import UTC, date, datetime

from coach.core.errors import BadInput, NotFound
from coach.core.records import Card, Review
from coach.store import questions
from coach.store.rows import CARDS, QUESTIONS, REVIEWS, Row, add, fetch, next_number, put

_WORST_FIRST = """
    ORDER BY coalesce((
        SELECT CASE grade WHEN 'again' THEN 0 WHEN 'hard' THEN 1 WHEN 'good' THEN 2 ELSE 3 END
        FROM reviews WHERE card = cards.id ORDER BY id DESC LIMIT 1), 0), due, rowid
"""
"""By the last grade, a question never met here (told by the person) among the worst; then the longest due."""


class DamagedRow(Exception):
    """A row whose seal does not fit; `name` says which, for people."""

    def __init__(self, name: str, identity: str) -> None:
        super().__init__(name)
        self.name = name
        self.identity = identity


def put_card(connection: sqlite3.Connection, card: Card, bank_id: str | None = None) -> None:
    """Write a card, new or changed. Raises BadInput when another card asks the same question."""
    number = questions.number_of(connection, card.question, kind=card.kind, bank_id=bank_id, card_id=card.id)
    for other in fetch(connection, CARDS, "WHERE question = ? AND id <> ?", (number, card.id)):
        raise BadInput(
            f"This question comes back already (card {other.text('id')[:8]}).",
            "See `coach missed list`.",
        )
    for known in fetch(connection, QUESTIONS, "WHERE id = ?", (number,)):
        put(connection, QUESTIONS, id=number, bank_id=known["bank_id"], text=card.question, kind=card.kind)
    questions.list_wordings(connection, number, card.wordings or (card.question,))
    put(
        connection,
        CARDS,
        id=card.id,
        question=number,
        last_wording=card.last_wording,
        source=card.source,
        why=json.dumps(card.why),
        added_at=utc(card.added_at),
        due=card.due.isoformat(),
        memory=card.memory,
    )


def add_review(connection: sqlite3.Connection, review: Review) -> None:
    """Add one meeting with a card that is there."""
    add(
        connection,
        REVIEWS,
        id=next_number(connection, REVIEWS),
        card=review.card_id,
        attempt=review.attempt_id,
        grade=review.grade,
        reviewed_at=utc(review.reviewed_at),
        due=review.due.isoformat(),
    )


def every(connection: sqlite3.Connection) -> list[Row]:
    """All cards in the order they were added."""
    return fetch(connection, CARDS, "ORDER BY rowid")


def due(connection: sqlite3.Connection, day: date) -> list[Row]:
    """The cards due on this local day or before, worst first."""
    return fetch(connection, CARDS, f"WHERE due <= ? {_WORST_FIRST}", (day.isoformat(),))


def one(connection: sqlite3.Connection, identity: str) -> Row:
    """The card of this id, or the only one whose id begins so. Raises NotFound."""
    found = fetch(connection, CARDS, "WHERE id = ?", (identity,)) or fetch(
        connection, CARDS, "WHERE substr(id, 1, ?) = ? LIMIT 2", (len(identity), identity)
    )
    if len(found) != 1 or not identity:
        many = "More than one card begins" if len(found) > 1 else "No card begins"
        raise NotFound(f"{many} with {identity!r}.", "See `coach missed list`.")
    return found[0]


def by_question(connection: sqlite3.Connection, text: str) -> Row | None:
    """The card of the question that is put in these words; None when there is none."""
    found = (of_question(connection, number) for number in questions.known_by(connection, text))
    return next((card for card in found if card is not None), None)


def of_question(connection: sqlite3.Connection, number: int) -> Row | None:
    """The card of this question; None when it has none."""
    return next(iter(fetch(connection, CARDS, "WHERE question = ?", (number,))), None)


def drop(connection: sqlite3.Connection, identity: str) -> None:
    """Remove a card, its reviews, and its question when no answer uses it. Raises NotFound."""
    row = one(connection, identity)
    connection.execute("DELETE FROM reviews WHERE card = ?", (row["id"],))
    connection.execute("DELETE FROM cards WHERE id = ?", (row["id"],))
    questions.tidy(connection, row.number("question"))


def read(connection: sqlite3.Connection, row: Row) -> Card:
    """The card of a row. Raises DamagedRow when it, or its question, is not as it was written."""
    parts = [row, *fetch(connection, QUESTIONS, "WHERE id = ?", (row["question"],))]
    wordings = questions.listed(connection, row.number("question")) if row.sound else []
    whole = len(parts) == len(("card", "question")) and wordings
    for part in (*parts, *wordings):
        if not (whole and part.sound):
            raise DamagedRow(f"Card {row['id']}", str(row["id"]))
    return Card.model_validate(
        {
            "id": row["id"],
            "question": parts[1]["text"],
            "kind": parts[1]["kind"],
            "wordings": [wording["text"] for wording in wordings],
            "last_wording": row["last_wording"],
            "source": row["source"],
            "why": json.loads(row.text("why")),
            "added_at": row["added_at"],
            "due": row["due"],
            "memory": row["memory"],
        }
    )


def utc(instant: datetime) -> str:
    """An instant as it is stored."""
    return instant.astimezone(UTC).isoformat()
