"""Text to sentences and words, with offsets into the text as given.

A word's ``norm`` is its spelling without what writers leave out or vary: case, vowel signs, tatweel, bidi marks, the
forms of alef, ya and ta marbuta. Everything works on stretches of bounded length, so that the time is linear in the
length of the text and one endless line needs no more memory than a page.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


def listed(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one string."""
    return frozenset(text.split())


_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_ARABIC = "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\u0750-\u077f"
_ARABIC_FORMS = "\ufb50-\ufdff\ufe70-\ufefc"
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0300-\u036f\u1e00-\u1eff"
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_TOKEN = re.compile(
    rf"(?P<arabic>[{_ARABIC}{_ARABIC_FORMS}](?:[{_ARABIC}{_ARABIC_FORMS}{_INVISIBLE}]*[{_ARABIC}{_ARABIC_FORMS}])?)"
    rf"|(?P<number>[{_DIGITS}]+)"
    rf"|(?P<latin>[{_LATIN}]+(?:[{_INVISIBLE}'’ʼʿʾ‘`][{_LATIN}]+)*)"
    rf"|(?P<mark>[^\s{_INVISIBLE}])"
)
_INVISIBLE_SET = re.compile(f"[{_INVISIBLE}]")
_SENTENCE_END = re.compile(
    r"(?:[!?؟。…]+|(?<![A-Z]\.[A-Z])(?<!\b[A-Z])\.+)[\"”’»)\]]*(?=\s|$)|\n+"
    # Arabic pages often lose the space after a full stop; one letter before it is an abbreviation.
    rf"|(?<=[{_ARABIC}][{_ARABIC}\"”»)])\.+[\"”»)\]]*(?=[{_ARABIC}])"
)
_ABBREVIATIONS = listed(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun c ca st mt dr mr mrs "
    "ms gen lt col sgt capt maj gov sen rep rev no vs etc ft approx"
)
_LONGEST = 4_000
_FOLDED = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه",
     "ھ": "ه", "ہ": "ه", "ـ": None}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark: ``start`` and ``end`` in code points of the text as given."""

    start: int
    end: int
    raw: str
    norm: str
    kind: str
    #: Whether white space stands before it.
    spaced: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text that is read on its own: a sentence, or a part of an endless one."""

    start: int
    end: int


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text; line breaks end them, and so does a length of 4,000 code points.

    Examples
    --------
    >>> [text[s.start : s.end] for text in ["It fell. On 5 Oct. 2024 it rose."] for s in sentences(text)]
    ['It fell.', ' On 5 Oct. 2024 it rose.']
    >>> len(list(sentences("سقطت المدينة.وقال د.أحمد إنها عادت")))
    2
    """
    start = 0
    while start < len(text):
        limit = min(len(text), start + _LONGEST)
        end = next((m.end() for m in _SENTENCE_END.finditer(text, start, limit) if _ends(text, m)), 0)
        if not end:
            end = limit if limit == len(text) else _cut(text, start, limit)
        if text[start:end].strip():
            yield Sentence(start, end)
        start = end


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words, numbers and marks of a stretch of text.

    Examples
    --------
    >>> [token.norm for token in tokens("في أيلول/ سبتمبر ٢٠٢٤")]
    ['في', 'ايلول', '/', 'سبتمبر', '2024']
    """
    stop = len(text) if end is None else end
    found = []
    previous = start
    for match in _TOKEN.finditer(text, start, stop):
        raw = match[0]
        kind = match.lastgroup or "mark"
        spaced = match.start() > previous and any(c.isspace() for c in text[previous : match.start()])
        norm = raw if kind == "mark" else normalise(raw)
        found.append(Token(match.start(), match.end(), raw, norm, kind, spaced or match.start() == start))
        previous = match.end()
    return found


@lru_cache(maxsize=65_536)
def normalise(word: str) -> str:
    """Return the spelling by which words are looked up: lower case, without marks, plain letters, ASCII digits.

    Examples
    --------
    >>> normalise("الأُولى"), normalise("٢٠٢٦"), normalise("Mid")
    ('الاولي', '2026', 'mid')
    """
    if word.isascii():
        return word.lower()
    if word.isdecimal():
        return "".join(str(unicodedata.decimal(c)) for c in word)
    word = _INVISIBLE_SET.sub("", word)
    if any(c >= "\ufb50" for c in word):
        word = unicodedata.normalize("NFKC", word)
    word = unicodedata.normalize("NFC", word).translate(_FOLDED).casefold()
    if any("\u0300" <= c <= "\u036f" or unicodedata.category(c) == "Mn" for c in word):
        word = "".join(c for c in word if unicodedata.category(c) != "Mn")
    return word.translate(_FOLDED)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence: not after an abbreviation or before a small letter."""
    if match[0][0] != ".":
        return True
    before = re.search(rf"[{_LATIN}]+$", text[max(0, match.start() - 12) : match.start()])
    if before and before[0].lower() in _ABBREVIATIONS:
        return False
    after = text[match.end() : match.end() + 3].lstrip()
    return not (after[:1].islower() and after[:1].isascii())


def _cut(text: str, start: int, limit: int) -> int:
    """Return where to cut an endless sentence: at white space if there is some in its second half."""
    for position in range(limit - 1, start + _LONGEST // 2, -1):
        if text[position].isspace():
            return position
    return limit
