"""Places of a text where bytes may be lost, as they are shown and as they read one byte on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zxclean import model, tables
from zxclean.garble.layers import Layer, stack
from zxclean.garble.readings import HOLE, NO_HOLE, WIDE_HOLE, Joined, Readings
from zxclean.garble.sites import Bools, Site, is_seam
from zxclean.view import SIMPLIFIED, TRADITIONAL, TextView, class_table

NARROW_LETTER = 4.0
"""Cost of taking an ASCII letter for a full-width one that was narrowed, in nats."""
WIDE_PAGE = 4.0
"""The same for a mark, on a page whose marks were not narrowed."""
NOTE = 8.0
"""Cost of a pinyin note that does not fit the character before it, in nats."""
MARK = 4.0
"""Cost of a U+FFFD that is not explained by a stretch that lost bytes, in nats."""
MOST_STRANGE = 5.0
"""Most that a shown character of the other script costs, in nats."""
EURO = 0x20AC
"""What browsers read 80 as, the second byte of 個."""


def replaced(codes: NDArray[np.uint32]) -> Bools:
    """U+FFFD that stands for a byte or two: not three in a row, which are text that is gone."""
    found = np.concatenate(([False, False], codes == 0xFFFD, [False, False]))
    three = found[:-2] & found[1:-1] & found[2:]
    return np.asarray(found[2:-2] & ~(three[:-2] | three[1:-1] | three[2:]))


def _other_script(view: TextView) -> tuple[int, np.float32]:
    """The class of characters of the script that the page is not in, and what each costs, in nats.

    The rarer they are, the more; the model folds, so it cannot tell them.
    """
    if not view.flags & TRADITIONAL or not view.flags & SIMPLIFIED:
        return 0, np.float32(0)
    traditional = np.count_nonzero(view.classes & TRADITIONAL)
    simplified = np.count_nonzero(view.classes & SIMPLIFIED)
    few = min(traditional, simplified)
    cost = np.log((traditional + simplified + 1) / (few + 1)) - np.log(2)
    least = np.float32(max(0.0, min(MOST_STRANGE, cost)))
    return (SIMPLIFIED if simplified < traditional else TRADITIONAL), least


def read_site(
    view: TextView, site: Site, ways: Sequence[Layer], known: tuple[Layer, ...]
) -> tuple[Joined, list[Readings]]:
    """Both readings of the site under each layer, in a row and one by one, with notes' evidence.

    `ways` are some of the `known` layers.
    """
    codes, size, many = site.codes, len(site.codes), len(ways)
    keep = model.score(codes)
    keep[:3] = 0
    strange, cost = _other_script(view)
    if cost:
        keep[class_table().take(codes, mode="clip") & strange > 0] -= cost
    ascii_ = codes < 0x80
    marks = ascii_ & ~alphanumeric(codes)
    widened = np.where(ascii_, np.float32(-NARROW_LETTER), np.float32(0))
    narrow, wide = count_commas(view)
    widened[marks] = 0 if narrow >= wide else -WIDE_PAGE
    widened[codes == 0x3000] = 0
    sounds = tables.readings()
    said = {
        at: sound
        for at, (sound, _) in site.notes.items()
        if sound not in sounds.get(chr(int(codes[at])), ())
    }
    keep[list(said)] -= NOTE
    private = bool(((codes >= 0xE000) & (codes < 0xF900)).any())
    gone = codes == 0xFFFD
    hole = HOLE if narrow and narrow >= wide else WIDE_HOLE
    hole = NO_HOLE if private or gone.any() else hole
    keep[gone] -= MARK
    # Bytes, and characters of pairs of them, layer by layer.
    pairs = np.concatenate([layer.pair_of.take(codes, mode="clip") for layer in ways])
    x, y = pairs >> np.uint16(8), pairs & np.uint16(0xFF)
    first, ahead = y << np.uint16(8), np.concatenate((x[1:], [np.uint16(0)]))
    followed = np.concatenate((codes[1:], [np.uint32(10)]))
    followed = np.where(followed < 0x80, followed, (followed == EURO) << 7).astype(np.uint16)
    onward = np.where((x > 0) & (ahead > 0), first | ahead, 0).reshape(many, size)
    back = np.where(x > 0, first | np.tile(followed, many), 0).reshape(many, size)
    s, s_cost = _characters(ways, onward)
    r, r_cost = _characters(ways, back)
    s_cost.reshape(many, size)[:] += np.concatenate((widened[1:], [np.float32(0)]))
    for at, sound in said.items():
        for place in range(at - 1, many * size, size):
            if sound not in sounds.get(chr(int(r[place])), ()):
                r_cost[place] -= NOTE
            if sound not in sounds.get(chr(int(s[place])), ()):
                s_cost[place] -= NOTE / 2
    numbers = np.array([known.index(layer) for layer in ways], np.uint16)
    tags = np.repeat(numbers << np.uint16(8), size)
    lost = replaced(codes) | (codes == 0x3F)
    seam = is_seam(codes) & ascii_
    joined = Joined(
        stack(known),
        np.tile(codes, many),
        np.tile(keep, many),
        np.where(x > 0, x | tags, 0),
        np.where(y > 0, y | tags, 0),
        s,
        r,
        s_cost,
        r_cost,
        np.tile(widened, many),
        np.tile(lost, many),
        np.tile(seam, many),
        hole,
        not private,
    )
    each = []
    x, y = x.astype(np.uint8), y.astype(np.uint8)
    for number, layer in enumerate(ways):
        part = slice(number * size, (number + 1) * size)
        each.append(
            Readings(
                layer,
                codes,
                keep,
                x[part],
                y[part],
                s[part],
                r[part],
                s_cost[part],
                r_cost[part],
                widened,
                lost,
                seam,
                hole,
                layer.has_holes and not private,
            )
        )
    return joined, each


def _characters(
    ways: Sequence[Layer], pairs: NDArray[np.uint16]
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The characters of pairs of bytes and their costs, a row for each layer, all in a row."""
    codes = [layer.chars.take(row) for layer, row in zip(ways, pairs, strict=True)]
    costs = [
        layer.costs.take(np.where(chars > 0, row, 0))
        for layer, row, chars in zip(ways, pairs, codes, strict=True)
    ]
    return np.concatenate(codes), np.concatenate(costs)


def alphanumeric(codes: NDArray[np.uint32]) -> Bools:
    lower = codes | np.uint32(0x20)
    return ((codes >= 0x30) & (codes <= 0x39)) | ((lower >= 0x61) & (lower <= 0x7A))


def count_commas(view: TextView) -> tuple[int, int]:
    """How many narrow and wide ones there are."""
    return view.text.count(","), view.text.count("\uff0c")
