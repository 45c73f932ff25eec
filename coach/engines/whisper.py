"""Samples of one stretch -> words with times, with faster-whisper from a local folder.

What goes in has been found to be speech already, so whisper's own silence filter stays off, and nothing
heard before is told to it: its memory of earlier text costs words and starts loops.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from coach.core.errors import ModelMissing
from coach.core.records import Heard, HeardWord
from coach.engines.worker import Caller

ENGINE = "transcriber"
"""Name of this engine in a worker."""

NEEDED_FILES = ("model.bin", "config.json", "tokenizer.json")
"""Without any of these the library would ask the network or crash."""
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
MOST_THREADS = 4
BEAM = 5
"""Hypotheses followed at once."""
NO_SPEECH = 0.6
LOW_LOGPROB = -1.0
"""Both of whisper's own signs that it hears nothing (openai/whisper's defaults), together."""
LOOP_RATIO = 2.4
"""Text that shrinks more than this under zlib repeats itself (openai/whisper's default)."""
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
        samples = np.frombuffer(payload, "<i2").astype(np.float32) / np.float32(32768)
        segments, about = self._model.transcribe(
            samples,
            language=language,
            beam_size=BEAM,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=False,
            no_speech_threshold=NO_SPEECH,
            log_prob_threshold=LOW_LOGPROB,
        )
        seconds = len(samples) / 16_000
        pieces = [
            (word.word, word.start, word.end, word.probability)
            for segment in segments
            if not _imagined(segment)
            for word in segment.words or ()
        ]
        return {
            "words": glued(pieces, seconds),
            "language": about.language,
            "language_probability": min(1.0, float(about.language_probability)),
        }, b""


class TranscriberInWorker:
    """A `ports.Transcriber` whose model runs in a worker under the name `ENGINE`."""

    def __init__(self, worker: Caller, name: str) -> None:
        self.name = name
        self._worker = worker

    def transcribe(self, pcm: bytes, language: str | None) -> Heard:
        """Words with times in seconds from the stretch's first sample. Raises EngineFailed, ModelMissing."""
        seconds = len(pcm) / 32_000
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


def glued(
    pieces: Iterable[tuple[str, float, float, float]], seconds: float
) -> list[tuple[str, float, float, float]]:
    """Whole words from whisper's pieces: one without a leading space belongs to the word before it.

    Args:
        pieces: Text with its leading space, start, end, probability.
        seconds: Length of the stretch; no time lies outside it.

    Returns:
        Words without spaces around them, in order; a glued word is as doubtful as its worst piece.
    """
    words: list[tuple[str, float, float, float]] = []
    for text, start, end, probability in pieces:
        begin = min(max(0.0, start), seconds)
        until = min(max(begin, end), seconds)
        if words and not text.startswith(" "):
            before, first, _, doubt = words[-1]
            words[-1] = (before + text.strip(), first, until, min(doubt, probability))
        elif text.strip():
            words.append((text.strip(), begin, until, probability))
    return words


def _imagined(segment: Any) -> bool:
    """Whether whisper made this up: it hears no speech in it, or goes round in circles."""
    nothing_there = segment.no_speech_prob > NO_SPEECH and segment.avg_logprob < LOW_LOGPROB
    return bool(nothing_there or segment.compression_ratio > LOOP_RATIO)


def _check(folder: Path, name: str) -> None:
    missing = [file for file in NEEDED_FILES if not (folder / file).is_file()]
    if not any((folder / file).is_file() for file in VOCABULARIES):
        missing.append(VOCABULARIES[0])
    if missing:
        raise ModelMissing(
            f"The speech model {name} lacks {', '.join(missing)} in {folder}.",
            f"Run: coach models get {name}",
        )
