"""Recordings: on disk while they are spoken, whole after any kill, and nobody else's to repair."""

import hashlib
import resource
import shutil
import signal
import subprocess
import wave
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.errors import BadInput, NotFound, StoreFailed
from coach.core.records import Sitting
from coach.store import Recorder, Store, repair
from coach.store.wav import header
from tests.store.conftest import Child, Keep
from tests.store.samples import BLOCK, NOW, an_attempt, asked


def record(store: Store, attempt_id: str = "a1", blocks: int = 10) -> Recorder:
    recorder = store.record(attempt_id, asked(), via="microphone", sitting_id=None, started_at=NOW)
    for _ in range(blocks):
        recorder.append(BLOCK)
    return recorder


def samples(path: Path) -> bytes:
    with wave.open(str(path)) as opened:
        assert (opened.getnchannels(), opened.getsampwidth(), opened.getframerate()) == (1, 2, 16_000)
        return bytes(opened.readframes(opened.getnframes() + 1))


def test_a_block_is_on_disk_when_append_returns(store: Store) -> None:
    recorder = record(store, blocks=0)
    for blocks in range(1, 4):
        recorder.append(BLOCK)
        assert recorder.path.read_bytes()[44:] == BLOCK * blocks
        assert recorder.seconds == pytest.approx(0.1 * blocks)


def test_a_finished_recording_is_a_wav_file_with_its_digest(store: Store, home: Path) -> None:
    recorder = record(store)
    info = recorder.finish()
    assert info.path == home / "recordings" / "a1.wav" == recorder.path
    assert samples(info.path) == BLOCK * 10
    assert info.seconds == 1.0
    assert info.sha256 == hashlib.sha256(info.path.read_bytes()).hexdigest()
    assert recorder.finish() == info
    assert store.recording("a1") == info.path
    assert [path.name for path in (home / "recordings").iterdir()] == ["a1.wav"]


def test_a_long_block_is_cut_into_writes_of_100_ms(store: Store) -> None:
    recorder = record(store, blocks=0)
    recorder.append(BLOCK * 25)
    assert samples(recorder.finish().path) == BLOCK * 25


def test_half_a_sample_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="whole 16-bit"):
        record(store, blocks=0).append(b"\1")


def test_a_discarded_recording_leaves_nothing(store: Store, home: Path) -> None:
    record(store).discard()
    finished = record(store)
    finished.finish()
    finished.discard()
    assert list((home / "recordings").iterdir()) == []
    assert store.unfinished() == ()
    record(store)  # the id is free again


def test_a_whole_recording_without_an_attempt_is_unfinished(store: Store, keep: Keep) -> None:
    store.begin_sitting(Sitting(id="s1", started_at=NOW))
    recorder = store.record("a1", asked("Why?"), via="page", sitting_id="s1", started_at=NOW)
    recorder.append(BLOCK)
    assert store.unfinished() == ()
    info = recorder.finish()
    (left,) = store.unfinished()
    assert (left.attempt_id, left.asked, left.via) == ("a1", asked("Why?"), "page")
    assert (left.sitting_id, left.started_at, left.path, left.seconds) == ("s1", NOW, info.path, 0.1)
    keep(an_attempt("a1"))
    assert store.unfinished() == ()
    assert store.recording("a1") == info.path


def test_a_taken_id_is_refused(store: Store, keep: Keep) -> None:
    record(store, "a1")
    record(store, "a2").finish()
    keep(an_attempt("a3"))
    for attempt_id in ("a1", "a2", "a3"):
        with pytest.raises(BadInput, match="already"):
            record(store, attempt_id)
    assert store.recording("a2") is not None
    with pytest.raises(BadInput, match="can't be"):
        record(store, "../a4")


def test_a_recording_for_a_sitting_that_never_began_is_refused(store: Store, home: Path) -> None:
    with pytest.raises(NotFound):
        store.record("a1", asked(), via="page", sitting_id="s1", started_at=NOW)
    assert list((home / "recordings").iterdir()) == []


def test_a_typed_answer_has_no_recording(store: Store, keep: Keep) -> None:
    keep(an_attempt())
    assert store.recording("a1") is None
    assert store.recording("../../etc/passwd") is None


def test_a_recording_that_changed_is_named(store: Store) -> None:
    path = record(store).finish().path
    damaged = bytearray(path.read_bytes())
    damaged[5000] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(StoreFailed, match=r"a1\.wav is damaged"):
        store.recording("a1")


def test_a_recording_that_somebody_removed_is_said(store: Store) -> None:
    record(store).finish().path.unlink()
    assert store.recording("a1") is None
    assert "a1.wav is gone" in store.warnings[-1]


def test_a_recording_that_broke_off_is_whole_at_the_next_opening(home: Path) -> None:
    first = Store.open(home, NOW)
    record(first, blocks=7)
    first.close()
    again = Store.open(home, NOW)
    (left,) = again.unfinished()
    assert samples(left.path) == BLOCK * 7
    assert left.seconds == pytest.approx(0.7)
    assert "0.7 s had broken off" in again.warnings[-1]
    assert again.recording("a1") == left.path
    again.close()


def test_a_recording_too_short_for_a_word_is_let_go(home: Path) -> None:
    first = Store.open(home, NOW)
    record(first, blocks=2)
    first.close()
    again = Store.open(home, NOW)
    assert again.unfinished() == ()
    assert list((home / "recordings").iterdir()) == []
    record(again)
    again.close()


def test_a_kill_between_the_name_and_the_journal_loses_nothing(home: Path) -> None:
    first = Store.open(home, NOW)
    recorder = record(first)
    first.close()
    recorder.path.rename(recorder.path.with_suffix(".wav"))
    again = Store.open(home, NOW)
    assert [samples(left.path) for left in again.unfinished()] == [BLOCK * 10]
    again.close()


def test_a_recording_the_database_does_not_know_is_left_and_said(home: Path) -> None:
    Store.open(home, NOW).close()
    stray = home / "recordings" / "a9.part"
    stray.write_bytes(header(0) + BLOCK * 5)
    store = Store.open(home, NOW)
    assert samples(stray.with_suffix(".wav")) == BLOCK * 5
    assert "belongs to no answer" in store.warnings[-1]
    store.close()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 44 + 12 * len(BLOCK)), st.binary(max_size=44))
def test_every_whole_sample_before_a_cut_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cut: int, torn_header: bytes
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    part, whole = folder / "a.part", folder / "a.wav"
    full = header(0) + BLOCK * 12
    torn = (torn_header + full[len(torn_header) :])[:cut]
    part.write_bytes(torn)
    found = repair.mend(part, whole)
    spoken = torn[44:][: max(0, cut - 44) // 2 * 2]
    assert not part.exists()
    if len(spoken) / 32_000 < 0.3:
        assert found is None
        assert not whole.exists()
    else:
        assert found is not None
        assert found.seconds == len(spoken) / 32_000
        assert whole.read_bytes() == header(len(spoken)) + spoken


def test_another_store_repairs_nothing_that_is_being_spoken(store: Store, home: Path) -> None:
    recorder = record(store)
    other = Store.open(home, NOW)
    assert other.warnings == ()
    assert other.unfinished() == ()
    recorder.append(BLOCK)
    assert samples(recorder.finish().path) == BLOCK * 11
    assert other.unfinished() == ()  # its owner is about to judge it
    assert len(store.unfinished()) == 1
    store.close()
    assert len(other.unfinished()) == 1
    other.close()


def test_another_process_repairs_only_what_is_dead(home: Path, child: Child) -> None:
    living, dead = child("record", home, "living"), child("record", home, "dead")
    for process in (living, dead):
        assert process.stdout is not None
        assert process.stdout.readline() == "recording\n", process.communicate()
    dead.kill()
    dead.wait()
    store = Store.open(home, NOW)
    assert [left.attempt_id for left in store.unfinished()] == ["dead"]
    assert living.stdin is not None
    assert living.stdout is not None
    living.stdin.write("\n")
    living.stdin.flush()
    assert living.stdout.readline() == "finished\n"
    assert [left.attempt_id for left in store.unfinished()] == ["dead"]
    living.kill()
    living.wait()
    assert sorted(left.attempt_id for left in store.unfinished()) == ["dead", "living"]
    assert all(samples(left.path) == BLOCK * 10 for left in store.unfinished())
    store.close()


def test_a_disk_that_takes_no_more_costs_nothing_said_before(store: Store, keep: Keep) -> None:
    recorder = record(store, blocks=10)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = recorder.path.stat().st_size
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + len(BLOCK) // 2 + 1, limits[1]))
    try:
        with pytest.raises(StoreFailed, match=r"stopped after 1\.0 s, and all of that is kept"):
            recorder.append(BLOCK)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, former)
    with pytest.raises(StoreFailed, match=r"1\.0 s"):
        recorder.append(BLOCK)
    assert samples(recorder.finish().path) == BLOCK * 10
    keep(an_attempt("a1"))


def test_a_folder_that_goes_away_while_one_speaks_is_said(store: Store, home: Path) -> None:
    recorder = record(store)
    for path in (home / "recordings").iterdir():
        path.unlink()
    half_a_second = BLOCK * 5
    with pytest.raises(StoreFailed, match="went away while you spoke"):
        recorder.append(half_a_second)


def test_recording_stops_before_the_disk_is_full_and_erasing_still_works(
    tmp_path: Path, child: Child
) -> None:
    mount = f'mount -t tmpfs -o size=14m tmpfs {tmp_path} && exec "$@"'
    probe = (
        subprocess.run(
            ["unshare", "-m", "sh", "-c", mount, "sh", "true"], capture_output=True, text=True, check=False
        )
        if shutil.which("unshare")
        else None
    )
    if probe is None or probe.returncode:
        pytest.skip("no small disk can be mounted here: that takes root and unshare")
    process = child("fill", tmp_path / "coach", prefix=("unshare", "-m", "sh", "-c", mount, "sh"))
    output, errors = process.communicate(timeout=120)
    lines = dict(line.split(" ", 1) for line in output.splitlines())
    assert process.returncode == 0, errors
    assert "nearly full" in lines["stopped"]
    blocks = int(lines["stopped"].split()[0])
    assert blocks > 50
    assert float(lines["finished"]) == pytest.approx(blocks / 10, abs=0.11)
    assert "is full" in lines["full"]
    assert lines["kept"] == "long before"
    assert "nearly full" in lines["no-recording"]
    saved = int(lines["full"].split()[0])
    assert lines["erased"] == f"0 {saved} 1"  # and there is ballast again


def test_sound_is_forced_to_the_disk_every_half_second_and_the_name_comes_last(
    home: Path, tmp_path: Path, child: Child
) -> None:
    if not shutil.which("strace"):
        pytest.skip("no strace here to see what reaches the disk")
    trace = tmp_path / "trace"
    calls = "trace=write,pwrite64,fsync,fdatasync,rename"
    process = child("record", home, "a1", prefix=("strace", "-y", "-e", calls, "-o", str(trace)))
    output, errors = process.communicate("\n\n", timeout=60)
    if "ptrace" in errors.lower():
        pytest.skip(f"strace may not trace here: {errors.strip()}")
    assert output == "recording\nfinished\n", errors
    seen = [_happened(line) for line in trace.read_text().splitlines()]
    begun = seen.index("write a1.part")
    story = [event for event in seen[begun:] if "-shm" not in event]
    sound = [event for event in story if event in {"write a1.part", "sync a1.part"}]
    # Ten blocks, forced out after every fifth; then the header with its sizes.
    assert sound == [*(["write a1.part"] * 5 + ["sync a1.part"]) * 2, "write a1.part", "sync a1.part"]
    end = story.index("rename a1.wav")
    assert story[end - 1] == "sync a1.part"
    assert story[end + 1] == "sync recordings"
    after = story[end + 2 :]
    assert after.index("write coach.db-wal") < after.index("sync coach.db-wal") < after.index("write pipe")
    before = seen[:begun]
    assert before[-1] == "sync coach.db-wal"  # the journal row is on disk before the first sound


def _happened(line: str) -> str:
    """`write NAME`, `sync NAME` or `rename NAME` of a line of strace."""
    call, _, rest = line.partition("(")
    if call == "rename":
        return f"rename {Path(rest.split(chr(34))[3]).name}"
    target = rest.partition("<")[2].partition(">")[0]
    name = "pipe" if target.startswith("pipe") else Path(target).name
    return f"{'sync' if 'sync' in call else 'write'} {name}"
