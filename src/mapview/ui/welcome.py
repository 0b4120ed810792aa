"""The page when no project is open: the first timeline, a new one, those opened lately."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget

from mapview.domain.snapshot import Theme
from mapview.render.fonts import map_font
from mapview.render.picture_texts import is_picture
from mapview.ui import help as help_
from mapview.ui.files import Opening, project_name
from mapview.ui.handbook import show_handbook
from mapview.ui.projects import recent
from mapview.ui.widgets import icons
from mapview.ui.widgets.notice import Notice
from mapview.ui.widgets.theme import XL, L, M, S
from mapview.ui.widgets.words import isolated

_WIDTH, _HEIGHT, _MOST_RECENT = 880, 60, 5


class Welcome(QMainWindow):
    """Opens or makes a project; has none itself."""

    #: A project folder or file to open.
    open_asked = Signal(str)
    #: Documents were dropped: a new project is to be made for them.
    dropped = Signal(list)

    def __init__(self, settings: QSettings, theme: Theme) -> None:
        super().__init__()
        self._settings, self._theme = settings, theme
        self.setWindowTitle("MapView")
        self.setAcceptDrops(True)
        self.notice = Notice(theme, self)
        self.opening = Opening(settings, self)
        self.opening.asked.connect(self.open_asked)
        self.opening.failed.connect(self.notice.complain)
        self.actions_list: list[QAction] = []
        self.recent: list[QPushButton] = []
        self._menus()
        centre = QWidget(self)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._page())
        row.addStretch(1)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)
        self.setCentralWidget(centre)
        self.resize(1100, 720)
        geometry = settings.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        centre.installEventFilter(self)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take what is dropped: a project is opened, documents become a new one."""
        if isinstance(event, QDropEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
            return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember where the window stood."""
        self._settings.setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)

    def _take(self, paths: list[Path]) -> None:
        if len(paths) == 1 and _is_to_be_opened(paths[0]):
            self.open_asked.emit(str(paths[0]))
        elif paths:
            self.dropped.emit(paths)

    def _menus(self) -> None:
        opening = self.opening
        menu = self.menuBar().addMenu(self.tr("&File"))
        for words, do, key in (
            (self.tr("&New…"), opening.ask_for_new, "Ctrl+Shift+N"),
            (self.tr("&Open…"), opening.ask_for_file, QKeySequence.StandardKey.Open),
            (self.tr("Open project &folder…"), opening.ask_for_folder, "Ctrl+Shift+O"),
            (self.tr("Open the first &timeline"), opening.open_first, None),
            (self.tr("&Quit"), self.close, "Ctrl+Q"),
        ):
            self._add(menu.addAction(words), do, key)
        menu = self.menuBar().addMenu(self.tr("&Help"))
        self._add(menu.addAction(self.tr("MapView &help")), lambda: show_handbook(self), "F1")
        self._add(menu.addAction(self.tr("&Log file")), lambda: help_.log_dialog(self).open(), None)
        self._add(menu.addAction(self.tr("&About MapView")), lambda: help_.about_dialog(self).open(), None)

    def _add(self, action: QAction, do: Callable[[], object], key: QKeySequence.StandardKey | str | None) -> None:
        if key is not None:
            action.setShortcut(key)
        action.triggered.connect(lambda _checked=False: do())
        self.actions_list.append(action)

    def _page(self) -> QWidget:
        page = QWidget(self)
        page.setFixedWidth(_WIDTH)
        title = QLabel("MapView", page)
        title.setFont(map_font(32, bold=True))
        words = QLabel(self.tr("Every dot on the map, at every date, traces back to a passage in a source."), page)
        words.setProperty("quiet", True)
        words.setFont(map_font(16))
        layout = QVBoxLayout(page)
        layout.setSpacing(S)
        layout.addWidget(title)
        layout.addWidget(words)
        layout.addSpacing(XL)
        columns = QHBoxLayout()
        columns.setSpacing(2 * XL)
        columns.addLayout(self._starts(page), 1)
        columns.addLayout(self._lately(page), 1)
        layout.addLayout(columns)
        layout.addSpacing(XL)
        hint = QLabel(self.tr("Or drop a project here, or the reports that a new timeline is to be made of."), page)
        hint.setProperty("quiet", True)
        layout.addWidget(hint)
        return page

    def _starts(self, page: QWidget) -> QVBoxLayout:
        opening = self.opening
        layout = self._column(self.tr("Start"), page)
        self.new = self._button(
            self.tr("New timeline…"),
            self.tr("Empty, with a few topics to begin with"),
            "plus",
            opening.ask_for_new,
            page,
        )
        self.first = self._button(
            self.tr("The first timeline"), self.tr("Five reports on a withdrawal, coded claim by claim"), "atlas",
            opening.open_first, page,
        )  # fmt: skip
        self.open = self._button(
            self.tr("Open a project…"), self.tr("A .mapview file"), "page", opening.ask_for_file, page
        )
        self.open_folder = self._button(
            self.tr("Open a project folder…"),
            self.tr("TOML files, as kept in git"),
            "folder",
            opening.ask_for_folder,
            page,
        )
        self.help = self._button(
            self.tr("How it works"), self.tr("A short handbook, offline"), "question",
            lambda: show_handbook(self), page,
        )  # fmt: skip
        for button in (self.new, self.first, self.open, self.open_folder, self.help):
            layout.addWidget(button)
        layout.addStretch(1)
        return layout

    def _lately(self, page: QWidget) -> QVBoxLayout:
        layout = self._column(self.tr("Recent"), page)
        for path in recent(self._settings)[:_MOST_RECENT]:
            name, _, where = project_name(path).partition(" — ")
            sign = "folder" if path.is_dir() else "page"
            button = self._button(
                name, where or self.tr("With your own edits"), sign, partial(self.open_asked.emit, str(path)), page
            )
            button.setToolTip(str(path))
            self.recent.append(button)
            layout.addWidget(button)
        if not self.recent:
            none = QLabel(self.tr("Projects that you open are listed here."), page)
            none.setProperty("quiet", True)
            layout.addWidget(none)
        layout.addStretch(1)
        return layout

    def _column(self, words: str, page: QWidget) -> QVBoxLayout:
        heading = QLabel(words, page)
        heading.setFont(map_font(16, bold=True))
        layout = QVBoxLayout()
        layout.setSpacing(S)
        layout.addWidget(heading)
        return layout

    def _button(self, words: str, more: str, sign: str, do: Callable[[], object], page: QWidget) -> QPushButton:
        button = QPushButton(page)
        button.setAccessibleName(f"{words}. {more}")
        button.setMinimumHeight(_HEIGHT)
        picture = QLabel(button)
        picture.setPixmap(icons.icon(sign, self._theme).pixmap(QSize(20, 20)))
        inner = QHBoxLayout(button)
        inner.setContentsMargins(L, 0, M, 0)
        inner.setSpacing(L)
        inner.addWidget(picture)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        upper, lower = QLabel(isolated(words), button), QLabel(isolated(more), button)
        upper.setFont(map_font(14, bold=True))
        lower.setProperty("quiet", True)
        for label in (upper, lower, picture):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        lines.addStretch(1)
        lines.addWidget(upper)
        lines.addWidget(lower)
        lines.addStretch(1)
        inner.addLayout(lines, 1)
        button.clicked.connect(lambda _checked=False: do())
        return button


def _is_to_be_opened(path: Path) -> bool:
    return path.suffix == ".mapview" or (path / "project.toml").is_file() or is_picture(path)
