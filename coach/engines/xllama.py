"""Messages and a grammar -> a reply, from the prebuilt llama.cpp of xllamacpp; runs inside a worker.

xllamacpp is a server object, but it can be asked directly. The socket it insists on opening is a
Unix socket in a private folder, unlinked before the first prompt, so nobody can reach it; where
there are no Unix sockets it is a loopback port that answers only to a key nobody is told.
"""

import contextlib
import mmap
import secrets
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.core.errors import EngineFailed
from coach.core.records import Prompt

CONTEXT_TOKENS = 4096
"""Prompt and reply together; a longer prompt is refused, never cut."""

_TEMPLATE_KEY = b"\x17\0\0\0\0\0\0\0tokenizer.chat_template\x08\0\0\0"
"""How a GGUF file's header names the chat template, up to its length (a string follows)."""
_HEADER_BYTES = 64 << 20
"""Where to look for it; headers are some MB, most of it the vocabulary."""


class XLlama:
    """One model, loaded; made and called by a worker.

    Args:
        path: A GGUF file with a chat template.
        threads: How many threads compute.
        context_tokens: Prompt and reply together, at most.
        unix_sockets: Whether this system has them.

    Raises:
        EngineFailed: the file can't be loaded or has no chat template.
    """

    def __init__(
        self,
        path: str,
        threads: int,
        context_tokens: int = CONTEXT_TOKENS,
        *,
        unix_sockets: bool = hasattr(socket, "AF_UNIX"),
    ) -> None:
        import xllamacpp

        if not has_chat_template(Path(path)):
            raise EngineFailed(
                f"The language model {Path(path).name} has no chat template, so it would not know a question from an answer.",
                "Choose another one: coach models list",
            )
        params = xllamacpp.CommonParams()
        params.model.path = path
        params.n_ctx = context_tokens
        params.n_parallel = 1
        params.cpuparams.n_threads = threads
        params.cpuparams_batch.n_threads = threads
        params.n_threads_http = 1
        params.cache_ram_mib = 0
        params.warmup = False
        params.ui = False
        params.endpoint_slots = False
        params.cors_origins = "http://127.0.0.1"  # else any page's scripts may read what it says
        params.cors_credentials = False
        params.force_pure_content_parser = True
        params.verbosity = 0
        params.api_keys = [secrets.token_urlsafe(32)]
        with _out_of_reach(unix_sockets=unix_sockets) as address:
            params.hostnames = [address]
            try:
                self._server = xllamacpp.Server(params)
            except RuntimeError as error:
                raise EngineFailed(
                    f"The language model {Path(path).name} could not be loaded.",
                    "Check it with: coach models verify",
                ) from error

    @property
    def address(self) -> str:
        """What the engine listens on: a Unix socket that is gone, or a loopback port with a key."""
        return str(self._server.listening_address)

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
        if not prompt.grammar.strip():
            raise _no_grammar()
        reply: dict[str, Any] = self._server.handle_chat_completions(
            {
                "messages": [message.model_dump() for message in prompt.messages],
                "grammar": prompt.grammar,
                "max_tokens": max_tokens,
                "temperature": 0,
                "cache_prompt": True,
                "chat_template_kwargs": {"enable_thinking": False},
            }
        )
        if "error" in reply:
            raise _refused(reply["error"])
        return reply


def has_chat_template(path: Path) -> bool:
    """Whether a GGUF file's header has a chat template that is not empty.

    Without one llama.cpp takes a template of its own, and the model parrots the prompt.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = data.find(_TEMPLATE_KEY, 0, min(len(data), _HEADER_BYTES))
        start = at + len(_TEMPLATE_KEY)
        return at >= 0 and int.from_bytes(data[start : start + 8], "little") > 0


@contextlib.contextmanager
def _out_of_reach(*, unix_sockets: bool) -> Iterator[str]:
    """An address to listen on: a Unix socket that nobody can find once the block is left, if there are such."""
    if not unix_sockets:
        yield "127.0.0.1"
        return
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:  # 0700
        yield str(Path(folder) / "l.sock")


def _no_grammar() -> EngineFailed:
    return EngineFailed(
        "The language model was asked without a grammar, so its reply could be anything.",
        "This is a fault in coach; without a model it judges by its rules: --model rules",
    )


def _refused(error: dict[str, Any]) -> EngineFailed:
    if error.get("type") == "exceed_context_size_error":
        return EngineFailed(
            f"The answer is too long for the language model ({error['n_prompt_tokens']} tokens, it reads {error['n_ctx']}).",
            "Shorter answers fit; without a model coach judges by its rules: --model rules",
        )
    if "grammar" in error.get("message", ""):
        return EngineFailed(
            "The language model could not use the grammar it was given.",
            "This is a fault in coach; without a model it judges by its rules: --model rules",
        )
    return EngineFailed(
        "The language model refused the question it was given.",
        "Try again; without a model coach judges by its rules: --model rules",
    )
