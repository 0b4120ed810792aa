"""The report of a place and of a timeline, in both languages, as HTML and as DOCX."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree, html

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.model import Decision, Project, Text
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.render.report import Report, report
from mapview.render.report_docx import write_report_docx
from mapview.render.report_html import write_report_html
from mapview.store.folder import load_folder

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "<script>alert(1)</script>&\x00"


@pytest.fixture(scope="module")
def project() -> Project:
    return load_folder(resource_path("seeds"))


@pytest.fixture(scope="module")
def timeline(project: Project) -> Timeline:
    return Timeline.of(project)


def claims_in(found: Report) -> int:
    return sum(len(section.account) for section in found.sections)


def html_of(snapshot: Snapshot) -> str:
    stream = io.BytesIO()
    write_report_html(snapshot, stream)
    return stream.getvalue().decode()


def parts_of(snapshot: Snapshot) -> dict[str, bytes]:
    stream = io.BytesIO()
    write_report_docx(snapshot, stream)
    with zipfile.ZipFile(stream) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_every_claim_stands_once_in_the_account_with_a_note_of_its_own(timeline: Timeline) -> None:
    found = report(Snapshot(timeline))
    assert claims_in(found) == len(found.notes) == len(timeline.project.claims)
    assert [entry.note for section in found.sections for entry in section.account] == [*range(1, len(found.notes) + 1)]
    assert len(found.sources) == len(timeline.project.sources)


def test_the_account_goes_by_date(timeline: Timeline) -> None:
    place = "ain-al-asad"
    found = report(Snapshot(timeline, place=place))
    (section,) = found.sections
    claims = {claim.statement.en: claim for claim in timeline.project.claims.values() if claim.place == place}
    spans = [dates.parse(claims[entry.text].when) for entry in section.account]
    starts = [span.earliest if span.earliest is not None else span.latest for span in spans]
    dated = [start for start in starts if start is not None]
    assert dated == sorted(dated)
    assert starts[: len(dated)] == dated


def test_every_disagreement_of_the_view_is_told(timeline: Timeline) -> None:
    told = report(Snapshot(timeline))
    count = sum(len(section.disagreements) for section in told.sections)
    assert count >= len(timeline.asserted) > 0
    pairs = sum(len(one.claims) for section in told.sections for one in section.disagreements)
    assert pairs >= 2 * count
    assert all(one.sentences for section in told.sections for one in section.disagreements)


def test_it_honours_both_clocks_and_the_area(timeline: Timeline) -> None:
    at, known = dates.parse("2026-01-15"), dates.parse("2026-01-13").latest
    found = report(Snapshot(timeline, at=at, known=known))
    assert claims_in(found) == len(timeline.view(at, known).rows)
    assert "13 January 2026" in " ".join(found.quiet)
    assert claims_in(report(Snapshot(timeline, bbox=(42, 33.5, 43, 34)))) < len(timeline.project.claims)


def test_decisions_are_told_with_their_note(project: Project) -> None:
    conflict = Timeline.of(project).view().conflicts()[0]
    one, other = sorted(conflict.pairs[0])
    decision = Decision("made", (one, other), "explained", "2026-02-03", note=Text("They count from another day."))
    found = report(Snapshot(Timeline.of(replace(project, decisions={"made": decision}))))
    said = [line for section in found.sections for one in section.disagreements for line in one.decisions]
    assert said
    assert all("3 February 2026" in line and "They count from another day." in line for line in said)


def test_the_page_holds_text_and_runs_nothing(project: Project) -> None:
    claim = next(iter(project.claims.values()))
    claims = {**project.claims, claim.id: replace(claim, statement=Text(HOSTILE), note=HOSTILE)}
    text = html_of(Snapshot(Timeline.of(replace(project, claims=claims))))
    page = html.fromstring(text.encode())
    assert not page.findall(".//script")
    assert text.count("&lt;script&gt;") >= 2
    assert "default-src 'none'" in page.find(".//meta[@http-equiv]").get("content")
    assert not re.search(r"(?:src|@import|url\()\s*=?\s*[\"']?https?:", text)


def test_every_note_of_the_page_is_reached_and_leads_back(timeline: Timeline) -> None:
    page = html.fromstring(html_of(Snapshot(timeline)).encode())
    ids = {element.get("id") for element in page.iterfind(".//*[@id]")}
    targets = {link.get("href")[1:] for link in page.iterfind(".//a") if link.get("href").startswith("#")}
    assert targets <= ids
    assert {f"notes-{number}" for number in range(1, len(timeline.project.claims) + 1)} <= targets


def test_an_arabic_page_is_set_from_the_right(timeline: Timeline) -> None:
    page = html.fromstring(html_of(Snapshot(timeline, language="ar")).encode())
    assert page.get("dir") == "rtl"
    assert page.get("lang") == "ar"
    assert "السرد" in page.text_content()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_document_has_a_true_footnote_for_each_claim(timeline: Timeline, language: str) -> None:
    parts = parts_of(Snapshot(timeline, language=language))  # type: ignore[arg-type]
    body = etree.fromstring(parts["word/document.xml"])
    notes = etree.fromstring(parts["word/footnotes.xml"])
    used = [int(mark.get(f"{W}id")) for mark in body.iter(f"{W}footnoteReference")]
    there = [int(note.get(f"{W}id")) for note in notes.iter(f"{W}footnote")]
    assert used == [*range(1, len(timeline.project.claims) + 1)]
    assert there == [-1, 0, *used]
    styles = etree.fromstring(parts["word/styles.xml"])
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    for part in (body, notes):
        assert {style.get(f"{W}val") for name in ("pStyle", "rStyle") for style in part.iter(f"{W}{name}")} <= known
    assert (body.find(f".//{W}bidi") is not None) == (language == "ar")


def test_the_document_takes_any_text(project: Project) -> None:
    claim = next(iter(project.claims.values()))
    claims = {**project.claims, claim.id: replace(claim, statement=Text(HOSTILE))}
    body = etree.fromstring(parts_of(Snapshot(Timeline.of(replace(project, claims=claims))))["word/document.xml"])
    assert any(text.text == HOSTILE.replace("\x00", "\ufffd") for text in body.iter(f"{W}t"))


def test_an_outsider_reads_the_document(timeline: Timeline) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    stream = io.BytesIO()
    write_report_docx(Snapshot(timeline, place="ain-al-asad"), stream)
    document = docx.Document(stream)
    assert document.paragraphs[0].style.name == "Title"
    assert document.paragraphs[0].text.startswith("Ain al-Asad air base")
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 2"] == ["Account", "Disagreements"]
