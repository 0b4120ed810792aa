"""The program with its window: everything is made and wired here."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from mapview.config import user_data_dir
from mapview.domain.snapshot import Language, Theme
from mapview.errors import MapviewError
from mapview.render.picture_texts import is_picture, view_in_picture
from mapview.store.project_file import ProjectFile
from mapview.store.working_copy import start_again
from mapview.ui.app import application, let_go_of_clipboard
from mapview.ui.garbage import give_back_large_blocks, give_back_small_blocks, leave_out_what_is_there
from mapview.ui.log import Uncaught, start_log
from mapview.ui.main_window import MainWindow
from mapview.ui.picture_views import open_picture, project_of
from mapview.ui.projects import Opened, copies_dir, first_timeline, open_project, recent, remember
from mapview.ui.recovery import Recovery, kept_of, restore_session
from mapview.ui.session import Session
from mapview.ui.welcome import Welcome
from mapview.ui.widgets.theme import apply_theme

#: By then the first tiles are painted and names are folded, both of which take memory for a moment.
_SETTLED_MS = 2000


def open_window(project: Path | None) -> int:
    """Open the window on a project, else on the last one, else on the first timeline; return when it closes.

    Raises
    ------
    MapviewError
        If the project that was named cannot be read.
    """
    give_back_large_blocks()
    settings = QSettings(str(user_data_dir() / "window.ini"), QSettings.Format.IniFormat)
    picture = project if project is not None and is_picture(project) else None
    if picture is not None:
        # What is no picture of ours is told before anything is opened.
        project = project_of(view_in_picture(picture), settings)
    opened, why_not = _opened(project, settings)
    uncaught = start_log()
    app = application()
    app.setQuitOnLastWindowClosed(True)
    program = Program(settings, uncaught)
    try:
        window = program.show(opened)
    except MapviewError as error:
        if project is not None:
            raise
        why_not = str(error)
        window = program.show(open_project(first_timeline()))
    if why_not:
        window.notice.complain(why_not)
    if picture is not None:
        program.open(str(picture))
    try:
        return app.exec()
    finally:
        program.close()
        let_go_of_clipboard()


class Program:
    """Holds the window that is open, a project's or the welcome page, and opens another instead."""

    def __init__(self, settings: QSettings, uncaught: Uncaught) -> None:
        self._settings = settings
        self._uncaught = uncaught
        self._file: ProjectFile | None = None
        self.window: MainWindow | None = None
        self.welcome: Welcome | None = None

    def show(self, opened: Opened) -> MainWindow:
        """Show a project in a window, and close what was open before it.

        Raises
        ------
        BadInputError
            If it holds what cannot be shown; what was open stays.
        """
        if self.window is not None:
            self.window.remember_layout()
        try:
            session = Session(opened.file, theme=self._theme(), language=self._language())
        except MapviewError:
            opened.file.close()
            raise
        restore_session(session, kept_of(self._settings, opened.path))
        apply_theme(application(), session.theme)
        window = MainWindow(session, self._settings, opened.path)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._wire(window, opened)
        self._uncaught.told.connect(window.notice.complain)
        first_time = not recent(self._settings)
        self._settings.setValue("last_project", str(opened.path))
        remember(self._settings, opened.path)
        Recovery(window, self._settings)
        window.show()
        self._leave()
        self.window, self._file = window, opened.file
        window.files.say_read_only()
        if opened.outdated:
            window.files.say_outdated()
        if first_time and opened.path == first_timeline():
            window.files.say_welcome()
        leave_out_what_is_there()
        window.map.ready.connect(lambda: QTimer.singleShot(_SETTLED_MS, give_back_small_blocks))
        return window

    def show_welcome(self) -> Welcome:
        """Show the welcome page, and close the project that was open."""
        theme = self._theme()
        apply_theme(application(), theme)
        welcome = Welcome(self._settings, theme)
        welcome.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        welcome.open_asked.connect(self.open)
        welcome.dropped.connect(self._make_of)
        self._uncaught.told.connect(welcome.notice.complain)
        welcome.show()
        self._leave()
        self.welcome = welcome
        return welcome

    def open(self, name: str) -> None:
        """Open a project instead; what is open stays if that one cannot be opened."""
        path = Path(name)
        if is_picture(path):
            open_picture(self, path, self._settings)
            return
        if self.window is not None and path.resolve() == self.window.path:
            self.window.notice.say(QCoreApplication.translate("Program", "This project is open already."))
            return
        self.show_or_tell(lambda: open_project(path))

    def close(self) -> None:
        """Close the project file; nothing is left to be written."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _wire(self, window: MainWindow, opened: Opened) -> None:
        window.open_asked.connect(lambda path: window.leave(lambda: self.open(path)))
        window.files.close_asked.connect(lambda: window.leave(self.show_welcome))
        window.files.again_asked.connect(self._try_again)
        window.files.start_again_asked.connect(lambda: self._start_again(opened))

    def _leave(self) -> None:
        """Close what was open before."""
        window, welcome = self.window, self.welcome
        self.window = self.welcome = None
        for before in (window, welcome):
            if before is not None:
                before.close()
        self.close()

    def show_or_tell(self, find: Callable[[], Opened]) -> bool:
        """Show the project that is found; if none is, say why, and return False."""
        try:
            self.show(find())
        except MapviewError as error:
            shown = self.window or self.welcome
            if shown is not None:
                shown.notice.complain(str(error))
            return False
        return True

    def _try_again(self) -> None:
        """Open the project once more, to edit it if it can be edited by now."""
        window = self.window
        if window is None:
            return
        try:
            opened = open_project(window.path)
        except MapviewError as error:
            window.notice.complain(str(error))
            return
        if opened.file.read_only:
            opened.file.close()
            window.notice.say(
                QCoreApplication.translate("Program", "It is still open elsewhere, or cannot be written.")
            )
        else:
            self.show(opened)

    def _start_again(self, opened: Opened) -> None:
        """Read a folder again, with the copy that was edited put aside."""
        if opened.folder is None:
            return
        folder = opened.folder
        self.close()
        try:
            start_again(folder, copies_dir())
        except MapviewError as error:
            # The copy stays as it was, and its file must be open for its window.
            self.show_or_tell(lambda: open_project(folder))
            if self.window is not None:
                self.window.notice.complain(str(error))
            return
        self.show_or_tell(lambda: open_project(folder))

    def _make_of(self, paths: list[Path]) -> None:
        """Make a project where a person says, and import documents into it."""
        if self.welcome is None:
            return

        def bring_in() -> None:
            if self.window is not None:
                self.window.imports.take_files(paths)

        self.welcome.opening.ask_for_new(bring_in)

    def _theme(self) -> Theme:
        kept = self._settings.value("theme")
        if kept in {"light", "dark"}:
            return cast("Theme", kept)
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _language(self) -> Language:
        kept = self._settings.value("language")
        return cast("Language", kept) if kept in {"en", "ar"} else "en"


def _opened(project: Path | None, settings: QSettings) -> tuple[Opened, str]:
    """Return what is to be opened, and why it is not the last project."""
    if project is not None:
        return open_project(project), ""
    last, why_not = settings.value("last_project"), ""
    if isinstance(last, str) and last:
        try:
            return open_project(Path(last)), ""
        except MapviewError as error:
            why_not = str(error)
    return open_project(first_timeline()), why_not
