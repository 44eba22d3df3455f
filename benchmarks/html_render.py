"""Labelled texts set as HTML pages, the way content management systems do it, by seed.

A row of `tests/cases/documents` is a page's visible text with its lines labelled. Here the lines
become elements: menus lists of links, the article a container of paragraphs, comments and footers
boxes of their own, in markup of several makes. Names of classes are telling, opaque, or missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from random import Random

from documents_score import Row

LINK_SIZE = 40
"""Lines of furniture up to so many code points without a full stop become links, mostly."""

HEAD = 25
"""Lines above the article among which its title stands."""

_PARTS = {
    "telling": {
        "nav": ("nav", "main-nav", "header-menu", "navbar"),
        "crumb": ("crumbs", "breadcrumb", "position", "dqwz"),
        "article": ("article", "article-content", "TRS_Editor", "content", "detail-con", "zoom"),
        "info": ("info", "article-info", "source", "pub-time"),
        "tools": ("share", "tools", "bdsharebuttonbox", "print"),
        "related": ("related", "recommend", "hot-news", "xgxw", "list-box"),
        "comments": ("comments", "comment-list", "pinglun", "reply-list"),
        "footer": ("footer", "copyright", "foot", "bottom"),
        "side": ("sidebar", "aside", "right-col"),
    },
    "plain": {
        "nav": ("top", "box1", "w1200", "hd"),
        "crumb": ("box2", "bar"),
        "article": ("box3", "left", "con", "bd"),
        "info": ("t2", "sub"),
        "tools": ("t3",),
        "related": ("box4", "list"),
        "comments": ("box5", "list2"),
        "footer": ("box6", "ft"),
        "side": ("right", "box7"),
    },
}
_FOOTER = re.compile(
    "版权|ICP|备案|主办|承办|地址|Copyright|\u00a9|许可证|举报|邮编|技术支持", re.I
)
_COMMENTS = re.compile("评论|回复|跟贴|網友|网友|留言|顶|楼")
_TOOLS = re.compile("分享|打印|字号|字体|关闭|收藏|微信|微博|扫一扫|二维码|T \\+")
_STATED = re.compile("[^\uff1a:]{2,8}[\uff1a:]\\S")
_TAGS = re.compile("^[\u2022\u00b7]\\s*")
_LABEL = re.compile(
    "(?:来源|出处|作者|记者|编辑|(?:发信|发布|上传)人|[发公]布(?:机[构关]|单位|科室)?|发文机[构关]"
    "|(?:成文|生成|发布|公开|出版)?(?:日期|时间)|文\\s*号)\\s*[:：]?\\s*"
)
_CELL = re.compile(
    "(?:索\\s*引\\s*号|主题分类|发文字号|有\\s*效\\s*性|是否有效|内容概述|信息名称)\\s*[:：]?\\s*"
)
"""Labels of the index table over an official document, beside those of `_LABEL`."""

_WAY = re.compile("[>＞»→⇒]|版权|主办|承办")


class Renderer:
    """One make of a site, drawn from a seed."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.naming = rng.choice(("telling", "telling", "plain", "opaque", "none"))
        self.layout = rng.choice(("div", "div", "html5", "table"))
        self.links = rng.choice(("ul", "div", "span", "dl"))
        self.paragraph = rng.choice(("p", "p", "indent", "span", "br", "div"))
        self.flat = rng.random() < 0.3
        """Whether the paragraphs have no element of their own beside title and tools."""
        self.shared = rng.random() < 0.4
        """Whether what follows the article stands in its parent."""
        self.facts: set[str] = set()
        """Lines of furniture that state a fact of the article: no links, and in no menu."""

    def page(self, row: Row) -> str:
        """The page of a row, as HTML."""
        kinds = line_kinds(row)
        lines: list[str] = row["text"].split("\n")
        self.facts = {lines[k].strip() for k in fact_lines(row, kinds)}
        body = [k for k, kind in enumerate(kinds) if kind == "B"]
        first, last = body[0], body[-1]
        top = next((k for k in range(first) if kinds[k] in "TN"), first)
        for k in range(max(0, first - HEAD), first):
            # Title and facts stand right above the article; what is like them further up is not.
            if kinds[k] == "T":
                top = k
                break
        end = last
        while end + 1 < len(lines) and (kinds[end + 1] == "N" or not lines[end + 1].strip()):
            end += 1
        behind = list(self.furniture(lines[end + 1 :], before=False))
        shared = self.rng.randrange(len(behind) + 1) if self.shared else 0
        parts = [
            *self.furniture(lines[:top], before=True),
            self.main(
                lines[top : end + 1], kinds[top : end + 1], first - top, last - top, behind[:shared]
            ),
            *behind[shared:],
        ]
        return self.document(row, parts)

    def document(self, row: Row, parts: Sequence[str]) -> str:
        title = row["title"] or ""
        site = self.rng.choice(("\u4e34\u6eaa\u7f51", "\u6cb3\u4e1c\u5728\u7ebf"))
        tail = self.rng.choice(("_", "-", " - ", "|")) + site
        metas = [f'<meta name="keywords" content="{site}">']
        if title and self.rng.random() < 0.4:
            metas.append(f'<meta property="og:title" content="{escape(title)}">')
        if self.rng.random() < 0.3:
            metas.append(f'<meta name="author" content="{site}">')
        noise = '<script>var a="<p>\u811a\u672c\uff0c\u4e0d\u662f\u6b63\u6587\u3002</p>";</script>'
        hidden = '<div style="display:none">\u9690\u85cf\u7684\u63d0\u793a\uff0c\u8bf7\u767b\u5f55\u3002</div>'
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'>"
            f"<title>{escape(title + tail)}</title>{''.join(metas)}<style>p{{}}</style>{noise}"
            f"</head><body>{hidden}{''.join(parts)}{noise}</body></html>"
        )

    def box(self, part: str, inner: str) -> str:
        """A container named for a part, or not named."""
        rng = self.rng
        attributes = ""
        if self.naming == "opaque":
            attributes = f' class="c{rng.randrange(16**6):06x}"'
        elif self.naming != "none":
            name = rng.choice(_PARTS[self.naming][part])
            attributes = f' {rng.choice(("class", "class", "id"))}="{name}"'
        tag = "div"
        if self.layout == "html5":
            tag = {"nav": "nav", "article": "article", "footer": "footer", "side": "aside"}.get(
                part, "section"
            )
        elif self.layout == "table" and part not in ("info", "tools"):
            return f"<table{attributes} width=100%><tr><td>{inner}</td></tr></table>"
        return f"<{tag}{attributes}>{inner}</{tag}>"

    def furniture(self, lines: Sequence[str], before: bool) -> Iterator[str]:
        """Menus, lists, comments, footers: runs of like lines, each in a box."""
        texts = [line.strip() for line in lines if line.strip()]
        for part, group in groupby(texts, key=lambda text: self.part_of(text, before)):
            run = list(group)
            for start in range(0, len(run), 12):
                yield self.box(part, self.run_of(run[start : start + 12], part))

    def part_of(self, text: str, before: bool) -> str:
        if text in self.facts:
            return "info"
        if _FOOTER.search(text) and not before:
            return "footer"
        if ">" in text and before:
            return "crumb"
        if _TOOLS.search(text):
            return "tools"
        if not before and (_COMMENTS.search(text) or "\u3002" in text):
            return "comments"
        return "nav" if before else "related"

    def run_of(self, run: Sequence[str], part: str) -> str:
        out = []
        for text in run:
            item = escape(_TAGS.sub("", text))
            stated = _STATED.match(text) is not None
            if (
                part not in ("comments", "info")
                and not stated
                and len(text) <= LINK_SIZE
                and "\u3002" not in text
            ):
                item = f'<a href="/{self.rng.randrange(9999)}.html">{item}</a>'
            out.append(item)
        if self.links == "ul" and part not in ("comments", "footer"):
            return "<ul>" + "".join(f"<li>{item}</li>" for item in out) + "</ul>"
        if self.links == "dl" and part not in ("comments", "footer"):
            return "<dl>" + "".join(f"<dd>{item}</dd>" for item in out) + "</dl>"
        if self.links == "span" and part == "footer":
            return "<br>".join(f"<span>{item}</span>" for item in out)
        return "".join(f"<{tag}>{item}</{tag}>" for item in out for tag in ("p",))

    def main(
        self,
        lines: Sequence[str],
        kinds: Sequence[str],
        first: int,
        last: int,
        behind: Sequence[str],
    ) -> str:
        """Title, facts, article, and what follows it up to the credits."""
        above: list[str] = []
        for line, kind in zip(lines[:first], kinds[:first], strict=True):
            text = line.strip()
            if not text:
                continue
            if kind == "T":
                tag = self.rng.choice(("h1", "h1", "h2", "div"))
                above.append(f"<{tag}>{escape(_TAGS.sub('', text))}</{tag}>")
            elif kind == "N" or text in self.facts:
                spans = "".join(f"<span>{escape(word)}</span> " for word in text.split())
                above.append(self.box("info", spans))
            else:
                above.append(self.box("tools", f"<a href='#'>{escape(text)}</a>"))
        inner = "".join(self.article(lines[first : last + 1], kinds[first : last + 1]))
        below = [f"<div>{escape(line.strip())}</div>" for line in lines[last + 1 :] if line.strip()]
        article = inner if self.flat else self.box("article", inner)
        return f"<div>{''.join((*above, article, *below, *behind))}</div>"

    def article(self, lines: Sequence[str], kinds: Sequence[str]) -> Iterator[str]:
        at = 0
        while at < len(lines):
            text, kind = lines[at].strip(), kinds[at]
            if not text:
                at += 1
                continue
            if kind == "F" and text in self.facts:
                yield self.box("info", escape(text))
            elif kind == "F":
                yield self.box(
                    self.rng.choice(("related", "tools")), f'<a href="#">{escape(text)}</a>'
                )
            elif "\t" in text:
                rows = []
                while at < len(lines) and "\t" in lines[at]:
                    cells = lines[at].strip().split("\t")
                    rows.append("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>")
                    at += 1
                yield "<table border=1>" + "".join(rows) + "</table>"
                continue
            else:
                yield self.set_paragraph(text)
            at += 1

    def set_paragraph(self, text: str) -> str:
        inner = escape(text)
        if len(text) < 25 and not re.search("[\u3002\uff0c]", text) and self.rng.random() < 0.5:
            return self.rng.choice((f"<h2>{inner}</h2>", f"<p><strong>{inner}</strong></p>"))
        match self.paragraph:
            case "indent":
                return f"<p>\u3000\u3000{inner}</p>\n"
            case "span":
                return f'<p><span style="font-size:16px">{inner}</span></p>'
            case "br":
                return f"\u3000\u3000{inner}<br><br>\n"
            case "div":
                return f"<div>{inner}</div>"
        return f"<p>{inner}</p>\n"


def line_kinds(row: Row) -> list[str]:
    """`B` body, `T` title, `N` neutral, `F` furniture, one letter a line."""
    kinds = ["F"] * (row["text"].count("\n") + 1)
    for letter, ranges in (
        ("N", row["neutral"]),
        ("B", row["body"]),
        ("T", [(n, n) for n in row["title_lines"]]),
    ):
        for low, high in ranges:
            kinds[low - 1 : high] = [letter] * (high - low + 1)
    for part in row["partial"]:
        if part.get("body"):
            kinds[part["line"] - 1] = "B"
    return kinds


def fact_lines(row: Row, kinds: Sequence[str]) -> Iterator[int]:
    """Lines near the article that state what the label has for a fact, with the line of their label.

    Sites set them as text of its own, in no menu and under no link, though the label takes them for
    furniture when buttons or counters stand on them.
    """
    lines: list[str] = row["text"].split("\n")
    names = {
        name for fact in row["metadata"].values() for name in str(fact).split() if len(name) > 1
    }
    day = str(row["metadata"].get("published_at") or "")[:10].replace("-0", "-").split("-")
    date = re.compile(r"(?<!\d)0?" + r"\D{1,3}0?".join(day) + r"(?!\d)") if len(day) == 3 else None
    body = [k for k, kind in enumerate(kinds) if kind == "B"]
    label = ""
    for k in range(max(0, body[0] - HEAD), min(len(lines), body[-1] + HEAD)):
        text = _TAGS.sub("", lines[k].strip())
        if not text or kinds[k] in "BT" or _WAY.search(text):
            continue
        above = k < body[0]
        dated = above and date is not None and date.search(text) is not None
        named = any(name in text for name in names)
        labelled = _LABEL.search(text) or _LABEL.fullmatch(label)
        is_label = above and (_LABEL.fullmatch(text) or _CELL.fullmatch(text))
        if kinds[k] == "N" or dated or (named and labelled) or is_label or _CELL.fullmatch(label):
            yield k
        label = text if above else ""


def render(row: Row, seed: int) -> str:
    """A row as an HTML page; the seed and the row's id decide how it is made."""
    return Renderer(Random(f"{seed} {row['id']}")).page(row)
