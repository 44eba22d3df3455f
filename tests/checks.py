"""What the tests of several steps ask in the same way: rows of cases, good text, linear cost."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import zxclean
from zxclean.pipeline import Pipeline

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file of cases."""
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").split("\n") if line]


def labelled(*names: str) -> list[Any]:
    """The rows of files of cases as parameters of a test, named by their labels."""
    return [pytest.param(row, id=row["label"]) for name in names for row in rows(name)]


GOOD_TEXT = labelled("unchanged.jsonl", "unchanged_keep.jsonl")


def assert_case(step: Pipeline, row: dict[str, Any]) -> None:
    """What comes out, by which rules, that it is undone exactly, and that it settles."""
    doc = step(row["before"])
    assert doc.text == row["after"]
    assert {note.rule for note in doc.notes} == set(row["rules"])
    assert zxclean.undo(doc.text, doc.changes) == row["before"]
    assert step(row["after"]).changes == ()


def assert_linear(work: Callable[[str], object], unit: str, opening: str = "中") -> None:
    """Sixteen times the input takes at most 40 times as long; a square would take 256 times."""

    def seconds(size: int) -> float:
        text = opening + unit * (size // len(unit))
        gc.disable()  # late in a long run one collection takes as long as the work
        start = time.process_time()
        work(text)
        taken = time.process_time() - start
        gc.enable()
        return taken

    seconds(1000)  # loads what the unit needs
    assert seconds(160_000) < 40 * seconds(10_000) + 0.2
