"""What the names of elements, classes and ids say about the part of a page they hold."""

from __future__ import annotations

import re
from functools import lru_cache

ARTICLE = 1
NAVIGATION = 2
FOOTER = 4
SIDE = 8
RELATED = 16
COMMENTS = 32
SHARING = 64
ADVERT = 128
FACTS = 256
TITLE = 512

FURNITURE = NAVIGATION | FOOTER | SIDE | RELATED | COMMENTS | SHARING | ADVERT


def names(text: str) -> frozenset[str]:
    """The words of a text, as a set.

    >>> sorted(names("p li"))
    ['li', 'p']
    """
    return frozenset(text.split())


_OF_TAG = {
    "article": ARTICLE,
    "main": ARTICLE,
    "nav": NAVIGATION,
    "menu": NAVIGATION,
    "footer": FOOTER,
    "aside": SIDE,
    "h1": TITLE,
    "time": FACTS,
}

_OF_ROLE = {
    "main": ARTICLE,
    "article": ARTICLE,
    "navigation": NAVIGATION,
    "menubar": NAVIGATION,
    "menu": NAVIGATION,
    "search": NAVIGATION,
    "contentinfo": FOOTER,
    "complementary": SIDE,
}

_WORDS = (
    (
        ARTICLE,
        "article articlebody artibody articletext articlecontent content contents detail details "
        "maintext newstext text post entry zoom trs editor endtext rich media zhengwen neirong "
        "newscontent contenttext cont paragraph story",
    ),
    (
        NAVIGATION,
        "nav navi navbar navigation menu menus crumb crumbs breadcrumb breadcrumbs position path "
        "location daohang mianbaoxie dqwz wz topbar topnav subnav sitemap channel search login "
        "toolbar pager pages pagination paging pagelist",
    ),
    (FOOTER, "foot footer copyright bottom footernav beian statement disclaimer siteinfo"),
    (SIDE, "side sidebar aside rightbar sider"),
    (
        RELATED,
        "related relate relatedarticles relatednews relation recommend recommends recommended "
        "recommendation rec recom tuijian hot hotnews hotlist rank ranking top10 xgxw xgyd xgwz "
        "xiangguan guess like likes interested extend extension yanshen prev previous next "
        "prevnext links friendlink friendlinks yqlj morenews readmore tag tags keywords feed",
    ),
    (
        COMMENTS,
        "comment comments commentlist cmt cmts pinglun replies reply replylist tie gentie "
        "disqus respond postcomments liuyan guestbook",
    ),
    (
        SHARING,
        "share shares sharebox bdshare bdsharebuttonbox social weixin weibo wechat qrcode qr ewm "
        "erweima fenxiang jiathis fontsize tool tools toolbox function operate favor",
    ),
    (ADVERT, "ad ads adv advert advertisement adbox gg guanggao banner promo promotion sponsor "
     "download appdownload"),
    (
        FACTS,
        "info source author authors time date pubtime pubdate byline meta laiyuan ly editor "
        "zebian property",
    ),
    (TITLE, "title headline biaoti"),
)  # fmt: skip
_ALONE = {"page": NAVIGATION, "copy": FOOTER, "print": SHARING}
"""What a name says if it is nothing more: there are `page-content`, `body-copy`, `printArea`."""

_STYLE = re.compile(
    r"(?:position-(?:relative|absolute|fixed|static|sticky)"
    r"|(?:d|text|border|align|margin|padding|bg|float|justify|flex|rounded|shadow)"
    r"(?:-[a-z0-9]{1,12}){1,3})"
)
"""Classes of style libraries: `position-relative`, `border-bottom`, `d-print-none`, `text-copy`."""

_MEANING: dict[str, int] = {}
for _flag, _words in _WORDS:
    for _word in _words.split():
        _MEANING.setdefault(_word, _flag)

AUTHOR = 1
SOURCE = 2
TIME = 3
_FIELD = {
    **dict.fromkeys(("author", "authors", "writer", "zuozhe", "byline"), AUTHOR),
    **dict.fromkeys(("source", "laiyuan", "ly", "origin", "jsname"), SOURCE),
    **dict.fromkeys(("time", "date", "pubtime", "pubdate", "posttime", "publishtime"), TIME),
}

_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
LONGEST_NAME = 200
"""Of longer class and id values (code points) the beginning is read."""


def hints_of(tag: str, attributes: dict[str, str | None]) -> int:
    """Flags of one element, by its tag, role, id and classes.

    >>> hints_of("div", {"class": "post-comments"}) & COMMENTS == COMMENTS
    True
    >>> hints_of("div", {"class": "page-content position-relative"}) == ARTICLE
    True
    """
    found = _OF_TAG.get(tag, 0)
    role = attributes.get("role")
    if role:
        found |= _OF_ROLE.get(role, 0)
    for name in ("id", "class"):
        value = attributes.get(name)
        if value:
            found |= _hints_of_name(value[:LONGEST_NAME])
    return found


@lru_cache(maxsize=4096)
def _hints_of_name(value: str) -> int:
    found = 0
    for name in value.split():
        if _STYLE.fullmatch(name):
            continue
        tokens = [token.lower() for token in _TOKEN.findall(name)]
        for token in (*tokens, "".join(tokens)):
            found |= _MEANING.get(token, 0)
        found |= _ALONE.get(name.lower(), 0)
    return found


def field_of(tag: str, attributes: dict[str, str | None]) -> int:
    """`AUTHOR`, `SOURCE`, `TIME`, or 0: what an element is named to hold of an article's facts.

    >>> field_of("span", {"class": "news_author"}) == AUTHOR
    True
    """
    if tag == "time":
        return TIME
    for name in ("itemprop", "class", "id"):
        value = attributes.get(name)
        found = _field_of_name(value[:LONGEST_NAME]) if value else 0
        if found:
            return found
    return 0


@lru_cache(maxsize=4096)
def _field_of_name(value: str) -> int:
    for name in value.split():
        tokens = [token.lower() for token in _TOKEN.findall(name)]
        for token in (*tokens, "".join(tokens)):
            if token in _FIELD:
                return _FIELD[token]
    return 0
