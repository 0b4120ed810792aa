"""The moves of event time that hands and keys make on the time bar; knows no toolkit but the session."""

from typing import Literal

from mapview.domain.clocks import TimeMode
from mapview.domain.course import Stop
from mapview.domain.dates import Span
from mapview.ui.clocks.scale import month_later
from mapview.ui.session import Session

End = Literal["first", "last"]

#: A range that was a single day begins so many days before it.
_RANGE_DAYS = 30


def change_mode(session: Session, mode: TimeMode) -> None:
    """Look at a day, a stretch or all up to a day; a stretch that is none yet is made of the last days before."""
    before = session.clocks.mode
    session.set_mode(mode)
    first, last = session.days
    if mode == "range" and (first == last or before == "cumulative"):
        session.set_at(Span(max(last - _RANGE_DAYS + 1, min(session.first_day, last)), last))


def go_to_next(session: Session, stop: Stop, direction: int) -> None:
    """Go to the next day after (1) or before (-1) on which something of a kind happens."""
    day = session.next_stop(stop, direction)
    if day is not None:
        session.set_day(day)


def step_month(session: Session, direction: int) -> None:
    """Move by a month, from the end of a date that lies in that direction."""
    first, last = session.days
    session.set_day(month_later(first if direction < 0 and session.clocks.mode == "instant" else last, direction))


def step_end(session: Session, end: End, direction: int, *, by_month: bool) -> None:
    """Move an end of a range by a day or a month."""
    day = session.days[0 if end == "first" else 1]
    set_end(session, end, month_later(day, direction) if by_month else day + direction)


def set_end(session: Session, end: End, day: int) -> None:
    """Put an end of a range on a day, within the timeline's span and not past the other end."""
    if session.clocks.mode != "range":
        return
    first, last = session.days
    day = min(max(day, session.first_day), session.last_day)
    session.set_at(Span(min(day, last), last) if end == "first" else Span(first, max(day, first)))


def go_to_claim(session: Session, claim: str) -> None:
    """Go to the first day of a claim, else to its last; one that is open on both sides leaves the time alone."""
    found = session.project.claims.get(claim)
    if found is None:
        return
    row = session.timeline.columns.row_of(found)
    if row is None:
        return
    columns = session.timeline.columns
    low, high = session.first_day, session.last_day
    for day in (int(columns.earliest[row]), int(columns.latest[row])):
        if low <= day <= high:
            session.set_day(day)
            return
