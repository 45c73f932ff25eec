"""What every critique promises about its words, as checks that tests and benches run over all of them."""

import re
from collections.abc import Iterator

from coach.core.records import Critique, Transcript
from coach.core.wording.phrasing import words
from coach.core.wording.speaking import MOST_WORDS

OURS = frozenset(
    {
        "I",
        "In the end",
        "because",
        "Since then I",
        "The last time was",
        "Let me take a moment",
        "I'm looking for",
        "that is based on",
    }
    | {"You mentioned", "For example", "I had that once", "What I do about it is", "How do you know?"}
)
"""What stands in quotation marks without being theirs: beginnings that they may go on with."""

_QUOTED = re.compile(r"“([^”]*)”")
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|hundred|thousand|percent)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:lazy|stupid|dull|boring|nervous|insecure|timid|arrogant|incompetent|dishonest|clumsy|confiden\w+|charism\w+|personality|accent|grammar|pronunciation|talent\w*"
    r"|great job|well done|good job|excellent|impressive|brilliant|amazing|awesome|fantastic|perfect|bad at|good at|weak candidate|failure)\b"
    r"|\byou(?:'re| are| were) (?:an?|too|so|not|very|never|always|vague|weak|unclear)\b|\byou (?:sound|seem|lack|fail|failed|appear|come across)\b",
    re.IGNORECASE,
)


def complaints(critique: Critique, transcript: Transcript) -> tuple[str, ...]:
    """Every broken promise of a critique, in words; empty when all are kept.

    At most `MOST_WORDS` on the first screen; no number of ours there, and no digit in any remark;
    nothing about the person; every quotation a run of what was said; the first screen quotes.
    """
    return tuple(_complaints(critique, transcript))


def _complaints(critique: Critique, transcript: Transcript) -> Iterator[str]:
    yield from _about_the_screen(critique, transcript)
    for part in _parts(critique):
        for quote in _QUOTED.findall(part):
            if quote not in OURS and quote.strip() not in transcript.text:
                yield f"quoted but never said: {quote}"
        bare = _without_quotes(part, transcript)
        person = _PERSON.search(bare)
        if person:
            yield f"about the person: {person[0]} in {part}"
        if re.search(r"\d", bare):
            yield f"a digit of ours: {part}"


def _about_the_screen(critique: Critique, transcript: Transcript) -> Iterator[str]:
    screen = critique.first_screen
    keep = screen.keep.quote if screen.keep else None
    total = words(screen.heard, screen.waiting_for, screen.do_now, keep)
    if total > MOST_WORDS:
        yield f"the first screen has {total} words"
    if keep is not None and keep not in transcript.text:
        yield f"kept but never said: {keep}"
    for part in (screen.heard, screen.waiting_for, screen.do_now):
        number = _NUMBER.search(_without_quotes(part, transcript))
        if number:
            yield f"a number of ours on the first screen: {number[0]} in {part}"
    for part in (screen.heard, screen.waiting_for, screen.do_now):
        if _without_quotes(part, transcript).count(":") > 1:
            yield f"a colon after a colon: {part}"
    if critique.band is not None and transcript.words and "“" not in screen.heard:
        yield "the first screen quotes nothing"


def _parts(critique: Critique) -> Iterator[str]:
    screen = critique.first_screen
    yield from (screen.heard, screen.waiting_for, screen.do_now, critique.ask)
    for finding in critique.findings:
        yield from (finding.name, finding.why, finding.fix, finding.looked_for or "")
    for raised in critique.raised:
        yield raised.question


def _without_quotes(part: str, transcript: Transcript) -> str:
    if "”" in transcript.text or "“" in transcript.text:
        first, last = part.find("“"), part.rfind("”")
        return part[:first] + part[last + 1 :] if 0 <= first < last else part
    return _QUOTED.sub(" ", part)
