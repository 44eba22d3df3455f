"""What the words around a character say of the candidates for it, beyond its two neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zxclean import lexicon
from zxclean.model import pair_score

AROUND = 4
"""Characters on each side that may be of one word with it."""
WORDS = np.float32(0.7)
"""Share of the word model in what candidates score, the rest is the neighbours'. With 0 half as
many characters were sure enough, and 4 % of them wrong, not 2 %; 0.5 and 1 are as good."""


def words_beyond(
    rows: NDArray[np.uint32],
    before: NDArray[np.uint32],
    tried: NDArray[np.uint32],
    after: NDArray[np.uint32],
) -> NDArray[np.float32]:
    """Nats to add to scores of candidates that are the neighbours' alone.

    Parameters: `rows`, shape `(slots, candidates, length)`, texts with each candidate in its place,
    as `lexicon.score` takes them; `before`, `tried` and `after`, its neighbours and itself.

    >>> texts = [[ord(char) for char in text] for text in ("\\n不可思议。", "\\n不可思义。")]
    >>> rows = np.array([texts], np.uint32)
    >>> listed, other = words_beyond(rows, rows[:, :, 3], rows[:, :, 4], rows[:, :, 5])[0].tolist()
    >>> listed > other + 5
    True
    """
    words = lexicon.score(rows.reshape(-1, rows.shape[2])).reshape(tried.shape)
    neighbours = pair_score(before, tried) + pair_score(tried, after)
    return WORDS * (words - neighbours)
