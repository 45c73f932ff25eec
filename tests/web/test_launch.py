"""The launch's address opens the page once, within a minute."""

import base64

import pytest

from coach.web.launch import TOKEN_SECONDS, Launch, NotLetIn
from tests.web.running import Terminal


class Stopwatch:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def a_launch() -> tuple[Launch, Stopwatch, Terminal]:
    stopwatch, terminal = Stopwatch(), Terminal()
    return Launch(port=8377, stopwatch=stopwatch, announce=terminal), stopwatch, terminal


def test_token_and_cookie_are_256_bits_and_never_the_same_twice() -> None:
    launches = [a_launch()[0] for _ in range(50)]
    keys = [key for launch in launches for key in (launch.token, launch._cookie)]
    assert {len(base64.urlsafe_b64decode(key + "=")) for key in keys} == {32}
    assert len(set(keys)) == 100


def test_the_token_stands_in_the_fragment_which_no_request_carries() -> None:
    launch, _, _ = a_launch()
    assert launch.address == f"http://127.0.0.1:8377/start#{launch.token}"


def test_the_token_is_good_once_and_a_second_use_is_told_in_the_terminal() -> None:
    launch, _, terminal = a_launch()
    assert launch.knows([launch.exchange(launch.token)])
    assert terminal.lines == []
    with pytest.raises(NotLetIn):
        launch.exchange(launch.token)
    assert len(terminal.lines) == 1
    assert "second time" in terminal.lines[0]
    assert launch.token not in terminal.lines[0]


def test_the_token_is_good_for_a_minute() -> None:
    launch, stopwatch, terminal = a_launch()
    stopwatch.now += TOKEN_SECONDS + 0.1
    with pytest.raises(NotLetIn):
        launch.exchange(launch.token)
    assert len(terminal.lines) == 1


def test_it_is_still_good_at_the_end_of_the_minute() -> None:
    launch, stopwatch, _ = a_launch()
    stopwatch.now += TOKEN_SECONDS
    assert launch.exchange(launch.token)


@pytest.mark.parametrize("wrong", ["", "x", "\udc80", "é" * 43, a_launch()[0].token])
def test_another_launchs_token_is_refused_and_spends_nothing(wrong: str) -> None:
    launch, _, _ = a_launch()
    with pytest.raises(NotLetIn):
        launch.exchange(wrong)
    assert launch.exchange(launch.token)
