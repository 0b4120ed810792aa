"""What the Help menu opens: keys, licences, the log file."""

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QVBoxLayout,
    QWidget,
)

import mapview
from mapview.config import log_path
from mapview.render.fonts import map_font
from mapview.render.ground import own_basemap
from mapview.ui.widgets.theme import XL, XS, L, M, text_font

_COLUMNS = 3

#: What a key does, and the key; and a heading with some of them.
Keys = tuple[str, str]
Group = tuple[str, list[Keys]]


def shortcuts_dialog(menus: QMenuBar, parent: QWidget) -> QDialog:
    """Return a list of the keys of the window, menu by menu, and of its parts."""
    dialog, layout = _dialog(_tr("Keyboard shortcuts"), parent)
    groups = [(_plain(menu), _keys_of(menu)) for action in menus.actions() if (menu := _menu_of(action)) is not None]
    groups += _parts()
    columns = QHBoxLayout()
    columns.setSpacing(2 * XL)
    for part in _balanced([group for group in groups if group[1]]):
        column = QGridLayout()
        column.setHorizontalSpacing(L)
        column.setVerticalSpacing(1)
        for title, keys in part:
            _add_group(column, title, keys, dialog)
        column.setRowStretch(column.rowCount(), 1)
        columns.addLayout(column)
    layout.insertLayout(0, columns)
    return dialog


def _add_group(column: QGridLayout, title: str, keys: list[Keys], dialog: QDialog) -> None:
    heading = QLabel(title, dialog)
    heading.setFont(text_font(bold=True))
    heading.setContentsMargins(0, M if column.count() else 0, 0, XS)
    column.addWidget(heading, column.rowCount(), 0, 1, 2)
    for what, key in keys:
        row = column.rowCount()
        column.addWidget(QLabel(what, dialog), row, 0)
        label = QLabel(key, dialog)
        label.setProperty("quiet", True)
        column.addWidget(label, row, 1)


def _balanced(groups: list[Group]) -> list[list[Group]]:
    """Spread groups, in their order, over columns of about the same height."""
    whole = sum(len(keys) + 2 for _, keys in groups)
    columns: list[list[Group]] = [[] for _ in range(_COLUMNS)]
    height = 0.0
    for group in groups:
        rows = len(group[1]) + 2
        columns[min(int((height + rows / 2) * _COLUMNS / whole), _COLUMNS - 1)].append(group)
        height += rows
    return columns


def _keys_of(menu: QMenu) -> list[Keys]:
    found: list[Keys] = []
    for action in menu.actions():
        inner = _menu_of(action)
        if inner is not None:
            found += _keys_of(inner)
        elif not action.shortcut().isEmpty():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            found.append((action.text().replace("&", "").rstrip("…"), keys))
    return found


def _parts() -> list[Group]:
    """Return the keys of parts of the window, which no menu has."""
    return [
        (
            _tr("In the time axis"),
            [
                (_tr("A day back, on"), _tr("Left, Right")),
                (_tr("A month back, on"), _tr("Shift+Left, Shift+Right")),
                (_tr("First day, last day"), _tr("Home, End")),
                (_tr("Zoom in, out, show all"), "+, −, 0"),
                (_tr("Play or pause"), _tr("Space")),
            ],
        ),
        (
            _tr("In the reader and in forms"),
            [
                (_tr("New claim of the passage"), _tr("Enter")),
                (_tr("Select"), _tr("Shift+arrow keys")),
                (_tr("Find"), "/"),
                (_tr("Save; save and go on"), _tr("Ctrl+Enter; Ctrl+Shift+Enter")),
                (_tr("Leave"), _tr("Escape")),
            ],
        ),
        (
            _tr("In lists, claims, table and map"),
            [
                (_tr("Choose; open or close a card"), _tr("Enter")),
                (_tr("Card: its passage"), "P"),
                (_tr("Suggestion: accept, edit, reject"), "A, E, R"),
                (_tr("What can be done with it"), _tr("Menu")),
                (_tr("Table: edit; go to the date"), _tr("Enter; Ctrl+Enter")),
                (_tr("Table: values; delete"), _tr("Alt+Down; Delete")),
                (_tr("Map: move; zoom"), _tr("arrow keys; + and −")),
            ],
        ),
    ]


def _menu_of(action: QAction) -> QMenu | None:
    found = action.menu()
    return found if isinstance(found, QMenu) else None


def _plain(menu: QMenu) -> str:
    return menu.title().replace("&", "")


def about_dialog(parent: QWidget) -> QDialog:
    """Return what MapView is, and whose data and fonts it brings along."""
    dialog, layout = _dialog(_tr("About MapView"), parent)
    title = QLabel(f"MapView {mapview.__version__}", dialog)
    title.setFont(map_font(18, bold=True))
    words = "\n\n".join(
        (
            _tr("Every dot on the map, at every date, traces back to a passage in a source."),
            _tr("Licensed under the Apache License, Version 2.0."),
            _tr("Basemap: {}").format(own_basemap().attribution),
            _tr("Places: Who's On First, and GeoNames (CC BY 4.0); airfields: airportsdata (MIT)."),
            _tr("Fonts: Noto Sans, Noto Sans Arabic and Noto Sans Math (SIL Open Font License 1.1)."),
            _tr("Map: Leaflet (BSD 2-Clause). Window: Qt {} by way of PySide6 (LGPL 3).").format(qVersion()),
        )
    )
    text = QLabel(words, dialog)
    text.setWordWrap(True)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    layout.insertWidget(0, title)
    layout.insertWidget(1, text)
    dialog.setMinimumWidth(520)
    return dialog


def log_dialog(parent: QWidget) -> QDialog:
    """Return where the log file is."""
    dialog, layout = _dialog(_tr("Log file"), parent)
    text = QLabel(_tr("What goes wrong is written to this file:") + f"\n\n{log_path()}", dialog)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    layout.insertWidget(0, text)
    return dialog


def _dialog(title: str, parent: QWidget) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(L, L, L, L)
    layout.setSpacing(M)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    return dialog, layout


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)
