import json
from collections import Counter
from importlib import resources
from itertools import permutations
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.bank import LONGEST, read_bank
from coach.core.errors import BadBank
from coach.core.families import WORDS, Level
from coach.core.questions import CIRCUMSTANCE_THEMES, FIRST_ID, LAST_WORD, OPENING_THEMES
from coach.core.records import Kind, Question

OURS = read_bank(
    resources.files("coach").joinpath("data/questions.jsonl").read_text("utf-8"), "questions.jsonl"
)
WORDINGS = [wording for question in OURS for wording in question.wordings]


def line(**changes: object) -> str:
    fields: dict[str, object] = {
        "id": "proud-of",
        "wordings": ["What are you most proud of?", "Tell me about your best work."],
        "kind": "behavioural",
        "theme": "achievement",
        "level": "any",
        "families": ["any"],
    }
    return json.dumps({**fields, **changes})


def without(field: str) -> str:
    fields = json.loads(line())
    del fields[field]
    return json.dumps(fields)


def test_reads_a_line_as_a_question() -> None:
    (question,) = read_bank(line(), "mine.jsonl")
    assert question == Question(
        id="proud-of",
        wordings=("What are you most proud of?", "Tell me about your best work."),
        kind="behavioural",
        theme="achievement",
        level="any",
        families=("any",),
    )


def test_skips_empty_lines_and_comments_and_does_not_mind_windows() -> None:
    text = "\ufeff# mine\r\n\r\n" + line() + "\r\n   # more\r\n" + line(id="other", wordings=["Why us?"])
    assert [question.id for question in read_bank(text, "mine.jsonl")] == ["proud-of", "other"]


@pytest.mark.parametrize(
    ("wrong", "what", "next_step"),
    [
        ("Why us?", "not JSON", "Write one whole question on each line"),
        (line()[:-1], "not JSON", "Write one whole question"),
        (line() + ",", "not JSON", "comma at the end"),
        ("[" * 100_000, "not JSON that can be read", "Write one whole"),
        ("1" * 5000, "not JSON that can be read", "Write one whole"),
        ('["a", "b"]', "no question", "Write one whole question"),
        (line(kind="behavioral"), '"behavioral" is no kind', "Did you mean behavioural?"),
        (line(kind="riddle"), '"riddle" is no kind', "salary, closing, leaving_reason."),
        (line(kind=3), "3 is no kind", "Each kind is one of: behavioural"),
        (line(kind=["salary"]), '["salary"] is no kind', "Each kind is one of"),
        (line(level="senior"), '"senior" is no level', "any, entry, experienced, lead"),
        *(
            (without(field), f'the field "{field}" is missing', "A whole line looks like this")
            for field in Question.model_fields
        ),
        (line(wording=["Why?"]), 'no field "wording"', "Did you mean wordings?"),
        ('{"id": "a", "id": "b"}', '"id" stands there twice', "Delete one"),
        (line(id="Proud Of"), '"Proud Of" can\'t be the id', "small letters"),
        (line(id=""), "can't be the id", "small letters"),
        (line(theme=None), "null can't be the theme", "small letters"),
        (line(families=[]), "at least one job family", '["any"]'),
        (line(families="any"), "at least one job family", '["any"]'),
        (line(families=["Nursing Care"]), "can't be the family", "small letters"),
        (line(wordings=[]), "at least one way to ask", "Tell me about yourself."),
        (line(wordings="Why us?"), "at least one way to ask", "Tell me about yourself."),
        (line(wordings=["Why us?", "  "]), "is no wording", "sentence in double quotes"),
        (line(wordings=[7]), "7 is no wording", "sentence in double quotes"),
        (line(wordings=["Why us?", "why  US?"]), "two wordings are the same", "delete one of the two"),
        (line(wordings=["a" * (LONGEST + 1)]), "301 characters, and 300 is the most", "Say it shorter"),
        (line(wordings=["Why\nus?"]), "a line break", "on one line"),
        (line(wordings=["Why \x1b[31mus?"]), "can't be shown", "plain text"),
        (line(wordings=["Why \ud800 us?"]), "can't be shown", "plain text"),
    ],
)
def test_a_fault_names_file_and_line_and_what_to_do(wrong: str, what: str, next_step: str) -> None:
    with pytest.raises(BadBank) as caught:
        read_bank("# my own questions\n\n" + wrong, "mine.jsonl")
    assert caught.value.happened.startswith("mine.jsonl, line 3: ")
    assert what in caught.value.happened
    assert next_step in caught.value.next_step
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_an_id_may_be_used_only_once() -> None:
    with pytest.raises(BadBank, match=r'line 2: the id "proud-of" is already used in line 1'):
        read_bank(line() + "\n" + line(wordings=["Why us?"]), "mine.jsonl")


def test_two_questions_may_not_ask_in_the_same_words() -> None:
    with pytest.raises(BadBank, match="line 2: line 1 asks in the very same words"):
        read_bank(line() + "\n" + line(id="again"), "mine.jsonl")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_an_empty_bank_is_an_error_that_shows_a_line_that_works(text: str) -> None:
    with pytest.raises(BadBank, match=r"mine\.jsonl holds no question") as caught:
        read_bank(text, "mine.jsonl")
    shown = caught.value.next_step.split("like this: ")[1]
    assert len(read_bank(shown, "shown")) == 1


@settings(deadline=None)  # the clock of a busy machine is no finding
@given(st.text(max_size=300))
def test_whatever_the_text_it_is_read_or_refused_in_words(text: str) -> None:
    try:
        questions = read_bank(text, "mine.jsonl")
    except BadBank as error:
        assert error.happened.endswith(".")  # noqa: PT017
        assert error.next_step  # noqa: PT017
    else:
        assert questions


# Our own bank.


def test_our_bank_covers_every_kind_and_many_walks_of_life() -> None:
    kinds = Counter(question.kind for question in OURS)
    families = Counter(family for question in OURS for family in question.families)
    assert len(OURS) >= 160
    assert set(kinds) == set(get_args(Kind))
    assert min(kinds.values()) >= 5
    assert kinds.most_common(1)[0][0] == "behavioural"
    assert set(families) == {"any", *WORDS}
    assert min(families.values()) >= 3
    assert {question.level for question in OURS} == {"any", "entry", "experienced", "lead"}


def test_a_newcomer_is_met_gently() -> None:
    (first,) = (question for question in OURS if question.id == FIRST_ID)
    assert first.wordings[0] == "Tell me about something you did that you would do again."
    assert first.kind == "behavioural"
    assert first.families == ("any",)
    assert first.theme in OPENING_THEMES


def test_every_wording_is_a_sentence_to_be_said_aloud() -> None:
    assert all(len(question.wordings) == 3 for question in OURS)
    assert len({wording.casefold() for wording in WORDINGS}) == len(WORDINGS)
    for wording in WORDINGS:
        assert wording[-1] in "?.", wording
        assert len(wording.split()) <= 35, wording
        assert not any(letter.isdigit() or letter in '()/;:*&"' for letter in wording), wording


def test_the_wordings_of_a_question_really_differ() -> None:
    for question in OURS:
        for one, other in permutations(question.wordings, 2):
            words, others = _words(one), _words(other)
            assert len(words & others) <= 0.8 * len(words), (one, other)


def _words(wording: str) -> set[str]:
    return set("".join(letter if letter.isalpha() else " " for letter in wording.casefold()).split())


def test_the_page_on_writing_a_bank_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "questions.md").read_text("utf-8")
    example = page.split("```jsonl\n")[1].split("```")[0]
    assert len(read_bank(example, "docs/questions.md")) == 2
    for name in (*get_args(Kind), *WORDS, *get_args(Level), *OPENING_THEMES, *CIRCUMSTANCE_THEMES, LAST_WORD):
        assert f"`{name}`" in page, name
    assert f"at most {LONGEST} characters" in page
