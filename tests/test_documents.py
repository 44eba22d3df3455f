"""Whole documents, labelled by reading: what must not get worse.

Floors lie a little below what was measured; they are raised with it. Real pages are measured where
their folder stands beside the checkout, written documents always.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import zxclean

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from documents import DEFAULT_PAGES, summary  # noqa: E402
from documents_score import judge, load  # noqa: E402

DOCUMENTS = ROOT / "tests" / "cases" / "documents"
WRITTEN = {"body_f1": 0.97, "body_precision": 0.95, "body_recall": 0.998, "bare_recall": 0.999}
REAL = {"body_f1": 0.96, "body_precision": 0.94, "body_recall": 0.998}
HELD_OUT = {"body_f1": 0.90, "body_recall": 0.99, "bare_recall": 0.995}


def measure(part: str, real: bool | None) -> dict[str, float]:
    """The figures of written documents, of real pages, or (`None`) of both together."""
    path = DOCUMENTS / f"{part}.jsonl"
    if not path.exists():
        pytest.skip(f"there is no {path.name} in this checkout")
    if real is not False and not DEFAULT_PAGES.is_dir():
        pytest.skip(f"the real pages are not here: there is no folder {DEFAULT_PAGES}")
    rows = load(path, None if real is False else DEFAULT_PAGES)
    wanted = [row for row in rows if real is None or row["id"].startswith("written-") != real]
    return summary([judge(row, zxclean.clean(row["text"])) for row in wanted])


@pytest.mark.parametrize(
    ("part", "real", "floors"),
    [("tune", False, WRITTEN), ("tune", True, REAL), ("held_out", None, HELD_OUT)],
    ids=["written", "real", "held-out"],
)
def test_bodies_come_out(part: str, real: bool | None, floors: dict[str, float]) -> None:
    found = measure(part, real)
    below = {name: found[name] for name, floor in floors.items() if found[name] < floor}
    assert not below
