"""What the tree of a page tells the pipeline: a first step with the lines, a last with facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeAlias

from zxclean.proposals import Edit, Mark, Proposal, as_mark
from zxclean.records import Block
from zxclean.view import TextView

Fact: TypeAlias = tuple[str, str, str]
"""Field of the metadata, value, and what gives it."""


class Reason(NamedTuple):
    """Why lines go out; runs of one reason are one edit."""

    rule: str
    message: str
    confidence: float


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


def words_of(line: str) -> str:
    """A line as it is found again after other steps: folded, without space around it."""
    return TextView(line).folded.strip()


@dataclass(frozen=True, slots=True)
class HtmlRest:
    """Takes off the lines beside the article that the tree holds to be furniture, when what reads
    credits has seen them.

    `reasons` are those of the lines that say the same words (`words_of`), in the order of the page,
    `None` for a line that stays. Other steps have edited the text since the tree was read, so that
    lines are found by their words: of several with the same ones each by its number if there are
    as many as there were, else all if all go.
    """

    reasons: Mapping[str, Sequence[Reason | None]]
    remove: bool = True
    name: ClassVar[str] = "html_rest"

    def propose(self, view: TextView) -> Iterator[Proposal]:
        if not self.reasons or not view.has_chinese:
            return
        lines = view.folded.split("\n")
        counts = Counter(words for line in lines if (words := line.strip()) in self.reasons)
        seen: Counter[str] = Counter()
        runs: list[tuple[int, int, Reason]] = []
        start = 0
        for line in lines:
            end = start + len(line) + 1
            words = line.strip()
            if words in counts:
                reasons = self.reasons[words]
                same = len(reasons) == counts[words]
                reason = reasons[seen[words]] if same else reasons[0]
                seen[words] += 1
                if reason is not None and (same or None not in reasons):
                    first = runs.pop()[0] if runs and runs[-1][1:] == (start, reason) else start
                    runs.append((first, end, reason))
            start = end
        size = len(view.text)
        behind = size + 1
        for start, end, (rule, message, confidence) in reversed(runs):
            # The last lines go with the line feed before them, others with their own.
            shift = end == behind and start > 0
            behind = start if shift else -1
            edit = Edit(
                start - shift, min(end - shift, size), "", rule, "remove", message, confidence
            )
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
