"""Hearing one answer as a stream: blocks -> speech and silence -> stretches -> words.

Each stretch between pauses is transcribed in the background while the person still speaks, so that
at the end only the last one is left to do.
"""

import queue
import threading
from dataclasses import dataclass, field

from coach.core import delivery, levels, speech, transcript
from coach.core.records import Delivery, Heard, Span, Stretch, Transcript
from coach.ports import BYTES_PER_SECOND, SpeechDetector, Transcriber

ENGLISH = "en"
SURELY_ENGLISH = 0.65
"""Mean word probability from which a stretch heard as English is not tried in other languages."""
FITS_BETTER = 0.1
"""How much surer of its words whisper must be in another language. Measured with base: German, Spanish and
Polish voices gained 0.2 to 0.4 on English; English stretches were recognised as English outright."""
LONG_ENOUGH_SECONDS = 1.0
"""Speech needed in a stretch before its language says anything."""
DETECTION_SECONDS = 0.48
"""Blocks are handed to the detector this much at a time."""
QUEUED_BLOCKS = 300
"""A recorded file waits when hearing is this many blocks behind; a microphone never waits."""


@dataclass(frozen=True)
class Speaking:
    """Somebody is speaking; `seconds` of audio so far."""

    seconds: float


@dataclass(frozen=True)
class Silence:
    """Nobody has spoken for `seconds`, and somebody had before."""

    seconds: float


@dataclass(frozen=True)
class StretchHeard:
    """A stretch was written down."""

    text: str


Event = Speaking | Silence | StretchHeard


@dataclass(frozen=True)
class HeardAnswer:
    """An answer as it was heard."""

    transcript: Transcript
    delivery: Delivery
    audio_seconds: float


@dataclass
class _Progress:
    """What the hearing thread knows so far; touched by nobody else until it has ended."""

    pcm: bytearray = field(default_factory=bytearray)
    pcm_start_seconds: float = 0.0
    pending: bytearray = field(default_factory=bytearray)
    state: bytes = b""
    probabilities: list[float] = field(default_factory=list)
    cutter: speech.Cutter = field(default_factory=speech.Cutter)
    stretches: list[Stretch] = field(default_factory=list)
    english: bool = False
    """Whether a long stretch was recognised as English."""


class Listener:
    """Listens to one answer. Blocks go in with `push`; `finish` returns what was heard."""

    def __init__(self, detector: SpeechDetector, transcriber: Transcriber, *, may_wait: bool) -> None:
        """Start listening in a thread; `may_wait` lets `push` wait when hearing falls behind."""
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._detector = detector
        self._transcriber = transcriber
        self._blocks: queue.Queue[bytes | None] = queue.Queue(QUEUED_BLOCKS if may_wait else 0)
        self._bytes = 0
        self._moments: list[float] = []
        self.silent_from_start = True
        """Whether nothing at all has come in so far, as from a muted microphone."""
        self._failure: Exception | None = None
        self._progress = _Progress()
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)
        self._thread.start()

    @property
    def seconds(self) -> float:
        """Seconds of audio handed in so far."""
        return self._bytes / BYTES_PER_SECOND

    @property
    def spoken_seconds(self) -> float:
        """Seconds of speech heard so far."""
        return sum(span.end - span.start for span in speech.spans(self._progress.probabilities))

    def push(self, block: bytes) -> None:
        """Take the next block."""
        self._bytes += len(block)
        self.silent_from_start = self.silent_from_start and levels.dead(block)
        self._blocks.put(block)

    def moment(self) -> None:
        """The person asked for a moment: the pause around now is never held against them."""
        self._moments.append(self.seconds)

    def finish(self) -> HeardAnswer:
        """Everything that was heard. Raises EngineFailed or ModelMissing if hearing broke down."""
        self.stop()
        if self._failure is not None:
            raise self._failure
        done = self._progress
        spans = speech.spans(done.probabilities)
        written = transcript.write_down(done.stretches, spans, model=self._transcriber.name)
        measured = delivery.measure(written, spans, self.seconds, moments=self._moments)
        return HeardAnswer(written, measured, self.seconds)

    def stop(self) -> None:
        """End the thread; what it heard stays."""
        self._blocks.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (block := self._blocks.get()) is not None:
            if self._failure is None:
                self._guarded(self._progress, block)
        if self._failure is None:
            self._guarded(self._progress, None)

    def _guarded(self, progress: _Progress, block: bytes | None) -> None:
        """Hear one block (None: the end); a failure is kept for `finish`, the blocks still drain."""
        try:
            if block is None:
                self._detect(progress)
                self._transcribe(progress, progress.cutter.finish())
                return
            progress.pending += block
            if len(progress.pending) >= DETECTION_SECONDS * BYTES_PER_SECOND:
                self._detect(progress)
        except Exception as failure:  # noqa: BLE001 - raised again by finish, in the caller's thread
            self._failure = failure

    def _detect(self, progress: _Progress) -> None:
        pcm = bytes(progress.pending)
        progress.pending.clear()
        progress.pcm += pcm
        found, progress.state = self._detector.detect(pcm, progress.state)
        progress.probabilities.extend(found)
        progress.cutter, ready = progress.cutter.advance(found)
        silence = progress.cutter.silence_seconds
        if progress.cutter.spoken:
            self.events.put(Silence(silence) if silence else Speaking(self.seconds))
        self._transcribe(progress, ready)

    def _transcribe(self, progress: _Progress, ready: tuple[Span, ...]) -> None:
        for span in ready:
            pcm = self._cut(progress, span)
            if not pcm:
                continue
            heard = self._write(progress, pcm, span)
            progress.stretches.append(Stretch(start=span.start, end=span.end, heard=heard))
            self.events.put(StretchHeard(" ".join(word.text for word in heard.words)))

    def _write(self, progress: _Progress, pcm: bytes, span: Span) -> Heard:
        """The stretch's words, in English unless another language clearly fits better."""
        if progress.english:
            heard = self._transcriber.transcribe(pcm, ENGLISH)
            if _confidence(heard) >= SURELY_ENGLISH:
                return heard
        own = self._transcriber.transcribe(pcm, None)
        if own.language == ENGLISH:
            progress.english = progress.english or span.end - span.start >= LONG_ENOUGH_SECONDS
            return own
        heard = self._transcriber.transcribe(pcm, ENGLISH)
        return own if _confidence(own) > _confidence(heard) + FITS_BETTER else heard

    def _cut(self, progress: _Progress, span: Span) -> bytes:
        """The stretch's samples; everything before its end is let go, so memory stays flat."""
        first = _whole_samples(span.start - progress.pcm_start_seconds)
        last = _whole_samples(span.end - progress.pcm_start_seconds)
        pcm = bytes(progress.pcm[max(first, 0) : last])
        dropped = min(last, len(progress.pcm))
        del progress.pcm[:dropped]
        progress.pcm_start_seconds += dropped / BYTES_PER_SECOND
        return pcm


def _confidence(heard: Heard) -> float:
    """Mean word probability; 0 without words."""
    return sum(word.probability for word in heard.words) / len(heard.words) if heard.words else 0.0


def _whole_samples(seconds: float) -> int:
    """Bytes of `seconds` of audio, on a sample's border."""
    return 2 * round(seconds * BYTES_PER_SECOND / 2)
