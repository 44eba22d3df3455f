"""Good text comes out character for character."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import zxclean
from strategies import SEED_TEXTS

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").split("\n") if line]


@pytest.mark.parametrize("row", [pytest.param(r, id=r["label"]) for r in rows("unchanged.jsonl")])
def test_good_text_stays(row: dict[str, str]) -> None:
    doc = zxclean.clean(row["text"])
    assert [(c.before, c.after, c.notes[0].rule) for c in doc.changes] == []
    assert doc.text == row["text"]


@pytest.mark.parametrize(
    "row", [pytest.param(r, id=r["label"]) for r in rows("unchanged_keep.jsonl")]
)
def test_good_text_of_any_script_stays(row: dict[str, str]) -> None:
    doc = zxclean.clean(row["text"], script="keep")
    assert [(c.before, c.after, c.notes[0].rule) for c in doc.changes] == []


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_repaired_paragraphs_stay_by_themselves(seed: int) -> None:
    for paragraph in zxclean.clean(SEED_TEXTS[seed]).paragraphs:
        assert zxclean.clean(paragraph).text == paragraph
        assert zxclean.clean(paragraph).changes == ()
