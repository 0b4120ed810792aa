"""Which basemap the map has: MapView's own, or a person's tiles, chosen in the menu and kept for each project."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from mapview.errors import MapviewError
from mapview.render.mbtiles import MbTiles
from mapview.ui.session import Session
from mapview.ui.widgets.notice import Notice

_KEPT = 6


class Basemaps(QObject):
    """Fills the menu of basemaps, and brings one below the map."""

    def __init__(self, session: Session, settings: QSettings, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._settings, self._notice, self._window = session, settings, notice, window

    def fill(self, menu: QMenu) -> None:
        """Have a menu offer MapView's own basemap, the files used lately and another one."""
        menu.aboutToShow.connect(lambda: self._fill(menu))
        menu.setToolTipsVisible(True)
        self._fill(menu)

    def ask_for_file(self) -> None:
        """Ask for an MBTiles file."""
        dialog = QFileDialog(
            self._window, self.tr("Basemap"), str(self._folder()), self.tr("Map tiles with pictures (*.mbtiles)")
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.open()

    def choose(self, file: Path | None) -> None:
        """Bring a file's tiles below the map, None for MapView's own; one that cannot be drawn is told."""
        if file is None:
            self._session.set_basemap(None)
            return
        try:
            MbTiles(file)
        except MapviewError as error:
            self._notice.complain(str(error))
            return
        self._settings.setValue("basemaps", [str(file), *(one for one in self._lately() if one != str(file))][:_KEPT])
        self._session.set_basemap(str(file))

    def say_missing(self, file: str) -> None:
        """Tell why the basemap that a project had is not there."""
        try:
            MbTiles(Path(file))
        except MapviewError as error:
            self._notice.complain(self.tr("{} The map is on MapView's own basemap now.").format(error))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        own = menu.addAction(self.tr("MapView's &own"))
        own.triggered.connect(lambda: self.choose(None))
        choices: list[tuple[QAction, str | None]] = [(own, None)]
        present = self._session.basemap
        files = self._lately()
        if present is not None and present not in files:
            files = [present, *files]
        for file in files:
            action = menu.addAction(Path(file).name.replace("&", "&&"))
            action.setToolTip(file)
            action.triggered.connect(lambda _on, file=file: self.choose(Path(file)))
            choices.append((action, file))
        for action, choice in choices:
            action.setCheckable(True)
            action.setChecked(choice == present)
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("&Choose a file (MBTiles)…")).triggered.connect(self.ask_for_file)

    def _lately(self) -> list[str]:
        found = self._settings.value("basemaps", [])
        # Qt gives a list of one back as a text.
        return [found] if isinstance(found, str) else [str(one) for one in cast("list[object]", found or [])]

    def _folder(self) -> Path:
        lately = self._lately()
        return Path(lately[0]).parent if lately else Path.home()
