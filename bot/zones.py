"""Time zones as people say them: a key, a city, a country with one zone, an abbreviation, 上海."""

import re
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

LONGEST = 60  # characters; no zone's name is longer
OFFERED = 3
_FALLBACK = ("UTC", "Europe/Berlin", "Asia/Shanghai")
_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(00|30|45))?")
_MOST_WEST, _MOST_EAST = 12, 14

# Cities and countries that the zone database does not name, and other spellings; Chinese in both scripts.
_PLACES = {
    "Africa/Cairo": "egypt 开罗 開羅 埃及",
    "Africa/Johannesburg": "south_africa cape_town 约翰内斯堡 約翰尼斯堡 开普敦 開普敦 南非",
    "Africa/Lagos": "nigeria 拉各斯 尼日利亚 奈及利亞",
    "Africa/Nairobi": "kenya 内罗毕 奈洛比 肯尼亚 肯亞",
    "America/Argentina/Buenos_Aires": "argentina 布宜诺斯艾利斯 布宜諾斯艾利斯 阿根廷",
    "America/Bogota": "bogotá colombia 波哥大 哥伦比亚 哥倫比亞",
    "America/Chicago": "dallas houston austin minneapolis central_time 芝加哥 达拉斯 達拉斯 休斯敦 休士頓",
    "America/Denver": "salt_lake_city mountain_time 丹佛",
    "America/Lima": "peru 利马 利馬 秘鲁 秘魯",
    "America/Los_Angeles": "la san_francisco sf seattle san_diego silicon_valley portland las_vegas"
    " pacific_time"
    " 洛杉矶 洛杉磯 旧金山 舊金山 三藩市 西雅图 西雅圖 硅谷 矽谷 圣何塞 聖荷西 加州",
    "America/Mexico_City": "mexico 墨西哥城 墨西哥",
    "America/New_York": "nyc boston washington washington_dc miami atlanta philadelphia eastern_time"
    " 纽约 紐約 波士顿 波士頓 华盛顿 華盛頓 迈阿密 邁阿密 亚特兰大 亞特蘭大",
    "America/Sao_Paulo": "são_paulo brasilia rio rio_de_janeiro 圣保罗 聖保羅 里约热内卢 里約熱內盧",
    "America/Toronto": "montreal ottawa 多伦多 多倫多 蒙特利尔 蒙特婁 渥太华 渥太華",
    "America/Vancouver": "温哥华 溫哥華",
    "Asia/Bangkok": "thailand 曼谷 泰国 泰國",
    "Asia/Dhaka": "bangladesh 达卡 達卡",
    "Asia/Dubai": "uae abu_dhabi 迪拜 杜拜 阿布扎比 阿布達比",
    "Asia/Ho_Chi_Minh": "saigon hanoi vietnam 胡志明市 河内 河內 越南",
    "Asia/Hong_Kong": "hk 香港",
    "Asia/Jakarta": "雅加达 雅加達",
    "Asia/Jerusalem": "israel 耶路撒冷 特拉维夫 特拉維夫 以色列",
    "Asia/Karachi": "pakistan islamabad 卡拉奇 喀拉蚩 巴基斯坦",
    "Asia/Kathmandu": "nepal 加德满都 加德滿都",
    "Asia/Kolkata": "india mumbai bombay delhi new_delhi bangalore bengaluru chennai hyderabad pune"
    " 印度 孟买 孟買 新德里 德里 班加罗尔 班加羅爾 加尔各答 加爾各答",
    "Asia/Kuala_Lumpur": "kl malaysia 吉隆坡 马来西亚 馬來西亞",
    "Asia/Macau": "macao 澳门 澳門",
    "Asia/Manila": "philippines 马尼拉 馬尼拉 菲律宾 菲律賓",
    "Asia/Riyadh": "saudi_arabia 利雅得 沙特 沙烏地阿拉伯",
    "Asia/Seoul": "korea south_korea busan 首尔 首爾 韩国 韓國 釜山",
    "Asia/Shanghai": "china prc beijing peking shenzhen guangzhou hangzhou chengdu nanjing wuhan"
    " xian suzhou tianjin"
    " 中国 中國 北京 上海 深圳 广州 廣州 杭州 成都 南京 武汉 武漢 西安 苏州 蘇州 天津 重庆 重慶 青岛"
    " 青島 大连 大連"
    " 厦门 廈門 长沙 長沙 宁波 寧波 合肥 郑州 鄭州 济南 濟南 沈阳 瀋陽 东莞 東莞 佛山 无锡 無錫 福州"
    " 北京时间 北京時間 东八区 東八區",
    "Asia/Singapore": "sg 新加坡",
    "Asia/Taipei": "taiwan hsinchu taichung tainan kaohsiung roc 台北 臺北 台湾 台灣 臺灣 新竹 台中"
    " 臺中 台南 臺南 高雄 桃园 桃園 新北",
    "Asia/Tehran": "iran 德黑兰 德黑蘭 伊朗",
    "Asia/Tokyo": "japan osaka kyoto 东京 東京 日本 大阪 京都",
    "Asia/Urumqi": "乌鲁木齐 烏魯木齊",
    "Australia/Brisbane": "布里斯班",
    "Australia/Melbourne": "墨尔本 墨爾本",
    "Australia/Perth": "珀斯 伯斯",
    "Australia/Sydney": "canberra 悉尼 雪梨 堪培拉",
    "Europe/Amsterdam": "netherlands holland rotterdam 阿姆斯特丹 荷兰 荷蘭",
    "Europe/Athens": "greece 雅典 希腊 希臘",
    "Europe/Berlin": "germany munich münchen hamburg frankfurt cologne köln stuttgart düsseldorf"
    " 柏林 德国 德國 慕尼黑 汉堡 漢堡 法兰克福 法蘭克福",
    "Europe/Brussels": "belgium 布鲁塞尔 布魯塞爾 比利时 比利時",
    "Europe/Bucharest": "romania 布加勒斯特 罗马尼亚 羅馬尼亞",
    "Europe/Budapest": "hungary 布达佩斯 布達佩斯 匈牙利",
    "Europe/Copenhagen": "denmark 哥本哈根 丹麦 丹麥",
    "Europe/Dublin": "ireland 都柏林 爱尔兰 愛爾蘭",
    "Europe/Helsinki": "finland 赫尔辛基 赫爾辛基 芬兰 芬蘭",
    "Europe/Istanbul": "turkey türkiye ankara 伊斯坦布尔 伊斯坦堡 土耳其",
    "Europe/Kyiv": "ukraine 基辅 基輔 乌克兰 烏克蘭",
    "Europe/Lisbon": "portugal 里斯本 葡萄牙",
    "Europe/London": "uk england britain great_britain scotland edinburgh manchester 伦敦 倫敦 英国 英國",
    "Europe/Madrid": "spain barcelona 马德里 馬德里 巴塞罗那 巴塞隆納 西班牙",
    "Europe/Moscow": "莫斯科",
    "Europe/Oslo": "norway 奥斯陆 奧斯陸 挪威",
    "Europe/Paris": "france lyon 巴黎 法国 法國",
    "Europe/Prague": "czechia czech_republic 布拉格 捷克",
    "Europe/Rome": "italy milan 罗马 羅馬 米兰 米蘭 意大利 義大利",
    "Europe/Stockholm": "sweden 斯德哥尔摩 斯德哥爾摩 瑞典",
    "Europe/Vienna": "austria wien 维也纳 維也納 奥地利 奧地利",
    "Europe/Warsaw": "poland krakow 华沙 華沙 波兰 波蘭",
    "Europe/Zurich": "zürich switzerland geneva basel bern 苏黎世 蘇黎世 日内瓦 日內瓦 瑞士",
    "Pacific/Auckland": "new_zealand wellington 奥克兰 奧克蘭 新西兰 紐西蘭",
    "Pacific/Honolulu": "hawaii 檀香山 夏威夷",
}
_ABBREVIATIONS = {
    "utc": "UTC", "gmt": "Etc/GMT", "z": "UTC", "zulu": "UTC",
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin",
    "wet": "Europe/Lisbon", "west": "Europe/Lisbon", "eet": "Europe/Athens", "eest": "Europe/Athens",
    "msk": "Europe/Moscow", "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "hkt": "Asia/Hong_Kong",
    "sgt": "Asia/Singapore", "ict": "Asia/Bangkok", "wib": "Asia/Jakarta", "pht": "Asia/Manila",
    "pkt": "Asia/Karachi", "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland", "sast": "Africa/Johannesburg",
    "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York",
    "cdt": "America/Chicago", "mst": "America/Denver", "mdt": "America/Denver",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "hst": "Pacific/Honolulu", "brt": "America/Sao_Paulo",
}  # fmt: skip
_TWOFOLD = {
    "cst": ("Asia/Shanghai", "America/Chicago", "America/Havana"),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "bst": ("Europe/London", "Asia/Dhaka", "Pacific/Bougainville"),
    "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "gst": ("Asia/Dubai", "Atlantic/South_Georgia", "Pacific/Guam"),
    "usa": ("America/New_York", "America/Chicago", "America/Los_Angeles"),
    "us": ("America/New_York", "America/Chicago", "America/Los_Angeles"),
    "美国": ("America/New_York", "America/Chicago", "America/Los_Angeles"),
    "美國": ("America/New_York", "America/Chicago", "America/Los_Angeles"),
    "canada": ("America/Toronto", "America/Winnipeg", "America/Vancouver"),
    "加拿大": ("America/Toronto", "America/Winnipeg", "America/Vancouver"),
    "australia": ("Australia/Sydney", "Australia/Adelaide", "Australia/Perth"),
    "澳大利亚": ("Australia/Sydney", "Australia/Adelaide", "Australia/Perth"),
    "澳洲": ("Australia/Sydney", "Australia/Adelaide", "Australia/Perth"),
    "brazil": ("America/Sao_Paulo", "America/Manaus", "America/Fortaleza"),
    "russia": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Vladivostok"),
    "indonesia": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
}


_BROKEN_HOURS = {
    "-9:30": "Pacific/Marquesas", "-3:30": "America/St_Johns", "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul", "+5:30": "Asia/Kolkata", "+5:45": "Asia/Kathmandu", "+6:30": "Asia/Yangon",
    "+8:45": "Australia/Eucla", "+9:30": "Australia/Darwin", "+10:30": "Australia/Lord_Howe",
    "+12:45": "Pacific/Chatham",
}  # fmt: skip


def read_zone(text: str) -> str | tuple[str, ...]:
    """Return the key of the zone that a text names, or the three nearest keys to choose from.

    A name that means several zones (CST, USA) gives those.
    """
    name = "_".join(text[:LONGEST].strip(" .!。！?？").casefold().replace("_", " ").split())
    if name in _TWOFOLD:
        return _TWOFOLD[name]
    known = (
        _names().get(name) or _names().get(name.removesuffix("时间").removesuffix("時間")) or _offset(name)
    )
    return known or _nearest(name)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return every name in lower case and its key; read from the zone database when first asked."""
    keys = sorted(available_timezones() - {"localtime", "Factory"}, key=_rank)
    names: dict[str, str] = {}
    for key in keys:
        names.setdefault(key.casefold(), key)
        if not key.startswith("Etc/"):  # its GMT-5 is five hours east
            names.setdefault(key.rpartition("/")[2].casefold(), key)
    names |= {name: key for key, spellings in _PLACES.items() for name in spellings.split()}
    return names | _ABBREVIATIONS


def _rank(key: str) -> tuple[bool, int, str]:
    """Put Europe/Berlin before keys that are kept for old times' sake, and short ones before long ones."""
    return key.partition("/")[0] not in _AREAS, key.count("/"), key


def _offset(name: str) -> str | None:
    """Return the zone of UTC+8; the database writes it Etc/GMT-8, with the sign the other way."""
    found = _OFFSET.fullmatch(name.replace("_", ""))
    if not found:
        return None
    sign, hours, minutes = found[1], int(found[2]), found[3]
    if minutes in ("30", "45"):
        return _BROKEN_HOURS.get(f"{sign}{hours}:{minutes}")
    if hours == 0:
        return "UTC"
    if hours > (_MOST_EAST if sign == "+" else _MOST_WEST):
        return None
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"


def _nearest(name: str) -> tuple[str, ...]:
    """Return the keys of the most similar names; widely known ones where nothing is similar."""
    names = _names()
    similar = get_close_matches(name, names, n=4 * OFFERED, cutoff=0.5)
    found = dict.fromkeys([names[one] for one in similar] + list(_FALLBACK))
    return tuple(found)[:OFFERED]
