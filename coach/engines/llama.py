"""Messages and a grammar -> a reply, from llama-cpp-python; runs inside a worker."""

from pathlib import Path
from typing import Any

from coach.core.errors import EngineFailed
from coach.core.records import Prompt

CONTEXT_TOKENS = 4096
"""Prompt and reply together; a longer prompt is refused, never cut."""


class Llama:
    """One model, loaded; made and called by a worker.

    Args:
        path: A GGUF file with a chat template.
        threads: How many threads compute.
        context_tokens: Prompt and reply together, at most.

    Raises:
        EngineFailed: the file can't be loaded or has no chat template.
    """

    def __init__(self, path: str, threads: int, context_tokens: int = CONTEXT_TOKENS) -> None:
        import llama_cpp

        self._library = llama_cpp
        name = Path(path).name
        try:
            self._model = llama_cpp.Llama(
                path, n_ctx=context_tokens, n_threads=threads, n_threads_batch=threads, verbose=False
            )
        except (ValueError, RuntimeError) as error:
            raise EngineFailed(
                f"The language model {name} could not be loaded.", "Check it with: coach models verify"
            ) from error
        if not self._model.metadata.get("tokenizer.chat_template"):
            # The library would take a template of its own, and the model would parrot the prompt.
            raise EngineFailed(
                f"The language model {name} has no chat template, so it would not know a question from an answer.",
                "Choose another one: coach models list",
            )
        self._answer = (
            self._model.chat_handler
            or self._model._chat_handlers.get(self._model.chat_format)  # noqa: SLF001 - the library's own server does the same
            or llama_cpp.llama_chat_format.get_chat_completion_handler(self._model.chat_format)
        )

    def complete(self, payload: bytes, *, prompt: dict[str, Any]) -> tuple[str, bytes]:  # noqa: ARG002
        """The whole reply at temperature 0. Raises EngineFailed."""
        asked = Prompt.model_validate(prompt)
        choice = self._ask(asked, asked.max_tokens)["choices"][0]
        if choice["finish_reason"] != "stop":
            raise EngineFailed(
                f"The language model had not finished its reply after {asked.max_tokens} tokens.",
                "Try again; without a model coach judges by its rules: --model rules",
            )
        return str(choice["message"]["content"]), b""

    def prime(self, payload: bytes, *, prompt: dict[str, Any]) -> tuple[None, bytes]:  # noqa: ARG002
        """Read the prompt, so that one that begins alike starts sooner. Raises EngineFailed."""
        self._ask(Prompt.model_validate(prompt), 1)
        return None, b""

    def _ask(self, prompt: Prompt, max_tokens: int) -> dict[str, Any]:
        self._check(prompt.grammar)
        try:
            reply: dict[str, Any] = self._answer(
                llama=self._model,
                messages=[message.model_dump() for message in prompt.messages],
                grammar=self._library.LlamaGrammar.from_string(prompt.grammar, verbose=False),
                max_tokens=max_tokens,
                temperature=0.0,
                enable_thinking=False,
            )
        except ValueError as error:
            if "context window" not in str(error):
                raise
            raise EngineFailed(
                f"The answer is too long for the language model (it reads {self._model.n_ctx()} tokens).",
                "Shorter answers fit; without a model coach judges by its rules: --model rules",
            ) from error
        return reply

    def _check(self, grammar: str) -> None:
        """Refuse a grammar that is empty (the library would not constrain) or broken (it would crash)."""
        if not grammar.strip():
            raise EngineFailed(
                "The language model was asked without a grammar, so its reply could be anything.",
                "This is a fault in coach; without a model it judges by its rules: --model rules",
            )
        vocabulary = self._library.llama_model_get_vocab(self._model.model)
        sampler = self._library.llama_sampler_init_grammar(vocabulary, grammar.encode(), b"root")
        if not sampler:
            raise EngineFailed(
                "The language model could not use the grammar it was given.",
                "This is a fault in coach; without a model it judges by its rules: --model rules",
            )
        self._library.llama_sampler_free(sampler)
