"""Where the article of a page begins: its headline, and the credit lines next to it.

A headline is told by what stands around it: the credit line below, the breadcrumb above, the same
words again in the browser title, an `原标题` line or the first sentence. Menus need not be gone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from heapq import merge
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.credit_lines import LONGEST as CREDIT_LINE
from zxclean.steps.credits import name_outlet
from zxclean.steps.furniture import Page
from zxclean.steps.head_credits import Head, read_head, stacked_dates
from zxclean.steps.head_lines import (
    CHAIN,
    CHAPTER,
    DATED,
    DAY,
    DYNASTY,
    FIELD,
    FOLLOW,
    OPENS,
    PROSE,
    SHORT_DATED,
    SUBTITLE,
    credits_of,
    find_dated,
    headline_shape,
    is_menu,
    is_particular,
    is_prose,
    is_small,
    line_text,
    without_bullet,
)
from zxclean.steps.noise import is_noise
from zxclean.structure.credits import is_byline, is_person

BEHIND = 4
"""How many lines below a credit line the headline is looked for that stands under it."""

ABOVE = 10
"""How many lines above a credit line its headline is looked for: share buttons, a sub-headline and
a note on the author stand between, on the labelled documents up to four."""

CREDIT_LINES = 40
"""So many dated lines are looked at; more are a list."""

ENOUGH = 1.0
"""Score from which a line beside a credit line or a breadcrumb is the headline: one of four
characters right above a date, with nothing else for it, has 1."""

HEAD = 300
"""How far into a text without furniture (code points) its headline and credit line may reach."""

INDEX = 40
"""How many lines behind the title in an index table the document's own is looked for."""

TOP = 30
"""More lines above the headline are a portal's menu, which the step for the body weighs."""

CHAIN_LINES = 3
"""So many lines from the top a chain of names without a home page is looked for."""

COLUMNS = 3
"""So many lines of one word of a menu, among the first, show that a text is a page."""

UNDER = 1.5
"""What it is worth to stand right below the breadcrumb."""

SHARED, ENOUGH_SHARED, SHARED_PAIRS = 1.5, 0.4, 4
"""What the share of a headline's pairs of characters that its article has too is worth, from which
share on, and fewest pairs: the same bounds as `TITLE_SHARE` of `structure/article.py`."""

TOLD_SHARE = 0.6
"""Share from which a line over the prose is its headline with nothing else beside it."""

SHARED_TEXT = 1500
"""How much of the article (code points) a headline is compared with."""

_OF_CREDITS = {
    "source",
    "author",
    "published_at",
    "published",
    "updated_at",
    "contributor",
    "views",
}

REFRAIN = 2
"""A short line that stands so often again names its page: a song, an entry."""

_HOME = re.compile(
    r"[首>\u00bb\u203a/位](?:(?<=首)页\s?[>\u00bb\u203a/-]|(?<=位)置(?:是)?\s?[:>]|(?<=[>\u00bb\u203a/])\s?正文\s*$)",
    re.MULTILINE,
)

_OF_DOCUMENT = re.compile(r"[〔\[(]\d{4}[〕\])]|文件$|公报$|令$|公告$|号$")
"""The head of a document above its name."""

_OF_EDITION = ("chrome.edition_page", "chrome.edition_order", "chrome.edition_button")


def may_have_head(folded: str) -> bool:
    """Whether a date stands where the head of an article would be.

    For texts without any other sign of furniture.
    """
    return DATED.search(folded, 0, HEAD) is not None or "记者" in folded[:HEAD]


def find_head(page: Page) -> Head | None:
    """The headline and its credits, `None` if nothing on the page points to a headline."""
    marked = _given(page)
    if marked is not None:
        return read_head(page, marked, 0)
    stacked = stacked_dates(page)
    crumbs = _breadcrumbs(page)
    index = _index_lines(page)
    early: tuple[int, int] | None = None
    for k in islice(_credit_lines(page, stacked, index), CREDIT_LINES):
        title = _headline_over(page, k, crumbs) or _headline_behind(page, k, crumbs)
        if title is not None and crumbs and k < crumbs[-1]:
            # A list of news before the breadcrumb, if the article has a credit line too.
            early = early or title
        elif title is not None:
            return read_head(page, *title)
    for k in sorted({*crumbs, max(index, default=-1)} - {-1}, reverse=True):
        title = _headline_under(page, k)
        if title is not None:
            return read_head(page, *title)
    title = early or _repeated(page)
    if title is None and _is_page(page):
        title = _over_byline(page, crumbs) or _told(page, crumbs)
    return read_head(page, *title) if title is not None else None


def _is_page(page: Page) -> bool:
    """Whether anything shows that a text is a page: furniture, a menu on top, a button to follow."""
    if page.chosen:
        return True
    texts = [page.text(k) for k in range(min(len(page), 2 * BEHIND))]
    if any(map(is_menu, texts[:2])) or any(map(FOLLOW.fullmatch, texts)):
        return True
    return sum(map(is_noise, texts)) >= COLUMNS


def _given(page: Page) -> int | None:
    """The line with a title that the page labels as such, if it stays."""
    for k, finding in page.chosen.items():
        if finding.rule.id != "chrome.document_title":
            continue
        title = next((str(value) for name, value in finding.facts if name == "title"), "")
        if len(title) > 3:
            for j in range(k + 1, min(len(page), k + 1 + INDEX)):
                if j not in page.chosen and page.original(j, 0, len(page.text(j))) == title:
                    return j
            return None
    return None


def find_lines_above(page: Page, title: int) -> list[int]:
    """What stands above the headline of a page with furniture there: menus, mastheads, slogans.

    Not sentences, bylines and numbers of documents, nor what the article says too: a kicker.
    """
    above = [*islice(page.staying(title - 1, -1), TOP + 1)]
    if not above or len(above) > TOP:
        return []
    texts = [line_text(page, k) for k in above]
    if not (len(above) < title or any(is_menu(text) or CHAIN.fullmatch(text) for text in texts)):
        return []
    found: list[int] = []
    for k, text in zip(above, texts, strict=True):
        shape = headline_shape(text)
        if is_prose(text):
            return []
        if is_byline(text) or SUBTITLE.match(text) or _OF_DOCUMENT.search(text):
            continue
        kicker = shape is not None and shape >= 0 and _shared(page, text, title) > 0
        if not kicker and not (k == above[0] and text[-1] == ":"):
            found.append(k)
    return found


def _breadcrumbs(page: Page) -> list[int]:
    found = {
        page.line_of(match.start())
        for match in _HOME.finditer(page.folded, 0, page.line_ends[page.head] if page.head else 0)
    }
    for k, finding in page.chosen.items():
        if k < page.head and finding.rule.id.startswith("chrome.location"):
            found.add(k)
    for k in range(min(len(page), CHAIN_LINES)):
        if k not in page.chosen and CHAIN.fullmatch(line_text(page, k)):
            found.add(k)
    edition = [
        k
        for k, finding in page.chosen.items()
        if k < page.head and (finding.rule.tag == "mast" or finding.rule.id in _OF_EDITION)
    ]
    if edition:
        found.add(max(edition))
    return sorted(k for k in found if len(page.text(k)) <= CREDIT_LINE)


def _credit_lines(page: Page, stacked: dict[int, Facts], index: set[int]) -> Iterator[int]:
    """Lines that may stand under a headline, in order; read only as far as they are asked for."""
    known = {
        k
        for k, finding in page.chosen.items()
        if finding.facts
        and finding.rule.tag in ("label", "dated", "")
        and any(name in _OF_CREDITS for name, _ in finding.facts)
    }
    known -= index
    known.update(stacked)
    place = page.folded.find("原创 ")
    if place >= 0:
        k = page.line_of(place)
        if page.start(k) == place and k not in page.chosen and credits_of(page, k) is not None:
            known.add(k)
    waiting = sorted(known, reverse=True)
    last, looked = -1, 0
    end = page.line_ends[page.head] if page.head < len(page) else 0
    short = [match.start() for match in SHORT_DATED.finditer(page.folded, 0, end)]
    for place in merge(find_dated(page.folded), short):
        k = page.line_of(place)
        if k == last:
            continue
        last = k
        while waiting and waiting[-1] <= k:
            yield waiting.pop()
        if k in page.chosen or page.line_ends[k] - page.line_starts[k] > CREDIT_LINE:
            continue
        looked += 1
        if looked > CREDIT_LINES:
            break
        found = credits_of(page, k)
        # A bare day behind the prose is the date of a signature.
        if (
            found is not None
            and (k <= page.head or found.strength > 2 or ":" in page.text(k))
            and not is_particular(page, k)
            and not _is_listed(page, k)
        ):
            yield k
    while waiting:
        yield waiting.pop()


def _is_listed(page: Page, k: int) -> bool:
    """Whether a line is a day and nothing else, and so is one two or three lines away."""
    text = page.text(k)
    return DAY.fullmatch(text) is not None and any(
        0 <= j < len(page) and DAY.fullmatch(page.text(j)) for j in (k - 3, k - 2, k + 2, k + 3)
    )


def _index_lines(page: Page) -> set[int]:
    """The lines of an index table, of which labels of the credit line may be part."""
    index = {k for k, finding in page.chosen.items() if finding.rule.tag == "index"}
    if len(index) < 2:
        return set()
    found: set[int] = set()
    run: list[int] = []
    for k in sorted({*page.chosen, *index, *(k + 1 for k in index), *(k - 1 for k in index)}):
        if run and k > run[-1] + 1:
            run = []
        run.append(k)
        if k in index:
            found.update(run)
            run = [k]
        elif run[0] in index or run[0] in found:
            found.add(k)
    return found


def _headline_over(page: Page, credit: int, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline that a credit line stands under, and its own place in the line."""
    if not _prose_follows(page, credit):
        return None
    found: list[tuple[float, int]] = []
    between = 0
    over = crumbs[bisect_left(crumbs, credit) - 1] if crumbs and crumbs[0] < credit else -1
    for k in range(credit - 1, max(-1, credit - 1 - ABOVE), -1):
        text = page.text(k)
        if k == over or is_prose(text):
            break
        if k in page.chosen:
            continue
        text = without_bullet(text)
        if CHAIN.fullmatch(text):
            found = [(score + UNDER * (j == k + 1), j) for score, j in found]
            break
        if SUBTITLE.match(text):
            continue
        shape = headline_shape(text)
        if shape is None:
            if not is_small(text):
                between += 1
            continue
        if _is_column(page, text, over):
            continue
        # A sub-headline may stand between: it is part of the same block.
        score = shape + (2 if between == 0 else 1.5 if between == len(found) else 1)
        score += UNDER if over >= 0 and all(j in page.chosen for j in range(over + 1, k)) else 0
        score += _repetition(page, k, text)
        same = next((known for known, j in found if line_text(page, j) == text), score)
        found.append((max(score, same), k))
        between += 1
        if between > 4:
            break
    best = _best(page, found, credit)
    return (best, credit) if best is not None else None


def _best(page: Page, found: list[tuple[float, int]], credit: int) -> int | None:
    """The line with the highest score, by what it shares with the article if there are several;
    of equal ones the last in the list."""
    if not found:
        return None
    if len(found) > 1 or found[0][0] < ENOUGH:
        found = [
            (score + SHARED * _shared(page, line_text(page, k), max(k, credit)), k)
            for score, k in found
        ]
    score, best = found[0]
    for other, k in found[1:]:
        if other >= score:
            score, best = other, k
    return best if score >= ENOUGH else None


def _shared(page: Page, text: str, k: int) -> float:
    """Share of a line's pairs of characters that the article below line `k` has, 0 if few."""
    pairs = {text[n : n + 2] for n in range(len(text) - 1) if "\u4e00" <= text[n] <= "\u9fff"}
    if len(pairs) < SHARED_PAIRS or k + 1 >= len(page):
        return 0
    start = page.line_starts[max(k + 1, page.head)] if page.head < len(page) else 0
    opening = page.folded[start : start + SHARED_TEXT]
    share = sum(pair in opening for pair in pairs) / len(pairs)
    return share if share >= ENOUGH_SHARED else 0


def _headline_behind(page: Page, credit: int, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline that stands below its credit line, if that is all there is above the prose."""
    over = crumbs[bisect_left(crumbs, credit) - 1] if crumbs and crumbs[0] < credit else -1
    if any(is_prose(page.text(k)) for k in islice(page.staying(credit - 1, -1), BEHIND)):
        return None
    for k in islice(page.staying(credit + 1, 1), BEHIND):
        if k >= page.head or SUBTITLE.match(page.text(k)):
            break
        text = line_text(page, k)
        shape = headline_shape(text)
        if shape is None or is_prose(page.text(k)) or _is_column(page, text, over):
            continue
        if text.count(",") > 1:  # a sentence
            break
        score = shape + 1 + SHARED * _shared(page, text, k) + _repetition(page, k, text)
        if k + 1 < page.head and credits_of(page, k + 1) is not None:
            score += 1
        return (k, k) if score >= 2 * ENOUGH else None
    return None


def _over_byline(page: Page, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline over a line of names without a day."""
    for k in islice(page.staying(page.head - 1, -1), ABOVE):
        if is_prose(page.text(k)):
            continue
        found = credits_of(page, k)
        if found is not None and found.strength and _tells_origin(found.facts):
            title = _headline_over(page, k, crumbs)
            if title is not None and k - title[0] <= BEHIND:
                return title
    return None


def _tells_origin(facts: Facts) -> bool:
    """Whether the author is a person, for in a conversation `记者:` stands before what is asked, or
    an outlet is named."""
    return any(
        (name == "author" and all(map(is_person, str(value).split())))
        or (name == "source" and name_outlet(str(value)) == "source")
        for name, value in facts
    )


def _told(page: Page, crumbs: list[int]) -> tuple[int, int] | None:
    """The line over the prose that says what the prose says, on a page with furniture above."""
    best: tuple[float, int] | None = None
    for k in [*islice(page.staying(page.head - 1, -1), ABOVE)][::-1]:
        if crumbs and k <= crumbs[-1]:
            continue
        text = line_text(page, k)
        shape = headline_shape(text)
        if shape is None or is_prose(page.text(k)):
            continue
        if _is_headword(page, k, text):
            return k, k
        share = _shared(page, text, k)
        if shape >= 0 and share >= TOLD_SHARE and (best is None or shape + share > best[0]):
            best = shape + share, k
    return (best[1], best[1]) if best is not None else None


def _prose_follows(page: Page, k: int) -> bool:
    return k < page.tail - 1 or page.tail == len(page)


def _headline_under(page: Page, crumb: int) -> tuple[int, int] | None:
    """The headline below a breadcrumb on a page without a credit line."""
    best: tuple[float, int] | None = None
    seen = 0
    for k in range(crumb + 1, len(page)):
        if k in page.chosen:
            continue
        seen += 1
        if seen > ABOVE:
            break
        whole = page.text(k)
        text = without_bullet(whole)
        if CHAPTER.match(text) and len(text) <= PROSE:
            if best is not None:
                break
            return k, 0
        if best is None and _is_headword(page, k, text):
            return k, 0
        if is_prose(whole):
            break
        shape = headline_shape(text)
        if shape is None or SUBTITLE.match(text) or _is_column(page, text, crumb):
            continue
        score = shape + (1.5 if best is None else 0) + _repetition(page, k, text)
        score += SHARED * _shared(page, text, k)
        if (k + 1 < len(page) and DYNASTY.fullmatch(page.text(k + 1))) or (
            k == crumb + 1 and k + 1 < len(page) and FIELD.match(page.text(k + 1))
        ):
            score += 1
        if best is None or score > best[0]:
            best = score, k
    if best is None or best[0] < ENOUGH:
        return None
    return best[1], 0


def _repeated(page: Page) -> tuple[int, int] | None:
    """A line before the prose that the first sentence, or a line of the head, says again."""
    for k in [*islice(page.staying(page.head - 1, -1), ABOVE)][::-1]:
        text = line_text(page, k)
        if len(text) >= 4 and _repetition(page, k, text) >= 2 and headline_shape(text) is not None:
            return k, 0
    return None


def _is_headword(page: Page, k: int, text: str) -> bool:
    """Whether the first line of prose, close below, opens with a line as entries do."""
    if not (2 <= len(text) <= 20 and k < page.head < len(page)):
        return False
    if page.head not in islice(page.staying(k + 1, 1), BEHIND):
        return False
    opening = page.text(page.head)
    return opening.startswith(text) and OPENS.match(opening, len(text)) is not None


def _is_column(page: Page, text: str, crumb: int) -> bool:
    """Whether a line names an item of the breadcrumb, or is one of several such names."""
    if crumb < 0 or len(text) > 14:
        return False
    # The last of them may be the headline itself.
    items = page.text(crumb)
    return text in items and (len(text) < 8 or not items.endswith(text))


def _repetition(page: Page, k: int, text: str) -> float:
    """How much the same words elsewhere tell for a line."""
    if len(text) < 4:
        return 1.5 if page.folded.count(text) > REFRAIN else 0
    folded, start, end = page.folded, page.line_starts[k], page.line_ends[k]
    last = min(len(page), k + 5) - 1
    if folded.find(text, end, page.line_ends[last]) >= 0 and any(
        _opens_prose(page, j, text) for j in range(k + 1, last + 1)
    ):
        return 2
    if len(text) < 8:
        return 0
    place = folded.find(text, end)
    place = place if place >= 0 else folded.find(text, 0, start)
    if place < 0:
        return 0
    # The article may say what a sub-headline says.
    return 1 if is_prose(page.text(page.line_of(place))) else 2


def _opens_prose(page: Page, k: int, text: str) -> bool:
    line = page.text(k)
    return line.startswith(text) and is_prose(line)
