"""Rebuild the character model of zxclean, byte for byte, from archives pinned by hash.

    python scripts/build_model.py --sources FOLDER            # writes src/zxclean/data
    python scripts/build_model.py --sources FOLDER --fetch    # downloads the archives first
    python scripts/build_model.py --sources FOLDER --check    # writes nothing, says what differs

The file holds, little-endian, nothing compressed (the wheel does that, and compressed bytes
would differ between zlib builds):

    4 bytes magic; uint32: coded characters, characters with a frequency, pairs
    float32: lowest ratio, step of the ratios, unit of the frequencies (nats)
    uint32 for each coded character, the most frequent first: symbols follow the classes
    uint8 backoff of each symbol: `low + step * n` nats
    uint8 usual frequency of a character of each class: `-unit * n` nats
    characters with a frequency as gaps, uint8 frequency of each, likewise
    pairs `first * stride + second` as gaps, uint8 ratio of each: `low + step * n`

Gaps: uint32 count of wide ones, uint8 each, 255 for a wide one; uint32 each wide one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import model_sources as sources
import model_words
import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.tables import fold_table

DATA = Path(__file__).parents[1] / "src" / "zxclean" / "data"
SIZE = 0x110000
Floats = NDArray[np.float64]
Places = NDArray[np.int64]

# Characters each source is scaled to, in millions. Found by trying: halving or doubling any one
# changed bits per character on unseen text by 0.03 at most.
WEIGHTS = {
    "encyclopaedia": 40.0,
    "web": 30.0,
    "news": 10.0,
    "words": 6.0,
    "statutes": 2.0,
    "rulings": 2.0,
    "novel": 1.0,
    "idioms": 0.5,
    "places": 0.3,
}
# Lists of words tell nothing of what follows a word, so only pairs inside them count.
WORD_LISTS = frozenset({"web", "words", "idioms", "places"})

HAN_CODED = 6000
# Absolute discount of a scaled count; 0.4 to 2 differ by 0.01 bit.
DISCOUNT = 0.4
# A share for what was never seen after a character, however much was seen after it.
UNSEEN = 0.2
# Scaled count below which a pair is left out, and how far, in nats, a kept ratio is from backoff.
LEAST_COUNT = 0.5
LEAST_GAIN = 0.3
# Log probability of Han characters that no source has. At -16 and at -19 no figure changed.
FLOOR = -17.5
# Letters come in runs, and the sources have too little of them to show it.
RUNS = (model.LOWER, model.UPPER, model.LATIN, model.ALPHABET, model.KANA, model.HANGUL)
RUN_SHARE = 0.8
# U+FFFD read as GBK, and what debuggers fill memory with: these stand in the sources as garble.
GARBLE = ("锟斤", "斤拷", "拷锟", "烫烫", "屯屯", "锘锘")

LOW, STEP, UNIT = -2.0, 0.08, 1 / 12


class Counts(NamedTuple):
    """Counts by folded code point, and by pair `first << 21 | second`, rising."""

    chars: Places
    char_counts: Floats
    pairs: Places
    pair_counts: Floats


def count_text(text: str) -> Counts:
    codes = fold(text)
    chars, char_counts = np.unique(codes, return_counts=True)
    pairs, pair_counts = np.unique(codes[:-1] << 21 | codes[1:], return_counts=True)
    return Counts(chars, char_counts.astype(float), pairs, pair_counts.astype(float))


def count_words(words: Mapping[str, int]) -> Counts:
    grams: Counter[str] = Counter()
    for word, count in words.items():
        for index, char in enumerate(word):
            grams[char] += count
            if index:
                grams[word[index - 1 : index + 1]] += count
    return sum_grams(grams)


def sum_grams(grams: Mapping[str, int]) -> Counts:
    """Counts from characters and pairs, added up by what they fold to."""
    singles = [gram for gram in grams if len(gram) == 1]
    doubles = [gram for gram in grams if len(gram) == 2]
    chars, single = np.unique(fold("".join(singles)), return_inverse=True)
    both = fold("".join(doubles))
    pairs, double = np.unique(both[::2] << 21 | both[1::2], return_inverse=True)
    return Counts(
        chars,
        np.bincount(single, [grams[gram] for gram in singles]).astype(float),
        pairs,
        np.bincount(double, [grams[gram] for gram in doubles], len(pairs)).astype(float),
    )


def fold(text: str) -> Places:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    folded: Places = fold_table()[codes].astype(np.int64)
    return folded


def read(folder: Path) -> tuple[dict[str, Counts], Counts]:
    """The counts of each weighted source, and the web's counts of single characters."""
    counts = {
        "encyclopaedia": sum_grams(sources.encyclopaedia(folder)),
        "web": count_words(sources.web_words(folder)),
        "news": count_text(sources.news(folder)),
        "words": count_words(sources.words(folder)),
        "statutes": count_text(sources.statutes(folder)),
        "rulings": count_text(sources.rulings(folder)),
        "novel": count_text(sources.novel(folder)),
        "idioms": count_words(sources.idioms(folder)),
        "places": count_words(sources.places(folder)),
    }
    return counts, sum_grams(sources.web_characters(folder))


def mix(counts: Mapping[str, Counts], web: Counts) -> tuple[Floats, Floats, Places, Floats]:
    """Scaled counts: of characters, of characters as the first of a pair, pairs and theirs."""
    chars, firsts = np.zeros(SIZE), np.zeros(SIZE)
    pairs, pair_counts = [], []
    for name, (codes, singles, keys, doubles) in counts.items():
        scale = WEIGHTS[name] * 1e6 / singles.sum()
        chars[codes] += singles * scale
        if name in WORD_LISTS:
            firsts += np.bincount(keys >> 21, doubles * scale, SIZE)
        else:
            firsts[codes] += singles * scale
        pairs.append(keys)
        pair_counts.append(doubles * scale)
    merged, index = np.unique(np.concatenate(pairs), return_inverse=True)
    totals = np.bincount(index, np.concatenate(pair_counts)).astype(float)

    # All but Han characters are rare in these sources, and the web's letters include garble.
    codes, scale = web.chars, sum(WEIGHTS.values()) * 1e6 / web.char_counts.sum()
    share = np.where(is_han(codes), 0.2, 0.5)
    chars[codes] = chars[codes] * (1 - share) + web.char_counts * scale * share
    return chars, firsts, merged, totals


def is_han(codes: Places) -> NDArray[np.bool_]:
    return np.isin(model.class_symbols()[codes], (model.RARE_HAN, model.EXTENSION_HAN))


def symbol_table(chars: Floats) -> tuple[Places, Places]:
    """Coded characters, most frequent first, and the symbol of every folded code point."""
    classes = model.class_symbols()
    marks = [0x0A, *range(0x20, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x61)]
    marks += [*range(0x7B, 0x7F), 0xB7, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026]
    marks += [*range(0x3001, 0x3004), *range(0x3008, 0x3012), 0x3014, 0x3015]
    order = np.argsort(-chars, kind="stable")
    han = order[is_han(order) & (chars[order] > 0)][:HAN_CODED]
    coded = np.concatenate((np.array(marks), han))
    coded = coded[np.argsort(-chars[coded], kind="stable")]
    symbols = classes.astype(np.int64)
    symbols[coded] = np.arange(len(coded)) + model.CLASS_COUNT
    return coded, symbols


def build(counts: Mapping[str, Counts], web: Counts) -> bytes:
    """The file's content."""
    chars, firsts, pairs, pair_counts = mix(counts, web)
    coded, symbols = symbol_table(chars)
    size = model.CLASS_COUNT + len(coded)

    known = np.flatnonzero(chars > 0)
    logs = np.log(chars[known] / chars.sum())
    classes = model.class_symbols()
    usual = np.full(model.CLASS_COUNT, FLOOR)
    usual[[model.EXTENSION_HAN, model.PRIVATE, model.OTHER]] = FLOOR - 1
    logs = np.maximum(logs, usual[classes[known]])
    alone = np.full(SIZE, -np.inf)
    alone[known] = np.exp(logs)

    # Shares of symbols; a class has those of its characters together.
    share = np.bincount(symbols[known], alone[known], size)
    share = np.maximum(share, np.exp(FLOOR))
    bad = [int(first << 21 | second) for first, second in (fold(pair) for pair in GARBLE)]
    kept = ~np.isin(pairs, bad)
    joined = symbols[pairs[kept] >> 21] * size + symbols[pairs[kept] & 0x1FFFFF]
    keys, index = np.unique(joined, return_inverse=True)
    totals = np.bincount(index, pair_counts[kept])
    enough = totals > LEAST_COUNT
    keys, totals = keys[enough], totals[enough]
    first, second = keys // size, keys % size

    lowered = totals - np.minimum(totals, DISCOUNT)
    seen = np.bincount(first, lowered, size)
    context = np.maximum(np.bincount(symbols, firsts, size), seen)
    rest = np.ones(size)
    some = context > 0
    rest[some] = np.clip(1 - seen[some] / context[some], UNSEEN, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        given = (1 - rest[first]) * lowered / seen[first] + rest[first] * share[second]
    run = (first == second) & np.isin(first, RUNS)
    given[run] = np.maximum(given[run], RUN_SHARE)
    ratios, backoff = np.log(given / share[second]), np.log(rest)

    gain = np.abs(ratios - backoff[first]) > LEAST_GAIN
    keys, ratios = keys[gain], ratios[gain]
    absent = [run * size + run for run in RUNS if run * size + run not in keys]
    place = np.searchsorted(keys, absent)
    runs = np.log(RUN_SHARE / share[[key // size for key in absent]])
    keys, ratios = np.insert(keys, place, absent), np.insert(ratios, place, runs)

    return b"".join(
        (
            b"ZXM1",
            np.array([len(coded), len(known), len(keys)], "<u4").tobytes(),
            np.array([LOW, STEP, UNIT], "<f4").tobytes(),
            coded.astype("<u4").tobytes(),
            levels(backoff),
            frequencies(usual),
            gaps(known),
            frequencies(logs),
            gaps(keys // size * model.stride_of(size) + keys % size),
            levels(ratios),
        )
    )


def levels(ratios: Floats) -> bytes:
    return np.clip(np.rint((ratios - LOW) / STEP), 0, 255).astype(np.uint8).tobytes()


def frequencies(logs: Floats) -> bytes:
    return np.clip(np.rint(-logs / UNIT), 0, 255).astype(np.uint8).tobytes()


def gaps(rising: Places) -> bytes:
    steps = np.diff(rising, prepend=0)
    wide = steps[steps >= 255].astype("<u4")
    narrow = np.minimum(steps, 255).astype(np.uint8)
    return np.array([len(wide)], "<u4").tobytes() + narrow.tobytes() + wide.tobytes()


def describe(content: bytes, words: bytes) -> str:
    """The page on the model's origin that lies beside it."""
    rows = [
        f"| {archive.requirement} | {archive.licence} | {archive.use} |"
        f" `{archive.file}` `{archive.sha256}` |"
        for archive in sources.ARCHIVES.values()
    ]
    weights = ", ".join(f"{name} {weight:g}" for name, weight in WEIGHTS.items())
    return (
        (Path(__file__).parent / "model_page.md")
        .read_text("utf-8")
        .replace("{sources}", "\n".join(rows))
        .replace("{weights}", weights)
        .replace("{size}", f"{len(content):,}")
        .replace("{sha256}", sha256(content).hexdigest())
        .replace("{words}", f"{model_words.WORDS:,}")
        .replace("{words_size}", f"{len(words):,}")
        .replace("{words_sha256}", sha256(words).hexdigest())
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild the character model.")
    parser.add_argument("--sources", type=Path, required=True, help="folder of the archives")
    parser.add_argument("--fetch", action="store_true", help="download archives not there")
    parser.add_argument("--check", action="store_true", help="compare with what is in place")
    options = parser.parse_args()
    if options.fetch:
        options.sources.mkdir(parents=True, exist_ok=True)
        sources.fetch(options.sources)
    try:
        sources.check(options.sources)
    except sources.SourceError as fault:
        print(fault, file=sys.stderr)
        return 2
    content = build(*read(options.sources))
    words = model_words.build(options.sources)
    made = {
        "model.bin": content,
        "lexicon.bin": words,
        "MODEL.md": describe(content, words).encode(),
    }
    differing = [
        name
        for name, expected in made.items()
        if not (DATA / name).is_file() or (DATA / name).read_bytes() != expected
    ]
    if not options.check:
        for name in differing:
            (DATA / name).write_bytes(made[name])
    print("\n".join(f"{name} differs" if options.check else f"wrote {name}" for name in differing))
    return int(options.check and bool(differing))


if __name__ == "__main__":
    sys.exit(main())
