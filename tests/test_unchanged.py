"""Good text comes out character for character."""

from __future__ import annotations

import pytest

import zxclean
from checks import labelled
from strategies import SEED_TEXTS


@pytest.mark.parametrize("row", labelled("unchanged.jsonl"))
def test_good_text_stays(row: dict[str, str]) -> None:
    doc = zxclean.clean(row["text"])
    assert [(c.before, c.after, c.notes[0].rule) for c in doc.changes] == []
    assert doc.text == row["text"]


@pytest.mark.parametrize("row", labelled("unchanged_keep.jsonl"))
def test_good_text_of_any_script_stays(row: dict[str, str]) -> None:
    doc = zxclean.clean(row["text"], script="keep")
    assert [(c.before, c.after, c.notes[0].rule) for c in doc.changes] == []


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_repaired_paragraphs_stay_by_themselves(seed: int) -> None:
    for paragraph in zxclean.clean(SEED_TEXTS[seed]).paragraphs:
        assert zxclean.clean(paragraph).text == paragraph
        assert zxclean.clean(paragraph).changes == ()
