"""The standard pipeline and the functions most users call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Unpack

from zxclean.document import Document
from zxclean.options import Options, OptionValues, make_options
from zxclean.pipeline import Pipeline
from zxclean.proposals import Normalizer
from zxclean.steps.blocks import Blocks
from zxclean.steps.body import Body
from zxclean.steps.cells import Cells
from zxclean.steps.chrome import Chrome
from zxclean.steps.controls import Controls
from zxclean.steps.entities import Entities
from zxclean.steps.garbles import Garbles
from zxclean.steps.glosses import Glosses
from zxclean.steps.headlines import Headlines
from zxclean.steps.masks import Masks
from zxclean.steps.punctuation import Punctuation
from zxclean.steps.script import Script
from zxclean.steps.truncation import Truncations
from zxclean.steps.variants import Variants

_DEFAULTS = Options()


def clean(data: str | bytes, **options: Unpack[OptionValues]) -> Document:
    """Clean one page: repair what is damaged, take off what is not the article, explain it all.

    `data` is the visible text of a page, or the bytes of a text file. See `Options` for the
    keyword options. Text without a Chinese character is left alone but for control characters
    and HTML entities. Raises `TypeError` or `ValueError` for an unknown option or value, and
    `TypeError` for other data; no content makes it raise.

    >>> doc = clean("\\u5340(q\\u016b)\\u59d4")
    >>> doc.text, doc.changes[0].notes[-1].rule
    ('区委', 'script.t2s')
    """
    return default_pipeline(**options)(data)


def default_pipeline(**options: Unpack[OptionValues]) -> Pipeline:
    """The pipeline that `clean` runs with these options.

    >>> [step.name for step in default_pipeline(script="keep").steps][:3]
    ['entities', 'garbles', 'controls']
    """
    return _pipeline(make_options(options) if options else _DEFAULTS)


def clean_many(
    items: Iterable[str | bytes], workers: int | None = None, **options: Unpack[OptionValues]
) -> Iterator[Document]:
    """Clean many pages, lazily and in order, holding few at a time.

    `workers` is the number of processes; `None` or 1 works in this one. Options are checked at
    once, before the first page is asked for.
    """
    pipeline = default_pipeline(**options)
    if workers is not None and workers < 1:
        raise ValueError(f"workers={workers!r} must be 1 or more, or None for one")
    if workers is None or workers == 1:
        return map(pipeline, items)
    from zxclean.workers import clean_in_processes

    return clean_in_processes(pipeline, items, workers)


@cache
def _pipeline(options: Options) -> Pipeline:
    steps: list[Normalizer] = [Entities()]
    if options.garbled != "keep":
        # Before controls, which takes C1 characters out: bytes of text misread as Latin-1.
        steps.append(Garbles(restore=options.garbled == "restore"))
    steps += [Controls(), Variants(forms=options.script != "keep"), Glosses()]
    if options.script != "keep":
        steps.append(Script(options.script))
    if options.punctuation != "keep":
        steps.append(Punctuation())
    steps.append(Headlines())
    if options.chrome != "keep":
        remove = options.chrome == "remove"
        if remove:
            steps.append(Cells())
        steps += [Chrome(remove), Body(remove)]
    steps.append(Truncations(remove=options.chrome == "remove"))
    if options.masks != "keep":
        steps.append(Masks(restore=options.masks == "restore", as_of=options.as_of))
    steps.append(Blocks())
    return Pipeline(tuple(steps), options.encoding)
