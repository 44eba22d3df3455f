"""How much a line looks like a headline, for itself: its length and marks, and what no headline is."""

from __future__ import annotations

import re
from functools import lru_cache

from zxclean.steps.credit_lines import read_credits
from zxclean.steps.furniture import Page, trails_off
from zxclean.steps.head_lines import DATED, DYNASTY, FOLLOW, HAN_RUN, MARKS, TALK
from zxclean.steps.noise import COUNT, is_noise
from zxclean.steps.outlets import is_outlet
from zxclean.steps.toolbars import find_toolbar
from zxclean.structure.credits import is_byline, is_caption, is_document_number, is_person
from zxclean.structure.set_off import PORTAL
from zxclean.structure.title_lines import ITEM, PARTICULARS

TITLE = 80
"""Longest headline (code points). The longest of the labelled documents has 43."""

WORDED = 4.0
"""Wording (nats) from which a line is no headline."""

COLUMN = 12
"""Longest name of a journal's column between two dots: `·综述·`."""

BEFORE_COLUMN = 16
"""So many code points before a bar are a headline with its column behind."""

_LATIN_GAP = re.compile(r"\s?([A-Za-z][A-Za-z.+#-]{3,})\s?")
"""A Latin word, which has spaces around it in a sentence too."""

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

_SHORT_WORD = re.compile(r"(?<!\S)[\u4e00-\u9fff]{1,6}[+o-]?(?!\S)")

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
    "移动版",
    "手机版",
    "触屏版",
    "电脑版",
)

_FIELDS = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,6}}\s?[:|]\s?[^\s:,。]{{1,16}}(?:\s+|$)){{2,}}|{PARTICULARS}"
)
"""Labels with their values, two or more, with bars too, or one of `PARTICULARS`."""

_PORTAL = re.compile(PORTAL)

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

_SLOGAN = re.compile(
    r"[\u4e00-\u9fffA-Za-z\d]{2,10}(?:网|网站|论坛|社区|平台|在线)\s?[-\u2013\u2014_|]\s?\S"
)
"""A site and what it says of itself."""

_WRITER = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,3}) \S{2,10}")

_FIELD = re.compile(
    r"(?:朝代|年代|体裁|病情描述|主持人?|地点|地址|主办(?:单位)?|承办(?:单位)?|协办(?:单位)?|技术支持|版权所有|标签|分类|关键词|摘要|导读|编者按|附件|电话|发信人|发信站|责任编辑"
    r"|中图分类号|文献标[识志]码|文章编号|文章标识|基金项目|作者简介|通[讯信]作者|收稿日期|DOI|编辑|审核|来源|作者|时间|日期|文号|索引号|热线|浏览|点击|阅读|字[号体级]|IP(?:属地)?|[\u4e00-\u9fff]{0,2}引据)\s?[:\[(]"
)

_LABELS = re.compile(
    r"[\[【(]?\s?(?:关键词|关键字|摘\s?要|内容[提摘]要|提要|导读|编者按|编按)\s?[\]】)].*|(?:[\[【]\s?[\u4e00-\u9fff]{2,6}\s?[\]】]\s*){2,}|(?:功能介绍|微信号|账号简介)\s.*"
)
"""Labels in brackets without values; what an account says of itself."""

_EDITION = re.compile(r"\S{2,12}\s?(?:数字报纸?|电子报|电子版|数字版)")
"""The digital edition of a newspaper, by its name."""

_COUNTERS = re.compile(r"(?:[\u4e00-\u9fff]{2,6}:\s?[\d,.]*万?(?:\s|$)\s*){2,}")
"""Labels in a row with figures or nothing behind them: the card of an account."""

_BOXED = re.compile(r"[(\[\u3010\u3014][^()\[\]\u3010\u3011\u3014\u3015]*[)\]\u3011\u3015]")
"""A line that is one pair of brackets."""

_SHOWN = re.compile(r"正在(?:阅读|浏览|播放)\s?:\s?")


def is_worded(page: Page, k: int) -> bool:
    """Whether a line is worded as furniture is; what is mostly Latin, nobody can tell."""
    if page.wording(k) < WORDED:
        return False
    text = page.text(k)
    return 5 * sum(map(len, HAN_RUN.findall(text))) >= len(text)


@lru_cache(512)
def headline_shape(text: str) -> float | None:
    """How much a line, for itself, looks like a headline; `None` if it is none."""
    size = len(text)
    if not 2 <= size <= TITLE or text[-1] in ";,、:" or _PORTAL.search(text):
        return None
    if ("。" in text and not trails_off(text)) or _is_other(text):
        return None
    score = -1.0 if size < 8 else 0.5 if size < 12 else 1.5
    if size < 4:
        score -= 1
    if _KICKER.search(text):
        score -= 2
    marked = MARKS.search(text) is not None
    if marked:
        score += 0.5
    if _SLOGAN.match(text):
        score -= 3
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
    if bar >= 0 and (
        (size - bar <= 6 and bar < BEFORE_COLUMN) or text.count("|") + text.count("\u4e28") > 1
    ):
        return True
    if size > 4 and all(len(word) == 1 for word in text.split(" ")):
        text = text.replace(" ", "")
        size = len(text)
    if text[-1] == "\u00b7" and size <= COLUMN:
        return True
    if (text[0].isdigit() and _VOTES.match(text)) or _DEED_ONLY.fullmatch(text):
        return True
    if (size <= 8 and is_noise(text)) or (size <= 16 and COUNT.fullmatch(text)):
        return True
    if size <= 40 and ":" in text and DATED.search(text) and _DAY_ONLY.fullmatch(text):
        return True
    han = sum(map(len, HAN_RUN.findall(text)))
    if han < 2 or (han * 3 < size and han < 6):
        return True
    spaced = _LATIN_GAP.sub(r"\1", text)
    words = len(spaced.split())
    if words >= 3 and 2 * len(_SHORT_WORD.findall(spaced)) > words:
        return True
    if words >= 8 and size < 10 * words and han * 2 > size:
        return True
    return bool(
        ITEM.match(text)
        or _FIELDS.fullmatch(text)
        or _FIELD.match(text)
        or _SHOWN.match(text)
        or FOLLOW.fullmatch(text)
        or DYNASTY.fullmatch(text)
        or (text[-1] == "号" and is_document_number(text))
        or is_caption(text)
        or is_byline(text)
        or is_person(text)
        or find_toolbar(text) is not None
        or _LABELS.fullmatch(text)
        or text[0] in "*\u203b"
        or _EDITION.fullmatch(text)
        or (":" in text and _COUNTERS.search(text))
        or TALK.fullmatch(text)
        or (text[0] != "\u3010" and _BOXED.fullmatch(text))
        or read_credits(text, text) is not None
    )
