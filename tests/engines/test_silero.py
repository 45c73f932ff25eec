"""The real detector: it needs no model beyond what faster-whisper carries."""

import os
import random
import subprocess
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.core.errors import EngineFailed, ModelMissing
from coach.engines import silero
from coach.engines.soundfiles import SoundFiles
from coach.engines.worker import Worker

DATA = Path(__file__).parents[1] / "data"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker({silero.ENGINE: silero.FACTORY}, called="The detector", memory_limit_bytes=1 << 30)
    yield made
    made.close()


@pytest.fixture(scope="module")
def detector(worker: Worker) -> silero.DetectorInWorker:
    return silero.DetectorInWorker(worker)


def pcm_of(name: str) -> bytes:
    return b"".join(SoundFiles().blocks(DATA / name))


def in_pieces(detector: silero.DetectorInWorker, pcm: bytes, sizes: Iterator[int]) -> tuple[float, ...]:
    found: list[float] = []
    state, at = b"", 0
    while at < len(pcm):
        size = 2 * next(sizes)
        more, state = detector.detect(pcm[at : at + size], state)
        found.extend(more)
        at += size
    return tuple(found)


@pytest.mark.parametrize("clip", ["a05_n18.flac", "jfk.flac"])
def test_a_stream_gives_the_probabilities_of_the_whole_file(
    detector: silero.DetectorInWorker, clip: str
) -> None:
    pcm = pcm_of(clip)
    whole, _ = detector.detect(pcm, b"")
    assert len(whole) == len(pcm) // 1024
    chance = random.Random(4)
    for sizes in (iter(lambda: 1600, None), iter(lambda: chance.randint(1, 3000), None)):
        assert in_pieces(detector, pcm, sizes) == pytest.approx(whole, abs=1e-5)


def test_it_is_the_detector_that_faster_whisper_uses(
    detector: silero.DetectorInWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    pcm = pcm_of("jfk.flac")
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "1")
    from faster_whisper.vad import get_vad_model

    samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
    theirs = get_vad_model()(np.pad(samples, (0, 512 - len(samples) % 512))).reshape(-1)
    ours, _ = detector.detect(pcm, b"")
    loud = [level >= silero.QUIETEST_RMS for level in levels(pcm)]
    same = [(a, b) for a, b, is_loud in zip(ours, theirs.tolist(), loud, strict=False) if is_loud]
    assert len(same) > 300
    assert max(abs(a - b) for a, b in same) < 1e-4


def levels(pcm: bytes) -> list[float]:
    frames = np.frombuffer(pcm, "<i2")[: len(pcm) // 1024 * 512].reshape(-1, 512).astype(float)
    return [float(level) for level in np.sqrt((frames**2).mean(axis=1))]


def test_speech_is_speech_and_a_long_pause_is_none(detector: silero.DetectorInWorker) -> None:
    found, _ = detector.detect(pcm_of("a01_clean.flac"), b"")
    assert max(found[int(2.2 / 0.032) : int(4.3 / 0.032)]) > 0.9
    assert max(found[: int(1.0 / 0.032)]) < 0.1
    assert max(found[int(8.5 / 0.032) : int(9.3 / 0.032)]) < 0.2


@pytest.mark.parametrize("loudness", [0, 1, 3])
def test_what_is_almost_nothing_is_never_speech(detector: silero.DetectorInWorker, loudness: int) -> None:
    speech = np.frombuffer(pcm_of("jfk.flac"), "<i2").astype(float)
    faint = np.rint(speech / np.abs(speech).max() * loudness).astype("<i2").tobytes()
    found, _ = detector.detect(faint, b"")
    assert len(found) == len(faint) // 1024
    assert set(found) == {0.0}


def test_soft_speech_is_still_heard(detector: silero.DetectorInWorker) -> None:
    """40 dB below full scale at its peaks, as from a laptop across the room."""
    speech = np.frombuffer(pcm_of("jfk.flac"), "<i2").astype(float)
    soft = np.rint(speech / np.abs(speech).max() * 328).astype("<i2").tobytes()
    loud, _ = detector.detect(pcm_of("jfk.flac"), b"")
    found, _ = detector.detect(soft, b"")
    assert sum(p > 0.5 for p in found) > 0.9 * sum(p > 0.5 for p in loud)


@pytest.mark.parametrize("frames", [0, 1, 511])
def test_less_than_a_frame_waits_for_the_rest(detector: silero.DetectorInWorker, frames: int) -> None:
    pcm = array("h", [1000] * frames).tobytes()
    found, state = detector.detect(pcm, b"")
    assert found == ()
    found, _ = detector.detect(array("h", [1000] * (512 - frames)).tobytes(), state)
    assert len(found) == 1


def test_a_restart_goes_on_where_the_lost_one_stopped(
    worker: Worker, detector: silero.DetectorInWorker
) -> None:
    pcm = pcm_of("jfk.flac")
    whole, _ = detector.detect(pcm, b"")
    half = len(pcm) // 4 * 2
    first, state = detector.detect(pcm[:half], b"")
    assert worker.process_id is not None
    os.kill(worker.process_id, 9)
    second, _ = detector.detect(pcm[half:], state)
    assert first + second == pytest.approx(whole, abs=1e-5)


def test_half_a_sample_is_a_fault_and_no_crash(detector: silero.DetectorInWorker) -> None:
    with pytest.raises(EngineFailed, match="could not do this"):
        detector.detect(b"\x00", b"")


def test_the_asset_is_found_without_importing_the_library() -> None:
    code = (
        "import sys; from coach.engines import silero; silero.asset(); print('faster_whisper' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_missing_asset_says_how_to_get_it_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faster_whisper").mkdir()
    (tmp_path / "faster_whisper" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    loaded = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "faster_whisper"}
    for name in loaded:
        del sys.modules[name]
    try:
        with pytest.raises(ModelMissing, match=r"silero_vad_v6\.onnx is not there"):
            silero.asset()
    finally:
        sys.modules.update(loaded)


def test_onnxruntime_reports_to_nobody(tmp_path: Path) -> None:
    """It keeps an identifier in the home folder and sends events unless it is told not to, before its import."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from coach.engines import silero\n"
        "from coach.engines.worker import Worker\n"
        "worker = Worker({silero.ENGINE: silero.FACTORY})\n"
        "found, _ = silero.DetectorInWorker(worker).detect(bytes(32000), b'')\n"
        "worker.close()\n"
        "print(len(found))\n"
    )
    surroundings: dict[str, Any] = {
        name: value
        for name, value in os.environ.items()
        if name not in {"XDG_CACHE_HOME", "ORT_DISABLE_TELEMETRY", "CI"}
    }
    surroundings["HOME"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT)],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "31"
    assert list(tmp_path.rglob("*")) == []
