"""The words of a question -> what kind of question it is, by rules.

The rules are tried from top to bottom and the first that matches decides, so their order counts:
words that only one kind uses come first ("salary"), then the frame of the question ("tell me about a
time", "what would you do"), then words that several kinds share. A question that no rule knows is taken
for behavioural: that is the commonest kind by far, and an example from one's own life is a good answer to
almost anything. Whoever asks says that the kind was assumed.
"""

import re

from coach.core.records import Kind

UNKNOWN: Kind = "behavioural"
"""The kind of a question that no rule knows."""

READ = 600
"""Characters that are looked at; a question that is still going on after them is no question."""

_JOB = r"(?:job|role|position|post|company|employer|firm|organi[sz]ation|team|work|career|field|profession)s?"
_THROUGH = r"(?:walk|talk|take|run|guide|lead) (?:me|us)(?: \w+)? through"
_STORY = (
    r"\ba (?:\w+ ){0,2}(?:time|moment|occasion|situation|instance|experience)\b|\bexamples? (?:of|when|where)\b"
    r"|\b(?:an|any) (?:occasion|instance|experience)\b|\b(?:have|had) you ever\b|^ever had\b|\bwhen (?:have|has|did|was) \w+"
    r"|\bthink (?:of|back)\b|\blooking back\b|\blast time\b"
)
_FAILURE = (
    r"\bfail(?:ed|ures?|ing)?\b|\bregret|\bset-?backs?\b|\blet\b.*\bdown\b|\bf(?:e|a)ll(?:en)? short\b|\bcriticised fairly\b"
    r"|\b(?:mistakes?|errors?)\b[^.?]*\b(?:you|yours?)\b|\byour (?:\w+ )?(?:mistakes?|errors?|fault)\b|\bmade (?:a|the|any) (?:\w+ )?mistakes?\b"
    r"|\byou\b[^.?]*\b(?:got|get|did|handled|chose|were|went)\b[^.?]*\b(?:wrong|wrongly|badly)\b|\bin the wrong\b"
    r"|\b(?:goal|target|deadline|promise)s?\b[^.?]*\b(?:missed|miss|broke|late)\b|\byou(?:'ve| have)? (?:ever )?(?:missed?|lost|overlooked|misjudged)\b"
    r"|\b(?:didn't|did not|wasn't|were unable to|unable to|not) (?:able to )?(?:go (?:to plan|as planned|well|right)|work(?: out)?|reach|succeed|meet|deliver|finish)\b"
    r"|\b(?:something|anything|it|that|things|what|done) (?:\w+ ){0,4}differently\b|\btake (?:it )?back\b|\bbecause of you\b|\bshould have\b|\bbetter of you\b"
)
_OTHERS = r"(?:colleagues?|managers?|boss|supervisors?|friends?|team(?:mates)?|co-?workers?|people|referees?|employers?|others)"

_RULES: tuple[tuple[Kind, str], ...] = (
    # Words that only one kind uses.
    (
        "closing",
        r"\bquestions? (?:do you have |have you got )?(?:for|to ask) (?:me|us)\b|\b(?:like|want|wish) to ask(?: me| us)?\b|\bover to you\b|\bturn the tables\b"
        r"|\bany(?:thing)? (?:else|more|further|other)\b[^.]*\b(?:add|ask|say|tell|know|finish|questions|mention|share)\b|\bquestions of your own\b"
        r"|\b(?:haven't|didn't|have not|not) (?:talked|covered|discussed|asked|touched)\b|\blast words?\b|\bforg[eo]t to ask\b"
        r"|\bbefore we (?:finish|stop|end|wrap|close|go)\b|\byour turn\b|\bwhat do you want to know\b|\bany questions\?",
    ),
    (
        "salary",
        r"\bsalar(?:y|ies)\b|\bremuneration\b|\bcompensation\b|\b(?:hourly|day|daily) rate\b|\bpay (?:rise|range|expectations?)\b|\bcost us\b"
        r"|\b(?:your|the|what|which|fair) (?:pay|wages?|package)\b|\bpackage are you\b|\b(?:be paid|to earn)\b|\b(?:about|match)(?: the)? money\b|\bbudget is\b"
        r"|\b(?:are|were|do|did) you (?:currently )?(?:earn\w*|paid|make)\b|\b(?:less|more)\b[^.?]* than you (?:wanted|hoped|asked)\b|\bhow much (?:money|do you want|would you want)\b",
    ),
    (
        "introduction",
        r"\babout yourself\b|\b(?:bit|little|something|more) about (?:you|who you are)[.?]?$|\bintroduc(?:e|ing) yourself\b|\bwho are you\b|\bsum up who you are\b"
        rf"|\b{_THROUGH} your (?:\w+ )?(?:cv|resume|résumé|background|career|history|experience)\b|\babout your (?:\w+ )?(?:background|career|work history)\b"
        r"|\byour background\b|\b(?:summary|overview|version) of (?:yourself|you|your (?:\w+ )?(?:career|experience|background))\b|\bstart with you\b",
    ),
    (
        "leaving_reason",
        r"\b(?:why|reasons?|what made you|decided?|explain)\b[^.?]*\b(?:leave|leaving|left|quit|resign\w*|mov(?:e|ed|ing) on)\b|\bleaving your\b|\bwhat have you been doing since\b"
        r"|\bgaps? (?:in|on|between)\b[^.?]*\b(?:cv|resume|résumé|jobs|employment|history|career|record)\b|\b(?:employment|career) (?:gap|break)\b|\bthis gap\b"
        r"|\byou (?:\w+ )?(?:let go|fired|sacked|dismissed|laid off)\b|\b(?:you|ever|been) (?:been |made )?(?:let go|fired|sacked|dismissed|redundant|laid off)\b|\bredundanc(?:y|ies)\b"
        r"|\b(?:chang\w*|switch\w*) (?:of )?(?:careers?|jobs|fields?|professions?)\b|\b(?:so many|several|many) (?:different )?jobs\b|\bnew line of work\b|\boverqualified\b"
        r"|\bout of (?:work|a job)\b|\b(?:long|work) break\b|\baway from (?:paid )?work\b|\btime away\b|\b(?:back|return(?:ing)?) (?:to|into) (?:work|the workforce)\b"
        r"|\blooking (?:for (?:something new|a new job|a change|another job)|to (?:leave|move))\b|\byou (?:didn't|did not|never) (?:finish|complete)\b|\bstayed? (?:somewhere )?(?:for )?only\b",
    ),
    # The frame of the question.
    ("behavioural_failure", rf"(?:{_STORY}|\btell (?:me|us) about|\bdescribe\b|\btalk about\b|\bwhich\b|\bwhat(?:'s| is| was)\b).*(?:{_FAILURE})"),
    ("behavioural", rf"{_STORY}|\bare you most proud\b|\byou(?:'re| are) most proud\b"),
    (
        "strengths_weaknesses",
        r"\bstrengths?\b|\bweakness(?:es)?\b|\bweak (?:spots?|points?|sides?)\b|\bgood at\b|\bdescribe yourself\b|\b(?:three|five|few|one) (?:words?|adjectives)\b|\bwhy should (?:we|i)\b"
        rf"|\b(?:makes?|sets?) you (?:the|apart|stand|different|unique|qualified|suitable|a (?:good|great|strong))\b|\b{_OTHERS}\b[^?]*\b(?:say|describe|criticise|criticize|count on)\b"
        r"|\bdescribe you\b|\bbring\b[^?]*\b(?:others|nobody|no one else|us|team|table|role|company)\b|\b(?:need|have|like|trying|want|wants|still) (?:to )?(?:get better|improve|work on|develop|learn)\b"
        r"|\bareas? (?:for|of|where)\b[^?]*\b(?:improve\w*|development|develop)\b|\bstruggle with\b|\b(?:best|right|ideal|good|perfect) (?:candidate|person|fit)\b|\bstand out\b|\byour (?:\w+ )?(?:skills|qualities|qualifications)\b",
    ),
    (
        "technical_explanation",
        r"\bexplain (?:how|what|to|the|it|a|an|your)\b|\bhow (?:would|do) you (?:explain|teach|describe)\b|\bhow (?:do|does) (?:\w+ ){1,4}works?\b|\bdifferences? between\b|\bdefine\b"
        r"|\bwhat (?:does|do) (?!you)(?:\w+ ){1,4}(?:do|mean|stand for)\b|\b(?:procedure|steps|protocol) (?:for|to)\b|\b(?:signs|symptoms|stages|steps|principles|types|causes) (?:of|in)\b"
        rf"|\bwhat happens (?:when|if|inside)\b|\bin (?:plain|simple|everyday|your own) (?:words|terms|english)\b|\b{_THROUGH} (?:how|the way|the process|the steps)\b",
    ),
    (
        "situational",
        r"\bwhat (?:would|will|should|could) (?:you|be your) (?!like to be|bring)|\bhow (?:would|will|might|could) you\b|\b(?:imagine|suppose|picture|assume|let's say|pretend|what if)\b|^say (?:a|an|you|your|the|two)\b"
        r"|\bwhat do you (?:do|say|tell them)(?: (?:next|first))?\?|\bwhat (?:next|now|then|happens next|comes first)\?|\bhow do you (?:react|respond|handle it|deal with (?:it|that)|proceed)\?"
        r"|\bwhere do you (?:start|begin)\?|\bwhat steps (?:would|do)\b|\bif (?:we|you|a|an|your|one|the|someone|two)\b[^?]*\bwould you\b",
    ),
    (
        "motivation",
        r"\bwhy (?:do|did|would|are) you (?:want|apply|appl|choose|like|interested|hope|think)|^(?:so,? )?why (?:\w+ ){0,3}\w+\?|\bwhy (?:us|here|this)\b|\battract|\b(?:draws?|drew) you\b"
        r"|\binterest(?:s|ed)?\b[^?]*\b(?:you|in (?:this|our|the|working))\b|\bknow about (?:us|our|the|this)\b|\b(?:five|ten|\d+) years\b|\byears' time\b|\b(?:career|long-term|future|professional) (?:goals?|plans?|ambitions?)\b"
        r"|\bambitions?\b|\bmotivates? you\b|\bmotivated\b|\bmotivation\b|\bdrives you\b|\blooking for in\b|\bout of bed\b|\bmade you (?:choose|go into|apply|want|decide to become)\b|\bfit into your\b|\binspired you\b"
        rf"|\b(?:ideal|dream|perfect|next) {_JOB}\b|\benjoy\b|\bpassion|\bwant this\b|\bjoin us\b|\bchoose (?:this|our|us)\b|\bhope to (?:gain|achieve|learn)\b|\blike (?:most |best |least )?about\b",
    ),
    # Words that several kinds share.
    ("behavioural_failure", _FAILURE),
    (
        "technical_explanation",
        r"\bhow do you (?:take|make (?:a|an)|check|calculate|test|measure|set up|install|repair|build|write|use|clean|fit|change a|prepare a|perform|administer|configure)\b"
        r"|^(?:what is|what's|what are) (?:a|an|the \w+ of|\w+)\?|\bstep by step\b|\bexplain\b",
    ),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)


def guess_kind(text: str) -> Kind:
    """Guess what kind of question this is.

    Args:
        text: The question in English, as somebody typed it or remembers it.

    Returns:
        The kind of the first rule that matches, `UNKNOWN` when none does.
    """
    plain = " ".join(text[:READ].casefold().replace("\u2019", "'").split())
    return next((kind for kind, pattern in _COMPILED if pattern.search(plain)), UNKNOWN)
