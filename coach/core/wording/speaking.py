"""Judgement in, critique out: the first screen, the findings and the question back, in one voice."""

from collections.abc import Mapping

from coach.core.records import (
    Asked,
    Critique,
    Diagnosis,
    Finding,
    FirstScreen,
    Keep,
    Raised,
    Redo,
    Source,
    Tone,
    Transcript,
)
from coach.core.rubric import CAPS, RUBRIC
from coach.core.rules import Found, Judgement, Quote, despairs
from coach.core.rules.anchors import STORY
from coach.core.rules.quoting import cut
from coach.core.wording import leads
from coach.core.wording.gaps import (
    ASKED_FOR,
    GAPS,
    MORE,
    MORE_ASK,
    NOTHING_LEFT,
    PROOF,
    PROOF_ASK,
    PROOF_NOW,
    SPECIAL,
    START,
    START_ASK,
    SUSPECTED,
    Gap,
)
from coach.core.wording.phrasing import capital, pick, quoted, stop, words
from coach.core.wording.remarks import ANOTHER_ANSWER, NO_PROOF, REMARKS, Remark
from coach.core.wording.remarks_said import QUESTIONS, REMARKS_SAID
from coach.core.wording.unheard import unheard

MOST_WORDS = 90
"""A first screen is never longer, all four parts together."""

BEGUN = 8
"""With so many words something was said that one can go on from."""

FAIR, GOOD, BEST = 3, 4, 5
"""In a good band what was found comes before what is thin; in the best nothing is lacking that was not found."""

ALL: Mapping[str, Remark] = {**REMARKS, **REMARKS_SAID}

NEAREST = "think of the nearest thing that happened to you, and say its first sentence aloud"

_BEFORE_DOUBT = frozenset({"not_answering", "too_short", "unprofessional"})
"""Spoken of first even where honesty is in doubt."""

_FIRST = [
    "not_answering",
    "too_short",
    "unprofessional",
    "blame_shifting",
    "no_specific_example",
    "no_own_action",
    "no_result",
    "negativity",
    "no_question",
    "salary_no_basis",
    "no_role_link",
    "inconsistent",
    "rambling",
    "vague_result",
    "no_reflection",
    "no_reasoning",
    "jargon",
    "too_long",
    "over_rehearsed",
    "oversharing",
    "weak_opening",
    "weak_closing",
    "hedging",
    "fillers",
]
"""Which defect the first screen speaks about, when there are several: what gains most from being mended."""

_REDO: Mapping[str, Redo] = {
    "weak_opening": "opening",
    "no_result": "ending",
    "vague_result": "ending",
    "weak_closing": "ending",
    "no_reflection": "ending",
    "no_own_action": "own_part",
    "blame_shifting": "own_part",
    "not_answering": "whole",
    "too_short": "whole",
    "no_specific_example": "whole",
    "rambling": "whole",
    "too_long": "whole",
}
_DIAGNOSES: Mapping[str, Diagnosis] = {"no_specific_example": "no_story", "not_answering": "could_not_find"}


def critique(
    judgement: Judgement,
    question: Asked,
    transcript: Transcript,
    *,
    tone: Tone,
    chosen: int | None,
    source: Source,
    because: str,
    model: str | None,
    seen: Mapping[str, int],
) -> Critique:
    """Put a judgement in words.

    Args:
        judgement: What the rules decided.
        question: What was asked.
        transcript: What was said; every quote is checked against it once more, and a finding whose
            quote is not in it is dropped and counted.
        tone: Changes words only, never a band or a finding.
        chosen: Id of the sentence a model chose to quote first; None: the rules choose.
        source: Who decided.
        because: Why this source; the reason for a capped band is added.
        model: Name of the model that had a part in it.
        seen: For each defect, in how many earlier attempts it was found.
    """
    if judgement.band is None:
        return unheard("garbled" if transcript.model else "unreadable", None, tone)
    sound = [item for item in judgement.found if item.quote is None or item.quote in transcript.text]
    suspected = [item for item in judgement.raised if item.quote and item.quote in transcript.text]
    dropped = len(judgement.found) + len(judgement.raised) - len(sound) - len(suspected)
    top, doubt = _top(sound), _grave(suspected)
    if top is not None and doubt is not None and top.defect not in _BEFORE_DOUBT:
        top = None
    holes = _holes(judgement, question, top or doubt or next(iter(suspected), None))
    gap = _gap(judgement, question, top, doubt, suspected)
    return Critique(
        band=judgement.band,
        dimensions=judgement.dimensions,
        first_screen=_first_screen(judgement, transcript, gap, holes, tone, chosen),
        redo=_REDO.get(top.defect) if top else None,
        diagnosis=_DIAGNOSES.get(top.defect) if top else None,
        findings=tuple(
            _finding(item, _remark(item, question, judgement), transcript, holes, tone, seen)
            for item in sound
        ),
        raised=tuple(_question(item, transcript) for item in suspected),
        ask=capital(pick(gap.ask, holes, transcript.text, nearest=True)),
        source=source,
        because=_because(judgement, because),
        model=model,
        rubric=RUBRIC,
        dropped_findings=dropped,
    )


def _top(found: list[Found]) -> Found | None:
    named = [item for item in found if item.defect in _FIRST]
    return min(named, key=lambda item: _FIRST.index(item.defect), default=None)


def _grave(suspected: list[Found]) -> Found | None:
    """A doubt that a friend would speak of first."""
    return next((item for item in suspected if item.defect == "integrity_flag"), None)


def _gap(
    judgement: Judgement, question: Asked, top: Found | None, doubt: Found | None, suspected: list[Found]
) -> Gap:
    """What the first screen waits for: the defect that weighs most, else what is surely lacking."""
    if top is None and doubt is not None:
        return SUSPECTED[doubt.defect]
    low = next(iter(judgement.lacks), None) if judgement.band != BEST else None
    thin = low is not None and low != "outcome" and judgement.band == GOOD
    if top is not None and (top.severity > 1 or low is None or thin):
        remark = _remark(top, question, judgement)
        return Gap(remark.waiting, remark.do_now, remark.ask)
    if low is None and (judgement.band or FAIR) <= FAIR:
        low = _lowest(judgement)
    if low is not None:
        return SPECIAL.get((low, question.kind), GAPS[low])
    if suspected:
        return SUSPECTED[suspected[0].defect]
    return NOTHING_LEFT


def _lowest(judgement: Judgement) -> str:
    """The lowest dimension, the most telling first: below a good band nothing is called faultless."""
    levels = {name: getattr(judgement.dimensions, name) or BEST for name in GAPS if name != "basis"}
    return min(levels, key=levels.__getitem__)


def _remark(item: Found, question: Asked, judgement: Judgement) -> Remark:
    if item.defect == "no_specific_example" and question.kind in PROOF:
        return NO_PROOF
    if item.defect == "not_answering" and judgement.why_band != "too_short":
        return ANOTHER_ANSWER
    return ALL[item.defect]


def _holes(judgement: Judgement, question: Asked, top: Found | None) -> dict[str, str | None]:
    kind = question.kind
    goes_on = judgement.last_words is not None
    begun = judgement.words >= BEGUN
    return {
        "q": quoted(top.focus) if top is not None and top.focus else None,
        "act": quoted(judgement.last_act.text) if judgement.last_act else None,
        "last": quoted(judgement.last_words.text) if judgement.last_words else None,
        "asked": ASKED_FOR[kind],
        "start": START[kind],
        "start_ask": START_ASK[kind],
        "start_short": None if goes_on else (MORE if begun else START)[kind],
        "ask_short": None if goes_on else (MORE_ASK if begun else START_ASK)[kind],
        "nearest": NEAREST if kind in STORY else None,
        "proof": PROOF.get(kind),
        "proof_ask": PROOF_ASK.get(kind),
        "proof_now": PROOF_NOW.get(kind),
    }


def _first_screen(
    judgement: Judgement,
    transcript: Transcript,
    gap: Gap,
    holes: Mapping[str, str | None],
    tone: Tone,
    chosen: int | None,
) -> FirstScreen:
    line = _line(judgement, chosen)
    keep = next((quote for quote in judgement.keeps if line is None or quote.sentence != line.sentence), None)
    waiting = pick(gap.waiting, holes, transcript.text)
    if not waiting.endswith((".", "?")):
        waiting = pick(leads.WAITING[tone], {"waiting": waiting}, transcript.text)
    do_now = capital(pick(gap.do_now, holes, transcript.text + "now", nearest=True))
    if gap is not NOTHING_LEFT:
        do_now = pick(leads.DO_NOW[tone], {"do_now": do_now[:1].lower() + do_now[1:]}, transcript.text)
    waiting, do_now = stop(capital(waiting)), stop(capital(do_now))
    limit = MOST_WORDS - words(waiting, do_now, keep.text if keep else None)
    heard = _heard(line, transcript, judgement, tone, limit)
    if words(heard, waiting, do_now, keep.text if keep else None) > MOST_WORDS:
        keep = None
    kept = Keep(quote=keep.text, start=keep.start, end=keep.end) if keep else None
    return FirstScreen(heard=heard, waiting_for=waiting, keep=kept, do_now=do_now)


def _line(judgement: Judgement, chosen: int | None) -> Quote | None:
    """The chosen sentence; else the most telling one that is not the most concrete, which is to be kept."""
    by_id = {quote.sentence: quote for quote in judgement.candidates}
    if chosen in by_id:
        return by_id[chosen]
    kept = judgement.keeps[0].sentence if judgement.keeps else None
    others = [quote for quote in judgement.candidates if quote.sentence != kept]
    return next(iter(others or judgement.candidates), None)


def _heard(line: Quote | None, transcript: Transcript, judgement: Judgement, tone: Tone, limit: int) -> str:
    table = leads.HEARD if line is not None else leads.NOTHING_HEARD
    spoken = line or judgement.first_words
    text = spoken.text if spoken else transcript.text.strip()
    if not text:
        return leads.EMPTY_PAGE
    if despairs(text):
        return leads.BAD_DAY
    lead = pick(table[tone], {"heard": "{heard}"}, transcript.text)
    room = max(6, limit - words(lead))
    return stop(lead.replace("{heard}", quoted(cut(text, room))))


def _finding(
    item: Found,
    remark: Remark,
    transcript: Transcript,
    holes: Mapping[str, str | None],
    tone: Tone,
    seen: Mapping[str, int],
) -> Finding:
    own = {**holes, "q": quoted(item.focus) if item.focus else None}
    seed = transcript.text + item.defect
    return Finding(
        defect=item.defect,
        name=remark.name,
        severity=item.severity,
        quote=item.quote,
        start=item.start,
        end=item.end,
        sentences=item.sentences,
        looked_for=remark.looked_for if item.quote is None else None,
        why=pick(remark.why, own, seed),
        fix=pick((leads.FIX[tone],), {"fix": pick(remark.fix, own, seed)}, seed),
        decided_by="rules",
        seen_before=seen.get(item.defect, 0),
    )


def _question(item: Found, transcript: Transcript) -> Raised:
    return Raised(
        defect=item.defect,
        quote=item.quote or "",
        start=item.start,
        end=item.end,
        question=pick(QUESTIONS[item.defect], {}, transcript.text),
    )


def _because(judgement: Judgement, because: str) -> str:
    if judgement.why_band == "too_short":
        more = "There was too little to judge, so the band is 1, and nothing is claimed beyond what can be quoted."
    elif judgement.capped_by is not None:
        more = f"“{ALL[judgement.capped_by].name}” holds the band at {CAPS[judgement.capped_by]}, whatever the rest is like."
    else:
        more = ""
    return f"{because} {more}".strip()
