"""How an answer runs: fillers, hedges, its first and its last sentence, its length, its detours.

Every threshold is fixed here and says where it comes from.
"""
# ruff: noqa: PLR2004 - lengths in words

import re
from dataclasses import dataclass

from coach.core.records import Delivery, Transcript
from coach.core.rules.reading import FILLED_PAUSE, Reading, Unit, sentence_runs

FILLERS_PER_HUNDRED_WORDS = 6
"""More than this is heavy: the taxonomy's line, well above the two or three of fluent speakers."""

FEWEST_FILLERS = 4
"""Fewer than this are nobody's trouble, in however short an answer."""

HEDGES = 3
"""Fewer tentative words than this are ordinary politeness (hedging on claims costs authority; Hosman 1989)."""

HEDGES_PER_HUNDRED_WORDS = 2

LONG_WORDS = 350
"""About two and a half minutes at an ordinary pace; ratings of structure fall from there on (Naim et al. 2015)."""

LONG_SECONDS = 180
"""Three minutes of speaking are long at any pace."""

DETOURS = 2
"""Different signs of a detour needed before an answer is called rambling."""

_FILLER = re.compile(
    rf"(?<![\w'-]){FILLED_PAUSE}(?![\w'-])|(?:(?<=, )|(?<=^)|(?<=\. ))like,|(?<=[a-z]) like,(?= )|, like(?=[.?!]|$)"
    r"|(?:(?:(?<=was)|(?<=were)|(?<=just)|(?<=so)|(?<=and)|(?<=then)) like,?(?= (?:a |really |all |so |okay|just|oh|what)))|(?:(?<=, )|(?<=^)|(?<=\. ))you know(?=[,.?!])|(?:(?<=, )|(?<=^)|(?<=\. ))i mean,"
)
_HEDGE = re.compile(
    r"\b(?:i guess|i suppose|sort of|kind of|maybe|perhaps|probably|possibly|i don't know|i dunno|i'm not (?:really |too |entirely |quite )?sure|not really sure|or something|or anything|or whatever|hopefully|i might be|i would say|i'd like to think|in a way|to some extent|somewhat|more or less|i feel like)\b"
    r"(?! (?:about|around|over|under|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w*ty|a (?:dozen|hundred|minute|couple)|\d))"
)
_KIND_OF_THING = re.compile(
    r"\b(?:the|this|that|what|a|any|some|same|these|those|every|each|different|right|one) (?:sort|kind) of\b"
)
_LEAD = r"^(?:(?:oh|ah|i mean|you know|like|well|okay|ok|so|right|yeah|yes|no|gosh|god|wow|honestly|er|hmm|sure|alright|now|to be honest|and|but)[,.!]?\s+)*"
_STALL = re.compile(
    _LEAD
    + r"(?:i (?:really |actually |honestly )?(?:don't|do not) (?:really |actually |honestly )?(?:know|have (?:a|an|any|one|much)|think (?:so|i)|remember|like (?:talking|these|this)|do )"
    r"|i (?:wasn't|was not) (?:really |quite |actually )?(?:expecting|prepared|ready)|i didn't (?:really )?(?:expect|prepare)|i haven't (?:really )?(?:thought|prepared|got (?:a|an|any))|i(?:'m| am) (?:not (?:really |too |very |entirely |quite )?(?:sure|good at|great at|certain|prepared)|sorry|afraid|terrible at|rubbish at|bad at)"
    r"|(?:i )?can't (?:really )?(?:think|remember|say)|sorry|apologies|(?:let me|i need to|i'd have to|i'll have to|just let me) (?:just )?(?:think|see)|(?:that's|that is|this is|it's|what) (?:a |an |quite a |such a )?(?:really |very |quite |pretty )*(?:hard|difficult|tough|tricky|awkward|big) (?:one|question)"
    r"|(?:it's|that's) (?:really |quite |a bit |very )?(?:hard|difficult|tricky) to (?:say|think|answer|know|pick)|where (?:do|should|shall) i (?:start|begin)|how (?:do|should|can) i (?:put|say|answer|start)|what can i say|you(?:'ve)? (?:caught|got) me (?:off|there|on)|good question(?:\.|,)? (?:let|i|um|that|hmm)"
    r"|i(?:'d| would) (?:rather|prefer) not|i knew you(?:'d| would| were)|i was (?:hoping|afraid|worried|dreading) you)"
)
_COMPLIMENT = re.compile(
    _LEAD
    + r"(?:that's|that is|what) (?:such )?a (?:really |very )*(?:good|great|interesting|excellent|lovely|fantastic) question"
)
_TRAIL = re.compile(
    r"(?:^|[\s,])(?:i guess|i suppose|i don't know|or something(?: like that)?|or whatever|or anything|and stuff(?: like that)?|and things like that|and so on|et cetera|etc|and all that|and that|and everything|if that makes sense|does that make sense|if you know what i mean|you know|so yeah|yeah|something like that|i think so|i dunno|so)\W*$"
)
_LAND_NOWHERE = re.compile(
    r"^(?:and |but |um )*(?:so,? )?(?:yeah|yep|anyway)\b[,.]?\s*(?:so )?(?:i think |i guess )?(?:that's|that is|that was|it's|it was|this is)\b(?!.*\d)"
    r"|^(?:and |so |but )*(?:i (?:think|guess|suppose) )?(?:that's|that is|that'd be|that was) (?:kind of |sort of |basically |pretty much |about |really |probably )*(?:it|all|everything|the end|my answer|me|about it|all i (?:have|can|wanted)|the story)\b(?: (?:really|basically|i think|from me|to say|i can think of))*\W*$"
    r"|^(?:so|and|um|well)?[, ]*yeah\W*$|^(?:i (?:hope|don't know if|'m not sure if) (?:that|this) (?:answers?|helps|makes|was|is))|^(?:does|did) that (?:answer|make|help)|^sorry\b|\bi'?ve lost my (?:train|thread)|^what was the question|^i(?:'ve| have) forgotten (?:what|the)"
)
_DETOURS = {
    "beside the point": re.compile(
        r"\bmy (?:friend|mate|cousin|sister|brother|mum|dad|husband|wife|boyfriend|girlfriend|auntie?|uncle|neighbour|flatmate)(?:'s)?\b(?: [\w']+){3,}"
    ),
    "remembering": re.compile(
        r"\b(?:because i remember|i remember (?:i|it|we|that|because|there)|i think it was (?:a|the|on|in|around|about|maybe)|it might have been|it would(?:'ve| have) been|this would(?:'ve| have) been|or maybe (?:it was|two|three|the)|funnily enough|funny story|that's a funny)\b"
    ),
    "correcting": re.compile(
        r"\b(?:no,? sorry|sorry,? no|no,? wait|actually no|or was it|was it .{1,30} or|hang on|let me go back|i should have said|i forgot to (?:say|mention)|what was (?:it|his name|her name|i saying)|no,? it wasn't|no,? it was|no,? that was)\b"
    ),
    "returning": re.compile(
        r"\b(?:anyway|where was i|going off|off (?:topic|track|on a tangent)|i digress|long story short|to cut a long|back to (?:the|my|your) (?:point|question|story)|but that's (?:another|a different|a whole other)|as i was saying|that's by the by|not that (?:it|that) matters|that's not (?:really )?(?:the point|relevant))\b"
    ),
}
"""Signs of a detour, the clearest first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one unit's plain text."""

    unit: int
    start: int
    end: int


def fillers(
    reading: Reading, transcript: Transcript, delivery: Delivery | None, runs: tuple[tuple[int, int], ...]
) -> tuple[int, int] | None:
    """Where fillers stand thickest (offsets in the text) when there are too many, else None.

    `runs` are the stretches of the text that are judged. Fillers that only the recording shows
    count too; those named as not judged never do.
    """
    if delivery is not None and "fillers" in delivery.not_judged:
        return None
    text = transcript.text.lower()
    if len(text) != len(transcript.text):
        text = transcript.text
    places = [
        (match.start(), match.end())
        for match in _FILLER.finditer(text)
        if any(start <= match.start() and match.end() <= end for start, end in runs)
    ]
    measured = 0 if delivery is None else delivery.filler_count.low + len(delivery.lexical_fillers)
    count = max(len(places), measured)
    if not places or count < FEWEST_FILLERS or count * 100 <= FILLERS_PER_HUNDRED_WORDS * reading.words:
        return None
    sentences = [(start, end) for _, start, end in sentence_runs(transcript)] or [(0, len(text))]
    in_sentence = [[place for place in places if start <= place[0] < end] for start, end in sentences]
    thickest = max(range(len(sentences)), key=lambda index: len(in_sentence[index]))
    here = in_sentence[thickest] or places[:1]
    return _around(transcript.text, sentences[thickest], here)


def _around(text: str, sentence: tuple[int, int], places: list[tuple[int, int]]) -> tuple[int, int]:
    words = [match.span() for match in re.finditer(r"\S+", text[sentence[0] : sentence[1]])]
    words = [(start + sentence[0], end + sentence[0]) for start, end in words]
    best = (sentence[0], sentence[1])
    width = 14
    if len(words) > width:
        counts = [
            sum(words[first][0] <= place[0] < words[first + width - 1][1] for place in places)
            for first in range(len(words) - width + 1)
        ]
        first = counts.index(max(counts))
        best = (words[first][0], words[first + width - 1][1])
    return best


def hedges(reading: Reading) -> tuple[Place, ...]:
    """Every tentative word on a claim; an approximate number is honest and no hedge."""
    return tuple(
        Place(index, match.start(), match.end())
        for index, unit in enumerate(reading.units)
        for match in _HEDGE.finditer(unit.plain)
        if not any(
            thing.start() <= match.start() < thing.end() for thing in _KIND_OF_THING.finditer(unit.plain)
        )
    )


def hedges_too_much(reading: Reading, places: tuple[Place, ...]) -> bool:
    """Whether the hedges are so many that they undo the answer."""
    return len(places) >= HEDGES and len(places) * 100 > HEDGES_PER_HUNDRED_WORDS * reading.words


def stalls(reading: Reading) -> bool:
    """Whether the first sentence backs away instead of starting to answer."""
    if not reading.units:
        return False
    first = reading.units[0]
    if _STALL.search(first.plain):
        return True
    if _COMPLIMENT.search(first.plain):
        second = reading.units[1].plain if len(reading.units) > 1 else ""
        return first.words > 8 or _STALL.search(second) is not None
    return False


def praises_question(reading: Reading) -> bool:
    """Whether the first sentence is about the question."""
    return bool(reading.units) and _COMPLIMENT.search(reading.units[0].plain) is not None


def trails_off(reading: Reading) -> bool:
    """Whether the last sentence lands on nothing."""
    if not reading.units:
        return False
    last = reading.units[-1]
    if last.raw.rstrip().endswith("?"):
        return False
    bare = last.plain.rstrip(" .,!…")
    spoken = last.raw.lower().replace("\u2019", "'").rstrip(" .,!…")
    return any(
        pattern.search(line) is not None for pattern in (_TRAIL, _LAND_NOWHERE) for line in (bare, spoken)
    )


def runs_long(reading: Reading, delivery: Delivery | None) -> Unit | None:
    """The unit in which the time was up, when the answer is too long."""
    seconds = delivery.speaking_seconds if delivery is not None else 0.0
    if reading.words <= LONG_WORDS and seconds <= LONG_SECONDS:
        return None
    limit = min(LONG_WORDS, reading.words * LONG_SECONDS / seconds) if seconds > LONG_SECONDS else LONG_WORDS
    total = 0
    for unit in reading.units:
        total += unit.words
        if total > limit:
            return unit
    return reading.units[-1]


def leads_away(unit: Unit) -> bool:
    """Whether a unit bears a sign of a detour."""
    return any(pattern.search(unit.plain) for pattern in _DETOURS.values())


def detours(reading: Reading) -> tuple[Place, ...]:
    """Signs of detours, one for each sort; fewer than `DETOURS` prove nothing."""
    found = []
    for pattern in _DETOURS.values():
        for index, unit in enumerate(reading.units):
            match = pattern.search(unit.plain)
            if match is not None:
                found.append(Place(index, match.start(), match.end()))
                break
    return tuple(found)
