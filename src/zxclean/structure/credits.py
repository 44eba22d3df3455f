"""Lines that say who wrote, photographed or supplied a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zxclean.structure.press import BOTH, CORRESPONDENTS, RANKS, REPORTED

BYLINE_SIZE = 50
"""Largest size (code points) of a byline; the longest of the seeds and 60 pages has 15."""

# Surnames of the 2020 census name report and the Hundred Family Surnames, without those that
# are more often another word at this place (来 时 由 全 都 公 成 那 和 相).
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶"
    "程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛"
    "郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦"
    "俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈"
    "饶解牟艾尤阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边"
    "卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚"
    "劳谌奚粟冼蔺楼盘满闻位厉伊区郜阚花权强帅屠豆朴盖练廉禹井祖漆巴支卿狄平计宣晋容敬扈晁芮普阙"
    "浦戈伏鹿薄邸雍辜阿乌裘修邰赫杭况宿逯隆茹诺战慕危玉银亢嵇哈湛宾戎勾茅利呼居易裕洪赖鄢仝丘揭尉幸逄禤亓訾昝谯郗郄笪妫佴隗庹缑郇邴酆禚綦蹇雒郏"
)
_DOUBLE_SURNAMES = r"欧阳|上官|司马|诸葛|司徒|东方|夏侯|皇甫|尉迟|公孙|令狐|慕容|宇文|长孙|端木|濮阳|淳于|申屠|公冶|钟离|澹台|轩辕|闻人|赫连|呼延|鲜于|闾丘|司空|独孤"
# Characters of offices and titles, which stand in no name but in many a line of credits.
_NO_NAME = "部社报网台局会室处科院校办编辑记者摄供稿区县市省镇村委府界站号刊整综公司集团组"

_GIVEN = rf"[^\W\d_{_NO_NAME}a-zA-Z]"
_NAME = (
    rf"(?:(?:{_DOUBLE_SURNAMES}){_GIVEN}{{1,2}}?|[{_SURNAMES}]{_GIVEN}{{1,2}}?|[{_SURNAMES}] {_GIVEN})"
    r"(?=$|[\s、,/;|)\]\u3011]|(?:图|摄影?|文|视频)\s*[/|:]|(?:摄影)?报道|摄$|整理|编辑)"
)
_NAMES = rf"{_NAME}(?:(?:\s?[、,/]\s?|\s+){_NAME}){{0,4}}"
_SYLLABLES = (
    "阿布都卜杜拉买提江木合麦尼亚孜吐尔逊努艾力古丽娜巴特格日勒扎西次仁旺卓玛多吉达瓦央金罗桑洛丹热依汗米克拜别叶兰迪其乌云哈斯根音"
    "朝鲁玉素甫沙吾肉图才让尕措加嘉参益登顿珠堆赛里帕曼"
)
_LONG_NAME = rf"(?:[{_SYLLABLES}]{{3,4}}|[{_SURNAMES}]{_GIVEN}{{3}}|[\u4e00-\u9fff]{{1,8}}[·.][\u4e00-\u9fff]{{1,8}})"
"""A name of four characters with a surname, or of a people whose names are written by their sounds."""

_CALLED = rf"(?:{_NAME}|{_LONG_NAME}(?=$|[\s、,/]))"
_CALLED += rf"(?:(?:\s?[、,/]\s?|\s+){_CALLED}){{0,5}}"
"""Names behind a role."""

_ROLE = (
    rf"(?:(?:本报|本刊|本网|本台|新华社|中新社|[\u3400-\u9fff]{{2,6}})?"
    rf"{RANKS}(?:记者|{CORRESPONDENTS}|撰稿人?))"
)
_SIDES = r"(?:文字?|撰文|图文|文图|采写|摄影|图片?|供图|摄|制图|视频|作者|撰稿|供稿)"

_SIGN = "[\u25a0-\u25ff\u2605\u2606]"
"""What newspapers print before the names of those who wrote."""

_OTHERS = r"(?:编译|译者|翻译|整理|口述|讲述|讲述人)"

_BYLINE = re.compile(
    rf"{_SIGN}\s*{_NAMES}|[Bb][Yy]\s{_NAME}|{_NAMES}\s(?:编译|整理|供稿|撰稿)"
    rf"|[\u4e00-\u9fff]{{2,16}}(?:政协委员|人大代表|党代表|教授|研究员|评论员)\s{_NAME}"
    rf"|[\u4e00-\u9fff]{{2,4}}\s?\([^()]{{2,30}}(?:委员|代表|主任|局长|院长|会长|教授|研究员|记者|评论员|学者|律师|校长|教师)\)"
    rf"|[(\[\u3010][\u4e00-\u9fff]{{2,20}}[局委办部处科室所站队院校社网报台镇乡县区市村厅会府]\s{_NAMES}\s*[)\]\u3011]"
    rf"|(?:{_SIGN}\s*)?[(\[\u3010]?\s*(?:"
    rf"(?:(?:{_SIDES}|{_OTHERS})\s*:\s*(?:{_ROLE}\s*)?{_NAMES}\s*){{1,4}}|"
    rf"{_SIDES}\s*[/|\u4e28]\s*\S[^:]{{1,40}}"
    rf"|{_SIDES}\s*:\s*(?:{_ROLE}\s*)?(?:[\u3400-\u9fff]+作者\s+)?(?:{_NAMES}|未知|佚名|不详)"
    rf"|[^/|:]{{2,24}}\s(?:{BOTH}|供稿|供图)"
    rf"|(?:{_ROLE}[\s:/]*{_CALLED}\s*){{1,4}}(?:(?:摄影)?{REPORTED}|{BOTH}|摄影|摄|文|图|采写)?"
    rf"|{_NAMES}\s*/\s*文|[^/|:,]{{0,10}}作者\s{_NAMES}"
    rf")\s*[)\]\u3011]?"
)
_AUTHOR = re.compile(
    rf"(?:^|[\s(\[\u3010])(?:(?:文字?|撰文|图文|文图|采写|作者|撰稿)\s*[/|:\u4e28]|\S{{0,10}}作者\s)\s*"
    rf"(?:{_ROLE}\s*)?(?:[\u3400-\u9fff]+作者\s+)?({_NAMES})"
    rf"|{_ROLE}[\s:/]*({_NAMES})(?!\s*(?:摄$|摄[^影]|摄影$|图))|^{_SIGN}\s*({_NAMES})$|^[(\[\u3010]?({_NAMES})\s*/\s*文"
)
_HINT = re.compile(
    rf"[记通评作文图影写摄稿供字/](?:者|讯员|论员|\s?[/|:\u4e28]|文|图|稿)|[译述理]者?\s?:|{_SIGN}|^[Bb][Yy]\s|[委代教研评][员表授][ )]|究员[ )]|[长任者师][)]$"
    r"|\s(?:编译|整理)$|^[(\[\u3010][\u4e00-\u9fff]+\s[\u4e00-\u9fff\s]+[)\]\u3011]$"
)
"""In every byline, and seldom in another short line."""

_OF_SENTENCE = re.compile("[\u3002,;!?]")
"""In no byline."""


_NO_PERSON = "简[介历述评报析论要讯史图称]|方[法案式针向面]|安[全排装]|平[台均]|高[考校级]|金[额融]|温[馨度]|常[见识用规]|成[果员绩]|单位|景[点区]|文?章(?:来源|标题|出处)|关键[词字]"
"""Words that begin with a surname and head a section, or are half of a label set wide."""

PERSON = re.compile(
    rf"(?!(?:{_NO_PERSON})$)(?:"
    rf"(?:{_DOUBLE_SURNAMES}){_GIVEN}{{1,2}}|[{_SURNAMES}]{_GIVEN}{{1,2}}|[{_SURNAMES}] {_GIVEN})"
)

_GAP = re.compile(r"[\s、,+;]+")
_WIDE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""A name of two characters set as wide as one of three."""
_PARTED = re.compile(r"\s?[、,+;]\s?|\s+")
"""What parts the names of several persons on a line."""

_LISTED = re.compile(
    r"(?P<name>[\u4e00-\u9fff](?: {1,3}[\u4e00-\u9fff]|[\u4e00-\u9fff]{1,3}))"
    r"(?:\s?[\d*\u25b3\u2606](?:[,\d*\u25b3\u2606]{0,6}(?![\u4e00-\u9fff]))?)?"
    r"\s?(?:综 ?述|述评|审 ?校|编 ?译|翻 ?译)?\s*(?:[;,\u3001\uff1b]\s*|$)"
)
"""A name of a list as journals print it: figures of the place of work behind, a part in the work."""

LISTED = 3
"""Fewest names that are a list by themselves: two may be any two words."""


_CAPTION_BEGIN = re.compile(
    r"图为|图\s?[:/]|图(?:[①-⑳]|[一二三四五六七八九十\d]{1,2}[:、.\s])|[\u25b2\u25bc\u25b3\u25bd\u2191]\s?\S"
    r"|\(?资料图|\(?图片来源:"
)
_CAPTION_END = re.compile(
    r".{2,50}\(资料图\)?$|.{1,20}\s资料图片?$|.{4,60}(?:[\s)】]|记者\s?\S{2,4}\s?)[摄图]\)?$|.{2,50}供图\)?$"
    r"|.{2,80}\((?:资料(?:照片?|图片?)|图/|照片|示意图)[^()\u3002]{0,24}\)$|.{4,90}[\u3002\s]图/[^\s\u3002,]{2,16}$"
    r"|.{0,40}[\u4e00-\u9fff\u201d,](?:左|右|中|[前后]排左?右?)[一二三四五]?[为是][\u4e00-\u9fff]{2,4}$"
    r"|[\u4e00-\u9fff]{2,4}(?:现场|示意图|效果图)$"
    r"|.{2,50}\(?(?:视频|网络|网页|报道)?截图\)?$"
)
_CAPTION_LAST = "图摄片场)"
_CAPTION_WHO = re.compile("[为是][\u4e00-\u9fff]{2,4}$")
_CAPTION_SIZE = 110
"""How a caption ends that has its mark there, of up to so many code points: paragraphs are longer."""


def is_caption(line: str) -> bool:
    """Whether a folded line bears the mark of a caption.

    >>> is_caption("图为白鹭在浅滩上觅食。"), is_caption("图书馆新添了自助借还机。")
    (True, False)
    """
    if _CAPTION_BEGIN.match(line):
        return True
    size = len(line)
    if not 0 < size <= _CAPTION_SIZE:
        return False
    if line[-1] in _CAPTION_LAST or "图/" in line or _CAPTION_WHO.search(line, max(0, size - 5)):
        return _CAPTION_END.match(line) is not None
    return False


def is_byline(line: str) -> bool:
    """Whether a folded line is a credit and nothing else.

    >>> is_byline("文/记者 李一图/区政协提供"), is_byline("记者站在门口等人")
    (True, False)
    """
    if len(line) > BYLINE_SIZE or _OF_SENTENCE.search(line) or not _HINT.search(line):
        return False
    return _BYLINE.fullmatch(line) is not None


_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(【]\d{4}[〕\])】]第?\s?\d{1,5}\s?号")


def is_document_number(line: str) -> bool:
    """Whether a folded line is the number of an official document and nothing else.

    >>> is_document_number("青政办发〔2022〕1号"), is_document_number("青政办发〔2022〕1号文件")
    (True, False)
    """
    return _DOCUMENT_NUMBER.fullmatch(line) is not None


def find_bylines(lines: Sequence[str]) -> list[int]:
    """The places of the bylines in a list of folded lines."""
    hints = map(_HINT.search, lines)
    return [i for i, hint in enumerate(hints) if hint and is_byline(lines[i])]


def is_person(name: str) -> bool:
    """Whether a folded name has the form of a person's: a surname and one or two characters.

    >>> is_person("李一"), is_person("市政协")
    (True, False)
    """
    return PERSON.fullmatch(name) is not None


_HAS_FORM = re.compile(_LONG_NAME)


def has_form_of_name(name: str) -> bool:
    """Whether a folded name that `is_person` does not know may be one: of four characters with a
    surname, or written by its sounds. So may be other words: the caller has to know what stands before.

    >>> has_form_of_name("刘家一郎"), has_form_of_name("阿布都拉"), has_form_of_name("城东水厂")
    (True, True, False)
    """
    return _HAS_FORM.fullmatch(name) is not None


_ORGANISED = re.compile(r"[社报台网局部处办委会院校组站室司记者编摄图文稿]|中心|公司|综合|整理")
"""What stands in the names of offices and deeds, and in no name of a person."""


def may_be_people(names: Sequence[str], *, named: bool = False) -> bool:
    """Whether folded names are those of people; one of several may have a surname that is not known.

    With `named` a label says that names follow, so that may be the first one too.

    >>> may_be_people(["李一", "乜二"]), may_be_people(["乜二", "李一"]), may_be_people(["李一", "水务局"])
    (True, False, False)
    """
    unknown = [n for n, name in enumerate(names) if not is_person(name)]
    if not unknown:
        return True
    first = unknown[0]
    return len(unknown) == 1 and (named or first > 0) and not _ORGANISED.search(names[first])


def are_people(line: str) -> bool:
    """Whether a folded line is names of persons and nothing else, as below an article's title.

    Pairs of words of two characters are none: `高山 白云`.

    >>> are_people("李一 王小二 赵四"), are_people("高山 白云")
    (True, False)
    >>> are_people("罗 有,樊 帆"), are_people("范明+杨小楠")
    (True, True)
    """
    names = _PARTED.split(_WIDE.sub(r"\1\2", line))
    if len(names) < 2 or not all(map(is_person, names)):
        return False
    return max(map(len, names)) > 2 or len(names) < len(_GAP.split(line))


def find_listed_people(line: str) -> list[str]:
    """The names of a folded line that is a list of persons with marks between, as journals have it.

    One of them may have a surname that is not known. Spaces that widen a name go.

    >>> find_listed_people("李一1, 王 二2, 赵小四3 综述"), find_listed_people("高山,白云,流水")
    (['李一', '王二', '赵小四'], [])
    """
    names: list[str] = []
    place, end = 0, len(line)
    while place < end:
        match = _LISTED.match(line, place)
        if match is None:
            return []
        names.append("".join(match["name"].split()))
        place = match.end()
    known = sum(map(is_person, names))
    if len(names) < LISTED or known < len(names) - (len(names) > LISTED):
        return []
    return names


LATIN_PERSON = re.compile(
    r"[A-Z][A-Za-z'\u2019-]*\.?(?: (?:[a-z]{2,3} )?[A-Z][A-Za-z.'\u2019-]+){1,3}"
)
"""A person's name in Latin letters: two to four capitalised words."""


def is_latin_person(name: str) -> bool:
    """Whether a name has the form of a person's in Latin letters: two to four capitalised words.

    >>> is_latin_person("Anton van Dijk"), is_latin_person("CNN")
    (True, False)
    """
    return LATIN_PERSON.fullmatch(name) is not None


def find_author(line: str) -> str | None:
    """The author that a byline names, if it is clearly a person or persons.

    Photographers and organisations are none. Spaces that widen a name of two characters go.

    >>> find_author("文/记者 李一图/区政协提供"), find_author("(某某区政协 文/图)")
    ('李一', None)
    """
    found = _AUTHOR.search(line)
    if not found:
        return None
    names: str = next(group for group in found.groups() if group)
    parts = re.split(r"\s?[、,/]\s?|(?<=\S\S)\s+", names)
    return "、".join("".join(part.split()) for part in parts)
