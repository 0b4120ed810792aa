"""The form of the project's cue words: which words suggest which topic, state or way of saying."""

from collections.abc import Iterator
from typing import cast

from PySide6.QtWidgets import QWidget

from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.model import CueWords
from mapview.domain.rules import cue_faults
from mapview.ui.forms.fields.cue_lists import BuiltIn, CueLists, suggested_words
from mapview.ui.forms.form import Edit, Form
from mapview.ui.forms.row import Problem
from mapview.ui.session import New, Session, Wanted
from mapview.ui.widgets.words import isolated


class CuesForm(Form):
    """Edits all cue words of the project; those that are built in stand below, to be read and copied."""

    def __init__(self, session: Session, wanted: CueWords | None = None, parent: QWidget | None = None) -> None:
        """Show the lists; a ``wanted`` one without an id is begun."""
        super().__init__(session, "", None, parent)
        self.take_text(self.tr("Cue words"))
        self._before: dict[str, CueWords] = {}
        self._clean: object = None
        self.lists = CueLists()
        self.built_in = BuiltIn()
        self.lists_row = self.add(self.tr("Words of this project, tried first"), self.lists)
        self.add(self.tr("Words that are always known"), self.built_in)
        self.lists.changed.connect(self.look_again)
        self.lists.add_button.clicked.connect(lambda: self.lists.add_new(self._next()))
        self.built_in.copied.connect(self._copy)
        self._show()
        self.begin()
        if wanted is not None and not wanted.id:
            self.lists.add_new(wanted)

    def contents(self) -> object:
        """Return what is typed."""
        return self.lists.value()

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong; rules of the project speak."""
        for cue in self.lists.value():
            for fault in cue_faults(cue, self.session.project):
                words = ", ".join(cue.words) or suggested_words(cue, self.session.project, self.session.language)
                said = f"{isolated(words)}: {fault.message}" if words else fault.message
                yield Problem(self.lists_row, f"{said}.", missing=fault.key == "words")

    def change(self) -> Edit:
        """Return what differs, as one step."""
        now = {cue.id: cue for cue in self.lists.value()}
        changes: list[Change] = [Remove("cues", name) for name in self._before if name not in now]
        puts = [cue for name, cue in now.items() if self._before.get(name) != cue]
        changes += [Put(cue) for cue in puts]
        if len(changes) != 1:
            label = self.tr("change of cue words")
        else:
            label, cue = self._label(puts[0]) if puts else self._removal(changes[0])
            label = label.format(isolated(suggested_words(cue, self.session.project, self.session.language)))
        return Edit(Macro(tuple(changes)), label, "")

    def refill(self) -> None:
        """Offer what the project has now; entries changed elsewhere are shown if nothing was typed."""
        if self._before != dict(self.session.project.cues) and not self.is_dirty:
            self._show()
            self._clean = self.contents()
        self.lists.offer(self.session.project, self.session.language)
        self.built_in.say(self.session.project, self.session.language)

    def is_for(self, wanted: Wanted) -> bool:
        """Whether the form is open for something."""
        return wanted == New("cues") or isinstance(wanted, CueWords)

    def _label(self, cue: CueWords) -> tuple[str, CueWords]:
        known = cue.id in self._before
        return (self.tr("change of cue words for {}") if known else self.tr("new cue words for {}")), cue

    def _removal(self, change: Change) -> tuple[str, CueWords]:
        return self.tr("removal of cue words for {}"), self._before[cast("Remove", change).id]

    def _show(self) -> None:
        self._before = dict(self.session.project.cues)
        self.lists.offer(self.session.project, self.session.language)
        self.lists.set_value(tuple(self._before.values()))
        self.built_in.say(self.session.project, self.session.language)

    def _next(self) -> CueWords:
        """An entry like the last one: of its language, without words."""
        last = self.lists.blocks[-1].value() if self.lists.blocks else None
        return CueWords(
            "", last.language if last else self.session.language, (), self.session.project.start_topic or None
        )

    def _copy(self, cue: object) -> None:
        self.lists.add_new(cast("CueWords", cue))
