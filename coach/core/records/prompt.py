"""What a language model is asked."""

from typing import Literal

from coach.core.records.values import Record


class Message(Record):
    """One turn of a chat prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


class Prompt(Record):
    """A narrow question to a language model, and the grammar its reply must follow."""

    messages: tuple[Message, ...]
    grammar: str
    """GBNF; never empty. Rule names are [a-zA-Z0-9-] only."""
    max_tokens: int
