"""What was said, word for word: from stretches that were heard, or from typing."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean

from coach.core.disfluency import kinds
from coach.core.placing import Placed, place
from coach.core.records import Heard, Sentence, Span, Stretch, Transcript, Word, WordKind
from coach.core.sentences import split

DOUBTFUL = 0.4
"""Words with a lower probability are marked as ones the transcriber was unsure of."""

UNKNOWN_LANGUAGE = "und"
"""ISO 639-2 for undetermined: nothing was heard that could tell."""

TYPED_LANGUAGE = "en"
"""Questions and rules are English; what is typed is read as such."""

_NOTE = re.compile(r"^[\[(].*[\])]\W*$|^[^\w&%+$\u20ac\u00a3]*$")
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n[ \t]*(?:[-*\u2022]|\d{1,2}[.)])[ \t]")


def write_down(stretches: Sequence[Stretch], spans: Sequence[Span], *, model: str) -> Transcript:
    """Join what was heard into one transcript on the recording's time line.

    Args:
        stretches: What the transcriber heard, in time order, without overlap.
        spans: Where the detector heard speech in the whole recording.
        model: Name of the speech model.

    Returns:
        The transcript. Its text is its words joined with single blanks, and so is each sentence's.
        Times are seconds of the recording, in order, inside the stretches, and in speech where
        any was detected. Notes of the transcriber, such as `[Music]`, are not words.
    """
    placed = [word for stretch in stretches for word in place(_without_notes(stretch), spans)]
    language = _language([stretch.heard for stretch in stretches])
    texts = [" ".join(word.text.split()) for word, _, _ in placed]
    plain: tuple[WordKind, ...] = tuple("word" for _ in texts)
    labels = kinds(texts) if language == "en" else plain
    gaps = [after[1] - before[2] for before, after in pairwise(placed)]
    numbers = split(texts, trust_capitals=True, gaps=gaps)
    words = tuple(_word(*entry) for entry in zip(texts, placed, labels, numbers, strict=True))
    return Transcript(
        text=" ".join(texts),
        language=language,
        model=model,
        confidence=round(mean(word.probability for word, _, _ in placed), 3) if placed else None,
        doubtful=tuple(index for index, (word, _, _) in enumerate(placed) if word.probability < DOUBTFUL),
        sentences=_sentences(words),
        words=words,
    )


def from_typing(text: str) -> Transcript:
    """Take a typed answer as it stands.

    Args:
        text: The answer. Line ends become newlines and outer white space goes; nothing else changes.

    Returns:
        A transcript without times. Each sentence is a slice of the text; a blank line or a new
        list item ends one too. Lone dashes and bullets are not words.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    tokens = [match for match in re.finditer(r"\S+", text) if re.search(r"\w", match[0])]
    labels = kinds([token[0] for token in tokens], typed=True)
    words: list[Word] = []
    sentences: list[Sentence] = []
    for block in _blocks(tokens, text):
        numbers = split([token[0] for token in block], trust_capitals=False)
        for number in range(1, (numbers[-1] if numbers else 0) + 1):
            members = [token for token, own in zip(block, numbers, strict=True) if own == number]
            sentence = len(sentences) + 1
            for token in members:
                kind = labels[len(words)]
                words.append(Word(text=token[0], start=None, end=None, kind=kind, sentence=sentence))
            said = text[members[0].start() : members[-1].end()]
            sentences.append(Sentence(id=sentence, text=said, start=None, end=None))
    return Transcript(
        text=text,
        language=TYPED_LANGUAGE,
        model=None,
        confidence=None,
        sentences=tuple(sentences),
        words=tuple(words),
    )


def _without_notes(stretch: Stretch) -> Stretch:
    said: list[int] = []
    open_at: int | None = None
    texts = [word.text.strip() for word in stretch.heard.words]
    for index, text in enumerate(texts):
        if open_at is None and text[:1] in {"[", "("} and not _NOTE.match(text):
            open_at = index
        if open_at is None and not _NOTE.match(text):
            said.append(index)
        if open_at is not None and re.search(r"[\])]\W*$", text):
            open_at = None
    if open_at is not None:
        said.extend(index for index in range(open_at, len(texts)) if re.search(r"\w", texts[index]))
    words = tuple(stretch.heard.words[index] for index in said)
    return stretch.model_copy(update={"heard": stretch.heard.model_copy(update={"words": words})})


def _language(heard: Sequence[Heard]) -> str:
    weights: dict[str, float] = {}
    for part in heard:
        if part.words:
            weight = part.language_probability * len(part.words)
            weights[part.language] = weights.get(part.language, 0.0) + weight
    return max(weights, key=weights.__getitem__) if weights else UNKNOWN_LANGUAGE


def _word(text: str, placed: Placed, kind: WordKind, sentence: int) -> Word:
    _, start, end = placed
    return Word(text=text, start=start, end=end, kind=kind, sentence=sentence, heard_by=("plain",))


def _sentences(words: Sequence[Word]) -> tuple[Sentence, ...]:
    made: list[Sentence] = []
    for number in range(1, (words[-1].sentence if words else 0) + 1):
        members = [word for word in words if word.sentence == number]
        said = " ".join(word.text for word in members)
        made.append(Sentence(id=number, text=said, start=members[0].start, end=members[-1].end))
    return tuple(made)


def _blocks(tokens: Sequence[re.Match[str]], text: str) -> list[list[re.Match[str]]]:
    """Tokens between one paragraph or list item and the next."""
    blocks: list[list[re.Match[str]]] = []
    for index, token in enumerate(tokens):
        before = text[tokens[index - 1].end() : token.end() + 1] if index else ""
        if index == 0 or _PARAGRAPH.search(before):
            blocks.append([])
        blocks[-1].append(token)
    return blocks
