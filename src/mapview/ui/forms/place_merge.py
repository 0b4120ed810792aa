"""The question into which other place to merge one, with what that moves."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from mapview.domain.merging import Merger, merger
from mapview.gazetteer.coordinates import distance_m
from mapview.render.texts import number_words
from mapview.ui.forms.fields.choice import Choice
from mapview.ui.forms.options import place_options
from mapview.ui.forms.place_words import distance_words
from mapview.ui.session import Session
from mapview.ui.widgets.theme import L, M
from mapview.ui.widgets.words import coordinates_words, isolated

_MOST_NAMES = 4


class MergeDialog(QDialog):
    """Says what moves as soon as the other place is chosen."""

    #: The change, its label for the menu, and the id of the place that is kept.
    asked = Signal(object, str, str)

    def __init__(self, session: Session, gone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._gone = session.project.places[gone]
        self._merger: Merger | None = None
        language = session.language
        self._name = isolated(self._gone.names.in_language(language))
        self.setWindowTitle(self.tr("Merge a place into another"))
        question = QLabel(self.tr("{} is the same place as").format(self._name), self)
        question.setTextFormat(Qt.TextFormat.PlainText)
        self.choice = Choice(self, prompt=self.tr("A place of the timeline"))
        self.choice.offer(place_options(session, without=gone))
        self.choice.combo.setAccessibleName(question.text())
        self.effect = QLabel(self)
        self.effect.setTextFormat(Qt.TextFormat.PlainText)
        self.effect.setWordWrap(True)
        self.effect.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(self.tr("&Merge"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        for widget in (question, self.choice, self.effect, self.buttons):
            layout.addWidget(widget)
        layout.setStretch(2, 1)
        self.setMinimumWidth(460)
        self.choice.changed.connect(self._look)
        self.choice.setFocus()
        self._look()

    def accept(self) -> None:
        """Ask for the merger."""
        if self._merger is not None:
            kept = isolated(self._merger.kept.names.in_language(self._session.language))
            label = self.tr("merging of {} into {}").format(self._name, kept)
            self.asked.emit(self._merger.change, label, self._merger.kept.id)
            super().accept()

    def _look(self) -> None:
        kept = self.choice.value()
        self._merger = None if kept is None else merger(self._session.project, kept, self._gone.id)
        self.ok.setEnabled(self._merger is not None)
        if self._merger is None:
            self.effect.setText(self.tr("Its claims, names and ids go to the place that you choose, which stays."))
        else:
            self.effect.setText("\n".join(self._effects(self._merger)))
        self.effect.setAccessibleName(self.effect.text())
        # A layout asks a dialog only once how high its words are.
        self.effect.setMinimumHeight(self.effect.heightForWidth(self.minimumWidth() - 2 * L))

    def _effects(self, found: Merger) -> list[str]:
        language = self._session.language
        kept = isolated(found.kept.names.in_language(language))
        apart = distance_m((found.gone.lat, found.gone.lon), (found.kept.lat, found.kept.lon)) / 1000
        moving = (
            (self.tr("claims: {}"), len(found.claims)),
            (self.tr("asserted conflicts: {}"), len(found.conflicts)),
            (self.tr("places within it: {}"), len(found.within)),
            (self.tr("saved views: {}"), len(found.views)),
        )
        moved = [words.format(number_words(count, language)) for words, count in moving if count]
        before = self._session.project.places[found.kept.id]
        named = [name for name in found.kept.aliases if name not in before.aliases]
        lines = [
            self.tr("The two lie {} apart.").format(isolated(distance_words(apart, language))),
            self.tr("To {} go {}.").format(kept, self.tr(", ").join(moved))
            if moved
            else self.tr("Nothing refers to {}.").format(self._name),
        ]
        if named:
            shown = [isolated(name) for name in named[:_MOST_NAMES]]
            words = (
                self.tr("New among its other spellings: {}.")
                if len(named) == len(shown)
                else self.tr("New among its other spellings: {}, and more.")
            )
            lines.append(words.format(self.tr(", ").join(shown)))
        where = isolated(coordinates_words(found.gone, language))
        lines.append(self.tr("{} disappears, with its coordinates {}.").format(self._name, where))
        if found.other_ids:
            lines.append(
                self.tr("{} has other ids, which are kept: these are lost: {}.").format(
                    kept, ", ".join(found.other_ids)
                )
            )
        return lines
