"""Projects for the evidence pack, with saved views and decisions; one with markup in every text that it has."""

from dataclasses import replace

from tests.helpers.pages import made_project

from mapview.domain.filters import Filter
from mapview.domain.model import (
    Anchor,
    AssertedConflict,
    Claim,
    Decision,
    Place,
    Project,
    SavedView,
    Source,
    State,
    Text,
    Topic,
    Utterance,
)

MARKUP = (
    '<script>window.ran=1</script>"><img src=x onerror="window.ran=2">javascript:window.ran=3 \u202ereversed\u202c '
    "</script></style></textarea></title>]]> ${window.ran=4} {{window.ran}} <!-- =1+1 &amp; \u2028"
)
NORTH = ((33.7, 42.3), (33.7, 42.6), (34.0, 42.6), (34.0, 42.3))


def toured_project() -> Project:
    """The made project with a decision on its conflict by rule and three views to go through."""
    project = made_project()
    views = (
        SavedView(
            "first-days", Text("The first days", "الأيام الأولى"), Text("What was known then.", "ما كان معلوماً."),
            at="2026-01-01/2026-01-03", known="locked", topic="presence",
        ),
        SavedView("field", Text("The field"), Text("Two reports."), at="2026-01-05", known="../..",
                  place="north-field"),
        SavedView("north", Text("In the north"), at="../2026-01-09",
                  filter=Filter(modalities=("planned",), area=NORTH)),
    )  # fmt: skip
    decision = Decision("explained", ("absent", "present"), "explained", "2026-01-12", note=Text("They count apart."))
    return replace(
        project, views={view.id: view for view in views}, decisions={decision.id: decision}
    )  # fmt: skip


def hostile_project() -> Project:
    """Two claims that clash, with markup in every text that a project takes from people."""
    both = Text(MARKUP, MARKUP)
    states = (State("yes", both, "vermillion"), State("no", both, "blue"))
    topic = Topic("topic", both, "state", states=states, exclusive=(("yes", "no"),))
    count = Topic("remark", both, "text")
    place = Place(
        "place", both, "town", 33.0, 43.0, 500, MARKUP, aliases=(MARKUP,), ids={"geonames": MARKUP}, note=MARKUP
    )
    sources = {
        name: Source(
            name, MARKUP, both, url, "en", "2026-01-02", "2026-01-20", MARKUP, "0" * 64, repeats=repeats, note=MARKUP
        )
        for name, url, repeats in (
            ("one", "javascript:window.ran=5", None),
            ("two", 'https://example.org/"><script>window.ran=6</script>', "one"),
        )
    }
    said = Utterance("said", both, "2026-01-01", note=MARKUP)
    anchor = Anchor(0, 1, "0" * 64, "<b>=1</b> ]]> ${1} \u202eabc")
    claims = {
        name: Claim(
            name, "place", topic_id, value, both, "2026-01-01/..", source, anchor, utterance="said", note=MARKUP
        )
        for name, topic_id, value, source in (
            ("yes", "topic", "yes", "one"),
            ("no", "topic", "no", "two"),
            ("remark", "remark", MARKUP, "two"),
        )
    }
    conflict = AssertedConflict("asserted", "place", "topic", (("yes",), ("remark",)), both)
    decision = Decision("decision", ("no", "yes"), "prefer", "2026-01-12", prefers="yes", note=both)
    view = SavedView("view", both, both, at="2026-01-05", filter=Filter(text="window"))
    return Project(
        both, "topic", {"place": place}, {"topic": topic, "remark": count}, {"said": said}, sources, claims,
        {"asserted": conflict}, {"decision": decision}, {"view": view},
    )  # fmt: skip
