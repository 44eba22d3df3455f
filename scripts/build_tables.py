"""Rebuild the data tables of zxclean, byte for byte, from packages pinned by version and hash.

    pip install opencc-python-reimplemented==0.1.7 pypinyin==0.55.0 jieba==0.42.1
    python scripts/build_tables.py            # writes src/zxclean/data
    python scripts/build_tables.py --check    # writes nothing, says what differs

Only data files of the packages are read, none of their code runs: the official `opencc` wheel
has the same import name as the package meant here. The tables are plain text, not compressed:
compressed bytes would differ between zlib builds, and the wheel compresses them anyway.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from struct import pack

from table_sources import (
    OPENCC_LICENCE,
    PACKAGES,
    PYPINYIN_LICENCE,
    SourceError,
    read_sources,
)

DATA = Path(__file__).parents[1] / "src" / "zxclean" / "data"

CONFIGS = ("hk2s", "s2hk", "s2t", "s2tw", "t2hk", "t2s", "t2tw", "tw2s")

# The unified ideographs of U+2E81..U+2EF3, "-" for the unassigned U+2E9A, from Unicode 14.0
# EquivalentUnifiedIdeograph.txt (Unicode licence). NFKC maps only U+2E9F and U+2EF3 of them.
RADICALS = """
5382 4E5B 4E5A 4E59 4EBB 5182 20628 5200 5202 535C 353E 5C0F 5C0F 5140 5C23 5C22 21BC2 5DF3
5E7A 5F51 5F50 5FC4 5FC3 624C 6535 - 65E1 65E5 6708 6B7A 6BCD 6C11 6C35 6C3A 706C 722B 722B
4E2C 725B 72AD 738B 24D14 76EE 793A 793B 25AD7 7CF9 7E9F 7F53 7F52 34C1 5197 2626B 7F8A
2634C 2634B 8002 8080 807F 8089 26951 8279 8279 8279 864E 8864 8980 897F 89C1 89D2 278B2
8BA0 8D1D 27FB7 8F66 8FB6 8FB6 8FB6 9091 9485 9577 9578 957F 95E8 28E0F 961D 96E8 9752 97E6
9875 98CE 98DE 98DF 2967F 98E0 9963 29810 9A6C 9AA8 9B3C 9C7C 9E1F 5364 9EA6 9EC4 9EFE 6589
9F50 6B6F 9F7F 7ADC 9F99 9F9C 4E80 9F9F
"""

# Forms of before 1964 and of Korea with a code point of their own; both scripts write the second.
SMALL_MARKS = (
    "\ufe50\uff0c\ufe51\u3001\ufe54\uff1b\ufe55\uff1a\ufe56\uff1f\ufe57\uff01\ufe59\uff08"
    "\ufe5a\uff09\ufe5d\u3014\ufe5e\u3015\uff61\u3002\uff62\u300c\uff63\u300d\uff64\u3001"
)
"""Small forms of Big5 and half-width marks of Shift-JIS, and the plain ones they stand for: converted
pages of people.com.cn have the small semicolon for every other one."""

OLD_FORMS = (
    "靑青淸清眞真尙尚敎教旣既卽即飮飲鎭鎮顚顛愼慎塡填値值郞郎硏研姸妍屛屏倂併甁瓶餠餅鄕鄉凈淨"
)

# What GB 18030 of 2005 and 2022 give the characters that GBK fonts had in the private use area and
# Python's codec leaves there: vertical marks, two letters, description characters, components.
PRIVATE = {
    **dict(
        zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)), strict=True)
    ),
    0xE7C7: 0x1E3F,
    0xE7C8: 0x01F9,
    0xE7E7: 0x303E,
    **dict(zip(range(0xE7E8, 0xE7F4), range(0x2FF0, 0x2FFC), strict=True)),
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
}

# Traditional pages print these as well, though STCharacters calls them Simplified: 恒 (恒生) as
# itself, the others as variants of 淒 暱 棲 灑 燉 癢 甕 羨. Seed 004 is Traditional and has 恒.
ALSO_TRADITIONAL = frozenset("恒凄昵栖洒炖痒瓮羡")

# Big5 level 1 has these for rare words of their own (yǐn, pī, rén, pū): in a Traditional
# page they are 聽 壞 兒 撲 left in Simplified.
BIG5_HOMOGRAPHS = frozenset("听坏儿扑")

READING_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ")

# 159,318 of the 349,046 words in jieba's list have the count 3: a rank read from three such
# words or fewer would say nothing.
MIN_COUNT = 10

Candidates = dict[str, list[str]]


def parse_dictionary(text: str) -> Candidates:
    """Entries of an OpenCC dictionary: key to its candidates, best first.

    Keys with a punctuation mark (five names with U+FF0E) are left out: opencc-python splits its
    input at marks, so they can never match.
    """
    entries = (line.strip().split("\t") for line in text.split("\n") if line.strip())
    return {
        key: values.split(" ")
        for key, values in entries
        if not any(unicodedata.category(char)[0] in "PZ" for char in key)
    }


def convert(text: str, characters: Candidates) -> str:
    """Each character replaced by its first candidate."""
    return "".join(characters.get(char, [char])[0] for char in text)


def parse_chain(config: str) -> list[tuple[str, str]]:
    """Stages of a configuration: names of the phrase ("" for none) and character dictionary."""
    stages = []
    for element in json.loads(config)["conversion_chain"]:
        dictionary = element["dict"]
        names = [
            item["file"].removesuffix(".txt") for item in dictionary.get("dicts", [dictionary])
        ]
        phrases, characters = names if len(names) == 2 else ("", *names)
        stages.append((phrases, characters))
    return stages


def wrap(text: str, width: int = 50) -> bytes:
    """The characters in lines of `width`."""
    lines = (text[start : start + width] for start in range(0, len(text), width))
    return "".join(f"{line}\n" for line in lines).encode()


def format_phrases(phrases: Candidates, characters: Candidates) -> bytes:
    """First the keys whose value is what the characters give, then `key value` lines."""
    regular, irregular = [], []
    for key, (value, *_) in sorted(phrases.items()):
        if len(key) != len(value) or len(key) < 2:
            raise ValueError(f"{key} -> {value}: a phrase must keep its length, two or more")
        if value == convert(key, characters):
            regular.append(key)
        else:
            irregular.append(f"{key} {value}")
    return ("\n".join(regular) + "\n\n" + "\n".join(irregular) + "\n").encode()


def format_weights(phrases: bytes, source: str) -> bytes:
    """A letter for each key of a phrase table, in its order: `a` plus ln(count + 1) in jieba's list.

    Where two phrases of one length overlap, the more frequent word is meant: in 三百年历史 it is
    历史, not 年历.
    """
    counts = {line.split(" ")[0]: int(line.split(" ")[1]) for line in source.splitlines()}
    regular, irregular = phrases.decode().split("\n\n")
    keys = regular.split("\n") + irregular.split()[::2]
    letters = (chr(ord("a") + round(math.log(counts.get(key, 0) + 1))) for key in keys)
    return wrap("".join(letters), 100)


def format_characters(characters: Candidates) -> bytes:
    """One pair a line, those that change."""
    pairs = [key + value for key, (value, *_) in sorted(characters.items()) if key != value]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("a character dictionary must map one character to one")
    return "".join(f"{pair}\n" for pair in pairs).encode()


@cache
def can_encode(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def invert(dictionary: Candidates, simplify: Candidates) -> Candidates:
    """Values to keys, where all keys of a value have the same Simplified form.

    弁 stands for 瓣, 辨 and 辯 in Japanese: it has no one Simplified form and is left out.
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for key, values in dictionary.items():
        for value in values:
            keys[value].add(key)
    return {
        value: sorted(found)
        for value, found in keys.items()
        if len({convert(key, simplify) for key in found}) == 1
    }


def unify(char: str) -> str:
    """The unified ideograph of a radical or compatibility ideograph, else the character."""
    code = ord(char)
    if 0x2E81 <= code <= 0x2EF3:
        found = RADICALS.split()[code - 0x2E81]
        return char if found == "-" else chr(int(found, 16))
    if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        normal = unicodedata.normalize("NFKC", char)
        return normal if len(normal) == 1 else char
    return char


def build_fold(dictionaries: Mapping[str, Candidates]) -> dict[str, str]:
    """Radicals, compatibility ideographs, Traditional and regional variants to Simplified."""
    simplify = dictionaries["TSCharacters"]
    variants = [
        dictionaries["HKVariantsRev"],
        dictionaries["TWVariantsRev"],
        invert(dictionaries["JPVariants"], simplify),
    ]

    def is_simplified(char: str) -> bool:
        return can_encode(char, "gb2312") or char in dictionaries["STCharacters"]

    def fold(char: str) -> str:
        seen = [unify(char)]
        while True:
            current = seen[-1]
            following = simplify.get(current, [current])[0]
            if following == current and current not in simplify and not is_simplified(current):
                standards = (table[current][0] for table in variants if current in table)
                goals = ((step, convert(step, simplify)) for step in standards)
                following = next((step for step, goal in goals if is_simplified(goal)), current)
            if following in seen:
                return current
            seen.append(following)

    radicals = map(chr, (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)))
    sources = {*radicals, *simplify, *(char for table in variants for char in table)}
    return {char: fold(char) for char in sorted(sources) if fold(char) != char}


def build_variants(dictionaries: Mapping[str, Candidates]) -> bytes:
    """Lines of a kind and pairs: characters below script, and what they stand for.

    Japanese forms are those no Chinese text has: not in GB2312, nor in the first level of Big5,
    nor in OpenCC's Chinese dictionaries, and with one Traditional form.
    """
    chinese = {
        char
        for name in ("STCharacters", "TSCharacters", "TWVariants", "HKVariants")
        for key, values in dictionaries[name].items()
        for char in (key, *values)
    }

    def is_chinese(char: str) -> bool:
        in_big5 = can_encode(char, "big5") and char.encode("big5")[0] <= 0xC6
        return char in chinese or in_big5 or can_encode(char, "gb2312")

    japanese: dict[str, list[str]] = defaultdict(list)
    for key, values in dictionaries["JPVariants"].items():
        for value in values:
            japanese[value].append(key)
    trails = (*range(0x50, 0x7F), *range(0x80, 0xA1))
    private = {chr(0xE815 + i): bytes((0xFE, t)).decode("gb18030") for i, t in enumerate(trails)}
    private |= {chr(code): chr(to) for code, to in PRIVATE.items()}
    compatible = map(chr, (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)))
    radicals = map(chr, range(0x2E80, 0x2FD6))
    kinds = {
        "radical": {char: unify(char) for char in radicals if unify(char) != char},
        "compatibility": {char: unify(char) for char in compatible if unify(char) != char},
        "japanese": {c: k[0] for c, k in japanese.items() if len(k) == 1 and not is_chinese(c)},
        "form": dict(zip(OLD_FORMS[::2], OLD_FORMS[1::2], strict=True)),
        "private": private,
        "mark": dict(zip(SMALL_MARKS[::2], SMALL_MARKS[1::2], strict=True)),
    }
    lines = (
        f"{kind} {''.join(char + pairs[char] for char in sorted(pairs))}\n"
        for kind, pairs in kinds.items()
    )
    return "".join(lines).encode()


def find_traditional(dictionaries: Mapping[str, Candidates], fold: Mapping[str, str]) -> str:
    """Characters of Traditional writing that Simplified writing has no use for.

    Left out are those that are their own second candidate (乾 於 徵 夥) or stand in a Simplified
    phrase of TSPhrases (吒 昇 濛). GB2312 is no guide: it has 後.
    """
    simplify = dictionaries["TSCharacters"]
    variants = [dictionaries["HKVariantsRev"], dictionaries["TWVariantsRev"]]
    kept = {char for value, *_ in dictionaries["TSPhrases"].values() for char in value}
    regional = {char for table in variants for char in table if char not in simplify}
    changed = {char for char in simplify if char not in simplify[char]}
    return "".join(sorted(char for char in changed | regional if char in fold and char not in kept))


def find_simplified(dictionaries: Mapping[str, Candidates]) -> str:
    """Characters of Simplified writing that Traditional writing has no use for.

    Left out are those that are also a Traditional candidate of themselves (台 后 里) or another,
    that are the standard of Taiwan or Hong Kong (群 床 峰), and Big5 level 1 (并 霉 雇).
    """
    simplify, traditional = dictionaries["TSCharacters"], dictionaries["STCharacters"]
    shared = set(ALSO_TRADITIONAL)
    for table in ("TWVariants", "HKVariants", "STCharacters"):
        shared.update(char for values in dictionaries[table].values() for char in values)
    shared.update(char for char in simplify if char not in simplify[char])

    def in_big5_level_1(char: str) -> bool:
        return can_encode(char, "big5") and char.encode("big5")[0] <= 0xC6

    return "".join(
        sorted(
            char
            for char in traditional
            if char not in shared and (char in BIG5_HOMOGRAPHS or not in_big5_level_1(char))
        )
    )


def format_readings(source: str) -> bytes:
    """Lines of `reading,reading characters`, the most frequent reading first.

    Left out are private-use and compatibility characters, extension C and later, and readings
    with letters outside `READING_LETTERS` (six with a second combining mark or ê).
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for code, readings in sorted((int(key), value) for key, value in json.loads(source).items()):
        if not (code == 0x3007 or 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x2A6DF):
            continue
        normal = (unicodedata.normalize("NFC", reading) for reading in readings.split(","))
        kept = [reading for reading in normal if READING_LETTERS.issuperset(reading)]
        if kept:
            groups[",".join(dict.fromkeys(kept))].append(chr(code))
    return "".join(f"{key} {''.join(chars)}\n" for key, chars in sorted(groups.items())).encode()


def rank_characters(source: str, traditional: str) -> str:
    """Han characters from most to least frequent, by jieba's word counts.

    Single-character words count for GB2312 level 1 alone. The corpus behind jieba's list held
    UTF-8 read as GBK, and its debris was counted as words of one character: 锛 12605, 涓 12958,
    杩 3505 (as parts of longer words: 3, 150, 0). Ranks from those would call garbled text common.
    """
    counts: Counter[str] = Counter()
    for line in source.splitlines():
        word, count, _ = line.rsplit(" ", 2)
        for char in word:
            if char < "\u3007" or "\u3008" <= char < "\u3400" or "가" <= char < "\U00020000":
                continue
            if len(word) > 1 or (can_encode(char, "gb2312") and char.encode("gb2312")[0] < 0xD8):
                counts[char] += int(count)
    ranked = sorted(counts, key=lambda char: (-counts[char], char))
    return "".join(c for c in ranked if counts[c] >= MIN_COUNT and c not in set(traditional))


def format_sources(tables: Mapping[str, bytes]) -> bytes:
    """SOURCES.md: where the tables come from, with the digests of sources and tables."""
    lines = ["# Sources of the tables in this folder", ""]
    lines += ["Written by `scripts/build_tables.py`, which also checks the digests (SHA-256)."]
    lines += ["The full text of the licences is in `LICENSES.txt`.", ""]
    for package in PACKAGES:
        lines += [f"## {package.name} {package.version}", "", f"Licence: {package.licence}."]
        lines += [f"Archive: {package.archive}", "", "| file | sha256 |", "|---|---|"]
        lines += [f"| `{path}` | `{digest}` |" for path, digest in package.files.items()] + [""]
    lines += ["## Unicode 14.0", "", "Licence: Unicode. `EquivalentUnifiedIdeograph.txt`, the rows"]
    lines += ["U+2E81 to U+2EF3, kept in the script; NFKC, GB2312 and Big5 are Python's own.", ""]
    lines += ["## Tables", "", "| file | bytes | sha256 |", "|---|---|---|"]
    lines += [f"| `{n}` | {len(t)} | `{sha256(t).hexdigest()}` |" for n, t in tables.items()]
    return ("\n".join(lines) + "\n").encode()


def build_tables(sources: Mapping[str, str]) -> dict[str, bytes]:
    """Every file of the data folder that this script owns, by name, from the source texts."""
    dictionaries = {
        Path(path).stem: parse_dictionary(text)
        for path, text in sources.items()
        if path.startswith("opencc/dictionary/")
    }
    chains = {name: parse_chain(sources[f"opencc/config/{name}.json"]) for name in CONFIGS}
    tables = {"conversions.json": (json.dumps(chains, indent=1) + "\n").encode()}
    for phrases, characters in sorted({stage for chain in chains.values() for stage in chain}):
        tables[f"{characters}.txt"] = format_characters(dictionaries[characters])
        if phrases:
            tables[f"{phrases}.txt"] = format_phrases(
                dictionaries[phrases], dictionaries[characters]
            )
    tables["STWeights.txt"] = format_weights(tables["STPhrases.txt"], sources["jieba/dict.txt"])
    fold = build_fold(dictionaries)
    codes = [ord(char) for char in (*fold, *fold.values())]
    traditional = find_traditional(dictionaries, fold)
    tables["fold.bin"] = pack(f"<{len(codes)}I", *codes)
    tables["traditional_only.txt"] = wrap(traditional)
    tables["simplified_only.txt"] = wrap(find_simplified(dictionaries))
    tables["variants.txt"] = build_variants(dictionaries)
    tables["readings.txt"] = format_readings(sources["pypinyin/pinyin_dict.json"])
    tables["common_rank.txt"] = wrap(rank_characters(sources["jieba/dict.txt"], traditional))
    licences = ("opencc/NOTICE.txt", OPENCC_LICENCE, PYPINYIN_LICENCE)
    texts = ["\n".join(sources[path].splitlines()).strip("\n") for path in licences]
    tables["LICENSES.txt"] = ("\n\n\n".join(texts) + "\n").encode()
    tables = dict(sorted(tables.items()))
    return {**tables, "SOURCES.md": format_sources(tables)}


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild the data tables of zxclean.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check: bool = parser.parse_args().check
    try:
        tables = build_tables(read_sources())
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    paths = {DATA / name: content for name, content in tables.items()}
    stale = [p for p, new in paths.items() if not p.is_file() or p.read_bytes() != new]
    for path in stale:
        print(f"{path.name} {'differs' if check else 'written'}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(paths[path])
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
