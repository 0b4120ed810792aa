from hypothesis import given
from tests.helpers.projects import projects

from mapview.domain.dates import parse
from mapview.domain.model import Project
from mapview.domain.timeline import Timeline, worst
from mapview.ui.tally import Tally, clashes


@given(projects())
def test_counts_and_statuses_are_the_views(project: Project) -> None:
    timeline = Timeline.of(project)
    for at in (None, parse("2025-12-28"), parse("2026-01")):
        view = timeline.view(at)
        tally = Tally(view)
        by_place = {place: len(rows) for place, rows in view.claims_by_place()}
        statuses = view.statuses()
        for position, place in enumerate(timeline.columns.place_ids):
            assert tally.by_place[position] == by_place.get(place, 0)
            assert tally.status_of_place(position) == worst(list(statuses.get(place, {}).values()))
        assert tally.by_source.sum() == tally.by_topic.sum() == len(view.rows)


@given(projects())
def test_clashes_are_the_pairs_of_the_conflicts(project: Project) -> None:
    timeline = Timeline.of(project)
    expected = {frozenset(pair) for conflict in timeline.view().conflicts() for pair in conflict.pairs}
    ids = timeline.columns.ids
    found = {
        frozenset((ids[row], ids[other]))
        for place in range(len(timeline.columns.place_ids))
        for row, others in clashes(timeline, place).items()
        for other, _, _ in others
    }
    assert found == expected
