"""How much of a labelled document comes out as its article, and what is said about it.

A row of `tests/cases/documents/*.jsonl` marks, by line, what of a document's text is its body,
what may stay or go (title, byline), and which facts it states. Labels were made by reading, before
anything was tuned on them; rows in `held_out.jsonl` are for measuring only.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zxclean
from zxclean.view import TextView

ROOT = Path(__file__).resolve().parent.parent
PAGE_FOLDERS = (
    ROOT.parent / "shared" / "pages",
    ROOT.parent / "shared" / "held_out_pages",
    ROOT / "benchmarks" / "out" / "held_out_pages",
)
"""Where the texts of real pages may stand; `held_out_pages.py` writes the last."""

FACTS = ("source", "author", "published_at")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was measured on one document; shares are between 0 and 1, `None` where not asked.

    `kept` and `body` count characters other than white space: those of the source that stay, and
    those of the label; `right` are in both. `facts` says of each fact whether it is right,
    `invented` of those that the page does not have whether one was given.
    """

    id: str
    kept: int
    body: int
    right: int
    title: bool | None
    title_invented: bool | None
    facts: Mapping[str, bool] = field(default_factory=dict)
    invented: Mapping[str, bool] = field(default_factory=dict)
    slots: tuple[bool, ...] = ()
    slots_invented: int = 0
    furniture: int = 0
    furniture_left: tuple[str, ...] = ()
    paragraphs: tuple[int, int] | None = None

    @property
    def precision(self) -> float:
        return self.right / self.kept if self.kept else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.body if self.body else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load(path: Path, folders: Sequence[Path]) -> list[Row]:
    """Rows of a file with their text; those of real pages only where a folder has the page.

    Raises `ValueError` if a page is not the one that was labelled.
    """
    rows: list[Row] = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if "text" not in row:
            places = (folder / f"{row['id']}.txt" for folder in folders)
            page = next((place for place in places if place.is_file()), None)
            if page is None:
                continue
            raw = page.read_bytes()
            if hashlib.sha256(raw).hexdigest() != row["sha256"]:
                raise ValueError(f"{page} is not the page that was labelled")
            row["text"] = raw.decode("utf-8")
        rows.append(row)
    return rows


def judge(row: Row, doc: zxclean.Document) -> Verdict:
    """Compare a cleaned document with its label."""
    text: str = row["text"]
    body, neutral = labelled(row)
    stays = [not char.isspace() for char in text]
    for change in doc.changes:
        if not change.after:
            stays[change.source_start : change.source_end] = [False] * len(change.before)
    kept = {place for place, stay in enumerate(stays) if stay} - neutral
    truth = {place for place in body if not text[place].isspace()} - neutral
    title = row["title"]
    given = {name: getattr(doc.metadata, name) for name in FACTS}
    stated = row["metadata"]
    clean = _plain(doc.text)
    left = tuple(each for each in row["furniture"] if _plain(each) and _plain(each) in clean)
    slots, extra = _slots(row, doc)
    return Verdict(
        row["id"],
        len(kept),
        len(truth),
        len(kept & truth),
        None if title is None else _plain(doc.title or "") == _plain(title),
        doc.title is not None if title is None else None,
        {name: is_same(name, given[name], stated[name]) for name in FACTS if name in stated},
        {name: given[name] is not None for name in FACTS if name not in stated},
        slots,
        extra,
        len(row["furniture"]),
        left,
        _paragraphs(row, doc),
    )


def labelled(row: Row) -> tuple[set[int], set[int]]:
    """Offsets of the body, and of what may stay or go."""
    text: str = row["text"]
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def places(ranges: Iterable[tuple[int, int]]) -> set[int]:
        return {k for a, b in ranges for k in range(starts[a - 1], starts[b] - 1)}

    neutral = places(row["neutral"]) | places((n, n) for n in row["title_lines"])
    body = places(row["body"]) - neutral
    for part in row["partial"]:
        low, high = starts[part["line"] - 1], starts[part["line"]] - 1
        whole = set(range(low, high))
        body -= whole
        neutral -= whole
        body |= _found(text, low, high, part.get("body", ()))
        neutral |= _found(text, low, high, part.get("neutral", ())) - body
    return body, neutral


def _found(text: str, low: int, high: int, wanted: str | Iterable[str]) -> set[int]:
    found: set[int] = set()
    for piece in [wanted] if isinstance(wanted, str) else wanted:
        place = text.find(piece, low, high)
        if place < 0:
            raise ValueError(f"{piece!r} is not on its line")
        found.update(range(place, place + len(piece)))
    return found


def _plain(text: str) -> str:
    """Simplified, narrow, without white space: what is compared."""
    return re.sub(r"\s+", "", TextView(text).folded)


def is_same(name: str, given: str | None, stated: str) -> bool:
    """Whether a fact is given as the page states it, but for what stands between names."""
    if given is None:
        return False
    if name == "published_at":
        return given == stated
    names = re.compile(r"[\s\u3001,;/|&]+")
    left, right = names.sub("|", TextView(given).folded), names.sub("|", TextView(stated).folded)
    return left.strip("|") == right.strip("|")


def _slots(row: Row, doc: zxclean.Document) -> tuple[tuple[bool, ...], int]:
    numbers = ("omitted_chars", "total_chars", "shown_chars")
    left = [(t.where, *(getattr(t, n) for n in numbers)) for t in doc.truncations]
    found = []
    for label in row["truncations"]:
        wanted = (label["where"], *(label[n] for n in numbers))
        found.append(wanted in left)
        if wanted in left:
            left.remove(wanted)
    return tuple(found), len(left)


def _paragraphs(row: Row, doc: zxclean.Document) -> tuple[int, int] | None:
    if "paragraphs" not in row:
        return None
    out = {_plain(each) for each in doc.paragraphs}
    wanted = [_plain(each) for each in row["paragraphs"]]
    return sum(each in out for each in wanted), len(wanted)
