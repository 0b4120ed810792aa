"""The panel that holds the forms that are open."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from mapview.domain.changes import kind_of
from mapview.domain.drafts import ClaimDraft
from mapview.domain.model import CueWords
from mapview.render.texts import span_words
from mapview.ui.forms.claim_form import ClaimForm
from mapview.ui.forms.form import Form
from mapview.ui.forms.makers import form_for
from mapview.ui.session import Focus, New, Session, Several, Wanted


@dataclass(frozen=True, slots=True)
class _Caller:
    """The form that asked for another one, and what it does with what that saves."""

    form: Form
    then: Callable[[str], None]


class FormsPanel(QWidget):
    """Opens the forms that the session is asked for; one that is unfinished waits in a tab of its own."""

    #: The last form was finished or given up.
    done = Signal()
    #: A form has come to the front.
    opened = Signal(Form)
    #: Something to tell above the map.
    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._callers: dict[Form, _Caller] = {}
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(self.tr("Unfinished forms"))
        self.tabs.hide()
        self.stack = QStackedWidget(self)
        self.tabs.currentChanged.connect(self._turn_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        session.form_asked_for.connect(self.open)

    @property
    def forms(self) -> list[Form]:
        """The forms that are open, the oldest first."""
        found = [self.stack.widget(at) for at in range(self.stack.count())]
        return [form for form in found if isinstance(form, Form)]

    @property
    def form(self) -> Form | None:
        """The form in front."""
        found = self.stack.currentWidget()
        return found if isinstance(found, Form) else None

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return any(form.is_dirty for form in self.forms)

    def open(self, wanted: Wanted) -> None:
        """Open the form for something; one that is open for it already comes to the front."""
        if isinstance(wanted, ClaimDraft) and self._take_passage(wanted):
            return
        found = self._open_for(wanted)
        if found is not None:
            self._bring(found)
            return
        if self._session.file.read_only and not self._is_there(wanted):
            self.told.emit(self.tr("Nothing can be added: {}.").format(self._session.file.read_only))
            return
        front = self.form
        called = any(caller.form is front for caller in self._callers.values())
        if front is not None and not front.is_dirty and front not in self._callers and not called:
            self._drop(front)
        self._push(form_for(self._session, wanted))

    def give_up(self) -> None:
        """Throw away what was typed in every form."""
        for form in self.forms:
            self._drop(form)
        self.done.emit()

    def _push(self, form: Form) -> None:
        form.saved.connect(lambda name: self._saved(form, name))
        form.cancelled.connect(lambda: self._close(form))
        form.changed.connect(self._name_tabs)
        form.told.connect(self.told)
        form.form_wanted.connect(lambda wanted, then: self._call(form, wanted, then))
        self.stack.addWidget(form)
        self.tabs.blockSignals(True)
        self.tabs.addTab("")
        self.tabs.blockSignals(False)
        self._bring(form)

    def _call(self, caller: Form, wanted: Wanted, then: Callable[[str], None]) -> None:
        """Open another form over one that needs what it saves."""
        called = form_for(self._session, wanted)
        self._callers[called] = _Caller(caller, then)
        self._push(called)

    def _bring(self, form: Form) -> None:
        self.stack.setCurrentWidget(form)
        self._name_tabs()
        self.tabs.setCurrentIndex(self.stack.currentIndex())
        self.opened.emit(form)
        form.focus_first()

    def _saved(self, form: Form, name: str) -> None:
        caller = self._callers.get(form)
        self._close(form)
        if caller is not None:
            caller.then(name)
        elif not self.forms:
            self._show(form, name)

    def _show(self, form: Form, name: str) -> None:
        """Go to what was saved."""
        session, project = self._session, self._session.project
        kind = form.kind
        if kind == "claims" and name in project.claims:
            before = session.at
            session.show_claim(name)
            if session.at != before:
                when = span_words(session.at, session.language)
                self.told.emit(self.tr("The time moved to {}, where the claim is in force.").format(when))
        elif kind == "places" and name in project.places:
            session.set_focus(Focus("place", name))
        elif kind == "sources" and name in project.sources:
            session.set_focus(Focus("source", name))

    def _close(self, form: Form) -> None:
        caller = self._callers.get(form)
        self._drop(form)
        rest = self.forms
        if not rest:
            self.done.emit()
        else:
            self._bring(caller.form if caller is not None and caller.form in rest else rest[-1])

    def _drop(self, form: Form) -> None:
        self.tabs.blockSignals(True)
        self.tabs.removeTab(self.stack.indexOf(form))
        self.tabs.blockSignals(False)
        self.stack.removeWidget(form)
        self._callers = {
            called: caller for called, caller in self._callers.items() if form not in {called, caller.form}
        }
        form.deleteLater()

    def _turn_to(self, at: int) -> None:
        form = self.stack.widget(at)
        if isinstance(form, Form):
            self.stack.setCurrentWidget(form)

    def _name_tabs(self) -> None:
        for at, form in enumerate(self.forms):
            self.tabs.setTabText(at, f"{form.title} •" if form.is_dirty else form.title)
            self.tabs.setTabToolTip(at, form.title)
        self.tabs.setVisible(self.tabs.count() > 1)

    def _take_passage(self, draft: ClaimDraft) -> bool:
        """Give a passage to the claim that waits for one."""
        for form in reversed(self.forms):
            if isinstance(form, ClaimForm) and form.wants_passage_of(draft):
                self._bring(form)
                form.take_passage(draft)
                return True
        return False

    def _open_for(self, wanted: Wanted) -> Form | None:
        if not self._is_there(wanted):
            return None
        return next((form for form in self.forms if form.is_for(wanted)), None)

    def _is_there(self, wanted: object) -> bool:
        """Whether something is in the project already."""
        if isinstance(wanted, Several | CueWords) or wanted == New("cues"):
            return True
        name = getattr(wanted, "id", None)
        return name is not None and name in getattr(self._session.project, kind_of(wanted))  # type: ignore[arg-type]
