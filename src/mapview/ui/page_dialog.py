"""What an exported page shall hold: how much of the sources' words, and a tour of saved views."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from mapview.ui.clocks.saved_views import bookmarks
from mapview.ui.session import Session
from mapview.ui.widgets.theme import L, M


class PageDialog(QDialog):
    """Asks for both; what the project cannot give cannot be chosen, and the dialog says why."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export web page"))
        self._views = tuple(view.id for view in bookmarks(session))
        held = {source.sha256 for source in session.project.sources.values()} & session.file.document_hashes()
        self.passages = QComboBox(self)
        self.passages.addItem(self.tr("Cues of at most five words"), "cue")
        self.passages.addItem(self.tr("No words of the sources"), "none")
        if held:
            self.passages.addItem(self.tr("Whole passages, from the {} reports here").format(len(held)), "whole")
        self.tour = QCheckBox(self.tr("Lead through the &saved views ({})").format(len(self._views)), self)
        self.tour.setEnabled(bool(self._views))
        self.note = QLabel(self)
        self.note.setProperty("quiet", True)
        self.note.setWordWrap(True)
        self.note.setText(
            self.tr("The order of the views and their captions are set under Bookmarks, in the time bar.")
            if self._views
            else self.tr("Save views under Bookmarks, in the time bar, and a page can lead through them.")
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.proceed = buttons.addButton(self.tr("&Choose file…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.proceed.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(L, L, L, L)
        form.setSpacing(M)
        form.addRow(self.tr("Words of the sources"), self.passages)
        form.addRow(self.tr("Guided tour"), self.tour)
        form.addRow("", self.note)
        form.addRow(buttons)

    def chosen_tour(self) -> tuple[str, ...]:
        """Return the ids of the views that the page shall lead through."""
        return self._views if self.tour.isChecked() else ()
