"""The form of a source: a report, its publisher and dates, and with a new one its text."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from babel import Locale
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mapview.domain.changes import Kind, Put
from mapview.domain.model import Source, Text
from mapview.domain.rules import is_web_address, source_faults
from mapview.errors import BadDateError
from mapview.gazetteer.naming import free_id
from mapview.reading.typed_dates import typed_edtf
from mapview.store.documents import Document
from mapview.store.encodings import normalised_text
from mapview.ui.forms import options
from mapview.ui.forms.fields.choice import Choice, Option, WordChoice
from mapview.ui.forms.fields.dates import DateLine, coverage
from mapview.ui.forms.fields.texts import Area, BothLanguages, Line
from mapview.ui.forms.form import Edit, Form
from mapview.ui.forms.row import Problem
from mapview.ui.session import Session
from mapview.ui.widgets import words

_LANGUAGES = ("ar", "en", "ckb", "ku", "fa", "tr", "he", "fr", "de", "es", "ru", "zh")


class SourceForm(Form):
    """Edits a source, or makes one of a text that is pasted."""

    kind: Kind | None = "sources"

    def __init__(self, session: Session, source: Source | None = None, parent: QWidget | None = None) -> None:
        super().__init__(session, "", source, parent)
        self.take_text(self.tr("New source") if source is None else self.tr("Source"))
        self.name = Line(prompt=self.tr("As the report gives it"))
        self.publisher = BothLanguages()
        self.url = Line(prompt="https://")
        self.language = WordChoice()
        self.published = DateLine(prompt=self.tr("14 January 2026; empty if not stated"))
        self.obtained = DateLine(prompt="2026-01-14")
        self.how = Line(prompt=self.tr("text of the web page, copied"))
        self.repeats = Choice(prompt=self.tr("None: it is a report of its own"))
        self.hash = QLabel()
        self.note = Area(lines=(1, 8))
        self.text = Area(lines=(4, 10), prompt=self.tr("Paste the report here"))
        self.name_row = self.add(self.tr("Title"), self.name)
        self.text_row = self.add(self.tr("Text"), self.text)
        self.add(self.tr("Publisher"), self.publisher)
        self.url_row = self.add(self.tr("Web address"), self.url)
        self.add(self.tr("Language"), self.language)
        self.published_row = self.add(self.tr("Published"), self.published)
        self.obtained_row = self.add(self.tr("Obtained on"), self.obtained)
        self.how_row = self.add(self.tr("Obtained how"), self.how)
        self.repeats_row = self.add(self.tr("Copies whole"), self.repeats)
        self.add(self.tr("Note"), self.note)
        self.hash_row = self.add(self.tr("SHA-256 of its text"), self.hash)
        self.hash.setWordWrap(True)
        self.hash.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.refill()
        self.text_row.setVisible(source is None)
        self.hash_row.setVisible(source is not None)
        if source is None:
            self.language.set_value("ar")
            self.obtained.set_value(datetime.now(UTC).date().isoformat())
        else:
            self.reload()
            self._offer_attaching(source)
        for field in (self.name, self.publisher, self.url, self.published, self.obtained, self.how, self.repeats):
            field.changed.connect(self.look_again)
        self.language.chosen.connect(self.look_again)
        for area in (self.note, self.text):
            area.changed.connect(self.look_again)
        self.begin()

    def contents(self) -> object:
        """Return what is typed."""
        return (
            self.name.value(),
            self.publisher.value(),
            self.url.value(),
            self.language.value(),
            self.published.value(),
            self.obtained.value(),
            self.how.value(),
            self.repeats.contents(),
            self.note.value(),
            self.text.toPlainText(),
        )

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        if not self.name.value():
            yield Problem(
                self.name_row, self.tr("Give its title; if it has none, what it is, in brackets."), missing=True
            )
        if self.original is None and not self.text.value():
            yield Problem(self.text_row, self.tr("Paste the text: claims point into it."), missing=True)
        if self.url.value() and not is_web_address(self.url.value()):
            yield Problem(self.url_row, self.tr("A web address starts with http:// or https://."))
        if self.published.problem():
            yield Problem(self.published_row, self.published.problem())
        yield from self._obtained_problems()
        if not self.how.value():
            yield Problem(self.how_row, self.tr("Say how it was obtained."), missing=True)
        yield from self._repeats_problems()

    def change(self) -> Edit:
        """Return the source put in, with the document of its text if it is new."""
        source = self._source()
        language = self.session.language
        name = words.isolated(source.publisher.in_language(language) if source.publisher else source.title)
        if self.original is None:
            return Edit(Put(source), self.tr("new source {}").format(name), source.id, (self._document(),))
        return Edit(Put(source), self.tr("change of source {}").format(name), source.id)

    def refill(self) -> None:
        """Offer what the project has now."""
        project, language = self.session.project, self.session.language
        mine = self.original.id if self.original else None
        self.repeats.offer(options.source_options(self.session, without=mine))
        present = [source.language for source in project.sources.values()]
        codes = dict.fromkeys((*_LANGUAGES, *present))
        self.language.offer([Option(code, language_words(code, language)) for code in codes])

    def reload(self) -> None:
        """Show the source as it is now."""
        source = self.original
        assert isinstance(source, Source)  # noqa: S101 - asked for only if there is one
        self.name.set_value(source.title)
        self.publisher.set_value(source.publisher or Text())
        self.url.set_value(source.url or "")
        self.language.set_value(source.language)
        self.published.set_value(source.published or "")
        self.obtained.set_value(source.obtained)
        self.how.set_value(source.how)
        self.repeats.set_value(source.repeats)
        self.note.set_value(source.note)
        # A break that may be used, so that the number wraps.
        self.hash.setText("\u200b".join(source.sha256[at : at + 8] for at in range(0, 64, 8)))

    def look_again(self) -> None:
        """Judge what is typed, and say what it reads as."""
        language, edtf = self.session.language, self.published.known()
        obtained = self._obtained()
        said = ""
        if obtained is not None and not self.published.problem():
            trial = replace(_EMPTY, published=edtf, obtained=obtained)
            known = words.known_words(trial, language)
            said = f"{coverage(edtf, language)}\n{known}" if edtf else known
        self.published_row.say(said)
        self.text_row.say(self._copies())
        super().look_again()

    def _offer_attaching(self, source: Source) -> None:
        """Offer to bring the text of a source that came without it."""
        if self.session.file.document(source.sha256) is None:
            attach = QPushButton(self.tr("Attach its text…"), self.body)
            attach.setAutoDefault(False)
            attach.clicked.connect(lambda: self.session.original_asked_for.emit(source.id))
            self.rows.insertWidget(self.rows.count() - 1, attach)

    def _obtained_problems(self) -> Iterator[Problem]:
        if self._obtained() is None:
            said = self.tr("Write the day on which it was obtained, such as 14 January 2026.")
            yield Problem(self.obtained_row, said, missing=not self.obtained.value())

    def _repeats_problems(self) -> Iterator[Problem]:
        if self.repeats.typed and self.repeats.value() is None:
            yield Problem(self.repeats_row, self.tr("There is no such source: choose one, or leave it empty."))
        elif self.repeats.value() and isinstance(self.original, Source):
            trial = replace(self.original, repeats=self.repeats.value())
            project = self.session.project
            after = replace(project, sources={**project.sources, trial.id: trial})
            if any(fault.key == "repeats" for fault in source_faults(trial, after)):
                said = self.tr("That one copies this one already, itself or by way of others: only one can be first.")
                yield Problem(self.repeats_row, said)

    def _obtained(self) -> str | None:
        try:
            edtf = typed_edtf(self.obtained.value())
        except BadDateError:
            return None
        return edtf if len(edtf) == len("2026-01-14") and edtf.replace("-", "").isdecimal() else None

    def _document(self) -> Document:
        raw = self.text.toPlainText().encode("utf-8", "replace")
        return Document(normalised_text(raw.decode("utf-8")), raw)

    def _copies(self) -> str:
        """Say which sources have the text that was pasted."""
        if self.original is not None or not self.text.value():
            return ""
        digest, sources = self._document().sha256, self.session.project.sources.values()
        same = [source for source in sources if source.sha256 == digest]
        if not same:
            return ""
        return self.tr("The same text as {}: say below which one copies the other.").format(
            options.source_words(same[0], self.session.language)
        )

    def _source(self) -> Source:
        original = self.original
        publisher = self.publisher.value()
        named = Text(publisher.en or self.name.value(), publisher.ar)
        return Source(
            id=original.id if original else free_id(named, self.session.project.sources, "source"),
            title=self.name.value(),
            publisher=publisher if publisher != Text() else None,
            url=self.url.value() or None,
            language=self.language.value() or "ar",
            published=self.published.edtf(),
            obtained=self._obtained() or "",
            how=self.how.value(),
            sha256=original.sha256 if isinstance(original, Source) else self._document().sha256,
            repeats=self.repeats.value(),
            note=self.note.value(),
        )


def language_words(code: str, language: str) -> str:
    """Return what a language is called.

    Examples
    --------
    >>> language_words("ckb", "en"), language_words("ar", "ar")
    ('Central Kurdish', 'العربية')
    """
    return str(Locale.parse(language).languages.get(code, code))


_EMPTY = Source("trial", "", None, None, "", None, "", "", "")
