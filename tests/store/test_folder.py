"""The folder: closed to others whatever the umask, said when it was not, and all of it wiped on demand."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.core.errors import StoreFailed
from coach.store import Store
from tests.store.conftest import Child
from tests.store.samples import BLOCK, NOW, a_card, a_review, an_attempt, asked
from tests.store.test_erasing import CANARY, keep_canary


def modes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder.parent)): path.stat().st_mode & 0o7777
        for path in (folder, *folder.rglob("*"))
    }


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    former = os.umask(request.param)
    yield request.param
    os.umask(former)


def test_files_are_for_their_owner_whatever_the_umask(home: Path, umask: int) -> None:
    store = Store.open(home, NOW)
    recorder = store.record("a1", asked(), via="microphone", sitting_id=None, started_at=NOW)
    for _ in range(5):
        recorder.append(BLOCK)
    speaking = modes(home)
    recorder.finish()
    store.keep(an_attempt(), sitting_id=None, bank_id=None, card=a_card(), review=a_review())
    found = {**speaking, **modes(home)}
    store.close()
    assert any(name.endswith("-wal") for name in found)
    assert any(name.endswith(".part") for name in found)
    for name, mode in found.items():
        assert mode == (0o600 if "." in Path(name).name or name.endswith("ballast") else 0o700), name
    assert store.warnings == ()


def test_rights_that_were_too_wide_are_taken_back_and_said(home: Path) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    store.close()
    for path in (home, *home.rglob("*")):
        path.chmod(0o755)
    store = Store.open(home, NOW)
    assert all(mode in (0o600, 0o700) for mode in modes(home).values())
    assert len(store.warnings) == 1
    assert "could open" in store.warnings[0]
    store.close()
    store = Store.open(home, NOW)
    assert store.warnings == ()
    store.close()


def test_a_folder_with_other_things_in_it_keeps_its_rights_and_is_said(home: Path) -> None:
    home.mkdir()
    home.chmod(0o755)
    (home / "letter.txt").write_text("mine")
    (home / "letter.txt").chmod(0o644)
    store = Store.open(home, NOW)
    found = modes(home)
    assert found.pop("coach") == 0o755
    assert found.pop("coach/letter.txt") == 0o644
    assert set(found.values()) == {0o600, 0o700}
    assert "holds other things too" in store.warnings[0]
    store.close()


@pytest.mark.parametrize(
    "place",
    [
        "Dropbox/coach",
        "Dropbox (Personal)/x",
        "OneDrive - Acme/coach",
        "Google Drive/coach",
        "Library/Mobile Documents/coach",
        "Library/CloudStorage/GoogleDrive-x/coach",
        "iCloud Drive/coach",
    ],
)
def test_a_synced_place_is_said(tmp_path: Path, place: str) -> None:
    store = Store.open(tmp_path / place, NOW)
    assert len(store.warnings) == 1
    assert "copies to its own computers" in store.warnings[0]
    store.close()


def test_a_link_into_a_synced_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox")
    store = Store.open(tmp_path / "plain" / "coach", NOW)
    assert "Dropbox" in store.warnings[0]
    store.close()


@pytest.mark.parametrize("name", ["recordings", "backups", "coach.db"])
def test_a_link_in_place_of_our_own_is_refused(home: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "target"
    target.mkdir()
    home.mkdir()
    (home / name).symlink_to(target)
    with pytest.raises(StoreFailed, match="is a link"):
        Store.open(home, NOW)
    assert list(target.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_refused(home: Path) -> None:
    home.write_text("mine")
    with pytest.raises(StoreFailed, match="COACH_HOME"):
        Store.open(home, NOW)
    assert home.read_text() == "mine"


def test_a_read_only_folder_is_explained(tmp_path: Path, home: Path, child: Child) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    store.close()
    mount = f'mount --bind {tmp_path} {tmp_path} && mount -o remount,bind,ro {tmp_path} && exec "$@"'
    prefix = ("unshare", "-m", "sh", "-c", mount, "sh")
    probe = subprocess.run(
        [*prefix, "touch", str(home / "probe")], capture_output=True, text=True, check=False
    )
    if "Read-only file system" not in probe.stderr:
        pytest.skip(f"no read-only mount can be made here: {probe.stderr.strip()}")
    for folder in (home, tmp_path / "fresh"):
        before = sorted(tmp_path.rglob("*"))
        output, errors = child("open", folder, prefix=prefix).communicate(timeout=60)
        assert errors == ""
        assert output.startswith("refused StoreFailed")
        assert "read-only" in output.lower()
        assert "COACH_HOME" in output
        assert sorted(tmp_path.rglob("*")) == before


def test_another_person_on_the_machine_can_read_nothing(tmp_path: Path, home: Path) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 0o001 == 0 and folder != home:
            folder.chmod(folder.stat().st_mode | 0o011)
    other = ("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups")
    try:
        probe = subprocess.run([*other, "id", "-u"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no setpriv here to become somebody else")
    if probe.stdout != "12345\n":
        pytest.skip("becoming somebody else takes root")
    for path in (home / "coach.db", home / "recordings" / "a1.wav"):
        read = subprocess.run([*other, "cat", str(path)], capture_output=True, text=True, check=False)
        assert "Permission denied" in read.stderr
    store.close()


def test_wipe_leaves_nothing_of_ours(home: Path) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    recorder = store.record("a2", asked(), via="microphone", sitting_id=None, started_at=NOW)
    recorder.append(BLOCK)
    store.close()
    (home / "config.toml").write_text('keep_audio = "all"\n')
    assert Store.wipe(home) == ()
    assert not home.exists()
    assert Store.wipe(home) == ()


def test_wipe_leaves_what_is_not_ours(home: Path, tmp_path: Path) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    store.close()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a1.wav").write_bytes((home / "recordings" / "a1.wav").read_bytes())
    theirs = {
        home / "letter.txt": b"mine",
        home / "recordings" / "holiday.wav": b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\2\0" + bytes(40),
        home / "recordings" / "list.txt": b"mine",
        home / "backups" / "notes.db": b"mine",
    }
    for path, content in theirs.items():
        path.write_bytes(content)
    (home / "recordings" / "linked.wav").symlink_to(outside / "a1.wav")
    (home / "photos").symlink_to(outside)
    left = Store.wipe(home)
    assert {path.name for path in left} == {"letter.txt", "recordings", "backups", "photos"}
    assert {path: path.read_bytes() for path in theirs} == theirs
    assert (outside / "a1.wav").exists()
    ours = [path for path in home.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert [path.name for path in ours if not path.is_symlink()] == []


def test_wipe_follows_no_linked_folder(home: Path, tmp_path: Path) -> None:
    store = Store.open(home, NOW)
    keep_canary(store)
    store.close()
    (home / "recordings").rename(tmp_path / "moved")
    (home / "recordings").symlink_to(tmp_path / "moved")
    Store.wipe(home)
    assert (tmp_path / "moved" / "a1.wav").exists()


def test_wipe_waits_for_an_answer_under_way(store: Store, home: Path) -> None:
    recorder = store.record("a1", asked(), via="microphone", sitting_id=None, started_at=NOW)
    recorder.append(BLOCK)
    with pytest.raises(StoreFailed, match="recording right now"):
        Store.wipe(home)
    recorder.append(BLOCK)
    assert recorder.finish().seconds == pytest.approx(0.2)
