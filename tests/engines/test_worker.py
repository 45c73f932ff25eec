import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from coach.core.errors import EngineFailed, ModelMissing
from coach.engines.worker import Worker

PUPPET = ("tests.engines.puppets:Puppet", {"mark": "m"})
ROOT = Path(__file__).parents[2]

posix = pytest.mark.skipif(os.name != "posix", reason="signals and process groups are POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the memory limit and /proc are Linux")


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker({"puppet": PUPPET, "other": PUPPET}, called="The puppet", memory_limit_bytes=1 << 30)
    yield made
    made.close()


def alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
        return Path(f"/proc/{process_id}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # gone since, or a system without /proc
        return not Path("/proc/self").exists()


def gone_within(process_id: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not alive(process_id):
            return True
        time.sleep(0.02)
    return False


def test_a_call_brings_json_and_bytes_there_and_back(worker: Worker) -> None:
    value, raw = worker.call("puppet", "echo", b"\x00\xff", deadline_seconds=20, letters="ä\n", number=1.5)
    assert value == {"arguments": {"letters": "ä\n", "number": 1.5}, "calls": 1, "mark": "m"}
    assert raw == b"\x00\xff"


def test_the_same_process_answers_again(worker: Worker) -> None:
    first = worker.call("puppet", "who", deadline_seconds=20)
    assert worker.call("other", "who", deadline_seconds=20) == first
    assert worker.process_id == first[0] != os.getpid()


def test_a_huge_payload_passes(worker: Worker) -> None:
    payload = random.Random(1).randbytes(1_000_000) * 100
    assert worker.call("puppet", "echo", payload, deadline_seconds=60)[1] == payload


def test_chatty_libraries_do_not_meet_the_pipes(worker: Worker) -> None:
    assert worker.call("puppet", "chatter", deadline_seconds=20) == ("quiet", b"")
    assert worker.call("puppet", "echo", b"still fine", deadline_seconds=20)[1] == b"still fine"


@posix
@pytest.mark.slow
def test_killed_at_random_fifty_times_no_call_is_lost(worker: Worker) -> None:
    chance = random.Random(7)
    kills = 0
    for number in range(50):
        worker.call("puppet", "who", deadline_seconds=20)
        victim = worker.process_id
        assert victim is not None
        by = chance.choice([signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
        killer = threading.Timer(chance.uniform(0.0, 0.02), os.kill, (victim, by))
        killer.start()
        payload = chance.randbytes(50_000)
        assert worker.call("puppet", "sleep", deadline_seconds=20, seconds=0.01)[0] == 0.01
        value, raw = worker.call("puppet", "echo", payload, deadline_seconds=20, number=number)
        assert (value["arguments"], raw) == ({"number": number}, payload)
        killer.join()
        kills += gone_within(victim, 5)
    assert kills == 50


@posix
@pytest.mark.parametrize("by", [signal.SIGSEGV, signal.SIGKILL])
def test_a_crash_costs_one_restart_and_the_call_is_answered(worker: Worker, tmp_path: Path, by: int) -> None:
    before = worker.call("puppet", "who", deadline_seconds=20)[0]
    flag = str(tmp_path / "flag")
    assert worker.call("puppet", "die_once", b"words", deadline_seconds=20, flag=flag, by=by) == (
        "survived",
        b"words",
    )
    assert worker.call("puppet", "who", deadline_seconds=20)[0] != before


@posix
def test_crashing_twice_is_an_error_for_people_and_the_next_call_works(worker: Worker) -> None:
    with pytest.raises(EngineFailed) as caught:
        worker.call("puppet", "die", deadline_seconds=20, by=int(signal.SIGSEGV))
    assert caught.value.happened == "The puppet crashed, twice."
    assert "coach doctor" in caught.value.next_step
    assert worker.call("puppet", "echo", b"again", deadline_seconds=20)[1] == b"again"


@posix
def test_stopped_by_the_system_is_told_as_that(worker: Worker) -> None:
    with pytest.raises(EngineFailed, match=r"was stopped by the system, twice\. Close other programs"):
        worker.call("puppet", "die", deadline_seconds=20, by=int(signal.SIGKILL))


def test_a_hang_ends_at_its_deadline(worker: Worker) -> None:
    worker.call("puppet", "who", deadline_seconds=20)
    began = time.monotonic()
    with pytest.raises(EngineFailed, match="did not answer in time, twice"):
        worker.call("puppet", "hang", deadline_seconds=0.3)
    assert time.monotonic() - began < 20
    assert worker.call("puppet", "echo", b"again", deadline_seconds=20)[1] == b"again"


@posix
def test_a_stopped_child_that_reads_nothing_ends_at_the_deadline_too(worker: Worker) -> None:
    child = worker.call("puppet", "who", deadline_seconds=20)[0]
    os.kill(child, signal.SIGSTOP)
    payload = bytes(2_000_000)  # far more than a pipe holds
    assert worker.call("puppet", "echo", payload, deadline_seconds=2)[1] == payload
    assert gone_within(child, 5)


@linux
@pytest.mark.parametrize("method", ["eat", "eat_in_c"])
def test_memory_is_bounded(worker: Worker, method: str) -> None:
    with pytest.raises(EngineFailed, match=r"needs more memory than it may have, twice\. Close other"):
        worker.call("puppet", method, deadline_seconds=60)
    assert worker.call("puppet", "echo", b"again", deadline_seconds=20)[1] == b"again"


def test_a_child_that_closes_its_pipes_is_let_go(worker: Worker) -> None:
    with pytest.raises(EngineFailed, match="crashed, twice"):
        worker.call("puppet", "close_pipes", deadline_seconds=60)


def test_errors_for_people_arrive_as_themselves(worker: Worker) -> None:
    with pytest.raises(ModelMissing) as caught:
        worker.call("puppet", "refuse", deadline_seconds=20)
    assert caught.value.happened == "The puppet has no strings."
    assert caught.value.next_step == "Run: coach models get strings"


@pytest.mark.parametrize(
    ("method", "name"),
    [("blunder", "ValueError"), ("no_json", "TypeError"), ("no_bytes", "TypeError"), ("exit", "SystemExit")],
)
def test_other_errors_are_named_without_their_words_and_cost_no_restart(
    worker: Worker, method: str, name: str
) -> None:
    before = worker.call("puppet", "who", deadline_seconds=20)[0]
    with pytest.raises(EngineFailed, match=rf"The puppet could not do this \({name}\)") as caught:
        worker.call("puppet", method, b"my secret", deadline_seconds=20)
    assert "secret" not in str(caught.value)
    assert worker.call("puppet", "who", deadline_seconds=20)[0] == before


def test_a_model_that_is_missing_is_told_and_found_once_it_is_there(tmp_path: Path) -> None:
    flag = tmp_path / "model"
    worker = Worker({"late": ("tests.engines.puppets:missing_until", {"flag": str(flag)}), "puppet": PUPPET})
    try:
        for _ in range(2):
            with pytest.raises(ModelMissing, match="coach models get it"):
                worker.call("late", "echo", deadline_seconds=20)
        assert worker.call("puppet", "echo", b"works beside it", deadline_seconds=20)[1] == b"works beside it"
        flag.touch()
        assert worker.call("late", "echo", deadline_seconds=20)[0]["mark"] == "came later"
    finally:
        worker.close()


@posix
def test_an_engine_that_crashes_while_it_loads_is_given_up_after_two_tries() -> None:
    worker = Worker({"bad": ("tests.engines.puppets:crashing", {})})
    try:
        with pytest.raises(EngineFailed, match="The engine crashed, twice"):
            worker.call("bad", "echo", deadline_seconds=20)
    finally:
        worker.close()


def test_loading_too_slowly_is_told_as_that() -> None:
    worker = Worker({"slow": ("tests.engines.puppets:slow", {"seconds": 60})}, load_seconds=0.2)
    try:
        with pytest.raises(EngineFailed, match="did not start in time, twice"):
            worker.call("slow", "echo", deadline_seconds=20)
    finally:
        worker.close()


def test_loading_does_not_count_against_the_deadline() -> None:
    worker = Worker({"slow": ("tests.engines.puppets:slow", {"seconds": 1.0})})
    try:
        assert worker.call("slow", "echo", b"x", deadline_seconds=0.8)[1] == b"x"
    finally:
        worker.close()


def test_start_returns_at_once_and_the_first_engine_works_while_the_second_loads() -> None:
    worker = Worker({"puppet": PUPPET, "slow": ("tests.engines.puppets:slow", {"seconds": 30.0})})
    try:
        began = time.monotonic()
        worker.start()
        assert worker.call("puppet", "echo", b"x", deadline_seconds=20)[1] == b"x"
        assert time.monotonic() - began < 20
    finally:
        worker.close()


def test_many_callers_take_turns_and_get_their_own_answers(worker: Worker) -> None:
    wrong: list[tuple[int, int]] = []

    def ask(caller: int) -> None:
        for turn in range(20):
            engine = ("puppet", "other")[turn % 2]
            value, raw = worker.call(
                engine, "echo", bytes([caller, turn]), deadline_seconds=60, caller=caller, turn=turn
            )
            if value["arguments"] != {"caller": caller, "turn": turn} or raw != bytes([caller, turn]):
                wrong.append((caller, turn))

    callers = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert wrong == []
    assert worker.call("puppet", "echo", deadline_seconds=20)[0]["calls"] == 81


def test_engines_work_side_by_side(worker: Worker) -> None:
    worker.call("other", "who", deadline_seconds=20)

    def sleep() -> None:
        with suppress(EngineFailed):  # closed while it sleeps
            worker.call("puppet", "sleep", deadline_seconds=60, seconds=50)

    long_one = threading.Thread(target=sleep)
    long_one.start()
    worker.call("other", "echo", deadline_seconds=20)
    assert long_one.is_alive()
    worker.close()
    long_one.join()


def test_closing_ends_the_child_and_later_calls_say_so(worker: Worker) -> None:
    child = worker.call("puppet", "who", deadline_seconds=20)[0]
    worker.close()
    assert gone_within(child, 5)
    with pytest.raises(EngineFailed, match="has been shut down"):
        worker.call("puppet", "who", deadline_seconds=20)
    worker.close()


def test_closing_wakes_a_waiting_caller(worker: Worker) -> None:
    worker.call("puppet", "who", deadline_seconds=20)
    failures: list[BaseException] = []

    def wait() -> None:
        try:
            worker.call("puppet", "sleep", deadline_seconds=60, seconds=30)
        except EngineFailed as failure:
            failures.append(failure)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.2)
    worker.close()
    waiting.join(10)
    assert [str(failure) for failure in failures] == ["The puppet has been shut down. Start coach again."]


PARENT = """
import sys, time
sys.path.insert(0, {root!r})
from coach.engines.worker import Worker
worker = Worker({{"puppet": ("tests.engines.puppets:Puppet", {{}})}})
print(worker.call("puppet", "who", deadline_seconds=20)[0], flush=True)
{then}
"""


@posix
@pytest.mark.parametrize("busy", [True, False])
def test_a_parent_killed_at_once_leaves_no_orphan(busy: bool) -> None:
    then = 'worker.call("puppet", "sleep", deadline_seconds=99, seconds=60)' if busy else "time.sleep(60)"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(root=str(ROOT), then=then)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
    assert alive(child)
    time.sleep(0.2)
    parent.kill()
    parent.wait()
    assert gone_within(child, 5)


def test_a_parent_that_forgets_to_close_ends_without_waiting() -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PARENT.format(root=str(ROOT), then="")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - began < 20
    assert gone_within(int(done.stdout), 5)


@posix
def test_control_c_at_the_terminal_does_not_reach_the_child(worker: Worker) -> None:
    about = worker.call("puppet", "about", deadline_seconds=20)[0]
    child = worker.process_id
    assert child is not None
    assert about["group"] == child != os.getpgid(0)
    os.kill(child, signal.SIGINT)
    assert worker.call("puppet", "who", deadline_seconds=20)[0] == child


def test_nothing_private_is_in_the_arguments_and_onnxruntime_is_told_to_be_silent(worker: Worker) -> None:
    about = worker.call("puppet", "about", b"my secret", deadline_seconds=20)[0]
    assert about["argv"] == [str(ROOT / "coach" / "engines" / "child.py")]
    assert about["ort"] == "1"


@linux
def test_arguments_of_factories_and_calls_are_in_no_argv_and_no_environment() -> None:
    worker = Worker({"puppet": ("tests.engines.puppets:Puppet", {"mark": "canary-mark"})})
    try:
        child = worker.call("puppet", "who", deadline_seconds=20)[0]
        worker.call("puppet", "echo", b"canary-bytes", deadline_seconds=20, said="canary-said")
        seen = Path(f"/proc/{child}/cmdline").read_bytes() + Path(f"/proc/{child}/environ").read_bytes()
    finally:
        worker.close()
    assert b"coach.engines.child" in seen
    assert b"canary" not in seen


def test_the_child_imports_nothing_heavy_and_nothing_from_the_current_folder(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text(
        "raise SystemExit('imported from the current folder')", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    about = worker.call("puppet", "about", deadline_seconds=20)[0]
    assert str(tmp_path) not in about["path"]
    heavy = {"numpy", "pydantic", "onnxruntime", "ctranslate2", "faster_whisper", "av"}
    assert heavy.isdisjoint(about["modules"])
