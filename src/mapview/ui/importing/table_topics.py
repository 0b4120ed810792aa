"""The topic under which all rows of a table go: one of the timeline's, or a new one."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mapview.domain.model import Project, Topic
from mapview.gazetteer.normalise import fold
from mapview.ui.forms.fields.choice import Choice
from mapview.ui.forms.options import topic_options
from mapview.ui.importing.table_state import MappingState
from mapview.ui.importing.table_words import tr
from mapview.ui.session import Session
from mapview.ui.widgets.theme import XS, S
from mapview.ui.widgets.words import isolated

_PROPOSED = "events"
#: Typing is taken over once it pauses.
_PAUSE_MS = 400


def topic_named(project: Project, said: str) -> Topic | None:
    """Return the topic of a project that an id or a name means."""
    folded = fold(said)
    for topic in project.topics.values():
        if said == topic.id or (folded and folded in {fold(topic.names.en), fold(topic.names.ar)}):
            return topic
    return None


class TopicField(QWidget):
    """A choice of the timeline's topics, into which a new one can be typed.

    Parameters
    ----------
    asks
        Whether it stands in a question: then a button answers with what is in it.
    """

    def __init__(self, state: MappingState, session: Session, parent: QWidget, *, asks: bool = False) -> None:
        super().__init__(parent)
        self._state, self._session = state, session
        self.choice = Choice(self, prompt=tr("a topic, or the name of a new one"))
        self.choice.combo.setAccessibleName(tr("Topic of all rows"))
        self.use = QPushButton(tr("&Use it"), self)
        self.use.setAutoDefault(False)
        self.use.setVisible(asks)
        self.about = QLabel(self)
        self.about.setProperty("quiet", True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.choice, 1)
        row.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addLayout(row)
        layout.addWidget(self.about)
        self.setFocusProxy(self.choice)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._take)
        self.fill()
        self.choice.changed.connect(self._say)
        self.use.clicked.connect(self._take)
        if asks:
            for part in (self.choice.combo, self.choice.combo.field):
                part.installEventFilter(self)
        else:
            self.choice.changed.connect(self._pause.start)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter answers."""
        pressed = event.key() if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else None
        if pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choice.combo.settle()
            self._take()
            return True
        return super().eventFilter(watched, event)

    def fill(self) -> None:
        """Offer the topics of the project, and show the one that holds."""
        if self.choice.combo.hasFocus() or self._pause.isActive():
            return
        self.choice.blockSignals(True)
        self.choice.offer(topic_options(self._session.project, self._session.language))
        said = self._state.mapping.fixed.get("topic", _PROPOSED)
        found = topic_named(self._session.project, said)
        if found is not None:
            self.choice.set_value(found.id)
        else:
            self.choice.set_typed(said)
        self.choice.blockSignals(False)
        self._say()

    def value(self) -> str:
        """Return the id of the topic, or the name of a new one."""
        chosen, typed = self.choice.contents()
        return chosen or typed

    def _take(self) -> None:
        self._pause.stop()
        said = self.value()
        if said:
            self._state.set_fixed("topic", said)

    def _say(self) -> None:
        """Say what the values of the topic are."""
        said, language = self.value(), self._session.language
        topic = topic_named(self._session.project, said)
        self.use.setEnabled(bool(said))
        if not said:
            words = ""
        elif topic is None:
            words = tr("A new topic. Below you can say whether its values are words, numbers or dates.")
        elif topic.type == "state":
            states = ", ".join(isolated(state.names.in_language(language)) for state in topic.states)
            words = tr("Values have to be one of these: {}.").format(states)
        elif topic.type == "quantity":
            unit = isolated(topic.unit.in_language(language)) if topic.unit else tr("no unit")
            words = tr("Values have to be numbers: {}.").format(unit)
        else:
            words = tr("Values have to be dates.") if topic.type == "date" else tr("Values are words.")
        self.about.setText(words)
