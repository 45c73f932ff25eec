"""One frozen Settings, read once: flag over environment over config.toml over default."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_dir
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.core.errors import BadSetting, StoreFailed
from coach.core.records import Tone

CONFIG_FILE = "config.toml"
ENVIRONMENT_PREFIX = "COACH_"
KeepAudio = Literal["all", "30days", "none"]


class Settings(BaseModel):
    """Everything a person can choose. Each field is also `COACH_NAME` and a line of config.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tone: Tone = "plain"
    """How findings are worded: gentle, plain or blunt. Never touches bands."""
    model: str = "auto"
    """Language model: a name of `coach models list`, `rules` for none, `auto` for what is installed."""
    speech: str = "base"
    """Speech model: a name of `coach models list`."""
    keep_audio: KeepAudio | None = None
    """How long recordings are kept: all, 30days or none; unset: kept, and asked once."""
    silence_seconds: float = Field(default=8.0, ge=0, le=120)
    """At a microphone, this much silence after speech ends the answer; 0 switches it off."""
    questions: int = Field(default=3, ge=1, le=50)
    """Questions in a sitting."""
    question_bank: Path | None = None
    """A bank of one's own (docs/questions.md); unset: the one that comes with coach."""
    server: str | None = None
    """Address of an OpenAI-compatible server on this machine, such as http://127.0.0.1:8080/v1."""


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The one folder that holds everything: COACH_HOME, else the user's data folder."""
    given = environment.get("COACH_HOME")
    return Path(given).expanduser().absolute() if given else Path(user_data_dir("coach"))


def load(flags: Mapping[str, Any], *, folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from flags (None: not given), environment and the folder's config.toml.

    Raises:
        BadSetting: a key that does not exist or a value out of range, with the place it stands in.
    """
    layers = (
        (str(folder / CONFIG_FILE), _from_file(folder / CONFIG_FILE)),
        ("the environment", _from_environment(environment)),
        ("a flag", {key: value for key, value in flags.items() if value is not None}),
    )
    merged: dict[str, Any] = {}
    for place, layer in layers:
        merged |= layer
        try:
            Settings(**merged)
        except ValidationError as error:
            raise _explained(error, place) from None
    return Settings(**merged)


def write(folder: Path, key: str, value: str) -> None:
    """Set one key in the folder's config.toml; other lines stay as they are.

    Raises:
        StoreFailed: the file can't be written.
    """
    path = folder / CONFIG_FILE
    try:
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        kept = [line for line in lines if line.split("=")[0].strip() != key]
        temporary = path.with_suffix(".new")
        temporary.touch(mode=0o600)
        temporary.write_text("\n".join([*kept, f'{key} = "{value}"', ""]), "utf-8")
        temporary.replace(path)
    except OSError as error:
        raise StoreFailed(
            f"{path} could not be written ({error.strerror}).", "Look at the folder with: coach where"
        ) from error


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(
            f"{path} is not valid TOML: {error}.", "Mend that line or move the file away."
        ) from None
    except OSError as error:
        raise StoreFailed(
            f"{path} can't be read ({error.strerror}).", "Look at the folder with: coach where"
        ) from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    names = {ENVIRONMENT_PREFIX + name.upper(): name for name in Settings.model_fields}
    return {names[key]: value for key, value in environment.items() if key in names and value}


def _explained(error: ValidationError, place: str) -> BadSetting:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(sorted(Settings.model_fields))
        return BadSetting(f"'{name}' in {place} is no setting of coach.", f"There are: {known}.")
    if first["type"] == "literal_error":
        expected = first.get("ctx", {}).get("expected", "")
        return BadSetting(f"{name} in {place} can't be '{first['input']}'.", f"Choose {expected}.")
    return BadSetting(
        f"{name} in {place} can't be '{first['input']}': {first['msg'].lower()}.",
        "docs/settings.md lists what it may be.",
    )
