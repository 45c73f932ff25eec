"""THE LINE: question -> audio -> transcript -> delivery -> critique -> store -> schedule.

An answer is a stream: each block is on disk when `push` returns and is heard while the person still
speaks. A recorded file takes the very same line, faster; a typed answer joins it at the transcript.
"""

from dataclasses import replace
from pathlib import Path

from coach import judging
from coach.core import hesitation, schedule, transcript
from coach.core.errors import BadInput, CoachError
from coach.core.records import (
    Asked,
    Attempt,
    Card,
    GavePause,
    NotMeasured,
    Review,
    Timings,
    Via,
)
from coach.listening import HeardAnswer, Listener
from coach.store import Unfinished
from coach.studio import Setting, Studio

WORTH_KEEPING_SECONDS = 1.0
"""Speech below this, then a skip: nothing was begun, so nothing is kept but the skip."""
BASELINE_ATTEMPTS = 50
"""How many past attempts the speaker's own medians are taken from."""
BREAKS_OFF = NotMeasured(
    what="the rest of the recording", why="the file breaks off or is damaged from here on"
)
GAPS = NotMeasured(
    what="sound that was lost in between",
    why="this machine was too busy to take it all in; other programs may be closed for the next answer",
)


class Line:
    """One answer as a stream: `push` blocks, then `finish`."""

    def __init__(self, studio: Studio, asked: Asked, *, via: Via, setting: Setting | None = None) -> None:
        """Begin: the recording opens now, and its first sample is time zero."""
        self.attempt_id = studio.new_id()
        self._studio, self._asked, self._via = studio, asked, via
        self._setting = setting or Setting()
        self._began = studio.clock()
        self._ended: float | None = None
        self._recorder = (
            studio.store.record(
                self.attempt_id, asked, via=via, sitting_id=self._setting.sitting_id, started_at=self._began
            )
            if self._setting.stored
            else None
        )
        self._listener = Listener(studio.detector, studio.transcriber, may_wait=via == "file")
        self.events = self._listener.events
        judging.prime(studio, asked)

    @property
    def seconds(self) -> float:
        """Seconds of audio taken so far."""
        return self._listener.seconds

    @property
    def spoken_seconds(self) -> float:
        """Seconds of speech heard so far."""
        return self._listener.spoken_seconds

    @property
    def silent_from_start(self) -> bool:
        """Whether nothing at all has come in so far: a muted or dead microphone."""
        return self._listener.silent_from_start

    def push(self, block: bytes) -> None:
        """Take a block: it is on disk when this returns. Raises StoreFailed when the disk refuses."""
        if self._recorder is not None:
            self._recorder.append(block)
        self._listener.push(block)

    def moment(self) -> None:
        """The person asked for a moment; that pause is never held against them."""
        self._listener.moment()

    def discard(self) -> None:
        """Throw this take away, as the person asked."""
        self._listener.stop()
        if self._recorder is not None:
            self._recorder.discard()

    def end(self) -> None:
        """The last block is in: the recording is whole and safe when this returns. Raises StoreFailed."""
        if self._ended is None:
            self._ended = self._studio.stopwatch()
            if self._recorder is not None:
                self._recorder.finish()

    def finish(self, *, gave_up: bool = False, missing_rest: bool = False) -> Attempt:
        """The answer, judged and kept. `missing_rest`: the recording breaks off.

        Raises EngineFailed when it can't be heard; a stored recording is kept all the same.
        """
        self.end()
        ended = self._ended or 0.0
        try:
            heard = self._listener.finish()
        except CoachError as error:
            raise self._kept_unheard(error) from error
        if missing_rest:
            heard = _noted(heard, BREAKS_OFF)
        if self._via == "microphone" and self._studio.microphone.gaps:
            heard = _noted(heard, GAPS)
        answer = judging.Answer(
            self._asked, self._via, self._began, heard.transcript, heard.delivery, heard.audio_seconds
        )
        return _conclude(self._studio, answer, self._setting, self.attempt_id, ended=ended, gave_up=gave_up)

    def _kept_unheard(self, error: CoachError) -> CoachError:
        if self._recorder is None:
            return error
        return type(error)(
            f"{error.happened} Your answer is recorded and kept.",
            f"{error.next_step} Then: coach answer {self.attempt_id[:8]}",
        )


def answer_file(studio: Studio, asked: Asked, path: Path, setting: Setting | None = None) -> Attempt:
    """Take a recorded file through the line. Raises UnreadableAudio, EngineFailed."""
    blocks = studio.files.blocks(path)
    first = next(blocks)
    line = Line(studio, asked, via="file", setting=setting)
    try:
        line.push(first)
        for block in blocks:
            line.push(block)
    except BaseException:
        line.discard()
        raise
    return line.finish(missing_rest=blocks.truncated)


def answer_typed(studio: Studio, asked: Asked, text: str, setting: Setting | None = None) -> Attempt:
    """Judge a typed answer. Raises BadInput when there is nothing in it."""
    if not text.strip():
        raise BadInput("The answer is empty.", "Type or dictate at least one sentence.")
    written = transcript.from_typing(text)
    answer = judging.Answer(asked, "typed", studio.clock(), written, None, None)
    return _conclude(studio, answer, setting or Setting(), studio.new_id(), ended=studio.stopwatch())


def finish_unfinished(studio: Studio, left: Unfinished) -> Attempt:
    """Judge a recording that was kept but never judged: after a crash, a kill, an engine that failed.

    Raises CoachError where it can't be read or heard, or another coach was faster; it stays as it is.
    """
    ended = studio.stopwatch()
    listener = Listener(studio.detector, studio.transcriber, may_wait=True)
    try:
        for block in studio.files.blocks(left.path):
            listener.push(block)
    except BaseException:
        listener.stop()
        raise
    heard = listener.finish()
    answer = judging.Answer(
        left.asked, left.via, left.started_at, heard.transcript, heard.delivery, heard.audio_seconds
    )
    return _conclude(studio, answer, Setting(sitting_id=left.sitting_id), left.attempt_id, ended=ended)


def skip(studio: Studio, asked: Asked, setting: Setting | None = None) -> Card:
    """A skipped question comes back: a skip is data."""
    paused = hesitation.gave_pause(None, None, via="microphone", skipped=True, usual=None)
    card, review = _schedule(studio, asked, setting or Setting(), paused, attempt_id=None)
    if card is None:
        message = "a skip always makes a card"
        raise AssertionError(message)
    studio.store.put_card(card, review)
    return card


def _conclude(
    studio: Studio,
    answer: judging.Answer,
    setting: Setting,
    attempt_id: str,
    *,
    ended: float,
    gave_up: bool = False,
) -> Attempt:
    """Judge, schedule and keep an answer."""
    transcribed = studio.stopwatch()
    critique, judged = judging.judge(studio, answer, setting)
    criticised = studio.stopwatch()
    paused = hesitation.gave_pause(
        critique,
        answer.delivery,
        via=answer.via,
        gave_up=gave_up,
        usual=_usual(studio) if setting.stored else None,
    )
    heard = critique.band is not None or bool(paused.reasons)
    card, review = (
        _schedule(studio, answer.asked, setting, paused, attempt_id=attempt_id) if heard else (None, None)
    )
    if card is not None:
        paused = paused.model_copy(update={"card_id": card.id, "due": card.due})
    attempt = Attempt(
        attempt_id=attempt_id if setting.stored else None,
        sequence=None,
        recorded_at=answer.recorded_at,
        via=answer.via,
        audio_seconds=answer.audio_seconds,
        question=answer.asked,
        transcript=answer.transcript,
        delivery=answer.delivery,
        critique=critique,
        gave_pause=paused,
        timings=Timings(
            audio_end_to_transcript_seconds=round(transcribed - ended, 3),
            audio_end_to_first_finding_seconds=round(judged - ended, 3),
            audio_end_to_critique_seconds=round(criticised - ended, 3),
        ),
    )
    if not setting.stored:
        return attempt
    kept = studio.store.keep(
        attempt, sitting_id=setting.sitting_id, bank_id=setting.bank_id, card=card, review=review
    )
    if studio.settings.keep_audio == "none":
        studio.store.expire_recordings("none", studio.clock())
    return kept


def _usual(studio: Studio) -> hesitation.Usual | None:
    past = studio.store.attempts(limit=BASELINE_ATTEMPTS)
    return hesitation.usual([attempt.delivery for attempt in past if attempt.delivery is not None])


def _schedule(
    studio: Studio, asked: Asked, setting: Setting, paused: GavePause, *, attempt_id: str | None
) -> tuple[Card | None, Review | None]:
    """The question's card after this meeting; none when it neither gave pause nor is one already."""
    if not setting.stored:
        return None, None
    now = studio.clock()
    card = studio.store.card(asked.card_id) if asked.card_id else studio.store.card_for(asked.text)
    if card is None:
        if not paused.reasons:
            return None, None
        bank = next(
            (entry for entry in studio.bank if entry.id == setting.bank_id or asked.text in entry.wordings),
            None,
        )
        card = schedule.new_card(
            asked,
            card_id=studio.new_id(),
            wordings=bank.wordings if bank else (asked.text,),
            source="practice",
            why=tuple(dict.fromkeys(reason.reason for reason in paused.reasons)),
            now=now,
            zone=studio.zone,
        )
    card = card.model_copy(update={"last_wording": asked.text})
    return schedule.review(card, paused.grade, attempt_id=attempt_id, now=now, zone=studio.zone)


def _noted(heard: HeardAnswer, note: NotMeasured) -> HeardAnswer:
    """Say what is missing from the recording."""
    marked = heard.delivery.model_copy(update={"not_measured": (*heard.delivery.not_measured, note)})
    return replace(heard, delivery=marked)
