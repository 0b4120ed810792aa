from collections.abc import Iterator
from pathlib import Path

import pytest

from mapview.config import resource_path
from mapview.domain.changes import Macro, Put, Remove
from mapview.domain.dates import day_number, parse
from mapview.domain.filters import Filter
from mapview.domain.model import Text, Topic
from mapview.errors import UnknownIdError
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui.session import Focus, Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with ProjectFile.create(tmp_path / "first.mapview", load_folder(resource_path("seeds"))) as file:
        yield Session(file)


def test_it_opens_on_the_day_of_the_last_dated_report(session: Session) -> None:
    assert session.days == (day_number(2026, 1, 18),) * 2


def test_a_change_is_announced_once_and_only_if_it_is_one(session: Session) -> None:
    announced: list[int] = []
    session.view_changed.connect(lambda: announced.append(session.days[0]))
    session.set_day(session.days[0])
    assert announced == []
    session.set_day(day_number(2026, 1, 14))
    assert announced == [day_number(2026, 1, 14)]


def test_days_stay_within_the_timeline_but_typed_dates_may_leave_it(session: Session) -> None:
    session.set_day(session.last_day + 500)
    assert session.days[1] == session.last_day
    session.set_at(parse("2060"))
    assert session.days == (day_number(2060, 1, 1), day_number(2060, 12, 31))


def test_steps_start_at_the_nearer_end_of_a_month(session: Session) -> None:
    session.set_at(parse("2025-12"))
    session.step(1)
    assert session.days[0] == day_number(2026, 1, 1)
    session.set_at(parse("2025-12"))
    session.step(-1)
    assert session.days[0] == day_number(2025, 11, 30)


def test_the_next_change_changes_what_is_in_force(session: Session) -> None:
    before = set(session.tally.rows.tolist())
    day = session.next_stop("change", -1)
    assert day is not None
    session.set_day(day - 1)
    assert set(session.tally.rows.tolist()) != before


def test_going_to_a_claim_makes_it_shown(session: Session) -> None:
    session.set_known(parse("2025-10-20").latest)
    session.set_day(session.first_day)
    for claim in session.project.claims.values():
        session.show_claim(claim.id)
        assert session.focus == Focus("place", claim.place)
        assert session.view.shown[session.timeline.columns.ids.index(claim.id)], claim.id


def test_what_the_project_lacks_is_refused(session: Session) -> None:
    with pytest.raises(UnknownIdError, match="atlantis"):
        session.set_focus(Focus("place", "atlantis"))
    with pytest.raises(UnknownIdError):
        session.set_topic("weather")
    with pytest.raises(UnknownIdError):
        session.show_claim("none")


def test_a_snapshot_is_what_is_shown(session: Session) -> None:
    session.set_at(parse("2026-01"))
    session.set_known(day_number(2026, 1, 15))
    session.set_focus(Focus("place", "harir"))
    session.set_appearance(theme="dark", language="ar")
    snapshot = session.snapshot((800, 600), 2.0)
    assert (snapshot.at, snapshot.known, snapshot.place) == (parse("2026-01"), day_number(2026, 1, 15), "harir")
    assert (snapshot.theme, snapshot.language, snapshot.size, snapshot.scale) == ("dark", "ar", (800, 600), 2.0)


def test_edits_undo_and_redo_are_shown_at_once(session: Session) -> None:
    told: list[int] = []
    session.project_changed.connect(lambda: told.append(len(session.timeline.columns)))
    session.set_focus(Focus("place", "harir"))
    before = session.project
    claims = [claim for claim in before.claims.values() if claim.place == "harir"]
    free = [c for c in claims if not any(c.id in side for one in before.conflicts.values() for side in one.sides)]
    gone = Macro(tuple(Remove("claims", claim.id) for claim in free))
    session.edit(gone, "removal of claims")
    assert len(session.project.claims) == len(before.claims) - len(free)
    assert session.undo() == "removal of claims"
    assert session.project == before
    assert session.redo() == "removal of claims"
    count = len(before.claims)
    assert told == [count - len(free), count, count - len(free)]
    assert session.focus == Focus("place", "harir")


def test_focus_and_topic_go_with_what_they_name(session: Session) -> None:
    session.edit(Put(Topic("trial", Text("Trial"), "text")), "new topic")
    session.set_topic("trial")
    session.undo()
    assert session.topic == session.project.start_topic


def test_a_locked_known_time_hides_what_was_published_later(session: Session) -> None:
    session.set_at(parse("2026-01-14"))
    everything = set(session.tally.rows.tolist())
    session.set_known("locked")
    assert session.known == day_number(2026, 1, 14)
    columns = session.timeline.columns
    assert set(session.tally.rows.tolist()) == {row for row in everything if columns.known[row] <= session.known}
    assert set(session.tally.rows.tolist()) < everything
    session.set_at(parse("2026-01-18"))
    assert session.known == day_number(2026, 1, 18)


def test_modes_move_a_day_a_range_or_everything_so_far(session: Session) -> None:
    session.set_at(parse("2025-12"))
    session.set_mode("range")
    session.step(1)
    assert session.days == (day_number(2025, 12, 2), day_number(2026, 1, 1))
    session.set_mode("cumulative")
    assert session.days == (session.first_day, day_number(2026, 1, 1))
    session.set_mode("instant")
    assert session.days == (day_number(2026, 1, 1),) * 2


def test_a_filter_narrows_and_a_claim_that_it_hides_lifts_it(session: Session) -> None:
    session.set_at(parse("2026-01-15"))
    session.set_filter(Filter(modalities=("planned",)))
    project, ids = session.project, session.timeline.columns.ids
    assert {project.claims[ids[row]].modality for row in session.tally.rows} == {"planned"}
    hidden = next(claim for claim in project.claims.values() if claim.modality == "reported")
    session.show_claim(hidden.id)
    assert session.filter == Filter()
    assert session.view.shown[ids.index(hidden.id)]
