"""Answers, cards and blocks to put into a store."""

from datetime import UTC, date, datetime

from coach.core.records import (
    Asked,
    Attempt,
    Card,
    Critique,
    Dimensions,
    Finding,
    FirstScreen,
    GavePause,
    Review,
    Sentence,
    Timings,
    Transcript,
    Word,
)

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
DUE = date(2026, 11, 24)
BLOCK = bytes(range(1, 251)) * 12 + bytes(200)
"""100 ms of a saw tooth."""

QUESTION = "Tell me about a time you helped somebody."


def asked(text: str = QUESTION) -> Asked:
    return Asked(text=text, kind="behavioural")


def an_attempt(
    attempt_id: str | None = "a1",
    *,
    question: str = QUESTION,
    words: str = "I rang the pharmacy myself.",
    defects: tuple[str, ...] = ("too_short",),
    card_id: str | None = None,
    recorded_at: datetime = NOW,
) -> Attempt:
    return Attempt(
        attempt_id=attempt_id,
        sequence=None,
        recorded_at=recorded_at,
        via="microphone",
        audio_seconds=2.0,
        question=asked(question),
        transcript=Transcript(
            text=words,
            language="en",
            model="base",
            confidence=0.9,
            sentences=(Sentence(id=1, text=words, start=0.1, end=1.9),),
            words=tuple(Word(text=word, start=0.1, end=0.2, sentence=1) for word in words.split()),
        ),
        delivery=None,
        critique=Critique(
            band=2,
            dimensions=Dimensions(relevance=3),
            first_screen=FirstScreen(heard=words, waiting_for="the end", keep=None, do_now="Say the end."),
            redo="ending",
            diagnosis=None,
            findings=tuple(
                Finding(
                    defect=defect,
                    name=defect,
                    severity=2,
                    quote=words,
                    start=0.1,
                    end=1.9,
                    sentences=(1,),
                    looked_for=None,
                    why="w",
                    fix="f",
                    decided_by="rules",
                )
                for defect in defects
            ),
            ask="What came of it?",
            source="rules",
            because="no model",
            model=None,
            rubric="1",
        ),
        gave_pause=GavePause(reasons=(), grade="again", card_id=card_id, due=DUE if card_id else None),
        timings=Timings(
            audio_end_to_transcript_seconds=0.5,
            audio_end_to_first_finding_seconds=None,
            audio_end_to_critique_seconds=1.0,
        ),
    )


def a_card(
    card_id: str = "c1", question: str = QUESTION, *, due: date = DUE, wordings: tuple[str, ...] = ()
) -> Card:
    return Card(
        id=card_id,
        question=question,
        kind="behavioural",
        wordings=wordings or (question,),
        source="practice",
        why=("low_band",),
        added_at=NOW,
        due=due,
        memory='{"stability": 1.0}',
    )


def a_review(card_id: str = "c1", attempt_id: str | None = "a1", grade: str = "again") -> Review:
    return Review.model_validate(
        {"card_id": card_id, "attempt_id": attempt_id, "grade": grade, "reviewed_at": NOW, "due": DUE}
    )
