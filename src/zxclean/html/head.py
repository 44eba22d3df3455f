"""What the head of a page states about its article: meta elements and JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from zxclean.html.steps import Fact
from zxclean.steps.dates import find_date
from zxclean.view import TextView

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST_VALUE = 300
"""Longest value (code points) of a meta element that is a fact."""

LONGEST_JSON = 200_000
"""Longest JSON-LD (code points) that is read."""

_TITLES = ("articletitle", "og:title", "twitter:title", "headline", "title")
_DATES = (
    "article:published_time",
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "og:release_date",
    "og:published_time",
    "og:time",
    "weibo: article:create_at",
    "datepublished",
    "apub:time",
    "article:create_at",
)
_SOURCES = ("contentsource", "article:source", "mediaid", "source", "og:article:source")
_AUTHORS = ("article:author", "og:article:author", "author", "authorname")
_LINKED = {"headline": "headline", "datePublished": "datepublished", "pubDate": "datepublished"}
_EXTRA = {"columnname": "ColumnName", "columntype": "ColumnType", "sitename": "SiteName",
          "keywords": "", "og:site_name": ""}  # fmt: skip
_GOVERNMENT = ("articletitle", "contentsource", "columnname", "siteidcode")
_LABEL = re.compile(r"^(?:[^\s:]{0,4}(?:来源|作者|记者|编辑)\s*[:\uff1a]|By\s)\s*")
_EDGES = " -\u2013\u2014|/\u00b7"
_TAIL = re.compile(r"\s*(?:原创稿|转载)$")
_HAN = re.compile("[\u3400-\u9fff]")
_OUTLET = re.compile(
    r"(?:网|报|社|台|新闻|频道|平台|在线|科技|财经|集团|公司|日报|晚报|客户端|中心)$"
)
_NO_NAME = re.compile(r"[\d@.:/,]|^(?:admin|管理员|佚名|匿名|未知|name)$", re.IGNORECASE)
_MIDNIGHT = re.compile(r"T00:00(?::00)?$")


class Head(NamedTuple):
    """Titles from best to worst, the browser's title, and facts."""

    titles: tuple[str, ...]
    browser_title: str
    facts: tuple[Fact, ...]


def read_head(tree: LexborHTMLParser, visible: str, url: str | None) -> Head:
    """The facts of a page's head.

    `visible` is the page's visible text: a name of an author counts only if it stands there too,
    but for the meta elements of government sites, since most pages put the name of the site into
    that element. `url` is the address the caller knows; else the canonical one is taken.
    """
    values = _meta(tree)
    signed: list[tuple[str, ...]] = [(values[key],) for key in _AUTHORS if key in values]
    for item in _linked_articles(tree):
        for key, name in _LINKED.items():
            if isinstance(item.get(key), str):
                values.setdefault(name, _squeeze(item[key]))
        signed.append(_linked_names(item.get("author")))
    browser = tree.css_first("title")
    browser_title = _squeeze(browser.text() if browser is not None else "")
    titles = tuple(dict.fromkeys(values[name] for name in _TITLES if name in values))
    facts: list[tuple[str, str]] = []
    government = any(name in values for name in _GOVERNMENT)
    sources = [plain_name(values[name]) for name in _SOURCES if name in values]
    source = next((s for s in sources if _HAN.search(s) and len(s) <= 40), None)
    if source:
        facts.append(("source", source))
    sites = {*sources, values.get("og:site_name", ""), values.get("sitename", "")}

    def is_author(name: str) -> bool:
        return _is_author(name, sites, browser_title) and (
            government or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", visible) is not None
        )

    authors = ([plain_name(name) for name in names] for names in signed)
    for names in authors:
        if names and all(map(is_author, names)):
            facts.append(("author", " ".join(names)))
            break
    date = next((d for d in (iso_date(values[k]) for k in _DATES if k in values) if d), None)
    if date:
        facts.append(("published_at", date))
    address = url or _canonical(tree)
    if address:
        facts.append(("url", address))
    facts += [(name, values[key]) for key, name in _EXTRA.items() if name and key in values]
    return Head(titles, browser_title, tuple((*fact, "the page's head") for fact in facts))


def _squeeze(text: str | None) -> str:
    return " ".join((text or "").split())[:LONGEST_VALUE]


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    values: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        value = _squeeze(attributes.get("content"))
        if name and value:
            values.setdefault(name.strip().lower(), value)
    return values


def _linked_articles(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """The articles of the page's JSON-LD, those in a list or a graph of other things too."""
    for node in tree.css('script[type="application/ld+json"]'):
        text = node.text() or ""
        if len(text) > LONGEST_JSON:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for each in graph if isinstance(graph, list) else [item]:
                if isinstance(each, dict) and (each is item or "headline" in each):
                    yield each


def _linked_names(author: object) -> tuple[str, ...]:
    """The names of `author`: a text, a thing with a name, or a list of these."""
    people = author if isinstance(author, list) else [author]
    names = [each.get("name") if isinstance(each, dict) else each for each in people]
    return tuple(_squeeze(name) for name in names if isinstance(name, str) and name.strip())


def _canonical(tree: LexborHTMLParser) -> str | None:
    link: LexborNode | None = tree.css_first('link[rel="canonical"]')
    address = link.attributes.get("href") if link is not None else None
    if not address:
        meta = tree.css_first('meta[property="og:url"]')
        address = meta.attributes.get("content") if meta is not None else None
    return address if address and address.startswith(("http://", "https://")) else None


def plain_name(value: str) -> str:
    """A name without the label before it."""
    return _TAIL.sub("", _LABEL.sub("", value)).strip(_EDGES)


def is_name(name: str) -> bool:
    """Whether a value may be the name of an author: short, without figures, no outlet's name.

    >>> is_name("林子沛"), is_name("新京报"), is_name("网易号")
    (True, False, True)
    """
    return 2 <= len(name) <= 20 and not _OUTLET.search(name) and not _NO_NAME.search(name)


def is_outlet(name: str) -> bool:
    """Whether a value is named like a newspaper, site or agency."""
    return 2 <= len(name) <= 20 and _OUTLET.search(name) is not None


def _is_author(name: str, sites: set[str], browser_title: str) -> bool:
    return is_name(name) and (name not in sites and name not in browser_title)


def iso_date(value: str) -> str | None:
    """The date in a value as ISO 8601, without a midnight that stands for no time."""
    found = find_date(TextView(value).folded)
    return _MIDNIGHT.sub("", found.iso) if found else None
