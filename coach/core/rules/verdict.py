"""Question and transcript in, judgement out: defects with their proof, dimensions, band."""
# ruff: noqa: PLR2004 - shares and counts are explained where they stand

import re
from typing import Literal

from coach.core.lexicon import word_set
from coach.core.records import Asked, Band, Delivery, Dimensions, Record, Severity, Transcript
from coach.core.rubric import CAPS, DEFECTS, TOO_SHORT_WORDS, applies, band_of
from coach.core.rules import anchors, completeness, findings, injection, reading, tone
from coach.core.rules.evidence import Evidence, gather
from coach.core.rules.quoting import Placed, placed
from coach.core.rules.reading import Reading
from coach.core.rules.selection import (
    Quote,
    first_words,
    last_act,
    last_words,
    most_concrete,
    quotable,
)

_COMMON = word_set(
    """
    a about after all also am an and any are as at be because been but by can could did do for from
    get go got had has have he her him his how i i'd i'm i've if in into is it it's just like me my no
    not of on one or our out she so some that that's the their them then there they this to up us very
    was we were what when where which who will with would yes you your
    """
)
GARBLED_SHARE = 0.12
"""English speech has about half its words among the commonest hundred; below this share it is none."""

GARBLED_WORDS = 12
"""Fewer words than this are too few to tell."""


class Found(Record):
    """One defect with its proof."""

    defect: str
    severity: Severity
    quote: str | None
    """A contiguous run of the transcript's text; None for what is missing."""
    focus: str | None = None
    """A short run inside the quote, fit to stand in a sentence; None for what is missing."""
    start: float | None
    end: float | None
    """Seconds; for what is missing both are where it belonged; None for typed answers."""
    sentences: tuple[int, ...]


class Judgement(Record):
    """What the rules decided about one answer, before anything is put in words."""

    band: Band | None
    """None when the words could not be relied on."""
    dimensions: Dimensions
    found: tuple[Found, ...] = ()
    """Worst first, then in the order of the answer."""
    raised: tuple[Found, ...] = ()
    """Accusations that are not certain; they touch no band."""
    candidates: tuple[Quote, ...] = ()
    """Runs of the transcript fit to stand for what an interviewer heard, best first, one a sentence, at most 8."""
    keeps: tuple[Quote, ...] = ()
    """The most concrete things said, best first, one a sentence, at most 2."""
    lacks: tuple[str, ...] = ()
    """Dimensions in which something is surely not there, the most telling first."""
    last_act: Quote | None = None
    """The last thing the candidate says they did, or would do."""
    first_words: Quote | None = None
    """How the answer begins."""
    last_words: Quote | None = None
    """How the answer ends, when its last clause can stand alone."""
    words: int = 0
    """Words judged."""
    why_band: Literal["dimensions", "cap", "too_short", "garbled", "not_heard"] = "dimensions"
    capped_by: str | None = None
    """The defect whose cap decided the band."""


def judge(
    question: Asked,
    transcript: Transcript,
    delivery: Delivery | None,
    *,
    job: str = "",
    context: str = "",
    heard: bool = True,
) -> Judgement:
    """Judge one answer by rules alone; never raises on any text.

    Args:
        question: What was asked; its kind decides which criteria apply.
        transcript: What was said or typed.
        delivery: What was measured of the speaking; None for typed answers.
        job: Title or advert of the job, "" when unknown; ties an answer to it.
        context: Who is listening, "" when unknown; decides what counts as jargon.
        heard: False when the words can't be relied on; then nothing is judged.
    """
    left_out = injection.addressed_to_judge(transcript)
    evidence = gather(question, transcript, left_out, job, context)
    if not heard or garbled(evidence.reading):
        return Judgement(band=None, dimensions=Dimensions(), why_band="garbled" if heard else "not_heard")
    runs = tuple((unit.start, unit.end) for unit in evidence.reading.units)
    places = findings.presences(evidence, transcript, delivery, runs, context)
    missing = findings.omissions(evidence)
    short = completeness.too_short(evidence)
    if short:
        missing = frozenset({"too_short"}) | (missing & {"not_answering"})
    brief = evidence.reading.words * 4 < TOO_SHORT_WORDS[question.kind] * 3
    for implied in _implied(missing | frozenset(places), brief=brief):
        places.pop(implied, None)
        missing -= {implied}
    defects = frozenset(places) | missing
    found = [_present(defect, place, transcript) for defect, place in places.items()]
    found += [_missing(defect, transcript, evidence) for defect in sorted(missing)]
    if left_out:
        found.append(_present("injection", Placed(left_out[0], left_out[0], None), transcript))
    faulted = frozenset(place.unit for place in places.values() if place.unit is not None)
    levels = Dimensions() if short else anchors.dimensions(evidence, defects)
    band, capped = (1, "too_short") if short else band_of(question.kind, levels, defects)
    return Judgement(
        band=band,
        dimensions=levels,
        found=tuple(sorted(found, key=lambda item: (-item.severity, _order(item, transcript), item.defect))),
        raised=_raised(evidence, transcript),
        candidates=quotable(evidence, transcript),
        keeps=most_concrete(evidence, transcript, faulted),
        lacks=anchors.lacks(evidence, levels),
        last_act=last_act(evidence, transcript),
        first_words=first_words(evidence, transcript),
        last_words=last_words(evidence, transcript),
        words=evidence.reading.words,
        why_band="too_short" if short else "cap" if capped in CAPS else "dimensions",
        capped_by=capped,
    )


def garbled(answer: Reading) -> bool:
    """Whether the words are no English sentences: hardly a common word, or one phrase over and over."""
    words = re.findall(r"[^\W\d_][\w']*", answer.plain)
    if len(words) < GARBLED_WORDS:
        return False
    common = sum(word in _COMMON for word in words)
    if common < GARBLED_SHARE * len(words):
        return True
    return len(words) >= 3 * GARBLED_WORDS and len(set(words)) * 8 < len(words) and len(set(words)) < 40


def _implied(defects: frozenset[str], *, brief: bool) -> frozenset[str]:
    """What is not said beside something that says it already, or that makes it a guess.

    `brief`: the answer may simply have been cut off.
    """
    implied: set[str] = set()
    if "no_specific_example" in defects:
        implied.add("no_own_action")
    if "not_answering" in defects:
        implied.add("no_result")
    if brief and "too_short" in defects:
        implied.add("no_own_action")
    return frozenset(implied)


def _present(defect: str, place: Placed, transcript: Transcript) -> Found:
    start, end = _trimmed(transcript.text, *place.run)
    first, last = reading.times(transcript, start, end)
    ids = tuple(
        number for number, begin, stop in reading.sentence_runs(transcript) if begin < end and stop > start
    )
    return Found(
        defect=defect,
        severity=DEFECTS[defect][1],
        quote=transcript.text[start:end],
        focus=transcript.text[slice(*_trimmed(transcript.text, *place.focus))],
        start=first,
        end=last,
        sentences=ids,
    )


def _missing(defect: str, transcript: Transcript, evidence: Evidence) -> Found:
    """A missing beginning belongs at the start of the answer, everything else at its end."""
    last = evidence.reading.units[-1].sentence if evidence.reading.units else None
    moment = next((sentence.end for sentence in transcript.sentences if sentence.id == last), None)
    return Found(
        defect=defect,
        severity=DEFECTS[defect][1],
        quote=None,
        start=moment,
        end=moment,
        sentences=() if last is None else (last,),
    )


def _raised(evidence: Evidence, transcript: Transcript) -> tuple[Found, ...]:
    doubtful = dict(evidence.spoken.raised)
    private = tone.private_life(evidence.reading) if evidence.question.kind == "introduction" else None
    if private is not None:
        doubtful["oversharing"] = private
    return tuple(
        _present(defect, placed(evidence.reading, place), transcript)
        for defect, place in sorted(doubtful.items())
        if applies(defect, evidence.question.kind)
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _order(item: Found, transcript: Transcript) -> int:
    return len(transcript.text) if item.quote is None else transcript.text.find(item.quote)
