"""What documents, their sizes and their encodings are called, and dates as typed."""

from mapview.reading.typed_dates import typed_edtf

_KINDS = {
    "text/plain": "text",
    "text/html": "HTML",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
}
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "cp1256": "Windows-1256 (Arabic)",
    "iso8859_6": "ISO 8859-6 (Arabic)",
    "cp1252": "Windows-1252 (Western)",
    "cp1254": "Windows-1254 (Turkish)",
}


def edtf(said: str) -> str:
    """Return a date that was typed in EDTF, nothing for nothing.

    Raises
    ------
    BadDateError
        If it is none.
    """
    return typed_edtf(said) if said else ""


def encoding_words(name: str) -> str:
    """Return what an encoding is called."""
    return _NAMES.get(name, name.upper())


def size_words(size: int) -> str:
    """Return a number of bytes in words."""
    for unit in ("bytes", "KB"):
        if size < 1000:
            return f"{size} {unit}"
        size = round(size / 1000)
    return f"{size} MB"


def kind_words(media_type: str) -> str:
    """Return what a kind of document is called."""
    return _KINDS.get(media_type, media_type)
