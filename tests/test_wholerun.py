"""Text decoded in the wrong encoding as a whole: found, restored, named; all else stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import assert_linear, labelled, rows
from strategies import SEED_TEXTS
from zxclean.garble import wholerun
from zxclean.garble.kinds import Chain
from zxclean.garble.pieces import Piece, read_pieces
from zxclean.garble.repair import Repair
from zxclean.garble.slots import Codes
from zxclean.garble.suspects import Suspect, find_suspects
from zxclean.garble.wholerun import find_runs
from zxclean.view import TextView

LOST = "\N{REPLACEMENT CHARACTER}"
SENTENCE = "会议指出\uff0c要坚持以人民为中心的发展思想\uff0c推动各项工作再上新台阶。"
TRADITIONAL = "會議指出\uff0c要堅持以人民為中心的發展思想\uff0c把握新的機會。"
BEFORE, AFTER = "今天天气很好。", "我们去公园走走。"

CODES = [
    ("utf-8", "gbk", "UTF-8 bytes read as GBK"),
    ("utf-8", "gb18030", "UTF-8 bytes read as GBK"),
    ("utf-8", "latin-1", "UTF-8 bytes read as Latin-1 or Windows-1252"),
    ("utf-8", "cp1250", "UTF-8 bytes read as Windows-1250"),
    ("gbk", "latin-1", "GBK bytes read as Latin-1 or Windows-1252"),
    ("gbk", "cp1252", "GBK bytes read as Latin-1 or Windows-1252"),
    ("gbk", "cp1250", "GBK bytes read as Windows-1250"),
    ("gbk", "cp1251", "GBK bytes read as Windows-1251"),
    ("gbk", "koi8_r", "GBK bytes read as KOI8-R"),
    ("gbk", "mac_roman", "GBK bytes read as MacRoman"),
    ("gbk", "big5hkscs", "GBK bytes read as Big5"),
    ("gbk", "cp950", "GBK bytes read as Big5"),
    ("gbk", "cp949", "GBK bytes read as EUC-KR"),
    ("gbk", "cp932", "GBK bytes read as Shift-JIS"),
]


def in_order(text: str, repairs: list[Repair]) -> bool:
    """Whether the stretches hold characters, lie in the text and do not overlap."""
    bounds = [0, *(bound for repair in repairs for bound in (repair.start, repair.end)), len(text)]
    return bounds == sorted(bounds) and all(repair.start < repair.end for repair in repairs)


def write(text: str, repairs: list[Repair]) -> str:
    """The text with all repairs made."""
    assert in_order(text, repairs)
    pieces, done = [], 0
    for repair in repairs:
        if repair.restored is not None:
            pieces += [text[done : repair.start], repair.restored]
            done = repair.end
    return "".join(pieces) + text[done:]


def restore(text: str) -> str:
    return write(text, find_runs(TextView(text)))


@pytest.mark.parametrize("row", labelled("wholerun.jsonl"))
def test_case(row: dict[str, str]) -> None:
    repairs = find_runs(TextView(row["before"]))
    assert write(row["before"], repairs) == row["after"]
    assert {repair.rule for repair in repairs} == set(row["rules"])
    assert restore(row["after"]) == row["after"]


@pytest.mark.parametrize("between", ["", "\n", " "])
@pytest.mark.parametrize(("writer", "reader", "name"), CODES)
def test_sentence_between_good_ones(writer: str, reader: str, name: str, between: str) -> None:
    shown = SENTENCE.encode(writer).decode(reader, "replace")
    text = between.join((BEFORE, shown, AFTER))
    repairs = find_runs(TextView(text))
    restored = write(text, repairs)
    assert restored.startswith(BEFORE) and restored.endswith(AFTER)
    assert name in {repair.message for repair in repairs}
    lost = shown.count(LOST)
    right = sum(char in restored for char in SENTENCE)
    assert right >= len(SENTENCE) - 2 * lost
    if not lost:
        assert restored == between.join((BEFORE, SENTENCE, AFTER))


@pytest.mark.parametrize("reader", ["gb18030", "cp1252"])
def test_big5(reader: str) -> None:
    raw = TRADITIONAL.encode("big5")
    text = BEFORE + raw.decode(reader, "replace") + AFTER
    assert restore(text) == BEFORE + TRADITIONAL + AFTER


@pytest.mark.parametrize("reader", ["latin-1", "gb18030"])
def test_twice_names_both(reader: str) -> None:
    once = SENTENCE.encode().decode(reader, "replace")
    repairs = find_runs(TextView(BEFORE + once.encode().decode(reader, "replace") + AFTER))
    assert repairs[0].restored is not None
    assert repairs[0].restored.startswith("会议指出")
    assert repairs[0].message.endswith(", twice")


def test_ascii_and_lines_between() -> None:
    lines = "2022年1月10日\uff0c会议在CBD召开\nhttp://example.com/a?b=1\n会议指出了三个问题"
    assert restore(lines.encode().decode("latin-1")) == lines


def test_each_line_is_a_repair() -> None:
    shown = f"{SENTENCE}\n{SENTENCE}".encode("gbk").decode("latin-1")
    assert [r.restored for r in find_runs(TextView(shown))] == [SENTENCE, SENTENCE]


def test_lost_byte_is_decided_by_context_or_left() -> None:
    text = BEFORE + "经济社会发展的\uff1b目标".encode().decode("gbk", "replace")
    repairs = find_runs(TextView(text))
    assert "经济社会发展的" in write(text, repairs)
    unknown = find_runs(
        TextView("深圳会议\uff0c我们来了\n指出这件事".encode().decode("gbk", "replace"))
    )
    marked = [repair.candidates for repair in unknown if repair.restored is None]
    assert marked == [("了", "事", "人")]


@pytest.mark.parametrize("name", ["unchanged.jsonl", "unchanged_keep.jsonl"])
def test_good_text_stays(name: str) -> None:
    for row in rows(name):
        assert find_runs(TextView(row["text"])) == [], row["label"]


@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_seeds_stay(number: int) -> None:
    assert find_runs(TextView(SEED_TEXTS[number])) == []


def test_restored_text_stays() -> None:
    for writer, reader, _ in CODES:
        once = restore(BEFORE + SENTENCE.encode(writer).decode(reader, "replace") + AFTER)
        assert restore(once) == once


@given(st.text(max_size=200))
def test_any_text_in_order(text: str) -> None:
    assert in_order(text, find_runs(TextView(text)))


@given(st.text(st.characters(min_codepoint=0x80, max_codepoint=0x45F), max_size=300))
def test_any_letters_in_order(text: str) -> None:
    assert in_order(text, find_runs(TextView(text)))


def test_no_chain_reads_a_place_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of a document read wrongly as a whole may be a suspect of its own."""
    text = f"{SENTENCE}\n" * 20
    shown = text.encode("gbk").decode("big5", "replace")
    whole = find_suspects

    def one_by_one(*asked: Any) -> Iterator[Suspect]:
        for suspect in whole(*asked):
            yield from (suspect._replace(stretches=[(n, n + 9)]) for n in range(0, 400, 20))

    sizes: list[int] = []

    def read(codes: Codes, chain: Chain, gap: int) -> Iterator[Piece]:
        sizes.append(len(codes))
        return read_pieces(codes, chain, gap)

    monkeypatch.setattr(wholerun, "find_suspects", one_by_one)
    monkeypatch.setattr(wholerun, "read_pieces", read)
    assert any(repair.restored == SENTENCE for repair in find_runs(TextView(shown)))
    assert sum(sizes) < 10 * len(shown)


@pytest.mark.parametrize(
    "unit", ["锟斤拷", LOST, "ÖÐ", "é", "?", "涓?", f"鐨{LOST}", "い瓣", "闁瑰瓨鍨冲"]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    assert_linear(lambda text: find_runs(TextView(text)), unit)
