"""Structure: white space, cut sentences, flattened documents, and what each line is."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from zxclean.precedence import first_come
from zxclean.proposals import Edit, Late, Mark, Proposal, Settling
from zxclean.records import Block, BlockKind
from zxclean.structure.copies import find_copies
from zxclean.structure.credits import find_author
from zxclean.structure.headlines import (
    Headline,
    find_headline,
    find_told_headline,
)
from zxclean.structure.indents import split_indents
from zxclean.structure.joins import find_joins
from zxclean.structure.labels import label_lines
from zxclean.structure.layout import strip_layout
from zxclean.structure.lines import Lines, read_lines
from zxclean.structure.page_marks import is_page_mark
from zxclean.structure.repeats import find_doubled, find_repeats
from zxclean.structure.spaces import find_spaces
from zxclean.structure.splits import Split, split_flattened
from zxclean.structure.wraps import find_wraps
from zxclean.view import TextView


@dataclass(frozen=True, slots=True)
class Blocks(Settling):
    """Tells title, headings, captions, bylines, lists and tables, and repairs the line breaks.

    Repairs: white space around the text and its lines, indents of paragraphs, more than one
    blank line; a sentence cut by an image, a page or a column; paragraphs wrapped into lines of
    one width; a document that came as one line; spaces between all characters of a line or where
    lines ended; a title that stands twice. Lines that get no label are paragraphs.

    Left alone: verse, lists, tables, code and signatures as they are set; a cut without
    evidence at the seam; other spaces inside a line that is one of many. A title is never invented.

    >>> from zxclean.pipeline import Pipeline
    >>> page = "\\u8001\\u8857\\n\\n\\n\\u3000\\u3000\\u706f\\u4eae\\u4e86\\u3002 \\n"
    >>> Pipeline((Blocks(),))(page).text
    '老街\\n\\n灯亮了。'
    """

    name: ClassVar[str] = "blocks"
    needs_no_second_look: ClassVar[bool] = True
    reads: ClassVar[tuple[str, ...]] = ("title",)
    unsettling: ClassVar[tuple[str, ...]] = (
        "blocks.join",
        "blocks.around",
        "blocks.page_break",
        "blocks.wrap",
        "blocks.spaced",
        "blocks.split",
        "blocks.doubled_title",
        "blocks.repeated",
    )

    def propose(self, view: TextView) -> Iterable[Proposal]:
        return first_come(self._find(view))

    def _find(self, view: TextView) -> Iterator[Proposal]:
        """Copies of the title, then splits, then joins, and white space where none of them edits."""
        if not view.has_chinese:
            return
        lines = read_lines(view)
        headline = find_headline(lines)
        known: dict[int, BlockKind] = {}
        settled: set[int] = set()
        removed: set[int] = set()
        told = find_told_headline(lines)
        if headline:
            # What is taken out does not hang on facts: they go with the lines they stand on.
            title, copies, removed, settled = find_copies(lines, headline.title)
            yield from copies
            headline = Headline(title, headline.subtitle)
        if told and told.title not in removed:
            headline = told
        if headline:
            known[headline.title] = "title"
            if headline.subtitle >= 0:
                known[headline.subtitle] = "subtitle"
        for first, last in find_repeats(lines):
            removed.update(range(first, last + 1))
            settled.update(range(first, last + 1))
            start, end = int(lines.last[first - 1]), int(lines.last[last])
            yield Edit(start, end, "", "blocks.repeated", "remove", _REPEATED)
        for start, end in find_doubled(lines):
            yield Edit(start, end, "", "blocks.repeated", "remove", _REPEATED)
        split = Split(find_spaces(lines), [])
        if not split.edits and _may_have_indents(view):
            split = Split(split_indents(lines), [])
        if not split.edits:
            split = split_flattened(lines, bool(known))
        yield from split.edits
        yield from split.blocks
        wraps = [i for i in find_wraps(lines) if not {i - 1, i} & (settled | removed | set(known))]
        for i in wraps:
            known[i - 1] = known[i] = "paragraph"
            yield _join(lines, i - 1, i, "blocks.wrap", "the line was full, its paragraph goes on")
        labels = _Labels(lines, known, removed)
        cuts, apart = find_joins(lines, labels, len(split.edits))
        for i, k in cuts:
            if not removed.isdisjoint(range(i, k + 1)):
                continue
            if k == i + 1:
                yield _join(lines, i, k, "blocks.join", "the line break cut a sentence in two")
            elif is_page_mark(lines.folded(i + 1)):
                yield _join(lines, i, k, "blocks.page_break", _PAGE_BREAK)
            else:
                yield from _join_around(lines, i, k)
            settled.update(range(i + 1, k + 1))
        settled.update(wraps)
        yield from strip_layout(lines, apart, settled)
        yield Late(labels.blocks)


def _may_have_indents(view: TextView) -> bool:
    """Whether wide white space stands behind the end of a sentence."""
    return "  " in view.folded and any(f"{mark}  " in view.folded for mark in "\u3002!?")


@dataclass(frozen=True, eq=False)
class _Labels(Container[int]):
    """Kinds of the lines, made when the first is asked for."""

    lines: Lines
    known: Mapping[int, BlockKind]
    removed: Collection[int]

    @cached_property
    def kinds(self) -> dict[int, BlockKind]:
        return label_lines(self.lines, self.known)

    def __contains__(self, index: object) -> bool:
        return index in self.kinds

    def blocks(self) -> Iterable[Block | Mark]:
        return _blocks(self.lines, self.kinds, self.removed)


def _join_around(lines: Lines, index: int, after: int) -> Iterator[Edit]:
    """Put a line to the end of the one but one before it, and what stands between below both."""
    why = "a caption cut a sentence in two: it goes below the paragraph"
    caption = lines.view.text[lines.first.item(after - 1) : lines.last.item(after - 1)]
    yield Edit(
        lines.last.item(index), lines.first.item(after), "", "blocks.around", "remove", why, 0.9
    )
    end = lines.last.item(after)
    gap = "\n" * (1 + max(lines.gap.item(after - 1), lines.gap.item(after)))
    yield Edit(end, end, gap + caption, "blocks.around", "insert", why, 0.9)


_REPEATED = "the passage stands above already, word for word"
_PAGE_BREAK = "the number of a page cut a sentence in two"


def _join(lines: Lines, index: int, after: int, rule: str, message: str) -> Edit:
    """Put a line to the end of one before, with a space between Latin words alone."""
    start, end = int(lines.last[index]), int(lines.first[after])
    ends = lines.view.text[start - 1] + lines.view.text[end]
    space = " " if ends.isascii() and ends.isalnum() else ""
    return Edit(start, end, space, rule, "replace" if space else "remove", message, 0.9)


def _blocks(
    lines: Lines, kinds: Mapping[int, BlockKind], removed: Collection[int]
) -> Iterable[Block | Mark]:
    table: tuple[int, int] | None = None
    rows = sorted(i for i, kind in kinds.items() if kind != "paragraph" and i not in removed)
    spans = zip(rows, lines.first[rows].tolist(), lines.last[rows].tolist(), strict=True)
    for i, start, end in spans:
        kind = kinds[i]
        if table and (kind != "table" or lines.gap[i] or table[1] != lines.last[i - 1]):
            yield Block("table", *table)
            table = None
        if kind == "table":
            table = (table[0] if table else start, end)
            continue
        yield Block(kind, start, end)
        author = find_author(lines.folded(i)) if kind == "byline" else None
        if author:
            message = f"a line of credits names the author {author}"
            facts = (("author", author),)
            yield Mark(start, end, "blocks.byline", message, topic="metadata", facts=facts)
    if table:
        yield Block("table", *table)
