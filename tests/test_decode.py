"""Every kind of evidence `zxclean.decode` takes, short texts, damage, and any bytes at all."""

from __future__ import annotations

import encodings.aliases
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zxclean.codec import UnknownEncodingError
from zxclean.decode import Decoded, decode
from zxclean.likelihood import likelihood

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
LOST = "\N{REPLACEMENT CHARACTER}"
WIDE = str.maketrans(
    {",": "\uff0c", ".": "\u3002", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01"}
    | {"(": "\uff08", ")": "\uff09", "[": "\u201c", "]": "\u201d", "<": "\u300a", ">": "\u300b"}
    | {"/": "\u3001", "{": "\u300c", "}": "\u300d"}
)

SIMPLIFIED = [
    line.translate(WIDE)
    for line in (
        "区政协十五届一次会议昨日闭幕,委员们围绕社区养老提出三十二件提案.",
        "锅里放少许油,把姜片和葱段煸香,再下排骨翻炒到发白.",
        "明天夜里到后天上午,沿海有七到八级大风,请渔船及时回港.",
        "[你怎么才来?]她把伞收起来,站在门口抖了抖水.",
        "公司第三季度净利润同比下降百分之十二,股价应声下跌.",
        "第十七条 承租人不得擅自转租房屋,违者出租人可以解除合同.",
        "程序启动时先读取配置文件,再连接数据库,失败则重试三次.",
        "主队在补时阶段打进一球,全场球迷起立欢呼!",
        "患者自述咳嗽两周,夜间加重,无发热,双肺呼吸音清.",
        "从火车站坐公交车到古镇大约四十分钟,门票五十元.",
        "出租:南湖花园两室一厅,家具齐全,月租一千八,联系人王女士.",
        "春天的早晨,河边的柳树刚刚抽芽,几只野鸭在水里游来游去.",
        "这本<小城旧事>写得真好,一口气读完,眼泪止不住.",
        "光在真空中的速度是常数,与观察者的运动无关.",
        "唐代的长安城有一百零八坊,东西两市商贾云集.",
        "各单位要认真组织学习,抓好落实,有关情况于月底前报送办公室.",
        "下列句子中没有语病的一项是:(三分)",
        "充电五分钟/通话两小时,屏幕很亮,就是有点重.",
        "老李养了一条黄狗,见谁都摇尾巴,从不咬人.",
        "姓名 性别 出生年月 籍贯 学历 职务 备注",
        "妈妈说外面下雪了,我赶紧跑到阳台上去看.",
        "据介绍,该大桥全长二点六公里,预计明年底建成通车.",
        "酒店房间干净,前台态度好,早餐种类少了些,下次还会来住.",
    )
]
TRADITIONAL = [
    line.translate(WIDE)
    for line in (
        "立法院昨天三讀通過預算案,在野黨團表示遺憾.",
        "將雞腿洗淨擦乾,用醬油與米酒醃半小時,再放入烤箱.",
        "鋒面通過,北部轉為陰天有短暫雨,山區請注意落石.",
        "{你到底想說什麼?}他把報紙放下,摘了眼鏡.",
        "港股今早低開二百點,成交額較上日減少一成.",
        "本條例所稱公眾場所,指供公眾出入之室內及戶外地方.",
        "請先登入會員,再點選右上角的設定,即可變更密碼.",
        "中華隊靠著第八局的再見安打,以三比二擊敗對手!",
        "醫師提醒,長時間低頭使用手機,容易造成頸椎壓迫.",
        "從臺北搭火車到花蓮約兩個半小時,沿途可以看見太平洋.",
        "徵求室友:近捷運站,獨立衛浴,月租九千,歡迎女學生.",
        "秋天的傍晚,稻田一片金黃,白鷺鷥一隻接著一隻飛回樹林.",
        "這部電影拍得很細膩,看完之後久久不能平復.",
        "地球繞太陽公轉一週約需三百六十五天又六小時.",
        "清朝乾隆年間,揚州鹽商富甲天下,園林之盛一時無兩.",
        "茲訂於本月十五日上午十時召開會員大會,敬請準時出席.",
        "下列各詞語的讀音,何者完全正確?",
        "這款筆電很輕,鍵盤手感不錯,只是風扇聲音大了點.",
        "鄰居的老先生每天清早在公園打拳,風雨無阻.",
        "姓名 性別 出生年月日 學歷 經歷 聯絡電話",
        "爸爸從香港帶回來一盒月餅,我們全家都捨不得吃.",
        "據了解,這條隧道全長三公里,工程費達四十億元.",
        "房間雖然不大,但是很乾淨,服務人員也親切,下次還要再來.",
    )
]
FAMILIES = [
    ("gbk", "gb18030", SIMPLIFIED),
    ("gb18030", "gb18030", SIMPLIFIED),
    ("gbk", "gb18030", TRADITIONAL),
    ("big5", "big5hkscs", TRADITIONAL),
    ("utf-16-le", "utf-16-le", SIMPLIFIED),
    ("utf-16-be", "utf-16-be", TRADITIONAL),
    ("utf-32-le", "utf-32-le", SIMPLIFIED),
    ("utf-32-be", "utf-32-be", TRADITIONAL),
    ("utf-8", "utf-8", SIMPLIFIED),
]
ENCODINGS = ["utf-8", "gbk", "gb18030", "big5", "utf-16", "utf-16-le", "utf-32", "latin-1", "hz"]
ENCODINGS += ["iso-2022-jp", "shift_jis", "euc-jp", "euc-kr", "cp1252", "koi8-r", "utf-7", "ascii"]


def cuts(lines: list[str], length: int, count: int = 60) -> list[str]:
    choice, text = random.Random(length), "\n".join(lines)
    starts = [choice.randrange(len(text) - length) for _ in range(count)]
    return [text[start : start + length] for start in starts]


@pytest.mark.parametrize(("codec", "expected", "lines"), FAMILIES)
def test_sentences_come_back_without_a_declaration(
    codec: str, expected: str, lines: list[str]
) -> None:
    for line in lines:
        found = decode(line.encode(codec))
        assert (found.text, found.encoding) == (line, expected), found.reason
        assert found.undecodable == 0
        assert found.confidence > 0.9


@pytest.mark.parametrize(("codec", "expected", "lines"), FAMILIES)
@pytest.mark.parametrize("length", [10, 20, 40, 80, 200])
def test_short_cuts_come_back(codec: str, expected: str, lines: list[str], length: int) -> None:
    for text in cuts(lines, length):
        found = decode(text.encode(codec))
        assert (found.text, found.encoding) == (text, expected), found.reason


@pytest.mark.parametrize(
    ("mark", "codec", "expected"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8"),
        (b"\xff\xfe", "utf-16-le", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
    ],
)
def test_byte_order_mark_decides_and_is_removed(mark: bytes, codec: str, expected: str) -> None:
    text = SIMPLIFIED[0]
    for declared in (None, "big5"):
        found = decode(mark + text.encode(codec), declared)
        assert (found.text, found.encoding, found.confidence) == (text, expected, 1.0)
        assert found.reason.startswith("byte order mark")
        assert ("big5hkscs declared by the caller is overruled" in found.reason) == bool(declared)


def test_byte_order_marks_odd_cases() -> None:
    assert decode(b"\xff\xfe\x00\x00a\x00").text == "\x00a"  # UTF-16 that starts with a NUL
    assert decode(b"\xef\xbb\xbf" * 2 + b"a").text == "a"  # two files, one after the other
    assert decode("a\ufeffb".encode()).text == "a\ufeffb"  # not at the start: stays
    assert decode("\ufeff政协".encode("utf-16"), "utf-16").text == "政协"
    other = decode(b"\xef\xbb\xbf" + SIMPLIFIED[0].encode("gbk"))
    assert (other.text, other.encoding) == (SIMPLIFIED[0], "gb18030")
    assert "byte order mark of UTF-8 stands before other bytes" in other.reason


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("gb2312", "gb18030"),
        (" GBK ", "gb18030"),
        ("x-gbk", "gb18030"),
        ("gb_2312-80", "gb18030"),
        ("CP936", "gb18030"),
        ("chinese", "gb18030"),
    ],
)
def test_declared_labels_mean_what_browsers_read(declared: str, expected: str) -> None:
    text = SIMPLIFIED[3] + "\U00020000"  # in GB18030 alone
    found = decode(text.encode("gb18030"), declared)
    assert (found.text, found.encoding) == (text, expected)
    assert found.reason == "declared by the caller"


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("big5", TRADITIONAL[2], "big5hkscs"),
        ("Big5-HKSCS", "佢\U00020547喺度", "big5hkscs"),
        ("utf8", SIMPLIFIED[1], "utf-8"),
        ("ascii", "plain", "cp1252"),
        ("iso-8859-1", "d\u00e9j\u00e0 vu \u2013 \u20ac", "cp1252"),
        ("windows-1251", "Привет, мир", "cp1251"),
        ("shift_jis", "これはテストです", "cp932"),
        ("euc-kr", "이것은 시험입니다", "cp949"),
        ("hz", SIMPLIFIED[2], "hz"),
        ("iso-2022-jp", "日本語の文章", "iso2022_jp"),
        ("utf-16", SIMPLIFIED[0], "utf-16-le"),
        ("utf-16-be", "plain text", "utf-16-be"),
    ],
)
def test_declared_encoding_that_fits_is_taken(declared: str, text: str, expected: str) -> None:
    codec = {"utf-16": "utf-16-le", "iso-8859-1": "cp1252"}.get(declared, declared)
    found = decode(text.encode(codec), declared)
    if expected == "cp1252" and text.isascii():
        expected = found.encoding  # ASCII is the same in both
    assert (found.text, found.encoding, found.undecodable) == (text, expected, 0)
    assert found.reason == "declared by the caller"


@pytest.mark.parametrize("declared", ["big5", "utf-8", "iso-8859-1", "utf-16", "euc-kr", "sjis"])
def test_wrong_declaration_of_gbk_is_overruled(declared: str) -> None:
    for line in SIMPLIFIED:
        found = decode(line.encode("gbk"), declared)
        assert (found.text, found.encoding) == (line, "gb18030"), found.reason
        assert "declared by the caller as" in found.reason
        assert "overruled" in found.reason


@pytest.mark.parametrize("declared", ["gbk", "big5", "iso-8859-1", "koi8-r", "utf-16", "sjis"])
def test_wrong_declaration_of_utf8_is_overruled(declared: str) -> None:
    for line in SIMPLIFIED:
        found = decode(line.encode(), declared)
        assert (found.text, found.encoding) == (line, "utf-8"), found.reason
    assert decode("caf\u00e9".encode(), "iso-8859-1").text == "caf\u00e9"


def test_wrong_declaration_of_big5_is_overruled() -> None:
    for line in TRADITIONAL:
        found = decode(line.encode("big5"), "gb2312")
        assert (found.text, found.encoding) == (line, "big5hkscs"), found.reason


@pytest.mark.parametrize(
    ("codec", "lines"), [("gbk", SIMPLIFIED), ("gbk", TRADITIONAL), ("big5", TRADITIONAL)]
)
def test_right_declaration_is_never_overruled(codec: str, lines: list[str]) -> None:
    for text in cuts(lines, 4, 300):
        assert decode(text.encode(codec), codec).text == text


def test_declaration_decides_what_the_bytes_leave_open() -> None:
    word = "一".encode("gbk")  # also valid UTF-8, of a Cyrillic letter
    assert decode(word, "gbk").text == "一"
    assert decode(word).text == word.decode()


@pytest.mark.parametrize(
    "label",
    ["utf-9", "gbk2312", "base64", "rot13", "idna", "unicode_escape", "\u56fd\u6807", "a\0"],
)
def test_unknown_label_is_refused_by_name(label: str) -> None:
    with pytest.raises(UnknownEncodingError) as caught:
        decode(b"", label)
    assert isinstance(caught.value, LookupError)
    assert isinstance(caught.value, ValueError)
    assert repr(label) in str(caught.value)
    assert "'gb18030'" in str(caught.value)


def test_blank_label_is_none() -> None:
    assert decode(b"abc", " ") == decode(b"abc")


HEADS = [
    '<html><head><meta charset="{}"><title>',
    "<META CHARSET={} />",
    '<meta http-equiv="Content-Type" content="text/html; charset={}">',
    "<meta content='text/html;charset={}' http-equiv=content-type>",
    '<!-- <meta charset="koi8-r"> --><meta charset={}>',
    '<?xml version="1.0" encoding="{}"?>',
]


@pytest.mark.parametrize("head", HEADS)
def test_html_head_is_read(head: str) -> None:
    for label, codec, encoding, body in (
        ("gb2312", "gbk", "gb18030", "鑫淼焱"),  # too rare to be found by score
        ("big5", "big5", "big5hkscs", "龘鑫麤"),
    ):
        found = decode((head.format(label) + body).encode(codec))
        assert (found.text, found.encoding) == (head.format(label) + body, encoding)
        assert found.reason == "HTML meta declaration"


def test_html_head_that_is_wrong_or_unknown_is_overruled() -> None:
    for label in ("utf-8", "big5", "iso-8859-1", "utf-16", "x-unheard-of"):
        page = f"<meta charset={label}>" + SIMPLIFIED[0]
        found = decode(page.encode("gbk"))
        assert (found.text, found.encoding) == (page, "gb18030"), found.reason
    page = "<meta charset=gb2312>" + SIMPLIFIED[0]
    assert decode(page.encode()).reason == "valid UTF-8"
    late = " " * 4096 + "<meta charset=koi8-r>" + SIMPLIFIED[0]
    assert decode(late.encode("gbk")).reason.startswith("best of candidates")


def test_candidates_are_listed() -> None:
    found = decode(TRADITIONAL[0].encode("big5"))
    assert found.reason.startswith("best of candidates: big5hkscs leads by nats: ")
    assert "gb18030 -" in found.reason


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1252", "L'\u00e9t\u00e9 dernier, nous avons visit\u00e9 le ch\u00e2teau"),
        (
            "cp1252",
            "Gr\u00f6\u00dfe der Stra\u00dfe ist f\u00fcr Fu\u00dfg\u00e4nger ge\u00e4ndert",
        ),
        ("cp1252", "coll\u00e9gien"),  # as GBK a frequent Han stands in it
        ("cp1252", "Don\u2019t say \u201chello\u201d \u2014 he\u2019s the caf\u00e9 owner"),
        ("cp1250", "Za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105 ja\u017a\u0144, prosz\u0119"),
        ("cp1251", "Привет, мир! Это простой текст на русском языке."),
        ("cp1253", "Καλημέρα σας, τι κάνετε σήμερα;"),
        ("euc_jp", "昨日の会議では\u3001新しい計画についての説明がありました\u3002"),
        ("cp932", "東京都は明日から新しい制度を始めると発表した\u3002"),
        ("cp949", "안녕하세요. 어제 회의에서 새로운 계획이 발표되었습니다."),
    ],
)
def test_other_scripts_come_out_too(codec: str, text: str) -> None:
    found = decode(text.encode(codec))
    assert (found.text, found.encoding) == (text, codec), found.reason


FOREIGN = [
    ("koi8-r", "Завтра утром в городе ожидается снег, на дорогах возможна гололедица. "),
    ("cp1251", "Вчера вечером на площади собрались сотни жителей и гостей столицы. "),
    ("cp1253", "Η συνεδρίαση θα γίνει αύριο το πρωί στο μεγάλο αμφιθέατρο. "),
    ("cp1256", "انعقد الاجتماع أمس في مبنى البلدية بحضور عدد كبير من السكان. "),
    ("cp874", "การประชุมเมื่อวานนี้มีผู้เข้าร่วมจำนวนมากและใช้เวลานานกว่าที่คาดไว้ "),
    ("cp1252", "Élève, forêt, où êtes-vous allés cet été? Señor Núñez habló ayer. "),
    ("cp949", "어제 저녁에 열린 회의에는 많은 주민들이 참석하여 의견을 나누었다. "),
    ("euc_jp", "きのうの夜はとても寒かったので\u3001みんな早く家に帰りました\u3002"),
    ("cp932", "あしたの朝は雨が降るそうですから\u3001かさを持って行きましょう\u3002"),
]


@pytest.mark.parametrize(("codec", "text"), FOREIGN)
@pytest.mark.parametrize("length", [16, 40])
def test_cuts_of_other_languages_are_not_made_chinese(codec: str, text: str, length: int) -> None:
    for cut in cuts([text * 3], length):
        found = decode(cut.encode(codec))
        assert {char for char in found.text if "\u3400" <= char <= "\u9fff"} <= {*cut}, found


@pytest.mark.parametrize(
    ("codec", "word"), [("gbk", "重庆"), ("gbk", "下载"), ("cp950", "臺灣"), ("cp950", "下載")]
)
def test_two_characters_in_english(codec: str, word: str) -> None:
    for frame in ("The meeting in {} ended on Monday.", "See also: {} (2011)", "{}", "v1.2 {}\n"):
        text = frame.format(word)
        assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("line", SIMPLIFIED)
def test_cut_last_character_of_utf8(line: str) -> None:
    raw = line.encode() + "国".encode()[: 1 + len(line) % 2]
    found = decode(raw)
    assert (found.text, found.encoding) == (line + LOST, "utf-8")
    assert found.undecodable == 1 + len(line) % 2
    assert "last character cut off" in found.reason


@pytest.mark.parametrize(("codec", "expected", "lines"), FAMILIES[:8])
def test_cut_last_character(codec: str, expected: str, lines: list[str]) -> None:
    for line in lines:
        found = decode(line.encode(codec) + "中".encode(codec)[:1])
        assert (found.text, found.encoding) == (line + LOST, expected), found.reason
        assert found.undecodable == 1


def test_a_lone_lead_byte_at_the_end_of_latin_text_is_not_utf8() -> None:
    assert decode(b"un caf\xe9").text == "un caf\u00e9"


@pytest.mark.parametrize("declared", [None, "utf-8", "gbk"])
def test_damaged_utf8_stays_utf8_and_counts(declared: str | None) -> None:
    good = "\n".join(SIMPLIFIED).encode()
    raw = bytearray(good)
    for at in (30, 300, 600):
        raw[at] = 0xFF
    found = decode(raw, declared)
    assert found.encoding == "utf-8"
    assert found.text == raw.decode("utf-8", "replace")
    assert found.undecodable == 9  # the rest of each broken character is lost as well
    assert "9 bytes could not be decoded" in found.reason


def test_replacement_characters_of_the_page_itself_are_not_counted() -> None:
    text = SIMPLIFIED[0] + LOST * 5
    assert decode(text.encode()) == Decoded(text, "utf-8", "valid UTF-8", 0.99, 0)
    assert decode(text.encode() + b"\xff").undecodable == 1


@pytest.mark.parametrize("declared", [None, "gb2312"])
def test_damaged_gbk_stays_gbk(declared: str | None) -> None:
    for line in SIMPLIFIED:
        raw = line.encode("gbk")
        found = decode(raw + b"\xff\x80" + raw, declared)
        assert (found.text, found.encoding) == (line + LOST * 2 + line, "gb18030")
        assert found.undecodable == 2
    joined = "\n".join(SIMPLIFIED).encode("gbk")
    assert decode(joined[:100] + joined[101:], declared).encoding == "gb18030"  # one byte lost


def test_private_use_and_controls_are_left_alone() -> None:
    text = "\ue5e5" + SIMPLIFIED[0] + "\x07\r\n\x85\xa0"
    assert decode(b"\xa3\xa0" + text[1:].encode("gb18030")).text == text


def test_nuls_in_utf8_and_utf16_without_a_mark() -> None:
    assert decode(b"a\x00b\x00").text == "a\x00b\x00"  # too short to tell: UTF-8
    assert decode(("\x00" + SIMPLIFIED[0] * 9).encode()).text == "\x00" + SIMPLIFIED[0] * 9
    assert decode(b"\x00" * 1000).text == "\x00" * 1000
    assert decode(b"name\x00value\x00" * 100).encoding == "utf-8"
    page = "<html><body>" + "plain text " * 9
    for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        for text in (page, page + SIMPLIFIED[0], page + "一下"):
            found = decode(text.encode(codec))
            assert (found.text, found.encoding) == (text, codec)
            assert "NUL" in found.reason
    assert decode(page.encode("utf-16-le"), "utf-8").encoding == "utf-8"  # as declared


def test_escapes_of_7_bit_encodings_need_a_declaration() -> None:
    raw = SIMPLIFIED[0].encode("hz")
    assert decode(raw) == Decoded(raw.decode("ascii"), "utf-8", "plain ASCII", 1.0, 0)
    assert decode(raw, "hz-gb-2312").text == SIMPLIFIED[0]


@pytest.mark.parametrize(("codec", "expected", "lines"), FAMILIES[:6])
def test_long_pages_are_judged_by_their_text(codec: str, expected: str, lines: list[str]) -> None:
    text = "<script>var a = 1;</script>\n" * 4000 + "\n".join(lines) + "<p>" + "x = 2;\n" * 9000
    assert len(text) > 100_000
    found = decode(text.encode(codec))
    assert (found.text, found.encoding) == (text, expected)
    unbroken = "".join(lines).translate(dict.fromkeys(map(ord, " \n"))) * 60
    assert decode(unbroken.encode(codec)).text == unbroken


def test_any_bytes_like_object() -> None:
    raw = SIMPLIFIED[0].encode("gbk")
    assert decode(bytearray(raw)) == decode(memoryview(raw)) == decode(raw)
    assert decode(memoryview(raw)[::1]).text == SIMPLIFIED[0]


def test_empty_and_tiny() -> None:
    assert decode(b"") == Decoded("", "utf-8", "plain ASCII", 1.0, 0)
    for size in (1, 2):
        for value in range(256):
            raw = bytes([value] * size)
            found = decode(raw)
            if value < 0x80:
                assert found == Decoded(raw.decode("ascii"), "utf-8", "plain ASCII", 1.0, 0)
            elif found.undecodable:
                assert (found.text[0], found.undecodable) == (LOST, size), found.reason
            else:
                assert found.text.encode(found.encoding) == raw, found.reason


def test_likelihood_orders_readings() -> None:
    raw = SIMPLIFIED[0].encode("gbk")
    texts = [raw.decode(codec, "replace") for codec in ("gbk", "big5", "utf-8")]
    totals = [float(likelihood(text).sum()) for text in texts]
    totals.append(float(likelihood(raw.decode("cp1252", "replace"), "single_byte").sum()))
    assert totals[0] > max(totals[1:]) + 60
    assert likelihood("").size == 0
    ascii_only = "plain ASCII (1998)\n"
    flat = likelihood(ascii_only, "single_byte").tolist()
    assert likelihood(ascii_only).tolist() == likelihood(ascii_only, "eastern").tolist() == flat
    assert likelihood(LOST).tolist() == [-14.0]


def test_utf8_loads_no_detector() -> None:
    code = (
        "import sys; from zxclean.decode import decode; decode('政协'.encode());"
        "print('charset_normalizer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# Repeated to 1 MB. UTF-8 and UTF-16 are told by their form; the rest has no right answer, but no
# byte may go missing.
HOSTILE = [
    (b"(", "utf-8"),
    (b"A", "utf-8"),
    (b"<meta ", "utf-8"),
    (b"<!--", "utf-8"),
    (b"\n", "utf-8"),
    (b"\xd8\x00", "utf-16-le"),
    (b"\xd6\xd0\n", "gb18030"),
    (b"\xe9a", "cp1252"),
    (b"\xff", None),
    (b"\x81", None),
    (b"\xe4\xb8", None),
    (b"\xe4\xb8\xad\xd6\xd0", None),
]


@pytest.mark.parametrize(("unit", "expected"), HOSTILE)
@pytest.mark.parametrize("tail", [b"", b"\xd6\xd0"])
def test_hostile_repeats_are_decoded(unit: bytes, expected: str | None, tail: bytes) -> None:
    raw = unit * (1_000_000 // len(unit)) + tail
    found = decode(raw)
    assert found.undecodable == 0
    assert found.text.encode(found.encoding) == raw
    if tail and expected == "utf-8":
        expected = "gb18030"  # one Chinese character in a megabyte of ASCII
    assert expected in (None, found.encoding)
    assert found.stretches == ()
    assert decode(b"\xff\xfe" + raw).text == raw.decode("utf-16-le", "replace")


# Encodings that have several ways to write a character, or more escapes than needed.
MANY_WAYS = {"big5hkscs", "cp932", "euc_jp", "hz", "utf-7", "johab"}
every_codec = sorted({*encodings.aliases.aliases, *encodings.aliases.aliases.values()})


@pytest.mark.parametrize("raw", [b"", bytes(range(256)) * 2, SIMPLIFIED[0].encode("gbk"), b"+AGE"])
def test_every_label_python_knows_is_read_or_refused(raw: bytes) -> None:
    for label in every_codec:
        try:
            found = decode(raw, label)
        except UnknownEncodingError as error:
            assert repr(label) in str(error)
            continue
        found.text.encode("utf-8")  # no lone surrogates
        if not found.reason.startswith("declared"):
            assert "overruled" in found.reason
        elif not found.undecodable and found.encoding not in MANY_WAYS:
            assert found.text.encode(found.encoding) == raw


some_bytes = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda text, codec, cut, junk: text.encode(codec, "ignore")[cut:] + junk,
        st.text(st.sampled_from("".join(SIMPLIFIED + TRADITIONAL) + "aZ 0\0\n\ufeff\ue5e5\xe9")),
        st.sampled_from(["gb18030", "big5hkscs", "utf-8", "utf-16", "utf-16-be", "utf-32", "hz"]),
        st.integers(0, 3),
        st.binary(max_size=4),
    ),
)


@given(some_bytes, st.none() | st.sampled_from(ENCODINGS))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_decoded_the_same_each_time(raw: bytes, declared: str | None) -> None:
    found = decode(raw, declared)
    assert found == decode(bytearray(raw), declared)
    assert not found.text.startswith(BOM)
    assert 0 <= found.undecodable <= len(raw)
    assert 0 <= found.confidence <= 1
    assert found.reason
    assert (found.undecodable > 0) <= (LOST in found.text)
    if found.stretches:
        parts = [found.text[s.start : s.end] for s in found.stretches]
        assert "".join(parts) == found.text
        assert found.encoding.split("+") == list(dict.fromkeys(s.encoding for s in found.stretches))
    elif not found.undecodable and found.encoding not in MANY_WAYS:
        assert raw.endswith(found.text.encode(found.encoding))  # but for a byte order mark


@given(st.text(max_size=60).filter(lambda text: not text.startswith(BOM)))
@settings(max_examples=400, deadline=None)
def test_utf8_comes_back(text: str) -> None:
    raw = text.encode()
    if "\0" not in text or len(raw) < 64:
        assert decode(raw).text == text
    assert decode(raw, "utf-8").text == text
