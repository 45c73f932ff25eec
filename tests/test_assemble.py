"""Putting the studio together: which engine, which bank, and what is said when a model is missing."""

import wave
from datetime import datetime
from pathlib import Path

import pytest

from coach import assemble
from coach.core.errors import BadBank, ModelMissing
from coach.settings import Settings
from coach.store import Store
from tests.store.samples import BLOCK, NOW, an_attempt, asked

SERVER = "http://127.0.0.1:8080/v1"
BOTH = frozenset({"llama", "xllama"})
RULES = Settings(model="rules")


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for models of which none is whole."""
    shelf = tmp_path / "models"
    for name in ("base", "smollm2-135m"):
        (shelf / name).mkdir(parents=True)
    monkeypatch.setenv("COACH_MODELS", str(shelf))
    return shelf


@pytest.mark.parametrize(
    ("wanted", "server", "installed", "engine", "says"),
    [
        ("auto", None, BOTH, "llama", "comes first"),
        ("auto", None, frozenset({"llama"}), "llama", "comes first"),
        ("auto", None, frozenset({"xllama"}), "xllama", "coach setup --llama"),
        ("auto", None, frozenset(), None, "coach setup --llama"),
        ("auto", SERVER, BOTH, "server", SERVER),
        ("auto", SERVER, frozenset(), "server", SERVER),
        ("smollm2-135m", None, BOTH, "llama", "comes first"),
        ("smollm2-135m", SERVER, BOTH, "server", SERVER),
        ("smollm2-135m", None, frozenset(), None, "no engine"),
        ("rules", None, BOTH, None, "as you chose"),
        ("rules", SERVER, BOTH, None, "as you chose"),
    ],
)
def test_the_engine_follows_from_what_is_wanted_set_and_installed(
    wanted: str, server: str | None, installed: frozenset[str], engine: str | None, says: str
) -> None:
    choice = assemble.choose_engine(wanted, server, installed)
    assert choice.engine == engine
    assert says in choice.because


def test_the_bank_that_comes_with_coach_is_read() -> None:
    assert {"first"} < {question.id for question in assemble.bank(None)}


def test_a_bank_of_ones_own_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(
        '{"id": "mine", "kind": "motivation", "theme": "why", "level": "any", "families": ["any"], '
        '"wordings": ["Why us?", "What brings you to us?", "Why here?"]}\n',
        "utf-8",
    )
    assert [question.id for question in assemble.bank(path)] == ["mine"]


def test_a_bank_that_can_not_be_read_names_the_file_and_the_setting(tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes("Où étiez-vous ?".encode("latin-1"))
    for path in (tmp_path / "none.jsonl", tmp_path, latin):
        with pytest.raises(BadBank, match="question_bank") as caught:
            assemble.bank(path)
        assert str(path) in caught.value.happened


def test_every_prompt_has_its_holes() -> None:
    prompts = assemble.prompts()
    assert set(prompts) == {"choose_line"}
    assert "{question}" in prompts["choose_line"]
    assert "{sentences}" in prompts["choose_line"]


def test_the_sample_is_a_recording_of_its_words() -> None:
    sample = assemble.sample()
    assert sample.question.endswith(".")
    with wave.open(str(sample.audio)) as recording:
        seconds = recording.getnframes() / recording.getframerate()
    assert 1.5 < len(sample.words.split()) / seconds < 4.0


def test_the_zone_is_the_clock_on_the_wall() -> None:
    assert datetime.now(assemble.local_zone()).utcoffset() == datetime.now().astimezone().utcoffset()


def test_a_missing_speech_model_stops_at_once_where_it_is_needed(tmp_path: Path) -> None:
    with (
        pytest.raises(ModelMissing, match="coach models get base"),
        assemble.studio(RULES, tmp_path / "home", hears=True),
    ):
        pass


def test_a_missing_speech_model_is_said_on_use_where_it_is_not(tmp_path: Path) -> None:
    with assemble.studio(RULES, tmp_path / "home", hears=False) as studio:
        with pytest.raises(ModelMissing, match="coach models get base"):
            studio.transcriber.transcribe(BLOCK, None)
        with pytest.raises(ModelMissing, match="coach models get base"):
            studio.detector.detect(BLOCK, b"")


def test_nothing_stored_leaves_the_folder_and_the_machine_as_they_were(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with assemble.studio(RULES, home, hears=False, stored=False) as studio:
        elsewhere = studio.store.home
        assert elsewhere.exists()
        assert elsewhere != home
    assert not elsewhere.exists()
    assert not home.exists()


def test_recordings_that_may_not_be_kept_go_when_coach_opens(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with assemble.studio(RULES, home, hears=False) as studio:
        recorder = studio.store.record("a1", asked(), via="microphone", sitting_id=None, started_at=NOW)
        recorder.append(BLOCK)
        recorder.finish()
        studio.store.keep(an_attempt("a1"), sitting_id=None, bank_id=None, card=None, review=None)
        assert studio.store.recording("a1") is not None
    with assemble.studio(Settings(model="rules", keep_audio="none"), home, hears=False) as studio:
        assert studio.store.recording("a1") is None
        assert studio.store.attempt("a1").transcript.text


def test_rules_alone_are_said_to_be_chosen(tmp_path: Path) -> None:
    with assemble.studio(RULES, tmp_path / "home", hears=False) as studio:
        assert studio.language_model is None
        assert studio.engine_because == "The rules decided alone, as you chose (model = rules)."


def test_a_default_language_model_that_is_missing_leaves_the_rules_and_says_so(tmp_path: Path) -> None:
    with assemble.studio(Settings(), tmp_path / "home", hears=False) as studio:
        assert studio.language_model is None
        assert studio.engine_because.startswith("The rules decided alone. ")
        assert "coach models get smollm2-135m" in studio.engine_because


def test_a_named_language_model_that_is_missing_stops(tmp_path: Path) -> None:
    with (
        pytest.raises(ModelMissing, match="smollm2-135m"),
        assemble.studio(Settings(model="smollm2-135m"), tmp_path / "home", hears=False),
    ):
        pass
    Store.open(tmp_path / "home", NOW).close()


@pytest.mark.parametrize(("model", "name"), [("auto", "smollm2-135m"), ("qwen3.5-9b", "qwen3.5-9b")])
def test_a_server_that_is_set_answers_and_needs_no_file(tmp_path: Path, model: str, name: str) -> None:
    with assemble.studio(Settings(model=model, server=SERVER), tmp_path / "home", hears=False) as studio:
        assert studio.language_model is not None
        assert studio.language_model.name == name
        assert SERVER in studio.engine_because
