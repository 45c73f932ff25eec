"""Lists of words, written as one would read them."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text that is separated by blanks and line ends."""
    return frozenset(words.split())
