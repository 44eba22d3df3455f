"""Rebuild the trees that tell furniture in the midst of an article, from labelled documents.

    python scripts/build_furniture.py --sources FOLDER            # writes src/zxclean/data
    python scripts/build_furniture.py --sources FOLDER --check    # writes nothing, says what differs

The labelled documents of `tests/cases`, none of them held out, and its cases of heads and tails of
pages are run through the pipeline up to the step that looks for their body. Of the lines that its
articles then hold, with what stands in their midst, each is furniture or not by the document's
label, or by what the case says of it. The wording of a document's lines is weighed by what was
learned from other documents, so that it counts for no more than it will on pages never seen
(`build_wording.py`).

Facts and headlines that earlier steps find are signs of a page: rebuild this after `build_wording.py`,
`build_headlines.py` and `build_facts.py`.

The trees are gradient boosting with logistic loss, by scikit-learn (pinned below), over the signs of
`structure/line_signs.py`; `structure/forest.py` describes the file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import build_wording as wording
import msgspec
import numpy as np
from learning import (
    ARTICLE,
    CASES,
    FURNITURE,
    NEITHER,
    Row,
    capture,
    kinds_of,
    labelled_documents,
    origin_of,
    read_rows,
    steps_before,
    write,
)
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from zxclean.proposals import Normalizer
from zxclean.steps.body import Body
from zxclean.structure.article import find_articles
from zxclean.structure.copies import squeeze
from zxclean.structure.evidence import Evidence
from zxclean.structure.forest import NODE, Forest, add_up, pack_forest
from zxclean.structure.likely import LONGEST
from zxclean.structure.line_signs import read_signs, rows_of
from zxclean.structure.scoring import weigh_lines
from zxclean.structure.taken import knows_page
from zxclean.view import TextView

TREES, LEAVES, RATE, LEAST_ROWS = 150, 15, 0.06, 20
TIMES = {"case": 3.0}
"""How often a line counts: the cases of the tests are what has to hold."""
LEVELS = (0.5, 1.0, 1.5, 2.0, 3.0)


class Labelled(NamedTuple):
    """A text, where it is from, the part of all that it belongs to, and what each line is."""

    origin: str
    fold: int
    text: str
    kinds: list[int]


class Lines(NamedTuple):
    """The lines of one article: signs, and whether each is furniture."""

    origin: str
    fold: int
    signs: NDArray[np.float32]
    furniture: NDArray[np.bool_]


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild furniture.bin.")
    parser.add_argument("--sources", type=Path, required=True, help="folder of archives")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument("--pages", type=Path, help="folder of the real pages, one .txt each")
    arguments = parser.parse_args()
    documents = labelled_documents(arguments.pages)
    news = wording.read_news(arguments.sources)
    weights = wording.learn_without(news, documents)
    lines = read_lines(_documents(documents), weights, _TO_BODY)
    lines += read_lines(_cases(), weights, _TO_BODY) + read_lines(_bodies(), weights, ())
    content = pack_forest(fit(lines))
    page = describe(lines, content)
    wrong = write({"furniture.bin": content, "FURNITURE.md": page.encode()}, arguments.check)
    return 1 if arguments.check and wrong else 0


def _documents(rows: Iterable[Row]) -> Iterator[Labelled]:
    for row in rows:
        yield Labelled(origin_of(row), wording.fold_of(row), row["text"], kinds_of(row))


def _cases() -> Iterator[Labelled]:
    """The cases of heads and tails: they tell of some lines that they stay, of some that they go."""
    for name in ("page_heads", "page_tails"):
        for row in read_rows(CASES / f"{name}.jsonl"):
            stays = [
                *map(_plain, row.get("stays", row.get("body"))),
                _plain(row.get("title") or ""),
            ]
            goes = {*map(_plain, row.get("goes", ()))}
            kinds = []
            for line in map(_plain, row["text"].split("\n")):
                own = line and any(each and (line in each or each in line) for each in stays)
                kinds.append(FURNITURE if line in goes else ARTICLE if own else NEITHER)
            yield Labelled("case", wording.fold_of(row), row["text"], kinds)


def _bodies() -> Iterator[Labelled]:
    """The cases of the step that uses the trees, by itself."""
    for row in read_rows(CASES / "body.jsonl"):
        after = {*map(_plain, row["after"].split("\n"))}
        lines = map(_plain, row["before"].split("\n"))
        kinds = [ARTICLE if line in after else FURNITURE for line in lines]
        yield Labelled("case", wording.fold_of(row), row["before"], kinds)


def _plain(line: str) -> str:
    return squeeze(TextView(line).folded)


def read_lines(
    texts: Iterable[Labelled],
    weights: Sequence[NDArray[np.int8]],
    steps: Sequence[Normalizer],
) -> list[Lines]:
    """The lines of all articles that texts have after some steps, where their bodies are looked for."""
    found: list[Lines] = []
    for labelled in texts:
        view = capture(labelled.text, steps, Body.name)
        page = weigh_lines(view) if view is not None else None
        if page is not None:
            found += _read_articles(labelled, page, weights[labelled.fold])
    return found


_TO_BODY = steps_before(Body.name)


def _read_articles(
    labelled: Labelled, page: Evidence, weights: NDArray[np.int8]
) -> Iterator[Lines]:
    texts = [page.lines.folded(k) for k in range(len(page.lines))]
    kinds = find_kinds(labelled, texts)
    page = msgspec.structs.replace(page, wording=wording.weigh_texts(weights, texts))
    for article in find_articles(page, knows_page(page.lines.view)):
        start, behind = min(article.title, article.start), article.end
        part = article.page
        own = kinds[article.first + start : article.first + behind]
        rows = ((own != NEITHER) & (part.lines.size[start:behind] <= LONGEST)).nonzero()[0]
        if len(rows):
            signs = rows_of(read_signs(part, start, behind), rows + start)
            yield Lines(labelled.origin, labelled.fold, signs, own[rows] == FURNITURE)


def find_kinds(labelled: Labelled, texts: Sequence[str]) -> NDArray[np.int64]:
    """What each line is, found again after the steps that have changed some."""
    source = [_plain(line) for line in labelled.text.split("\n")]
    found, at = [], 0
    for text in map(squeeze, texts):
        same = next((k for k in range(at, len(source)) if source[k] == text), -1)
        if same < 0:
            same = next((k for k in range(at, len(source)) if text in source[k]), -1)
        found.append(labelled.kinds[same] if same >= 0 else NEITHER)
        at = max(at, same + (same >= 0 and source[same] == text))
    return np.array(found)


def fit(lines: Sequence[Lines]) -> Forest:
    signs = np.concatenate([each.signs for each in lines])
    furniture = np.concatenate([each.furniture for each in lines])
    times = [np.full(len(each.furniture), TIMES.get(each.origin, 1.0)) for each in lines]
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        learning_rate=RATE,
        min_samples_leaf=LEAST_ROWS,
        early_stopping=False,
        random_state=0,
    ).fit(signs, furniture, sample_weight=np.concatenate(times))
    nodes: list[tuple[object, ...]] = []
    roots: list[int] = []
    depth = 0
    for (tree,) in model._predictors:  # no public way leads to the nodes
        first = len(nodes)
        roots.append(first)
        for at, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            ways = (at, at) if leaf else (node["left"], node["right"])
            level = np.float32(0 if leaf else node["num_threshold"])
            nodes.append(
                (node["feature_idx"], level, first + ways[0], first + ways[1], node["value"])
            )
            depth = max(depth, int(node["depth"]))
    base = float(np.ravel(model._baseline_prediction)[0])
    return Forest(np.array(nodes, NODE), np.array(roots), depth, base)


def describe(lines: Sequence[Lines], content: bytes) -> str:
    """The page on the trees: sources, and what they tell of documents they were not made from."""
    odds = [np.empty(0)] * len(lines)
    for fold in range(wording.FOLDS):
        forest = fit([each for each in lines if each.fold != fold])
        for k, each in enumerate(lines):
            if each.fold == fold:
                odds[k] = add_up(forest, each.signs)
    rows = []
    for origin in sorted({each.origin for each in lines}):
        chosen = [k for k, each in enumerate(lines) if each.origin == origin]
        all_odds = np.concatenate([odds[k] for k in chosen])
        furniture = np.concatenate([lines[k].furniture for k in chosen])
        for is_it, name in ((True, "furniture"), (False, "article")):
            own = all_odds[furniture == is_it]
            shares = " | ".join(f"{(own >= level).mean():.3f}" for level in LEVELS)
            rows.append(f"| {name}, {origin} | {len(own):,} | {shares} |")
    return _PAGE.format(
        size=f"{len(content):,}",
        digest=sha256(content).hexdigest(),
        levels=" | ".join(f">= {level}" for level in LEVELS),
        rule="---|" * (2 + len(LEVELS)),
        rows="\n".join(rows),
        folds=wording.FOLDS,
        others=wording.FOLDS - 1,
    )


_PAGE = """# The trees that tell furniture in the midst of an article

`furniture.bin`, {size} bytes, SHA-256 `{digest}`, written by `scripts/build_furniture.py`;
`structure/forest.py` describes its format.

Sources: the documents of `tests/cases/documents` that are not held out, and cases of heads, tails
and bodies; of real pages nothing can be read back from the trees.

Share of lines at or above so many nats, each weighed by what was learned from the other {others} of
{folds} parts:

| lines | number | {levels} |
|{rule}
{rows}
"""


if __name__ == "__main__":
    sys.exit(main())
