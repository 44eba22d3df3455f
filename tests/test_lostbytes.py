"""Lost bytes: the shift is undone, edges are restored only where context decides."""

from __future__ import annotations

import time
from random import Random

import numpy as np
import pytest

from zxclean.garble.firstlook import look
from zxclean.garble.layers import LOST_LEADS, LOST_TRAILS, layers
from zxclean.garble.lostbytes import find_lost
from zxclean.garble.repair import Repair
from zxclean.tables import char_table
from zxclean.view import TextView

# Written for this test.
SENTENCES = (
    "各级政府要加强领导\uff0c明确目标任务\uff0c落实工作责任。",
    "这家饭店的服务态度很好\uff0c房间也打扫得非常干净。",
    "会议听取了上半年经济运行情况的汇报\uff0c研究了下一步工作。",
    "他小时候住在河边\uff0c夏天常常和同学们一起去游泳。",
    "科学家发现这种植物可以在沙漠边缘正常生长。",
    "我觉得这本书的前半部分写得不错\uff0c后面就有点乱了。",
)


def restored(text: str, repairs: list[Repair]) -> str:
    pieces, at = [], 0
    for repair in repairs:
        if repair.restored is not None:
            pieces += [text[at : repair.start], repair.restored]
            at = repair.end
    return "".join((*pieces, text[at:]))


def damaged(text: str, lost: int, codec: str = "gb18030") -> str:
    raw = bytearray(text.encode("gbk"))
    del raw[lost]
    return raw.decode(codec, "replace")


def to_traditional(text: str) -> str:
    table = char_table("s2t")
    return "".join(chr(int(table[ord(char)])) for char in text)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("lost", [4, 5, 8, 13])
@pytest.mark.parametrize("convert", [False, True])
def test_inner_characters_come_back(sentence: str, lost: int, convert: bool) -> None:
    text = damaged(sentence + "\n", lost)
    wanted = sentence[lost // 2 + 2 : -1]
    if convert:
        text, wanted = to_traditional(text), to_traditional(wanted)
    found = restored(text, find_lost(TextView(text)))
    assert wanted in found
    assert found.startswith(text[: lost // 2])


def test_what_is_restored_is_right() -> None:
    sure = []
    for sentence in SENTENCES:
        for lost in range(2, 2 * len(sentence) - 4):
            for repair in find_lost(TextView(damaged(sentence, lost))):
                if repair.restored is not None and repair.confidence >= 0.97:
                    sure.append(repair.restored in sentence)
    assert len(sure) > 100 and sum(sure) >= 0.99 * len(sure)


def test_an_edge_without_context_stays_and_is_marked() -> None:
    text = "指明?si肪丁⒚魅妨巳撾瘛M,也对政协工作。這些都為我們厘清了思路"
    marks = [repair for repair in find_lost(TextView(text)) if repair.restored is None]
    assert [text[mark.start : mark.end] for mark in marks] == ["M"]


def test_words_decide_an_edge_that_its_neighbours_do_not() -> None:
    text = "指明?si肪丁⒚魅妨巳撾瘛M,也对政协工作。這些都為我們厘清了思路"
    restored = [repair.restored for repair in find_lost(TextView(text)) if repair.restored]
    assert restored == ["路徑、明確了任務。"]


def test_a_note_that_fits_the_shown_character_proves_nothing() -> None:
    text = "我們要堅(ji\u0101n)持和發(f\u0101)展"
    assert find_lost(TextView(text)) == []


def test_text_beside_a_repair_that_reads_as_nothing_is_marked() -> None:
    text = (
        "指明肪丁⒚魅妨巳挝瘛M,也对政协工作提畴h。政协要“准”茁汒}沾笫、“效”字勺V魃瞥,"
        "这些都为我们厘清了思路"
    )
    repairs = find_lost(TextView(text))
    assert "径、明确了任务" in restored(text, repairs)
    marks = [text[r.start : r.end] for r in repairs if r.restored is None]
    assert {"畴h", "茁汒}沾笫", "勺V魃瞥"} <= set(marks)
    good = text.replace("肪丁⒚魅妨巳挝瘛M", "路径、明确了任务")
    assert find_lost(TextView(good)) == []


def test_what_a_repair_lets_read_is_restored_at_once() -> None:
    random = Random(5)
    for _ in range(60):
        first, second = random.sample(SENTENCES, 2)
        raw = bytearray(f"{first}{second}\n".encode("gbk"))
        for place in sorted(random.sample(range(4, len(raw) - 12), 2), reverse=True):
            del raw[place]
        text = raw.decode("gb18030", "replace")
        once = restored(text, find_lost(TextView(text)))
        assert restored(once, find_lost(TextView(once))) == once


def test_one_character_between_two_edges_before_a_mark_of_loss() -> None:
    raw = "但房间地毯较脏\uff0c而且还有蚊子。".encode("gbk")
    lost = raw.index("较".encode("gbk"))
    shown = (raw[: lost + 1] + raw[lost + 2 :]).decode("gbk", "replace")
    assert "脏" not in shown
    assert "脏" in restored(shown, find_lost(TextView(shown)))


def test_taken_stretches_are_left_alone() -> None:
    text = damaged(SENTENCES[0], 4)
    assert find_lost(TextView(text), taken=[(0, len(text))]) == []


def test_random_han_is_not_restored() -> None:
    random = Random(1)
    codes = [code for code in range(0x4E00, 0x9FA6) if chr(code).encode("gb2312", "ignore")]
    text = "".join(chr(random.choice(codes)) for _ in range(20_000))
    start = time.process_time()
    changed = sum(repair.restored is not None for repair in find_lost(TextView(text)))
    assert changed <= 3 and time.process_time() - start < 5


def test_good_text_is_hardly_looked_at() -> None:
    view = TextView("\n".join(SENTENCES) * 20)
    assert len(look(view.codes).places) < len(view.text) / 100


def test_a_conversion_is_undone() -> None:
    layer = next(layer for layer in layers("hant") if layer.conversion == "s2t")
    for char in "政协会议发盐碱镇":
        shown = int(layer.again[ord(char)])
        assert int(layer.chars[layer.pair_of[shown]]) == ord(char)


def test_guesses_hold_the_known_byte() -> None:
    layer = layers("hans")[0]
    chars, costs = layer.guesses(np.array([0xA3], np.uint8))
    assert chars.shape == costs.shape == (1, LOST_LEADS + LOST_TRAILS)
    assert ord("。") in chars[0][:LOST_LEADS] and ord("\uff0c") in chars[0][LOST_LEADS:]
    known = [chr(code).encode("gb18030") for code in chars[0].tolist()]
    assert all(raw[1] == 0xA3 for raw in known[:LOST_LEADS])
    assert all(raw[0] == 0xA3 for raw in known[LOST_LEADS:] if len(raw) == 2)


@pytest.mark.parametrize(
    "lost",
    [
        (("意", 0), ("见", 0)),
        (("意", 0), ("见", 1)),
        (("当", 0), ("场", 0)),
        (("代", 1), ("表", 1)),
    ],
)
def test_two_more_bytes_lost_of_neighbours_join_to_no_character(
    lost: tuple[tuple[str, int], ...],
) -> None:
    truth = "公司上周开了会\uff0c请客户代表谈谈意见\uff0c再由经理当场答复所有的问题。"
    places = [2 * truth.index(char) + byte for char, byte in (("上", 0), *lost)]
    raw = truth.encode("gbk")
    shown = bytes(b for n, b in enumerate(raw) if n not in places).decode("gb18030", "replace")
    found = [r.restored for r in find_lost(TextView(f"\n{shown}\n")) if r.restored is not None]
    assert len("".join(found)) > 15
    assert all(text in truth for text in found)
