"""The map in the window: a page that follows the session, and comes back if its renderer dies."""

import logging
import time
from collections import deque

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mapview.errors import BadInputError
from mapview.render.map_document import View, window_page
from mapview.ui.map import messages
from mapview.ui.map.page_filter import page_filter
from mapview.ui.map.pages import routes
from mapview.ui.map.sketch import Drawing
from mapview.ui.map.web_page import WebMap
from mapview.ui.session import Focus, Frame, Session
from mapview.ui.widgets.theme import COLOURS

_log = logging.getLogger(__name__)

#: A page that is not seen paints nothing; after this long the next time is sent all the same.
_FRAME_WAIT_MS = 100
#: The next time is under way while the page paints the one before it.
_MOST_UNPAINTED = 2
#: A renderer that dies this often within a minute is not started again by itself.
_DEATHS_PER_MINUTE = 3


class MapView(QWidget):
    """Shows the session on the map and tells it what is clicked."""

    painted = Signal(object)
    ready = Signal()
    notice = Signal(str)
    gave_up = Signal(str)
    #: A menu is asked for: on a place (its id, else None), at latitude and longitude, at a point of the screen.
    menu_asked = Signal(object, float, float, QPoint)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._unpainted: list[tuple[int, int]] = []
        self._next_time: tuple[int, int] | None = None
        self._deaths: deque[float] = deque(maxlen=_DEATHS_PER_MINUTE)
        self._patience = QTimer(self, singleShot=True, interval=_FRAME_WAIT_MS)
        self._patience.timeout.connect(self._give_up_waiting)
        self.is_ready = False
        self._known = session.known
        self._timeline = session.timeline
        self._empty = not len(session.timeline.columns)
        self._filter = session.filter
        self.view = QWebEngineView(self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusProxy(self.view)
        self.setAccessibleName(self.tr("Map"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.web = WebMap(self.view, routes(lambda: self._session.view, self._page, basemap=lambda: session.basemap))
        self.web.line.received.connect(self._receive)
        self.web.line.ready.connect(self._tell_everything)
        self.web.gone.connect(self._come_back)
        session.project_changed.connect(self._follow_project)
        session.view_changed.connect(self._follow_view)
        session.focus_changed.connect(self._follow_focus)
        session.topic_changed.connect(lambda: self.post(messages.SetTopic(session.topic)))
        session.appearance_changed.connect(self._follow_appearance)
        # Tiles and what must be said of them come anew, with the page.
        session.basemap_changed.connect(self._load_again)
        session.sketch.changed.connect(self._follow_sketch)
        session.sketch.look_at.connect(self._bring_into_sight)
        self._drawn = Drawing()
        self._paint_ground()
        self.web.load()

    def post(self, command: messages.Command) -> None:
        """Send a command to the page; while there is none, what it must know is told it when it comes."""
        if self.web.line.is_ready:
            self.web.line.post(command)

    def fit(self) -> None:
        """Show all places that have claims."""
        self.post(messages.Fit(None))

    def centre_on(self, place: str) -> None:
        """Bring a place into view."""
        found = self._session.project.places[place]
        frame = self._session.frame
        self.post(messages.SetView(found.lat, found.lon, frame.zoom if frame else 7))

    def sees(self, place: str) -> bool:
        """Whether a place lies in the part of the map that is seen."""
        found = self._session.project.places[place]
        return self._sees(found.lat, found.lon)

    def reload(self) -> None:
        """Load the page again, at the same view."""
        self._deaths.clear()
        self._load_again()

    def close_page(self) -> None:
        """Take the page apart; the widget is of no use afterwards."""
        self._patience.stop()
        self.web.close()

    def _sees(self, lat: float, lon: float) -> bool:
        frame = self._session.frame
        if frame is None:
            return False
        west, south, east, north = frame.bbox
        return west <= lon <= east and south <= lat <= north

    def _bring_into_sight(self, lat: float, lon: float) -> None:
        frame = self._session.frame
        if not self._sees(lat, lon):
            self.post(messages.SetView(lat, lon, frame.zoom if frame else 7))

    def _page(self) -> str:
        session = self._session
        frame = session.frame
        view = None if frame is None else View(frame.lat, frame.lon, frame.zoom)
        basemap = session.basemap or ""
        # A page that began with all of time would count a million claims twice.
        return window_page(session.theme, session.language, view, basemap, session.days, session.known)

    def _tell_everything(self) -> None:
        """Tell a new page what is shown; its theme and view came with it."""
        session, post = self._session, self.web.line.post
        self._unpainted, self._next_time = [], None
        post(messages.SetTopic(session.topic))
        post(messages.SetKnown(session.known))
        post(messages.Select(session.focus.id if session.focus and session.focus.kind == "place" else None))
        self._follow_filter()
        post(messages.SetTime(*session.days))
        self._drawn = Drawing()
        self._follow_sketch()

    def _follow_project(self) -> None:
        """Fetch the project again if the page shows anything of what is new; the first claim is brought into sight."""
        before, now = self._timeline, self._session.timeline
        self._timeline = now
        said, says = before.project, now.project
        if not now.shows_as(before) or (said.title, said.start_topic) != (says.title, says.start_topic):
            self.post(messages.Reload())
        empty = not len(self._session.timeline.columns)
        if self._empty and not empty:
            self.post(messages.Fit(None))
        self._empty = empty

    # -- from the session ----------------------------------------------------------------------------------------

    def _follow_view(self) -> None:
        if self._session.known != self._known:
            self._known = self._session.known
            self.post(messages.SetKnown(self._known))
        if self._session.filter != self._filter:
            self._follow_filter()
        self._next_time = self._session.days
        if len(self._unpainted) < _MOST_UNPAINTED:
            self._send_next_time()

    def _send_next_time(self) -> None:
        """Send the time that was asked for last."""
        if self._next_time is not None and self.web.line.is_ready:
            self._unpainted.append(self._next_time)
            self.post(messages.SetTime(*self._next_time))
            self._next_time = None
            self._patience.start()

    def _give_up_waiting(self) -> None:
        self._unpainted.clear()
        self._send_next_time()

    def _take_painted(self, days: tuple[int | None, int | None]) -> None:
        """Send the next time once the page has painted one of those before it."""
        if days in self._unpainted:
            # Of two times that came within one frame it paints the second.
            del self._unpainted[: self._unpainted.index(days) + 1]
            self._patience.stop()
            self._send_next_time()

    def _follow_focus(self) -> None:
        focus = self._session.focus
        place = focus.id if focus and focus.kind == "place" else None
        self.post(messages.Select(place))
        self._follow_filter()

    def _follow_filter(self) -> None:
        """Claims that do not pass say nothing, nor do those out of other sources while one is read."""
        self._filter = self._session.filter
        self.post(page_filter(self._session))

    def _follow_sketch(self) -> None:
        """Draw what is new of it; the page keeps the rest."""
        if not self.web.line.is_ready:
            return
        before, now = self._drawn, self._session.sketch.shown
        self._drawn = now
        if (now.ghosts, now.chosen) != (before.ghosts, before.chosen):
            self.post(messages.SetGhosts(now.ghosts, now.chosen))
        if now.handle != before.handle:
            self.post(messages.SetHandle(now.handle))
        if (now.hint, now.encloses) != (before.hint, before.encloses):
            self.post(messages.SetAim(now.hint, now.encloses))
            if before.hint is None:
                self.setFocus()

    def _follow_appearance(self) -> None:
        self._paint_ground()
        self.post(messages.SetTheme(self._session.theme, self._session.language))

    def _paint_ground(self) -> None:
        """What is seen before the page paints must not flash."""
        self.web.page.setBackgroundColor(QColor(COLOURS[self._session.theme].window))

    # -- from the page -------------------------------------------------------------------------------------------

    def _receive(self, text: str) -> None:
        try:
            event = messages.decode(text)
        except BadInputError as error:
            _log.error("%s", error)
            return
        match event:
            case messages.Painted():
                self._take_painted((event.day0, event.day1))
                self.painted.emit(event)
            case messages.PlaceClicked(place):
                known = place is not None and place in self._session.project.places
                self._session.set_focus(Focus("place", place) if known and place is not None else None)
            case messages.ViewChanged():
                self._session.frame = Frame(event.lat, event.lon, event.zoom, event.bbox)
            case (
                messages.GhostClicked()
                | messages.MapClicked()
                | messages.AreaDrawn()
                | messages.Dragged()
                | messages.Left()
            ):
                self._receive_editing(event)
            case messages.Ready():
                self.is_ready = True
                self.ready.emit()
            case messages.MenuAsked():
                on = event.place if event.place in self._session.project.places else None
                at = self.view.mapToGlobal(self.point(event.x, event.y))
                self.menu_asked.emit(on, event.lat, event.lon, at)
            case messages.JsError():
                _log.error("A script of the page failed: %s (%s, line %d)", event.message, event.source, event.line)

    def _receive_editing(
        self,
        event: messages.GhostClicked | messages.MapClicked | messages.AreaDrawn | messages.Dragged | messages.Left,
    ) -> None:
        sketch = self._session.sketch
        match event:
            case messages.GhostClicked(index):
                sketch.click_ghost(index)
            case messages.MapClicked(lat, lon):
                sketch.point(lat, lon)
            case messages.AreaDrawn(corners):
                sketch.enclose(corners)
            case messages.Dragged(lat, lon, done):
                sketch.drag(lat, lon, done=done)
            case messages.Left():
                sketch.leave()

    def _come_back(self) -> None:
        self.is_ready = False
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == _DEATHS_PER_MINUTE and now - self._deaths[0] < 60:
            _log.error("The map's renderer died again and again; it is left alone.")
            self.web.line.hang_up()
            self.gave_up.emit(self.tr("The map failed again and again. Choose View, Reload the map to try once more."))
            return
        _log.info("The map's renderer died; loading the page again.")
        self.notice.emit(self.tr("The map had to be started again. Time, place and view are as before."))
        # The page cannot be loaded from within the signal of its renderer's end.
        QTimer.singleShot(0, self, self._load_again)

    def _load_again(self) -> None:
        self.is_ready = False
        self.web.load()

    def point(self, x: float, y: float) -> QPoint:
        """Return where a point of the page (CSS pixels) lies in the view's coordinates."""
        zoom = self.view.zoomFactor()
        return QPoint(round(x * zoom), round(y * zoom))
