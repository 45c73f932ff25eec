"""Read a bank of questions, choose those of a sitting, and put a question in other words.

Nothing here is random: the seed decides among questions that are equally good, so the same
inputs always give the same sitting.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b

from coach.core.bank import read_bank
from coach.core.families import families_of, levels_of
from coach.core.kinds import guess_kind
from coach.core.records import Kind, Question

__all__ = ["FIRST_ID", "choose", "guess_kind", "read_bank", "reword"]

FIRST_ID = "first"
"""Id of the gentle question that a newcomer is asked before any other."""

OPENING_THEMES = frozenset({"achievement", "helping", "learning", "teamwork"})
"""Themes of behavioural questions that are easy enough to open a sitting."""

HARD_KINDS: frozenset[Kind] = frozenset(
    {"behavioural_failure", "strengths_weaknesses", "salary", "leaving_reason"}
)
"""Kinds that nobody meets in their first sitting, unless they ask for them."""

CIRCUMSTANCE_THEMES = frozenset({"gap", "return", "dismissal", "short-stay", "career-change", "education"})
"""Themes of leaving questions that fit only some lives; they are asked when that kind is asked for,
because a question that does not apply would be skipped and then come back."""

LAST_WORD = "last-word"
"""Theme of questions that belong at the end of an interview."""

_ROOM: dict[Kind, int] = {"behavioural": 2, "situational": 2}
# How many questions of a kind a sitting holds before another of that kind counts as a repetition.


def choose(
    bank: Sequence[Question],
    count: int,
    *,
    asked_before: Mapping[str, int],
    kind: Kind | None,
    role: str,
    first_ever: bool,
    seed: int,
) -> tuple[Question, ...]:
    """Choose the questions of a sitting, in the order in which to ask them.

    The least asked come first; no theme comes twice as long as another is left; kinds are mixed; every
    second question is from the role's own trade where there is one. A sitting opens with an introduction
    or an easy question and closes as an interview does: pay, then the last word.

    Args:
        bank: The questions to choose from; their order does not matter.
        count: How many are wanted.
        asked_before: Question id -> how often it has been asked (a skip counts); absent means never.
        kind: Only this kind, whatever else would be left out; None for a mixed sitting.
        role: The job in the person's words; unknown or empty means questions that suit anybody.
        first_ever: True for somebody's first sitting: the gentle question opens it, and nothing of
            `HARD_KINDS` is asked unless the bank that suits holds nothing else.
        seed: Decides among questions that are equally good.

    Returns:
        Different questions, as many as wanted or as many as there are that suit.
    """
    trades = families_of(role, {family for question in bank for family in question.families})
    left = list(_suitable(bank, kind, trades, role, first_ever=first_ever))
    chosen: list[Question] = []
    themes: set[str] = set()
    kinds: Counter[Kind] = Counter()
    families: set[str] = set()

    def ranked(question: Question) -> tuple[int, bytes]:
        # A hash instead of a shuffle: the same choice whatever the order of the bank.
        return asked_before.get(question.id, 0), blake2b(f"{seed}:{question.id}".encode()).digest()

    def opening(question: Question) -> tuple[int, int, bytes]:
        gentle = first_ever and question.id == FIRST_ID
        return (-1 if gentle else _unfit_to_open(question), *ranked(question))

    def following(question: Question) -> tuple[bool, int, int, bool, bytes]:
        asked, tie = ranked(question)
        repeats = kinds[question.kind] // _ROOM.get(question.kind, 1)
        wanted = trades - families or trades  # a role of two trades hears from both in turn
        off_trade = len(chosen) % 2 == 1 and wanted.isdisjoint(question.families)
        return question.theme in themes, asked, repeats, off_trade, tie

    while left and len(chosen) < count:
        question = min(left, key=following if chosen else opening)
        left.remove(question)
        chosen.append(question)
        themes.add(question.theme)
        families.update(question.families)
        kinds[question.kind] += 1
        if len(chosen) == 1 and question.kind != "introduction":
            kinds["introduction"] += 1  # the opening is taken; an introduction now would come too late
    return (*chosen[:1], *sorted(chosen[1:], key=_place))


def reword(wordings: Sequence[str], last: str | None) -> str:
    """Put a question in other words than the last time.

    Args:
        wordings: Ways to ask it, at least one.
        last: The words used the last time; None when it has not been asked.

    Returns:
        The wording after `last`, the first again after the last one. Never `last` itself where there is
        any other wording; the first when `last` is None or is no longer among the wordings.

    Raises:
        ValueError: there is no wording.
    """
    if not wordings:
        message = "a question needs at least one wording"
        raise ValueError(message)
    if last is None:
        return wordings[0]
    before = _same(last)
    places = [place for place, wording in enumerate(wordings) if _same(wording) == before]
    start = places[0] + 1 if places else 0
    in_turn = (*wordings[start:], *wordings[:start])
    return next((wording for wording in in_turn if _same(wording) != before), wordings[0])


def _suitable(
    bank: Sequence[Question], kind: Kind | None, trades: frozenset[str], role: str, *, first_ever: bool
) -> Sequence[Question]:
    """Questions that suit the person; a wish that would leave nothing at all is dropped."""
    levels = levels_of(role)
    pool: Sequence[Question] = [question for question in bank if kind in {None, question.kind}]
    pool = _narrow(pool, lambda question: not {"any", *trades}.isdisjoint(question.families))
    pool = _narrow(pool, lambda question: question.level in levels)
    if kind is None:
        pool = _narrow(pool, _fits_any_life)
        if first_ever:
            pool = _narrow(pool, lambda question: question.kind not in HARD_KINDS)
    return pool


def _narrow(pool: Sequence[Question], test: Callable[[Question], bool]) -> Sequence[Question]:
    return [question for question in pool if test(question)] or pool


def _fits_any_life(question: Question) -> bool:
    return question.kind != "leaving_reason" or question.theme not in CIRCUMSTANCE_THEMES


def _unfit_to_open(question: Question) -> int:
    """0 for a good opening, 1 for a possible one, 2 for one only if there is no other."""
    if question.kind == "introduction" or (
        question.kind == "behavioural" and question.theme in OPENING_THEMES
    ):
        return 0
    return 2 if question.kind in HARD_KINDS or _place(question) > 1 else 1


def _place(question: Question) -> int:
    """Where an interviewer would put it: 0 early to 3 at the very end."""
    if question.kind == "closing" or question.theme == LAST_WORD:
        return 3
    return {"introduction": 0, "salary": 2}.get(question.kind, 1)


def _same(wording: str) -> str:
    return " ".join(wording.casefold().split())
