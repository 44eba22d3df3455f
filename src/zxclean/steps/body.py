"""Takes out what a whole page prints around its article, where no rule for a line can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from zxclean.proposals import Edit, Mark, Proposal, Settling
from zxclean.structure.article import Stretch, find_furniture
from zxclean.structure.lines import Lines
from zxclean.structure.scoring import weigh_lines
from zxclean.structure.taken import knows_page
from zxclean.view import TextView

LINES = 3
"""Fewer lines are no page."""

SURE = 20.0
"""Evidence from which nothing is in doubt: a menu and its neighbours, a list of other pages."""


@dataclass(frozen=True, slots=True)
class Body(Settling):
    """Removes menus, lists of other pages, comments and footers that stand around an article.

    Where rules for single lines (`Chrome`) end: every line is weighed by the words of furniture on
    it, by its sentences and by its neighbours, and the article is the stretch that leaves most
    furniture outside. Headings, lists, tables, verse and captions inside it stay, and so do lines
    without evidence next to it, the title, lines that state a source, author or date, and marks of
    a cut. A text without furniture is not touched, nor is one without prose. Each stretch of lines
    is one edit, whose message says how many lines decided it.

    `remove`: with `False` the same stretches are marks, and the text stays.

    >>> from zxclean.pipeline import Pipeline
    >>> page = "登录 | 注册 | 收藏\\n老船工\\n外公撑了五十年船,他的船不大。\\n相关阅读\\n盐道\\n热门评论"
    >>> Pipeline((Body(),))(page).text
    '老船工\\n外公撑了五十年船,他的船不大。'
    """

    remove: bool = True
    name: ClassVar[str] = "body"
    unsettling: ClassVar[tuple[str, ...]] = ("body.",)

    def propose(self, view: TextView) -> Iterator[Proposal]:
        if view.text.count("\n") < LINES - 1 or not view.has_chinese:
            return
        page = weigh_lines(view)
        if page is None:
            return
        stretches = find_furniture(page, knows_page(view))
        for stretch in stretches:
            rule, message, sure = _reason(stretch)
            if self.remove:
                start, end = _span(page.lines, stretch, len(view.text))
                yield Edit(start, end, "", rule, "remove", message, sure)
            else:
                start, end = (
                    page.lines.first.item(stretch.first),
                    page.lines.last.item(stretch.last),
                )
                yield Mark(start, end, rule, message, sure)


_WHERE = {"above": "above the article", "below": "below it", "between": "in its midst"}


def _reason(stretch: Stretch) -> tuple[str, str, float]:
    count = stretch.last - stretch.first + 1
    lines = "1 line" if count == 1 else f"{count} lines"
    signs = "it is" if count == stretch.signs == 1 else f"{stretch.signs} of them"
    message = (
        f"Page furniture {_WHERE[stretch.place]}: {lines}, {signs} menu, button, list or counter "
        f"(evidence {stretch.evidence:.1f})."
    )
    return f"body.{stretch.place}", message, round(0.7 + 0.29 * min(stretch.evidence / SURE, 1), 2)


def _span(lines: Lines, stretch: Stretch, size: int) -> tuple[int, int]:
    """Lines with their line feeds; of the blank lines around them the larger gap stays."""
    first, behind = stretch.first, stretch.last + 1
    if behind == len(lines):
        return (lines.ends.item(first - 1) if first else 0), size
    if first == 0:
        return 0, lines.starts.item(behind)
    if lines.gap[first] < lines.gap[behind]:
        return lines.ends.item(first - 1), lines.ends.item(stretch.last)
    return lines.starts.item(first), lines.starts.item(behind)
