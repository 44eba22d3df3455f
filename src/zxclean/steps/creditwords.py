"""Credit lines beside a headline: date, outlet, names and counts in any order, mostly unlabelled.

What `credits.py` reads tells by its labels that it is a credit line. Here the place does, next to
a headline, so a bare name may be read as the outlet, the author or the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from zxclean.literals import word_lists
from zxclean.proposals import Facts
from zxclean.steps.credits import PROVINCES, find_credits, name_outlet, unbox_labels
from zxclean.steps.dates import find_date
from zxclean.steps.labels import PEOPLE, labels_known, last_characters, places_before_colons
from zxclean.steps.toolbars import blank_buttons, find_toolbar
from zxclean.structure.credits import is_person

LONGEST = 120
"""Longest credit line in code points; of the labelled documents the longest has 74."""

NAME = 16
"""Longest unlabelled name in code points: an account or an outlet."""

NAMES = 4
"""More unlabelled words than these on a line are a menu or a sentence."""

LINES_KNOWN = 256

_PAPER = re.compile(
    r"[(]?\u300a\s?(?P<paper>[\u4e00-\u9fff]{2,10}[报刊志])\s?\u300b\s?[(,]?\s?(?P<day>(?:19|20)\d\d\s?[-年.][^\u300a\u300b\u3002]{3,24}?)[)]?"
)
"""The newspaper and the day of which a text is, with its page."""

_SENTENCE = re.compile("[。!?;《》“”…]")
_ROLE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}?(?:全媒体|融媒体|首席|特约|特派|见习|实习|摄影)*(?:记者|通讯员|评论员|撰稿人?))"
    r"(?:站)?:?\s?(?P<name>.*)"
)
_LABELLED = re.compile(
    r"(?P<source>来源|稿源|来自)(?P<a>\S.{1,19})|(?P<author>作者|原作者)(?P<b>\S.{1,19})"
    r"|(?P<editor>责任编辑|责编|编辑)(?P<c>[^部室]\S{1,9})"
)
_COUNT = re.compile(
    r"\(?(?:(?P<views>\d[\d,.]*(?:万|w|k)?)\+?\s?(?:次|人)?(?:阅读|浏览|点击|播放)(?:量|数)?"
    r"|\d[\d,.]*(?:万|w|k)?\+?\s?(?:次|人|条)?(?:评论|参与|跟[贴帖]|回复|查看|访问|赞|收藏|转发|回应)?"
    r"|(?:阅读|浏览|点击|播放|查看)(?:量|数|次数)?[:(\[]?\s?(?P<views_2>\d[\d,.]*(?:万|w|k)?)[)\]]?(?:次|人)?"
    r"|(?:评论|参与|跟[贴帖]|回复|赞|收藏|转发)(?:量|数|次数)?[:(]?\s?\d[\d,.]*\)?(?:条|次)?)\)?"
)
_ACTS = re.compile(
    r"(?:文字?\s?[/、]\s?(?:图片?|摄影?)|图片?\s?[/、]\s?文字?|文图|图文"
    r"|(?<=[\u4e00-\u9fff])\s?/\s?(?:文|摄影?|图)|(?<![\u4e00-\u9fff])(?:摄影报道|采访报道|报道|报导|综合整理|编译整理))(?=$|[\s|)\]】])"
)
"""What those named on a line did, behind their names; the stroke in it parts no names."""

_STROKED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?P<author>文字?|(?:采访)?(?:撰文|撰稿|整理)|采写|采访|编译)|图片?|摄影?)\s?/\s?(?P<name>[\u4e00-\u9fff·]{2,4})(?=$|[\s|,、])"
)
"""`文/李晓 图/周航` on a line with a day."""

_NOISE = re.compile(
    r"\+?(?:已)?关注|订阅|原创|转载|首发|转自|本文|星期[一二三四五六日天]|周[一二三四五六日天]|本[报网刊台站]讯|特讯"
    r"|[条次人](?:评论|阅读|浏览|点击|参与|回复)|\S{1,3}号|(?:发表|发布|编辑)于|我有话说.*|发[表布]于[\u4e00-\u9fff]{2,4}"
    r"|字数|IP属地\S{0,4}|[上下]午|[AP]M|打印预览|农历\S{2,10}|阴历\S{2,10}|作者|来源|时间|日期|发布时间|优质原创作者|编辑|更新|出版|刊登|提交|首页"
    r"|只看(?:该作者|楼主|TA)|倒序浏览|第?[A-Z]?\d{1,3}版(?::\S*)?|[A-Z]\d{1,3}:\S*|往期|VIP\S{0,4}|\d[\d.]*(?:页|图|P|张|字|楼|MB|KB|M|K|元|分|篇|个)|数字报(?:首页)?|\S{0,18}官方账号|采访|策划|统筹|出品|[Ll][Vv]\.?\d{1,2}|显示全部楼层|只看大图|min|read|\S{2,10}创作者|[Uu]pdated?|[Pp]osted|[Pp]ublished|[Bb]y|(?:阅读|浏览|点击|播放|访问|评论|点赞|收藏|喜欢|分享|回复)(?:量|数|次数)?"
    rf"|{PROVINCES}"
)
_OTHER_FIELD = re.compile(
    r"(?:分类|类别|标签|栏目|频道|专栏|专题|所属\S{0,4}|字数|格式|页数|大小|类型|热度|金币|积分|等级|文档编号|编号|状态|版次|版面"
    r"|心情|天气|信息员|系列|语言|审核|审校|一审|二审|三审):\S*"
)
"""Fields that say nothing about who, when or whence."""

_UNKNOWN_FIELD = re.compile(r"[\u4e00-\u9fff]{2,6}\s?:")
_PARTICULARS = re.compile(
    r"地[点址]|主[持讲办]|出席|列席|缺席|记录|承办|协办|联系|电话|参[加会]|议题|会议|活动|讲座|对象|人员|内容|费用|附件|报名"
)
"""Fields of a notice's own text, which no credit line has."""

_DATE_LABEL = re.compile(
    r"(?:公文|信息|文件|稿件|文章)?(?:(?P<other>更新|[Uu]pdated|修改|成文|截止)|发布|发表|发稿|上传|上架|创建|建立|刊出|张贴|公布|公告|添加|录入|编辑|提交|出版|刊登|刊发|生成|制发|印发|发文|发行"
    r"|访谈|直播|留言|提问|来信|咨询|发帖)?(?:时间|日期|于|在)?\s?[::]?\s?[\[(]?$"
)
_PARTIAL = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/月]\d{1,2}日?\s?\d{1,2}:\d{2}(?::\d{2})?|[今昨前]天(?=\s|$|\d)\s?(?:\d{1,2}:\d{2})?"
    r"|\d{1,3}\s?(?:秒|分钟|小时|天|个月|年)前|刚刚)(?!\d)"
)
_TOKEN = re.compile(r"[^\s|/\u2571\u4e28\u3010\u3011]+")
_BRACKETS = "()[]【】<>{}〔〕·•-—,、:~_"
_VERBAL = re.compile(r"[从在了是将已被把向着过让]|第[\d一二三四五六七八九十]")
"""What a clause has and the name of an account or outlet hardly ever."""

_HAN_OR_LATIN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_REPORT = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:报道|报导|电|讯)|报[道导]|(?:采访|综合|编译)?整理|编译|撰[文稿]"
)
"""What a writer did and where, behind the name: `台南即时报导`, `整理`."""

_UNIT = re.compile(r"\S+(?:院|系|部|处|科|室|办|局|委|会|社|网|台|站|中心|大学|学校|公司)")


class Credits(NamedTuple):
    """What a line says; `dated` if with the year, `strength` counts what only credits have."""

    facts: Facts
    dated: bool
    strength: int


@cache
def _signs() -> re.Pattern[str]:
    """What every line with a credit has: part of a date, or a label or role where it may stand.

    Nine in ten of the lines that are asked about are headlines and menus without.
    """
    labels = labels_known()
    before_colon = "".join(sorted(map(re.escape, last_characters())))
    before_space = "|".join(
        sorted(re.escape(text) for text, label in labels.items() if label.field in PEOPLE)
    )
    return re.compile(
        rf"[{before_colon}][\]】]? *[:|\u4e28]|(?:{before_space})\s|来源|稿源|来自|作者|责编|编辑|^原创[ :]|报[道导]|\s(?:整理|编译)$"
        r"|记者|通讯员|评论员|撰稿|\d\s?(?:年|秒|分钟|小时|天|个月)|\d[-/.月]\d|\d{6}|[今昨前]天|刚刚|[\u4e00-\u9fff]\s?[/|]\s?[\u4e00-\u9fff]"
    )


def may_be_credits(text: str) -> bool:
    """Whether a folded line holds a sign of a credit and none of a sentence."""
    if not 2 <= len(text) <= LONGEST or not _signs().search(text):
        return False
    return _SENTENCE.search(text) is None or _PAPER.fullmatch(text) is not None


@lru_cache(LINES_KNOWN)
def read_credits(text: str, original: str) -> Credits | None:
    """The facts of a line beside a headline, `None` if it holds anything that is no credit.

    `text` is the line folded and without spaces around it, `original` the same stretch as the
    page has it. A lone name is `byline`: an account, an outlet or a person not known to be one.

    >>> read_credits("2019-05-17 · 北城报道", "2019-05-17 · 北城报道").facts
    (('published_at', '2019-05-17'), ('byline', '北城报道'))
    """
    if not may_be_credits(text):
        return None
    paper = _PAPER.fullmatch(text)
    if paper is not None:
        day = find_date(paper["day"])
        if day is None:
            return None
        name = original[slice(*paper.span("paper"))]
        return Credits((("publication", name), ("published_at", day.iso)), True, 4)
    known = find_credits(text, original)
    if known is not None and known.facts and known.rule.tag != "index":
        names = {name for name, _ in known.facts}
        dated = "published_at" in names
        return Credits(split_people(known.facts), dated, 2 * len(names))
    reader = _Reader(text, original)
    return reader.read()


class _Reader:
    def __init__(self, text: str, original: str) -> None:
        self.text, self.original = text, original
        self.facts: list[tuple[str, str]] = []
        body = unbox_labels(blank_buttons(text))
        self.body = _ACTS.sub(lambda match: "|" * len(match[0]), body)
        self.before: list[tuple[int, int]] = []
        self.behind: list[tuple[int, int]] = []
        self.date_at = self.day_end = -1
        self.strength = 0
        self.acts = self.body != body
        for match in _STROKED.finditer(self.body):
            if not is_person(match["name"]):
                continue
            field = "author" if match["author"] else "photographer"
            self.facts.append((field, original[slice(*match.span("name"))]))
            self.strength += 1
            self._blank(*match.span())
        self.labelled = False

    def read(self) -> Credits | None:
        dated = self._take_dates()
        places = places_before_colons(self.body)
        if any(
            place.label.rule.tag == "index" and place.label.field != "issuer" for place in places
        ):
            return None
        parts = [(0, places[0].start if places else len(self.body))]
        ends = [*(place.start for place in places), len(self.body)][1:]
        for place, end in zip(places, ends, strict=True):
            cut = self.body.find("|", place.end, end)
            stop = cut if cut >= 0 else end
            self._take_label(place.label.field, place.end, stop)
            parts.append((stop, end))
        if not all(self._take_free(start, end) for start, end in parts):
            return None
        if len(self.before) + len(self.behind) > NAMES:
            return None
        if not (self.strength or self.original_mark or self._names_writer_and_outlet()):
            return None
        self._settle_names()
        return Credits(split_people(tuple(dict.fromkeys(self.facts))), dated, self.strength)

    def _names_writer_and_outlet(self) -> bool:
        """`石佳/中国青年报`: people and one outlet, with nothing else on the line."""
        names = [self.text[a:b] for a, b in self.before]
        people = sum(map(is_person, names))
        outlets = sum(name_outlet(name) == "source" for name in names)
        return bool(people) and outlets == 1 and len(names) == people + 1

    @property
    def original_mark(self) -> bool:
        return self.text.startswith(("原创 ", "原创:"))

    def _take_dates(self) -> bool:
        dated = False
        place = 0
        while (found := find_date(self.body, place)) is not None:
            label = _DATE_LABEL.search(self.body, 0, found.start)
            start = label.start() if label else found.start
            self.labelled |= label is not None and label[0][:1] not in ("", "时", "日", ":", " ")
            if label and label["other"]:
                self.facts.append(("updated_at", found.iso))
            elif not dated:
                self.facts.append(("published_at", found.iso))
                dated, self.date_at = True, start
            self._blank(start, found.end)
            if not found.timed:
                self.day_end = found.end
            self.strength += 2
            place = found.end
        for match in list(_PARTIAL.finditer(self.body)):
            label = _DATE_LABEL.search(self.body, 0, match.start())
            start = label.start() if label else match.start()
            self.date_at = start if self.date_at < 0 else self.date_at
            self._blank(start, match.end())
            self.strength += 1
        return dated

    def has(self, field: str) -> bool:
        return any(name == field for name, _ in self.facts)

    @property
    def timed_behind(self) -> bool:
        """Whether the only name stands behind a day and its hour."""
        return not self.before and len(self.behind) == 1 and self.day_end < 0 <= self.date_at

    def _blank(self, start: int, end: int) -> None:
        self.body = self.body[:start] + "|" * (end - start) + self.body[end:]

    def _take_label(self, field: str, start: int, end: int) -> None:
        value = self.body[start:end]
        solid = value.strip(" " + _BRACKETS)
        if not solid or len(solid) > 40:
            return
        first = start + value.index(solid)
        last = first + len(solid)
        for token in _TOKEN.finditer(self.body, first, last):
            # What follows behind a space may be a counter, a button or a field of another kind.
            other = ":" in token[0] or (field not in PEOPLE and is_noise(token[0]))
            if other and token.start() > first:
                last = token.start()
                break
        self.facts.append((field, self.original[first:last].strip()))
        self.strength += 2

    def _take_free(self, start: int, end: int) -> bool:
        role = other = False
        known = start
        for first, last, token in self._tokens(start, end):
            if _UNKNOWN_FIELD.match(self.body, first, end):
                if _PARTICULARS.match(token) and not self.labelled:
                    return False
                other, known = True, last  # its value, up to a bar, says nothing here
                continue
            if token in ("分类于", "收录于", "发布在", "分类"):
                other, known = True, last
                continue
            other = other and "|" not in self.body[known:first]
            known = last
            if other:
                continue
            count = _COUNT.fullmatch(token)
            if count:
                views = count["views"] or count["views_2"]
                if views:
                    self.facts.append(("views", views))
                continue
            if is_noise(token):
                continue
            labelled = _LABELLED.fullmatch(token)
            if labelled:
                group = next(g for g in "abc" if labelled[g])
                field = next(f for f in ("source", "author", "editor") if labelled[f])
                self.facts.append((field, self.original[first + labelled.start(group) : last]))
                self.strength += 2
                continue
            named = _ROLE.fullmatch(token)
            if named:
                role = True
                self.strength += 1
                if named["name"]:
                    self._add_author(first + named.start("name"), last)
                continue
            if (role or self.acts) and is_person(token):
                self._add_author(first, last)
                self.strength += 1
                continue
            if _REPORT.fullmatch(token) and (role or self._take_writers(first)):
                continue
            role = False
            if len(token) > NAME or not _HAN_OR_LATIN.search(token):
                return False
            if ":" in token or _VERBAL.search(token):
                return False
            if first == self.day_end and name_outlet(token) != "source":
                return False
            behind = 0 <= self.date_at < first
            (self.behind if behind else self.before).append((first, last))
        return True

    def _take_writers(self, end: int) -> bool:
        """Whether the bare names right before what a writer did are people: the authors."""
        found = False
        for names in (self.behind, self.before):
            people: list[tuple[int, int]] = []
            while names and names[-1][1] <= end and is_person(self.text[slice(*names[-1])]):
                people.insert(0, names.pop())
            for person in people:
                self._add_author(*person)
            found = found or bool(people)
        self.strength += found
        return found

    def _tokens(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        for match in _TOKEN.finditer(self.body, start, end):
            token = (
                match[0].strip(_BRACKETS) if match[0][-1] not in "])" else match[0].lstrip("([【")
            )
            if not token:
                continue
            if token[-1] in "])" and not any(mark in token for mark in "[("):
                token = token.rstrip("])")
            if not token:
                continue
            first = match.start() + match[0].index(token)
            yield first, first + len(token), token

    def _add_author(self, start: int, end: int) -> None:
        name = self.original[start:end].strip(_BRACKETS + " ")
        for place, (field, value) in enumerate(self.facts):
            if field == "author":
                self.facts[place] = ("author", f"{value} {name}")
                return
        self.facts.append(("author", name))

    def _settle_names(self) -> None:
        """Give the unlabelled names their fields."""
        spans = [*self.before, *self.behind]
        names = [(self.text[a:b], self.original[a:b]) for a, b in spans]
        outlets = [own for name, own in names if name_outlet(name) == "source"]
        people = [own for name, own in names if is_person(name)]
        others = [own for _, own in names if own not in outlets and own not in people]
        if len(others) == len(names) == 1 and self.timed_behind and not self.has("source"):
            # Portals print day and hour, then whom they have the text from.
            self.facts.append(("source", others[0]))
            return
        if len(names) == 2 and len(self.before) == 2 and not outlets:
            # An account on WeChat: who wrote, then whose account it is.
            self.facts += [("author", names[0][1]), ("source", names[1][1])]
            return
        if outlets and not self.has("source"):
            self.facts.append(("source", outlets[0]))
        if people and (len(others) == 0 or len(names) <= 2):
            self.facts.append(("author", " ".join(people)))
            self.facts += [("byline", own) for own in others]
        elif others or people:
            self.facts.append(("byline", " ".join(own for _, own in names if own not in outlets)))


@cache
def _furniture() -> frozenset[str]:
    """Words of menus, buttons and footers, which name nobody."""
    words = word_lists()
    return frozenset(chain.from_iterable(words[name] for name in words if name != "facts"))


def is_noise(token: str) -> bool:
    """Whether a folded word is a button or a mark that says nothing of the article.

    >>> is_noise("关注"), is_noise("渡口")
    (True, False)
    """
    return (
        _NOISE.fullmatch(token) is not None
        or (":" in token and _OTHER_FIELD.fullmatch(token) is not None)
        or token in _furniture()
        or find_toolbar(token) is not None
    )


def split_people(facts: Facts) -> Facts:
    """Facts whose authors are names alone: without role or unit before, or a photo credit behind.

    >>> split_people((("author", "土木学院 李青 图/王山"),))
    (('photographer', '王山'), ('author', '李青'))
    """
    if not any(field in ("author", "contributor") for field, _ in facts):
        return facts
    settled: list[tuple[str, str | int]] = []
    for field, given in facts:
        if field not in ("author", "contributor"):
            settled.append((field, given))
            continue
        value = str(given)
        photo = re.search(r"[\s,、;](?:图片?|摄影?|摄影)\s?[/:|]\s?(\S{2,20})$", value)
        if photo:
            settled.append(("photographer", photo[1]))
            value = value[: photo.start()]
        role = _ROLE.fullmatch(value)
        if role and role["name"].strip(" /:"):
            value = role["name"].strip(" /:")
        words = value.split()
        if len(words) == 2 and _UNIT.fullmatch(words[0]) and 2 <= len(words[1]) <= 4:
            value = words[1]
        known = next((n for n, fact in enumerate(settled) if fact[0] == field), -1)
        if "*" in value:
            continue
        if value and known < 0:
            settled.append((field, value))
        elif value and value != settled[known][1]:
            settled[known] = (field, f"{settled[known][1]} {value}")
    return tuple(settled)
