"""Furniture that only shows over several lines: footers, lists of articles, index tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page, row
from zxclean.steps.readings import SIZE_LABELS

LIST_ITEM = 60
"""Longest title (code points) in a list of related articles; on 60 real pages the longest has 52."""

WECHAT_LINES = 3
"""Fewest lines of WeChat's fixed tail. Each alone is a phrase that someone may have written."""

BUTTON_LINES = 3
"""Fewest lines of one button each that are a tool bar."""

TAGS = 12
"""Most tags that stand one a line below their label."""

_SIZE = re.compile(r"(?:[•·]\s*)?(?:(?:超大|特大|大|中|小)字?|标准|默认|正常|放大|缩小)")
_ITEM = re.compile(r"(?:[•·■◆▪○●]|-(?=\s)|\d{1,2}\s?[.、])\s*(?=\S)")
_NO_NEIGHBOUR = re.compile("没有|已是|已经是|[暂:]\\s?无")
"""The title behind a label, where there is no article."""

_NEIGHBOUR = re.compile("上一|下一|前一|后一")
_WECHAT = re.compile("微信|公众号|看一看|小程序|阅读原文|标签不可点|跳转二维码|作者头像")
_READING = re.compile("推荐阅读|延伸阅读")
_SHARING = frozenset({"chrome.share_platform", "chrome.share", "chrome.comment_button"})
_COLOPHON = re.compile(
    "(?:副?主编|责任印制|封面设计|装帧设计|版式设计|出版发行|版次|印次|开本|印张|定价|书号|ISBN)"
)
_TAG = re.compile(r"[^\s,。:;!?]{1,10}")


def choose_wechat_tail(page: Page, candidates: Candidates) -> None:
    """Take out everything from the first line of WeChat's fixed tail on."""
    lines = sorted(k for k in candidates.kind("wechat") if k >= page.tail)
    texts = {page.text(k) for k in lines}
    if len(texts) < WECHAT_LINES or not any(_WECHAT.search(text) for text in texts):
        return
    for k in range(lines[0], len(page)):
        page.chosen.setdefault(k, Finding(row("wechat_tail"), "tail"))


def choose_lists(page: Page, candidates: Candidates) -> None:
    """Take out headed, bulleted or numbered lists of other articles behind the prose."""
    lists = candidates.kind("listing")
    beside_others = bool(lists) and any(j >= page.tail for j in page.chosen)
    for k, finding in lists.items():
        if k < page.tail or k in page.chosen:
            continue
        items: list[tuple[int, str]] = []
        for j in range(k + 1, len(page)):
            if j in page.chosen:
                continue
            text = page.text(j)
            bullet = _ITEM.match(text)
            if bullet is None or len(text) > LIST_ITEM or "。" in text:
                break
            items.append((j, page.original(j, bullet.end(), len(text))))
        if not items and all(j in page.chosen for j in range(k + 1, len(page))):
            page.chosen[k] = finding  # the list itself was not in the text
            continue
        if _READING.search(page.text(k)) and not beside_others:
            # An author advises reading too; beside other furniture it is the site that does.
            continue
        if not items or any(
            title.startswith("\N{LEFT DOUBLE ANGLE BRACKET}") for _, title in items
        ):
            # A list of book titles is the author's own advice.
            continue
        page.chosen.setdefault(k, finding)
        is_related = page.text(k).lstrip("【[").startswith("相关")
        for j, title in items:
            facts = (("related", title),) if is_related else ()
            page.chosen.setdefault(j, Finding(row("related_list"), "tail", facts))


def is_colophon(page: Page, k: int) -> bool:
    """Whether a line stands in the colophon of a book, which names an editor too."""
    return any(
        0 <= j < len(page) and j not in page.chosen and _COLOPHON.match(page.text(j)) is not None
        for j in (k - 1, k + 1)
    )


def choose_button_runs(page: Page, candidates: Candidates) -> None:
    """Take out buttons that stand one a line, and the sizes behind the label of their bar.

    Three lines of two kinds (`转发`, `微博`, `微信`) are a bar; of one kind they may be a list.
    """
    buttons = candidates.kind("token")
    head, tail, chosen = page.head, page.tail, page.chosen
    left = [k for k in buttons if (k < head or k >= tail) and k not in chosen]
    if len(left) >= BUTTON_LINES:
        run: list[int] = []
        for k in left:
            if run and k != run[-1] + 1:
                _take_run(page, buttons, run)
                run = []
            run.append(k)
        _take_run(page, buttons, run)
    end = 0
    for k in sorted(k for name in SIZE_LABELS for k in candidates.kind(name)):
        if k < end or k not in chosen or chosen[k].rule.id not in SIZE_LABELS:
            continue
        end = k + 1
        while end < len(page) and (end in chosen or _SIZE.fullmatch(page.text(end))):
            chosen.setdefault(end, Finding(row("size_buttons"), "linked"))
            end += 1


def _take_run(page: Page, buttons: Mapping[int, Finding], run: Sequence[int]) -> None:
    if len(run) < BUTTON_LINES:
        return
    found = [(k, buttons[k]) for k in run]
    kinds = {finding.rule.id for _, finding in found}
    if len(kinds) < 2 or not kinds & _SHARING:
        return
    if not page.opens_list(run[0] - 1):
        page.chosen.update(found)


def choose_neighbours(page: Page, candidates: Candidates) -> None:
    """Take the line behind a bare `上一篇:` for its title.

    Behind the prose the next line is the title; before it only where another such label or the
    end of the list (`没有了`) follows, else it may be the headline of this article.
    """
    for k in candidates.kind("chrome.neighbour"):
        if (
            k not in page.chosen
            or k + 1 >= len(page)
            or not _is_bare_label(page, candidates, k)
            or _NO_NEIGHBOUR.search(page.text(k))
            or candidates.may_be(k + 1)
        ):
            continue
        text = page.text(k + 1)
        if len(text) > LIST_ITEM or "。" in text:
            continue
        if k >= page.tail or _is_bare_label(page, candidates, k + 2):
            title = page.original(k + 1, 0, len(text))
            page.chosen[k + 1] = Finding(row("neighbour"), "edge", (("related", title),))


def choose_tags(page: Page, candidates: Candidates) -> None:
    """Take the words one a line below a bare `标签:`, if furniture follows them."""
    for k, finding in candidates.kind("chrome.tags").items():
        if finding.facts or page.head <= k < page.tail:
            continue
        j = k + 1
        while j < min(len(page), k + 1 + TAGS) and not candidates.may_be(j):
            if j in page.chosen or not _TAG.fullmatch(page.text(j)):
                break
            j += 1
        if k >= page.tail and j == k + 1 and page.text(k)[-1] == ":":
            page.chosen.setdefault(k, Finding(finding.rule, "linked"))  # none of them came along
            continue
        ends = j < len(page) and (j in page.chosen or candidates.may_be(j))
        if j > k + 1 and ends and not page.head <= j < page.tail:
            for place in range(k, j):
                page.chosen.setdefault(place, Finding(finding.rule, "linked"))


def _is_bare_label(page: Page, candidates: Candidates, k: int) -> bool:
    """Whether a line is one label of a neighbouring article without its title."""
    return (
        k < len(page)
        and any(
            finding.rule.id == "chrome.neighbour" and not finding.facts
            for finding in candidates.at(k)
        )
        and len(_NEIGHBOUR.findall(page.text(k))) == 1
    )
