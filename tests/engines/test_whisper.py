import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach import models
from coach.core.errors import EngineFailed, ModelMissing
from coach.core.records import Heard, HeardWord
from coach.engines import whisper
from coach.engines.soundfiles import SoundFiles
from coach.engines.worker import Frame, Worker

DATA = Path(__file__).parents[1] / "data"
ROOT = Path(__file__).parents[2]
SPEECH = "base"


@pytest.fixture(scope="module")
def folder() -> Path:
    try:
        return models.find(SPEECH).path
    except ModelMissing:
        pytest.skip(f"needs the model {SPEECH}: coach models get {SPEECH}")


@pytest.fixture(scope="module")
def transcriber(folder: Path) -> Iterator[whisper.TranscriberInWorker]:
    worker = Worker(
        {whisper.ENGINE: whisper.factory(folder, SPEECH, threads=1)},
        called="The speech engine",
        memory_limit_bytes=whisper.memory_limit_bytes(folder),
    )
    yield whisper.TranscriberInWorker(worker, SPEECH)
    worker.close()


def pcm_of(name: str, start: float = 0.0, end: float = 30.0) -> bytes:
    pcm = b"".join(SoundFiles().blocks(DATA / name))
    return pcm[round(start * 16000) * 2 : round(end * 16000) * 2]


def said(heard: Heard) -> str:
    return " ".join(re.findall(r"[a-z']+", " ".join(word.text for word in heard.words).lower()))


JFK = (
    "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
)


@pytest.mark.models
def test_it_writes_down_what_is_said_with_times_inside_the_stretch(
    transcriber: whisper.TranscriberInWorker,
) -> None:
    assert transcriber.name == SPEECH
    pcm = pcm_of("jfk.flac")
    heard = transcriber.transcribe(pcm, None)
    assert said(heard) == JFK
    assert heard.language == "en"
    assert heard.language_probability > 0.9
    for word in heard.words:
        assert word.text == word.text.strip()
        assert 0.0 <= word.start <= word.end <= len(pcm) / 32000
        assert 0.0 <= word.probability <= 1.0
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert 3.3 < next(word.end for word in heard.words if word.text.lower() == "ask") < 3.9


@pytest.mark.models
def test_the_same_sound_gives_the_same_words(transcriber: whisper.TranscriberInWorker) -> None:
    pcm = pcm_of("a05_n18.flac", 0.6, 10.0)
    assert transcriber.transcribe(pcm, "en") == transcriber.transcribe(pcm, "en")


@pytest.mark.models
def test_a_language_that_is_given_is_not_detected(transcriber: whisper.TranscriberInWorker) -> None:
    heard = transcriber.transcribe(pcm_of("jfk.flac", 0, 4), "en")
    assert (heard.language, heard.language_probability) == ("en", 1.0)


@pytest.mark.models
@pytest.mark.parametrize("sound", ["zeros", "hum", "white", "clicks"])
def test_no_words_are_made_of_noise(transcriber: whisper.TranscriberInWorker, sound: str) -> None:
    import numpy as np

    chance, count = np.random.default_rng(1), 16000 * 6
    steps = np.arange(count) / 16000
    made: dict[str, Any] = {
        "zeros": np.zeros(count),
        "hum": 0.1 * np.sin(2 * np.pi * 50 * steps),
        "white": chance.normal(size=count) * 0.03,
        "clicks": (chance.random(count) < 0.0005) * 0.5,
    }
    pcm = (made[sound] * 32767).astype("<i2").tobytes()
    assert transcriber.transcribe(pcm, "en").words == ()


@pytest.mark.models
@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.2])
def test_next_to_nothing_is_no_error(transcriber: whisper.TranscriberInWorker, seconds: float) -> None:
    assert transcriber.transcribe(bytes(2 * round(16000 * seconds)), "en").words == ()


@pytest.mark.models
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="unshare is Linux")
def test_it_works_without_any_network(folder: Path) -> None:
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs unprivileged network namespaces")
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from coach.engines import whisper\n"
        "from coach.engines.soundfiles import SoundFiles\n"
        "from coach.engines.worker import Worker\n"
        "worker = Worker({whisper.ENGINE: whisper.factory(Path(sys.argv[2]), 'base', 1)})\n"
        "pcm = b''.join(SoundFiles().blocks(Path(sys.argv[3])))\n"
        "print(len(whisper.TranscriberInWorker(worker, 'base').transcribe(pcm, None).words))\n"
        "worker.close()\n"
    )
    command = ["unshare", "-rn", sys.executable, "-c", script, str(ROOT), str(folder), str(DATA / "jfk.flac")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "22"), done.stderr


@pytest.mark.models
@pytest.mark.parametrize("lost", ["model.bin", "config.json", "tokenizer.json", "vocabulary.txt"])
def test_a_folder_that_lacks_a_file_is_refused_by_name(folder: Path, tmp_path: Path, lost: str) -> None:
    for file in folder.iterdir():
        if file.name != lost and file.is_file():
            (tmp_path / file.name).symlink_to(file)
    worker = Worker({whisper.ENGINE: whisper.factory(tmp_path, SPEECH, threads=1)})
    try:
        with pytest.raises(ModelMissing, match=rf"lacks {re.escape(lost)} in .* coach models get base"):
            whisper.TranscriberInWorker(worker, SPEECH).transcribe(b"", "en")
    finally:
        worker.close()


@pytest.mark.models
def test_a_damaged_model_is_an_error_for_people(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    with (tmp_path / "model.bin").open("r+b") as weights:
        weights.truncate(1000)
    worker = Worker(
        {whisper.ENGINE: whisper.factory(tmp_path, SPEECH, threads=1)}, called="The speech engine"
    )
    try:
        with pytest.raises(EngineFailed, match="The speech engine"):
            whisper.TranscriberInWorker(worker, SPEECH).transcribe(bytes(32000), "en")
    finally:
        worker.close()


@pytest.mark.models
@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is Linux")
def test_too_little_memory_is_told_as_that(folder: Path) -> None:
    worker = Worker(
        {whisper.ENGINE: whisper.factory(folder, SPEECH, threads=1)}, memory_limit_bytes=300_000_000
    )
    try:
        with pytest.raises(EngineFailed, match="needs more memory than it may have, twice"):
            whisper.TranscriberInWorker(worker, SPEECH).transcribe(bytes(32000), "en")
    finally:
        worker.close()


class FakeWorker:
    def __init__(self, value: Any) -> None:
        self.value = value
        self.asked: list[tuple[str, str, bytes, float, dict[str, Any]]] = []

    def call(
        self, engine: str, method: str, payload: bytes = b"", *, deadline_seconds: float, **arguments: Any
    ) -> Frame:
        self.asked.append((engine, method, payload, deadline_seconds, arguments))
        return self.value, b""


def test_the_client_makes_records_and_gives_long_stretches_more_time() -> None:
    worker = FakeWorker({"words": [["So", 0.1, 0.4, 0.9]], "language": "en", "language_probability": 0.98})
    transcriber = whisper.TranscriberInWorker(worker, "base")
    heard = transcriber.transcribe(bytes(32000), None)
    transcriber.transcribe(bytes(32000 * 28), "en")
    word = HeardWord(text="So", start=0.1, end=0.4, probability=0.9)
    assert heard == Heard(words=(word,), language="en", language_probability=0.98)
    assert [asked[4] for asked in worker.asked] == [{"language": None}, {"language": "en"}]
    assert worker.asked[0][3] < worker.asked[1][3] <= 150


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([" well", "-", "paid"], ["well-paid"]),
        ([" Hello", ","], ["Hello,"]),
        ([" I", " am"], ["I", "am"]),
        (["So", " I"], ["So", "I"]),
        ([" ", " a"], ["a"]),
        ([" £", "40", ",", "000"], ["£40,000"]),
        ([], []),
    ],
)
def test_pieces_without_a_space_belong_to_the_word_before(pieces: list[str], words: list[str]) -> None:
    timed = [(piece, float(place), place + 1.0, 0.9) for place, piece in enumerate(pieces)]
    assert [word[0] for word in whisper.glued(timed, 30.0)] == words


def test_a_glued_word_spans_its_pieces_and_is_as_doubtful_as_the_worst() -> None:
    assert whisper.glued([(" forty", 1.0, 1.5, 0.9), ("-two", 1.5, 2.0, 0.3)], 30.0) == [
        ("forty-two", 1.0, 2.0, 0.3)
    ]


def test_no_time_lies_outside_the_stretch() -> None:
    assert whisper.glued([(" a", -0.1, 0.5, 1.0), (" b", 9.9, 10.4, 1.0)], 10.0) == [
        ("a", 0.0, 0.5, 1.0),
        ("b", 9.9, 10.0, 1.0),
    ]


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("so so so so so so", "so"),
        ("I I went", "I I went"),
        ("I went. I went. I went. I went home", "I went. home"),
        ("it is is the the the the end", "it is is the end"),
        ("thank you thank you", "thank you thank you"),
        ("a b c a b c a b c d", "a b c d"),
        ("", ""),
    ],
)
def test_a_loop_is_said_once(heard: str, kept: str) -> None:
    words = [(text, float(place), place + 1.0, 0.5) for place, text in enumerate(heard.split())]
    assert " ".join(word[0] for word in whisper.unlooped(words)) == kept


@pytest.mark.parametrize(
    ("no_speech", "logprob", "ratio", "made_up"),
    [
        (0.77, -1.57, 1.6, True),
        (0.65, -0.33, 6.8, True),
        (0.21, -0.37, 1.2, False),
        (0.01, -0.61, 0.9, False),
        (0.01, -1.50, 0.9, False),
        (0.90, -0.30, 1.2, False),
    ],
)
def test_both_signs_together_mean_that_whisper_made_it_up(
    no_speech: float, logprob: float, ratio: float, made_up: bool
) -> None:
    assert whisper.imagined(no_speech, logprob, ratio) == made_up


def test_a_core_is_left_for_the_recorder() -> None:
    threads = whisper.factory(Path("x"), "base")[1]["threads"]
    assert 1 <= threads <= whisper.MOST_THREADS
    assert whisper.factory(Path("x"), "base", 3)[1]["threads"] == 3
