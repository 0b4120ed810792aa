"""Where somebody works in a project, kept while they work, so that a killed program comes back to it."""

import contextlib
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QTimer

from mapview.domain import filters
from mapview.domain.clocks import TIME_MODES
from mapview.domain.dates import Span
from mapview.domain.model import LOCKED
from mapview.errors import MapviewError
from mapview.render.mbtiles import MbTiles
from mapview.ui.projects import recent
from mapview.ui.session import Focus, Frame, Session

if TYPE_CHECKING:
    from mapview.ui.main_window import MainWindow

_GROUP = "at_work"
#: How long after a change it is kept, in milliseconds.
_INTERVAL_MS = 1000

Kept = dict[str, Any]


def kept_of(settings: QSettings, path: Path) -> Kept:
    """Return what was kept of the work in a project; nothing if it was never open, or if it cannot be read."""
    try:
        found = json.loads(str(settings.value(f"{_GROUP}/{_name(path)}", "{}")))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def restore_session(session: Session, kept: Kept) -> None:
    """Bring time, known time, topic, focus and the part of the map back, as far as they are there still."""
    for bring_back in (_time, _frame, _topic, _filter, _focus, _basemap):
        # Each by itself: a place that has gone since keeps nothing else from coming back.
        with contextlib.suppress(MapviewError, KeyError, TypeError, ValueError, IndexError):
            bring_back(session, kept)


def _time(session: Session, kept: Kept) -> None:
    mode, known = kept["mode"], kept["known"]
    if mode in TIME_MODES and (known in {None, LOCKED} or isinstance(known, int)):
        session.set_mode(mode)
        session.set_at(Span(int(kept["at"][0]), int(kept["at"][1])))
        session.set_known(known)


def _frame(session: Session, kept: Kept) -> None:
    lat, lon, zoom, west, south, east, north = map(float, kept["frame"])
    session.frame = Frame(lat, lon, zoom, (west, south, east, north))


def _topic(session: Session, kept: Kept) -> None:
    session.set_topic(kept["topic"])


def _filter(session: Session, kept: Kept) -> None:
    session.set_filter(filters.parse(kept["filter"]))


def _focus(session: Session, kept: Kept) -> None:
    session.set_focus(Focus(*kept["focus"]))


def _basemap(session: Session, kept: Kept) -> None:
    file = kept["basemap"]
    if isinstance(file, str):
        MbTiles(Path(file))
        session.set_basemap(file)


class Recovery(QObject):
    """Keeps what is shown of a project every second in which it changed, and brings a window's panels back."""

    def __init__(self, window: "MainWindow", settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._key = f"{_GROUP}/{_name(window.path)}"
        self._passage: tuple[str, int, int] | None = None
        self._restore(kept_of(settings, window.path))
        window.session.passage_asked_for.connect(self._note_passage)
        self._last = self._state()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self.keep)
        self._timer.start()
        window.installEventFilter(self)
        self._forget_old()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep what is shown last when the window closes."""
        if event.type() == QEvent.Type.Close:
            self._timer.stop()
            self.keep()
        return super().eventFilter(watched, event)

    def keep(self) -> None:
        """Keep what is shown, if it is not what was kept last."""
        state = self._state()
        if state != self._last:
            self._last = state
            self._settings.setValue(self._key, state)
            self._settings.sync()

    def _restore(self, kept: Kept) -> None:
        window, passage = self._window, kept.get("read")
        if isinstance(passage, list) and len(passage) == 3 and passage[0] in window.session.project.sources:
            window.reader.read(*passage)
            self._passage = tuple(passage)
        if isinstance(kept.get("basemap"), str) and window.session.basemap is None:
            window.basemaps.say_missing(kept["basemap"])
        if isinstance(kept.get("geometry"), str):
            window.restoreGeometry(_bytes(kept["geometry"]))
        if isinstance(kept.get("docks"), str):
            window.restore_docks(_bytes(kept["docks"]))

    def _note_passage(self, source: str, start: int, end: int) -> None:
        self._passage = (source, start, end)

    def _state(self) -> str:
        window = self._window
        session, source = window.session, window.reader.source
        frame, focus, passage = session.frame, session.focus, self._passage
        return json.dumps(
            {
                "at": session.days,
                "mode": session.clocks.mode,
                "known": session.clocks.known,
                "topic": session.topic,
                "filter": str(session.filter),
                "basemap": session.basemap,
                "focus": [focus.kind, focus.id] if focus else None,
                "frame": [frame.lat, frame.lon, frame.zoom, *frame.bbox] if frame else None,
                "read": (passage if passage and passage[0] == source else (source, 0, 0)) if source else None,
                "docks": _text(window.save_docks()),
                "geometry": _text(window.saveGeometry()),
            }
        )

    def _forget_old(self) -> None:
        """Forget projects that are no longer among those opened lately."""
        known = {_name(path) for path in recent(self._settings)} | {_name(self._window.path)}
        self._settings.beginGroup(_GROUP)
        for name in self._settings.childKeys():
            if name not in known:
                self._settings.remove(name)
        self._settings.endGroup()


def _name(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]


def _text(raw: QByteArray) -> str:
    return bytes(raw.toBase64().data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode("ascii", "replace")))
