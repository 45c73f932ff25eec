"""Settings: flag over environment over file over default."""

from pathlib import Path

import pytest

from coach import settings
from coach.core.errors import BadSetting


def load(
    folder: Path, flags: dict[str, object] | None = None, environment: dict[str, str] | None = None
) -> settings.Settings:
    return settings.load(flags or {}, folder=folder, environment=environment or {})


def test_defaults_need_no_file(tmp_path: Path) -> None:
    assert load(tmp_path).tone == "plain"


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('tone = "gentle"\nquestions = 5\nspeech = "tiny.en"\n')
    environment = {"COACH_TONE": "blunt", "COACH_QUESTIONS": "7"}
    found = load(tmp_path, {"questions": 9, "tone": None}, environment)
    assert (found.tone, found.questions, found.speech) == ("blunt", 9, "tiny.en")


def test_every_key_can_come_from_the_environment(tmp_path: Path) -> None:
    values = {
        "tone": "gentle",
        "model": "rules",
        "speech": "tiny.en",
        "keep_audio": "none",
        "silence_seconds": "3.5",
        "questions": "2",
        "question_bank": "bank.jsonl",
        "server": "http://127.0.0.1:8080/v1",
    }
    assert set(values) == set(settings.Settings.model_fields)
    found = load(tmp_path, environment={f"COACH_{key.upper()}": value for key, value in values.items()})
    assert {key: str(getattr(found, key)) for key in values} == values


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('tune = "plain"', "'tune'"),
        ('tone = "cruel"', "tone in"),
        ("questions = 0", "questions in"),
        ("silence_seconds = -1", "silence_seconds in"),
        ("tone = ", "not valid TOML"),
    ],
)
def test_a_wrong_file_says_what_is_wrong_and_where(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(BadSetting) as caught:
        load(tmp_path)
    assert says in caught.value.happened
    assert "config.toml" in caught.value.happened


def test_writing_one_key_keeps_the_other_lines(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('# mine\ntone = "gentle"\nkeep_audio = "all"\n')
    settings.write(tmp_path, "keep_audio", "none")
    text = (tmp_path / "config.toml").read_text()
    assert text.startswith('# mine\ntone = "gentle"\n')
    assert load(tmp_path).keep_audio == "none"


def test_home_is_coach_home_when_given(tmp_path: Path) -> None:
    assert settings.home({"COACH_HOME": str(tmp_path)}) == tmp_path
