"""Which words of an answer are fit to be quoted back: what an interviewer would have noted, and what to keep."""

import re

from coach.core.records import Record, Transcript
from coach.core.rules import flow, outcomes
from coach.core.rules.evidence import Evidence
from coach.core.rules.reading import Unit, count_words, shorten, times

HEARD_WORDS = 24
"""Longest run quoted as heard: what fits on a first screen beside three other parts."""

KEEP_WORDS = 16
CANDIDATES = 8
_FEWEST_WORDS = 4
_HANGING = re.compile(
    r"(?:^|\s)(?:and|but|so|because|the|a|an|to|of|that|which|with|for|my|our|i|we|in|on|at|or|as|is|was)$"
)


class Quote(Record):
    """A contiguous run of the transcript's text."""

    text: str
    sentence: int
    start: float | None
    end: float | None


def quotable(evidence: Evidence, transcript: Transcript) -> tuple[Quote, ...]:
    """Runs fit to stand for what was heard, the most telling first, one a sentence, at most `CANDIDATES`."""
    ranked = sorted(range(len(evidence.reading.units)), key=lambda index: (-_telling(evidence, index), index))
    quotes: dict[int, Quote] = {}
    for index in ranked:
        unit = evidence.reading.units[index]
        if len(quotes) == CANDIDATES:
            break
        if unit.sentence in quotes or unit.words < _FEWEST_WORDS or _telling(evidence, index) <= 0:
            continue
        quotes[unit.sentence] = _quote(transcript, unit, unit.start, unit.end, HEARD_WORDS)
    return tuple(quotes.values())


def most_concrete(evidence: Evidence, transcript: Transcript) -> Quote | None:
    """The run with the most acts and facts; None when there is no own act and no fact."""
    best: tuple[int, int] | None = None
    for index in range(len(evidence.reading.units)):
        weight = _concrete(evidence, index)
        if weight > 0 and (best is None or weight > best[0]):
            best = (weight, index)
    if best is None:
        return None
    unit = evidence.reading.units[best[1]]
    begin = _clause_start(evidence, best[1])
    start, _ = unit.run(begin, len(unit.plain))
    return _quote(transcript, unit, start, unit.end, KEEP_WORDS)


def _concrete(evidence: Evidence, index: int) -> int:
    acts = sum(action.unit == index and action.sort in {"done", "present"} for action in evidence.own)
    would = sum(action.unit == index and action.sort == "would" for action in evidence.own)
    facts = sum(fact.unit == index for fact in evidence.facts)
    if acts + would + facts == 0 or _weak(evidence, index):
        return 0
    return 3 * min(acts, 2) + 2 * min(facts, 2) + would + outcomes.is_lasting(evidence.reading.units[index])


def _telling(evidence: Evidence, index: int) -> int:
    """Acts, facts and endings tell; stalls, detours and trailing ends do not."""
    if _weak(evidence, index):
        return 0
    told = index in evidence.told_units
    group = any(action.unit == index for action in evidence.group)
    vague = outcomes.is_vague(evidence.reading.units[index])
    return 1 + 2 * _concrete(evidence, index) + told + group + vague


def _weak(evidence: Evidence, index: int) -> bool:
    last = len(evidence.reading.units) - 1
    spoken = {place.unit for place in (*evidence.spoken.certain.values(), *evidence.spoken.raised.values())}
    return (
        (index == 0 and evidence.stalls)
        or (index == last and evidence.trails_off)
        or index in {place.unit for place in evidence.detours[: flow.DETOURS]}
        or index in spoken
    )


def _clause_start(evidence: Evidence, index: int) -> int:
    """Where the clause with the first own act begins, so that a long sentence is quoted from what was done."""
    unit = evidence.reading.units[index]
    if unit.words <= KEEP_WORDS:
        return 0
    acts = [action.start for action in evidence.own if action.unit == index and action.sort != "background"]
    if not acts:
        return 0
    own = unit.plain.rfind(" i ", 0, acts[0] + 3)
    return acts[0] if own < 0 or unit.plain[acts[0]] == "i" else own + 1


def _quote(transcript: Transcript, unit: Unit, start: int, end: int, limit: int) -> Quote:
    text = transcript.text
    start, end = shorten(text, start, end, limit)
    while end < unit.end and text[end] in ".!?'\"’”":
        end += 1
    run = text[start:end].rstrip(" ,;:")
    while count_words(run) > _FEWEST_WORDS and _HANGING.search(run.lower()):
        run = run[: run.rstrip().rfind(" ")].rstrip(" ,;:")
    first, last = times(transcript, start, start + len(run))
    return Quote(text=run, sentence=unit.sentence, start=first, end=last)
