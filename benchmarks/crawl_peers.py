"""The tools that run over the crawl beside zxclean, as far as they are installed."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import io
import logging
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from speed import CHAIN, Contender, load_native_converter, make_chain

OWN = "zxclean.clean"
OWN_WITH_JSON = "zxclean.clean, .notes, .to_json()"
NFKC = "NFKC alone"
COPY = "copy of the bytes"
FTFY = "ftfy.fix_text alone"
JIONLP = "jionlp.clean_text"
DATA_JUICER = "data-juicer: 4 mappers"

MAPPERS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("fix_unicode_mapper", "FixUnicodeMapper", {}),
    ("chinese_convert_mapper", "ChineseConvertMapper", {"mode": "t2s"}),
    ("punctuation_normalization_mapper", "PunctuationNormalizationMapper", {}),
    ("whitespace_normalization_mapper", "WhitespaceNormalizationMapper", {}),
)
"""data-juicer's operators for what the chain does: ftfy, OpenCC, marks, white space."""


class Peer(NamedTuple):
    """A contender; `megabytes` is how much of the crawl it runs over, `None` for all."""

    run: Contender
    megabytes: float | None
    versions: str


class Peers(NamedTuple):
    """The contenders by name, and what is missing and why."""

    found: dict[str, Peer]
    missing: dict[str, str]


def load_peers() -> Peers:
    """Import all contenders; the chain must be there, the others need not."""
    zxclean = importlib.import_module("zxclean")
    fix_text = importlib.import_module("ftfy").fix_text
    converter, convert = _load_converter()

    def clean_and_report(text: str) -> object:
        document = zxclean.clean(text)
        return document.notes, document.to_json()

    own = f"zxclean {_version('zxclean')}"
    ftfy = f"ftfy {_version('ftfy')}"
    found = {
        OWN: Peer(zxclean.clean, None, own),
        OWN_WITH_JSON: Peer(clean_and_report, None, own),
        CHAIN: Peer(make_chain(fix_text, convert), 20, f"{ftfy}, {converter}"),
        FTFY: Peer(fix_text, 10, ftfy),
        NFKC: Peer(lambda text: unicodedata.normalize("NFKC", text), None, "unicodedata"),
        COPY: Peer(lambda text: text.encode().decode(), None, "str"),
    }
    missing = {}
    for name, load in ((JIONLP, _load_jionlp), (DATA_JUICER, _load_data_juicer)):
        try:
            found[name] = load()
        except Exception as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return Peers(found, missing)


def _load_converter() -> tuple[str, Callable[[str], str]]:
    """OpenCC's C++ converter, or zhconv-rs where another package holds its import name."""
    try:
        importlib.import_module("opencc.clib")
    except ImportError:
        return load_native_converter()
    converter = importlib.import_module("opencc").OpenCC("t2s")
    return f"OpenCC (C++) {_version('opencc')}", converter.convert


def _load_jionlp() -> Peer:
    with contextlib.redirect_stdout(io.StringIO()):
        clean_text = importlib.import_module("jionlp").clean_text
    return Peer(clean_text, 5, f"jionlp {_version('jionlp')}")


def _load_data_juicer() -> Peer:
    operators = []
    for module, name, options in MAPPERS:
        found = importlib.import_module(f"data_juicer.ops.mapper.{module}")
        operators.append(getattr(found, name)(**options))
    for name in ("data_juicer", ""):
        logging.getLogger(name).setLevel(logging.ERROR)

    def run(text: str) -> object:
        batch = {"text": [text]}
        for operator in operators:
            batch = operator.process_batched(batch)
        return batch["text"][0]

    run("\u5340\u59d4")  # what fails, fails here
    return Peer(run, 5, f"py-data-juicer {_version('py-data-juicer')}")


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "(source)"
