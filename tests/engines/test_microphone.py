"""The microphone against a fake library, and against the real PortAudio with a file behind ALSA."""

import ctypes.util
import hashlib
import json
import math
import os
import random
import struct
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest

from coach.core.errors import DeviceMissing
from coach.engines.microphone import PortAudioMicrophone, Resampler

ROOT = Path(__file__).parents[2]
real = [
    pytest.mark.microphone,
    pytest.mark.skipif(sys.platform != "linux", reason="ALSA's file microphone is Linux"),
    pytest.mark.skipif(
        ctypes.util.find_library("portaudio") is None,
        reason="needs PortAudio: sudo apt install libportaudio2",
    ),
]


class FakePortAudio:
    """Hands out `script` when the stream starts; refuses rates and channels outside `accepts`."""

    class PortAudioError(Exception):
        pass

    def __init__(
        self,
        script: list[bytes],
        *,
        accepts: tuple[int, int] = (16000, 1),
        channels: int = 2,
        overflow_at: int = -1,
        plugged_in_after: int = 0,
    ) -> None:
        self.script, self.accepts, self.channels = script, accepts, channels
        self.overflow_at, self.plugged_in_after = overflow_at, plugged_in_after
        self.asked: list[tuple[int, int]] = []
        self.refreshed = 0
        self.open = 0

    def query_devices(self, device: object, kind: str) -> dict[str, float]:
        assert kind == "input"
        if self.refreshed < self.plugged_in_after:
            message = "Error querying device -1"
            raise self.PortAudioError(message)
        return {"default_samplerate": float(self.accepts[0]), "max_input_channels": self.channels}

    def _terminate(self) -> None:
        pass

    def _initialize(self) -> None:
        self.refreshed += 1

    def RawInputStream(  # noqa: N802 - sounddevice's name
        self, *, callback: Callable[..., None], samplerate: int, channels: int, **rest: Any
    ) -> Any:
        self.asked.append((samplerate, channels))
        assert (rest["dtype"], rest["blocksize"]) == ("int16", samplerate // 10)
        if (samplerate, channels) != self.accepts:
            message = "Invalid sample rate"
            raise self.PortAudioError(message)
        self.open += 1
        return FakeStream(self, callback)


class FakeStream:
    def __init__(self, library: FakePortAudio, callback: Callable[..., None]) -> None:
        self.library, self.callback = library, callback

    def start(self) -> None:
        for number, data in enumerate(self.library.script):
            self.callback(data, len(data) // 2, None, number == self.library.overflow_at)

    def close(self, *, ignore_errors: bool) -> None:
        assert ignore_errors
        self.library.open -= 1


def impatient(library: FakePortAudio) -> PortAudioMicrophone:
    return PortAudioMicrophone(library=library, first_block_seconds=0.05, silent_seconds=0.05)


def spoken(blocks: int, seed: int = 1) -> list[bytes]:
    chance = random.Random(seed)
    return [chance.randbytes(3200) for _ in range(blocks)]


def heard_until_lost(source: Iterator[bytes]) -> tuple[list[bytes], DeviceMissing]:
    blocks = []
    try:
        for block in source:
            blocks.append(block)  # noqa: PERF402 - what came before the error counts
    except DeviceMissing as lost:
        return blocks, lost
    raise AssertionError


def test_unplugged_while_recording_everything_heard_is_handed_out_first() -> None:
    library = FakePortAudio(spoken(20))
    blocks, lost = heard_until_lost(impatient(library).blocks())
    assert blocks == library.script
    assert "unplugged" in lost.happened
    assert "--audio FILE" in lost.next_step
    assert "--typed" in lost.next_step
    assert library.open == 0


def test_closing_the_iterator_closes_the_stream() -> None:
    library = FakePortAudio(spoken(5))
    source = PortAudioMicrophone(library=library).blocks()
    assert list(islice(source, 3)) == library.script[:3]
    assert library.open == 1
    source.close()  # type: ignore[attr-defined]
    assert library.open == 0


def test_nothing_is_opened_before_the_first_block_is_asked_for() -> None:
    library = FakePortAudio(spoken(1))
    PortAudioMicrophone(library=library).blocks()
    assert library.asked == []


def test_no_input_device_names_the_two_ways_that_need_none() -> None:
    library = FakePortAudio([], plugged_in_after=99)
    with pytest.raises(DeviceMissing, match=r"--audio FILE .*--typed") as caught:
        next(PortAudioMicrophone(library=library).blocks())
    assert caught.value.exit_code == 3
    assert "No microphone was found here" in caught.value.happened


def test_a_microphone_plugged_in_after_the_start_is_found() -> None:
    library = FakePortAudio(spoken(1), plugged_in_after=1)
    source = PortAudioMicrophone(library=library).blocks()
    assert next(source) == library.script[0]
    source.close()  # type: ignore[attr-defined]


def test_gaps_in_the_sound_are_counted() -> None:
    mic = PortAudioMicrophone(library=FakePortAudio(spoken(4), overflow_at=2))
    source = mic.blocks()
    assert len(list(islice(source, 4))) == 4
    assert mic.gaps == 1
    source.close()  # type: ignore[attr-defined]


def tone(hertz: float, rate: int, seconds: float, channels: int = 1) -> bytes:
    samples = array("h")
    for step in range(round(rate * seconds)):
        samples.extend([round(12000 * math.sin(2 * math.pi * hertz * step / rate))] * channels)
    return samples.tobytes()


def level(pcm: bytes) -> float:
    samples = array("h", pcm)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


@pytest.mark.parametrize(("rate", "channels"), [(44100, 1), (48000, 2), (8000, 1), (96000, 2)])
def test_a_device_with_a_rate_of_its_own_is_heard_at_16_khz(rate: int, channels: int) -> None:
    sound = tone(1000, rate, 2.0, channels)
    step = rate // 10 * 2 * channels
    library = FakePortAudio(
        [sound[at : at + step] for at in range(0, len(sound), step)],
        accepts=(rate, channels),
        channels=channels,
    )
    blocks, _ = heard_until_lost(impatient(library).blocks())
    assert all(len(block) <= 3200 and len(block) % 2 == 0 for block in blocks)
    heard = b"".join(blocks)
    assert len(heard) / 32000 == pytest.approx(2.0, abs=0.006)
    expected = array("h", tone(1000, 16000, 2.0))
    worst = max(abs(a - b) for a, b in zip(array("h", heard)[100:], expected[100:], strict=False))
    assert worst <= 24
    assert library.asked[0] == (16000, 1)


def test_what_16_khz_can_not_hold_does_not_come_back_as_another_tone() -> None:
    heard = Resampler(48000, 1).push(tone(9500, 48000, 1.0))
    assert level(heard[400:]) < 1.0


def test_resampling_does_not_depend_on_how_the_stream_is_cut() -> None:
    sound = tone(440, 44100, 1.0)
    whole = Resampler(44100, 1).push(sound)
    cut, chance, at, pieces = Resampler(44100, 1), random.Random(3), 0, []
    while at < len(sound):
        step = 2 * chance.randint(1, 9000)
        pieces.append(cut.push(sound[at : at + step]))
        at += step
    assert b"".join(pieces) == whole


def test_loud_sound_clips_and_does_not_wrap() -> None:
    square = struct.pack("<2h", 32767, -32768) * 1
    sound = (square[:2] * 50 + square[2:] * 50) * 100
    heard = array("h", Resampler(48000, 1).push(sound))
    signs = [sample > 0 for sample in heard[100:]]
    assert 100 <= sum(a != b for a, b in pairwise(signs)) <= 220


RECORD = """
import hashlib, json, sys
sys.path.insert(0, {root!r})
from coach.core.errors import CoachError
from coach.engines.microphone import PortAudioMicrophone
heard, limit = b"", int(sys.argv[1])
try:
    blocks = PortAudioMicrophone().blocks()
    for block in blocks:
        assert len(block) == 3200, len(block)
        heard += block
        if len(heard) >= limit:
            blocks.close()
            break
    print(json.dumps({{"sha256": hashlib.sha256(heard).hexdigest(), "bytes": len(heard)}}))
except CoachError as error:
    print(json.dumps({{"error": type(error).__name__, "happened": error.happened, "next": error.next_step}}))
"""


def record(home: Path, limit: int, **environment: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-P", "-c", RECORD.format(root=str(ROOT)), str(limit)],
        env={**os.environ, "HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


class TestRealPortAudio:
    pytestmark = real

    def test_a_file_behind_alsa_arrives_bit_by_bit(self, tmp_path: Path) -> None:
        sound = random.Random(5).randbytes(32000 * 5)
        (tmp_path / "mic.raw").write_bytes(sound)
        (tmp_path / ".asoundrc").write_text(
            f'pcm.wavmic {{ type file slave.pcm "null" file "/dev/null" infile "{tmp_path}/mic.raw" format "raw" }}\n'
            'pcm.!default { type plug slave { pcm "wavmic" rate 16000 channels 1 format S16_LE } }\n',
            encoding="utf-8",
        )
        heard = record(tmp_path, len(sound))
        assert heard == {"sha256": hashlib.sha256(sound).hexdigest(), "bytes": len(sound)}

    @pytest.mark.skipif(
        Path("/proc/asound/cards").exists() and "[" in Path("/proc/asound/cards").read_text(encoding="utf-8"),
        reason="this machine has a sound card",
    )
    def test_a_machine_without_any_input_says_so(self, tmp_path: Path) -> None:
        heard = record(tmp_path, 3200)
        assert heard["error"] == "DeviceMissing"
        assert "No microphone was found here" in heard["happened"]
        assert "--typed" in heard["next"]


def test_without_the_library_the_command_that_mends_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')", encoding="utf-8")
    heard = record(tmp_path, 3200, PYTHONPATH=str(tmp_path))
    assert heard["error"] == "DeviceMissing"
    assert "PortAudio is missing" in heard["happened"]
    assert "sudo apt install libportaudio2" in heard["next"]
    assert "--audio FILE" in heard["next"]
    assert "--typed" in heard["next"]
