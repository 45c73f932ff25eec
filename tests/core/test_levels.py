import random
import struct

import pytest

from coach.core.levels import dead


def pcm(*samples: int) -> bytes:
    return struct.pack(f"<{len(samples)}h", *samples)


@pytest.mark.parametrize(
    "samples",
    [(), (0,) * 1600, (1200,) * 1600, (1, -1) * 800, (-32768,) * 1600, (7, 8, 9, 10, 11) * 320],
    ids=["nothing", "zeros", "constant", "-90 dB", "stuck at the bottom", "last bits"],
)
def test_a_dead_microphone(samples: tuple[int, ...]) -> None:
    assert dead(pcm(*samples))


def test_a_quiet_room_is_not_dead() -> None:
    noise = random.Random(1)
    assert not dead(pcm(*(round(noise.gauss(0, 3)) for _ in range(16000))))


def test_one_click_is_a_sign_of_life() -> None:
    assert not dead(pcm(*(0,) * 800, 500, *(0,) * 800))


def test_half_a_sample_at_the_end_is_left_alone() -> None:
    assert dead(b"\x00\x00\x00")
