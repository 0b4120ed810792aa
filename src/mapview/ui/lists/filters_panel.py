"""Filters: the tab that chooses them, and the line above the map that says which are on."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.filters import Filter, drawn_area
from mapview.render.filter_words import FilterPart, filter_parts, hidden_words
from mapview.ui.clocks import saved_views
from mapview.ui.clocks.bookmarks import Bookmarks
from mapview.ui.lists.facets_view import FacetsView
from mapview.ui.map.area_drawing import AreaDrawing
from mapview.ui.session import Session
from mapview.ui.widgets import icons
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.theme import XS, L, M, S, quiet_font
from mapview.ui.widgets.words import as_tip, isolated

_TYPING_MS = 250
_CHIP_PX = 220


class FiltersPanel(QWidget):
    """Words, area and values that claims must have to be shown, each with the number of claims."""

    def __init__(self, session: Session, bookmarks: Bookmarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bookmarks = bookmarks
        self._stale = True
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = QLineEdit(self)
        keep_on_line(self.text)
        self.text.setPlaceholderText(self.tr("Words in the claim"))
        self.text.setAccessibleName(self.tr("Words in the claim"))
        self.text.setClearButtonEnabled(True)
        self.area = QPushButton(self)
        self.area.setCheckable(True)
        self.area.setToolTip(self.tr("Only places in the part of the map that is seen now"))
        self.draw = QPushButton(self.tr("&Draw an area"), self)
        self.draw.setCheckable(True)
        self.draw.setToolTip(self.tr("Only places in an area that you draw on the map"))
        #: Draws the area on the map.
        self.drawing = AreaDrawing(session, self)
        self.facets = FacetsView(session, self)
        self.count = QLabel(self)
        self.count.setProperty("quiet", True)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setWordWrap(True)
        self.clear = QPushButton(self.tr("&Clear"), self)
        self.saved = QPushButton(self.tr("&Named…"), self)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._take_text)
        self._build()
        self.text.textEdited.connect(lambda _text: self._typing.start())
        self.text.returnPressed.connect(self._take_text)
        self.area.clicked.connect(self._take_area)
        self.draw.clicked.connect(lambda on: self.drawing.start() if on else self.drawing.stop())
        self.drawing.changed.connect(lambda: self.draw.setChecked(self.drawing.is_on))
        self.clear.clicked.connect(lambda: session.set_filter(Filter()))
        self.saved.clicked.connect(self._open_saved)
        session.project_changed.connect(self._refill)
        session.appearance_changed.connect(self._refill)
        session.turns.add(self, self._follow)
        session.words.changed.connect(self._follow)
        self.setFocusProxy(self.text)
        self._refill()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Catch up with what happened while the panel was hidden."""
        super().showEvent(event)
        if self._stale:
            self._refill()

    def menu(self) -> QMenu:
        """Return what can be done with filters under a name, and these."""
        session, language = self._session, self._session.language
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = menu.addAction(self.tr("&Save this filter…"))
        save.triggered.connect(self._ask_for_name)
        save.setEnabled(session.filter != Filter() and not session.file.read_only)
        menu.addSeparator()
        found = saved_views.named_filters(session)
        for view in found:
            action = menu.addAction(view.name.in_language(language).replace("&", "&&"))
            action.triggered.connect(self._going_to(view.id))
        if not found:
            menu.addAction(self.tr("No named filters yet")).setEnabled(False)
        menu.addSeparator()
        manage = menu.addAction(self.tr("&Rename or delete…"))
        manage.triggered.connect(self._bookmarks.open_dialog)
        manage.setEnabled(bool(session.project.views) and not session.file.read_only)
        return menu

    def _build(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(M, M, M, XS)
        top.setSpacing(S)
        top.addWidget(self.text)
        top.addWidget(self.area)
        top.addWidget(self.draw)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.clear, 1)
        foot.addWidget(self.saved, 1)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(M, S, M, M)
        bottom.setSpacing(S)
        bottom.addWidget(self.count)
        bottom.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.facets, 1)
        layout.addLayout(bottom)

    def _refill(self) -> None:
        self._stale = not self.isVisible()
        if self._stale:
            return
        arabic = self._session.language == "ar"
        mirrored = Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight
        self.facets.setLayoutDirection(mirrored)
        self.facets.facets.refill()
        self._follow()

    def _follow(self) -> None:
        if not self.isVisible():
            self._stale = True
            return
        session = self._session
        wanted, tally = session.wanted_filter, session.tally
        self.facets.facets.count(tally.facets, lambda: session.tally.statuses)
        self.facets.facets.follow_filter()
        self.facets.viewport().update()
        if not self._typing.isActive() and self.text.text() != wanted.text:
            self.text.setText(wanted.text)
        bounded = bool(drawn_area(wanted))
        self.area.setChecked(bounded)
        self.area.setText(self.tr("Only this &area") if bounded else self.tr("Only what the map &shows"))
        self.area.setEnabled(bounded or session.frame is not None)
        self.draw.setEnabled(session.frame is not None)
        self.clear.setEnabled(wanted != Filter())
        said = hidden_words(tally.hidden, tally.there, session.language) or self.tr("No claim is hidden by filters.")
        self.count.setText(self.tr("Looking for the words in all claims…") if session.words.wanted else said)

    def _take_text(self) -> None:
        self._typing.stop()
        self._session.set_filter(replace(self._session.wanted_filter, text=" ".join(self.text.text().split())))

    def _take_area(self) -> None:
        session = self._session
        box = session.frame.bbox if session.frame is not None and not drawn_area(session.filter) else None
        session.set_filter(replace(session.wanted_filter, bbox=box, area=()))
        self._follow()

    def _open_saved(self) -> None:
        menu = self.menu()
        menu.popup(self.saved.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _ask_for_name(self) -> None:
        self._bookmarks.ask(self.tr("Save this filter"), self.tr("Name of the filter:"), self._bookmarks.save_filter)

    def _going_to(self, name: str) -> Callable[[], None]:
        return lambda: self._bookmarks.go_to(name)


class FilterChips(QFrame):
    """Says above the map what it is filtered by and how much that hides; a click on a part takes it away."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._session = session
        self._shown: Filter | None = None
        self.chips: list[QToolButton] = []
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.clear = QToolButton(self)
        self.clear.setText(self.tr("Clear all"))
        self.clear.clicked.connect(lambda: session.set_filter(Filter()))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(L, XS, S, XS)
        self._row.setSpacing(S)
        self._row.addWidget(self.count)
        self._row.addStretch()
        self._row.addWidget(self.clear)
        session.turns.add(self, self._follow)
        session.appearance_changed.connect(self._say)
        session.project_changed.connect(self._say)
        self._say()

    def _follow(self) -> None:
        if self._session.filter != self._shown:
            self._say()
        elif self._shown != Filter():
            self._count()

    def _say(self) -> None:
        session = self._session
        self._shown = session.filter
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        parts = filter_parts(session.filter, session.project, session.language)
        self.chips = [self._chip(part) for part in parts]
        for place, chip in enumerate(self.chips):
            self._row.insertWidget(place, chip)
        self.setVisible(bool(parts))
        self._count()

    def _count(self) -> None:
        tally, language = self._session.tally, self._session.language
        words = hidden_words(tally.hidden, tally.there, language)
        self.count.setText(words or self.tr("No claim is hidden by filters."))

    def _chip(self, part: FilterPart) -> QToolButton:
        chip = QToolButton(self)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIcon(icons.icon("close", self._session.theme))
        chip.setIconSize(QSize(12, 12))
        chip.setFont(quiet_font())
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Isolated, so that a part in Arabic reads from the right although the line does not.
        words = chip.fontMetrics().elidedText(isolated(part.words), Qt.TextElideMode.ElideRight, _CHIP_PX)
        chip.setText(words.replace("&", "&&"))
        chip.setToolTip(as_tip(part.tip))
        chip.setAccessibleName(self.tr("Without {}").format(part.tip))
        chip.clicked.connect(lambda: self._session.set_filter(part.without))
        return chip
