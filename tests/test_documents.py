"""Whole documents, labelled by reading: what must not get worse.

Floors lie a little below what was measured; they are raised with it. Real pages are measured where
their texts are given, those of a part only if none is missing; written documents always.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import zxclean

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from documents import is_real, summary  # noqa: E402
from documents_score import PAGE_FOLDERS, judge, load  # noqa: E402

DOCUMENTS = ROOT / "tests" / "cases" / "documents"
FLOORS = {
    "tune written": {
        "body_f1": 0.98,
        "body_precision": 0.965,
        "body_recall": 0.998,
        "bare_recall": 0.999,
        "title": 0.95,
        "source": 0.94,
        "author": 0.89,
        "published_at": 0.95,
        "not_invented": 0.96,
        "slots": 0.99,
    },
    "tune real": {
        "body_f1": 0.97,
        "body_precision": 0.95,
        "body_recall": 0.998,
        "bare_recall": 0.999,
        "title": 0.94,
        "source": 0.95,
        "author": 0.84,
        "published_at": 0.92,
        "not_invented": 0.96,
        "slots": 0.5,
    },
}
LEFT = {"tune written": 0.08, "tune real": 0.05}
"""Most of the furniture strings near the bodies that may stay."""


def measure(part: str, real: bool) -> dict[str, float]:
    """The figures of the real pages or of the written documents of a part."""
    path = DOCUMENTS / f"{part}.jsonl"
    if not path.exists():
        pytest.skip(f"there is no {path.name} in this checkout")
    rows = load(path, PAGE_FOLDERS)
    if real and len(rows) < len(path.read_text("utf-8").splitlines()):
        pytest.skip(f"not all real pages of {path.name} are in {', '.join(map(str, PAGE_FOLDERS))}")
    wanted = [row for row in rows if is_real(row) == real]
    return summary([judge(row, zxclean.clean(row["text"])) for row in wanted])


@pytest.mark.parametrize("name", FLOORS)
def test_bodies_come_out(name: str) -> None:
    part, kind = name.split()
    found = measure(part, kind == "real")
    below = {key: found[key] for key, floor in FLOORS[name].items() if found[key] < floor}
    assert not below
    assert found["furniture_left"] <= LEFT[name]
