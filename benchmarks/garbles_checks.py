"""Two checks without damage: good text must stay, and short bytes must be read rightly."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random
from types import ModuleType

import zxclean
from zxclean.decode import decode as decode_bytes
from zxclean.options import OptionValues

CUT_LENGTHS = (10, 20, 40, 80, 200)
CUTS = 60
CODECS = {"GBK": "gbk", "Big5": "cp950", "UTF-8": "utf-8"}
# Characters in one document of the clean-text check: about a page.
PAGE = 6000
KEEP: OptionValues = {"script": "keep", "punctuation": "keep", "chrome": "keep", "masks": "keep"}

Decoder = Callable[[bytes], str | None]


@dataclass(frozen=True, slots=True)
class CleanResult:
    """Restorations made in text that is not damaged; `changed` counts their characters.

    `listed` counts stretches marked as beyond repair. `share` is the garble step's share of the
    time of `clean` with default options, `None` while there is no such step.
    """

    source: str
    characters: int
    changed: int
    listed: int
    share: float | None
    examples: tuple[tuple[str, str], ...]

    @property
    def per_million(self) -> float:
        return 1e6 * self.changed / max(1, self.characters)


def check_clean(source: str, text: str) -> CleanResult:
    """Clean a text page by page and count what the garble step changed."""
    changed = listed = 0
    examples: list[tuple[str, str]] = []
    pages = list(into_pages(text))
    for page in pages:
        for garble in zxclean.clean(page, **KEEP).garbles:
            if garble.restored is None:
                listed += 1
            else:
                changed += max(len(garble.raw), len(garble.restored))
                examples.append((garble.raw, garble.restored))
    share = step_share(pages)
    return CleanResult(source, len(text), changed, listed, share, tuple(examples[:20]))


def into_pages(text: str) -> Iterable[str]:
    page: list[str] = []
    size = 0
    for line in text.splitlines(keepends=True):
        page.append(line)
        size += len(line)
        if size >= PAGE:
            yield "".join(page)
            page, size = [], 0
    if page:
        yield "".join(page)


def step_share(pages: list[str]) -> float | None:
    """Share of the processor time of `clean` that goes to the garble step; best of three."""
    whole = zxclean.default_pipeline()
    if all(step.name != "garbles" for step in whole.steps):
        return None
    part = whole.without("garbles")
    sample = pages[:100]

    def seconds(pipe: Callable[[str], object]) -> float:
        start = time.process_time()
        for page in sample:
            pipe(page)
        return time.process_time() - start

    seconds(whole)
    full = min(seconds(whole) for _ in range(3))
    return 1 - min(seconds(part) for _ in range(3)) / full


def decoders() -> Mapping[str, Decoder]:
    """zxclean and the detectors that are installed, as functions from bytes to text."""
    makers: dict[str, tuple[str, Callable[[ModuleType], Decoder]]] = {
        "charset-normalizer": ("charset_normalizer", _charset_normalizer),
        "chardet": ("chardet", lambda m: _by_name(lambda data: m.detect(data)["encoding"])),
        "charset-mnbvc": (
            "charset_mnbvc.api",
            lambda m: _by_name(lambda data: m.from_data(data, 1)),
        ),
    }
    found: dict[str, Decoder] = {"zxclean": lambda data: decode_bytes(data).text}
    for name, (module, make) in makers.items():
        try:
            found[name] = make(importlib.import_module(module))
        except ImportError:
            print(f"{name} is not installed and is left out: pip install {name}")
    return found


def _charset_normalizer(module: ModuleType) -> Decoder:
    def decode(data: bytes) -> str | None:
        best = module.from_bytes(data).best()
        return None if best is None else str(best)

    return decode


def _by_name(detect: Callable[[bytes], str | None]) -> Decoder:
    def decode(data: bytes) -> str | None:
        try:
            return data.decode(detect(data) or "ascii")
        except (LookupError, UnicodeDecodeError):
            return None

    return decode


def check_bytes(
    texts: Mapping[str, str], seed: int, cuts: int = CUTS
) -> dict[str, dict[str, dict[int, int]]]:
    """How many of `cuts` random cuts of each length each decoder reads rightly, by encoding.

    `texts` has a text for each encoding; cuts begin and end between characters.
    """
    tools = decoders()
    right = {name: {label: dict.fromkeys(CUT_LENGTHS, 0) for label in CODECS} for name in tools}
    for label, codec in CODECS.items():
        text = texts[label]
        for length in CUT_LENGTHS:
            random = Random(f"{seed} {label} {length}")
            for _ in range(cuts):
                start = random.randrange(max(1, len(text) - length))
                cut = text[start : start + length]
                data = cut.encode(codec)
                for name, decode in tools.items():
                    right[name][label][length] += decode(data) == cut
    return right
