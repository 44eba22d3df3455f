"""Lines made of nothing but the words pages use of themselves, in whatever order a site puts them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from zxclean.literals import own_words

LONGEST = 48
"""Longest such line (code points)."""


@cache
def told_words() -> str:
    """A pattern of the words of which one is in every line of the page's own."""
    return "|".join(own_words()["told"])


@cache
def _told() -> re.Pattern[str]:
    return re.compile(told_words())


@cache
def _made() -> re.Pattern[str]:
    """Such words and, before its app, account or group, one name."""
    own = own_words()
    words = sorted({*own["nouns"], *own["verbs"], *own["others"]}, key=len, reverse=True)
    word = "|".join(map(re.escape, words))
    plain = rf"(?:{word}|[{''.join(own['between'])}]|[^\w]|[\d_])*"
    return re.compile(
        rf"{plain}(?:[\w\u4e00-\u9fff]{{1,8}}?(?=APP|App|app|客户端|公众号|小程序|微信群|读书群|交流群|阅读群|群$){plain})?"
    )


@cache
def _english() -> re.Pattern[str]:
    words = "|".join(own_words()["english"])
    return re.compile(rf"(?:(?:{words})(?:[\s|/·:>»+&-]+|$)){{1,6}}", re.IGNORECASE)


@lru_cache(512)
def says_only_page(text: str) -> bool:
    """Whether a folded line has only words of buttons, accounts and files shared.

    >>> says_only_page("点击标题下方蓝字 关注+星标"), says_only_page("剩余62%内容需开通会员后查看")
    (True, True)
    >>> says_only_page("点击鼠标左键"), says_only_page("下载以后可以任意编辑,老师说")
    (False, False)
    """
    if not 2 <= len(text) <= LONGEST or "。" in text or _told().search(text) is None:
        return False
    return _made().fullmatch(text) is not None


def may_be_button(text: str) -> bool:
    """Whether a short folded line has only such words, which amid others of them it may be."""
    return len(text) <= 6 and _made().fullmatch(text) is not None


def find_page_word(text: str) -> str:
    """The first word of a folded line that shows it to be the page's, or nothing."""
    found = _told().search(text)
    return found[0] if found is not None else ""


def is_page_english(text: str) -> bool:
    """Whether a line has only English words of a page's frame.

    >>> is_page_english("Skip to content"), is_page_english("Docker Compose")
    (True, False)
    """
    return _english().fullmatch(text) is not None
