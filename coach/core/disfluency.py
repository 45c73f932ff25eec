"""Which words are filled pauses, empty phrases, repetitions or cut off: precision first.

English only. A word that may mean something is a word: a missed filler costs less than an
accusation that is not true.
"""

import re
from collections.abc import Sequence

from coach.core.records import WordKind

_EDGES = " \t\n\"'\u201c\u201d\u2018\u2019()[].,;:!?\u2026-\u2013\u2014"
_FILLED = re.compile(r"u+m+|u+h+m*|e+r+m*|m{2,}|h+m+|a+h+|e+h+m+")
_CUT = re.compile(r"\w[-\u2013\u2014][\"'\u201d\u2019,.]*$")
_STOP = re.compile(r"[.!?\u2026;:]")
_NUMBER = re.compile(
    r"\W?\d.*|zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|dozens?"
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DOUBLES = _set(
    "had that is do can will very really so too much many more most long far big little never ever always "
    "again please thanks well okay ok right yes no yeah yep nope sure hey hi bye wait stop go now ha blah day "
    "way totally super extremely absolutely exactly good great fine there here step one knock new"
)
_CLOSED = _set(
    "i you he she it we they me him her us them my your his its our their this these those a an the and or but "
    "if because as of in on at to for from with by about into over after before when where what which who how "
    "why was were are am be been have has would could should did does i'm i've i'd it's we're we've they're "
    "that's there's then than not just"
)
_CLAUSE_OPENERS = _set(
    "when if whenever what once where wherever as that who how because since while whatever"
)
_SET_PHRASES = frozenset({("thank", "you"), ("of", "course"), ("come", "on"), ("well", "done")})
_LINKS = _set("by and after upon on to")
_BE = _set("was were is are am been be it's that's there's i'm we're they're he's she's")
_NOT_BEFORE_YOU_KNOW = _BE | _set("a an the to")
_COUNTING = _set("had got took for after in within maybe")
_SUBJECTS = _set("i we they he she there i'm i've i'd we're we've they're it's that's there's")
_IT_GOES_ON = _set("was is took had wasn't isn't got would could did didn't felt feels")
_BEFORE_HEDGE = _BE | _set(
    "i we they you he she it just and but so also had felt feel feels seemed really got"
)


def core(text: str) -> str:
    """The word without case and outer punctuation, with straight apostrophes."""
    return text.strip(_EDGES).lower().replace("\u2019", "'")


def is_filled_pause(text: str, before: str = "") -> bool:
    """Whether this is um, uh, er, erm, mm, hmm or ah, however it is spelt.

    `mm-hmm` and `uh-huh` are answers; `ER` is a place; `5 mm` is a length.

    Args:
        text: The word with its punctuation.
        before: The word before it, if any.
    """
    bare = text.strip(_EDGES)
    if not _FILLED.fullmatch(bare.lower()) or (len(bare) > 1 and bare.isupper()):
        return False
    return not (bare.lower() == "mm" and re.search(r"\d$", before))


def kinds(words: Sequence[str], *, typed: bool = False) -> tuple[WordKind, ...]:
    """The kind of every word of an English answer.

    Args:
        words: The words with their punctuation, in order.
        typed: True for typed words, where a long dash is punctuation and not a word cut off.

    Returns:
        One kind for each word. Of a repetition the earlier ones are marked, the last is a word.
    """
    made: list[WordKind] = ["word"] * len(words)
    for index, text in enumerate(words):
        if is_filled_pause(text, words[index - 1] if index else ""):
            made[index] = "filler"
        elif _CUT.search(text) and not (typed and not text.rstrip("\"'\u201d\u2019,.").endswith("-")):
            made[index] = "word" if re.fullmatch(r"[A-F]-\W*", text) else "cut_off"
    said = [index for index, kind in enumerate(made) if kind != "filler"]
    pauses = {index for index, place in enumerate(said) if place and made[place - 1] == "filler"}
    for index in _lexical([words[place] for place in said], pauses):
        made[said[index]] = "lexical_filler"
    for index in _repeated([words[place] for place in said]):
        if made[said[index]] == "word":
            made[said[index]] = "repetition"
    return tuple(made)


def _repeated(words: Sequence[str]) -> set[int]:
    cores = [core(word) for word in words]
    marked: set[int] = set()
    for size in (3, 2, 1):
        for start in range(len(words) - 2 * size + 1):
            first, second = cores[start : start + size], cores[start + size : start + 2 * size]
            if first == second and all(first) and _begun_again(words, cores, start, size):
                marked.update(range(start, start + size))
    return marked


def _begun_again(words: Sequence[str], cores: Sequence[str], start: int, size: int) -> bool:
    said = cores[start : start + size]
    if any(_STOP.search(word) for word in words[start : start + size]):
        return False
    if all(_NUMBER.fullmatch(word) for word in said):
        return False
    if size == 1:
        comma = words[start].rstrip("\"'\u201d\u2019").endswith(",")
        return said[0] not in _DOUBLES and (said[0] in _CLOSED or not comma)
    before = cores[start - 1] if start else ""
    after = cores[start + 2 * size] if start + 2 * size < len(cores) else ""
    idiom = (said[-1] in _LINKS and after == said[0]) or (said[0] in _LINKS and before == said[-1])
    phrase = tuple(said) in _SET_PHRASES or len(set(said)) == 1
    return not idiom and not phrase and before not in _CLAUSE_OPENERS and bool(_CLOSED & set(said))


def _lexical(words: Sequence[str], pauses: set[int]) -> set[int]:
    """Indexes of words that fill; `pauses` holds those that follow a filled pause."""
    cores = ["", "", *(core(word) for word in words), "", "", ""]
    marked: set[int] = set()
    for index, text in enumerate(words):
        before2, before, this, after, after2 = cores[index : index + 5]
        opens = (
            index == 0 or index in pauses or bool(re.search(r"[.,;:!?\u2026\u2014]\W*$", words[index - 1]))
        )
        closes = bool(re.search(r"[,;:]\W*$", text)) and index + 1 < len(words)
        pair_closes = index + 2 < len(words) and bool(re.search(r"[,;:]\W*$", words[index + 1]))
        joined = bool(re.search(r"\w$", text))
        if this in {"like", "basically", "actually"}:
            alone = (
                (opens and closes)
                or (this == "like" and _counts(before2, before, after))
                or (this == "basically" and (opens or before in {"and", "so", "but"}) and after in _SUBJECTS)
            )
            marked.update({index} if alone else ())
        elif joined and _fills(
            (this, after), opens=opens, closes=pair_closes, before=before, then=(after2, cores[index + 5])
        ):
            marked.update({index, index + 1})
    return marked


def _counts(before2: str, before: str, after: str) -> bool:
    """`there were like twelve`: a number made vague; `were like two brothers` is a comparison."""
    there = before in {"was", "were", "are", "is"} and before2 == "there"
    return (there or before in _COUNTING) and after != "one" and bool(_NUMBER.fullmatch(after))


def _fills(pair: tuple[str, str], *, opens: bool, closes: bool, before: str, then: tuple[str, str]) -> bool:
    if pair == ("you", "know"):
        return (opens and closes) or before in _NOT_BEFORE_YOU_KNOW
    if pair == ("i", "mean"):
        goes_on = then[0] in _SUBJECTS or (then[0] == "it" and then[1] in _IT_GOES_ON)
        return opens and (closes or goes_on)
    if pair in {("sort", "of"), ("kind", "of")}:
        return (opens and closes) or (before in _BEFORE_HEDGE and then[0] not in {"", "course"})
    return False
