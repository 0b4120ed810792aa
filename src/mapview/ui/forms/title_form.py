"""The form of the project's title, and of the topic that it starts with."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from mapview.domain.changes import Retitle
from mapview.ui.forms import options
from mapview.ui.forms.fields.choice import WordChoice
from mapview.ui.forms.fields.texts import BothLanguages
from mapview.ui.forms.form import Edit, Form
from mapview.ui.forms.row import Problem
from mapview.ui.session import ProjectTitle, Session, Wanted


class TitleForm(Form):
    """Edits what the project says of itself."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "", None, parent)
        self.take_text(self.tr("Title of the timeline"))
        self.words = BothLanguages(long=True)
        self.topic = WordChoice(nothing=self.tr("None"))
        self.words_row = self.add(self.tr("Title"), self.words)
        self.topic_row = self.add(self.tr("Topic that colours the map at first"), self.topic)
        self.refill()
        self.words.set_value(session.project.title)
        self.topic.set_value(session.project.start_topic or None)
        self.words.changed.connect(self.look_again)
        self.topic.chosen.connect(self.look_again)
        self.begin()

    def contents(self) -> object:
        """Return what is typed."""
        return self.words.value(), self.topic.value()

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        if not self.words.value().in_language("en"):
            yield Problem(self.words_row, self.tr("Give a title, in one language or both."), missing=True)

    def change(self) -> Edit:
        """Return the title put on."""
        return Edit(Retitle(self.words.value(), self.topic.value() or ""), self.tr("change of the title"), "")

    def refill(self) -> None:
        """Offer what the project has now."""
        self.topic.offer(options.topic_options(self.session.project, self.session.language))

    def is_for(self, wanted: Wanted) -> bool:
        """Whether the form is open for something."""
        return isinstance(wanted, ProjectTitle)
