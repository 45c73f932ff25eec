"""Real files of every kind, made here with PyAV: whole, cut off, damaged."""

import math
import os
import subprocess
import sys
import tracemalloc
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.errors import UnreadableAudio
from coach.engines.soundfiles import SoundFiles, container
from tests.engines.recordings import KINDS, TONE, read, silent_film, wav_header, write

DATA = Path(__file__).parents[1] / "data"
ROOT = Path(__file__).parents[2]


def pitch(samples: np.ndarray[Any, Any]) -> float:
    """The strongest frequency, to a fraction of a hertz."""
    middle = samples[len(samples) // 4 : len(samples) * 3 // 4].astype(float)
    size = 1 << 18
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)), size))
    return float(np.argmax(spectrum)) * 16000 / size


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000, 96000])
@pytest.mark.parametrize("layout", ["mono", "stereo", "5.1"])
@pytest.mark.parametrize("codec", ["pcm_s16le", "pcm_s24le", "pcm_f32le"])
def test_any_rate_channels_and_depth_keep_length_and_pitch(
    tmp_path: Path, rate: int, layout: str, codec: str
) -> None:
    samples = read(write(tmp_path / "a.wav", seconds=4, rate=rate, layout=layout, codec=codec))
    assert len(samples) / 16000 == pytest.approx(4.0, rel=0.001)
    assert pitch(samples) == pytest.approx(TONE, abs=1.0)
    assert 2000 < np.abs(samples).max() < 32767


@pytest.mark.parametrize(
    ("kind", "rate"),
    [(kind, 48000) for kind in KINDS]
    + [("mp3", 44100), ("m4a", 44100), ("ogg", 22050), ("flac", 96000), ("mp3", 16000)],
)
def test_every_kind_of_file_keeps_length_and_pitch(tmp_path: Path, kind: str, rate: int) -> None:
    path = write(tmp_path / f"a.{kind}", seconds=6, kind=kind, rate=rate, layout="stereo")
    blocks = SoundFiles().blocks(path)
    samples = np.frombuffer(b"".join(blocks), "<i2")
    assert len(samples) / 16000 == pytest.approx(6.0, abs=0.06)  # lossy codecs pad their first and last frame
    assert pitch(samples) == pytest.approx(TONE, abs=1.0)
    assert not blocks.truncated


def test_what_we_keep_ourselves_comes_back_bit_by_bit(tmp_path: Path) -> None:
    pcm = np.random.default_rng(1).integers(-32768, 32767, 16000 * 3 + 77, np.int16)
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(pcm.tobytes())
    assert np.array_equal(read(tmp_path / "a.wav"), pcm)


def test_blocks_are_100_ms_and_the_last_holds_the_rest(tmp_path: Path) -> None:
    blocks = list(SoundFiles().blocks(write(tmp_path / "a.wav", seconds=1.25, rate=16000)))
    assert [len(block) for block in blocks] == [3200] * 12 + [1600]


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", kind="flac").rename(tmp_path / "http:-- voice memo.m3u8")
    assert len(read(path)) == 32000


def test_a_video_with_sound_is_heard(tmp_path: Path) -> None:
    samples = read(write(tmp_path / "a.mp4", kind="mp4", picture=True, seconds=3))
    assert len(samples) / 16000 == pytest.approx(3.0, abs=0.06)


def refused(path: Path) -> str:
    with pytest.raises(UnreadableAudio) as caught:
        list(SoundFiles().blocks(path))
    assert caught.value.exit_code == 2
    assert caught.value.next_step
    return caught.value.happened


def test_each_thing_that_is_no_recording_has_its_own_sentence(tmp_path: Path) -> None:
    empty, text, letters, other, folder = (
        tmp_path / name for name in ("e.wav", "t.wav", "l.wav", "o.wav", "f")
    )
    empty.touch()
    text.write_text("Dear diary,\n", encoding="utf-8")
    letters.write_text("ä" * 5000, encoding="utf-8")
    other.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    folder.mkdir()
    header_only = tmp_path / "h.wav"
    header_only.write_bytes(wav_header(16000, data=b""))
    broken = tmp_path / "b.m4a"
    broken.write_bytes(b"\x00\x00\x00\x20ftypM4A " + b"\x17" * 500)
    said = {
        refused(tmp_path / "none.wav"): "There is no file",
        refused(empty): "e.wav is empty",
        refused(text): "t.wav is a text",
        refused(other): "o.wav is not a kind of recording",
        refused(folder): "is a folder",
        refused(header_only): "h.wav holds no sound",
        refused(broken): "b.m4a is damaged",
        refused(silent_film(tmp_path / "v.mp4")): "v.mp4 has pictures but no sound",
    }
    assert len(said) == 8
    for happened, expected in said.items():
        assert expected in happened
    assert "l.wav is a text" in refused(letters)
    letters.write_bytes(wav_header(16000).replace(b"\x10\x00\x00\x00\x01\x00", b"\x10\x00\x00\x00\x00\x00"))
    assert "l.wav is coded in a way" in refused(letters)
    letters.write_bytes(wav_header(16000, channels=9))
    assert "l.wav holds no sound" in refused(letters)
    letters.write_bytes(wav_header(16000, channels=2305))
    assert "l.wav holds no sound" in refused(letters)


@pytest.mark.skipif(os.name != "posix", reason="uids are POSIX")
def test_a_file_one_may_not_read_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav")
    path.chmod(0)
    if os.access(path, os.R_OK):
        script = (
            "import os, sys; sys.path.insert(0, sys.argv[1])\n"
            "from pathlib import Path\n"
            "from coach.engines.soundfiles import SoundFiles\n"
            "from coach.core.errors import UnreadableAudio\n"
            "import av\n"
            "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "try: SoundFiles().blocks(Path(sys.argv[2]))\n"
            "except UnreadableAudio as error: print(error)\n"
        )
        for folder in (tmp_path, *tmp_path.parents):
            if folder != Path("/") and folder.stat().st_uid == os.getuid():
                folder.chmod(folder.stat().st_mode | 0o011)
        said = subprocess.run(
            [sys.executable, "-c", script, str(ROOT), str(path)], capture_output=True, text=True, check=True
        ).stdout
    else:
        said = refused(path)
    assert "can't be opened: Permission denied." in said


@pytest.mark.parametrize("kind", ["wav", "mp3", "flac", "ogg", "mp4", "webm"])
def test_a_file_that_breaks_off_is_read_so_far_and_says_so(tmp_path: Path, kind: str) -> None:
    path = write(
        tmp_path / f"a.{kind}", seconds=10, kind=kind, rate=16000 if kind in ("wav", "flac") else 48000
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])
    blocks = SoundFiles().blocks(path)
    if kind == "mp4":  # its table of contents comes last
        with pytest.raises(UnreadableAudio, match="damaged"):
            list(blocks)
        return
    seconds = len(b"".join(blocks)) / 32000
    assert 4.0 < seconds < 8.0
    assert blocks.truncated


@pytest.mark.parametrize("kind", ["wav", "mp3", "flac", "ogg", "m4a", "webm"])
def test_damage_in_the_middle_loses_only_the_damage(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / f"a.{kind}", seconds=10, kind=kind)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 300] = np.random.default_rng(2).bytes(300)
    path.write_bytes(bytes(content))
    assert len(read(path)) / 16000 > 4.0


@pytest.mark.parametrize("rate", [1, 100, 3_000_000_000])
def test_a_rate_no_recorder_has_is_refused(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav_header(rate))
    assert "samples per second" in refused(path) or "damaged" in refused(path)


CLIPS = [(DATA / "a05_n18.flac").read_bytes()[:60_000], wav_header(16000, data=bytes(range(256)) * 40)]


LONG_SECONDS = 600


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damaged_file_gets_past_the_errors_for_people(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(CLIPS[data.draw(st.sampled_from(range(len(CLIPS))))])
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=12)):
        content[at] = value
    path = tmp_path_factory.getbasetemp() / "fuzzed.wav"
    path.write_bytes(bytes(content[: data.draw(st.integers(0, len(content)))]))
    given_out = 0
    try:
        for block in SoundFiles().blocks(path):
            given_out += len(block)
            assert len(block) <= 3200
            assert len(block) % 2 == 0
            if given_out > 40_000_000:
                break
    except UnreadableAudio as refusal:
        assert refusal.next_step  # noqa: PT017 - either way is fine; only other errors are not


def test_memory_stays_flat_however_long_it_is(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    second = (np.arange(16000) % 200).astype("<i2").tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        for _ in range(LONG_SECONDS):
            file.writeframesraw(second)
    tracemalloc.start()
    try:
        length = sum(len(block) for block in SoundFiles().blocks(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert length == LONG_SECONDS * 32000
    assert peak < length / 6


def test_a_reader_that_stops_early_lets_go_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav")
    blocks = SoundFiles().blocks(path)
    next(blocks)
    blocks.close()
    assert list(blocks) == []


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"RIFF\x00\x00\x00\x00WAVE", "wav"),
        (b"RF64\xff\xff\xff\xffWAVE", "wav"),
        (b"RIFF\x00\x00\x00\x00AVI ", None),
        (b"fLaC\x00", "flac"),
        (b"OggS\x00", "ogg"),
        (b"\x1aE\xdf\xa3\x01", "matroska"),
        (b"\x00\x00\x00\x1cftypM4A ", "mov"),
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\xff\xf1\x50\x80", None),
        (b"\xff\xff\xff\xff", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"#EXTM3U\n", None),
        (b"ffconcat version 1.0", None),
        (b"", None),
    ],
)
def test_containers_are_known_by_their_first_bytes(head: bytes, name: str | None) -> None:
    assert container(head) == name


def test_the_practice_clips_are_as_long_as_they_are() -> None:
    assert len(read(DATA / "jfk.flac")) == 11 * 16000
    assert math.isclose(len(read(DATA / "a01_clean.flac")) / 16000, 18.23, abs_tol=0.01)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(UnreadableAudio, match="pipe"):
        SoundFiles().blocks(tmp_path / "pipe.wav")
