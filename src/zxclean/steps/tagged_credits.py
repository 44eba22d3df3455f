"""Facts beside the headline and behind the prose that no reader of credits has found, by the tagger."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from zxclean.proposals import Facts
from zxclean.steps.credit_tagger import LIKELY, LONGEST, SURE, facts_of, is_labelled, tag_credits
from zxclean.steps.credit_tokens import tokens_of
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import is_menu, is_prose
from zxclean.steps.labels import labels_known
from zxclean.steps.noise import is_noise
from zxclean.steps.other_dates import is_list_heading, is_of_list, is_particular
from zxclean.structure.credits import is_caption

WANTED = ("source", "author", "published_at")
"""Facts that every article may have: a page that has stated them all is not asked."""

_NOBODY = re.compile(r"系统|互联网|网络|昵称\d*|网友投稿|佚名")
"""What stands for a name where there is none."""

BELOW, ABOVE, BEHIND = 12, 2, 4
"""How many lines below the headline, above it and behind the prose are read."""


def find_tagged(
    page: Page, title: int, stated: Collection[tuple[str, str | int]]
) -> dict[int, Facts]:
    """The facts that the lines of a page's credits state, but for those it has `stated`.

    `title` is the line of the headline, -1 where none was found: then a word has to be surer. What
    is stated as one fact is not another, too.
    """
    known = {field for field, _ in stated}
    values = {str(value) for _, value in stated}
    if "publication" in known:
        known.add("source")
    if known.issuperset(WANTED):
        return {}
    found: dict[int, Facts] = {}
    for k, least in _lines(page, title):
        facts = tuple(
            (field, value)
            for field, value in _read(page, k, least)
            if field not in known and value not in values and may_name(field, str(value))
        )
        if facts:
            found[k] = facts
            known.update(field for field, _ in facts)
            values.update(str(value) for _, value in facts)
    return found


def may_name(field: str, value: str) -> bool:
    """Whether a value can be a fact: no button, no label, no name that a system gives."""
    if field in ("published_at", "views"):
        return True
    solid = "".join(value.split())
    return not (is_noise(solid) or solid in labels_known() or _NOBODY.fullmatch(solid))


def _lines(page: Page, title: int) -> Iterator[tuple[int, float]]:
    """The lines where credits stand, each with how likely a word has to be one of them."""
    for k in range(title + 1, min(page.head, title + 1 + BELOW)):
        if not is_prose(page.text(k)) and not _is_other(page, k):
            yield k, LIKELY if title >= 0 else SURE
    if title < 0:
        return
    for k in range(title - 1, max(-1, title - 1 - ABOVE), -1):
        if is_prose(page.text(k)) or is_of_list(page, k):
            break
        if not _is_other(page, k):
            yield k, SURE
    for k in range(page.tail, min(len(page), page.tail + BEHIND)):
        if is_list_heading(page.text(k)) or is_prose(page.text(k)):
            break
        if not _is_other(page, k):
            yield k, SURE


def _is_other(page: Page, k: int) -> bool:
    """Whether a line is not of credits: it goes out for another reason, or may still do so, as long
    as any line does; it is a menu, says what a picture shows, or the particulars of a notice."""
    chosen = page.chosen.get(k)
    if page.chosen and (chosen is None or not chosen.facts):
        return True
    text = page.text(k)
    return len(text) > LONGEST or is_menu(text) or is_caption(text) or is_particular(page, k)


def _read(page: Page, k: int, least: float) -> Facts:
    """What a line with a day or a label states: names alone are those of menus.

    Behind the prose only what has its label: offices sign their notices, entries and works have days.
    """
    text = page.text(k)
    tokens = tokens_of(text)
    if {"day", "key"}.isdisjoint(token.kind for token in tokens):
        return ()
    tags = [tag for tag in tag_credits(text) if tag.odds >= least]
    if k >= page.tail:
        tags = [tag for tag in tags if tag.field in WANTED and is_labelled(text, tokens, tag)]
    return facts_of(text, page.original(k, 0, len(text)), tags)
