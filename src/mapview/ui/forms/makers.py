"""Which form is opened for what."""

from mapview.domain.drafts import ClaimDraft
from mapview.domain.model import Claim
from mapview.errors import BadInputError
from mapview.ui.forms.claim_form import ClaimForm
from mapview.ui.forms.form import Form
from mapview.ui.session import New, Session, Wanted


def form_for(session: Session, wanted: Wanted) -> Form:
    """Return a new form.

    Raises
    ------
    BadInputError
        If there is no form for it.
    """
    match wanted:
        case ClaimDraft() | Claim():
            return ClaimForm(session, wanted)
        case New("claims"):
            return ClaimForm(session, ClaimDraft())
    raise BadInputError(f"There is no form for {wanted!r}.")
