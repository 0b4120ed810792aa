"""Random small projects, made so that claims often meet in place, topic and time."""

from dataclasses import replace

from hypothesis import strategies as st

from mapview.domain import dates
from mapview.domain.model import (
    MODALITIES,
    Anchor,
    AssertedConflict,
    Claim,
    Decision,
    Place,
    Project,
    Quantity,
    Source,
    State,
    Text,
    Topic,
    Utterance,
)

FIRST_DAY, LAST_DAY = dates.day_number(2025, 12, 20), dates.day_number(2026, 1, 10)

TOPICS = (
    Topic(
        "presence",
        Text("Presence", "حضور"),
        "state",
        states=(
            State("present", Text("present", "حاضر"), "vermillion"),
            State("partial", Text("partial", "جزئي"), "orange"),
            State("absent", Text("absent", "غائب"), "blue"),
        ),
        exclusive=(("present", "absent"),),
    ),
    Topic("strength", Text("Strength", "عدد"), "quantity", apart=True, unit=Text("people", "شخص")),
    Topic("end", Text("End", "نهاية"), "date", apart=True),
    Topic("remark", Text("Remark", "ملاحظة"), "text"),
)
WHENS = (
    "2025-12", "2026", "2025-12-25/..", "../2026-01-03", "/2026-01-03", "2025-12-30/", "../..", "2025-12-28",
    "2025-12-28/2026-01-02", "[2025-12-26..2026-01-05]", "2026-01-0X", "2026-01~", "2026-01-04?",
    "2025-12-22~/2026-01-03", "2025-12-22/2026-01-05?", "2025-12-24?/..", "../2026-01-03~",
    "2025-12-26~/", "/2026-01-04?",
)  # fmt: skip
PUBLISHED = (None, "2025-12-24", "2026-01-02", "[2025-12-26..2026-01-08]", "2025-12-30/..", "2025-12~")
VALUES = {
    "presence": st.sampled_from(["present", "partial", "absent"]),
    "strength": st.builds(
        lambda low, width, approximate: Quantity(low, None if width is None else (low or 0) + width, approximate),
        st.sampled_from([0.0, 10.0, 12.0, 100.0]),
        st.sampled_from([None, 0.0, 5.0]),
        st.booleans(),
    ),
    "end": st.sampled_from(["2025-12", "2026-09", "2026-09-30", "2026"]),
    "remark": st.sampled_from(["one", "two"]),
}


def place(number: int) -> Place:
    return Place(
        id=f"place-{number}",
        names=Text(f"Test place {number}", f"موضع تجربة {number}"),
        kind="town",
        lat=33.0 + number / 10,
        lon=43.0 + number / 10,
        precision_m=1000.0,
        coordinates_from="made for a test",
    )


def source(number: int, published: str | None, publisher: int | None, repeats: int | None) -> Source:
    return Source(
        id=f"source-{number}",
        title=f"Test report {number}",
        publisher=None if publisher is None else Text(f"Test publisher {publisher}"),
        url=None,
        language="en",
        published=published,
        obtained="2026-01-09",
        how="made for a test",
        sha256="0" * 64,
        repeats=None if repeats is None or repeats >= number else f"source-{repeats}",
    )


@st.composite
def projects(draw: st.DrawFn, most_claims: int = 14) -> Project:
    places = {found.id: found for found in map(place, range(draw(st.integers(1, 3))))}
    sources = {}
    for number in range(draw(st.integers(1, 4))):
        found = source(
            number,
            draw(st.sampled_from(PUBLISHED)),
            draw(st.sampled_from([None, 0, 1])),
            draw(st.sampled_from([None, None, 0])),
        )
        sources[found.id] = found
    utterances = {f"said-{n}": Utterance(f"said-{n}", Text(f"Speaker {n}")) for n in range(2)}
    claims = {}
    for number in range(draw(st.integers(0, most_claims))):
        topic = draw(st.sampled_from(TOPICS))
        found = Claim(
            id=f"claim-{number}",
            place=draw(st.sampled_from(list(places))),
            topic=topic.id,
            value=draw(VALUES[topic.id]),
            statement=Text(f"Statement {number}"),
            when=draw(st.sampled_from(WHENS)),
            source=draw(st.sampled_from(list(sources))),
            anchor=Anchor(0, 1, "0" * 64, "x"),
            utterance=draw(st.sampled_from([None, None, "said-0", "said-1"])),
            modality=draw(st.sampled_from(MODALITIES)),
        )
        claims[found.id] = found
    project = Project(
        Text("Made for a test"), "presence", places, {topic.id: topic for topic in TOPICS}, utterances, sources, claims
    )
    return _with_decisions(draw, _with_assertion(draw, project))


def _with_assertion(draw: st.DrawFn, project: Project) -> Project:
    by_place: dict[str, list[Claim]] = {}
    for claim in project.claims.values():
        by_place.setdefault(claim.place, []).append(claim)
    pairs = [
        (one, other)
        for claims in by_place.values()
        for one in claims
        for other in claims
        if one.id < other.id and dates.parse(one.when).meets(dates.parse(other.when))
    ]
    if not pairs or not draw(st.booleans()):
        return project
    one, other = draw(st.sampled_from(pairs))
    assertion = AssertedConflict("asserted", one.place, one.topic, ((one.id,), (other.id,)), Text("They clash."))
    return replace(project, conflicts={"asserted": assertion})


def _with_decisions(draw: st.DrawFn, project: Project) -> Project:
    decisions: dict[str, Decision] = {}
    for place in project.places:
        claims = sorted(claim.id for claim in project.claims.values() if claim.place == place)
        if len(claims) > 1 and draw(st.booleans()):
            chosen = draw(st.lists(st.sampled_from(claims), min_size=2, max_size=6, unique=True))
            kind = draw(st.sampled_from(["prefer", "prefer", "both-stand", "explained"]))
            prefers = chosen[0] if kind == "prefer" else None
            note = Text("Their clocks differ.")
            name = f"decision-{len(decisions)}"
            decisions[name] = Decision(name, tuple(sorted(chosen)), kind, "2026-01-14", prefers, note)
    return replace(project, decisions=decisions)


event_times = st.one_of(
    st.none(),
    st.integers(FIRST_DAY, LAST_DAY).map(lambda day: dates.Span(day, day)),
    st.tuples(st.integers(FIRST_DAY, LAST_DAY), st.integers(0, 30)).map(lambda t: dates.Span(t[0], t[0] + t[1])),
)
known_times = st.one_of(st.none(), st.integers(FIRST_DAY, LAST_DAY))
