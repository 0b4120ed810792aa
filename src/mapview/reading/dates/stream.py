"""The words of one sentence as the date grammar sees them: without prefixes, each with what it may be."""

from dataclasses import dataclass
from functools import lru_cache

from mapview.reading.dates import words
from mapview.reading.tokens import Token, listed

_FUNCTION_WORDS = listed(
    "في من الي الى حتي بين ما منذ قبل بعد خلال غضون بحلول عام عامي سنه شهر يوم تاريخ ربع نصف ثلث "
    "اخير هذا هذه ذلك تلك "
    "بضعه عده الموافق م ه ق شهري لغايه غايه غير موعد حرب تقريبا مضت"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its Arabic prefixes taken off where a known word remains.

    ``start`` is where the word itself begins, its article included, other prefixes not.
    """

    start: int
    end: int
    text: str
    prefix: str
    raw: str
    kind: str
    spaced: bool

    @property
    def definite(self) -> bool:
        """Whether the article stands before it."""
        return self.prefix.endswith(("ال", "لل"))

    @property
    def joined(self) -> bool:
        """Whether ``و`` joins it to the word before."""
        return self.prefix.startswith("و")


_NOTHING = Word(0, 0, "", "", "", "mark", spaced=True)
_AHEAD = 8


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """Return all words of dates, months by each of their words."""
    known = set(words.months_by_word())
    known |= {word for names in words.months_by_word().values() for rest, _, _ in names for word in rest}
    for table in (words.UNIT, words.DUAL, words.RELATIVE, words.PART, words.SEASON, words.DECADE, words.CARDINAL,
                  words.ORDINAL, words.weekdays(), words.DEICTIC):  # fmt: skip
        known |= set(table)
    return frozenset(known | words.APPROX | words.DAY_TIME | _FUNCTION_WORDS)


def read(found: list[Token]) -> list[Word]:
    """Return the words of a sentence's tokens, and some empty ones behind them so that the grammar can look ahead."""
    return [_word(token) for token in found] + [_NOTHING] * _AHEAD


def _word(token: Token) -> Word:
    if token.kind != "arabic":
        return Word(token.start, token.end, token.norm, "", token.raw, token.kind, token.spaced)
    prefix, text = split(token.norm)
    skipped = len(prefix.removesuffix("ال")) if not prefix.endswith("لل") else len(prefix) - 1
    start = token.start + _raw_length(token.raw, skipped)
    return Word(start, token.end, text, prefix, token.raw, token.kind, token.spaced)


@lru_cache(maxsize=32_768)
def split(norm: str) -> tuple[str, str]:
    """Return the prefixes of an Arabic word and the word of dates behind them, none of both if there is none.

    Examples
    --------
    >>> split("والعشرين"), split("للعام"), split("بعد"), split("اليوم"), split("بغداد")
    (('وال', 'عشرين'), ('لل', 'عام'), ('', 'بعد'), ('', 'اليوم'), ('', 'بغداد'))
    """
    known = vocabulary()
    if norm in known:
        return "", norm
    for prefix in words.PREFIXES:
        rest = norm[len(prefix) :]
        if len(rest) < 2 or not norm.startswith(prefix):
            continue
        if not prefix.endswith(("ال", "لل")) and rest in known:
            return prefix, rest
        if prefix.endswith(("ال", "لل")):
            # A weekday and some months have the article in their name.
            whole = "ال" + rest
            if whole in known:
                return prefix.removesuffix("ال") if prefix.endswith("ال") else prefix[:-1], whole
            if rest in known:
                return prefix, rest
    return "", norm


def _raw_length(raw: str, letters: int) -> int:
    """Return how many code points of a raw word hold its first letters, the marks between them included."""
    position = 0
    while letters and position < len(raw):
        if raw[position].isalpha():
            letters -= 1
        position += 1
    while position < len(raw) and letters == 0 and position > 0 and not raw[position].isalpha():
        position += 1
    return position
