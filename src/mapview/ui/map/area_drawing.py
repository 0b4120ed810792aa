"""Drawing the area on the map that the claims are filtered by."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from mapview.domain.areas import Corner, fault_of
from mapview.ui.map.sketch import Drawing
from mapview.ui.session import Session

_OWNER = "area"
#: Some metres, which is less than a hand can draw.
_DECIMALS = 5


class AreaDrawing(QObject):
    """Lets an area be drawn and makes it the one of the session's filter."""

    #: The drawing began or ended.
    changed = Signal()
    #: Why what was drawn cannot be an area.
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.is_on = False
        session.sketch.enclosed.connect(self._take)
        session.sketch.left.connect(self._give_up)

    def start(self) -> None:
        """Let the map take an area."""
        hint = self.tr(
            "Draw around the area with the mouse held down, or click its corners and close at the first one."
            " Keys: arrows, Enter (twice closes), Backspace, Esc."
        )
        self._session.sketch.draw(_OWNER, Drawing(hint=hint, encloses=True))
        self._set(is_on=True)

    def stop(self) -> None:
        """Let the map be as it was."""
        self._session.sketch.clear(_OWNER)
        self._set(is_on=False)

    def _give_up(self, owner: str) -> None:
        if owner == _OWNER:
            self.stop()

    def _set(self, *, is_on: bool) -> None:
        if is_on != self.is_on:
            self.is_on = is_on
            self.changed.emit()

    def _take(self, owner: str, corners: tuple[Corner, ...]) -> None:
        if owner != _OWNER:
            return
        area = tuple((round(lat, _DECIMALS), round(lon, _DECIMALS)) for lat, lon in corners)
        fault = fault_of(area)
        if fault is not None:
            self.refused.emit(self.tr("That is no area to filter by: {}.").format(fault))
            return
        self.stop()
        self._session.set_filter(replace(self._session.wanted_filter, area=area, bbox=None))
