"""Processes that are killed -9 at a moment of our choosing; the next is forked, so that a hundred take seconds."""

import contextlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import pytest

posix = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")


class Nursery:
    """Makes processes that have already imported what they run.

    Args:
        module: Name of the module that holds what they run.
    """

    def __init__(self, module: str) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__, module])

    def killed(self, run: Callable[..., None], *arguments: object, after_seconds: float) -> list[str]:
        """The lines that `run` printed until it was killed, so many seconds after its first one.

        A line that the kill cut in half was not said, and is left out.
        """
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_aloud, args=(theirs, run, arguments), daemon=True)
        process.start()
        theirs.close()
        with ours, os.fdopen(os.dup(ours.fileno()), encoding="utf-8") as words:
            said = [words.readline()]
            time.sleep(after_seconds)
            assert process.is_alive(), "it ended by itself"
            process.kill()
            said += words.readlines()
        process.join()
        process.close()
        return [line.rstrip("\n") for line in said if line.endswith("\n")]


def _aloud(pipe: Connection, run: Callable[..., None], arguments: tuple[object, ...]) -> None:
    """Run with the pipe as standard output."""
    with contextlib.suppress(BrokenPipeError):
        os.dup2(pipe.fileno(), sys.stdout.fileno())
        run(*arguments)
