"""HTTP connections that can't be hoarded: few at a time, and each must soon ask for something.

A recording in progress has its socket already; idle sockets of another program must not keep the page
from opening files.
"""

from asyncio import BaseTransport, Transport
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 64
"""A browser opens six per address; the rest is room for tabs."""
REQUEST_SECONDS = 10.0
"""How long a new connection may take to send its first request's headers."""


class BoundedConnection(H11Protocol):
    """One connection to the page."""

    request_seconds = REQUEST_SECONDS

    def connection_made(self, transport: BaseTransport) -> None:
        """Take the connection, or close it at once when there are too many."""
        super().connection_made(cast("Transport", transport))
        if len(self.connections) > MOST_CONNECTIONS:
            self.transport.abort()
            return
        self.loop.call_later(self.request_seconds, self._close_if_idle)

    def _close_if_idle(self) -> None:
        request: object = self.cycle
        waiting = request is None and self.transport.get_protocol() is self
        if waiting and not self.transport.is_closing():
            self.transport.abort()
