"""Which lines of a page go out as furniture: those that stand where such lines do."""

from __future__ import annotations

from itertools import islice

from zxclean.steps.calls import choose_calls
from zxclean.steps.candidates import Candidates
from zxclean.steps.entries import choose_captions, choose_contents, choose_floors, choose_leads
from zxclean.steps.footers import choose_footers
from zxclean.steps.furniture import Finding, Page
from zxclean.steps.index_tables import choose_index
from zxclean.steps.masthead import choose_browser_title, choose_dates, choose_masthead
from zxclean.steps.regions import (
    choose_button_runs,
    choose_lists,
    choose_neighbours,
    choose_tags,
    choose_wechat_tail,
    is_colophon,
)
from zxclean.steps.remnants import choose_pickers, choose_remnants
from zxclean.steps.sharing import choose_crumbs, choose_leaves, choose_terms
from zxclean.steps.tail_rows import choose_openings, choose_rows, choose_unrelated
from zxclean.steps.teasers import choose_teasers
from zxclean.structure.own_headings import is_underline

PASSES = 8
"""Rounds of choosing, each taking what stands beside what the one before took. The seeds and 60
real pages need at most 3; what is left over waits for the next round of the pipeline."""

PLACES = 30
"""Places of a word that are looked at one by one, before the prose is put together for it."""

_PARTS = (
    choose_masthead,
    choose_browser_title,
    choose_dates,
    choose_index,
    choose_button_runs,
    choose_neighbours,
    choose_tags,
    choose_footers,
    choose_lists,
    choose_wechat_tail,
    choose_terms,
    choose_leaves,
    choose_crumbs,
    choose_teasers,
    choose_calls,
    choose_rows,
    choose_openings,
    choose_pickers,
    choose_remnants,
    choose_contents,
    choose_floors,
    choose_leads,
    choose_captions,
)
"""What chooses lines by more than their own words, in the order of one pass."""
_OF_CANDIDATES = frozenset(
    {
        choose_masthead,
        choose_index,
        choose_button_runs,
        choose_neighbours,
        choose_tags,
        choose_footers,
        choose_lists,
        choose_wechat_tail,
        choose_terms,
        choose_leaves,
    }
)
"""Those of them that have nothing to do without candidates, of which nine of ten clean news texts
have none."""


def choose_lines(page: Page, candidates: Candidates) -> None:
    """Choose the lines that go out, until no more follow from those chosen.

    What each of `_PARTS` chooses follows from the lines chosen before; one that found none is not
    asked again until there are more.
    """
    chosen = page.chosen
    idle_at = [-1] * len(_PARTS)
    outside = settled = False
    for _ in range(PASSES):
        before = len(chosen)
        if page.find_edges():
            candidates.reach()
            idle_at = [-1] * len(_PARTS)
            outside = False
        elif settled:
            return
        known = _Words(page, candidates)
        _sweep_down(page, candidates, known, outside)
        down = len(chosen)
        _sweep_up(page, candidates, known)
        for place, choose in enumerate(_PARTS):
            if choose in _OF_CANDIDATES and not candidates.kinds:
                continue
            size = len(chosen)
            if size != idle_at[place]:
                choose(page, candidates)
                idle_at[place] = size if len(chosen) == size else -1
        if len(chosen) == before:
            return
        # What a sweep saw elsewhere is still so, if no button's word lost a place it stood in.
        outside = not any(page.head < k < page.tail for k in islice(chosen, before, None))
        settled = outside and len(chosen) == down


def _sweep_down(page: Page, candidates: Candidates, known: _Words, again: bool) -> None:
    """From the top; `again` only looks at lines that may have come to stand beside a chosen one."""
    chosen = page.chosen
    for k, findings in candidates.moving.items():
        if k not in chosen and (not again or k - 1 in chosen or k + 1 in chosen):
            for finding in findings:
                if _goes_out(page, k, finding, known):
                    chosen[k] = finding
                    break


def _sweep_up(page: Page, candidates: Candidates, known: _Words) -> None:
    """Again from the end: only a line before one that goes out may be judged otherwise now."""
    chosen = page.chosen
    for k, findings in reversed(candidates.moving.items()):
        if k + 1 in chosen and k not in chosen:
            for finding in findings:
                if _goes_out(page, k, finding, known):
                    chosen[k] = finding
                    break


def choose_behind(page: Page, candidates: Candidates) -> None:
    """Take out what stands behind the article, now that the credits of its headline go out too."""
    known = _Words(page, candidates)
    for k, findings in reversed(candidates.moving.items()):
        if k >= page.tail and k not in page.chosen:
            for finding in findings:
                if _goes_out(page, k, finding, known):
                    page.chosen[k] = finding
                    break
    choose_rows(page, candidates)
    facts = (fact for k, each in page.chosen.items() if k < page.head for fact in each.facts)
    if any(field == "published_at" for field, _ in facts):
        choose_unrelated(page)


class _Words(dict[str, bool]):
    """Whether the prose of a page uses the word of a button, looked up when it is asked for."""

    def __init__(self, page: Page, candidates: Candidates) -> None:
        super().__init__()
        self._page = page
        self._candidates = candidates
        self._prose: str | None = None

    def __missing__(self, word: str) -> bool:
        page, candidates = self._page, self._candidates
        if self._prose is None and page.head < page.tail:
            start, end = page.start(page.head), page.end(page.tail - 1)
            for _ in range(PLACES):
                start = page.folded.find(word, start, end)
                if start < 0:
                    self[word] = False
                    return False
                k = page.line_of(start)
                if k == page.head or not (k in page.chosen or candidates.is_token(k)):
                    self[word] = True
                    return True
                start = page.line_ends[k]
            self._prose = page.prose_without(candidates.tokens_between())
        self[word] = used = word in (self._prose or "")
        return used


def _goes_out(page: Page, k: int, finding: Finding, known: _Words) -> bool:
    """Whether a line stands where its finding holds it to be furniture."""
    zone = finding.zone
    if finding.rule.tag == "label":
        if is_colophon(page, k):
            return False
        if zone == "edge" and finding.facts and _closes_article(page, k):
            return True
    if zone == "any":
        return True
    behind = k >= page.tail
    if not behind and k >= page.head:
        return zone == "button" and (page.is_linked(k) or not known[finding.word])
    if zone == "edge":
        return True
    if zone == "linked":
        return page.is_linked(k)
    if zone == "lone":
        # The first line may be a headline, and a line of a word that the prose goes on to
        # use is a heading of it.
        if page.is_linked(k):
            return True
        return not (page.is_first(k) or page.opens_list(k - 1) or known[finding.word])
    if zone == "head":
        return k < page.head
    if zone == "tail":
        return behind and not _is_underline(page, k)
    if zone == "behind":
        return behind and (page.is_linked(k) or (k == page.tail and bool(page.chosen)))
    return zone == "button"


def _is_underline(page: Page, k: int) -> bool:
    """Whether a row of signs stands right below a heading that stays."""
    return (
        k > 0
        and k - 1 not in page.chosen
        and page.line_starts[k] == page.line_ends[k - 1] + 1
        and is_underline(page.text(k), page.text(k - 1))
    )


def _closes_article(page: Page, k: int) -> bool:
    """Whether a disclaimer or the editor follows: the article ends here, whatever comes later."""
    after = page.chosen.get(k + 1)
    return k > page.head and after is not None and after.rule.id in _CLOSING


_CLOSING = ("chrome.disclaimer", "chrome.editor")
