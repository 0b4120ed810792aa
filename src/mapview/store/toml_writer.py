"""TOML as a person would write it: one key a line, texts and anchors inline, bidi marks spelt out."""

import re
from collections.abc import Iterator, Mapping

from mapview.domain.model import Text

Plain = str | int | float | bool
Inline = Plain | Mapping[str, "Inline"] | list["Inline"]

WIDTH = 120

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
# Controls, which TOML forbids as they stand, and what no reader of a diff would see: line separators and marks that
# turn the direction of what follows them.
_SPELT_OUT = re.compile(
    '[\x00-\x1f\x7f-\x9f"\\\\\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]'
)


def string(text: str) -> str:
    r"""Return a TOML basic string.

    Examples
    --------
    >>> print(string('two\nlines, a "quotation" and \u200e'))
    "two\nlines, a \"quotation\" and \u200e"
    """
    return f'"{_SPELT_OUT.sub(_escape, text)}"'


def inline(value: Inline) -> str:
    """Return a value on one line.

    Examples
    --------
    >>> inline({"min": 2500.0, "approximate": True, "also": ["a", 0.1]})
    '{ min = 2500, approximate = true, also = ["a", 0.1] }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return string(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(inline(item) for item in value)}]"
    return f"{{ {', '.join(f'{_key(name)} = {inline(item)}' for name, item in value.items())} }}" if value else "{}"


def pair(key: str, value: Inline, *, tall: bool = False) -> Iterator[str]:
    """Yield the lines of a key with its value; a tall list, or one too long for a line, has a line for each item."""
    line = f"{_key(key)} = {inline(value)}"
    if isinstance(value, list) and value and (tall or len(line) > WIDTH):
        yield f"{_key(key)} = ["
        yield from (f"  {inline(item)}," for item in value)
        yield "]"
    else:
        yield line


def text_pair(key: str, text: Text, *, tall: bool = False) -> Iterator[str]:
    """Yield the lines of a key with a text: one for both languages, or, if it is to be tall, one for each."""
    words: dict[str, Inline] = {name: said for name, said in (("en", text.en), ("ar", text.ar)) if said}
    if words and tall:
        yield from (f"{_key(key)}.{name} = {inline(said)}" for name, said in words.items())
    else:
        yield from pair(key, words)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else string(name)


def _number(value: float) -> str:
    # Below 2**53 an integer says the same, and SQLite keeps no sign of zero: nor do we.
    whole = value.is_integer() and abs(value) < 2**53
    return str(int(value)) if whole else repr(value)


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found in _SHORT:
        return _SHORT[found]
    return f"\\u{ord(found):04x}" if ord(found) <= 0xFFFF else f"\\U{ord(found):08x}"
