"""Which words of an answer are fit to be quoted back: what an interviewer would have noted, and what to keep."""

import re

from coach.core.records import Record, Transcript
from coach.core.rules import demands, flow, outcomes
from coach.core.rules.anchors import STORY
from coach.core.rules.evidence import Evidence, claims
from coach.core.rules.quoting import SPILL, clause_start, last_clause, shorten
from coach.core.rules.reading import Unit, times
from coach.core.rules.verbs import SMALL

HEARD_WORDS = 24
"""Longest run quoted as heard: what fits on a first screen beside three other parts."""

KEEP_WORDS = 16
LAST_WORDS = 10
CANDIDATES = 8
KEPT = 2
_ACT, _SMALL_ACT = 3, 2
_FEWEST_WORDS = 4
_WRAPS_UP = re.compile(
    r"^(?:so |and |but |yeah,? |well,? )*(?:i (?:think|guess|suppose|would say|mean) )?(?:those|these|that|this|there)(?:'s|'d be| is| are| was| would be)(?: \w+){0,3} (?:it|all|my|main|answer|ways?|things?|reasons?|why|everything|questions?)\b"
)
"""A sentence about the answer rather than of it."""

_PRIVATE = re.compile(
    r"\b(?:kids?|children|daughters?|sons?|husband|wife|married|single|divorc\w+|boyfriend|girlfriend|pregnan\w+|i'm (?:\d\d|(?:twenty|thirty|forty|fifty|sixty)\b))"
)
_LEFT = re.compile(r"\bi (?:\w+ )?(?:left|quit|walked|resigned|handed)\b")


class Quote(Record):
    """A contiguous run of the transcript's text."""

    text: str
    sentence: int
    start: float | None
    end: float | None


def quotable(evidence: Evidence, transcript: Transcript) -> tuple[Quote, ...]:
    """Runs fit to stand for what was heard, the most telling first, one a sentence, at most `CANDIDATES`."""
    units = evidence.reading.units
    ranked = sorted(
        range(len(units)),
        key=lambda index: (-_telling(evidence, index), units[index].words < _FEWEST_WORDS * 2, index),
    )
    quotes: dict[int, Quote] = {}
    for index in ranked:
        unit = evidence.reading.units[index]
        if len(quotes) == CANDIDATES:
            break
        if unit.sentence in quotes or unit.words < _FEWEST_WORDS or _telling(evidence, index) <= 0:
            continue
        quotes[unit.sentence] = _quote(
            transcript, unit, _most_telling_clause(evidence, index), unit.end, HEARD_WORDS
        )
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
            start = unit.start if unit.words <= KEEP_WORDS else _own_clause(evidence, index)
            start = clause_start(transcript.text, unit.start, unit.end, start)
            quotes[unit.sentence] = _quote(transcript, unit, start, unit.end, KEEP_WORDS)
    return tuple(quotes.values())


def last_act(evidence: Evidence, transcript: Transcript) -> Quote | None:
    """The clause with the last own act that can be told from words alone: one that was done, if there is one."""
    units = evidence.reading.units
    acts = [
        action
        for action in evidence.own
        if action.sort in {"done", "present", "would"} and not units[action.unit].raw.rstrip().endswith("?")
    ]
    done = [action for action in acts if action.sort == "done"]
    for act in reversed(done or acts):
        unit = units[act.unit]
        at, reach = unit.run(act.start, act.end)
        start = clause_start(transcript.text, unit.start, unit.end, at)
        quote = _quote(transcript, unit, start, unit.end, LAST_WORDS, need=reach)
        if len(quote.text.split()) <= LAST_WORDS + SPILL:
            return quote
    return None


def last_words(evidence: Evidence, transcript: Transcript) -> Quote | None:
    """The last clauses said, if they can stand alone; None of nothing and of a fragment."""
    if not evidence.reading.units:
        return None
    unit = evidence.reading.units[-1]
    if claims(unit) or evidence.trails_off or _WRAPS_UP.search(unit.plain):
        return None
    start = last_clause(transcript.text, unit.start, unit.end, LAST_WORDS)
    return None if start is None else _quote(transcript, unit, start, unit.end, LAST_WORDS)


def first_words(evidence: Evidence, transcript: Transcript) -> Quote | None:
    """The first clauses said; None of nothing."""
    if not evidence.reading.units:
        return None
    unit = evidence.reading.units[0]
    start = clause_start(transcript.text, unit.start, unit.end, unit.start)
    return _quote(transcript, unit, start, unit.end, HEARD_WORDS)


def _concrete(evidence: Evidence, index: int) -> int:
    unit = evidence.reading.units[index]
    if _weak(evidence, index) or outcomes.is_aside(unit) or unit.raw.rstrip().endswith("?"):
        return 0
    if not _worth_keeping(evidence, index):
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


def _worth_keeping(evidence: Evidence, index: int) -> bool:
    """Whether a unit speaks for them: no claim without a fact, nothing half taken back, nothing private."""
    unit, kind = evidence.reading.units[index], evidence.question.kind
    if claims(unit) and not any(fact.unit == index for fact in evidence.facts):
        return False
    if any(place.unit == index for place in evidence.hedges):
        return False
    if kind == "introduction" and _PRIVATE.search(unit.plain):
        return False
    if kind == "situational" and demands.defers(unit):
        return False
    return not (kind == "leaving_reason" and _LEFT.search(unit.plain))


def _telling(evidence: Evidence, index: int) -> int:
    """Acts, facts, endings and questions tell; stalls, detours and trailing ends do not."""
    if _weak(evidence, index):
        return 0
    unit = evidence.reading.units[index]
    told = index in evidence.told_units
    group = any(action.unit == index for action in evidence.group)
    questions = demands.questions_asked(evidence.reading) if evidence.question.kind == "closing" else ()
    asked = ((index, True) in questions) + ((index, True) in questions or (index, False) in questions)
    facts = sum(fact.unit == index for fact in evidence.facts)
    return (
        1
        + _concrete(evidence, index)
        + told
        + group
        + outcomes.is_vague(unit)
        + 2 * asked
        + 2 * min(facts, 2)
    )


def _weak(evidence: Evidence, index: int) -> bool:
    last = len(evidence.reading.units) - 1
    return (
        (index == 0 and evidence.stalls)
        or (index == last and evidence.trails_off)
        or index in evidence.spoken.units
        or index in {place.unit for place in evidence.stock}
        or flow.leads_away(evidence.reading.units[index])
        or (index == 0 and flow.praises_question(evidence.reading))
        or _WRAPS_UP.search(evidence.reading.units[index].plain) is not None
        or (evidence.question.kind != "closing" and evidence.reading.units[index].raw.rstrip().endswith("?"))
    )


def _own_clause(evidence: Evidence, index: int) -> int:
    """The offset of the first thing done in a unit, so that a long sentence is quoted from there."""
    unit = evidence.reading.units[index]
    acts = [action.start for action in evidence.own if action.unit == index and action.sort != "background"]
    return unit.run(acts[0], acts[0] + 1)[0] if acts else unit.start


def _most_telling_clause(evidence: Evidence, index: int) -> int:
    """Where the quotation of a unit begins: with the unit, or in a long one with the clause that tells."""
    unit = evidence.reading.units[index]
    at = unit.start if unit.words <= HEARD_WORDS else _own_clause(evidence, index)
    return clause_start(evidence.reading.text, unit.start, unit.end, at)


def _quote(transcript: Transcript, unit: Unit, start: int, end: int, limit: int, *, need: int = 0) -> Quote:
    text = transcript.text
    start, end = shorten(text, start, end, limit, need=need)
    while end < unit.end and text[end] in ".!?'\"\u2019”":
        end += 1
    first, last = times(transcript, start, end)
    return Quote(text=text[start:end], sentence=unit.sentence, start=first, end=last)
