"""HTML escapes left in the text, and surrogate pairs written as two characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zxclean.proposals import EditColumns, Mark, Proposal
from zxclean.steps.escape_context import Context
from zxclean.steps.escapes import Escape, find_runs, has_bare
from zxclean.view import SURROGATE, TextView

_PLAIN_NAMES = re.compile(
    "nbsp|amp|lt|gt|quot|apos|[lrsb]dquo|[lrs]squo|[lr]aquo|[mn]dash|hellip|middot|bull|copy|reg"
    "|trade|times|deg|euro|pound|yen|[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring|lig)"
)
"""Names that are read in text without Chinese characters: those of signs and letters only."""

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Entities:
    """Decodes HTML escapes that were left in the text, and joins surrogate pairs.

    Escapes are named or numbered, in any number of layers (`&amp;amp;ldquo;`); each becomes its
    character in one edit. Numbers of C1 controls are read as Windows-1252, as browsers do. Next
    to Chinese characters the semicolon may be missing, or the ampersand of spaces, quotation marks
    and dashes. Names are those of HTML 5, in text without a Chinese character the usual ones.

    Left alone are ampersands of addresses (`?a=1&lt=2`), escapes in quotation marks or near
    words about escapes, lines of code, lines that hold real tags with attributes, and numbers
    of no character. Quotation marks keep their form.

    In text with Chinese characters two surrogates that are one character become it; lone ones
    are marked.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Entities(),))("区委&amp;amp;nbsp;常委&#20250;").text
    '区委\\xa0常委会'
    """

    name: ClassVar[str] = "entities"

    def propose(self, view: TextView) -> Iterable[Proposal]:
        text = view.text
        runs = find_runs(text) if "&" in text or has_bare(text) else []
        surrogates = view.flags & SURROGATE
        if not runs and not surrogates:
            return
        is_chinese = view.has_chinese or _brings_chinese(runs)
        if runs:
            yield from _escapes(view, runs, is_chinese)
        if is_chinese and surrogates:
            yield from _surrogates(view)


def _surrogates(view: TextView) -> Iterator[Proposal]:
    places = (view.classes & SURROGATE).nonzero()[0]
    codes = np.append(view.codes, 0)
    high = places[codes[places] < 0xDC00]
    first = high[codes[high + 1] >> 10 == 0xDC00 >> 10]
    joined = 0x10000 + ((codes[first] & 0x3FF) << 10) + (codes[first + 1] & 0x3FF)
    yield EditColumns(
        first,
        first + 2,
        [chr(code) for code in joined.tolist()],
        "entities.surrogate_pair",
        message="two surrogates are one character",
    )
    alone = places[~np.isin(places, np.concatenate((first, first + 1)))]
    for run in np.split(alone, np.flatnonzero(np.diff(alone) > 1) + 1):
        if len(run):
            yield Mark(
                int(run[0]),
                int(run[-1]) + 1,
                "entities.lone_surrogate",
                "half a character: the other half is lost",
            )


def _brings_chinese(runs: list[list[Escape]]) -> bool:
    """Whether one of the escapes is a Chinese character."""
    return any(escape.after and _HAN.match(escape.after) for run in runs for escape in run)


def _escapes(view: TextView, runs: list[list[Escape]], is_chinese: bool) -> Iterator[Proposal]:
    context = Context(view, runs, is_chinese)
    reads: list[tuple[int, int, str]] = []
    for run in runs:
        if not context.is_kept(run):
            touches = is_chinese and context.touches_chinese(run)
            reads += [read for escape in run if (read := _read(escape, context, touches))]
    rows = list(_join_halves(reads))
    yield EditColumns(
        np.array([start for start, _, _ in rows], np.int64),
        np.array([end for _, end, _ in rows], np.int64),
        [after for _, _, after in rows],
        "entities.escape",
        message="an HTML escape left in the text",
    )


def _read(escape: Escape, context: Context, touches_chinese: bool) -> tuple[int, int, str] | None:
    """The edit for an escape, `None` where it is to be left alone."""
    start, end, name, after, closed, layers = escape
    if not closed:
        if not touches_chinese or (name != "nbsp" and context.in_address(start)):
            return None
    elif context.text.startswith("=", end) and context.in_address(start):
        return None
    if after is not None and (name[0] == "#" or context.is_chinese or _PLAIN_NAMES.fullmatch(name)):
        return start, end, after
    return (start, start + 1 + layers, "&") if layers else None


def _join_halves(reads: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The reads, with the two halves of a surrogate pair joined and single halves left out."""
    high, first, last = "", 0, -1
    for start, end, after in reads:
        if not "\ud800" <= after <= "\udfff":
            yield start, end, after
        elif after < "\udc00":
            high, first, last = after, start, end
        elif last == start:
            pair = (high + after).encode("utf-16-le", "surrogatepass")
            yield first, end, pair.decode("utf-16-le")
