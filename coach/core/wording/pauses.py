"""Why a question gave pause and when it comes back, in words that terminal and page share."""

from collections.abc import Mapping

from coach.core.records import Grade, PauseReason, Reason, Via

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
    measured = given.measured
    if measured is None:
        return _NAMES[given.reason]
    usual = f" (usually {given.usual:.1f} s)" if given.usual is not None else ""
    match given.reason:
        case "slow_start":
            where = " in the recording" if via == "file" else ""
            return f"{measured:.1f} s{where} before your first word{usual}"
        case "long_pause":
            return f"{measured:.1f} s of silence inside a sentence{usual}"
        case "fillers":
            return f"{measured:.1f} ums a minute"
        case "restarts":
            return f"{measured:.1f} restarts a minute"
        case "low_band":
            return f"the answer reached band {measured:.0f}"
        case "low_own_rating":
            return f"you gave it {measured:.0f} yourself"
        case _:
            return _NAMES[given.reason]


def grade(given: Grade) -> str:
    """What a grade means for when the question comes back."""
    return _GRADES[given]
