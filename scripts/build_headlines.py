"""Rebuild the weights by which the headline of a page is chosen, from labelled heads of pages.

    python scripts/build_headlines.py --sources FOLDER            # writes src/zxclean/data
    python scripts/build_headlines.py --sources FOLDER --check    # writes nothing, says what differs

`headline_fragments.jsonl` holds the upper parts of pages, from the first visible line to the first
paragraphs, with the title as a reader would give it, `null` where there is none. They were written
for this purpose, without knowledge of any rule, by kinds of site; so were those of
`tests/cases/headlines_held_out.jsonl`, which are not learned from. The written pages of
`tests/cases` that are labelled and not held out are learned from, too.

Each page is run through the pipeline up to the step that looks for its headline. Of the lines that may
be it, and of there being none, one is right: a log-linear model over the signs of
`steps/headline_signs.py`, and the characters and pairs of `structure/wording.py`, with an L2 penalty
(`learning.py`). What their wording speaks for is learned from other pages (`build_wording.py`). `headlines.json` holds the weights of the former in units of 1/32 nat; `headlines.bin`
those of the latter, in the form of `wording.bin`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import build_wording as wording
import numpy as np
from learning import (
    CASES,
    Row,
    capture,
    descend_choice,
    labelled_documents,
    labelled_heads,
    origin_of,
    pack,
    read_rows,
    steps_before,
    write,
)
from numpy.typing import NDArray

from zxclean.pipeline import Pipeline
from zxclean.steps.chrome import Chrome, read_page
from zxclean.steps.furniture import Page
from zxclean.steps.headline_choice import LEAST
from zxclean.steps.headline_signs import HeadlineSigns
from zxclean.structure.copies import squeeze
from zxclean.structure.lines import read_lines
from zxclean.structure.wording import BITS, UNIT, signs_of
from zxclean.view import TextView

PENALTY, STEPS, RATE = 2.0, 250, 0.05
TWICE = 2
"""Signs of fewer lines have no weight."""
TIMES = {"case": 2.0}
"""How often a page counts: the cases of the tests are what has to hold."""
AROUND = 14
"""So many code points more than the title its line may have, if no line has the title alone."""
LINES = 3
"""Over so many lines a title may be broken."""
FOLDS = 5


class Labelled(NamedTuple):
    """A page, and its title or `None`; `fold` is the part of all that it belongs to."""

    origin: str
    fold: int
    text: str
    title: str | None


class Head(NamedTuple):
    """The lines of a page that may be its headline: their signs, their words, which are right.

    The first row stands for no headline.
    """

    origin: str
    named: list[list[str]]
    place: NDArray[np.int64]
    row: NDArray[np.int64]
    right: NDArray[np.bool_]


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild headlines.json and headlines.bin.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument("--pages", type=Path, help="folder of the real pages, one .txt each")
    parser.add_argument("--sources", type=Path, required=True, help="folder of archives")
    arguments = parser.parse_args()
    documents = labelled_documents(arguments.pages)
    weights = wording.learn_without(wording.read_news(arguments.sources), documents)
    pages = labelled_pages(documents)
    heads = [head for page in pages if (head := read_head(page, weights[page.fold])) is not None]
    named, words = fit(heads)
    contents = {
        "headlines.json": json.dumps(named, indent=0, sort_keys=True).encode(),
        "headlines.bin": pack(words),
    }
    contents["HEADLINES.md"] = describe(heads, contents).encode()
    wrong = write(contents, arguments.check)
    return 1 if arguments.check and wrong else 0


def labelled_pages(documents: Iterable[Row]) -> Iterator[Labelled]:
    """What is learned from."""
    for row in labelled_heads():
        yield Labelled("fragment", wording.fold_of(row), "\n".join(row["lines"]), row["title"])
    for name in ("page_heads", "page_tails"):
        for row in read_rows(CASES / f"{name}.jsonl"):
            if "title" in row:
                yield Labelled("case", wording.fold_of(row), row["text"], row["title"])
    for row in documents:
        yield Labelled(origin_of(row), wording.fold_of(row), row["text"], row["title"])


def read_head(labelled: Labelled, weights: NDArray[np.int8] | None = None) -> Head | None:
    """The lines of a page that may be its headline, `None` if the step finds nothing to do there.

    `weights` are those of the wording of lines, learned from other pages.
    """
    page = page_of(labelled.text)
    if page is None:
        return None
    if weights is not None:
        texts = [page.text(k) for k in range(len(page))]
        page.known_wording.update(enumerate(wording.weigh_texts(weights, texts).tolist()))
    signs = HeadlineSigns(page)
    rows = dict(signs)
    lines = read_lines(page.view)
    place, row = signs_of(lines, np.array([*rows], np.int64))
    right = label(page, [*rows], labelled.title)
    return Head(
        labelled.origin,
        [signs.none, *rows.values()],
        place,
        row + 1,
        np.array([not any(right), *right]),
    )


def page_of(text: str) -> Page | None:
    """The page as it is when its headline is looked for, `None` if it is not."""
    view = capture(text, _TO_CHROME, Chrome.name)
    return read_page(view) if view is not None else None


_TO_CHROME = steps_before(Chrome.name)


def label(page: Page, rows: list[int], title: str | None) -> list[bool]:
    """Which lines are the title, or the first of those that it is broken over."""
    if title is None:
        return [False] * len(rows)
    wanted = squeeze(TextView(Pipeline(_TO_CHROME)(title).text).folded)
    whole = [any(each == wanted for each in _joined(page, k)) for k in rows]
    if any(whole):
        return whole
    parts = [squeeze(page.text(k)) for k in rows]
    return [wanted in part and len(part) <= len(wanted) + AROUND for part in parts]


def _joined(page: Page, k: int) -> Iterator[str]:
    text = ""
    for j in range(k, min(len(page), k + LINES)):
        text += squeeze(page.text(j))
        yield text


def fit(heads: list[Head]) -> tuple[dict[str, int], NDArray[np.int8]]:
    """The weights in units: of the signs that have names, and of words."""
    seen = Counter(sign for head in heads for row in head.named for sign in row)
    names = sorted(name for name, count in seen.items() if count >= TWICE)
    number = {name: k for k, name in enumerate(names)}
    used, times = np.unique(np.concatenate([head.place for head in heads]), return_counts=True)
    used = used[times >= TWICE]
    sign, line = [], []
    first = 0
    for head in heads:
        for k, row in enumerate(head.named):
            known = [number[name] for name in row if name in number]
            sign += known
            line += [first + k] * len(known)
        at = np.searchsorted(used, head.place).clip(max=len(used) - 1)
        known_words = (used[at] == head.place).nonzero()[0]
        sign += (len(names) + at[known_words]).tolist()
        line += (first + head.row[known_words]).tolist()
        first += len(head.named)
    weights = descend_choice(
        np.array(sign),
        np.array(line),
        [len(head.named) for head in heads],
        np.concatenate([head.right for head in heads]),
        [TIMES.get(head.origin, 1.0) for head in heads],
        PENALTY,
        STEPS,
        RATE,
    )
    units = np.clip(np.rint(weights / UNIT), -127, 127).astype(np.int64)
    named = {name: int(units[k]) for name, k in number.items() if units[k]}
    table = np.zeros(2**BITS + 1, np.int8)
    table[used] = units[len(names) :]
    return named, table


def choose(head: Head, named: dict[str, int], words: NDArray[np.int8]) -> int:
    """The row that the weights choose."""
    scores = np.array([sum(named.get(sign, 0) for sign in row) for row in head.named], np.float64)
    scores += np.bincount(head.row, words.take(head.place), len(scores))
    shares = np.exp((scores - scores.max()) * UNIT)
    best = int(shares.argmax())
    return best if shares[best] >= LEAST * shares.sum() else 0


def describe(heads: list[Head], contents: dict[str, bytes]) -> str:
    """The page on the weights: sources, and how well they choose on pages they were not made from."""
    fold = np.arange(len(heads)) % FOLDS
    right: Counter[str] = Counter()
    for each in range(FOLDS):
        named, words = fit([head for head, k in zip(heads, fold, strict=True) if k != each])
        for head, k in zip(heads, fold, strict=True):
            if k == each:
                titled = "untitled" if head.right[0] else "titled"
                right[f"{head.origin} {titled}"] += 1
                right[f"{head.origin} {titled} right"] += bool(
                    head.right[choose(head, named, words)]
                )
    kinds = sorted(kind for kind in right if not kind.endswith(" right"))
    rows = "\n".join(
        f"| {kind} | {right[kind]:,} | {right[kind + ' right'] / right[kind]:.3f} |"
        for kind in kinds
    )
    sizes = "\n".join(
        f"| `{name}` | {len(content):,} | `{sha256(content).hexdigest()}` |"
        for name, content in contents.items()
    )
    return _PAGE.format(sizes=sizes, rows=rows, folds=FOLDS, others=FOLDS - 1)


_PAGE = """# The weights of headlines in this folder

Written by `scripts/build_headlines.py`, which also describes their form.

| file | bytes | SHA-256 |
|---|---|---|
{sizes}

Sources: `scripts/headline_fragments.jsonl` and written pages of `tests/cases`, written for zxclean,
under its licence.

Share of pages whose right line is chosen, each by what was learned from the other {others} of
{folds} parts:

| pages | number | right |
|---|---|---|
{rows}

`titled` pages have a line with the title among those that may be it.
"""


if __name__ == "__main__":
    sys.exit(main())
