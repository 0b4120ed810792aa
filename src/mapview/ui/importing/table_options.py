"""What holds for a whole table: what all rows share, how its dates and its file are read."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mapview.domain.model import CERTAINTIES, MODALITIES, PLACE_KINDS
from mapview.exchange.importing.mapping import Role
from mapview.store.encodings import ENCODINGS
from mapview.ui.forms.options import certainty_options, modality_options
from mapview.ui.importing.table_fields import Box, Number
from mapview.ui.importing.table_state import MappingState
from mapview.ui.importing.table_topics import TopicField, topic_named
from mapview.ui.importing.table_words import DELIMITERS, delimiter_words, role_words, tr
from mapview.ui.importing.words import encoding_words
from mapview.ui.session import Session
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.theme import XS, L, S, text_font
from mapview.ui.widgets.words import isolated, kind_words

#: What may hold for all rows, besides the topic.
_SHARED: tuple[Role, ...] = (
    "place", "kind", "when", "value", "source", "publisher", "published", "url", "language", "modality", "certainty",
)  # fmt: skip
_CHOICES: Mapping[Role, tuple[str, ...]] = {"kind": PLACE_KINDS, "modality": MODALITIES, "certainty": CERTAINTIES}
_OPTIONS = {"modality": modality_options, "certainty": certainty_options}
#: Typing is taken over once it pauses.
_PAUSE_MS = 400
_MOST_HEADER = 100


class Options(QWidget):
    """Sections of settings; what no longer applies is hidden."""

    #: The file shall be opened in another way: encoding, delimiter, sheet, header_row.
    reopen_asked = Signal(dict)

    def __init__(self, state: MappingState, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._session = state, session
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(S)
        self._showing = False
        self._forms: dict[str, QFormLayout] = {}
        self._headings: dict[QFormLayout, QLabel] = {}
        #: Stands above all else: another sheet is another table.
        self.top = QWidget(self)
        top = QFormLayout(self.top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.sheet = self._box(top, tr("S&heet"), [], self._ask_to_reopen)
        self._dates()
        self._new_topics()
        self._shared()
        self._file()
        state.changed.connect(self.look_again)
        state.questions_changed.connect(self.look_again)
        self.look_again()

    def look_again(self) -> None:
        """Show what holds now, and hide what does not apply."""
        if self._showing:
            return
        self._showing = True
        self._show_dates()
        self._show_shared()
        self._show_file()
        for form, heading in self._headings.items():
            heading.setVisible(any(form.isRowVisible(row) for row in range(form.rowCount())))
        self._showing = False

    def _section(self, words: str) -> QFormLayout:
        heading = QLabel(words, self)
        heading.setFont(text_font(bold=True))
        heading.setContentsMargins(0, L, 0, 0)
        form = QFormLayout()
        form.setVerticalSpacing(XS)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._layout.addWidget(heading)
        self._layout.addLayout(form)
        self._headings[form] = heading
        return form

    def _box(
        self, form: QFormLayout, label: str, items: list[tuple[str, object]], do: Callable[[], object]
    ) -> QComboBox:
        box = Box(self)
        for words, data in items:
            box.addItem(words, data)
        box.setAccessibleName(label.replace("&", ""))
        box.activated.connect(lambda _row: do())
        form.addRow(label, box)
        return box

    def _line(self, form: QFormLayout, label: str, do: Callable[[], object], prompt: str = "") -> QLineEdit:
        line = QLineEdit(self)
        keep_on_line(line)
        line.setPlaceholderText(prompt)
        line.setAccessibleName(label.replace("&", ""))
        pause = QTimer(line, singleShot=True, interval=_PAUSE_MS)
        pause.timeout.connect(do)
        line.textEdited.connect(lambda _text: pause.start())
        line.editingFinished.connect(pause.stop)
        line.editingFinished.connect(do)
        form.addRow(label, line)
        return line

    def _dates(self) -> None:
        state = self._state
        form = self._forms["dates"] = self._section(tr("Dates"))
        self.order = self._box(
            form,
            tr("Days such as 05/03/2024"),
            [("", ""), (tr("day first: 5 March"), "day-first"), (tr("month first: 3 May"), "month-first")],
            lambda: state.set_order(self.order.currentData()),
        )
        self.empty_end = self._box(
            form,
            tr("An empty end means"),
            [
                (tr("nobody says when it ended"), "unknown"),
                (tr("it goes on"), "open"),
                (tr("it ended when it began"), "same"),
            ],
            lambda: state.set_empty_end(self.empty_end.currentData()),
        )

    def _show_dates(self) -> None:
        state, form = self._state, self._forms["dates"]
        told = {"day-first": tr("told by the table: day first"), "month-first": tr("told by the table: month first")}
        self.order.setItemText(0, told.get(state.order_told, tr("not set")))
        self.order.setCurrentIndex(max(self.order.findData(state.mapping.date_order or ""), 0))
        self.empty_end.setCurrentIndex(self.empty_end.findData(state.mapping.empty_end))
        form.setRowVisible(self.order, bool(state.days) or state.mapping.date_order is not None)
        form.setRowVisible(self.empty_end, "end" in state.mapping.columns)

    def _new_topics(self) -> None:
        form = self._forms["topics"] = self._section(tr("Topics that the timeline lacks"))
        self.values = self._box(
            form,
            tr("Their values are"),
            [(tr("words"), "text"), (tr("numbers with a unit"), "quantity"), (tr("dates"), "date")],
            self._take_values,
        )
        self.unit = self._line(form, tr("Unit"), self._take_values, tr("people, vehicles, …"))

    def _take_values(self) -> None:
        self._state.set_values(self.values.currentData(), self.unit.text().strip())

    def _shared(self) -> None:
        form = self._forms["shared"] = self._section(tr("The same in every row"))
        self.topic = TopicField(self._state, self._session, self)
        form.addRow(tr("Topic"), self.topic)
        self.more = QPushButton(tr("&More that all rows share"), self)
        self.more.setCheckable(True)
        self.more.setAutoDefault(False)
        self.more.toggled.connect(lambda _on: self.look_again())
        self.fixed: dict[Role, QLineEdit | QComboBox] = {}
        for role in _SHARED:
            if role in _CHOICES:
                items: list[tuple[str, object]] = [(tr("as the rows say"), "")]
                items += [(self._choice_words(role, one), one) for one in _CHOICES[role]]
                self.fixed[role] = self._box(form, role_words(role), items, partial(self._take_fixed, role))
            else:
                self.fixed[role] = self._line(form, role_words(role), partial(self._take_fixed, role))
        form.addRow(self.more)
        self.separator = self._line(
            form,
            tr("Several sources in a cell are set apart by"),
            lambda: self._state.set_separator(self.separator.text().strip()),
            tr("for titles and publishers, such as ;"),
        )

    def _choice_words(self, role: Role, said: str) -> str:
        if role == "kind":
            return kind_words(said, self._session.language)  # type: ignore[arg-type]
        return next(one.words for one in _OPTIONS[role](self._session.language) if one.id == said)

    def _take_fixed(self, role: Role) -> None:
        field = self.fixed[role]
        said = field.currentData() if isinstance(field, QComboBox) else field.text().strip()
        if said != self._state.mapping.fixed.get(role, ""):
            self._state.set_fixed(role, said)

    def _show_shared(self) -> None:
        mapping, form = self._state.mapping, self._forms["shared"]
        topic_asked = any(question.asked == "topic" for question in self._state.questions())
        form.setRowVisible(self.topic, "topic" not in mapping.columns and not topic_asked)
        self.topic.fill()
        for role, field in self.fixed.items():
            said = mapping.fixed.get(role, "")
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(field.findData(said), 0))
            elif field.text().strip() != said and not field.hasFocus():
                field.setText(said)
            form.setRowVisible(field, role not in mapping.columns and (bool(said) or self.more.isChecked()))
        if self.separator.text().strip() != mapping.separator and not self.separator.hasFocus():
            self.separator.setText(mapping.separator)
        form.setRowVisible(self.separator, bool(mapping.columns.keys() & {"source", "publisher"}))
        topics, project = self._forms["topics"], self._session.project
        new = "topic" in mapping.columns or topic_named(project, mapping.fixed.get("topic", "")) is None
        self.values.setCurrentIndex(max(self.values.findData(mapping.value_type), 0))
        if self.unit.text().strip() != mapping.unit and not self.unit.hasFocus():
            self.unit.setText(mapping.unit)
        topics.setRowVisible(self.values, new)
        topics.setRowVisible(self.unit, new and mapping.value_type == "quantity")

    def _file(self) -> None:
        form = self._forms["file"] = self._section(tr("The file"))
        self.header = Number(self)
        self.header.setRange(1, _MOST_HEADER)
        self.header.setAccessibleName(tr("Names of columns in row"))
        self.header.valueChanged.connect(lambda _value: self._ask_to_reopen())
        form.addRow(tr("Names of columns in row"), self.header)
        encodings: list[tuple[str, object]] = [(encoding_words(name), name) for name in ENCODINGS]
        self.encoding = self._box(form, tr("Encoding"), encodings, self._ask_to_reopen)
        delimiters: list[tuple[str, object]] = [(delimiter_words(one), one) for one in DELIMITERS]
        self.delimiter = self._box(form, tr("Cells are set apart by"), delimiters, self._ask_to_reopen)

    def _show_file(self) -> None:
        opened, form, table = self._state.opened, self._forms["file"], self._state.table
        if [self.sheet.itemData(row) for row in range(self.sheet.count())] != list(opened.sheets):
            self.sheet.clear()
            for name in opened.sheets:
                self.sheet.addItem(isolated(name), name)
        self.sheet.setCurrentIndex(max(self.sheet.findData(opened.mapping.sheet), 0))
        self.header.setValue(table.header)
        self._show_one(self.encoding, table.encoding.replace("utf-8-sig", "utf-8"), encoding_words(table.encoding))
        self._show_one(self.delimiter, table.delimiter, delimiter_words(table.delimiter))
        self.top.setVisible(len(opened.sheets) > 1)
        form.setRowVisible(self.header, opened.origin != "format" and (opened.is_text or bool(opened.sheets)))
        for box in (self.encoding, self.delimiter):
            form.setRowVisible(box, opened.is_text and opened.origin != "format")

    def _show_one(self, box: QComboBox, data: str, words: str) -> None:
        if box.findData(data) < 0:
            box.addItem(words, data)
        box.setCurrentIndex(box.findData(data))

    def _ask_to_reopen(self) -> None:
        if self._showing:
            return
        opened, table = self._state.opened, self._state.table
        wanted: dict[str, object] = {}
        if opened.is_text:
            if self.encoding.currentData() != table.encoding.replace("utf-8-sig", "utf-8"):
                wanted["encoding"] = self.encoding.currentData()
            if self.delimiter.currentData() != table.delimiter:
                wanted["delimiter"] = self.delimiter.currentData()
        elif opened.sheets and self.sheet.currentData() != (opened.mapping.sheet or opened.sheets[0]):
            wanted["sheet"] = self.sheet.currentData()
        if self.header.value() != table.header:
            wanted["header_row"] = self.header.value()
        elif wanted:
            # Where it stands is told anew by what is read now.
            wanted["header_row"] = None
        if wanted:
            self.reopen_asked.emit(wanted)
