"""Plays a stretch of a recording, through PortAudio."""

import wave
from pathlib import Path
from typing import Any

from coach.core.errors import DeviceMissing, UnreadableAudio

_BLOCK_SECONDS = 0.1


class PortAudioPlayer:
    """A `ports.Player`: the system's default output.

    Args:
        library: Stands in for the module `sounddevice`; None imports that when it is needed.
    """

    def __init__(self, *, library: Any = None) -> None:
        self._library = library

    def play(self, path: Path, start: float, end: float | None) -> None:
        """Play from `start` to `end` seconds (None: to its end) and return when it has sounded.

        Args:
            path: A 16-bit WAV file, such as every recording we keep.
            start: Seconds; before 0 counts as 0.
            end: Seconds; beyond the recording counts as its end.

        Raises:
            DeviceMissing: There is no audio library or no loudspeaker.
            UnreadableAudio: The file is no such WAV.
        """
        pcm, rate, channels = _cut(path, start, end)
        library = self._library or _portaudio(path)
        try:
            stream, playable = _open(library, pcm, rate, channels)
            with stream:
                step = 2 * channels * int(stream.samplerate * _BLOCK_SECONDS)
                for begin in range(0, len(playable), step):
                    stream.write(playable[begin : begin + step])
                stream.stop()
        except (library.PortAudioError, ValueError) as error:
            none_there = "querying device" in str(error)
            raise DeviceMissing(
                "No loudspeaker was found here."
                if none_there
                else f"The loudspeaker can't be used ({error}).",
                f"Connect one and try again, or open the recording elsewhere: {path}",
            ) from error


def _cut(path: Path, start: float, end: float | None) -> tuple[bytes, int, int]:
    """The stretch's samples, their rate, and their channels."""
    try:
        with wave.open(str(path), "rb") as recording:
            rate, channels, count = recording.getframerate(), recording.getnchannels(), recording.getnframes()
            if recording.getsampwidth() != 2:  # noqa: PLR2004
                raise wave.Error  # noqa: TRY301
            first = min(count, max(0, round(start * rate)))
            last = count if end is None else min(count, max(first, round(end * rate)))
            recording.setpos(first)
            return recording.readframes(last - first), rate, channels
    except (OSError, EOFError, wave.Error):
        raise UnreadableAudio(
            f"The recording {path} can't be played: it is missing or no 16-bit WAV.",
            "'coach doctor' looks after damaged recordings.",
        ) from None


def _open(library: Any, pcm: bytes, rate: int, channels: int) -> tuple[Any, bytes]:
    """A stream at the recording's rate, or at the device's own, and the samples for it."""
    try:
        return library.RawOutputStream(samplerate=rate, channels=channels, dtype="int16"), pcm
    except library.PortAudioError:
        own = round(library.query_devices(None, "output")["default_samplerate"])
        if own == rate:
            raise
        stream = library.RawOutputStream(samplerate=own, channels=channels, dtype="int16")
        return stream, _stretched(pcm, channels, own / rate)


def _stretched(pcm: bytes, channels: int, ratio: float) -> bytes:
    """The same sound at `ratio` times the rate; straight lines between samples do for listening."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2").reshape(-1, channels)
    instants = np.arange(int(len(samples) * ratio)) / ratio
    lines = [np.interp(instants, np.arange(len(samples)), samples[:, channel]) for channel in range(channels)]
    return np.stack(lines, axis=1).astype("<i2").tobytes() if len(samples) else b""


def _portaudio(path: Path) -> Any:
    try:
        import sounddevice
    except (ImportError, OSError):  # OSError: the module is there, the library under it is not
        raise DeviceMissing(
            "The audio library PortAudio is missing, so nothing can be played here.",
            f"On Debian or Ubuntu run: sudo apt install libportaudio2 (Fedora: portaudio), or open: {path}",
        ) from None
    return sounddevice
