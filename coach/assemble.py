"""The only place that builds engines: settings + what is installed -> a Studio."""

import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Never

from coach import models
from coach.core.errors import BadBank, ModelMissing
from coach.core.questions import read_bank
from coach.core.records import Question
from coach.settings import Settings
from coach.store import Store
from coach.studio import Studio

if TYPE_CHECKING:
    from coach.ports import LanguageModel, SpeechDetector, Transcriber

ENGINES = {"llama": "llama_cpp", "xllama": "xllamacpp"}
"""Engine -> the package that carries it, best first."""
LANGUAGE_MEMORY_BYTES = 12_000_000_000
MOST_THREADS = 4


@dataclass(frozen=True)
class EngineChoice:
    """Which engine runs the language model, and why, in a sentence."""

    engine: Literal["llama", "xllama", "server"] | None
    because: str


def choose_engine(wanted: str, server: str | None, installed: frozenset[str]) -> EngineChoice:
    """Pick the engine from what is wanted, set and installed; the same inputs give the same choice.

    Args:
        wanted: The setting `model`: `auto`, `rules` or a name.
        server: The setting `server`.
        installed: Engines (keys of ENGINES) whose package is here.
    """
    if wanted == "rules":
        return EngineChoice(None, "The rules decided alone, as you chose (model = rules).")
    if server:
        return EngineChoice("server", f"A server on this machine is set: {server}.")
    if "llama" in installed:
        return EngineChoice("llama", "llama-cpp-python is installed and comes first.")
    if "xllama" in installed:
        return EngineChoice(
            "xllama",
            "xllamacpp, the prebuilt engine, is installed; coach setup --llama builds llama-cpp-python.",
        )
    return EngineChoice(
        None, "The rules decided alone: no engine for a language model is installed (coach setup --llama)."
    )


def installed_engines() -> frozenset[str]:
    """Engines whose package is here; nothing is imported."""
    return frozenset(engine for engine, package in ENGINES.items() if find_spec(package))


@contextmanager
def studio(settings: Settings, folder: Path, *, hears: bool, stored: bool = True) -> Iterator[Studio]:
    """A studio that is closed again at the end.

    Args:
        settings: What the person chose.
        folder: The one folder that holds everything.
        hears: Whether a speech model is needed now: if so it must be here, and begins to load.
        stored: False leaves the folder untouched; a store in a throw-away folder stands in.

    Raises:
        ModelMissing: `hears`, and the speech model is not whole; or a language model was named and is not.
        StoreFailed, BadBank: the folder or the bank can't be read.
    """
    from coach.engines.microphone import PortAudioMicrophone
    from coach.engines.player import PortAudioPlayer
    from coach.engines.soundfiles import SoundFiles

    with ExitStack() as stack:
        if not stored:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coach-")))
        now = datetime.now(UTC)
        store = Store.open(folder, now)
        stack.callback(store.close)
        if settings.keep_audio is not None:
            store.expire_recordings(settings.keep_audio, now)
        detector, transcriber = _hearing(settings.speech, stack, needed=hears)
        language_model, because = _language(settings, stack, warm=hears)
        yield Studio(
            settings=settings,
            store=store,
            bank=bank(settings.question_bank),
            prompts=prompts(),
            files=SoundFiles(),
            detector=detector,
            transcriber=transcriber,
            language_model=language_model,
            engine_because=because,
            microphone=PortAudioMicrophone(),
            player=PortAudioPlayer(),
            clock=lambda: datetime.now(UTC),
            stopwatch=time.monotonic,
            zone=local_zone(),
            new_id=lambda: secrets.token_hex(8),
        )


def bank(path: Path | None) -> tuple[Question, ...]:
    """The question bank: the person's own, or the one that comes with coach. Raises BadBank."""
    if path is None:
        text = resources.files("coach").joinpath("data/questions.jsonl").read_text("utf-8")
        return read_bank(text, "questions.jsonl")
    try:
        return read_bank(path.read_text("utf-8"), str(path))
    except OSError as error:
        raise BadBank(f"The question bank {path} can't be read ({error.strerror}).", _OWN_BANK) from None
    except UnicodeDecodeError:
        raise BadBank(f"The question bank {path} is not text in UTF-8.", _OWN_BANK) from None


_OWN_BANK = "Mend the setting question_bank, or leave it out to use the bank that comes with coach."


def prompts() -> dict[str, str]:
    """Prompt texts by name: beside the package in a clone, inside it when installed."""
    inside = Path(str(resources.files("coach"))) / "prompts"
    folder = inside if inside.is_dir() else inside.parent.parent / "prompts"
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}


@dataclass(frozen=True)
class Sample:
    """The spoken answer that ships with coach."""

    question: str
    audio: Path
    words: str
    """What she says, as it was written down by hand."""


def sample() -> Sample:
    """The demo's spoken answer."""
    folder = Path(str(resources.files("coach"))) / "data" / "sample"
    told = json.loads((folder / "sample.json").read_text("utf-8"))
    return Sample(question=told["question"], audio=folder / told["audio"], words=told["words"])


def local_zone() -> tzinfo:
    """This machine's time zone."""
    zone = datetime.now().astimezone().tzinfo
    return zone if zone is not None else UTC


class _Absent:
    """Stands where a speech model should be, and says so when it is asked."""

    name = "none"

    def __init__(self, error: ModelMissing) -> None:
        self._error = error

    def detect(self, pcm: bytes, state: bytes) -> Never:  # noqa: ARG002 - the port's signature
        raise self._error

    def transcribe(self, pcm: bytes, language: str | None) -> Never:  # noqa: ARG002 - the port's signature
        raise self._error


def _hearing(name: str, stack: ExitStack, *, needed: bool) -> "tuple[SpeechDetector, Transcriber]":
    """Detector and transcriber, in one worker process that begins to load when they are needed now."""
    from coach.engines import silero, whisper
    from coach.engines.worker import Worker

    try:
        files = models.find(name)
    except ModelMissing as error:
        if needed:
            raise
        absent = _Absent(error)
        return absent, absent
    worker = Worker(
        {silero.ENGINE: silero.FACTORY, whisper.ENGINE: whisper.factory(files.path, name)},
        called="The speech engine",
        memory_limit_bytes=whisper.memory_limit_bytes(files.path),
    )
    stack.callback(worker.close)
    if needed:
        worker.start()
    return silero.DetectorInWorker(worker), whisper.TranscriberInWorker(worker, name)


def _language(settings: Settings, stack: ExitStack, *, warm: bool) -> "tuple[LanguageModel | None, str]":
    """The language model and why this one; None where rules stand in.

    Raises:
        ModelMissing: a model was named and is not whole.
    """
    choice = choose_engine(settings.model, settings.server, installed_engines())
    named = settings.model not in ("auto", "rules")
    name = settings.model if named else models.default("language").name
    if choice.engine is None:
        if named:
            raise ModelMissing(f"{name} has no engine to run it here.", "Build one with: coach setup --llama")
        return None, choice.because
    if choice.engine == "server" and settings.server:
        from coach.engines.server import ServerModel

        return ServerModel(settings.server, name), choice.because
    try:
        files = models.find(name)
    except ModelMissing as error:
        if named:
            raise
        return None, f"The rules decided alone. {error}"
    from coach.engines import language
    from coach.engines.worker import Worker

    factory = language.LLAMA if choice.engine == "llama" else language.XLLAMA
    threads = max(1, min(MOST_THREADS, (os.cpu_count() or 2) - 1))
    worker = Worker(
        {"language": (factory, {"path": str(files.path), "threads": threads})},
        called="The language model",
        memory_limit_bytes=LANGUAGE_MEMORY_BYTES,
    )
    stack.callback(worker.close)
    if warm:
        worker.start()
    return language.LanguageModelInWorker(worker, name), choice.because
