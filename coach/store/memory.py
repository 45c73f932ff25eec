"""What the database remembers: attempts, sittings, questions, cards."""

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from coach.core.errors import StoreFailed
from coach.core.records import Attempt, Card, Review, Sitting
from coach.store import attempts, cards, questions
from coach.store.cards import DamagedRow
from coach.store.database import Database
from coach.store.rows import Row

Thing = TypeVar("Thing")


class Memory:
    """The half of the store that needs no file but the database."""

    def __init__(self, database: Database) -> None:
        """Over a database that is open."""
        self._database = database
        self._folder = database.folder

    def attempt(self, identity: str) -> Attempt:
        """The attempt of this id, or the only one whose id begins so. Raises NotFound, StoreFailed."""
        row = self._database.read(lambda c: attempts.one(c, identity))
        return self._sound(lambda: attempts.read(row))

    def attempts(self, limit: int | None = None) -> tuple[Attempt, ...]:
        """The latest attempts, newest first in the order they were kept; damaged ones become warnings."""
        rows = self._database.read(lambda c: attempts.latest(c, limit))
        return self._all_sound(rows, attempts.read)

    def seen_defects(self) -> dict[str, int]:
        """In how many attempts each defect was found, by its id."""
        return self._database.read(attempts.seen_defects)

    def begin_sitting(self, sitting: Sitting) -> None:
        """Note a sitting before its first question. Raises BadInput when its id is taken."""
        self._database.write(lambda c: attempts.begin_sitting(c, sitting))

    def note_asked(self, bank_id: str, wording: str, at: datetime) -> None:
        """Count that a question of the bank was put, whether or not it gets an answer."""
        self._database.write(lambda c: questions.note_asked(c, bank_id, wording, cards.utc(at)))

    def asked_counts(self) -> dict[str, int]:
        """How often each question of the bank was put, by its id there; those never put are absent."""
        return self._database.read(questions.asked_counts)

    def cards(self) -> tuple[Card, ...]:
        """All cards in the order they were added; damaged ones become warnings."""
        return self._cards(cards.every)

    def due(self, day: date) -> tuple[Card, ...]:
        """The cards due on this local day or before, worst first."""
        return self._cards(lambda c: cards.due(c, day))

    def card(self, identity: str) -> Card:
        """The card of this id, or the only one whose id begins so. Raises NotFound, StoreFailed."""
        return self._sound(lambda: self._database.read(lambda c: cards.read(c, cards.one(c, identity))))

    def card_for(self, question_text: str) -> Card | None:
        """The card of the question that is put in these words; None when there is none."""

        def work(connection: sqlite3.Connection) -> Card | None:
            row = cards.by_question(connection, question_text)
            return None if row is None else cards.read(connection, row)

        return self._sound(lambda: self._database.read(work))

    def put_card(self, card: Card, review: Review | None = None) -> None:
        """Write a card, new or changed, and a meeting with it. Raises BadInput for a question that has one."""

        def work(connection: sqlite3.Connection) -> None:
            cards.put_card(connection, card)
            if review is not None:
                cards.add_review(connection, review)

        self._database.write(work)

    def drop_card(self, identity: str) -> None:
        """Remove a card and its reviews; answers stay. Raises NotFound."""
        self._database.write(lambda c: cards.drop(c, identity))

    def _cards(self, find: Callable[[sqlite3.Connection], list[Row]]) -> tuple[Card, ...]:
        def work(connection: sqlite3.Connection) -> tuple[Card, ...]:
            return self._all_sound(find(connection), lambda row: cards.read(connection, row))

        return self._database.read(work)

    def _sound(self, read: Callable[[], Thing]) -> Thing:
        try:
            return read()
        except DamagedRow as damaged:
            raise StoreFailed(
                f"{damaged.name} is damaged on disk: it is not as it was written.",
                f"Copies from before lie in {self._folder.backups}.",
            ) from damaged

    def _all_sound(self, rows: Iterable[Row], read: Callable[[Row], Thing]) -> tuple[Thing, ...]:
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except DamagedRow as damaged:
                self._folder.warn(
                    f"{damaged.name} is damaged on disk and left out; copies from before lie in {self._folder.backups}."
                )
        return tuple(found)
