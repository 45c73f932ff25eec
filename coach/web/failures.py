"""Whatever goes wrong becomes two sentences; what nobody foresaw is named in the terminal, without its words.

An exception's message can hold what somebody said, so only its kind and its place are printed.
"""

import traceback
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from coach.core.errors import BadInput, CoachError, NotFound
from coach.web.guards import BodyTooLong, BodyTooSlow
from coach.web.launch import NotLetIn

STATUS: tuple[tuple[type[CoachError], int], ...] = (
    (NotLetIn, 401),
    (NotFound, 404),
    (BodyTooLong, 413),
    (BodyTooSlow, 408),
    (BadInput, 400),
)
"""HTTP status by kind of error, first match; 503 for what this machine can't do right now."""


def explained(error: Exception, connection: HTTPConnection) -> CoachError:
    """The error as sentences; one that nobody foresaw is named in the terminal too."""
    if isinstance(error, CoachError):
        return error
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
    connection.app.state.announce(f"Something broke on the page: {name}. What was said is kept.")
    return CoachError(f"Something broke here ({name}).", "Reload the page; what you said is kept.")


async def coach_error(_: HTTPConnection, error: Exception) -> Response:
    """An error a person can act on."""
    if not isinstance(error, CoachError):
        raise error
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 503)
    return JSONResponse({"happened": error.happened, "next": error.next_step}, status_code=status)


async def http_error(_: HTTPConnection, error: Exception) -> Response:
    """No such route, or not with this method."""
    if not isinstance(error, HTTPException):
        raise error
    sentences = {"happened": "There is nothing here.", "next": "Go back to the page."}
    return JSONResponse(sentences, status_code=error.status_code, headers=error.headers)


async def unforeseen(request: Request, error: Exception) -> Response:
    """A defect of ours."""
    explanation = explained(error, request)
    return JSONResponse({"happened": explanation.happened, "next": explanation.next_step}, status_code=500)
