"""`clean_html`: visible text, the article of a page, its facts and blocks."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zxclean
from strategies import any_text
from test_pages import FACTS, plain, read_cases
from zxclean.html import hints
from zxclean.html.parser import ATTRIBUTES, tame
from zxclean.html.visible import read_page

pytest.importorskip("selectolax", reason="needs the extra: pip install 'zxclean[html]'")

PROSE = (
    "江边步道昨天开放\uff0c全长三公里\uff0c沿途设了四个观景台。",
    "步道由旧码头改建\uff0c保留了石阶和缆桩\uff0c夜里有灯。",
    "附近居民说\uff0c以前走到江边要绕半小时\uff0c现在十分钟就到。",
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>江边步道开放_临溪网</title><meta name="PubDate" content="2022-01-10 14:31">
<meta name="ContentSource" content="临溪日报"><meta name="ColumnName" content="要闻">
<link rel="canonical" href="https://example.org/a.html"></head><body>
<div style="display:none">看不见的话\uff0c不算。</div>
<ul class="menu"><li><a href="/">首页</a></li><li><a href="/n">新闻</a></li></ul>
<div class="wrap"><h1>江边步道开放</h1><div class="info"><span>作者\uff1a林小溪</span></div>
<div class="con"><p>{PROSE[0]}</p><h3>旧码头</h3><p>{PROSE[1]}<br>{PROSE[2]}</p>
<figure><img src=x><figcaption>步道一段 林小溪摄</figcaption></figure>
<table><tr><th>路段<th>长度<tr><td><p>北段</p><td>1.2公里<tr><td>南段<td>1.8公里</table>
<ul><li>北门入口</li><li>南门入口</li></ul><p>开放时间为早六点至晚十点\uff0c全年不休。</p></div></div>
<div class="related"><a href="/1">老街修好了</a><a href="/2">新桥通车</a></div>
<div class="comments"><p>网友甲\uff1a走过了\uff0c很好\uff0c就是人多。</p></div>
<footer>版权所有 临溪网</footer><script>var x = "不是正文\uff0c也不是。"</script></body></html>"""


def visible(html: str) -> str:
    from zxclean.html.parser import parse

    return read_page(parse(html).body).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<p>b", "a\nb"),
        ("a<br>b<br><br>c<br><br><br>d", "a\nb\n\nc\n\nd"),
        ("<p>  中\n  文 <b> x</b>  y </p>", "中文 x y"),
        ("<a href=/>甲</a>\n<a href=/>乙</a>", "甲 乙"),
        ("a&nbsp;&#x3000;&lt;b&gt;&amp;amp;", "a\u00a0\u3000<b>&amp;"),
        ("<pre>a\n  b\r\nc</pre>", "a\n  b\nc"),
        ("<ruby>漢<rp>(<rt>h\u00e0n<rp>)</ruby>字", "漢字"),
        ("x<script>y</script><style>z</style><!--c--><template>t</template>", "x"),
        ("<div hidden>x</div><p style='display : none'>y</p>z", "z"),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "1\t2\n3\t4"),
        ("<table><tr><td>1<td>2<tr><td><table><tr><td>3</table><td>4</table>", "1\n2\n3\n4"),
        ("<select><option>a</select><textarea>b</textarea>c", "c"),
        ("", ""),
        ("<frameset><frame></frameset>", ""),
    ],
)
def test_visible_text(html: str, text: str) -> None:
    assert visible(html) == text


def test_hidden_article_is_shown_when_it_is_the_page() -> None:
    page = f'<p>请稍候</p><div style="visibility: hidden"><p>{"</p><p>".join(PROSE)}</p></div>'
    assert PROSE[0] in visible(page)


SHOWN = "".join(f"<p>{line}</p>" for line in PROSE)
COMMENTS = (
    '<div class="comments">'
    + "".join(
        f"<div><b>网友{n}</b><p>走过了\uff0c第{n}回\uff0c很好\uff0c就是人多\uff0c周末要早一点去。</p></div>"
        for n in range(9)
    )
    + "</div>"
)
FIELDS = "".join(
    f"<tr><td>{name}<td>{value}"
    for name, value in (("案号", "第12号"), ("地点", "北门"), ("备注", "".join(PROSE) * 2))
)


@pytest.mark.parametrize(
    "html",
    [
        f"<select><option>请选择<option>站点{SHOWN}",
        f"<div id=app></div><noscript>{SHOWN}</noscript>",
        f"<textarea>{SHOWN.replace('<', '&lt;')}</textarea>",
        f'<div class="sidebar-left"><h1>江边步道开放</h1><div class="related-content">{SHOWN}</div></div>'
        + COMMENTS,
        f'<div class="share"><div class="recommend-article">{SHOWN}</div></div>',
        f"<video src=a>{SHOWN}",
        f"<iframe src=a>{SHOWN}",
        f"<canvas>{SHOWN}",
        f'<div class="related"><h1>江边步道开放</h1>{SHOWN * 2}</div>'
        + "".join(
            f"<div><a href=/{n}>别处{n}</a><p>别处的事{n}\uff0c很远\uff0c与此无关。</p></div>"
            for n in range(9)
        ),
    ],
)
def test_article_in_an_element_that_says_otherwise(html: str) -> None:
    text = zxclean.clean_html(f"<title>江边步道开放</title><a href=/>首页</a>{html}").text
    assert all(line in text for line in PROSE)
    assert "网友1" not in text


def test_pages_that_are_turned_over_are_one_article() -> None:
    pages = "".join(
        f'<div class="page"{" hidden" if n else ""}><p>{line}</p></div>'
        for n, line in enumerate(PROSE)
    )
    text = zxclean.clean_html(f"<title>江边步道</title><h1>江边步道</h1>{pages}").text
    assert all(line in text for line in PROSE)


def test_the_only_main_heading_is_a_title_the_head_does_not_know() -> None:
    others = "".join(f"<div><a href=/{n}>新闻{n}</a><p>{PROSE[2]}{n}</p></div>" for n in range(6))
    page = (
        f"<title>临溪网</title><h1>旧码头的灯</h1><div><p>{PROSE[0]}</p><p>{PROSE[1]}</p></div>"
        f"<div>{others}</div>"
    )
    doc = zxclean.clean_html(page)
    assert doc.title == "旧码头的灯"
    assert PROSE[0] in doc.text


def test_table_of_fields_stays_whole() -> None:
    page = (
        f"<title>公告</title><nav>首页 新闻</nav><table>{FIELDS}</table><footer>版权所有</footer>"
    )
    text = zxclean.clean_html(page).text
    assert all(word in text for word in ("第12号", "北门", PROSE[2]))
    assert "版权所有" not in text


def test_lines_without_marks_on_a_page_without_prose() -> None:
    verse = ("江水长又长", "渡船向何方", "一根竹篙撑啊", "撑过四季忙", "外公坐船头", "烟斗闪微光")
    page = (
        "<title>渡船谣</title><div style='display:none'>请登录\uff0c再评论。</div>"
        "<div class=c1><a href=/>首页</a></div><div><h1>渡船谣</h1><div class=c2>词\uff1a李江</div>"
        f"<div class=c3>{'<br>'.join(verse)}</div></div><div class=c4><a href=/1>另一首</a></div>"
    )
    text = zxclean.clean_html(page).text
    assert all(line in text for line in verse)
    assert "请登录" not in text and "另一首" not in text


def test_article_facts_and_blocks() -> None:
    doc = zxclean.clean_html(PAGE)
    assert doc.title == "江边步道开放"
    body = doc.text.split("\n")
    assert body[1:5] == [PROSE[0], "旧码头", PROSE[1], PROSE[2]]
    for gone in ("首页", "老街修好了", "网友甲", "版权所有", "看不见", "不是正文"):
        assert gone not in doc.text
    facts = doc.metadata
    assert (facts.source, facts.author, facts.published_at) == (
        "临溪日报",
        "林小溪",
        "2022-01-10T14:31",
    )
    assert facts.url == "https://example.org/a.html"
    assert facts.extra["ColumnName"] == "要闻"
    kinds = {doc.text[b.start : b.end]: b.kind for b in doc.blocks}
    assert kinds["旧码头"] == "heading"
    assert kinds["步道一段 林小溪摄"] == "caption"
    assert kinds["北门入口"] == "list"
    assert kinds["路段\t长度\n北段\t1.2公里\n南段\t1.8公里"] == "table"
    rules = {note.rule for note in doc.notes}
    assert {"html.nav", "html.related", "html.comments", "html.footer"} <= rules


def test_changes_start_from_the_visible_text() -> None:
    doc = zxclean.clean_html(PAGE)
    assert doc.source == visible(PAGE)
    assert zxclean.undo(doc.text, doc.changes) == doc.source
    assert zxclean.replay(doc.source, doc.changes) == doc.text
    start = doc.text.index("旧码头")
    assert doc.source[slice(*doc.to_source(start, start + 3))] == "旧码头"
    assert zxclean.Document.from_json(doc.to_json()) == doc


def test_index_table_above_the_title() -> None:
    table = (
        "<table><tr><td>索引号\uff1a<td>1134/2021-004<td>发布机构\uff1a<td>临溪市政府办公室"
        "<tr><td>发文字号\uff1a<td>临政办发〔2021〕23号<td>发布日期\uff1a<td>2021-05-14</table>"
    )
    page = f"{table}<h1>关于步道开放的通知</h1><div><p>{'</p><p>'.join(PROSE)}</p></div>"
    doc = zxclean.clean_html(page)
    assert doc.text.startswith("关于步道开放的通知\n江边")
    assert doc.metadata.document_number == "临政办发〔2021〕23号"
    assert doc.metadata.published_at == "2021-05-14"


@pytest.mark.parametrize(
    ("codec", "charset", "script"),
    [("gbk", "gb2312", "hans"), ("big5", "big5", "hant"), ("utf-8-sig", "gbk", "hans")],
)
def test_bytes_by_meta_charset_and_mark(codec: str, charset: str, script: str) -> None:
    prose = {"hans": PROSE[0], "hant": "江邊步道昨天開放\uff0c全長三公里\uff0c沿途設了觀景臺。"}
    html = (
        f'<html><head><meta charset="{charset}"></head><body><p>{prose[script]}</p></body></html>'
    )
    doc = zxclean.clean_html(html.encode(codec), script="keep")
    assert doc.source == prose[script]
    assert doc.encoding == {"utf-8-sig": "utf-8", "gbk": "gb18030", "big5": "big5hkscs"}[codec]
    assert doc.notes[0].source_span == (0, len(doc.source))


def test_chrome_option_decides() -> None:
    marked = zxclean.clean_html(PAGE, chrome="mark")
    assert "首页" in marked.text
    assert any(note.rule == "html.nav" and note.kind == "mark" for note in marked.notes)
    kept = zxclean.clean_html(PAGE, chrome="keep")
    assert "首页" in kept.text
    assert kept.metadata.source == "临溪日报"


def test_pages_without_an_article_stay_whole() -> None:
    assert zxclean.clean_html("<ul><li><a href=/>首页</a><li>短</ul>").text == "首页\n短"
    english = "<nav><a href=/>Home</a></nav><p>No Chinese here, at all.</p>"
    assert zxclean.clean_html(english).text == "Home\nNo Chinese here, at all."


def test_comments_longer_than_the_article_go() -> None:
    comments = "".join(f"<li><p>第{k}楼\uff1a{PROSE[2]}{PROSE[1]}</p></li>" for k in range(20))
    page = (
        f"<title>江边步道开放</title><div><h1>江边步道开放</h1><div><p>{PROSE[0]}</p></div></div>"
        f'<ul class="comment-list">{comments}</ul>'
    )
    assert zxclean.clean_html(page).text == f"江边步道开放\n{PROSE[0]}"


VERSE = (
    "渡口的灯",
    "亮过四十年",
    "船尾的绳子",
    "系着一条河",
    "桥修好那天",
    "灯没有再亮",
    "石阶还在",
)


def test_verse_is_the_article_where_the_tree_says_so() -> None:
    aside = (
        "<div class=support><p>本站的翻译靠读者的捐助。</p><p>捐助可以用下面的链接,谢谢!</p></div>"
    )
    links = "".join(f"<li><a href=/{k}>诗社{k}月诗选</a></li>" for k in range(1, 9))
    aside = f"<ul>{links}</ul>{aside}"
    page = f"<title>渡口的灯和船 - 诗社</title><h3>渡口的灯和船</h3><div class=post-body>{'<br>'.join(VERSE)}</div>{aside}"
    doc = zxclean.clean_html(page)
    assert doc.text.split("\n") == ["渡口的灯和船", *VERSE]


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("page", hints.NAVIGATION),
        ("page-content", hints.ARTICLE),
        ("article-comments", hints.ARTICLE | hints.COMMENTS),
        ("story position-relative border-bottom", hints.ARTICLE),
        ("position", hints.NAVIGATION),
        ("body-copy", 0),
        ("printArea", 0),
        ("print", hints.SHARING),
    ],
)
def test_what_names_say(name: str, meaning: int) -> None:
    assert hints.hints_of("div", {"class": name}) == meaning


def test_title_is_not_invented_and_its_badge_goes() -> None:
    page = f"<title>江边步道开放\uff0c全长三公里</title><h2><i>原创</i>江边步道开放\uff0c全长三公里</h2><p>{PROSE[1]}</p><p>{PROSE[2]}"
    doc = zxclean.clean_html(page)
    assert doc.title == "江边步道开放\uff0c全长三公里"
    assert zxclean.clean_html(f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>").title is None


def test_author_of_the_head_must_stand_on_the_page() -> None:
    page = '<meta name="author" content="林小溪"><p>{}</p><p>' + PROSE[1]
    assert zxclean.clean_html(page.format(PROSE[0])).metadata.author is None
    assert zxclean.clean_html(page.format(f"{PROSE[0]} 林小溪")).metadata.author == "林小溪"


LINKED = [
    (
        '{"headline":"江边步道开放","datePublished":"2022-01-10T14:31+08:00","author":"林小溪"}',
        "林小溪",
    ),
    (
        '[{"@type":"WebPage"},{"headline":"江边步道开放","pubDate":"2022-01-10T14:31","author":{"name":"林小溪"}}]',
        "林小溪",
    ),
    (
        '{"@graph":[{"@type":"Person","name":"王五"},{"@type":"Comment","datePublished":"2023-05-05"},'
        '{"headline":"江边步道开放","datePublished":"2022-01-10T14:31",'
        '"author":[{"name":"林小溪"},{"name":"周小山"}]}]}',
        "林小溪 周小山",
    ),
    (
        '{"headline":"江边步道开放","datePublished":"2022-01-10T14:31","author":[{"name":"王五"}]}',
        None,
    ),
    (
        '{"headline":"江边步道开放","datePublished":"2022-01-10T14:31","author":[3,{"url":"/a"}]}',
        None,
    ),
]


@pytest.mark.parametrize(("data", "author"), LINKED)
def test_linked_data_of_the_head(data: str, author: str | None) -> None:
    script = '<script type="application/ld+json">{}</script>'
    page = (
        f"{script.format('{broken')}{script.format(data)}<title>江边步道开放_临溪网</title>"
        f"<h1>江边步道开放</h1><p>{PROSE[0]}<p>{PROSE[1]}<p>{PROSE[2]}<p>当天到场的有\uff1a林小溪、周小山、居民。"
    )
    facts = zxclean.clean_html(page).metadata
    assert (facts.author, facts.published_at) == (author, "2022-01-10T14:31")


def test_elements_named_for_facts() -> None:
    page = (
        "<title>江边步道开放_临溪网</title><h1>江边步道开放</h1><div class=info>"
        "<span class={}>{}</span><span class=source>临溪晚报</span>"
        f"<time>2022-01-10 14:31</time></div><div><p>{PROSE[0]}<p>{PROSE[1]}<p>{PROSE[2]}</div>"
    )
    for name, author in (("林小溪", "林小溪"), ("临溪晚报", None), ("阅读: 12", None)):
        facts = zxclean.clean_html(page.format("author", name)).metadata
        assert (facts.source, facts.author, facts.published_at) == (
            "临溪晚报",
            author,
            "2022-01-10T14:31",
        )


def test_labels_without_marks_beside_the_title() -> None:
    page = (
        "<title>江边步道开放_临溪网</title><h1>江边步道开放</h1><div>{}</div>"
        f"<div><p>{PROSE[0]}<p>{PROSE[1]}<p>{PROSE[2]}</div>"
    )
    line = "发表于2022-01-10 14:31| 1164次阅读| 来源临溪晚报| 0 条评论| 作者林小溪"
    doc = zxclean.clean_html(page.format(line))
    facts = doc.metadata
    assert (facts.source, facts.author, facts.published_at) == (
        "临溪晚报",
        "林小溪",
        "2022-01-10T14:31",
    )
    assert line not in doc.text
    sentence = "步道的来源要说到2022-01-10那天。"
    assert sentence in zxclean.clean_html(page.format(sentence)).text


def test_options_and_arguments_are_refused_like_those_of_clean() -> None:
    with pytest.raises(TypeError, match="unknown option 'scirpt'"):
        zxclean.clean_html("", **_loose({"scirpt": "tw"}))
    with pytest.raises(ValueError, match="script='xx' is not one of"):
        zxclean.clean_html("", **_loose({"script": "xx"}))
    with pytest.raises(TypeError, match="str or bytes, not int"):
        zxclean.clean_html(_loose(3))
    with pytest.raises(TypeError, match="url must be a string"):
        zxclean.clean_html("", url=_loose(3))


def _loose(value: object) -> Any:
    return value


def test_missing_extra_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(ImportError, match=re.escape('pip install "zxclean[html]"')):
        zxclean.clean_html("<p>x")


def test_import_stays_cheap() -> None:
    code = (
        "import sys, zxclean; zxclean.clean; "
        "print([m for m in sys.modules if 'selectolax' in m or m.startswith('zxclean.html')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert out.stdout.strip() == b"[]"


_TAGS = (
    "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<br>",
    "<a href=x>", "</a>", "<li>", "<ul>", "<h1>", "</h1>", "<pre>", "<script>", "</script>", "<!--",
    "-->", "<title>", "</title>", "<meta name=author content=", '<div class="comment', "<svg>", "<td",
    "<span class=author>", "</span>", "&nbsp;", "&#", "<template>", "<select>", "<p hidden>", "\n",
    "<time>2020-01-02</time>", "<body>", "<head>", "</html>", "<ruby>", "\t", *PROSE, "来源\uff1a甲",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_TAGS), any_text), max_size=40).map("".join))
def test_broken_html_never_raises(html: str) -> None:
    doc = zxclean.clean_html(html)
    _ = doc.blocks, doc.metadata
    assert zxclean.undo(doc.text, doc.changes) == doc.source
    assert zxclean.clean_html(html) == doc


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_never_raise(data: bytes) -> None:
    doc = zxclean.clean_html(data)
    assert zxclean.undo(doc.text, doc.changes) == doc.source


def test_tame_leaves_good_pages_alone() -> None:
    rows = "<p>a<br>b<img src=x>" * 5_000 + "<ul>" + "<li>x" * 5_000 + "</ul>"
    assert tame(rows) == rows
    long = "<i " + "a=1 " * ATTRIBUTES + ">x" + "<p>" * 9_000
    assert tame(long).startswith("<i>x<p>")


@pytest.mark.parametrize("case", read_cases("html_heads.jsonl"), ids=lambda case: case["label"])
def test_heads_of_content_management_systems(case: dict[str, Any]) -> None:
    document = zxclean.clean_html(case["html"])
    assert plain(document.title) == plain(case["title"])
    for name in {*FACTS, *case["facts"]}:
        assert plain(getattr(document.metadata, name)) == plain(case["facts"].get(name)), name
    assert str(plain("步道由旧码头改建")) in str(plain(document.text))


def test_lines_beside_the_article_are_read_and_go() -> None:
    head = "<h1>江边步道开放</h1><div class=tools>2022-01-10 14:31 来源\uff1a临溪日报 分享</div>"
    again = "<div class=tools>旧码头</div>"
    body = f"<div class=con><p>{PROSE[0]}<p>{PROSE[1]}<h3>旧码头</h3><p>{PROSE[2]}</div>"
    doc = zxclean.clean_html(
        f"<title>江边步道开放</title><ul><li><a href=/>首页</a></ul>{head}{again}{body}"
    )
    assert (doc.metadata.source, doc.metadata.published_at) == ("临溪日报", "2022-01-10T14:31")
    assert doc.text.split("\n").count("旧码头") == 1
    assert "分享" not in doc.text and doc.title == "江边步道开放"


def test_time_of_the_machine_counts_where_the_text_has_none() -> None:
    page = "<title>江边步道</title><h1>江边步道昨天开放</h1><div>{}</div>" + SHOWN
    for stamp, date in (
        ("2022-01-10T14:31:00+08:00", "2022-01-10T14:31:00"),
        ("2022-01-10T06:31Z", None),
    ):
        facts = zxclean.clean_html(page.format(f"<time datetime={stamp}>3小时前</time>")).metadata
        assert facts.published_at == date


HOSTILE = {
    "deep": "<div>",
    "bold": "<b>",
    "bold-ids": "<b id={}><p>x",
    "lists": "<ul><li>",
    "tables": "<table><tr><td>x",
    "misnested": "<i><b>x</i>",
    "ends": "<div></p></foo>",
    "attributes": "<p {}a=1>x",
    "bodies": "<body a{}=1>x",
    "cells": "<td>",
    "links": "<a href=x>区\uff0c",
    "lines": f"<p>{PROSE[0]}",
    "brs": "<br>",
    "fields": "<span class=author>区",
    "hidden": "<div hidden>区\uff0c。",
    "entities": "&amp",
    "opens": "<",
    "quotes": "<a b=\"'",
    "metas": "<meta name=a{} content=b>",
    "headings": "<h1>区\uff0c区区区区区区区</h1>",
    "rows": "<tr><td>来源<td>区",
    "scripts": "<script type=application/ld+json>[",
}
SIZE = 200_000


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_html_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        count = size // len(unit)
        html = "".join(unit.format(k) for k in range(count)) if "{}" in unit else unit * count
        start = time.process_time()
        doc = zxclean.clean_html(html)
        _ = doc.blocks, doc.notes, doc.metadata
        return time.process_time() - start

    seconds(SIZE // 20)
    small, large = seconds(SIZE // 4), seconds(SIZE)
    assert large < 1.5 or large < 8 * small
