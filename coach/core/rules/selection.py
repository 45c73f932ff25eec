"""Which words of an answer are fit to be quoted back: what an interviewer would have noted, and what to keep."""

import re

from coach.core.records import Record, Transcript
from coach.core.rules import flow, outcomes
from coach.core.rules.evidence import Evidence
from coach.core.rules.reading import Unit, count_words, shorten, times

HEARD_WORDS = 24
"""Longest run quoted as heard: what fits on a first screen beside three other parts."""

KEEP_WORDS = 16
LAST_ACT_WORDS = 12
CANDIDATES = 8
KEPT = 2
_FAR = 40
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


def most_concrete(evidence: Evidence, transcript: Transcript) -> tuple[Quote, ...]:
    """The two runs with the most acts and facts, each of another sentence; fewer where there is no act and no fact."""
    ranked = sorted(
        range(len(evidence.reading.units)), key=lambda index: (-_concrete(evidence, index), index)
    )
    quotes: dict[int, Quote] = {}
    for index in ranked:
        unit = evidence.reading.units[index]
        if _concrete(evidence, index) <= 0 or len(quotes) == KEPT:
            break
        if unit.sentence not in quotes:
            start, _ = unit.run(_clause_start(evidence, index), len(unit.plain))
            quotes[unit.sentence] = _quote(transcript, unit, start, unit.end, KEEP_WORDS)
    return tuple(quotes.values())


def last_act(evidence: Evidence, transcript: Transcript) -> Quote | None:
    """The clause with the last own act that can be told from words alone."""
    acts = [action for action in evidence.own if action.sort in {"done", "present", "would"}]
    if not acts:
        return None
    act = acts[-1]
    unit = evidence.reading.units[act.unit]
    begin = unit.plain.rfind(" i", 0, act.start + 2) + 1 if unit.plain[act.start] != "i" else act.start
    stop = re.compile(r"[,;:.!?]| (?:and|but|so|because|which) (?:i|we|she|he|they|it|that)\b").search(
        unit.plain, act.end
    )
    end = stop.start() if stop else len(unit.plain)
    if act.start - begin > _FAR:
        begin = act.start
    start, end = unit.run(begin, end)
    return _quote(transcript, unit, start, end, LAST_ACT_WORDS)


def last_words(evidence: Evidence, transcript: Transcript) -> Quote | None:
    """The last clause said; None of nothing."""
    if not evidence.reading.units:
        return None
    unit = evidence.reading.units[-1]
    begin = 0
    if unit.words > LAST_ACT_WORDS:
        begin = max(0, unit.plain.rfind(", ", 0, len(unit.plain) - 2) + 2)
        if len(unit.plain[begin:].split()) > LAST_ACT_WORDS or begin == 1:
            begin = len(unit.plain) - len(" ".join(unit.plain.split()[-LAST_ACT_WORDS:]))
    start, _ = unit.run(begin, len(unit.plain))
    return _quote(transcript, unit, start, unit.end, LAST_ACT_WORDS)


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
