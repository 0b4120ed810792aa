"""Whether a clause speaks of the time to come, and from which day reported words are spoken."""

import re
from collections.abc import Sequence
from functools import lru_cache

from mapview.reading.tokens import Token, listed

_FUTURE_EN = listed("will shall 'll wo would plans plan expects expected scheduled slated poised upcoming")
_FUTURE_PAIRS = frozenset(
    (first, "to") for first in listed("is are was were be due set expected scheduled going planned has have hope hopes")
) | {("ready", "by"), ("by", "the")}
_FUTURE_AR = listed(
    "سوف لن المقرر المقررة مقرر المزمع المرتقب المرتقبه المنتظر المتوقع يتوقع تتوقع ينتظر يعتزم تعتزم ينوي تنوي "
    "يستعد تستعد المخطط"
)
#: Words with the look of a future verb (``س`` and a verb's prefix) that are none.
_NOT_FUTURE = listed(
    "ست سته ستين ستون ستمئه ستار ستاره ستوكهولم ستاد سيد سيده سيدي سياده ساده ساحه ساحل سنه سنوات "
    "سنوي سنويا سني سنين سنتين سنجار "
    "سياره سيارات سياسه سياسي سياسيه سياسيا سياسات سياسيين سيول سيل سينا سيناء سينما سيف سيطر سيطره "
    "سيطرت سير سيره سيوف "
    "سيناريو سيدني ساعه ساعات ساعد سابق سابقه سابقا سائق سان سالم سامراء سامي ساري ساريه سائد سببت "
    "سيارت سيئ سيئه سيما "
    "سياق سياج سيادته سيبيريا سيتي سيدات سيول سيسي سيستاني سنابل سند سنغافوره سناتور ستراتيجي "
    "ستينيات ستينات سيراليون "
    "ستيفن ستالين سيليكون سيفيرودونتسك سيلان سيسل سيرغي سيرجي سيرت"
)
_FUTURE_FORM = re.compile(r"[وف]?س[يتنا](?!ا?[تن]$)\w{2,}")
_UNFINISHED = re.compile(r"[وف]?ي(?!وم|مين|سار)\w{3,}")
_SPEECH = listed(
    "said says say told announced announces reported reports stated declared added confirmed claimed denied warned "
    "قال قالت وقال وقالت اعلن اعلنت واعلن واعلنت ذكر ذكرت وذكر وذكرت افاد افادت وافاد وافادت اكد "
    "اكدت واكد واكدت صرح صرحت وصرح "
    "كشف كشفت وكشف وكشفت اوضح اوضحت واوضح واوضحت اضاف اضافت واضاف واضافت نفي نفت ونفي ونفت بين اشار "
    "اشارت واشار واشارت "
    "ادلي ادلت وادلي statement بيان تصريح البيان التصريح"
)
_STATEMENTS = listed("البيان التصريح الاعلان statement communique declaration")
_OPENERS = frozenset({"that", "ان", "بان", "انه", "انها", "انهم", "بانه", "بانها", ":", '"', "“", "«", "”", "»"})
_BREAKS = frozenset(
    {"،", ",", ";", "؛", ":", ".", "(", ")", "—", "–", "..", "but", "while", "whereas", "فيما", "بينما", "لكن"}
)
_ENDS = _OPENERS | _BREAKS
#: No clause is longer than so many words; where none ends, the search for its verb does, so that it takes bounded time.
_CLAUSE = 60


def is_future(found: Sequence[Token], i: int, j: int) -> bool:
    """Tell whether the clause around the tokens ``i`` to ``j`` speaks of the time to come.

    The nearest verb decides: backwards first, then forwards, within the clause.
    """
    for k in range(i - 1, max(-1, i - 1 - _CLAUSE), -1):
        text = found[k].norm
        if text == "ان" and k and _is_future_word(found, k - 1):
            return True
        if text in _OPENERS or text in _BREAKS:
            break
        if _is_future_word(found, k):
            return True
        if text in _SPEECH:
            return False
    for k in range(j, min(len(found), j + _CLAUSE)):
        text = found[k].norm
        if text in _OPENERS or text in _SPEECH or (text in _BREAKS and k > j):
            return False
        if _is_future_word(found, k):
            return True
    return False


def is_unfinished(found: Sequence[Token], i: int) -> bool:
    """Tell whether the clause before a token begins with an Arabic verb that is not in the past: ``يعود``."""
    start = i
    while start > max(0, i - _CLAUSE) and found[start - 1].norm not in _ENDS:
        start -= 1
    return start < i and bool(_UNFINISHED.fullmatch(found[start].norm))


def _is_future_word(found: Sequence[Token], k: int) -> bool:
    token = found[k]
    if _sounds_future(token.norm, arabic=token.kind == "arabic"):
        return True
    return token.kind == "latin" and k + 1 < len(found) and (token.norm, found[k + 1].norm) in _FUTURE_PAIRS


@lru_cache(maxsize=32_768)
def _sounds_future(text: str, *, arabic: bool) -> bool:
    if not arabic:
        return text in _FUTURE_EN or text.endswith(("'ll", "’ll")) or text in {"won't", "won’t"}
    if text in _FUTURE_AR or text.removeprefix("و") in _FUTURE_AR:
        return True
    return bool(_FUTURE_FORM.fullmatch(text)) and text not in _NOT_FUTURE and text.lstrip("وف") not in _NOT_FUTURE


def speaks(found: Sequence[Token]) -> bool:
    """Tell whether a sentence reports words."""
    return any(token.norm in _SPEECH for token in found)


def refers_to_statement(found: Sequence[Token]) -> bool:
    """Tell whether a sentence goes on with a statement told before: ``وأوضح البيان``, ``The statement added``."""
    opening = [token.norm for token in found[:4]]
    return bool(set(opening) & _STATEMENTS) and bool(set(opening) & _SPEECH - _STATEMENTS)


def speech_marker(found: Sequence[Token], i: int, j: int) -> tuple[int, int] | None:
    """Return the tokens of the words that are spoken on the day at ``i`` to ``j``, if it is a day of speaking.

    That is: a verb or noun of saying stands before the date in its clause, and after the date comes what is said; or
    quoted words come first, then the verb and the date.
    """
    said = next((k for k in range(i - 1, max(-1, i - 14), -1) if found[k].norm in _SPEECH), None)
    if said is None or any(found[k].norm in {"that", "ان", "بان"} for k in range(said, i)):
        return None
    for k in range(j, min(len(found), j + 14)):
        if found[k].norm in _OPENERS:
            return k + 1, len(found)
    closing = next(
        (k for k in range(said - 1, max(-1, said - 1 - 2 * _CLAUSE), -1) if found[k].norm in {'"', "”", "»"}), None
    )
    return (0, closing) if closing is not None else None
