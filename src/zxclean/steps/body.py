"""Takes out what a whole page prints around its article, where rules for lines do not tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from zxclean.proposals import Edit, Mark, Proposal
from zxclean.structure.article import Stretch, find_furniture
from zxclean.structure.scoring import Evidence, weigh_lines
from zxclean.view import TextView


@dataclass(frozen=True, slots=True)
class Body:
    remove: bool = True
    name: ClassVar[str] = "body"

    def propose(self, view: TextView) -> Iterator[Proposal]:
        if not view.has_chinese:
            return
        page = weigh_lines(view)
        if page is None:
            return
        for stretch in find_furniture(page):
            rule = f"body.{stretch.where}"
            message = "x"
            if not self.remove:
                yield Mark(page.lines.starts.item(stretch.first), page.lines.ends.item(stretch.last), rule, message)
                continue
            start, end = _span(view, page, stretch)
            yield Edit(start, end, "", rule, "remove", message, 0.9)


def _span(view: TextView, page: Evidence, stretch: Stretch) -> tuple[int, int]:
    starts, ends = page.lines.starts, page.lines.ends
    if stretch.last + 1 == len(page.lines):
        return (ends.item(stretch.first - 1) if stretch.first else 0), len(view.text)
    if stretch.first == 0:
        return 0, starts.item(stretch.last + 1)
    return starts.item(stretch.first), starts.item(stretch.last + 1)
