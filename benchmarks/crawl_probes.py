"""What the race does not show: cost by size, memory, start-up, worker processes.

Run as a script it is the fresh process that the memory and the workers are measured in.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

import msgspec

import zxclean

HERE = Path(__file__).resolve()

KB = (1, 10, 100, 1_000, 10_000)
"""Sizes of documents in kB of UTF-8."""

HOSTILE = {
    "hostile: (": "(",
    "hostile: _": "_",
    "hostile: line feeds": "\n",
    "hostile: \u2026": "\u2026",
    "hostile: &amp": "&amp;",
    "hostile: open glosses": "\u533a(q\u016b",
    "hostile: labels": "\u6765\u6e90:\u65b0\u534e\u7f51\n",
    "hostile: buttons": "\u6253\u5370 ",
}

SAMPLE_SECONDS = 0.02

PIECE = 100_000
"""Bytes of the pieces of a long document that are cleaned before it."""

WARM_UP = 300
"""Documents that are cleaned before the memory of one is measured: a block of the crawl."""


def cut(text: str, size: int, count: int) -> list[str]:
    """`count` pieces of about `size` bytes, spread evenly over the text."""
    width = max(1, round(size * len(text) / len(text.encode())))
    count = max(1, min(count, len(text) // width))
    return [text[at : at + width] for at in (len(text) * n // count for n in range(count))]


def repeat_to(texts: Iterable[str], size: int) -> str:
    """The texts one after the other, again and again, up to about `size` bytes of UTF-8."""
    once = "\n".join(texts)
    whole = once * (size // len(once.encode()) + 1)
    return whole[: round(size * len(whole) / len(whole.encode()))]


def time_sizes(
    texts: dict[str, str], rounds: int, run: Callable[[str], object]
) -> dict[str, dict[int, list[float]]]:
    """Nanoseconds a code point, for each text and size in kB, one figure a round.

    The documents of every size are pieces of the same text, so that they hold the same.
    """
    pieces = {
        (name, kb): cut(text, kb * 1000, max(1, min(40, 2000 // kb)))
        for name, text in texts.items()
        for kb in KB
        if kb * 1000 <= len(text.encode()) * 1.01
    }
    found: dict[str, dict[int, list[float]]] = {}
    for number in range(rounds + 1):
        for (name, kb), documents in pieces.items():
            taken, passes = 0.0, 0
            while taken < SAMPLE_SECONDS:
                start = time.process_time()
                for document in documents:
                    run(document)
                taken += time.process_time() - start
                passes += 1
            each = taken / passes / sum(map(len, documents)) * 1e9
            if number:  # the first round loads what the texts need
                found.setdefault(name, {}).setdefault(kb, []).append(each)
    return found


def growth(figures: Mapping[int, Sequence[float]], small: int = 10) -> float:
    """Time per character at the largest size over that at `small` kB, by the rounds' medians."""
    return median(figures[max(figures)]) / median(figures[small])


def measure_startup(rounds: int) -> dict[str, list[float]]:
    """Processor seconds of a fresh interpreter: alone, with the import, to a first document."""
    scripts = {
        "interpreter": "pass",
        "import zxclean": "import zxclean",
        "first document": (
            "import zxclean, pathlib, sys;"
            "zxclean.clean(pathlib.Path(sys.argv[1]).read_bytes().decode()).text"
        ),
    }
    seed = sorted((HERE.parent.parent / "seeds").glob("*.txt"))[3]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    taken: dict[str, list[float]] = {name: [] for name in scripts}
    for number in range(rounds + 1):
        for name, script in scripts.items():
            start = _children_seconds()
            command = [sys.executable, "-c", script, str(seed)]
            subprocess.run(command, check=True, env=environment)
            if number:
                taken[name].append(_children_seconds() - start)
    return taken


def in_fresh_process(probe: str, *arguments: object) -> dict[str, float]:
    """What one of the probes below finds in an interpreter that has done nothing else."""
    command = [sys.executable, str(HERE), probe, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def probe_corpus(path: str) -> dict[str, float]:
    """Megabytes a process holds after its first document and at its peak over the crawl.

    Every document is cleaned and its notes and JSON are made; blocks are read one at a time.
    """
    read = msgspec.json.Decoder(list[dict[str, str]]).decode
    first = 0.0
    with Path(path).open("rb") as file:
        for line in file:
            for row in read(line):
                document = zxclean.clean(row["text"])
                _ = document.notes, document.to_json()
                first = first or _resident()
    return {"after the first document": first, "peak": _peak()}


def probe_document(path: str, kilobytes: str) -> dict[str, float]:
    """Peak memory of one document beyond what is loaded, as multiples of its size in UTF-8.

    Documents of every kind are cleaned first, and those that it is made of, in pieces: the tables
    for damaged text are 35 MB, and load where it shows.
    """
    text = repeat_to(_texts(path), int(kilobytes) * 1000)
    size = len(text.encode())
    for each in islice(_texts(path), WARM_UP):
        document = zxclean.clean(each)
        _ = document.notes, document.to_json()
    for each in cut(text, PIECE, len(text)):
        document = zxclean.clean(each)
    del document
    found = {}
    before, reset = _resident(), _reset_peak()
    document = zxclean.clean(text)
    if reset:
        found["clean, resident"] = (_peak() - before) * 1e6 / size
    _ = document.notes, document.to_json()
    if reset:
        found["with notes and JSON, resident"] = (_peak() - before) * 1e6 / size
    del document, _
    tracemalloc.start()
    document = zxclean.clean(text)
    found["clean, allocated"] = tracemalloc.get_traced_memory()[1] / size
    _ = document.notes, document.to_json()
    found["with notes and JSON, allocated"] = tracemalloc.get_traced_memory()[1] / size
    return found


def probe_workers(path: str, workers: str, megabytes: str) -> dict[str, float]:
    """Wall-clock and processor seconds of `clean_many`, start-up of the workers left out.

    With 0 workers it is a plain loop over `clean`.
    """
    texts, room = [], float(megabytes) * 1e6
    for text in _texts(path):
        texts.append(text)
        room -= len(text.encode())
        if room < 0:
            break
    count = int(workers)
    documents: Iterator[zxclean.Document]
    if count == 0:
        documents = map(zxclean.clean, texts)
        zxclean.clean(texts[0])
    else:
        from zxclean.workers import clean_in_processes

        # As many copies of a long document as make every worker start and load its tables.
        warm_up = ["".join(texts[:100])[:100_000]] * (8 * count)
        documents = clean_in_processes(zxclean.default_pipeline(), [*warm_up, *texts], count)
        for _ in warm_up:
            next(documents)
    start, own, theirs = time.perf_counter(), time.process_time(), _workers_seconds()
    characters = sum(len(next(documents).text) for _ in texts)
    wall, own = time.perf_counter() - start, time.process_time() - own
    theirs = _workers_seconds() - theirs
    for _ in documents:  # lets the workers end
        pass
    return {
        "characters": characters,
        "seconds": wall,
        "own processor seconds": own,
        "workers' processor seconds": theirs,
        "workers' peak MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000,
    }


def _texts(path: str) -> Iterable[str]:
    read = msgspec.json.Decoder(list[dict[str, str]]).decode
    with Path(path).open("rb") as file:
        for line in file:
            yield from (row["text"] for row in read(line))


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _workers_seconds() -> float:
    """Processor seconds of the running processes that this one started, where Linux tells."""
    ticks = 0
    for children in Path("/proc/self/task").glob("*/children"):
        for process in children.read_text().split():
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _status(field: str) -> float:
    found = re.search(rf"{field}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1000 if found else float("nan")


def _resident() -> float:
    return _status("VmRSS")


def _peak() -> float:
    return _status("VmHWM")


def _reset_peak() -> bool:
    """Have Linux count the peak of resident memory from now on."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return False
    return True


PROBES: dict[str, Callable[..., dict[str, float]]] = {
    "corpus": probe_corpus,
    "document": probe_document,
    "workers": probe_workers,
}


def main(argv: Sequence[str]) -> None:
    """Run one probe and print what it finds as JSON."""
    print(json.dumps(PROBES[argv[0]](*argv[1:])))


if __name__ == "__main__":
    main(sys.argv[1:])
