"""From what the steps found to the parts of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import TypeVar

import msgspec
import numpy as np

from zxclean.records import Block, Garble, Mask, Metadata, Truncation
from zxclean.trace import Finding, Trace
from zxclean.view import SIMPLIFIED, TRADITIONAL, TextView

MIXED_SHARE = 0.1
"""Below this share of the telling characters the other script is taken for a quotation or a
converter's slip: seed 003, Traditional with damaged Simplified stretches, has 0.04."""


_H = TypeVar("_H", Mask, Garble)


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a document besides its texts."""

    blocks: tuple[Block, ...]
    metadata: Metadata
    truncations: tuple[Truncation, ...]
    completeness: float | None
    masks: tuple[Mask, ...]
    garbles: tuple[Garble, ...]
    script: str | None
    source_script: str | None


def assemble(trace: Trace) -> Parts:
    """The parts of the document that `trace` led to."""
    findings = trace.findings()
    left = [f for f in findings if f.start < f.end]
    hidden = [f for f in left if f.reason.topic == "mask"]
    garbled = _once([f for f in left if f.reason.topic == "garble"], len(trace.text))
    truncations = tuple(
        sorted(
            (_truncation(f) for f in findings if f.reason.topic == "truncation"),
            key=lambda t: t.start,
        )
    )
    same = trace.text == trace.source
    script = detect_script(TextView(trace.text))
    return Parts(
        blocks=tuple(_settle_blocks(trace.text, trace.blocks())),
        metadata=_metadata(findings),
        truncations=truncations,
        completeness=_completeness(truncations),
        masks=tuple(sorted((_hidden(Mask, f, trace.text) for f in hidden), key=_by_place)),
        garbles=tuple(sorted((_hidden(Garble, f, trace.text) for f in garbled), key=_by_place)),
        script=script,
        source_script=script if same else detect_script(TextView(trace.source)),
    )


def detect_script(view: TextView) -> str | None:
    """`hans`, `hant`, `mixed`, or `None` where no character belongs to one script alone.

    >>> detect_script(TextView("\\u5340\\u59d4")), detect_script(TextView("\\u4eba\\u53e3"))
    ('hant', None)
    """
    traditional = np.count_nonzero(view.classes & TRADITIONAL)
    simplified = np.count_nonzero(view.classes & SIMPLIFIED)
    if not traditional and not simplified:
        return None
    share = traditional / (traditional + simplified)
    if share >= 1 - MIXED_SHARE:
        return "hant"
    return "hans" if share <= MIXED_SHARE else "mixed"


def _once(garbled: Sequence[Finding], size: int) -> list[Finding]:
    """The stretches without marks of what was restored later, or was marked before.

    A later round looks again at what stays garbled, and may then see less or more of it.
    """
    taken = bytearray(size)
    kept = [f for f in garbled if f.reason.kind == "restore"]
    for f in kept:
        taken[f.start : f.end] = b"\1" * (f.end - f.start)
    for f in garbled:
        if f.reason.kind != "restore" and taken.find(1, f.start, f.end) < 0:
            taken[f.start : f.end] = b"\1" * (f.end - f.start)
            kept.append(f)
    return kept


def _by_place(hidden: Mask | Garble) -> tuple[int, int]:
    return hidden.start, hidden.end


def _hidden(record: type[_H], finding: Finding, text: str) -> _H:
    restored = finding.reason.kind == "restore"
    return record(
        finding.start,
        finding.end,
        finding.raw,
        text[finding.start : finding.end] if restored else None,
        finding.reason.confidence,
    )


def _truncation(finding: Finding) -> Truncation:
    facts = dict(finding.reason.facts)

    def count(name: str) -> int | None:
        value = facts.get(name)
        return int(value) if value is not None else None

    return Truncation(
        finding.start,
        "middle" if facts.get("where") == "middle" else "end",
        count("omitted_chars"),
        count("total_chars"),
        count("shown_chars"),
        finding.raw,
    )


def _completeness(truncations: Sequence[Truncation]) -> float | None:
    for cut in truncations:
        if cut.total_chars and cut.shown_chars is not None:
            return min(1.0, cut.shown_chars / cut.total_chars)
    return None


def _metadata(findings: Sequence[Finding]) -> Metadata:
    """The first value of each field; later ones agree or are the page's other articles."""
    fields: dict[str, str] = {}
    related: list[str] = []
    extra: dict[str, str] = {}
    for finding in findings:
        if finding.reason.topic != "metadata":
            continue
        for name, value in finding.reason.facts:
            if name == "title":  # for the steps to come; the title is a block
                continue
            if _LOST in str(value):  # a name cut short is nobody's
                continue
            if name == "related":
                if value not in related:
                    related.append(str(value))
            elif name in Metadata.__struct_fields__:
                fields.setdefault(name, str(value))
            else:
                extra.setdefault(name, str(value))
    return msgspec.convert({**fields, "related": related, "extra": extra}, Metadata)


_LOST = "\N{REPLACEMENT CHARACTER}"
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_BY_PLACE = attrgetter("start", "end")
_EDGES = re.compile(r"\s*(\S.*\S|\S)\s*", re.DOTALL)


def _settle_blocks(text: str, named: Sequence[Block]) -> list[Block]:
    """Blocks in order that cover all but white space: what no step named is paragraphs."""
    settled: list[Block] = []
    position, joins = 0, False
    for block in sorted(named, key=_BY_PLACE):
        start, end = block.start, block.end
        if start < position:
            start, end, block = position, max(end, position), Block(block.kind, position, end)
        if start >= end:
            continue
        if text[start].isspace() or text[end - 1].isspace():
            inner = _EDGES.fullmatch(text, start, end)
            if inner is None:
                continue
            start, end = inner.span(1)
            block = Block(block.kind, start, end)
        if start == position and joins:
            # Two blocks with nothing between: a later step joined them.
            settled[-1] = Block(settled[-1].kind, settled[-1].start, end)
        else:
            if not text[position:start].isspace():
                settled += _paragraphs(text, position, start)
            settled.append(block)
        position, joins = end, True
    settled += _paragraphs(text, position, len(text))
    return settled


def _paragraphs(text: str, start: int, end: int) -> list[Block]:
    return [Block("paragraph", *line.span()) for line in _LINE.finditer(text, start, end)]
