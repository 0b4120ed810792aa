"""The form of a topic: what claims are about, their values, and the rule by which two cannot both hold."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QCheckBox, QWidget

from mapview.domain.changes import Change, Kind, Macro, Put, Retitle
from mapview.domain.model import VALUE_TYPES, CueWords, Text, Topic, ValueType
from mapview.domain.rules import claim_faults, cue_faults
from mapview.gazetteer.naming import free_id
from mapview.ui.forms.claims_of import claims_of, count_of
from mapview.ui.forms.fields.choice import Option, WordChoice
from mapview.ui.forms.fields.states import StatesField
from mapview.ui.forms.fields.texts import BothLanguages
from mapview.ui.forms.form import Edit, Form
from mapview.ui.forms.row import Problem
from mapview.ui.session import Session
from mapview.ui.widgets.words import isolated


class TopicForm(Form):
    """Edits a topic, or makes one; one without an id is a draft."""

    kind: Kind | None = "topics"

    def __init__(self, session: Session, topic: Topic, parent: QWidget | None = None) -> None:
        super().__init__(session, "", topic if topic.id else None, parent)
        self.take_text(self.tr("Topic") if topic.id else self.tr("New topic"))
        self.names = BothLanguages()
        self.type = WordChoice(
            [
                Option("state", self.tr("one of a list of states")),
                Option("quantity", self.tr("a number or a range, with a unit")),
                Option("date", self.tr("a date")),
                Option("text", self.tr("words")),
            ]
        )
        self.states = StatesField(session.theme)
        self.unit = BothLanguages()
        self.apart = QCheckBox(self.tr("Values that do not meet exclude each other"))
        self.names_row = self.add(self.tr("Name"), self.names)
        self.type_row = self.add(self.tr("Its values are"), self.type)
        self.states_row = self.add(self.tr("States"), self.states)
        self.unit_row = self.add(self.tr("Unit"), self.unit)
        self.rule_row = self.add(self.tr("Rule"), self.apart)
        self._unfit: tuple[object, str] = (None, "")
        self._show(topic)
        for field in (self.names, self.states, self.unit):
            field.changed.connect(self.look_again)
        self.type.chosen.connect(self.look_again)
        self.apart.toggled.connect(lambda _on: self.look_again())
        if topic.id:
            cues = CueWords("", session.language, (), topic.id)
            self.menu.addAction(self.tr("&Cue words…"), lambda: session.form_asked_for.emit(cues))
        self.begin()

    def contents(self) -> object:
        """Return what is typed."""
        return (
            self.names.value(),
            self.type.value(),
            self.states.value(),
            len(self.states.rows),
            self.unit.value(),
            self.apart.isChecked(),
        )

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        if not self.names.value().in_language("en"):
            yield Problem(self.names_row, self.tr("Name it, in one language or both."), missing=True)
        type_ = self.type.value()
        if type_ == "state" and not self.states.value().states:
            yield Problem(self.states_row, self.tr("Add the states that it can have."), missing=True)
        if type_ == "quantity" and not self.unit.value().in_language("en"):
            yield Problem(self.unit_row, self.tr("Say what is counted, such as people."), missing=True)
        said = self._what_would_not_fit()
        if said:
            yield Problem(self.states_row if type_ == "state" else self.type_row, said)

    def change(self) -> Edit:
        """Return the topic put in; the first one colours the map."""
        topic = self._topic()
        name = topic.names.in_language(self.session.language)
        put: Change = Put(topic)
        if self.original is not None:
            return Edit(put, self.tr("change of topic {}").format(isolated(name)), topic.id)
        if not self.session.project.start_topic:
            put = Macro((put, Retitle(self.session.project.title, topic.id)))
        return Edit(put, self.tr("new topic {}").format(isolated(name)), topic.id)

    def reload(self) -> None:
        """Show the topic as it is now."""
        assert isinstance(self.original, Topic)  # noqa: S101 - asked for only if there is one
        self._show(self.original)

    def dress(self) -> None:
        """Take another theme or language."""
        self.states.dress(self.session.theme)
        super().dress()

    def look_again(self) -> None:
        """Show what belongs to the type, and judge."""
        type_ = self.type.value()
        self.states_row.setVisible(type_ == "state")
        self.unit_row.setVisible(type_ == "quantity")
        self.rule_row.setVisible(type_ in {"quantity", "date"})
        self.names_row.say("")
        if self.original is not None and self.original.id in self.session.project.topics:
            count = count_of(self.session, "topic", self.original.id)
            self.names_row.say(self.tr("Claims under it: {}").format(count))
        super().look_again()

    def _show(self, topic: Topic) -> None:
        self.names.set_value(topic.names)
        self.type.set_value(topic.type)
        self.states.set_value(topic.states, topic.exclusive)
        self.unit.set_value(topic.unit or Text())
        self.apart.setChecked(topic.apart or not topic.id)

    def _topic(self) -> Topic:
        type_ = cast("ValueType", self.type.value() or VALUE_TYPES[0])
        names, found = self.names.value(), self.states.value()
        return Topic(
            self.original.id if self.original else free_id(names, self.session.project.topics, "topic"),
            names,
            type_,
            found.states if type_ == "state" else (),
            found.exclusive if type_ == "state" else (),
            apart=self.apart.isChecked() and type_ in {"quantity", "date"},
            unit=self.unit.value() if type_ == "quantity" else None,
        )

    def _what_would_not_fit(self) -> str:
        """Say how many claims have values that the topic would no longer take."""
        if not isinstance(self.original, Topic):
            return ""
        topic = self._topic()
        asked = (topic.type, topic.states, self.session.project)
        if self._unfit[0] != asked:
            self._unfit = (asked, self._count_unfit(topic))
        return self._unfit[1]

    def _count_unfit(self, topic: Topic) -> str:
        project, before = self.session.project, self.original
        assert isinstance(before, Topic)  # noqa: S101 - looked at by who asks
        kept = {state.id for state in topic.states}
        if topic.type == before.type and {state.id for state in before.states} <= kept:
            return ""
        after = replace(project, topics={**project.topics, topic.id: topic})
        under = [project.claims[name] for name in claims_of(self.session, "topic", topic.id)]
        unfit = [claim for claim in under if any(fault.key == "value" for fault in claim_faults(claim, after))]
        if unfit and topic.type == before.type:
            lost = {state.id: state.names.in_language(self.session.language) for state in before.states}
            names = self.tr(", ").join(dict.fromkeys(lost.get(str(claim.value), "") for claim in unfit))
            said = self.tr("Claims that say it: {}. Change these first, or keep the state: {}.")
            return said.format(len(unfit), names)
        if unfit:
            said = self.tr("Claims whose values would not fit: {} of {}. Change these first, or make another topic.")
            return said.format(len(unfit), len(under))
        cues = [cue for cue in project.cues.values() if cue.topic == topic.id and any(cue_faults(cue, after))]
        return self.tr("Cue words suggest a state that is taken out: change these first.") if cues else ""
