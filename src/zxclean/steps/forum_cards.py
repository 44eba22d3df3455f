"""The card of a poster that forum software prints line by line beside a post."""

from __future__ import annotations

import re

from zxclean.steps.furniture import Finding, Page, row

WORDS, NUMBERS = 3, 2
"""Fewest fields and fewest figures of a card: a table of contents may have one such word."""

APART = 4
"""Most lines from one field to the next: its figure, a rank and its stars."""

CELL = 30
"""Longest line of a card (code points): a row of stars by name."""

_FIELD = re.compile(
    r"(?:主题|帖子|积分|回帖|威望|金钱|贡献|精华|在线时间|阅读权限|注册时间|最后登录|UID|uid|好友|听众|收听|日志|相册|金币|铜币|经验|魅力|人气|鲜花)(?:数|值)?"
)
_FIGURE = re.compile(r"-?\d[\d,.]*\s?[万wk]?|(?:19|20)\d\d-\d{1,2}-\d{1,2}")
_SIGNS = ("\n积分", "\n威望", "\n贡献", "\n主题", "\n帖子")


def choose_cards(page: Page) -> None:
    """Take out the fields, figures and ranks of a poster's card above the prose.

    >>> from zxclean.view import TextView
    >>> card = "4万\\n主题\\n5万\\n帖子\\n8万\\n积分\\n管理员\\nRank: 9\\n积分\\n85814\\n"
    >>> page = Page(TextView(f"旧门板做书桌\\n{card}老房子拆的时候,我把两扇门板拉了回来。"))
    >>> _ = page.find_edges()
    >>> choose_cards(page)
    >>> sorted(page.chosen) == list(range(1, 11))
    True
    """
    if not page.head or not any(
        page.folded.find(sign, 0, page.line_ends[page.head - 1]) >= 0 for sign in _SIGNS
    ):
        return
    fields = [k for k in range(page.head) if _FIELD.fullmatch(page.text(k))]
    run: list[int] = []
    for k in [*fields, len(page) + APART]:
        if run and k - run[-1] > APART:
            _take_card(page, run)
            run = []
        run.append(k)


def _take_card(page: Page, fields: list[int]) -> None:
    first, last = fields[0], fields[-1]
    if first and _FIGURE.fullmatch(page.text(first - 1)):
        first -= 1
    if last + 1 < page.head and _FIGURE.fullmatch(page.text(last + 1)):
        last += 1
    texts = [page.text(k) for k in range(first, last + 1)]
    if len(fields) < WORDS or sum(map(bool, map(_FIGURE.fullmatch, texts))) < NUMBERS:
        return
    if max(map(len, texts)) <= CELL and not any("\u3002" in text for text in texts):
        for k in range(first, last + 1):
            page.chosen.setdefault(k, Finding(row("poster_card"), "head"))
