"""The work of a worker process; `zxclean.workers` starts it and talks with it."""

from __future__ import annotations

import contextlib
import os
import pickle
import runpy
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

LOADING = "ZXCLEAN_WORKER_LOADING"
"""Environment variable of a worker until it has loaded the function it is to call."""

Answer = tuple[list[bytes], Exception | None]
"""Pickled results of a chunk, up to the item that raised, and what it raised."""


def serve() -> None:
    """Read chunks from standard input and answer on standard output until there are no more.

    The first request is `sys.argv`, the main script to load if any, and the pickled function.
    """
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    sys.stdout = sys.stderr  # what a step prints must not come between the answers
    with contextlib.suppress(OSError), Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(2, 1)
    sys.argv, main, payload = pickle.load(requests)
    function: Callable[[Any], Any] | None = None
    failure: Exception | None = None
    try:
        if main is not None:
            _load_main(*main)
        function = pickle.loads(payload)
    except Exception as error:
        failure = _portable(error)
    del os.environ[LOADING]
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            chunk = pickle.load(requests)
            answer = _answer(function, chunk) if function else ([], failure)
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
    os._exit(0)  # without another flush into a broken pipe


def _answer(function: Callable[[Any], Any], chunk: list[Any]) -> Answer:
    results: list[bytes] = []
    try:
        for item in chunk:
            # Each by itself, so that a document's arrays are gone before the next is made.
            results.append(pickle.dumps(function(item), pickle.HIGHEST_PROTOCOL))
    except Exception as error:
        return results, _portable(error)
    return results, None


def _portable(error: Exception) -> Exception:
    """The exception with its traceback as a note, in a form that can be pickled."""
    trace = "in a worker process:\n" + "".join(traceback.format_exception(error))
    try:
        copy: Exception = pickle.loads(pickle.dumps(error))
    except Exception:
        copy = RuntimeError(f"{type(error).__name__}: {error}")
    copy.add_note(trace)
    return copy


def _load_main(how: str, name: str) -> None:
    """Load the caller's main script, not as `__main__`, as `multiprocessing` does."""
    module = ModuleType("__mp_main__")
    if how == "module":
        module.__dict__.update(runpy.run_module(name, run_name="__mp_main__", alter_sys=True))
    else:
        module.__dict__.update(runpy.run_path(name, run_name="__mp_main__"))
    sys.modules["__main__"] = sys.modules["__mp_main__"] = module
