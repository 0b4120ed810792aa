"""Taking things out leaves a project that is consistent, and can be taken back."""

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rich_projects import ordered, rich_projects

from mapview.domain.model import Project
from mapview.domain.removal import Removal, remove_claims, remove_place, remove_source, remove_topic, remove_utterance
from mapview.store.guards import faults_of

_WAYS = {"places": remove_place, "sources": remove_source, "topics": remove_topic, "utterances": remove_utterance}


def removed(project: Project, kind: str, name: str) -> Removal:
    if kind == "claims":
        return remove_claims(project, [name])
    hanging = [claim.id for claim in project.claims.values() if getattr(claim, kind.removesuffix("s")) == name]
    return _WAYS[kind](project, name, hanging)


@given(st.data(), rich_projects())
def test_nothing_is_left_hanging(data: st.DataObject, project: Project) -> None:
    kind = data.draw(st.sampled_from([kind for kind in (*_WAYS, "claims") if getattr(project, kind)] or ["none"]))
    if kind == "none":
        return
    name = data.draw(st.sampled_from(list(getattr(project, kind))))
    before = set(faults_of(project))
    removal = removed(project, kind, name)
    after, inverse = removal.change.apply(project)
    assert name not in getattr(after, kind)
    assert set(faults_of(after)) <= before
    assert len(project.claims) - len(after.claims) == removal.claims
    assert len(project.conflicts) - len(after.conflicts) == removal.conflicts
    assert len(project.decisions) - len(after.decisions) == removal.decisions
    back, _ = inverse.apply(after)
    assert back == project
    assert ordered(back) == ordered(project)


@given(st.data(), rich_projects())
def test_several_claims_go_as_one(data: st.DataObject, project: Project) -> None:
    claims = data.draw(st.lists(st.sampled_from(list(project.claims) or [""]), unique=True)) if project.claims else []
    before = set(faults_of(project))
    after, _ = remove_claims(project, claims).change.apply(project)
    assert not set(claims) & set(after.claims)
    assert set(faults_of(after)) <= before
