"""The page's routes that answer with JSON or sound."""

import re
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from coach.core import wording
from coach.core.errors import BadInput, NotFound
from coach.core.records import Card, Record
from coach.settings import KeepAudio
from coach.web.desk import Desk, on_the_page
from coach.web.guards import cookies

if TYPE_CHECKING:
    from coach.web.launch import Launch

ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
"""What an id can look like; anything else never reaches the store."""


class Key(Record):
    """The body of POST /start."""

    token: str


class Ask(Record):
    """The body of POST /api/ask: nothing for the next question, or the card to ask."""

    card_id: str | None = None


class Skip(Record):
    """The body of POST /api/skip."""

    ask: str


class Keep(Record):
    """The body of POST /api/recordings: how long they are kept."""

    keep: KeepAudio


Form = TypeVar("Form", bound=Record)


async def _body(request: Request, form: type[Form]) -> Form:
    try:
        return form.model_validate_json(await request.body())
    except ValidationError:
        raise BadInput("The page sent something that can't be read.", "Reload the page.") from None


def _desk(request: Request) -> Desk:
    return cast("Desk", request.app.state.desk)


def _id(request: Request, name: str) -> str:
    given: str = request.path_params[name]
    if not ID.match(given):
        raise NotFound("There is no answer with that name here.", "Reload the page.")
    return given


async def start(request: Request) -> Response:
    """Exchange the token for the cookie; a browser that has it already just goes in. Raises NotLetIn."""
    launch = cast("Launch", request.app.state.launch)
    key = await _body(request, Key)
    if launch.knows(cookies(request.scope["headers"], launch.cookie_name)):
        return JSONResponse({"open": "/"})
    response = JSONResponse({"open": "/"})
    response.set_cookie(
        launch.cookie_name, launch.exchange(key.token), httponly=True, samesite="strict", path="/"
    )
    return response


async def ask(request: Request) -> Response:
    """Put a question: the next one, or a card's."""
    wanted = await _body(request, Ask)
    if wanted.card_id is not None and not ID.match(wanted.card_id):
        raise NotFound("There is no question with that name here.", "Reload the page.")
    offer = await run_in_threadpool(_desk(request).ask, wanted.card_id)
    return JSONResponse({"ask": offer.handle, "question": offer.asked.model_dump(mode="json")})


async def skip(request: Request) -> Response:
    """Leave a question for another day."""
    wanted = await _body(request, Skip)
    card = await run_in_threadpool(_desk(request).skip, wanted.ask)
    return JSONResponse({"card": _shown(card)})


async def recordings(request: Request) -> Response:
    """Choose how long recordings are kept."""
    wanted = await _body(request, Keep)
    noted = await run_in_threadpool(_desk(request).keep_recordings, wanted.keep)
    return JSONResponse({"keep": wanted.keep, "noted": str(noted)})


async def due(request: Request) -> Response:
    """The questions that gave pause and are due."""
    cards = await run_in_threadpool(_desk(request).due)
    return JSONResponse({"cards": [_shown(card) for card in cards]})


async def attempts(request: Request) -> Response:
    """The latest answers: only what a list needs."""
    found = await run_in_threadpool(_desk(request).recent)
    rows = [
        {
            "attempt_id": attempt.attempt_id,
            "recorded_at": attempt.recorded_at.isoformat(),
            "question": attempt.question.text,
        }
        for attempt in found
    ]
    return JSONResponse({"attempts": rows})


async def attempt(request: Request) -> Response:
    """One answer with its critique."""
    studio = _desk(request).studio
    wanted = _id(request, "attempt_id")
    shown = await run_in_threadpool(lambda: on_the_page(studio.store.attempt(wanted), studio))
    return JSONResponse(shown)


async def recording(request: Request) -> Response:
    """The sound of one answer, whole or a range of bytes."""
    wanted = _id(request, "attempt_id")
    path = await run_in_threadpool(_desk(request).studio.store.recording, wanted)
    if path is None:
        raise NotFound("The recording of this answer is no longer kept.", "Its words are still here.")
    return FileResponse(path, media_type="audio/wav")


def _shown(card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "question": card.question,
        "due": card.due.isoformat(),
        "why": ", ".join(wording.reason_name(reason) for reason in card.why),
    }


def routes() -> list[BaseRoute]:
    """Every route of this file."""
    return [
        Route("/start", start, methods=["POST"]),
        Route("/api/ask", ask, methods=["POST"]),
        Route("/api/skip", skip, methods=["POST"]),
        Route("/api/recordings", recordings, methods=["POST"]),
        Route("/api/due", due),
        Route("/api/attempts", attempts),
        Route("/api/attempts/{attempt_id}", attempt),
        Route("/api/attempts/{attempt_id}/recording", recording),
    ]
