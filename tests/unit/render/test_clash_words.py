"""What clashes, in words: figures, states, dates, denials, and who speaks independently."""

from dataclasses import replace

import pytest

from mapview.config import resource_path
from mapview.domain.dates import parse
from mapview.domain.disputes import Disputes
from mapview.domain.model import Claim, Project, Quantity, Status
from mapview.domain.timeline import Timeline
from mapview.render.clash_words import clash_sentences, voices_words
from mapview.store.folder import load_folder


@pytest.fixture(scope="module")
def seeds() -> Project:
    return load_folder(resource_path("seeds"))


def sentences(project: Project, topic: str, at: str | None = None, language: str = "en") -> list[str]:
    timeline = Timeline.of(project)
    span = parse(at) if at else None
    (dispute,) = [each for each in Disputes(timeline.view(span)) if each.conflict.topic == topic]
    found = clash_sentences(dispute, timeline.columns, project, language, span)
    return [sentence.replace("\u2068", "").replace("\u2069", "") for sentence in found]


def with_pair(seeds: Project, topic: str, one: object, other: object, **more: object) -> Project:
    """Return the seeds with two claims alone, on one place from 14 January 2026 on."""
    model = next(iter(seeds.claims.values()))
    claims = [
        replace(model, id="one", place="harir", topic=topic, value=one, when="2026-01-14/..", modality="reported"),
        replace(model, id="other", place="harir", topic=topic, value=other, when="2026-01-10/2026-01-20"),
    ]
    claims[1] = replace(claims[1], modality=more.get("modality", "reported"))
    return replace(seeds, claims={claim.id: claim for claim in claims}, conflicts={}, decisions={})


def test_quantities_say_that_their_ranges_do_not_meet(seeds: Project) -> None:
    project = with_pair(seeds, "us-personnel", Quantity(2500, 2500, True), Quantity(2000, 2000))
    said = sentences(project, "us-personnel", "2026-01-14")
    assert said[0].startswith("2,000")
    assert "about 2,500" in said[0]
    assert "cannot both hold: their ranges do not meet" in said[0]
    assert said[0].endswith("claimed on 14 January 2026.")
    assert said[1] == "“About” counts as a tenth more or less."


def test_days_are_those_that_are_looked_at(seeds: Project) -> None:
    project = with_pair(seeds, "us-personnel", Quantity(2500, 2500), Quantity(2000, 2000))
    assert sentences(project, "us-personnel")[0].endswith("from 14 January 2026 to 20 January 2026.")
    assert sentences(project, "us-personnel", "2026")[0].endswith("from 14 January 2026 to 20 January 2026.")
    assert sentences(project, "us-personnel", "2026-01-16/2026-01-17")[0].endswith(
        "16 January 2026 to 17 January 2026."
    )


def test_states_exclude_each_other(seeds: Project) -> None:
    project = with_pair(seeds, "coalition-presence", "absent", "present")
    (said,) = sentences(project, "coalition-presence", "2026-01-14")
    assert said == "Present excludes absent, and both are claimed on 14 January 2026."
    (arabic,) = sentences(project, "coalition-presence", "2026-01-14", "ar")
    assert arabic == "موجود ينفي غائب، وكلاهما مذكور في ١٤ كانون الثاني ٢٠٢٦."


def test_a_denial_names_the_value_that_it_denies(seeds: Project) -> None:
    project = with_pair(seeds, "coalition-presence", "absent", "absent", modality="denied")
    (said,) = sentences(project, "coalition-presence", "2026-01-14")
    assert said == "One claim denies absent and another states absent on 14 January 2026."


def test_dates_are_told_once_a_pair_of_values(seeds: Project) -> None:
    said = sentences(seeds, "end-of-mission")
    assert len(said) == len(set(said)) == 5
    assert "September 2025 and September 2026 share no day" in said[0]


def test_an_asserted_conflict_gives_its_reason(seeds: Project) -> None:
    assertion = seeds.conflicts["which-bases-remain"]
    assert sentences(seeds, assertion.topic) == [assertion.reason.en]


def voices(project: Project, claims: list[Claim], status: Status) -> str:
    timeline = Timeline.of(replace(project, claims={claim.id: claim for claim in claims}, conflicts={}, decisions={}))
    view = timeline.view()
    assert set(view.statuses()["harir"].values()) == {status}
    return voices_words(view, view.rows, status, "en").replace("\u2068", "").replace("\u2069", "")


def test_voices_are_utterances_and_reporters(seeds: Project) -> None:
    model = replace(
        next(iter(seeds.claims.values())),
        place="harir",
        topic="coalition-presence",
        value="present",
        when="2026-01-14/..",
        modality="reported",
        utterance=None,
    )
    araby = replace(model, id="a", source="al-araby-2026-01-14")
    sputnik = replace(model, id="b", source="sputnik-2026-01-18")
    said = voices(seeds, [araby, sputnik], "corroborated")
    assert said.startswith("2 independent voices, each borne out by another: ")
    assert "Al-Araby Al-Jadeed’s own words" in said
    assert "Sputnik Arabic’s own words" in said
    one = next(iter(seeds.utterances.values()))
    quoted = [replace(claim, utterance=one.id) for claim in (araby, sputnik)]
    said = voices(seeds, quoted, "single-source")
    assert said.startswith(f"One voice, carried by 2 sources: {one.speaker.en}, via ")
    assert voices(seeds, quoted[:1], "single-source") == ""
    apart = replace(seeds, topics=seeds.topics | {"coalition-presence": replace(
        seeds.topics["coalition-presence"], exclusive=())})  # fmt: skip
    said = voices(apart, [araby, replace(sputnik, value="absent")], "single-source")
    assert said.startswith("2 independent voices, no two of which agree: ")
