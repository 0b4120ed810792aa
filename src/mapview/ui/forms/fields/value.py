"""The value of a claim: a field by the type of its topic."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from mapview.domain.model import Quantity, Topic, Value, ValueType
from mapview.domain.snapshot import Language, Theme
from mapview.errors import BadInputError
from mapview.reading.typed_quantities import typed_quantity
from mapview.render.legend import palette_colour
from mapview.render.texts import value_words
from mapview.ui.forms.fields.choice import Option, WordChoice
from mapview.ui.forms.fields.dates import DateLine, coverage
from mapview.ui.forms.fields.texts import Line

_SWATCH_PX = 14


class ValueField(QWidget):
    """Holds a field for each type of value and shows that of the topic; what was typed under another type waits."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topic: Topic | None = None
        self.nothing = QLabel(self.tr("Choose a topic first."), self)
        self.nothing.setProperty("kind", "quiet")
        self.state = WordChoice(parent=self)
        self.state.setPlaceholderText(self.tr("Choose"))
        self.quantity = Line(self, prompt=self.tr("2,500 · about 2000-2500 · fewer than 500"))
        self.date = DateLine(self, prompt=self.tr("14 January 2026 · September 2025"))
        self.words = Line(self)
        self.state.chosen.connect(self.changed)
        for field in (self.quantity, self.date, self.words):
            field.changed.connect(self.changed)
        self._pages = QStackedLayout(self)
        for widget in (self.nothing, self.state, self.quantity, self.date, self.words):
            self._pages.addWidget(widget)
        self.setFixedHeight(32)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802
        """Name every field."""
        super().setAccessibleName(name)
        for field in (self.state, self.quantity, self.date, self.words):
            field.setAccessibleName(name)

    def show_topic(self, topic: Topic | None, language: Language, theme: Theme) -> None:
        """Take values of a topic."""
        self._topic = topic
        self.state.offer(state_options(topic, language, theme) if topic else [])
        self._pages.setCurrentWidget(self._field(topic.type) if topic else self.nothing)
        self.setFocusProxy(self._field(topic.type) if topic else self.nothing)

    def set_today(self, today: str | None) -> None:
        """Count relative dates from a day, in EDTF."""
        self.date.today = today

    def value(self) -> Value | None:
        """Return the value, None if nothing is given.

        Raises
        ------
        BadInputError
            If what is typed is none.
        """
        match self._topic.type if self._topic else None:
            case "state":
                return self.state.value()
            case "quantity":
                return typed_quantity(self.quantity.value(), self._units()) if self.quantity.value() else None
            case "date":
                return self.date.edtf()
            case "text":
                return self.words.value() or None
        return None

    def known(self) -> Value | None:
        """Return the value, None if nothing is given or what is typed is none."""
        try:
            return self.value()
        except BadInputError:
            return None

    def set_value(self, value: Value | None) -> None:
        """Show a value of the present topic."""
        if isinstance(value, Quantity):
            self.quantity.set_value(quantity_text(value))
        elif self._topic is not None and self._topic.type == "state":
            self.state.set_value(value)
        elif self._topic is not None:
            (self.date if self._topic.type == "date" else self.words).set_value(value or "")

    def contents(self) -> tuple[str | None, str, str, str]:
        """Return what is typed, whatever it is."""
        return self.state.value(), self.quantity.value(), self.date.value(), self.words.value()

    def clear(self) -> None:
        """Take everything out."""
        self.state.set_value(None)
        for field in (self.quantity, self.date, self.words):
            field.set_value("")

    def reading(self, language: Language) -> str:
        """Return in words what is typed, empty where the field says so itself."""
        value = self.known()
        if value is None or self._topic is None:
            return ""
        if isinstance(value, Quantity):
            return value_words(value, self._topic, language)
        return coverage(value, language) if self._topic.type == "date" else ""

    def _units(self) -> tuple[str, ...]:
        unit = self._topic.unit if self._topic else None
        return (unit.en, unit.ar) if unit else ()

    def _field(self, type_: ValueType) -> QWidget:
        fields: dict[ValueType, QWidget] = {
            "state": self.state,
            "quantity": self.quantity,
            "date": self.date,
            "text": self.words,
        }
        return fields[type_]


def state_options(topic: Topic, language: Language, theme: Theme) -> list[Option]:
    """Return the states of a topic with their colours."""
    return [
        Option(state.id, state.names.in_language(language), icon=swatch(palette_colour(state.colour, theme)))
        for state in topic.states
    ]


def swatch(colour: str) -> QIcon:
    """Return a square of a colour, ``#rrggbb``."""
    pixmap = QPixmap(QSize(_SWATCH_PX, _SWATCH_PX) * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(pixmap.rect()), 6, 6)
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return QIcon(pixmap)


def quantity_text(value: Quantity) -> str:
    """Return a quantity as it can be typed.

    Examples
    --------
    >>> quantity_text(Quantity(2000, 2500, approximate=True)), quantity_text(Quantity(None, 500))
    ('about 2000-2500', 'at most 500')
    """
    low, high = ("" if end is None else f"{end:.15g}" for end in (value.min, value.max))
    if low and high:
        words = low if value.min == value.max else f"{low} to {high}" if "-" in low + high else f"{low}-{high}"
    else:
        words = f"at least {low}" if low else f"at most {high}"
    return f"about {words}" if value.approximate else words
