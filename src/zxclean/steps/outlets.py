"""Who publishes: what the name of a news outlet, or of a body with pages of its own, looks like."""

from __future__ import annotations

import re

_CLIENTS = (
    r"[\u4e00-\u9fff]{2}壹点|交汇点|新黄河|(?:百家|头条|搜狐|网易|大鱼|企鹅|澎湃|一点|强国|央视)号"
    r"|(?:新浪|腾讯|网易|搜狐|凤凰|第一|东方|证券)财经|南方周末|南风窗|半月谈|津云|澎湃|喜马拉雅|直通车|[\u4e00-\u9fff]{2}(?:卫视|之声|广播)"
)
"""Programs and accounts by which papers publish whose names do not end as those of others do."""

_JOINED = r"[\u4e00-\u9fffA-Za-z]{2,8}(?:[日晚早时商周青都]报|报业|新闻|广电|网|号)·[\u4e00-\u9fffA-Za-z]{2,8}(?<!记者)(?<!讯员)"
"""A house and its paper or program, with a dot between: `某某报业·某某`."""

_OUTLET = re.compile(
    rf"{_JOINED}|.*(?:{_CLIENTS})|"
    r".*(?:网|报|APP|App|网站|(?:新华|中新|通讯|中央|报|杂志|出版|新闻)社|新闻|杂志|台|频道|客户端|在线|消息|周刊|融媒体?|中心|政府|发布|观察|快讯|电讯|快报|经济报[道导]|传媒|通讯|公报"
    r"|委员会|办公室|[\u4e00-\u9fff]{2}(?:[局厅处署委办]|法院|检察院|医院|保健院|卫生院|学院|大学|学校|[中小]学|研究[院所]|馆|协会|学会"
    r"|联合会|总工会|基金会|[总支大]队|公司|集团))"
)
"""How the name of an outlet ends, or that of a body which publishes on its own pages."""

PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)

PLACE_BEHIND = re.compile(rf"\s+(?:{PROVINCES})$")
"""Where an account is at home, behind its name."""


def is_outlet(name: str) -> bool:
    """Whether a folded name is that of a news outlet or of a body with pages of its own.

    >>> is_outlet("证券时报网"), is_outlet("叨叨姐 胡一刀")
    (True, False)
    """
    return _OUTLET.fullmatch(name) is not None or name.endswith(("报\u300b", "刊\u300b"))


_PRESS = re.compile(
    rf"{_JOINED}|(?:[\u4e00-\u9fff]{{2,8}}·)?(?:{_CLIENTS})|"
    r"[\u4e00-\u9fffA-Za-z\u00b7]{0,10}(?:(?:新华|中新|中央|通讯|中评)社|[\u4e00-\u9fff]{2}(?:网|[日晚早时商周青]报|电子报|新闻云|电视台|新闻|在线))"
)


def is_press(name: str) -> bool:
    """Whether a folded name is that of an agency, a paper or a site of news, and of no office.

    >>> is_press("渡口晚报"), is_press("县水务局")
    (True, False)
    """
    return _PRESS.fullmatch(name) is not None


_ACCOUNT = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:宣传|政务|网信|检察|公安|警方|司法|税务|教育|卫健|文旅|统战|组工|政法|交警|消防|气象|水利|民政|人社|青年|工会|热线|论坛|社区|百科|广播|电视|画报|导刊|文摘|参考|之窗|零距离|直播)"
)
"""What accounts of offices, programmes and boards are called, where a name without a label stands."""


def is_account_of_body(name: str) -> bool:
    """Whether a folded name beside a day is that of an office's or a programme's account, of no person.

    >>> is_account_of_body("江州检察"), is_account_of_body("数码老韩")
    (True, False)
    """
    return _ACCOUNT.fullmatch(name) is not None or is_outlet(name)


def name_outlet(name: str) -> str:
    """The field for a bare name beside a date: a news outlet is the source, else a byline.

    >>> name_outlet("证券时报网"), name_outlet("叨叨姐 胡一刀")
    ('source', 'byline')
    """
    return "source" if is_outlet(name) else "byline"
