"""How likely each character is by what a text is written in, beside what the model says of it.

The model knows characters by what they fold to: to it 図 is as frequent as 图, and ０ as 0.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zxclean import tables
from zxclean.garble.charsets import pair_table

FOREIGN: Final = -5.0
"""Nats of a character that Traditional text alone has in Simplified text, or the other way round."""
RARE: Final = -3.0
"""Nats of a Chinese character that neither GB 2312 nor Big5 has, of a mark that GB 2312 does not have,
and of a full-width letter or figure or the ideographic space."""
_MARKS: Final = "\uff0c\uff01\uff1f\uff1a\uff1b\uff08\uff09\uff0e\uff5e\uff05"


@cache
def char_prior(script: str) -> NDArray[np.float32]:
    """Nats to add to the model's score of each code point.

    Parameters: `script`, "hans", "hant" or "" where it is not known.

    >>> hans = char_prior("hans")
    >>> [float(hans[ord(char)]) for char in "图図圖"]
    [0.0, -3.0, -5.0]
    """
    prior = np.zeros(0x110000, np.float32)
    prior[0x2000:0xA000] = RARE
    prior[pair_table("gbk").reshape(256, 256)[0xA1:0xF8, 0xA1:0xFF].ravel()] = 0
    prior[pair_table("big5")[0xA440:0xF9D6]] = 0
    prior[0xFF01:0xFF5F] = prior[0x3000] = RARE
    prior[list(map(ord, _MARKS))] = 0
    if script:
        foreign = tables.traditional_only() if script == "hans" else tables.simplified_only()
        prior[foreign] = FOREIGN
    prior.setflags(write=False)
    return prior


def script_of(codes: NDArray[np.uint32]) -> str:
    """The script most characters of a text tell, "" if none does or both as many.

    >>> script_of(np.array([ord(char) for char in "经济学"], np.uint32))
    'hans'
    """
    traditional = int(np.count_nonzero(tables.traditional_only().take(codes, mode="clip")))
    simplified = int(np.count_nonzero(tables.simplified_only().take(codes, mode="clip")))
    if traditional == simplified:
        return ""
    return "hant" if traditional > simplified else "hans"
