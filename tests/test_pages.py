"""Heads and tails of pages of many kinds of sites: what they state, what goes, what stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import zxclean
from zxclean.view import TextView

CASES = Path(__file__).parent / "cases"
FACTS = ("source", "author", "published_at")


def read_cases(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def plain(text: str | None) -> str | None:
    return "".join(TextView(text).folded.split()) if text is not None else None


@pytest.mark.parametrize("case", read_cases("page_heads.jsonl"), ids=lambda case: case["label"])
def test_heads(case: dict[str, object]) -> None:
    document = zxclean.clean(str(case["text"]))
    title, facts, body = case["title"], case["facts"], case["body"]
    assert isinstance(title, str | None) and isinstance(facts, dict) and isinstance(body, list)
    assert plain(document.title) == plain(title)
    for name in FACTS:
        assert plain(getattr(document.metadata, name)) == plain(facts.get(name)), name
    assert all(str(plain(line)) in str(plain(document.text)) for line in body)
    assert zxclean.clean(document.text).text == document.text


@pytest.mark.parametrize("case", read_cases("page_tails.jsonl"), ids=lambda case: case["label"])
def test_tails(case: dict[str, object]) -> None:
    document = zxclean.clean(str(case["text"]))
    stays, goes = case["stays"], case["goes"]
    assert isinstance(stays, list) and isinstance(goes, list)
    lines = [plain(line) for line in document.text.split("\n")]
    assert [line for line in stays if str(plain(line)) not in str(plain(document.text))] == []
    assert [line for line in goes if plain(line) in lines] == []
    assert zxclean.clean(document.text).text == document.text
