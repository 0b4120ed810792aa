"""Known time: which sources count, by the day on which they were known."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from mapview.errors import BadDateError
from mapview.render.texts import day_words
from mapview.ui import words
from mapview.ui.session import Session
from mapview.ui.typed_date import typed_span


class KnownField(QComboBox):
    """Offers the days on which sources became known; takes any other date typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        self.setMinimumWidth(210)
        self.setAccessibleName(self.tr("Known on"))
        self.setToolTip(
            self.tr("Counts only the sources known on this day: choose one, or type a date such as 2026-01-14")
        )
        self.activated.connect(self._take_item)
        field = self.lineEdit()
        assert field is not None  # noqa: S101 - it is editable
        field.returnPressed.connect(self.take)
        field.editingFinished.connect(self._put_back)
        session.view_changed.connect(self.show_day)
        session.appearance_changed.connect(self._fill)
        self._fill()

    def take(self) -> None:
        """Count the sources known on the last day of the date that was typed; nothing typed counts all."""
        text = self.currentText().strip()
        if not text or text == self._everything():
            self._session.set_known(None)
            self.show_day()
            return
        try:
            span = typed_span(text)
        except BadDateError as error:
            self._mark(bad=True)
            self.setToolTip(words.as_tip(str(error)))
            return
        self._session.set_known(span.latest)
        self.show_day()

    def show_day(self) -> None:
        """Show the known time."""
        self._mark(bad=False)
        known = self._session.known
        self.setEditText(self._everything() if known is None else day_words(known, self._session.language))

    def _fill(self) -> None:
        session = self._session
        language = session.language
        self.clear()
        self.addItem(self._everything(), None)
        for day, sources in session.known_days:
            names = [words.publisher_words(session.project.sources[source], language) for source in sources]
            said = words.isolated("، ".join(names) if language == "ar" else ", ".join(names))
            self.addItem(f"{words.isolated(day_words(day, language))} · {said}", day)
        self.view().setMinimumWidth(420)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.show_day()

    def _everything(self) -> str:
        return self.tr("Everything known")

    def _take_item(self, row: int) -> None:
        self._session.set_known(self.itemData(row))
        self.show_day()

    def _put_back(self) -> None:
        if not self.hasFocus():
            self.show_day()

    def _mark(self, *, bad: bool) -> None:
        field = self.lineEdit()
        if field is not None and field.property("bad") != bad:
            field.setProperty("bad", bad)
            field.style().unpolish(field)
            field.style().polish(field)
