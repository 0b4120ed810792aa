"""The field of a project's cue words: a block for each list of words and what it suggests."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from mapview.domain.model import CueWords, Modality, Project, Text
from mapview.domain.snapshot import Language
from mapview.gazetteer.naming import free_id
from mapview.reading.cues import built_in
from mapview.ui.forms import options
from mapview.ui.forms.fields.choice import Option, WordChoice
from mapview.ui.forms.fields.texts import Area
from mapview.ui.widgets.theme import XS, L, M, S
from mapview.ui.widgets.words import isolated

#: Between a topic and its state where both are one choice; no id has it.
_WITH = "\n"
_BETWEEN = re.compile(r"[,،;؛\n]")


def split_words(typed: str) -> tuple[str, ...]:
    """Return the words and phrases of a line, each once.

    Examples
    --------
    >>> split_words("withdrew, pull* out،  withdrew,")
    ('withdrew', 'pull* out')
    """
    return tuple(dict.fromkeys(words for part in _BETWEEN.split(typed) if (words := " ".join(part.split()))))


def language_options(cues: Sequence[CueWords]) -> list[Option]:
    """Return the languages that are read, and those that a project has words of besides."""
    known = {
        "en": QCoreApplication.translate("CueLists", "English"),
        "ar": QCoreApplication.translate("CueLists", "Arabic"),
    }
    others = dict.fromkeys(cue.language for cue in cues if cue.language not in known)
    return [*(Option(code, words) for code, words in known.items()), *(Option(code, code) for code in others)]


def suggested_words(cue: CueWords, project: Project, language: Language) -> str:
    """Return what cue words suggest, in words; a topic that the project lacks stands with its id."""
    parts = []
    topic = project.topics.get(cue.topic or "")
    if cue.topic is not None:
        name = topic.names.in_language(language) if topic else cue.topic
        states = {state.id: state.names.in_language(language) for state in topic.states} if topic else {}
        parts.append(f"{name}: {states.get(cue.state, cue.state)}" if cue.state else name)
    if cue.modality is not None:
        named = {option.id: option.words for option in options.modality_options(language)}
        parts.append(named[cue.modality])
    return " · ".join(parts)


class CueBlock(QWidget):
    """Words of one language, and the topic, state and modality that they suggest."""

    changed = Signal()
    removed = Signal()

    def __init__(self, cue: CueWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cue = cue
        self.language = WordChoice()
        self.language.setAccessibleName(self.tr("Language"))
        self.language.setFixedWidth(96)
        self.topic = WordChoice(nothing=self.tr("No topic"))
        self.topic.setAccessibleName(self.tr("Topic and state"))
        self.modality = WordChoice(nothing=self.tr("No modality"))
        self.modality.setAccessibleName(self.tr("How it is said"))
        self.modality.setFixedWidth(128)
        self.words = Area(lines=(1, 6))
        self.words.setAccessibleName(self.tr("Words"))
        self.words.setToolTip(self.tr("Words or phrases with commas between them; * stands for any ending"))
        self.remove = QToolButton(self)
        self.remove.setText("×")
        self.remove.setProperty("flat", True)
        self.remove.setProperty("bare", True)
        self.remove.setFixedSize(QSize(24, 32))
        self.remove.setToolTip(self.tr("Take these words out"))
        self.remove.setAccessibleName(self.remove.toolTip())
        self.remove.clicked.connect(self.removed)
        above, below = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((above, (self.topic, self.modality)), (below, (self.language, self.words, self.remove))):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(S)
            for widget in widgets:
                row.addWidget(widget, int(widget in {self.topic, self.words}), Qt.AlignmentFlag.AlignTop)
        above.addSpacing(24 + S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addLayout(above)
        layout.addLayout(below)
        for choice in (self.language, self.topic, self.modality):
            choice.chosen.connect(self.changed)
        self.words.changed.connect(self.changed)
        self.setFocusProxy(self.words)

    def show_cue(self, project: Project, language: Language, languages: Sequence[Option]) -> None:
        """Show the entry as it was given."""
        self.offer(project, language, languages)
        cue = self.cue
        self.language.set_value(cue.language)
        self.topic.set_value(cue.topic and f"{cue.topic}{_WITH}{cue.state}" if cue.state else cue.topic)
        self.modality.set_value(cue.modality)
        self.words.set_value(("، " if cue.language == "ar" else ", ").join(cue.words))

    def offer(self, project: Project, language: Language, languages: Sequence[Option]) -> None:
        """Offer what the project has now."""
        found = []
        for topic in project.topics.values():
            name = topic.names.in_language(language)
            found.append(Option(topic.id, name))
            found += [
                Option(f"{topic.id}{_WITH}{state.id}", f"{name}: {state.names.in_language(language)}")
                for state in topic.states
            ]
        self.language.offer(languages)
        self.topic.offer(found)
        self.modality.offer(options.modality_options(language))

    def value(self) -> CueWords:
        """Return what is typed and chosen; the id is empty if the entry is new."""
        topic, _, state = (self.topic.value() or "").partition(_WITH)
        return replace(
            self.cue,
            language=self.language.value() or "",
            words=split_words(self.words.value()),
            topic=topic or None,
            state=state or None,
            modality=cast("Modality | None", self.modality.value()),
        )


class CueLists(QWidget):
    """The blocks in the order of their languages, and a button that adds one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks: list[CueBlock] = []
        self._project = Project(Text(), "")
        self._language: Language = "en"
        self.add_button = QPushButton(self.tr("&Add words"), self)
        self.add_button.setAutoDefault(False)
        self._column = QVBoxLayout()
        self._column.setSpacing(L)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(L)
        layout.addLayout(self._column)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.setFocusProxy(self.add_button)

    def offer(self, project: Project, language: Language) -> None:
        """Offer the project's topics; what is typed stays."""
        self._project, self._language = project, language
        for block in self.blocks:
            block.offer(project, language, self._languages())

    def set_value(self, cues: Sequence[CueWords]) -> None:
        """Show other entries."""
        for block in self.blocks:
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        self.blocks = []
        for cue in sorted(cues, key=lambda cue: (cue.language != "en", cue.language)):
            self._add(cue)

    def value(self) -> tuple[CueWords, ...]:
        """Return the entries, with ids for the new ones."""
        taken = {block.cue.id for block in self.blocks if block.cue.id}
        found = []
        for block in self.blocks:
            cue = block.value()
            if not cue.id:
                about = Text(f"{cue.state or cue.topic or cue.modality or ''} {cue.language}")
                cue = replace(cue, id=free_id(about, {*taken, *self._project.cues}, "cue"))
                taken.add(cue.id)
            found.append(cue)
        return tuple(found)

    def add_new(self, cue: CueWords) -> None:
        """Add an entry and go there."""
        block = self._add(replace(cue, id=""))
        self.changed.emit()
        block.words.setFocus()

    def _add(self, cue: CueWords) -> CueBlock:
        block = CueBlock(cue, self)
        block.changed.connect(self.changed)
        block.removed.connect(lambda: self._remove(block))
        self.blocks.append(block)
        block.show_cue(self._project, self._language, self._languages())
        self._column.addWidget(block)
        block.show()
        return block

    def _remove(self, block: CueBlock) -> None:
        self.blocks.remove(block)
        self._column.removeWidget(block)
        block.hide()
        block.deleteLater()
        self.add_button.setFocus()
        self.changed.emit()

    def _languages(self) -> list[Option]:
        return language_options([*self._project.cues.values(), *(block.cue for block in self.blocks)])


class BuiltIn(QWidget):
    """The words that MapView brings along, to be read; what the project has topics for can be copied and changed."""

    #: An entry is to be copied into the project: its CueWords.
    copied = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copies: list[QToolButton] = []
        self._shown: object = None
        self.show_all = QToolButton(self)
        self.show_all.setProperty("flat", True)
        self.show_all.setCheckable(True)
        self.show_all.setText(self.tr("Show them"))
        self.show_all.toggled.connect(self._toggle)
        self.list = QWidget(self)
        self.list.hide()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(M)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.list)
        self.setFocusProxy(self.show_all)

    def say(self, project: Project, language: Language) -> None:
        """List them in the words of the project."""
        shown = project.topics, language
        if shown == self._shown:
            return
        self._shown = shown
        self.copies = []
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        languages = {option.id: option.words for option in language_options(())}
        for cue in built_in():
            self._rows.addWidget(self._row(cue, project, language, languages[cue.language]))

    def _row(self, cue: CueWords, project: Project, language: Language, of: str) -> QWidget:
        row = QWidget(self.list)
        about = QLabel(f"{isolated(suggested_words(cue, project, language))} · {of}", row)
        words = QLabel(", ".join(cue.words), row)
        words.setProperty("quiet", True)
        for label in (about, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        if cue.language == "ar":
            words.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(about)
        column.addWidget(words)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S)
        line.addLayout(column, 1)
        topic = project.topics.get(cue.topic or "")
        fits = cue.topic is None or (topic is not None and cue.state in {None, *(state.id for state in topic.states)})
        if fits:
            copy = QToolButton(row)
            copy.setText(self.tr("Copy"))
            copy.setToolTip(self.tr("Copy into the project, to be changed there"))
            copy.clicked.connect(lambda: self.copied.emit(cue))
            line.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
            self.copies.append(copy)
        else:
            about.setText(f"{about.text()} · {self.tr('not in this project')}")
            about.setProperty("quiet", True)
        return row

    def _toggle(self, shown: bool) -> None:
        self.list.setVisible(shown)
        self.show_all.setText(self.tr("Hide them") if shown else self.tr("Show them"))
