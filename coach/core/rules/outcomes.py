"""How a story ended, and what was learned from it.

An outcome is looked for after the first action: what others then did, what changed and stayed,
what can be counted. An adjective ("it was fine") is an outcome in vague terms.
"""
# ruff: noqa: PLR2004 - each number is a rung of the ladder

import re
from dataclasses import dataclass
from typing import Literal

from coach.core.lexicon import word_set
from coach.core.rules.actions import Action
from coach.core.rules.aftermath import Sequel, sequels
from coach.core.rules.facts import Fact
from coach.core.rules.reading import Reading, Unit
from coach.core.rules.verbs import BARE, is_past, tells_event

_THIRD = re.compile(
    r"(?<![\w'])(?P<before>(?:that|before|when|while|as|if|because|until|where|who|what|how|after|whether|which|since|than|so|said|knew|thought)\s+)?"
    r"(?P<subject>she|he|they|nobody|no one|everybody|everyone|it|that|people|customers?|patients?|parents?"
    r"|(?:the|my|our|his|her|their|most|both|all|those|two|three|four|five|six) (?:[a-z'-]+ ){0,3}?[a-z'-]+|[a-z]+s)"
    r"(?:'s|'ve)?\s+(?P<adverb>(?:also|then|still|even|both|all|later|now|since|actually|never|finally|eventually|just|has|have|had|[a-z]+ly)\s+)*"
    r"(?P<verb>(?!(?:they|she|he|we|i|it|you|that|who|of|the|a|my|our|other|others|one|two|three|four|five|six|few|rest)\b)[a-z]+)"
)
_NOT_OUTCOME = word_set(
    """
    said told asked made meant needed called heard looked used based kept left let put set read
    managed started complained shouted supposed walked turned worked reported fell broke
    """
)
"""Past verbs of others that open a story as often as they end one."""

_OBJECT_TOO = frozenset({"it", "that", "people"})
"""Subjects that are as often objects ("got it sent up")."""

_BEGINS = re.compile(r"(?:^|[,;:] ?(?:and |but |so )?|\b(?:and|but|so|then|now) )$")

_THIRD_ACT = re.compile(
    r"(?<![\w'])(?:she|he|they|(?:my|the|our|his|her|their) [a-z]+(?: [a-z]+)?) (?:\w+ly |then |later |even |also )*"
    r"(?:asked (?:for|me|us|if)|told me|told us|came back|went up|went down|went live|went out on time|thanked|sent (?:me|us|a|an|the)|wrote (?:to|me|us|a|back)|gave (?:me|us)"
    r"|rose|grew|dropped|fell (?:to|from|by)|doubled|halved|made it permanent|kept (?:it|the|using)|won|got (?:the|a|it|their|his|her) )"
)
_NEVER_AGAIN = re.compile(
    r"\b(?:didn't|did not|don't|doesn't|hasn't|haven't|never|no longer|not once|nobody|without)\b[\w ,']{0,40}\b(?:again|since|anymore|any more|after that|complaint|complaints|complained)\b"
)
_LASTING = re.compile(
    r"\b(?:since then|ever since(?! i)|to this day|these days|from then on|from that day|nowadays|still (?:use|uses|used|in|have|has|do|does|there|run|runs|work|works|on|send|sends|ask|asks|get|hang|hangs|goes)"
    r"|(?:is|are|was|were) now|now (?:the|a|we|they|every|all|it|has|have|had|get|use|gets|uses)|we now|they now|now i|i now|[a-z]+ now(?=[.,]|$| and)"
    r"|(?:it|that|this|which)(?:'s| has) since|permanent|as standard|became (?:the|a|our|standard)|every (?:new|week|month|shift|morning|term|site))\b"
)
_COMPARED = re.compile(
    r"\b(?:down (?:from|to|by)|up (?:from|to|by)|went from|from [\w -]{1,30} to [\w -]{1,30}|instead of|compared (?:to|with)|against (?:about |around )?(?:a|the|our|an|\d)|on time|under budget|ahead of|fewer|earlier than|within (?:budget|the (?:hour|day|week)))\b"
)
_CLOCK = re.compile(r"\b(?:at|until|till|by|about|around) (?:about |around )?$")
"""What stands before a time of the day more often than before a count."""

_THAN_USUAL = re.compile(r"\b(?:normally|usually|than (?:before|usual|normal)|used to take)\b")
_WE_COUNTED = re.compile(
    r"\b(?:we|i|they|it|that|which|she|he|people|the [a-z]+) (?:\w+ly |still |only |then |had |have |has |also |'ve )*(?:served|took|sold|saved|lost|made|raised|cut|reached|finished|delivered|passed|won|brought|hit|kept|shipped|got|cost|stopped|earned|grew|reduced|increased|dropped|rose|fell|gained|recruited|met|opened|moved|cleared|signed|trained|covered|handled|processed|attended|turned up|came|went|complained)\b"
)
_NEAR = 45
"""A count stands at most so many characters after its verb."""

_MOVED = re.compile(
    r"i (?:\w+ly |still |only |then )*(?:came|went|moved|opened|met|kept|made|took|got|covered|stopped)$"
)
"""Said of oneself, these are steps and no outcome."""

_SHARE = re.compile(
    r"\b(?:most|half|none|nearly all|almost all) of\b|\bonly (?:a couple|a few|one)\b|\bnot (?:one|a single)\b"
)
_WINDS_UP = re.compile(
    r"\b(?:in the end|eventually|finally|as a result|by the end|ended up|so they|so she|so he|still|after that"
    r"|afterwards|ready|in time|on time|resulted|again)\b"
)
_MOOD = r"(?:fine|ok|okay|alright|all right|good|great|happy|happier|better|well|brilliant|fantastic|perfect|pleased|sorted|smooth|smoothly|successful|a success|positive|calm|calmer|satisfied|relieved|grateful|amazing|nice|lovely|resolved|impressed|over the moon|perfectly|nicely|wonderful|delighted)"
_NOUN = r"(?!(?:and|but|so|they|it|she|he|we|i|you|that|which|who)\b)[a-z']+"
_VAGUE = re.compile(
    rf"\b(?:it|things?|everything|all|that|she|he|they|we|(?:most |all |the |my |our |a lot of )(?:{_NOUN} ){{0,3}}?{_NOUN}|everyone|everybody|people)(?: all)? "
    rf"(?:was|were|is|are|went|turned out|worked out|ended up|felt|seemed|ran|came out|ended|had gone)(?: \w+ly| all| so| very| much| a lot| a bit| quite| pretty| too| in the end| just| to be| being| absolutely| kind of| sort of| then)* (?:a )?{_MOOD}\b"
    r"|\b(?:we|i|they) (?:all )?(?:just )?(?:got through (?:it|the)|got there|got it done|managed it|sorted it(?: all)? out|muddled through|made it work|pulled it off|came through it)"
    r"|(?<!how )(?<!if )(?<!whether )(?<!what )(?<!until )(?<!way )\b(?:it|that|everything|things) (?:all )?(?:just )?(?:worked out|turned out|got sorted|sorted itself out|got done|worked|improved|got better|blew over|settled down|calmed down)(?: a lot| quite| well| fine| in the end|[.,]|$)"
    r"|\b(?:made|makes|had) an? (?:big|huge|real|massive|significant|positive|great) (?:difference|impact|improvement)"
    r"|\b(?:improved|increased|better|helped) (?:a lot|significantly|massively|hugely|greatly|loads)\b"
    r"|\b(?:said|told (?:me|us)) (?:that )?(?:\w+ ){0,4}(?:did|done|handled|managed|had gone|went)(?: it| that| things)? (?:\w+ ){0,2}(?:well|great|good|a good job|a great job)\b"
    r"|\b(?:really |very )?(?:good|positive|great|nice) feedback\b"
)
_ASIDE = re.compile(
    r"\bmy (?:friend|mate|mates|friends|cousin|sister|brother|mum|mother|dad|father|husband|wife|partner|girlfriend|boyfriend|auntie?|uncle|neighbour|flatmate)\b"
)
_LESSON = re.compile(
    r"\b(?:i(?:'ve)? (?:also |really )?(?:learn(?:ed|t)|realised|realized|now know)|taught me|lesson|learning|my mistake|(?:the|my)(?: real| main| biggest| actual)? mistake was|i should(?:'ve| have)|i got wrong|i did wrong|i'd do differently"
    r"|do differently|what i (?:took|take) (?:from|away)|i wish i'd|takeaway|looking back|in hindsight|with hindsight)\b"
)
_PLATITUDE = re.compile(
    r"\b(?:important|importance|key|communicat\w+|careful|patien(?:t|ce)|teamwork|team work|listen(?:ing)?|never give up|ask (?:for help|questions)|learning (?:experience|curve)|positive|hard work|organised|prepared|plan ahead|stay calm|keep calm"
    r"|double[- ]check|more thorough|learn from (?:your|my|our) mistakes|don't take it personally|not take it personally|everyone makes mistakes|happens to everyone|trust|confidence|resilien\w+|flexible|perseverance)\b"
)
_CHANGED = re.compile(
    r"\b(?:now i|i now|i(?:'ve)? (?:always|never) [a-z]+ (?:\w+ ){0,6}(?:now|since|any more|anymore)|since then|ever since|from then on|from that day|after that i|these days|nowadays|next time i|i(?:'ve)? (?:since|also|then)? ?(?:changed|started|stopped|introduced|set up|made (?:it )?a (?:rule|habit|point|checklist|list))"
    r"|i(?:'ve)? changed|what i changed|what i do (?:now|differently)|so now|so i (?:did|added|wrote|made|built|put|set|started|changed|asked|booked|moved|keep|use|write|ask|check|set|block)|so afterwards i|the first thing i do|every time i|before every|before any|before i [a-z]+ (?:any|a|an|the)"
    r"|we now|is now|are now|(?<!right )(?<!just )(?<!by )(?<!for )(?<!until )now(?=[.,;]|$| (?:when|before|that))|afterwards,? i|(?:made|is|became|it's)(?: that| it| now)? (?:the|a|our|my) (?:rule|standard|habit|policy|routine)|now (?:a|the|every|has|have|get|use|we)|ever again|i (?:always|never) [a-z]+ (?:before|until|without|first)|i(?:'ve)? got into the habit|i(?:'ve)? been (?:\w+ing))\b"
)

Level = Literal[1, 2, 3, 4, 5]


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of it, on the ladder of the outcome dimension."""

    level: Level
    """1 surely none, 2 only vague or only hinted at, 3 stated, 4 checkable, 5 checkable and lasting or counted twice."""
    vague: tuple[int, int, int] | None
    """Unit index, start and end in its plain text of the outcome in vague terms."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, on the ladder of the insight dimension."""

    level: Level
    """1 none, 2 a platitude, 3 a lesson, 4 a changed behaviour, 5 a changed behaviour that lasts or worked."""


def ending(
    reading: Reading, actions: tuple[Action, ...], others: tuple[Action, ...], facts: tuple[Fact, ...]
) -> Ending:
    """How the story ended, looking from the first thing done to the last word."""
    told = [action.unit for action in actions if action.sort in {"done", "present", "assisted"}]
    told += [action.unit for action in others]
    begin = min(told, default=0)
    acts = [(action.unit, action.end) for action in actions if action.sort != "would"]
    last_act = max(acts, default=(begin, 0))
    in_present = _told_in_present(actions)
    checkable = lasting = stated = hinted = 0
    vague: tuple[int, int, int] | None = None
    for index in range(begin, len(reading.units)):
        unit = reading.units[index]
        if unit.raw.rstrip().endswith("?"):
            continue
        after = _sequels(index, unit, last_act, facts) if acts else ()
        if _ASIDE.search(unit.plain) and not _LASTING.search(unit.plain):
            checkable += any(
                sequel.strength == "checkable" and not _ASIDE.search(unit.plain[sequel.at : sequel.end])
                for sequel in after
            )
            continue
        counted = _counted(index, unit, facts)
        match = _last_vague(unit)
        if match is not None:
            vague = (index, match.start(), match.end())
        third = _third_act(unit, after=begin < index or bool(told), in_present=in_present)
        checkable += (
            counted or (third and index > begin) or any(sequel.strength == "checkable" for sequel in after)
        )
        lasting += bool(_LASTING.search(unit.plain)) and index > begin
        went_on = third or _others_went_on(unit) or any(action.unit == index for action in others)
        hinted += bool(after)
        stated += any(sequel.strength == "stated" for sequel in after) or (
            index > begin and (went_on or _WINDS_UP.search(unit.plain) is not None)
        )
    level = _level(checkable, lasting, stated, has_vague=vague is not None)
    # What may be an ending and may be none is not called missing, and is no ending told.
    return Ending(2 if level == 1 and hinted else level, vague)


def _level(checkable: int, lasting: int, stated: int, *, has_vague: bool) -> Level:
    if checkable + lasting >= 2:
        return 5
    if checkable or lasting:
        return 4
    if has_vague:
        return 2
    return 3 if stated else 1


def lesson(reading: Reading) -> Lesson:
    """What was learned, if anything."""
    changed = [index for index, unit in enumerate(reading.units) if _CHANGED.search(unit.plain)]
    half = len(reading.units) // 2
    late = [index for index in changed if index >= half]
    lasting = any(_LASTING.search(unit.plain) for unit in reading.units[half:])
    if late:
        return Lesson(5 if lasting or len(late) > 1 else 4)
    learned = [unit.plain for unit in reading.units[half:] if _LESSON.search(unit.plain)]
    if not learned:
        return Lesson(1)
    return Lesson(3 if any(not _PLATITUDE.search(plain) for plain in learned) else 2)


def is_vague(unit: Unit) -> bool:
    """Whether a unit says how it ended in an adjective."""
    return _VAGUE.search(unit.plain) is not None


def is_aside(unit: Unit) -> bool:
    """Whether a unit is about somebody of one's own circle rather than about the event."""
    return _ASIDE.search(unit.plain) is not None


def is_lasting(unit: Unit) -> bool:
    """Whether a unit tells something that stayed."""
    return _LASTING.search(unit.plain) is not None


def is_platitude(unit: Unit) -> bool:
    """Whether a unit holds a general truth that any candidate could say."""
    return _PLATITUDE.search(unit.plain) is not None


def _last_vague(unit: Unit) -> re.Match[str] | None:
    matches = list(_VAGUE.finditer(unit.plain))
    return matches[-1] if matches else None


def _counted(index: int, unit: Unit, facts: tuple[Fact, ...]) -> bool:
    here = [fact for fact in facts if fact.unit == index]
    here = [fact for fact in here if not _CLOCK.search(unit.plain[: fact.start])]
    numbers = any(fact.sort == "number" for fact in here)
    spans = any(fact.sort in {"number", "duration"} for fact in here)
    if _share_told(unit) or (numbers and _result_counted(unit, here)):
        return True
    if here and _THAN_USUAL.search(unit.plain):
        return True
    return spans and _COMPARED.search(unit.plain) is not None


def _result_counted(unit: Unit, here: list[Fact]) -> bool:
    """Whether a number goes with a verb of outcome, and not just stands in the same sentence."""
    return any(
        match.start() <= fact.start <= match.end() + _NEAR
        for match in _WE_COUNTED.finditer(unit.plain)
        if not _MOVED.match(match[0])
        for fact in here
        if fact.sort == "number"
    )


def _share_told(unit: Unit) -> bool:
    """Whether a share stands for a count: "only a couple complained"."""
    return _SHARE.search(unit.plain) is not None and _WE_COUNTED.search(unit.plain) is not None


def _others_went_on(unit: Unit) -> bool:
    """Whether somebody else does anything at all here; enough not to call the story unfinished."""
    return any(not match["before"] and tells_event(match["verb"]) for match in _THIRD.finditer(unit.plain))


def _sequels(
    index: int, unit: Unit, last_act: tuple[int, int], facts: tuple[Fact, ...]
) -> tuple[Sequel, ...]:
    """What others did, or what became of things, after the last own act."""
    if index < last_act[0]:
        return ()
    vague = _last_vague(unit)
    begin = last_act[1] if index == last_act[0] else 0
    pinned = tuple(
        (unit.raw if fact.sort == "name" else unit.plain)[fact.start :].split()[0].lower().strip(".,;:!?'\"")
        for fact in facts
        if fact.unit == index and fact.sort in {"name", "date"}
    )
    return sequels(unit.plain, begin, pinned=pinned, but=(0, 0) if vague is None else vague.span())


def _told_in_present(actions: tuple[Action, ...]) -> bool:
    """Whether somebody tells the past in the present tense, as many do whose first language isn't English."""
    present = sum(action.sort == "present" for action in actions)
    return present >= 2 and present >= sum(action.sort == "done" for action in actions)


def _third_act(unit: Unit, *, after: bool, in_present: bool) -> bool:
    if not after:
        return False
    if _NEVER_AGAIN.search(unit.plain) or _THIRD_ACT.search(unit.plain):
        return True
    return any(
        not match["before"]
        and not unit.plain[: match.start()].endswith("we ")
        and (is_past(match["verb"]) or (in_present and match["verb"].removesuffix("s") in BARE))
        and match["verb"] not in _NOT_OUTCOME
        and (match["subject"] not in _OBJECT_TOO or _BEGINS.search(unit.plain[: match.start()]))
        for match in _THIRD.finditer(unit.plain)
    )
