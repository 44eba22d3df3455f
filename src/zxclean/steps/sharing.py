"""Lines that show only together what they are: terms of sharing sites, captions of page pictures,
breadcrumbs that end with the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page

TERMS = 2
"""Fewest numbered terms: one such sentence may be the text of a notice."""

LEAVES = 3
"""Fewest captions of page pictures with one name: two may be the headings of a text."""

CRUMB_REACH = 8
"""How many lines below a breadcrumb the headline stands that it ends with."""

HEADLINE = 12
"""Least size (code points) of a headline that a breadcrumb may hold beside the name of its column."""

HINTS = re.compile(
    r"(?:温馨|友情|特别|下载|阅读|重要|免责|版权)?(?:提示|说明|须知|声明|注意事项)\s?:?"
)
"""Heading over terms."""

_OWN_TERMS = re.compile(
    "自行甄别|侵犯[您你]?的?(?:合法)?(?:权益|版权)|申请退款|不予退|(?:下载|扣除|返还)积分|水印|没有答案"
    "|本[站网](?:不支持|不保证|不对|资源|文档|所有)|部分预览|(?:用户|网友|会员)上传"
)
"""What only such a site tells its guests; how to download a file others explain in steps too."""

_NUMBERED = re.compile(r"(\d{1,2})[.、]")
_LEAF = re.compile(r"(?P<name>.+?)[_-]第\s?(?P<number>\d{1,4})\s?页")
_LAST_CRUMB = re.compile(
    r".*?[:>\u00bb\u203a].*?(?:[>\u00bb\u203a\u300b]\s*)(?P<last>[^>\u00bb\u203a]{4,80})(?:\s*[>\u00bb\u203a]\s*正文)?"
)


def choose_terms(page: Page, candidates: Candidates) -> None:
    """Take out numbered terms of a site that shares documents, and the heading over them.

    Two of a run tell it; its other numbered lines go with them. They stand above the whole document
    or below it, never between its paragraphs.
    """
    known = candidates.kind("terms")
    if len(known) < TERMS:
        return
    for run in _numbered_runs(page):
        if sum(k in known for k in run) < TERMS or _stands_between(page, run):
            continue
        if not any(_OWN_TERMS.search(page.text(k)) for k in run):
            continue
        finding = known[next(k for k in run if k in known)]
        above = next(page.staying(run[0] - 1, -1), -1)
        if above >= 0 and HINTS.fullmatch(page.text(above)):
            run.append(above)
        for k in run:
            page.chosen.setdefault(k, finding)


def _numbered_runs(page: Page) -> Iterator[list[int]]:
    """Neighbouring lines with rising numbers; of those between that go out none counts."""
    run: list[int] = []
    last = -1
    for k in range(len(page)):
        number = _NUMBERED.match(page.text(k))
        if number is None and k in page.chosen:
            continue
        rises = number is not None and run and last < int(number[1]) <= last + 2
        if run and not rises:
            yield run
            run = []
        if number is not None:
            run.append(k)
            last = int(number[1])
    if run:
        yield run


def _stands_between(page: Page, run: list[int]) -> bool:
    """Whether sentences stand both above and below."""
    above = any("。" in page.text(k) for k in page.staying(run[0] - 1, -1))
    return above and any("。" in page.text(k) for k in page.staying(run[-1] + 1, 1))


def choose_leaves(page: Page, candidates: Candidates) -> None:
    """Take out captions of page pictures but the first, which is the headline if no other line is.

    >>> _LEAF.fullmatch("渡船检修报告_第2页")["name"]
    '渡船检修报告'
    """
    known = candidates.kind("leaf")
    if len(known) < 2:
        return
    named: dict[str, list[int]] = {}
    for k in known:
        leaf = _LEAF.fullmatch(page.text(k))
        if leaf is not None:
            named.setdefault(leaf["name"], []).append(k)
    for name, lines in named.items():
        numbers = [int(page.text(k).rpartition("第")[2].rstrip("页 ")) for k in lines]
        if len(lines) < 2 or any(after <= before for before, after in pairwise(numbers)):
            continue
        titled = any(page.text(k) == name for k in page.staying(0, 1))
        if len(lines) < LEAVES and not titled:
            continue
        for k in lines if titled else lines[1:]:
            page.chosen.setdefault(k, known[k])


def find_leaf(page: Page) -> int | None:
    """The line of the first page's caption, if it stays and the others go out."""
    others = [k for k, finding in page.chosen.items() if finding.rule.tag == "leaf"]
    if not others:
        return None
    first = next(page.staying(min(others) - 1, -1), -1)
    return first if first >= 0 and page_suffix(page.text(first)) else None


def page_suffix(text: str) -> int:
    """How long the end of a caption is that numbers its page.

    >>> page_suffix("渡船检修报告_第1页"), page_suffix("渡船检修报告")
    (4, 0)
    """
    leaf = _LEAF.fullmatch(text)
    return len(text) - leaf.end("name") if leaf is not None else 0


def _ends_with(crumb: str, line: str) -> bool:
    """Whether the last item of a breadcrumb is a line, or holds all of one as long as a headline."""
    return crumb == line or (len(line) >= HEADLINE and line in crumb)


def choose_crumbs(page: Page, candidates: Candidates) -> None:
    """Take out a breadcrumb that ends with the headline, which stands below."""
    for k, finding in candidates.kind("crumb").items():
        last = _LAST_CRUMB.fullmatch(page.text(k))
        if k in page.chosen or k > page.head or last is None:
            continue
        below = range(k + 1, min(len(page), k + 1 + CRUMB_REACH))
        if any(_ends_with(last["last"], page.text(j)) for j in below if j not in page.chosen):
            page.chosen[k] = Finding(finding.rule, "head", finding.facts)
