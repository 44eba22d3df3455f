"""Lines behind the article that say again what is known of it: its record in a newspaper's system."""

from __future__ import annotations

import re
from itertools import chain

from zxclean.steps.furniture import Page
from zxclean.steps.head_credits import Head
from zxclean.structure.copies import COPY_SIZE
from zxclean.view import TextView

REACH = 6
"""How many lines behind the prose it may stand."""

MORE = 80
"""How much longer than the headline it may be in code points."""

_SMALL = re.compile(
    r"[\d\s:/.,、|()《》\[\]【】年月日时分第版面页号-]|星期[一二三四五六日天]|来源|作者|版次"
)


def find_fact_lines(page: Page, head: Head) -> list[int]:
    """The lines that are the headline, names and days the page has stated, and nothing else.

    >>> from zxclean.steps.article_head import find_head
    >>> page = Page(TextView(
    ...     "渡口船票的三次涨价\\n来源:河湾晚报 作者:李一 2020-08-14\\n船票从五分涨到两元,一共用了三十年。\\n"
    ...     "河湾晚报渡口船票的三次涨价李一2020-08-14 2"
    ... ))
    >>> _ = page.find_edges()
    >>> find_fact_lines(page, find_head(page))
    [3]
    """
    title = head.headline(page)
    if len(title) < COPY_SIZE:
        return []
    found: list[int] = []
    known: list[str] | None = None
    for k in range(page.tail, min(len(page), page.tail + REACH)):
        text = page.text(k)
        if k in page.chosen or not len(title) < len(text) <= len(title) + MORE:
            continue
        before, same, behind = text.partition(title)
        if not same:
            continue
        known = known if known is not None else _values(page, head)
        rest = f"{before} {behind}"
        for value in known:
            rest = rest.replace(value, " ")
        if not _SMALL.sub("", rest):
            found.append(k)
    return found


def _values(page: Page, head: Head) -> list[str]:
    """The names that the page has stated, folded, the longest first."""
    lines = chain(
        head.credits.values(),
        head.loose.values(),
        (finding.facts for finding in page.chosen.values()),
    )
    values = {str(value) for facts in lines for _, value in facts if len(str(value)) > 1}
    return sorted((TextView(value).folded for value in values), key=len, reverse=True)
