"""Choosing among wordings and filling their holes: pure functions of the answer's own text."""

import hashlib
import re
from collections.abc import Mapping, Sequence

HOLE = re.compile(r"\{(\w+)\}")


def pick(
    variants: Sequence[str], holes: Mapping[str, str | None], seed: str, *, nearest: bool = False
) -> str:
    """One of the variants whose holes can all be filled, always the same one for the same seed.

    `nearest`: those with their own words in it come before those without.

    Raises:
        ValueError: no variant can be filled.
    """
    usable = [variant for variant in variants if all(holes.get(name) for name in HOLE.findall(variant))]
    if not usable:
        message = f"none of {len(variants)} variants can be filled"
        raise ValueError(message)
    if nearest:
        usable = [variant for variant in usable if HOLE.search(variant)] or usable
    number = int.from_bytes(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()[:4])
    return HOLE.sub(lambda hole: holes[hole[1]] or "", usable[number % len(usable)])


def quoted(text: str) -> str:
    """Their words in quotation marks, without the stop that would collide with ours."""
    return f"“{text.rstrip(' .,;:…')}”"


def capital(sentence: str) -> str:
    """With a capital letter in front."""
    return sentence[:1].upper() + sentence[1:]


def stop(sentence: str) -> str:
    """With a full stop, unless it has an end already."""
    return sentence if sentence.endswith((".", "!", "?", ".”", "!”", "?”")) else f"{sentence}."


def words(*parts: str | None) -> int:
    """How many words there are in all parts."""
    return sum(len(part.split()) for part in parts if part)
