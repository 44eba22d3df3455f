"""The crawl of the benchmark: the same every time, mixed as stated; and how its bounds are told."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import crawl_corpus
from crawl_probes import cut, growth, repeat_to
from crawl_report import Goal, format_goals

SENTENCE = "\u4e2d\u56fd\u653f\u534f\u7b2c{}\u6b21\u4f1a\u8bae\u5728\u5317\u4eac\u53ec\u5f00\uff0c\u533a\u59d4\u51fa\u5e2d\u3002"
NEWS = ["\n".join(SENTENCE.format(f"{n}-{line}") for line in range(9)) for n in range(300)]
SEEDS = ["\u5340(q\u016b)\u59d4"]


def blocks(pages: list[str], monkeypatch: pytest.MonkeyPatch) -> list[tuple[crawl_corpus.Row, ...]]:
    monkeypatch.setattr(crawl_corpus, "BLOCK", 40_000)
    return list(crawl_corpus._blocks(90_000, pages, SEEDS, NEWS, Random(1)))


def test_a_crawl_is_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [f"\u9996\u9875 {n}\n" * 40 for n in range(60)]
    made = blocks(pages, monkeypatch)
    assert made == blocks(pages, monkeypatch)
    assert sum(len(row.text.encode()) for block in made for row in block) >= 90_000
    for block in made:
        texts = [row.text for row in block if row.kind in ("page", "news", "seed")]
        assert len(texts) == len(set(texts))
    kinds = {row.kind for block in made for row in block}
    assert kinds == {"page", "news", "seed", *crawl_corpus.DAMAGE}


def test_without_pages_the_others_share_their_part(monkeypatch: pytest.MonkeyPatch) -> None:
    block = blocks([], monkeypatch)[0]
    size = sum(len(row.text.encode()) for row in block)
    news = sum(len(row.text.encode()) for row in block if row.kind == "news")
    assert 0.45 < news / size < 0.65


def test_dense_documents_are_like_seed_003() -> None:
    made = crawl_corpus.dense_document("\u533a\u59d4\uff0c\u6570")
    assert made == "\u5340(q\u016b)\u59d4,\u6578(sh\u00f9)"


@pytest.mark.parametrize("way", crawl_corpus.DAMAGE)
def test_every_way_of_damage_changes_a_document(way: str) -> None:
    assert crawl_corpus._WAYS[way](NEWS[0], Random(3)) != NEWS[0]


def test_pieces_of_a_text() -> None:
    text = repeat_to(["\u533a\u59d4", "ab"], 10_000)
    assert 9_900 < len(text.encode()) <= 10_010
    pieces = cut(text, 1000, 4)
    assert len(pieces) == 4
    assert all(900 < len(piece.encode()) < 1100 for piece in pieces)
    assert growth({10: [4.0, 2.0, 3.0], 1000: [6.0], 1: [9.0]}) == 2


def test_bounds_are_told() -> None:
    goals = [Goal("speed", 12.5, 12), Goal("memory", 21, None, 20)]
    assert [goal.kept for goal in goals] == [True, False]
    told = format_goals(goals).split("\n")
    assert told[1].endswith("at least 12    holds")
    assert told[2].endswith("at most 20     MISSED")
