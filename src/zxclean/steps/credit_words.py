"""The words of a credit line beside a headline: how it is parted, and what a word can be there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zxclean.steps.labels import PEOPLE, labels_known
from zxclean.steps.outlets import is_outlet
from zxclean.structure.credits import is_latin_person

NAME = 16
"""Longest unlabelled name in code points: an account or an outlet."""

_LABELLED = re.compile(
    r"(?P<source>来源(?!于|自)|稿源|来自|来源于|来源自|首发于|原载于?|原刊于?|刊于|载于|转自|摘自)(?P<a>\S.{1,19})|(?P<author>作者|原作者)(?P<b>\S.{1,19})"
    r"|(?P<editor>责任编辑|责编|编辑)(?P<c>[^部室]\S{1,9})"
)

_WHENCE = (
    "来自",
    "来源于",
    "来源自",
    "首发于",
    "原载于",
    "原载",
    "原刊于",
    "原刊",
    "刊于",
    "载于",
    "转自",
    "摘自",
)
"""Labels behind which a place may stand as well as an outlet."""

UNKNOWN_FIELD = re.compile(r"(?:[\u4e00-\u9fff]{2,6}|[A-Za-z][A-Za-z-]{2,11})\s?:")

PARTICULARS = re.compile(
    r"地[点址]|主[持讲办]|出席|列席|缺席|记录|承办|协办|联系|电话|参[加会]|议题|会议|活动|讲座|对象|人员|内容|费用|附件|报名"
)
"""Fields of a notice's own text, which no credit line has."""

TOKEN = re.compile(
    r"[A-Z][A-Za-z.'\u2019-]*(?: (?:[a-z]{2,3} )?[A-Z][A-Za-z.'\u2019-]+){1,3}|(?:[^\s|/,\u2571\u4e28\u3010\u3011]|(?<=\d),(?=\d))+"
)
"""A word, or a name of Latin words."""

BRACKETS = "()[]【】<>{}〔〕·•-—,、:~_@\N{COPYRIGHT SIGN}"

_VERBAL = re.compile(
    r"[从了是将已被把向着过让]|在(?!线)|第[\d一二三四五六七八九十]{1,4}[届次期号条回轮批个名位章节讲]"
)
"""What a clause has and the name of an account or outlet hardly ever."""

ADDRESS = re.compile(r"(?:https?:)?(?:www\.)[A-Za-z\d.-]{3,40}")
"""The address of the site, which names nobody."""

HAN_OR_LATIN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
"""Of which every name has one: figures and marks alone name nobody."""

FROM = ("来自", "转自", "源自", "摘自", "选自")
"""Words before the outlet."""

EDITORS = ("编辑", "责编")
"""How the words for those who edited end: `每经编辑`."""

HANDS = re.compile(
    r"(?:[\u4e00-\u9fff]{2})?编辑|责编|校对|校审|审[核校稿]|监制|美编|制图|设计|统筹|策划|编审|签发"
    r"|值班(?:主任|总编)|[主总]编|[一二三终复初]审"
)
"""Others who had a hand in a text, each before a name."""


def words_of(body: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The words between two places of a folded line, without the marks around them.

    >>> list(words_of("[石佳] · 渡口晚报", 0, 11))
    [(1, 3, '石佳'), (7, 11, '渡口晚报')]
    """
    for match in TOKEN.finditer(body, start, end):
        token = match[0].strip(BRACKETS) if match[0][-1] not in "])" else match[0].lstrip("([【")
        if not token:
            continue
        if token[-1] in "])" and not any(mark in token for mark in "[("):
            token = token.rstrip("])")
        if not token:
            continue
        first = match.start() + match[0].index(token)
        yield first, first + len(token), token


def find_glued_label(token: str) -> tuple[str, int] | None:
    """The field that the label at the start of a word names, and where its value begins.

    >>> find_glued_label("来源渡口晚报"), find_glued_label("来自泥土的芬芳")
    (('source', 2), None)
    """
    labelled = _LABELLED.fullmatch(token)
    if labelled is None or (labelled["source"] in _WHENCE and not is_outlet(labelled["a"])):
        return None
    group = next(g for g in "abc" if labelled[g])
    field = next(f for f in ("source", "author", "editor") if labelled[f])
    return field, labelled.start(group)


def is_own_word(token: str) -> bool:
    """Whether a word is a label, a button or a remark of the page's, and so no value of any field.

    >>> words = ("历史版本", "扫描到手机", "信息来源", "来自手机", "最后修订")
    >>> all(map(is_own_word, words)), is_own_word("下载街晚报"), is_own_word("渡口")
    (True, False, False)
    """
    label = labels_known().get(token)
    if label is not None:
        return label.field not in PEOPLE
    return _OWN_WORD.fullmatch(token) is not None and not is_outlet(token)


_OWN_WORD = re.compile(
    r"(?:下载|扫描|扫码|收藏|分享|转发|举报|复制|打开|返回|语音|历史|上传|投稿|我要|注册|登录|参与|展开|收起|听取|朗读|来自|来源于|发布于)[\u4e00-\u9fffA-Za-z]{1,6}"
    r"|(?:最后|最近|最新|首次|上次)[\u4e00-\u9fff]{2}|[\u4e00-\u9fff]{2,4}(?:版本|时间|日期|次数|人数|编号|期至)|扫一扫\S{0,12}|(?:用|在|请用)?手机(?:打开|扫码|阅读|查看|看)\S{0,8}|会员|匿名|楼主|推荐"
)
"""Words of buttons and fields, by how they begin or end."""


def may_be_name(token: str) -> bool:
    """Whether a word may be the unlabelled name of a person, an account or an outlet.

    >>> may_be_name("北城报道"), may_be_name("他们在江边")
    (True, False)
    """
    if (len(token) > NAME and not is_latin_person(token)) or not HAN_OR_LATIN.search(token):
        return False
    if token.endswith((".html", ".htm", ".shtml")):
        return False
    return ":" not in token and _VERBAL.search(token) is None
