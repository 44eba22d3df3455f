"""The commands of the command line and their options."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from zxclean.options import (
    Chrome,
    Options,
    OptionValues,
    Punctuation,
    Repair,
    Script,
    make_options,
)
from zxclean.output import overwritten_input

if TYPE_CHECKING:
    from zxclean import batch

FORMATS = ("jsonl", "text", "markdown")
READ_AS_HTML = ("auto", "always", "never")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # Plain help and plain errors: boxes break lines that a log or a search should have whole.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _values(choices: object) -> str:
    return "|".join(get_args(choices))


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"zxclean {_version()}")
        raise typer.Exit


def _version() -> str:
    try:
        return version("zxclean")
    except PackageNotFoundError:  # a checkout that is not installed
        return "unknown"


@app.callback()
def commands(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Repair crawled Chinese text and explain every change."""


@app.command("clean", no_args_is_help=True)
def clean_command(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders (all below them with the ending --ext, sorted), or - for standard "
            "input as one document.",
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to write; - is standard output."
        ),
    ] = "-",
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            help="jsonl: a line of JSON per document, with path, text, facts, changes and notes. "
            "text, markdown: the clean text alone, documents parted by a line with a form feed.",
        ),
    ] = "jsonl",
    script: Annotated[
        str, typer.Option(metavar=_values(Script), help="Script to convert to.")
    ] = Options().script,
    masks: Annotated[
        str, typer.Option(metavar=_values(Repair), help="Hidden names and numbers.")
    ] = Options().masks,
    garbled: Annotated[
        str, typer.Option(metavar=_values(Repair), help="Wrongly decoded text.")
    ] = Options().garbled,
    chrome: Annotated[
        str, typer.Option(metavar=_values(Chrome), help="Page furniture.")
    ] = Options().chrome,
    punctuation: Annotated[
        str, typer.Option(metavar=_values(Punctuation), help="Half-width marks in Chinese text.")
    ] = Options().punctuation,
    encoding: Annotated[
        str | None,
        typer.Option(metavar="CODEC", help="Declared encoding of the files, if there is one."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Date of the documents: 2019, 2019-09, 2019-09-20."),
    ] = None,
    ext: Annotated[
        list[str],
        typer.Option(metavar=".EXT", help="Ending of files to read in folders; can be repeated."),
    ] = [".txt"],  # noqa: B006
    html: Annotated[
        str,
        typer.Option(
            metavar="|".join(READ_AS_HTML),
            help="Which inputs are pages' HTML; auto: those whose names end in .html or .htm.",
        ),
    ] = "auto",
    workers: Annotated[
        int, typer.Option(min=0, metavar="N", help="Processes; 0 is one per core.")
    ] = 1,
    summary: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write the closing summary to this file too, as JSON."),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar and no summary; errors remain.")
    ] = False,
) -> None:
    """Clean files and write one JSON line per document.

    \b
    Example:
      zxclean clean pages/ more.txt -o clean.jsonl --workers 0
      jq -r '[.path, .title] | @tsv' clean.jsonl
    \b
    writes a line per file, such as
      {"path":"pages/1.txt","text":"...","title":"...","changes":[...],"notes":[...]}
    which Document.from_json reads back.

    Without -o the documents go to standard output:

    \b
      curl -s https://example.com/page.txt | zxclean clean - --format text

    FILE is written under the name FILE.<6 hex digits>.partial and renamed at the end, so a FILE
    that is there is complete.

    Pages' HTML comes in the same way (extra html):

    \b
      zxclean clean crawl/ --ext .html -o clean.jsonl

    \b
    Exit status:
      0    all went well
      1    some inputs could not be read or cleaned; each is named on standard error
      2    wrong usage; nothing was done
      3    broken off: the output could not be written, or a worker process died
      130  interrupted; complete documents stay in the partial file
    """
    values = {
        "script": script,
        "masks": masks,
        "garbled": garbled,
        "chrome": chrome,
        "punctuation": punctuation,
        "encoding": encoding,
        "as_of": as_of,
    }
    for name, value in values.items():
        _check_option(name, value)
    _check_choice("--format", form, FORMATS)
    _check_choice("--html", html, READ_AS_HTML)
    if paths.count("-") > 1:
        raise _wrong("PATH", "- (standard input) can be read only once")
    extensions = [ending if ending.startswith(".") else f".{ending}" for ending in ext]
    _check_target("--output", output, paths, extensions)
    if summary is not None:
        _check_target("--summary", summary, paths, extensions)
        if Path(summary).resolve() == Path(output).resolve():
            raise _wrong("--summary", "this is where the documents go")

    from zxclean import batch, default_pipeline

    read_as_html = cast("batch.Html", html)
    if any(batch.is_html(name, read_as_html) for name in (*paths, *extensions)):
        _check_parser()
    job = batch.Job(
        paths=paths,
        extensions=extensions,
        output=output,
        form=cast("batch.Format", form),
        pipeline=default_pipeline(**cast("OptionValues", values)),
        html=read_as_html,
        options=cast("OptionValues", values),
        workers=workers or _cores(),
        summary=summary,
        quiet=quiet,
    )
    try:
        status = batch.run(job)
    except OSError as error:
        raise _wrong("--output", f"cannot write {output}: {error.strerror or error}") from None
    raise typer.Exit(status)


def _check_option(name: str, value: str | None) -> None:
    try:
        make_options(cast("OptionValues", {name: value}))
    except ValueError as error:
        raise _wrong("--" + name.replace("_", "-"), str(error)) from None


def _check_choice(option: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise _wrong(option, f"{value!r} is not one of {', '.join(map(repr, choices))}")


def _check_parser() -> None:
    from zxclean.html.parser import parse

    try:
        parse("")
    except ImportError as error:
        raise _wrong("--html", str(error)) from None


def _check_target(option: str, target: str, paths: list[str], extensions: list[str]) -> None:
    if not Path(target).parent.is_dir():
        raise _wrong(option, f"there is no folder {Path(target).parent}")
    read = overwritten_input(target, paths, extensions)
    if read is not None:
        raise _wrong(option, f"{target} would be written over what is read from {read}")


def _wrong(option: str, message: str) -> typer.BadParameter:
    return typer.BadParameter(message, param_hint=option)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
