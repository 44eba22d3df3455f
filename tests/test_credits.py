"""Lines beside an article that state facts of it: under and over its headline, behind its last sentence.

Each case gives the lines and all facts they state, and none that they do not.
"""

from __future__ import annotations

from typing import Any

import pytest

import zxclean
from checks import labelled
from zxclean.view import TextView

TITLE = "渡口村新修水泥路通到每户门前"
BODY = (
    "渡口村的水泥路昨天修到了最后一户人家门前。村里的老人说，下雨天出门再也不用换胶鞋了。",
    "施工队在村口干了两个月，先后拓宽了三处弯道，还补修了两座小桥。",
    "村委会说，明年开春再装路灯，先从老街和学校门口装起，夜里有灯就好走了。",
)
FACTS = ("source", "author", "editor", "photographer", "published_at", "updated_at", "views")


def plain(value: object) -> str | None:
    return "".join(TextView(str(value)).folded.split()) if value is not None else None


@pytest.mark.parametrize("case", labelled("credits.jsonl"))
def test_credits_are_read(case: dict[str, Any]) -> None:
    lines = case["lines"]
    page = {
        "under": (TITLE, *lines, *BODY),
        "over": (*lines, TITLE, *BODY),
        "behind": (TITLE, *BODY, *lines),
    }
    document = zxclean.clean("\n".join(page[case["place"]]))
    metadata = document.metadata
    given = {name: getattr(metadata, name, None) or metadata.extra.get(name) for name in FACTS}
    assert {name: plain(value) for name, value in given.items() if value} == {
        name: plain(value) for name, value in case["facts"].items()
    }
    assert all(line in document.text for line in BODY)
    assert zxclean.clean(document.text).text == document.text
