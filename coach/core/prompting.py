"""The one narrow question a small model may answer: which of their own sentences to quote first.

The rules propose runs of the transcript; the grammar allows exactly these, and the reply is
checked against them once more. The model writes no score, no remark and no quote of its own.
"""

from coach.core.errors import ReplyRejected
from coach.core.records import Asked, Message, Prompt, Transcript
from coach.core.rules import Judgement, Quote, without_chat_tokens

TOKENS_A_WORD = 3
"""Room for the longest candidate in tokens; English takes about four tokens for three words."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def choose_line(
    template: str, question: Asked, transcript: Transcript, judgement: Judgement
) -> Prompt | None:
    """Ask which candidate sentence tells most.

    Args:
        template: Text with the holes {question} and {sentences}; a line `---` parts what the model
            is told beforehand from what it is asked.
        question: What was asked.
        transcript: What was said.
        judgement: Brings the candidates: runs of the transcript, one a sentence.

    Returns:
        The prompt, or None where there is nothing to choose: fewer than two candidates.
    """
    candidates = _candidates(transcript, judgement)
    if len(candidates) < 2:  # noqa: PLR2004 - a choice takes two
        return None
    sentences = "\n".join(f"- {_one_line(without_chat_tokens(quote.text))}" for quote in candidates)
    messages = _messages(template, question, sentences)
    grammar = "root ::= " + " | ".join(f'"{_escaped(quote.text)}"' for quote in candidates)
    longest = max(len(quote.text.split()) for quote in candidates)
    return Prompt(messages=messages, grammar=grammar, max_tokens=TOKENS_A_WORD * longest + 16)


def opening(template: str, question: Asked) -> Prompt:
    """What `choose_line` will ask, up to the sentences: known, and worth reading, before the answer is."""
    messages = _messages(template.partition("{sentences}")[0], question, "")
    return Prompt(messages=messages, grammar='root ::= "."', max_tokens=1)


def read_line(reply: str, transcript: Transcript, judgement: Judgement) -> int:
    """The id of the sentence that a reply copies.

    Raises:
        ReplyRejected: the reply is no candidate, character for character.
    """
    for quote in _candidates(transcript, judgement):
        if reply.strip() == quote.text.strip():
            return quote.sentence
    message = "it is none of the sentences it was asked to choose from"
    raise ReplyRejected(message)


def _messages(template: str, question: Asked, sentences: str) -> tuple[Message, ...]:
    asked = _one_line(without_chat_tokens(question.text))
    before, mark, after = template.partition("\n---\n")
    system, user = (before, after) if mark else ("", template)
    user = sentences.join(asked.join(user.split("{question}", 1)).split("{sentences}", 1))
    told = Message(role="user", content=user.strip())
    return (Message(role="system", content=system.strip()), told) if system.strip() else (told,)


def _candidates(transcript: Transcript, judgement: Judgement) -> list[Quote]:
    """In the order of the answer; those that hold chat markup or line ends are never shown to a model."""
    fit = [
        quote
        for quote in judgement.candidates
        if quote.text in transcript.text
        and quote.text.isprintable()
        and without_chat_tokens(quote.text) == quote.text
    ]
    different = {quote.text: quote for quote in fit}
    return sorted(different.values(), key=lambda quote: quote.sentence)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in text)
