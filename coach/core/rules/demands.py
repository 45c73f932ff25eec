"""What single kinds of question ask for: a basis, a question, a reason, a link to this job."""

import re

from coach.core.lexicon import word_set
from coach.core.records import Kind
from coach.core.rules.facts import Fact, find_facts
from coach.core.rules.reading import Reading, Unit

_REASON = re.compile(
    r"\b(?:because|so that|so (?:it|they|she|he|nobody|no one|everyone|people|that|if|when|the|a) |(?<=[\w'],) so i |(?<=[a-z]) so i |otherwise|in case|the reasons?|which (?:means|meant|is why)|that's why|rather than|instead of|to make sure|to avoid|to stop|in order to|as long as|it's not worth|not about|i know whether|what (?:they|she|he|people) (?:actually|really)|since (?:they|she|he|it|the|we|i|there|you)|due to|the risk|trade[- ]?off|if (?:i|we|you|it|they) (?:don't|didn't|do not|skip\w*|get|got)|otherwise|depends on|means that|that way|worse)\b"
)
_DEFERS = re.compile(
    r"\bit(?:'d| would|'ll|'s)?(?: all| really| just)* depends?\b|\b(?:follow|check|look at|go by|stick to) (?:the |your |our |company |whatever the )*(?:policy|policies|procedures?|rules|guidelines)\b"
    r"|\b(?:let|leave it (?:to|for|with)|pass it (?:to|on to)) (?:them|him|her|hr|somebody else|someone else|(?:the|my|a) (?:manager|boss|supervisor|team leader|others))\b|\b(?:not|isn't|don't think it's) my (?:place|job|business)\b|\bup to (?:them|him|her|(?:the|my) (?:manager|boss|supervisor))\b"
)
_WANTS = re.compile(
    r"\bi(?:'m| am) (?:\w+ )?(?:excited|interested|keen|passionate|looking|applying)\b|\bi(?:'d| would) (?:\w+ )?(?:like|love|fit|be a)\b|\bi want to (?:work|join|be)\b|\bfit in\b|\bi(?:'ve)? always wanted\b"
)
SURELY = 2
"""Once may be a slip of the tongue; twice is what the answer is about."""

_ORDER = re.compile(
    r"\b(?:first(?:ly)?|second(?:ly)?|then|after that|before (?:i|we|that|any)|finally|next|once (?:i|that|they|it)|start (?:with|by)|until|priorit\w+|if (?:he|she|they|it|that|there|i|we|the))\b"
)
_MONEY = re.compile(
    r"[£$€]\s?\d|\b\d{2,3}(?:,\d{3}|k| k| thousand| grand)|\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|grand)\b|\b\d{2,}\b|\b(?:fifteen|sixteen|seventeen|eighteen|nineteen|eleven|twelve|thirteen|fourteen) (?:pounds|euros|dollars|an hour|thousand|grand|fifty)\b|\b(?:an hour|per hour|a day|day rate|a year|per annum)\b"
)
_SOURCED = re.compile(
    r"\b(?:surveys?|glassdoor|payscale|advertised|adverts?|union|pay scale|pay band|band \w+|recruiters?|benchmarks?|averages?|published|going rate)\b"
)
_FIGURE = r"(?:[£$€]?\d[\d,.k]*|(?:\w+-)?(?:ten|eleven|twelve|\w{3,5}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:-\w+)?)"
_RANGE = re.compile(
    rf"\b(?:between|from) [\w £$€,.-]{{2,40}} (?:and|to) {_FIGURE}|{_FIGURE}(?: thousand| point \w+)? (?:to|or) {_FIGURE}|\brange\b|\d\s?[-\u2013]\s?[£$€]?\d"
)
_BASES = {
    "market": re.compile(
        r"\b(?:market|surveys?|going rate|averages?|benchmarks?|glassdoor|payscale|similar (?:roles?|jobs?|positions?|posts?)|other (?:roles?|jobs?|positions?|offers?)|same (?:roles?|jobs?|positions?)|comparable|advertised|adverts?|researched|research|union|pay scale|pay band|band \w+|sector|industry|in this (?:area|region|city)|elsewhere|recruiters?)\b"
    ),
    "scope": re.compile(
        r"\b(?:responsib\w+|scope|level of|includes?|involves?|managing (?:a|the|people|staff)|the (?:role|job|post|position) (?:has|is|asks|needs|carries|covers|means|adds)|bigger|team of|nights|shift|on[- ]call|seniority)\b"
    ),
    "record": re.compile(
        r"\b(?:(?:my|of|years'?|years of|the) (?:\w+ )?experience|i(?:'ve| have) (?:\w+ )?(?:done|led|run|managed|brought|built|held|saved|grown|qualified|trained)|i (?:led|run|ran|manage|managed|brought|cut|built|saved|grew|hold|trained|supervise|supervised)|qualifi\w+|certif\w+|licen[cs]e|track record|my current|i bring)\b"
    ),
}
_NEEDS = re.compile(
    r"\b(?:my (?:rent|mortgage|debts?|overdraft|loans?|bills|car|credit cards?|childcare|outgoings|student loan)|in debt|the bailiffs|maxed out|behind on|can't afford|child ?care costs?|maintenance payments|bankrupt\w*|divorce)\b"
)
_FLOOR = re.compile(
    r"\b(?:at least|minimum|no less than|not less than|nothing (?:below|under)|couldn't (?:go|take|accept) (?:less|below|under|lower)|wouldn't (?:go|take|accept) (?:less|below|under|lower))\b"
)
_GIVEN_AWAY = re.compile(
    r"\b(?:(?:take|accept|happy with|fine with|go with) (?:whatever|anything)|whatever (?:you(?:'ve| have)? (?:got|offer|think|can)|is (?:fair|going))|i(?:'m| am) not (?:really )?(?:bothered|fussed)|any(?:thing| amount) (?:is|would be) (?:fine|ok|okay|good))\b"
)
_FLEXIBLE = re.compile(
    r"\b(?:review|package|pension|holiday|bonus|flexib\w+|training|commission|overtime|hours|development|start date|benefits|if the (?:base|salary|figure|basic))\b"
)
_ASKS = re.compile(
    r"\?\s*$|^(?:and |so |but |first(?:ly)?,? |second(?:ly)?,? |third(?:ly)?,? |also,? |the other thing,? )*(?:what|how|who|when|where|why|which|could you|can you|would you|do you|does|is there|are there|if i)\b|\b(?:i'd (?:also )?(?:like|love|be interested) to (?:know|understand|ask|hear)|i(?:'m| am| was) (?:curious|wondering|keen to know)|i wanted to (?:ask|know|understand)|i wonder|tell me (?:about|more)|my (?:first |second |other |last )?question)\b"
)
_LOGISTICS = re.compile(
    r"\b(?:holidays?|annual leave|time off|days off|work(?:ing)? from home|remote|hybrid|parking|park|pay|paid|salary|wages?|hours|benefits|lunch|breaks?|start date|when (?:would|do|will|can|could) i (?:start|hear|know|find)|hear (?:back|from)|next (?:steps?|stage)|dress|uniform|discount|pension|overtime|bonus|sick|rota|shifts?|bus|train|commute|canteen|gym|laptop|how many people (?:have|are you)|interviewing|finish (?:early|work))\b"
)
_LINK = re.compile(
    r"\b(?:you(?:'re|'ve|r|rs)?|this (?:job|role|post|position|team|company|firm|place|school|hospital|ward|vacancy|opportunity|scheme|one)|the (?:job|role|post|position|vacancy|advert|job description)|here)\b"
)
_LOOKING = re.compile(
    r"\b(?:i(?:'m| am) (?:now )?(?:looking|ready|applying|after)|i(?:'d| would) (?:like|love|want) to|i want (?:to|a|the|my)|which is why|that's why|so now|next (?:step|job|role)|wanted? to move)\b"
)
_GENERIC_YOURS = word_set(
    """
    company people team teams culture values reputation organisation organization website business
    brand mission vision work clients customers growth success benefits products services employees
    staff industry time self selves ethos environment standards world class really own great good
    whole job role and as as, in is a the are very so have got offer think do know can could will
    would might want need see may should like get say said obviously just also always must did were
    were, had have has were've seem look
    """
)
_YOURS = re.compile(
    r"\byour(?:s)? (?P<noun>[a-z'-]+)(?: (?P<second>[a-z'-]+))?|\byours (?:was|is|were)\b|\bone of your\b|\byou (?:(?:also|recently|still|actually|just|already) )?(?P<verb>[a-z]+)\b"
)
_COMMON = word_set(
    """
    with this that from have been will your their they about what when where which while into over
    under first second third round panel manager hiring interview interviewer final junior senior
    trainee graduate assistant officer executive leader lead head director company team role work
    working scheme small large local service services firm mid-size medium years year full part time
    based specialist staff member school programme general
    """
)


def defers(unit: Unit) -> bool:
    """Whether a unit leaves it to the circumstances, to a policy or to somebody else."""
    return _DEFERS.search(unit.plain) is not None


def speaks_of_the_job(reading: Reading) -> bool:
    """Whether an answer is about wanting this job, at more than one place."""
    links = sum(_LINK.search(unit.plain) is not None for unit in reading.units)
    return links >= SURELY and any(_WANTS.search(unit.plain) for unit in reading.units)


def gives_reason(unit: Unit) -> bool:
    """Whether a unit says why."""
    return _REASON.search(unit.plain) is not None


def orders(unit: Unit) -> bool:
    """Whether a unit puts steps in an order or under a condition."""
    return _ORDER.search(unit.plain) is not None


def bases_for_pay(reading: Reading) -> tuple[str, ...]:
    """On what a figure rests: market, scope, record."""
    return tuple(name for name, pattern in _BASES.items() if pattern.search(reading.plain))


def sourced(reading: Reading) -> bool:
    """Whether the market is named by something one could look up."""
    return _SOURCED.search(reading.plain) is not None


def names_pay(reading: Reading) -> bool:
    """Whether there is a figure or a range at all."""
    return _MONEY.search(reading.plain) is not None


def gives_range(reading: Reading) -> bool:
    """Whether the figure is a range."""
    return names_pay(reading) and _RANGE.search(reading.plain) is not None


def names_terms(reading: Reading) -> bool:
    """Whether something besides the base pay is put on the table."""
    return _FLEXIBLE.search(reading.plain) is not None


def private_money(unit: Unit) -> re.Match[str] | None:
    """Private money matters, where pay is the question."""
    return _NEEDS.search(unit.plain)


def floor_and_giveaway(reading: Reading) -> tuple[int, re.Match[str]] | None:
    """Where a floor that was named before is given away: unit index and place."""
    floor = False
    for index, unit in enumerate(reading.units):
        away = _GIVEN_AWAY.search(unit.plain)
        if floor and away:
            return index, away
        floor = floor or _FLOOR.search(unit.plain) is not None
    return None


def questions_asked(reading: Reading) -> tuple[tuple[int, bool], ...]:
    """(unit index, whether it is about the work rather than about logistics) of each question."""
    return tuple(
        (index, _LOGISTICS.search(unit.plain) is None)
        for index, unit in enumerate(reading.units)
        if _ASKS.search(unit.raw.lower().strip()) or _ASKS.search(unit.plain)
    )


def job_words(job: str, context: str) -> frozenset[str]:
    """Words of the advert and the setting that could tie an answer to them."""
    words = re.findall(r"[a-z][a-z'-]{3,}", f"{job} {context}".lower())
    return frozenset(word.rstrip("s") for word in words if word not in _COMMON)


def links_to_job(reading: Reading, kind: Kind, words: frozenset[str]) -> bool:
    """Whether the answer is tied to this job or this employer.

    For a motivation it takes more than "you": something about the employer that would be false
    of another (the swap test). For the other kinds any mention of the job is enough.
    """
    if _shares(reading, words):
        return True
    if kind == "closing":
        return any(work for _, work in questions_asked(reading))
    if kind != "motivation":
        return any(_LINK.search(unit.plain) or _LOOKING.search(unit.plain) for unit in reading.units)
    facts = find_facts(reading)
    return bool(facts) or any(_particular(unit) for unit in reading.units)


def names_the_job(reading: Reading) -> bool:
    """Whether this job or this employer is spoken of at all, beyond looking for something new."""
    return any(_LINK.search(unit.plain) for unit in reading.units)


def particulars(reading: Reading, facts: tuple[Fact, ...], words: frozenset[str]) -> int:
    """How many units tie the answer to this employer by something particular."""
    named = {fact.unit for fact in facts if fact.sort in {"name", "number", "date"}}
    return sum(
        _particular(unit)
        or (index in named and _LINK.search(unit.plain) is not None)
        or _shares_unit(unit, words)
        for index, unit in enumerate(reading.units)
    )


def _particular(unit: Unit) -> bool:
    for match in _YOURS.finditer(unit.plain):
        spoken = match["noun"] or match["verb"]
        if spoken is None or (spoken.rstrip("'s") not in _GENERIC_YOURS and spoken not in _GENERIC_YOURS):
            return True
    return False


def _shares(reading: Reading, words: frozenset[str]) -> bool:
    return any(_shares_unit(unit, words) for unit in reading.units)


def _shares_unit(unit: Unit, words: frozenset[str]) -> bool:
    return any(word.rstrip("s") in words for word in re.findall(r"[a-z][a-z'-]{3,}", unit.plain))
