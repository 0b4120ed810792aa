"""What can be changed in the things that lists and cards show, as entries of their menus."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mapview.domain.changes import Entity
from mapview.domain.drafts import ClaimDraft
from mapview.domain.model import Claim, Place, Source, Topic
from mapview.ui.session import Session, Split

_MOST = 48


def add_claim_edits(menu: QMenu, claim: Claim, session: Session, *, editing: bool = False) -> None:
    """Add to a claim's menu what changes it, who it quotes, and the conflicts asserted on it.

    ``editing`` leaves out what a form does already, and keys that its fields need.
    """

    def ask(wanted: object) -> Callable[[], None]:
        return lambda: session.form_asked_for.emit(wanted)

    if not editing:
        _offer(menu, session, _tr("&Edit…"), ask(claim), "E")
    _offer(menu, session, _tr("D&uplicate…"), ask(copy_of(claim)))
    _offer(menu, session, _tr("&Split…"), ask(Split(claim.id)))
    if claim.utterance is not None:
        _offer(menu, session, _tr("Edit &who is quoted…"), ask(session.project.utterances[claim.utterance]))
    for conflict in session.project.conflicts.values():
        if any(claim.id in side for side in conflict.sides):
            shown = shortened(conflict.reason.in_language(session.language)).replace("&", "&&")
            _offer(menu, session, _tr("Edit the conflict: {}").format(shown), ask(conflict))
            remove = _removing(session, conflict)
            _offer(menu, session, _tr("Delete the conflict: {}").format(shown), remove)
    keys = None if editing else QKeySequence(Qt.Key.Key_Delete)
    _offer(menu, session, _tr("&Delete"), _removing(session, claim), keys)


def shortened(words: str) -> str:
    """Return the beginning of what may be several sentences.

    Examples
    --------
    >>> shortened("Too short a text."), shortened("A text that is somewhat longer than what a menu holds.")
    ('Too short a text.', 'A text that is somewhat longer than what a menu…')
    """
    return words if len(words) <= _MOST else words[: _MOST + 1].rsplit(" ", 1)[0] + "…"


def entity_menu(entity: Entity, session: Session, parent: QWidget) -> QMenu:
    """Return what can be done with a place, a source or a topic."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _offer(menu, session, _tr("&Edit…"), lambda: session.form_asked_for.emit(entity), "Alt+Return")
    match entity:
        case Place():
            draft = ClaimDraft(place=entity.id)
        case Source():
            draft = ClaimDraft(source=entity.id)
        case Topic():
            draft = ClaimDraft(topic=entity.id)
        case _:
            raise TypeError(f"no list shows {entity!r}")
    _offer(menu, session, _tr("&New claim…"), lambda: session.form_asked_for.emit(draft))
    _offer(menu, session, _tr("&Delete"), _removing(session, entity), QKeySequence(Qt.Key.Key_Delete))
    return menu


def copy_of(claim: Claim) -> ClaimDraft:
    """Return a draft that says the same as a claim, but for the passage, which is to be another."""
    return ClaimDraft(
        source=claim.source,
        place=claim.place,
        topic=claim.topic,
        value=claim.value,
        statement=claim.statement,
        when=claim.when,
        modality=claim.modality,
        certainty=claim.certainty,
        utterance=claim.utterance,
        note=claim.note,
    )


def _removing(session: Session, entity: Entity) -> Callable[[], None]:
    return lambda: session.removal_asked_for.emit((entity,))


def _offer(
    menu: QMenu, session: Session, words: str, do: Callable[[], None], keys: QKeySequence | str | None = None
) -> None:
    action = menu.addAction(words, do)
    if keys is not None:
        # Told only: the list itself listens to the key.
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
    if session.file.read_only and not words.startswith(_tr("&Edit…")):
        action.setEnabled(False)


def _tr(words: str) -> str:
    return QCoreApplication.translate("EditMenus", words)
