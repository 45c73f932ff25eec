"""Which words of an answer are fit to be quoted back: what an interviewer would have noted, and what to keep."""

import re

from coach.core.records import Record, Transcript
from coach.core.rules import demands, outcomes
from coach.core.rules.anchors import STORY
from coach.core.rules.evidence import Evidence
from coach.core.rules.quoting import shorten
from coach.core.rules.reading import Unit, times
from coach.core.rules.verbs import SMALL

HEARD_WORDS = 24
"""Longest run quoted as heard: what fits on a first screen beside three other parts."""

KEEP_WORDS = 16
LAST_WORDS = 10
CANDIDATES = 8
KEPT = 2
_FAR = 40
_ACT, _SMALL_ACT = 3, 2
_CLAUSE_END = re.compile(r"[,;:.!?]| (?:and|but|so|because|which) (?:i|we|she|he|they|it|that)\b")
_JOINT = re.compile(r", (?:and |but |so )?| (?:and|but|so|because) ")
_LEADS_IN = re.compile(r"\b(?:when|before|after|as|while|where|what|that|until|first|then|so) $")
_FEWEST_WORDS = 4


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


def most_concrete(evidence: Evidence, transcript: Transcript, faulted: frozenset[int]) -> tuple[Quote, ...]:
    """The two runs that tell most of what was done, each of another sentence and none of them faulted.

    Where nothing was done, a checkable thing about oneself or about them is what to keep; where
    there is none either, nothing is.
    """
    weights = {
        index: weight
        for index in range(len(evidence.reading.units))
        if index not in faulted and (weight := _concrete(evidence, index)) > 0
    }
    quotes: dict[int, Quote] = {}
    for index in sorted(weights, key=lambda index: (-weights[index], index)):
        unit = evidence.reading.units[index]
        if len(quotes) == KEPT:
            break
        if unit.sentence not in quotes:
            start, _ = unit.run(_clause_start(evidence, index), len(unit.plain))
            quotes[unit.sentence] = _quote(transcript, unit, start, unit.end, KEEP_WORDS)
    return tuple(quotes.values())


def last_act(evidence: Evidence, transcript: Transcript) -> Quote | None:
    """The clause with the last own act that can be told from words alone: one that was done, if there is one."""
    acts = [action for action in evidence.own if action.sort in {"done", "present", "would"}]
    done = [action for action in acts if action.sort == "done"]
    if not acts:
        return None
    act = (done or acts)[-1]
    unit = evidence.reading.units[act.unit]
    own = unit.plain.rfind(" i ", 0, act.start + 1) + 1
    begin = own if 0 < act.start - own <= _FAR and unit.plain[act.start] != "i" else act.start
    joined = _LEADS_IN.search(unit.plain[:begin])
    begin = joined.start() if joined else begin
    stop = _CLAUSE_END.search(unit.plain, act.end)
    start, end = unit.run(begin, stop.start() if stop else len(unit.plain))
    return _quote(transcript, unit, start, end, LAST_WORDS)


def last_words(evidence: Evidence, transcript: Transcript) -> Quote | None:
    """The last clause said; None of nothing."""
    if not evidence.reading.units:
        return None
    unit = evidence.reading.units[-1]
    starts = [0, *(match.end() for match in _JOINT.finditer(unit.plain))]
    lengths = {start: len(unit.plain[start:].split()) for start in starts}
    fit = [start for start, length in lengths.items() if _FEWEST_WORDS <= length <= LAST_WORDS]
    begin = min(fit, default=None)
    if begin is None:
        tail = " ".join(unit.plain.split()[-LAST_WORDS:])
        begin = len(unit.plain) - len(tail)
    start, _ = unit.run(begin, len(unit.plain))
    return _quote(transcript, unit, start, unit.end, LAST_WORDS)


def _concrete(evidence: Evidence, index: int) -> int:
    unit = evidence.reading.units[index]
    if _weak(evidence, index) or outcomes.is_aside(unit) or unit.raw.rstrip().endswith("?"):
        return 0
    done = [
        _ACT if unit.plain[: action.end].split()[-1] not in SMALL else _SMALL_ACT
        for action in evidence.own
        if action.unit == index and action.sort in {"done", "present"}
    ]
    acts = sum(sorted(done, reverse=True)[:2])
    would = sum(action.unit == index and action.sort == "would" for action in evidence.own)
    facts = sum(fact.unit == index for fact in evidence.facts)
    spoken_for = re.search(r"(?<![\w'])(?:i|i'm|i've|i'd|my|we|you|your)(?![\w'])", unit.plain) is not None
    story = evidence.question.kind in STORY and not outcomes.is_lasting(unit)
    if story and evidence.told == 0:
        return 0
    if acts + would == 0 and (story or not (facts and spoken_for)):
        return 0
    return acts + 2 * min(facts, 2) + would + outcomes.is_lasting(unit)


def _telling(evidence: Evidence, index: int) -> int:
    """Acts, facts, endings and questions tell; stalls, detours and trailing ends do not."""
    if _weak(evidence, index):
        return 0
    unit = evidence.reading.units[index]
    told = index in evidence.told_units
    group = any(action.unit == index for action in evidence.group)
    asked = evidence.question.kind == "closing" and (index, True) in demands.questions_asked(evidence.reading)
    facts = sum(fact.unit == index for fact in evidence.facts)
    return (
        1
        + 2 * _concrete(evidence, index)
        + told
        + group
        + outcomes.is_vague(unit)
        + 4 * asked
        + min(facts, 2)
    )


def _weak(evidence: Evidence, index: int) -> bool:
    last = len(evidence.reading.units) - 1
    return (
        (index == 0 and evidence.stalls)
        or (index == last and evidence.trails_off)
        or index in evidence.spoken.units
        or index in {place.unit for place in (*evidence.detours, *evidence.stock)}
    )


def _clause_start(evidence: Evidence, index: int) -> int:
    """Where the clause with the first own act begins, so that a long sentence is quoted from what was done."""
    unit = evidence.reading.units[index]
    acts = [action.start for action in evidence.own if action.unit == index and action.sort != "background"]
    if unit.words <= KEEP_WORDS or not acts:
        return 0
    own = unit.plain.rfind(" i ", 0, acts[0] + 3)
    start = acts[0] if own < 0 or unit.plain[acts[0]] == "i" else own + 1
    joined = _LEADS_IN.search(unit.plain[:start])
    return joined.start() if joined else start


def _quote(transcript: Transcript, unit: Unit, start: int, end: int, limit: int) -> Quote:
    text = transcript.text
    start, end = shorten(text, start, end, limit)
    while end < unit.end and text[end] in ".!?'\"\u2019”":
        end += 1
    first, last = times(transcript, start, end)
    return Quote(text=text[start:end], sentence=unit.sentence, start=first, end=last)
