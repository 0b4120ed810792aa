"""A row of a form: a field under its name, and what is wrong with it."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mapview.ui.forms.fields.choice import Choice
from mapview.ui.widgets.theme import XS
from mapview.ui.widgets.words import isolated


class Row(QWidget):
    """A field under its name, with a line below for what it reads as or for what is wrong with it."""

    def __init__(self, name: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name.replace("&", "")
        self.field = field
        self._reading = ""
        self._problem = ""
        label = QLabel(name, self)
        label.setProperty("quiet", True)
        label.setBuddy(field)
        self.below = QLabel(self)
        self.below.setWordWrap(True)
        self.below.setTextFormat(Qt.TextFormat.PlainText)
        self.below.hide()
        field.setParent(self)
        for widget in {field, field.focusProxy() or field}:
            if not widget.accessibleName():
                widget.setAccessibleName(self.name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(label)
        layout.addWidget(field)
        layout.addWidget(self.below)

    def say(self, reading: str) -> None:
        """Say below the field what it reads as, unless something is wrong with it."""
        self._reading = reading
        self._show()

    def complain(self, problem: str) -> None:
        """Say below the field what is wrong with it; nothing takes that back."""
        self._problem = problem
        self._show()

    @property
    def problem(self) -> str:
        """What is shown to be wrong."""
        return self._problem

    def _show(self) -> None:
        words = self._problem or self._reading
        self.below.setText(words)
        self.below.setVisible(bool(words))
        (self.field.focusProxy() or self.field).setAccessibleDescription(words)
        kind = "problem" if self._problem else "quiet"
        if self.below.property("kind") != kind:
            self.below.setProperty("kind", kind)
            self.below.style().unpolish(self.below)
            self.below.style().polish(self.below)


class Problem(NamedTuple):
    """What is wrong with a row; ``missing`` if only that nothing is there yet."""

    row: Row
    words: str
    missing: bool = False


def choice_problems(row: Row, choice: Choice, needed: str) -> Iterator[Problem]:
    """Yield what is wrong with a choice; ``needed`` is said where nothing is chosen, empty if it may be empty."""
    if choice.value() is not None:
        return
    if choice.is_begun:
        found = QCoreApplication.translate("Row", "Choose one of those that are found, or type more.")
        yield Problem(row, found, missing=True)
    elif choice.typed:
        said = QCoreApplication.translate("Row", "There is none of the name {}: choose one.")
        if choice.new_button.isVisibleTo(choice):
            said = QCoreApplication.translate("Row", "There is none of the name {}: choose one, or make it with +.")
        yield Problem(row, said.format(isolated(f"“{choice.typed}”")))
    elif needed:
        yield Problem(row, needed, missing=True)
