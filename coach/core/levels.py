"""Loudness of samples, as far as the line must know it."""

import sys
from array import array

DEAD_STEPS = 4
"""A microphone that is muted or not allowed gives zeros or a constant, give or take its converter's last
bits; any open one moves by dozens of steps of its 65,536 even in a quiet room."""


def dead(pcm: bytes) -> bool:
    """Whether nothing at all comes in, as from a muted microphone; quiet people are not dead.

    Args:
        pcm: 16-bit little-endian mono samples, best a second or more of them. None at all is dead.
    """
    samples = array("h", pcm[: len(pcm) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return not samples or max(samples) - min(samples) <= DEAD_STEPS
