"""Listening as a stream: stretches are written down while the person still speaks, memory stays flat."""

import pytest

from coach.core.errors import EngineFailed
from coach.listening import Listener, Silence, Speaking, StretchHeard
from tests.fakes import FakeDetector, FakeTranscriber, silent, voiced


def listen(transcriber: FakeTranscriber, blocks: list[bytes]) -> Listener:
    listener = Listener(FakeDetector(), transcriber, may_wait=True)
    for block in blocks:
        listener.push(block)
    return listener


def test_stretches_are_written_down_before_the_end() -> None:
    transcriber = FakeTranscriber()
    listener = listen(transcriber, [*voiced(15), *silent(3), *voiced(1)])
    kinds = []
    while StretchHeard not in kinds:
        kinds.append(type(listener.events.get(timeout=10)))
    assert Speaking in kinds
    heard = listener.finish()
    assert len(transcriber.heard) == 2
    assert heard.audio_seconds == 19.0
    assert heard.delivery.longest_pause_seconds == pytest.approx(3.0, abs=0.1)


def test_silence_after_speech_is_told_in_seconds() -> None:
    listener = listen(FakeTranscriber(), [*voiced(2), *silent(4)])
    listener.finish()
    told = []
    while not listener.events.empty():
        told.append(listener.events.get())
    assert max(event.seconds for event in told if isinstance(event, Silence)) == pytest.approx(4.0, abs=0.6)


def test_audio_is_let_go_once_it_is_written_down() -> None:
    transcriber = FakeTranscriber()
    listener = Listener(FakeDetector(), transcriber, may_wait=True)
    for _ in range(60):
        for block in [*voiced(9), *silent(1)]:
            listener.push(block)
    listener.stop()
    assert len(listener._progress.pcm) < 40 * 32_000
    assert sum(size for size, _ in transcriber.heard) >= 60 * 9 * 32_000


def test_a_failure_drains_the_blocks_and_comes_out_at_the_end() -> None:
    listener = listen(
        FakeTranscriber(failure=EngineFailed("It crashed.", "Again.")), [*voiced(40), *silent(2)] * 3
    )
    with pytest.raises(EngineFailed):
        listener.finish()


def test_a_microphone_of_zeros_is_noticed() -> None:
    listener = listen(FakeTranscriber(), silent(3))
    before = listener.silent_from_start
    listener.push(voiced(0.1)[0])
    assert (before, listener.silent_from_start) == (True, False)
    listener.stop()
