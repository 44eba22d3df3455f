"""Who signs behind the last sentence: in brackets, with a bare name, or on a line of its own."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.dates import ROC_ERA, find_date
from zxclean.steps.furniture import Page, Stated
from zxclean.steps.head_lines import is_prose
from zxclean.steps.signings import Signing, read_signing
from zxclean.structure.credits import are_people, is_caption, is_person

_PAGE = "版)"

REACH = 3
"""How many lines behind the last sentence a signature may stand."""

LONGEST_LINE = 50
"""The longest such line in code points, with its brackets."""

SIGNERS = 4
"""More names alone on a line are a list of those present."""

BARE_AFTER = 30
"""Fewest code points of a last line that ends with a bare name, as newspapers sign brief news."""

LAST = 80
"""How far before the end of a line or text (code points) the signature behind it begins."""

_SIGNED_LAST = re.compile(
    r"[\u3002!?\u201d\u2026]\s{0,8}[(/]?\s?[^()\u3002!?\u201d\u2026,:;]{2,50}(?:\([^()\n]{2,20})?\)?\s*$"
)
_CLOSED = re.compile(r"\)[^\S\n]*\n")
_BOX = re.compile(
    r"(?:(?<=[\u3002!?\u201d\u300d\u2026])\s{0,4}|\s?(?=\(作者))\((?P<inner>[^()\u3002!?]{2,70})\)$"
)
"""The brackets behind the last sentence of a line."""

_ISSUE = re.compile(
    r"\((?:责任)?编辑[:/](?P<editor>[\u4e00-\u9fff、/]{2,12})\)(?P<year>1\d\d)(?P<month>\d\d)(?P<day>\d\d)$"
)

_PRINTED = re.compile(
    r"(?:^|(?<=[\u3002!?\u201d\u2026])\s{0,4})\(?(?:原载|原刊|刊于|载于|摘自)?\u300a\s?(?P<paper>[^\u300a\u300b]{1,12}[报刊])\s?\u300b"
    r"\s?\(?\s?(?P<day>(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?)\s{0,4},?\s?第?\s?[A-Z\d]{1,4}\s?版[^()]{0,12}\)$"
)
"""The newspaper, the day and the page it stood on, behind the last sentence."""

_DIGITS = tuple("0123456789")

_DAY_BEHIND = re.compile(
    r"(?<=[\u3002!?\u201d\u300d])[ \u3000]{0,4}\(?(?P<day>(?:19|20)\d\d([-/.])\d{1,2}\2\d{1,2})\)?[^\S\n]*$",
    re.MULTILINE,
)

_CITED = (":", "文献", "注释", "参考", "出处")

_BARE = re.compile(
    r"(?<=[\u3002!?\u201d])(?:\s+|\s?/\s?)(?!全文|未完|谢谢|祝|任|安|平)(?P<names>[\u4e00-\u9fff]{2,3}(?:[\s、]+[\u4e00-\u9fff]{2,3}){0,2})$"
    r"|(?<=[\u3002!?\u201d])(?P<several>[\u4e00-\u9fff]{2,3}(?:[\s、]+[\u4e00-\u9fff]{2,3}){1,2})$"
    r"|(?<=[\u3002!?])(?P<glued>[\u4e00-\u9fff]{3})$"
)
"""Who wrote, behind the last sentence and a space or stroke, or several right behind it; one right
behind it, of three characters, only where more stands below: else the text may be cut off."""

_SIGNED_BARE = re.compile(
    r"(?<=[\u3002!?\u201d\u300d])(?:\s+|(?=作者|通讯员|(?:本[报网]|见习)?记者|[\u4e00-\u9fff]{2,4}(?:文/图|图/文|文/摄)$))(?P<sign>[\u25a0-\u25ff\u2605\u2606]\s?)?(?P<inner>[^\u3002!?,;:]{2,40}?)(?<!摄)(?<!摄影)(?<!供图)$"
)
"""What may be a signature behind the last sentence and a space, with the word for who wrote or the
deed in it."""

_HINT = re.compile(r"^[\u25a0-\u25ff\u2605\u2606]|[)\]】〕]$|记者|通讯员|作者|稿|文|图|报[道导]")
"""In every line that is a signature."""

_SIGNED_LINE = re.compile(r"[\u25a0-\u25ff\u2605\u2606]\s?(?P<inner>[^\u3002]{2,46})")
_BOXED_LINE = re.compile(r"[(\[【〔](?P<inner>[^()\[\]【】〔〕]{2,46})[)\]】〕]")


def may_be_signed(folded: str) -> bool:
    """Whether something short stands behind the last sentence of a text, as those who wrote do.

    For texts without any sign of furniture.
    """
    return (
        _SIGNED_LAST.search(folded, max(0, len(folded) - LAST)) is not None
        or folded.find(_PAGE, max(0, len(folded) - LAST)) >= 0
    )


def find_closing(page: Page, first: int) -> Stated | None:
    """The signature behind the last sentence of an article whose text begins at line `first`.

    Of names alone on a line `find_signers` judges: those present at a meeting are named so too.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里,沿途有五处平台。\\n(县水务局 李一)"))
    >>> _ = page.find_edges()
    >>> find_closing(page, 0).facts
    (('author', '李一'),)
    """
    for closed in islice(_CLOSED.finditer(page.folded, page.start(first)), 2):
        k = page.line_of(closed.start())
        signing = _read_box(page, k)
        # Behind a paragraph amid the text units and outlets are where it was taken from.
        if signing is not None and signing.names and not (signing.of_office or signing.of_unit):
            return _state(page, k, signing._replace(outlet=None))
    last = page.tail - 1
    if last < first:
        return _find_line(page, first)
    signing = _read_box(page, last)
    if signing is None and last not in page.chosen:
        signing = _read_bare(page.text(last), last + 1 < len(page))
    return _state(page, last, signing) if signing is not None else _find_line(page, first)


def find_closing_outlet(page: Page) -> Stated | None:
    """The outlet in brackets behind the last sentence, and the names behind it.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。(渡口晚报 李一)"))
    >>> _ = page.find_edges()
    >>> find_closing_outlet(page).facts
    (('source', '渡口晚报'), ('author', '李一'))
    """
    last = page.tail - 1
    signing = _read_box(page, last) if 0 <= last < len(page) else None
    return _state(page, last, signing) if signing is not None and signing.outlet else None


def find_issue(page: Page) -> Stated | None:
    """The editor in brackets behind the last sentence and the day of issue, as Taiwan's agency has it.

    The year is that of the Republic, whose first was 1912.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。(编辑:李一)1120827"))
    >>> _ = page.find_edges()
    >>> find_issue(page).facts
    (('editor', '李一'), ('published_at', '2023-08-27'))
    """
    k = page.tail - 1
    if not 0 <= k < len(page) or not page.folded[page.end(k) - 1].isdigit():
        return None
    text = page.text(k)
    issue = _ISSUE.search(text, max(0, len(text) - LAST))
    if issue is None:
        return None
    day = find_date(f"{ROC_ERA + int(issue['year'])}-{issue['month']}-{issue['day']}")
    facts: list[tuple[str, str]] = [("editor", page.original(k, *issue.span("editor")))]
    if day is not None:
        facts.append(("published_at", day.iso))
    return Stated(page.start(k) + issue.start(), page.start(k) + issue.end(), tuple(facts))


def find_paper(page: Page) -> Stated | None:
    """The newspaper that printed it and the day, on one line behind the last sentence or at its end.

    Several such lines are the works an article cites.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\n《渡口日报》(2019年01月14日 01版)"))
    >>> _ = page.find_edges()
    >>> find_paper(page).facts
    (('source', '渡口日报'), ('published_at', '2019-01-14'))
    """
    last = page.tail - 1
    if last < 0 or page.folded.find(_PAGE, page.start(last)) < 0:
        return None
    lines = [*range(max(0, last - 1), min(len(page), last + 1 + REACH))]
    found = [(k, match) for k in lines if (match := _PRINTED.search(page.text(k))) is not None]
    if len(found) != 1:
        return None
    ((k, match),) = found
    if any(page.text(j).endswith(_CITED) for j in range(last + 1, k)):
        return None
    day = find_date(match["day"].replace(" ", ""))
    paper = page.original(k, *match.span("paper")).strip()
    start = page.start(k)
    facts = (("source", paper), *((("published_at", day.iso),) if day is not None else ()))
    return Stated(start + match.start("paper"), start + match.end("day"), facts)


def find_last_day(page: Page) -> Stated | None:
    """The day in figures right behind the last sentence, if the text has no other that stands so.

    On a line of its own a day in words is that of a notice, which its office signs.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。2015/08/23"))
    >>> _ = page.find_edges()
    >>> find_last_day(page).facts
    (('published_at', '2015-08-23'),)
    """
    k = page.tail - 1
    if not 0 <= k < len(page) or not page.text(k).rstrip(")").endswith(_DIGITS):
        return None
    days = list(islice(_DAY_BEHIND.finditer(page.folded, page.start(max(0, page.head))), 2))
    if len(days) != 1 or not page.start(k) < days[0].start() < page.end(k):
        return None
    day = find_date(days[0]["day"])
    return Stated(*days[0].span("day"), (("published_at", day.iso),)) if day is not None else None


def find_signers(page: Page) -> dict[int, Facts]:
    """Names alone on the line behind the last sentence, as contributors to newspapers sign.

    >>> from zxclean.steps.furniture import Finding, row
    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\n李一 王小二\\n打印"))
    >>> page.chosen[2] = Finding(row("print"), "edge")
    >>> _ = page.find_edges()
    >>> find_signers(page)
    {1: (('author', '李一 王小二'),)}
    """
    k = next(page.staying(page.tail, 1), len(page))
    if not page.tail <= k < len(page) or page.head >= len(page):
        return {}
    text = page.text(k)
    below = next(page.staying(k + 1, 1), len(page))
    if below < len(page) and all(map(is_person, page.text(below).split())):
        return {}  # a list
    own = page.original(k, 0, len(text))
    # On a bare text names may be those of whom it tells.
    if page.chosen and are_people(text) and len(text.split()) <= SIGNERS:
        return {k: (("author", own),)}
    if below == len(page) and is_person(text) and is_prose(page.text(page.tail - 1)):
        return {k: (("author", own.replace(" ", "")),)}  # alone, and the last line of all
    return {}


def _read_box(page: Page, k: int) -> Signing | None:
    """The signature in brackets behind the last sentence of a line."""
    if k in page.chosen or page.folded[page.end(k) - 1] not in ")|":
        return None
    text = page.text(k).rstrip("| ")
    box = _BOX.search(text, max(0, len(text) - LAST))
    return read_signing(text, *box.span("inner"), boxed=True) if box is not None else None


def _read_bare(text: str, whole: bool) -> Signing | None:
    """The names behind the last sentence of a line, without brackets; `whole` if it is not cut."""
    if len(text) < BARE_AFTER:
        return None
    bare = _BARE.search(text, len(text) - BARE_AFTER)
    if bare is None:
        signed = _SIGNED_BARE.search(text, max(0, len(text) - LAST))
        if signed is None:
            return None
        boxed = signed["sign"] is not None or signed["inner"].startswith(("作者", "通讯员", "记者"))
        return read_signing(text, *signed.span("inner"), boxed=boxed)
    if bare.lastgroup == "glued" and not whole:
        return None
    start, end = bare.span(bare.lastgroup or 0)
    return read_signing(text, start, end, boxed=True)


def _find_line(page: Page, first: int) -> Stated | None:
    """The signature on a line of its own."""
    last = page.tail - 1
    while last > first and (last in page.chosen or not is_prose(page.text(last))):
        last -= 1
    if last < first or not is_prose(page.text(last)):
        return None
    near = range(last + 1, min(len(page), last + 1 + REACH))
    end = len(page) - 1
    for k in (*near, *((end,) if end not in near and end > last else ())):
        text = page.text(k)
        if k in page.chosen or not _HINT.search(text) or is_caption(text):
            if len(text) > LONGEST_LINE:
                return None
            continue
        if len(text) > LONGEST_LINE or "\u3002" in text:
            return None
        box = _BOXED_LINE.fullmatch(text) or _SIGNED_LINE.fullmatch(text)
        span = box.span("inner") if box else (0, len(text))
        signing = read_signing(text, *span, boxed=box is not None)
        alone = signing is not None and not signing.names
        if signing is None or signing.of_office or (alone and text[-2] not in "报网社"):
            continue
        return _state(page, k, signing)
    return None


def _state(page: Page, k: int, signing: Signing) -> Stated:
    """What a signature on line `k` states."""
    spans = [*signing.names, *([signing.outlet] if signing.outlet else [])]
    own = [page.original(k, *span).replace(" ", "") for span in signing.names]
    facts: list[tuple[str, str]] = []
    if signing.outlet is not None:
        facts.append(("source", page.original(k, *signing.outlet).strip()))
    if own:
        facts.append(("author", " ".join(own)))
    start = page.start(k)
    return Stated(start + min(spans)[0], start + max(spans)[1], tuple(facts))
