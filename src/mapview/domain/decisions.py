"""Which decision of a person holds for a conflict; conflicts by rule have no id, so that their claims tell."""

from collections.abc import Iterable, Mapping

from mapview.domain.model import Decision


def decision_on(claims: Iterable[str], decisions: Mapping[str, Decision]) -> Decision | None:
    """Return the decision on a conflict of some claims, None if nobody has decided on all of them.

    A decision on more claims than these holds too, since a view may show only some of those that clash; of several the
    one on the fewest claims does. A claim that has joined since makes the conflict an open one again.

    Examples
    --------
    >>> decided = Decision("kept", ("a", "b", "c"), "both-stand", "2026-01-14")
    >>> decision_on(("c", "a"), {"kept": decided}).kind
    'both-stand'
    >>> decision_on(("c", "d"), {"kept": decided}) is None
    True
    """
    wanted = set(claims)
    found = [decision for decision in decisions.values() if wanted.issubset(decision.claims)]
    return min(found, key=lambda decision: len(decision.claims), default=None)
