"""What of a credit line its own form tells, wherever it stands: days, `文/李一`, a journal's number."""

from __future__ import annotations

import re

from zxclean.steps.credit_draft import Draft
from zxclean.steps.credit_fields import DATES
from zxclean.steps.dates import find_date
from zxclean.steps.labels import labels_known
from zxclean.steps.writers import STROKED
from zxclean.structure.credits import is_person
from zxclean.structure.press import RANKS, REPORTER

_DATE_LABEL = re.compile(
    r"(?:公文|信息|文件|稿件|文章|最后|最近|最新)?(?:(?P<other>更新|[Uu]pdated|修改|修订|成文|截止)|发布|发表|发稿|上传|上架|创建|建立|刊出|张贴|公布|公告|添加|录入|编辑|提交|出版|刊登|刊发|生成|制发|印发|发文|发行"
    r"|访谈|直播|留言|提问|回答|来信|咨询|发帖|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2}(?=时间|日期))?(?:时间|日期|于|在)?\s?[:/|]?\s?[\[(]?$"
)
"""What a day is that stands behind it."""

_ACCOUNT = re.compile(r"[\u4e00-\u9fff](?:发布|公布|出版)\s{0,3}[|/]?\s?$")
"""An account or a house whose name ends as a label does: `渡口发布 2021-05-06`."""

_PARTIAL = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/月]\d{1,2}日?\s?\d{1,2}:\d{2}(?::\d{2})?|[今昨前]天(?=\s|$|\d)\s?(?:\d{1,2}:\d{2})?"
    r"|\d{1,3}\s?(?:秒|分钟|小时)前|\d{1,3}\s?(?:天|个月|年)前(?=$|[\s|·,发更来编阅浏])|刚刚)(?!\d)"
)
"""A day without its year, or how long ago it was."""

_ISSUE = re.compile(
    r"\u300a?(?P<journal>[\u4e00-\u9fff]{2,14})\u300b?\s{0,3}[,(]?(?:19|20)\d\d\s?年,?\s?第?\s?\d{1,3}\s?期\)?(?=$|[\s|])"
)
"""The journal and its number in which an article stood."""

_LABEL_BEFORE = re.compile(r"(?<![\u4e00-\u9fff])(?P<label>[\u4e00-\u9fff]{4,6})\s?:?\s?$")

_OTHER_DAYS = DATES - {"published_at", "updated_at", "disclosed_on"}
"""Days that are none of publication: of writing, of coming into force, of a paper's way to print."""

_OF_PAPER = re.compile(
    rf"(?P<paper>\u300a[\u4e00-\u9fff]{{2,10}}[报刊志]\u300b)\s?(?={RANKS}{REPORTER})"
)
"""The paper before its reporters."""

_WRITTEN_BY = re.compile(
    r"(?:(?:^|[|/]\s*)(?:撰文|文)|(?:^|[|/\s])\s*作者)\s+(?P<name>[\u4e00-\u9fff] ?[\u4e00-\u9fff]{1,3})(?=\s*(?:[|/]|$)|\s+\d)"
)
"""A name whose parts may stand apart, up to a bar."""

_POSTED_BY = re.compile(
    r"由\s?(?P<name>[\u4e00-\u9fffA-Za-z\d_]{2,16}?)\s?(?:发[布表]|撰写|创建|提交|上传)(?:[于在]\s?(?:\D{1,8}$)?|(?=\s*$))"
)
"""Who posted a text, as content systems say it, and the column: `由 李一 发布于 综合`."""


def take_people(draft: Draft) -> None:
    """Take who wrote behind a stroke, who posted, the journal and its number."""
    stroked = list(STROKED.finditer(draft.body))
    # One surname that is known bears out the others.
    known = any(is_person(match["name"]) for match in stroked)
    for match in stroked if known else ():
        field = "author" if match["author"] else "photographer"
        draft.facts.append((field, draft.original[slice(*match.span("name"))]))
        draft.strength += 1
        draft.blank(*match.span())
    paper = _OF_PAPER.search(draft.body)
    if paper is not None:
        draft.facts.append(("source", draft.original[slice(*paper.span("paper"))]))
        draft.blank(*paper.span("paper"))
    issue = _ISSUE.match(draft.body)
    if issue is not None and (draft.body[0] == "\u300a" or issue.end() == len(draft.body)):
        # With more behind it the line says in which number the text stood, not whence it was taken.
        field = "source" if issue.end() == len(draft.body) else "publication"
        draft.facts.append((field, draft.original[slice(*issue.span("journal"))]))
        draft.strength += 2
        draft.blank(*issue.span())
    posted = _POSTED_BY.match(draft.body)
    if posted is not None:
        field = "author" if is_person(posted["name"]) else "byline"
        draft.facts.append((field, draft.original[slice(*posted.span("name"))]))
        draft.strength += 2
        draft.blank(*posted.span())
    for match in _WRITTEN_BY.finditer(draft.body):
        if is_person(match["name"].replace(" ", "")):
            draft.add_author(*match.span("name"))
            draft.strength += 2
            draft.blank(*match.span())


def _other_day(body: str, start: int) -> tuple[str, int] | None:
    """The field of a day that is none of publication or change, by its label, and where that begins."""
    label = _LABEL_BEFORE.search(body, 0, start)
    known = labels_known().get(label["label"]) if label is not None else None
    if label is None or known is None or known.field not in _OTHER_DAYS:
        return None
    return known.field, label.start()


def take_dates(draft: Draft) -> bool:
    """Take all days, and tell whether one has its year."""
    dated = False
    place = 0
    while (found := find_date(draft.body, place)) is not None:
        label = _DATE_LABEL.search(draft.body, 0, found.start)
        if label and _ACCOUNT.search(draft.body, 0, label.end()):
            label = None
        start = label.start() if label else found.start
        of = _other_day(draft.body, found.start)
        if of is not None:
            draft.facts.append((of[0], found.iso))
            draft.blank(of[1], found.end)
            draft.strength += 2
            place = found.end
            continue
        draft.labelled |= label is not None and label[0][:1] not in ("", "时", "日", ":", " ")
        if label and label["other"] == "截止":
            draft.limits += 1
        elif label and label["other"]:
            draft.facts.append(("updated_at", found.iso))
        elif not dated:
            draft.facts.append(("published_at", found.iso))
            dated, draft.date_at = True, start
        draft.blank(start, found.end)
        if found.timed:
            draft.hour_end = found.end
        else:
            draft.day_end = found.end
        draft.strength += 2
        place = found.end
    for match in list(_PARTIAL.finditer(draft.body)):
        label = _DATE_LABEL.search(draft.body, 0, match.start())
        start = label.start() if label else match.start()
        draft.date_at = start if draft.date_at < 0 else draft.date_at
        draft.blank(start, match.end())
        draft.strength += 1
    return dated
