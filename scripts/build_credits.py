"""Rebuild the weights of words in credit lines, from labelled fragments.

    python scripts/build_credits.py            # writes src/zxclean/data
    python scripts/build_credits.py --check    # writes nothing, says what differs

`credit_fragments.jsonl` holds the lines of facts of an article as sites print them, one to four
lines, with the facts they state; a quarter state none: rows of other articles, agendas, captions.
They were written for this purpose, without knowledge of any rule, by kinds of site; so were the
fragments of `tests/cases/credits_held_out.jsonl`, which are not learned from.

A multinomial logistic regression over the signs that `steps/credit_tagger.py` names, L2 penalty
(`learning.py`). The file holds, little-endian, the places that have weights
(uint32 each), then for each place a weight a tag in units of 1/32 nat (int8).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from learning import Floats, descend, labelled_lines, write
from numpy.typing import NDArray

from zxclean.steps.credit_tagger import ALLOWED, BITS, LONGEST, TAGS, UNIT, signs_of
from zxclean.steps.credit_tokens import Token, tokens_of
from zxclean.steps.dates import find_date
from zxclean.view import TextView

FRAGMENTS = Path(__file__).with_name("credit_fragments.jsonl")
PENALTY, STEPS, RATE = 0.3, 200, 0.05
LEAST = 2
"""Units that the greatest weight of a place has at least; the others are left out."""
_BETWEEN = re.compile(r"[\s\u3001,;/|&]+")


class Words(NamedTuple):
    """Words of all lines: the places of their signs, where those of each begin, what each may be
    (`-inf` where not) and what it is."""

    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    allowed: Floats
    tags: NDArray[np.int64]


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild credits.bin.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in FRAGMENTS.read_text("utf-8").splitlines()]
    lines = [(line, row["facts"]) for row in rows for line in row["lines"]]
    words = read_words([*lines, *((line, {}) for line in lines_without_facts())])
    content = pack(fit(words))
    page = _PAGE.format(
        size=f"{len(content):,}",
        digest=sha256(content).hexdigest(),
        fragments=f"{len(rows):,}",
        words=f"{len(words.tags):,}",
        facts=f"{np.count_nonzero(words.tags):,}",
    )
    wrong = write({"credits.bin": content, "CREDITS.md": page.encode()}, arguments.check)
    return 1 if arguments.check and wrong else 0


def lines_without_facts() -> Iterator[str]:
    """Lines of `wording_lines.tsv` without a day and a label: menus, buttons, headings, captions."""
    for _, origin, line in labelled_lines():
        kinds = {token.kind for token in tokens_of(line)}
        if origin == "list" and len(line) <= LONGEST and not kinds & {"day", "key"}:
            yield line


def read_words(lines: list[tuple[str, dict[str, str]]]) -> Words:
    """The words of labelled lines."""
    places: list[int] = []
    starts: list[int] = []
    allowed: list[list[float]] = []
    tags: list[int] = []
    for line, facts in lines:
        text = TextView(line).folded.strip()
        wanted = {name: TextView(str(value)).folded for name, value in facts.items()}
        for token, signs in signs_of(text):
            starts.append(len(places))
            places += signs
            can = ALLOWED[token.kind]
            allowed.append([0.0 if k in can else -np.inf for k in range(len(TAGS))])
            tags.append(TAGS.index(label(text, token, wanted)))
    return Words(np.array(places), np.array(starts), np.array(allowed), np.array(tags))


def label(text: str, token: Token, facts: dict[str, str]) -> str:
    """The fact that a word states, by the facts of its line; empty if none."""
    word = text[token.start : token.end]
    if token.kind == "day":
        day = find_date(text, token.start)
        return "published_at" if day and facts.get("published_at") == day.iso else ""
    if token.kind == "count":
        figure = re.compile(r"[^\d万wWkK.]")
        same = "views" in facts and figure.sub("", word) == figure.sub("", facts["views"])
        return "views" if same else ""
    solid = "".join(word.split())
    for name in ("source", "author", "editor", "photographer"):
        value = facts.get(name)
        if value is None:
            continue
        part_of_name = name == "source" and 1 < len(solid) >= len(value) - 8 and solid in value
        if solid == "".join(value.split()) or solid in _BETWEEN.split(value) or part_of_name:
            return name
    return ""


def fit(words: Words) -> NDArray[np.int8]:
    """The weights in units, a row a place."""
    used, at = np.unique(words.places, return_inverse=True)
    count, width = len(words.tags), len(TAGS)
    row = np.repeat(np.arange(count), np.diff(np.append(words.starts, len(at))))
    truth = np.eye(width)[words.tags]

    def slope_of(weights: Floats) -> Floats:
        scores = np.add.reduceat(weights[at], words.starts) + words.allowed
        each = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = each / each.sum(axis=1, keepdims=True) - truth
        slope = PENALTY * weights
        for tag in range(width):
            slope[:, tag] += np.bincount(at, error[row, tag], len(used))
        return slope

    weights = descend(slope_of, (len(used), width), STEPS, RATE)
    table = np.zeros((2**BITS, width), np.int8)
    table[used] = np.clip(np.rint(weights / UNIT), -127, 127)
    return table


def pack(weights: NDArray[np.int8]) -> bytes:
    used = (np.abs(weights.astype(int)).max(axis=1) >= LEAST).nonzero()[0]
    return bytes(used.astype("<u4").tobytes() + weights[used].tobytes())


_PAGE = """# The weights of words in credit lines in this folder

`credits.bin`, {size} bytes, SHA-256 `{digest}`,
written by `scripts/build_credits.py`, which also describes its format. No line can be read back from
it.

Source: `scripts/credit_fragments.jsonl`, {fragments} fragments written for zxclean, under its licence:
{words} words, days and figures, of which {facts} state a fact. How well it does on fragments it was
not made from is measured on `tests/cases/credits_held_out.jsonl` (`tests/test_credit_tagger.py`).
"""


if __name__ == "__main__":
    sys.exit(main())
