"""Lines that say the headline again, which goes where the page has it anyway."""

from __future__ import annotations

from zxclean.steps.furniture import Page
from zxclean.steps.head_credits import BELOW, Head
from zxclean.steps.head_lines import is_prose
from zxclean.structure.copies import COPY_SIZE

LAST_COPY = 10
"""Shortest headline (code points) that stands again behind the text and goes; a shorter one may be
a refrain."""


def find_copies_of_headline(page: Page, head: Head) -> list[int]:
    """The lines just below that say the headline again, behind credits or buttons that go, and the
    last line of all.

    With nothing taken out between them the step for blocks decides, by the text that stays.
    """
    text = head.headline(page)
    if len(text) < COPY_SIZE:
        return []
    copies: list[int] = []
    between, parted = 0, False
    for k in range(head.title + 1, min(len(page), head.title + 1 + BELOW)):
        if k in page.chosen:
            parted = True
            continue
        line = page.text(k)
        if line == text:
            if parted:
                copies.append(k)
        else:
            between += 1
            if between > 1 or is_prose(line):
                break
    last = next(page.staying(len(page) - 1, -1), -1)
    if last >= page.tail > head.title and len(text) >= LAST_COPY and page.text(last) == text:
        copies.append(last)
    return copies
