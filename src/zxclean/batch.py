"""Files in, clean documents out: what the command line does, without its options."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from zxclean import jsontext
from zxclean.document import Document
from zxclean.options import OptionValues
from zxclean.output import Output
from zxclean.pipeline import Pipeline
from zxclean.summary import Counts, count, describe, speed
from zxclean.workers import WorkerError, map_in_processes

Format = Literal["jsonl", "text", "markdown"]

Html = Literal["auto", "always", "never"]
"""Which inputs are pages' HTML: those whose names say so, all, or none."""

HTML_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")

SEPARATOR = b"\f\n"
"""The line between two documents of the formats `text` and `markdown`."""

BROKEN_OFF = 3
INTERRUPTED = 130

_SURROGATE = re.compile("[\ud800-\udfff]")


class Input(NamedTuple):
    """A document as it is stored: its path, as the user wrote it, and its bytes."""

    path: str
    data: bytes


class Outcome(NamedTuple):
    """An input cleaned and written out, or why it could not be."""

    path: str
    output: bytes
    counts: Counts
    error: str | None = None


@dataclass(frozen=True, slots=True)
class CleanInput:
    """Clean one input and write it out as `form`: what a worker process does.

    What `html` says is HTML goes through `clean_html` with `options`, all else through `pipeline`.

    An exception, which only a step of one's own or lack of memory can raise, becomes the
    outcome's `error`, so that one document does not end the run.
    """

    pipeline: Pipeline
    form: Format = "jsonl"
    html: Html = "never"
    options: OptionValues = field(default_factory=OptionValues)

    def __call__(self, item: Input) -> Outcome:
        try:
            if is_html(item.path, self.html):
                from zxclean.html.clean import clean_html

                document = clean_html(item.data, **self.options)
            else:
                document = self.pipeline(item.data)
            output = render(document, item.path, self.form)
            return Outcome(item.path, output, count(document, len(item.data)))
        except Exception as error:
            return Outcome(item.path, b"", Counts(), f"{type(error).__name__}: {error}")


def render(document: Document, path: str, form: Format) -> bytes:
    """The document in UTF-8, ending with a line feed.

    In JSON `path` is the first key, or the second behind `escape` (see `zxclean.jsontext`), and
    `Document.from_json` reads the line. In the other formats a surrogate, which UTF-8 cannot
    hold, becomes U+FFFD, and a form feed a space.
    """
    if form == "jsonl":
        return json_line(document, path).encode() + b"\n"
    text = document.text + "\n" if form == "text" else document.to_markdown() or "\n"
    return _SURROGATE.sub("\ufffd", text).replace("\f", " ").encode()


def json_line(document: Document, path: str) -> str:
    """The document's JSON with its path. A path that is not UTF-8 is written with escapes."""
    line = document.to_json()
    if not jsontext.is_escaped(line):
        try:
            return f'{{"path":{msgspec.json.encode(path).decode()},{line[1:]}'
        except UnicodeEncodeError:
            pass
    return jsontext.encode_surrogates({"path": path, **document.to_dict()})


def is_html(path: str, html: Html) -> bool:
    """Whether an input is read as a page's HTML."""
    return html == "always" or (html == "auto" and path.lower().endswith(HTML_ENDINGS))


Report = Callable[[str, str], None]
"""Told the path of an input that came to nothing, and the reason."""


def read_inputs(paths: Iterable[str], extensions: Sequence[str], report: Report) -> Iterator[Input]:
    """The inputs that `paths` stand for, read one by one; `-` is standard input."""
    for path in find_inputs(paths, extensions, report):
        try:
            yield Input(path, sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes())
        except OSError as error:
            report(path, error.strerror or str(error))


def find_inputs(paths: Iterable[str], extensions: Sequence[str], report: Report) -> Iterator[str]:
    """Files as they are; for folders, the files below them with one of the endings, sorted.

    Endings are matched in any case. Links to folders are not followed, for they can be circular.
    """
    endings = tuple(ending.lower() for ending in extensions)
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield path
            continue
        found = False
        for file in _walk(path, endings, report):
            found = True
            yield file
        if not found:
            report(path, f"no file in this folder ends in {' or '.join(extensions)}")


def _walk(folder: str, endings: tuple[str, ...], report: Report) -> Iterator[str]:
    def unreadable(error: OSError) -> None:
        report(str(error.filename), error.strerror or str(error))

    for base, folders, files in os.walk(folder, onerror=unreadable):
        folders.sort()
        for name in sorted(files):
            if name.lower().endswith(endings):
                yield os.path.join(base, name)  # noqa: PTH118


def clean_inputs(
    inputs: Iterable[Input], work: CleanInput, workers: int
) -> Generator[Outcome, None, None]:
    """The outcomes of `inputs`, lazily and in order; one worker works in this process."""
    if workers == 1:
        return (work(item) for item in inputs)
    return map_in_processes(work, inputs, workers, size=lambda item: len(item.data))


@dataclass(frozen=True, kw_only=True)
class Job:
    """A run of the command line, its options checked."""

    paths: Sequence[str]
    extensions: Sequence[str]
    output: str
    form: Format
    pipeline: Pipeline
    html: Html
    options: OptionValues
    workers: int
    summary: str | None = None
    quiet: bool = False


def run(job: Job) -> int:
    """Do the job and return its exit status, as `zxclean clean --help` lists them.

    Raises `OSError` if the output cannot be opened.
    """
    unreadable, failed = Failures("cannot read"), Failures("cannot clean")
    started = time.perf_counter()
    output = Output(job.output)
    inputs = read_inputs(job.paths, job.extensions, unreadable.add)
    work = CleanInput(job.pipeline, job.form, job.html, job.options)
    outcomes = clean_inputs(inputs, work, job.workers)
    try:
        with output, _progress(job) as advance:
            counts = write_all(outcomes, output, job.form, failed.add, advance)
        summary = {
            **counts.to_dict(),
            "unreadable": unreadable.listed,
            "failed": failed.listed,
            **speed(counts.bytes_in, time.perf_counter() - started),
        }
        if job.summary is not None:
            with Output(job.summary) as file:
                file.write(json.dumps(summary, ensure_ascii=True, indent=1).encode() + b"\n")
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        _say(f"interrupted{_kept(output)}")
        return INTERRUPTED
    except WorkerError as error:
        _say(f"broken off: {error}{_kept(output)}")
        return BROKEN_OFF
    except OSError as error:
        _say(f"broken off: {error}")
        return BROKEN_OFF
    if not job.quiet:
        print(describe(summary), file=sys.stderr)
    return 1 if unreadable.listed or failed.listed else 0


@dataclass(frozen=True, slots=True)
class Failures:
    """Inputs that came to nothing, reported on standard error as they are met."""

    verb: str
    listed: list[dict[str, str]] = field(default_factory=list)

    def add(self, path: str, reason: str) -> None:
        self.listed.append({"path": path, "reason": reason})
        _say(f"{self.verb} {path}: {reason}")


def write_all(
    outcomes: Generator[Outcome, None, None],
    output: Output,
    form: Format,
    report: Report,
    advance: Callable[[Outcome], None],
) -> Counts:
    """Write what came out, report what did not, and count both until the end."""
    total = Counts()
    with closing(outcomes):
        for outcome in outcomes:
            if outcome.error is not None:
                report(outcome.path, outcome.error)
            else:
                between = SEPARATOR if form != "jsonl" and output.written else b""
                output.write(between + outcome.output)
                total.add(outcome.counts)
            advance(outcome)
    return total


@contextmanager
def _progress(job: Job) -> Iterator[Callable[[Outcome], None]]:
    """A bar on standard error, if that is a terminal and the documents do not go there too."""
    documents_there = job.output == "-" and sys.stdout.isatty()
    if job.quiet or documents_there or not sys.stderr.isatty():
        yield lambda outcome: None
        return
    from rich import progress as rich
    from rich.console import Console

    bar = rich.Progress(
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TimeElapsedColumn(),
        rich.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    names = find_inputs(job.paths, job.extensions, lambda path, reason: None)
    with bar:
        task = bar.add_task("", total=sum(1 for _ in names))
        yield lambda outcome: bar.advance(task)


def _kept(output: Output) -> str:
    if output.partial is None:
        return ""
    return f"; {output.written} complete documents are in {output.partial}"


def _say(message: str) -> None:
    print(f"zxclean: {message}", file=sys.stderr)
