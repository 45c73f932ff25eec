"""Which question is which: the same one in several wordings, from the bank or from the person."""

import json
import sqlite3

from coach.core.records import Kind
from coach.store.rows import ATTEMPTS, CARDS, QUESTIONS, WORDINGS, Row, add, change, fetch, next_number, put


def number_of(
    connection: sqlite3.Connection,
    text: str,
    *,
    kind: Kind | None,
    bank_id: str | None = None,
    card_id: str | None = None,
) -> int:
    """The number of this question: by its card, by its place in the bank, by its words, or a new one."""
    for card in fetch(connection, CARDS, "WHERE id = ?", (card_id,)):
        if card.sound:
            return card.number("question")
    for known in fetch(connection, QUESTIONS, "WHERE bank_id = ?", (bank_id,)):
        return known.number("id")
    for known in _by_words(connection, text):
        if bank_id is None or known["bank_id"] is None:
            change(connection, known, bank_id=bank_id or known["bank_id"], kind=known["kind"] or kind)
            return known.number("id")
    number = next_number(connection, QUESTIONS)
    add(connection, QUESTIONS, id=number, bank_id=bank_id, text=text, kind=kind)
    return number


def known_by(connection: sqlite3.Connection, text: str) -> list[int]:
    """The numbers of the questions that are put in these words."""
    return [known.number("id") for known in _by_words(connection, text)]


def note_asked(connection: sqlite3.Connection, bank_id: str, wording: str, at: str) -> None:
    """Count that a question of the bank was put in this wording, `at` this instant."""
    number = number_of(connection, wording, kind=None, bank_id=bank_id)
    known = _wording(connection, number, wording)
    put(
        connection,
        WORDINGS,
        question=number,
        text=wording,
        position=known["position"] if known else None,
        asks=(known.number("asks") if known else 0) + 1,
        asked_at=at,
    )


def asked_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How often each question of the bank was put, by its id there; never 0."""
    counted = connection.execute(
        "SELECT bank_id, max("
        "  (SELECT coalesce(sum(asks), 0) FROM wordings WHERE question = questions.id),"
        "  (SELECT count(*) FROM attempts WHERE question = questions.id)) AS times"
        " FROM questions WHERE bank_id IS NOT NULL AND times > 0"
    )
    return dict(counted.fetchall())


def list_wordings(connection: sqlite3.Connection, number: int, texts: tuple[str, ...]) -> None:
    """Make these, in this order, the wordings of the question's card."""
    for row in fetch(connection, WORDINGS, "WHERE question = ?", (number,)):
        if row["text"] not in texts and row["position"] is not None:
            _unlist(connection, row)
    for position, text in enumerate(dict.fromkeys(texts)):
        known = _wording(connection, number, text)
        asks, asked_at = (known["asks"], known["asked_at"]) if known else (0, None)
        put(
            connection,
            WORDINGS,
            question=number,
            text=text,
            position=position,
            asks=asks,
            asked_at=asked_at,
        )


def listed(connection: sqlite3.Connection, number: int) -> list[Row]:
    """The wordings of the question's card, in order."""
    return fetch(
        connection, WORDINGS, "WHERE question = ? AND position IS NOT NULL ORDER BY position", (number,)
    )


def tidy(connection: sqlite3.Connection, number: int, erased: str | None = None) -> None:
    """Forget the question when nothing uses it any more, and the words `erased` when only they did.

    A card that the person told, or that comes from the bank, keeps its words: they are not the answer's.
    """
    for question in fetch(connection, QUESTIONS, "WHERE id = ?", (number,)):
        cards = fetch(connection, CARDS, "WHERE question = ?", (number,))
        used = [json.loads(row.text("record"))["question"]["text"] for row in _attempts(connection, number)]
        used += [
            row.text("text")
            for row in fetch(connection, WORDINGS, "WHERE question = ? AND asks > 0", (number,))
        ]
        if not (cards or used):
            connection.execute("DELETE FROM wordings WHERE question = ?", (number,))
            connection.execute("DELETE FROM questions WHERE id = ?", (number,))
        elif erased is not None and erased not in used:
            theirs = any(card["source"] == "missed" for card in cards)
            if not theirs and not (cards and question["bank_id"]):
                _reword(connection, question, cards, erased, used)


def _reword(
    connection: sqlite3.Connection, question: Row, cards: list[Row], erased: str, used: list[str]
) -> None:
    number = question.number("id")
    others = [row.text("text") for row in listed(connection, number) if row["text"] != erased]
    remaining = [*others, *used]
    if not remaining:
        return
    connection.execute("DELETE FROM wordings WHERE question = ? AND text = ?", (number, erased))
    if cards:
        list_wordings(connection, number, tuple(others or used[:1]))
    for card in cards:
        if card["last_wording"] == erased:
            change(connection, card, last_wording=None)
    if question["text"] == erased:
        change(connection, question, text=remaining[0])


def _unlist(connection: sqlite3.Connection, row: Row) -> None:
    if row["asks"]:
        change(connection, row, position=None)
    else:
        connection.execute(
            "DELETE FROM wordings WHERE question = ? AND text = ?", (row["question"], row["text"])
        )


def _attempts(connection: sqlite3.Connection, number: int) -> list[Row]:
    return [row for row in fetch(connection, ATTEMPTS, "WHERE question = ?", (number,)) if row.sound]


def _wording(connection: sqlite3.Connection, number: int, text: str) -> Row | None:
    return next(iter(fetch(connection, WORDINGS, "WHERE question = ? AND text = ?", (number, text))), None)


def _by_words(connection: sqlite3.Connection, text: str) -> list[Row]:
    return fetch(
        connection,
        QUESTIONS,
        "WHERE text = ? OR id IN (SELECT question FROM wordings WHERE text = ?) ORDER BY id",
        (text, text),
    )
