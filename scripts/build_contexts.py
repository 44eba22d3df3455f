"""Rebuild `contexts.bin`, which tells Traditional characters of one Simplified form apart.

    python scripts/build_contexts.py FOLDER            # downloads what is absent, writes the file
    python scripts/build_contexts.py FOLDER --check    # writes nothing, says whether it differs

From the frequencies of pairs in the Traditional Wikipedia (`model_sources.ARCHIVES`,
"encyclopaedia"): how often each candidate stands behind and before each character. Only those
contexts are kept that move the odds between two candidates by `LEAST` nats.

Format, little endian: `ZXC1`; three uint32: length of a JSON text, number of rows behind a
character, number of rows before one; the JSON text, `{simplified: candidates}`, the first of which
is OpenCC's default; the frequencies of all candidates as int8; then for each of both tables its
columns: number of the Simplified character as uint8, neighbour as uint16, and for the second,
third and fourth candidate its log odds against the first, as int8. Values are in 1/16 nat.
"""

from __future__ import annotations

import argparse
import json
import math
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from model_sources import check, encyclopaedia_traditional, fetch
from table_sources import PACKAGES, read_sources

from zxclean.tables import fold_table

TARGET = Path(__file__).parents[1] / "src" / "zxclean" / "data" / "contexts.bin"

# Characters whose Traditional forms are words of their own. Left out are those whose forms are a
# matter of taste (占 台 布 注 游 吐 岩 ...): for them OpenCC's choice stands.
DISTINCT = (
    "后里面干发系只云周余并志松卷表冲斗谷丑范丰复获几尽据克困蒙签千曲舍术坛向须胡叶郁御扎征制致钟种准采别出当淀吊恶饥姜"
    "夸历卤仆朴卜沈折苏汇团宁辟纤腊蜡万于借症脏钻板杠合咸愈党厂广筑秋咽升回旋了"
)
RARE = frozenset("曏祈賙羫忀欌濛譭燬泛汎齖譚")
"""Forms of old books, which hardly any running text means: 曏 for 向, 賙 for 周."""
UNIT = 16
LEAST = 0.5
TEMPER = 0.5
"""The power of the forms' own frequencies: an encyclopaedia has 里 in names far more than 裡."""
SMOOTH = 80.0
"""Pairs seen fewer than 126 times are not in the source, so such counts say little."""
UNSEEN = 8.0
LIMIT = 5.0

Counts = Mapping[tuple[str, str], Counter[str]]


def build(
    pairs: Counter[str], characters: Mapping[str, list[str]], standard: Mapping[str, str]
) -> bytes:
    """The file, from counts of characters and pairs, STCharacters, and variants to standards."""
    candidates: dict[str, str] = {}
    for char in DISTINCT:
        known = dict.fromkeys(standard.get(form, form) for form in characters.get(char, [char]))
        kept = [form for form in known if form not in RARE]
        if len(kept) > 1:
            candidates[char] = "".join(kept[:4])
    simple = {form: char for char, forms in candidates.items() for form in forms}
    fold = fold_table()

    def folded(char: str) -> str:
        return simple.get(char) or chr(int(fold[ord(char)]))

    single: Counter[str] = Counter()
    behind: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    before: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for key, count in pairs.items():
        first, *rest = (standard.get(char, char) for char in key)
        if not rest:
            if first in simple:
                single[first] += count
            continue
        second = rest[0]
        if second in simple:
            behind[simple[second], folded(first)][second] += count
        if first in simple:
            before[simple[first], folded(second)][first] += count

    shares = {char: _shares(forms, single) for char, forms in candidates.items()}
    priors = np.zeros((len(candidates), 4))
    for row, (char, forms) in enumerate(candidates.items()):
        priors[row, : len(forms)] = [math.log(share) for share in shares[char]]
    text = json.dumps(candidates, ensure_ascii=False).encode()
    tables = [_rows(table, candidates, shares) for table in (behind, before)]
    head = b"ZXC1" + struct.pack("<3I", len(text), *(len(table[0]) for table in tables))
    columns = [column.tobytes() for table in tables for column in table]
    return b"".join((head, text, _fixed(priors).tobytes(), *columns))


def _shares(forms: str, counts: Counter[str]) -> list[float]:
    total = sum(counts[form] for form in forms) + 100 * len(forms)
    shares = [((counts[form] + 100) / total) ** TEMPER for form in forms]
    return [share / sum(shares) for share in shares]


def _rows(
    table: Counts, candidates: Mapping[str, str], shares: Mapping[str, list[float]]
) -> tuple[np.ndarray, ...]:
    numbers = {char: number for number, char in enumerate(candidates)}
    kept = []
    for (char, neighbour), counts in table.items():
        if ord(neighbour) > 0xFFFF:
            continue
        forms = candidates[char]
        weights = [
            counts[f] + SMOOTH * s + UNSEEN for f, s in zip(forms, shares[char], strict=True)
        ]
        total = sum(weights)
        odds = [
            max(-LIMIT, min(LIMIT, math.log(w / total / s)))
            for w, s in zip(weights, shares[char], strict=True)
        ]
        moves = [odd - odds[0] for odd in odds[1:]]
        if max(map(abs, moves)) >= LEAST:
            kept.append((numbers[char], ord(neighbour), *moves, *[0.0] * (3 - len(moves))))
    kept.sort()
    columns = np.array(kept).T
    return (
        columns[0].astype("u1"),
        columns[1].astype("<u2"),
        *(_fixed(column) for column in columns[2:]),
    )


def _fixed(values: np.ndarray) -> np.ndarray:
    fixed: np.ndarray = np.clip(np.rint(values * UNIT), -127, 127).astype("i1")
    return fixed


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild contexts.bin.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    arguments = parser.parse_args()
    fetch(arguments.folder, ["encyclopaedia"])
    check(arguments.folder, ["encyclopaedia"])
    sources = read_sources(PACKAGES[:1])

    def dictionary(name: str) -> dict[str, list[str]]:
        lines = sources[f"opencc/dictionary/{name}.txt"].split("\n")
        fields = (line.strip().split("\t") for line in lines if line.strip())
        return {key: values.split(" ") for key, values in fields}

    standard = {
        key: values[0]
        for name in ("HKVariantsRev", "TWVariantsRev")
        for key, values in dictionary(name).items()
    }
    content = build(
        encyclopaedia_traditional(arguments.folder), dictionary("STCharacters"), standard
    )
    same = TARGET.is_file() and TARGET.read_bytes() == content
    if not same:
        print(f"{TARGET.name} {'differs' if arguments.check else 'written'}, {len(content)} bytes")
    if not arguments.check:
        TARGET.write_bytes(content)
    return 1 if arguments.check and not same else 0


if __name__ == "__main__":
    sys.exit(main())
