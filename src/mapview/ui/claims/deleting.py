"""Taking things out of the project: what goes with them is said before, and everything can be undone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from mapview.domain.changes import Entity, Macro, Remove, kind_of
from mapview.domain.model import AssertedConflict, Claim, Place, Source, Topic, Utterance
from mapview.domain.removal import Removal, remove_claims, remove_place, remove_source, remove_topic, remove_utterance
from mapview.errors import MapviewError
from mapview.ui.forms.claims_of import claims_of
from mapview.ui.session import Session
from mapview.ui.widgets import words
from mapview.ui.widgets.notice import Notice


class Deleting(QObject):
    """Does what the session's ``removal_asked_for`` asks, and tells it in a notice with the way back."""

    def __init__(self, session: Session, notice: Notice, undo: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._notice = notice
        self._undo = undo
        session.removal_asked_for.connect(self.ask)

    def ask(self, entities: Sequence[Entity]) -> None:
        """Take entities of one kind out; ask first if claims would go with a place, a source or a topic."""
        session = self._session
        present = [one for one in entities if one.id in getattr(session.project, kind_of(one))]
        if session.file.read_only:
            self._notice.complain(self.tr("Nothing can be taken out: {}.").format(session.file.read_only))
        elif present:
            removal = self._removal(present)
            if isinstance(present[0], Claim) or not removal.claims:
                self._take_out(present, removal)
            else:
                said = self.tr("{} has claims: {}.").format(self._name(present[0]), removal.claims)
                action = self.tr("Delete with its claims ({})").format(removal.claims)
                self._notice.ask(said, action, lambda: self.ask_no_more(present))

    def ask_no_more(self, entities: Sequence[Entity]) -> None:
        """Take entities out with all that hangs on them as the project is now."""
        self._take_out(entities, self._removal(entities))

    def _take_out(self, entities: Sequence[Entity], removal: Removal) -> None:
        try:
            self._session.edit(removal.change, self._label(entities, removal))
        except MapviewError as error:
            self._notice.complain(str(error))
            return
        self._notice.say(self._told(entities, removal), action=self.tr("Undo"), do=self._undo)

    def _removal(self, entities: Sequence[Entity]) -> Removal:
        project, first = self._session.project, entities[0]
        match first:
            case Claim():
                return remove_claims(project, [one.id for one in entities])
            case Place():
                return remove_place(project, first.id, claims_of(self._session, "place", first.id))
            case Source():
                return remove_source(project, first.id, claims_of(self._session, "source", first.id))
            case Topic():
                return remove_topic(project, first.id, claims_of(self._session, "topic", first.id))
            case Utterance():
                return remove_utterance(project, first.id, claims_of(self._session, "utterance", first.id))
        return Removal(Macro(tuple(Remove(kind_of(one), one.id) for one in entities)))

    def _name(self, entity: Entity) -> str:
        language, project = self._session.language, self._session.project
        match entity:
            case Place() | Topic():
                found = entity.names.in_language(language)
            case Source():
                found = words.publisher_words(entity, language)
            case Utterance():
                found = entity.speaker.in_language(language)
            case Claim() | AssertedConflict():
                found = project.places[entity.place].names.in_language(language)
            case _:
                found = entity.id
        return words.isolated(found)

    def _label(self, entities: Sequence[Entity], removal: Removal) -> str:
        """What "Undo" is followed by."""
        first, name = entities[0], self._name(entities[0])
        match first:
            case Claim() if len(entities) > 1:
                return self.tr("deletion of {} claims").format(len(entities))
            case Claim():
                return self.tr("deletion of a claim on {}").format(name)
            case AssertedConflict():
                return self.tr("deletion of a conflict on {}").format(name)
        if removal.claims:
            return self.tr("deletion of {} with its claims").format(name)
        return self.tr("deletion of {}").format(name)

    def _told(self, entities: Sequence[Entity], removal: Removal) -> str:
        first = entities[0]
        if isinstance(first, Claim):
            told = self.tr("Deleted claims: {}.").format(len(entities))
        elif isinstance(first, AssertedConflict):
            told = self.tr("Deleted the asserted conflict on {}.").format(self._name(first))
        else:
            told = self.tr("Deleted {}.").format(self._name(first))
            if removal.claims:
                told += " " + self.tr("Its claims went with it: {}.").format(removal.claims)
        if removal.conflicts:
            told += " " + self.tr("Asserted conflicts that went with them: {}.").format(removal.conflicts)
        if removal.decisions:
            told += " " + self.tr("Decisions that went with them: {}.").format(removal.decisions)
        return told
