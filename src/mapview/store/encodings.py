"""Which encoding a text file is in: UTF-8, UTF-16, UTF-32, and the one-byte encodings of Arabic and Latin.

Text in a one-byte encoding is hardly ever valid UTF-8 by chance. Among one-byte encodings the one is taken in which the
bytes above 127 make the likeliest letters: those that are common in Arabic, and letters that stand in words, not alone
among signs.
"""

import codecs
import re
import unicodedata

from mapview.errors import BadInputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: In the order of preference where two are equally likely: Windows-1256 has the letters of French at the same places.
_ONE_BYTE = ("cp1252", "cp1256", "iso8859_6", "cp1254")

#: Those that a person may choose, when the wrong one was told.
ENCODINGS = ("utf-8", "utf-16", "cp1256", "iso8859_6", "cp1252", "cp1254")

_COMMON = frozenset("اليمونرتبةعدسف")
_ARABIC_WORD = re.compile("[\u0621-\u064a]{2,}")
_LATIN_WORD = re.compile("[A-Za-z]*[\u00c0-\u024f][A-Za-z]+|[A-Za-z]+[\u00c0-\u024f][A-Za-z]*")
_PUNCTUATION = frozenset("‘’“”«»–—…•،؛؟°€£")
#: Icelandic letters, at whose places Turkish has its own; far more is written in Turkish.
_ICELANDIC = frozenset("ðýþÐÝÞ")
_SAMPLE = 100_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
#: A text has fewer control characters than one in so many; form feeds and escapes aside.
_ONE_IN = 200


def decode(raw: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of the encoding that it was read in.

    Parameters
    ----------
    declared
        The encoding that the file itself names, as HTML does; it counts after byte order marks and UTF-8, since both
        are surer than what an author copied.

    Raises
    ------
    BadInputError
        If it is no text.

    Examples
    --------
    >>> decode("قاعدة عين الأسد".encode("cp1256"))
    ('قاعدة عين الأسد', 'cp1256')
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, name), name
    if b"\0" in raw[:_SAMPLE]:
        name = _wide(raw[:_SAMPLE])
        return _strict(raw, name), name
    try:
        return _checked(raw.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        name = _known(declared) or _likeliest(raw[:_SAMPLE])
    return _strict(raw, name), name


def decode_as(raw: bytes, name: str) -> str:
    """Return the text of a file in an encoding that a person has chosen.

    Raises
    ------
    BadInputError
        If it cannot be read so.
    """
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    return _strict(raw, "utf-8-sig" if name == "utf-8" and marked == "utf-8-sig" else name)


def normalised_text(text: str) -> str:
    r"""Return a text with line feeds for line ends and in NFC, as anchors count it; nothing is stripped.

    Examples
    --------
    >>> normalised_text("one\r\ntwo\r")
    'one\ntwo\n'
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _strict(raw: bytes, name: str) -> str:
    try:
        return _checked(raw.decode(name))
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"The text breaks off or is damaged at byte {error.start} (read as {name}): save it as UTF-8."
        ) from error


def _checked(text: str) -> str:
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * _ONE_IN > len(sample):
        raise BadInputError("This is no text but binary data: give a text, HTML, PDF or DOCX file.")
    return text


def _wide(sample: bytes) -> str:
    """Tell which way round UTF-16 without a mark stands: digits, spaces and Latin letters have a zero byte."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) >= 4 and max(even, odd) > 4 * min(even, odd) and max(even, odd) * 50 > len(sample):
        return "utf-16-be" if even > odd else "utf-16-le"
    raise BadInputError("This is no text but binary data: give a text, HTML, PDF or DOCX file.")


def _known(declared: str | None) -> str | None:
    try:
        return codecs.lookup(declared).name if declared else None
    except LookupError:
        return None


def _likeliest(sample: bytes) -> str:
    scores = {name: _score(sample, name) for name in _ONE_BYTE}
    return max(scores, key=scores.__getitem__)


def _score(sample: bytes, name: str) -> float:
    """Return how much of what is above 127 reads as words in an encoding, 0 to 1, less what cannot be."""
    text = sample.decode(name, errors="replace")
    high = sum(byte > 127 for byte in sample)
    words = "".join(_ARABIC_WORD.findall(text))
    common = sum(letter in _COMMON for letter in words)
    latin = sum(sum(letter > "\x7f" for letter in word) for word in _LATIN_WORD.findall(text))
    impossible = text.count("\ufffd") + sum("\x80" <= letter <= "\x9f" for letter in text)
    punctuation = sum(letter in _PUNCTUATION for letter in text)
    latin -= sum(letter in _ICELANDIC for letter in text) / 2
    return (0.5 * punctuation + 0.5 * len(words) + 0.5 * common + 0.6 * latin - 5 * impossible) / max(high, 1)
