"""Which lines of a page, and which words on them, may be the source, the author or the day of its article.

All that a page says around its headline, between its sentences where furniture stands, and behind
its prose. `fact_signs.py` says what speaks for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from zxclean.steps.credit_tagger import LONGEST, TAGS, odds_of
from zxclean.steps.credit_tokens import Token, tokens_of
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import DATED, is_menu, is_prose
from zxclean.steps.labels import labels_known
from zxclean.steps.noise import is_noise
from zxclean.steps.other_dates import is_list_heading
from zxclean.steps.source_people import close_names
from zxclean.structure.credits import is_caption

ABOVE, BELOW, BEHIND, WITHIN = 8, 14, 14, 40
"""So many lines above the headline, below it, behind the prose, and behind the first line of prose
are looked at."""

ABOVE_BARE, BELOW_BARE = 3, 6
"""So many lines above the headline and below it a name may stand without a day or a label."""

WORDED = (-4.0, 2.0)
"""Wording (nats) of a name alone on its line, at least and below what: of 100 by which articles of labelled
pages are signed 94, of other lines in their places half."""

NEAR = 2
"""Between sentences a name stands at most so many lines from what goes out."""

LONGEST_NAME = 24
"""Longest name (code points)."""

LONGEST_LAST = 60
"""Longest last line of prose (code points) that may be a signature."""

MOST = 8
"""More words than these on a line are a sentence or a menu."""

TOGETHER = 0.3
"""How likely each of several names on a line has to be an author's, that they are so together."""

_READER, _ABOVE = "chrome.reader_day", "chrome.above_headline"

DAY = re.compile(r"\d(?:\s?年|[-/.]\d|\d{3})")
"""In every day with its year."""

_NOTICE = re.compile(r"(?:通知|公告|通告|通报|公示|启事|声明|讣告|批复|决定)$")
"""How the headline of a text ends that an office signs on its day."""

_NOBODY = re.compile(r"系统|互联网|网络|昵称\d*|网友投稿|佚名|匿名\S{0,2}|编辑|小编")
"""What stands for a name where there is none."""

POSTED = re.compile(r"(?:发[布表]|编辑|创作|写|更新|修改)于|[Pp]osted")
"""What stands before the day of a post."""


class Word(NamedTuple):
    """What may be a value: its fields, the value, and `[start, end)` of the folded line.

    `shares` says how likely the tagger holds it to be each of its tags; none for several names.
    """

    fields: tuple[str, ...]
    value: str
    start: int
    end: int
    shares: tuple[float, ...]


def find_lines(page: Page, title: int) -> list[int]:
    """The lines that may state a fact of the article under a headline at line `title`, -1 if it
    is not known.

    Where nothing goes out all are the text's own, and few state anything: those behind a notice, whose
    day is that of its signature, and those with a label. What stands below the heading of a list is of
    other articles.
    """
    top = title if title >= 0 else min(page.head, len(page))
    found = {*range(max(0, top - ABOVE), top), *range(title + 1, min(page.head, top + BELOW))}
    behind = range(max(page.tail - 2, title + 1, 0), min(len(page), page.tail + BEHIND))
    own = takewhile(lambda k: not is_list_heading(page.text(k)), behind)
    if page.chosen:
        found.update(_find_within(page), own)
    elif title >= 0 and _NOTICE.search(page.text(title)):
        found.update(own)
    else:
        found.update(k for k in own if _has_label(page.text(k)))
    return [k for k in sorted(found) if k != title and _may_state(page, title, k)]


def _has_label(text: str) -> bool:
    """Whether a label stands before a colon."""
    return ":" in text and any(
        token.kind == "key" and text[token.end :].lstrip()[:1] == ":" for token in tokens_of(text)
    )


def _find_within(page: Page) -> Iterator[int]:
    """Lines between sentences: those with a day, and short ones near to what goes out."""
    gone = -1 - NEAR
    for k in range(page.head + 1, min(page.tail - 2, page.head + WITHIN)):
        text = page.text(k)
        if len(text) > LONGEST_LAST or is_prose(text):
            continue
        if k in page.chosen or is_noise(text):
            gone = k
        near = k - gone <= NEAR or any(k + n in page.chosen for n in range(1, NEAR + 1))
        if DATED.search(text) or (near and len(text) <= LONGEST_NAME):
            yield k


def _may_state(page: Page, title: int, k: int) -> bool:
    """Whether a line is short enough, and neither a sentence, a caption, a button, the reader's own day
    nor a menu above the headline."""
    text, finding = page.text(k), page.chosen.get(k)
    if len(text) > LONGEST or (is_prose(text) and len(text) > LONGEST_LAST):
        return False
    if finding is not None and not finding.facts and finding.rule.id == _READER:
        return False
    if not (DAY.search(text) or ":" in text):
        top = title if title >= 0 else page.head
        near = top - ABOVE_BARE <= k <= top + BELOW_BARE and k < page.head
        near = near or page.head < k < page.tail
        if not near or (finding is not None and finding.rule.id != _ABOVE and not finding.facts):
            return False
        if " " not in text and not WORDED[0] <= page.wording(k) < WORDED[1]:
            return False
    if is_caption(text):
        return False
    return title < k <= title + BELOW or not is_menu(text)


def find_words(page: Page, k: int) -> Iterator[Word]:
    """The words of a line that may be a value, and its authors together where they are several."""
    text = page.text(k)
    if sum(token.kind == "word" for token in tokens_of(text)) > MOST:
        return
    odds = odds_of(text)
    prose = is_prose(text)
    authors: list[Token] = []
    for token, shares in odds:
        if token.kind == "day":
            day = find_date(text, token.start)
            if day is not None and len(day.iso) >= 10:
                yield Word(("published_at",), day.iso, token.start, token.end, shares)
        elif token.kind == "word" and not prose and may_name(text[token.start : token.end]):
            if shares[TAGS.index("author")] > TOGETHER:
                authors.append(token)
            value = close_names(page.original(k, token.start, token.end))
            yield Word(("source", "author"), value, token.start, token.end, shares)
    if len(authors) > 1:
        names = (close_names(page.original(k, token.start, token.end)) for token in authors)
        value = " ".join(names)
        yield Word(("author",), value, authors[0].start, authors[-1].end, ())


def may_name(word: str) -> bool:
    """Whether a folded word can be a name: no button, no label, no name that a system gives.

    >>> may_name("不吃鱼的猫"), may_name("发表于"), may_name("12")
    (True, False, False)
    """
    solid = "".join(word.split())
    return (
        len(word) <= LONGEST_NAME
        and any(map(str.isalpha, solid))
        and not is_noise(solid)
        and solid not in labels_known()
        and _NOBODY.fullmatch(solid) is None
        and POSTED.search(solid) is None
    )
