"""A model is handed out whole and right, or refused by name."""

import hashlib
import os
import socket
from pathlib import Path

import pytest

from coach.core.errors import BadSetting, ModelMissing
from coach.models import pins
from coach.models.pins import PinnedPackage
from coach.models.shelf import Shelf, home, in_environment, this_machine
from coach.models.stamps import STAMPS_FILE
from tests.models.tiny import FILES, GGUF, HEARER, fill, shelf_with

BOTH_PARTS = ("tiny-hearer-part1", "tiny-hearer-part2")


def flip_a_bit(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << offset % 8
    path.write_bytes(data)


def test_a_fetched_model_is_found_with_its_facts(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    folder = fill(shelf)
    found = shelf.find("hearer")
    assert (found.path, found.folder, found.license, found.language) == (folder, folder, "MIT", "en")
    assert found.total_bytes == sum(len(data) for data in FILES.values())


def test_a_language_model_is_opened_in_place_in_its_package(tmp_path: Path) -> None:
    found = shelf_with(tmp_path, "tiny-talker").find("talker")
    assert found.path == tmp_path / "environment" / "tiny-talker" / "talker.gguf"
    assert not (tmp_path / "cache" / "talker").exists()


def test_parts_in_packages_are_joined_once_and_whole(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, *BOTH_PARTS)
    found = shelf.find("hearer")
    assert found.path == tmp_path / "cache" / "hearer"
    assert {path.name: path.read_bytes() for path in found.path.iterdir()} == FILES
    joined_at = (found.path / "model.bin").stat().st_mtime_ns
    assert shelf.find("hearer") == found
    assert (found.path / "model.bin").stat().st_mtime_ns == joined_at
    assert sorted(path.name for path in shelf.home.iterdir()) == ["hearer", STAMPS_FILE]


def test_a_damaged_part_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, *BOTH_PARTS)
    flip_a_bit(tmp_path / "environment" / "tiny-hearer-part2" / "model.bin.part2", 77)
    with pytest.raises(
        ModelMissing, match=r"model\.bin\.part1 \+ .*model\.bin\.part2 is not the file"
    ) as caught:
        shelf.find("hearer")
    assert HEARER.files["model.bin"].sha256 in caught.value.happened
    assert list(shelf.home.iterdir()) == []


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, *BOTH_PARTS)
    (tmp_path / "environment" / "tiny-hearer-part1" / "model.bin.part1").unlink()
    with pytest.raises(ModelMissing, match=r"model\.bin\.part1 is missing"):
        shelf.find("hearer")


def test_a_model_with_one_package_of_two_is_not_here(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, "tiny-hearer-part1")
    with pytest.raises(ModelMissing, match=r"hearer .* is not on this machine") as caught:
        shelf.find("hearer")
    assert caught.value.next_step == "Fetch it with: coach models get hearer"
    assert caught.value.exit_code == 3
    assert shelf.installed() == ()


def test_installed_names_what_is_here(tmp_path: Path) -> None:
    assert shelf_with(tmp_path, *BOTH_PARTS, "tiny-talker").installed() == ("hearer", "talker")


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"'huge'.*hearer, talker, far"):
        shelf_with(tmp_path).find("huge")


@pytest.mark.parametrize("missing", sorted(FILES))
def test_each_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    shelf = shelf_with(tmp_path)
    (fill(shelf) / missing).unlink()
    with pytest.raises(ModelMissing, match=f"{missing} is missing from .*hearer"):
        shelf.find("hearer")


@pytest.mark.parametrize("trusted", [False, True], ids=["never read before", "read and right before"])
@pytest.mark.parametrize("offset", [*range(0, 10_240, 1024), 10_239])
def test_one_flipped_bit_is_refused_with_both_hashes(tmp_path: Path, offset: int, trusted: bool) -> None:
    shelf = shelf_with(tmp_path)
    model = fill(shelf) / "model.bin"
    if trusted:
        shelf.find("hearer")
    flip_a_bit(model, offset)
    with pytest.raises(ModelMissing, match=r"model\.bin is not the file it should be") as caught:
        shelf.find("hearer")
    assert HEARER.files["model.bin"].sha256 in caught.value.happened
    assert hashlib.sha256(model.read_bytes()).hexdigest() in caught.value.happened


@pytest.mark.parametrize("length", [0, 1, 10_239])
def test_a_truncated_file_is_refused(tmp_path: Path, length: int) -> None:
    shelf = shelf_with(tmp_path)
    os.truncate(fill(shelf) / "model.bin", length)
    with pytest.raises(ModelMissing, match=r"model\.bin is not the file"):
        shelf.find("hearer")


def test_a_longer_file_is_refused(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    with (fill(shelf) / "model.bin").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelMissing, match=r"model\.bin is not the file"):
        shelf.find("hearer")


def test_swapped_files_are_refused_even_with_their_old_times(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    folder = fill(shelf)
    shelf.find("hearer")
    other = folder / "tokenizer.json"
    before = other.stat()
    replacement = tmp_path / "replacement"
    replacement.write_bytes(b"{}")
    assert replacement.stat().st_size == before.st_size
    os.utime(replacement, ns=(before.st_atime_ns, before.st_mtime_ns))
    replacement.replace(other)
    with pytest.raises(ModelMissing, match=r"tokenizer\.json is not the file"):
        shelf.find("hearer")


def test_a_rewrite_in_place_with_the_old_times_is_noticed(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    model = fill(shelf) / "model.bin"
    shelf.find("hearer")
    before = model.stat()
    flip_a_bit(model, 5)
    os.utime(model, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ModelMissing, match=r"model\.bin is not the file"):
        shelf.find("hearer")


def test_a_link_counts_by_what_it_leads_to(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    model = fill(shelf) / "model.bin"
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_bytes(FILES["model.bin"])
    wrong.write_bytes(FILES["model.bin"][::-1])
    model.unlink()
    model.symlink_to(right)
    assert shelf.find("hearer")
    model.unlink()
    model.symlink_to(wrong)
    with pytest.raises(ModelMissing, match=r"model\.bin is not the file"):
        shelf.find("hearer")
    wrong.unlink()
    with pytest.raises(ModelMissing, match=r"model\.bin is missing"):
        shelf.find("hearer")


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "socket"])
def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path, kind: str) -> None:
    shelf = shelf_with(tmp_path)
    model = fill(shelf) / "model.bin"
    model.unlink()
    match kind:
        case "pipe":
            os.mkfifo(model)
        case "folder":
            model.mkdir()
        case "device":
            model.symlink_to("/dev/zero")
        case _:
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(os.path.relpath(model))
    with pytest.raises(ModelMissing, match=r"model\.bin of the model hearer can't be read"):
        shelf.find("hearer")


def test_a_stranger_in_a_speech_models_folder_is_refused(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    (fill(shelf) / "preprocessor_config.json").write_text("{}")
    with pytest.raises(ModelMissing, match=r"preprocessor_config\.json does not belong to the model hearer"):
        shelf.find("hearer")


def test_later_finds_read_no_file_but_verify_reads_all(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path)
    model = fill(shelf) / "model.bin"
    shelf.find("hearer")
    stamps = shelf.home / STAMPS_FILE
    wrong = "f" * 64
    stamps.write_text(stamps.read_text().replace(HEARER.files["model.bin"].sha256, wrong))
    with pytest.raises(ModelMissing, match=wrong):
        shelf.find("hearer")
    assert shelf.verify("hearer").path == model.parent


@pytest.mark.parametrize("rubbish", ["", "[]", "{", '{"x": 3}', '{"%s": [1]}', '{"%s": "right"}', "\0\xff"])
def test_unreadable_stamps_mean_reading_again(tmp_path: Path, rubbish: str) -> None:
    shelf = shelf_with(tmp_path)
    model = fill(shelf) / "model.bin"
    (shelf.home / STAMPS_FILE).write_text(rubbish.replace("%s", str(model)), "latin-1")
    assert shelf.find("hearer")
    flip_a_bit(model, 9)
    with pytest.raises(ModelMissing):
        shelf.find("hearer")


def test_another_process_may_put_the_same_model_there_first(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, *BOTH_PARTS)
    folder = fill(shelf)
    before = folder.stat().st_ino
    shelf.put(HEARER, shelf.package_folders(HEARER), replace=False)
    assert folder.stat().st_ino == before
    assert shelf.find("hearer")
    assert sorted(path.name for path in shelf.home.iterdir()) == ["hearer", STAMPS_FILE]


def test_a_damaged_folder_gives_way_to_a_whole_one(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, *BOTH_PARTS)
    flip_a_bit(fill(shelf) / "model.bin", 3)
    shelf.put(HEARER, shelf.package_folders(HEARER), replace=True)
    assert shelf.find("hearer")
    assert sorted(path.name for path in shelf.home.iterdir()) == ["hearer", STAMPS_FILE]


def test_what_a_killed_process_left_is_cleared_away_but_not_what_is_being_made(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, *BOTH_PARTS)
    left, being_made, other = (shelf.home / name for name in (".hearer-left", ".hearer-now", ".talker-left"))
    for folder in (left, being_made, other):
        folder.mkdir(parents=True)
    for folder in (left, other):
        os.utime(folder, (0, 0))
    shelf.find("hearer")
    assert (left.exists(), being_made.exists(), other.exists()) == (False, True, True)


def test_a_cache_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, *BOTH_PARTS)
    shelf.home.write_text("in the way")
    with pytest.raises(ModelMissing, match="could not be put together") as caught:
        shelf.find("hearer")
    assert "COACH_MODELS" in caught.value.next_step


def test_a_folder_without_stamps_still_works(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, "tiny-talker")
    (tmp_path / "cache").write_text("in the way")
    assert shelf.find("talker").path.read_bytes() == GGUF


def test_the_cache_folder_is_coach_models_or_the_users(tmp_path: Path) -> None:
    assert home({"COACH_MODELS": str(tmp_path)}) == tmp_path
    assert home({}).name == "models"
    assert "coach" in home({}).parts


def test_a_package_is_found_without_importing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "tiny_explosive" / "data"
    data.mkdir(parents=True)
    (tmp_path / "tiny_explosive" / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    explosive = PinnedPackage(package="x", version="1", path="tiny_explosive/data", sha256="")
    assert in_environment(explosive) == data
    absent = PinnedPackage(package="x", version="1", path="tiny_absent/data", sha256="")
    assert in_environment(absent) is None


@pytest.mark.models
@pytest.mark.parametrize("name", ["base", "smollm2-135m"])
def test_the_real_models_are_whole_and_a_changed_copy_is_not(tmp_path: Path, name: str) -> None:
    here = this_machine()
    if name not in here.installed():
        pytest.skip(f"needs the model {name}: coach models get {name}")
    real = here.verify(name)
    copies = Shelf(tmp_path, pins(), lambda _: None)
    (tmp_path / name).mkdir()
    for file in copies.pin(name).files:
        (tmp_path / name / file).write_bytes((real.folder / file).read_bytes())
    assert copies.find(name).total_bytes == real.total_bytes
    largest = max((tmp_path / name).iterdir(), key=lambda path: path.stat().st_size)
    flip_a_bit(largest, 40_000_000)
    with pytest.raises(ModelMissing, match="is not the file it should be"):
        copies.find(name)
