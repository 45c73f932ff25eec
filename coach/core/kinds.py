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

_JOB = r"(?:job|role|position|post|company|employer|firm|organi[sz]ation|team|career|field|profession)s?"
_CV = r"(?:cv|resume|résumé|background|career|history|experience|employment|record)"
_THROUGH = r"(?:walk|talk|take|run|guide|lead) (?:me|us)(?: \w+)? through"
_OTHERS = r"(?:colleagues?|managers?|boss|supervisors?|friends?|team|teammates|co-?workers?|people|referees?|employers?)"
_DISMISSED = r"(?:let go|fired|sacked|dismissed|redundant|laid off)"

_STORY = (
    r"\b(?:a|the) (?:\w+ ){0,2}(?:time|moment|occasion|situation|instance|experience) (?:when|where|in which|that|you|someone)\b",
    r"\b(?:a|an|any) (?:time|moment|occasion|situation|instance|experience)\b",
    r"\bexamples? (?:of|when|where)\b",
    r"\b(?:have|had) you ever\b|^ever had\b",
    r"\bwhen (?:have|has|did|was) \w+",
    r"\bthink (?:of|back)\b|\blooking back\b|\blast time\b|\bmost proud\b",
)
_FAILURE = (
    r"\bfail(?:ed|ures?|ing)?\b|\bregret|\bset-?backs?\b|\blet\b.*\bdown\b|\bf(?:e|a)ll(?:en)? short\b",
    r"\b(?:mistakes?|errors?)\b(?! (?:that )?(?:you|they|others) (?:found|spotted|noticed|caught))[^.?]*\b(?:you|yours?)\b",
    r"\byour (?:\w+ )?(?:mistakes?|errors?|fault)\b|\b(?:made|from) (?:(?:a|the|any) )?(?:\w+ )?mistakes?\b|\b(?:poor|bad|wrong) (?:\w+ ){0,2}(?:decision|choice|judge?ment)\b",
    r"\byou\b[^.?]*\b(?:get|got|did|handled|chose|went)\b[^.?]*\b(?:wrong|wrongly|badly)\b|\bin the wrong\b|\bdid you go wrong\b",
    r"\b(?:goal|target|deadline|promise)s?\b[^.?]*\b(?:missed|broke|broken|late)\b|\bfinished\b.*\blate\b",
    r"\b(?:missed|miss|overlooked|misjudged|broken?) (?:a|an|the|your|something|one) ?(?:\w+ )?(?:deadline|goal|target|promise|chance|sign|you)",
    r"\b(?:didn't|did not|wasn't|unable to) (?:go (?:to plan|as planned|well|right)|work\b(?! for)|reach|succeed|meet|deliver|finish)",
    r"\b(?:would|could|should) (?:you )?(?:have )?(?:do|done|handle|handled) (?:\w+ ){0,3}differently\b|\btake (?:it )?back\b",
    r"\bshould have\b|\bbetter of you\b|\blost your (?:patience|temper)\b|\bmore than you could\b|\bdisappointed\b",
    r"\bwent (?:badly )?wrong because\b|\bbecause of something you\b|\bbroke in\b|\bwhat was your part in (?:it|that)\b",
)
_ASKED_FOR = r"(?:tell (?:me|us)|describe|discuss|talk about|explain to|share|which|what|what's|give|think|have|when|looking|can|could)"

_RULES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    # Words that only one kind uses.
    (
        "closing",
        (
            r"\bquestions? (?:do you have |have you got )?(?:for|to ask) (?:me|us)\b|\bany questions(?: of your own)?\?",
            r"\b(?:like|want|wish) to ask(?: me| us)?\b|\bwhat do you want to (?:know|find out)\b|\bforg[eo]t to ask\b",
            r"\bany(?:thing)? (?:else|more|further|other)\b[^.]*\b(?:add|ask|say|tell|know|finish|questions|mention|share)\b",
            r"\b(?:haven't|didn't|have not|not) (?:i )?(?:talked|covered|discussed|asked|touched)\b|\bcan i tell you\b",
            r"\blast words?\b|\bbefore we (?:finish|stop|end|wrap|close|go)\b|\b(?:over to you|your turn|turn the tables)\b",
        ),
    ),
    (
        "salary",
        (
            r"\bsalar(?:y|ies)\b|\bremuneration\b|\bcompensation\b|\b(?:hourly|day|daily) rate\b|\bpay (?:rise|range|expectations?)\b",
            r"\b(?:your|the|that|fair|which) (?:pay|wages?)\b|\bpackage (?:are you|together|do you)\b|\bcost us\b|\bbudget is (?:below|lower)\b",
            r"\b(?:expect|hop\w+|want|like|looking) to (?:be paid|earn|make)\b|\b(?:are|were) you (?:\w+ )?(?:earning|paid|making)\b",
            r"\b(?:about|match)(?: the)? money\b|\bhow much (?:money|do you want|would you want|do you make|are you)\b",
            r"\b(?:less|more) than (?:you (?:wanted|hoped|asked)|we'd planned)\b",
        ),
    ),
    (
        "introduction",
        (
            r"\babout yourself\b|\b(?:bit|little|something|more) about (?:you|who you are)[.?]?$|\bintroduc(?:e|ing) yourself\b",
            r"\bwho are you\b|\bsum up who you are\b|\bstart with you\b|\b(?:responsibilities|duties) in your\b|\bexperience do you have\b|\bfrom your first job\b",
            rf"\b{_THROUGH} your (?:\w+ )?{_CV}\b|\b(?:about|discuss|describe|is|was|me|us) your (?:\w+ )?(?:cv|resume|résumé|background|career|work history|experience)\b",
            rf"\b(?:summary|overview|version) of (?:yourself|you|your (?:\w+ )?{_CV})\b",
        ),
    ),
    (
        "leaving_reason",
        (
            r"\b(?:why|reasons?|what made you|decided?|explain|behind)\b[^.?]*\b(?:leave|leaving|left|quit|resign\w*|mov(?:e|ed|ing) on)\b",
            rf"\bleaving your\b|\bwhat have you been doing since\b|\bgaps? (?:in|on|between)\b[^.?]*\b(?:jobs|{_CV})\b",
            r"\b(?:employment|career|work) (?:gap|break)\b|\b(?:long|this) (?:break|gap)\b|\baway from (?:paid )?work\b|\btime away\b",
            rf"\byou (?:\w+ )?{_DISMISSED}\b|\b(?:been|ever|made) {_DISMISSED}\b|\bredundanc(?:y|ies)\b|\b(?:lost|losing) (?:your|a) job\b",
            r"\b(?:chang\w*|switch\w*) (?:of )?(?:careers?|jobs|fields?|professions?|course)\b|\bnew line of work\b|\boverqualified\b",
            r"\b(?:so many|several|many|all the) (?:different )?jobs\b|\bjobs? (?:\w+ )?ended\b|\bended your contract\b|\bmissing in your\b",
            r"\bout of (?:work|a job)\b|\b(?:weren't|not) (?:working|in a job)\b|\b(?:back|return(?:ing)?) (?:to|into) (?:work|the workforce)\b",
            r"\blooking (?:for (?:something new|a new job|a change|another job)|to (?:leave|move))\b|\bpost was cut\b|\bshort(?:est)? (?:stay|time)\b",
            r"\byou (?:didn't|did not|never) (?:finish|complete)\b|\bstayed? (?:\w+ )?(?:for )?only\b",
        ),
    ),
    # The frame of the question.
    ("behavioural_failure", (rf"\b{_ASKED_FOR}\b.*(?:{'|'.join(_FAILURE)})",)),
    ("behavioural", _STORY),
    ("motivation", (r"\bwhy (?:do|would|did) you (?:want|like|wish|choose|decide) (?:to|this|our)\b",)),
    (
        "strengths_weaknesses",
        (
            r"\bstrengths?\b|\bweakness(?:es)?\b|\bweak (?:spots?|points?|sides?)\b|\b(?:good|best|strongest) at\b|\bstruggle with\b",
            r"\b(?:describe|case for) yourself\b|\bdescribe you\b|\b(?:three|five|few|one) (?:words?|adjectives)\b|\bwhy should (?:we|i)\b",
            r"\b(?:makes?|sets?) you (?:the|apart|stand|different|unique|qualified|suitable|a (?:good|great|strong))\b|\bstand out\b",
            rf"\b(?:would|do|will|might)\b[^?]*\b{_OTHERS}\b[^?,]*\b(?:say|describe|criticise|criticize|count on)\b|\bbetter than most\b",
            r"\bbring(?:ing)?\b[^?]*\b(?:others|nobody|no one else|us|team|table|role|company)\b|\bskills\b|\bqualities\b|\boffer us that\b",
            r"\bwhat (?:would|do|did|will)\b[^?]*\bsay about you\b|\bwould (?:he|she|they) say\b|\b(?:hired|hire) you\b|\ban asset\b|\bare you a\b",
            r"\b(?:need|have|like|trying|want|wants|still|could|you to)(?: to)? (?:get better|improve|work on|develop|learn)\b|\bcome across\b",
            r"\bareas? (?:for|of|where)\b[^?]*\b(?:improve\w*|development|develop)\b|\balone or\b|\bdon't (?:quite )?meet\b",
            r"\b(?:best|right|ideal|good|perfect) (?:candidate|person|fit)\b|\bwould we get with you\b|\bremember about you\b",
        ),
    ),
    (
        "technical_explanation",
        (
            r"\bexplain (?:how|what|to|the|it|a|an|your)\b|\bhow (?:would|do) you (?:explain|teach|describe)\b|\bdefine\b",
            r"\bhow (?:do|does) (?!you)(?:\w+ ){1,4}works?\b|\bdifferences? between\b|\bwhat happens (?:when|if|inside)\b",
            r"\bwhat (?:does|do) (?!you)(?:\w+ ){1,4}(?:do|mean|stand for)\b|\b(?:procedures?|steps|protocols?) (?:for|to|do you follow)\b",
            r"\b(?:signs|symptoms|stages|steps|principles|types|causes) (?:of|in)\b|\bin (?:plain|simple|everyday) (?:words|terms|english)\b",
            rf"\b{_THROUGH} (?:how|what you (?:do|say|check)|the (?:way|process|steps|checks|procedure)|your (?:\w+ )?process)\b",
            r"\bdescribe (?:the|your) (?:\w+ )?process\b|\btypical day\b|\bmake (?:me understand|it clear to me)\b",
        ),
    ),
    (
        "behavioural",
        (
            r"\b(?:tell (?:me|us) about|describe|discuss) (?:an?|something|someone|somebody|the (?:\w+est|most|last|first|best|worst))\b[^?]*\byou",
        ),
    ),
    (
        "situational",
        (
            r"\bwhat (?:would|will|should|could) (?:you|be your) (?!like|bring|need|want to be)|\bhow (?:would|will|might|could) you\b",
            r"\b(?:imagine|suppose|picture|assume|let's say|pretend|what if)\b|^say (?:a|an|you|your|the|two)\b|\bwhat steps (?:would|do)\b",
            r"\bwhat do you (?:do|say|tell them)(?: (?:next|first))?\?|\bwhat (?:next|now|then|happens next|comes first)\?|\bwhere do you (?:start|begin)\?",
            r"\bhow do you (?:react|respond|handle it|deal with (?:it|that)|proceed)\?|\b(?:if|when) (?:you|a|an|your|one|the|someone|two|faced)\b[^?]*(?:,|\bwould)[^?]* (?:do )?you\b",
            r"^(?:you|your|a|an|the|two|three|someone|somebody|it's|half)\b[^?]*\. (?:how|what|where|who) (?:do|would|will)\b",
        ),
    ),
    (
        "motivation",
        (
            r"\bwhy (?:do|did|would|are|have) you (?:want|appl|choos|chos|like|interested|hope|think|decide)|^(?:so,? )?why (?:\w+ ){0,3}\w+\?",
            r"\bwhy (?:us|here|this|is this)\b|\battract|\b(?:draws?|drew) you\b|\bdrives you\b|\bhow long (?:do|would|will) you\b|\bcompetitors\b|\bled you to\b|\binspired you\b",
            r"\b(?:makes?|made) you (?:choose|go into|apply|want|decide|begin)\b|\bright (?:first step|career|move|job) for you\b",
            r"\binterest(?:s|ed)?\b[^?]*\b(?:you|in (?:this|our|the|working))\b|\bknow about (?:us|our|the|this)\b|\bhear about (?:us|this|the)\b",
            r"\b(?:five|ten|\d+) years\b|\byears' time\b|\b(?:career|long-term|future|professional) (?:goals?|plans?|ambitions?)\b|\bambitions?\b",
            r"\bmotivates? you\b|\bmotivated\b|\bmotivation\b|\blooking for in\b|\b(?:out of bed|gets you up)\b|\bfit into your\b|\bworking life\b|\bgood day\b",
            rf"\b(?:ideal|dream|perfect|next) {_JOB}\b|\benjoy\b|\bpassion|\bwant this\b|\bjoin us\b|\bchoose (?:this|our|us)\b|\bkind of workplace\b",
            r"\bhope to (?:gain|achieve|learn|get)\b|\blike (?:the )?(?:most |best |least )?(?:and least )?about\b|\bgives? you energy\b|\bwork environment\b|\bpart of being\b",
        ),
    ),
    # Words that several kinds share.
    ("behavioural_failure", _FAILURE),
    (
        "technical_explanation",
        (
            r"\bhow do you (?:take|make (?:a|an)|check|calculate|test|measure|set up|install|repair|build|write|use|clean|fit|assess)\b",
            r"\bhow do you (?:change a|prepare a|perform|administer|configure|stop an?|plan an?|give an?)\b|\bexplain\b|\bjargon\b",
            r"^(?:what is|what's|what are) (?:(?:a|an|the \w+ of|\w+)\?|\w+ \()|\bdifferentiates\b|\bstep by step\b",
        ),
    ),
)
_COMPILED = tuple((kind, re.compile("|".join(patterns))) for kind, patterns in _RULES)


def guess_kind(text: str) -> Kind:
    """Guess what kind of question this is.

    Args:
        text: The question in English, as somebody typed it or remembers it.

    Returns:
        The kind of the first rule that matches, `UNKNOWN` when none does.
    """
    plain = " ".join(text[:READ].casefold().replace("\u2019", "'").split())
    return next((kind for kind, pattern in _COMPILED if pattern.search(plain)), UNKNOWN)
