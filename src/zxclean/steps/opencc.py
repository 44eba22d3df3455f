"""The step that converts exactly as OpenCC does, mistakes included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from zxclean import conversion
from zxclean.proposals import EditColumns, Proposal, Settling
from zxclean.view import TextView

Config = Literal["hk2s", "s2hk", "s2t", "s2tw", "t2hk", "t2s", "t2tw", "tw2s"]


@dataclass(frozen=True, slots=True)
class OpenCC(Settling):
    """Gives the output of `opencc-python-reimplemented` 0.1.7, character for character.

    It converts everything, Japanese too, and looks at no stretch; use it in the place of
    `Script` where corpora must agree with earlier conversions by OpenCC. Its conversions do not
    all stand still when they run twice, so it runs once, in the first round of the pipeline.

    Parameters: `config`, one of `hk2s s2hk s2t s2tw t2hk t2s t2tw tw2s`.
    Raises `ValueError` for another one when it runs.

    >>> import zxclean
    >>> pipe = zxclean.default_pipeline().replacing("script", OpenCC("tw2s"))
    >>> pipe("這裡").text
    '这里'
    """

    config: Config
    name: ClassVar[str] = "script"
    needs_no_second_look: ClassVar[bool] = True

    def propose(self, view: TextView) -> Iterable[Proposal]:
        codes = view.codes
        if not len(codes) or not conversion.changing(self.config).take(codes, mode="clip").any():
            return
        changed = conversion.convert(codes, self.config)
        places = np.flatnonzero(changed != codes)
        if len(places):
            yield EditColumns(
                places,
                places + 1,
                changed[places],
                rule=f"script.{self.config}",
                kind="convert",
                message=f"converted by OpenCC's dictionaries for {self.config}",
            )
