"""What was judged: bands, findings and the critique a person reads."""

from typing import Literal

from coach.core.records.values import Band, Diagnosis, Record, Redo, Severity, Source


class Dimensions(Record):
    """The rubric's six dimensions; None where the kind of question does not ask for one."""

    relevance: Band | None = None
    specificity: Band | None = None
    ownership: Band | None = None
    outcome: Band | None = None
    insight: Band | None = None
    delivery: Band | None = None


class Keep(Record):
    """The most concrete thing they said, in their words."""

    quote: str
    start: float | None
    end: float | None


class FirstScreen(Record):
    """What a friend says first: at most 90 words in all, without numbers of ours."""

    heard: str
    """What an interviewer would have written down."""
    waiting_for: str
    """What they were still waiting for."""
    keep: Keep | None
    do_now: str
    """One thing to do now, in thirty seconds."""


class Finding(Record):
    """One remark: a presence carries a verbatim quote, an omission says what was looked for."""

    defect: str
    """An id of coach/data/defects.json."""
    name: str
    severity: Severity
    quote: str | None
    start: float | None
    end: float | None
    sentences: tuple[int, ...]
    looked_for: str | None
    why: str
    fix: str
    decided_by: Literal["rules", "decider", "model"]
    seen_before: int = 0
    """In how many earlier attempts of this person the same defect was found."""


class Raised(Record):
    """An accusation that is not certain, put as a question; it touches no band."""

    defect: str
    quote: str
    start: float | None
    end: float | None
    question: str


class Change(Record):
    """How one criterion differs from an earlier attempt, in both quotes."""

    criterion: str
    before: str
    after: str


class Comparison(Record):
    """This attempt beside an earlier one of the same question."""

    attempt_id: str
    changed: tuple[Change, ...]
    done: bool
    """Whether the one thing to do was done."""


class Critique(Record):
    """The judgement of one answer. `band` is None only for what could not be heard."""

    band: Band | None
    dimensions: Dimensions
    first_screen: FirstScreen
    redo: Redo | None
    diagnosis: Diagnosis | None
    findings: tuple[Finding, ...]
    """All of them, worst first."""
    raised: tuple[Raised, ...] = ()
    ask: str
    """One question back that asks for the missing fact."""
    source: Source
    because: str
    """Why this source, and why this band where a cap or an abstention decided it."""
    model: str | None
    rubric: str
    dropped_findings: int = 0
    compared_with: Comparison | None = None
