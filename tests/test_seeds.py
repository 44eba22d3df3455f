"""The five seed documents: structure and facts, exactly."""

from __future__ import annotations

import pytest

import zxclean
from strategies import SEED_TEXTS


@pytest.fixture(scope="module")
def docs() -> list[zxclean.Document]:
    return [zxclean.clean(text) for text in SEED_TEXTS]


def test_kinds_of_blocks(docs: list[zxclean.Document]) -> None:
    kinds = ["".join(block.kind[0] for block in doc.blocks) for doc in docs]
    assert kinds[0] == "t" + "p" * 10
    assert kinds[4] == "p" * 8
    assert kinds[1].startswith("ts") and kinds[2].startswith("ts")
    assert kinds[1].count("c") == 7 and kinds[2].count("h") == 3


def test_facts(docs: list[zxclean.Document]) -> None:
    first = docs[0].metadata
    assert (first.source, first.published_at) == ("重庆渝中", "2022-01-10T14:31")
    assert docs[1].metadata.author == "李一"
    third = docs[2].metadata
    assert (third.publication, third.published_at, third.editor) == (
        "重庆政协报",
        "2024-01-21",
        "徐影",
    )
    assert docs[3].metadata.related == ("在市政协常委会会议上的讲话", "在县委政协工作会议上的讲话")
    assert docs[4].metadata == zxclean.Metadata()


def test_provenance_of_one_spot(docs: list[zxclean.Document]) -> None:
    doc, source = docs[3], SEED_TEXTS[3]
    place = doc.text.index("惠农区越发展")
    start, end = doc.to_source(place, place + 3)
    assert source[start:end] == "惠農(nóng)區"
    rules = {note.rule for c in doc.changes if start <= c.source_start < end for note in c.notes}
    assert rules == {"glosses.pinyin", "script.t2s"}


def test_masks_point_at_their_spot(docs: list[zxclean.Document]) -> None:
    doc = docs[3]
    restored = [m for m in doc.masks if m.restored is not None]
    listed = [m for m in doc.masks if m.restored is None]
    assert len(restored) >= 12 and len(listed) >= 18
    for mask in restored:
        assert doc.text[mask.start : mask.end] == mask.restored
        assert mask.raw in ("_", "z-教")
    for mask in listed:
        assert doc.text[mask.start : mask.end] == mask.raw


def test_markdown_has_the_structure(docs: list[zxclean.Document]) -> None:
    written = docs[2].to_markdown()
    assert written.startswith("# 走心助发展 共绘新篇章\n\n**——涪陵区政协")
    assert "\n## 深学细悟夯实思想根基\n" in written
