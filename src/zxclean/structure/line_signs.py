"""What tells whether a line belongs to its article, as one row of numbers: the line, its place, its neighbours.

`forest.py` weighs them; `scripts/build_furniture.py` learns how.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.evidence import SENTENCE, Evidence
from zxclean.structure.lines import BULLET, CREDIT, NUMBER, OPENER, SIGN
from zxclean.structure.taken import knows_page, taken_lines
from zxclean.view import HAN

Signs = NDArray[np.float32]

WORDING = 12.0
"""Nats of wording that count no more; of a line too long to have any, that speak for the article."""

NEAR, FAR = 10, 5
"""Lines from the first and the last sentence, and neighbours that may begin or end alike: so many
count."""

MANY = 8
"""Gaps and marks on a line that count."""

BESIDE = (-3, -2, -1, 1, 2, 3)
"""Neighbours whose signs are a line's own, too."""

FARTHEST = max(BESIDE)

MEANS = (4, 8)
"""Over so many lines before and behind means are taken."""

_HEADS = {"bullet": BULLET, "number": NUMBER, "opener": OPENER, "sign": SIGN, "credit": CREDIT}
_FORMS = {
    "file": re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|zip|rar|jpe?g|png)\W{0,2}$", re.I),
    "day": re.compile(
        r"^\W{0,2}(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?\W{0,2}$"
    ),
    "office": re.compile(
        r"^[\u4e00-\u9fff()\s]{3,28}(?:局|委|会|处|院|校|学|部|心|司|府|办|室|厅|所|站|社|团|队|馆|组)$"
    ),
    "address": re.compile(r"https?://|www\.|@\w|\d{3,4}-\d{6,8}"),
}
"""Names of files, days alone, who signs, addresses."""

_OF_NEIGHBOURS = (
    "wording",
    "furniture",
    "prose",
    "size",
    "title",
    "fact",
    "ending",
    "blank",
    "gap",
    "marks",
    "day",
)
_OF_MEANS = ("wording", "prose", "outside")


def read_signs(page: Evidence, start: int, end: int) -> dict[str, Signs]:
    """The signs of each line of a page by themselves, by name.

    Lines `start` to the one before `end` are an article with what stands in its midst; those
    outside are furniture already. Linear in the lines.
    """
    return {name: column.astype(np.float32) for name, column in _own_signs(page, start, end)}


def rows_of(own: Mapping[str, Signs], rows: NDArray[np.int64]) -> Signs:
    """The signs of some lines, a row each: their own, their neighbours', means around them.

    Beyond the page a neighbour's signs are -1, and a mean of no lines is 0.
    """
    beside = np.pad(
        [own[name] for name in _OF_NEIGHBOURS], ((0, 0), (FARTHEST,) * 2), constant_values=-1
    )
    sums = np.cumsum([own[name] for name in _OF_MEANS], axis=1, dtype=np.float64)
    sums = np.pad(sums, ((0, 0), (1, 0)))
    return np.concatenate(
        [
            np.stack([*own.values()])[:, rows],
            *(beside[:, rows + FARTHEST + step] for step in BESIDE),
            *(mean for reach in MEANS for mean in _means(sums, rows, reach)),
        ],
        dtype=np.float32,
    ).T.copy()


def _own_signs(page: Evidence, start: int, end: int) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """What a line is by itself and where it stands."""
    lines, form, prose = page.lines, page.form, page.prose
    size = np.maximum(lines.size, 1)
    yield "wording", np.clip(page.wording, -WORDING, WORDING)
    yield "furniture", page.furniture
    yield "prose", prose
    yield "above", page.above
    yield "gap", page.gap
    for name in ("heading", "others", "title", "fact", "signs", "tail", "notice", "insert"):
        yield name, getattr(page, name)
    yield "size", np.log1p(lines.size)
    yield "ending", lines.ending
    for name, flag in _HEADS.items():
        yield name, (lines.heads & flag) != 0
    yield "blank", np.minimum(lines.gap, 3)
    yield "digits", form.digits / size
    yield "chinese", _count_chinese(page) / size
    yield "gaps", np.minimum(form.gaps, MANY)
    yield "marks", np.minimum(form.marks, MANY)
    texts = [lines.folded(k) for k in range(len(lines))]
    near = range(max(0, start - FARTHEST), min(len(texts), end + FARTHEST))
    for name, form_of in _FORMS.items():
        found = np.zeros(len(texts), np.bool_)
        found[near.start : near.stop] = [form_of.search(texts[k]) is not None for k in near]
        yield name, found
    yield from _repeats(page, texts)
    yield from _places(page, start, end)


def _count_chinese(page: Evidence) -> NDArray[np.int64]:
    sums = np.zeros(len(page.lines.view.codes) + 1, np.int64)
    ((page.lines.view.classes & HAN) != 0).cumsum(out=sums[1:])
    return np.asarray(sums[page.lines.last] - sums[page.lines.first])


def _repeats(page: Evidence, texts: Sequence[str]) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """How often a line stands on the page, and how many of its neighbours begin or end as it does."""
    lines, codes = page.lines, page.lines.view.codes
    often = Counter(texts)
    yield "repeated", np.array([min(often[text], 3) for text in texts])
    last = np.maximum(lines.last - 1, 0)
    first, second = codes.take(lines.first), codes.take(np.minimum(lines.first + 1, last))
    yield "begins", _alike(first.astype(np.int64) << 32 | second)
    final, before = codes.take(last), codes.take(np.maximum(last - 1, lines.first))
    yield "ends", _alike(final.astype(np.int64) << 32 | before)


def _alike(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of the `FAR` neighbours before and behind have the same key."""
    found = np.zeros(len(keys), np.int64)
    for step in range(1, min(FAR, len(keys) - 1) + 1):
        same = keys[step:] == keys[:-step]
        found[step:] += same
        found[:-step] += same
    return found


def _places(page: Evidence, start: int, end: int) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Where a line stands: from the article's sentences, from its ends, from what was taken out."""
    count = len(page.lines)
    row = np.arange(count)
    spoken = (page.prose[start:end] >= SENTENCE).nonzero()[0] + start
    first, last = (spoken.item(0), spoken.item(-1)) if len(spoken) else (start, end - 1)
    yield "from first", np.clip(row - first, -NEAR, NEAR)
    yield "from last", np.clip(row - last, -NEAR, NEAR)
    yield "from start", np.clip(row - start, 0, NEAR)
    yield "to end", np.clip(end - 1 - row, 0, NEAR)
    yield "outside", (row < start) | (row >= end)
    told = np.concatenate(([0.0], page.prose.cumsum()))
    whole = max(told.item(-1), 1e-9)
    yield "told", told[:-1] / whole
    yield "to tell", 1 - told[1:] / whole
    view = page.lines.view
    taken = taken_lines(view)
    places = page.lines.first.searchsorted([place for place, _ in taken])
    each = np.bincount(places, minlength=count + 1)
    yield "taken before", np.minimum(each[:count], FAR)
    yield "taken behind", np.minimum(each[1 : count + 1], FAR)
    for name, number in (
        ("lines", np.log(count)),
        ("sentences", np.log1p(len(spoken))),
        ("taken", np.log1p(len(taken))),
        ("known", knows_page(view)),
    ):
        yield name, np.full(count, number)


def _means(
    sums: NDArray[np.float64], rows: NDArray[np.int64], reach: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The means over up to `reach` lines before each of `rows` and behind it; `sums` are those of all
    lines before each."""
    low, high = np.maximum(rows - reach, 0), np.minimum(rows + reach + 1, sums.shape[1] - 1)
    before = (sums[:, rows] - sums[:, low]) / np.maximum(rows - low, 1)
    behind = (sums[:, high] - sums[:, rows + 1]) / np.maximum(high - rows - 1, 1)
    return before, behind
