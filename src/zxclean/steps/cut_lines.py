"""Lines that say where the text breaks off: no furniture, however much they look like it.

They ask readers to log in, to subscribe or to open an app, as the furniture does. What they say
of the text is read by `truncation`, which then takes them out.
"""

from __future__ import annotations

from zxclean.rules import Rule, compiled
from zxclean.steps.cuts import LINE, says_complete
from zxclean.steps.furniture import Page
from zxclean.structure.notices import AROUND, AROUND_END, find_notice

CLAUSE = 15
"""Shortest line of an article (code points) that a notice may stand behind."""

WALL = 6
"""So many lines of furniture may stand between the article and a notice: the others of its wall."""

_DOTS = ("\u2026", "...")
_STOPS = "\u3002!?\u201d\u300d)"


def leave_cuts(page: Page) -> None:
    """Take the notices of a cut off the lines that go out, and the broken line before them.

    >>> from zxclean.steps.furniture import Finding, row
    >>> from zxclean.view import TextView
    >>> lines = ["江边步道今天开放,全长三公里,市民说", "想看全文?请打开客户端", "打开客户端参与评论"]
    >>> page = Page(TextView("\\n".join(lines)))
    >>> page.chosen.update(dict.fromkeys((1, 2), Finding(row("reader_call"), "tail")))
    >>> leave_cuts(page)
    >>> sorted(page.chosen)
    [2]
    """
    if not page.chosen:
        return
    tried = -1
    for rule, start, _ in page.view.anchors["truncation"]:
        if rule.scope == "stretch" or "silent" in rule.tag:
            continue
        k = page.line_of(start)
        if k <= tried or k not in page.chosen or page.chosen[k].zone == "any":
            continue
        if len(page.text(k)) > LINE or "()" in page.text(k):  # a template that was not filled
            continue
        if _is_notice(rule, page.text(k)) and (before := _before(page, k, rule)) is not None:
            tried = k
            del page.chosen[k]
            page.chosen.pop(before, None)


def _is_notice(rule: Rule, line: str) -> bool:
    line = line.lstrip(AROUND).rstrip(AROUND_END)
    if rule.scope == "notice":
        return find_notice(rule, line) is not None
    match = compiled(rule.pattern).fullmatch(line)
    return match is not None and not says_complete(match.groupdict())


def _before(page: Page, k: int, rule: Rule) -> int | None:
    """The line of the article before a notice: broken off, or a sentence if that is enough."""
    for before in range(k - 1, max(-1, k - 1 - WALL), -1):
        line = page.text(before)
        if len(line) < CLAUSE:
            continue
        broken = line.endswith(_DOTS) or (line[-1] not in _STOPS and "," in line)
        if before in page.chosen and not (broken and before == k - 1):
            continue
        whole = "\u3002" in line and "cut" not in rule.tag
        return before if broken or whole else None
    return None
