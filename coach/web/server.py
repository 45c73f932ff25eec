"""Starts the page on this machine, for this machine only, and ends it cleanly."""

import contextlib
import errno
import os
import platform
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Mapping

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import WebSocketRoute

from coach.core.errors import BadInput, CoachError
from coach.studio import Studio
from coach.web import api, live, pages
from coach.web.connections import BoundedConnection
from coach.web.desk import Desk
from coach.web.failures import coach_error, http_error, unforeseen
from coach.web.guards import Guards
from coach.web.launch import Launch

LOOPBACK = "127.0.0.1"


def build(studio: Studio, *, launch: Launch, announce: Callable[[str], None]) -> Starlette:
    """The page without its door: every route, and what the routes share. Always put Guards around it."""
    app = Starlette(
        routes=[*pages.routes(), *api.routes(), WebSocketRoute("/api/answer", live.answer)],
        exception_handlers={
            CoachError: coach_error,
            HTTPException: http_error,
            Exception: unforeseen,
        },
    )
    app.router.redirect_slashes = False
    app.state.desk = Desk(studio)
    app.state.launch = launch
    app.state.announce = announce
    return app


def serve(studio: Studio, port: int, *, announce: Callable[[str], None], open_browser: bool) -> None:
    """Serve the page until Ctrl-C; an answer in progress is finished and kept.

    Args:
        studio: the whole outside world; closing it is the caller's business.
        port: the port on 127.0.0.1; 0 takes a free one.
        announce: prints a line to the terminal.
        open_browser: whether to open the page in the person's browser.

    Raises:
        BadInput: the port is taken or can't be had.
    """
    listening = _bind(port)
    with contextlib.closing(listening):
        port = listening.getsockname()[1]
        launch = Launch(port=port, stopwatch=time.monotonic, announce=announce)
        app = build(studio, launch=launch, announce=announce)
        server = uvicorn.Server(_configuration(Guards(app, port=port, launch=launch)))
        announce(f"The page is at {launch.address}")
        announce("The address opens it once, within a minute. Ctrl-C ends it.")
        if open_browser and _has_screen(platform.system(), os.environ):
            threading.Thread(target=webbrowser.open, args=(launch.address,), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def _configuration(app: Guards, connection: type[BoundedConnection] = BoundedConnection) -> uvicorn.Config:
    """Quiet and bounded: no access log (addresses, ids), no server header, no proxy's word believed."""
    return uvicorn.Config(
        app,
        http=connection,
        ws="websockets-sansio",
        ws_max_size=live.MESSAGE_BYTES,
        ws_per_message_deflate=False,
        lifespan="off",
        access_log=False,
        log_config=None,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )


def _bind(port: int) -> socket.socket:
    """A listening socket on loopback. Raises BadInput."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # On Windows SO_REUSEADDR would let two programs share the port, so there it must be exclusive.
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        listening.setsockopt(socket.SOL_SOCKET, exclusive or socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        free = "Take a free one with: coach web --port 0"
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise BadInput(f"Port {port} is taken by another program.", free) from None
        raise BadInput(f"Port {port} can't be used.", free) from None
    return listening


def _has_screen(system: str, environment: Mapping[str, str]) -> bool:
    """Whether a browser window can open; text browsers would take the terminal over."""
    return system != "Linux" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
