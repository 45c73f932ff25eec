"""Where sentences end: punctuation with care for abbreviations, numbers and initials."""

import re
from collections.abc import Sequence


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CLOSED = re.compile(r"[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019)\]]*$")
_ELLIPSIS = re.compile(r"(?:\.\.+|\u2026)[\"'\u201d\u2019)\]]*$")
_INITIAL = re.compile(r"^[A-HJ-Z]\.$")
_LETTERS_WITH_DOTS = re.compile(r"^(?:[a-z]\.){2,}$", re.IGNORECASE)
_EDGES = "\"'\u201c\u201d\u2018\u2019()[]"
_NEVER = _set("mr. mrs. ms. dr. prof. st. sr. jr. vs. e.g. i.e. approx. dept. fig. gen. rev. hon.")
_SOMETIMES = _set("etc. inc. ltd. corp. co. min. hr. hrs. ave. rd. ph.d.")
_GOES_ON = _set("and but so or because if when that which the a an to of my um uh er erm ah mm hmm")
"""A word that something must follow, and a filled pause: dots after it are a pause and no end."""

_DATES = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december"
)

Words = Sequence[str]


def ends(words: Words, index: int, *, trust_capitals: bool) -> bool:
    """Whether a sentence ends with this word.

    Args:
        words: The words with their punctuation.
        index: Which of them.
        trust_capitals: True for heard words: a transcriber writes a capital after a full stop, so
            a stop before a small letter is where a stretch was cut, not where a sentence ended.

    Returns:
        True when a sentence ends here; the last word always ends one.
    """
    if index + 1 >= len(words):
        return True
    word, following = words[index], words[index + 1].lstrip(_EDGES)
    if not _CLOSED.search(word):
        return False
    if _ELLIPSIS.search(word) and word.rstrip(".\u2026").lstrip(_EDGES).lower() in _GOES_ON:
        return False
    capital = following[:1].isupper() and not re.match(r"I(?:['\u2019]\w+)?$", following)
    if trust_capitals and following[:1].islower():
        return False
    if _ELLIPSIS.search(word):
        return capital
    return _closes(words, index, following, capital=capital)


def _closes(words: Words, index: int, following: str, *, capital: bool) -> bool:
    """The same for a word with a single stop, given what follows it."""
    bare = words[index].strip(_EDGES)
    small = bare.lower()
    before = words[index - 1].strip(_EDGES) if index else ""
    if small in _NEVER:
        return False
    if small == "no." and following[:1].isdigit():
        return False
    if small in _SOMETIMES or _LETTERS_WITH_DOTS.match(bare):
        return capital and following.strip(".,!?").lower() not in _DATES
    if _INITIAL.match(bare):
        named = before == "" or before[:1].isupper()
        return not (named and capital)
    return not (re.fullmatch(r"\d{1,2}\.", bare) and (index == 0 or _CLOSED.search(words[index - 1])))


def split(
    words: Words,
    *,
    trust_capitals: bool,
    gaps: Sequence[float] = (),
    longest: int = 60,
    gap_seconds: float = 1.0,
) -> tuple[int, ...]:
    """Number the sentence of every word, from 1.

    Args:
        words: The words with their punctuation, in order.
        trust_capitals: See `ends`.
        gaps: Seconds of silence after each word, when they were heard.
        longest: A run of more words than this without a full stop is split at its pauses.
        gap_seconds: How long a pause must be to split such a run.

    Returns:
        One sentence number for each word; they never decrease.
    """
    last = [ends(words, index, trust_capitals=trust_capitals) for index in range(len(words))]
    numbers: list[int] = []
    number, start = 1, 0
    for index, over in enumerate(last):
        if not over:
            continue
        long = index + 1 - start > longest
        for inner in range(start, index + 1):
            numbers.append(number)
            number += inner < index and long and inner < len(gaps) and gaps[inner] >= gap_seconds
        number, start = number + 1, index + 1
    return tuple(numbers)
