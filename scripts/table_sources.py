"""Where the data tables come from: packages pinned by version, their files by SHA-256."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

OPENCC_DIGESTS = """
11d1001e56bf26f73a9bd4e88e63e064bbab421054701f22d948bb4d72e0a6cb config/hk2s.json
423ae690c62e0829044ce76cd5736667ff196562b06b1beedd60d1446bfd0ec9 config/s2hk.json
246f559aaf3756b280157f4eb2ab1dd22f31ebac2a9e0aafa2b4a99c1cb676ce config/s2t.json
5eaf3d5138ad09ca34aae6b424c9928aaf870fcadd8495e4f8bd4172f57c3017 config/s2tw.json
2362f65edb9eb6627762e959ebb22e7c91a7260435e3135ecb7a21844ee913f8 config/t2hk.json
3848b420a86a7c5f79a796321029db6f9aaa534bc3a7a67b90fc66744d3030d0 config/t2s.json
0cb4078cd55c50892c8beeae79be73bbd4dc7c256b13c12f0aa6fe79f3436624 config/t2tw.json
efefc6b3031f370558cb9f3a75c7940927d6849aa92512cd2896dffa4e1b9ce2 config/tw2s.json
c3c93c35885902ba2b12a3235a7761b00fb2b027f36aa8314db2f6b6ad51d374 dictionary/HKVariants.txt
2b4fdb5865703f1cf75d6e524e0b0d33733e9bb6f92df697cf1ad8fe27989619 dictionary/HKVariantsRev.txt
c2da309afa7fdd9061f204664039d33b000a4dca0ecae4e7480dcbf9e20f658e dictionary/HKVariantsRevPhrases.txt
7e998db5d6f437a605c901c9413ccd7505f8b2e1cd3f9e2dd84572d0af1d3fc0 dictionary/JPVariants.txt
9207708da9f2e2a248f39c457b2fccad26ec42e7efaf47a860e6900464f4cac5 dictionary/STCharacters.txt
a4de4d2471f73cdb7e5b1b22920139aa4e4bbb1ebeea8f1fc341f988aa75c586 dictionary/STPhrases.txt
6b5a0a799bea2bb22c001f635eaa3fc2904310f0c08addbff275477a80ecf09a dictionary/TSCharacters.txt
b2ef895dd4953b4bb77fc8ef8d26a2a9ca6d43a760ed9a1d767672cfafa6324f dictionary/TSPhrases.txt
30e6f8395edbfdd74e293fd8b9c62105d787c849fbb208d2a7832eac696734d7 dictionary/TWVariants.txt
1ea2b90f85eea6a2c9440716beee3268c740408caa334aa890bb4a35833f1b72 dictionary/TWVariantsRev.txt
bef60ceb4e57b6b062351406cb5d4644875574231d64787e03711317b7e773f3 dictionary/TWVariantsRevPhrases.txt
afcbc6ee2d4fa9c2e9d5944b53ca05d3cc06bab6d082817c689bdfa33c38fcb0 NOTICE.txt
"""
OPENCC_LICENCE = "opencc_python_reimplemented-0.1.7.dist-info/LICENSE.txt"
PYPINYIN_LICENCE = "pypinyin-0.55.0.dist-info/licenses/LICENSE.txt"
PYPINYIN_DIGESTS = """
5f294c01e6c6c0a1c8e329c79335a3f8e0b27d06bf1de7a99244b765892d1e5b pinyin_dict.json
"""
JIEBA_DIGESTS = """
7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8 dict.txt
"""


class Package(NamedTuple):
    """A pinned distribution: where its data files come from, and their SHA-256 by path."""

    name: str
    version: str
    licence: str
    archive: str
    files: Mapping[str, str]


def parse_digests(folder: str, lines: str) -> dict[str, str]:
    """Path to SHA-256, from `sha256 path` lines with paths below `folder`."""
    pairs = (line.split(" ") for line in lines.split("\n") if line)
    return {folder + path: digest for digest, path in pairs}


PACKAGES = (
    Package(
        "opencc-python-reimplemented",
        "0.1.7",
        "Apache-2.0; dictionaries and configurations by the OpenCC project, changed in form here",
        "wheel 41b3b92943c7bed291f448e9c7fad4b577c8c2eae30fcfe5a74edf8818493aa6",
        parse_digests("opencc/", OPENCC_DIGESTS)
        | {OPENCC_LICENCE: "18f3fedf9eac72e6054260489c764c1e54f63cf2b16055523f561ffeec7bc908"},
    ),
    Package(
        "pypinyin",
        "0.55.0",
        "MIT",
        "wheel d53b1e8ad2cdb815fb2cb604ed3123372f5a28c6f447571244aca36fc62a286f",
        parse_digests("pypinyin/", PYPINYIN_DIGESTS)
        | {PYPINYIN_LICENCE: "1e6c90014b4912815c296ee64bb6f6280af47e6d4c5d80e86232dfc5defe764c"},
    ),
    Package(
        "jieba",
        "0.42.1",
        "MIT, copyright (c) 2013 Sun Junyi; only an order of characters and sizes of word counts are taken from it",
        "sdist 055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
        parse_digests("jieba/", JIEBA_DIGESTS),
    ),
)


class SourceError(Exception):
    """A source package is absent, or one of its files is not the pinned one."""


def read_sources(packages: Iterable[Package] = PACKAGES) -> dict[str, str]:
    """Read the pinned data files, by path as installed.

    Raises `SourceError` that lists every package and file that is absent or differs.
    """
    texts: dict[str, str] = {}
    faults: list[str] = []
    for package in packages:
        try:
            installed = distribution(package.name)
        except PackageNotFoundError:
            requirement = f"{package.name}=={package.version}"
            faults.append(f"{package.name} is not installed: pip install {requirement}")
            continue
        if installed.version != package.version:
            faults.append(f"{package.name} is {installed.version}, expected {package.version}")
        for path, expected in package.files.items():
            file = Path(str(installed.locate_file(path)))
            if not file.is_file():
                faults.append(f"{package.name}: {path} is absent")
                continue
            content = file.read_bytes()
            found = sha256(content).hexdigest()
            if found != expected:
                faults.append(f"{package.name}: {path} has sha256 {found}, expected {expected}")
            texts[path] = content.decode("utf-8")
    if faults:
        raise SourceError("\n".join(faults))
    return texts
