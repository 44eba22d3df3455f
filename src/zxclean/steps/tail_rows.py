"""Rows behind the article that are no text: issues by their days, weeks of a calendar, labels whose
values are gone, names of topics behind hash signs."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page, row
from zxclean.steps.head_lines import line_text
from zxclean.steps.headline_overlap import find_pairs
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.noise import is_noise
from zxclean.structure.credits import is_person

ISSUES = re.compile(
    r"(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}[\s,]*\d{0,6}[\s|,]*){3,}(?:[12]\d{0,3}[-/.\d]{0,5})?"
)
"""Three days or more on a line with numbers between: the issues of a paper. The last may be cut off."""

_ISSUE = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}[\s,]+\d{1,6}\s?\|?")
"""One of them on a line of its own, which stands among others."""

_WEEK = re.compile(
    r"(?:[日一]\s+)?[一二]\s+[二三]\s+三?\s*四\s+五\s+六(?:\s+日)?|(?:Su|Mo)\w*(?:\s+[A-Z][a-z]{1,2}){6}"
)
_NUMBERS = re.compile(r"[\d\s]{1,60}")
_COUNTERS = re.compile(r"\d{1,5}(?:\s+\d{1,5}){1,5}")
_HASHES = re.compile(r"(?:#[^\s#,。]{1,20}#?[\s,]*){2,}")
_LABEL = re.compile(r"(?:[\u2022\u00b7\u25cf]\s*)?[\u4e00-\u9fff]{2,4}:")

_FIELD = re.compile(
    r"(?:文章)?(?:标签|关键字|分类|归类|[Tt]ags?)\s?:\s?[^\s,、。!?:]{1,6}(?:[\s,、]+[^\s,、。!?:]{1,6}){0,9}"
)
_ENDS = ("主办", "承办", "主管", "协办", "维护", "D", "d", ".", "C", "P")
_RUNS_SITE = re.compile(
    r"(?:[\u4e00-\u9fff()]{4,24}(?:主管|主办|承办|协办|维护)[\s|]*){1,4}|友情链接\s?:[^。]{1,120}"
    r"|[A-Z][A-Za-z&.,]*(?: [A-Z][A-Za-z&.,]*){1,6} (?:Limited|LIMITED|Ltd|LTD|Inc|INC|Corp|CORP)\.?"
)
"""Who runs the site, over its last lines, and the sites it names."""


def choose_rows(page: Page, _: Candidates) -> None:
    """Take out such rows behind the last sentence.

    >>> from zxclean.view import TextView
    >>> lines = ["江边步道今天开放,全长三公里。", "2026-01-17,12853| 2026-01-16,12845| 2026-01-15,12833"]
    >>> page = Page(TextView("\\n".join(lines)))
    >>> _ = page.find_edges()
    >>> choose_rows(page, Candidates(page, ()))
    >>> sorted(page.chosen)
    [1]
    """
    week = False
    for k in range(len(page) - 1, page.tail - 1, -1):
        if k in page.chosen:
            continue
        text = page.text(k)
        if not (
            text[0].isdigit()
            or text[0] in "#日一SM\u2022\u00b7\u25cf"
            or ":" in text
            or text.endswith(_ENDS)
        ):
            continue
        below = k + 1 == len(page) or k + 1 in page.chosen
        gone = text[0] in "12" and (ISSUES.fullmatch(text) is not None or _is_issue(page, k))
        if page.chosen and below:
            gone = gone or _HASHES.fullmatch(text) is not None
            gone = gone or _LABEL.fullmatch(text) is not None
            gone = gone or _COUNTERS.fullmatch(text) is not None
            gone = gone or _FIELD.fullmatch(text) is not None
            gone = gone or _RUNS_SITE.fullmatch(text) is not None
        if gone:
            page.chosen[k] = Finding(row("remnant"), "tail")
        week = week or (text[0] in "日一二SM" and _WEEK.fullmatch(text) is not None)
    if week:
        _choose_weeks(page)
    if page.chosen:
        _choose_tags(page)


def _is_issue(page: Page, k: int) -> bool:
    """Whether a line is the day and the number of an issue, and one next to it too."""
    beside = (j for j in (k - 1, k + 1) if page.tail <= j < len(page))
    return _ISSUE.fullmatch(page.text(k)) is not None and any(
        _ISSUE.fullmatch(page.text(j)) for j in beside
    )


TAG, TAGS = 6, 12
"""Longest word that is a tag (code points), and the most of them."""


def _choose_tags(page: Page) -> None:
    """Take out words alone between the last sentence and what goes out: topics the article names.

    Each stands in the article, and one of them above its first sentence; names of people stay.
    """
    words: list[str] = []
    k = page.tail
    while k < len(page) and k not in page.chosen:
        if page.end(k) - page.start(k) > (TAG + 1) * TAGS or len(words) > TAGS:
            return
        words += page.text(k).split()
        k += 1
    if k == len(page) or not 2 <= len(words) <= TAGS:
        return
    if not all(2 <= len(word) <= TAG and word.isalnum() for word in words):
        return
    end = page.line_ends[page.tail - 1]
    head = page.line_ends[page.head - 1] if page.head else 0
    found = [page.folded.find(word, 0, end) for word in words]
    if min(found) < 0 or min(found) >= head or any(map(is_person, words)):
        return
    for j in range(page.tail, k):
        page.chosen[j] = Finding(row("remnant"), "tail")


def _choose_weeks(page: Page) -> None:
    """Take out the days of the week and the numbers below them."""
    inside = False
    for k in range(page.tail, len(page)):
        text = page.text(k)
        inside = _WEEK.fullmatch(text) is not None or (
            inside and _NUMBERS.fullmatch(text) is not None
        )
        if inside:
            page.chosen.setdefault(k, Finding(row("remnant"), "tail"))


MOST = 60
"""More lines behind the last sentence are a page of their own, which the step for the body weighs."""

LISTED, DATED = 3, 2
"""Fewest lines that are a list of other articles: without days, and each with its day."""

ITEM, LONGEST = 8, 44
"""Least and largest size (code points) of such a headline without a day."""

SHARED, OWN = 0.12, 0.34
"""Share of their pairs of characters that the article has too: of all of them on average, and of one.
On 500 labelled pages no three last lines of an article have so few that look like headlines."""

_DAY = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s?\d\d:\d\d(?::\d\d)?)?|[(\[]\d\d[-/]\d\d[)\]]"
)
_OWN_ITEM = re.compile(
    r"\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}、|[(①-⑳\u300a\u300c\u201c]|.{1,8}[:/|]|.*[:;,、。…]$"
)
"""An item of the article's own lists: with a number or a label, a title, a part of a sentence."""


def choose_unrelated(page: Page) -> None:
    """Take out headlines of other articles that end a page whose own has its day under its headline.

    Nothing stands over them, so they are told by their words: the article has none of these. Where
    the head has no day the last lines may as well be verse or a list of the article's own.

    >>> from zxclean.view import TextView
    >>> lines = ["江边步道今天开放,全长三公里。", "城南菜场周六起试营业", "柿子林里开了书店", "公交十一路恢复通车"]
    >>> page = Page(TextView("\\n".join(lines)))
    >>> _ = page.find_edges()
    >>> choose_unrelated(page)
    >>> sorted(page.chosen)
    [1, 2, 3]
    """
    lines = [*islice(page.staying(page.tail, 1), MOST + 1)]
    headed = bool(lines) and _is_heading(page.text(lines[0]))
    lines = [k for k in lines[headed:] if not _PLACE.fullmatch(page.text(k))]
    if not 0 < len(lines) <= MOST or (not headed and page.opens_list(lines[0] - 1)):
        return
    texts = [line_text(page, k) for k in lines]
    dated = all(len(_without_day(text)) < len(text) for text in texts)
    least = 1 if headed else DATED if dated else LISTED
    if len(lines) < least or (
        not dated and any(not ITEM <= len(text) <= LONGEST for text in texts)
    ):
        return
    bare = [*map(_without_day, texts)]
    if any(_OWN_ITEM.match(text) for text in bare) or not all(
        (shape := headline_shape(text)) is not None and (dated or shape > 0) for text in bare
    ):
        return
    article = page.folded[: page.line_ends[page.tail - 1]]
    shares = [_share(text, article) for text in bare]
    if max(shares) > OWN or sum(shares) > SHARED * len(shares):
        return
    for k in range(page.tail, lines[-1] + 1):
        page.chosen.setdefault(k, Finding(row("teaser"), "tail"))


def _without_day(text: str) -> str:
    return _DAY.sub("", text).strip(" -|\u00b7")


CUT_LINES, CUT_SIZE = 60, 30
"""How many of the last lines may be a list of other articles with their openings, and the shortest
opening (code points)."""

CUT_SHARED = 0.3
"""Most of the pairs of characters of such openings that the article has too."""

CUT = ("...", "\u2026")


def choose_openings(page: Page, _: Candidates) -> None:
    """Take out other articles below a heading that ends the page, each with its opening, cut off.

    >>> from zxclean.view import TextView
    >>> opening = "城南菜场经过半年改造,新设了两百个摊位,周六起恢复营业,附近居民说买菜又方便了..."
    >>> lines = ["江边步道今天开放,全长三公里。", "新闻推荐", "菜场周六起试营业", opening]
    >>> page = Page(TextView("\\n".join(lines)))
    >>> choose_openings(page, Candidates(page, ()))
    >>> sorted(page.chosen)
    [1, 2, 3]
    """
    first = max(page.head + 1, len(page) - CUT_LINES)
    if first >= len(page) or not any(page.folded.find(cut, page.start(first)) >= 0 for cut in CUT):
        return
    cuts: list[int] = []
    for k in range(len(page) - 1, first - 1, -1):
        text = page.text(k)
        if len(text) < CUT_SIZE:
            if cuts and _is_heading(text.lstrip("- ")) and k not in page.chosen:
                break
            continue
        if k not in page.chosen and not text.endswith(CUT):
            return
        if text.endswith(CUT):
            cuts.append(k)
    else:
        return
    article = page.folded[: page.line_ends[k - 1]]
    # An opening that begins with the headline above it is cut from another page for certain.
    others = [j for j in cuts if not page.text(j).startswith(page.text(j - 1))]
    shares = [_share(page.text(j), article) for j in others]
    if shares and sum(shares) > CUT_SHARED * len(shares):
        return
    for j in range(k, len(page)):
        page.chosen.setdefault(j, Finding(row("teaser"), "tail"))


_PLACE = re.compile(
    r"\d{1,2}|\d\d:\d\d|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s\d\d:\d\d)?"
)
"""The place of an item in its list, or its hour, on a line of its own."""

_HEADING = re.compile(
    r"[\u203b\u2605\u25bc]?\s?(?:[\u4e00-\u9fff\d]{0,8}(?:更多|兴趣|感?兴趣|热点|热门|热榜|热文|排行|推荐|喜欢|在看|还看)[\u4e00-\u9fff\d]{0,8})"
)


def _is_heading(text: str) -> bool:
    """Whether a line is what sites print over lists of other articles."""
    text = text.strip("[]【】: ")
    return is_noise(text) or _HEADING.fullmatch(text) is not None


def _share(text: str, article: str) -> float:
    pairs = find_pairs(text)
    return sum(pair in article for pair in pairs) / len(pairs) if pairs else 1.0
