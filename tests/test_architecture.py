"""Who may import whom, read from the source; and what importing a door really loads, in a clean interpreter."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "coach"


class Rule(NamedTuple):
    """What a room may import beside itself and Python's own library."""

    ours: frozenset[str]
    """Modules or packages of coach, with all that is in them."""
    others: frozenset[str]
    """Packages of other people."""


def rule(ours: str = "", others: str = "") -> Rule:
    return Rule(frozenset(f"coach.{name}" for name in ours.split()), frozenset(others.split()))


ENGINE = "core.errors core.records ports engines.worker"
DOOR = "core studio listening practice asking"

RULES = {
    "core": rule(others="pydantic fsrs"),
    "ports": rule("core"),
    "settings": rule("core", "pydantic platformdirs"),
    "installer": rule("core.errors"),
    "models": rule("core installer", "pydantic platformdirs huggingface_hub"),
    "store": rule("core"),
    "studio": rule("core ports store settings"),
    "listening": rule("core ports"),
    "asking": rule("core studio"),
    "judging": rule("core studio listening"),
    "practice": rule("core store studio listening judging"),
    "assemble": rule("core ports settings store studio models engines"),
    "checkup": rule("core ports settings store studio models assemble"),
    "cli": rule(f"{DOOR} settings models assemble checkup installer store web", "typer rich"),
    "web": rule(f"{DOOR} ports settings", "starlette uvicorn pydantic"),
    "__main__": rule("cli"),
    "engines.worker": rule("core.errors"),
    "engines.microphone": rule(ENGINE, "sounddevice numpy"),
    "engines.player": rule(ENGINE, "sounddevice numpy"),
    "engines.soundfiles": rule(ENGINE, "av numpy"),
    "engines.silero": rule(ENGINE, "onnxruntime faster_whisper numpy"),
    "engines.whisper": rule(ENGINE, "faster_whisper numpy"),
    "engines.llama": rule(ENGINE, "llama_cpp"),
    "engines.xllama": rule(ENGINE, "xllamacpp"),
    "engines.server": rule(ENGINE),
    "engines": rule(ENGINE),
}
"""The table. A file falls under the longest name that fits; one that fits none fails."""

HEAVY = [
    "av",
    "ctranslate2",
    "faster_whisper",
    "huggingface_hub",
    "llama_cpp",
    "numpy",
    "onnxruntime",
    "sounddevice",
    "tokenizers",
    "xllamacpp",
]
DOORS = {
    "coach.cli.main": [*HEAVY, "pydantic", "rich", "starlette", "uvicorn"],
    "coach.web.server": HEAVY,
    "coach.assemble": HEAVY,
    "coach.practice": HEAVY,
    "coach.engines.worker": [*HEAVY, "pydantic"],
}


class Import(NamedTuple):
    """One import statement's target."""

    name: str
    line: int
    when: Literal["at the top", "in a function", "for types"]
    """Whether it runs when the file is imported, later, or never."""


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str) -> list[Import]:
    """Every import of a file, those inside functions too."""
    return list(_imports(ast.parse(source).body, "at the top"))


def _imports(
    nodes: list[ast.stmt], when: Literal["at the top", "in a function", "for types"]
) -> Iterator[Import]:
    for node in nodes:
        inside = when
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = "in a function"
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            inside = "for types"
        elif isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, when) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield from (
                Import(_target(node.module or "", alias.name), node.lineno, when) for alias in node.names
            )
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            for inner in getattr(node, block, []):
                yield from _imports([inner] if isinstance(inner, ast.stmt) else inner.body, inside)


def _target(module: str, name: str) -> str:
    """`from coach import models` means the module coach.models; `from typer import Option` means typer."""
    inside = ROOT.joinpath(*module.split("."), name)
    is_module = inside.is_dir() or inside.with_suffix(".py").is_file()
    return f"{module}.{name}" if is_module else module


def room_of(module: str) -> str | None:
    parts = module.split(".")[1:]
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in RULES:
            return name
    return None


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def allowed(name: str, room: str) -> bool:
    if name.partition(".")[0] in sys.stdlib_module_names:
        return True
    if within(name, "coach"):
        family = room if room.startswith("engines.") else room.partition(".")[0]
        return (
            name == "coach"
            or within(name, f"coach.{family}")
            or any(within(name, ours) for ours in RULES[room].ours)
        )
    return name.partition(".")[0] in RULES[room].others


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_each_file_imports_only_what_its_room_may(path: Path) -> None:
    module = module_name(path)
    if module == "coach":
        assert not imports(path.read_text())
        return
    room = room_of(module)
    assert room, f"{module} is in no room of the table"
    found = [
        f"line {each.line}: {each.name}"
        for each in imports(path.read_text())
        if not allowed(each.name, room) and (each.when != "for types" or within(each.name, "coach"))
    ]
    assert not found, f"{room} may not import this: {found}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "cli").glob("*.py")), ids=module_name)
def test_the_terminal_imports_nothing_but_typer_before_a_command_runs(path: Path) -> None:
    found = [
        each.name
        for each in imports(path.read_text())
        if each.when == "at the top"
        and not within(each.name, "coach.cli")
        and each.name.partition(".")[0] not in {"typer", *sys.stdlib_module_names}
    ]
    assert not found, f"import inside the command: {found}"


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_heavy_libraries_are_imported_only_where_they_are_used(path: Path) -> None:
    found = [
        each.name
        for each in imports(path.read_text())
        if each.when == "at the top" and each.name.partition(".")[0] in HEAVY
    ]
    assert not found, f"import inside the function: {found}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").rglob("*.py")), ids=module_name)
def test_thinking_reads_no_clock_file_device_or_dice(path: Path) -> None:
    outside = {
        "os",
        "io",
        "pathlib",
        "time",
        "random",
        "secrets",
        "threading",
        "queue",
        "subprocess",
        "socket",
        "sqlite3",
    }
    found = [each.name for each in imports(path.read_text()) if each.name.partition(".")[0] in outside]
    tree = ast.parse(path.read_text())
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    clocks = {"print", "open", "input", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"}
    assert not found, f"a value comes in as an argument instead: {found}"
    assert not calls & clocks, f"a value comes in as an argument instead: {sorted(calls & clocks)}"


@pytest.mark.parametrize("path", [path for path in sources() if path.parent.name != "store"], ids=module_name)
def test_only_the_store_speaks_sql(path: Path) -> None:
    assert "sqlite3" not in {each.name.partition(".")[0] for each in imports(path.read_text())}


@pytest.mark.parametrize(
    "module", [name for name in DOORS if ROOT.joinpath(*name.split(".")).with_suffix(".py").is_file()]
)
def test_importing_a_door_loads_nothing_heavy(module: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert "coach" in loaded
    assert not loaded & set(DOORS[module])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import numpy", [("numpy", "at the top")]),
        ("def f():\n    import numpy.linalg", [("numpy.linalg", "in a function")]),
        ("class A:\n    import av", [("av", "at the top")]),
        (
            "try:\n    import av\nexcept ImportError:\n    import wave",
            [("av", "at the top"), ("wave", "at the top")],
        ),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import av",
            [("typing", "at the top"), ("av", "for types")],
        ),
        ("from coach.core import records", [("coach.core.records", "at the top")]),
        ("with x:\n    from coach.core.records import Word", [("coach.core.records", "at the top")]),
        ("match x:\n    case 1:\n        import av", [("av", "at the top")]),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.name, each.when) for each in imports(source)] == expected


@pytest.mark.parametrize(
    ("room", "name"),
    [
        ("core", "coach.store"),
        ("core", "numpy"),
        ("store", "coach.practice"),
        ("practice", "coach.engines.whisper"),
        ("engines.whisper", "coach.engines.silero"),
        ("engines.llama", "numpy"),
        ("web", "coach.cli.show"),
        ("web", "coach.store"),
        ("web", "coach.assemble"),
        ("listening", "coach.store"),
        ("assemble", "coach.practice"),
        ("checkup", "coach.engines.whisper"),
    ],
)
def test_what_the_table_forbids_is_found(room: str, name: str) -> None:
    assert not allowed(name, room)
