"""What a page asks of its readers behind the article: to follow, to download, to send in news."""

from __future__ import annotations

import re

from zxclean.rules import load_rules
from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import PROSE, Finding, Page, row
from zxclean.structure.notices import AROUND, AROUND_END, find_notice

LINES = 8
"""So many of the last lines that stay are looked at, furthest the last sentence of the article."""

SHORTEST, LONGEST = 8, 90
"""Size of such a line in code points."""

REACH = 600
"""How far from the end (code points) the signs of such a line are looked for before any is read."""

_ASKED = (
    r"订阅|加入|下载|关注|追踪|投稿|来稿|[爆报]料|线索|拨打|添加|锁定|进群|加群|访问|收看|收听|扫[码描一]|扫.{0,6}码"
    r"|按赞|点[赞击我此亮个]|点.?在看|戳|转发|分享"
)
_ASKS = re.compile(_ASKED)
"""What readers are asked to do."""

_PLACES = r"https?:|www\.|[\w.-]{2,}@[\w-]{2,}\.|\d{3,4}-?\d{7,8}|(?<!\d)1[3-9]\d{9}|400-?\d{3}"
_ADDRESS = re.compile(_PLACES)
"""An address, of mail too, or a telephone."""

_MEANS = re.compile(
    rf"{_PLACES}|客户端|APP|App|二维码|公众号|微信"
    r"|LINE|粉丝|视频号|小程序|邮箱|电邮|热线|[读粉网微]\S{0,2}群|YouTube|Facebook|Instagram|Telegram|频道|记者"
    r"|在看|阅读原文|星标|朋友|更多的?人|[\u2193\u25bc~]$|[《〈「“【][^》〉」”】]{2,12}(?:新闻|[日晚早时周]报|新闻网|周刊|电视台)[》〉」”】]"
)
"""By what means: an address, an account, the site's app."""

_PRESS = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:新闻|记者|读者|编辑部?|采编|投稿|[爆报]料))(?:服务)?(?:热线|专线|电话|邮箱|信箱)\s?:"
)
"""How readers reach those who make the paper."""

_OWN = re.compile(
    r"报名|咨询|预约|申[请报]|缴[费纳]|登记|查[询看阅]|填[写报]|办理|购[票买]|监督|举报|应聘|简历|领取|参[赛加]|征[集求]|反[映馈]|求助|捐|联系[人电]"
    r"|附件|来源|出处|作者|编辑|(?<![许认])可(?!以?点)|[了已将]|方式|说|称|表示|[,、](?:并|也|还|再|又)"
)
"""What an article tells its readers to do for themselves, and what it reports."""

_SIGNS = re.compile(
    "稿|料|群|扫|赞|戳|箱|订阅|加入|下载|关注|追踪|线索|拨打|添加|锁定|访问|收看|收听|分享|转[发载]|在看|热线|专线|点[击此我亮]"
)
"""One of these stands in every such line. Each alternative begins with a character, none with a class:
so a search skips to the first ones."""


def choose_calls(page: Page, _: Candidates) -> None:
    """Take out calls to readers on the last lines of a page: `下载某新闻客户端`, a hotline for news.

    An article that ends with where to sign up or whom to ask keeps that: what readers do there is
    their own affair, not the site's.

    >>> from zxclean.view import TextView
    >>> lines = ["江边步道今天开放,全长三公里。", "下载渡口新闻客户端,看更多身边事", "报名请关注渡口发布微信"]
    >>> page = Page(TextView("\\n".join(lines)))
    >>> _ = page.find_edges()
    >>> choose_calls(page, Candidates(page, ()))
    >>> sorted(page.chosen)
    [1]
    """
    last = len(page) - 1
    if last < 1 or not _SIGNS.search(page.folded, max(0, len(page.folded) - REACH)):
        return
    looked = 0
    for k in range(last, 0, -1):
        if k in page.chosen:
            continue
        looked += 1
        text = page.text(k)
        if looked > LINES:
            return
        if is_call(text) or _keeps_rights(page, k, text):
            page.chosen[k] = Finding(row("reader_call"), "tail")
        elif len(text) >= PROSE and "。" in text:
            return


def is_call(text: str) -> bool:
    """Whether a folded line asks readers for something that serves the site, and does nothing else.

    >>> is_call("扫描二维码,关注渡口发布"), is_call("游客可扫描二维码租船")
    (True, False)
    >>> is_call("余下内容请关注公众号后阅读")
    False
    """
    if not SHORTEST <= len(text) <= LONGEST or text[0] in "\u201c\u300c\u300e":
        return False
    if _tells_a_cut(text):
        return False
    if text.count("。") > 1 or _OWN.search(text):
        return False
    if _PRESS.match(text):
        return _ADDRESS.search(text) is not None
    if not _ASKS.search(text):
        return False
    # A sentence may speak of an account; with an address in it it is the page's own.
    means = _ADDRESS if "。" in text else _MEANS
    return means.search(text) is not None


def _tells_a_cut(text: str) -> bool:
    """Whether the line says that the rest of the text is elsewhere: a truncation, not furniture."""
    return _REST.search(text) is not None and any(
        find_notice(rule, text.strip(AROUND + AROUND_END)) is not None
        for rule in load_rules("truncation")
        if rule.id == "truncation.notice_members"
    )


_REST = re.compile(r"剩余|余下|剩下|其余|后面|全文")


RIGHTS = 3
"""Fewest words of rights in a notice that keeps them."""

NOTICE = 160
"""Longest such notice in code points."""

_RIGHTS = re.compile(r"转载|版权|授权|许可|追究|侵权|摘编|镜像|注明来源|违者|法律责任")


_GRANTED = re.compile(
    r"(?:版权|转载|免责)(?:声明|说明)\s?:|[(【]?本文(?:由|经|已?获)\S{2,16}?授权\S{0,4}(?:转载|发[布表]|刊[登发])"
)
"""How a notice opens that has fewer."""


def _keeps_rights(page: Page, k: int, text: str) -> bool:
    """Whether a line keeps rights, and the text above does not speak of them."""
    if len(text) > NOTICE:
        return False
    if len({*_RIGHTS.findall(text)}) < RIGHTS and not _GRANTED.match(text):
        return False
    above = page.folded[: page.line_starts[k]]
    return "转载" not in above and "版权" not in above
