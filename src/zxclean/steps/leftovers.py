"""What is most likely furniture of the lines above the article that no rule and no cut took out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from zxclean.proposals import Edit, Mark, Proposal, Settling
from zxclean.steps.furniture import Finding, Page, row
from zxclean.steps.head_odds import find_furniture
from zxclean.steps.removal import spans_to_mark, spans_to_remove
from zxclean.structure.lines import read_lines
from zxclean.structure.vocabulary import find_words, sum_words
from zxclean.view import TextView


@dataclass(frozen=True, slots=True)
class Leftovers(Settling):
    """Removes single lines above the article that look like furniture by all that can be seen.

    Only on a page of which furniture was taken out right before, and not in forums, whose lines
    between two posts look the same. Headline, lines of names and days and what the article speaks
    of stay. The weights are learned (`zxclean.steps.head_odds`).

    `remove`: with `False` the same lines are marks, and the text stays.
    """

    remove: bool = True
    name: ClassVar[str] = "leftovers"
    needs_no_second_look: ClassVar[bool] = True
    unsettling: ClassVar[tuple[str, ...]] = ("leftovers.",)

    def propose(self, view: TextView) -> Iterator[Proposal]:
        if not view.taken or not view.has_chinese:
            return
        page = Page(view)
        page.find_edges()
        if not 0 < page.head < len(page):
            return
        found = find_furniture(page, _find_title(page))
        if not found or _is_forum(view):
            return
        page.chosen.update(dict.fromkeys(found, Finding(row("above_headline"), "head")))
        spans = spans_to_remove(page) if self.remove else spans_to_mark(page)
        for k, chance in found.items():
            chance = round(chance, 2)
            message = f"Page furniture: line above the article that looks like it ({chance})."
            if self.remove:
                yield Edit(*spans[k], "", "leftovers.above", "remove", message, chance)
            else:
                yield Mark(*spans[k], "leftovers.above", message, chance)


def _find_title(page: Page) -> int:
    """The line that says the title an earlier step has found, or -1."""
    known = page.view.facts.get("title")
    if known is None:
        return -1
    lines = (k for k in range(page.head) if page.original(k, 0, len(page.text(k))) == known)
    return next(lines, -1)


def _is_forum(view: TextView) -> bool:
    hits = find_words(view)
    return hits is not None and sum_words(view, read_lines(view), hits).forum
