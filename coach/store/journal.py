"""The journal of recordings: a row from before the first sound until the audio goes."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path

from coach.core.records import Asked, Via
from coach.store import attempts, cards
from coach.store.recordings import RecordingInfo, Unfinished, taken
from coach.store.rows import RECORDINGS, Row, add, change, fetch


def begin(
    connection: sqlite3.Connection,
    attempt_id: str,
    asked: Asked,
    *,
    via: Via,
    sitting_id: str | None,
    started_at: datetime,
) -> None:
    """Note what is about to be spoken. Raises BadInput for a taken id, NotFound for an unknown sitting."""
    sql = "SELECT 1 FROM attempts WHERE id = ? UNION SELECT 1 FROM recordings WHERE id = ?"
    if connection.execute(sql, (attempt_id, attempt_id)).fetchone():
        raise taken(attempt_id)
    attempts.check_sitting(connection, sitting_id)
    add(
        connection,
        RECORDINGS,
        id=attempt_id,
        state="speaking",
        asked=asked.model_dump_json(),
        via=via,
        sitting=sitting_id,
        started_at=cards.utc(started_at),
        seconds=None,
        audio_sha256=None,
    )


def note_whole(connection: sqlite3.Connection, attempt_id: str, info: RecordingInfo) -> None:
    """Note that the recording is finished."""
    for row in fetch(connection, RECORDINGS, "WHERE id = ?", (attempt_id,)):
        change(connection, row, state="whole", seconds=info.seconds, audio_sha256=info.sha256)


def drop(connection: sqlite3.Connection, attempt_id: str) -> None:
    """Forget the recording; its file is somebody else's business."""
    connection.execute("DELETE FROM recordings WHERE id = ?", (attempt_id,))


def whole(connection: sqlite3.Connection, attempt_id: str) -> list[Row]:
    """The row of a finished recording; none when there is none."""
    return fetch(connection, RECORDINGS, "WHERE id = ? AND state = 'whole'", (attempt_id,))


def without_attempt(connection: sqlite3.Connection) -> list[Row]:
    """The rows of finished recordings that no attempt was made of, oldest first."""
    unjudged = "WHERE state = 'whole' AND id NOT IN (SELECT id FROM attempts) ORDER BY rowid"
    return fetch(connection, RECORDINGS, unjudged)


def unfinished(row: Row, path: Path) -> Unfinished:
    """What is known of such a recording, from a row that is sound."""
    return Unfinished(
        attempt_id=row.text("id"),
        asked=Asked.model_validate(json.loads(row.text("asked"))),
        via=row.text("via"),  # type: ignore[arg-type]  # sealed, and written from a Via
        sitting_id=None if row["sitting"] is None else row.text("sitting"),
        started_at=datetime.fromisoformat(row.text("started_at")),
        path=path,
        seconds=float(row["seconds"] or 0.0),
    )
