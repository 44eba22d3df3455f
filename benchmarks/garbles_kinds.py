"""The kinds of damage that are measured, and the shares to be restored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Literal, NamedTuple

from damage import (
    Damaged,
    Misreading,
    Sample,
    break_seam,
    browser_gbk,
    lose_bytes,
    misread,
    python_gbk,
    wipe_out,
)
from damage_decoders import (
    LOST,
    Reader,
    read_big5,
    read_bytewise,
    read_gb18030,
    read_gb18030_dropped,
    read_latin1_mended,
    reader,
)

Script = Literal["hans", "hant", "machine"]


class Kind(NamedTuple):
    """One row of the table; `floor` is the least share of recoverable characters, if any is set.

    `converted` and `glossed` say that script and glosses do not count in the comparison.
    """

    name: str
    group: str
    floor: float | None
    script: Script
    damage: Callable[[Sample, Random], Damaged]
    converted: bool = False
    glossed: bool = False


def _read(
    name: str,
    floor: float | None,
    codec: str,
    read: Reader,
    *,
    group: str = "whole",
    lost: str = LOST,
    script: Script = "hans",
    times: int = 1,
) -> Kind:
    chain = (Misreading(codec, read, lost),) * times
    return Kind(name, group, floor, script, partial(misread, chain=chain))


LATIN1, CP1250 = read_bytewise("latin-1"), read_bytewise("cp1250")
CP1252, CP1252_DROPPED = read_bytewise("cp1252"), read_bytewise("cp1252", "drop")
GBK, CP950 = reader("gbk"), reader("cp950")
LOSE_BROWSER = partial(lose_bytes, step=browser_gbk())

KINDS: tuple[Kind, ...] = (
    _read("UTF-8 as GBK", 0.99, "utf-8", GBK),
    _read("UTF-8 as GBK, ? for lost bytes", 0.99, "utf-8", GBK, lost="?"),
    _read("UTF-8 as GB18030 (browser)", 0.99, "utf-8", read_gb18030),
    _read("UTF-8 as GB18030, private dropped", None, "utf-8", read_gb18030_dropped),
    _read("UTF-8 as Latin-1", 0.99, "utf-8", LATIN1),
    _read("UTF-8 as cp1252 (browser)", 0.99, "utf-8", CP1252),
    _read("UTF-8 as cp1252, C1 dropped", 0.99, "utf-8", CP1252_DROPPED),
    _read("UTF-8 as Big5 (browser)", 0.97, "utf-8", read_big5),
    _read("GBK as Latin-1", 0.98, "gbk", LATIN1),
    _read("GBK as Latin-1, pairs mended", 0.95, "gbk", read_latin1_mended),
    _read("GBK as cp1252 (browser)", 0.98, "gbk", CP1252),
    _read("GBK Trad. as cp1252, C1 dropped", 0.98, "gbk", CP1252_DROPPED, script="machine"),
    _read("GBK as cp1250", 0.98, "gbk", CP1250),
    _read("GBK as Big5 (cp950)", 0.97, "gbk", CP950),
    _read("GBK as Big5 (browser)", 0.97, "gbk", read_big5),
    _read("Big5 as GBK", 0.97, "cp950", GBK, script="hant"),
    _read("Big5 as GB18030 (browser)", 0.97, "cp950", read_gb18030, script="hant"),
    _read("Big5 as cp1252 (browser)", None, "cp950", CP1252, script="hant"),
    _read("UTF-8 as cp1252, twice", None, "utf-8", CP1252, group="twice", times=2),
    _read("UTF-8 as GBK, twice", None, "utf-8", GBK, group="twice", times=2),
    _read("UTF-8 as GB18030, twice", None, "utf-8", read_gb18030, group="twice", times=2),
    Kind("GBK, a byte lost, browser", "lost", 0.97, "hans", LOSE_BROWSER),
    Kind("GBK Trad., a byte lost, browser", "lost", 0.97, "machine", LOSE_BROWSER),
    Kind("GBK, a byte lost, Python", "lost", 0.97, "hans", partial(lose_bytes, step=python_gbk())),
    Kind(
        "GBK, a byte lost, ignored", "lost", 0.97, "hans", partial(lose_bytes, step=python_gbk(""))
    ),
    Kind(
        "GBK, 3 bytes lost, browser",
        "lost",
        None,
        "hans",
        partial(lose_bytes, step=browser_gbk(), count=3),
    ),
    Kind(
        "Big5, a byte lost, browser",
        "lost",
        None,
        "hant",
        partial(lose_bytes, step=Misreading("cp950", read_big5)),
    ),
    Kind(
        "seam, A1 lost, narrowed",
        "seam",
        0.97,
        "hans",
        partial(break_seam, step=browser_gbk("", True)),
    ),
    Kind(
        "seam, A1 and orphans as ?",
        "seam",
        0.97,
        "hans",
        partial(break_seam, step=browser_gbk("?", True), orphan="?"),
    ),
    Kind(
        "seam, Traditional, glossed",
        "seam",
        0.97,
        "machine",
        partial(break_seam, step=browser_gbk("", True), glossed=True),
        glossed=True,
    ),
    Kind(
        "full stop's A1 lost, any character",
        "seam",
        None,
        "hans",
        partial(break_seam, step=browser_gbk("", True), marks_only=False),
    ),
    Kind(
        "a byte lost, to Trad., glossed",
        "layers",
        0.93,
        "hans",
        partial(lose_bytes, step=browser_gbk("?"), convert=True),
        converted=True,
        glossed=True,
    ),
    Kind(
        "a byte lost, dropped, to Trad., glossed",
        "layers",
        0.93,
        "hans",
        partial(lose_bytes, step=browser_gbk("", True), convert=True),
        converted=True,
        glossed=True,
    ),
    *(
        Kind(name, "gone", None, "hans", partial(wipe_out, kind=kind))
        for name, kind in (
            ("锟斤拷", "锟斤拷"),
            ("烫烫烫", "烫"),
            ("屯屯屯", "屯"),
            ("run of U+FFFD", LOST),
            ("run of ?", "?"),
        )
    ),
)
