"""Stretches of a line that are no prose: addresses, markup, code, entries of a bibliography.

Marks and escapes in them mean what they say, so steps that repair prose leave them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"

# Chinese words belong to an address behind "/", "=" and the like; behind a comma only where the
# query goes on after them. Else the address ends where prose goes on without a space.
_ADDRESS = re.compile(
    rf"(?:://|www\.)[!-~]+(?:(?<=[/=&+_#])[{_HAN}]+(?:,[{_HAN}]+(?=[&=/#]))*[!-~]*)*"
)
_SCHEME = re.compile(r"(?:https?|ftp)\Z")
_ADDRESS_TAIL = ",;:?!.('\""

# What begins with a literal is searched for by that; tried only where the sign before it stands.
_SPANS = (
    ("`", re.compile(r"`[^`\n]+`")),
    ("<", re.compile(r"</?[A-Za-z][^<>\n]*>")),
    ("&", re.compile(r"&#?\w{1,31};")),
    (
        "-",
        re.compile(r"(?:font|text|line|background|margin|padding|border)-[a-z-]+ ?:[^;\n]{1,60};?"),
    ),
)
_ARGUMENTS = re.compile(rf"\((?:[^()\n{_HAN}]{{0,40}}[\[,( ])?[rfbu]?[\"'][^()\n]{{0,100}}\)")
_NAME_END = re.compile(r"[\w$]", re.ASCII)
_QUERY = re.compile(
    r"\b(?:SELECT\b[^\n]{1,300}?\bFROM|INSERT INTO|UPDATE\b[^\n]{1,300}?\bSET|DELETE FROM)\b"
    r"[^;\n]{0,300};?"
)
_REFERENCE = re.compile(r"\[[A-Z](?:/[A-Z]{2})?\]")
_LONG_LINE = 400
"""Lines of code or of a bibliography are shorter (those of the tests up to 80 code points); of a
page flattened to one line only what is near a sign is taken."""

_ENTITY = re.compile(r"&#?\w{1,31};")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`")
_COMMENT = re.compile(r"[ ;{})](?:#|//)[^\n]*$")
_SIGN = re.compile(r"[=({\[<]|^\s*:|;\s*$")
_LISTED = re.compile(r"[\"'`],\s*$")
_PAIR = re.compile(r"\s*\w+ ?: ?'[^'\n]*',\s*$")
_MAY_BE_CODE = re.compile(rf"[=({{}}\[<;]|^\s*[\"':$>a-z]|{_LISTED.pattern}")
_ANY_HAN = re.compile(f"[{_HAN}]")
_STATEMENT = re.compile(r"[;{}][;,)]*\s*$")
_REGEX = re.compile(r"\(\?[:=!P<]|\\[dswtDSW]\]?[+*{]|\][+*]\?")
_OPERATOR = re.compile(r"\w ?(?:[-+*/%|&:=]?=|=>|->) ?\S|\{|^\s*(?:\}|return\b)")
_HEAD = re.compile(
    r"\s*(?:(?:def|class|if|elif|else|for|while|try|except|with|switch|case|function)\b"
    r"[^\n]*[:{]\s*$|(?:\$|>>>|echo|git|sudo|pip|npm) )"
)


def is_code(line: str) -> bool:
    """Whether a line is source code.

    It is if it opens or ends as a statement does, or if all its Chinese characters are inside
    straight quotation marks or a comment and something of code stands outside, be it the comma
    that ends an item of a list. So is a line of a regular expression. Lines over 400 code points are never taken for code.

    >>> is_code('print("你好, 世界")'), is_code('他说"你好"')
    (True, False)
    """
    if len(line) > _LONG_LINE:
        return False
    if "&" in line:
        line = _ENTITY.sub("", line)
    if not _MAY_BE_CODE.search(line):
        return False
    if (_STATEMENT.search(line) and _OPERATOR.search(line)) or _HEAD.match(line):
        return True
    if _REGEX.search(line):
        return True
    listed = _LISTED.search(line)
    if listed and _PAIR.match(line):
        return True
    bare = _COMMENT.sub("", _QUOTED.sub("", line))
    signs = listed or _SIGN.search(bare)
    return bool(signs and _ANY_HAN.search(line)) and not _ANY_HAN.search(bare)


def verbatim_spans(line: str) -> Iterator[tuple[int, int]]:
    """Start and end of every stretch of a line that is no prose, in no certain order.

    These are addresses with a scheme or `www.`, tags, entities, code in backticks, style declarations, calls
    with a quoted argument, objects in braces, database queries, entries of a bibliography (known by a
    type mark such as `[J]`), and lines of source code as a whole.

    >>> list(verbatim_spans("见http://a.cn/b?c=1,2,然后"))
    [(1, 20)]
    """
    if is_code(line):
        yield 0, len(line)
        return
    if "//" in line or "www." in line:
        for found in _ADDRESS.finditer(line):
            start = found.start()
            scheme = _SCHEME.search(line, max(0, start - 5), start)
            if scheme or line[start] == "w":
                yield scheme.start() if scheme else start, _address_end(found)
    for sign, pattern in _SPANS:
        if sign in line:
            for found in pattern.finditer(line):
                yield found.span()
    if '"' in line or "'" in line:
        for found in _ARGUMENTS.finditer(line):
            if found.start() and _NAME_END.match(line, found.start() - 1):
                yield found.span()
    if "{" in line:
        yield from _braces(line)
    if "SELECT" in line or "INSERT" in line or "UPDATE" in line or "DELETE" in line:
        for found in _QUERY.finditer(line):
            yield found.span()
    for found in _REFERENCE.finditer(line) if "[" in line else ():
        reach = len(line) if len(line) <= _LONG_LINE else _LONG_LINE // 2
        yield max(0, found.start() - reach), min(len(line), found.end() + reach)


def _address_end(found: re.Match[str]) -> int:
    """Where an address ends, without the marks of the sentence it stands in."""
    address = found[0].rstrip(_ADDRESS_TAIL)
    while address.endswith(")") and "(" not in address:
        address = address[:-1].rstrip(_ADDRESS_TAIL)
    return found.start() + len(address)


def _braces(line: str) -> Iterator[tuple[int, int]]:
    first, last = line.find("{"), line.rfind("}") + 1
    if last - first <= _LONG_LINE:
        yield first, max(first, last)
        return
    for found in re.finditer(r"\{[^{}\n]*\}", line):
        yield found.span()
