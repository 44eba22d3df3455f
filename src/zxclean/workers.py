"""Work spread over processes: results in order, few items in flight, nothing left behind.

Every worker is a fresh interpreter that reads pickles from its standard input and answers on its
standard output; a thread here waits for each. `multiprocessing` and `ProcessPoolExecutor` would
be shorter, but started by "spawn" they run the caller's main script again, so a script without
a `__main__` guard, or one read from standard input, fails; started by "fork" they copy the locks
other threads hold; and their workers print tracebacks on Ctrl-C. A worker here ends as soon as
its pipe closes, however this process ended.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from zxclean.document import Document
from zxclean.pipeline import Pipeline
from zxclean.serving import LOADING, Answer

__all__ = ["WorkerError", "clean_in_processes", "map_in_processes"]

T = TypeVar("T")
R = TypeVar("R")

CHUNK_ITEMS = 64
CHUNK_SIZE = 200_000
"""A chunk closes at so many items or this size (code points or bytes), whichever comes first."""

CHUNKS_AHEAD = 3
"""Chunks per worker read ahead of the consumer, at work or finished."""

_BOOTSTRAP = "import sys; sys.path[:] = sys.argv[1:]; from zxclean.serving import serve; serve()"


class WorkerError(RuntimeError):
    """A worker process ended before its work was done: killed, out of memory, crashed."""


def clean_in_processes(
    pipeline: Pipeline, items: Iterable[str | bytes], workers: int
) -> Generator[Document, None, None]:
    """The documents of `items`, in order, made by `workers` processes.

    Lazy: at most `CHUNKS_AHEAD` chunks per worker are read ahead. Steps of one's own must be
    picklable, so defined at the top level of a module. An exception of the iterator or of a
    step surfaces after the documents before it. Closing the generator kills the workers.

    Raises `ValueError` if `workers` is less than 1, `TypeError` if the pipeline cannot be sent,
    and, while it runs, `WorkerError` if a worker dies.
    """
    return map_in_processes(pipeline, items, workers, size=_length)


def map_in_processes(
    function: Callable[[T], R],
    items: Iterable[T],
    workers: int,
    size: Callable[[T], int],
) -> Generator[R, None, None]:
    """Like `map(function, items)`, with `workers` processes; see `clean_in_processes`.

    Function, items and results must be picklable. `size` tells the size of an item (code points
    or bytes); items go out in chunks of about `CHUNK_SIZE`.

    >>> list(map_in_processes(abs, [-1, 2, -3], workers=2, size=lambda item: 1))
    [1, 2, 3]
    """
    if workers < 1:
        raise ValueError(f"workers={workers!r} must be 1 or more")
    if os.environ.get(LOADING):
        raise RuntimeError(
            "the script starts workers while a worker loads it for a step it defines: put its "
            "work under `if __name__ == '__main__':`, or the step into a module of its own"
        )
    return _results(_setup(function), items, workers, size)


def _results(
    setup: bytes, items: Iterable[T], workers: int, size: Callable[[T], int]
) -> Generator[Any, None, None]:
    started: list[_Worker] = []
    idle: SimpleQueue[_Worker] = SimpleQueue()
    pending: deque[Future[Answer]] = deque()
    chunks = _chunks(items, size)
    failure: Exception | None = None
    threads = ThreadPoolExecutor(workers, "zxclean-worker")

    def ask(chunk: list[T]) -> Answer:
        worker = idle.get()
        try:
            return worker.ask(chunk)
        finally:
            idle.put(worker)

    try:
        while True:
            try:
                chunk = next(chunks, None)
            except Exception as error:  # the iterator's own; earlier documents come first
                failure = error
                break
            if chunk is None:
                break
            if len(started) < workers and sum(not f.done() for f in pending) >= len(started):
                started.append(_Worker(setup))
                idle.put(started[-1])
            pending.append(threads.submit(ask, chunk))
            while pending and (len(pending) >= CHUNKS_AHEAD * workers or pending[0].done()):
                yield from _unpack(pending.popleft().result())
        while pending:
            yield from _unpack(pending.popleft().result())
        if failure is not None:
            raise failure
    finally:
        chunks.close()
        for worker in started:
            worker.kill()
        threads.shutdown(cancel_futures=True)
        for worker in started:
            worker.close()


def _unpack(answer: Answer) -> Iterator[Any]:
    results, error = answer
    yield from map(pickle.loads, results)
    if error is not None:
        raise error


def _chunks(items: Iterable[T], size: Callable[[T], int]) -> Generator[list[T], None, None]:
    chunk: list[T] = []
    total = 0
    failure: Exception | None = None
    try:
        for item in items:
            chunk.append(item)
            total += size(item)
            if len(chunk) >= CHUNK_ITEMS or total >= CHUNK_SIZE:
                yield chunk
                chunk, total = [], 0
    except Exception as error:
        failure = error
    if chunk:
        yield chunk
    if failure is not None:
        raise failure


def _length(item: object) -> int:
    """The length of a text; what is none is sent all the same, for the pipeline to refuse."""
    return len(item) if isinstance(item, (str, bytes, bytearray)) else 0


class _Worker:
    """A worker process, seen from here."""

    def __init__(self, setup: bytes) -> None:
        self._setup = setup
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOTSTRAP, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, LOADING: "1"},
            # A group of its own: Ctrl-C is for this process, which then ends its workers.
            process_group=0 if os.name == "posix" else None,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def ask(self, chunk: list[Any]) -> Answer:
        """Send a chunk and wait for the answer. Raises `WorkerError` if the process ends."""
        # Pickled as a whole first: a chunk that cannot be must not leave half of it in the pipe.
        request = self._setup + pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL)
        self._setup = b""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        try:
            stdin.write(request)
            stdin.flush()
            answer: Answer = pickle.load(stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise WorkerError(
                f"a worker process {self._ending()} while it had {len(chunk)} items in work"
            ) from error
        return answer

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        """Reap the process and close its pipes."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was still to be sent
                    pipe.close()

    def _ending(self) -> str:
        try:
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "closed its pipe"
        if status >= 0:
            return f"ended with status {status}"
        hint = " (out of memory?)" if status == -9 else ""
        return f"was ended by signal {-status}{hint}"


def _setup(function: object) -> bytes:
    """What a worker is told first: the function, and the main script if it comes from there."""
    try:
        payload = pickle.dumps(function, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise TypeError(
            f"the pipeline cannot be sent to worker processes: {error}; define its steps at the "
            "top level of a module, with fields that can be pickled, or use one process"
        ) from error
    main: tuple[str, str] | None = None
    if b"__main__" in payload:
        module = sys.modules["__main__"]
        spec, path = module.__spec__, Path(getattr(module, "__file__", None) or "")
        if spec is not None:
            main = "module", spec.name
        elif path.is_file():
            main = "path", str(path.absolute())
        else:
            raise TypeError(
                "a step of the pipeline is defined in an interactive session or in a script read "
                "from standard input, which worker processes cannot load: put it into a module"
            )
    return pickle.dumps((sys.argv, main, payload), pickle.HIGHEST_PROTOCOL)
