"""The text of a question bank -> questions, or the first wrong line in plain words.

The form is one JSON object on each line, so that a bank can be mended in any editor and a fault
has one place. docs/questions.md shows how to write one.
"""

import difflib
import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Never, get_args

from coach.core.errors import BadBank
from coach.core.families import Level
from coach.core.records import Kind, Question

LONGEST = 300
"""Characters; a longer question can't be kept in mind by somebody who only hears it."""

_SHOWN = 60
_KINDS: tuple[str, ...] = get_args(Kind)
_LEVELS: tuple[str, ...] = get_args(Level)
_FIELDS = tuple(Question.model_fields)
_WHOLE_LINE = (
    '{"id": "proud-of", "wordings": ["What are you most proud of?"], "kind": "behavioural", '
    '"theme": "achievement", "level": "any", "families": ["any"]}'
)


class _Place(NamedTuple):
    file: str
    line: int

    def wrong(self, what: str, next_step: str) -> Never:
        raise BadBank(f"{self.file}, line {self.line}: {what}.", next_step)


def read_bank(text: str, name: str) -> tuple[Question, ...]:
    """Read a question bank.

    Args:
        text: One JSON object on each line; empty lines and lines that begin with `#` are skipped.
        name: What to call the file in an error.

    Returns:
        The questions in the order of the file, at least one.

    Raises:
        BadBank: the first fault, with file and line, what is wrong and what to do about it.
    """
    questions: list[Question] = []
    ids: dict[str, int] = {}
    wordings: dict[str, int] = {}
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        place = _Place(name, number)
        question = _question(_object(line, place), place)
        if question.id in ids:
            place.wrong(
                f"the id {_shown(question.id)} is already used in line {ids[question.id]}",
                "Give each question an id of its own.",
            )
        ids[question.id] = number
        for wording in question.wordings:
            same = " ".join(wording.casefold().split())
            if wordings.get(same) == number:
                place.wrong(
                    f"two wordings are the same: {_shown(wording)}",
                    "Ask it in different words, or delete one of the two.",
                )
            if same in wordings:
                place.wrong(
                    f"line {wordings[same]} asks in the very same words: {_shown(wording)}",
                    "Ask it in different words, or delete one of the two questions.",
                )
            wordings[same] = number
        questions.append(question)
    if not questions:
        raise BadBank(
            f"{name} holds no question.", f"Write one question on each line, like this: {_WHOLE_LINE}"
        )
    return tuple(questions)


def _object(line: str, place: _Place) -> Mapping[str, object]:
    def fields(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                place.wrong(f"the field {_shown(name)} stands there twice", "Delete one of the two.")
        return dict(pairs)

    whole = f"Write one whole question on each line, like this: {_WHOLE_LINE}"
    try:
        value = json.loads(line, object_pairs_hook=fields)
    except json.JSONDecodeError as error:
        if line.endswith(","):
            whole = "Take away the comma at the end of the line: each line stands alone."
        place.wrong(f"this is not JSON ({error.msg}, at character {error.colno})", whole)
    except (ValueError, RecursionError):
        place.wrong("this is not JSON that can be read", whole)
    if not isinstance(value, dict):
        place.wrong("this is JSON, but no question", whole)
    return value


def _question(fields: Mapping[str, object], place: _Place) -> Question:
    for name in fields:
        if name not in _FIELDS:
            place.wrong(f"there is no field {_shown(name)}", _meant(name, _FIELDS, "field"))
    for name in _FIELDS:
        if name not in fields:
            place.wrong(
                f"the field {_shown(name)} is missing", f"A whole line looks like this: {_WHOLE_LINE}"
            )
    values = {
        "id": _name(fields["id"], "id", place),
        "wordings": _wordings(fields["wordings"], place),
        "kind": _one_of(fields["kind"], _KINDS, "kind", place),
        "theme": _name(fields["theme"], "theme", place),
        "level": _one_of(fields["level"], _LEVELS, "level", place),
        "families": _families(fields["families"], place),
    }
    return Question.model_validate(values)


def _name(value: object, field: str, place: _Place) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        place.wrong(
            f"{_shown(value)} can't be the {field}",
            'Use small letters, digits and single hyphens in double quotes, such as "hard-goal".',
        )
    return value


def _one_of(value: object, allowed: Collection[str], field: str, place: _Place) -> str:
    if not isinstance(value, str) or value not in allowed:
        place.wrong(f"{_shown(value)} is no {field}", _meant(value, allowed, field))
    return value


def _families(value: object, place: _Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        place.wrong(
            '"families" must be a list of at least one job family', 'Write ["any"] if it suits every job.'
        )
    return tuple(_name(family, "family", place) for family in value)


def _wordings(value: object, place: _Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        place.wrong(
            '"wordings" must be a list of at least one way to ask the question',
            'Write ["Tell me about yourself."], better with two more ways to ask the same.',
        )
    return tuple(_wording(wording, place) for wording in value)


def _wording(value: object, place: _Place) -> str:
    if not isinstance(value, str) or not value.strip():
        place.wrong(f"{_shown(value)} is no wording", "Write each wording as a sentence in double quotes.")
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in value):
        place.wrong(
            f"the wording {_shown(value)} holds a line break or a character that can't be shown",
            "Write each wording on one line, in plain text.",
        )
    wording = value.strip()
    if len(wording) > LONGEST:
        place.wrong(
            f"a wording has {len(wording)} characters, and {LONGEST} is the most: {_shown(wording)}",
            "Say it shorter: it has to be understood when it is heard once.",
        )
    return wording


def _shown(value: object) -> str:
    """A value as the file has it, cut short, safe to print."""
    text = json.dumps(value, ensure_ascii=False)
    printable = "".join(letter if letter.isprintable() else "?" for letter in text)
    return printable if len(printable) <= _SHOWN else f'{printable[: _SHOWN - 4]}..."'


def _meant(value: object, allowed: Collection[str], field: str) -> str:
    close = difflib.get_close_matches(str(value), allowed, n=1)
    hint = f"Did you mean {close[0]}? " if close else ""
    return f"{hint}Each {field} is one of: {', '.join(allowed)}."
