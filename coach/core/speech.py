"""Speech probabilities in, spans of speech and pieces worth transcribing out.

Pauses come from here and never from a transcriber's word times, which show half of them.
Two levels: sure speech has the thresholds that the detector's authors recommend (Silero VAD:
enter at 0.5, leave 0.15 below); faint speech, as of a voice far from its microphone in a noisy
room, stays below them for seconds, but for much longer than noise ever reaches its level.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coach.core.records import Span

FRAME_SECONDS = 0.032
"""Length of one frame, in seconds: 512 samples at 16 kHz."""

ENTER = 0.5
"""Speech begins with the first frame at or above this probability."""

LEAVE = 0.35
"""Speech ends with the first frame below this probability."""

FAINT = 0.15
"""Sound at or above this is speech too when it lasts: echoes and noise do not last."""

FAINT_FRAMES = 10
"""How long faint sound must last (0.32 s); white noise, hum and music stayed below half of it."""

LAG_SECONDS = 0.024
"""The detector answers about three quarters of a frame late, at both edges alike."""

BRIDGED_FRAMES = 3
"""A gap this short (under 0.1 s) is a stop consonant, not the end of a span."""

SHORTEST_FRAMES = 4
"""A sound shorter than this (under 0.13 s) is a click or a cough, not speech."""

PADDING_FRAMES = 8
"""Silence kept on each side of a stretch (0.26 s), so that soft onsets are not cut off."""

PAUSE_FRAMES = 16
"""A live stream is cut in pauses of at least this (0.51 s): twice the padding."""

LONG_PAUSE_FRAMES = 94
"""After this much silence (3 s) even a short stretch is cut: transcribers hear words in silence."""

WORTH_FRAMES = 250
"""A stretch aims to be at least this long (8 s): shorter ones cost word errors."""

LONGEST_FRAMES = 870
"""No stretch is longer than this (27.8 s): transcribers listen in windows of 30 s."""

AHEAD_FRAMES = 31
"""A cut through speech leaves at least this much (1 s) for the next stretch."""

Run = tuple[int, int]
"""First frame and the frame after the last."""


@dataclass(frozen=True)
class _Ear:
    """The latest run of speech frames, and what may still become part of it."""

    sure: bool = False
    """Inside sure speech."""
    awake: bool = False
    """Whether there was any sure speech: without it faint sound is only a room."""
    faint_since: int | None = None
    """First frame of the faint sound that goes on now."""
    run: Run | None = None

    def hear(self, frame: int, probability: float) -> tuple["_Ear", Run | None]:
        """The ear after this frame, and the run that this frame showed to be over, if any."""
        if probability >= (LEAVE if self.sure else ENTER):
            run, over = self._grow(frame, frame + 1)
            return _Ear(sure=True, awake=True, run=run), over
        if not self.awake or probability < FAINT:
            return self._rest(frame, None)
        since = frame if self.faint_since is None else self.faint_since
        if frame + 1 - since < FAINT_FRAMES:
            return self._rest(frame, since)
        run, over = self._grow(since, frame + 1)
        return _Ear(awake=True, faint_since=since, run=run), over

    def _grow(self, start: int, end: int) -> tuple[Run, Run | None]:
        if self.run is None:
            return (start, end), None
        if start - self.run[1] <= BRIDGED_FRAMES:
            return (self.run[0], end), None
        return (start, end), self.run

    def _rest(self, frame: int, faint_since: int | None) -> tuple["_Ear", Run | None]:
        resumes = frame + 1 if faint_since is None else faint_since
        over = self.run if self.run is not None and resumes - self.run[1] > BRIDGED_FRAMES else None
        return _Ear(awake=self.awake, faint_since=faint_since, run=None if over else self.run), over


def _long_enough(run: Run | None) -> bool:
    return run is not None and run[1] - run[0] >= SHORTEST_FRAMES


def _runs(probabilities: Iterable[float]) -> Iterator[Run]:
    ear = _Ear()
    for frame, probability in enumerate(probabilities):
        ear, over = ear.hear(frame, probability)
        if over is not None and _long_enough(over):
            yield over
    if ear.run is not None and _long_enough(ear.run):
        yield ear.run


def spans(probabilities: Sequence[float]) -> tuple[Span, ...]:
    """Where somebody speaks, in seconds from the first frame.

    Args:
        probabilities: Speech probability (0-1) of each frame of 32 ms, from the recording's start.

    Returns:
        Spans in time order, at least 0.12 s apart and at least 0.1 s long, inside the frames.
    """
    frames = len(probabilities)
    return tuple(
        Span(
            start=round(max(0.0, start * FRAME_SECONDS - LAG_SECONDS), 3),
            end=round(end * FRAME_SECONDS - (LAG_SECONDS if end < frames else 0.0), 3),
        )
        for start, end in _runs(probabilities)
    )


@dataclass(frozen=True)
class Cutter:
    """Decides, frame by frame, which pieces of a live recording may be transcribed now.

    A state machine without a clock: `advance` returns the next state. Its stretches do not depend
    on how the frames were cut into blocks; together they cover every span of speech, never
    overlap, and none is longer than 28 s. Where somebody speaks on without a pause, the cut goes
    through the frame that is least like speech.
    """

    frames: int = 0
    """Frames heard so far."""
    ear: _Ear = _Ear()
    waiting: tuple[Run, ...] = ()
    """Finished runs of speech that are in no stretch yet."""
    floor: int = 0
    """The next stretch begins here at the earliest."""
    heard_until: int = 0
    """The frame after the last speech frame; 0 when there was none."""
    recent: tuple[float, ...] = ()
    """Probabilities of the latest frames, as many as one stretch can hold."""

    @property
    def spoken(self) -> bool:
        """Whether there was any speech yet."""
        return self.heard_until > 0

    @property
    def silence_seconds(self) -> float:
        """Seconds since the last speech; 0 while somebody speaks and before anybody did."""
        return (self.frames - self.heard_until) * FRAME_SECONDS if self.spoken else 0.0

    def advance(self, probabilities: Iterable[float]) -> tuple["Cutter", tuple[Span, ...]]:
        """Hear more frames.

        Args:
            probabilities: Speech probabilities of the frames that follow those heard so far.

        Returns:
            The cutter after them, and the stretches (in seconds of the recording) that are ready.
        """
        cutter = self
        ready: list[Span] = []
        buffer = list(self.recent)
        for probability in probabilities:
            buffer.append(probability)
            cutter, stretch = cutter._hear(probability, buffer)
            if stretch is not None:
                ready.append(stretch)
        return replace(cutter, recent=tuple(buffer[-LONGEST_FRAMES:])), tuple(ready)

    def finish(self) -> tuple[Span, ...]:
        """The rest, when the recording is over: one stretch, or none if nobody spoke in it."""
        pending = self._pending()
        if not pending:
            return ()
        return (_seconds(self._begin(pending), min(pending[-1][1] + PADDING_FRAMES, self.frames)),)

    def _pending(self) -> tuple[Run, ...]:
        run = self.ear.run
        runs = (*self.waiting, run) if run is not None and _long_enough(run) else self.waiting
        return tuple((max(start, self.floor), end) for start, end in runs if end > self.floor)

    def _begin(self, pending: tuple[Run, ...]) -> int:
        return max(self.floor, pending[0][0] - PADDING_FRAMES)

    def _hear(self, probability: float, buffer: list[float]) -> tuple["Cutter", Span | None]:
        ear, over = self.ear.hear(self.frames, probability)
        waiting = (*self.waiting, over) if over is not None and _long_enough(over) else self.waiting
        heard = ear.run[1] if ear.run is not None and _long_enough(ear.run) else self.heard_until
        cutter = replace(self, frames=self.frames + 1, ear=ear, waiting=waiting, heard_until=heard)
        pending = cutter._pending()  # noqa: SLF001
        if not pending:
            return cutter, None
        begin, first, last = cutter._begin(pending), pending[0][0], pending[-1][1]  # noqa: SLF001
        silent = cutter.frames - last
        worth = PAUSE_FRAMES if last - first >= WORTH_FRAMES else LONG_PAUSE_FRAMES
        if silent >= worth:
            end = last + PADDING_FRAMES
            return replace(cutter, waiting=(), floor=end), _seconds(begin, end)
        if cutter.frames - begin >= LONGEST_FRAMES:
            return cutter._force(begin, pending, buffer)  # noqa: SLF001
        return cutter, None

    def _force(self, begin: int, pending: tuple[Run, ...], buffer: list[float]) -> tuple["Cutter", Span]:
        """Cut a full stretch: in its longest late gap, or else where it is least like speech."""
        earliest, latest = begin + WORTH_FRAMES, self.frames - AHEAD_FRAMES
        ends = [end for _, end in pending]
        starts = [*(start for start, _ in pending[1:]), self.frames]
        gaps = [
            (following - end, end)
            for end, following in zip(ends, starts, strict=True)
            if earliest <= end and following - end > BRIDGED_FRAMES
        ]
        if gaps:
            length, end = max(gaps)
            cut = end + min(PADDING_FRAMES, length // 2)
        else:
            offset = self.frames - len(buffer)
            cut = min(range(earliest, latest), key=lambda frame: (buffer[frame - offset], -frame))
        waiting = tuple(run for run in self.waiting if run[1] > cut)
        return replace(self, waiting=waiting, floor=cut), _seconds(begin, cut)


def _seconds(start: int, end: int) -> Span:
    return Span(start=round(start * FRAME_SECONDS, 3), end=round(end * FRAME_SECONDS, 3))
