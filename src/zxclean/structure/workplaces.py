"""Lines that name an office or a place of work, and who holds it or works there."""

from __future__ import annotations

import re

from zxclean.structure.credits import PERSON, is_person

_OFFICER = re.compile(
    r"(?!对话|专访|走近|走进|追记|缅怀|悼念|感谢|学习|致敬|[访听记忆悼致向与和])[\u4e00-\u9fff]{2,24}"
    r"(?:[省市县区镇乡厅局部处科院校署队]长|主任|书记|主席|委员长|检察长|行长|总经理|董事长|教授|研究员)"
    rf"\s?(?:{PERSON.pattern})"
)


_LEADERS = re.compile(
    r"(?:副?主 ?席|副?主 ?任|副?秘 ?书 ?长|副?书 ?记|副?[省市县区镇乡] ?长|常 ?委)\s?:?\s?"
)
"""An office, before the names of those who hold it."""


def is_officer(line: str) -> bool:
    """Whether a folded line is an office and the names of who hold it, and nothing else.

    >>> is_officer("青山省水利厅厅长李一"), is_officer("专访青山省水利厅厅长李一")
    (True, False)
    >>> is_officer("副主席 李一 王小二 赵四"), is_officer("副主席 视察水厂")
    (True, False)
    """
    if _OFFICER.fullmatch(line) is not None:
        return True
    office = _LEADERS.match(line)
    names = line[office.end() :].split() if office is not None else []
    known = sum(map(is_person, names))
    return known > 0 and known + 1 >= len(names)


_SIGNED_UNIT = re.compile(
    r"[\u4e00-\u9fff\d()]{2,24}(?:大学|学院|研究[院所]|研究中心|法院|检察院|委员会|党校|政协|[中小]学|班)\s+(?P<name>[\u4e00-\u9fff]{2,4})"
)


_PUPIL = re.compile(r"\S{1,16}班\s")
_SCHOOLS = ("校区", "学校", "小学", "中学")


def is_signed_unit(line: str) -> bool:
    """Whether a folded line is the place of work and the name of who wrote, and nothing else.

    >>> is_signed_unit("江东区人民检察院 李一"), is_signed_unit("江东区人民检察院 建院十年")
    (True, False)
    """
    match = _SIGNED_UNIT.fullmatch(line)
    return match is not None and is_person(match["name"])


def is_school_of(line: str, below: str) -> bool:
    """Whether a folded line names the school of the pupil on the line below: no headline.

    >>> is_school_of("江东实验小学", "五(2)班 李一"), is_school_of("走进江东小学", "江东区政协 李一")
    (True, False)
    """
    return line.endswith(_SCHOOLS) and _PUPIL.match(below) is not None
