"""Bookmarks: views of the project to come back to, in a menu, a dialog and on the time axis."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.changes import Put, Remove
from mapview.domain.model import SavedView, Text
from mapview.errors import MapviewError
from mapview.render.texts import date_words
from mapview.ui.clocks import saved_views
from mapview.ui.session import Session
from mapview.ui.widgets.words import isolated

_ID_ROLE = Qt.ItemDataRole.UserRole + 1

BoundingBox = tuple[float, float, float, float]


class Bookmarks(QObject):
    """Keeps, lists and restores saved views."""

    #: What went wrong, in a sentence; and what was done.
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, session: Session, show_area: Callable[[BoundingBox], None], window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._show_area = show_area
        self._window = window

    def go_to(self, name: str) -> None:
        """Show a saved view, by its id."""
        view = self._session.project.views.get(name)
        if view is None:
            return
        saved_views.restore(self._session, view)
        if view.bbox is not None:
            self._show_area(view.bbox)

    def save(self, name: str) -> None:
        """Keep the present view under a name."""
        if name.strip() and self._do(lambda: saved_views.save_view(self._session, name)):
            self.told.emit(self.tr("Saved the view {}").format(isolated(name.strip())))

    def save_filter(self, name: str) -> None:
        """Keep the present filter alone under a name."""
        if name.strip() and self._do(lambda: saved_views.save_filter(self._session, name)):
            self.told.emit(self.tr("Saved the filter {}").format(isolated(name.strip())))

    def rename(self, view: SavedView, name: str) -> None:
        """Give a saved view another name in the language of the texts."""
        session = self._session
        arabic = session.language == "ar"
        named = Text(view.name.en, name.strip()) if arabic else Text(name.strip(), view.name.ar)
        if name.strip() and named != view.name:
            self._do(lambda: session.edit(Put(replace(view, name=named)), self.tr("name of {}").format(name.strip())))

    def move(self, name: str, by: int) -> None:
        """Move a saved view up (-1) or down (1) in the order in which a tour goes."""
        self._do(lambda: saved_views.move_view(self._session, name, by))

    def caption(self, name: str, words: str) -> None:
        """Give a saved view other words that are said with it."""
        self._do(lambda: saved_views.caption_view(self._session, name, words))

    def delete(self, name: str) -> None:
        """Take a saved view out of the project."""
        view = self._session.project.views[name]
        label = self.tr("deletion of {}").format(view.name.in_language(self._session.language))
        self._do(lambda: self._session.edit(Remove("views", name), label))

    def ask_for_name(self) -> None:
        """Ask under which name the present view shall be kept."""
        self.ask(self.tr("Save this view"), self.tr("Name of the view:"), self.save)

    def ask(self, title: str, prompt: str, take: Callable[[str], None]) -> None:
        """Ask for a name."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(prompt)
        dialog.setOkButtonText(self.tr("Save"))
        dialog.textValueSelected.connect(take)
        dialog.open()

    def open_dialog(self) -> None:
        """Open the list of all saved views, to rename and delete them."""
        SavedViewsDialog(self._session, self, self._window).open()

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with what can be done with bookmarks, and with these."""
        session, language = self._session, self._session.language
        menu.clear()
        save = menu.addAction(self.tr("&Save this view…"))
        save.triggered.connect(self.ask_for_name)
        save.setEnabled(not session.file.read_only)
        found = saved_views.bookmarks(session)
        menu.addSeparator()
        for view in found:
            action = menu.addAction(view.name.in_language(language).replace("&", "&&"))
            self._follow(action, view.id)
        if not found:
            menu.addAction(self.tr("No bookmarks yet")).setEnabled(False)
        menu.addSeparator()
        manage = menu.addAction(self.tr("&Rename, order, caption or delete…"))
        manage.triggered.connect(self.open_dialog)
        manage.setEnabled(bool(session.project.views) and not session.file.read_only)

    def _follow(self, action: QAction, name: str) -> None:
        action.triggered.connect(lambda: self.go_to(name))

    def _do(self, edit: Callable[[], object]) -> bool:
        try:
            edit()
        except MapviewError as error:
            self.refused.emit(str(error))
            return False
        return True


class CaptionEdit(QPlainTextEdit):
    """A few lines that are kept when they are left."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that the lines are left."""
        super().focusOutEvent(event)
        self.left.emit()


class SavedViewsDialog(QDialog):
    """All saved views: Enter goes to one, F2 renames it, Delete takes it out, Alt with Up and Down moves it."""

    def __init__(self, session: Session, bookmarks: Bookmarks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Saved views"))
        self._session = session
        self._bookmarks = bookmarks
        #: The view that is told of, and its caption as it is kept.
        self._chosen: str | None = None
        self._captioned = ""
        self.views = QListWidget(self)
        self.views.setAccessibleName(self.tr("Saved views"))
        self.views.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed | QListWidget.EditTrigger.SelectedClicked)
        self.when = QLabel(self)
        self.when.setProperty("quiet", True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.go = QPushButton(self.tr("&Go to"), self)
        self.rename = QPushButton(self.tr("&Rename"), self)
        self.delete = QPushButton(self.tr("&Delete"), self)
        self.up = QPushButton(self.tr("Move &up"), self)
        self.up.setShortcut(QKeySequence("Alt+Up"))
        self.down = QPushButton(self.tr("Move d&own"), self)
        self.down.setShortcut(QKeySequence("Alt+Down"))
        self.caption = CaptionEdit(self)
        self.caption.setAccessibleName(self.tr("Caption"))
        self.caption.setPlaceholderText(self.tr("What is said with this view in a guided tour"))
        self.caption.setTabChangesFocus(True)
        self.caption.setFixedHeight(4 * self.fontMetrics().lineSpacing())
        caption_label = QLabel(self.tr("&Caption"), self)
        caption_label.setBuddy(self.caption)
        for button, do in (
            (self.go, self._go),
            (self.rename, self._rename),
            (self.up, lambda: self._move(-1)),
            (self.down, lambda: self._move(1)),
            (self.delete, self._delete),
        ):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(do)
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.views, 1)
        layout.addWidget(self.when)
        layout.addWidget(caption_label)
        layout.addWidget(self.caption)
        layout.addWidget(buttons)
        self.resize(560, 440)
        self.caption.left.connect(self._take_caption)
        self.finished.connect(self._take_caption)
        self.views.itemChanged.connect(self._take_name)
        self.views.currentItemChanged.connect(self._change)
        # Queued, so that no name is taken away while its editor closes.
        session.project_changed.connect(self._fill, Qt.ConnectionType.QueuedConnection)
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Delete takes the chosen view out, Enter goes to it."""
        if event.key() == Qt.Key.Key_Delete:
            self._delete()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.views.hasFocus():
            self._go()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        row, chosen = max(self.views.currentRow(), 0), self._chosen
        self.views.blockSignals(True)
        self.views.clear()
        for view in self._session.project.views.values():
            item = QListWidgetItem(view.name.in_language(self._session.language), self.views)
            item.setData(_ID_ROLE, view.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            if view.id == chosen:
                row = self.views.count() - 1
        self.views.setCurrentRow(min(row, self.views.count() - 1))
        self.views.blockSignals(False)
        self._tell()

    def _current(self) -> SavedView | None:
        item = self.views.currentItem()
        return None if item is None else self._session.project.views.get(item.data(_ID_ROLE))

    def _change(self) -> None:
        self._take_caption()
        self._tell()

    def _tell(self) -> None:
        view, language = self._current(), self._session.language
        self._chosen = None if view is None else view.id
        for button in (self.go, self.rename, self.delete, self.caption):
            button.setEnabled(view is not None)
        self.up.setEnabled(self.views.currentRow() > 0)
        self.down.setEnabled(0 <= self.views.currentRow() < self.views.count() - 1)
        self._captioned = "" if view is None else self._said(view)
        if self.caption.toPlainText() != self._captioned:
            self.caption.setPlainText(self._captioned)
        if view is None:
            self.when.setText("")
        elif view.at is None:
            self.when.setText(self.tr("A filter"))
        else:
            self.when.setText(date_words(view.at, language))

    def _said(self, view: SavedView) -> str:
        return view.caption.ar if self._session.language == "ar" else view.caption.en

    def _move(self, by: int) -> None:
        self._take_caption()
        if self._chosen is not None:
            self._bookmarks.move(self._chosen, by)

    def _take_caption(self) -> None:
        """Keep the words of the view that was told of last, if they were changed."""
        words = self.caption.toPlainText()
        name = self._chosen
        if name is not None and name in self._session.project.views and words.strip() != self._captioned:
            self._captioned = words.strip()
            self._bookmarks.caption(name, words)

    def _go(self) -> None:
        view = self._current()
        if view is not None:
            self._bookmarks.go_to(view.id)
            self.accept()

    def _rename(self) -> None:
        if self.views.currentItem() is not None:
            self.views.editItem(self.views.currentItem())

    def _delete(self) -> None:
        view = self._current()
        if view is not None:
            self._bookmarks.delete(view.id)

    def _take_name(self, item: QListWidgetItem) -> None:
        view = self._session.project.views.get(item.data(_ID_ROLE))
        if view is not None:
            self._bookmarks.rename(view, item.text())
