"""Where the article of a page begins: its headline, and the credit lines next to it.

A headline is told by what stands around it: the credit line below, the breadcrumb above, the same
words again in the browser title, an `原标题` line or the first sentence. Menus need not be gone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.credits import DATES
from zxclean.steps.creditwords import LONGEST as CREDIT_LINE
from zxclean.steps.creditwords import Credits, read_credits
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Page
from zxclean.steps.labels import labels_known
from zxclean.steps.toolbars import find_toolbar
from zxclean.structure.credits import is_byline, is_caption, is_person

ABOVE = 10
"""How many lines above a credit line its headline is looked for: share buttons, a sub-headline and
a note on the author stand between, on the labelled documents up to four."""

BELOW = 14
"""How many lines below the headline its credit lines are looked for."""

CREDIT_LINES = 40
"""So many dated lines are looked at; more are a list."""

TITLE = 80
"""Longest headline (code points). The longest of the labelled documents has 43."""

PROSE = 40
"""A line so long (code points) with a comma or full stop is prose; headlines with a comma have up
to 36 on the labelled documents."""

ENOUGH = 1.0
"""Score from which a line beside a credit line or a breadcrumb is the headline: one of four
characters right above a date, with nothing else for it, has 1."""

ACCOUNT = 14
"""Longest line (code points) that may be the name of an account."""

HEAD = 300
"""How far into a text without furniture (code points) its headline and credit line may reach."""

INDEX = 40
"""How many lines behind the title in an index table the document's own is looked for."""

_DATED = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d|(?:19|20)\d{4}/\d\d")
_DAY = re.compile(r"[\[(]?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[\])]?")
_STACKED = re.compile(
    r"^[ \t]*(?P<year>(?:19|20)\d\d)[ \t]*\n[ \t]*(?P<month>\d\d)[/-](?P<day>\d\d)[ \t]*\n"
    r"[ \t]*(?P<clock>[0-2]\d:[0-5]\d)[ \t]*$",
    re.MULTILINE,
)
_OF_CREDITS = {
    "source",
    "author",
    "published_at",
    "published",
    "updated_at",
    "contributor",
    "views",
}
_HOME = re.compile(
    r"首页\s?(?:>|\u00bb|\u203a|/|-)|[>\u00bb\u203a/]\s?正文\s*$|位置(?:是)?\s?[:>]", re.MULTILINE
)
_BULLET = re.compile(r"[•·■◆▪]\s*(?=\S)")
_NO_TITLE = re.compile(
    r"[|\u4e28{}=\\$\t<>@\u2192]|https?:|www\.|[。;,、:]$|^[\d\s:./-]+$|…\S*展开"
)
_WORDS = re.compile(r"\S+")
_SHORT_WORD = re.compile(r"(?<!\S)[\u4e00-\u9fff]{1,6}(?!\S)")
_MARKS = re.compile(r"[,:!?“”《》—]|\S{4,} \S{4,}")
_ORG = re.compile(
    r"(?:委员会|人民政府|政府网|办公室|网站|官网|门户|频道|网|报|客户端|公众号|[局厅处科]|博客|论坛|贴吧|平台)$"
)
_OFFICE = re.compile(
    r"(?:院长|教授|研究员|主任|主席|书记|会长|总裁|董事长|总经理|[学专]家|记者|作者|编辑|博士|评论员|撰稿人)$"
)
_COUNTED = re.compile(
    r"\d\s?(?:人|次|条|下载券|分$|w|万|赞|个评论)|\(\d+\)|评论|收藏|下载|登录|注册|退出|帐号|账号|个人中心|意见反馈|关注我们|星标"
)
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(【]\d{4}[〕\])】]第?\s?\d{1,5}\s?号")
_SUBTITLE = re.compile(r"(?:[\u2014\u2015\u2500]{1,2}|--)\s?\S")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百千零〇\d]{1,7}[章节回卷]\s*\S")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[.、)](?!\d)|[①-⑳]"
)
_FIELD = re.compile(
    r"(?:主持人?|地点|地址|主办单位|承办单位|协办单位|标签|分类|关键词|摘要|导读|编者按|附件|电话|发信人|发信站|责任编辑"
    r"|编辑|审核|来源|作者|时间|日期|文号|索引号|热线|浏览|点击|阅读|字[号体级])\s?[:\[(]"
)
_PARTICULAR = re.compile(
    r"(?:地\s?点|地\s?址|主\s?持|出\s?席|列\s?席|缺\s?席|记\s?录|主\s?办|承\s?办|协\s?办|联\s?系\s?人|电\s?话|参\s?加"
    r"|议\s?题|会\s?议|活\s?动|讲\s?座|对\s?象|人\s?员|内\s?容|费\s?用|主\s?讲)[\u4e00-\u9fff]{0,4}\s?:"
)
_FOLLOW = re.compile(r"\+?\s?(?:已)?关注(?:他|她|我们)?|订阅|[\u4e00-\u9fff]{1,3}号|取消关注")
_SIGNED = re.compile(r"[\u25a1\u25a0\u25ce\u2609\u25cf\u25cb\u25b3\u25b2\u25c7\u25c6]\s?(?=\S)")
_TALK = re.compile(
    r"(?P<office>[\u4e00-\u9fff\u3001()]{2,24}(?:主任|书记|主席|院长|长|代表|委员|总理|总裁|经理))\s+"
    r"(?P<name>[\u4e00-\u9fff·]{2,8}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])"
)
_DYNASTY = re.compile(
    r"[\[(]?(?:先秦|[两东西]汉|汉代|魏晋|南北朝|[东西]晋|[隋唐宋元明清]代?|[唐宋元明清]朝|五代|[南北]宋|金朝|近现代|现代|当代|民国)"
    r"[\])]?\s?[:·]\s?(?P<author>[\u4e00-\u9fff]{2,4})"
)
_PREFIX = re.compile(r"原创(?=\S{8})|\[[\u4e00-\u9fff]{2,4}\]\s?(?=\S{4})")
_SHOWN = re.compile(r"正在(?:阅读|浏览|播放)\s?:\s?")


class Head(NamedTuple):
    """The headline's line and where in its text the headline begins; what the credits say.

    `credits` are lines that state facts and nothing else; `loose` such lines whose words might
    be text elsewhere, so that they stay.
    """

    title: int
    start: int
    credits: dict[int, Facts]
    loose: dict[int, Facts]


def may_have_head(folded: str) -> bool:
    """Whether a date stands where the head of an article would be.

    For texts without any other sign of furniture.
    """
    return _DATED.search(folded, 0, HEAD) is not None or "记者" in folded[:HEAD]


def find_head(page: Page) -> Head | None:
    """The headline and its credits, `None` if nothing on the page points to a headline."""
    marked = _given(page)
    if marked is not None:
        return _with_credits(page, marked, 0)
    stacked = _stacked_dates(page)
    crumbs = _breadcrumbs(page)
    index = _index_lines(page)
    early: tuple[int, int] | None = None
    for k in islice(_credit_lines(page, stacked, index), CREDIT_LINES):
        title = _headline_over(page, k, crumbs)
        if title is not None and crumbs and k < crumbs[-1]:
            # A list of news before the breadcrumb, if the article has a credit line too.
            early = early or title
        elif title is not None:
            return _with_credits(page, *title)
    for k in sorted({*crumbs, max(index, default=-1)} - {-1}, reverse=True):
        title = _headline_under(page, k)
        if title is not None:
            return _with_credits(page, *title)
    title = early or _repeated(page)
    return _with_credits(page, *title) if title is not None else None


def _given(page: Page) -> int | None:
    """The line with a title that the page labels as such, if it stays."""
    for k, finding in page.chosen.items():
        if finding.rule.id != "chrome.document_title":
            continue
        title = next((str(value) for name, value in finding.facts if name == "title"), "")
        if len(title) > 3:
            for j in range(k + 1, min(len(page), k + 1 + INDEX)):
                if j not in page.chosen and page.original(j, 0, len(page.text(j))) == title:
                    return j
            return None
    return None


def _breadcrumbs(page: Page) -> list[int]:
    found = {
        page.line_of(match.start())
        for match in _HOME.finditer(page.folded, 0, page.line_ends[page.head] if page.head else 0)
    }
    edition = [
        k
        for k, finding in page.chosen.items()
        if k < page.head and (finding.rule.tag == "mast" or finding.rule.id in _OF_EDITION)
    ]
    if edition:
        found.add(max(edition))
    return sorted(k for k in found if len(page.text(k)) <= CREDIT_LINE)


_OF_EDITION = ("chrome.edition_page", "chrome.edition_order", "chrome.edition_button")


def _credit_lines(page: Page, stacked: dict[int, Facts], index: set[int]) -> Iterator[int]:
    """Lines that may stand under a headline, in order; read only as far as they are asked for."""
    known = {
        k
        for k, finding in page.chosen.items()
        if finding.facts
        and finding.rule.tag in ("label", "dated", "")
        and any(name in _OF_CREDITS for name, _ in finding.facts)
    }
    known -= index
    known.update(stacked)
    place = page.folded.find("原创 ")
    if place >= 0:
        k = page.line_of(place)
        if page.start(k) == place and k not in page.chosen and _credits(page, k) is not None:
            known.add(k)
    waiting = sorted(known, reverse=True)
    last, looked = -1, 0
    for match in _DATED.finditer(page.folded):
        k = page.line_of(match.start())
        if k == last:
            continue
        last = k
        while waiting and waiting[-1] <= k:
            yield waiting.pop()
        if k in page.chosen or page.line_ends[k] - page.line_starts[k] > CREDIT_LINE:
            continue
        looked += 1
        if looked > CREDIT_LINES:
            break
        found = _credits(page, k)
        # A bare day behind the prose is the date of a signature.
        if (
            found is not None
            and (k <= page.head or found.strength > 2 or ":" in page.text(k))
            and not _is_particular(page, k)
            and not _is_listed(page, k)
        ):
            yield k
    while waiting:
        yield waiting.pop()


def _is_listed(page: Page, k: int) -> bool:
    """Whether a line is a day and nothing else, and so is one two or three lines away."""
    text = page.text(k)
    return _DAY.fullmatch(text) is not None and any(
        0 <= j < len(page) and _DAY.fullmatch(page.text(j)) for j in (k - 3, k - 2, k + 2, k + 3)
    )


def _is_particular(page: Page, k: int) -> bool:
    """Whether a dated line is one of a programme, or of the particulars of a meeting."""
    for j in (k - 1, k + 1):
        if 0 <= j < len(page) and j not in page.chosen:
            text = page.text(j)
            if _PARTICULAR.match(text):
                return True
            if _DATED.match(text) and len(text) > 10 and _DATED.match(page.text(k)):
                return True
    return False


def _index_lines(page: Page) -> set[int]:
    """The lines of an index table, of which labels of the credit line may be part."""
    index = {k for k, finding in page.chosen.items() if finding.rule.tag == "index"}
    if len(index) < 2:
        return set()
    found: set[int] = set()
    run: list[int] = []
    for k in sorted({*page.chosen, *index, *(k + 1 for k in index), *(k - 1 for k in index)}):
        if run and k > run[-1] + 1:
            run = []
        run.append(k)
        if k in index:
            found.update(run)
            run = [k]
        elif run[0] in index or run[0] in found:
            found.add(k)
    return found


def _credits(page: Page, k: int) -> Credits | None:
    text = _text(page, k)
    if not 2 <= len(text) <= CREDIT_LINE:
        return None
    return read_credits(text, page.original(k, len(page.text(k)) - len(text), len(page.text(k))))


def _text(page: Page, k: int) -> str:
    """A line without a bullet."""
    text = page.text(k)
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def _stacked_dates(page: Page) -> dict[int, Facts]:
    """A date whose year, day and hour stand on lines of their own: facts on the first."""
    found: dict[int, Facts] = {}
    match = _STACKED.search(page.folded, 0, page.line_ends[page.head]) if page.head else None
    if match:
        iso = f"{match['year']}-{match['month']}-{match['day']}T{match['clock']}"
        found[page.line_of(match.start("year"))] = (("published_at", iso),)
    return found


def _is_prose(page: Page, k: int) -> bool:
    text = page.text(k)
    return (len(text) >= 15 and "。" in text) or (len(text) >= PROSE and "," in text)


def _headline_over(page: Page, credit: int, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline that a credit line stands under, and its own place in the line."""
    if not _prose_follows(page, credit):
        return None
    best: tuple[float, int] | None = None
    between = 0
    over = crumbs[bisect_left(crumbs, credit) - 1] if crumbs and crumbs[0] < credit else -1
    for k in range(credit - 1, max(-1, credit - 1 - ABOVE), -1):
        if k == over or _is_prose(page, k):
            break
        if k in page.chosen:
            continue
        text = _text(page, k)
        if _SUBTITLE.match(text):
            continue
        shape = headline_shape(text)
        if shape is None:
            if not _is_small(text):
                between += 1
            continue
        if _is_column(page, text, over):
            continue
        score = shape + (2 if between == 0 else 1)
        score += 1.5 if over >= 0 and all(j in page.chosen for j in range(over + 1, k)) else 0
        score += _repetition(page, k, text)
        if best is None or score >= best[0]:
            best = score, k
        between += 1
        if between > 4:
            break
    if best is None or best[0] < ENOUGH:
        return None
    return best[1], credit


def _prose_follows(page: Page, k: int) -> bool:
    return k < page.tail - 1 or page.tail == len(page)


def _headline_under(page: Page, crumb: int) -> tuple[int, int] | None:
    """The headline below a breadcrumb on a page without a credit line."""
    best: tuple[float, int] | None = None
    seen = 0
    for k in range(crumb + 1, len(page)):
        if k in page.chosen:
            continue
        seen += 1
        if seen > ABOVE:
            break
        text = _text(page, k)
        if _CHAPTER.match(text) and len(text) <= PROSE:
            return k, 0
        if _is_prose(page, k):
            break
        shape = headline_shape(text)
        if shape is None or _SUBTITLE.match(text) or _is_column(page, text, crumb):
            continue
        score = shape + (1.5 if best is None else 0) + _repetition(page, k, text)
        if k + 1 < len(page) and _DYNASTY.fullmatch(page.text(k + 1)):
            score += 1
        if best is None or score > best[0]:
            best = score, k
    if best is None or best[0] < ENOUGH:
        return None
    return best[1], 0


def _repeated(page: Page) -> tuple[int, int] | None:
    """A line before the prose that the first sentence, or a line of the head, says again."""
    for k in range(max(0, page.head - ABOVE), page.head):
        if k in page.chosen:
            continue
        text = _text(page, k)
        if len(text) >= 4 and headline_shape(text) is not None and _repetition(page, k, text) >= 2:
            return k, 0
    return None


@lru_cache(512)
def headline_shape(text: str) -> float | None:
    """How much a line, for itself, looks like a headline; `None` if it is none."""
    size = len(text)
    if not 2 <= size <= TITLE or "。" in text or _NO_TITLE.search(text):
        return None
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    if han < 2 or (han * 3 < size and han < 6):
        return None
    words = len(_WORDS.findall(text))
    if words >= 3 and 2 * len(_SHORT_WORD.findall(text)) > words:
        return None
    if words >= 8 and size < 10 * words and han * 2 > size:
        return None
    if (
        _NUMBERED.match(text)
        or _FIELD.match(text)
        or _SHOWN.match(text)
        or _FOLLOW.fullmatch(text)
        or _DYNASTY.fullmatch(text)
        or _DOCUMENT_NUMBER.fullmatch(text)
        or is_caption(text)
        or is_byline(text)
        or is_person(text)
        or find_toolbar(text) is not None
        or (text[0] in "([(【〔" and text[-1] in ")]】〕" and text[0] + text[-1] != "【】")
    ):
        return None
    if read_credits(text, text) is not None:
        return None
    score = -1.0 if size < 8 else 0.5 if size < 12 else 1.5
    if size < 4:
        score -= 1
    if _MARKS.search(text):
        score += 0.5
    if size <= 25 and _ORG.search(text):
        score -= 2
    if _OFFICE.search(text) and not _MARKS.search(text):
        score -= 3
    if _COUNTED.search(text) and size < 25:
        score -= 2
    return score


def _is_small(text: str) -> bool:
    """Whether a line is a number or a button or two, which part nothing."""
    return len(text) <= 6 or not any("\u4e00" <= char <= "\u9fff" for char in text)


def _is_column(page: Page, text: str, crumb: int) -> bool:
    """Whether a line names an item of the breadcrumb, or is one of several such names."""
    return crumb >= 0 and len(text) <= 14 and text in page.text(crumb)


def _repetition(page: Page, k: int, text: str) -> float:
    """How much the same words elsewhere tell for a line."""
    if len(text) < 4:
        return 0
    for opening in range(k + 1, min(len(page), k + 5)):
        if _is_prose(page, opening) and page.text(opening).startswith(text):
            return 2
    if len(text) < 8:
        return 0
    line = page.folded.find(text)
    while line >= 0:
        if not page.line_starts[k] <= line < page.line_ends[k]:
            return 2
        line = page.folded.find(text, line + len(text))
    return 0


def _with_credits(page: Page, title: int, credit: int) -> Head:
    """The credits of a headline: on the lines below, up to the prose, and just above."""
    stacked = _stacked_dates(page)
    credits: dict[int, Facts] = {}
    loose: dict[int, Facts] = {}
    last = title
    for k in range(title + 1, min(len(page), title + 1 + BELOW)):
        if k in stacked:
            credits[k] = stacked[k]
            last = k + 2
            continue
        if k <= last:
            continue
        below = _value_below(page, k) if page.text(k)[-1] == ":" else ()
        if below:
            credits[k] = below
            credits[k + 1] = ()
            last = k + 1
            continue
        if k in page.chosen:
            last = k if page.chosen[k].facts else last
            continue
        if _is_prose(page, k):
            break
        text = _text(page, k)
        found = _credits(page, k)
        if (
            found is not None
            and (found.strength >= 2 or text.startswith("原创 "))
            and not _is_particular(page, k)
        ):
            # A day and nothing else may be part of the text.
            bare = _DAY.fullmatch(text) is not None and not page.is_linked(k)
            (loose if bare else credits)[k] = found.facts
            last = k
        elif found is not None and found.facts:
            loose[k] = found.facts
        else:
            facts = _loose(page, k, text, title, max(credit, last))
            if facts:
                loose[k] = facts
    text = page.text(title)
    start = len(text) - len(_text(page, title))
    prefix = _PREFIX.match(text, start)
    if prefix and (text[start] == "[" or _has_account(page, loose)):
        start = prefix.end()
    return Head(title, start, credits, loose)


def _has_account(page: Page, loose: dict[int, Facts]) -> bool:
    """Whether a name below the headline has the button to follow it: a page of accounts."""
    return any(k + 1 < len(page) and _FOLLOW.fullmatch(page.text(k + 1)) for k in loose)


def _loose(page: Page, k: int, text: str, title: int, credit: int) -> Facts:
    """Facts of a line that only its place next to the headline makes a credit."""
    own = page.original(k, len(page.text(k)) - len(text), len(page.text(k)))
    signed = _SIGNED.match(text)
    if signed:
        return _signed(text[signed.end() :], own[signed.end() :])
    poet = _DYNASTY.fullmatch(text)
    if poet:
        return (("author", own[poet.start("author") : poet.end("author")]),)
    talk = _TALK.fullmatch(text)
    if talk and k <= title + 2:
        return (("author", own[talk.start("name") : talk.end("name")]),)
    if len(text) > ACCOUNT or not re.search(r"[\u4e00-\u9fffA-Za-z]", text):
        return ()
    if (
        _NUMBERED.match(text)
        or re.search("[。!?;:,>]", text)
        or find_toolbar(text) is not None
        or _FOLLOW.fullmatch(text)
    ):
        return ()
    followed = k + 1 < len(page) and _FOLLOW.fullmatch(page.text(k + 1)) is not None
    sandwiched = title < k < credit and k == title + 1 and not _MARKS.search(text)
    if not (followed or sandwiched):
        return ()
    if is_person(text):
        return (("author", own),)
    return ((_named(text), own),)


def _signed(text: str, own: str) -> Facts:
    """The author of a line that begins with a mark, as newspapers sign."""
    if all(is_person(word) for word in text.split()):
        return (("author", own),)
    found = read_credits(text, own)
    return found.facts if found is not None and found.strength else ()


def _value_below(page: Page, k: int) -> Facts:
    """The fact of a line that is a label, with its value on the next."""
    text = page.text(k).rstrip(": ").replace(" ", "")
    label = labels_known().get(text)
    if label is None or label.rule.tag != "label" or k + 1 >= len(page):
        return ()
    value = page.text(k + 1)
    if len(value) > 2 * ACCOUNT or ":" in value.replace(":0", "").replace(":1", ""):
        return ()
    found = find_date(value)
    if label.field in DATES:
        return ((label.field, found.iso),) if found else ()
    if label.field not in ("source", "author", "editor") or found or _is_prose(page, k + 1):
        return ()
    return ((label.field, page.original(k + 1, 0, len(value))),)


def _named(text: str) -> str:
    from zxclean.steps.credits import name_outlet

    return name_outlet(text)
