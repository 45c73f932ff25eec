"""Why a question gave pause and when it comes back, in words that terminal and page share."""

from collections.abc import Mapping

from coach.core.records import GavePause, Grade, PauseReason, Reason, Via

_NAMES: Mapping[Reason, str] = {
    "skipped": "skipped",
    "gave_up": "broken off",
    "slow_start": "a slow start",
    "long_pause": "a long silence inside a sentence",
    "fillers": "many ums",
    "restarts": "many restarts",
    "not_answered": "not answered",
    "low_band": "a weak answer",
    "low_own_rating": "your own low rating",
}

_MEASURED: Mapping[Reason, str] = {
    "slow_start": "{0:.1f} s{place} before your first word{usual}",
    "long_pause": "{0:.1f} s of silence inside a sentence{usual}",
    "fillers": "{0:.1f} ums a minute",
    "restarts": "{0:.1f} restarts a minute",
    "low_own_rating": "you gave it {0:.0f} yourself",
}

_GRADES: Mapping[Grade, str] = {
    "again": "It comes back very soon.",
    "hard": "It comes back soon.",
    "good": "It can wait a while.",
    "easy": "It can rest.",
}


def reason_name(reason: Reason) -> str:
    """A reason in a few words, as a card remembers it."""
    return _NAMES[reason]


def reason(given: PauseReason, via: Via) -> str:
    """One measured reason as a phrase, such as "4.8 s before your first word"; no verdict in it.

    Args:
        given: The reason; `measured` and `usual` are seconds, a rate per minute or a band.
        via: How the answer came in; a file's silence may be the recording's own.
    """
    if given.measured is None or given.reason not in _MEASURED:
        return _NAMES[given.reason]
    usual = f" (usually {given.usual:.1f} s)" if given.usual is not None else ""
    place = " in the recording" if via == "file" else ""
    return _MEASURED[given.reason].format(given.measured, usual=usual, place=place)


def comes_back(paused: GavePause, via: Via) -> str | None:
    """Why and when the question comes back, in a sentence or two; None where there is nothing to say.

    Args:
        paused: What gave pause, and the local date for which the question is put down.
        via: How the answer came in.
    """
    reasons = "; ".join(reason(each, via) for each in paused.reasons)
    if paused.due is None:
        return f"It gave pause: {reasons}." if reasons else None
    when = f"It comes back on {paused.due:%A}, {paused.due.day} {paused.due:%B}"
    return f"{when}: {reasons}." if reasons else f"No pause this time. {when}."


def grade(given: Grade) -> str:
    """What a grade means for when the question comes back."""
    return _GRADES[given]
