"""Folding of place names: Arabic, Kurdish, Persian and Latin spellings to comparable keys.

Three strengths, each weaker than the one before: :func:`fold` removes what spelling leaves open, :func:`bare`
also removes articles and kind words, :func:`skeletons` keep consonant classes only and joins scripts.
"""

import re
import unicodedata
from functools import lru_cache

from mapview.gazetteer.kind_words import strip_kind_words

_ARABIC = str.maketrans(
    {
        "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ء": None, "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ۍ": "ي", "ے": "ي",
        "ک": "ك", "ڪ": "ك", "گ": "ك", "ڭ": "ك", "چ": "ج", "پ": "ب", "ژ": "ز", "ڤ": "ف", "ۆ": "و", "ۇ": "و",
        "ۋ": "و", "ۈ": "و", "ڵ": "ل", "ڕ": "ر", "ڒ": "ر", "ە": "ه", "ھ": "ه", "ہ": "ه", "ں": "ن",
        "ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ـ": None,
    }
)  # fmt: skip
_LATIN = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e", "ħ": "h",
        "ŋ": "n", "ʻ": None, "ʼ": None, "‘": None, "’": None, "'": None, "`": None, "´": None, "ʿ": None,
        "ʾ": None, "′": None, "ʹ": None, "ˈ": None, "‛": None, "\u200c": " ",
    }
)  # fmt: skip
_NOT_WORD = re.compile(r"[\W_]+")
# The hamza chair that begins Kurdish words with a vowel: ئەنبار, ئاڵتون, ئوردن.
_KURDISH_START = re.compile(r"\bئ[اەه]?")

_LATIN_ARTICLES = frozenset(
    vowel + consonant for vowel in "aeu" for consonant in ("l", "d", "s", "sh", "n", "r", "t", "z", "dh", "th")
) | {"il", "l"}

# Two-letter spellings first: they name one consonant each.
_DIGRAPHS = (("sch", "s"), ("tch", "s"), ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"),
             ("dh", "d"), ("ph", "f"), ("zh", "z"), ("dj", "j"), ("ck", "k"), ("ou", "u"))  # fmt: skip
_CLASSES = str.maketrans(
    {
        "p": "b", "g": "k", "q": "k", "c": "k", "x": "h", "v": "f",
        "ا": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r",
        "ز": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "k", "ف": "f",
        "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y",
    }
)  # fmt: skip
_ROMAN = str.maketrans(
    {
        "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
        "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f",
        "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i",
    }
)  # fmt: skip
_VOWELS = re.compile(r"(?<=.)[aeiouwy]")
_DOUBLE = re.compile(r"(.)\1+")
_FINAL_H = re.compile(r"(?<=[^\W\d_]{2})h\b")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    r"""Fold a text so that spellings of one name compare equal: the one simple folding, articles kept.

    Letters lose case, marks and presentation forms; alef and hamza forms, ta marbuta, alef maqsura, Kurdish
    and Persian letters become the plain Arabic letter; bidi marks, tatweel, apostrophes and the marks of ayn
    and hamza disappear; hyphens and other punctuation become one space; digits become ASCII.

    Examples
    --------
    >>> fold("قاعِدة عين الأسد")
    'قاعده عين الاسد'
    >>> fold("Ḩarīr"), fold("Deir ez-Zor"), fold("Rās al-ʿAyn")
    ('harir', 'deir ez zor', 'ras al ayn')
    >>> fold("هەولێر") == fold("ھەولێر")
    True
    >>> fold("٢٠٢٦"), fold("۲۰۲۶"), fold("حفر الباطن\u200e")
    ('2026', '2026', 'حفر الباطن')
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower().replace("'", "").replace("`", "")).strip()
    text = _KURDISH_START.sub("ا", unicodedata.normalize("NFC", text))
    # Twice: what stands for a capital, such as a script or a circled one, is one only when taken apart.
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN)).casefold()
    text = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in text
        if unicodedata.category(c) not in {"Mn", "Cf", "Sk"}
    )
    return _NOT_WORD.sub(" ", text.translate(_LATIN).translate(_ARABIC)).strip()


def letter_tables() -> dict[str, dict[str, str]]:
    """Return what :func:`fold` exchanges letters for, ``latin`` before ``arabic``, for a page that folds likewise.

    Examples
    --------
    >>> letter_tables()["arabic"]["ة"], letter_tables()["latin"]["ʿ"]
    ('ه', '')
    """
    tables = {"latin": _LATIN, "arabic": _ARABIC}
    return {name: {chr(letter): letters or "" for letter, letters in table.items()} for name, table in tables.items()}


def keys(text: str) -> tuple[str, ...]:
    """Return the folded text and its alternatives, the likeliest first and each once.

    The alternatives leave out kind words (``قاعدة``, ``air base``), articles (``ال``, ``al-`` and its
    assimilated forms) and the one-letter words that Arabic writes together with the next one (``و ف ب ل ك``
    and runs of them).

    Examples
    --------
    >>> keys("وبالأنبار")
    ('وبالانبار', 'بالانبار', 'الانبار', 'انبار')
    >>> keys("للكويت")
    ('للكويت', 'لكويت', 'الكويت', 'كويت')
    >>> keys("Ain al-Asad air base")
    ('ain al asad air base', 'ain al asad', 'ain asad')
    """
    folded = fold(text)
    found = dict.fromkeys((folded, strip_kind_words(folded)[0], bare(folded)))
    for plain in _without_prefixes(folded):
        found |= dict.fromkeys((plain, strip_kind_words(plain)[0], bare(plain)))
    return tuple(key for key in found if key)


@lru_cache(maxsize=8192)
def bare(folded: str) -> str:
    """Return a folded name without kind words and articles; never empty unless the name is.

    Examples
    --------
    >>> bare("محافظه الانبار"), bare("al hasakah"), bare("deir ez zor"), bare("al")
    ('انبار', 'hasakah', 'deir zor', 'al')
    """
    rest = strip_kind_words(folded)[0]
    words = [_without_article(word) for word in rest.split() if word not in _LATIN_ARTICLES]
    return " ".join(words) or rest


def skeletons(folded: str) -> tuple[str, ...]:
    """Return the consonant classes of a folded name: keys that its transliterations share, in any script.

    Vowels and semivowels fall away except as a mark at the beginning, consonants that transliterations
    confuse (p b, k q g, d dh, t th, s sh, h kh, f v) share a letter, and doubled letters count once. A name
    with an article has two keys, since what looks like one may belong to the word (``التون``).

    Examples
    --------
    >>> [skeletons(fold(name)) for name in ("Altun Kupri", "Altun Köprü", "Alton Kubri")]
    [('altnkbr',), ('altnkbr',), ('altnkbr',)]
    >>> skeletons(fold("التون كوبري"))
    ('tnkbr', 'altnkbr')
    >>> {skeletons(fold(name))[0] for name in ("Ain al-Asad", "Ayn al-Assad", "عين الأسد")}
    {'ansd'}
    >>> skeletons(fold("Erbil")) == skeletons(fold("Irbil")) == skeletons(fold("أربيل"))
    True
    """
    forms = (bare(folded), strip_kind_words(folded)[0])
    return tuple(dict.fromkeys(key for key in map(_consonants, forms) if key))


def romanise(folded: str) -> str:
    """Return a folded name in Latin letters, roughly as read, to compare names across scripts.

    Examples
    --------
    >>> romanise("موصل")
    'musl'
    """
    return folded.translate(_ROMAN)


def is_arabic(text: str) -> bool:
    """Tell whether a text has an Arabic letter (Kurdish and Persian ones included).

    Examples
    --------
    >>> is_arabic("أربيل"), is_arabic("S-Alah Ad Din")
    (True, False)
    """
    return any("\u0620" <= c <= "\u06ff" and c.isalpha() for c in text)


def _consonants(text: str) -> str:
    for written, sound in _DIGRAPHS:
        text = text.replace(written, sound)
    text = _FINAL_H.sub("", text.translate(_CLASSES))
    text = text.replace(" ", "")
    if text[:1] in set("aeiouwy"):
        text = "a" + text[1:]
    text = _VOWELS.sub("", text)
    return _DOUBLE.sub(r"\1", text)


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _without_prefixes(folded: str) -> list[str]:
    """Return the readings of a name with its written-on conjunctions and prepositions taken off."""
    found = []
    for count in range(1, 3):
        run, rest = folded[:count], folded[count:]
        if not re.fullmatch("[وف]|[وف]?[بلك]", run) or len(rest.split(" ")[0]) < 3:
            continue
        found.append(rest)
        if run[-1] == "ل" and rest.startswith("ل"):
            found.append("ا" + rest)
    return found
