"""Rebuild `head_odds.toml`, the weights of what lines above an article look like.

    python scripts/build_head_odds.py                     # learns from heads.jsonl
    python scripts/build_head_odds.py --check             # writes nothing, says whether it differs
    python scripts/build_head_odds.py --folds             # how right it is on sets it has not seen
    python scripts/build_head_odds.py --add ROWS --set N  # adds the heads of labelled documents

The score of a line is the weighted sum of its signs (`zxclean.steps.head_odds.find_signs`). `title`
is a conditional logit: the probability is the share of the exponential among those of the page's
lines and of "none of them", whose score is 0. `furniture` is a logistic regression of furniture
against all else, in which a line of the article or its headline counts three times and one that may
stay or go half. The weights maximise the likelihood of the labels under a Gaussian prior of variance
1, found by Adam over all rows at once, so the same rows give the same weights.

`heads.jsonl` has a row for each labelled page: the lines above its first paragraph as the page has
them, folded; what each is (`t` headline, `b` article, `n` may stay or go, `f` furniture); how long
that paragraph is and which pairs of characters of those lines its article has. The articles
themselves are not kept. ROWS are JSON lines with `id`, `text`, `title_lines`, `body`, `neutral` and
`partial`, as in `tests/cases/documents`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zxclean.steps.furniture import Page
from zxclean.steps.head_odds import (
    FURNITURE,
    LIKELY,
    OPENING,
    find_region,
    find_signs,
    signs_of_place,
)
from zxclean.steps.headline_overlap import find_pairs
from zxclean.view import TextView

HEADS = Path(__file__).parent / "heads.jsonl"
TARGET = Path(__file__).parents[1] / "src" / "zxclean" / "data" / "head_odds.toml"

PRIOR = 1.0
"""Precision of the prior on each weight. Of 0.3, 1 and 3 the best by likelihood on unseen sets."""

STEPS, RATE = 3000, 0.05

PAD, LONGEST = "\u67d0", 120
"""What stands for the words of the first paragraph, up to so many code points."""


COUNTS = {"t": 3.0, "b": 3.0, "n": 0.5, "f": 1.0}
"""How often a line counts for what is furniture, by what it is."""

Column: TypeAlias = NDArray[np.float64]
Table: TypeAlias = NDArray[np.float64]


class Choice(NamedTuple):
    """The signs of a page's lines, a row each, what each is, and its number on the page."""

    of: str
    signs: list[dict[str, float]]
    kinds: str
    numbers: list[int]

    @property
    def right(self) -> list[bool]:
        return [kind == "t" for kind in self.kinds]


def kinds_of(document: dict[str, Any]) -> dict[int, str]:
    """What each line of a labelled document is, by its number from 1; the others are furniture."""
    kinds: dict[int, str] = {}
    for key, kind in (("neutral", "n"), ("body", "b")):
        for first, last in document.get(key) or []:
            kinds.update(dict.fromkeys(range(first, last + 1), kind))
    kinds.update((each["line"], "n") for each in document.get("partial") or [])
    kinds.update(dict.fromkeys(document.get("title_lines") or [], "t"))
    return kinds


def cut_head(text: str, kinds: dict[int, str]) -> dict[str, Any] | None:
    """What the models need of a page, `None` if no line stands above its prose."""
    page = Page(TextView(text))
    page.find_edges()
    region = find_region(page)
    if not region or page.head >= len(page):
        return None
    first = max(0, region[0] - 1)
    lines: list[str] = []
    labels: list[str] = []
    for k in range(first, page.head + 1):
        if k > first and page.line_starts[k] - page.line_ends[k - 1] > 1:
            lines.append("")
            labels.append(" ")
        if k < page.head:
            lines.append(page.text(k))
            labels.append(kinds.get(page.folded.count("\n", 0, page.line_starts[k]) + 1, "f"))
    opening = page.folded[page.line_starts[page.head] :][:OPENING]
    own = {pair for k in region for pair in find_pairs(page.text(k))}
    return {
        "lines": lines,
        "kinds": "".join(labels),
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
    kinds = " " * row["above"] + row["kinds"].replace(" ", "")
    return Choice(row["set"], find_signs(page, region), "".join(kinds[k] for k in region), region)


def fit(choices: Sequence[Choice]) -> dict[str, dict[str, float]]:
    """The weights of both models under which the labels are likeliest."""
    owners = np.repeat(np.arange(len(choices)), [len(each.signs) for each in choices])
    right = np.array([mark for each in choices for mark in each.right], np.float64)
    names, table = _table([signs for each in choices for signs in each.signs])

    def title(scores: Column) -> Column:
        parts = np.exp(scores)
        whole = np.bincount(owners, parts, len(choices)) + 1
        true = np.bincount(owners, parts * right, len(choices))
        wanted = parts * right / np.where(true > 0, true, 1)[owners]
        return np.asarray(wanted - parts / whole[owners])

    titles = dict(zip(names, _climb(table, title), strict=True))
    kinds = "".join(each.kinds for each in choices)
    is_furniture = np.array([kind == "f" for kind in kinds], np.float64)
    counts = np.array([COUNTS[kind] for kind in kinds])
    placed = [
        signs | signs_of_place(k, _likely(titles, each))
        for each in choices
        for k, signs in zip(each.numbers, each.signs, strict=True)
    ]
    names, table = _table(placed)

    def furniture(scores: Column) -> Column:
        return np.asarray(counts * (is_furniture - 1 / (1 + np.exp(-scores))))

    return {"title": titles, "furniture": dict(zip(names, _climb(table, furniture), strict=True))}


def _table(rows: Sequence[dict[str, float]]) -> tuple[list[str], Table]:
    """The names of all signs and their values, a row for each line."""
    names = sorted({name for signs in rows for name in signs})
    place = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for row, signs in enumerate(rows):
        for name, value in signs.items():
            table[row, place[name]] = value
    return names, table


def _climb(table: Table, slope: Callable[[Column], Column]) -> list[float]:
    """The weights where the likelihood, whose slope by the scores is given, is highest."""
    weights, mean, spread = np.zeros((3, table.shape[1]))
    for step in range(1, STEPS + 1):
        steep = slope(table @ weights) @ table - PRIOR * weights
        mean = 0.9 * mean + 0.1 * steep
        spread = 0.999 * spread + 0.001 * steep**2
        rate = RATE * (1 - step / (STEPS + 1))
        weights += rate * mean / (1 - 0.9**step) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-9)
    return [float(weight) for weight in weights]


def _likely(weights: dict[str, float], each: Choice) -> int:
    """The number of the line that is the headline by the weights, -1 if none is likely."""
    best, chance = judge(weights, each)
    return each.numbers[best] if chance >= LIKELY else -1


def judge(weights: dict[str, float], each: Choice) -> tuple[int, float]:
    """The likeliest line and its probability."""
    scores = [sum(weights.get(n, 0.0) * v for n, v in signs.items()) for signs in each.signs]
    parts = np.exp(scores)
    best = int(np.argmax(parts))
    return best, float(parts[best] / (parts.sum() + 1))


def folds(choices: Sequence[Choice]) -> Iterable[str]:
    """A line for each set: how right models are that have not seen it."""
    for of in sorted({each.of for each in choices}):
        made = fit([each for each in choices if each.of != of])
        own = [(each, *judge(made["title"], each)) for each in choices if each.of == of]
        titled = [row for row in own if any(row[0].right)]
        hits = sum(each.right[best] for each, best, _ in titled)
        taken = Counter(kind for each, *_ in own for kind in taken(made, each))
        whole = Counter(kind for each, *_ in own for kind in each.kinds)
        yield (
            f"{of:6} {hits:3} of {len(titled):3} headlines; taken for furniture {taken['f']} of"
            f" {whole['f']}, and {taken['b'] + taken['t']} of {whole['b'] + whole['t']} lines of"
            f" the article, {taken['n']} of {whole['n']} others"
        )


def taken(made: dict[str, dict[str, float]], each: Choice) -> Iterator[str]:
    """What the lines are that would be taken for furniture."""
    title = _likely(made["title"], each)
    for k, signs, kind in zip(each.numbers, each.signs, each.kinds, strict=True):
        placed = signs | signs_of_place(k, title)
        score = sum(made["furniture"].get(name, 0.0) * value for name, value in placed.items())
        if k != title and score > FURNITURE:
            yield kind


def write(made: dict[str, dict[str, float]]) -> str:
    """The data file."""
    text = (
        "# Weights of what lines above an article look like, in nats. Made by\n"
        "# scripts/build_head_odds.py from the heads of labelled pages (scripts/heads.jsonl).\n"
    )
    for model, weights in made.items():
        rows = [f"{name} = {value:.2f}\n" for name, value in sorted(weights.items())]
        text += f"\n[{model}]\n" + "".join(rows)
    return text


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
            head = cut_head(document["text"], kinds_of(document))
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
