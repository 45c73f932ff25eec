"""Samples of one stretch -> words with times, with faster-whisper from a local folder.

What goes in has been found to be speech already, so whisper's own silence filter stays off, and nothing
heard before is told to it: its memory of earlier text costs words and starts loops.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.core.errors import ModelMissing
from coach.core.records import Heard, HeardWord
from coach.engines.worker import Caller
from coach.ports import BYTES_PER_SECOND, SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Piece = tuple[str, float, float, float]
"""Text, start and end in seconds, probability."""
ENGINE = "transcriber"
"""Name of this engine in a worker."""

NEEDED_FILES = ("model.bin", "config.json", "tokenizer.json")
"""Without any of these the library would ask the network or crash."""
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
MOST_THREADS = 4
BEAM = 1
"""Hypotheses followed at once. On 28 stretches (599 words, base) 1, 2 and 5 gave word error rates of .090,
.095 and .100: no difference that counts, and 1 is the fastest."""
LOOP_BEAM = 5
"""Used again where the first reading goes round in circles."""
LOOP_RATIO = 2.4
"""Text that shrinks more than this under zlib repeats itself (openai/whisper's default). Real stretches
stayed below 1.5."""
NO_SPEECH = 0.55
LOW_LOGPROB = -0.7
"""Whisper's own signs that it hears nothing. Eleven noises, hums and tones had a probability of silence of
.56 to .77, and a mean log probability below -.75 or a loop; real stretches at most .21, and above -.61."""
TOKENS_PER_SECOND = 20
"""The fastest talkers need nine; a loop would else go on to the end of whisper's paper."""
MOST_TOKENS = 440
SHORTEST_SECONDS = 0.1
"""Less than this is no word, and makes the library stumble."""
LONGEST_LOOP_WORDS = 12
LOOP_TIMES = 3
_DEADLINE_SECONDS = 30.0
_DEADLINE_PER_AUDIO_SECOND = 4.0
"""A 2-core machine needs about 0.15 s per second of audio; this leaves room for a busy, older one."""


def factory(folder: Path, name: str, threads: int | None = None) -> tuple[str, Mapping[str, Any]]:
    """What a worker needs to make the engine.

    Args:
        folder: Holds the model's files, checked by whoever found it.
        name: The model's name, for messages.
        threads: None: all cores but one, which is the recorder's, and at most four.
    """
    return "coach.engines.whisper:Whisper", {
        "folder": str(folder),
        "name": name,
        "threads": threads or max(1, min(MOST_THREADS, (os.cpu_count() or 2) - 1)),
    }


class Whisper:
    """Child side: the model itself."""

    def __init__(self, folder: str, name: str, threads: int) -> None:
        """Load it. Raises ModelMissing naming the file that is not there."""
        _check(Path(folder), name)
        import faster_whisper

        self._model = faster_whisper.WhisperModel(
            folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )

    def transcribe(self, payload: bytes, *, language: str | None) -> tuple[dict[str, Any], bytes]:
        """Words of one stretch as `[text, start, end, probability]`, and its language."""
        import numpy as np

        samples = np.frombuffer(payload, "<i2").astype(np.float32) / np.float32(32768)
        if len(samples) < SHORTEST_SECONDS * SAMPLE_RATE:
            return {"words": [], "language": language or "en", "language_probability": 0.0}, b""
        segments, about = self._read(samples, language, BEAM)
        if any(segment.compression_ratio > LOOP_RATIO for segment in segments):
            segments, _ = self._read(samples, about.language, LOOP_BEAM)
        looped = any(segment.compression_ratio > LOOP_RATIO for segment in segments)
        pieces = [
            (word.word, word.start, word.end, float(word.probability))
            for segment in segments
            if not imagined(segment.no_speech_prob, segment.avg_logprob, segment.compression_ratio)
            for word in segment.words or ()
        ]
        words = glued(pieces, len(samples) / SAMPLE_RATE)
        return {
            "words": unlooped(words) if looped else words,
            "language": about.language,
            "language_probability": min(1.0, float(about.language_probability)),
        }, b""

    def _read(self, samples: "NDArray[np.float32]", language: str | None, beam: int) -> tuple[list[Any], Any]:
        segments, about = self._model.transcribe(
            samples,
            language=language,
            beam_size=beam,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=False,
            max_new_tokens=min(MOST_TOKENS, 30 + round(TOKENS_PER_SECOND * len(samples) / SAMPLE_RATE)),
            # What is silence or a loop is decided here, with limits of our own.
            no_speech_threshold=None,
            log_prob_threshold=None,
            compression_ratio_threshold=None,
        )
        return list(segments), about


class TranscriberInWorker:
    """A `ports.Transcriber` whose model runs in a worker under the name `ENGINE`."""

    def __init__(self, worker: Caller, name: str) -> None:
        self.name = name
        self._worker = worker

    def transcribe(self, pcm: bytes, language: str | None) -> Heard:
        """Words with times in seconds from the stretch's first sample. Raises EngineFailed, ModelMissing."""
        seconds = len(pcm) / BYTES_PER_SECOND
        value, _ = self._worker.call(
            ENGINE,
            "transcribe",
            pcm,
            deadline_seconds=_DEADLINE_SECONDS + _DEADLINE_PER_AUDIO_SECOND * seconds,
            language=language,
        )
        return Heard(
            words=tuple(
                HeardWord(text=text, start=start, end=end, probability=probability)
                for text, start, end, probability in value["words"]
            ),
            language=value["language"],
            language_probability=value["language_probability"],
        )


def memory_limit_bytes(folder: Path) -> int:
    """What a worker with this model and the detector may allocate.

    Measured with base (145 MB on disk): between 0.45 and 0.50 GB while it loads, 0.48 GB on stretches of 28 s with
    four threads (0.40 GB resident at most).
    """
    return (1 << 30) + 3 * (folder / "model.bin").stat().st_size


def glued(pieces: Iterable[Piece], seconds: float) -> list[Piece]:
    """Whole words from whisper's pieces: one without a leading space belongs to the word before it.

    Args:
        pieces: Text with its leading space, start, end, probability.
        seconds: Length of the stretch; no time lies outside it.

    Returns:
        Words without spaces around them, in order; a glued word is as doubtful as its worst piece.
    """
    words: list[Piece] = []
    for text, start, end, probability in pieces:
        begin = min(max(0.0, start), seconds)
        until = min(max(begin, end), seconds)
        if words and not text.startswith(" "):
            before, first, _, doubt = words[-1]
            words[-1] = (before + text.strip(), first, until, min(doubt, probability))
        elif text.strip():
            words.append((text.strip(), begin, until, probability))
    return words


def unlooped(words: list[Piece]) -> list[Piece]:
    """The words with every run of the same words, three times or more in a row, said once."""
    said = [text.lower().strip(".,!?") for text, *_ in words]
    kept: list[Piece] = []
    at = 0
    while at < len(words):
        length, times = max(
            ((length, _times(said, at, length)) for length in range(1, LONGEST_LOOP_WORDS + 1)),
            key=lambda found: found[0] * (found[1] - 1),
        )
        if times < LOOP_TIMES:
            length, times = 1, 1
        kept += words[at : at + length]
        at += length * times
    return kept


def imagined(no_speech: float, logprob: float, ratio: float) -> bool:
    """Whether whisper made a segment up: it hears no speech, and guesses or goes round in circles."""
    return no_speech > NO_SPEECH and (logprob < LOW_LOGPROB or ratio > LOOP_RATIO)


def _times(said: list[str], at: int, length: int) -> int:
    """How often the `length` words at `at` stand there in a row."""
    times = 1
    while said[at : at + length] == said[at + times * length : at + (times + 1) * length]:
        times += 1
    return times


def _check(folder: Path, name: str) -> None:
    missing = [file for file in NEEDED_FILES if not (folder / file).is_file()]
    if not any((folder / file).is_file() for file in VOCABULARIES):
        missing.append(VOCABULARIES[0])
    if missing:
        raise ModelMissing(
            f"The speech model {name} lacks {', '.join(missing)} in {folder}.",
            f"Run: coach models get {name}",
        )
