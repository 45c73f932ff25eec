"""The microphone, through PortAudio: blocks as they are spoken."""

import math
import queue
from collections.abc import Iterator
from typing import Any

from coach.core.errors import DeviceMissing
from coach.ports import SAMPLE_RATE

BLOCK_SAMPLES = SAMPLE_RATE // 10
FIRST_BLOCK_SECONDS = 5.0
"""A Bluetooth headset takes seconds to wake up."""
SILENT_SECONDS = 2.0
"""A microphone that hands over nothing, not even silence, for this long is gone."""
_QUEUED_BLOCKS = 3000
"""Five minutes; nobody falls that far behind."""
_WITHOUT = "Without a microphone: --audio FILE takes a recording, --typed takes your keyboard."


class PortAudioMicrophone:
    """A `ports.Microphone`: the system's default input, or the one named.

    Args:
        device: Number or part of the name of an input; None for the system's choice.
        library: Stands in for the module `sounddevice`; None imports that when it is needed.
        first_block_seconds: How long the first block may take.
        silent_seconds: How long any later block may take before the microphone counts as gone.
    """

    def __init__(
        self,
        device: int | str | None = None,
        *,
        library: Any = None,
        first_block_seconds: float = FIRST_BLOCK_SECONDS,
        silent_seconds: float = SILENT_SECONDS,
    ) -> None:
        self.gaps = 0
        self._device = device
        self._library = library
        self._first_block_seconds, self._silent_seconds = first_block_seconds, silent_seconds

    def blocks(self) -> Iterator[bytes]:
        """Blocks of 100 ms until the iterator is closed.

        Raises:
            DeviceMissing: There is no audio library or no microphone, or it went away while recording;
                whatever was heard until then has been handed out before.
        """
        library = self._library or _portaudio()
        self.gaps = 0
        heard: queue.Queue[bytes] = queue.Queue(_QUEUED_BLOCKS)

        def take(data: Any, _frames: int, _time: Any, status: Any) -> None:
            self.gaps += bool(status)
            try:
                heard.put_nowait(bytes(data))
            except queue.Full:
                self.gaps += 1

        stream, rate, channels = self._open(library, take)
        resampler = None if (rate, channels) == (SAMPLE_RATE, 1) else Resampler(rate, channels)
        try:
            stream.start()
            patience = self._first_block_seconds
            while True:
                block = heard.get(timeout=patience)
                yield from _hundred_ms(resampler.push(block) if resampler else block)
                patience = self._silent_seconds
        except queue.Empty:
            raise DeviceMissing(
                "The microphone stopped giving sound; was it unplugged?",
                f"Check its plug and try again; 'coach doctor' tests it. {_WITHOUT}",
            ) from None
        except library.PortAudioError as error:
            raise _unusable(error) from error
        finally:
            stream.close(ignore_errors=True)

    def _open(self, library: Any, take: Any) -> tuple[Any, int, int]:
        """A stream at 16 kHz mono, or at whatever the device insists on: stream, rate, channels."""
        try:
            return self._try_forms(library, take)
        except (library.PortAudioError, ValueError):
            # PortAudio looks at the devices once; this one may have been plugged in since.
            library._terminate()  # noqa: SLF001
            library._initialize()  # noqa: SLF001
        try:
            return self._try_forms(library, take)
        except (library.PortAudioError, ValueError) as error:
            raise _unusable(error) from error

    def _try_forms(self, library: Any, take: Any) -> tuple[Any, int, int]:
        about = library.query_devices(self._device, "input")
        own_rate, own_channels = round(about["default_samplerate"]), max(1, int(about["max_input_channels"]))
        forms = [(SAMPLE_RATE, 1), (own_rate, 1), (own_rate, min(2, own_channels))]
        for place, (rate, channels) in enumerate(forms):
            try:
                stream = library.RawInputStream(
                    samplerate=rate,
                    channels=channels,
                    dtype="int16",
                    blocksize=rate // 10,
                    device=self._device,
                    callback=take,
                )
            except library.PortAudioError:
                if place == len(forms) - 1:
                    raise
            else:
                return stream, rate, channels
        raise AssertionError


class Resampler:
    """16-bit blocks of any rate and channels -> 16 kHz mono, as a stream.

    A windowed sinc (Kaiser, beta 8: about 80 dB) below the lower of both Nyquist limits, evaluated at each
    output instant; the phases repeat because the ratio of the rates is rational.
    """

    _CROSSINGS = 24
    """Zero crossings of the sinc on each side."""
    _PASS = 0.92
    """Share of the lower Nyquist limit that passes; the rest is the filter's slope."""

    def __init__(self, rate: int, channels: int) -> None:
        import numpy as np

        self._channels = channels
        common = math.gcd(rate, SAMPLE_RATE)
        self._up, self._down = SAMPLE_RATE // common, rate // common
        cutoff = self._PASS * min(1.0, SAMPLE_RATE / rate)
        self._reach = math.ceil(self._CROSSINGS / cutoff)
        offsets = np.arange(-self._reach + 1, self._reach + 1)
        distances = offsets[None, :] - np.arange(self._up)[:, None] / self._up
        window = np.i0(8.0 * np.sqrt(np.clip(1.0 - (distances / self._reach) ** 2, 0.0, 1.0))) / np.i0(8.0)
        kernel = np.sinc(distances * cutoff) * window
        self._kernel = kernel / kernel.sum(axis=1, keepdims=True)
        self._held = np.zeros(self._reach - 1)
        self._position = 0
        """Of the next output, in input samples times `_up`, counted from the sample after the held lead."""

    def push(self, block: bytes) -> bytes:
        """The samples that this block completes."""
        import numpy as np

        samples = np.frombuffer(block, "<i2").reshape(-1, self._channels).mean(axis=1)
        self._held = np.concatenate([self._held, samples])
        ready = (len(self._held) - 2 * self._reach + 1) * self._up
        count = max(0, -((self._position - ready) // self._down))
        positions = self._position + self._down * np.arange(count)
        first, phase = positions // self._up, positions % self._up
        taps = first[:, None] + np.arange(2 * self._reach)[None, :]
        out = np.einsum("ij,ij->i", self._held[taps], self._kernel[phase])
        following = self._position + self._down * count
        used = following // self._up
        self._held = self._held[used:]
        self._position = following - used * self._up
        return bytes(np.clip(np.rint(out), -32768, 32767).astype("<i2").tobytes())


def _hundred_ms(pcm: bytes) -> Iterator[bytes]:
    """Blocks of at most 100 ms."""
    for start in range(0, len(pcm), 2 * BLOCK_SAMPLES):
        yield pcm[start : start + 2 * BLOCK_SAMPLES]


def _portaudio() -> Any:
    try:
        import sounddevice
    except (ImportError, OSError):  # OSError: the module is there, the library under it is not
        raise DeviceMissing(
            "The audio library PortAudio is missing, so the microphone can't be reached.",
            f"On Debian or Ubuntu run: sudo apt install libportaudio2 (Fedora: portaudio). {_WITHOUT}",
        ) from None
    return sounddevice


def _unusable(error: Exception) -> DeviceMissing:
    none_there = "querying device" in str(error)
    return DeviceMissing(
        "No microphone was found here." if none_there else f"The microphone can't be used ({error}).",
        f"Connect one, close programs that hold it, and try again. {_WITHOUT}",
    )
