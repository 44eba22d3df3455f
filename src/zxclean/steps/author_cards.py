"""The card of who wrote, behind the article: a heading, the name, and what is told of the person."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.furniture import Page, Stated
from zxclean.structure.credits import is_person

_HEADING = re.compile(
    r"\n[ \t]*(?:(?:作者|记者|撰稿人|撰文者)(?:简介|介绍|资料)|关于(?:作者|记者))[ \t]?:?[ \t]*(?=\n|$)"
)
"""Begins with the line feed, which a search skips to: at every line's begin it takes twice as long."""

_OF_PRESS = re.compile("记者|编辑|专栏|撰稿|撰文|评论员|媒体|新闻")
"""What a site says of those who write for it."""

_OF_BOOK = re.compile("内容简介|编辑推荐|出版社|ISBN|目录|著有|译者|本书")
"""What stands on the page of a book, whose author wrote no article."""


def find_author_card(page: Page) -> Stated | None:
    """The author whose card stands behind the article, if the site tells that the person writes for it.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\n作者简介\\n李一\\n渡口新闻网记者,爱观察细节。"))
    >>> _ = page.find_edges()
    >>> find_author_card(page).facts
    (('author', '李一'),)
    """
    headings = list(islice(_HEADING.finditer(page.folded, page.line_ends[page.head]), 2))
    if len(headings) != 1 or _HEADING.fullmatch(f"\n{page.text(0)}"):
        return None
    k = page.line_of(page.folded.index(headings[0][0].strip(), headings[0].start()))
    if k <= page.head or k + 2 >= len(page):
        return None
    name, told = page.text(k + 1), page.text(k + 2)
    if not is_person(name) or len(told) < 2 * len(name) or not _OF_PRESS.search(told):
        return None
    if _OF_BOOK.search(page.folded):
        return None
    own = page.original(k + 1, 0, len(name)).replace(" ", "")
    return Stated(page.start(k + 1), page.end(k + 1), (("author", own),))
