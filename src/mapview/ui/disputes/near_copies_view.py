"""Offers to count sources that share most of their text as one voice."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mapview.domain.changes import Put
from mapview.domain.copies import Offer
from mapview.domain.model import Text
from mapview.domain.snapshot import Language
from mapview.errors import MapviewError
from mapview.render.texts import number_words
from mapview.ui.forms.options import source_words
from mapview.ui.session import Session
from mapview.ui.widgets.theme import L, M, S
from mapview.ui.widgets.words import isolated, publisher_words

_QUESTION = Text("{} and {} share {} % of a text: count them as one?", "يشترك {} و{} في {}٪ من النص: أيُعدّان واحداً؟")


def question(offer: Offer, session: Session) -> str:
    """Ask whether two sources are one voice."""
    sources, language = session.project.sources, session.language
    names = [_short(session, name, language) for name in (offer.copy, offer.original)]
    if names[0] == names[1]:
        names = [isolated(source_words(sources[name], language)) for name in (offer.copy, offer.original)]
    return _QUESTION.in_language(language).format(*names, number_words(round(offer.share * 100), language))


def accept(offer: Offer, session: Session) -> None:
    """Say that one source repeats the other, as one step of undo.

    Raises
    ------
    BadInputError, FileProblemError
        If it cannot be said; nothing is changed.
    """
    source = session.project.sources[offer.copy]
    names = (_short(session, name, session.language) for name in (offer.copy, offer.original))
    label = session.tr("{} counted as a repeat of {}").format(*names)
    session.edit(Put(replace(source, repeats=offer.original)), label)


class CopyOffers(QWidget):
    """One line and one button an offer; hidden while there is none."""

    #: What went wrong, in a sentence.
    refused = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sources: tuple[str, ...] = ()
        self._shown: tuple[object, ...] = ()
        self._rows: list[QWidget] = []
        self.buttons: list[QPushButton] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(L, S, L, S)
        self._lines.setSpacing(S)
        session.near_copies.told.connect(self.look_again)
        self.hide()

    def ask_about(self, sources: Sequence[str]) -> None:
        """Offer what there is about these sources."""
        self._sources = tuple(sources)
        self.look_again()

    def look_again(self) -> None:
        """Offer what has become known."""
        session = self._session
        present = [source for source in self._sources if source in session.project.sources]
        offers = list(dict.fromkeys(offer for source in present for offer in session.near_copies.of(source)))
        if session.file.read_only:
            offers = []
        shown = (*offers, session.language, *(question(offer, session) for offer in offers))
        if shown == self._shown:
            return
        self._shown = shown
        for line in self._rows:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rows, self.buttons = [], []
        for offer in offers:
            self._add(offer)
        self.setVisible(bool(offers))

    def _add(self, offer: Offer) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        said = QLabel(question(offer, self._session), line)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        button = QPushButton(self.tr("Count as one"), line)
        button.setAccessibleDescription(said.text())
        button.clicked.connect(lambda: self._accept(offer))
        row.addWidget(said, 1)
        row.addWidget(button)
        self._lines.addWidget(line)
        self._rows.append(line)
        self.buttons.append(button)

    def _accept(self, offer: Offer) -> None:
        try:
            accept(offer, self._session)
        except MapviewError as error:
            self.refused.emit(str(error))


def _short(session: Session, source: str, language: Language) -> str:
    return isolated(publisher_words(session.project.sources[source], language))
