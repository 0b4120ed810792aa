"""The window's actions, its menus, and their keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDockWidget, QLineEdit, QMenu, QWidget

from mapview.domain.drafts import ClaimDraft, PlaceDraft
from mapview.domain.model import Text
from mapview.ui import help as help_
from mapview.ui.handbook import show_handbook
from mapview.ui.history import HistoryDialog
from mapview.ui.session import New, ProjectTitle
from mapview.ui.widgets import icons

if TYPE_CHECKING:
    from mapview.ui.main_window import MainWindow

_CTRL_LETTER = re.compile("Ctrl[+][A-Z]")

Key = QKeySequence | QKeySequence.StandardKey | str


class Actions(QObject):
    """Everything that can be done from the menus."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._file_menu()
        self._edit_menu()
        self._view_menu()
        for action in (self.dark, self.show_all_places):
            action.setIconVisibleInMenu(False)
        self._go_menu()
        self._help_menu()
        names = [action.shortcut().toString() for action in self.all_with_keys()]
        self._letters = {name for name in names if _CTRL_LETTER.fullmatch(name)}
        self.keep_keys(window)

    def keep_keys(self, part: QWidget) -> None:
        """Keep the menus' keys for the menus in the fields of a part of the window that is new."""
        for field in part.findChildren(QLineEdit):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep the menus' Ctrl+letter from fields, some of which are keys of a shell to Qt: Ctrl+E, Ctrl+D."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and QKeySequence(event.keyCombination()).toString() in self._letters
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def dress(self) -> None:
        """Give the actions the icons and the words of the theme and the language."""
        session = self._window.session
        self.dark.setIcon(icons.icon("sun" if session.theme == "dark" else "moon", session.theme))
        self.show_all_places.setIcon(icons.icon("fit", session.theme))
        self.arabic.setIconText("EN" if session.language == "ar" else "ع")
        self.dark.setChecked(session.theme == "dark")
        self.arabic.setChecked(session.language == "ar")

    def all_with_keys(self) -> list[QAction]:
        """Return the actions that have keys, in the order of the menus."""
        found = []
        for menu in self._window.menuBar().findChildren(QMenu):
            found += [action for action in menu.actions() if not action.shortcut().isEmpty()]
        return list(dict.fromkeys(found))

    def _file_menu(self) -> None:
        window = self._window
        menu = window.menuBar().addMenu(self.tr("&File"))
        files, imports = window.files, window.imports
        menu.setToolTipsVisible(True)
        self._add(menu, self.tr("&New…"), files.ask_for_new, "Ctrl+Shift+N")
        self._add(menu, self.tr("&Open…"), files.ask_for_file, QKeySequence.StandardKey.Open)
        self._add(menu, self.tr("Open project &folder…"), files.ask_for_folder, "Ctrl+Shift+O")
        lately = menu.addMenu(self.tr("Open &recent"))
        lately.setToolTipsVisible(True)
        lately.aboutToShow.connect(lambda: files.fill_recent(lately))
        menu.addSeparator()
        bring_in = self._add(menu, self.tr("&Import documents or tables…"), imports.ask_for_files, "Ctrl+I")
        attach = self._add(menu, self.tr("&Attach originals…"), imports.ask_for_originals)
        self.writers = [bring_in, attach]
        menu.addSeparator()
        self._add(menu, self.tr("Save a &copy…"), files.ask_for_copy, QKeySequence.StandardKey.SaveAs)
        self._add(menu, self.tr("&Write into a folder…"), files.ask_to_write_folder)
        self.export_menu = menu.addMenu(self.tr("&Export"))
        self._add(self.export_menu, self.tr("&Picture (PNG)…"), window.exports.ask_for_picture, "Ctrl+E")
        self._add(self.export_menu, self.tr("&Web page (HTML)…"), window.exports.ask_for_page, "Ctrl+Shift+E")
        more = self.tr("&All kinds and options, with a preview…")
        self._add(self.export_menu, more, window.exports.ask_for_any, "Ctrl+Alt+E")
        menu.addSeparator()
        self._add(menu, self.tr("C&lose project"), files.close_asked.emit, "Ctrl+W")
        quit_ = self._add(menu, self.tr("&Quit"), window.close, "Ctrl+Q")
        quit_.setMenuRole(QAction.MenuRole.QuitRole)

    def _edit_menu(self) -> None:
        window, session = self._window, self._window.session
        menu = window.menuBar().addMenu(self.tr("&Edit"))
        menu.setToolTipsVisible(True)
        self.undo = self._add(menu, "", window.undo, QKeySequence.StandardKey.Undo)
        self.redo = self._add(menu, "", window.redo, QKeySequence.StandardKey.Redo)
        self._add(menu, self.tr("&History…"), lambda: _show_history(window), "Ctrl+H")
        menu.addSeparator()
        paste = self._add(menu, self.tr("Paste as &document"), window.imports.paste, "Ctrl+Shift+V")
        self._add(menu, self.tr("Read &all documents"), window.read_all_documents)
        self.writers.append(paste)
        menu.addSeparator()
        self.makers: list[QAction] = []
        for words, wanted, key in (
            (self.tr("New &claim"), ClaimDraft(), "Ctrl+N"),
            (self.tr("New &place"), PlaceDraft(Text()), "Ctrl+Shift+P"),
            (self.tr("New &topic"), New("topics"), None),
            (self.tr("New &source"), New("sources"), None),
            (self.tr("New &utterance"), New("utterances"), None),
            (self.tr("New asserted con&flict"), New("conflicts"), None),
            (self.tr("Title of the time&line…"), ProjectTitle(), None),
            (self.tr("Cue &words…"), New("cues"), None),
        ):
            ask: Callable[[], object] = partial(session.form_asked_for.emit, wanted)
            if wanted == New("conflicts"):
                ask = window.new_conflict
            elif isinstance(wanted, ClaimDraft):
                ask = window.new_claim
            self.makers.append(self._add(menu, words, ask, key))
        session.project_changed.connect(self._tell_edits)
        self._tell_edits()

    def _tell_edits(self) -> None:
        """Say in the menu what would be undone and redone."""
        file = self._window.session.file
        undo, redo = file.undo_label, file.redo_label
        self.undo.setText(self.tr("&Undo {}").format(undo) if undo else self.tr("&Undo"))
        self.redo.setText(self.tr("&Redo {}").format(redo) if redo else self.tr("&Redo"))
        why_not = self.tr("Read-only: {}.").format(file.read_only) if file.read_only else ""
        _allow(self.undo, why_not or ("" if undo else self.tr("Nothing has been done yet that could be undone.")))
        _allow(self.redo, why_not or ("" if redo else self.tr("Nothing has been undone.")))
        for maker in (*self.makers, *self.writers):
            _allow(maker, why_not)

    def _view_menu(self) -> None:
        window = self._window
        menu = window.menuBar().addMenu(self.tr("&View"))
        for dock, words, key in (
            (window.lists_dock, self.tr("&Lists"), "F2"),
            (window.claims_dock, self.tr("&Claims"), "F3"),
            (window.disputes_dock, self.tr("C&onflicts"), ""),
            (window.time_tools, self.tr("T&ime"), "F4"),
            (window.reader_dock, self.tr("&Reader"), "F6"),
            (window.table_dock, self.tr("&Table"), "F7"),
        ):
            action = dock.toggleViewAction()
            action.setText(words)
            action.setShortcut(key)
            if isinstance(dock, QDockWidget):
                action.triggered.connect(lambda on, dock=dock: dock.raise_() if on else None)
            menu.addAction(action)
        menu.addSeparator()
        self.show_all_places = self._add(menu, self.tr("Show &all places"), window.map.fit, "Ctrl+0")
        self._add(menu, self.tr("Draw an area to &filter by"), window.filters.drawing.start, "Ctrl+Shift+A")
        window.basemaps.fill(menu.addMenu(self.tr("&Basemap")))
        self.dark = self._add(menu, self.tr("&Dark"), self._toggle_theme, "Ctrl+D", checkable=True)
        self.arabic = self._add(menu, self.tr("Texts in &Arabic"), self._toggle_language, "Ctrl+L", checkable=True)
        self.arabic.setToolTip(self.tr("Shows the timeline's texts in Arabic or in English (Ctrl+L)"))
        menu.addSeparator()
        self._add(menu, self.tr("Larger &text in the reader"), lambda: window.reader.change_size(1), "Ctrl++")
        self._add(menu, self.tr("S&maller text in the reader"), lambda: window.reader.change_size(-1), "Ctrl+-")
        menu.addSeparator()
        self._add(menu, self.tr("&Reload the map"), window.map.reload, QKeySequence.StandardKey.Refresh)

    def _go_menu(self) -> None:
        window = self._window
        menu = window.menuBar().addMenu(self.tr("&Go"))
        self._add(menu, self.tr("&Search"), lambda: _focus(window.search), QKeySequence.StandardKey.Find)
        self._add(menu, self.tr("&Lists"), self._focus_lists, "Ctrl+1")
        self._add(menu, self.tr("&Map"), lambda: _focus(window.map), "Ctrl+2")
        self._add(menu, self.tr("&Claims"), self._focus_claims, "Ctrl+3")
        self._add(menu, self.tr("Co&nflicts"), window.show_disputes, "Ctrl+7")
        self._add(menu, self.tr("&Account of the place"), window.show_account, "Ctrl+8")
        self._add(menu, self.tr("&Time axis"), lambda: _focus(window.time_bar.axis), "Ctrl+4")
        self._add(menu, self.tr("&Date"), lambda: _focus(window.time_bar.date), "Ctrl+G")
        self._add(menu, self.tr("D&ocument"), window.show_reader, "Ctrl+5")
        menu.addSeparator()
        self._add(menu, self.tr("S&uggestions"), window.show_suggestions, "Ctrl+6")
        self._add(menu, self.tr("F&ind in the document"), window.find_in_document, "Ctrl+Shift+F")
        self._add(menu, self.tr("Next claim in the te&xt"), lambda: window.reader.go_to_claim(1), "F8")
        self._add(menu, self.tr("Pre&vious claim in the text"), lambda: window.reader.go_to_claim(-1), "Shift+F8")
        menu.addSeparator()
        self._add(menu, self.tr("Next conflict of the &list"), lambda: window.go_to_dispute(1), "F9")
        self._add(menu, self.tr("Previous conflict of the list"), lambda: window.go_to_dispute(-1), "Shift+F9")
        menu.addSeparator()
        self._go_in_time(menu)

    def _go_in_time(self, menu: QMenu) -> None:
        window, session, bar = self._window, self._window.session, self._window.time_bar
        self._add(menu, self.tr("&Play or pause"), lambda: bar.toggle_play(1), "Ctrl+Space")
        self._add(menu, self.tr("Play &back or pause"), lambda: bar.toggle_play(-1), "Ctrl+Shift+Space")
        self._add(menu, self.tr("P&revious change"), lambda: bar.go_to_next("change", -1), "Ctrl+Left")
        self._add(menu, self.tr("&Next change"), lambda: bar.go_to_next("change", 1), "Ctrl+Right")
        further = menu.addMenu(self.tr("Ne&xt and previous"))
        self._add(further, self.tr("P&revious claim"), lambda: bar.go_to_next("claim", -1), "Ctrl+Shift+Left")
        self._add(further, self.tr("&Next claim"), lambda: bar.go_to_next("claim", 1), "Ctrl+Shift+Right")
        self._add(further, self.tr("Pre&vious conflict"), lambda: bar.go_to_next("conflict", -1), "Ctrl+Shift+Up")
        self._add(further, self.tr("Next &conflict"), lambda: bar.go_to_next("conflict", 1), "Ctrl+Shift+Down")
        self._add(menu, self.tr("&First day"), lambda: session.set_day(session.first_day), "Ctrl+Home")
        self._add(menu, self.tr("L&ast day"), lambda: session.set_day(session.last_day), "Ctrl+End")
        self._add(menu, self.tr("Date of the c&hosen claim"), window.go_to_date_of_claim, "Ctrl+Shift+G")
        menu.addSeparator()
        keep = self._add(menu, self.tr("Sa&ve this view…"), window.bookmarks.ask_for_name, "Ctrl+B")
        self.writers.append(keep)
        keep.setEnabled(not session.file.read_only)
        bookmarks = menu.addMenu(self.tr("Boo&kmarks"))
        bookmarks.aboutToShow.connect(lambda: window.bookmarks.fill(bookmarks))

    def _help_menu(self) -> None:
        window = self._window
        menu = window.menuBar().addMenu(self.tr("&Help"))
        self._add(menu, self.tr("MapView &help"), lambda: show_handbook(window), "F1")
        self._add(
            menu,
            self.tr("&Keyboard shortcuts"),
            lambda: help_.shortcuts_dialog(window.menuBar(), window).open(),
            "Ctrl+/",
        )
        self._add(menu, self.tr("&Log file"), lambda: help_.log_dialog(window).open())
        about = self._add(menu, self.tr("&About MapView"), lambda: help_.about_dialog(window).open())
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _add(
        self, menu: QMenu, words: str, do: Callable[[], object], key: Key | None = None, *, checkable: bool = False
    ) -> QAction:
        action = QAction(words, self._window)
        action.setCheckable(checkable)
        if key is not None:
            if isinstance(key, QKeySequence.StandardKey):
                action.setShortcuts(key)
            else:
                action.setShortcut(key)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{words.replace('&', '').rstrip('…')} ({keys})")
        action.triggered.connect(lambda _checked=False: do())
        menu.addAction(action)
        return action

    def _toggle_theme(self) -> None:
        session = self._window.session
        session.set_appearance(theme="light" if session.theme == "dark" else "dark")

    def _toggle_language(self) -> None:
        session = self._window.session
        session.set_appearance(language="en" if session.language == "ar" else "ar")

    def _focus_lists(self) -> None:
        self._window.lists_dock.show()
        current = self._window.lists.currentWidget()
        if current is not None:
            _focus(current)

    def _focus_claims(self) -> None:
        self._window.claims_dock.show()
        _focus(self._window.claims)


def _allow(action: QAction, why_not: str) -> None:
    """Enable an action, unless there is a reason not to, which it then says."""
    if action.isEnabled():
        action.setProperty("usual_tip", action.toolTip())
    action.setEnabled(not why_not)
    action.setToolTip(why_not or str(action.property("usual_tip") or ""))
    action.setStatusTip(why_not)


def _focus(widget: QWidget) -> None:
    # For this reason a field selects what it holds, to be typed over.
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _show_history(window: MainWindow) -> None:
    HistoryDialog(window.session, window.imports.moves, window).open()
