"""Time `zxclean.clean` beside the chain of tools a user would build in its place.

    python benchmarks/speed.py                    # seeds, and the pages folder if there is one
    python benchmarks/speed.py --pages FOLDER     # real pages, one .txt a page
    python benchmarks/speed.py --each --rounds 9  # also every seed for itself

All contenders run in one process on one core, in interleaved rounds (A B C A B C ...), so that a
slow spell of the machine falls on all of them alike. A figure is the median of the rounds, in
megabytes (10^6 bytes) of UTF-8 input a second of processor time.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib
import importlib.metadata
import json
import math
import os
import platform
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from speed_report import Result, draw_svg, format_table

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
DEFAULT_PAGES = ROOT.parent / "shared" / "pages"
DEFAULT_OUT = ROOT / "benchmarks" / "out" / "speed.json"

# One copy of the seeds takes 0.1 ms, so passes are repeated until a sample lasts this long. Five
# rounds of it lay 31 % apart (median of eight runs, worst 80 %) with samples of 1 ms, 4 % (29 %)
# with 5 ms, 2 % (5 %) with 20 ms and no less with 50 ms.
MIN_SAMPLE_SECONDS = 0.02

CHAIN = "chain: ftfy, t2s, 8 regexes, NFKC"

Contender = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Part:
    """A named share of the corpus; `size` counts bytes of UTF-8."""

    name: str
    texts: tuple[str, ...]
    size: int


def read_part(name: str, paths: Sequence[Path]) -> Part:
    """Read UTF-8 files byte for byte, line ends included, into one part."""
    texts: list[str] = []
    for path in paths:
        try:
            texts.append(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError as error:
            sys.exit(f"{path} is not UTF-8 ({error}); convert it or leave it out")
    return Part(name, tuple(texts), sum(len(text.encode("utf-8")) for text in texts))


def load_corpus(pages: Path | None, each: bool) -> list[Part]:
    """Collect the seeds, the pages if there are any and, if `each`, every seed for itself."""
    seeds = sorted(SEEDS.glob("*.txt"))
    if not seeds:
        sys.exit(f"no seed documents in {SEEDS}; run this from a full checkout")
    parts = [read_part("seeds", seeds)]
    folder = pages or (DEFAULT_PAGES if DEFAULT_PAGES.is_dir() else None)
    if folder is not None:
        files = sorted(folder.glob("*.txt"))
        if not files:
            sys.exit(f"no .txt files in {folder}; --pages wants a folder with one .txt a page")
        parts.append(read_part("pages", files))
    if each:
        parts.extend(read_part(f"seed {path.stem.partition('_')[0]}", [path]) for path in seeds)
    return parts


def load_native_converter() -> tuple[str, Callable[[str], str]]:
    """Find a compiled traditional-to-simplified converter; return its name and version, and it.

    `zhconv-rs` comes first because it is the faster one: 132 MB/s on the seeds, the official
    `opencc` wheel 51. That wheel and the pure-Python `opencc-python-reimplemented` share an import
    name; only the wheel has `clib`.
    """
    try:
        zhconv = importlib.import_module("zhconv_rs").zhconv
    except ImportError:
        pass
    else:
        name = f"zhconv-rs {importlib.metadata.version('zhconv-rs')}"
        return name, lambda text: str(zhconv(text, "zh-hans"))
    try:
        importlib.import_module("opencc.clib")
        converter = importlib.import_module("opencc").OpenCC("t2s")
    except ImportError:
        sys.exit("the chain needs a compiled converter: pip install zhconv-rs")
    return f"opencc {importlib.metadata.version('opencc')}", converter.convert


# What a user would write by hand, in the order he would run it. Lengths are bounded, so none of
# them is slow on purpose.
CHAIN_REGEXES: tuple[tuple[re.Pattern[str], str], ...] = (
    # control characters
    (re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"), ""),
    # zero-width and direction marks, byte order mark, soft hyphen
    (re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]"), ""),
    # share and print lines
    (
        re.compile(
            r"(?m)^[ \t\[\u3010]*(?:打印|纠错|分享到|关闭|收藏|字号|扫一扫)[^\n\u3002]{0,30}$\n?"
        ),
        "",
    ),
    # source and date lines
    (
        re.compile(
            r"(?m)^[^\n]{0,8}(?:来源|作者|责任编辑|发布时间)[ \t]*[:\uff1a][^\n\u3002]{0,60}$\n?"
        ),
        "",
    ),
    # previous and next article, to the end of the line
    (re.compile(r"(?:上一篇|下一篇)[ \t]*[:\uff1a][^\n]*"), ""),
    # truncation marker
    (
        re.compile(
            r"\u2026*[(\uff08][^()\uff08\uff09\n]{0,80}(?:省略|未完|全文)"
            r"[^()\uff08\uff09\n]{0,80}[)\uff09]\u2026*"
        ),
        "",
    ),
    # pinyin glosses after a Chinese character
    (re.compile(r"(?<=[\u4e00-\u9fff])[(\uff08][ ]?[a-z\u00e0-\u01dc]{1,7}[ ]?[)\uff09]"), ""),
    # runs of blank lines
    (re.compile(r"\n(?:[ \t\u3000]*\n){2,}"), "\n\n"),
)


def load_contenders() -> tuple[dict[str, Contender], str]:
    """Import every contender; return them by name, and the converter used in the chain."""
    try:
        import zxclean
    except ImportError as error:
        sys.exit(f"cannot import zxclean ({error}); install the checkout: pip install -e .")
    try:
        from ftfy import fix_text
    except ImportError:
        sys.exit("the chain needs ftfy: pip install ftfy")
    converter_name, convert = load_native_converter()

    def clean_and_report(text: str) -> object:
        doc = zxclean.clean(text)
        return doc.notes, doc.to_json()

    contenders: dict[str, Contender] = {
        "zxclean.clean": zxclean.clean,
        "zxclean.clean, .notes, .to_json()": clean_and_report,
        CHAIN: make_chain(fix_text, convert),
        "ftfy.fix_text alone": fix_text,
        "NFKC alone": lambda text: unicodedata.normalize("NFKC", text),
        "floor: encode and decode": lambda text: text.encode().decode(),
    }
    return contenders, converter_name


def make_chain(fix_text: Callable[[str], str], convert: Callable[[str], str]) -> Contender:
    """The chain a user would build, of ftfy and a native converter."""

    def chain(text: str) -> object:
        text = convert(fix_text(text))
        for pattern, replacement in CHAIN_REGEXES:
            text = pattern.sub(replacement, text)
        return unicodedata.normalize("NFKC", text)

    return chain


def forget_pages() -> None:
    """Empty the caches in which zxclean's steps keep readings of lines they have seen.

    Without this every line would be known from the round before, while a crawl shares lines
    between pages of one site only. Tables, compiled rules and verdicts on kinds of characters,
    which hold nothing of a page, stay.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("zxclean.steps."):
            for value in list(vars(module).values()):
                parameters = getattr(value, "cache_parameters", None)
                if parameters is not None and parameters()["maxsize"] is not None:
                    value.cache_clear()


def time_passes(run: Contender, texts: Sequence[str], passes: int) -> float:
    """Seconds of processor time for one pass over the texts, averaged over `passes`."""
    gc.collect()
    taken = 0.0
    for _ in range(passes):
        forget_pages()
        start = time.process_time()
        for text in texts:
            run(text)
        taken += time.process_time() - start
    return taken / passes


def race(part: Part, contenders: Mapping[str, Contender], rounds: int) -> list[Result]:
    """Run all contenders over one part in interleaved rounds, after one round that is not counted.

    The uncounted round loads dictionaries and tells how many passes make a sample long enough.
    """
    passes: dict[str, int] = {}
    for name, run in contenders.items():
        time_passes(run, part.texts, 1)
        once = time_passes(run, part.texts, 1)
        passes[name] = max(1, math.ceil(MIN_SAMPLE_SECONDS / max(once, 1e-6)))
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            seconds[name].append(time_passes(run, part.texts, passes[name]))
    chain = median(seconds[CHAIN])
    return [
        Result(
            part=part.name,
            contender=name,
            seconds=tuple(taken),
            mb_per_s=part.size / median(taken) / 1e6,
            ratio_to_chain=chain / median(taken),
        )
        for name, taken in seconds.items()
    ]


def pin_to_one_core() -> bool:
    """Keep the process on one core where the system allows it; return whether it does."""
    if sys.platform != "linux":
        return False
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    return True


def describe_machine(pinned: bool, converter: str) -> dict[str, str | bool]:
    """What a reader needs to compare two runs: versions and processor, no names of hosts."""
    processor = platform.processor()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        found = re.search(r"model name\s*: (.+)", cpuinfo.read_text("utf-8", "replace"))
        processor = found[1] if found else processor
    try:
        own_version = importlib.metadata.version("zxclean")
    except importlib.metadata.PackageNotFoundError:
        own_version = "not installed"
    return {
        "processor": processor,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "zxclean": own_version,
        "ftfy": importlib.metadata.version("ftfy"),
        "converter": converter,
        "pinned_to_one_core": pinned,
    }


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Speed of zxclean beside other tools, one core.")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds (default 5)")
    parser.add_argument("--pages", type=Path, help="folder with real pages, one .txt each")
    parser.add_argument("--each", action="store_true", help="also time every seed for itself")
    parser.add_argument("--quick", action="store_true", help="two rounds: checks that it runs")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="JSON; the SVG lies beside")
    options = parser.parse_args(argv)
    if options.rounds < 1:
        parser.error(f"--rounds must be 1 or more, not {options.rounds}")
    if options.pages is not None and not options.pages.is_dir():
        parser.error(f"--pages: {options.pages} is not a folder")
    return options


def main(argv: Sequence[str] | None = None) -> None:
    """Run the race, print the table, write the JSON and the picture."""
    options = parse_arguments(argv)
    rounds = 2 if options.quick else options.rounds
    pinned = pin_to_one_core()
    contenders, converter = load_contenders()
    parts = load_corpus(options.pages, options.each)
    machine = describe_machine(pinned, converter)
    corpus = [
        {
            "part": part.name,
            "documents": len(part.texts),
            "bytes": part.size,
            "sha256": hashlib.sha256("\0".join(part.texts).encode()).hexdigest(),
        }
        for part in parts
    ]
    for entry in corpus:
        print(f"{entry['part']}: {entry['documents']} documents, {entry['bytes']:,} bytes")
    if all(part.name != "pages" for part in parts):
        print("pages: none given, seeds only (--pages FOLDER adds real pages)")
    print(*(f"{key} {value}" for key, value in machine.items()), f"rounds {rounds}\n", sep=", ")

    results = [result for part in parts for result in race(part, contenders, rounds)]
    print(format_table(results))

    options.out.parent.mkdir(parents=True, exist_ok=True)
    rows = [{name: getattr(r, name) for name in Result.__slots__} for r in results]
    report = {"rounds": rounds, "machine": machine, "corpus": corpus, "results": rows}
    options.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    picture = options.out.with_suffix(".svg")
    picture.write_text(draw_svg(results, f"median of {rounds} rounds, {converter}"), "utf-8")
    print(f"\nwritten: {options.out} and {picture}")


if __name__ == "__main__":
    main()
