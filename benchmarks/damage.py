"""Sentences damaged as real pages are, with the truth kept beside them.

Every function is pure: the same sample and the same random source give the same record. Each
byte of the true text is followed through all encodings, so a record knows which true characters
can be had back (`recoverable`: all their bytes survive) and which need a guess (`edge`: some of
their bytes are gone). Characters of which nothing survives are in neither set.

>>> from random import Random
>>> sample = Sample("今天晴", "中国政协\\u3002", "明天雨", "会议开幕")
>>> damaged = misread(sample, Random(0), (Misreading("utf-8", read_gb18030),))
>>> damaged.spans[0].end - damaged.spans[0].start, len(damaged.recoverable), len(damaged.edge)
(8, 4, 1)
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from damage_decoders import LOST, Reader, read_gb18030, reader

from zxclean.tables import char_table

FULL_STOP = "\u3002"
OPENING, CLOSING = "\u201c", "\u201d"
NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}

# Lead bytes which, behind the A3 of a full stop, make a full-width mark that sites narrow:
# ! ( ) , : ; ? have the second bytes A1 A8 A9 AC BA BB BF.
SEAM_LEADS = frozenset((0xA1, 0xA8, 0xA9, 0xAC, 0xBA, 0xBB, 0xBF))

# The characters that seed 003 glosses wherever they stand.
_READINGS = (
    "優yōu 內nèi 創chuàng 區qū 協xié 態tài 戰zhàn 據jù 數shù 業yè 構gòu 現xiàn 環huán 產chǎn 發fā "
    "監jiān 礎chǔ 穩wěn 節jié 結jié 統tǒng 經jīng 網wǎng 續xù 聯lián 衛wèi 規guī 調diào 質zhì 轉zhuǎn "
    "農nóng 鄉xiāng 醫yī 鎮zhèn 關guān 領lǐng"
)
GLOSSES = {entry[0]: entry[1:] for entry in _READINGS.split(" ")}

Origin = tuple[int, int]  # index in the true text, number of the byte
WHOLE = -1


class Sample(NamedTuple):
    """A sentence to damage between two that stay clean; `second` follows it in seam damage."""

    before: str
    middle: str
    after: str
    second: str


class Misreading(NamedTuple):
    """Text written in `codec`, read by `read`; what cannot be read becomes `lost`.

    With `drop_private`, private-use characters vanish too, as on pages filtered after decoding.
    """

    codec: str
    read: Reader
    lost: str = LOST
    drop_private: bool = False


class Span(NamedTuple):
    """A damaged stretch, in code points of the damaged and of the true text."""

    start: int
    end: int
    true_start: int
    true_end: int


class Damaged(NamedTuple):
    """A damaged text and what it should be.

    `recoverable` and `edge` are indices into `truth`. The clean neighbours are `truth[:before]`
    and `truth[after:]`. `truth` is in the script and width of the damaged text, but where glosses
    were put in after the damage it has none.
    """

    text: str
    truth: str
    spans: tuple[Span, ...]
    recoverable: frozenset[int]
    edge: frozenset[int]
    before: int
    after: int


class _Cell(NamedTuple):
    """Text as it stands now, and the true bytes it was made from."""

    text: str
    origins: tuple[Origin, ...]


class _Bytes(NamedTuple):
    data: bytes
    origins: tuple[tuple[Origin, ...], ...]


def misread(sample: Sample, random: Random, chain: Sequence[Misreading]) -> Damaged:
    """Write the middle sentence in an encoding and read it as another, once for each step.

    Half the samples have the neighbours on the same line.
    """
    between = random.choice(("", "\n"))
    truth = sample.before + between + sample.middle + between + sample.after
    start = len(sample.before + between)
    end = start + len(sample.middle)
    cells = [_Cell(char, ((n, WHOLE),)) for n, char in enumerate(truth)]
    middle, dead = cells[start:end], set[Origin]()
    for step in chain:
        middle = _read(_write(middle, step.codec), step, dead)
    widths = _widths(truth, chain[0].codec)
    return _record(truth, [*cells[:start], *middle, *cells[end:]], dead, widths, start, end)


def lose_bytes(
    sample: Sample, random: Random, step: Misreading, count: int = 1, convert: bool = False
) -> Damaged:
    """Lose `count` bytes of the middle sentence, in characters chosen evenly, and read the rest.

    The neighbours stand on lines of their own: the line feed stops the shift. With `convert`
    the page is then turned into Traditional character by character, its marks are narrowed and
    glosses put in, as happened to seed 003.
    """
    truth = f"{sample.before}\n{sample.middle}\n{sample.after}"
    start, end = len(sample.before) + 1, len(sample.before) + 1 + len(sample.middle)
    cells = [_Cell(char, ((n, WHOLE),)) for n, char in enumerate(truth)]
    raw = _write(cells[start : end + 1], step.codec)
    # Bytes of wide characters; not of the last, of which nothing would be left to tell.
    wide = [n for n, ((at, byte),) in enumerate(raw.origins) if raw.data[n] >= 0x80 or byte > 0]
    high = [n for n in wide if raw.origins[n][0][0] < end - 1]
    dead = set[Origin]()
    raw = _lose(raw, random.sample(high, min(count, len(high))), dead)
    cells[start : end + 1] = _read(raw, step, dead)
    shown = truth
    if convert:
        cells = [_Cell(to_traditional(text).translate(NARROW), origins) for text, origins in cells]
        shown = to_traditional(truth).translate(NARROW)
        cells = _gloss(cells)
    return _record(shown, cells, dead, _widths(truth, step.codec), start, end)


def break_seam(
    sample: Sample,
    random: Random,
    step: Misreading,
    orphan: str = "",
    glossed: bool = False,
    marks_only: bool = True,
) -> Damaged:
    """Lose the first byte, A1, of the full stop between two sentences of a narrowed page.

    That is what replacing full-width marks byte by byte does: A3 and the next lead byte look like
    a mark. `orphan` stands where A1 stood. With `marks_only`, the second sentence is put in
    quotation marks unless its lead byte makes a mark. The damage ends at the next ASCII byte.
    """
    first = sample.middle.rstrip("\u3002\uff01\uff1f\u2026!?") + FULL_STOP
    second = sample.second
    if marks_only and second[0].encode("gbk")[0] not in SEAM_LEADS:
        second = OPENING + second + CLOSING
    truth = f"{sample.before}\n{first}{second}\n{sample.after}".translate(NARROW)
    start = len(sample.before) + 1
    stop, end = start + len(first) - 1, start + len(first) + len(second)
    if glossed:
        places = [0, *(n + 1 for n in range(len(truth)))]
        for n, char in enumerate(truth):
            places[n + 1] = places[n] + len(_glossed(char))
        truth = "".join(map(_glossed, truth))
        start, stop, end = places[start], places[stop], places[end]
    cells = [_Cell(char, ((n, WHOLE),)) for n, char in enumerate(truth)]
    dead = set[Origin]()
    raw = _lose(_write(cells[stop : end + 1], step.codec), [0], dead)
    broken = [_Cell(text.translate(NARROW), origins) for text, origins in _read(raw, step, dead)]
    cells[stop : end + 1] = [_Cell(orphan, ((stop, 0),)), *broken] if orphan else broken
    return _record(truth, cells, dead, _widths(truth, step.codec), start, end)


def wipe_out(sample: Sample, random: Random, kind: str) -> Damaged:
    """Replace a stretch of the middle sentence by what tells nothing of it.

    `kind` is a character to repeat, or `锟斤拷`: a run of U+FFFD in UTF-8, read as GBK.
    """
    truth = f"{sample.before}\n{sample.middle}\n{sample.after}"
    start, end = len(sample.before) + 1, len(sample.before) + 1 + len(sample.middle)
    size = min(random.randint(6, 20), end - start)
    first = random.randint(start, end - size)
    misread_run = (LOST * (size // 2 * 2)).encode().decode("gbk")
    text = misread_run if kind == "锟斤拷" else kind * size
    cells = [_Cell(char, ((n, WHOLE),)) for n, char in enumerate(truth)]
    gone = tuple((n, WHOLE) for n in range(first, first + size))
    cells[first : first + size] = [_Cell(text, gone)]
    return _record(truth, cells, set(gone), _widths(truth, "gbk"), start, end)


def to_traditional(text: str) -> str:
    """Convert character by character, the most frequent way, as cheap converters do."""
    return text.translate(_traditional())


@functools.cache
def _traditional() -> Mapping[int, int]:
    table = char_table("s2t")
    return {code: int(to) for code, to in enumerate(table.tolist()) if code != to}


def _glossed(char: str) -> str:
    return f"{char}({GLOSSES[char]})" if char in GLOSSES else char


def _gloss(cells: Iterable[_Cell]) -> list[_Cell]:
    found = []
    for cell in cells:
        found.append(cell)
        if cell.text in GLOSSES:
            found.append(_Cell(f"({GLOSSES[cell.text]})", ()))
    return found


def _write(cells: Iterable[_Cell], codec: str) -> _Bytes:
    data, origins = bytearray(), list[tuple[Origin, ...]]()
    for text, sources in cells:
        raw = text.encode(codec)
        data += raw
        if len(sources) == 1 and sources[0][1] == WHOLE:
            origins.extend(((sources[0][0], n),) for n in range(len(raw)))
        else:
            origins.extend([sources] * len(raw))
    return _Bytes(bytes(data), tuple(origins))


def _lose(raw: _Bytes, places: Iterable[int], dead: set[Origin]) -> _Bytes:
    gone = frozenset(places)
    dead.update(origin for n in gone for origin in raw.origins[n])
    kept = [n for n in range(len(raw.data)) if n not in gone]
    return _Bytes(bytes(raw.data[n] for n in kept), tuple(raw.origins[n] for n in kept))


def _read(raw: _Bytes, step: Misreading, dead: set[Origin]) -> list[_Cell]:
    cells = []
    for start, end, text, kept in step.read(raw.data):
        origins = tuple(dict.fromkeys(o for group in raw.origins[start:end] for o in group))
        if step.drop_private and len(text) == 1 and "\ue000" <= text <= "\uf8ff":
            text, kept = "", False
        elif text == LOST:
            text = step.lost
        if not kept:
            dead.update(origins)
        cells.append(_Cell(text, origins))
    return cells


def _record(
    truth: str,
    cells: Sequence[_Cell],
    dead: set[Origin],
    widths: Sequence[int],
    before: int,
    after: int,
) -> Damaged:
    """Tell damaged characters from others; `after` is where the middle ends in the true text.

    `widths` are the bytes of each true character as it was written, wide marks not yet narrowed.
    """
    whole: set[int] = set()
    spans: list[Span] = []
    at = expected = 0
    run: tuple[int, int] | None = None
    for text, origins in cells:
        if origins:
            first, last = min(origins)[0], max(origins)[0]
            complete = origins[0][1] == WHOLE or len(origins) == widths[first]
            same = first == last and complete and text == truth[first] and dead.isdisjoint(origins)
            if run is None and (not same or first > expected):
                run = at, expected
            if run is not None and same:
                spans.append(Span(run[0], at, run[1], first))
                run = None
            if same:
                whole.add(first)
            expected = max(expected, last + 1)
        at += len(text)
    if run is not None:
        spans.append(Span(run[0], at, run[1], len(truth)))
    lost = frozenset(n for n, _ in dead)
    alive = {n for _, origins in cells for n, byte in origins if (n, byte) not in dead}
    return Damaged(
        text="".join(cell.text for cell in cells),
        truth=truth,
        spans=tuple(spans),
        recoverable=frozenset(range(len(truth))) - whole - lost,
        edge=frozenset(alive & lost),
        before=before,
        after=after,
    )


def _widths(text: str, codec: str) -> list[int]:
    return [len(char.encode(codec, "replace")) for char in text]


def python_gbk(lost: str = LOST) -> Misreading:
    """GBK read by Python's codec; `lost=""` is `errors="ignore"`."""
    return Misreading("gbk", reader("gbk"), lost)


def browser_gbk(lost: str = LOST, drop_private: bool = False) -> Misreading:
    return Misreading("gbk", read_gb18030, lost, drop_private)
