"""What the page asks of the line: which question is on the table, and who may answer it.

The page names a question by the handle it was given, never by its words, so that an answer always
belongs to a question this run has put.
"""

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coach import asking, practice, settings
from coach.core import wording
from coach.core.errors import BadInput, NotFound, StoreFailed
from coach.core.records import Asked, Attempt, Card
from coach.practice import Line
from coach.settings import KeepAudio
from coach.studio import Setting, Studio

RECENT = 20
"""How many past answers the page lists."""
KEPT_OFFERS = 50
"""How many questions on the table are remembered; older ones are asked for anew."""


@dataclass(frozen=True)
class Offer:
    """A question put on the table."""

    handle: str
    asked: Asked
    bank_id: str | None


class Desk:
    """The page's side of the studio. Every method may block and may be called from any thread."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self._lock = threading.Lock()
        self._offers: dict[str, Offer] = {}
        self._open: Offer | None = None
        self._recording: set[str] = set()
        self._sitting_id: str | None = None
        self._asked_about_recordings = False

    def ask(self, card_id: str | None = None) -> Offer:
        """Put a card's question, or the next of the bank; one not yet answered stays on the table."""
        with self._lock:
            if card_id is not None:
                card = self.studio.store.card(card_id)
                return self._remember(asking.ask_again(card), None)
            if self._open is None:
                questions = asking.next_questions(self.studio, 1)
                if not questions:
                    raise BadInput("The question bank is empty.", "Look at the setting question_bank.")
                self._open = self._remember(asking.ask(self.studio, questions[0]), questions[0].id)
            return self._open

    def begin(self, handle: str) -> Line:
        """Start recording an answer; one at a time for a question. Raises NotFound, BadInput."""
        offer = self._offer(handle)
        with self._lock:
            if handle in self._recording:
                raise BadInput("This question is being answered in another tab.", "Finish that answer first.")
            self._recording.add(handle)
        try:
            return Line(self.studio, offer.asked, via="page", setting=self._setting(offer))
        except BaseException:
            self.end(handle, answered=False)
            raise

    def end(self, handle: str, *, answered: bool) -> None:
        """The recording is over; an answered question leaves the table."""
        with self._lock:
            self._recording.discard(handle)
            if answered and self._open is not None and self._open.handle == handle:
                self._open = None

    def skip(self, handle: str) -> Card:
        """Leave a question for later: it comes back. Raises NotFound."""
        offer = self._offer(handle)
        card = practice.skip(self.studio, offer.asked, self._setting(offer))
        self.end(handle, answered=True)
        return card

    def asks_about_recordings(self) -> bool:
        """Whether to ask now how long recordings are kept: while nobody chose, and once in a launch."""
        with self._lock:
            asks = self.studio.settings.keep_audio is None and not self._asked_about_recordings
            self._asked_about_recordings = True
            return asks

    def keep_recordings(self, keep: KeepAudio) -> Path:
        """Remember how long recordings are kept, and live by it from now on; the file it was noted in.

        Raises StoreFailed.
        """
        folder = self.studio.store.home
        settings.write(folder, "keep_audio", keep)
        with self._lock:
            chosen = self.studio.settings.model_copy(update={"keep_audio": keep})
            self.studio = replace(self.studio, settings=chosen)
        self.studio.store.expire_recordings(keep, self.studio.clock())
        return folder / settings.CONFIG_FILE

    def due(self) -> tuple[Card, ...]:
        """Cards due today, worst first."""
        return asking.due(self.studio)

    def recent(self) -> tuple[Attempt, ...]:
        """The latest answers, newest first."""
        return self.studio.store.attempts(limit=RECENT)

    def _offer(self, handle: str) -> Offer:
        offer = self._offers.get(handle)
        if offer is None:
            raise NotFound("That question is no longer on the table.", "Reload the page.")
        return offer

    def _remember(self, asked: Asked, bank_id: str | None) -> Offer:
        offer = Offer(self.studio.new_id(), asked, bank_id)
        self._offers[offer.handle] = offer
        for old in list(self._offers)[:-KEPT_OFFERS]:
            if old not in self._recording and (self._open is None or old != self._open.handle):
                del self._offers[old]
        return offer

    def _setting(self, offer: Offer) -> Setting:
        """One sitting for as long as the page runs, begun with its first answer."""
        with self._lock:
            if self._sitting_id is None:
                self._sitting_id = asking.begin_sitting(self.studio).id
            return Setting(sitting_id=self._sitting_id, bank_id=offer.bank_id)


def on_the_page(attempt: Attempt, studio: Studio) -> dict[str, Any]:
    """An attempt as the page takes it: the contract's JSON, and what else the page shows of it.

    Words never wait for their sound: where the recording is damaged, `sound_trouble` says so.
    """
    kept, trouble = False, None
    try:
        kept = attempt.attempt_id is not None and studio.store.recording(attempt.attempt_id) is not None
    except StoreFailed as damaged:
        trouble = f"{damaged.happened} It can't be played, but the words are here."
    return {
        "attempt": attempt.model_dump(mode="json"),
        "recording": kept,
        "sound_trouble": trouble,
        "comes_back": wording.comes_back(attempt.gave_pause, attempt.via),
    }
