"""The one form of audio we keep: a WAV file of 16 kHz, mono, 16 bits, little-endian."""

import hashlib
import os
import struct
from pathlib import Path

from coach.store import files

SAMPLE_RATE = 16_000
BYTES_PER_SECOND = 2 * SAMPLE_RATE
HEADER_BYTES = 44


def header(data_bytes: int) -> bytes:
    """The 44 bytes before the samples of a 16 kHz mono 16-bit WAV file."""
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + data_bytes, b"WAVE", b"fmt ", 16, 1, 1, SAMPLE_RATE, BYTES_PER_SECOND, 2, 16),
        *(b"data", data_bytes),
    )


def complete(descriptor: int, data_bytes: int) -> None:
    """Cut the file to its header and this many bytes of samples, and write both sizes into the header."""
    os.ftruncate(descriptor, HEADER_BYTES + data_bytes)
    os.lseek(descriptor, 0, os.SEEK_SET)
    files.write_all(descriptor, header(data_bytes))
    os.lseek(descriptor, 0, os.SEEK_END)
    files.sync(descriptor)


def digest(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
