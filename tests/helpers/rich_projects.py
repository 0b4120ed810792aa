"""Random small projects in which every field varies and every text is as odd as a pasted one can be."""

from dataclasses import replace

from hypothesis import strategies as st
from tests.helpers.projects import projects

from mapview.domain.changes import KINDS, Change, Macro, Put, Remove, Retitle
from mapview.domain.filters import Filter
from mapview.domain.model import (
    CERTAINTIES,
    DECISION_KINDS,
    LOCKED,
    MODALITIES,
    PLACE_KINDS,
    STATUSES,
    Anchor,
    Claim,
    CueWords,
    Decision,
    Place,
    Project,
    SavedView,
    Source,
    Text,
    Utterance,
    rejection_of,
)

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
days = st.sampled_from(["2026-01-14", "2025-12-31"])
boxes = st.one_of(
    st.none(),
    st.builds(
        lambda west, width, south, height: (west, west + width, south, south + height),
        st.floats(-180, 0), st.floats(0.001, 180), st.floats(-90, 0), st.floats(0.001, 90),
    ).map(lambda box: (box[0], box[2], box[1], box[3])),
)  # fmt: skip
several = st.lists(words.filter(bool), max_size=3).map(tuple)
filters = st.builds(
    Filter,
    sources=several,
    publishers=several,
    topics=several,
    modalities=st.lists(st.sampled_from(MODALITIES), max_size=2).map(tuple),
    certainties=st.lists(st.sampled_from(CERTAINTIES), max_size=2).map(tuple),
    languages=several,
    place_kinds=st.lists(st.sampled_from(PLACE_KINDS), max_size=2).map(tuple),
    statuses=st.lists(st.sampled_from(STATUSES[1:]), max_size=2).map(tuple),
    bbox=boxes,
    area=st.sampled_from([(), ((33.5, 42.25), (34.0, 43.0), (33.0, 43.125)), ((-1, 179), (0, -179), (1, 179.5))]),
    text=words,
)


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
def decisions(draw: st.DrawFn, project: Project) -> Decision:
    """Draw a decision on some claims of a project that has two or more."""
    claims = sorted(draw(st.sets(st.sampled_from(list(project.claims)), min_size=2, max_size=3)))
    kind = draw(st.sampled_from(DECISION_KINDS))
    prefers = draw(st.sampled_from(claims)) if kind == "prefer" else None
    note = draw(texts if kind == "explained" else st.one_of(st.just(Text()), texts))
    return Decision("decided", tuple(claims), kind, draw(days), prefers, note)


@st.composite
def views(draw: st.DrawFn, project: Project) -> SavedView:
    return SavedView(
        draw(st.sampled_from(["view-1", "view-2"])),
        draw(texts),
        draw(st.one_of(st.just(Text()), texts)),
        draw(st.sampled_from([None, "2026-01", "2025-12-28/.."])),
        draw(st.sampled_from([None, "2026-01-14", LOCKED])),
        draw(st.sampled_from([None, *project.places])),
        draw(st.sampled_from([None, *project.topics])),
        draw(boxes),
        draw(filters),
    )


@st.composite
def cues(draw: st.DrawFn) -> CueWords:
    topic, state = draw(st.sampled_from([("presence", "absent"), ("presence", None), ("remark", None), (None, None)]))
    modality = draw(st.sampled_from(MODALITIES if topic is None else (None, *MODALITIES)))
    said = draw(st.lists(full_words.filter(lambda word: word.replace("*", "").strip() != ""), min_size=1, max_size=3))
    return CueWords(draw(st.sampled_from(["cue-1", "cue-2"])), draw(full_words), tuple(said), topic, state, modality)


rejections = st.builds(
    lambda digest, start, length, place, topic: rejection_of(digest, start, start + length, place, topic),
    hashes, st.integers(0, 10**7), st.integers(1, 300), words, optional,
)  # fmt: skip


@st.composite
def rich_projects(draw: st.DrawFn) -> Project:
    """Draw a consistent project, its kinds in any order."""
    project = draw(projects(most_claims=5))
    places = {place.id: draw(rich_places(place)) for place in project.places.values()}
    parents = list(places)
    for name, parent in zip(parents[1:], parents, strict=False):
        if draw(st.booleans()):
            places[name] = replace(places[name], parent=parent)
    judged = [draw(decisions(project))] if len(project.claims) > 1 and draw(st.booleans()) else []
    return replace(
        project,
        title=draw(texts),
        places=places,
        decisions={decision.id: decision for decision in judged},
        views={view.id: view for view in draw(st.lists(views(project), max_size=2))},
        cues={cue.id: cue for cue in draw(st.lists(cues(), max_size=2))},
        rejections={rejection.id: rejection for rejection in draw(st.lists(rejections, max_size=2))},
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
    referred_to = {name for c in project.conflicts.values() for side in c.sides for name in side}
    referred_to |= {name for decision in project.decisions.values() for name in decision.claims}
    free = [name for name in project.claims if name not in referred_to]
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
        st.builds(Put, st.one_of(views(project), cues(), rejections), st.sampled_from([None, 0])),
        *(
            st.sampled_from(list(getattr(project, kind))).map(lambda name, kind=kind: Remove(kind, name))
            for kind in ("decisions", "views", "cues", "rejections")
            if getattr(project, kind)
        ),
    ]
    if len(project.claims) > 1:
        choices.append(decisions(project).map(Put))
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
    return (project.title, project.start_topic, *(list(getattr(project, kind).items()) for kind in KINDS))


def _renamed(place: Place) -> Place:
    return replace(place, id="new-place", parent=None)
