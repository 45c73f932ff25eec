"""Puts a transcriber's words where the detector heard speech.

A transcriber's word times are poor around pauses: it stretches a word back over the silence, or
over the um that it left out, so ends are better than starts. Spans from the detector are good.
So a word goes into the last span that it reaches, or else into the nearest.
"""

from collections.abc import Sequence

from coach.core.records import HeardWord, Span, Stretch

SHORTEST_WORD_SECONDS = 0.04
"""What every word is given where its span has room for it; reaching less far is not reaching."""

Placed = tuple[HeardWord, float, float]
"""A word, its start and its end in seconds of the recording."""


def place(stretch: Stretch, spans: Sequence[Span]) -> tuple[Placed, ...]:
    """Put the words of one stretch on the recording's time line.

    Args:
        stretch: What was heard, with times from the stretch's first sample.
        spans: Where the detector heard speech in the whole recording, in time order.

    Returns:
        The words in order. Starts never go back, no word overlaps the next, all lie inside
        the stretch, and inside its speech where the detector found any.
    """
    pieces = _pieces(stretch, spans)
    homes: list[int] = []
    for word in stretch.heard.words:
        start, end = stretch.start + word.start, stretch.start + word.end
        homes.append(max(_home(start, end, pieces), homes[-1] if homes else 0))
    placed: list[Placed] = []
    for number, piece in enumerate(pieces):
        inside = [word for word, home in zip(stretch.heard.words, homes, strict=True) if home == number]
        placed.extend(_lay_out(inside, stretch.start, piece))
    return tuple(placed)


def _pieces(stretch: Stretch, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans inside the stretch; all of it where the detector found none."""
    cut = (
        Span(start=max(span.start, stretch.start), end=min(span.end, stretch.end))
        for span in spans
        if span.end > stretch.start and span.start < stretch.end
    )
    return tuple(cut) or (Span(start=stretch.start, end=stretch.end),)


def _home(start: float, end: float, pieces: Sequence[Span]) -> int:
    """Index of the last piece that the word reaches into, or of the nearest."""
    overlaps = [min(end, piece.end) - max(start, piece.start) for piece in pieces]
    reached = [number for number, overlap in enumerate(overlaps) if overlap >= SHORTEST_WORD_SECONDS]
    return reached[-1] if reached else overlaps.index(max(overlaps))


def _lay_out(words: Sequence[HeardWord], offset: float, piece: Span) -> list[Placed]:
    """Clamp the words into the piece, each at least `SHORTEST_WORD_SECONDS` after the one before."""
    if not words:
        return []
    least = min(SHORTEST_WORD_SECONDS, (piece.end - piece.start) / len(words))
    starts: list[float] = []
    for index, word in enumerate(words):
        earliest = starts[-1] + least if starts else piece.start
        latest = piece.end - least * (len(words) - index)
        starts.append(max(min(max(offset + word.start, earliest), latest), earliest))
    laid: list[Placed] = []
    for index, word in enumerate(words):
        following = starts[index + 1] if index + 1 < len(words) else piece.end
        end = min(max(offset + word.end, starts[index] + least), following)
        laid.append((word, round(starts[index], 3), round(end, 3)))
    return laid
