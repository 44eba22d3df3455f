"""Cost grows with the length of the input, whatever is in it."""

from __future__ import annotations

import time

import pytest

import zxclean

UNITS = {
    "brackets": "(",
    "closing": ")",
    "underscores": "_",
    "stars": "*",
    "han-stars": "区*",
    "open-gloss": "区(q\u016b",
    "glosses": "区(q\u016b)",
    "traditional-glosses": "區(q\u016b)",
    "nested-glosses": "区(q(",
    "cut": "\u2026\u2026(省略",
    "ellipses": "\u2026",
    "newlines": "\n",
    "han-lines": "区\n",
    "blank-lines": "区\n\n\n",
    "spaces": " ",
    "han-spaces": "区  ",
    "replacement": "\ufffd",
    "surrogates": "\ud800",
    "han-surrogates": "区\ud800",
    "pairs": "\ud83d\ude00",
    "ampersands": "&",
    "entities": "&amp;",
    "amp-tail": "&amp",
    "commas": "区,",
    "labels": "来源:",
    "label-lines": "来源:新华网\n",
    "buttons": "打印 ",
    "button-lines": "打印\n",
    "next": "上一篇:",
    "dates": "2022-01-10 ",
    "trails": "首页>",
    "han": "区",
    "sentences": "区委会议\u3002",
    "traditional": "區委會議\u3002",
    "phrases": "乾隆瞭解",
    "zero-width": "\u200b",
    "nul": "\x00",
}
SIZE = 350_000  # code points, about 1 MB of UTF-8 where the unit is Chinese


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_hostile_input_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        doc = zxclean.clean(text)
        _ = doc.blocks, doc.notes, doc.changes
        return time.process_time() - start

    seconds(100)  # loads what the unit needs
    small, large = seconds(SIZE // 16), seconds(SIZE)
    # Sixteen times the input: twice that is room for caches and noise, a square would be 256
    # times as long. What 20,000 code points do in 5 ms would take 1.3 seconds then.
    assert large < 5 and large < 32 * small + 0.8
