"""The dialog in which every kind of file can be chosen, with its choices, a preview, and how far its writing is."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.snapshot import Snapshot
from mapview.errors import MapviewError
from mapview.ui.exporting.choices import Choices, choices_kept, kept, snapshot_of
from mapview.ui.exporting.kinds import GROUPS, KINDS, ExportKind, Group, all_kinds
from mapview.ui.exporting.options import OptionsForm
from mapview.ui.exporting.preview import Preview
from mapview.ui.exporting.running import Running
from mapview.ui.session import Session
from mapview.ui.widgets.theme import L, M, S, quiet_font

if TYPE_CHECKING:
    from mapview.ui.exporting.exports import Exports

_KIND_ROLE = Qt.ItemDataRole.UserRole + 1
#: How long a choice waits for the next one before its preview is made.
_SETTLED_MS = 250
_KEPT_CHOICES, _KEPT_KIND = "export_choices", "export_kind"


class ExportDialog(QDialog):
    """Chooses a kind of file and what is in it, shows how it will look, and writes it."""

    def __init__(self, session: Session, settings: QSettings, exports: "Exports", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self._session, self._settings, self._exports = session, settings, exports
        self._running: Running | None = None
        self.kinds = QListWidget(self)
        self.kinds.setAccessibleName(self.tr("Kind of file"))
        self.kinds.setFixedWidth(206)
        self.kinds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.options = OptionsForm(session, self._kept_choices(), self)
        self.preview = Preview(self)
        self.notes, self.problem = QLabel(self), QLabel(self)
        for label, kind in ((self.notes, "quiet"), (self.problem, "problem")):
            label.setWordWrap(True)
            label.setProperty("kind", kind)
            label.hide()
        self.progress = QProgressBar(self)
        self.progress.hide()
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._preview)
        self._fill_kinds()
        self._build()
        room = self.screen().availableGeometry()
        self.resize(min(1160, room.width() - 24), min(660, room.height() - 60))
        self.kinds.currentItemChanged.connect(lambda *_: self._show_kind())
        self.options.changed.connect(self._settled.start)
        self.preview.told.connect(self._note)
        self.preview.failed.connect(self._complain)
        self._choose_kept_kind()
        self.kinds.setFocus()

    @property
    def kind(self) -> ExportKind:
        """The kind of file that is chosen."""
        found: ExportKind = self.kinds.currentItem().data(_KIND_ROLE)
        return found

    def reject(self) -> None:
        """Stop what is being written, else close."""
        if self._running is None:
            self._leave()
            super().reject()
            return
        running, self._running = self._running, None
        self._say_running(on=False)
        self._note([self.tr("Stopped. Nothing was written.")])
        # To take a page apart takes a moment, at whose beginning the person sees that it stops.
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.repaint()
        self._exports.give_up(running)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Stop everything."""
        if self._running is not None:
            self._exports.give_up(self._running)
            self._running = None
        self._leave()
        super().closeEvent(event)

    def ask_for_file(self) -> None:
        """Ask where to, then write."""
        snapshot = self._snapshot()
        if snapshot is None:
            return
        kind = self.kind
        self._settings.setValue(_KEPT_CHOICES, kept(replace(self.options.choices(), caption="")))
        self._settings.setValue(_KEPT_KIND, kind.extension)
        label = kind.label.in_language("en")
        self._exports.ask_for_file(self, kind.extension, label, lambda path: self.write(snapshot, path))

    def write(self, snapshot: Snapshot, path: Path) -> None:
        """Write a snapshot to a file, and close once it is there."""
        running = self._running = self._exports.run(snapshot, path)
        running.progressed.connect(self._tell_progress)
        running.done.connect(lambda _left_out: self._end(running))
        running.failed.connect(lambda words: self._fail(running, words))
        self.progress.setRange(0, 0)
        self.progress.setFormat(self.tr("Writing {}…").format(path.name))
        self._say_running(on=True)

    def _kept_choices(self) -> Choices:
        text = self._settings.value(_KEPT_CHOICES)
        if isinstance(text, str):
            return choices_kept(text)
        return Choices(theme=self._session.theme, language=self._session.language)

    def _fill_kinds(self) -> None:
        headings: dict[Group, str] = {
            "picture": self.tr("Pictures"), "film": self.tr("Films"), "page": self.tr("Page"),
            "report": self.tr("Reports"), "data": self.tr("Data"), "sources": self.tr("Sources"),
        }  # fmt: skip
        for group in GROUPS:
            heading = QListWidgetItem(headings[group], self.kinds)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(quiet_font(bold=True))
            for kind in all_kinds():
                if kind.group == group:
                    item = QListWidgetItem(kind.label.in_language("en"), self.kinds)
                    item.setData(_KIND_ROLE, kind)
                    item.setToolTip(f".{kind.extension}")

    def _build(self) -> None:
        scroll = QScrollArea(self)
        scroll.setWidget(self.options)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(376)
        self.buttons = QDialogButtonBox(self)
        self.export = self.buttons.addButton(self.tr("&Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export.setDefault(True)
        self.cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.ask_for_file)
        self.buttons.rejected.connect(self.reject)
        seen = QVBoxLayout()
        seen.setSpacing(S)
        seen.addWidget(self.preview, 1)
        seen.addWidget(self.notes)
        seen.addWidget(self.problem)
        above = QHBoxLayout()
        above.setSpacing(M)
        above.addWidget(self.kinds)
        above.addWidget(scroll)
        above.addLayout(seen, 1)
        below = QHBoxLayout()
        below.addWidget(self.progress, 1)
        below.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addLayout(above, 1)
        layout.addLayout(below)
        self._form = scroll

    def _choose_kept_kind(self) -> None:
        wanted = str(self._settings.value(_KEPT_KIND) or KINDS[0].extension)
        rows = {
            self.kinds.item(row).data(_KIND_ROLE).extension: row
            for row in range(self.kinds.count())
            if self.kinds.item(row).data(_KIND_ROLE) is not None
        }
        self.kinds.setCurrentRow(rows.get(wanted, rows[KINDS[0].extension]))

    def _show_kind(self) -> None:
        self.options.show_kind(self.kind)
        self._settled.start()

    def _snapshot(self) -> Snapshot | None:
        try:
            return snapshot_of(self._session, self.options.choices(), self.kind)
        except MapviewError as error:
            self._complain(str(error))
            return None

    def _preview(self) -> None:
        self._say("", [])
        snapshot = self._snapshot()
        if snapshot is None:
            self.preview.give_up()
        else:
            self.preview.show_of(snapshot, self.kind, self._session.file.document_texts)

    def _note(self, words: list[str]) -> None:
        self._say("", words)

    def _complain(self, words: str) -> None:
        self._say(words, [])

    def _say(self, problem: str, words: list[str]) -> None:
        for label, text in ((self.problem, problem), (self.notes, "\n".join(words))):
            label.setText(text)
            label.setVisible(bool(text))

    def _tell_progress(self, done: int, count: int) -> None:
        self.progress.setRange(0, count)
        self.progress.setValue(done)
        self.progress.setFormat(self.tr("Frame %v of %m"))

    def _say_running(self, *, on: bool) -> None:
        self.progress.setVisible(on)
        for part in (self.kinds, self._form, self.export):
            part.setEnabled(not on)
        self.cancel.setText(self.tr("Stop") if on else self.tr("Cancel"))
        if on:
            self._say("", [])
            # A preview that begins later would wipe away what became of the file.
            self._settled.stop()
            self.preview.give_up()
            self.cancel.setFocus()

    def _end(self, running: Running) -> None:
        if running is self._running:
            self._running = None
            self._leave()
            self.accept()

    def _fail(self, running: Running, words: str) -> None:
        if running is self._running:
            self._running = None
            self._say_running(on=False)
            self._complain(words)

    def _leave(self) -> None:
        self._settled.stop()
        self.preview.leave()
