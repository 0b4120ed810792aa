"""What the document that is read seems to say, and what a person makes of it."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.drafts import ClaimDraft
from mapview.domain.model import Rejection, Source, rejection_of
from mapview.errors import MapviewError
from mapview.gazetteer.normalise import fold
from mapview.reading.accept import accept, drafting, project_cues, still_open
from mapview.reading.cues import Cues
from mapview.reading.project_places import ProjectPlaces
from mapview.reading.suggest import Suggestion
from mapview.reading.toponyms import Place, PlaceMention
from mapview.render.texts import value_words
from mapview.ui.reader.found import Question, answered, once_each, questions
from mapview.ui.reader.marks import Marks
from mapview.ui.reader.suggestions_job import DocumentReading, Found
from mapview.ui.session import Session

#: Of more suggestions the surest are offered; the rest follow as these are dealt with.
MOST = 300
_KEPT = 1_000
#: Until what was found first is sorted out, and what comes of a long document afterwards.
_PAUSE_MS, _LONG_PAUSE_MS = 40, 500
_ANSWERS_KEY = "reader/answers"


@dataclass(frozen=True, slots=True)
class _Task:
    """What a reading depends on."""

    sha256: str
    published: str | None
    cues: Cues
    language: str


class Suggestions(QObject):
    """The reading of one document: it begins when the document opens, and follows the project."""

    #: Other suggestions are open, or others are to be asked about.
    changed = Signal()
    #: More was found in the text.
    marks_changed = Signal()
    told = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Session, settings: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._job: DocumentReading | None = None
        self._given_up: deque[DocumentReading] = deque(maxlen=8)
        self._task: _Task | None = None
        self._mentions: dict[tuple[int, int], PlaceMention] = {}
        self._claims: list[Suggestion] = []
        self._answers: dict[str, str] = {}
        self._drafting: Callable[[Suggestion], ClaimDraft] | None = None
        self.text = ""
        self.source: Source | None = None
        self.is_reading = False
        #: What was found in the text, part by part.
        self.marks: list[Marks] = []
        self.open: tuple[Suggestion, ...] = ()
        self.rejected: tuple[Suggestion, ...] = ()
        self.questions: list[Question] = []
        #: How many more passages say what a suggestion says.
        self.repeated: dict[Suggestion, int] = {}
        self.own = ProjectPlaces(())
        # Parts of a long document come faster than anybody reads.
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._sort_out)

    def read(self, source: Source | None, sha256: str | None, text: str) -> None:
        """Read the document of a source; what was read of it already stays."""
        self.source, self.text = source, text
        if source is None or sha256 is None:
            self._stop()
            self._forget()
            return
        cues = project_cues(self._session.project)
        task = _Task(sha256, source.published, cues, self._session.language)
        if task != self._task:
            self._stop()
            self._forget()
            self._task = task
            self._answers = self._kept_answers()
            self.is_reading = True
            self._job = DocumentReading(text, source.published, cues, self._session.language)
            self._job.found.connect(self._take)
            self._job.finished.connect(self._finish)
            self._job.failed.connect(self._fail)
            self._job.start()
        self._sort_out()

    def candidates(self, suggestion: Suggestion) -> tuple[Place, ...]:
        """Return the places that a suggestion's name may mean, the likeliest first."""
        mention = self._mentions.get(suggestion.named)
        return mention.candidates if mention else ()

    def accept(self, chosen: Sequence[Suggestion]) -> None:
        """Make claims of suggestions, as one step of undo; one that lacks a topic or a value opens in the editor."""
        if self.source is None or not chosen:
            return
        made = accept(chosen, self.text, self.source, self._session.project, value_words)
        if made.change is not None:
            count = len(made.claims)
            label = self.tr("suggested claim") if count == 1 else self.tr("{} suggested claims").format(count)
            if not self._edit(made.change, label):
                return
        if made.drafts and not made.claims and len(chosen) == 1:
            self._session.form_asked_for.emit(made.drafts[0])
        elif made.drafts:
            words = self.tr("{} accepted. {} lack a topic or a value: complete them with E.")
            self.told.emit(words.format(len(made.claims), len(made.drafts)))

    def draft(self, suggestion: Suggestion) -> ClaimDraft | None:
        """Return a suggestion as a claim to be completed."""
        if self.source is None:
            return None
        if self._drafting is None:
            self._drafting = drafting(self.text, self.source, self._session.project, value_words)
        return self._drafting(suggestion)

    def is_complete(self, suggestion: Suggestion) -> bool:
        """Whether a suggestion can be accepted as it is: it has a topic of the project, and a value that fits it."""
        draft = self.draft(suggestion)
        return draft is not None and draft.topic is not None and draft.value is not None

    def reject(self, chosen: Sequence[Suggestion]) -> None:
        """Turn suggestions down, so that they are not offered again."""
        rejections = [self._rejection(each) for each in chosen]
        if rejections:
            change = Macro(tuple(Put(each) for each in rejections))
            self._edit(change, self.tr("rejection of {} suggestions").format(len(rejections)))

    def restore(self, chosen: Sequence[Suggestion]) -> None:
        """Offer suggestions again that were turned down."""
        names = dict.fromkeys(self._rejection(each).id for each in chosen)
        present = [name for name in names if name in self._session.project.rejections]
        if present:
            change = Macro(tuple(Remove("rejections", name) for name in present))
            self._edit(change, self.tr("rejection taken back"))

    def answer(self, key: str, place: str) -> None:
        """Take a name for a place of the gazetteer, in the whole document."""
        self._answers[key] = place
        if self._settings is not None and self._task is not None:
            self._settings.setValue(f"{_ANSWERS_KEY}/{self._task.sha256}", json.dumps(self._answers))
        self._sort_out()

    def answer_for(self, suggestion: Suggestion, place: str) -> None:
        """Take the name of a suggestion for a place of the gazetteer, in the whole document."""
        self.answer(fold(self.text[slice(*suggestion.named)]), place)

    def _rejection(self, suggestion: Suggestion) -> Rejection:
        sha256 = self._task.sha256 if self._task else ""
        return rejection_of(sha256, suggestion.start, suggestion.end, suggestion.place, suggestion.topic)

    def _edit(self, change: Change, label: str) -> bool:
        try:
            self._session.edit(change, label)
        except MapviewError as error:
            self.failed.emit(str(error))
            return False
        return True

    def _take(self, found: Found) -> None:
        self._mentions |= {(each.start, each.end): each for each in found.reading.places}
        self._claims = sorted([*self._claims, *found.reading.claims], key=lambda each: (-each.rank, each.start))
        del self._claims[_KEPT:]
        self.marks.append(Marks(found.marks))
        self.marks_changed.emit()
        if not self._timer.isActive():
            self._timer.start(_LONG_PAUSE_MS if self.open else _PAUSE_MS)

    def _finish(self) -> None:
        self._timer.stop()
        self.is_reading = False
        self._job = None
        self._sort_out()

    def _fail(self, words: str) -> None:
        self._finish()
        self.failed.emit(words)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.give_up()
            # Its thread may go on for a moment, and must not be the one that takes it apart.
            self._given_up.append(self._job)
            self._job = None
        self.is_reading = False

    def _forget(self) -> None:
        self._task = None
        self._mentions, self._claims, self.marks = {}, [], []
        self.open = self.rejected = ()
        self.questions, self._drafting = [], None
        self.marks_changed.emit()
        self.changed.emit()

    def _sort_out(self) -> None:
        """Tell what is open, what was turned down and what must be asked, as the project stands."""
        project, self._drafting = self._session.project, None
        sha256 = self._task.sha256 if self._task else ""
        if not self._claims:
            # Nothing needs the tables of names, which the window would otherwise wait for.
            self.open, self.rejected, self.questions = (), (), []
            self.changed.emit()
            return
        self.own = ProjectPlaces(project.places.values())
        self.repeated = once_each(answered(self._claims, self._mentions, self.own, self._answers), self.text)
        found = sorted(self.repeated, key=lambda each: (-each.rank, each.start))
        self.rejected = tuple(each for each in found if self._rejection(each).id in project.rejections)
        self.open = still_open(found[: MOST + len(self.rejected)], sha256, project)[:MOST]
        self.questions = questions(self.open, self._mentions, self.own, self._answers)
        self.changed.emit()

    def _kept_answers(self) -> dict[str, str]:
        if self._settings is None or self._task is None:
            return {}
        kept = self._settings.value(f"{_ANSWERS_KEY}/{self._task.sha256}")
        return dict(json.loads(kept)) if isinstance(kept, str) else {}
