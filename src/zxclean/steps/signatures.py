"""Who signs an article without a headline: the line over its first sentence."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.credit_lines import LONGEST, mend_spaces
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import credits_of, is_prose
from zxclean.steps.reporters import read_reporters
from zxclean.structure.credits import is_caption

ABOVE = 4
"""So many lines that stay, captions among them, the first signature is looked for in."""

_ROLE = re.compile("记者|通讯员|特派员|编译|报[导道]")


def find_signature(page: Page) -> dict[int, Facts]:
    """The line of reporters over the first sentence, on a page whose headline is not known.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("记者李一/台北报导\\n江边步道今天开放,全长三公里。"))
    >>> _ = page.find_edges()
    >>> find_signature(page)
    {0: (('author', '李一'),)}
    """
    for k in islice(page.staying(max(0, page.head - ABOVE), 1), 2 * ABOVE):
        text = page.text(k)
        if k >= page.head and is_prose(text) and not is_caption(text):
            break
        if len(text) > LONGEST or not _ROLE.search(text) or is_caption(text):
            continue
        found = credits_of(page, k)
        signed = mend_spaces(text).strip("() []【】〔〕")
        if found is not None and read_reporters(signed) is not None:
            return {k: found.facts}
    return {}
