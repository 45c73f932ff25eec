"""Which quotes may stand on the first screen: none that was hardly made out, none that runs the speaker down."""

import re

from coach.core.records import Kind, Transcript
from coach.core.rules.selection import Quote
from coach.core.rules.verdict import Judgement

_OF_ONESELF = re.compile(
    r"\bi(?:'m| am|'ve been| have been| was|'ll never be| will never be)(?: \w+){0,3} "
    r"(?:not good enough|not (?:clever|smart|cut out)|useless|hopeless|worthless|stupid|pathetic|a failure|rubbish at|"
    r"(?:so |just )?tired of (?:this|it|all)|sick of (?:this|it)|giving up)\b"
    r"|\bi(?:'m| am) (?:just )?not (?:good|clever|smart|cut out)\b|\bi (?:hate|can't stand) myself\b"
    r"|\bi (?:give up|can't do this)\b|\bwhat(?:'s| is) the point\b|\bi don't know what they want\b",
    re.IGNORECASE,
)
"""Despair about oneself: true as it may feel, it is no note an interviewer's critique should begin with."""


_OF_ONES_LIFE = re.compile(
    r"\b(?:died|death|funeral|passed away|ill|illness|cancer|depress\w+|pregnan\w+|divorc\w+|miscarriage|surgery|diagnos\w+)\b",
    re.IGNORECASE,
)
"""Told once as information where somebody speaks of themselves; never the line that is held up."""
_ABOUT_ONESELF: tuple[Kind, ...] = ("leaving_reason", "introduction")


def despairs(text: str) -> bool:
    """Whether a text runs its speaker down."""
    return _OF_ONESELF.search(text) is not None


def fit_to_show(judgement: Judgement, transcript: Transcript, kind_asked: Kind) -> Judgement:
    """The judgement with only such quotes as may be shown first; bands and findings stay as they are.

    Args:
        judgement: What the rules decided.
        transcript: Its doubtful words rule out a quote while a surer one is there.
        kind_asked: Kind of the question; illness and family are not held up where it is about oneself.
    """
    doubtful = [transcript.words[index] for index in transcript.doubtful if index < len(transcript.words)]

    def sure(quote: Quote) -> bool:
        if quote.start is None or quote.end is None:
            return True
        return not any(
            word.start is not None and quote.start <= word.start < quote.end and word.text in quote.text
            for word in doubtful
        )

    def public(quote: Quote) -> bool:
        return kind_asked not in _ABOUT_ONESELF or not _OF_ONES_LIFE.search(quote.text)

    def kind(quote: Quote | None) -> Quote | None:
        return quote if quote is not None and sure(quote) and not despairs(quote.text) else None

    bearable = tuple(quote for quote in judgement.candidates if not despairs(quote.text))
    return judgement.model_copy(
        update={
            "candidates": tuple(quote for quote in bearable if sure(quote) and public(quote))
            or tuple(quote for quote in bearable if public(quote))
            or bearable,
            "keeps": tuple(quote for quote in judgement.keeps if kind(quote)),
            "last_act": kind(judgement.last_act),
            "first_words": kind(judgement.first_words),
            "last_words": kind(judgement.last_words),
        }
    )
