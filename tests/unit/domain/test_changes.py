from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.projects import place, projects

from mapview.domain.changes import Change, Macro, Put, Remove, Retitle
from mapview.domain.model import Project, Text
from mapview.errors import UnknownIdError


def changes_of(project: Project) -> st.SearchStrategy[Change]:
    claims = list(project.claims.values())
    singles: list[st.SearchStrategy[Change]] = [
        st.builds(Put, st.integers(0, 9).map(place), st.sampled_from([None, 0, 1])),
        st.just(Retitle(Text("Another title"), "strength")),
    ]
    if claims:
        singles.append(st.sampled_from([Remove("claims", claim.id) for claim in claims]))
        singles.append(st.sampled_from([Put(replace(claim, note="changed")) for claim in claims]))
    return st.one_of(singles)


@given(st.data(), projects())
@settings(deadline=None)
def test_undoing_restores_the_project_and_its_order(data: st.DataObject, project: Project) -> None:
    start, inverses = project, []
    for _ in range(data.draw(st.integers(1, 5))):
        project, inverse = data.draw(changes_of(project)).apply(project)
        inverses.append(inverse)
    project, redo = Macro(tuple(reversed(inverses))).apply(project)
    assert project == start
    assert [list(kind) for kind in ordered(project)] == [list(kind) for kind in ordered(start)]
    assert redo.apply(project)[1].apply(redo.apply(project)[0])[0] == start


def ordered(project: Project) -> list[object]:
    return [project.places, project.topics, project.utterances, project.sources, project.claims, project.conflicts]


def test_removing_what_is_not_there_changes_nothing() -> None:
    with pytest.raises(UnknownIdError, match="nowhere"):
        Remove("places", "nowhere").apply(Project(Text("Trial"), ""))
