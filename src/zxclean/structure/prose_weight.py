"""How much each line of a page speaks for an article, which is known by its sentences."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.evidence import EACH_SIZE, FAINT, MOST_SIZE, REPLY, SENTENCE
from zxclean.structure.line_form import Form
from zxclean.structure.vocabulary import Words

INVITATION, LEFT = 60, 0.25
"""Size (code points) up to which words of furniture take off what a sentence weighs, for invitations
to follow, to scan and to download are sentences too, and what is left of it at least."""

CLAUSE = 50
"""Headlines that run together have fewer marks than one in so many code points."""

NOTICE = 40
"""Size (code points) up to which one phrase of a notice on rights and liabilities makes a sentence
one; longer ones have two."""

SHORT, LONG = 20, 2000
"""Size (code points) of a line of prose to which length adds nothing, and from which a line is
prose whatever is on it."""


def weigh_prose(
    form: Form, found: Words, furniture: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What speaks for each line, and which lines are notices on rights and liabilities."""
    size, marks, bullet = form.size, form.marks, form.bullet
    spoken = (
        form.sentence
        | ((form.full > 0) & ~bullet)
        | ((marks * CLAUSE >= size) & (size >= 40) & ~bullet)
        | (size > LONG)
    )
    prose = np.where(
        spoken,
        SENTENCE + np.minimum(np.maximum(size - SHORT, 0) * EACH_SIZE, MOST_SIZE),
        FAINT * ((marks > 0) & ~bullet),
    )
    if found.forum:
        prose[prose > 0] += REPLY
    invited = np.where(size <= INVITATION, np.minimum(2 * form.share, 1 - LEFT), 0)
    prose *= 1 - invited
    notice = (found.notices >= np.where(size <= NOTICE, 1, 2)) & ~form.fact
    prose[notice] = 0
    prose[furniture > 0] = 0
    return prose, notice
