"""A table of one column that looks and acts like a list.

Qt's list asks its model about every row before it shows any, which takes a tenth of a second for a hundred thousand
rows; its table asks for those in sight.
"""

from PySide6.QtWidgets import QHeaderView, QTableView


def as_list(view: QTableView, row_px: int) -> None:
    """Let a table look and act like a list with rows of one height."""
    view.setObjectName("entries")
    view.setMouseTracking(True)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    view.horizontalHeader().hide()
    view.horizontalHeader().setStretchLastSection(True)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(row_px)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
