"""When a number of four digits is a year, and when a month's name alone is a month."""

from collections.abc import Sequence

from mapview.reading.dates.absolute import Read, word, year
from mapview.reading.dates.nodes import Node
from mapview.reading.dates.stream import Word
from mapview.reading.dates.words import APPROX, PART, RELATIVE
from mapview.reading.tokens import listed

#: Words before a year that nothing counted can follow, and those that leave it open.
_BEFORE = listed(
    "في منذ حتي بحلول خلال حرب انتخابات موازنه ثوره غزو زلزال احداث دستور اتفاق اتفاقيه قانون موسم صيف مونديال ل "
    "in since during until till by of"
)
_LOOSE = listed("من الي بعد قبل و ب after before from to and or through / ( - – , ،")
_COUNTED = listed(
    "جندي جنديا جنود شخص شخصا اشخاص دولار دولارا دينار دينارا يورو ليره ريال متر مترا مترات كيلومتر "
    "كيلومترا كم طن طنا "
    "مليون مليار الف نازح نازحا قتيل قتيلا جريح جريحا مصاب مصابا قطعه عنصر عنصرا مقاتل مقاتلا عائله "
    "اسره منزل منزلا مركبه "
    "حاله نقطه صوت صوتا مستشار مستشارا طالب طالبا موظف موظفا لاجئ لاجئا كيلوغرام لتر برميل ساعه دقيقه يوم شهر "
    "troops soldiers people persons dollars euros metres meters kilometres kilometers km miles "
    "tonnes tons feet ft men "
    "women children families homes houses vehicles cases votes points barrels hours minutes days "
    "deaths patients refugees "
    "displaced advisers fighters members million billion hectares acres employees students workers "
    "jobs degrees calories "
    "inhabitants residents schools villages pages copies"
)
_FREE = listed(
    "war invasion election elections census constitution earthquake referendum season campaign "
    "agreement uprising crisis "
    "attack attacks budget olympics cup summit offensive revolution epidemic outbreak report"
)
_MONTH_CUES = listed(
    "في شهر منذ حتي بحلول خلال بين من الي قبل بعد و ل ب لغايه الموافق in since by until till from "
    "to during between and of "
    "through before after for this that last next every or الماضي"
)


def bare_year(words: Sequence[Word], i: int, *, cued: bool = False) -> Read:
    """Return a year that stands alone.

    It needs a year word (``عام``, ``the year``), an era, or a word before it that leads to a time; ``cued`` says that
    what stands before has been read and does.
    """
    named = year(words, i, named=True)
    if named:
        value, hijri, j = named
        return None if _counts(words, j) and words[i].kind == "number" else (Node("date", year=value, hijri=hijri), j)
    found = year(words, i)
    if not found:
        return None
    value, hijri, j = found
    if value > 2200 or value < 1000 or _counts(words, j) or _goes_on(words, i, j):
        return None
    if words[i].kind != "number" and not (cued or word(words, i - 1) in _BEFORE):
        return None
    if cued or _is_led(words, i, j, value):
        return Node("date", year=value, hijri=hijri), j
    return None


def _is_led(words: Sequence[Word], i: int, j: int, value: int) -> bool:
    before = word(words, i - 1)
    joined = words[i - 1].prefix if i else ""
    if before in _BEFORE or (i and words[i - 1].kind == "arabic" and before in PART):
        return before not in {"of", "to"} or _closes(words, j)
    if before == "the" or word(words, j) in _FREE:
        return 1500 <= value <= 2100 and j < len(words) and words[j].kind == "latin" and word(words, j) in _FREE
    if before == "(":
        return word(words, j) in {")", "-", "–", ","}
    return (before in _LOOSE or joined in {"و", "ل"}) and 1800 <= value <= 2100 and _closes(words, j) and before != "-"


def _closes(words: Sequence[Word], j: int) -> bool:
    """Tell whether a number is the end of its phrase, so that it counts nothing."""
    if j >= len(words) or words[j].kind == "mark":
        return word(words, j) not in {"%", "$", "€"}
    return (
        words[j].text in _MONTH_CUES or words[j].joined or words[j].text in {"the", "when", "but", "it", "he", "they"}
    )


def _counts(words: Sequence[Word], j: int) -> bool:
    text, following = word(words, j), word(words, j + 1)
    if text in {"-", "–"} and not words[j].spaced and following in {"strong", "man", "member", "metre"}:
        return True
    return text in _COUNTED | {"%", "$", "€"} or following in {"troops", "soldiers"}


def _goes_on(words: Sequence[Word], i: int, j: int) -> bool:
    """Tell whether the digits are a piece of something longer: 2.014, 2024/15, 10:2024, A-2024, #2024."""
    before, after = word(words, i - 1), word(words, j)
    glued_after = j < len(words) and not words[j].spaced
    glued_before = i > 0 and not words[i].spaced
    if glued_after and after in {".", ",", ":", "/"} and j + 1 < len(words):
        return words[j + 1].kind == "number" and not words[j + 1].spaced
    if glued_after and words[j].kind != "mark":
        return words[j].kind == "latin" and words[j].text != "s"
    return glued_before and before in {".", ",", ":", "/", "#", "$", "_", "+", "£", "€"}


def single_month(words: Sequence[Word], i: int, found: tuple[Node, int]) -> bool:
    """Tell whether what was found is no month's name alone, or stands where only a month can."""
    node = found[0]
    alone = node.kind == "date" and node.month and not (node.year or node.day or node.weekday or node.within)
    if not alone or node.relation:
        return True
    if node.hijri:
        return word(words, i) == "شهر"
    before = words[i - 1] if i else None
    if word(words, i) == "شهر":
        return True
    if before is None:
        return False
    text = before.text
    if text in _MONTH_CUES or text in PART or text in APPROX or text in RELATIVE or text in {"-", "/", "شهر"}:
        return True
    return any(mark in words[i].prefix for mark in ("ب", "ل", "و")) and words[i].text not in {"مارس", "اب"}
