"""Random small projects in which every field varies and every text is as odd as a pasted one can be."""

from dataclasses import replace

from hypothesis import strategies as st
from tests.helpers.projects import projects

from mapview.domain.changes import Change, Macro, Put, Remove, Retitle
from mapview.domain.model import CERTAINTIES, PLACE_KINDS, Anchor, Claim, Place, Project, Source, Text, Utterance

#: What has gone wrong in such files before: quotes, escapes, line ends, marks of direction, composition, case, NUL.
ODD = (
    "", " ", '"', "'''", '"""', "\\", "\\u0041", "a\nb", "a\r\nb", "\r", "\t", "\x00", "\x1b[0m", "\x7f", "\x85",
    "\u2028", "\u200e", "\u202eabc", "\ufeff", "é", "e\u0301", "أنبار", "ا\u0654", "بالأنبار", "🙂", "[[claims]]",
    "# no comment", "x = 1", "{", "'", "$", "null", "1", "1.0", "true",
)  # fmt: skip
words = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
full_words = words.filter(lambda said: said.strip() != "")
texts = st.one_of(st.builds(Text, full_words, words), st.builds(Text, words, full_words))
notes = st.one_of(st.just(""), words)
optional = st.one_of(st.none(), words)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
degrees = st.one_of(st.integers(-90, 90).map(float), st.floats(-90, 90))
anchors = st.builds(
    lambda start, length, digest, cue: Anchor(start, start + length, digest, cue),
    st.integers(0, 10**7), st.integers(1, 300), hashes, words.filter(lambda said: len(said.split()) <= 5),
)  # fmt: skip


@st.composite
def rich_places(draw: st.DrawFn, place: Place) -> Place:
    return replace(
        place,
        names=draw(texts),
        kind=draw(st.sampled_from(PLACE_KINDS)),
        lat=draw(degrees),
        lon=draw(degrees),
        precision_m=draw(st.floats(0, 1e9)),
        coordinates_from=draw(words),
        aliases=tuple(draw(st.lists(words, max_size=3))),
        ids=draw(st.dictionaries(st.one_of(st.sampled_from(["geonames", "wof", "$"]), words), words, max_size=3)),
        note=draw(notes),
    )


@st.composite
def rich_sources(draw: st.DrawFn, source: Source) -> Source:
    return replace(
        source,
        title=draw(words),
        publisher=draw(st.one_of(st.none(), texts)),
        url=draw(st.sampled_from([None, "https://example.org/a?b=1&c=%22", "http://[::1]/"])),
        language=draw(words),
        how=draw(words),
        sha256=draw(hashes),
        note=draw(notes),
    )


@st.composite
def rich_claims(draw: st.DrawFn, claim: Claim) -> Claim:
    value = draw(full_words) if claim.topic == "remark" else claim.value
    return replace(
        claim,
        value=value,
        statement=draw(texts),
        anchor=draw(anchors),
        certainty=draw(st.sampled_from(CERTAINTIES)),
        note=draw(notes),
    )


@st.composite
def rich_projects(draw: st.DrawFn) -> Project:
    """Draw a consistent project, its kinds in any order."""
    project = draw(projects(most_claims=5))
    places = {place.id: draw(rich_places(place)) for place in project.places.values()}
    parents = list(places)
    for name, parent in zip(parents[1:], parents, strict=False):
        if draw(st.booleans()):
            places[name] = replace(places[name], parent=parent)
    return replace(
        project,
        title=draw(texts),
        places=places,
        utterances={
            said.id: Utterance(
                said.id, draw(texts), draw(st.sampled_from([None, "2026-01", "2026-01-0X"])), draw(notes)
            )
            for said in draw(st.permutations(list(project.utterances.values())))
        },
        sources={s.id: draw(rich_sources(s)) for s in draw(st.permutations(list(project.sources.values())))},
        claims={c.id: draw(rich_claims(c)) for c in draw(st.permutations(list(project.claims.values())))},
        conflicts={c.id: replace(c, reason=draw(texts)) for c in project.conflicts.values()},
    )


@st.composite
def edits(draw: st.DrawFn, project: Project) -> Change:
    """Draw an edit that leaves a consistent project consistent: entities added, changed, moved, taken out."""
    in_conflict = {name for c in project.conflicts.values() for side in c.sides for name in side}
    free = [name for name in project.claims if name not in in_conflict]
    claims = [project.claims[name] for name in free]
    unused = [name for name in project.utterances if all(claim.utterance != name for claim in project.claims.values())]
    choices: list[st.SearchStrategy[Change]] = [
        st.builds(Retitle, texts, st.sampled_from(list(project.topics))),
        st.sampled_from(list(project.places.values())).flatmap(rich_places).map(Put),
        st.sampled_from(list(project.sources.values())).flatmap(rich_sources).map(Put),
        st.builds(
            Put,
            st.sampled_from(list(project.places.values())).flatmap(rich_places).map(_renamed),
            st.sampled_from([None, 0, 1]),
        ),
    ]
    if claims:
        choices += [
            st.sampled_from(claims).flatmap(rich_claims).map(Put),
            st.sampled_from(free).map(lambda name: Remove("claims", name)),
            st.builds(
                lambda claim, position: Put(replace(claim, id="new-claim"), position),
                st.sampled_from(claims).flatmap(rich_claims),
                st.sampled_from([None, 0, 1, 2]),
            ),
            st.builds(
                lambda claim, positions: Macro(
                    tuple(Put(replace(claim, id=f"brought-{n}"), position) for n, position in enumerate(positions))
                ),
                st.sampled_from(claims),
                st.lists(st.sampled_from([None, 0, 1, 2, 3]), min_size=2, max_size=5),
            ),
            st.sampled_from(claims).map(
                lambda claim: Macro((Remove("claims", claim.id), Put(claim, 0), Put(replace(claim, id="copy"))))
            ),
        ]
    if unused:
        choices.append(st.sampled_from(unused).map(lambda name: Remove("utterances", name)))
    return draw(st.one_of(choices))


def ordered(project: Project) -> tuple[object, ...]:
    """Return a project's parts as lists, so that comparing them compares their order too."""
    kinds = (
        project.places, project.topics, project.utterances, project.sources, project.claims, project.conflicts,
    )  # fmt: skip
    return (project.title, project.start_topic, *(list(kind.items()) for kind in kinds))


def _renamed(place: Place) -> Place:
    return replace(place, id="new-place", parent=None)
