"""The window: map, panels, time bar, and what holds them together."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QTabWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.drafts import ClaimDraft
from mapview.errors import MapviewError
from mapview.ui.actions import Actions
from mapview.ui.claims.deleting import Deleting
from mapview.ui.claims.panel import ClaimsPanel
from mapview.ui.clocks.bar import TimeBar
from mapview.ui.clocks.bookmarks import Bookmarks
from mapview.ui.clocks.known_field import KnownField
from mapview.ui.clocks.moves import go_to_claim
from mapview.ui.disputes.panel import DisputesPanel
from mapview.ui.disputes.words import assertion_draft
from mapview.ui.exporting.exports import Exports, show_file
from mapview.ui.files import Files
from mapview.ui.forms.form import Form
from mapview.ui.forms.panel import FormsPanel
from mapview.ui.importing.imports import Imports
from mapview.ui.lists.filters_panel import FilterChips, FiltersPanel
from mapview.ui.lists.panel import ListsPanel
from mapview.ui.lists.search_field import SearchField
from mapview.ui.map import messages
from mapview.ui.map.basemaps import Basemaps
from mapview.ui.map.place_actions import PlaceActions
from mapview.ui.map.view import MapView
from mapview.ui.next_steps import NextSteps
from mapview.ui.reader.panel import Reader
from mapview.ui.session import New, Session
from mapview.ui.side_widths import SideWidths
from mapview.ui.table.panel import ClaimsTable
from mapview.ui.widgets import icons
from mapview.ui.widgets.notice import Notice
from mapview.ui.widgets.theme import S, apply_theme
from mapview.ui.widgets.words import page_word

_STATE_VERSION = 3
_TOOL_HEIGHT = 32
_KNOWN_WIDTH = 360
#: The reader is made at least so wide, in device-independent pixels.
_READING_WIDTH = 440


class MainWindow(QMainWindow):
    """One open project."""

    #: A project folder or file to open instead.
    open_asked = Signal(str)

    def __init__(self, session: Session, settings: QSettings, path: Path | None = None) -> None:
        super().__init__()
        self.session = session
        # What listens to it by a function would stay with it, and that is all that is in the window.
        self.destroyed.connect(session.deleteLater)
        #: The folder or file that the user opened; the session may edit a working copy of it.
        self.path = path or session.file.path
        self._settings = settings
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        for area in (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea):
            self.setTabPosition(area, QTabWidget.TabPosition.North)
        self.map = MapView(session, self)
        self.time_bar = TimeBar(session, settings, self)
        self.bookmarks = Bookmarks(session, lambda box: self.map.post(messages.Fit(box)), self)
        self.notice = Notice(session.theme, self)
        self.lists = ListsPanel(session, self)
        self.filters = FiltersPanel(session, self.bookmarks, self)
        self.lists.addTab(self.filters, self.tr("Filter"))
        self.filter_chips = FilterChips(session, self)
        self.claims = ClaimsPanel(session, self)
        self.reader = Reader(session, settings, self)
        self.disputes = DisputesPanel(session, self)
        self.forms = FormsPanel(session, self)
        self.table = ClaimsTable(session, settings, self)
        self.search = SearchField(session, self)
        self.known = KnownField(session, self)
        self.exports = Exports(session, settings, self)
        self.deleting = Deleting(session, self.notice, self.undo, self)
        self.imports = Imports(session, settings, self)
        self.files = Files(settings, self)
        self.basemaps = Basemaps(session, settings, self.notice, self)
        self.places = PlaceActions(session, self.notice, self.undo, self)
        self._build_centre()
        self.lists_dock = self._dock("lists", self.tr("Lists"), self.lists, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.claims_dock = self._dock("claims", self.tr("Claims"), self.claims, Qt.DockWidgetArea.RightDockWidgetArea)
        right = Qt.DockWidgetArea.RightDockWidgetArea
        self.disputes_dock = self._dock("conflicts", self.tr("Conflicts"), self.disputes, right)
        self.reader_dock = self._dock("reader", self.tr("Reader"), self.reader, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.forms_dock = self._dock("forms", self.tr("Edit"), self.forms, Qt.DockWidgetArea.RightDockWidgetArea)
        self.table_dock = self._dock("table", self.tr("Table"), self.table, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.tabifyDockWidget(self.lists_dock, self.reader_dock)
        self.tabifyDockWidget(self.claims_dock, self.disputes_dock)
        self.tabifyDockWidget(self.claims_dock, self.forms_dock)
        self.claims_dock.raise_()
        for dock in (self.reader_dock, self.forms_dock, self.table_dock):
            dock.hide()
        self.resizeDocks([self.lists_dock, self.claims_dock], [270, 390], Qt.Orientation.Horizontal)
        self.actions_ = Actions(self)
        self._build_toolbar()
        self._wire()
        self.next_steps = NextSteps(self)
        self._dress()
        self.resize(1440, 900)
        self._restore()
        self._side_widths = SideWidths(self)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember the layout and take the map apart; with an unfinished form, ask first."""
        if self.forms.is_dirty:
            event.ignore()
            self.leave(self.close)
            return
        self.remember_layout()
        self.time_bar.stop()
        self.exports.close()
        self.reader.close_down()
        self.imports.close()
        self.map.close_page()
        super().closeEvent(event)

    def leave(self, do: Callable[[], object]) -> None:
        """Do what closes the window or its project, at once or once unfinished forms are given up."""
        if not self.forms.is_dirty:
            do()
            return

        def give_up() -> None:
            self.forms.give_up()
            do()

        self._bring_up(self.forms_dock)
        self.notice.say(
            self.tr("A form is not finished: save it, or leave without it."),
            action=self.tr("Leave without it"),
            do=give_up,
        )

    def put_above(self, banner: QWidget) -> None:
        """Put a line above the map."""
        self._centre.insertWidget(0, banner)

    def save_docks(self) -> QByteArray:
        """Return which panels are shown, and where."""
        return self.saveState(_STATE_VERSION)

    def restore_docks(self, state: QByteArray) -> None:
        """Show the panels as they were."""
        self.restoreState(state, _STATE_VERSION)

    def _build_centre(self) -> None:
        centre = QWidget(self)
        layout = self._centre = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.filter_chips)
        layout.addWidget(self.map, 1)
        self.setCentralWidget(centre)
        # Below everything, over the whole width, and not to be dragged away.
        bar = QToolBar(self)
        bar.setObjectName("time")
        bar.setMovable(False)
        bar.toggleViewAction().setText(self.tr("T&ime"))
        bar.setStyleSheet("QToolBar { padding: 0; border: none; }")
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(self.time_bar)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bar)
        self.time_tools = bar

    def _dock(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(panel)
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        # A title bar would say what the panel says itself.
        dock.setTitleBarWidget(QWidget(dock))
        panel.setMinimumWidth(220)
        self.addDockWidget(area, dock)
        return dock

    def _build_toolbar(self) -> None:
        bar = QToolBar(self.tr("Tools"), self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.search.setMinimumWidth(280)
        self.search.setMaximumWidth(460)
        bar.addWidget(self.search)
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        label = QLabel(self.tr("&Known on"), self)
        label.setBuddy(self.known)
        label.setContentsMargins(S, 0, S, 0)
        bar.addWidget(label)
        self.known.setMaximumWidth(_KNOWN_WIDTH)
        bar.addWidget(self.known)
        bar.addAction(self.actions_.show_all_places)
        bar.addAction(self.actions_.dark)
        bar.addAction(self.actions_.arabic)
        self.export_button = QToolButton(self)
        self.export_button.setText(self.tr("&Export"))
        self.export_button.setProperty("strong", True)
        self.export_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_button.setMenu(self.actions_.export_menu)
        bar.addWidget(self.export_button)
        for button in bar.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setFixedHeight(_TOOL_HEIGHT)
            if button is not self.export_button:
                button.setFixedWidth(_TOOL_HEIGHT)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, bar)
        self.tools = bar

    def _wire(self) -> None:
        session = self.session
        self.map.notice.connect(self.notice.say)
        self.map.ready.connect(self.lists.prepare)
        self.time_bar.offer(self.bookmarks)
        self.claims.cards.clicked.connect(lambda _card: self._follow_card())
        self.bookmarks.refused.connect(self.notice.complain)
        self.bookmarks.told.connect(self.notice.say)
        self.map.gave_up.connect(self.notice.complain)
        self.map.menu_asked.connect(self.places.open_menu)
        self.places.offer_on(self.lists.places)
        self.exports.began.connect(self.notice.say_under_way)
        self.exports.failed.connect(self.notice.complain)
        self.filters.drawing.refused.connect(self.notice.complain)
        self.table.refused.connect(self.notice.complain)
        self.table.told.connect(self.notice.say)
        self.exports.written.connect(self._say_written)
        self.imports.under_way.connect(self._say_reading)
        self.imports.failed.connect(self.notice.complain)
        self.imports.finished.connect(self.notice.say_or_hide)
        self.imports.project_dropped.connect(self.open_asked)
        self.files.asked.connect(self.open_asked)
        self.files.failed.connect(self.notice.complain)
        for field in (self.known, self.time_bar.date):
            field.refused.connect(self.notice.complain)
            field.mended.connect(self.notice.take_back)
        session.appearance_changed.connect(self._dress)
        session.focus_changed.connect(self._show_focus)
        session.view_changed.connect(self._say_outside)
        session.passage_asked_for.connect(self.show_reader)
        self.reader.failed.connect(self.notice.complain)
        self.reader.told.connect(self.notice.say)
        self.reader.left.connect(self._leave_reader)
        session.claim_asked_for.connect(lambda: self._bring_up(self.claims_dock))
        self.claims.conflict_asked_for.connect(self._show_conflict)
        self.claims.conflicts_asked_for.connect(self._show_conflicts_of)
        self.disputes.followed.connect(self.claims.go)
        self.disputes.counted.connect(self._name_disputes)
        self._name_disputes(len(self.disputes.disputes))
        for part in (self.disputes, self.claims.copies):
            part.refused.connect(self.notice.complain)
        self.disputes.told.connect(self.notice.say)
        session.words.failed.connect(self.notice.complain)
        self.forms.opened.connect(self._bring_form)
        self.forms.told.connect(self.notice.say)
        self.forms.done.connect(self._put_form_away)
        session.project_changed.connect(self._say_title)

    def undo(self) -> None:
        """Take the last change back."""
        if not self.imports.moves.start("undo"):
            self._say_moved(self.session.undo, self.tr("Undid {}"))

    def redo(self) -> None:
        """Make the change that was undone last again."""
        if not self.imports.moves.start("redo"):
            self._say_moved(self.session.redo, self.tr("Did {} again"))

    def _say_moved(self, move: Callable[[], str | None], words: str) -> None:
        try:
            label = move()
        except MapviewError as error:
            self.notice.complain(str(error))
            return
        if label is not None:
            self.notice.say(words.format(label))

    def _bring_up(self, dock: QDockWidget) -> None:
        dock.show()
        dock.raise_()

    def _bring_form(self, form: Form) -> None:
        self.actions_.keep_keys(form)
        self._bring_up(self.forms_dock)

    def show_reader(self) -> None:
        """Bring the reader up, wide enough to read in."""
        self._bring_up(self.reader_dock)
        if self.reader.width() < _READING_WIDTH:
            self.resizeDocks([self.reader_dock], [_READING_WIDTH], Qt.Orientation.Horizontal)
        self.reader.setFocus()

    def new_claim(self) -> None:
        """Ask for the form of a claim: out of the passage that is selected in the reader, else an empty one."""
        if self.reader.has_passage:
            self.reader.new_claim()
        else:
            self.session.form_asked_for.emit(ClaimDraft())

    def new_conflict(self) -> None:
        """Ask for the form of a judgement: that the cards that are selected clash, else an empty one."""
        draft = assertion_draft(self.claims.cards.selected_claims(), self.session.project)
        self.session.form_asked_for.emit(New("conflicts") if draft is None else draft)

    def read_all_documents(self) -> None:
        """Read every document of the project in the background."""
        self.show_reader()
        self.reader.all.start()

    def show_suggestions(self) -> None:
        """Bring the suggestions up."""
        self.show_reader()
        self.reader.panel.setFocus()

    def go_to_date_of_claim(self) -> None:
        """Take the event time to the claim that is chosen beside the map."""
        claim = self.claims.cards.current_claim()
        if claim is not None:
            go_to_claim(self.session, claim)

    def show_account(self) -> None:
        """Show how the account of the place that is read grew."""
        self._bring_up(self.claims_dock)
        self.claims.show_account()

    def show_disputes(self) -> None:
        """Bring the conflicts up."""
        self._bring_up(self.disputes_dock)
        self.disputes.setFocus()

    def go_to_dispute(self, direction: int) -> None:
        """Go to the next or the previous conflict of the list."""
        self.show_disputes()
        self.disputes.go_to_next(direction)

    def _show_conflict(self, claim: str) -> None:
        self.show_disputes()
        self.disputes.show_claim(claim)

    def _show_conflicts_of(self, place: str) -> None:
        self.show_disputes()
        self.disputes.show_place(place)

    def _name_disputes(self, count: int) -> None:
        """Say in the tab how many conflicts there are at the two clocks."""
        words = self.tr("Conflicts {}").format(count) if count else self.tr("Conflicts")
        if words != self.disputes_dock.windowTitle():
            self.disputes_dock.setWindowTitle(words)
            self.disputes_dock.toggleViewAction().setText(self.tr("C&onflicts"))

    def _follow_card(self) -> None:
        claim = self.claims.cards.current_claim()
        if claim is not None:
            self.time_bar.follow_claim(claim)

    def find_in_document(self) -> None:
        """Open the reader's find bar."""
        self.show_reader()
        self.reader.find_bar.open()

    def _leave_reader(self) -> None:
        """Go back to the claims, from where passages are asked for."""
        self.claims_dock.show()
        self.claims.setFocus()

    def _put_form_away(self) -> None:
        self.forms_dock.hide()
        self._bring_up(self.claims_dock)

    def _show_focus(self) -> None:
        """Bring what is read into sight, on the map and in the panel."""
        focus = self.session.focus
        if focus is None:
            return
        # Whoever is at work on a form or on a conflict is left there.
        at_work = QApplication.focusWidget()
        if at_work is None or not any(dock.isAncestorOf(at_work) for dock in (self.forms_dock, self.disputes_dock)):
            self._bring_up(self.claims_dock)
        if focus.kind == "place" and self.map.is_ready and not self.map.sees(focus.id):
            self.map.centre_on(focus.id)

    def _say_reading(self, words: str) -> None:
        self.notice.say_under_way(words, action=self.tr("Cancel"), do=self.imports.give_up)

    def _say_outside(self) -> None:
        """Say that a time before or after the timeline shows only what is open on that side."""
        if self.session.is_outside:
            self.notice.say(page_word("outside", self.session.language).capitalize())

    def _say_written(self, path: str) -> None:
        self.notice.say(self.tr("Wrote {}").format(path), action=self.tr("Open"), do=lambda: show_file(path))

    def _dress(self) -> None:
        session = self.session
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101
        apply_theme(app, session.theme)
        self.notice.dress(session.theme)
        self.actions_.dress()
        self.export_button.setIcon(icons.icon("export", session.theme, strong=True))
        self._say_title()
        self._settings.setValue("theme", session.theme)
        self._settings.setValue("language", session.language)

    def _say_title(self) -> None:
        session = self.session
        title = session.project.title.in_language(session.language)
        words = self.tr("{} (read-only)").format(title) if session.file.read_only else title
        self.setWindowTitle(f"{words} — MapView")

    def remember_layout(self) -> None:
        """Keep where the window and its panels are, for the next one."""
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/state", self.saveState(_STATE_VERSION))
        self._settings.sync()

    def _restore(self) -> None:
        geometry, state = self._settings.value("window/geometry"), self._settings.value("window/state")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(state, QByteArray):
            self.restoreState(state, _STATE_VERSION)
        # Forms do not outlive the program.
        if self.forms.form is None:
            self.forms_dock.hide()
