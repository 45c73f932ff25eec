"""A golden history, and laws: harder is never later, and nothing is ever due in the past."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.records import Asked, Card, Grade
from coach.core.schedule import local_day, new_card, review

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
GRADES: tuple[Grade, ...] = ("again", "hard", "good", "easy")


def card(source: str = "practice", now: datetime = NOW) -> Card:
    return new_card(
        Asked(text="Why us?", kind="motivation"),
        card_id="c1",
        wordings=("Why us?", "What draws you here?"),
        source="missed" if source == "missed" else "practice",
        why=() if source == "missed" else ("low_band",),
        now=now,
        zone=UTC,
    )


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 22, 2, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 3, 29, 1, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 2, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 3, 0, tzinfo=UTC), date(2026, 10, 25)),
    ],
    ids=["before-four", "four", "after-midnight", "spring-before", "spring-at", "autumn-before", "autumn-at"],
)
def test_a_day_begins_at_four_local_time(now: datetime, day: date) -> None:
    assert local_day(now, BERLIN) == day


def test_a_question_just_asked_is_due_tomorrow_and_one_told_today() -> None:
    assert card().due == date(2026, 11, 23)
    told = card("missed")
    assert (told.due, told.why, told.last_wording) == (date(2026, 11, 22), (), None)
    assert card().last_wording == "Why us?"


def test_a_question_without_wordings_has_its_own() -> None:
    made = new_card(
        Asked(text="Why?", kind="closing"),
        card_id="c",
        wordings=(),
        source="missed",
        why=(),
        now=NOW,
        zone=UTC,
    )
    assert made.wordings == ("Why?",)


def test_a_golden_history() -> None:
    known, now, days = card(), NOW, []
    for grade in ("again", "hard", "good", "good", "again", "good", "easy"):
        known, kept = review(known, grade, attempt_id="a1", now=now, zone=UTC)
        days.append((known.due - local_day(now, UTC)).days)
        assert kept.due == known.due
        assert (kept.card_id, kept.attempt_id, kept.grade, kept.reviewed_at) == ("c1", "a1", grade, now)
        now = datetime.combine(known.due, NOW.timetz())
    assert days == GOLDEN


GOLDEN = [1, 1, 3, 8, 1, 2, 5]
"""Computed with fsrs 6.3.2 and its default weights."""


@pytest.mark.parametrize(("grade", "days"), [("again", 1), ("hard", 1), ("good", 2), ("easy", 8)])
def test_a_first_meeting(grade: Grade, days: int) -> None:
    after, _ = review(card(), grade, attempt_id=None, now=NOW, zone=UTC)
    assert (after.due - NOW.date()).days == days


def test_the_hour_of_the_day_does_not_matter() -> None:
    late, _ = review(card(), "good", attempt_id=None, now=NOW.replace(hour=23), zone=UTC)
    early = review(late, "good", attempt_id=None, now=NOW.replace(hour=5) + timedelta(days=2), zone=UTC)
    evening = review(late, "good", attempt_id=None, now=NOW.replace(hour=22) + timedelta(days=2), zone=UTC)
    assert early[0].due == evening[0].due
    assert early[0].memory == evening[0].memory


def test_a_failure_comes_back_the_next_day_however_well_it_was_known() -> None:
    known, now = card(), NOW
    for _ in range(6):
        known, _ = review(known, "easy", attempt_id=None, now=now, zone=UTC)
        now = datetime.combine(known.due, NOW.timetz())
    failed, _ = review(known, "again", attempt_id=None, now=now, zone=UTC)
    assert failed.due == now.date() + timedelta(days=1)


def test_memory_is_plain_json() -> None:
    assert json.loads(card().memory)["card_id"] == 0


DAYS = st.integers(-4000, 4000)
HISTORY = st.lists(st.tuples(st.sampled_from(GRADES), DAYS), max_size=8)


@settings(max_examples=60, deadline=None)
@given(HISTORY, DAYS)
def test_whatever_the_clock_does_harder_is_never_later_and_nothing_is_due_in_the_past(
    history: list[tuple[Grade, int]], last: int
) -> None:
    known = card()
    for grade, days in history:
        known, _ = review(known, grade, attempt_id=None, now=NOW + timedelta(days=days), zone=BERLIN)
    now = NOW + timedelta(days=last)
    due = [review(known, grade, attempt_id=None, now=now, zone=BERLIN)[0].due for grade in GRADES]
    assert due == sorted(due)
    assert due[0] == local_day(now, BERLIN) + timedelta(days=1)
