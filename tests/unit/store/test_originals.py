from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mapview.config import resource_path
from mapview.domain.model import Anchor, Claim, Project, Source, Text
from mapview.reading.documents import ReadReport
from mapview.reading.originals import reports_in
from mapview.store.folder import load_folder
from mapview.store.originals import adopted, check_anchors, find_passage, sha256_of


def texts_in(folder: Path) -> dict[str, str]:
    return {
        sha256_of(found.document.text): found.document.text
        for found in reports_in(folder)
        if isinstance(found, ReadReport)
    }


def test_all_anchors_of_the_first_timeline_verify(originals: Path) -> None:
    project = load_folder(resource_path("seeds"))
    checks = check_anchors(project, texts_in(originals))
    assert len(checks) == len(project.claims)
    assert {check.verdict for check in checks} == {"verified"}


def test_one_changed_word_is_noticed(originals: Path) -> None:
    project = load_folder(resource_path("seeds"))
    texts = texts_in(originals)
    claim = next(iter(project.claims.values()))
    digest = project.sources[claim.source].sha256
    changed = texts[digest][: claim.anchor.start] + "x" + texts[digest][claim.anchor.start + 1 :]
    (check,) = (c for c in check_anchors(project, {digest: changed}) if c.claim == claim.id)
    assert check.verdict == "changed"
    (check,) = (c for c in check_anchors(project, {}) if c.claim == claim.id)
    assert check.verdict == "not available"


def timeline(text: str, passages: dict[str, str], sha256: str = "") -> Project:
    """Return a project with one source and a claim on each of its passages, whose cues are their first words."""
    claims = {}
    for name, passage in passages.items():
        start, cue = text.index(passage), " ".join(passage.split()[:3])
        anchor = Anchor(start, start + len(passage), sha256_of(passage), cue)
        claims[name] = Claim(name, "place", "topic", "value", Text("Said"), "2026", "report", anchor)
    source = Source("report", "A report", None, None, "en", None, "2026-01-01", "made", sha256 or sha256_of(text))
    return Project(Text("Trial"), "", sources={"report": source}, claims=claims)


TEXT = (
    "The first convoy left the northern camp at dawn. A second one followed in the evening, officials said. "
    "Nobody was seen at the gate on Friday. وغادر الرتل الثالث القاعدة ليلاً باتجاه الحدود. A last truck came back."
)
PASSAGES = {
    "first": "The first convoy left the northern camp",
    "second": "A second one followed in the evening",
    "gate": "Nobody was seen at the gate on Friday",
    "third": "وغادر الرتل الثالث القاعدة ليلاً",
}


def verdicts(project: Project, *texts: str) -> dict[str, str]:
    return {check.claim: check.verdict for check in check_anchors(project, {sha256_of(text): text for text in texts})}


def test_a_changed_original_is_recognised_and_each_passage_judged() -> None:
    project = timeline(TEXT, PASSAGES)
    assert set(verdicts(project, TEXT).values()) == {"verified"}
    later = TEXT.replace("A second one", "Corrected: A second one").replace(" on Friday", " on Saturday")
    later = later.replace("Nobody was seen", "Nobody was then seen").replace(PASSAGES["third"], "وبقي الجميع")
    assert verdicts(project, later) == {"first": "verified", "second": "moved", "gate": "changed", "third": "lost"}
    (moved,) = (check for check in check_anchors(project, {"": later}) if check.verdict == "moved")
    assert later[moved.start :].startswith(PASSAGES["second"])


def test_another_report_is_not_taken_for_the_original() -> None:
    project = timeline(TEXT, PASSAGES)
    other = "An unrelated report. " * 20 + PASSAGES["second"]
    assert set(verdicts(project, other).values()) == {"not available"}
    later = "Updated. " + TEXT
    assert set(verdicts(project, other, later).values()) == {"moved"}
    # The original of another source, whole, is that source's alone.
    twin = replace(project.sources["report"], id="twin", sha256=sha256_of(later))
    both = replace(project, sources={**project.sources, "twin": twin})
    assert set(verdicts(both, later).values()) == {"not available"}


def test_of_a_passage_that_stands_twice_the_first_counts() -> None:
    project = timeline(TEXT, PASSAGES)
    assert find_passage(f"{TEXT} {TEXT}", project.claims["gate"].anchor) == project.claims["gate"].anchor.start
    twice = f"Updated. {TEXT} {TEXT}"
    assert find_passage(twice, project.claims["gate"].anchor) == twice.index(PASSAGES["gate"])


@given(st.text("ab ", min_size=1, max_size=40), st.text("ab ", max_size=60), st.data())
def test_a_passage_is_found_wherever_it_stands(passage: str, around: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(passage) - 1))
    cue = passage[start : data.draw(st.integers(start, len(passage)))]
    anchor = Anchor(999, 999 + len(passage), sha256_of(passage), cue)
    cut = data.draw(st.integers(0, len(around)))
    text = around[:cut] + passage + around[cut:]
    assert find_passage(text, anchor) == text.index(passage)
    assert (find_passage(around, anchor) is None) == (passage not in around)


def test_adopting_a_text_moves_the_anchors_that_it_holds() -> None:
    project = timeline(TEXT, PASSAGES)
    later = "Updated. " + TEXT.replace(" on Friday", " on Saturday")
    after, inverse = adopted(project, "report", later).apply(project)
    assert verdicts(after, later) == {"first": "verified", "second": "verified", "gate": "changed", "third": "verified"}
    assert inverse.apply(after)[0] == project
