"""From Traditional to Simplified as a native text has it, where OpenCC's dictionaries do not.

OpenCC leaves 著 and 瞭, which stand for 着 and 了 in most words, and writes 甯, a family name, as
宁; `data/TSExtra.txt` lists the words that decide.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from zxclean import tables, words
from zxclean.phrases import PhraseTable

Codes = NDArray[np.uint32]

_ZHU, _ZHE = 0x8457, 0x7740
"""著, 着."""

_OVERRIDES = {
    _ZHU: _ZHE,
    **{ord(a): ord(b) for a, b in zip("瞭甯苧揹擡伕幷暱", "了甯苧背抬夫并昵", strict=True)},
    # Forms of Hong Kong and Taiwan: 衞生, 敍述, 痺, 牠, and old ones that both still print.
    **{
        ord(a): ord(b)
        for a, b in zip(
            "衞敍枱糭痺簷牠姪踫諠隄濶寃鬪尅囘", "卫叙台粽痹檐它侄碰喧堤阔冤斗克回", strict=True
        )
    },
}
"""甯 stays, and so does 苧, which is what 薴 becomes; the others TSCharacters leaves as they are."""

# Verbs that 着 follows at the end of a clause. Behind another character 著 is what an author did:
# 曹雪芹著.
_VERBS = (
    "看聽听說说走跑站坐躺活等想記记拿抓帶带跟隨随沿順顺朝向對对睡穿戴開开關关掛挂放擺摆寫写畫画唱跳笑哭吃喝喊叫"
    "罵骂打抱背扛提拉推牽牵握拍摸指望盯瞪守護护圍围繞绕衝冲沖飛飞飄飘流漂浮燒烧亮響响動动轉转忙急醒愛爱恨怕有留藏躲"
    "住靠趴蹲跪倒掩遮蓋盖壓压撐撑憋忍熬耐執执附衣沉沈試试接陪盼存閉闭空睜睁含捧舉举端挺騎骑押扶搭攔拦追趕赶找瞧瞪念練练讀读學学做演寫"
)
_ENDS = "\n\r\t \u3000\u3002\uff0c\u3001\uff1b\uff1a\uff01\uff1f,.;:!?()\uff08\uff09\u300a\u300b\u300c\u300d\u201c\u201d[]\u3010\u3011|/"


def to_simplified(codes: Codes) -> Codes:
    """A text in Simplified, code point for code point.

    Source of the tables: OpenCC, as opencc-python-reimplemented 0.1.7 ships them, with the words
    of `data/TSExtra.txt`.

    >>> codes = np.array([ord(c) for c in "看著這部名著"], np.uint32)
    >>> "".join(map(chr, to_simplified(codes)))
    '看着这部名著'
    """
    out = _characters().take(codes, mode="clip")
    if len(codes) > 1:
        table = _phrases()
        table.write(table.longest(codes), out)
    authors = (codes == _ZHU).nonzero()[0]
    if len(authors):
        out[_named_authors(codes, authors[out.take(authors) == _ZHE])] = _ZHU
    return out


def _named_authors(codes: Codes, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those of the 著 that end a clause and do not follow a verb: 曹雪芹著."""
    after = codes.take(places + 1, mode="clip")
    ends = _is_end().take(after)
    if len(places) and places[-1] + 1 == len(codes):
        ends[-1] = True
    if not ends.any():
        return places[:0]
    places = places[ends]
    before = codes.take(places - 1, mode="wrap")
    names = ~_is_verb().take(before) & ~_is_end().take(before) & (places > 0)
    return places[names]


@cache
def changing() -> NDArray[np.bool_]:
    """Which code points it can change."""
    table: NDArray[np.bool_] = _characters() != np.arange(0x110000)
    for key, value in words.simple_phrases().items():
        table[[ord(a) for a, b in zip(key, value, strict=True) if a != b]] = True
    table.setflags(write=False)
    return table


@cache
def _characters() -> Codes:
    table = tables.char_table("t2s").copy()
    table[list(_OVERRIDES)] = list(_OVERRIDES.values())
    table.setflags(write=False)
    return table


@cache
def _phrases() -> PhraseTable:
    return PhraseTable(words.simple_phrases())


@cache
def _is_verb() -> NDArray[np.bool_]:
    return _members(_VERBS)


@cache
def _is_end() -> NDArray[np.bool_]:
    return _members(_ENDS)


def _members(chars: str) -> NDArray[np.bool_]:
    table = np.zeros(0x110000, np.bool_)
    table[list(map(ord, chars))] = True
    table.setflags(write=False)
    return table
