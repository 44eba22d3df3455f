"""Notes that a site put between the bytes of a character: the reader is brought back in step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import zxclean
from checks import assert_linear
from zxclean import tables
from zxclean.garble.lostbytes import find_lost
from zxclean.garble.note_ways import SPLIT
from zxclean.garble.repair import Repair
from zxclean.garble.split_notes import mend_split_notes
from zxclean.view import TextView

# Written for this test, in Simplified characters.
SENTENCES = (
    "为了方便群众办事，我们把服务窗口搬到了村里，每天都有人值班。",
    "因为气候变化，当地农民种植的作物和过去不一样了。",
    "老师和学生们一起到江边参观，听老船工讲过去的故事。",
    "会议要求各部门密切配合，尽快解决群众反映的问题。",
    "我国许多企业正在学习先进的管理经验，提高产品质量。",
    "在市场竞争中，有的工厂发展了，有的工厂关闭了。",
    "他从小生活在这里，对当地的情况非常熟悉。",
    "代表们一再强调，要继续坚持改革开放的方针。",
    "这个项目的标准由国家有关部门制定，各地必须执行。",
    "我们曾经在这条路上走过很多次，每次都有新的发现。",
)


def gloss_bytes(text: str, eats: bool) -> Iterator[tuple[str, str]]:
    """A page for each place where a note falls between two characters, as readers show it.

    The site looks for the bytes of common Traditional characters wherever they stand. `eats`
    says whether the reader takes the bracket for the second byte of the broken character.
    """
    table = tables.char_table("s2t")
    wide = text.replace(",", "\uff0c")
    traditional = "".join(chr(int(table[ord(char)])) for char in wide)
    raw = traditional.encode("gbk")
    for place in range(1, len(raw) - 1, 2):
        char = raw[place : place + 2].decode("gbk", "ignore")
        if len(char) != 1 or not tables.traditional_only()[ord(char)]:
            continue
        if not 0 < tables.common_rank()[ord(TextView(char).folded)] < 1600:
            continue
        sound = tables.readings().listed(char)[0]
        before, behind = raw[: place + 1], raw[place + 2 :]
        broken = "?" if eats else "\ufffd("
        shown = f"{before.decode('gbk')}{broken}{sound})"
        rest = behind.decode("gb18030", "replace")
        yield shown + "".join(c for c in rest if not "\ue000" <= c < "\uf900"), traditional


PAGES = [page for text in SENTENCES for eats in (True, False) for page in gloss_bytes(text, eats)]


def rebuilt(text: str, repairs: list[Repair]) -> str:
    pieces, at = [], 0
    for repair in repairs:
        if repair.restored is not None:
            pieces += [text[at : repair.start], repair.restored]
            at = repair.end
    return "".join((*pieces, text[at:]))


def test_most_come_back_and_none_wrong() -> None:
    found = [(shown, wanted, find_lost(TextView(shown))) for shown, wanted in PAGES]
    mended = [
        (repair, wanted)
        for _, wanted, repairs in found
        for repair in repairs
        if repair.rule == "garbles.split-note" and repair.restored is not None
    ]
    # When this was written 14 of 18 were whole again; on longer pages of news 163 of 200.
    assert len(PAGES) >= 18
    whole = [rebuilt(shown, repairs) == wanted for shown, wanted, repairs in found]
    assert sum(whole) >= 0.75 * len(PAGES)
    assert [repair for repair, wanted in mended if str(repair.restored) not in wanted] == []


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("主要因?y\u00e0n)槊娣e較大的土地", "為面積"),
        ("主要因\ufffd(y\u00e0n)槊娣e較大的土地", "為面積"),
        ("還家?gu\u012b)X村的油用牡丹", "嶺"),
        ("成為當(d\u0101ng)?sh\u00f9)剞r(n\u00f3ng)民的主導產業", "地農"),
        (
            "生產進程因?y\u00e0n)闅夂蛞蛩氐挠绊懚l(f\u0101)生延遲",
            "為氣候因素的影響而發",
        ),
        ("領導人一再?g\u00f2u)?qi\u00e1ng)調這件事", "強"),
    ],
)
def test_case(text: str, restored: str) -> None:
    repairs = find_lost(TextView(text))
    assert [repair.restored for repair in repairs] == [restored]
    assert repairs[0].rule == "garbles.split-note"
    assert zxclean.clean(zxclean.clean(text).text).text == zxclean.clean(text).text


@pytest.mark.parametrize(
    "text",
    [
        "這個字怎麼讀?(sh\u00f9)字的數",
        "你知道嗎?(m\u01ce)字還有一個讀音",
        "請注音?y\u00e0n)看一看這個詞",
        "他問的是什麼?sh\u00e9n)也不知道",
        "?y\u00e0n)槊娣e",
        "因?y\u00e0n)",
        "因為(w\u00e8i)天氣不好",
    ],
)
def test_look_alike_stays(text: str) -> None:
    repairs = [repair for repair in find_lost(TextView(text)) if repair.restored is not None]
    assert [repair for repair in repairs if repair.rule == "garbles.split-note"] == []


def test_taken_stretches_are_left_alone() -> None:
    text = "主要因?y\u00e0n)槊娣e較大的土地"
    assert find_lost(TextView(text), taken=[(3, 6)]) == []


def test_repairs_apart_from_notes_stay() -> None:
    repair = Repair(0, 1, "好", 0.9, "garbles.demo", "a demonstration")
    found = mend_split_notes(TextView("壞主要因?y\u00e0n)槊娣e較大的土地"), [repair])
    assert found[0] is repair
    assert [each.restored for each in found[1:]] == ["為面積"]


@pytest.mark.parametrize(
    "unit", ["因?y\u00e0n)", "因?y\u00e0n)槊娣e", "?y\u00e0n)", "因?y\u00e0n)闅夂蛞蛩氐"]
)
def test_cost_is_linear(unit: str) -> None:
    assert SPLIT.search(unit)
    assert_linear(lambda text: mend_split_notes(TextView(text), []), unit)
