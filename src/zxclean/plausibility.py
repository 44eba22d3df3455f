"""How much a reading of some bytes looks like running Chinese text."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

# Character counts of jieba 0.42.1's dict.txt (MIT licence), each word weighted by its count:
# the first 1,000 Simplified Han (87 % of running text), most frequent first, and every other
# Han that OpenCC's STCharacters, TWVariants or HKVariants give for one of them.
_SIMPLIFIED = (
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对"
    "得主长可过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产"
    "前其军还然起种所如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手"
    "最东头者月间无安看见各城十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数"
    "样身情入原问把路被并利石老教万知级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品"
    "设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给打变果书清活几州华解议更"
    "称程今决张导术府才保交放管结师便走达族反再题色五京河接条规式县白它改风光运信受什组听布百济党"
    "指论强做取技黄神选记斯真却职号界件花类何眼兵传带空干农边据集联古广完质阳难增历史专官每住商即"
    "步认车台林必死游举线言皇土团收考求德叫近备研争非具李众连调感转笑革该持始英克士尔让拉思根格造"
    "较际亲单朝红型价校约器字段周亚深候则功属积快图火千准究往极育装许参半令吃观鱼精办像帝八复影告"
    "远群包整构料随划算象容示投势热值夫网望源息语股铁断派速怎需片爱律纪支早况病境证编越局推满且列"
    "觉服双未居除乐企引标确织初青志率项飞球节察龙响药站施均消客失轻存低甚般击曾防请离落显罗营足素"
    "视护副食创余照兴占巴虽洲村费易试星木黑左宝置跟央识维采六底宫房音环案批切斗富乡另倒若按查故突"
    "责严桥模仅胜杀围席态破承招杨负层须父供续状域似依银范修找九致密终血旅钱赛独细效玉冲获习医演毛"
    "尽脸弹楼艺航陆右协七攻镇检写苏宗章注阿抗弟坐验封紧劳户优财养适陈喜卫排射哥油刻留急降念云微伤"
    "例景拿绝阶座刘刚害印亿沙母酒助闻超审待压升送监策略限竟香配藏敌呢差仍兰温园树征善波哪词岛止预"
    "怕继皮执味份角草男普答益谁船惊核街夏宣掌田久著画辑奇尼剑吧谈背免孩礼材愿洋春架筑括晚乱乎讲尚"
    "良友临激刀夜室既敢邦挥昌板胡欧福港叶简苦担句岁荆贵娘守辖威宜衣帮块堂额错剧充欢够孙班呼阵销坚"
    "练脚退读测吴希宁换版异某顾曲楚典朱毒菜判救宋茶洪含顺啊鲜败货矿端兄归冷忙买险康评肉吗厂永哈沉"
    "散遗停笔假输牛洞松渐顶训录否述毕督控丰献姑忽爷互亮纳襄登咱钟伯臣雄季脑介鄂召饭暗扩祖齐短烈赶"
    "牌恩诉移诗础露届蒙静喝盘卖植授伊湾博痛减穿逐秘庭陵固禁票灵杂姓泽吸侧庆妈遇追甲馆补唐炮沿殿刺"
    "怪彩俄旧警索岸轮妇载靠附毫怀软骨探雷旁罪枪牙迎序慢盛雨墙恶谷顿危稳熟"
)
_TRADITIONAL = (
    "瞭國爲為這個箇來會時齣學說説傢們於後發髮對長過業裏裡經麪麵門動進區衕開產軍還種現機體錶與當噹"
    "兩實麼衹隻祇關從製內沒將員東頭間無見閤戰點場嚮曏數樣問並併萬級應資務迴係繫氣漢總電聲設義統處"
    "馬兒領隊計別彆權話報給變書幾華議稱決張導術朮纔結師達題條規縣牠風運組聽佈濟黨論強黃選記卻職號"
    "類傳帶幹乾農邊據聯廣質陽難歷曆專認車臺檯枱颱遊舉線團糰備爭衆眾連調轉該剋爾讓較際親單紅價約週"
    "賙亞則屬積圖韆準極裝許參蔘喫觀魚辦復複覆遠羣構隨劃勢熱伕網語鐵斷愛紀況證証編侷滿覺雙樂標確織"
    "誌項飛節龍響藥葯輕擊請離顯羅營視護創餘興佔雖費試寶識維採寀宮環鬥鄉責嚴橋僅勝殺圍蓆態楊負層須"
    "鬚續狀銀範脩緻終錢賽獨細衝沖獲穫習醫盡儘臉彈樓藝陸協鎮檢寫蘇甦囌註驗緊勞戶優財養適陳衛衞唸雲"
    "傷絕階劉剛億聞審壓昇監敵蘭溫園樹徵詞島預繼執誰驚覈畫輯劍談揹禮願築亂講臨揮闆鬍衚歐葉簡擔歲荊"
    "貴孃轄幫塊額錯劇歡夠孫陣銷堅練腳讀測吳寧甯換異顧麴硃順鮮敗貨礦歸買險評嗎廠遺筆輸鬆漸頂訓錄彔"
    "畢豐獻爺納鍾鐘鈡腦飯闇擴齊趕訴詩礎屆矇濛懞靜盤賣灣減祕靈雜澤側慶媽館補綵舊輪婦載懷軟槍牆惡噁"
    "穀頓穩"
)


def score(text: str) -> float:
    """How much a reading looks like running Chinese (Japanese, Korean) text.

    The mean over all but ASCII of: 1 for a frequent Han, 0.2 for another Han of the first level
    of GB 2312 or Big5, 0.8 and 0.6 for Chinese and full-width marks, below 0 for all that wrong
    readings are full of: rare Han, stray kana and Hangul, private use, controls, U+FFFD (-2).
    0 for plain ASCII. Kana count 0.6 in a text that is a quarter kana, Hangul in one that is nearly
    all Hangul.

    >>> score("中国人民") > 0.9, score("中国人民".encode("gbk").decode("latin-1")) < 0
    (True, True)
    """
    if not text:
        return 0.0
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    weights = _weights()[np.minimum(points, 0x10000)]
    weights = weights[weights != _NEUTRAL]
    if not weights.size:
        return 0.0
    # Japanese is a quarter kana and more, Korean nearly all Hangul of KS X 1001. Chinese read
    # wrongly has up to 70 % Hangul among rare Han in runs of 20, and few kana.
    total = int(weights.sum())
    for weight, least, share in ((_KANA, 1, 0.25), (_HANGUL, 4, 0.9)):
        count = int(np.count_nonzero(weights == weight))
        if count >= max(least, share * weights.size):
            total += count * (60 - weight)
    return total / (100 * int(weights.size))


_NEUTRAL, _KANA, _HANGUL = 127, -31, -32


@functools.cache
def _weights() -> NDArray[np.int16]:
    """Weight (hundredths) of each code point of the BMP; the last cell is for all others."""
    table = np.full(0x10001, -50, dtype=np.int16)
    table[:0xA0] = -100
    table[0x20:0x7F] = _NEUTRAL
    table[[9, 10, 12, 13]] = _NEUTRAL
    table[0xA0:0x530] = -20
    table[0x2000:0x2700] = -10
    table[0x2500:0x2580] = -50
    table[0x3041:0x30FF] = _KANA
    table[0x3131:0x3190] = -50
    table[0x4E00:0xA000] = -100
    table[0xD800:0xE000] = -200
    table[0xE000:0xF900] = -100
    table[0xE5E5] = -10  # GBK A3A0, used as a blank on many pages
    table[0xFF01:0xFF5F] = 60
    table[0xFFF0:0x10000] = -100
    table[0xFFFD] = -200
    rows = (
        ("euc_jp", 0xB0, 0xCF, -20),  # JIS level 1: new forms of Japan
        ("gb2312", 0xB0, 0xD7, 20),
        ("big5", 0xA4, 0xC6, 20),
        ("euc_kr", 0xB0, 0xC8, _HANGUL),
    )
    for codec, first, last, weight in rows:
        pairs = [
            (a, b) for a in range(first, last + 1) for b in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        ]
        block = b"".join(bytes(p) for p in pairs if p[1] > 0x7E or codec == "big5")
        for char in block.decode(codec, "ignore"):
            table[ord(char)] = weight
    marks = "\u2018\u2019\u201c\u201d\u2026\u2014\u00b7\u3000\u3001\u3002"
    for char in marks + "\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015":
        table[ord(char)] = 80
    for char in _SIMPLIFIED + _TRADITIONAL:
        table[ord(char)] = 100
    return table
