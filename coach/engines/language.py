"""A language model that lives in a worker process, whichever engine runs it there."""

from coach.core.records import Prompt
from coach.engines.worker import Caller

LLAMA = "coach.engines.llama:Llama"
XLLAMA = "coach.engines.xllama:XLlama"
"""Factories for a worker; their arguments are `path` (of a GGUF file) and `threads`."""


class LanguageModelInWorker:
    """A `LanguageModel` whose engine runs in a worker.

    Args:
        worker: Has an engine made by one of the factories above.
        name: Name of the model, such as `smollm2-135m`.
        engine: What the worker calls that engine.
        deadline_seconds: How long one prompt may take. A lost worker is tried again once, so an
            answer or an error comes within twice this, and loading.
    """

    def __init__(
        self, worker: Caller, name: str, *, engine: str = "language", deadline_seconds: float = 60.0
    ) -> None:
        self.name = name
        self._worker = worker
        self._engine = engine
        self._deadline_seconds = deadline_seconds

    def complete(self, prompt: Prompt) -> str:
        """The whole reply; it matches the prompt's grammar.

        Raises:
            EngineFailed: a broken grammar, a prompt longer than the context, a reply that did not
                end within `max_tokens`, or an engine that crashed or hung twice.
        """
        value, _ = self._worker.call(
            self._engine,
            "complete",
            deadline_seconds=self._deadline_seconds,
            prompt=prompt.model_dump(mode="json"),
        )
        return str(value)

    def prime(self, prompt: Prompt) -> None:
        """Read the prompt now; a later prompt that begins alike needs only its rest read.

        Raises:
            EngineFailed: as `complete`.
        """
        self._worker.call(
            self._engine,
            "prime",
            deadline_seconds=self._deadline_seconds,
            prompt=prompt.model_dump(mode="json"),
        )
