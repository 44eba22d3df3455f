"""Takes page furniture out of a text and keeps the facts it states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, NamedTuple

from zxclean.precedence import first_come
from zxclean.proposals import Facts, Proposal, Settling
from zxclean.steps.above_headline import find_lines_above
from zxclean.steps.article_head import find_head, may_have_head
from zxclean.steps.beside_head import choose_beside_head, choose_outlets
from zxclean.steps.candidates import Candidates
from zxclean.steps.choosing import choose_behind, choose_lines
from zxclean.steps.closings import find_signers, may_be_signed
from zxclean.steps.cut_lines import leave_cuts
from zxclean.steps.document_number import find_document_number
from zxclean.steps.fact_choice import choose_facts
from zxclean.steps.fact_lines import find_fact_lines
from zxclean.steps.fact_signs import FactSigns
from zxclean.steps.flat_head import FlatHead, find_board_head, find_flat_head, find_release_time
from zxclean.steps.forum_cards import choose_cards
from zxclean.steps.furniture import Finding, Page, Stated, row
from zxclean.steps.head_credits import Head
from zxclean.steps.headline_choice import choose_headline
from zxclean.steps.headline_copies import find_copies_of_headline
from zxclean.steps.inline_facts import find_inline_facts
from zxclean.steps.jammers import choose_jammers, has_jammer
from zxclean.steps.masthead import has_unscanned, read_masthead
from zxclean.steps.other_dates import is_calendar
from zxclean.steps.outside import Outside, find_outside
from zxclean.steps.page_ends import choose_ends, may_end_in_page
from zxclean.steps.page_tops import choose_first, choose_tops, may_begin_with_page
from zxclean.steps.removal import (
    flat_head_edits,
    headline_edits,
    make_edit,
    make_mark,
    mark_headline,
    spans_to_mark,
    spans_to_remove,
)
from zxclean.steps.signatures import find_signature
from zxclean.steps.stated_lines import settle
from zxclean.steps.stretches import Stretch, find_stretches
from zxclean.steps.tail_credits import find_behind
from zxclean.view import TextView

MENU_LINES = 100
"""So many lines above a headline the reader's own day is looked for."""


@dataclass(frozen=True, slots=True)
class Chrome(Settling):
    """Removes what a page prints around its article: location line, tool bar, credits, footer.

    Rows of `data/chrome.toml` say how such lines look; they go only where furniture stands, for
    every word of them is an ordinary word too. A line goes as a whole, with its line feed; of a
    flattened page also the stretch that ends it. What it states (source, author, editor, date,
    document number) becomes metadata in the page's own words, dates in ISO 8601. Bylines that
    belong to the article stay and give their facts. A text that would have no body left is not
    touched, nor is one without a Chinese character.

    `remove`: with `False` the same findings are marks, and the text stays.
    `outside`: lines that the tree of a page holds to be none of its article. They go too, when the
    facts on them have been read.

    >>> from zxclean.pipeline import Pipeline
    >>> page = "江边步道开放\\n来源:县政府网 2022-01-10\\n打印 打印\\n江边步道今天开放,全长三公里。"
    >>> doc = Pipeline((Chrome(),))(page)
    >>> doc.text
    '江边步道开放\\n江边步道今天开放,全长三公里。'
    >>> doc.metadata.source, doc.metadata.published_at
    ('县政府网', '2022-01-10')
    """

    remove: bool = True
    outside: Outside | None = None
    name: ClassVar[str] = "chrome"
    needs_no_second_look: ClassVar[bool] = True
    looks_again: ClassVar[bool] = True
    reads: ClassVar[tuple[str, ...]] = ("title",)
    unsettling: ClassVar[tuple[str, ...]] = (
        "chrome.browser_title",
        "chrome.location_title",
        "chrome.flat_head",
        "chrome.page_top",
    )

    def propose(self, view: TextView) -> Iterable[Proposal]:
        return first_come(self._find(view))

    def _find(self, view: TextView) -> Iterator[Proposal]:
        """Edits and marks; the headline and whole lines before parts of lines."""
        if not view.has_chinese:
            return
        if not (self.outside or _may_have_furniture(view)):
            yield from _bare_headline(view)
            return
        page, flat, found, head, stretches, staying, inline = _look_at(view, bool(self.outside))
        if not page.has_body():
            if found is not None:
                yield mark_headline(page, found.title)
            page.chosen.clear()
            self._choose_outside(page, staying)
            yield from self._take_out(page, {})
            return
        facts_of = settle(page, head, staying, inline)
        if flat is None:
            facts_of = choose_facts(FactSigns(page, found, facts_of))
            for k, facts in facts_of.items():
                if facts and k >= 0 and k not in page.chosen:
                    staying.setdefault(k, Finding(row("credit_words"), "head", (), True))
        self._choose_outside(page, staying)
        make = make_edit if self.remove else make_mark
        if found is not None and found.title not in page.chosen:
            yield from headline_edits(page, found, make)
        if flat is not None:
            yield from flat_head_edits(view, flat, self.remove)
        if inline is not None and flat is None and (facts := facts_of[-1]):
            yield make_mark(inline.start, inline.end, row("inline_names"), facts)
        for k, finding in staying.items():
            yield make_mark(page.start(k), page.end(k), finding.rule, facts_of.get(k, ()))
        yield from self._take_out(page, facts_of)
        for stretch in stretches:
            yield make(*stretch)

    def _choose_outside(self, page: Page, staying: dict[int, Finding]) -> None:
        """Take out the lines outside of the article, those with facts of it too."""
        for k in find_outside(page, self.outside) if self.outside else ():
            staying.pop(k, None)
            page.chosen.setdefault(k, Finding(row("outside"), "any"))

    def _take_out(self, page: Page, facts_of: Mapping[int, Facts]) -> Iterator[Proposal]:
        """What becomes of the chosen lines."""
        make = make_edit if self.remove else make_mark
        spans = spans_to_remove(page) if self.remove else spans_to_mark(page)
        for k, finding in page.chosen.items():
            yield make(*spans[k], finding.rule, facts_of.get(k, ()))


class _Looked(NamedTuple):
    """A page with what goes out chosen, and what else was found on it."""

    page: Page
    flat: FlatHead | None
    found: Head | None
    head: Head | None
    """The headline with its credits: not where nothing shows that the text is a page."""
    stretches: list[Stretch]
    staying: dict[int, Finding]
    inline: Stated | None


def _look_at(view: TextView, is_page: bool) -> _Looked:
    """What goes out of a text that may have furniture, and what states its facts."""
    page, candidates, jammers = _read(view)
    flat = find_flat_head(page)
    found = None if flat else find_board_head(page) or find_head(page, is_page)
    head = None if found is None or found.bare else found
    _choose_by_head(page, candidates, head)
    leave_cuts(page)
    stretches = find_stretches(page, candidates.stretches)
    if jammers:
        stretches = _put_jammers(page, stretches, jammers)
    if flat is not None:
        stretches = [each for each in stretches if each.start >= flat.body]
    staying = _find_staying(page, candidates, head, flat is not None)
    if head is None or not _has_day(head):
        for k, facts in find_behind(page).items():
            page.chosen.setdefault(k, Finding(row("posted"), "tail", facts))
    inline = find_inline_facts(page, head.title if head else -1)
    return _Looked(page, flat, found, head, stretches, staying, inline)


def read_facts(view: TextView) -> FactSigns | None:
    """The words of a text that may be facts of its article, `None` if it is not asked for them."""
    if not (view.has_chinese and _may_have_furniture(view)):
        return None
    page, flat, found, head, _, staying, inline = _look_at(view, False)
    if flat is not None or not page.has_body():
        return None
    return FactSigns(page, found, settle(page, head, staying, inline))


def _bare_headline(view: TextView) -> Iterator[Proposal]:
    """The mark of the headline of a text that nothing shows to be a page."""
    if "title" in view.facts:
        return
    page = _read_bare(view)
    chosen = choose_headline(page)
    if chosen is not None:
        yield mark_headline(page, chosen.line)


def _read_bare(view: TextView) -> Page:
    """The lines of a text without any sign of furniture, and where its prose stands."""
    page = Page(view)
    page.find_edges()
    return page


def read_page(view: TextView) -> Page | None:
    """The lines of a text when its headline is looked for: known furniture is chosen. `None` if
    it is not looked for."""
    if not view.has_chinese:
        return None
    return _read(view)[0] if _may_have_furniture(view) else _read_bare(view)


def _read(view: TextView) -> tuple[Page, Candidates, list[Stretch]]:
    """The page with its furniture chosen, what else may be, and the signs that jam it."""
    page = Page(view)
    candidates = Candidates(page, view.hits)
    jammers = choose_jammers(page)
    choose_lines(page, candidates)
    choose_cards(page)
    if not any(k < page.head for k in page.chosen):
        choose_first(page)
    return page, candidates, jammers


def _may_have_furniture(view: TextView) -> bool:
    """Whether anything in a text is a sign of what the step looks for."""
    folded = view.folded
    return bool(
        view.hits
        or has_unscanned(folded)
        or may_have_head(folded)
        or has_jammer(folded)
        or may_be_signed(folded)
        or may_begin_with_page(folded)
        or may_end_in_page(folded)
    )


def _choose(page: Page, lines: Iterable[int], name: str, zone: str) -> None:
    """Take out lines by the row `chrome.<name>`, if no other takes them."""
    for k in lines:
        page.chosen.setdefault(k, Finding(row(name), zone))


def _choose_by_head(page: Page, candidates: Candidates, head: Head | None) -> None:
    """Take out what the place of the headline shows to be the page's, and what stands at its edges."""
    if head is not None:
        for k, facts in head.credits.items():
            page.chosen.setdefault(k, Finding(row("headline_credit"), "head", facts))
        _choose(page, find_copies_of_headline(page, head), "headline_copy", "head")
        _choose(page, find_fact_lines(page, head), "headline_copy", "tail")
        for k in islice(page.staying(head.title - 1, -1), MENU_LINES):
            if is_calendar(page, k):
                page.chosen[k] = Finding(row("reader_day"), "head")
        for k in find_lines_above(page, head.title):
            facts = read_masthead(page, k)
            page.chosen.setdefault(k, Finding(row("above_headline"), "head", facts))
        choose_beside_head(page, candidates, head.title, head.loose)
        choose_behind(page, candidates)
    choose_tops(page, head.title if head is not None else -1)
    if head is not None:
        choose_outlets(page, head.title)
    choose_ends(page)


def _find_staying(
    page: Page, candidates: Candidates, head: Head | None, is_flat: bool
) -> dict[int, Finding]:
    """The lines of the article that state facts and stay, each by what found it first."""
    staying = {
        k: finding for k, finding in candidates.kind("byline").items() if k not in page.chosen
    }
    signed = {} if is_flat or head else find_signature(page)
    groups: tuple[tuple[Mapping[int, Facts], str, str], ...] = (
        (dict.fromkeys(head.loose, ()) if head is not None else {}, "headline_name", "head"),
        ({**signed, **find_signers(page)}, "headline_name", "head"),
        (find_release_time(page), "release_time", "tail"),
    )
    for lines, name, zone in groups:
        for k, facts in lines.items():
            if k not in page.chosen:
                staying.setdefault(k, Finding(row(name), zone, facts, True))
    for k, facts in find_document_number(page).items():
        staying.setdefault(k, Finding(row("headline_number"), "head", facts, True))
    return staying


def _put_jammers(page: Page, found: list[Stretch], jammers: list[Stretch]) -> list[Stretch]:
    """Both kinds of stretches in their order; of two on one line the random signs."""
    jammed = {page.line_of(each.start) for each in jammers}
    others = [each for each in found if page.line_of(each.start) not in jammed]
    own = [each for each in jammers if page.line_of(each.start) not in page.chosen]
    return sorted((*others, *own), key=lambda each: each.start)


def _has_day(head: Head) -> bool:
    lines = (*head.credits.values(), *head.loose.values())
    return any(field == "published_at" for facts in lines for field, _ in facts)
