"""What is said about others, and in which words: running down, blame, swearing, stock phrases.

An accusation is certain only where the words leave no other reading; otherwise it is only raised,
as a question. Ill treatment told plainly (bullying, discrimination, harassment) is no fault.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.core.rules.flow import Place
from coach.core.rules.reading import Reading

_PERSON = r"(?:she|he|they|(?:my|the|our|that|this|his|her|their|old|last) (?:[a-z'-]+ ){0,2}?(?:manager|boss|supervisor|director|owner|management|company|firm|employer|ward|team|place|colleagues?|coworkers?|staff|client|customer|customers|pupils?|students?|parents?|patient|patients|head|leadership|hospital|school|department|people|organisation|office|shop|team leader|lead|agency|council))"
_RUNNING_DOWN = (
    r"(?:nightmare|useless|idiots?|incompetent|lazy|awful|terrible|toxic|rubbish|a joke|clueless|hopeless|pathetic|horrible|horrendous|dreadful|stupid|a bully(?= and)|moron|clown|shambles|disgrace|arrogant|crazy|mental|psycho|"
    r"a pain|badly run|poorly run|badly managed|poorly managed|a mess|chaotic|dishonest|two-faced|backstabbing|unprofessional|miserable|vile|nasty|thick|dense|jobsworth|cowboys|dinosaurs?|impossible|unbearable|insufferable)"
)
_CERTAIN = re.compile(
    rf"(?<![\w'])(?P<who>{_PERSON})(?: all| both)?(?:'s|'re| was| were| is| are)(?: \w+ly| just| so| such| a bit| always| all| pretty| quite| basically| kind of| sort of| total| complete| absolute| of| an?)* {_RUNNING_DOWN}\b"
    rf"|(?<![\w'])(?P<who2>{_PERSON}) (?:\w+ly )?(?:never (?:listen|document|cover|help|support|train|tell|told|plan|repl|communicate|appreciate|care|paid|pay|do|did|bother|thank|show|turn|back|ask|answer|follow|learn|work)\w*(?! (?:me down|again))|couldn't be bothered|couldn't care less|didn't care|don't care|didn't have a clue|had no (?:idea|clue)|hadn't a clue|couldn't (?:manage|run|organise))"
    r"|\bwhat (?:an? )?(?:idiot|joke|shambles|nightmare of a)\b"
)
_TOLD_PLAINLY = re.compile(
    r"\b(?:bull(?:y|ied|ying)|discriminat|harass|racis|sexis|homophob|assault|abus|unsafe|illegal)"
)
_REPORTED = re.compile(
    r"(?<!\bi )\b(?:said|told|called|shouted|shouting|saying|says|calling|screamed|screaming|yelled|swore) [\w ,']{0,30}$"
)
_RAISED_DOWN = re.compile(
    r"\b(?:so|really|very|completely|totally|absolutely) (?:badly (?:run|managed|organised)|disorganised|unfair|ungrateful)\b|\b(?:promised|told) (?:me|us) [\w ,]{0,40}(?:and|but) (?:it )?(?:never|didn't) (?:happen|came|materialise)\w*"
    r"|\b(?:i hate|i hated|i can't stand|i couldn't stand) (?:my|the|that|working|them|him|her|it)\b"
)
_NOT_MINE = re.compile(
    r"\b(?:it|that|this|which) (?:wasn't|was not|isn't|is not)(?: really| actually| even| entirely)? (?:my|our) (?:fault|job|responsibility|mistake|problem|doing|error|change)\b"
    r"|\b(?:that's|that is|that was|it's|it was|that would be) (?:all )?(?:on|down to) (?:him|her|them)\b"
    r"|\b(?:was|were|is|it's) (?:\w+ )?(?:their|his|her|(?:the |my )?[a-z]+(?: [a-z]+)?(?:'s|s')) (?:fault|responsibility)\b"
    r"|\bnot my (?:fault|job|problem|responsibility)\b|\bnothing to do with me\b"
)
_SHOULD_HAVE = re.compile(
    r"\b(?P<who>they|he|she|(?:the|my|our) [a-z]+(?: [a-z]+)?|[a-z]{2,}) (?:should|ought to)(?:'ve| have) (?:\w+ly )?(?:been|[a-z]+ed|caught|told|known|done|seen|given|taught|made|said|thought|spotted|put|written|sent|kept|taken|brought)\b"
)
_OWNED = re.compile(
    r"\b(?:i should(?:'ve| have)|i hadn't|i didn't (?:check|ask|tell|ring|call|notice|think|see|read|test|realise|listen|plan|say|look|allow)|my (?:own )?(?:mistake|fault|responsibility|error)|my (?:own )?part (?:in|of|was)|(?:was|is|it's|that's) (?:\w+ )?(?:mine|on me|down to me)|i (?:got|did) (?:it |that )?wrong|i missed|i forgot|i take (?:full )?responsibility|i own)\b"
)
_SWEARING = re.compile(
    r"\b(?:\w*fuck\w*|shit\w*|bullshit|bollocks|bastards?|wankers?|arseholes?|assholes?|bitch(?:es|y)?|twats?|pricks?|dickheads?|pissed off|cunts?|tossers?)\b"
)
_CRUDE = re.compile(
    r"\b(?:crap|bloody|damn|goddamn|screw(?:ed)? (?:them|him|her|that)|piss|arse|slag(?:ged|ging)? off)\b"
)
_BENT = re.compile(
    r"\b(?:everyone|everybody|we all|they all) (?:does|did|do|cuts?) (?:it|that|corners)\b|\b(?:nobody|no one) (?:would |will |'d |ever )*(?:know|knows|notices?|find out|finds out|checks?)(?! (?:how|what|where|who|why|which|if|whether|about|me|him|her|us|them)\b)\b|\bturn(?:ed)? a blind eye\b|\b(?:tell|say to|told) (?:\w+ ){1,2}(?:what|whatever) (?:they|he|she|you) (?:want|wants|wanted) to hear\b|\b(?:say|tell \w+|pretend) (?:[\w']+ ){1,10}even (?:if|though) (?:it|he|she|they|i|we) (?:hasn't|haven't|isn't|aren't|didn't|don't|doesn't|wasn't)\b|\bbend the rules\b|\bcut (?:a few )?corners\b"
    r"|\bi (?:just |sort of |kind of )?(?:lied|faked|fiddled|forged|fudged|made (?:it|them|the numbers|the figures) up|covered it up|hid it|exaggerated|backdated)\b|\bi'd (?:probably |just )*(?:keep going|carry on|skip it|sign it off anyway|let it (?:go|slide)|keep quiet|say nothing)\b"
)
_CLAIM = re.compile(
    r"\bsingle[- ]handedly\b|\bi(?:'ve)? never (?:make|made|failed|fail|lost|lose|missed) (?:a |an |any )?(?:mistakes?|clients?|deadlines?|anything|deal)\b|\b(?:nobody|no one) else (?:could|can|would have|was able)\b|\bi(?:'m| am|'d be) (?:probably |definitely |easily )?the best\b|\bthe best (?:\w+ )?(?:you'll|you will|they'd|they've|you've) ever\b|\bi(?:'m| am) (?:\w+ )?(?:an? )?(?:natural(?:-born)? leader|genius|world[- ]class|irreplaceable)\b|\beveryone (?:always )?(?:says|tells me) i(?:'m| am)\b"
)
_SURE = {"negativity": _CERTAIN, "unprofessional": _SWEARING}
_DOUBTFUL = {
    "negativity": _RAISED_DOWN,
    "integrity_flag": _BENT,
    "overclaiming": _CLAIM,
    "unprofessional": _CRUDE,
}
_PRIVATE_LIFE = re.compile(
    r"\b(?:(?:my|a|the|our) (?:\w+ )?divorce|(?:going through|got) (?:a )?divorced?|custody|anti-?depressants|my ex\b|ex-(?:wife|husband|partner)|miscarriage|nervous breakdown|bankrupt\w*|in rehab)\b"
)
_STOCK = re.compile(
    r"\bteam[- ]player\b|\bhard[- ]?work(?:er|ing)\b|\bpassionate (?:about|for)\b|\bmy passion\b|\boutside (?:of )?the box\b|\b(?:hundred and ten|110|hundred and fifty|one hundred|a hundred) ?(?:%|percent|per cent)\b|\bperfectionist\b|\bwork (?:too|so) hard\b|\bcare too much\b|\bgo[- ]getter\b|\bself[- ]starter\b|\bself[- ]motivated\b|\b(?:highly|very|really) motivated\b|\b(?:results|goal|solution|detail|people|customer)s?[- ](?:driven|oriented|orientated|focused)\b|\bdream (?:job|company|role|employer)\b|\b(?:leading|global|world[- ]class|prestigious|reputable) (?:\w+ )?(?:company|organisation|brand|employer|firm|player)\b"
    r"|\b(?:great|perfect|good|ideal|natural) fit for (?:your|the|this) (?:culture|company|team|role|values|organisation)\b|\bperfect for (?:it|this|the (?:job|role|position))\b|\b(?:great|good|excellent|fantastic|amazing) reputation\b|\b(?:amazing|fantastic|great|wonderful|incredible|exciting) opportunity\b|\bgrow (?:and develop|both|personally|professionally|as a (?:person|professional))\b|\bpersonally and professionally\b|\bhit the ground running\b|\b(?:go|goes|going|went) (?:the extra mile|above and beyond)\b|\bpeople[- ]person\b|\b(?:fast|quick) learner\b|\bvalue(?:s)? (?:your|its|their) (?:people|employees|staff)\b|\bsynerg\w+\b|\bleverag\w+\b|\b(?:to the )?next level\b|\bfast[- ]paced (?:environment|\w+ environment)\b|\b(?:strong|excellent|great|good) communicat(?:or|ion skills)\b|\b(?:on )?my own initiative\b|\bthrive (?:under|on|in)\b|\bthink on my feet\b|\bwear(?:ing)? many hats\b|\bmove the needle\b|\bproven track record\b|\bvalue add\b|\bgame[- ]chang\w+\b|\bchallenge myself\b|\bnew challenges?\b|\bget on with (?:everyone|everybody|anyone)\b|\bgive (?:it )?my all\b|\bteamwork makes\b|\bno i in team\b|\bwork hard,? play hard\b|\bin my dna\b|\bdynamic (?:team|individual|environment|company)\b|\bmultitask\w*\b"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Accusations that the words prove, and those that they only suggest."""

    certain: dict[str, Place]
    raised: dict[str, Place]
    units: frozenset[int]
    """Every unit in which any of them stands; none of it is fit to be praised."""


def accusations(reading: Reading, *, own_part_asked: bool) -> Spoken:
    """Negativity, blame, swearing, bent rules and big claims, each at its clearest place.

    `own_part_asked`: the question is about the candidate's own part, so that blame can be told
    from explanation.
    """
    certain: dict[str, Place] = {}
    raised: dict[str, Place] = {}
    blame: list[Place] = []
    touched: set[int] = set()
    owned = False
    for index, unit in enumerate(reading.units):
        owned = owned or _OWNED.search(_NOT_MINE.sub(" ", unit.plain)) is not None
        here = list(_blame(index, unit.plain))
        blame.extend(here)
        if here:
            touched.add(index)
        plainly = _TOLD_PLAINLY.search(unit.plain) is not None
        for name, pattern in _SURE.items():
            match = pattern.search(unit.plain)
            if match and not plainly and not _REPORTED.search(unit.plain[: match.start()]):
                touched.add(index)
                certain.setdefault(name, Place(index, match.start(), match.end()))
        for name, pattern in _DOUBTFUL.items():
            match = pattern.search(unit.plain)
            if match and not plainly:
                touched.add(index)
                raised.setdefault(name, Place(index, match.start(), match.end()))
    if blame:
        sure = not owned and (own_part_asked or len(blame) > 1)
        (certain if sure else raised)["blame_shifting"] = blame[0]
    doubtful = {name: place for name, place in raised.items() if name not in certain}
    return Spoken(certain, doubtful, frozenset(touched))


def private_life(reading: Reading) -> Place | None:
    """Where something is told that nobody needs to know in order to hire; fit for a question, never a verdict."""
    for index, unit in enumerate(reading.units):
        match = _PRIVATE_LIFE.search(unit.plain)
        if match:
            return Place(index, match.start(), match.end())
    return None


def _blame(index: int, plain: str) -> Iterator[Place]:
    for match in _NOT_MINE.finditer(plain):
        yield Place(index, match.start(), match.end())
    for match in _SHOULD_HAVE.finditer(plain):
        if match["who"].split()[-1] not in {"i", "we", "you", "it", "which", "that", "and", "what", "there"}:
            yield Place(index, match.start(), match.end())


def stock_phrases(reading: Reading) -> tuple[Place, ...]:
    """Phrases that any candidate for any job could say, one place for each different phrase."""
    seen: dict[str, Place] = {}
    for index, unit in enumerate(reading.units):
        for match in _STOCK.finditer(unit.plain):
            seen.setdefault(match[0].replace("-", " "), Place(index, match.start(), match.end()))
    return tuple(seen.values())
