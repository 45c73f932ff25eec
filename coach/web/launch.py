"""The key to the page: a token that opens it once, exchanged for a cookie.

The token stands in the address's fragment, which browsers keep out of requests, logs and Referer; the
start page hands it over in a POST. The cookie's name carries the port, because browsers send cookies of
127.0.0.1 to every port of it: two runs of coach then don't overwrite each other's.
"""

import hmac
import secrets
from collections.abc import Callable, Iterable

from coach.core.errors import CoachError

KEY_BYTES = 32
"""256 bits for token and cookie: beyond guessing."""
TOKEN_SECONDS = 60.0
"""How long the opened address is good."""


class NotLetIn(CoachError):
    """The token is not, or no longer, the one that opens this page."""


class Launch:
    """One run of the page, with its token and its cookie."""

    def __init__(self, *, port: int, stopwatch: Callable[[], float], announce: Callable[[str], None]) -> None:
        """Cut new keys; `stopwatch` gives seconds that never jump, `announce` prints to the terminal."""
        self.token = secrets.token_urlsafe(KEY_BYTES)
        self.cookie_name = f"coach_{port}"
        self.address = f"http://127.0.0.1:{port}/start#{self.token}"
        self._cookie = secrets.token_urlsafe(KEY_BYTES)
        self._stopwatch = stopwatch
        self._announce = announce
        self._good_until = stopwatch() + TOKEN_SECONDS
        self._used = False

    def exchange(self, token: str) -> str:
        """The cookie's value for the token, once and within a minute. Raises NotLetIn."""
        if not _same(token, self.token):
            raise NotLetIn("This address belongs to another start of coach.", AGAIN)
        if self._used:
            self._announce(
                "The page's address was used a second time and refused."
                " If that was not you, stop coach with Ctrl-C."
            )
            raise NotLetIn("This address opens the page once, and it has been used.", AGAIN)
        if self._stopwatch() > self._good_until:
            self._announce("The page's address was used too late and refused. Start again: coach web")
            raise NotLetIn("This address was good for a minute only.", AGAIN)
        self._used = True
        return self._cookie

    def knows(self, cookies: Iterable[str]) -> bool:
        """Whether one of the cookies sent is ours.

        One is enough: another server on this machine can set a cookie of the same name beside ours.
        """
        return any(_same(cookie, self._cookie) for cookie in cookies)


AGAIN = "Stop coach in the terminal with Ctrl-C and start it again: coach web"


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), ours.encode())
