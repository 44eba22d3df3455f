"""Rebuild `title_odds.toml`, the weights of what a headline looks like.

    python scripts/build_title_odds.py                     # learns from title_heads.jsonl
    python scripts/build_title_odds.py --check             # writes nothing, says whether it differs
    python scripts/build_title_odds.py --folds             # how right it is on sets it has not seen
    python scripts/build_title_odds.py --add ROWS --set N  # adds the heads of labelled documents

The model is a conditional logit: the score of a line is the weighted sum of its signs
(`zxclean.steps.title_odds.find_signs`), that of "none of them" is 0, and the probability is the
share of the exponentials. The weights maximise the likelihood of the labels under a Gaussian prior
of variance 1, found by Adam over all rows at once, so the same rows give the same weights.

`title_heads.jsonl` has a row for each labelled page: the lines above its first paragraph as the page
has them, folded; which are its headline; how long that paragraph is and which pairs of characters of
those lines its article has. The articles themselves are not kept. ROWS are JSON lines with `id`,
`text` and `title_lines` (from 1), as in `tests/cases/documents`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.steps.furniture import Page
from zxclean.steps.headline_overlap import find_pairs
from zxclean.steps.title_odds import OPENING, find_region, find_signs
from zxclean.view import TextView

HEADS = Path(__file__).parent / "title_heads.jsonl"
TARGET = Path(__file__).parents[1] / "src" / "zxclean" / "data" / "title_odds.toml"

PRIOR = 1.0
"""Precision of the prior on each weight. Of 0.3, 1 and 3 the best by likelihood on unseen sets."""

STEPS, RATE = 3000, 0.05

PAD, LONGEST = "\u67d0", 120
"""What stands for the words of the first paragraph, up to so many code points."""


class Choice(NamedTuple):
    """The signs of a page's lines, a row each, and which of them are its headline."""

    of: str
    signs: list[dict[str, float]]
    right: list[bool]


def cut_head(text: str, titles: Sequence[int]) -> dict[str, Any] | None:
    """What the model needs of a page, `None` if no line stands above its prose."""
    page = Page(TextView(text))
    page.find_edges()
    region = find_region(page)
    if not region or page.head >= len(page):
        return None
    first = max(0, region[0] - 1)
    numbers = [page.folded.count("\n", 0, page.line_starts[k]) for k in range(first, page.head)]
    lines: list[str] = []
    right: list[int] = []
    for k, number in zip(range(first, page.head), numbers, strict=True):
        if k > first and page.line_starts[k] - page.line_ends[k - 1] > 1:
            lines.append("")
        if number + 1 in titles:
            right.append(len(lines))
        lines.append(page.text(k))
    if page.line_starts[page.head] - page.line_ends[page.head - 1] > 1:
        lines.append("")
    opening = page.folded[page.line_starts[page.head] :][:OPENING]
    own = {pair for k in region for pair in find_pairs(page.text(k))}
    return {
        "lines": lines,
        "titles": right,
        "above": first,
        "size": min(len(page.text(page.head)), LONGEST),
        "told": " ".join(sorted(own & find_pairs(opening))),
    }


def as_choice(row: dict[str, Any]) -> Choice:
    """The signs of a head, on a page put together from it."""
    prose = PAD * row["size"] + "\u3002" + row["told"] + "\u3002"
    above = ["\u2460"] * row["above"]
    page = Page(TextView("\n".join([*above, *row["lines"], prose])))
    page.head = next(k for k in range(len(page)) if page.text(k).startswith(PAD))
    region = [k for k in find_region(page) if k >= row["above"]]
    filled = [n for n, line in enumerate(row["lines"]) if line]
    right = {row["above"] + filled.index(n) for n in row["titles"]}
    return Choice(row["set"], find_signs(page, region), [k in right for k in region])


def fit(choices: Sequence[Choice]) -> dict[str, float]:
    """The weights under which the labels are likeliest."""
    names = sorted({name for each in choices for signs in each.signs for name in signs})
    place = {name: n for n, name in enumerate(names)}
    owners = np.repeat(np.arange(len(choices)), [len(each.signs) for each in choices])
    right = np.concatenate([np.array(each.right, np.float64) for each in choices])
    table = np.zeros((len(owners), len(names)))
    for row, signs in enumerate(signs for each in choices for signs in each.signs):
        for name, value in signs.items():
            table[row, place[name]] = value
    weights, mean, spread = np.zeros((3, len(names)))
    for step in range(1, STEPS + 1):
        slope = _slope(table @ weights, owners, right, len(choices)) @ table - PRIOR * weights
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        rate = RATE * (1 - step / (STEPS + 1))
        weights += rate * mean / (1 - 0.9**step) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-9)
    return dict(zip(names, weights.tolist(), strict=True))


def _slope(
    scores: NDArray[np.float64],
    owners: NDArray[np.int64],
    right: NDArray[np.float64],
    count: int,
) -> NDArray[np.float64]:
    """What each line's score should rise by, from the labels and from the model."""
    parts = np.exp(scores)
    whole = np.bincount(owners, parts, count) + 1
    true = np.bincount(owners, parts * right, count)
    wanted = parts * right / np.where(true > 0, true, 1)[owners]
    return wanted - parts / whole[owners]


def judge(weights: dict[str, float], each: Choice) -> tuple[int, float]:
    """The likeliest line and its probability."""
    scores = [sum(weights.get(n, 0.0) * v for n, v in signs.items()) for signs in each.signs]
    parts = np.exp(scores)
    best = int(np.argmax(parts))
    return best, float(parts[best] / (parts.sum() + 1))


def folds(choices: Sequence[Choice]) -> Iterable[str]:
    """A line for each set: how right a model is that has not seen it."""
    for of in sorted({each.of for each in choices}):
        weights = fit([each for each in choices if each.of != of])
        own = [(each, *judge(weights, each)) for each in choices if each.of == of]
        titled = [row for row in own if any(row[0].right)]
        hits = sum(each.right[best] for each, best, _ in titled)
        sure = [(each, best) for each, best, chance in own if chance >= 0.8]
        wrong = sum(not each.right[best] for each, best in sure)
        yield (
            f"{of:8} {hits:4} of {len(titled):4} headlines; "
            f"of {len(sure):4} lines with 0.8 or more {wrong:3} are none"
        )


def write(weights: dict[str, float]) -> str:
    """The data file."""
    rows = [f"{name} = {value:.2f}\n" for name, value in sorted(weights.items())]
    return (
        "# Weights of what a headline looks like, in nats. Made by scripts/build_title_odds.py\n"
        "# from the heads of labelled pages (scripts/title_heads.jsonl).\n\n[weights]\n"
        + "".join(rows)
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--add", type=Path)
    parser.add_argument("--set", default="own")
    options = parser.parse_args()
    rows = [json.loads(line) for line in HEADS.read_text("utf-8").splitlines()]
    if options.add:
        known = {(row["set"], row["id"]) for row in rows}
        for line in options.add.read_text("utf-8").splitlines():
            document = json.loads(line)
            head = cut_head(document["text"], document.get("title_lines") or [])
            if head is not None and (options.set, document["id"]) not in known:
                rows.append({"set": options.set, "id": document["id"], **head})
        HEADS.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        return 0
    choices = [as_choice(row) for row in rows]
    if options.folds:
        print(*folds(choices), sep="\n")
        return 0
    made = write(fit(choices))
    if not options.check:
        TARGET.write_text(made, "utf-8")
    elif made != TARGET.read_text("utf-8"):
        print(f"{TARGET.name} differs from what {HEADS.name} gives; run without --check")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
