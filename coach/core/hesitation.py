"""Whether a question gave pause: reasons that were measured, and the grade they make.

| what happened                                                    | grade |
|------------------------------------------------------------------|-------|
| skipped, gave_up, not_answered, low_band with band 1              | again |
| any other reason                                                 | hard  |
| no reason, band 1-4, or nothing could be heard                   | good  |
| no reason, band 5                                                | easy  |

A pause followed by a good answer is good practice: at band 4 or 5 nothing of the delivery is a
reason. Nor is what the person asked not to be judged on, and where nothing could be heard there is
nothing to go by: neither makes a card.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from coach.core.records import Critique, Delivery, GavePause, Grade, PauseReason, Via

GOOD_BAND = 4
"""From this band on the answer was good, however long it took to begin."""

LOW_BAND = 2
"""A band, or the person's own rating, of at most this brings the question back."""

SLOW_START_SECONDS = 5.0
"""Silence before the first word that is unmistakable even without knowing the speaker."""

FILE_START_SECONDS = 3.0
"""In a file a slow start counts from here on: before it, it may be how the recording began."""

LONG_PAUSE_SECONDS = 4.0
"""A silence inside a sentence that is unmistakable even without knowing the speaker."""

MARGIN_SECONDS = 2.0
"""With a baseline: at least this much longer than usual, and at least twice as long."""

FILLERS_PER_100_WORDS = 6.0
"""Heavy use of fillers, as in the definition of the defect of that name."""

RESTARTS_PER_100_WORDS = 5.0
FEWEST = 4
"""Fewer fillers or restarts than this are nobody's trouble, in however short an answer."""

BASELINE_ANSWERS, BASELINE_SECONDS = 5, 30.0
"""A speaker's usual needs this many answers with at least this much speech."""


@dataclass(frozen=True)
class Usual:
    """The speaker's own medians over earlier answers of at least 30 s of speech."""

    start_seconds: float
    """Seconds to the first word."""
    longest_pause_seconds: float
    """The longest pause inside a sentence; 0 in an answer without one."""


def usual(deliveries: Sequence[Delivery]) -> Usual | None:
    """The speaker's baseline, or None while fewer than five long enough answers exist."""
    enough = [
        (delivery.seconds_to_first_word, _longest(delivery))
        for delivery in deliveries
        if delivery.speaking_seconds >= BASELINE_SECONDS
    ]
    starts = [start for start, _ in enough if start is not None]
    if len(starts) < BASELINE_ANSWERS:
        return None
    return Usual(
        start_seconds=round(median(starts), 3),
        longest_pause_seconds=round(median(pause for _, pause in enough), 3),
    )


def gave_pause(
    critique: Critique | None,
    delivery: Delivery | None,
    *,
    via: Via,
    skipped: bool = False,
    gave_up: bool = False,
    own_rating: int | None = None,
    usual: Usual | None,
) -> GavePause:
    """Judge whether the question should come back, from what was measured only.

    Args:
        critique: The judgement; None when there was nothing to judge.
        delivery: The measurements; None for typed answers.
        via: How the answer came in.
        skipped: The person passed on the question.
        gave_up: The person began and broke off.
        own_rating: The person's own rating, 1 to 5.
        usual: The speaker's baseline; None while there is none.

    Returns:
        The reasons, each with what was measured, and the grade (see the table above). `card_id`
        and `due` are None: they are the schedule's.
    """
    reasons: list[PauseReason] = []
    if skipped:
        reasons.append(PauseReason(reason="skipped"))
    if gave_up:
        reasons.append(PauseReason(reason="gave_up"))
    heard = critique is not None and critique.band is not None
    if not skipped and critique is not None and critique.band is not None:
        reasons.extend(_judged(critique))
        if delivery is not None and critique.band < GOOD_BAND:
            reasons.extend(_spoken(delivery, via, usual))
    if own_rating is not None and own_rating <= LOW_BAND and (heard or gave_up):
        reasons.append(PauseReason(reason="low_own_rating", measured=own_rating))
    return GavePause(reasons=tuple(reasons), grade=_grade(reasons, critique))


def _grade(reasons: Sequence[PauseReason], critique: Critique | None) -> Grade:
    for reason in reasons:
        if reason.reason in {"skipped", "gave_up", "not_answered"}:
            return "again"
        if reason.reason == "low_band" and reason.measured == 1:
            return "again"
    if reasons:
        return "hard"
    return "easy" if critique is not None and critique.band == 5 else "good"  # noqa: PLR2004 - the best band


def _judged(critique: Critique) -> Iterator[PauseReason]:
    for finding in critique.findings:
        if finding.defect == "not_answering":
            yield PauseReason(reason="not_answered", start=finding.start, end=finding.end)
            break
    if critique.band is not None and critique.band <= LOW_BAND:
        yield PauseReason(reason="low_band", measured=critique.band)


def _spoken(delivery: Delivery, via: Via, usual: Usual | None) -> Iterator[PauseReason]:
    spared = set(delivery.not_judged)
    if "pauses" not in spared:
        yield from _slow_start(delivery, via, usual)
        yield from _long_pause(delivery, usual)
    if "fillers" not in spared:
        times = [(filler.start, filler.end) for filler in delivery.fillers if filler.certainty != "possible"]
        yield from _cluster("fillers", times[: delivery.filler_count.low], delivery, FILLERS_PER_100_WORDS)
    if "restarts" not in spared:
        times = [(restart.start, restart.end) for restart in delivery.restarts]
        yield from _cluster("restarts", times, delivery, RESTARTS_PER_100_WORDS)


def _slow_start(delivery: Delivery, via: Via, usual: Usual | None) -> Iterator[PauseReason]:
    start = delivery.seconds_to_first_word
    least = FILE_START_SECONDS if via == "file" else SLOW_START_SECONDS
    if usual is not None:
        least = max(_more_than(usual.start_seconds), FILE_START_SECONDS if via == "file" else 0.0)
    if start is not None and start >= least:
        own = usual.start_seconds if usual else None
        yield PauseReason(reason="slow_start", start=0.0, end=start, measured=start, usual=own)


def _long_pause(delivery: Delivery, usual: Usual | None) -> Iterator[PauseReason]:
    least = _more_than(usual.longest_pause_seconds) if usual else LONG_PAUSE_SECONDS
    long = [pause for pause in delivery.pauses if pause.place == "in_clause" and pause.seconds >= least]
    if long:
        longest = max(long, key=lambda pause: pause.seconds)
        yield PauseReason(
            reason="long_pause",
            start=longest.start,
            end=longest.end,
            measured=longest.seconds,
            usual=usual.longest_pause_seconds if usual else None,
        )


def _cluster(
    reason: Literal["fillers", "restarts"],
    times: Sequence[tuple[float, float]],
    delivery: Delivery,
    most: float,
) -> Iterator[PauseReason]:
    """A count that surely was at least this high; `measured` is per minute of speech."""
    if len(times) < FEWEST or 100 * len(times) <= most * (delivery.words + len(delivery.fillers)):
        return
    rate = 60 * len(times) / delivery.speaking_seconds if delivery.speaking_seconds else None
    yield PauseReason(
        reason=reason,
        start=times[0][0],
        end=times[-1][1],
        measured=round(rate, 1) if rate is not None else None,
    )


def _more_than(own: float) -> float:
    return max(2 * own, own + MARGIN_SECONDS)


def _longest(delivery: Delivery) -> float:
    inside = (pause.seconds for pause in delivery.pauses if pause.place == "in_clause")
    return max(inside, default=0.0)
