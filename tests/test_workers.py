"""Work in processes: order, laziness, errors, and that no process is left behind."""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import zxclean
from strategies import SEED_TEXTS
from zxclean.pipeline import Pipeline
from zxclean.proposals import Edit, Proposal
from zxclean.view import TextView
from zxclean.workers import (
    CHUNK_ITEMS,
    CHUNK_SIZE,
    CHUNKS_AHEAD,
    WorkerError,
    clean_in_processes,
    map_in_processes,
)


@dataclass(frozen=True)
class Widen:
    """Widens the first comma, and does what the text asks for."""

    name: str = "widen"

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if view.text == "raise":
            raise LookupError("asked to")
        if view.text == "exit":
            os._exit(7)
        if view.text == "print":
            print("said by a step")
        comma = view.text.find(",")
        if comma >= 0:
            yield Edit(comma, comma + 1, "\uff0c", rule="widen.comma")


PIPELINE = Pipeline((Widen(),))


def process_of(item: int) -> int:
    return os.getpid()


def end_by_signal(item: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def unsendable(item: int) -> object:
    return lambda: item


def one(item: object) -> int:
    return 1


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # An orphan that nobody reaps is done all the same.
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def run_script(
    script: str, *arguments: str, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=script,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=cwd,
    )


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_documents_come_in_order_and_equal(workers: int) -> None:
    texts = [f"{i},\u4e2d" * (i % 5) for i in range(3 * CHUNK_ITEMS + 1)]
    items = [text.encode() if i % 2 else text for i, text in enumerate(texts)]
    documents = list(clean_in_processes(PIPELINE, items, workers))
    assert documents == [PIPELINE(item) for item in items]


def test_surrogates_and_a_large_text_survive() -> None:
    items = ["\ud800,\udc00", ",\u4e2d" * CHUNK_SIZE, ""]
    assert list(clean_in_processes(PIPELINE, items, 2)) == [PIPELINE(item) for item in items]


def test_nothing_in_nothing_out() -> None:
    assert list(clean_in_processes(PIPELINE, [], 2)) == []


def test_reads_only_a_window_ahead() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for taken in itertools.count(1):  # noqa: B007
            yield "\u4e2d,\u6587"

    documents = clean_in_processes(PIPELINE, endless(), 2)
    assert taken == 0
    for done in range(1, 1001):
        next(documents)
        assert taken <= done + (2 * CHUNKS_AHEAD + 1) * CHUNK_ITEMS
    documents.close()


def test_large_items_make_small_chunks() -> None:
    taken = 0

    def large() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield b"a" * CHUNK_SIZE

    documents = clean_in_processes(PIPELINE, large(), 1)
    next(documents)
    assert taken <= CHUNKS_AHEAD + 1
    documents.close()


def test_close_ends_the_workers() -> None:
    processes = map_in_processes(process_of, itertools.count(), 2, size=one)
    found = set(itertools.islice(processes, 20 * CHUNK_ITEMS))
    assert found and os.getpid() not in found
    assert all(is_running(process) for process in found)
    processes.close()
    assert not any(is_running(process) for process in found)


def test_close_does_not_wait_for_a_slow_step() -> None:
    results = map_in_processes(time.sleep, [0, 600], 2, size=lambda item: CHUNK_SIZE)
    next(results)
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 30


def test_exception_of_the_iterator_comes_after_the_documents_before_it() -> None:
    def failing() -> Iterator[str]:
        yield from ["a,", "b,", "c,"]
        raise OSError("the disk is gone")

    texts = []
    with pytest.raises(OSError, match="the disk is gone"):
        for document in clean_in_processes(PIPELINE, failing(), 2):
            texts.append(document.text)
    assert texts == ["a\uff0c", "b\uff0c", "c\uff0c"]


def test_exception_of_a_step_comes_after_the_documents_before_it() -> None:
    texts = []
    with pytest.raises(LookupError, match="asked to") as raised:
        for document in clean_in_processes(PIPELINE, ["a,", "b,", "raise", "c,"], 2):
            texts.append(document.text)
    assert texts == ["a\uff0c", "b\uff0c"]
    assert "in propose" in raised.value.__notes__[0]


def test_an_item_that_is_no_text_raises_as_in_one_process() -> None:
    with pytest.raises(TypeError, match="clean takes str or bytes, not int"):
        list(clean_in_processes(PIPELINE, ["a", 3], 2))  # type: ignore[list-item]


def test_a_killed_worker_raises() -> None:
    with pytest.raises(WorkerError, match=r"was ended by signal 9 \(out of memory\?\)"):
        list(map_in_processes(end_by_signal, [1], 1, size=one))


def test_a_worker_that_exits_raises() -> None:
    with pytest.raises(WorkerError, match="ended with status 7 while it had 2 items in work"):
        list(clean_in_processes(PIPELINE, ["a", "exit"], 1))


def test_a_result_that_cannot_be_sent_raises() -> None:
    with pytest.raises((AttributeError, pickle.PicklingError), match="local object"):
        list(map_in_processes(unsendable, [1], 1, size=one))


def test_a_step_that_cannot_be_sent_is_refused_at_once() -> None:
    @dataclass(frozen=True)
    class Local(Widen):
        pass

    with pytest.raises(TypeError, match="at the top level of a module"):
        clean_in_processes(Pipeline((Local(),)), ["a"], 2)


def test_no_worker_is_refused() -> None:
    with pytest.raises(ValueError, match="workers=0 must be 1 or more"):
        clean_in_processes(PIPELINE, ["a"], 0)


def test_what_a_step_prints_goes_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert [d.text for d in clean_in_processes(PIPELINE, ["print", "a"], 1)] == ["print", "a"]
    out, err = capfd.readouterr()
    assert (out, err) == ("", "said by a step\n")


READ_FROM_STDIN = """
from zxclean.workers import map_in_processes
print(*map_in_processes(abs, [-1, 2], workers=2, size=lambda item: 1))
"""

STEP_IN_SCRIPT = """
import sys
from dataclasses import dataclass
from zxclean.pipeline import Pipeline
from zxclean.proposals import Edit
from zxclean.workers import clean_in_processes

@dataclass(frozen=True)
class Drop:
    name: str = "drop"
    def propose(self, view):
        if view.text.startswith("a"):
            yield Edit(0, 1, "", rule="drop.a")

def work():
    print(*(d.text for d in clean_in_processes(Pipeline((Drop(),)), ["ab", "cd"], 2)))
"""


def test_a_script_without_a_guard_works_even_from_standard_input() -> None:
    done = run_script(READ_FROM_STDIN, "-")
    assert (done.stdout, done.stderr) == ("1 2\n", "")


@pytest.mark.parametrize(
    ("call", "stdout", "stderr"),
    [
        pytest.param("if __name__ == '__main__': work()", "b cd\n", "", id="guarded"),
        pytest.param("work()", "", "put its work under `if __name__ == '__main__':`", id="bare"),
    ],
)
def test_a_step_of_the_main_script(tmp_path: Path, call: str, stdout: str, stderr: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(STEP_IN_SCRIPT + call)
    done = run_script("", str(script))
    assert done.stdout == stdout
    assert stderr in done.stderr and bool(stderr) == bool(done.stderr)
    as_module = run_script("", "-m", "script", cwd=tmp_path)
    assert as_module.stdout == stdout


def test_a_step_of_a_script_from_standard_input_is_refused() -> None:
    done = run_script(STEP_IN_SCRIPT + "work()", "-")
    assert "put it into a module" in done.stderr


KILLED = """
import itertools, os, signal
from test_workers import one, process_of
from zxclean.workers import map_in_processes
processes = map_in_processes(process_of, itertools.count(), 2, size=one)
print(next(processes), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_end_when_their_parent_is_killed() -> None:
    done = run_script(KILLED, "-", cwd=Path(__file__).parent)
    assert done.returncode == -signal.SIGKILL
    process = int(done.stdout)
    for _ in range(100):
        if not is_running(process):
            break
        time.sleep(0.1)
    assert not is_running(process)


def test_clean_many_in_processes_equals_one_process() -> None:
    in_processes = list(zxclean.clean_many(SEED_TEXTS, workers=2, chrome="mark"))
    assert in_processes == list(zxclean.clean_many(SEED_TEXTS, chrome="mark"))
    assert in_processes[0].notes == zxclean.clean(SEED_TEXTS[0], chrome="mark").notes
