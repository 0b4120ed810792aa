"""Random small projects that differ in all that a filter asks for, and filters that some of their claims pass."""

from dataclasses import replace

from hypothesis import strategies as st
from tests.helpers.projects import projects

from mapview.domain.filters import Filter
from mapview.domain.model import CERTAINTIES, MODALITIES, STATUSES, Project, Text


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)
    return st.one_of(st.just(()), chosen)


filters = st.builds(
    Filter,
    sources=some(("source-0", "source-1", "no-source")),
    publishers=some(("Test publisher 0", "Test publisher 1", "\u0646\u0627\u0634\u0631", "")),
    topics=some(("presence", "strength", "remark")),
    modalities=some(MODALITIES),
    certainties=some(CERTAINTIES),
    languages=some(("en", "ar")),
    place_kinds=some(("town", "base", "site")),
    statuses=st.one_of(st.just(()), some(STATUSES)),
    bbox=st.sampled_from([None, None, (43.0, 33.0, 43.1, 33.1), (43.05, 32.0, 44.0, 34.0)]),
    area=st.sampled_from([(), (), ((32.9, 42.95), (33.05, 43.3), (33.2, 42.97))]),
    text=st.sampled_from(["", "", " ", "statement", "STATEMENT 1", "nothing like it"]),
)


@st.composite
def varied_projects(draw: st.DrawFn) -> Project:
    """Draw a project whose places, sources and claims differ in all that a filter asks for."""
    project = draw(projects())
    return replace(
        project,
        places={
            p.id: replace(p, kind=draw(st.sampled_from(["town", "base", "site"]))) for p in project.places.values()
        },
        sources={
            s.id: replace(
                s,
                language=draw(st.sampled_from(["en", "ar", ""])),
                publisher=draw(st.sampled_from([s.publisher, Text("", "\u0646\u0627\u0634\u0631")])),
            )
            for s in project.sources.values()
        },
        claims={c.id: replace(c, certainty=draw(st.sampled_from(CERTAINTIES))) for c in project.claims.values()},
    )
