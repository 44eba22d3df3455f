"""The chrome step: what goes out, what stays, and which facts come of it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zxclean.document import Document
from zxclean.pipeline import Pipeline
from zxclean.rewriting import undo
from zxclean.rules import Rule, load_rules
from zxclean.steps.chrome import Chrome
from zxclean.steps.dates import find_date
from zxclean.steps.glosses import Glosses
from zxclean.view import TextView

CASES = Path(__file__).parent / "cases"
SEEDS = Path(__file__).parent.parent / "seeds"

STEP = Pipeline((Chrome(),))
TITLE = "江边步道月底向市民开放"
PROSE = "全长三公里的江边步道将于月底开放,沿途设有五处观景平台。"
STATED = (
    "chrome.credit_words",
    "chrome.headline",
    "chrome.headline_name",
    "chrome.headline_number",
    "chrome.inline_names",
    "chrome.release_time",
)
"""Rows whose lines stay: they state facts."""

SUPPORT = {
    "head": "首页 > 要闻 > 正文",
    "tail": "责任编辑:陈文",
    "footer": "网站标识码:3300000020",
    "mast": "国内统一刊号:CN50-0064",
}


def read_cases(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines() if line]


def read_seed(number: str) -> str:
    return next(SEEDS.glob(number + "*")).read_bytes().decode("utf-8")


def removed_rules(document: Document) -> list[str]:
    """Rules of the notes in the order of the text, but for the one that names the headline."""
    notes = sorted(document.notes, key=lambda n: n.source_span)
    return [n.rule for n in notes if n.rule != "chrome.headline"]


def place(rule: Rule, line: str) -> str:
    """A small page with `line` where the rule looks for it."""
    if rule.scope == "stretch":
        if rule.zone == "first":
            return f"{line}\n{PROSE}"
        if rule.zone == "head":
            return f"{line}\n\n{PROSE}\n\n{PROSE}"
        return f"{TITLE}\n\n{PROSE}\n\n{line}"
    if rule.tag == "headline":
        if rule.id == "chrome.flat_head":
            return f"{line} {PROSE * 20}"
        if rule.id == "chrome.release_time":
            return f"首页 > 要闻 > 正文\n{TITLE}\n\n{PROSE}\n\n{line}"
        if rule.id == "chrome.headline_copy":
            return f"首页 > 要闻 > 正文\n{TITLE}\n2022-01-10 14:31\n{line}\n\n{PROSE}"
        if rule.id == "chrome.above_headline":
            return f"{line}\n首页 > 要闻 > 正文\n{TITLE}\n2022-01-10 14:31\n\n{PROSE}\n\n{PROSE}"
        if rule.id == "chrome.teaser":
            if line == rule.miss:
                return f"{TITLE}\n\n{PROSE}\n\n{line}\n渡船停航一天\n2026-01-16 06:51:02"
            return f"{TITLE}\n\n{PROSE}\n\n{line}\n2026-01-16 06:53\n渡船停航\n2026-01-16 06:51"
        if rule.id == "chrome.reader_call":
            return f"{TITLE}\n\n{PROSE}\n\n{line}"
        if rule.id == "chrome.remnant":
            return f"{TITLE}\n\n{PROSE}\n\n{SUPPORT['tail']}\n{line}"
        if rule.id == "chrome.headline_suffix":
            return f"首页 > 要闻 > 正文\n{TITLE}{line}\n2022-01-10 14:31\n\n{PROSE}\n\n{PROSE}"
        if rule.id == "chrome.poster_card":
            card = f"4万\n{line}\n5万\n帖子\n85814\n积分\n发表于 2022-01-10 14:31"
            return f"{TITLE}\n{card}\n\n{PROSE}\n\n{PROSE}"
        if rule.id == "chrome.inline_names":
            return f"{TITLE}\n\n{line}\n\n{PROSE}"
        if rule.id in ("chrome.headline_credit", "chrome.credit_words"):
            return f"{TITLE}\n{line}\n\n{PROSE}\n\n{PROSE}"
        if rule.id == "chrome.headline_name":
            return f"{TITLE}\n{line}\n关注\n2022-01-10 14:31\n\n{PROSE}"
        return f"首页 > 要闻 > 正文\n{line}\n2022-01-10 14:31\n\n{PROSE}\n\n{PROSE}"
    if rule.tag == "browser":
        return f"{line}\n{TITLE}\n\n{PROSE}"
    if rule.tag == "mast":
        support = "版面导航" if "刊号" in line else SUPPORT["mast"]
        return f"{support}\n{line}\n\n{TITLE}\n\n{PROSE}"
    if rule.tag == "wechat":
        return f"{TITLE}\n\n{PROSE}\n\n已发送\n{line}\n取消 允许"
    if rule.tag == "listing":
        return f"{TITLE}\n\n{PROSE}\n\n{line}\n• 春运今日启动\n• 冬季供暖准备就绪"
    if rule.tag == "leaf":
        name = "渡船检修报告"
        return f"{name}_第1页\n{line}\n{name}_第3页\n{name}_第4页\n下载本文档\n\n{PROSE}\n\n{PROSE}"
    if rule.tag == "terms":
        first = "1、下载文档前请自行甄别内容的完整性,本站不提供找答案等附加服务。"
        return f"{TITLE}\n{first}\n{line}\n\n{PROSE}\n\n{PROSE}"
    if rule.tag == "entry":
        top = f"{TITLE}\n2022-01-10 14:31\n\n{PROSE}\n\n{line}\n"
        if rule.id == "chrome.contents":
            return f"{top}1 由来\n2 传说\n由来\n{PROSE}\n传说\n{PROSE}\n词条统计"
        if rule.id == "chrome.cut_lead":
            return f"{line}\n{PROSE}\n\n{PROSE}\n\n返回顶部"
        return f"{top}{PROSE}\n\n板凳\n{PROSE}"
    if rule.tag == "jammer":
        return (
            f"{TITLE}\n\n{PROSE}\n% D9 w! Y6 _- D/ s/ R\n{PROSE}\n{line}\n{PROSE}- R. ?$ Q/ F0 `# Q"
        )
    if rule.tag == "crumb":
        return f"{line}\n{TITLE},沿途设五处观景平台\n\n{PROSE}\n\n{PROSE}"
    if rule.tag == "footer":
        support = f"\n{SUPPORT['footer']}" if rule.zone == "linked" else ""
        return f"{TITLE}\n\n{PROSE}\n\n{line}{support}"
    match rule.zone:
        case "head":
            return f"{TITLE}\n{line}\n\n{PROSE}\n\n{PROSE}"
        case "any":
            return f"{TITLE}\n\n{PROSE}\n\n{line}\n\n{PROSE}"
        case "linked" | "near" | "behind":
            return f"{TITLE}\n\n{PROSE}\n\n{SUPPORT['tail']}\n{line}"
        case _:
            return f"{TITLE}\n\n{PROSE}\n\n{line}"


@pytest.mark.parametrize("rule", load_rules("chrome"), ids=lambda rule: rule.id)
def test_rows_hit_and_miss_their_lines(rule: Rule) -> None:
    step = Pipeline((Chrome(outside={rule.hit: [True]}),)) if rule.tag == "tree" else STEP
    document = step(place(rule, rule.hit))
    assert rule.id in [note.rule for note in document.notes]
    if rule.tag == "byline" or rule.id in STATED:
        assert rule.hit in document.text
    elif rule.scope == "line":
        assert document.text.count(rule.hit) == (rule.id == "chrome.headline_copy")
    missed = step(place(rule, rule.miss))
    assert rule.miss in missed.text
    assert rule.id not in [note.rule for note in missed.notes if rule.miss in note.before]


@pytest.mark.parametrize("case", read_cases("chrome.jsonl"), ids=lambda case: case["label"])
def test_cases(case: dict[str, object]) -> None:
    document = STEP(str(case["before"]))
    assert document.text == case["after"]
    if "rules" in case:
        assert removed_rules(document) == case["rules"]
    facts = case.get("facts", {})
    assert isinstance(facts, dict)
    found = json.loads(document.to_json())["metadata"]
    for name, value in facts.items():
        assert found.get(name, found["extra"].get(name)) == value, name
    assert STEP(document.text).text == document.text


@pytest.mark.parametrize("case", read_cases("chrome.jsonl"), ids=lambda case: case["label"])
def test_marks_report_the_same_and_change_nothing(case: dict[str, object]) -> None:
    before = str(case["before"])
    marked = Pipeline((Chrome(remove=False),))(before)
    assert marked.text == before
    removed = STEP(before)
    first_pass = [note.rule for note in removed.notes]
    assert {note.rule for note in marked.notes} <= set(first_pass)
    assert all(note.kind == "mark" for note in marked.notes)


@pytest.mark.parametrize(
    "case",
    [*read_cases("unchanged.jsonl"), *read_cases("unchanged_keep.jsonl")],
    ids=lambda case: case["label"],
)
def test_good_text_stays(case: dict[str, object]) -> None:
    assert STEP(str(case["text"])).text == case["text"]


def test_seed_of_a_government_portal() -> None:
    document = STEP(read_seed("000"))
    assert document.metadata.source == "重庆渝中"
    assert document.metadata.published_at == "2022-01-10T14:31"
    lines = [line for line in document.text.split("\n") if line.strip()]
    assert len(lines) == 11
    assert lines[0].startswith("增强信心凝聚力量 携手奋进开创未来")
    assert lines[-1].endswith("建真言、献良策、出实招。")
    assert "\n\n\n" not in document.text


def test_seed_of_a_newspaper_feature_keeps_its_byline() -> None:
    source = read_seed("001")
    document = STEP(source)
    assert document.text == source
    assert document.metadata.author == "李一"


def test_seed_of_a_digital_newspaper() -> None:
    document = STEP(read_seed("002"))
    assert document.text.startswith("走心助发展 共绘新篇章\n\n——涪陵区政协助力")
    assert document.text.endswith("(涪陵区政协 文/图)")
    assert document.metadata.publication == "重庆政协报"
    assert document.metadata.published_at == "2024-01-21"
    assert document.metadata.editor == "徐影"
    assert document.metadata.extra["column"] == "为加快现代化新重庆建设加油干——2024两会特刊"
    assert document.text.count("\n……\n") == 2


def test_seed_of_a_flattened_page() -> None:
    document = Pipeline((Glosses(), Chrome()))(read_seed("003"))
    assert document.text.startswith("在區委政協工作會議上的講話\n在區委政協工作會議上的講話 在全區")
    assert document.text.endswith("收藏在區委政協工作會議上的講話)")
    assert document.metadata.related == (
        "在市政協常委會會議上的講話",
        "在縣委政協工作會議上的講話",
    )
    assert document.metadata.extra["columns"].startswith("黨委 共青團")
    view = TextView("標題:在區委工作會議上的講話 |\n" + PROSE)
    facts = [fact for proposal in Chrome().propose(view) for fact in getattr(proposal, "facts", ())]
    assert facts == [("title", "在區委工作會議上的講話")]


def test_seed_without_furniture_is_not_touched() -> None:
    source = read_seed("004")
    assert STEP(source).changes == ()


@pytest.mark.parametrize("text", ["打印", "打印 打印\n关闭", "来源:新华网 2022-01-10", "加载中..."])
def test_text_without_a_body_stays(text: str) -> None:
    document = STEP(text)
    assert document.text == text
    assert not document.notes


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022-01-10 14:31", "2022-01-10T14:31"),
        ("2022-01-10 14:31:05", "2022-01-10T14:31:05"),
        ("2022/1/5", "2022-01-05"),
        ("2022.01.10", "2022-01-10"),
        ("2019年06月15日08:18", "2019-06-15T08:18"),
        ("2024年01月21日 星期日", "2024-01-21"),
        ("2022年1月", "2022-01"),
        ("2022年1月10日下午2:31", "2022-01-10T14:31"),
        ("2022年1月10日 14时31分", "2022-01-10T14:31"),
        ("2019-09-3007:42", "2019-09-30T07:42"),
        ("201909/0719:02", "2019-09-07T19:02"),
        ("20220110", "2022-01-10"),
        ("中华民国91年3月19日星期二", "2002-03-19"),
        ("民国111年3月19日", "2022-03-19"),
        ("111-03-19", "2022-03-19"),
        ("2022-13-10", None),
        ("2022-02-30", None),
        ("2022-1-107:42", None),
        ("22-01-10", None),
        ("3.14", None),
        ("192.168.1.1", None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    found = find_date(text)
    assert (found.iso if found else None) == iso


PIECES = [
    line
    for number in ("000", "002", "003")
    for line in read_seed(number).split("\n")
    if len(line) < 400
] + [str(case["before"]) for case in read_cases("chrome.jsonl")]
LINES = sorted({line for piece in PIECES for line in piece.split("\n")} | {"", " ", PROSE, TITLE})


@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_any_shuffle_of_lines_settles(lines: list[str]) -> None:
    text = "\n".join(lines)
    once = STEP(text)
    assert STEP(once.text).text == once.text
    kept = [line.strip() for line in once.text.split("\n") if line.strip()]
    originals = iter([line.strip() for line in text.split("\n")])
    for line in kept:
        assert any(line in other for other in originals), "lines were joined or reordered"


@given(st.lists(st.sampled_from(LINES), max_size=12), st.data())
def test_broken_lines_never_raise(lines: list[str], data: st.DataObject) -> None:
    pieces = []
    for line in lines:
        cut = data.draw(st.integers(0, len(line)))
        pieces.append(line[cut:] + data.draw(st.sampled_from(["\n", " ", "\n\n", "|", ":"])))
    text = "".join(pieces) + PROSE
    doc = STEP(text)
    assert undo(doc.text, doc.changes) == text


@pytest.mark.parametrize(
    "blank", ["\N{OGHAM SPACE MARK}", "\N{NARROW NO-BREAK SPACE}", "\N{MEDIUM MATHEMATICAL SPACE}"]
)
def test_a_line_of_a_rare_space_near_the_headline_is_no_error(blank: str) -> None:
    doc = STEP(f"{TITLE}\n{blank}\n来源:渡口晚报 2020-01-01\n{PROSE}\n{PROSE}")
    assert doc.metadata.source == "渡口晚报"


@pytest.mark.parametrize(
    "text",
    [
        "来源:" * 50_000,
        "打印\n" * 30_000 + PROSE,
        "上一篇:" * 40_000 + PROSE,
        ("位置:" + "首页>" * 40 + "\n") * 1_000 + PROSE,
        "(责任编辑:" * 30_000 + PROSE,
        ("声明:" + "不代表" * 90 + "\n") * 400 + PROSE,
        ("2022-01-10 12:00\n") * 8_000 + "首页 > 要闻 > 正文\n" + PROSE,
        "\n" * 200_000 + "打印\n" + PROSE,
        ("分享 " * 30 + "x\n") * 1_000 + PROSE,
        (PROSE + "\n打印 打印\n") * 3_000,
        ("标题:甲乙丙\n文号:〔2022〕1号\n主题:农业\n") * 8_000 + PROSE,
        "人民日报数字报\n国内统一刊号:CN50-0064\n" + "人民日报 要闻\n" * 20_000 + PROSE,
        PROSE + "\n" + "推荐阅读\n• 春运启动\n" * 15_000,
        ("相关阅读\n" + "• 春运启动\n" * 5) * 3_000 + PROSE + ("相关阅读\n• 春运启动\n" * 3_000),
    ],
    ids=range(14),
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.process_time()
    STEP(text)
    # 60,000 to 200,000 code points; quadratic work would take minutes.
    assert time.process_time() - start < 5
