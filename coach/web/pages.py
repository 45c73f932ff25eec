"""The page's files, read once at the start and served by name.

Only what lies in static/ is served: a name is looked up, never joined to a path.
"""

from collections.abc import Mapping
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from coach.core.errors import NotFound

TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}
"""Content types by ending; not from the system, whose registry may call a script plain text."""


def read_static() -> Mapping[str, bytes]:
    """Every file of the page by name."""
    return {
        entry.name: entry.read_bytes()
        for entry in files("coach.web").joinpath("static").iterdir()
        if entry.name.rpartition(".")[2] in TYPES
    }


def _response(name: str, content: bytes) -> Response:
    return Response(content, headers={"Content-Type": TYPES[name.rpartition(".")[2]]})


def routes() -> list[BaseRoute]:
    """The page, its start page, and their files."""
    static = read_static()

    async def page(_: Request) -> Response:
        return _response("page.html", static["page.html"])

    async def start(_: Request) -> Response:
        return _response("start.html", static["start.html"])

    async def file(request: Request) -> Response:
        name: str = request.path_params["name"]
        if name not in static:
            raise NotFound("There is no such file.", "Reload the page.")
        return _response(name, static[name])

    return [Route("/", page), Route("/start", start), Route("/static/{name}", file)]
