"""The studio: the whole outside world of the line, as one frozen value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from coach.core.records import Question
from coach.ports import AudioFile, LanguageModel, Microphone, Player, SpeechDetector, Transcriber
from coach.settings import Settings
from coach.store import Store


@dataclass(frozen=True)
class Studio:
    """The whole outside world: devices, engines, memory, time and names."""

    settings: Settings
    store: Store
    bank: tuple[Question, ...]
    prompts: Mapping[str, str]
    """Prompt texts by file name without ending."""
    files: AudioFile
    detector: SpeechDetector
    transcriber: Transcriber
    language_model: LanguageModel | None
    engine_because: str
    """Why this language model answers, or why none does."""
    microphone: Microphone
    player: Player
    clock: Callable[[], datetime]
    """Now, with a time zone."""
    stopwatch: Callable[[], float]
    """Seconds that never jump."""
    zone: tzinfo
    new_id: Callable[[], str]


@dataclass(frozen=True)
class Setting:
    """Where an answer belongs and who is listening."""

    sitting_id: str | None = None
    bank_id: str | None = None
    job: str = ""
    context: str = ""
    stored: bool = True
