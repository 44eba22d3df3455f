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
        "body_f1": 0.99,
        "body_precision": 0.98,
        "body_recall": 0.998,
        "bare_recall": 0.999,
        "title": 0.99,
        "source": 0.97,
        "author": 0.95,
        "published_at": 0.98,
        "not_invented": 0.97,
        "slots": 0.99,
        "paragraphs": 0.82,
    },
    "tune real": {
        "body_f1": 0.98,
        "body_precision": 0.97,
        "body_recall": 0.998,
        "bare_recall": 0.999,
        "title": 0.98,
        "source": 0.98,
        "author": 0.88,
        "published_at": 0.92,
        "not_invented": 0.98,
        "slots": 0.66,
    },
    "opened written": {
        "body_f1": 0.98,
        "body_precision": 0.975,
        "body_recall": 0.993,
        "bare_recall": 0.999,
        "title": 0.95,
        "source": 0.76,
        "author": 0.75,
        "published_at": 0.82,
        "not_invented": 0.91,
        "slots": 0.72,
        "paragraphs": 0.73,
    },
    "opened real": {
        "body_f1": 0.96,
        "body_precision": 0.95,
        "body_recall": 0.998,
        "bare_recall": 0.997,
        "title": 0.91,
        "source": 0.5,
        "author": 0.5,
        "published_at": 0.57,
        "not_invented": 0.98,
    },
    "held_out written": {
        "body_f1": 0.97,
        "body_precision": 0.95,
        "body_recall": 0.988,
        "bare_recall": 0.999,
        "title": 0.9,
        "source": 0.74,
        "author": 0.66,
        "published_at": 0.85,
        "not_invented": 0.85,
        "slots": 0.77,
    },
}
LEFT = {
    "tune written": 0.02,
    "tune real": 0.02,
    "opened written": 0.05,
    "opened real": 0.5,
    "held_out written": 0.09,
}
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
