"""Line edits that hold either script."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from mapview.render.fonts import ARABIC_FAMILY, LATIN_FAMILY

_HEIGHT = 32


def keep_on_line(field: QLineEdit, *, height: int | None = _HEIGHT) -> Callable[[str], None]:
    """Keep the text of a field on one line, whatever script is written into it.

    Qt 6.11 lifts text by as much as its fallback font is higher than the font of the field, so the font that a text
    needs comes first. Returns what chooses the font for a text, for a field whose font is set by what holds it.
    """

    def choose(text: str) -> None:
        arabic = any("\u0600" <= letter <= "\u08ff" or "\ufb50" <= letter <= "\ufefc" for letter in text)
        families = [ARABIC_FAMILY, LATIN_FAMILY] if arabic else [LATIN_FAMILY, ARABIC_FAMILY]
        font = field.font()
        if font.families() != families:
            font.setFamilies(families)
            field.setFont(font)

    if height is not None:
        field.setFixedHeight(height)
    field.textChanged.connect(choose)
    choose(field.text())
    return choose
