"""The confusions of encodings that are looked for, and their names."""

from __future__ import annotations

from typing import NamedTuple

# What a wrong reader's name stands for: Python's codecs, the first one wins.
READERS: dict[str, tuple[str, ...]] = {
    "latin": ("cp1252",),
    "cp1250": ("cp1250",),
    "cp1251": ("cp1251",),
    "koi8_r": ("koi8_r",),
    "mac_roman": ("mac_roman",),
    "gbk": ("gb18030",),
    "big5": ("big5hkscs", "cp950"),
    "cp950": ("cp950", "big5hkscs"),
    "euc_kr": ("cp949",),
    "cp932": ("cp932",),
}
MENDED = "mended"
"""Latin-1 in which a tool that mends text has taken letters for the UTF-8 of others."""
DOUBLE_BYTE = frozenset(("gbk", "big5", "cp950", "euc_kr", "cp932"))

_NAMES = {
    "latin": "Latin-1 or Windows-1252",
    MENDED: "Latin-1, and letters of that as UTF-8",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "mac_roman": "MacRoman",
    "gbk": "GBK",
    "big5": "Big5",
    "cp950": "Big5",
    "euc_kr": "EUC-KR",
    "cp932": "Shift-JIS",
    "utf-8": "UTF-8",
}


class Chain(NamedTuple):
    """Text written in one encoding and read in another.

    >>> Chain("utf-8", "gbk").name
    'UTF-8 bytes read as GBK'
    """

    writer: str
    reader: str

    @property
    def name(self) -> str:
        return f"{_NAMES[self.writer]} bytes read as {_NAMES[self.reader]}"


UTF8_DOUBLE = {
    reader: Chain("utf-8", reader) for reader in ("gbk", "big5", "cp950", "euc_kr", "cp932")
}

SINGLE_BYTE = (
    *(
        Chain(writer, reader)
        for reader in ("latin", "cp1250", "cp1251", "koi8_r", "mac_roman")
        for writer in ("utf-8", "gbk", "big5")
    ),
    Chain("gbk", MENDED),
)

PAIRS_AS_PAIRS = (
    Chain("big5", "gbk"),
    Chain("gbk", "big5"),
    Chain("gbk", "cp950"),
    Chain("gbk", "euc_kr"),
    Chain("gbk", "cp932"),
)


def describe(chains: tuple[Chain, ...]) -> str:
    """One English sentence that names the confusions, the last one to happen last.

    >>> describe((Chain("utf-8", "gbk"), Chain("utf-8", "gbk")))
    'UTF-8 bytes read as GBK, twice'
    """
    names = [chain.name for chain in chains]
    if len(set(names)) > 1:
        return ", then ".join(names)
    times = {1: "", 2: ", twice", 3: ", three times"}
    return names[0] + times[len(names)]
