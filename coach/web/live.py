"""One answer over a WebSocket: blocks come in, each is acknowledged once it is on disk.

Every message of the page is JSON ({"type": "begin" | "moment" | "finish" | "discard"}) or a block:
four bytes of sequence number, little-endian, counting from 0, then at most 100 ms of sound. The line is
synchronous; each call into it runs in a thread, one after the other, so blocks keep their order.
Whatever way the socket ends, what was said is finished and kept.
"""

import asyncio
import contextlib
import queue
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from coach.core.errors import BadInput, CoachError
from coach.core.records import Record
from coach.listening import Silence, Speaking
from coach.ports import BYTES_PER_SECOND
from coach.practice import Line
from coach.web.desk import Desk, on_the_page
from coach.web.failures import explained

BLOCK_BYTES = BYTES_PER_SECOND // 10
"""100 ms of sound, the most a block holds."""
MESSAGE_BYTES = 4 * BLOCK_BYTES
"""The most a WebSocket message may hold (server.py hands it to uvicorn)."""
DEAD_SECONDS = 2.0
"""Sound this flat for this long at the start is a dead microphone; said within three seconds."""
GOODBYE_SECONDS = 5.0
"""How long a page that was told everything may take to close its end."""
LONGEST_SECONDS = 3600.0
"""An answer ends here at the latest, so that a forgotten tab can't fill the disk."""

Ending = Literal["finished", "discarded", "left"]
ENDINGS: Mapping[str, Ending] = {"finish": "finished", "discard": "discarded"}
Told = dict[str, Any]


class Said(Record):
    """A message of the page that is no block."""

    type: Literal["begin", "moment", "finish", "discard"]
    ask: str = ""


async def answer(socket: WebSocket) -> None:
    """Take one answer, from `begin` to the critique."""
    await socket.accept()
    desk: Desk = socket.app.state.desk
    try:
        handle = await _asked(socket)
        line = await run_in_threadpool(desk.begin, handle)
    except Exception as error:  # noqa: BLE001 - the page gets a sentence
        await _tell(socket, _sorry(explained(error, socket)))
        return
    answered = False
    try:
        answered = await _take(socket, desk, line)
    finally:
        desk.end(handle, answered=answered)
    await _let_go(socket)


async def _let_go(socket: WebSocket) -> None:
    """Read on until the page closes: a connection shut over unread blocks would lose what was just told."""
    with contextlib.suppress(TimeoutError, RuntimeError):
        async with asyncio.timeout(GOODBYE_SECONDS):
            while (await socket.receive())["type"] != "websocket.disconnect":
                pass


async def _asked(socket: WebSocket) -> str:
    said = _read(await socket.receive())
    if not isinstance(said, Said) or said.type != "begin":
        raise BadInput("The page began an answer without saying to which question.", "Reload the page.")
    return said.ask


async def _take(socket: WebSocket, desk: Desk, line: Line) -> bool:
    """Record until it ends, then judge; whether there is an answer now."""
    await _tell(socket, {"type": "recording"})
    trouble: CoachError | None = None
    try:
        ending = await _listen(socket, desk, line)
    except Exception as error:  # noqa: BLE001 - whatever broke, what was said is finished and kept
        trouble, ending = explained(error, socket), "finished"
    if ending == "discarded" or line.seconds == 0:
        await run_in_threadpool(line.discard)
        if trouble is not None:
            await _tell(socket, _sorry(trouble))
        return False
    if trouble is not None:
        await _tell(socket, _sorry(trouble))
    await _tell(socket, {"type": "ended"})
    try:
        attempt = await run_in_threadpool(line.finish)
        shown = await run_in_threadpool(on_the_page, attempt, desk.studio)
    except Exception as error:  # noqa: BLE001 - the recording is kept; the page gets a sentence
        await _tell(socket, _sorry(explained(error, socket)))
        return True
    asks = ending != "left" and desk.asks_about_recordings()
    await _tell(socket, {"type": "attempt", **shown, "ask_about_recordings": asks})
    return True


async def _listen(socket: WebSocket, desk: Desk, line: Line) -> Ending:
    """Blocks into the line, until the page or a long silence ends it. Raises CoachError."""
    ear = _Ear(line, silence_seconds=desk.studio.settings.silence_seconds)
    expected = 0
    while True:
        said = _read(await socket.receive())
        if said is None:
            return "left"
        if isinstance(said, Said):
            if said.type in ENDINGS:
                return ENDINGS[said.type]
            if said.type == "begin":
                raise OUT_OF_STEP
            line.moment()
            continue
        sequence, block = said
        if sequence != expected:
            raise OUT_OF_STEP
        expected += 1
        await run_in_threadpool(line.push, block)
        await _tell(socket, {"type": "kept", "sequence": sequence})
        for told in ear.heard():
            await _tell(socket, told)
        if ear.over:
            return "finished"


class _Ear:
    """What the page is told while somebody speaks, and when a long silence ends the answer."""

    def __init__(self, line: Line, *, silence_seconds: float) -> None:
        self.over = False
        self._line = line
        self._silence_seconds = silence_seconds
        self._hearing = False
        self._warned = False

    def heard(self) -> list[Told]:
        """Look at what the line heard since the last look."""
        told = self._dead()
        while True:
            try:
                event = self._line.events.get_nowait()
            except queue.Empty:
                break
            if isinstance(event, Speaking) and not self._hearing:
                self._hearing = True
                told.append({"type": "hearing"})
            if isinstance(event, Silence) and 0 < self._silence_seconds <= event.seconds:
                self.over = True
        self.over = self.over or self._line.seconds >= LONGEST_SECONDS
        return told

    def _dead(self) -> list[Told]:
        """Warn once when nothing but flat silence has come from the start; say when sound comes after all."""
        silent = self._line.silent_from_start
        if self._warned and not silent:
            self._warned = False
            return [{"type": "sound"}]
        if self._warned or not silent or self._line.seconds < DEAD_SECONDS:
            return []
        self._warned = True
        return [
            {
                "type": "no_sound",
                "happened": "No sound at all comes from the microphone.",
                "next": "Is it muted, or is another one chosen? Look at your browser's microphone setting.",
            }
        ]


OUT_OF_STEP = BadInput("The sound did not arrive in order.", "What came before is kept. Reload the page.")


def _read(message: Any) -> Said | tuple[int, bytes] | None:
    """A message of the socket: words, a numbered block, or None when the page is gone. Raises BadInput."""
    if message["type"] == "websocket.disconnect":
        return None
    block = message.get("bytes")
    if block is None:
        try:
            return Said.model_validate_json(message["text"])
        except ValidationError:
            raise BadInput("The page sent something that can't be read.", "Reload the page.") from None
    sound = block[4:]
    if not 0 < len(sound) <= BLOCK_BYTES or len(sound) % 2:
        raise BadInput("The page sent a block of sound that can't be right.", "Reload the page.")
    return int.from_bytes(block[:4], "little"), sound


def _sorry(error: CoachError) -> Told:
    return {"type": "sorry", "happened": error.happened, "next": error.next_step}


async def _tell(socket: WebSocket, told: Told) -> None:
    """Tell the page; one that is gone misses nothing that isn't kept."""
    try:
        await socket.send_json(told)
    except (WebSocketDisconnect, RuntimeError):
        return
