"""What a project must not hold is listed by a check of either form, and what it may hold is remarked on."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.helpers.projects import TOPICS, place, source

from mapview.domain.filters import Filter
from mapview.domain.model import (
    LOCKED,
    Anchor,
    Claim,
    CueWords,
    Decision,
    Project,
    Quantity,
    Rejection,
    SavedView,
    Text,
    Value,
)
from mapview.domain.remarks import remarks_on
from mapview.errors import BadInputError
from mapview.store.folder_writer import write_folder
from mapview.store.new_file import write_file
from mapview.store.packing import load_project, read_with_problems


def claim(name: str, topic: str, value: Value, when: str = "2026-01-14") -> Claim:
    return Claim(name, "place-0", topic, value, Text("Said."), when, "source-0", Anchor(0, 1, "0" * 64, "x"))


SOUND = Project(
    Text("Trial"),
    "presence",
    places={"place-0": place(0)},
    topics={topic.id: topic for topic in TOPICS},
    sources={
        name: replace(source(number, "2026-01-02", 0, None), sha256=str(number) * 64)
        for number, name in enumerate(("source-0", "source-1"))
    },
    claims={
        found.id: found
        for found in (
            claim("one", "presence", "absent"),
            claim("two", "presence", "present"),
            claim("few", "strength", Quantity(None, 500)),
        )
    },
    decisions={"decided": Decision("decided", ("one", "two"), "prefer", "2026-01-15", "one")},
)


def with_claim(topic: str, value: Value, when: str = "2026-01-14") -> Callable[[], Project]:
    return lambda: replace(SOUND, claims={**SOUND.claims, "bad": claim("bad", topic, value, when)})


def with_decision(**changes: object) -> Callable[[], Project]:
    changed = replace(SOUND.decisions["decided"], **changes)  # type: ignore[arg-type]
    return lambda: replace(SOUND, decisions={"decided": changed})


def with_view(**changes: object) -> Callable[[], Project]:
    return lambda: replace(SOUND, views={"seen": SavedView("seen", Text("Seen"), **changes)})  # type: ignore[arg-type]


def with_cue(**changes: object) -> Callable[[], Project]:
    said = replace(CueWords("said", "en", ("left",), "presence", "absent"), **changes)  # type: ignore[arg-type]
    return lambda: replace(SOUND, cues={"said": said})


def circular() -> Project:
    first, second = SOUND.sources.values()
    return replace(
        SOUND,
        sources={
            first.id: replace(first, repeats=second.id),
            second.id: replace(second, repeats=first.id),
        },
    )


REFUSED: dict[str, tuple[Callable[[], Project], str]] = {
    "no state of the topic": (with_claim("presence", "here"), "'here' is no state of topic 'presence'"),
    "a quantity for a state": (with_claim("presence", Quantity(1, 2)), "takes a state"),
    "a text for a quantity": (with_claim("strength", "many"), "takes a quantity"),
    "a range without ends": (with_claim("strength", Quantity(None, None)), "a min, a max or both"),
    "a range upside down": (with_claim("strength", Quantity(2, 1)), "min of a quantity is above its max"),
    "no date for a date": (with_claim("end", "soon"), "no EDTF"),
    "an empty text": (with_claim("remark", " "), "the value is empty"),
    "an end before its start": (with_claim("remark", "x", "2026-02/2026-01"), "ends before it starts"),
    "a set that ends before it starts": (with_claim("remark", "x", "[2026-02..2026-01]"), "ends before it starts"),
    "a year too late": (with_claim("remark", "x", "Y17000"), "beyond the years -9999 to 9999"),
    "a year too early": (with_claim("remark", "x", "Y-17000/2026"), "beyond the years -9999 to 9999"),
    "a value too late": (with_claim("end", "Y17000"), "beyond the years -9999 to 9999"),
    "an empty date": (with_claim("remark", "x", ""), "no EDTF"),
    "sources that repeat each other": (circular, "repeats itself by way of other sources"),
    "a decision of no kind": (with_decision(kind="guess"), "no kind of decision"),
    "a decision on one claim": (with_decision(claims=("one",)), "two claims or more"),
    "a decision out of order": (with_decision(claims=("two", "one")), "in the order of their ids"),
    "a preference for nothing": (with_decision(prefers=None), "names the claim preferred"),
    "a preference beside the point": (with_decision(prefers="few"), "none of the claims decided on"),
    "both stand and one is preferred": (with_decision(kind="both-stand"), "names the claim preferred"),
    "an explanation without one": (with_decision(kind="explained", prefers=None), "write one"),
    "a decision on no day": (with_decision(made="yesterday"), "on which the decision was made"),
    "two decisions on the same": (
        lambda: replace(SOUND, decisions={n: replace(SOUND.decisions["decided"], id=n) for n in ("a", "b")}),
        "is on the same claims",
    ),
    "a view at no time": (with_view(at="soon"), "no EDTF"),
    "a view known at no time": (with_view(known="lokced"), "no EDTF"),
    "a view of no area": (with_view(bbox=(50.0, 30.0, 40.0, 38.0)), "west below east"),
    "a filter by no modality": (with_view(filter=Filter(modalities=("guessed",))), "'guessed' is no modality"),
    "a filter by an area around a pole": (
        with_view(filter=Filter(area=((80.0, 0.0), (80.0, 120.0), (80.0, -120.0)))),
        "around a pole",
    ),
    "a filter by no kind of place": (with_view(filter=Filter(place_kinds=("den",))), "'den' is no kind of place"),
    "cue words without words": (with_cue(words=()), "list of words"),
    "cue words for nothing": (with_cue(topic=None, state=None), "a topic, a modality or both"),
    "cue words for a state of nothing": (with_cue(topic=None, modality="planned"), "name the topic"),
    "cue words for no state": (with_cue(state="here"), "'here' is no state of topic"),
    "a rejection that ends before it starts": (
        lambda: replace(SOUND, rejections={"no": Rejection("no", "0" * 64, 5, 5, "place-0")}),
        "ends after its start",
    ),
}


def in_both_forms(project: Project, folder: Path) -> tuple[Path, Path]:
    write_folder(project, folder / "folder")
    write_file(folder / "file.mapview", project)
    return folder / "folder", folder / "file.mapview"


def test_what_is_sound_has_no_problem(tmp_path: Path) -> None:
    for path in in_both_forms(SOUND, tmp_path):
        assert read_with_problems(path) == (SOUND, [])


@pytest.mark.parametrize(("project", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_listed_in_both_forms(project: Callable[[], Project], said: str, tmp_path: Path) -> None:
    for path in in_both_forms(project(), tmp_path):
        _, problems = read_with_problems(path)
        assert any(said in problem.message for problem in problems), problems


def test_a_filter_that_is_none_names_its_view_in_both_forms(tmp_path: Path) -> None:
    project = replace(SOUND, views={"seen": SavedView("seen", Text("Seen"), filter=Filter(topics=("presence",)))})
    folder, file = in_both_forms(project, tmp_path)
    path = folder / "project.toml"
    path.write_text(path.read_text("utf-8").replace("topic=presence", "topos=presence"), "utf-8")
    found, (problem,) = read_with_problems(folder)
    assert "'topos' is nothing to filter by" in problem.message
    assert path.read_text("utf-8").split("\n")[problem.line - 1].startswith("filter = ")
    assert found == SOUND
    connection = sqlite3.connect(file)
    connection.execute("UPDATE views SET filter = 'topos=presence'")
    connection.commit()
    connection.close()
    with pytest.raises(BadInputError, match="view 'seen' cannot be read: 'topos' is nothing to filter by"):
        load_project(file)


def test_a_claim_without_a_date_is_refused_and_the_others_stay(tmp_path: Path) -> None:
    folder, _ = in_both_forms(SOUND, tmp_path)
    path = folder / "sources" / "source-0.toml"
    path.write_text(path.read_text("utf-8").replace('when = "2026-01-14"\n', "", 1), "utf-8")
    found, problems = read_with_problems(folder)
    assert "the key 'when' is missing" in problems[0].message
    assert list(found.claims) == ["two", "few"]


def test_what_is_accepted_with_a_remark_stays(tmp_path: Path) -> None:
    first, second = SOUND.sources.values()
    project = replace(
        SOUND,
        topics={**SOUND.topics, "strength": replace(SOUND.topics["strength"], apart=False)},
        sources={
            first.id: first,
            second.id: replace(second, sha256=first.sha256, published=None),
            "copy": replace(second, id="copy", sha256=first.sha256, repeats=first.id),
        },
        claims={
            **SOUND.claims,
            "always": claim("always", "presence", "absent", "../.."),
            "unknown": claim("unknown", "presence", "absent", "/.."),
            "since": claim("since", "presence", "absent", "2026/.."),
        },
        views={
            "seen": SavedView("seen", Text("Seen"), known=LOCKED, filter=Filter(sources=("gone", "copy"))),
        },
    )
    for path in in_both_forms(project, tmp_path):
        found, problems = read_with_problems(path)
        assert problems == []
        assert (found.claims, found.sources, found.views) == (project.claims, project.sources, project.views)
        assert [(remark.kind, remark.id) for remark in remarks_on(load_project(path))] == [
            ("topics", "strength"), ("topics", "remark"), ("sources", "source-1"), ("sources", "source-1"),
            ("claims", "always"), ("claims", "unknown"), ("views", "seen"),
        ]  # fmt: skip
