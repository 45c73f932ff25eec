"""The sockets: what the line needs of the outside world, in Protocols of one or two methods.

A block is 16-bit little-endian mono PCM at 16 kHz, at most 100 ms of it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from coach.core.records import Heard, Prompt

SAMPLE_RATE = 16_000
"""Samples per second of every block and recording."""

BYTES_PER_SECOND = 2 * SAMPLE_RATE


class Microphone(Protocol):
    """A source of blocks while somebody speaks."""

    gaps: int
    """How often sound was lost since the last `blocks` began, because the machine was too busy to take it."""

    def blocks(self) -> Iterator[bytes]:
        """Blocks as they are spoken, until the iterator is closed. Raises DeviceMissing."""
        ...


class FileBlocks(Iterator[bytes], Protocol):
    """The blocks of one file."""

    truncated: bool
    """Once they have ended: whether some of the file was missing or could not be decoded."""


class AudioFile(Protocol):
    """Reads recorded files."""

    def blocks(self, path: Path) -> FileBlocks:
        """Blocks of 100 ms of the file's audio, resampled to 16 kHz mono. Raises UnreadableAudio."""
        ...


class Player(Protocol):
    """Plays a stretch of a recording."""

    def play(self, path: Path, start: float, end: float | None) -> None:
        """Play from `start` to `end` seconds (None: to its end). Raises DeviceMissing."""
        ...


class SpeechDetector(Protocol):
    """Tells speech from silence."""

    def detect(self, pcm: bytes, state: bytes) -> tuple[tuple[float, ...], bytes]:
        """Speech probability (0-1) of each whole 32 ms frame (512 samples) in `state` + `pcm`.

        `state` is empty at the start of a recording, then whatever the last call returned; it
        carries the samples that did not fill a frame. Raises EngineFailed.
        """
        ...


class Transcriber(Protocol):
    """Writes down what is said in one stretch of audio (at most 30 s)."""

    name: str
    """Name of the speech model, such as `base`."""

    def transcribe(self, pcm: bytes, language: str | None) -> Heard:
        """Words with times in seconds from the stretch's first sample. Raises EngineFailed."""
        ...


class LanguageModel(Protocol):
    """Completes a prompt under a grammar."""

    name: str
    """Name of the language model, such as `smollm2-135m`."""

    def complete(self, prompt: Prompt) -> str:
        """The reply's text at temperature 0. Raises EngineFailed."""
        ...

    def prime(self, prompt: Prompt) -> None:
        """Read the prompt ahead of time, so that `complete` starts sooner; may do nothing."""
        ...
