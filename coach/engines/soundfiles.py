"""Audio file -> blocks, with PyAV (which faster-whisper brings).

The library behind it would follow a playlist to any address it names, whatever the file is called. So the
container is recognised by its first bytes, only a few harmless ones are allowed, and the library gets
that one format, a file that we opened, and no protocol at all.
"""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, Any

from coach.core.errors import UnreadableAudio
from coach.ports import SAMPLE_RATE

BLOCK_BYTES = 2 * SAMPLE_RATE // 10
"""100 ms."""
_USE = "Give a recording as WAV, MP3, M4A, FLAC, OGG or WebM."
_AGAIN = "Record or copy it again; WAV, MP3, M4A, FLAC, OGG and WebM work."
_RATES = range(4_000, 384_001)
"""Samples per second that a recording of speech may have; others come from a damaged or hostile header and
would turn a small file into hours of samples."""
_MISSING_SECONDS = 0.25
_MISSING_SHARE = 0.01
"""A file that holds less than it announces, by both, has lost a part; encoders round by less."""
_UNKNOWN_SIZE = 0xFFFF0000
_OGG_PAGE_BYTES = 65_307
"""The longest page (RFC 3533, 6)."""
_OGG_LAST_PAGE = 4
_OPTIONS = {"protocol_whitelist": "none", "enable_drefs": "0"}


class SoundFiles:
    """A `ports.AudioFile`: reads WAV, MP3, M4A/MP4, FLAC, OGG and WebM/Matroska."""

    def blocks(self, path: Path) -> "SoundBlocks":
        """Blocks of 100 ms (the last may be shorter), 16 kHz mono, in flat memory.

        Raises:
            UnreadableAudio: Here or with the first block, in a sentence of its own for each cause.
        """
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise UnreadableAudio(f"{path.name} is no ordinary file but a pipe or a device.", _AGAIN)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise UnreadableAudio(f"There is no file {path}.", "Check the name and the folder.") from None
        except IsADirectoryError:
            raise UnreadableAudio(f"{path} is a folder.", "Name one recording in it.") from None
        except OSError as error:
            if path.is_dir():  # Windows calls a folder a lack of permission
                raise UnreadableAudio(f"{path} is a folder.", "Name one recording in it.") from None
            reason = error.strerror or "the system refused"
            raise UnreadableAudio(
                f"{path} can't be opened: {reason}.", "Check who may read it, or copy it."
            ) from None
        try:
            head = file.read(4096)
            if not head:
                raise UnreadableAudio(f"{path.name} is empty.", _AGAIN)  # noqa: TRY301
            blocks = SoundBlocks(path, file, _recognised(path, head))
            blocks.truncated = _breaks_off(file, head)
        except BaseException:
            file.close()
            raise
        return blocks


class SoundBlocks(Iterator[bytes]):
    """A `ports.FileBlocks`."""

    truncated = False
    """The file breaks off before its announced end, or a part in it could not be decoded."""

    def __init__(self, path: Path, file: IO[bytes], format_name: str) -> None:
        self._path, self._file, self._format = path, file, format_name
        self._pieces = self._cut()

    def __next__(self) -> bytes:
        """The next block. Raises UnreadableAudio before the first when there is no sound."""
        return next(self._pieces)

    def close(self) -> None:
        """Let go of the file; needed only when it was not read to its end."""
        self._pieces.close()
        self._file.close()

    def _cut(self) -> Generator[bytes]:
        buffer = bytearray()
        given = 0
        with self._file:
            for samples in self._decoded():
                buffer += samples
                whole = len(buffer) // BLOCK_BYTES * BLOCK_BYTES
                for start in range(0, whole, BLOCK_BYTES):
                    yield bytes(buffer[start : start + BLOCK_BYTES])
                given += whole
                del buffer[:whole]
            if buffer:
                yield bytes(buffer)
        if not given and not buffer:
            raise UnreadableAudio(f"{self._path.name} holds no sound that can be decoded.", _AGAIN)

    def _decoded(self) -> Iterator[bytes]:
        """Samples at 16 kHz mono, as they come out of the decoder."""
        import av

        self._file.seek(0)
        try:
            opened = av.open(self._file, format=self._format, options=_OPTIONS)
        except (av.error.FFmpegError, ValueError, MemoryError):
            raise UnreadableAudio(f"{self._path.name} is damaged: it can't be decoded.", _AGAIN) from None
        with opened as container:
            stream = container.streams.best("audio")
            if stream is None and not container.streams.video:
                return
            if stream is None:
                raise UnreadableAudio(f"{self._path.name} has pictures but no sound.", _USE)
            if stream.codec_context is None:
                raise UnreadableAudio(f"{self._path.name} is coded in a way that coach can't decode.", _USE)
            rate = stream.codec_context.sample_rate
            if rate not in _RATES:
                raise UnreadableAudio(
                    f"{self._path.name} claims {rate} samples per second, which no recorder makes.",
                    _AGAIN,
                )
            announced = float(stream.duration * stream.time_base) if stream.duration else 0.0
            announced = announced or (container.duration or 0) / av.time_base
            decoded = 0.0
            resampler = _Resampler()
            for frame in self._frames(av, container, stream):
                try:
                    pieces = resampler.push(frame)
                except av.error.FFmpegError:  # thousands of channels, and other things nobody records
                    self.truncated = True
                    resampler = _Resampler()
                    continue
                decoded += frame.samples / frame.sample_rate
                yield from pieces
            yield from resampler.push(None)
            lost = announced - decoded
            self.truncated |= lost > max(_MISSING_SECONDS, _MISSING_SHARE * announced)

    def _frames(self, av: Any, container: Any, stream: Any) -> Iterator[Any]:
        """Whatever can be decoded; a damaged packet is left out."""
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.FFmpegError:
                self.truncated = True
                return
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                self.truncated = True
                continue
            yield from (frame for frame in frames if frame.samples and frame.sample_rate in _RATES)


class _Resampler:
    """Any frames -> 16 kHz mono; starts anew where a file changes its rate or channels on the way."""

    def __init__(self) -> None:
        self._form: tuple[Any, ...] | None = None
        self._resampler: Any = None

    def push(self, frame: Any | None) -> list[bytes]:
        """The samples this frame completes; None: what is left."""
        import av

        form = None if frame is None else (frame.format.name, frame.layout.name, frame.sample_rate)
        left: list[bytes] = []
        if form != self._form:
            left = [] if self._resampler is None else self._take(None)
            self._form = form
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        if frame is None:
            return left
        frame.pts = None  # gaps in the clock of a damaged file must not become endless silence
        return left + self._take(frame)

    def _take(self, frame: Any | None) -> list[bytes]:
        pieces = self._resampler.resample(frame)
        return [bytes(piece.planes[0])[: 2 * piece.samples] for piece in pieces if piece.samples]


def container(head: bytes) -> str | None:
    """The library's name for the container that begins with `head`; None when it is none we allow."""
    starts = {
        "wav": head[:4] in (b"RIFF", b"RF64", b"RIFX") and head[8:12] == b"WAVE",
        "flac": head.startswith(b"fLaC"),
        "ogg": head.startswith(b"OggS"),
        "matroska": head.startswith(b"\x1aE\xdf\xa3"),
        "mov": head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"),
        "mp3": head.startswith(b"ID3") or _is_mpeg_frame(head),
    }
    return next((name for name, found in starts.items() if found), None)


def _breaks_off(file: IO[bytes], head: bytes) -> bool:
    """Whether a WAV is shorter than it says, or the last page of an OGG is not marked as the last.

    The library takes whatever is there for the whole; the other kinds announce a length it reports.
    """
    size = file.seek(0, os.SEEK_END)
    if head.startswith(b"RIFF"):
        announced = int.from_bytes(head[4:8], "little") + 8
        unknown = announced >= _UNKNOWN_SIZE  # a stream that was never closed
        return not unknown and announced - size > _MISSING_SHARE * announced
    if head.startswith(b"OggS"):
        file.seek(max(0, size - _OGG_PAGE_BYTES))
        tail = file.read()
        last = tail.rfind(b"OggS")
        return last < 0 or last + 5 >= len(tail) or not tail[last + 5] & _OGG_LAST_PAGE
    return False


def _is_mpeg_frame(head: bytes) -> bool:
    """Sync bits, then a layer, a bit rate and a sample rate that exist (ISO/IEC 11172-3, 2.4.2.3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return False
    layer, bit_rate, sample_rate = head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    return layer != 0 and bit_rate not in (0, 15) and sample_rate != 3  # noqa: PLR2004


def _recognised(path: Path, head: bytes) -> str:
    name = container(head)
    if name is not None:
        return name
    if _is_text(head):
        raise UnreadableAudio(
            f"{path.name} is a text, not a recording.", f"{_USE} For typed answers: --text FILE."
        )
    raise UnreadableAudio(f"{path.name} is not a kind of recording coach reads.", _USE)


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # a letter cut in two at the end is no proof
            return False
        text = head[: error.start].decode("utf-8")
    return all(letter.isprintable() or letter.isspace() for letter in text)
