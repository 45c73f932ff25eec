import random
import wave
from array import array
from pathlib import Path
from typing import Any, Self

import pytest

from coach.core.errors import DeviceMissing, UnreadableAudio
from coach.engines.player import PortAudioPlayer


class FakePortAudio:
    class PortAudioError(Exception):
        pass

    def __init__(self, accepts: int = 16000) -> None:
        self.accepts = accepts
        self.sounded = b""
        self.stopped = False
        self.samplerate = 0.0

    def query_devices(self, device: object, kind: str) -> dict[str, float]:
        assert (device, kind) == (None, "output")
        if not self.accepts:
            message = "Error querying device -1"
            raise self.PortAudioError(message)
        return {"default_samplerate": float(self.accepts)}

    def RawOutputStream(self, *, samplerate: int, **rest: Any) -> "FakePortAudio":  # noqa: N802
        if samplerate != self.accepts:
            message = "Invalid sample rate"
            raise self.PortAudioError(message)
        assert rest["dtype"] == "int16"
        self.samplerate = float(samplerate)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.stopped

    def write(self, data: bytes) -> None:
        self.sounded += data

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def recording(tmp_path: Path) -> tuple[Path, bytes]:
    pcm = random.Random(2).randbytes(32000 * 3)
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(pcm)
    return path, pcm


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        (0.0, None, 0.0, 3.0),
        (1.0, 1.5, 1.0, 1.5),
        (2.5, 9.0, 2.5, 3.0),
        (-1.0, 0.25, 0.0, 0.25),
        (2.0, 1.0, 2.0, 2.0),
        (8.0, None, 3.0, 3.0),
    ],
)
def test_exactly_the_stretch_sounds(
    recording: tuple[Path, bytes], start: float, end: float | None, first: float, last: float
) -> None:
    path, pcm = recording
    library = FakePortAudio()
    PortAudioPlayer(library=library).play(path, start, end)
    assert library.sounded == pcm[int(32000 * first) : int(32000 * last)]
    assert library.stopped


def test_a_device_with_its_own_rate_plays_as_long(recording: tuple[Path, bytes]) -> None:
    path, pcm = recording
    library = FakePortAudio(accepts=48000)
    PortAudioPlayer(library=library).play(path, 0.0, 1.0)
    sounded = array("h", library.sounded)
    assert len(sounded) == 48000
    assert sounded[::3] == array("h", pcm[:32000])


def test_no_loudspeaker_says_where_the_recording_lies(recording: tuple[Path, bytes]) -> None:
    with pytest.raises(DeviceMissing, match="No loudspeaker") as caught:
        PortAudioPlayer(library=FakePortAudio(accepts=0)).play(recording[0], 0.0, None)
    assert str(recording[0]) in caught.value.next_step


@pytest.mark.parametrize("content", [b"", b"no sound", None])
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableAudio, match=r"a\.wav can't be played"):
        PortAudioPlayer(library=FakePortAudio()).play(path, 0.0, None)
