"""A picture that is opened: its project is found, and the window goes back to the view that it shows."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mapview.domain.filters import BoundingBox
from mapview.domain.rules import DanglingId, filter_faults
from mapview.domain.view_records import ViewRecord
from mapview.errors import MapviewError
from mapview.render.map_document import MAX_ZOOM, MIN_ZOOM, ZOOM_STEP
from mapview.render.picture_texts import view_in_picture
from mapview.store.folder import PROJECT_FILE
from mapview.store.identity import identity
from mapview.ui.clocks.saved_views import restore
from mapview.ui.map import messages
from mapview.ui.projects import first_timeline, open_project, recent
from mapview.ui.widgets.words import isolated

#: The side of the world at zoom 0, in CSS pixels.
_WORLD_PX = 256
#: Where the Mercator map ends, in degrees.
_MOST_LAT = 85.0511
#: By how much of a zoom level a map may be too small for its area.
_SLACK = 0.2

if TYPE_CHECKING:
    from mapview.ui.main_window import MainWindow
    from mapview.ui.program import Program


def open_picture(program: "Program", path: Path, settings: QSettings) -> None:
    """Go back to the view that a picture shows, in the project that is open, in another, or in one to be found."""
    shown = program.window or program.welcome
    if shown is None:
        return
    try:
        record = view_in_picture(path)
    except MapviewError as error:
        shown.notice.complain(str(error))
        return
    language = "en" if program.window is None else program.window.session.language
    title = isolated(record.title.in_language(language))

    def show_in(project: Path) -> None:
        is_open = program.window is not None and project.resolve() == program.window.path
        if not is_open and not program.show_or_tell(lambda: open_project(project)):
            return
        window = program.window
        if window is not None and record.is_of(window.session.project):
            show_view(window, record, path.name)
        elif window is not None:
            words = QCoreApplication.translate("Pictures", "{} shows another project: {}.")
            window.notice.complain(words.format(isolated(path.name), title))

    if program.window is not None and record.is_of(program.window.session.project):
        show_in(program.window.path)
    elif (project := project_of(record, settings)) is not None:
        show_in(project)
    else:
        words = QCoreApplication.translate("Pictures", "{} shows a project that was not opened here lately: {}.")
        find = QCoreApplication.translate("Pictures", "Find it…")
        shown.notice.ask(
            words.format(isolated(path.name), title), find, lambda: _ask_for_project(shown, title, show_in)
        )


def project_of(record: ViewRecord, settings: QSettings) -> Path | None:
    """Return the project that a picture shows, if it was opened lately or comes with MapView."""
    for path in (*recent(settings), first_timeline()):
        found = identity(path)
        if found is not None and record.is_of(found):
            return path
    return None


def show_view(window: "MainWindow", record: ViewRecord, picture: str) -> None:
    """Go back to the view that a picture shows; what the project no longer has of it is named.

    Nothing is said if nothing is missing: a line of words above the map would take a part of its area.

    Parameters
    ----------
    picture
        The name of its file.
    """
    session, view = window.session, record.view
    gone = [
        *(name for name in (view.place,) if name is not None and name not in session.project.places),
        *(name for name in (view.topic,) if name is not None and name not in session.project.topics),
        *(fault.message for fault in filter_faults(view.filter, session.project) if isinstance(fault, DanglingId)),
    ]
    session.set_appearance(theme=record.theme, language=record.language)
    if view.place is None and session.focus is not None and session.focus.kind == "place":
        session.set_focus(None)
    restore(session, view)

    def look() -> None:
        size = window.map.view.size()
        place = None if view.bbox is None else view_of_box(view.bbox, size.width(), size.height())
        window.map.post(messages.Fit(None) if place is None else messages.SetView(*place))

    if window.map.is_ready:
        look()
    else:
        window.map.ready.connect(look, Qt.ConnectionType.SingleShotConnection)
    if gone:
        words = QCoreApplication.translate("Pictures", "This is the view of {}, without what the project lacks: {}.")
        window.notice.complain(words.format(isolated(picture), "; ".join(map(isolated, gone))))


def view_of_box(box: BoundingBox, width: int, height: int) -> tuple[float, float, float]:
    """Return the middle (latitude, longitude) and the zoom level at which a map shows a box that was a map's own.

    Lines of words above the map come and go: a map that is a little lower than the one that had the box has its zoom
    level all the same.

    Parameters
    ----------
    box
        West, south, east, north in degrees.
    width, height
        Of the map, in CSS pixels.

    Examples
    --------
    >>> lat, lon, zoom = view_of_box((40.0, 30.0, 50.0, 37.0), 900, 700)
    >>> round(lat, 2), lon, zoom
    (33.57, 45.0, 7.0)
    """
    west, south, east, north = box
    top, bottom = (math.asinh(math.tan(math.radians(_mercator_lat(lat)))) for lat in (north, south))
    across, along = (east - west) / 360, (top - bottom) / math.tau
    fitting = min(math.log2(width / _WORLD_PX / across), math.log2(height / _WORLD_PX / along))
    lat = math.degrees(math.atan(math.sinh((top + bottom) / 2)))
    zoom = math.floor((fitting + _SLACK) / ZOOM_STEP) * ZOOM_STEP
    return lat, (west + east) / 2, min(max(zoom, MIN_ZOOM), MAX_ZOOM)


def _mercator_lat(lat: float) -> float:
    return min(max(lat, -_MOST_LAT), _MOST_LAT)


def _ask_for_project(window: QWidget, title: str, then: Callable[[Path], None]) -> None:
    """Ask where a project is: a project file, or the file of a project folder that says its title."""
    dialog = QFileDialog(window, QCoreApplication.translate("Pictures", "Where is {}?").format(title), str(Path.home()))
    dialog.setNameFilter(QCoreApplication.translate("Pictures", "Projects ({})").format(f"*.mapview {PROJECT_FILE}"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)

    def take(name: str) -> None:
        path = Path(name)
        then(path.parent if path.name == PROJECT_FILE else path)

    dialog.fileSelected.connect(take)
    dialog.open()
