from hypothesis import given, settings
from tests.helpers import reference
from tests.helpers.projects import event_times
from tests.helpers.varied_projects import filters, varied_projects

from mapview.domain import dates
from mapview.domain.account import account
from mapview.domain.filters import Filter
from mapview.domain.model import Project
from mapview.domain.timeline import Timeline


@given(varied_projects(), event_times, filters)
@settings(max_examples=200)
def test_each_chapter_tells_what_was_new_and_what_it_made_of_the_rest(
    project: Project, at: dates.Span | None, wanted: Filter
) -> None:
    timeline = Timeline.of(project)
    left = reference.narrowed(project, wanted)
    for place in project.places:
        chapters = list(account(timeline, place, at, timeline.facets.narrowed(wanted)))
        claims = [claim for claim in reference.shown(left, at, None) if claim.place == place]
        days = sorted({reference.known_from(project, claim) for claim in claims})
        assert [chapter.day for chapter in chapters] == days
        for chapter in chapters:
            fresh = [claim for claim in claims if reference.known_from(project, claim) == chapter.day]
            assert set(chapter.claims) == {claim.id for claim in fresh}
            assert set(chapter.sources) == {claim.source for claim in fresh}
            assert chapter.statuses == reference.statuses(left, at, chapter.day, project).get(place, {})
            published = {project.sources[claim.source].published for claim in fresh}
            certain = {"2025-12-24", "2026-01-02"}
            assert chapter.uncertain == bool(published - certain)
