import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rich_projects import edits, ordered, rich_projects

from mapview.domain.changes import Macro, Remove
from mapview.domain.model import Project, Text
from mapview.errors import UnknownIdError


@given(st.data(), rich_projects())
def test_undoing_restores_the_project_and_its_order(data: st.DataObject, project: Project) -> None:
    start, inverses = project, []
    for _ in range(data.draw(st.integers(1, 5))):
        project, inverse = data.draw(edits(project)).apply(project)
        inverses.append(inverse)
    project, redo = Macro(tuple(reversed(inverses))).apply(project)
    assert project == start
    assert ordered(project) == ordered(start)
    assert redo.apply(project)[1].apply(redo.apply(project)[0])[0] == start


def test_removing_what_is_not_there_changes_nothing() -> None:
    with pytest.raises(UnknownIdError, match="nowhere"):
        Remove("places", "nowhere").apply(Project(Text("Trial"), ""))
