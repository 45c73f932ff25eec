"""Text in an answer that is addressed to whoever judges it.

Such sentences are reported and left out of the judging, so that an answer with them gets what
the same answer gets without them.
"""

import re
from collections.abc import Iterator

from coach.core.records import Transcript
from coach.core.rules.reading import sentence_runs

_SCORE = r"(?:scores?|scoring|marks?|ratings?|rate|grades?|bands?|points?|stars?)"
_TOP = r"(?:5|five|10|ten|100|full|top|maximum|max|highest|perfect|excellent|outstanding|best)"
_ADDRESSED = re.compile(
    r"\b(?:ignore|disregard|forget|override|skip)\b.{0,30}\b(?:instructions?|prompts?|rubric|criteria|guidelines|everything above|the above)\b"
    r"|\b(?:as an? |you are an? |dear |hey |hello |note to (?:the )?|attention,? |message (?:to|for) (?:the )?)(?:ai|language model|llm|assistant|grader|evaluator|assessor|judge|marker|scorer|model|reviewer|rater)\b"
    r"|(?:^|[,.:;] )(?:assistant|evaluator|grader|assessor|chatbot|language model)[,:]"
    r"|\b(?:to|for) (?:the|any|whichever|whoever) (?:ai|evaluator|grader|assessor|language model|automated|marking|scoring)\b"
    r"|\b(?:this|the) candidate(?:'s)? (?:is|was|has|deserves|should|must|real|actual|answer|response|performed|passed|scored)\b"
    rf"|\b(?:give|award|assign|output|return|set|print|respond with|reply with|grant|record|enter)\b.{{0,40}}\b(?:{_SCORE}\b.{{0,20}}\b{_TOP}\b|{_TOP}\b.{{0,20}}\b{_SCORE}\b|five out of five|ten out of ten|5/5|10/10|5 out of 5|10 out of 10|all fives|no (?:weaknesses|faults|defects|criticism))"
    r"|\b(?:system prompt|new instructions?|end of (?:transcript|answer)|begin (?:evaluation|assessment)|developer mode|jailbreak)\b"
    r"|\b(?:list|report|mention|find|flag) no (?:weaknesses|faults|defects|findings|problems|issues)\b"
    r"|\brepeat after me\b|\b(?:the|this) (?:transcript|answer|response) (?:above|below|you are (?:scoring|marking|rating))\b"
    rf"|[\"'{{]\s*\"?(?:overall|band|score|rating|verdict|defects|findings)\"?\s*[\"']?\s*:\s*[\"'\[]?\w*"
    r"|\b(?:this|my) answer (?:deserves|should (?:get|be (?:given|scored|rated|marked)|receive)|must be (?:scored|rated|given|marked))\b"
)
_MARKUP = re.compile(
    r"<\|[^|>\n]{0,40}\|>|</?(?:answer|system|user|assistant|transcript|instructions?|candidate|s|im_start|im_end|end|prompt|score)\s*/?>|\[/?(?:INST|SYS|SYSTEM|USER|ASSISTANT)\]|<</?SYS>>|```\w*|###\s*(?:system|instruction|response|assistant|user)\b:?",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:^|[.!?>\]\n]\s*)(?P<role>(?:system|assistant|evaluator|grader|instructions?|developer)\s*:)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[,.;:?!\n]\s*|\s(?=(?:and|but|so|because|then|i|we)\s)", re.IGNORECASE)
LONG_SENTENCE = 40
"""In a run of more words than this, heard without full stops, only the clause that speaks to the judge goes."""

_FOLLOWS = re.compile(
    rf"\b(?:{_SCORE}|criteri(?:on|a)|weakness(?:es)?|evaluat\w+|outstanding|candidate|transcript|json|rubric|interviewer prompt)\b"
)


def addressed_to_judge(transcript: Transcript) -> tuple[tuple[int, int], ...]:
    """Offsets in the text of what speaks to the judge, in order; empty for nearly everybody."""
    text = transcript.text
    runs = list(sentence_runs(transcript)) or [(1, 0, len(text))]
    found = [match.span() for match in _MARKUP.finditer(text)]
    role = _ROLE.search(text)
    if role is not None and _FOLLOWS.search(text[role.end() :].lower()):
        closes = [start for start, _ in found if start >= role.end()]
        found.append((role.start("role"), closes[-1] if closes else len(text)))
    previous = False
    for _, start, end in runs:
        plain = text[start:end].lower().replace("\u2019", "'")
        hit = _ADDRESSED.search(plain)
        if hit is None and not (previous and _FOLLOWS.search(plain)):
            previous = False
            continue
        previous = True
        if hit is not None and len(plain.split()) > LONG_SENTENCE:
            found.extend(_clauses(text, start, end))
        else:
            found.append((start, end))
    return _merged(text, found)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a long run that speak to the judge."""
    for match in _ADDRESSED.finditer(text[start:end].lower().replace("\u2019", "'")):
        first, last = start + match.start(), start + match.end()
        before = [joint.end() for joint in _JOINT.finditer(text, start, first)]
        after = _JOINT.search(text, last, end)
        yield max(before, default=start), after.start() if after else end


def without_chat_tokens(text: str) -> str:
    """The text without markup that a chat template could read as its own."""
    return _MARKUP.sub(" ", text.replace("<|", " ").replace("|>", " "))


def _merged(text: str, found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if (merged and not text[merged[-1][1] : start].strip()) or (merged and start < merged[-1][1]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
