"""What can be done with a place or a point, from the map and from the lists: menus, moving, merging."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from mapview.domain.changes import Change, Put
from mapview.domain.drafts import ClaimDraft, PlaceDraft
from mapview.domain.model import Text
from mapview.errors import MapviewError
from mapview.gazetteer.coordinates import NOTATIONS, Notation, write_coordinates
from mapview.ui.forms.place_merge import MergeDialog
from mapview.ui.lists.list_model import ENTRY_ROLE
from mapview.ui.lists.panel import EntryList
from mapview.ui.map.messages import Handle
from mapview.ui.map.sketch import Drawing
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.notice import Notice
from mapview.ui.widgets.words import isolated

_OWNER = "move"


class PlaceActions(QObject):
    """Opens menus on places and points, and moves and merges places."""

    def __init__(self, session: Session, notice: Notice, undo: Callable[[], None], window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._notice = notice
        self._undo = undo
        self._window = window
        #: The place that is being moved.
        self.moving: str | None = None
        #: The menu that was opened last.
        self.menu: QMenu | None = None
        session.sketch.dragged.connect(self._take_drag)
        session.sketch.pointed.connect(lambda owner, lat, lon: self._take_drag(owner, lat, lon, done=True))
        session.sketch.left.connect(lambda owner: self.stop_moving() if owner == _OWNER else None)
        session.project_changed.connect(self._draw)
        session.appearance_changed.connect(self._draw)

    def offer_on(self, places: EntryList) -> None:
        """Open the menu of a place in a list, by right click and by the menu key."""
        places.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        places.customContextMenuRequested.connect(partial(self._open_in_list, places))

    def open_menu(self, place: str | None, lat: float, lon: float, at: QPoint) -> None:
        """Open the menu of a place, or of a point in degrees, at a point of the screen."""
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = self.menu_of_point(lat, lon) if place is None else self.menu_of_place(place)
        self.menu.popup(at)

    def menu_of_place(self, place: str) -> QMenu:
        """Return the menu of a place."""
        session = self._session
        found = session.project.places[place]
        menu = QMenu(self._window)
        edits = [
            menu.addAction(self.tr("&Edit place…"), lambda: session.form_asked_for.emit(found)),
            menu.addAction(self.tr("&New claim here…"), lambda: session.form_asked_for.emit(ClaimDraft(place=place))),
            menu.addAction(self.tr("Mo&ve on the map"), lambda: self.move(place)),
            menu.addAction(self.tr("&Merge into another place…"), lambda: self.merge(place)),
        ]
        menu.addMenu(self._copy_menu(menu, found.lat, found.lon))
        menu.addSeparator()
        edits.append(menu.addAction(self.tr("&Delete"), lambda: session.removal_asked_for.emit((found,))))
        for action in edits:
            action.setEnabled(not session.file.read_only)
        return menu

    def menu_of_point(self, lat: float, lon: float) -> QMenu:
        """Return the menu of a point in WGS 84 degrees."""
        draft = PlaceDraft(Text(), lat=round(lat, 6), lon=round(lon, 6), coordinates_from=self.tr("placed on the map"))
        menu = QMenu(self._window)
        new = menu.addAction(self.tr("&New place here…"), lambda: self._session.form_asked_for.emit(draft))
        new.setEnabled(not self._session.file.read_only)
        menu.addMenu(self._copy_menu(menu, lat, lon))
        return menu

    def move(self, place: str) -> None:
        """Let a place be dragged on the map until that is given up."""
        self.moving = place
        found = self._session.project.places[place]
        self._session.sketch.look_at.emit(found.lat, found.lon)
        self._draw()

    def stop_moving(self) -> None:
        """Let marks stand fast again."""
        self.moving = None
        self._session.sketch.clear(_OWNER)

    def merge(self, place: str) -> None:
        """Ask into which other place to merge one."""
        dialog = MergeDialog(self._session, place, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.asked.connect(self._merge)
        dialog.open()

    def _merge(self, change: Change, label: str, kept: str) -> None:
        if self._edit(change, label):
            self._session.set_focus(Focus("place", kept))
            self._notice.say(self.tr("Did the {}.").format(label), action=self.tr("Undo"), do=self._undo)

    def _edit(self, change: Change, label: str) -> bool:
        try:
            self._session.edit(change, label)
        except MapviewError as error:
            self._notice.complain(str(error))
            return False
        return True

    def _take_drag(self, owner: str, lat: float, lon: float, done: bool) -> None:
        if owner != _OWNER or not done or self.moving is None:
            return
        place = self._session.project.places[self.moving]
        moved = replace(place, lat=round(lat, 6), lon=round(lon, 6), coordinates_from=self.tr("placed on the map"))
        if not self._edit(Put(moved), self.tr("move of {}").format(self._name(self.moving))):
            self._draw()

    def _draw(self) -> None:
        place = self._session.project.places.get(self.moving or "")
        if place is None:
            self.stop_moving()
            return
        name = self._name(place.id)
        hint = self.tr("Drag {}, or click where it lies. Esc when it is right.").format(name)
        handle = Handle(place.lat, place.lon, place.precision_m, name)
        self._session.sketch.draw(_OWNER, Drawing(handle=handle, hint=hint))

    def _name(self, place: str) -> str:
        return isolated(self._session.project.places[place].names.in_language(self._session.language))

    def _copy_menu(self, menu: QMenu, lat: float, lon: float) -> QMenu:
        names: dict[Notation, str] = {
            "decimal": self.tr("&Decimal degrees"),
            "dms": self.tr("D&egrees, minutes, seconds"),
            "mgrs": self.tr("&MGRS"),
            "utm": self.tr("&UTM"),
        }
        copy = QMenu(self.tr("&Copy coordinates"), menu)
        for notation in NOTATIONS:
            try:
                written = write_coordinates(lat, lon, notation)
            except MapviewError:
                # UTM does not reach the poles.
                continue
            copy.addAction(f"{names[notation]}\t{written}", partial(self._copy, written))
        return copy

    def _copy(self, written: str) -> None:
        QGuiApplication.clipboard().setText(written)
        self._notice.say(self.tr("Copied {}").format(isolated(written)))

    def _open_in_list(self, places: EntryList, at: QPoint) -> None:
        index = places.indexAt(at)
        if not index.isValid():
            index = places.currentIndex()
        if index.isValid():
            place = self._session.project.places[index.data(ENTRY_ROLE)[0].id]
            self.open_menu(place.id, place.lat, place.lon, places.viewport().mapToGlobal(at))
