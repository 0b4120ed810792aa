"""What an empty project says in each of its panels: what comes next, with buttons that do it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from mapview.domain.drafts import PlaceDraft
from mapview.domain.model import Project, Text
from mapview.ui.session import New
from mapview.ui.widgets.theme import L, S

if TYPE_CHECKING:
    from mapview.ui.main_window import MainWindow

_CARD_WIDTH = 380

Action = tuple[str, Callable[[], object]]


class NextStep(QFrame):
    """Lies over a panel as long as there is nothing in it, and says how that changes.

    Parameters
    ----------
    applies
        Whether it is to be seen, with a project as it stands.
    card
        Whether it is a card in the middle, over what stays visible, rather than a page over everything.
    """

    def __init__(
        self, panel: QWidget, applies: Callable[[Project], bool], words: str, actions: Sequence[Action], *, card: bool
    ) -> None:
        super().__init__(panel)
        self.setObjectName("nextStepCard" if card else "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.applies = applies
        self._panel, self._card = panel, card
        self._is_away = False
        self.words = QLabel(words, self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        if not card:
            self.words.setProperty("quiet", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(S)
        layout.addWidget(self.words)
        self.buttons: list[QPushButton] = []
        for label, do in actions:
            button = QPushButton(label, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, do=do: do())
            layout.addWidget(button, 0, Qt.AlignmentFlag(0) if card else Qt.AlignmentFlag.AlignLeading)
            self.buttons.append(button)
        if not card:
            layout.addStretch(1)
        panel.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the panel's size."""
        if watched is self._panel and event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self._place()
        return super().eventFilter(watched, event)

    def tell(self, project: Project) -> None:
        """Be seen if the project is still so empty."""
        self.setVisible(self.applies(project) and not self._is_away)
        self._place()

    def go_away(self) -> None:
        """Stay away, if it is a card, since what it stands in the way of is wanted."""
        self._is_away = self._card
        self.setVisible(self.isVisibleTo(self._panel) and not self._is_away)

    def _place(self) -> None:
        inside = self._panel.rect()
        if self._card:
            width = min(_CARD_WIDTH, inside.width() - 2 * L)
            height = self.layout().heightForWidth(width)  # type: ignore[union-attr]
            self.setGeometry((inside.width() - width) // 2, max((inside.height() - height) // 3, L), width, height)
        else:
            self.setGeometry(inside)
        self.raise_()


class NextSteps(QObject):
    """The steps of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        imports, session = window.imports, window.session
        bring_in: Action = (self.tr("Import documents or tables…"), imports.ask_for_files)
        paste: Action = (self.tr("Paste a text"), imports.paste)
        read: Action = (self.tr("Read a report"), self._read)
        claim: Action = (self.tr("New claim"), window.new_claim)
        place: Action = (self.tr("New place"), lambda: session.form_asked_for.emit(PlaceDraft(Text())))
        topic: Action = (self.tr("New topic"), lambda: session.form_asked_for.emit(New("topics")))
        lists = window.lists
        editable = not session.file.read_only
        self.steps = [
            NextStep(panel, applies, words, actions if editable else [], card=card)
            for panel, applies, words, actions, card in (
                (
                    window.map.view, _has_no_sources,
                    self.tr(
                        "This timeline is empty. Begin with your reports, or with a table that you keep: import them,"
                        " drop them here, or paste the text of a report."
                    ),
                    [bring_in, paste], True,
                ),
                (
                    window.map.view, _has_sources_only,
                    self.tr(
                        "The reports are there. Now read one, select the passage that says what was where, and press"
                        " Enter: a claim is made of it."
                    ),
                    [read, claim], True,
                ),
                (
                    _around(lists.places), lambda project: not project.places,
                    self.tr("No places yet. They come with the claims, out of the gazetteer, or one by one."), [place],
                    False,
                ),
                (
                    _around(lists.sources), lambda project: not project.sources,
                    self.tr("No sources yet. Each report that you import becomes one."), [bring_in, paste], False,
                ),
                (
                    _around(lists.topics), lambda project: not project.topics,
                    self.tr("No topics yet. A topic says what claims are about, such as presence or numbers."), [topic],
                    False,
                ),
                (
                    window.claims, _has_no_sources,
                    self.tr(
                        "The claims of a place or a source are read here. Import a report or a table for the first."
                    ),
                    [bring_in], False,
                ),
                (
                    window.claims, lambda project: _has_sources_only(project) and session.focus is None,
                    self.tr("No claims yet. Select a passage in the reader and press Enter."), [read, claim], False,
                ),
                (
                    window.reader, _has_no_sources,
                    self.tr("Reports are read here, with their claims marked in the text."), [bring_in, paste], False,
                ),
                (
                    window.table, lambda project: not project.claims,
                    self.tr("All claims stand here in rows as soon as there are any."), [claim], False,
                ),
            )
        ]  # fmt: skip
        session.project_changed.connect(self._tell)
        session.focus_changed.connect(self._tell)
        session.form_asked_for.connect(self._clear_map)
        session.passage_asked_for.connect(self._clear_map)
        self._tell()

    def _tell(self) -> None:
        for step in self.steps:
            step.tell(self._window.session.project)

    def _clear_map(self) -> None:
        for step in self.steps:
            step.go_away()

    def _read(self) -> None:
        first = next(iter(self._window.session.project.sources))
        self._window.session.passage_asked_for.emit(first, 0, 0)


def _around(part: QWidget) -> QWidget:
    """Return the panel that a list stands in."""
    return part.parentWidget() or part


def _has_no_sources(project: Project) -> bool:
    return not project.sources and not project.claims


def _has_sources_only(project: Project) -> bool:
    return bool(project.sources) and not project.claims
