"""The damage of the benchmark against what real pages show, and its score against known repairs."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from damage import GLOSSES, Misreading, Sample, break_seam, browser_gbk, lose_bytes, misread
from damage_decoders import read_big5, read_bytewise, read_gb18030, reader
from garbles_kinds import KINDS, Kind
from garbles_report import reliability
from garbles_score import Output, Restoration, fold, judge, score
from garbles_texts import Case

OPEN, CLOSE, COMMA, STOP = "\u201c", "\u201d", "\uff0c", "\u3002"


def case(*sentences: str) -> Case:
    """The sentences as all three scripts; they are chosen to fit GBK and Big5 alike."""
    sample = Sample(*sentences)
    return Case("test", sample, sample, sample)


PLAIN = case(
    f"今天天下太平{STOP}",
    f"人民政治工作要有新目的{COMMA}我年年去北京看上海和山西人{STOP}",
    f"明日上午有雨{STOP}",
    f"和平工作要一年一年做下去{COMMA}不可以忘{STOP}",
)


def seam(second: str) -> str:
    sample = Sample("前", "甲", "后", second)
    damaged = break_seam(sample, Random(0), browser_gbk("", True), marks_only=False)
    return damaged.text.split("\n")[1].removeprefix("甲")


@pytest.mark.parametrize(
    ("second", "shown"),
    [
        ("空氣質", "?諝赓|"),
        ("總的來講", "?偟膩碇v"),
        ("可以", "?梢"),
        ("科學", "?茖W"),
        ("惠農", ";蒉r"),
        ("会议", ";嵋"),
        ("汇报", ";惚"),
        ("活动", ";疃"),
        ("和谐", ":托"),
        ("后来", ":罄"),
        ("合作", ":献"),
        ("現在", ",F在"),
        (f"{OPEN}我们", "!拔颐"),
        (f"{OPEN}党的", "!暗车"),
        (f"{OPEN}这", "!罢"),
        (f"{OPEN}要", "!耙"),
        (f"{OPEN}一", "!耙"),
        (f"{OPEN}中国", "!爸泄"),
        (f"{OPEN}要畫好同心圓{CLOSE}", f"!耙嫼猛膱A{CLOSE}"),
        (f"{CLOSE}他", "!彼"),
        (f"{CLOSE}在", "!痹"),
        (f"{CLOSE}一", "!币"),
        ("\u3000\u3000這次", "!\u3000∵@次"),
        ("同", "M"),
    ],
)
def test_seam_damage_looks_as_on_real_pages(second: str, shown: str) -> None:
    assert seam(second) == shown


def read(data: bytes, with_reader: object = read_gb18030) -> str:
    assert callable(with_reader)
    return "".join(piece.text for piece in with_reader(data))


@pytest.mark.parametrize(
    ("text", "lost", "shown"),
    [
        ("路径\u3001明确了任务的", 2, "路丁⒚魅妨巳挝"),
        ("了新目标新", 0, "诵履勘晷"),
        ("总书记视察", 0, "苁榧鞘硬"),
    ],
)
def test_a_lost_byte_shifts_what_follows(text: str, lost: int, shown: str) -> None:
    data = text.encode("gbk")
    assert read(data[:lost] + data[lost + 1 :]).startswith(shown)


@pytest.mark.parametrize(
    ("data", "browser", "python"),
    [
        (b"\xad\xe5\x9b\xbd", "\ue15e\u6d57", "\ufffd\u9365\ufffd"),
        (b"\xb0\xff\xb0\xa1", "\ufffd\u554a", "\ufffd\ufffd\u554a"),
        (b"\xb0\n\xb0\xa1", "\ufffd\n\u554a", "\ufffd\n\u554a"),
        (b"\x80", "\u20ac", "\ufffd"),
        (b"\xa3\xa0", "\u3000", "\ufffd\ufffd"),
        (b"\xc7\x35\x81\x41", "\ufffd5\u4e04", "\ufffd5\u4e04"),
        (b"\xb0\xa1\xc7\x35\x81", "\u554a\ufffd", "\u554a\ufffd5\ufffd"),
        (b"\x81\x30\x81\x30", "\x80", "\ufffd0\ufffd0"),
        (b"\xa6\xd9", "\ufe10", "\ufffd\ufffd"),
    ],
)
def test_browsers_and_python_read_broken_gbk_differently(
    data: bytes, browser: str, python: str
) -> None:
    assert read(data) == browser
    assert read(data, reader("gbk")) == python


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "cp950", "big5hkscs", "utf-8"])
def test_the_reader_of_a_codec_agrees_with_the_codec(codec: str) -> None:
    random = Random(codec)
    for _ in range(50):
        data = bytes(random.choice((random.randrange(256), 0xB0)) for _ in range(40))
        assert read(data, reader(codec)) == data.decode(codec, "replace")


def test_big5_drops_a_pair_without_meaning_whole() -> None:
    assert read(b"\xa4\xa4\x81\xfeA", read_big5) == "中\ufffdA"


def test_undefined_bytes_of_a_code_page() -> None:
    assert read(b"\x81A", read_bytewise("cp1252")) == "\x81A"
    assert read(b"\x81A", read_bytewise("cp1252", "drop")) == "A"


def test_every_byte_is_followed_through_two_readings() -> None:
    step = Misreading("utf-8", read_bytewise("cp1252"))
    damaged = misread(PLAIN.hans, Random(1), (step, step))
    middle = damaged.truth[damaged.before : damaged.after].strip()
    assert "".join(damaged.truth[n] for n in sorted(damaged.recoverable)) == middle
    assert not damaged.edge


def test_a_lost_lead_byte_leaves_an_edge_and_certain_characters() -> None:
    for seed in range(20):
        damaged = lose_bytes(PLAIN.hans, Random(seed), browser_gbk())
        assert 1 <= len(damaged.edge) <= 3
        assert damaged.spans
        lost = max(damaged.spans[-1].true_end - 1, damaged.before)
        assert all(damaged.before <= n <= lost for n in damaged.recoverable | damaged.edge)


def test_glosses_follow_the_characters_that_the_page_shows() -> None:
    sample = PLAIN.hans._replace(before="區委會議", middle="我们年年去北京")
    damaged = lose_bytes(sample, Random(3), browser_gbk(""), convert=True)
    assert damaged.text.startswith(f"區({GLOSSES['區']})委")
    assert damaged.truth.startswith("區委")
    assert fold(damaged.text, True, True).text.startswith("区委")


def test_marks_narrowed_after_the_damage_are_not_damaged() -> None:
    sample = PLAIN.hans._replace(middle=f"人民{COMMA}政治{COMMA}" * 4 + f"北京{STOP}")
    for seed in range(20):
        damaged = lose_bytes(sample, Random(seed), browser_gbk(), convert=True)
        first = damaged.spans[0]
        assert damaged.text[first.start] != damaged.truth[first.true_start]
        assert min(damaged.recoverable | damaged.edge) >= first.true_start


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_records_are_sound(kind: Kind) -> None:
    for seed in range(8):
        damaged = kind.damage(PLAIN.hans, Random(seed))
        assert damaged == kind.damage(PLAIN.hans, Random(seed))
        assert not damaged.recoverable & damaged.edge
        assert damaged.spans
        for span in damaged.spans:
            assert 0 <= span.start <= span.end <= len(damaged.text)
            inside = set(range(span.true_start, span.true_end))
            assert inside
        covered = {n for s in damaged.spans for n in range(s.true_start, s.true_end)}
        assert damaged.recoverable | damaged.edge <= covered
        if not kind.glossed:
            undone, at = [], 0
            for s in damaged.spans:
                undone += [damaged.text[at : s.start], damaged.truth[s.true_start : s.true_end]]
                at = s.end
            assert "".join(undone) + damaged.text[at:] == damaged.truth


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_truth_scores_full_and_no_repair_scores_nothing(kind: Kind) -> None:
    damaged = kind.damage(PLAIN.hans, Random(5))
    best = score(damaged, Output(damaged.truth), kind.converted, kind.glossed)
    assert (best.restored, best.edges_right) == (best.recoverable, best.edges)
    assert (best.neighbours, best.false) == (0, 0)
    none = score(damaged, Output(damaged.text), kind.converted, kind.glossed)
    assert (none.restored, none.edges_tried, none.false, none.untouched) == (0, 0, 0, 1)
    assert none.neighbours == 0


def test_wrong_repairs_are_counted() -> None:
    damaged = misread(PLAIN.hans, Random(5), (Misreading("gbk", read_bytewise("latin-1")),))
    wrong = damaged.truth.replace("北京", "南京").replace("今天天下", "今夭天下")
    result = score(damaged, Output(wrong), False, False)
    assert result.restored == result.recoverable - 1
    assert (result.false, result.neighbours) == (2, 1)


def test_restorations_are_judged_where_they_stand() -> None:
    damaged = misread(PLAIN.hans, Random(5), (Misreading("gbk", read_bytewise("latin-1")),))
    start = damaged.truth.index("北京")
    right = Output(damaged.truth, (Restoration(start, start + 2, 0.9),))
    wrong = Output(damaged.truth.replace("北京", "南京"), (Restoration(start, start + 2, 0.6),))
    assert judge(damaged, right, False, False) == [True]
    assert judge(damaged, wrong, False, False) == [False]


def test_reliability_counts_from_each_threshold_up() -> None:
    curve = reliability([(0.9, True), (0.9, False), (0.99, True)])
    by_least = {point["confidence"]: point for point in curve}
    assert by_least[0.9]["restorations"] == 3
    assert by_least[0.98] == {"confidence": 0.98, "restorations": 1, "right": 1.0}
    assert 1.0 not in by_least
