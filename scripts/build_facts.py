"""Rebuild the weights by which source, author and day of a page are chosen, from labelled pages.

    python scripts/build_facts.py            # writes src/zxclean/data
    python scripts/build_facts.py --check    # writes nothing, says what differs

`headline_fragments.jsonl` holds the upper parts of pages with the `facts` that they state of the
article; `unsure` are fields that two readers might label otherwise: these are left out. They were written
for this purpose, without knowledge of any rule. The labelled pages of `tests/cases` that are not held
out are learned from, too.

Each page is run through the pipeline up to the step that looks for its facts. Of what may be a fact,
and of there being none, one is right: a log-linear model over the signs of `steps/fact_signs.py`, a model
a field, with an L2 penalty (`learning.py`).
Most pages state what a reader of credits finds. So that the weights of the words do not stay
unknown, each such page is learned from twice: as it is, and without what the reader found. And as the
readers were tuned on the pages of `tests/cases`, how much they are to be believed is learned from the
other pages alone: only there signs that say "tuned" are missing.
`facts.json` holds the weights in units of 1/32 nat.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from build_credits import FRAGMENTS as CREDITS
from documents_score import is_same
from learning import (
    CASES,
    capture,
    descend_choice,
    labelled_documents,
    labelled_heads,
    read_rows,
    steps_before,
    write,
)

from zxclean.steps.chrome import Chrome, read_facts
from zxclean.steps.fact_choice import choose
from zxclean.steps.fact_signs import WANTED, FactSigns, Row
from zxclean.steps.head_lines import is_prose
from zxclean.steps.sign_weights import Weigher
from zxclean.structure.wording import UNIT
from zxclean.view import TextView

PENALTY, STEPS, RATE = 0.7, 250, 0.05
TWICE = 4
"""Signs of fewer rows have no weight."""
TIMES = {"fragment": 1.0, "credits": 0.6, "page": 2.0, "new": 2.0, "case": 8.0}
"""How often a page counts."""
TUNED = {"tune": 181, "opened": 185}
"""So many of the first rows are of pages that readers of credits were tuned on."""
MASKED = 0.5
"""How often a page counts without what a reader found."""
FOLDS = 5


class Labelled(NamedTuple):
    """A page and the facts it states; `unsure` are fields that are not known."""

    origin: str
    text: str
    facts: Mapping[str, str]
    unsure: frozenset[str] = frozenset()


class Example(NamedTuple):
    """A field of a page: what it states, the signs of its having none, what may be its value."""

    origin: str
    field: str
    stated: bool
    signs: FactSigns
    none: list[str]
    rows: list[Row]
    right: list[bool]


class Part(NamedTuple):
    """An example as it is learned from: its weight, the signs of each option, which are right."""

    times: float
    options: list[list[str]]
    right: list[bool]


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild facts.json.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument("--pages", type=Path, help="folder of the real pages, one .txt each")
    arguments = parser.parse_args()
    pages = labelled_pages(arguments.pages)
    examples = [example for page in pages for example in read_page(page)]
    weights = {field: fit(examples, field) for field in WANTED}
    content = json.dumps(weights, indent=0, sort_keys=True, ensure_ascii=False).encode()
    contents = {"facts.json": content, "FACTS.md": describe(examples, content).encode()}
    wrong = write(contents, arguments.check)
    return 1 if arguments.check and wrong else 0


def labelled_pages(pages: Path | None = None) -> Iterator[Labelled]:
    """What is learned from."""
    for row in labelled_heads():
        text = "\n".join(row["lines"])
        yield Labelled("fragment", text, row["facts"], frozenset(row.get("unsure", ())))
    frames = [*_frames()]
    rows = [("credits", row) for row in read_rows(CREDITS)]
    rows += (("case", row) for row in read_rows(CASES / "credits.jsonl"))
    for k, (origin, row) in enumerate(rows):
        title, body = frames[k % len(frames)]
        page = {
            "under": (title, *row["lines"], *body),
            "over": (*row["lines"], title, *body),
            "behind": (title, *body, *row["lines"]),
        }
        yield Labelled(origin, "\n".join(page[row["place"]]), row["facts"])
    for row in read_rows(CASES / "chrome.jsonl"):
        facts = row.get("facts", {})
        stated = {field: value for field, value in facts.items() if value is not None}
        yield Labelled("case", row["before"], stated, frozenset(WANTED) - facts.keys())
    for name in ("page_heads", "heads"):
        for row in read_rows(CASES / f"{name}.jsonl"):
            yield Labelled("case", row["text"], row["facts"])
    tuned = {
        row["id"]
        for name, count in TUNED.items()
        for row in islice(read_rows(CASES / "documents" / f"{name}.jsonl"), count)
    }
    for row in labelled_documents(pages):
        yield Labelled("page" if row["id"] in tuned else "new", row["text"], row["metadata"])


def _frames() -> Iterator[tuple[str, list[str]]]:
    """Headlines and the sentences below them, for credits that come without."""
    for row in labelled_heads():
        prose = [line for line in row["lines"] if is_prose(TextView(line).folded)]
        if row["title"] and len(prose) > 1 and not {"author", "published_at"} & _stated_in(prose):
            yield row["title"], prose


def _stated_in(lines: list[str]) -> set[str]:
    text = "\n".join(lines)
    return {"author"} if "记者" in text or "（" in lines[-1][-12:] else set()


def read_page(page: Labelled) -> Iterator[Example]:
    """The fields of a page that are looked for."""
    view = capture(page.text, _TO_CHROME, Chrome.name)
    signs = read_facts(view) if view is not None else None
    if signs is None:
        return
    for field in WANTED:
        if field in page.unsure or field in signs.stated:
            continue
        wanted = page.facts.get(field)
        rows = [
            row if row.is_read else row._replace(signs=row.signs + signs.of_line(row.line))
            for row in signs.rows(field, signs.lines_for(field))
        ]
        right = [wanted is not None and is_right(field, row.value, wanted) for row in rows]
        yield Example(page.origin, field, wanted is not None, signs, signs.none(field), rows, right)


_TO_CHROME = steps_before(Chrome.name)


def is_right(field: str, value: str, wanted: str) -> bool:
    """Whether a value is the one that a page states, spaces within names aside."""
    if is_same(field, value, wanted):
        return True
    given, stated = (re.sub(r"[\s\u3001]+", "", TextView(each).folded) for each in (value, wanted))
    return field != "published_at" and given == stated


def parts_of(example: Example) -> Iterator[Part]:
    """An example as it is, and without what a reader found."""
    times = TIMES[example.origin]
    tuned = ["tuned"] if example.origin in ("case", "page", "credits") else []
    read = any(row.is_read for row in example.rows)
    options = [row.signs + tuned if row.is_read else row.signs for row in example.rows]
    yield _part(
        times, example.none + (["none tuned"] if tuned and not read else []), options, example.right
    )
    if read:
        pairs = zip(example.rows, example.right, strict=True)
        words = [(row, right) for row, right in pairs if not row.is_read]
        options = [[s for s in row.signs if not s.startswith("of ")] for row, _ in words]
        none = [sign for sign in example.none if sign != "none read"]
        yield _part(MASKED * times, [*none, "none masked"], options, [right for _, right in words])


def _part(times: float, none: list[str], options: list[list[str]], right: list[bool]) -> Part:
    return Part(times, [none, *options], [not any(right), *right])


def fit(examples: Sequence[Example], field: str) -> dict[str, int]:
    """The weights of the signs of a field, in units."""
    parts = [*chain.from_iterable(parts_of(each) for each in examples if each.field == field)]
    seen = Counter(sign for part in parts for option in part.options for sign in {*option})
    names = sorted(name for name, count in seen.items() if count >= TWICE)
    number = {name: k for k, name in enumerate(names)}
    known = [
        [number[s] for s in option if s in number] for part in parts for option in part.options
    ]
    signs = np.fromiter(chain.from_iterable(known), np.int64)
    lines = np.repeat(np.arange(len(known)), [*map(len, known)])
    weights = descend_choice(
        signs,
        lines,
        [len(part.options) for part in parts],
        np.array([*chain.from_iterable(part.right for part in parts)], np.bool_),
        [part.times for part in parts],
        PENALTY,
        STEPS,
        RATE,
    )
    units = np.rint(weights / UNIT).astype(np.int64)
    return {name: int(units[k]) for name, k in number.items() if units[k]}


def describe(examples: list[Example], content: bytes) -> str:
    """The page on the weights: sources, and how well they choose on pages they were not made from."""
    fold = np.array([hash_of(example) % FOLDS for example in examples])
    counts: Counter[tuple[str, str, str]] = Counter()
    for each in range(FOLDS):
        rest = [example for example, k in zip(examples, fold, strict=True) if k != each]
        weigh = {field: Weigher(fit(rest, field)) for field in WANTED}
        for example, k in zip(examples, fold, strict=True):
            if k == each:
                kind = (example.origin, example.field)
                chosen = choose(example.signs, example.field, weigh[example.field])
                value = chosen.value if chosen is not None else None
                right = any(
                    ok
                    for row, ok in zip(example.rows, example.right, strict=True)
                    if row.value == value
                )
                read = [
                    ok for row, ok in zip(example.rows, example.right, strict=True) if row.is_read
                ]
                counts[*kind, "stated" if example.stated else "unstated"] += 1
                counts[*kind, "read"] += example.stated and any(read)
                counts[*kind, "right"] += example.stated and right
                counts[*kind, "read though unstated"] += not example.stated and bool(read)
                counts[*kind, "given though unstated"] += not example.stated and value is not None
    rows = "\n".join(
        f"| {origin} | {field} | {counts[origin, field, 'stated']:,} "
        f"| {_share(counts, origin, field, 'read', 'stated')} "
        f"| {_share(counts, origin, field, 'right', 'stated')} "
        f"| {counts[origin, field, 'unstated']:,} "
        f"| {_share(counts, origin, field, 'read though unstated', 'unstated')} "
        f"| {_share(counts, origin, field, 'given though unstated', 'unstated')} |"
        for origin in TIMES
        for field in WANTED
    )
    digest = sha256(content).hexdigest()
    return _PAGE.format(
        size=f"{len(content):,}", digest=digest, rows=rows, folds=FOLDS, others=FOLDS - 1
    )


def hash_of(example: Example) -> int:
    """A number of a page, the same for all of its fields."""
    return sum(example.signs.text.encode("utf-8", "surrogatepass"))


def _share(
    counts: Counter[tuple[str, str, str]], origin: str, field: str, part: str, of: str
) -> str:
    whole = counts[origin, field, of]
    return f"{counts[origin, field, part] / whole:.3f}" if whole else "-"


_PAGE = """# The weights of facts in this folder

`facts.json`, {size} bytes, SHA-256 `{digest}`,
written by `scripts/build_facts.py`, which also describes its form.

Sources: `scripts/headline_fragments.jsonl` and pages of `tests/cases`. Of real pages nothing is kept here
but single words that stand on several.

How often the readers of credits find what a page states, and how often the choice does, each by
what was learned from the other {others} of {folds} parts; and how often either gives a fact that a page
does not state. The readers were tuned on `page` and `case`.

| pages | fact | stated | read | chosen | unstated | read | chosen |
|---|---|---|---|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    sys.exit(main())
