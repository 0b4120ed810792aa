"""The words of dates in Arabic and English: what each one is, in the spelling of ``reading.tokens.normalise``.

Month and weekday names are CLDR's (``babel``) for the countries that name months differently, with spellings of the
press that CLDR lacks. A word may be several things: ``may`` a month, ``الثاني`` an ordinal and half of a month's name.
"""

from functools import lru_cache
from typing import cast

from babel import Locale

from mapview.reading.dates.nodes import Part, Relation
from mapview.reading.tokens import normalise

_LOCALES = ("ar_IQ", "ar_EG", "ar_SA", "ar_DZ", "ar_MA", "ar_TN", "ar_SY", "ar_LB", "en", "en_GB", "en_AU")

#: Further spellings of the months of the Gregorian calendar, by number.
_MONTHS = {
    1: "jan january يناير جانفي كانون_الثاني كانون_ثاني كانون_الثانى",
    2: "feb february فبراير فيفري شباط",
    3: "mar march مارس آذار اذار",
    4: "apr april أبريل ابريل إبريل أفريل افريل نيسان",
    5: "may مايو ماي أيار ايار ماى",
    6: "jun june يونيو يونيه جوان حزيران",
    7: "jul july يوليو يوليه جويلية يوليوز تموز",
    8: "aug august أغسطس اغسطس أوت غشت آب",
    9: "sep sept september سبتمبر شتنبر أيلول ايلول",
    10: "oct october أكتوبر اكتوبر أوكتوبر تشرين_الأول تشرين_أول تشرين_الاول",
    11: "nov november نوفمبر نونبر نوفنبر تشرين_الثاني تشرين_ثاني تشرين_الثانى",
    12: "dec december ديسمبر دجنبر دسمبر كانون_الأول كانون_أول كانون_الاول",
}
_HIJRI = {
    1: "محرم المحرم muharram",
    2: "صفر safar",
    3: "ربيع_الأول ربيع_أول rabi_al_awwal rabi_al_awal rabi_i",
    4: "ربيع_الآخر ربيع_الثاني ربيع_آخر rabi_al_thani rabi_al_akhir rabi_ii",
    5: "جمادى_الأولى جمادى_الأول جماد_الأول جمادى_أولى jumada_al_awwal jumada_al_ula jumada_i",
    6: "جمادى_الآخرة جمادى_الثانية جمادى_الآخر جماد_الثاني jumada_al_thani jumada_al_akhirah "
    "jumada_al_akhira jumada_ii",
    7: "رجب rajab",
    8: "شعبان shaban shaaban",
    9: "رمضان ramadan ramadhan",
    10: "شوال shawwal shawal",
    11: "ذو_القعدة ذي_القعدة ذوالقعدة dhu_al_qadah dhu_al_qidah dhul_qadah dhul_qidah",
    12: "ذو_الحجة ذي_الحجة ذوالحجة dhu_al_hijjah dhu_al_hijja dhul_hijjah dhul_hijja",
}
_WEEKDAYS = {
    1: "mon monday الاثنين الإثنين", 2: "tue tues tuesday الثلاثاء الثلاثا", 3: "wed wednesday الأربعاء الاربعا",
    4: "thu thur thurs thursday الخميس", 5: "fri friday الجمعة", 6: "sat saturday السبت", 7: "sun sunday الأحد",
}  # fmt: skip

UNITS = {
    "day": "day days يوم ايام يوما", "week": "week weeks أسبوع أسابيع أسبوعا", "month": "month "
    "months شهر اشهر شهور شهرا",
    "year": "year years عام أعوام عاما سنة سنوات سنين حول", "decade": "decade decades عقد عقود عقدا",
    "century": "century centuries قرن قرون قرنا", "fortnight": "fortnight",
}  # fmt: skip
_DUALS = {
    "day": "يومين يومان", "week": "أسبوعين أسبوعان", "month": "شهرين شهران", "year": "عامين عامان سنتين سنتان عامي",
    "decade": "عقدين عقدان", "century": "قرنين قرنان",
}  # fmt: skip
_PLURALS = "days weeks months years decades centuries ايام أسابيع اشهر شهور أعوام سنوات سنين عقود قرون"

_RELATIVE = {
    "last": "last past previous ماضي ماضية ماضيين ماضيتين ماضيان فائت فائتة منصرم منصرمة منصرمين أخيرة أخير أخيرين "
    "منقضي منقضية",
    "next": "next coming upcoming مقبل مقبلة مقبلين مقبلتين مقبلان قادم قادمة قادمين قادمتين آتي آتية جاي",
    "this": "this current جاري جارية حالي حالية راهن",
    "same": "same نفسه نفسها ذاته ذاتها عينه",
    "following": "following subsequent تالي تالية",
    "preceding": "preceding سابق سابقة",
}
_PARTS = {
    "early": "early earlier أوائل",
    "start": "start beginning outset مطلع بداية مستهل بدايات",
    "mid": "mid middle منتصف أواسط وسط",
    "late": "late later أواخر نهايات",
    "end": "end close نهاية آخر ختام",
}
_APPROX = "about around circa approximately roughly نحو حوالي قرابة زهاء تقريبا حوالى c ca"
_SEASONS = {
    21: "spring springtime ربيع", 22: "summer summertime صيف", 23: "autumn fall خريف", 24: "winter wintertime شتاء",
}  # fmt: skip
_DECADES = {
    20: "twenties عشرينيات عشرينات", 30: "thirties ثلاثينيات ثلاثينات", 40: "forties اربعينيات اربعينات",
    50: "fifties خمسينيات خمسينات", 60: "sixties ستينيات ستينات", 70: "seventies سبعينيات سبعينات",
    80: "eighties ثمانينيات ثمانينات", 90: "nineties تسعينيات تسعينات",
}  # fmt: skip
_DEICTIC = {
    0: "today tonight اليوم", -1: "yesterday أمس امس البارحة امبارح", 1: "tomorrow غدا الغد غد بكرة",
}  # fmt: skip
_DAY_TIMES = (
    "morning afternoon evening night noon dawn midday صباح مساء فجر ظهر ليل ليلة عصر ضحى عشية صبيحة ظهيرة صباحا مساء"
)

_CARDINALS_AR = {
    1: "واحد واحدة أحد احدى "
    "احد", 2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي", 3: "ثلاثة ثلاث", 4: "أربعة أربع",
    5: "خمسة خمس", 6: "ستة ست", 7: "سبعة سبع", 8: "ثمانية ثماني ثمان", 9: "تسعة تسع", 10: "عشرة عشر",
    20: "عشرون عشرين", 30: "ثلاثون ثلاثين", 40: "أربعون أربعين", 50: "خمسون خمسين", 60: "ستون ستين",
    70: "سبعون سبعين", 80: "ثمانون ثمانين", 90: "تسعون تسعين", 100: "مئة مائة", 200: "مئتان مئتين مائتان مائتين",
    1000: "ألف ألفا آلاف الاف", 2000: "ألفان ألفين الفي",
}  # fmt: skip
_HUNDREDS_AR = {300: "ثلاث", 400: "أربع", 500: "خمس", 600: "ست", 700: "سبع", 800: "ثمان ثماني", 900: "تسع"}
_ORDINALS_AR = {
    1: "أول أولى حادي حادية غرة", 2: "ثاني ثانية", 3: "ثالث ثالثة", 4: "رابع رابعة", 5: "خامس خامسة",
    6: "سادس سادسة", 7: "سابع سابعة", 8: "ثامن ثامنة", 9: "تاسع تاسعة", 10: "عاشر عاشرة",
}  # fmt: skip
_CARDINALS_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_EN = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_ORDINALS_EN = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)

#: What may stand before an Arabic word as one word with it, the longest first.
PREFIXES = ("وبال", "ولل", "وال", "بال", "فال", "كال", "لل", "ال", "وب", "ول", "فب", "فل", "و", "ف", "ب", "ل", "ك")


@lru_cache(maxsize=1)
def months() -> dict[str, tuple[int, str]]:
    """Return month names: spelling (words joined by ``_``) to number and calendar, ``g`` or ``h``."""
    found: dict[str, tuple[int, str]] = {}
    for number, names in _HIJRI.items():
        found |= dict.fromkeys(_split(names), (number, "h"))
    for name in _LOCALES:
        locale = Locale.parse(name)
        for use in locale.months.values():
            for number, month in use["wide"].items():
                found["_".join(normalise(word) for word in month.split())] = (number, "g")
    for number, names in _MONTHS.items():
        found |= dict.fromkeys(_split(names), (number, "g"))
    return {name: month for name, month in found.items() if not name.isdecimal()}


@lru_cache(maxsize=1)
def months_by_word() -> dict[str, tuple[tuple[tuple[str, ...], int, str], ...]]:
    """Return month names by their first word: the further words without article, the number, the calendar."""
    found: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
    for name, (number, calendar) in months().items():
        first, *rest = name.split("_")
        found.setdefault(first, []).append((tuple(word.removeprefix("ال") for word in rest), number, calendar))
    return {first: tuple(sorted(names, key=lambda name: -len(name[0]))) for first, names in found.items()}


@lru_cache(maxsize=1)
def weekdays() -> dict[str, int]:
    """Return weekday names with their article: spelling to ISO number, 1 Monday to 7 Sunday."""
    found: dict[str, int] = {}
    for name in _LOCALES:
        for number, day in Locale.parse(name).days["format"]["wide"].items():
            found[normalise(day)] = number + 1
    for number, names in _WEEKDAYS.items():
        found |= dict.fromkeys(_split(names), number)
    return found


def _split(names: str) -> list[str]:
    return ["_".join(normalise(part) for part in name.split("_")) for name in names.split()]


def _numbers(groups: dict[int, str]) -> dict[str, int]:
    return {spelling: key for key, names in groups.items() for spelling in _split(names)}


def _names(groups: dict[str, str]) -> dict[str, str]:
    return {spelling: key for key, names in groups.items() for spelling in _split(names)}


UNIT = _names(UNITS)
DUAL = _names(_DUALS)
PLURAL = frozenset(_split(_PLURALS))
RELATIVE = cast("dict[str, Relation]", _names(_RELATIVE))
PART = cast("dict[str, Part]", _names(_PARTS))
APPROX = frozenset(_split(_APPROX))
SEASON = _numbers(_SEASONS)
DECADE = _numbers(_DECADES)
DEICTIC = _numbers(_DEICTIC)
DAY_TIME = frozenset(_split(_DAY_TIMES))
CARDINAL = (
    _numbers(_CARDINALS_AR)
    | {normalise(f"{unit}{hundred}"): value for value, units in _HUNDREDS_AR.items() for unit in units.split()
       for hundred in ("مئة", "مائة")}
    | {word: number for number, word in enumerate(_CARDINALS_EN.split())}
    | {word: number for number, word in _TENS_EN.items()}
    | {"hundred": 100, "thousand": 1000}
)  # fmt: skip
ORDINAL = (
    _numbers(_ORDINALS_AR)
    | {word: number for number, word in enumerate(_ORDINALS_EN.split())}
    | {f"{word[:-1]}ieth": number for number, word in _TENS_EN.items()}
)
