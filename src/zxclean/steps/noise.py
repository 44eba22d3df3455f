"""Words beside a headline that say nothing of the article: buttons, counters, other fields."""

from __future__ import annotations

import re

from zxclean.literals import furniture_words
from zxclean.steps.outlets import PROVINCES
from zxclean.steps.toolbars import blank_buttons, find_toolbar

COUNT = re.compile(
    r"\(?(?:\d[\d,.]*(?:万|w|k)?\+?\s?(?:次|人|\s)?(?:阅读|浏览|点击|播放|人气)(?:量|数)?"
    r"|\d[\d,.]*(?:万|w|k)?\+?\s?(?:次|人|条)?(?:评论|参与|跟[贴帖]|回复|查看|访问|赞|收藏|转发|回应)?"
    r"|(?:阅读|浏览|点击|播放|查看|人气|热度)(?:量|数|次数|率)?[:(\[]?\s?\d[\d,.]*(?:万|w|k)?[)\]]?(?:次|人)?"
    r"|(?:评论|参与|跟[贴帖]|回复|赞|收藏|转发)(?:量|数|次数)?[:(]?\s?\d[\d,.]*\)?(?:条|次)?)\)?"
)
"""A counter, or a figure alone."""

_NOISE = re.compile(
    r"\+?(?:已)?关注|订阅|原创|转载|首发|转自|本文|星期[一二三四五六日天]|周[一二三四五六日天]|本[报网刊台站]讯|特讯"
    r"|[条次人](?:评论|阅读|浏览|点击|参与|回复)|\S{1,3}号|(?:发表|发布|编辑|刊登|张贴|上传|更新)于|我有话说.*|发[表布]于[\u4e00-\u9fff]{2,4}"
    r"|给编辑写信|写信给编辑|热门(?:搜[寻索]|文章|新闻|排行|话题)|热搜|最新(?:消息|文章)|语音阅读|分钟|秒钟|约|次|人次|次数|输入|修改|本文共阅读|阅读(?:时间|时长)|进入(?:专栏|专题)|(?:台北|北京|香港|澳门|当地|本地|中国|美东)时间|(?:GMT|UTC)?[+-]\d\d:?\d\d|HKT|CST|GMT|SGT|E[SD]?T|P[SD]T|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?|\d[\d,.]*(?:分钟|小时|\u2103|\u00b0C?)|正文|听(?:全文|新闻|文章)|点击\S{2,10}|版[面次]\s?:\s?[A-Z]?\d{1,3}(?:\s\S{1,6})?|无障碍链接|跳过内容|字数|IP属地\S{0,4}|[上下]午|[AP]M|打印预览|(?:视频|图片|内容)?(?:正在)?加载中\W{0,6}|A[-+]\s?A?[-+]|农历\S{2,10}|阴历\S{2,10}|作者|来源|时间|日期|发布时间|优质原创作者|\d{1,2}['\u2032]\d{2}(?:''|[\"\u2033])|编辑|更新|出版|刊登|提交|首页"
    r"|高清|标清|超清|流畅|播报文章|播报|\S{0,4}答主|只看(?:该作者|楼主|TA)|回帖奖励|返回原文|有奖征文|火?\d{1,8}人(?:看过|浏览|已读)|[倒正]序(?:浏览|阅读)|第?[A-Z]?\d{1,3}版(?::\S*)?|[A-Z]\d{1,3}:\S*|往期|VIP\S{0,4}|\d[\d.]*(?:页|图|P|张|字|楼|MB|KB|M|K|元|分|篇|个)|数字报(?:首页)?|\S{0,18}官方[账帐]号|采访|策划|统筹|(?:报告)?出品[方人]?|[Ll][Vv](?:\.|\.?\d{1,2})|[Tt]ags?|TAGS?|显示全部楼层|用LINE传送|只看大图|min|read|\S{2,10}创作者|[Uu]pdated?|[Pp]osted|[Pp]ublished|[Bb]y|[Oo]n|[Aa]t|[Ii]n|[Dd]ate|[Aa]uthor|[Vv]iews?|[Cc]omments?|[Ss]hare|[Pp]rint|[Aa]dmin|[Nn]ews|约?\s?\d[\d.]*[千万]?\s?[字页]|(?:阅读|浏览|点击|播放|访问|评论|点赞|收藏|喜欢|分享|回复)(?:量|数|次数|数量|人数)?"
    rf"|(?:来自)?(?:{PROVINCES})"
)

_OTHER_FIELD = re.compile(
    r"(?:分类|类别|标签|栏目|频道|专栏|专题|所属\S{0,4}|字数|格式|页数|大小|类型|热度|金币|积分|等级|文档编号|编号|状态|版次|版面"
    r"|心情|天气|系列|语言|审核|审校|一审|二审|三审):\S*"
)
"""Fields that say nothing about who, when or whence."""

_POSTER_PLACE = re.compile(r"(?<=模式|楼层|作者)[\s|]来自\s\S{2,16}$")
"""Where the writer of a post is, behind the buttons of forum software: no source."""

_PRINTED_PAGE = re.compile(r"(?<!\S)第?[A-Z]?\d{1,3}版(?::\S{1,6})?(?!\S)")
"""The page of a newspaper, with its name."""

_ADDRESS = re.compile(r"https?://[!-~]{4,200}|www\.[!-~]{4,200}")

_SPACED_BUTTON = re.compile(r"[\[【]\s*[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){0,3}\s*[\]】]|【\s*】")


def is_noise(token: str) -> bool:
    """Whether a folded word is a button or a mark that says nothing of the article.

    >>> is_noise("关注"), is_noise("渡口")
    (True, False)
    """
    if token[1:] and ("\u2190" <= token[0] < "\u2e80" or token[0] > "\U0001f000"):
        token = token[1:].lstrip("\ufe0f ") or token  # an icon
    return (
        _NOISE.fullmatch(token) is not None
        or (":" in token and _OTHER_FIELD.fullmatch(token) is not None)
        or token in furniture_words()
        or find_toolbar(token) is not None
    )


def blank_noise(text: str) -> str:
    """A folded line with bars for web addresses, buttons, and words in brackets that are noise.

    >>> blank_noise("石佳 [分 享] www.dukou.cn")
    '石佳 ||||| ||||||||||||'
    """
    if "\u6765\u81ea" in text:
        text = _POSTER_PLACE.sub(lambda match: "|" * len(match[0]), text)
    if "www." in text or "http" in text:
        text = _ADDRESS.sub(lambda match: "|" * len(match[0]), text)
    if "版" in text:
        text = _PRINTED_PAGE.sub(lambda match: "|" * len(match[0]), text)
    text = text.replace("[微博]", "||||")
    return _SPACED_BUTTON.sub(_blank_spaced, blank_buttons(text))


def _blank_spaced(match: re.Match[str]) -> str:
    """A button in brackets whose characters stand apart, as bars."""
    word = "".join(match[0].split())[1:-1]
    return "|" * len(match[0]) if not word or is_noise(word) else match[0]
