"""What all forms share: a title, rows of fields with what is wrong below each, Save and Cancel."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.changes import Change, Entity, Kind, kind_of
from mapview.errors import MapviewError
from mapview.store.documents import Document
from mapview.ui.forms.footer import Footer
from mapview.ui.forms.row import Problem, Row
from mapview.ui.session import Session, Wanted
from mapview.ui.widgets.theme import TEXT_PX, XS, L, M, S, font

_MANY = 3


class Edit(NamedTuple):
    """What saving a form does: the change, what it does in words that read well after "Undo", and what it is on."""

    change: Change
    label: str
    id: str
    #: Documents that come with it.
    originals: tuple[Document, ...] = ()


class Form(QWidget):
    """A form on one thing of the project, of ``kind``, or on something else if that is None.

    A subclass adds its rows in ``__init__``, connects what its fields emit to :meth:`look_again`, and ends with
    :meth:`begin`. It says what is typed (:meth:`contents`), what is wrong with it (:meth:`judge`), and what saving
    does (:meth:`change`). Ctrl+Return saves, Escape cancels.
    """

    kind: Kind | None = None
    #: What was saved is in the project; its id.
    saved = Signal(str)
    cancelled = Signal()
    #: What is typed, or the title, has changed.
    changed = Signal()
    #: Another form is needed first: what for (``Wanted``), and what to do with the id of what it saves.
    form_wanted = Signal(object, object)
    #: Something to tell above the map.
    told = Signal(str)

    def __init__(
        self, session: Session, title: str, original: Entity | None = None, parent: QWidget | None = None
    ) -> None:
        """Make an empty form; ``original`` is what it edits, None for something new."""
        super().__init__(parent)
        self.session = session
        self.original = original
        self._clean: object = None
        self._tried = False
        self._saving = False
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = QLabel(title, self)
        self.heading.setFont(font(TEXT_PX, bold=True))
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.menu = QMenu(self)
        self.more = self._more_button()
        self.body = QWidget(self)
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(L, XS, L, L)
        self.rows.setSpacing(M)
        self.rows.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.body)
        self.body.setObjectName("panel")
        self.footer = Footer(self)
        self.footer.save.clicked.connect(self.save)
        self.footer.cancel.clicked.connect(self.cancel)
        self.footer.discard.clicked.connect(self.cancelled)
        self.footer.keep.clicked.connect(self._keep)
        top = QHBoxLayout()
        top.setContentsMargins(L, M, S, S)
        top.addWidget(self.heading, 1)
        top.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.footer)
        self.key("Ctrl+Return", self.save)
        self.key("Ctrl+Enter", self.save)
        self.key("Escape", self._escape)
        session.project_changed.connect(self._follow_project)
        session.appearance_changed.connect(self.dress)

    # What a subclass says.

    def contents(self) -> object:
        """Return what is typed, as something that compares equal if it is the same."""
        raise NotImplementedError

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong with what is typed."""
        raise NotImplementedError

    def change(self) -> Edit:
        """Return what saving does; asked for only if nothing is wrong."""
        raise NotImplementedError

    def refill(self) -> None:
        """Offer what the project has now; what is typed stays."""

    def reload(self) -> None:
        """Show the original anew after it was changed elsewhere; asked for only if nothing was typed."""

    def dress(self) -> None:
        """Take another theme or language."""
        self.refill()
        self.look_again()

    # What a subclass uses.

    def add(self, name: str, field: QWidget) -> Row:
        """Add a field under its name (with ``&`` before the letter that leads to it); return its row."""
        row = Row(name, field, self.body)
        self.rows.insertWidget(self.rows.count() - 1, row)
        return row

    def add_pair(self, first: tuple[str, QWidget], second: tuple[str, QWidget]) -> tuple[Row, Row]:
        """Add two fields side by side under their names; return their rows."""
        pair = QWidget(self.body)
        rows = (Row(*first, pair), Row(*second, pair))
        beside = QHBoxLayout(pair)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(M)
        for row in rows:
            beside.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.rows.insertWidget(self.rows.count() - 1, pair)
        return rows

    def begin(self) -> None:
        """Take what the form holds now as not yet touched."""
        self._clean = self.contents()
        self._tried = False
        if self.session.file.read_only:
            self.body.setEnabled(False)
            self.footer.look_only()
            self.more.hide()
        else:
            self.more.setVisible(bool(self.menu.actions()))
        self.look_again()

    def look_again(self) -> None:
        """Judge what is typed, after every key."""
        if self.session.file.read_only:
            words = self.tr("To look at only: {}.").format(self.session.file.read_only)
            self.footer.tell(words, problem=False, save=False)
            return
        problems = list(self.judge())
        shown: dict[Row, str] = {}
        for problem in problems:
            if not problem.missing or self._tried:
                shown.setdefault(problem.row, problem.words)
        for row in self.body.findChildren(Row):
            row.complain(shown.get(row, ""))
        self._say_problems(problems)
        self.changed.emit()

    def take_text(self, words: str) -> None:
        """Give the form another title."""
        self.heading.setText(words)
        self.changed.emit()

    def key(self, keys: str, do: Callable[[], object]) -> None:
        """Do something at a key, wherever in the form the cursor is."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(do)

    # What others use.

    @property
    def title(self) -> str:
        """What the form is on."""
        return self.heading.text()

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return not self.session.file.read_only and self.contents() != self._clean

    def is_for(self, wanted: Wanted) -> bool:
        """Whether the form is open for something."""
        original = self.original
        if original is None or not isinstance(wanted, type(original)):
            return False
        return wanted.id == original.id

    def problems(self) -> list[str]:
        """Return what is wrong with what is typed, in words."""
        return [problem.words for problem in self.judge()]

    def save(self) -> None:
        """Make the change, if nothing is wrong, and be done."""
        if self.original is not None and not self.is_dirty and not self._stale():
            self.cancelled.emit()
            return
        saved = self.commit()
        if saved is not None:
            self.saved.emit(saved)

    def commit(self) -> str | None:
        """Make the change, if nothing is wrong; return the id of what was saved, None if nothing was."""
        if self.session.file.read_only:
            return None
        self._tried = True
        self.look_again()
        problem = next(self.judge(), None)
        if problem is not None:
            self._go_to(problem.row)
            return None
        self._saving = True
        try:
            edit = self.change()
            self.session.edit(edit.change, edit.label, edit.originals)
        except MapviewError as error:
            self.footer.tell(str(error), problem=True, save=True)
            return None
        finally:
            self._saving = False
        self._clean = self.contents()
        return edit.id

    def cancel(self) -> None:
        """Give up; asks first if something was typed."""
        if self.footer.is_asking:
            self._keep()
        elif self.is_dirty:
            self.footer.ask()
        else:
            self.cancelled.emit()

    def focus_first(self) -> None:
        """Put the cursor where typing starts: the first field that lacks something, else the first."""
        missing = next((problem.row for problem in self.judge()), None)
        first = missing or next(iter(self.body.findChildren(Row)), None)
        if first is not None:
            self._go_to(first)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size that the panel has at first."""
        return QSize(390, 640)

    def _escape(self) -> None:
        """Close a list that is open; only then give up."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        else:
            self.cancel()

    def _go_to(self, row: Row) -> None:
        row.field.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(row, 0, M)

    def _keep(self) -> None:
        self.footer.take_back()
        self.look_again()

    def _more_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setText("…")
        button.setToolTip(self.tr("More"))
        button.setAccessibleName(self.tr("More"))
        button.setProperty("flat", True)
        button.setProperty("bare", True)
        button.setFixedSize(32, 24)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self.menu)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _say_problems(self, problems: list[Problem]) -> None:
        wrong = [problem for problem in problems if not problem.missing]
        missing = list(dict.fromkeys(problem.row.name for problem in problems if problem.missing))
        if wrong:
            names = self.tr(", ").join(dict.fromkeys(problem.row.name for problem in wrong))
            self.footer.tell(self.tr("To be corrected: {}").format(names), problem=True, save=False)
        elif len(problems) == 1:
            self.footer.tell(problems[0].words, problem=False, save=False)
        elif missing:
            names = self.tr(", ").join(missing[:_MANY])
            words = self.tr("Still needed: {}") if len(missing) <= _MANY else self.tr("Still needed: {} and more")
            self.footer.tell(words.format(names), problem=False, save=False)
        else:
            self.footer.tell(self._stale(), problem=False, save=True)

    def _stale(self) -> str:
        """Say that what is edited was changed or taken out elsewhere."""
        if self.original is None:
            return ""
        now = getattr(self.session.project, kind_of(self.original)).get(self.original.id)
        if now is None:
            return self.tr("It was taken out meanwhile: Save puts it in again.")
        return "" if now == self.original else self.tr("It was changed meanwhile: Save overwrites that.")

    def _follow_project(self) -> None:
        if self._saving:
            return
        if self.original is not None and not self.is_dirty:
            now = getattr(self.session.project, kind_of(self.original)).get(self.original.id)
            if now is None:
                self.cancelled.emit()
                return
            if now != self.original:
                self.original = now
                self.reload()
                self._clean = self.contents()
        self.refill()
        self.look_again()
