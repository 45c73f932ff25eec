"""Everything the rules found in one answer, gathered once, for anchors and findings alike."""

import re
from dataclasses import dataclass

from coach.core.records import Asked, Transcript
from coach.core.rules import actions, demands, facts, flow, outcomes, tone
from coach.core.rules.actions import Action
from coach.core.rules.facts import Fact
from coach.core.rules.flow import Place
from coach.core.rules.outcomes import Ending, Lesson
from coach.core.rules.reading import Reading, Unit, read
from coach.core.rules.verbs import LOOSE, tells_event

_ANCHOR = re.compile(
    r"\b(?:one (?:morning|afternoon|evening|night|day|time|shift|weekend|customer|patient|pupil|student|family|of (?:my|our|the))|once|(?:a|one|two|three|few|couple of|six) (?:weeks?|months?|years?|summers?) ago|last (?:week|month|year|spring|summer|autumn|fall|winter|term|night|\w+day)|when i was (?:at|in|a|an|working|on|doing|still|running|new)|in my (?:last|first|second|previous|current|old|final) (?:job|role|year|week|month|post|placement)|during (?:my|the|our|a)|at (?:my|the) (?:last|previous|old)|there was (?:a|an|this|one)|we had (?:a|an|this)|i had (?:a|an|this)|the one (?:i think|that|i)|the day|that (?:day|morning|night|week))\b"
)
_STAKES = re.compile(
    r"\b(?:broke|broken|died|dead|failed|failing|fail|late|missing|missed|complain\w*|shout\w*|angry|upset|furious|couldn't|wouldn't|short[- ]staffed|short of|queue|deadline|lost|losing|wrong|risk\w*|behind|emergency|stuck|crash\w*|leak\w*|urgent|threat\w*|refus\w+|cancel\w*|pulled out|no one|nobody|only (?:had|one|two|three|a)|without|despite|difficult|problem|mistake|error|fire|flood\w*|down|collapsed|blocked|empty|overdue|out of|sick|off sick|delay\w*|conflict|argu\w+|disagree\w*|against|stopped|ran out|struggl\w+|too (?:late|few|many|little|much)|not enough|falling|fell|rejected|dropped|unhappy|scared|frightened|worried)\b"
)
_GENERIC = re.compile(
    r"\b(?:usually|always|generally|normally|typically|tend to|whenever|i(?:'m| am) (?:the (?:kind|sort|type) of|someone who|a person|very|really|good at|pretty|quite)|a lot of (?:the )?time|most of the time|i \w+ (?:quite )?a lot|every day|all the time|in general|i (?:like|believe|try) (?:to|in|that)|(?:when|if) (?:someone|somebody|people|you|there's|i'm|i get)|you (?:have to|need to|should|just|can't|get|can|do|always)|i make sure)\b"
)
_SELF_PRAISE = re.compile(
    r"\bi(?:'m| am| think i'm| consider myself)(?: \w+){0,3} (?:someone who|good|great|a (?:good|great|strong|natural|people|hard|calm|quick|very)|able to|calm|reliable|organised|well suited|perfect)\b|\bi (?:don't|never) (?:panic|give up|stress)\b|\bi (?:work|cope|thrive) well\b|\bi can bring\b|\bbring to (?:this|your|the)\b|\bthat's how i(?:'ve)?\b|\bthe main thing is\b"
)
_KIND_OF_PERSON = re.compile(
    r"\b(?:the|that's the) (?:kind|sort|type) of (?:person|guy|woman|man)\b|\b(?:describe|see|consider) myself\b|\b(?:people|everyone|they) (?:would )?(?:say|see|describe)\b"
)
_ANY_AIM = re.compile(
    r"\b(?:the|my|a) (?:next|new) (?:step|challenge|chapter|direction)s?\b|\b(?:develop|use|grow|expand) (?:my|as|and|myself)\b|\bsomething new\b"
)
"""What everybody wants next."""

_EXAMPLE = re.compile(
    r"\b(?:for (?:example|instance)|say (?:you|i|we|there|a|it)|imagine|picture|think of (?:it|a|an|the)|let's say|suppose (?:you|i|we)|it's (?:a bit |kind of |sort of |rather )?like (?:a|an|the|when|having)|as if you|pretend|just like (?:a|an|the|when)|the way (?:a|you))\b"
)
_REFUSAL = re.compile(
    r"\b(?:i (?:really |honestly )?can't (?:really |honestly )?(?:think|remember|say|answer|recall)|nothing (?:really )?(?:comes|springs) to mind|i(?:'d| would) rather not|i don't (?:really |actually )?(?:know|have (?:one|an example|any|an answer|anything)|want to)|i(?:'ve| have) never (?:really )?(?:had|been|done|dealt|faced|made)|no comment|(?:can we |let's )?(?:skip|pass|move on)|i'm not (?:really )?sure (?:how|what|i)|no idea|my mind(?:'s| has)? gone blank|i(?:'m| am) drawing a blank)\b"
)
_NO = r"(?:well|so|oh)?[, ]*(?:no|nope|nah|not really|none|nothing|pass|next)(?:[, ]+(?:sorry|thanks|really|not really))*[.!]*"
_CONDITIONAL = re.compile(r"\b(?:would|i'd|you'd)\b")
_PARTICIPLE_AFTER = frozenset(
    [
        "be",
        "been",
        "being",
        "have",
        "has",
        "is",
        "are",
        "am",
        "i've",
        "they've",
        "we've",
        "you've",
        "he's",
        "she's",
        "it's",
        "gets",
        "get",
    ]
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one answer shows, in places of its reading."""

    question: Asked
    reading: Reading
    own: tuple[Action, ...]
    group: tuple[Action, ...]
    facts: tuple[Fact, ...]
    ending: Ending
    lesson: Lesson
    spoken: tone.Spoken
    stock: tuple[Place, ...]
    hedges: tuple[Place, ...]
    hedged: bool
    stalls: bool
    trails_off: bool
    detours: tuple[Place, ...]
    job_words: frozenset[str]
    told_units: frozenset[int]
    """Units that tell something past with a verb of doing, whoever did it."""
    anchored: bool
    """Somebody, some place or some time pins the event down."""
    stakes: bool
    generic: int
    """Units about what is usual."""
    refuses: bool

    @property
    def firm(self) -> int:
        """Own actions told as done, of which one can tell what they were."""
        return sum(action.sort in {"done", "present"} for action in self.own)

    @property
    def assisted(self) -> int:
        """Own actions of which one can't tell what they were."""
        return sum(action.sort == "assisted" for action in self.own)

    @property
    def proven(self) -> bool:
        """Something was done that one can tell, or done to a number that was named."""
        numbered = {fact.unit for fact in self.facts if fact.sort == "number"}
        return self.firm > 0 or any(
            action.sort == "assisted" and action.unit in numbered for action in self.own
        )

    @property
    def told(self) -> int:
        """Own actions that are more than the claim of a habit."""
        loose = sum(
            action.sort == "present"
            and self.reading.units[action.unit].plain[: action.end].split()[-1] in LOOSE
            for action in self.own
        )
        return self.firm + self.assisted - loose

    @property
    def would(self) -> int:
        """Own actions told as what one would do."""
        return sum(action.sort == "would" for action in self.own)

    @property
    def reasons(self) -> int:
        """Units that say why."""
        return sum(demands.gives_reason(unit) for unit in self.reading.units)

    @property
    def lands(self) -> bool:
        """The last unit holds something one could write down: an act, a fact, a lasting change, a question back."""
        if not self.reading.units or self.trails_off:
            return False
        index = len(self.reading.units) - 1
        last = self.reading.units[index]
        if last.raw.rstrip().endswith("?"):
            return True
        if _SELF_PRAISE.search(last.plain) or _ANY_AIM.search(last.plain):
            return False
        if self.question.kind == "situational" and demands.defers(last):
            return False
        hard = any(action.unit == index and action.sort != "assisted" for action in self.own) or any(
            fact.unit == index for fact in self.facts
        )
        soft = outcomes.is_lasting(last) or index in self.told_units or demands.gives_reason(last)
        return (hard and not outcomes.is_vague(last)) or (
            soft and not outcomes.is_vague(last) and not outcomes.is_platitude(last)
        )

    @property
    def fades(self) -> bool:
        """The last unit surely holds nothing to write down: it trails off, praises, or could end any answer."""
        if not self.reading.units or self.trails_off:
            return True
        last = self.reading.units[-1]
        about_self = self.question.kind != "technical_explanation" and claims(last)
        empty = (
            about_self
            or _ANY_AIM.search(last.plain) is not None
            or outcomes.is_vague(last)
            or outcomes.is_platitude(last)
        )
        return not self.lands and empty

    @property
    def opens(self) -> bool:
        """The first two units already hold something of the answer."""
        if self.stalls:
            return False
        return any(
            any(action.unit == index for action in (*self.own, *self.group))
            or any(fact.unit == index for fact in self.facts)
            or index in self.told_units
            or demands.gives_reason(unit)
            for index, unit in enumerate(self.reading.units[:2])
        )

    @property
    def example(self) -> bool:
        """A worked example or a comparison stands in for an event."""
        return any(_EXAMPLE.search(unit.plain) for unit in self.reading.units)


def gather(
    question: Asked,
    transcript: Transcript,
    left_out: tuple[tuple[int, int], ...],
    job: str,
    context: str,
) -> Evidence:
    """Read one answer, without the stretches `left_out`."""
    reading = read(transcript, left_out)
    own = tuple(
        action
        for action in actions.own_actions(reading)
        if action.sort != "present" or not claims(reading.units[action.unit])
    )
    group = actions.group_actions(reading)
    found = facts.find_facts(reading)
    hedges = flow.hedges(reading)
    plain = [unit.plain for unit in reading.units]
    told = frozenset(index for index, line in enumerate(plain) if _tells_event(line))
    return Evidence(
        question=question,
        reading=reading,
        own=own,
        group=group,
        facts=found,
        ending=outcomes.ending(reading, own, group, found),
        lesson=outcomes.lesson(reading),
        spoken=tone.accusations(reading, own_part_asked=_own_part_asked(question)),
        stock=tone.stock_phrases(reading),
        hedges=hedges,
        hedged=flow.hedges_too_much(reading, hedges),
        stalls=flow.stalls(reading),
        trails_off=flow.trails_off(reading),
        detours=flow.detours(reading),
        job_words=demands.job_words(job, context),
        told_units=told,
        anchored=any(_ANCHOR.search(line) for line in plain)
        or any(fact.sort in {"date", "name", "speech"} for fact in found),
        stakes=any(_STAKES.search(line) for line in plain),
        generic=sum(_GENERIC.search(line) is not None for line in plain),
        refuses=any(_REFUSAL.search(line) for line in plain[:4])
        or re.fullmatch(_NO, reading.plain) is not None,
    )


def claims(unit: Unit) -> bool:
    """Whether a unit says what is usual, or praises, rather than what happened."""
    return any(pattern.search(unit.plain) for pattern in (_GENERIC, _SELF_PRAISE, _KIND_OF_PERSON))


def _own_part_asked(question: Asked) -> bool:
    asked = re.search(
        r"\b(?:your (?:own )?(?:part|mistake|role|fault|responsib\w+)|went wrong|go wrong|broke|fail\w*|mistake|would you do)\b",
        question.text.lower(),
    )
    return question.kind in {"behavioural_failure", "situational"} or asked is not None


def _tells_event(line: str) -> bool:
    """Whether something happened here: a past verb that is no participle ("to be told", "have been asked")."""
    if _CONDITIONAL.search(line):
        return False
    words = re.findall(r"[a-z']+", line)
    return any(
        tells_event(word) and before not in _PARTICIPLE_AFTER
        for before, word in zip(["", *words], words, strict=False)
    )
