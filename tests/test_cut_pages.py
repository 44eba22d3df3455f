"""What pages print where they cut an article, and what only looks like it, in whole pages.

The lines were written down from knowledge of sites before the rules were looked at, and stand
between articles and furniture of their own; a hash of the line decides which half is held out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import zxclean
from zxclean.view import TextView

CASES = Path(__file__).parent / "cases"
COUNTS = ("omitted_chars", "total_chars", "shown_chars")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def plain(text: str) -> str:
    return TextView(zxclean.clean(text).text).folded.replace("\n", "").replace("...", "")


def is_right(row: dict[str, Any], doc: zxclean.Document) -> bool:
    stated = [(cut.where, *(getattr(cut, name) for name in COUNTS)) for cut in doc.truncations]
    return stated == [(cut["where"], *map(cut.get, COUNTS)) for cut in row["cuts"]]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=row["label"],
            marks=[pytest.mark.xfail(strict=True)] if row.get("expect") == "fail" else [],
        )
        for row in rows("notice_pages.jsonl")
    ],
)
def test_page(row: dict[str, Any]) -> None:
    doc = zxclean.clean(row["page"])
    clean = plain(doc.text)
    assert all(plain(paragraph) in clean for paragraph in row["article"])
    assert is_right(row, doc)


def test_held_out_pages() -> None:
    """Floors for pages that no rule was made for."""
    pages = [(row, zxclean.clean(row["page"])) for row in rows("notices_held_out.jsonl")]
    cuts = [is_right(row, doc) for row, doc in pages if row["cuts"]]
    others = [is_right(row, doc) for row, doc in pages if not row["cuts"]]
    assert sum(cuts) >= 0.78 * len(cuts)
    assert sum(others) >= 0.98 * len(others)
