"""Quantities as a person types them into a field: 2,500, about 2500, fewer than 500, 2000-2500, نحو 2000."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from mapview.domain.model import Quantity
from mapview.errors import BadInputError
from mapview.reading.quantities import Amount, find_amounts
from mapview.reading.tokens import tokens

_UNIT = "counted"
_ABOUT = re.compile(
    r"^(?:~|≈|about |approximately |approx\.? |around |some |circa |c\. |نحو |حوالي |حوالى |قرابة |زهاء )\s*",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"^(?:(?:from|between|من|ما بين|بين)\s+)?(?P<low>[^-–]+?)"
    r"(?:\s*[-–]\s*|\s+(?:to|and|إلى|الى)\s+|\s+و\s?)(?P<high>[^-–]+)$",
    re.IGNORECASE,
)
_SIGNS = {
    "<=": "at most ", "=<": "at most ", ">=": "at least ", "≤": "at most ", "≥": "at least ", "<": "at most ",
    ">": "at least ", "max ": "at most ", "min ": "at least ", "at most ": "at most ", "no more than ": "at most ",
    "not more than ": "at most ", "up to ": "at most ", "maximum ": "at most ", "minimum ": "at least ",
    "ما لا يقل عن ": "at least ", "لا يزيد على ": "at most ", "لا يقل عن ": "at least ", "no fewer than ": "at least ",
    "no less than ": "at least ",
}  # fmt: skip
_AFTER = {"+": "at least ", " or more": "at least ", " or fewer": "at most ", " or less": "at most ",
          " على الأقل": "at least ", " فأكثر": "at least ", " على الأكثر": "at most "}  # fmt: skip


def typed_quantity(text: str, units: Iterable[str] = ()) -> Quantity:
    """Read a quantity as typed.

    Parameters
    ----------
    units
        Words that may follow the number: ``people``.

    Raises
    ------
    BadInputError
        If it is no number and no range, or the range ends below its start.

    Examples
    --------
    >>> typed_quantity("about 2,500")
    Quantity(min=2500.0, max=2500.0, approximate=True)
    >>> typed_quantity("fewer than 500"), typed_quantity("٢٠٠٠-٢٥٠٠")
    (Quantity(min=None, max=500.0, approximate=False), Quantity(min=2000.0, max=2500.0, approximate=False))
    """
    plain = " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())
    for unit in units:
        if unit and plain.casefold().endswith(f" {unit.casefold()}"):
            plain = plain[: -len(unit) - 1]
    if not plain:
        raise BadInputError("Nothing is written: write a number or a range, such as 2,500 or about 2000-2500.")
    bare = _ABOUT.sub("", plain)
    approximate = bare != plain
    parts = _RANGE.match(bare)
    if parts:
        low, high = _read(parts["low"]), _read(parts["high"])
        if low and high and low.min == low.max is not None and high.min == high.max is not None:
            return _ordered(low.min, high.max, text, approximate=approximate or low.approximate or high.approximate)
    found = _read(_with_words(bare))
    if found is None:
        raise BadInputError(
            f"\u2068“{plain}”\u2069 is no quantity: write a number or a range, such as 2,500, about 2500,"
            " fewer than 500 or 2000-2500."
        )
    return replace(found, approximate=found.approximate or approximate)


def _with_words(plain: str) -> str:
    """Write signs of comparison out."""
    for sign, words in _SIGNS.items():
        if plain.casefold().startswith(sign):
            return words + plain[len(sign) :].strip()
    for sign, words in _AFTER.items():
        if plain.casefold().endswith(sign):
            return words + plain[: -len(sign)].strip()
    return plain


def _read(said: str) -> Quantity | None:
    """Return what a text is as a quantity, if nothing else stands in it."""
    said = said.strip()
    exact = re.fullmatch(r"-?\d+(?:\.\d+)?", _ascii(said))
    if exact:
        value = float(exact[0])
        return Quantity(value, value)
    decimal = re.fullmatch(r"\d{1,3}(?:[,٬]\d{3})+(?:[.٫]\d+)?", _ascii(said))
    if decimal:
        value = float(decimal[0].replace(",", "").replace("٬", "").replace("٫", "."))
        return Quantity(value, value)
    at_most, at_least = (said.removeprefix(words) for words in ("at most ", "at least "))
    number = at_most if at_most != said else at_least
    whole = f"{number} {_UNIT}"
    amounts = find_amounts(tokens(whole), {_UNIT: _UNIT}, [])
    if len(amounts) != 1 or amounts[0].end != len(whole) or not _is_all(amounts[0], number):
        return None
    low, high = amounts[0].min, amounts[0].max
    if at_most != said:
        return Quantity(None, high, amounts[0].approximate)
    if at_least != said:
        return Quantity(low, None, amounts[0].approximate)
    return Quantity(low, high, amounts[0].approximate)


def _is_all(amount: Amount, number: str) -> bool:
    """Whether a number is all that is said: before it are but small words that belong to it, after it nothing."""
    before, words = number[: amount.start].split(), tokens(number)
    if find_amounts(words, {words[-1].norm: _UNIT}, []):
        return False
    return all(word.casefold() in {"a", "the", "عن", "من", "على"} for word in before)


def _ordered(low: float | None, high: float | None, text: str, *, approximate: bool) -> Quantity:
    if low is not None and high is not None and low > high:
        raise BadInputError(f"\u2068“{text.strip()}”\u2069 ends below its start: exchange the two numbers.")
    return Quantity(low, high, approximate)


def _ascii(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
