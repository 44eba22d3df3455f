"""How well bytes are read: `bytes.py [--seeds N] [--quick] [--archives DIR] [--out FILE]`

Against the floors of the project: every Chinese file of chardet's and uchardet's tests, at most one
wrong of 60 random cuts of each length in GBK, Big5 and UTF-8, no Chinese made of other languages'
bytes, and files whose lines are in different encodings. Other detectors run beside it on the same
bytes; where they name a subset (GB2312), the superset that browsers use is read.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from bytes_texts import (
    CHINESE,
    HAN,
    SINGLE_BYTE,
    collections,
    cuts,
    mixtures,
    texts,
    unlabelled,
)
from garbles_report import format_rows

from zxclean.codec import UnknownEncodingError, find_codec, read
from zxclean.decode import decode

LENGTHS = (10, 20, 40, 80, 200)
CUTS = 60
MOST_WRONG = 1
FOREIGN = ("euc_jp", "cp932", "cp949", *dict.fromkeys(SINGLE_BYTE.values()))

Tool = Callable[[bytes], str]


def tools() -> Mapping[str, Tool]:
    """zxclean and the detectors that are installed, as functions from bytes to text."""
    found: dict[str, Tool] = {"zxclean": lambda data: decode(data).text}
    try:
        from_bytes = importlib.import_module("charset_normalizer").from_bytes
        found["charset-normalizer"] = lambda data: str(from_bytes(data).best() or "")
    except ImportError:
        print("charset-normalizer is not installed and is left out")
    try:
        detect = importlib.import_module("chardet").detect
        found["chardet"] = lambda data: by_name(data, detect(data)["encoding"])
    except ImportError:
        print("chardet is not installed and is left out: pip install chardet")
    return found


def by_name(data: bytes, name: str | None) -> str:
    try:
        return read(data, find_codec(name or "ascii"))[0].removeprefix("\ufeff")
    except UnknownEncodingError:
        return ""


def check_collections(folder: Path, own: Mapping[str, Tool]) -> dict[str, dict[str, list[int]]]:
    """Files read rightly and files there are, by folder and tool; their labels are blanked."""
    right: dict[str, dict[str, list[int]]] = {}
    for name, codec, content in collections(folder):
        group = name.partition("/")[0] if codec in CHINESE.values() else None
        if group is None:
            continue
        data = unlabelled(content)
        truth = read(data, codec)[0]
        for tool, run in own.items():
            counts = right.setdefault(group, {}).setdefault(tool, [0, 0])
            counts[0] += run(data) == truth
            counts[1] += 1
    return right


def check_cuts(
    kinds: Mapping[str, tuple[str, str]], own: Mapping[str, Tool], seeds: range
) -> dict[str, dict[str, dict[int, list[int]]]]:
    """Wrong cuts of `CUTS` for each seed, by kind, tool and length.

    A cut in another language is wrong if it comes out with Chinese characters that are not its.
    """
    wrong: dict[str, dict[str, dict[int, list[int]]]] = {}
    for kind, (codec, text) in kinds.items():
        rows = wrong.setdefault(kind, {tool: {n: [] for n in LENGTHS} for tool in own})
        for length in LENGTHS:
            least = length // 2 if kind not in FOREIGN and "English" not in kind else 2
            for seed in seeds:
                drawn = cuts(text, length, CUTS, Random(f"{seed} {kind} {length}"), least)
                for tool, run in own.items():
                    count = 0
                    for cut in drawn:
                        found = run(cut.encode(codec))
                        if kind in FOREIGN:
                            count += bool({*HAN.findall(found)} - {*cut})
                        else:
                            count += found != cut
                    rows[tool][length].append(count)
    return wrong


def check_mixtures(
    both: Mapping[str, str], own: Mapping[str, Tool], seeds: range, count: int
) -> dict[str, dict[str, list[int]]]:
    """Files read rightly and files there are, by how they are mixed."""
    right: dict[str, dict[str, list[int]]] = {}
    for seed in seeds:
        for kind, parts in mixtures(both, Random(seed), count):
            for label, cut in ((kind, 0), (f"{kind}, no line end between", 1)):
                if cut and "appended" not in kind:
                    continue
                pieces = [(codec, text[: len(text) - cut]) for codec, text in parts]
                data = b"".join(text.encode(codec) for codec, text in pieces)
                truth = "".join(text for _, text in pieces)
                for tool, run in own.items():
                    counts = right.setdefault(label, {}).setdefault(tool, [0, 0])
                    counts[0] += run(data) == truth
                    counts[1] += 1
    return right


def check_whole(kinds: Mapping[str, tuple[str, str]], seeds: range) -> dict[str, list[int]]:
    """Files in one encoding that come out as several, and files there are, by broken bytes."""
    split: dict[str, list[int]] = {}
    for kind in ("GBK", "Big5", "UTF-8", "GBK, Traditional"):
        codec, text = kinds[kind]
        for seed in seeds:
            random = Random(f"{seed} {kind}")
            for broken in (0, 1, 5, 20):
                counts = split.setdefault(f"{broken} broken bytes", [0, 0])
                for cut in cuts(text, 2000, 25, random, 500):
                    data = bytearray(cut.encode(codec))
                    for _ in range(broken):
                        place = random.randrange(len(data))
                        byte = random.choices(range(256), k=random.randrange(2))
                        data[place : place + random.randrange(2)] = bytes(byte)
                    counts[0] += bool(decode(data).stretches)
                    counts[1] += 1
    return split


def print_table(head: str, rows: Mapping[str, Mapping[str, object]], names: list[str]) -> None:
    table = [[head, *names]]
    for kind, cells in rows.items():
        table.append([kind, *(str(cells[name]) for name in names)])
    print(f"\n{format_rows(table)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="sets of cuts, each of 60 a length")
    parser.add_argument("--quick", action="store_true", help="one set, and only zxclean")
    parser.add_argument("--archives", type=Path, help="folder that keeps the archives")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out" / "bytes.json")
    options = parser.parse_args()
    seeds = range(1 if options.quick else options.seeds)
    own = {"zxclean": tools()["zxclean"]} if options.quick else tools()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.archives or Path(temporary)
        kinds = texts(folder)
        files = check_collections(folder, own)
    cut = check_cuts(kinds, own, seeds)
    both = {"gbk": kinds["GBK"][1], "cp950": kinds["Big5"][1]}
    mixed = check_mixtures(both, own, seeds, 20)
    split = check_whole(kinds, seeds)

    names = list(own)
    shares = {k: {t: "{} of {}".format(*v) for t, v in row.items()} for k, row in files.items()}
    print_table("files read rightly", shares, names)
    worst = {
        kind: {tool: " ".join(f"{max(row[tool][n]):2}" for n in LENGTHS) for tool in own}
        for kind, row in cut.items()
    }
    lengths = " ".join(map(str, LENGTHS))
    print_table(f"most wrong of {CUTS} cuts of {lengths} characters", worst, names)
    shares = {k: {t: "{} of {}".format(*v) for t, v in row.items()} for k, row in mixed.items()}
    print_table("mixed files read rightly", shares, names)
    whole = {k: {"zxclean": "{} of {}".format(*v)} for k, v in split.items()}
    print_table("files in one encoding taken for mixed", whole, ["zxclean"])
    options.out.parent.mkdir(parents=True, exist_ok=True)
    report = {"files": files, "cuts": cut, "mixed": mixed, "split": split}
    options.out.write_text(json.dumps(report, indent=1), "utf-8")

    faults = [f"{k}: a file is read wrongly" for k, r in files.items() if len({*r["zxclean"]}) > 1]
    for kind in ("GBK", "Big5", "UTF-8"):
        for length, counts in cut[kind]["zxclean"].items():
            if max(counts) > MOST_WRONG:
                faults.append(f"{kind}, {length} characters: {max(counts)} of {CUTS} wrong")
    faults += [f"{kind}: {n} split" for kind, (n, _) in split.items() if n]
    print("\n" + ("\n".join(faults) or "all floors hold"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
