"""What is drawn on the map while something is edited: candidates, a mark to drag, a request to aim."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mapview.domain.areas import Corner
from mapview.ui.map.messages import Ghost, Handle


@dataclass(frozen=True, slots=True)
class Drawing:
    """What one of those who draw wants to be seen.

    ``chosen`` is the position of the ghost that stands out. While ``hint`` is there, clicks give points, and it says
    what for; with ``encloses`` these are the corners of an area, which may also be drawn freely.
    """

    ghosts: tuple[Ghost, ...] = ()
    chosen: int | None = None
    handle: Handle | None = None
    hint: str | None = None
    encloses: bool = False


_NOTHING = Drawing()


class Sketch(QObject):
    """The drawings of several owners, named by a word; of each part, that of who drew last is seen.

    The map draws what :attr:`shown` says and calls :meth:`click_ghost`, :meth:`point`, :meth:`enclose`, :meth:`drag`
    and :meth:`leave`; these become signals that name the owner of the part.
    """

    changed = Signal()
    #: Owner, position of the ghost.
    ghost_clicked = Signal(str, int)
    #: Owner, latitude, longitude.
    pointed = Signal(str, float, float)
    #: Owner, corners of latitude and longitude.
    enclosed = Signal(str, object)
    #: Owner, latitude, longitude, whether the handle was let go.
    dragged = Signal(str, float, float, bool)
    #: Escape was pressed on the map; the owner of what is to be given up.
    left = Signal(str)
    #: Something at a latitude and longitude is to be in sight.
    look_at = Signal(float, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawings: dict[str, Drawing] = {}

    def draw(self, owner: str, drawing: Drawing) -> None:
        """Show a drawing instead of the owner's last one, above those of others."""
        before = self.shown
        self._drawings.pop(owner, None)
        if drawing != _NOTHING:
            self._drawings[owner] = drawing
        if self.shown != before:
            self.changed.emit()

    def set_ghosts(self, owner: str, ghosts: tuple[Ghost, ...], chosen: int | None = None) -> None:
        """Show numbered candidates and nothing else of this owner; none of them: take them away."""
        self.draw(owner, Drawing(ghosts, chosen) if ghosts else _NOTHING)

    def clear(self, owner: str) -> None:
        """Take away what an owner has drawn."""
        self.draw(owner, _NOTHING)

    def drawing(self, owner: str) -> Drawing:
        """Return what an owner has drawn."""
        return self._drawings.get(owner, _NOTHING)

    @property
    def shown(self) -> Drawing:
        """What is seen of all drawings."""
        ghosts = self.drawing(self._owner("ghosts"))
        return Drawing(
            ghosts.ghosts,
            ghosts.chosen,
            self.drawing(self._owner("handle")).handle,
            self.drawing(self._owner("hint")).hint,
            self.drawing(self._owner("hint")).encloses,
        )

    def click_ghost(self, index: int) -> None:
        """A ghost was clicked; one that is gone meanwhile is not."""
        if 0 <= index < len(self.shown.ghosts):
            self.ghost_clicked.emit(self._owner("ghosts"), index)

    def point(self, lat: float, lon: float) -> None:
        """A point was given while the map aims."""
        if self.shown.hint is not None and not self.shown.encloses:
            self.pointed.emit(self._owner("hint"), lat, lon)

    def enclose(self, corners: tuple[Corner, ...]) -> None:
        """An area was drawn while the map takes corners."""
        if self.shown.encloses:
            self.enclosed.emit(self._owner("hint"), corners)

    def drag(self, lat: float, lon: float, *, done: bool) -> None:
        """The handle was dragged."""
        if self.shown.handle is not None:
            self.dragged.emit(self._owner("handle"), lat, lon, done)

    def leave(self) -> None:
        """Give up aiming, else the handle."""
        owner = self._owner("hint") or self._owner("handle")
        if owner:
            self.left.emit(owner)

    def _owner(self, part: str) -> str:
        """Return who drew a part last, empty if nobody did."""
        return next((owner for owner in reversed(self._drawings) if getattr(self._drawings[owner], part)), "")
