"""What a run over many documents did, in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from zxclean.document import Document


@dataclass(slots=True)
class Counts:
    """What happened to one document, or to many. Lengths in code points, `bytes_in` in bytes."""

    documents: int = 0
    bytes_in: int = 0
    characters_in: int = 0
    characters_out: int = 0
    truncated: int = 0
    masks: Counter[str] = field(default_factory=Counter)
    garbles: Counter[str] = field(default_factory=Counter)
    notes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Add the counts of further documents."""
        self.documents += other.documents
        self.bytes_in += other.bytes_in
        self.characters_in += other.characters_in
        self.characters_out += other.characters_out
        self.truncated += other.truncated
        self.masks.update(other.masks)
        self.garbles.update(other.garbles)
        self.notes.update(other.notes)

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain data; `notes` by normalizer, then kind."""
        notes: dict[str, dict[str, int]] = {}
        for (normalizer, kind), count in sorted(self.notes.items()):
            notes.setdefault(normalizer, {})[kind] = count
        return {
            "documents": self.documents,
            "bytes_in": self.bytes_in,
            "characters_in": self.characters_in,
            "characters_out": self.characters_out,
            "truncated": self.truncated,
            "masks": {name: self.masks[name] for name in ("restored", "listed")},
            "garbles": {name: self.garbles[name] for name in ("restored", "listed")},
            "notes": notes,
        }


def count(document: Document, size: int) -> Counts:
    """The counts of one document read from `size` bytes."""
    return Counts(
        documents=1,
        bytes_in=size,
        characters_in=len(document.source),
        characters_out=len(document.text),
        truncated=bool(document.truncations),
        masks=Counter("listed" if m.restored is None else "restored" for m in document.masks),
        garbles=Counter("listed" if g.restored is None else "restored" for g in document.garbles),
        notes=Counter((note.normalizer, note.kind) for note in document.notes),
    )


def speed(size: int, seconds: float) -> dict[str, float]:
    """Seconds by the clock on the wall, and 10^6 bytes of input a second."""
    return {
        "seconds": round(seconds, 3),
        "mb_per_second": round(size / 1e6 / seconds, 3) if seconds else 0.0,
    }


def describe(summary: dict[str, Any]) -> str:
    """A run's summary in a few lines for the eye.

    >>> counts = Counts(documents=1, bytes_in=9, characters_in=3, characters_out=3)
    >>> print(describe({**counts.to_dict(), "unreadable": [], "failed": [], **speed(9, 0.5)}))
    documents  1, of them 0 truncated; 0 unreadable, 0 failed
    characters 3 in, 3 out
    masks      0 restored, 0 listed
    garbles    0 restored, 0 listed
    time       0.5 s, 0.0 MB/s
    """
    lines = [
        f"documents  {summary['documents']:,}, of them {summary['truncated']:,} truncated; "
        f"{len(summary['unreadable']):,} unreadable, {len(summary['failed']):,} failed",
        f"characters {summary['characters_in']:,} in, {summary['characters_out']:,} out",
    ]
    for normalizer, kinds in summary["notes"].items():
        tally = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
        lines.append(f"  {normalizer:<11} {tally}")
    for name in ("masks", "garbles"):
        found = summary[name]
        lines.append(f"{name:<10} {found['restored']:,} restored, {found['listed']:,} listed")
    lines.append(f"time       {summary['seconds']:.1f} s, {summary['mb_per_second']:.1f} MB/s")
    return "\n".join(lines)
