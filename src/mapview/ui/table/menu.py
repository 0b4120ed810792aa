"""The menu of the claims that are selected in the table, and that of its columns."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from mapview.domain.model import CERTAINTIES, MODALITIES
from mapview.ui.session import Session
from mapview.ui.table.actions import TableActions
from mapview.ui.table.columns import COLUMNS, ColumnKey, certainty_words
from mapview.ui.table.model import column_title
from mapview.ui.widgets import words

#: Sets a column of the selected claims.
Setter = Callable[[ColumnKey, str], None]
_MOST_LOOKED_AT = 200
_SETTABLE: tuple[ColumnKey, ...] = ("topic", "modality", "certainty")


def rows_menu(
    session: Session,
    actions: TableActions,
    claims: Sequence[str],
    *,
    set_column: Setter,
    ask_when: Callable[[], None],
    delete: Callable[[], None],
    copy: Callable[[], None],
    parent: QWidget,
) -> QMenu:
    """Return what can be done with claims; the project's being read-only leaves reading and copying."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    editable = not session.file.read_only
    if len(claims) == 1:
        claim = claims[0]
        _add(menu, _tr("&Go to its date"), lambda: session.show_claim(claim), key=_tr("Ctrl+Enter"))
        _add(menu, _tr("&Read its passage"), lambda: actions.read_passage(claim))
        menu.addSeparator()
        _add(menu, _tr("&Edit in the form…"), lambda: actions.open_form(claims), enabled=editable)
        _add(menu, _tr("&Duplicate…"), lambda: actions.duplicate(claim), enabled=editable)
        _add(menu, _tr("&Split: another claim on this passage…"), lambda: actions.split(claim), enabled=editable)
    else:
        count = len(claims)
        _add(
            menu, _tr("&Edit {} claims in the form…").format(count), lambda: actions.open_form(claims), enabled=editable
        )
    menu.addSeparator()
    for column in _SETTABLE:
        _add_choices(menu, session, actions, claims, column, set_column, enabled=editable)
    _add(menu, _tr("Set &when…"), ask_when, enabled=editable)
    menu.addSeparator()
    _add(menu, _tr("&Copy"), copy, key="Ctrl+C")
    words_ = _tr("De&lete") if len(claims) == 1 else _tr("De&lete {} claims").format(len(claims))
    _add(menu, words_, delete, key=_tr("Del"), enabled=editable)
    return menu


def columns_menu(
    header: QHeaderView, show: Callable[[ColumnKey, bool], None], reset: Callable[[], None], parent: QWidget
) -> QMenu:
    """Return which columns are shown, to be changed; one stays at least."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for section, column in enumerate(COLUMNS):
        action = QAction(column_title(column), menu)
        action.setCheckable(True)
        shown = not header.isSectionHidden(section)
        action.setChecked(shown)
        action.setEnabled(not shown or header.count() - header.hiddenSectionCount() > 1)
        action.toggled.connect(partial(show, column))
        menu.addAction(action)
    menu.addSeparator()
    _add(menu, _tr("&Reset the columns"), reset)
    return menu


def _add_choices(
    menu: QMenu,
    session: Session,
    actions: TableActions,
    claims: Sequence[str],
    column: ColumnKey,
    set_column: Setter,
    *,
    enabled: bool,
) -> None:
    titles: dict[ColumnKey, str] = {
        "topic": _tr("Set &topic"),
        "modality": _tr("Set &modality"),
        "certainty": _tr("Set certai&nty"),
    }
    inner = menu.addMenu(titles[column])
    inner.setEnabled(enabled)
    for key, label, fits in _choices(session, actions, claims, column):
        _add(inner, label.replace("&", "&&"), partial(set_column, column, key), enabled=fits)


def _choices(
    session: Session, actions: TableActions, claims: Sequence[str], column: ColumnKey
) -> list[tuple[str, str, bool]]:
    """Return what a column can be set to: key, label, and whether it can be for these claims."""
    language, project = session.language, session.project
    if column == "modality":
        return [(name, words.page_word(f"modality_{name}", language), True) for name in MODALITIES]
    if column == "certainty":
        return [(name, certainty_words(name, language), True) for name in CERTAINTIES]
    editor = actions.editor
    # Of very many, the edit itself tells whether the rest fit.
    found = [project.claims[claim] for claim in claims[:_MOST_LOOKED_AT]]
    return [
        (topic.id, topic.names.in_language(language), all(editor.fits(claim, topic) for claim in found))
        for topic in project.topics.values()
    ]


def _add(menu: QMenu, said: str, do: Callable[[], object], *, key: str = "", enabled: bool = True) -> None:
    action = QAction(f"{said}\t{key}" if key else said, menu)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked=False: do())
    menu.addAction(action)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TableMenu", text)
