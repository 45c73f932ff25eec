"""The protocol by which hearing is measured: pure functions over what is true and what was heard.

Each clip gives tallies (counts, sums of errors); figures are made of the sums over clips, so long clips weigh more
and a figure has one definition for one clip, one condition or all. A figure without anything to divide by is None.

Word error rate: substitutions, deletions and insertions over the words of truth `clean`, after `normalise` on both
sides. A filled pause, a restart or a pause is found when its interval overlaps the truth's, widened by 0.25 s
(pauses: not widened, and by half of the shorter of both), one to one. Pauses under 0.25 s are no pauses.
"""
# ruff: noqa: PLR2004 - number words, percentiles and smallest samples are the protocol's own numbers

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Interval = tuple[float, float]
Tally = Mapping[str, float]

TOLERANCE_SECONDS = 0.25
SHORTEST_PAUSE_SECONDS = 0.25
RESAMPLES = 1000
FILLED_PAUSES = frozenset({"um", "uh", "er", "erm", "mm", "hmm", "ah", "umm", "uhh", "uhm", "hm", "mhm"})
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))


@dataclass(frozen=True)
class Outcome:
    """What the product and the plain way made of one clip."""

    words: tuple[str, ...]
    """As written down, without words of kind filler."""
    plain_text: str
    fillers: tuple[Interval, ...]
    """Without those that are only possible."""
    filler_count: tuple[int, int]
    """Surely, and at most."""
    lexical_fillers: tuple[Interval, ...]
    restarts: tuple[Interval, ...]
    pauses: tuple[Interval, ...]
    seconds_to_first_word: float | None
    audio_seconds: float
    seconds: float
    """The product's wall time, from the file to the critique."""
    plain_seconds: float


def normalise(text: str) -> list[str]:
    """Words to compare: lower case, no punctuation but apostrophes inside words, whole numbers spelled out.

    Hyphens separate words, `%` is percent, signs of money vanish, filled pauses are left out; contractions stay
    as they are, and so do spellings.
    """
    text = text.lower().replace("\u2019", "'").replace("%", " percent ")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"\d+", lambda found: f" {spelled(int(found[0]))} ", text)
    words = (word.strip("'") for word in re.sub(r"[^\w']+", " ", text).replace("_", " ").split())
    return [word for word in words if word and word not in FILLED_PAUSES]


def spelled(number: int) -> str:
    """A whole number in words, as people say it without `and`."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return " ".join([_TENS[number // 10 - 2], *([_ONES[number % 10]] if number % 10 else [])])
    for scale, name in _SCALES:
        if number >= scale:
            rest = f" {spelled(number % scale)}" if number % scale else ""
            return f"{spelled(number // scale)} {name}{rest}"
    raise AssertionError


def edits(truth: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein distance in words."""
    row = list(range(len(heard) + 1))
    for place, word in enumerate(truth, 1):
        above, row[0] = row[:], place
        for at, other in enumerate(heard, 1):
            row[at] = min(above[at] + 1, row[at - 1] + 1, above[at - 1] + (word != other))
    return row[-1]


def pairs(
    truth: Sequence[Interval], found: Sequence[Interval], fits: Callable[[Interval, Interval], bool]
) -> list[tuple[Interval, Interval]]:
    """As many one-to-one pairs as possible (augmenting paths)."""
    taken: dict[int, int] = {}

    def place(number: int, seen: set[int]) -> bool:
        for at, interval in enumerate(found):
            if at not in seen and fits(truth[number], interval):
                seen.add(at)
                if at not in taken or place(taken[at], seen):
                    taken[at] = number
                    return True
        return False

    for number in range(len(truth)):
        place(number, set())
    return [(truth[number], found[at]) for at, number in sorted(taken.items())]


def near(truth: Interval, found: Interval) -> bool:
    """Whether they overlap when the truth is widened by the tolerance."""
    return found[0] < truth[1] + TOLERANCE_SECONDS and found[1] > truth[0] - TOLERANCE_SECONDS


def covers(truth: Interval, found: Interval) -> bool:
    """Whether they share at least half of the shorter one."""
    shared = min(truth[1], found[1]) - max(truth[0], found[0])
    return shared > 0 and shared >= 0.5 * min(truth[1] - truth[0], found[1] - found[0])


def tally(truth: Mapping[str, Any], outcome: Outcome) -> Tally:
    """The counts of one clip; what its truth does not say is not in it."""
    counts: dict[str, float] = {
        "seconds": outcome.seconds,
        "plain_seconds": outcome.plain_seconds,
        "audio_seconds": outcome.audio_seconds,
        "clips": 1,
    }
    unsure = _intervals(truth.get("unsure"))
    if truth.get("clean"):
        clean = normalise(truth["clean"])
        counts["words"] = len(clean)
        counts["edits"] = edits(clean, normalise(" ".join(outcome.words)))
        counts["plain_edits"] = edits(clean, normalise(outcome.plain_text))
    if "fillers" in truth:
        fillers = _intervals(truth["fillers"])
        counts |= _events("filler", fillers, outcome.fillers, unsure)
        low, high = outcome.filler_count
        counts["counted_clips"] = 1
        counts["counted_within_one"] = low - 1 <= len(fillers) <= high + 1
        if not fillers:
            counts["fluent_seconds"] = outcome.audio_seconds
            counts["fluent_found"] = counts["filler_found"]
    if "lexical_fillers" in truth:
        counts |= _events("lexical", _intervals(truth["lexical_fillers"]), outcome.lexical_fillers, unsure)
    if "repetitions" in truth or "restarts" in truth:
        restarts = _intervals([*truth.get("repetitions", ()), *truth.get("restarts", ())])
        counts |= _events("restart", restarts, outcome.restarts, unsure)
    if "pauses" in truth:
        counts |= _pauses(_intervals(truth["pauses"]), outcome, unsure)
    if truth.get("first_word") is not None and outcome.seconds_to_first_word is not None:
        error = abs(outcome.seconds_to_first_word - truth["first_word"]) * 1000
        counts |= {"first_word_clips": 1, "first_word_ms": error, "max_first_word_ms": error}
    return counts


def figures(tallies: Sequence[Tally]) -> dict[str, float | None]:
    """The contract's figures of these clips; None where nothing was there to score."""
    precision, recall, f1 = _retrieval(tallies, "filler")
    restart_precision, restart_recall, _ = _retrieval(tallies, "restart")
    return {
        "wer": _share(tallies, "edits", "words"),
        "wer_plain": _share(tallies, "plain_edits", "words"),
        "filler_f1": f1,
        "filler_precision": precision,
        "filler_recall": recall,
        "count_within_one": _share(tallies, "counted_within_one", "counted_clips"),
        "false_fillers_per_10_minutes": _share(tallies, "fluent_found", "fluent_seconds", 600),
        "lexical_filler_f1": _retrieval(tallies, "lexical")[2],
        "restart_recall": restart_recall,
        "restart_precision": restart_precision,
        "pause_recall": _share(tallies, "pause_hits", "pause_true"),
        "pause_false_per_minute": _share(tallies, "pause_false", "pause_seconds", 60),
        "pause_edge_error_ms": _share(tallies, "pause_edge_ms", "pause_edges"),
        "first_word_error_ms": _share(tallies, "first_word_ms", "first_word_clips"),
        "first_word_error_ms_max": max(
            (each["max_first_word_ms"] for each in tallies if "max_first_word_ms" in each), default=None
        ),
        "real_time_factor": _share(tallies, "seconds", "audio_seconds"),
        "ratio_to_plain": _share(tallies, "seconds", "plain_seconds"),
    }


def with_intervals(tallies: Sequence[Tally], groups: Sequence[str]) -> dict[str, Any]:
    """Figures, each followed by its 95 % interval, and how much there was to score.

    Args:
        tallies: One per clip.
        groups: The answer each clip is of; clips of one answer are drawn together, for they are no
            independent witnesses.
    """
    members: dict[str, list[Tally]] = {}
    for group, each in zip(groups, tallies, strict=True):
        members.setdefault(group, []).append(each)
    names, chance = sorted(members), random.Random(20261122)
    drawn: list[dict[str, float | None]] = []
    if len(names) > 1:
        for _ in range(RESAMPLES):
            sample = [each for name in chance.choices(names, k=len(names)) for each in members[name]]
            drawn.append(figures(sample))
    result: dict[str, Any] = {}
    for name, value in figures(tallies).items():
        result[name] = None if value is None else round(value, 4)
        spread = sorted(known for each in drawn if (known := each[name]) is not None)
        if value is not None and spread and not name.endswith("_max"):
            low, high = spread[int(0.025 * len(spread))], spread[int(0.975 * (len(spread) - 1))]
            result[f"{name}_interval"] = [round(low, 4), round(high, 4)]
    counted = {
        "clips": "clips",
        "words": "words",
        "fillers": "filler_true",
        "lexical_fillers": "lexical_true",
    }
    counted |= {"restarts": "restart_true", "pauses": "pause_true", "first_words": "first_word_clips"}
    result["n"] = {name: int(_total(tallies, key)) for name, key in counted.items()}
    return result


def _events(
    name: str, truth: Sequence[Interval], found: Sequence[Interval], unsure: Sequence[Interval]
) -> dict[str, float]:
    """Hits, truths and findings; what was found in an unsure place, and is no hit, counts nowhere."""
    matched = pairs(truth, found, near)
    hits = {right for _, right in matched}
    counted = [each for each in found if each in hits or not any(near(place, each) for place in unsure)]
    return {f"{name}_hits": len(matched), f"{name}_true": len(truth), f"{name}_found": len(counted)}


def _pauses(truth: Sequence[Interval], outcome: Outcome, unsure: Sequence[Interval]) -> dict[str, float]:
    long_enough = [each for each in truth if each[1] - each[0] >= SHORTEST_PAUSE_SECONDS]
    matched = pairs(long_enough, outcome.pauses, covers)
    false = [each for each in outcome.pauses if not any(covers(place, each) for place in (*truth, *unsure))]
    edges = sum(abs(right[side] - left[side]) for left, right in matched for side in (0, 1))
    return {
        "pause_hits": len(matched),
        "pause_true": len(long_enough),
        "pause_false": len(false),
        "pause_seconds": outcome.audio_seconds,
        "pause_edge_ms": edges * 1000,
        "pause_edges": 2 * len(matched),
    }


def _intervals(spans: Iterable[Mapping[str, float]] | None) -> list[Interval]:
    return [(span["start"], span["end"]) for span in spans or ()]


def _total(tallies: Iterable[Tally], key: str) -> float:
    return sum(each.get(key, 0) for each in tallies)


def _share(tallies: Sequence[Tally], part: str, whole: str, scale: float = 1.0) -> float | None:
    divisor = _total(tallies, whole)
    return _total(tallies, part) * scale / divisor if divisor else None


def _retrieval(tallies: Sequence[Tally], name: str) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1; None without anything found, anything true, or either."""
    hits, true, found = (_total(tallies, f"{name}_{part}") for part in ("hits", "true", "found"))
    precision = hits / found if found else None
    recall = hits / true if true else None
    return precision, recall, 2 * hits / (found + true) if true else None
