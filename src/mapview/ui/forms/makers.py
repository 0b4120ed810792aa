"""Which form is opened for what."""

from mapview.domain.changes import Kind
from mapview.domain.drafts import ClaimDraft, PlaceDraft
from mapview.domain.model import AssertedConflict, Claim, CueWords, Place, Source, Text, Topic, Utterance
from mapview.errors import BadInputError
from mapview.ui.forms.claim_form import ClaimForm
from mapview.ui.forms.conflict_form import ConflictForm
from mapview.ui.forms.cues_form import CuesForm
from mapview.ui.forms.form import Form
from mapview.ui.forms.place_form import PlaceForm
from mapview.ui.forms.several_form import SeveralForm
from mapview.ui.forms.source_form import SourceForm
from mapview.ui.forms.title_form import TitleForm
from mapview.ui.forms.topic_form import TopicForm
from mapview.ui.forms.utterance_form import UtteranceForm
from mapview.ui.session import New, ProjectTitle, Session, Several, Split, Wanted

_EMPTY: dict[Kind, ClaimDraft | PlaceDraft | Topic | Utterance | AssertedConflict] = {
    "claims": ClaimDraft(),
    "places": PlaceDraft(Text()),
    "topics": Topic("", Text(), "state"),
    "utterances": Utterance("", Text()),
    "conflicts": AssertedConflict("", "", "", (), Text()),
}


def form_for(session: Session, wanted: Wanted) -> Form:  # noqa: C901, PLR0911, PLR0912 - one line for each kind
    """Return a new form.

    Raises
    ------
    BadInputError
        If there is no form for it.
    """
    match wanted:
        case New("sources"):
            return SourceForm(session)
        case New("cues"):
            return CuesForm(session)
        case CueWords():
            return CuesForm(session, wanted)
        case New(kind) if kind in _EMPTY:
            return form_for(session, _EMPTY[kind])
        case ClaimDraft() | Claim():
            return ClaimForm(session, wanted)
        case Split(claim):
            return ClaimForm(session, ClaimDraft(), split_from=session.project.claims[claim])
        case PlaceDraft() | Place():
            return PlaceForm(session, wanted)
        case Source():
            return SourceForm(session, wanted)
        case Topic():
            return TopicForm(session, wanted)
        case Utterance():
            return UtteranceForm(session, wanted)
        case AssertedConflict():
            return ConflictForm(session, wanted)
        case Several(claims):
            return SeveralForm(session, claims)
        case ProjectTitle():
            return TitleForm(session)
    raise BadInputError(f"There is no form for {wanted!r}.")
