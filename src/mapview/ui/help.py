"""What the Help menu opens: keys, licences, the log file."""

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

import mapview
from mapview.config import log_path
from mapview.render.fonts import map_font
from mapview.ui.pages import basemap
from mapview.ui.theme import XL, L, M, S

_COLUMNS = 2


def shortcuts_dialog(actions: list[QAction], parent: QWidget) -> QDialog:
    """Return a list of the keys of the window and of the time axis."""
    dialog, layout = _dialog(_tr("Keyboard shortcuts"), parent)
    grid = QGridLayout()
    grid.setHorizontalSpacing(L)
    grid.setVerticalSpacing(S)
    keys = [
        (_tr("Time axis: a day back, on"), _tr("Left, Right")),
        (_tr("Time axis: a month back, on"), _tr("Shift+Left, Shift+Right")),
        (_tr("Time axis: first day, last day"), _tr("Home, End")),
        (_tr("Time axis: zoom in, out, show all"), "+, −, 0"),
        (_tr("Time axis: play or pause"), _tr("Space")),
        (_tr("Lists: choose"), _tr("Enter")),
        (_tr("Claims: open or close a card; its menu"), _tr("Enter; Menu")),
        (_tr("Table: edit a cell; go to the date of a claim"), _tr("Enter; Ctrl+Enter")),
        (_tr("Table: values of a column; delete; menu"), _tr("Alt+Down; Delete; Menu")),
        (_tr("Map: move; zoom"), _tr("arrow keys; + and −")),
    ]
    of_window = [
        (action.text().replace("&", "").rstrip("…"), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        for action in actions
        if not action.shortcut().isEmpty()
    ]
    everything = of_window + keys
    rows = -(-len(everything) // _COLUMNS)
    for place, (what, key) in enumerate(everything):
        column, row = divmod(place, rows)
        grid.addWidget(QLabel(what, dialog), row, 2 * column)
        label = QLabel(key, dialog)
        label.setProperty("quiet", True)
        label.setContentsMargins(0, 0, XL, 0)
        grid.addWidget(label, row, 2 * column + 1)
    layout.insertLayout(0, grid)
    return dialog


def about_dialog(parent: QWidget) -> QDialog:
    """Return what MapView is, and whose data and fonts it brings along."""
    dialog, layout = _dialog(_tr("About MapView"), parent)
    title = QLabel(f"MapView {mapview.__version__}", dialog)
    title.setFont(map_font(18, bold=True))
    words = "\n\n".join(
        (
            _tr("Every dot on the map, at every date, traces back to a passage in a source."),
            _tr("Licensed under the Apache License, Version 2.0."),
            _tr("Basemap: {}").format(basemap().attribution),
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
