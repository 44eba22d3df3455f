"""Lines made of nothing but the words pages use of themselves, in whatever order a site puts them."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 48
"""Longest such line (code points)."""

_NOUNS = (
    "二维码 客户端 公众号 小程序 微信号 朋友圈 微信群 读书群 交流群 阅读群 微信 微博 QQ APP App app VIP vip 收藏夹 文件夹 目录 书架 书签 菜单 菜单栏 "
    "屏幕 页面 网页 链接 全文 原文 正文 本文 文章 文档 文件 内容 资料 资源 版本 完整版 高清版 Word word WORD doc docx DOC DOCX PDF pdf PPT ppt "
    "格式 章节 版权 会员 积分 下载券 留言 评论 跟帖 网友 用户 读者 作者 楼主 沙发 匿名 观点 立场 意见 字号 字体 夜间模式 日间模式 护眼模式 "
    "蓝字 星标 标题 按钮 头像 广告 问题 答案 标签 记录 客服 账号 密码 权限 顶部 首页 区域 地图 说明 源代码 历史 导航 书库 章节 错误 视频 音频 图片 词条 图册 拼音版 金币 提问者 回答 分钟 书目 上一页 下一页 上一章 下一章 iPhone Android 手机端 电脑端 网页端"
)
_VERBS = (
    "点击 点开 点个 点赞 点亮 轻触 单击 双击 长按 扫码 扫描 扫一扫 识别 下载 上传 收藏 分享 转发 转载 在看 打赏 赞赏 评论 留言 回复 发表 举报 投诉 反馈 纠错 "
    "复制 打印 编辑 修改 返回 呼出 选择 创建 新建 添加 切换 加载 刷新 显示 展示 隐藏 展开 收起 折叠 查看 阅读 浏览 继续 登录 登入 注册 开通 升级 购买 付费 充值 "
    "解锁 预览 试读 试看 关注 订阅 加入 打开 关闭 搜索 查询 推荐 抢 设为 置顶 看到 错过 联系 获取 领取 使用 操作 参与 支持 喜欢 觉得 感谢 谢谢 帮助 仅供 代表 加群 进群 跳转 畅读 畅听 讨论 追问 追答 采纳 咨询 解决 失败 试 举报 来自 赞同 已下载"
)
_OTHERS = (
    "快速 未解决 在线 精彩 第一时间 每天 每日 海量 干货 好文 随便 随便看 随便看看 看了又看 猜你喜欢 看看 中间 左侧 右侧 上方 下方 上面 下面 左上角 右上角 文末 底部 剩余 余下 其余 其他 更多 全部 所有 完整 任意 自由 免费 立即 马上 最近 热门 最新 相关 随机 当前 "
    "个人 本站 无关 有用 没用 有帮助 没有 还没有 已经 到底 结束 完毕 一个 一下 更多人 不 再 如右 如下 具体 欢迎 快来 哦 呢 吧 啦"
)
_FUNCTION = "的了后请为可以即需要本该此为您你我们他已还有没人到在就再并和或与是否仅共约条次篇个页字给对让从把被吗啊来快去上下前先一第右左好您左中大小看页文全能免赞踩完群"

_WORD = "|".join(
    re.escape(word)
    for word in sorted({*_NOUNS.split(), *_VERBS.split(), *_OTHERS.split()}, key=len, reverse=True)
)
_PLAIN = rf"(?:{_WORD}|[{_FUNCTION}]|[^\w]|[\d_])*"
_MADE = re.compile(
    rf"{_PLAIN}(?:[\w\u4e00-\u9fff]{{1,8}}?(?=APP|App|app|客户端|公众号|小程序|微信群|读书群|交流群|阅读群|群$){_PLAIN})?"
)
"""Such words and, before its app, account or group, one name."""

TOLD = (
    "点击|点个|点亮|轻触|单击|长按|扫码|扫描|扫一扫|下载|收藏夹|分享|转发|在看|打赏|赞赏|发表|举报|投诉|纠错|复制|呼出|创建|新建|加载|展开|收起|登录|登入|注册"
    "|可?任意编辑|可编辑|下载后|随便看|看了又看|猜你喜欢|会员|VIP|付费|解锁|预览|试读|关注|公众号|二维码|打开|查看|有用|有帮助|帮助吗|抢|蓝字|星标|如右|网友|最近查询|热门问题|条评论|条留言|没有更多|追问|追答|提问者|咨询|iPhone|拼音版|已下载|采纳|跳转|源代码|畅读|还没有|置顶"
)
"""One of these is in every such line."""

_TOLD = re.compile(TOLD)

_ENGLISH = re.compile(
    r"(?:(?:skip|to|main|content|contents|navigation|nav|footer|sidebar|search|toggle|menu|primary|secondary|mobile|posted|in|on|by|home|homepage"
    r"|close|open|share|this|sign|up|log|out|login|logout|register|subscribe|sitemap|site|map|back|top|leave|a|comment|comments|read|more|categor(?:y|ies)"
    r"|tags?|archives?|about|us|contact|rss|feeds?|pages?|previous|next|prev|posts?|print|email|switch|theme|dark|light|mode|language|english|blog|for|the|and"
    r"|of|your|account|cart|follow|loading|expand|collapse|show|hide|all|remove|ads?|advertisement|sponsored|permalink|edit|view|source|history|talk|jump"
    r"|baidunews|undefined|null|nan|preview|ends?|here|click|scroll|down)(?:[\s|/·:>»+-]+|$)){1,6}",
    re.IGNORECASE,
)


@lru_cache(512)
def says_only_page(text: str) -> bool:
    """Whether a folded line has only words of buttons, accounts and files shared.

    >>> says_only_page("点击标题下方蓝字 关注+星标"), says_only_page("剩余62%内容需开通会员后查看")
    (True, True)
    >>> says_only_page("点击鼠标左键"), says_only_page("下载以后可以任意编辑,老师说")
    (False, False)
    """
    if not 2 <= len(text) <= LONGEST or "。" in text or _TOLD.search(text) is None:
        return False
    return _MADE.fullmatch(text) is not None


def may_be_button(text: str) -> bool:
    """Whether a short folded line has only such words, which amid others of them it may be."""
    return len(text) <= 6 and _MADE.fullmatch(text) is not None


def find_page_word(text: str) -> str:
    """The first word of a folded line that shows it to be the page's, or nothing."""
    found = _TOLD.search(text)
    return found[0] if found is not None else ""


def is_page_english(text: str) -> bool:
    """Whether a line has only English words of a page's frame.

    >>> is_page_english("Skip to content"), is_page_english("Docker Compose")
    (True, False)
    """
    return _ENGLISH.fullmatch(text) is not None
