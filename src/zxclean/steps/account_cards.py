"""The card of an account beside a headline: its name, its id, counters, the button to follow it."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.credit_words import HAN_OR_LATIN
from zxclean.steps.dates import is_partial_date
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import FOLLOW, is_prose, line_text, own_text
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import name_outlet

ACCOUNT = 14
"""Longest line (code points) that may be the name of an account."""

CARD = 6
"""How many lines from the headline its card reaches, above or below."""

_COUNTERS = re.compile(
    r"(?:\d[\d.,]*\s?[万亿]?\s?(?:文章|粉丝|获赞|作品|总?阅读|人赞同了?该?(?:文章|回答)|篇原创)|查看TA的文章).{0,12}$"
)
"""Counters and buttons of an account."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{4,24}")


def read_account_above(page: Page, title: int, credits: dict[int, Facts]) -> None:
    """The account's name with counters or buttons below it, just above the headline."""
    below: list[int] = []
    for k in islice(page.staying(title - 1, -1), CARD):
        name = page.text(k)
        if _COUNTERS.match(name):
            below.append(k)
        elif below:
            if len(name) <= ACCOUNT and HAN_OR_LATIN.search(name):
                credits[k] = ((name_outlet(name), page.original(k, 0, len(name))),)
                credits.update(dict.fromkeys(below, ()))
            break


def read_account_below(
    page: Page, title: int, credits: dict[int, Facts], loose: dict[int, Facts]
) -> None:
    """The account's card below the headline: its name again, its own id, what it says of itself."""
    lines = [*islice(page.staying(title + 1, 1), CARD)]
    texts = [line_text(page, k) for k in lines]
    for n, (k, text) in enumerate(zip(lines[:2], texts, strict=False)):
        if is_prose(page.text(k)):
            return
        if not HAN_OR_LATIN.match(text) or is_noise(text.split()[0]):
            continue
        below = texts[n + 1] if n + 1 < len(texts) else ""
        half = text[: len(text) // 2]
        own = own_text(page, k, text)
        if len(half) > 1 and text == f"{half} {half}":
            credits[k] = (("source", own[: len(half)]),)
        elif text == below and len(text) <= ACCOUNT and text != line_text(page, title):
            followed = any(text.endswith("关注") for text in texts[n + 2 : n + 4])
            field = name_outlet(text) if followed else "source"
            credits[k] = credits[lines[n + 1]] = ((field, own),)
        elif not (n + 1 < len(lines) and k in credits and below and below in text):
            if n == 0 and len(text) <= ACCOUNT and any(map(_COUNTERS.match, texts[1:3])):
                loose.setdefault(k, (("byline", own),))
            continue
        for m in range(n + 1, len(lines)):
            if _ID.fullmatch(texts[m]):
                credits[lines[m]] = ()
                # What it says of itself stands between its id and the day.
                if m + 2 < len(lines) and is_partial_date(texts[m + 2]):
                    credits[lines[m + 1]] = credits[lines[m + 2]] = ()
                return
            if texts[m] not in text:
                return
            credits.setdefault(lines[m], ())
        return


def has_account(page: Page, loose: dict[int, Facts]) -> bool:
    """Whether a name below the headline has the button to follow it: a page of accounts."""
    return any(k + 1 < len(page) and FOLLOW.fullmatch(page.text(k + 1)) for k in loose)
