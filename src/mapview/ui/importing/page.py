"""The dialog before reports come in: what each states of itself, what it becomes, and what could not be read."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.model import Project
from mapview.domain.rules import is_web_address
from mapview.errors import BadDateError, MapviewError
from mapview.reading.intake import Taken, script_language
from mapview.store.encodings import ENCODINGS
from mapview.ui.importing.job import Item
from mapview.ui.importing.words import edtf, encoding_words, kind_words, size_words
from mapview.ui.widgets.theme import XL, L, M, S, text_font
from mapview.ui.widgets.words import isolated

_LIST_WIDTH, _MARK_WIDTH, _PREVIEW = 260, 180, 3000
_FROM_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_FIELDS = ("title", "publisher", "published", "url", "language", "obtained")

ReadAgain = Callable[[Item, str], Item]
Take = Callable[[list[Taken]], str]


class ImportPage(QDialog):
    """Shows what was read, one document at a time, and lets a person complete and choose.

    Parameters
    ----------
    read_again
        Reads what was given in another encoding.
    take
        Takes in what was confirmed; returns why it could not, and the dialog stays as it is.
    """

    def __init__(self, project: Project, items: list[Item], read_again: ReadAgain, take: Take, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import documents"))
        self.items = items
        self._project, self._read_again, self._take = project, read_again, take
        self._showing = False
        self.list = QListWidget(self)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setAccessibleName(self.tr("Documents"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.name = QLabel(self)
        self.name.setFont(text_font(bold=True))
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.about = self._quiet("")
        self.about.setWordWrap(True)
        self.fate = QComboBox(self)
        self.repeats = QComboBox(self)
        self.encoding = QComboBox(self)
        self.encoding.addItem(self.tr("as told by its bytes"), "")
        for name in ENCODINGS:
            self.encoding.addItem(encoding_words(name), name)
        self.fields = {name: QLineEdit(self) for name in _FIELDS}
        self.marks = {name: self._quiet("") for name in _FIELDS}
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(self.tr("The beginning of the text"))
        policy = self.preview.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.preview.setSizePolicy(policy)
        self.hint = self._quiet("")
        self.hint.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.proceed = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.proceed.setDefault(True)
        self._lay_out()
        self._wire()
        self._fill_list()
        self.resize(920, 680)

    def accept(self) -> None:
        """Take in what was confirmed; what was typed stays if that fails."""
        why = self._take(self.taken())
        if why:
            self.hint.setText(why)
        else:
            super().accept()

    def taken(self) -> list[Taken]:
        """Return what is to be taken in, with its dates in EDTF."""
        found = [taken for item in self.items if (taken := item.taken()) is not None]
        return [replace(one, facts=replace(one.facts, published=edtf(one.facts.published))) for one in found]

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(M)
        self.form.setVerticalSpacing(S)
        self.form.addRow(self.tr("&Becomes"), self.fate)
        words = (
            self.tr("&Title"), self.tr("&Publisher"), self.tr("P&ublished"), self.tr("&Address"), self.tr("&Language"),
            self.tr("&Obtained on"),
        )  # fmt: skip
        self._rows: dict[str, QWidget] = {}
        for name, label in zip(_FIELDS, words, strict=True):
            row = QWidget(self)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(M)
            line.addWidget(self.fields[name], 1)
            self.marks[name].setFixedWidth(_MARK_WIDTH)
            line.addWidget(self.marks[name])
            self.form.addRow(label, row)
            buddy = self.form.labelForField(row)
            assert isinstance(buddy, QLabel)  # noqa: S101 - made of a string
            buddy.setBuddy(self.fields[name])
            self._rows[name] = row
        self.fields["language"].setPlaceholderText(self.tr("a code, such as ar or en"))
        self.fields["published"].setPlaceholderText(self.tr("14 January 2026, 2026-01, …"))
        self.form.addRow(self.tr("&Repeats"), self.repeats)
        self.form.addRow(self.tr("&Encoding"), self.encoding)
        right = QVBoxLayout()
        right.setSpacing(S)
        right.addWidget(self.name)
        right.addWidget(self.about)
        right.addSpacing(S)
        right.addLayout(self.form)
        right.addSpacing(S)
        right.addWidget(self.preview, 1)
        columns = QHBoxLayout()
        columns.setSpacing(XL)
        columns.addWidget(self.list)
        columns.addLayout(right, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.hint, 1)
        bottom.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(L)
        layout.addLayout(columns, 1)
        layout.addLayout(bottom)

    def _wire(self) -> None:
        self.list.currentRowChanged.connect(self._show)
        self.fate.currentIndexChanged.connect(self._choose)
        self.repeats.currentIndexChanged.connect(self._choose)
        self.encoding.activated.connect(self._decode)
        for field in self.fields.values():
            field.textEdited.connect(self._take_fields)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _fill_list(self) -> None:
        for item in self.items:
            QListWidgetItem(self._line(item), self.list)
        first = next((at for at, item in enumerate(self.items) if item.can_be_taken), 0)
        self.list.setCurrentRow(first)
        self._count()

    def _line(self, item: Item) -> str:
        return f"{isolated(item.given.name or self.tr('Pasted text'))}\n{self._becomes(item)}"

    def _becomes(self, item: Item) -> str:
        """Return in a few words what becomes of an item."""
        one = item.incoming
        if one is None:
            return self.tr("cannot be read")
        if item.is_there:
            return self.tr("there already")
        if item.faults:
            return self.tr("needs a correction")
        if item.fate in {"original", "adopted"}:
            return self.tr("original of a source")
        if item.fate == "leave":
            return self.tr("left out")
        return self.tr("new source, may repeat another") if one.copies and not item.repeats else self.tr("new source")

    def _item(self) -> Item:
        return self.items[self.list.currentRow()]

    def _show(self, row: int) -> None:
        """Show one document on the right."""
        if row < 0:
            return
        item, self._showing = self.items[row], True
        self.name.setText(isolated(item.given.name or self.tr("Pasted text")))
        self.about.setText(self._about(item))
        self._fill_fates(item)
        self._fill_repeats(item)
        for name, field in self.fields.items():
            field.setText(getattr(item.facts, name))
            field.setCursorPosition(0)
        as_source = item.can_be_taken and item.fate == "source"
        self.form.setRowVisible(self.fate, item.can_be_taken)
        for row_of_field in self._rows.values():
            self.form.setRowVisible(row_of_field, as_source)
        self.form.setRowVisible(self.repeats, as_source and bool(item.incoming and item.incoming.copies))
        self.form.setRowVisible(self.encoding, item.is_text)
        text = item.incoming.report.document.text[:_PREVIEW] if item.incoming else ""
        self.preview.setPlainText(text)
        option = self.preview.document().defaultTextOption()
        to_left = script_language(text) != ""
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if to_left else Qt.LayoutDirection.LeftToRight)
        option.setAlignment(_FROM_RIGHT if to_left else Qt.AlignmentFlag.AlignLeft)
        self.preview.document().setDefaultTextOption(option)
        self.preview.setVisible(item.incoming is not None)
        self._mark(item)
        self._showing = False

    def _about(self, item: Item) -> str:
        one = item.incoming
        if one is None:
            return item.why
        document = one.report.document
        kind = kind_words(document.media_type)
        parts = [size_words(len(document.original)), kind]
        if one.report.encoding:
            parts.append(self.tr("read as {}").format(encoding_words(one.report.encoding)))
        parts.append(self.tr("{} characters of text").format(f"{len(document.text):,}"))
        said = " · ".join(parts)
        more = self._standing(item)
        return f"{said}\n{more}" if more else said

    def _standing(self, item: Item) -> str:
        """Return what the project has of a report already."""
        one = item.incoming
        assert one is not None  # noqa: S101 - only of what was read
        if one.again:
            return self.tr("The same text comes twice; it is taken once.")
        if one.twin is not None:
            title = isolated(self._project.sources[one.twin].title)
            if one.kept:
                return self.tr("There already, as {}.").format(title)
            return self.tr("This is the text of {}, whose original is missing: it is attached to it.").format(title)
        if one.adoption is not None:
            title = isolated(self._project.sources[one.adoption.source].title)
            found = ", ".join(
                f"{count} {words}"
                for verdict, words in (
                    ("verified", self.tr("in place")),
                    ("moved", self.tr("moved")),
                    ("changed", self.tr("changed")),
                    ("lost", self.tr("lost")),
                )
                if (count := one.adoption.verdicts.get(verdict, 0))  # type: ignore[call-overload]
            )
            return self.tr("It seems to be the original of {} in another version; its passages: {}.").format(
                title, found
            )
        return ""

    def _fill_fates(self, item: Item) -> None:
        self.fate.clear()
        one = item.incoming
        if one is None or item.is_there:
            return
        sources = self._project.sources
        if one.twin is not None:
            self.fate.addItem(self.tr("the original of {}").format(isolated(sources[one.twin].title)), "original")
        else:
            self.fate.addItem(self.tr("a new source"), "source")
            if one.adoption is not None:
                title = sources[one.adoption.source].title
                self.fate.addItem(self.tr("the original of {}").format(isolated(title)), "adopted")
        self.fate.addItem(self.tr("nothing: leave it out"), "leave")
        self.fate.setCurrentIndex(self.fate.findData(item.fate))

    def _fill_repeats(self, item: Item) -> None:
        self.repeats.clear()
        self.repeats.addItem(self.tr("nothing: it reports by itself"), None)
        titles = {source.sha256: source.title for source in self._project.sources.values()}
        names = {other.incoming.sha256: other.given.name for other in self.items if other.incoming}
        for near in item.incoming.copies if item.incoming else ():
            title = titles.get(near.sha256) or names.get(near.sha256) or self.tr("Pasted text")
            share = f"{max(near.share, near.covered):.0%}"
            self.repeats.addItem(self.tr("{} ({} in common)").format(isolated(title), share), near.sha256)
        self.repeats.setCurrentIndex(max(self.repeats.findData(item.repeats), 0))

    def _choose(self) -> None:
        if self._showing or self.list.currentRow() < 0 or self.fate.currentIndex() < 0:
            return
        item = self._item()
        item.fate, item.repeats = self.fate.currentData(), self.repeats.currentData()
        self._show(self.list.currentRow())
        self._count()

    def _decode(self) -> None:
        """Read the document in the encoding that was chosen."""
        encoding, row = self.encoding.currentData(), self.list.currentRow()
        before = self.items[row]
        try:
            self.items[row] = self._read_again(before, encoding)
        except MapviewError as error:
            self.hint.setText(str(error))
            return
        self.items[row].faults = self._faults(self.items[row])
        self._show(row)
        self._count()

    def _take_fields(self) -> None:
        item = self._item()
        item.facts = replace(item.facts, **{name: field.text().strip() for name, field in self.fields.items()})
        item.faults = self._faults(item)
        self._mark(item)
        self._count()

    def _faults(self, item: Item) -> dict[str, str]:
        facts = item.facts
        faults: dict[str, str] = {}
        for name in ("published", "obtained"):
            try:
                said = getattr(facts, name)
                found = edtf(said)
                if name == "obtained" and len(found) != len("2026-01-14"):
                    faults[name] = self.tr("Write the day on which you obtained it, as 2026-01-14.")
            except BadDateError as error:
                faults[name] = str(error)
        if facts.url and not is_web_address(facts.url):
            faults["url"] = self.tr("An address starts with http:// or https://.")
        return faults

    def _mark(self, item: Item) -> None:
        """Say beside each field where its content comes from."""
        stated = item.incoming.report.stated if item.incoming else None
        for name, label in self.marks.items():
            said = (getattr(stated, name, None) or "") if stated else ""
            now = getattr(item.facts, name)
            if name == "obtained":
                words = ""
            elif not now:
                words = self.tr("not stated")
            elif now == said:
                words = self.tr("stated by the document")
            elif name == "language" and not said and not self.fields[name].isModified():
                words = self.tr("told by its letters")
            else:
                words = self.tr("yours")
            field = self.fields[name]
            fault = item.faults.get(name, "")
            label.setText(self.tr("not understood") if fault else words)
            field.setToolTip(fault)
            field.setAccessibleDescription(fault or words)
            field.setProperty("bad", bool(fault))
            field.style().unpolish(field)
            field.style().polish(field)
        placeholder = item.given.name or self.tr("Pasted text")
        self.fields["title"].setPlaceholderText(self.tr("without one: [{}]").format(placeholder))

    def _count(self) -> None:
        """Say what the button would do, or why it cannot."""
        for row, item in enumerate(self.items):
            self.list.item(row).setText(self._line(item))
        count = sum(item.taken() is not None for item in self.items)
        wrong = [item for item in self.items if item.taken() is not None and item.faults]
        self.proceed.setText(self.tr("&Import {}").format(count))
        self.proceed.setEnabled(count > 0 and not wrong)
        unread = sum(item.incoming is None for item in self.items)
        if wrong:
            self.hint.setText(f"{wrong[0].given.name}: {next(iter(wrong[0].faults.values()))}")
        elif not count:
            self.hint.setText(self.tr("Nothing here can be imported; each document says why."))
        elif unread:
            self.hint.setText(self.tr("{} could not be read; the list says why.").format(unread))
        else:
            self.hint.setText(self.tr("One step of undo takes the import back."))
        self.proceed.setToolTip("" if self.proceed.isEnabled() else self.hint.text())

    def _quiet(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("quiet", True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
