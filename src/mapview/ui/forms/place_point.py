"""The coordinates of a place in a form: typed in any notation, clicked or dragged on the map."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mapview.errors import BadInputError
from mapview.gazetteer.coordinates import Reading, read_coordinates, write_coordinates
from mapview.gazetteer.nearby import nearby
from mapview.ui.forms.fields.texts import Line
from mapview.ui.forms.place_search import gazetteer
from mapview.ui.forms.place_words import nearby_words
from mapview.ui.session import Session
from mapview.ui.widgets.theme import XS, S
from mapview.ui.widgets.words import isolated

#: Degrees beyond the project's places within which a point is where one expects it.
_MARGIN = 3.0
_FEWEST_PLACES = 3


class PointField(QWidget):
    """A line for coordinates, a button to place them on the map, and an offer to exchange them if they look turned."""

    #: A reading was typed or taken.
    typed = Signal()
    aim_asked = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._point: tuple[float, float] | None = None
        self._written = ""
        self._where = ""
        self.reading: Reading | None = None
        self.line = Line(self, prompt="33.8, 42.4 · 38S KC 59 43", direction=Qt.LayoutDirection.LeftToRight)
        self.aim = QPushButton(self.tr("Place on the map"), self)
        self.aim.setCheckable(True)
        self.aim.setAutoDefault(False)
        self.aim.setFixedHeight(32)
        self.aim.setToolTip(self.tr("Then click on the map where the place lies (Ctrl+M)"))
        self.exchange = QPushButton(self)
        self.exchange.setAutoDefault(False)
        self.exchange.hide()
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.line, 1)
        row.addWidget(self.aim)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addLayout(row)
        layout.addWidget(self.exchange, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._read)
        self.aim.toggled.connect(self.aim_asked)
        self.exchange.clicked.connect(self._exchange)

    def point(self) -> tuple[float, float] | None:
        """Return latitude and longitude in WGS 84 degrees; None if there is no point."""
        return self._point

    def set_point(self, lat: float, lon: float) -> None:
        """Write a point into the line; one that stands there to a metre stays as it was typed."""
        self._written = write_coordinates(lat, lon)
        self.line.set_value(self._written)
        self._point = lat, lon
        self._look_around()

    def clear(self) -> None:
        """Take the point away."""
        self.line.set_value("")

    def problem(self) -> str:
        """Say what is wrong with what is typed."""
        if self._point is None:
            try:
                read_coordinates(self.line.text())
            except BadInputError as error:
                return str(error)
        if self._point == (0.0, 0.0):
            return self.tr("0, 0 lies in the sea off Ghana, where missing coordinates end up: give the real ones.")
        return ""

    def words(self) -> str:
        """Say what the line reads as, and where that is."""
        if self._point is None:
            return ""
        lat, lon = self._point
        parts = [write_coordinates(lat, lon, notation) for notation in ("dms", "mgrs")]
        if self.reading is not None and self.reading.exchanged:
            parts.insert(0, self.tr("read with the longitude first"))
        return " · ".join(
            isolated(part) for part in (self._where, *(part.replace(" ", "\u00a0") for part in parts)) if part
        )

    def dress(self) -> None:
        """Take another language."""
        self._look_around()

    def _read(self, text: str) -> None:
        if text == self._written:
            return
        self._written = ""
        try:
            self.reading = read_coordinates(text)
            self._point = self.reading.lat, self.reading.lon
        except BadInputError:
            self.reading = self._point = None
        self._look_around()
        self.typed.emit()

    def _look_around(self) -> None:
        found = nearby(gazetteer(), *self._point) if self._point else None
        self._where = nearby_words(found, self._session.language) if found else ""
        turned = self.reading.turned() if self.reading and self._written == "" else None
        offered = turned is not None and self._is_far(self.reading) and not self._is_far(turned)
        self.exchange.setVisible(offered)
        if offered and turned is not None:
            words = self.tr("Exchange them: {} is nearer to the other places")
            self.exchange.setText(words.format(isolated(f"{turned.lat:g}, {turned.lon:g}")))

    def _is_far(self, reading: Reading | None) -> bool:
        """Whether a point lies outside all that the project, or else the map, is about."""
        if reading is None:
            return False
        places = [place for place in self._session.project.places.values() if place.precision_m < 200_000]
        if len(places) >= _FEWEST_PLACES:
            lats, lons = [place.lat for place in places], [place.lon for place in places]
            west, south, east, north = min(lons), min(lats), max(lons), max(lats)
        elif self._session.frame is not None:
            west, south, east, north = self._session.frame.bbox
        else:
            return False
        inside = south - _MARGIN <= reading.lat <= north + _MARGIN and west - _MARGIN <= reading.lon <= east + _MARGIN
        return not inside

    def _exchange(self) -> None:
        turned = self.reading.turned() if self.reading else None
        if turned is not None:
            north, east = "SN"[turned.lat >= 0], "WE"[turned.lon >= 0]
            self.line.set_value(f"{abs(turned.lat):.12g} {north}, {abs(turned.lon):.12g} {east}")
