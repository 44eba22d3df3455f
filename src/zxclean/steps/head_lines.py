"""What a line near the head of an article looks like: headline, credit line, prose, particulars."""

from __future__ import annotations

import re
from functools import lru_cache

from zxclean.steps.credit_lines import LONGEST as CREDIT_LINE
from zxclean.steps.credit_lines import may_be_credits, read_credits
from zxclean.steps.credit_reader import Credits
from zxclean.steps.furniture import Page
from zxclean.steps.noise import COUNT, is_noise
from zxclean.steps.outlets import is_outlet
from zxclean.steps.toolbars import find_toolbar
from zxclean.structure.credits import is_byline, is_caption, is_person
from zxclean.structure.headlines import ITEM

TITLE = 80
"""Longest headline (code points). The longest of the labelled documents has 43."""

PROSE = 60
"""A line so long (code points) with a comma is prose; headlines of two clauses have up to 43."""

DATED = re.compile(r"[12][09]\d\d(?:\s?[-/.年]\s?\d|\d\d/\d\d|\s\d\d/\d\d)")
"""A year and what follows it in a date. Begins with a class, so that a search skips to its digits."""


DAY = re.compile(r"[\[(]?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[\])]?")

_BULLET = re.compile(r"[•·■◆▪]\s*(?=\S)")

CHAIN = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z]{2,10}\s+)?[\u4e00-\u9fffA-Za-z]{2,10}(?:\s?[>\u00bb\u203a\u2192]\s?[^\s>\u00bb\u203a\u2192,。]{2,12}){2,6}"
    r"|[>\u00bb\u203a]\s?[\u4e00-\u9fff]{2,10}"
)
"""Names of columns with arrows between, or the rest of such a chain."""


_NO_TITLE = re.compile(r"[{}=$\t<>@\u2192\u00bb\u203a]")

_DAY_ONLY = re.compile(r"[\u4e00-\u9fff]{0,6}[\s:]*[\d\s:年月日/.-]{8,}(?:星期[一二三四五六日天])?")
"""The day and hour of the reader, which some pages print on top."""

_DEED_ONLY = re.compile(r"[\u4e00-\u9fff]{2,6}报[导道]")
"""Which desk reported."""

_VOTES = re.compile(
    r"\d[\d,.]*\s?[万亿]?\s?人?(?:赞同|点赞|喜欢|关注|收藏|评论|回答|阅读|粉丝|推荐)"
)

_ADDRESS = re.compile(r"https?:|www\.")

_FOLDED = re.compile(r"…\S*展开")

_HAN = re.compile(r"[\u4e00-\u9fff]+")

_SHORT_WORD = re.compile(r"(?<!\S)[\u4e00-\u9fff]{1,6}(?!\S)")

MARKS = re.compile(r"[,:!?“”《》—]|\S{4} \S{4}")

_ORG = (
    "委员会",
    "人民政府",
    "政府网",
    "办公室",
    "网站",
    "官网",
    "门户",
    "频道",
    "网",
    "报",
    "客户端",
    "公众号",
    "局",
    "厅",
    "处",
    "科",
    "博客",
    "论坛",
    "贴吧",
    "平台",
)

_KICKER = re.compile(r"(?:系列\S{0,6}|专题|报道|评论|述评|谈)之[一二三四五六七八九十\d]{1,3}$")
"""What names a series, over the headline of one of its texts."""

_UNITS = ("大学", "学院", "研究院", "研究所", "研究中心", "法院", "检察院", "委员会", "党校")
"""Where those who write are at home, behind their names."""

_OFFICE = (
    "院长",
    "教授",
    "研究员",
    "主任",
    "主席",
    "书记",
    "会长",
    "总裁",
    "董事长",
    "总经理",
    "学家",
    "专家",
    "记者",
    "作者",
    "编辑",
    "博士",
    "评论员",
    "撰稿人",
)

_COUNTED = re.compile(
    r"\d\s?(?:人|次|条|下载券|分$|w|万|赞|个评论)|\(\d+\)|评论|收藏|下载|登录|注册|退出|帐号|账号|个人中心|意见反馈|关注我们|星标"
)

_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(【]\d{4}[〕\])】]第?\s?\d{1,5}\s?号")

TALK = re.compile(
    r"(?P<office>[\u4e00-\u9fff\u3001()]{1,60}(?:主任|书记|主席|院长|长|代表|委员|总理|总裁|经理))\s+"
    r"(?P<name>[\u4e00-\u9fff·]{2,8}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])"
)
"""Who gave a speech: office and name."""

_WRITER = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,3}) \S{2,10}")

SUBTITLE = re.compile(r"(?:[\u2014\u2015\u2500]{1,2}|--)\s?\S")


_FIELD = re.compile(
    r"(?:主持人?|地点|地址|主办(?:单位)?|承办(?:单位)?|协办(?:单位)?|技术支持|版权所有|标签|分类|关键词|摘要|导读|编者按|附件|电话|发信人|发信站|责任编辑"
    r"|编辑|审核|来源|作者|时间|日期|文号|索引号|热线|浏览|点击|阅读|字[号体级]|IP(?:属地)?|[\u4e00-\u9fff]{0,2}引据)\s?[:\[(]"
)

_PARTICULAR = re.compile(
    r"(?:地\s?点|地\s?址|主\s?持|出\s?席|列\s?席|缺\s?席|记\s?录|主\s?办|承\s?办|协\s?办|联\s?系\s?人|电\s?话|参\s?加"
    r"|议\s?题|会\s?议|活\s?动|讲\s?座|对\s?象|人\s?员|内\s?容|费\s?用|主\s?讲)[\u4e00-\u9fff]{0,4}\s?:"
)

FOLLOW = re.compile(
    r"\S{2,18}官方账号|\+?\s?(?:已)?关注(?:他|她|我们)?|订阅|[\u4e00-\u9fff]{1,3}号|取消关注"
)

DYNASTY = re.compile(
    r"[\[(]?(?:先秦|[两东西]汉|汉代|魏晋|南北朝|[东西]晋|[隋唐宋元明清]代?|[唐宋元明清]朝|五代|[南北]宋|金朝|近现代|现代|当代|民国)"
    r"[\])]?\s?[:·]\s?(?P<author>[\u4e00-\u9fff]{2,4})"
)

_LABELS = re.compile(
    r"[\[【(]?\s?(?:关键词|关键字|摘\s?要|内容[提摘]要|提要|导读|编者按|编按)\s?[\]】)].*|(?:[\[【]\s?[\u4e00-\u9fff]{2,6}\s?[\]】]\s*){2,}|(?:功能介绍|微信号|账号简介)\s.*"
)
"""Labels in brackets without values; what an account says of itself."""

_SHOWN = re.compile(r"正在(?:阅读|浏览|播放)\s?:\s?")


_DATELINE = re.compile(
    r"[\[【\u3014(](?:[^\]】\u3015)。]{0,24}(?:记者|编译|报[道导]|[专综]?电|讯|消息|中文网|专栏|社评)|\S{0,8}(?:报|台)文章)[^\]】\u3015)。]{0,30}[\]】\u3015)]"
    r"|(?:本[报网台刊]|[\u4e00-\u9fff]{2,12}(?:[\u4e00-\u9fff\d]{1,4}月[\u4e00-\u9fff\d]{1,3}日)?)(?:[专综]?电|讯|消息)\s?[(:【\u3014 ]"
)


def opens_with_dateline(text: str) -> bool:
    """Whether a folded line opens as the first sentence of an agency's or a newspaper's text.

    >>> opens_with_dateline("渡口晚报讯 江边步道今天开放"), opens_with_dateline("他在电话里说:好")
    (True, False)
    """
    return _DATELINE.match(text) is not None


CALENDAR_NEAR = 3
"""So many lines before the prose a day with its weekday may be the article's."""

_CALENDAR = re.compile(
    r"(?:(?P<said>今天是|今日是?|现在是)\s?:?\s?)?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?\s*"
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?[^\d:]{0,12}(?:-?\d{1,2}[~/-]?-?\d{0,2}[\u2103度].{0,6})?|(?(said)|(?!)))"
)
"""The reader's day on top of a page, with its weekday and the weather."""


def is_calendar(page: Page, k: int) -> bool:
    """Whether a line before the prose, or under a menu, is the reader's own day."""
    first = page.folded[page.line_starts[k]]
    if first not in "12今现 " or not _CALENDAR.fullmatch(page.text(k)):
        return False
    weather = re.search("[\u2103度晴雨雪]", page.text(k)) is not None
    if weather or k < page.head - CALENDAR_NEAR or (k and is_menu(page.text(k - 1))):
        return True
    return sum(is_noise(page.text(j)) for j in range(max(0, k - 4), k)) > 2


ITEM_SHAPE = 1.0
"""How much a line looks like a headline at least, that a bare day below it is taken for its own."""


def is_of_list(page: Page, k: int) -> bool:
    """Whether a bare day stands under another headline right above it: an item of a list."""
    if k == 0 or DATED.match(page.text(k)) is None:
        return False
    shape = headline_shape(line_text(page, k - 1))
    return k - 1 not in page.chosen and shape is not None and shape >= ITEM_SHAPE


def is_particular(page: Page, k: int) -> bool:
    """Whether a dated line is one of a programme, or of the particulars of a meeting."""
    for j in (k - 1, k + 1):
        if 0 <= j < len(page) and j not in page.chosen:
            text = page.text(j)
            if _PARTICULAR.match(text):
                return True
            if DATED.match(text) and len(text) > 10 and DATED.match(page.text(k)):
                return True
    return False


def credits_of(page: Page, k: int) -> Credits | None:
    """The facts of a line beside a headline, as `read_credits` tells."""
    text = line_text(page, k)
    if not 2 <= len(text) <= CREDIT_LINE or not may_be_credits(text):
        return None
    return read_credits(text, own_text(page, k, text))


def own_text(page: Page, k: int, text: str) -> str:
    """What the page itself has for `text`, the end of line `k` folded."""
    size = len(page.text(k))
    return page.original(k, size - len(text), size)


def line_text(page: Page, k: int) -> str:
    """A line without a bullet."""
    return without_bullet(page.text(k))


def without_bullet(text: str) -> str:
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def is_prose(text: str) -> bool:
    """Whether a line is a sentence of the article, or opens a list with one."""
    size = len(text)
    if size < 15:
        return False
    if size >= PROSE // 2 and "," in text and (size >= PROSE or text[-1] == ":"):
        return True
    return "。" in text


@lru_cache(512)
def headline_shape(text: str) -> float | None:
    """How much a line, for itself, looks like a headline; `None` if it is none."""
    size = len(text)
    if not 2 <= size <= TITLE or "。" in text or text[-1] in ";,、:" or _is_other(text):
        return None
    score = -1.0 if size < 8 else 0.5 if size < 12 else 1.5
    if size < 4:
        score -= 1
    if _KICKER.search(text):
        score -= 2
    marked = MARKS.search(text) is not None
    if marked:
        score += 0.5
    if size <= 25 and (text.endswith(_ORG) or is_outlet(text)):
        score -= 2
    writer = _WRITER.fullmatch(text)
    if writer and is_person(writer["name"]):
        score -= 2
    if writer and is_person(writer["name"]) and text.endswith(_UNITS):
        return None
    if not marked and text.endswith(_OFFICE):
        score -= 3
    if size < 25 and _COUNTED.search(text):
        score -= 2
    return score


def _is_other(text: str) -> bool:
    """Whether a line is something that no headline is: a menu, a field, a name, a button."""
    size = len(text)
    if _NO_TITLE.search(text) or _ADDRESS.search(text) or ("…" in text and _FOLDED.search(text)):
        return True
    bar = max(text.rfind("|"), text.rfind("\u4e28"))
    if bar >= 0 and (size - bar <= 6 or text.count("|") + text.count("\u4e28") > 1):
        return True
    if size > 4 and all(len(word) == 1 for word in text.split(" ")):
        text = text.replace(" ", "")
        size = len(text)
    if (text[0].isdigit() and _VOTES.match(text)) or _DEED_ONLY.fullmatch(text):
        return True
    if (size <= 8 and is_noise(text)) or (size <= 16 and COUNT.fullmatch(text)):
        return True
    if size <= 40 and ":" in text and DATED.search(text) and _DAY_ONLY.fullmatch(text):
        return True
    han = sum(map(len, _HAN.findall(text)))
    if han < 2 or (han * 3 < size and han < 6):
        return True
    words = len(text.split())
    if words >= 3 and 2 * len(_SHORT_WORD.findall(text)) > words:
        return True
    if words >= 8 and size < 10 * words and han * 2 > size:
        return True
    return bool(
        ITEM.match(text)
        or _FIELD.match(text)
        or _SHOWN.match(text)
        or FOLLOW.fullmatch(text)
        or DYNASTY.fullmatch(text)
        or (text[-1] == "号" and _DOCUMENT_NUMBER.fullmatch(text))
        or is_caption(text)
        or is_byline(text)
        or is_person(text)
        or find_toolbar(text) is not None
        or _LABELS.fullmatch(text)
        or TALK.fullmatch(text)
        or (text[0] in "([(【〔" and text[-1] in ")]】〕" and text[0] + text[-1] != "【】")
        or read_credits(text, text) is not None
    )


def is_menu(text: str) -> bool:
    """Whether a line is three short words or more, one of them of menus and buttons.

    >>> is_menu("首页 发现 登录"), is_menu("春风 又绿 江南岸")
    (True, False)
    """
    words = text.split()
    return len(words) >= 3 and max(map(len, words)) <= 6 and any(map(is_noise, words))


def is_small(text: str) -> bool:
    """Whether a line is a number or a button or two, which part nothing."""
    return len(text) <= 6 or _HAN.search(text) is None
