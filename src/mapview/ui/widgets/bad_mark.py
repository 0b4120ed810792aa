"""The mark of a field whose text was refused, and the sentence that says why."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from mapview.ui.widgets.words import as_tip

#: Reasons to lose the focus for a while only.
PASSING = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})


class BadMark:
    """Marks a line edit, and tells why and when the reason is gone.

    ``speaker`` is the widget that the sentence is about to a screen reader: the line edit itself or what holds it.
    """

    def __init__(
        self, field: QLineEdit, speaker: QWidget, refused: Callable[[str], None], mended: Callable[[str], None]
    ) -> None:
        self._field = field
        self._speaker = speaker
        self._refused = refused
        self._mended = mended
        self._tip = speaker.toolTip()
        self._why = ""

    def set(self, why: str) -> None:
        """Mark the field, for a reason."""
        self.clear()
        self._why = why
        self._show(bad=True)
        self._speaker.setToolTip(as_tip(why))
        self._speaker.setAccessibleDescription(why)
        self._refused(why)

    def clear(self) -> None:
        """Take the mark off, if there is one."""
        if not self._why:
            return
        why, self._why = self._why, ""
        self._show(bad=False)
        self._speaker.setToolTip(self._tip)
        self._speaker.setAccessibleDescription("")
        self._mended(why)

    def _show(self, *, bad: bool) -> None:
        for widget in {self._field, self._speaker}:
            widget.setProperty("bad", bad)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
