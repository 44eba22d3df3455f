"""Who signs an article without a headline: a line over its first sentence, or one behind its last."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.credit_lines import LONGEST
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import credits_of, is_prose
from zxclean.steps.outlets import is_press
from zxclean.steps.reporters import read_reporters
from zxclean.structure.credits import are_people, is_caption, is_person

ABOVE = 4
"""So many lines that stay, captions among them, the first signature is looked for in."""

SIGNERS = 4
"""More names alone on a line are a list of those present."""

_ROLE = re.compile("记者|通讯员|特派员|编译|报[导道]")
_CLOSING = re.compile(
    r"(?<=[\u3002!?\u201d\u2026])\s?\((?P<outlet>[^()\s,:]{3,12})"
    r"(?P<names>(?:[\s、]+[\u4e00-\u9fff]{2,4}){0,3})\)$"
)


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
        if found is not None and read_reporters(text.strip("()[]【】〔〕")) is not None:
            return {k: found.facts}
    return {}


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


def find_closing_outlet(page: Page) -> tuple[int, int, Facts] | None:
    """The outlet in brackets behind the last sentence, and names behind it: where, and the facts.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。(渡口晚报 李一)"))
    >>> _ = page.find_edges()
    >>> find_closing_outlet(page)[2]
    (('source', '渡口晚报'), ('author', '李一'))
    """
    k = page.tail - 1
    if not 0 <= k < len(page) or k in page.chosen or page.folded[page.end(k) - 1] != ")":
        return None
    found = _CLOSING.search(page.text(k))
    if found is None or not is_press(found["outlet"]):
        return None
    names = re.split(r"[\s、]+", found["names"].strip())
    if names != [""] and not all(map(is_person, names)):
        return None
    own = {name: page.original(k, *found.span(name)).strip() for name in ("outlet", "names")}
    facts = [("source", own["outlet"]), ("author", own["names"])]
    start = page.start(k)
    span = start + found.start("outlet"), start + found.end("names")
    return *span, tuple((field, value) for field, value in facts if value)
