"""Attempts: kept, read and forgotten inside somebody's transaction."""

import json
import sqlite3
from datetime import UTC

from coach.core.errors import BadInput, NotFound
from coach.core.records import Attempt, Card, Review, Sitting
from coach.store import cards, questions
from coach.store.rows import ATTEMPTS, CARDS, RECORDINGS, SITTINGS, Row, add, change, fetch


def begin_sitting(connection: sqlite3.Connection, sitting: Sitting) -> None:
    """Note a sitting. Raises BadInput when its id is taken."""
    if fetch(connection, SITTINGS, "WHERE id = ?", (sitting.id,)):
        raise BadInput(f"The sitting {sitting.id} has begun already.", "Begin a new one: `coach practice`.")
    add(connection, SITTINGS, id=sitting.id, started_at=cards.utc(sitting.started_at), job=sitting.job)


def check_sitting(connection: sqlite3.Connection, sitting_id: str | None) -> None:
    """Raises NotFound when a sitting is named that never began."""
    if sitting_id is not None and not fetch(connection, SITTINGS, "WHERE id = ?", (sitting_id,)):
        raise NotFound(f"There is no sitting {sitting_id!r}.", "Begin one: `coach practice`.")


def keep(
    connection: sqlite3.Connection,
    attempt: Attempt,
    *,
    sitting_id: str | None,
    bank_id: str | None,
    card: Card | None,
    review: Review | None,
) -> Attempt:
    """Write an attempt and all that follows from it; the attempt as kept.

    Raises BadInput when its id is taken, NotFound for an unknown sitting.
    """
    identity = str(attempt.attempt_id)
    if fetch(connection, ATTEMPTS, "WHERE id = ?", (identity,)):
        raise BadInput(f"The answer {identity} is kept already.", f"See `coach answer {identity}`.")
    check_sitting(connection, sitting_id)
    attempt, card, review = _with_known_card(connection, attempt, bank_id, card, review)
    kept = attempt.model_copy(
        update={
            "sequence": _next_sequence(connection),
            "recorded_at": attempt.recorded_at.astimezone(UTC),
        }
    )
    if card is not None:
        cards.put_card(connection, card, bank_id)
    number = questions.number_of(
        connection,
        kept.question.text,
        kind=kept.question.kind,
        bank_id=bank_id,
        card_id=card.id if card else kept.question.card_id,
    )
    add(
        connection,
        ATTEMPTS,
        sequence=kept.sequence,
        id=identity,
        sitting=sitting_id,
        question=number,
        recorded_at=cards.utc(kept.recorded_at),
        via=kept.via,
        band=kept.critique.band,
        grade=kept.gave_pause.grade,
        record=kept.model_dump_json(),
    )
    connection.executemany(
        "INSERT INTO findings (attempt, defect, severity) VALUES (?, ?, ?)",
        [(identity, finding.defect, finding.severity) for finding in kept.critique.findings],
    )
    if review is not None:
        cards.add_review(connection, review)
    for journal in fetch(connection, RECORDINGS, "WHERE id = ?", (identity,)):
        change(connection, journal, asked=None, via=None, sitting=None, started_at=None)
    return kept


def one(connection: sqlite3.Connection, identity: str) -> Row:
    """The row of this id, or the only one whose id begins so. Raises NotFound."""
    found = fetch(connection, ATTEMPTS, "WHERE id = ?", (identity,)) or fetch(
        connection, ATTEMPTS, "WHERE substr(id, 1, ?) = ? LIMIT 2", (len(identity), identity)
    )
    if len(found) != 1 or not identity:
        many = "More than one answer's id begins" if len(found) > 1 else "No answer's id begins"
        raise NotFound(f"{many} with {identity!r}.", "See the latest ones: `coach answer`.")
    return found[0]


def latest(connection: sqlite3.Connection, limit: int | None) -> list[Row]:
    """The rows of the latest `limit` attempts (None: all), newest first, whatever the clock said."""
    return fetch(connection, ATTEMPTS, "ORDER BY sequence DESC LIMIT ?", (-1 if limit is None else limit,))


def read(row: Row) -> Attempt:
    """The attempt of a row. Raises DamagedRow when it is not as it was written."""
    if not row.sound:
        raise cards.DamagedRow(f"Answer {row['sequence']} ({row['id']})", str(row["id"]))
    return Attempt.model_validate_json(row.text("record"))


def seen_defects(connection: sqlite3.Connection) -> dict[str, int]:
    """In how many attempts each defect was found."""
    found = connection.execute("SELECT defect, count(DISTINCT attempt) FROM findings GROUP BY defect")
    return dict(found.fetchall())


def forget(connection: sqlite3.Connection, identity: str) -> bool:
    """Remove everything of an attempt but its audio file; False when nothing of it was here.

    Its card goes too when no other attempt met it and it was not skipped into being; quotes of it in
    other attempts' comparisons go; so do the question's words when nothing else uses them.
    """
    found = fetch(connection, ATTEMPTS, "WHERE id = ?", (identity,))
    met = {card for (card,) in connection.execute("SELECT card FROM reviews WHERE attempt = ?", (identity,))}
    connection.execute("DELETE FROM reviews WHERE attempt = ?", (identity,))
    for row in found:
        connection.execute("DELETE FROM findings WHERE attempt = ?", (identity,))
        connection.execute("DELETE FROM attempts WHERE id = ?", (identity,))
        number = row["question"]
        if not isinstance(number, int):  # a damaged row; the question it had can't be told
            continue
        mine = met | _cards_named(row)
        for card in fetch(connection, CARDS, "WHERE question = ?", (number,)):
            if card["id"] in mine and _only_from_here(connection, card):
                connection.execute("DELETE FROM cards WHERE id = ?", (card["id"],))
        questions.tidy(connection, number, _question_text(row))
    _forget_comparisons(connection, identity)
    journal = connection.execute("DELETE FROM recordings WHERE id = ?", (identity,))
    return bool(found or journal.rowcount)


def _with_known_card(
    connection: sqlite3.Connection,
    attempt: Attempt,
    bank_id: str | None,
    card: Card | None,
    review: Review | None,
) -> tuple[Attempt, Card | None, Review | None]:
    """The same, with the card that the question got meanwhile instead of a second one.

    Two coaches may hear the same question at once; an answer is not refused for that.
    """
    if card is None or fetch(connection, CARDS, "WHERE id = ?", (card.id,)):
        return attempt, card, review
    number = questions.number_of(connection, card.question, kind=card.kind, bank_id=bank_id)
    known = cards.of_question(connection, number)
    if known is None:
        return attempt, card, review
    try:
        first = cards.read(connection, known)
    except cards.DamagedRow:  # the new one takes its place
        first = card.model_copy(update={"id": known["id"]})
    paused = attempt.gave_pause.model_copy(update={"card_id": first.id, "due": first.due})
    met = review and review.model_copy(update={"card_id": first.id, "due": first.due})
    return attempt.model_copy(update={"gave_pause": paused}), first, met


def _only_from_here(connection: sqlite3.Connection, card: Row) -> bool:
    if card["source"] != "practice" or "skipped" in str(card["why"]):
        return False
    (reviews,) = connection.execute("SELECT count(*) FROM reviews WHERE card = ?", (card["id"],)).fetchone()
    others = fetch(connection, ATTEMPTS, "WHERE question = ?", (card["question"],))
    return not reviews and not any(card["id"] in _cards_named(other) for other in others)


def _cards_named(row: Row) -> set[str]:
    try:
        record = json.loads(row.text("record"))
        return {record["gave_pause"]["card_id"], record["question"]["card_id"]} - {None}
    except (TypeError, ValueError, KeyError):  # a damaged row names nothing we can trust
        return set()


def _question_text(row: Row) -> str | None:
    try:
        return str(json.loads(row.text("record"))["question"]["text"])
    except (TypeError, ValueError, KeyError):
        return None


def _forget_comparisons(connection: sqlite3.Connection, identity: str) -> None:
    for other in fetch(connection, ATTEMPTS, "WHERE instr(record, ?)", (identity,)):
        if not other.sound:
            continue
        attempt = read(other)
        compared = attempt.critique.compared_with
        if compared is not None and compared.attempt_id == identity:
            critique = attempt.critique.model_copy(update={"compared_with": None})
            kept = attempt.model_copy(update={"critique": critique})
            change(connection, other, record=kept.model_dump_json())


def _next_sequence(connection: sqlite3.Connection) -> int:
    """One more than any sequence there ever was, erased ones included."""
    found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'attempts'").fetchone()
    return int(found[0]) + 1 if found else 1
