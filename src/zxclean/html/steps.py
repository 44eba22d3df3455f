"""What the tree of a page tells the pipeline: a first step with the lines, a last with facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from zxclean.proposals import Edit, Mark, Proposal, as_mark
from zxclean.records import Block
from zxclean.view import TextView

Fact: TypeAlias = tuple[str, str, str]
"""Field of the metadata, value, and what gives it."""


@dataclass(frozen=True, slots=True)
class HtmlLines:
    """Takes off the lines that the tree holds to be furniture, and names blocks by their tags.

    Its findings are offsets in `source`, the visible text, so it edits that text alone: it is the
    first step, and in later rounds only says what the title is.
    """

    source: str
    title: str | None = None
    edits: tuple[Edit, ...] = ()
    blocks: tuple[Block, ...] = ()
    remove: bool = True
    name: ClassVar[str] = "html"

    def propose(self, view: TextView) -> Iterator[Proposal]:
        if not view.has_chinese:
            return
        if self.title is not None:
            yield Mark(
                0,
                0,
                "html.title",
                "the page's head or main heading names this title",
                0.9,
                "metadata",
                (("title", self.title),),
            )
        if view.text != self.source:
            return
        yield from self.blocks
        for edit in self.edits:
            yield edit if self.remove else as_mark(edit)


@dataclass(frozen=True, slots=True)
class HtmlFacts:
    """States what the page says of the article elsewhere than in its text.

    It is the last step: what earlier ones read in the text counts before it.
    """

    facts: tuple[Fact, ...] = ()
    name: ClassVar[str] = "html_head"

    def propose(self, view: TextView) -> Iterator[Proposal]:
        for field, value, origin in self.facts:
            message = f"{origin} gives {field} as {value}"
            yield Mark(0, 0, f"html_head.{field}", message, 0.9, "metadata", ((field, value),))
