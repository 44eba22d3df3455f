"""OpenCC's output by arrays: equal to opencc-python-reimplemented, and to OpenCC's own cases."""

from __future__ import annotations

import json
import random
import time
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import SEED_TEXTS
from zxclean.conversion import convert_text, is_selector
from zxclean.phrases import PhraseTable
from zxclean.pipeline import Pipeline
from zxclean.steps.opencc import OpenCC
from zxclean.tables import conversion

CONFIGS = ("hk2s", "s2hk", "s2t", "s2tw", "t2hk", "t2s", "t2tw", "tw2s")
CASES = Path(__file__).parent / "cases" / "opencc.jsonl"


@cache
def reference(config: str) -> Any:
    return pytest.importorskip("opencc").OpenCC(config)


@cache
def phrases(config: str) -> list[str]:
    return [key for stage in conversion(config) for key in stage.phrases] or ["台"]


@pytest.mark.parametrize("config", CONFIGS)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_random_characters_and_phrases_come_out_as_opencc_has_them(
    config: str, data: st.DataObject
) -> None:
    han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=4)
    pieces = st.one_of(
        han, st.sampled_from(phrases(config)).flatmap(lambda p: st.sampled_from([p, p[1:], p[:-1]]))
    )
    text = "".join(data.draw(st.lists(pieces, max_size=12)))
    assert convert_text(text, config) == reference(config).convert(text)


@pytest.mark.parametrize("config", CONFIGS)
def test_cut_phrases_in_a_row_come_out_as_opencc_has_them(config: str) -> None:
    """Phrases that overlap in every way, some ten thousand characters of them."""
    draw = random.Random(config)
    known = phrases(config)
    text = "".join(draw.choice(known)[: draw.randint(1, 9)] for _ in range(4000))
    assert convert_text(text, config) == reference(config).convert(text)


@pytest.mark.parametrize("config", CONFIGS)
def test_the_seeds_come_out_as_opencc_has_them(config: str) -> None:
    for text in SEED_TEXTS:
        assert convert_text(text, config) == reference(config).convert(text)


def test_the_cases_of_opencc_that_these_dictionaries_cover() -> None:
    """Cases of OpenCC 1.4.2 (Apache-2.0) for the configurations here.

    Those not covered ask for entries that its dictionaries got after version 0.1.7 of the
    package was made, in 2023; with them opencc-python-reimplemented fails in the same way.
    """
    rows = [json.loads(line) for line in CASES.read_text().splitlines()]
    assert len(rows) == 356
    for row in rows:
        came = convert_text(row["before"], row["config"])
        assert came == reference(row["config"]).convert(row["before"])
        assert (came == row["after"]) == row["covered"], row["label"]
    assert sum(row["covered"] for row in rows) == 191


@pytest.mark.parametrize("config", ["t2s", "s2t", "s2tw", "s2hk", "tw2s", "hk2s"])
def test_the_step_gives_it_with_exact_offsets(config: str) -> None:
    text = "".join(SEED_TEXTS)
    doc = Pipeline((OpenCC(config),))(text)  # type: ignore[arg-type]
    assert doc.text == reference(config).convert(text)
    for change in doc.changes:
        assert doc.to_source(change.start, change.end) == (change.source_start, change.source_end)
        assert doc.from_source(change.source_start, change.source_end) == (change.start, change.end)


def test_an_unknown_configuration_is_refused() -> None:
    with pytest.raises(ValueError, match="s2tw"):
        convert_text("台", "jp2t")


def test_surrogates_and_short_texts_stay() -> None:
    assert convert_text("", "s2t") == ""
    assert convert_text("\ud800", "s2t") == "\ud800"
    assert convert_text("头\ud800发", "s2t") == "頭\ud800發"


def test_overlapping_phrases() -> None:
    table = PhraseTable({"ab": "AB", "bc": "BC", "bcde": "BCDE", "xy": "XY"}, {"bc": 5, "ab": 1})

    def won(text: str) -> list[tuple[int, int]]:
        codes = np.array([ord(c) for c in text], np.uint32)
        return [(n, start) for n, starts, _ in table.longest(codes) for start in starts.tolist()]

    assert won("abcde") == [(4, 1)]
    assert won("abcxy") == [(2, 1), (2, 3)]
    assert PhraseTable({"ab": "AB"}).occurrences(np.zeros(1, np.uint32)) == []


@pytest.mark.parametrize("unit", ["万", "一一", "头发", "哈", "云云"])
def test_time_is_linear_in_a_hostile_text(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        start = time.process_time()
        convert_text(text, "s2t")
        return time.process_time() - start

    seconds(10)
    assert seconds(160_000) < 40 * max(seconds(16_000), 0.002)


def test_selectors() -> None:
    codes = np.array([0xFDFF, 0xFE00, 0xFE0F, 0xFE10, 0xE00FF, 0xE0100, 0xE01EF, 0xE01F0])
    assert is_selector(codes.astype(np.uint32)).tolist() == [False, True, True, False] * 2
