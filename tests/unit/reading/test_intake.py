"""What a project knows of a report, and the change that takes it in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mapview.config import resource_path
from mapview.domain.model import Project, Text
from mapview.errors import BadInputError, FileProblemError
from mapview.reading.documents import ReadReport, read_bytes
from mapview.reading.import_documents import import_documents
from mapview.reading.intake import Facts, Shelf, Taken, change_of, script_language, stated_facts
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile

WORDS = " ".join(f"word{number}" for number in range(200))
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>A title</title>'
    '<meta property="article:published_time" content="{day}">'
    '<link rel="canonical" href="https://example.org/a"><meta property="og:site_name" content="The Gazette"></head>'
    "<body><article><p>{words}</p></article></body></html>"
)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ProjectFile]:
    with ProjectFile.create(tmp_path / "a.mapview", Project(Text("A"), "")) as file:
        yield file


def shelf_of(file: ProjectFile) -> Shelf:
    return Shelf(file.project, file.document_hashes(), file.near_copies)


def text(words: str, name: str = "a.txt") -> ReadReport:
    return read_bytes(words.encode(), name)


def test_what_a_page_states_is_taken_and_nothing_else() -> None:
    page = read_bytes(PAGE.format(day="2026-01-14T10:00:00Z", words=WORDS).encode())
    facts = stated_facts(page, "file a.html")
    assert (facts.title, facts.publisher, facts.published) == ("A title", "The Gazette", "2026-01-14")
    assert (facts.url, facts.language, facts.how) == ("https://example.org/a", "en", "file a.html")
    plain = stated_facts(text(WORDS), "pasted")
    assert (plain.title, plain.publisher, plain.published, plain.url, plain.language) == ("", "", "", "", "")


def test_a_day_that_is_none_counts_as_not_stated() -> None:
    assert stated_facts(read_bytes(PAGE.format(day="2026-02-31", words=WORDS).encode()), "").published == ""


def test_a_text_is_recognised_within_the_project_and_within_what_comes_with_it(file: ProjectFile) -> None:
    first = text(WORDS)
    change, documents, ids = change_of(file.project, [Taken(first, "source", Facts(obtained="2026-01-20"))])
    assert change is not None
    file.apply(change, "import", documents)
    shelf = shelf_of(file)
    again, other, twice = (
        shelf.weigh(text(WORDS, "b.txt")),
        shelf.weigh(text("Another.")),
        shelf.weigh(text("Another.")),
    )
    assert (again.twin, again.kept) == (ids[0], True)
    assert (other.twin, other.kept, other.again) == (None, False, False)
    assert twice.again


def test_near_copies_are_offered_from_the_project_and_from_the_same_batch(file: ProjectFile) -> None:
    shelf = shelf_of(file)
    first = shelf.weigh(text(WORDS))
    copy = shelf.weigh(text(f"{WORDS} And a new end."))
    assert first.copies == ()
    assert [near.sha256 for near in copy.copies] == [first.sha256]
    assert copy.copies[0].share > 0.9
    facts = Facts(title="One", obtained="2026-01-20")
    change, documents, ids = change_of(
        file.project,
        [Taken(first.report, "source", facts), Taken(copy.report, "source", facts, repeats=copy.copies[0].sha256)],
    )
    assert change is not None
    file.apply(change, "import", documents)
    assert ids == ["one", "one-2"]
    assert file.project.sources["one-2"].repeats == "one"
    assert file.undo() == "import"
    assert not file.project.sources


def test_the_original_of_a_source_is_attached_and_a_changed_one_is_offered(originals: Path, tmp_path: Path) -> None:
    seeds = load_folder(resource_path("seeds"))
    report = read_bytes((originals / "004_79ff55134d49f6d6.txt").read_bytes(), "004.txt")
    with ProjectFile.create(tmp_path / "s.mapview", seeds) as file:
        incoming = shelf_of(file).weigh(report)
        assert incoming.twin is not None
        assert not incoming.kept
        change, documents, _ = change_of(file.project, [Taken(report, "original", source=incoming.twin)])
        assert change is None
        file.add_documents(documents)
        assert file.document(seeds.sources[incoming.twin].sha256) == report.document
        assert shelf_of(file).weigh(report).kept
    with ProjectFile.create(tmp_path / "t.mapview", seeds) as file:
        other = read_bytes(b"A line before.\n" + report.document.original, "other.txt")
        adoption = shelf_of(file).weigh(other).adoption
        assert adoption is not None
        assert adoption.source == incoming.twin
        assert adoption.verdicts["moved"] == sum(claim.source == adoption.source for claim in seeds.claims.values())
        change, documents, _ = change_of(file.project, [Taken(other, "adopted", source=adoption.source)])
        assert change is not None
        file.apply(change, "adopt", documents)
        moved = [claim for claim in file.project.claims.values() if claim.source == adoption.source]
        assert all(claim.anchor.start == seeds.claims[claim.id].anchor.start + 15 for claim in moved)


def test_only_arabic_is_told_by_its_letters() -> None:
    assert script_language("غادرت القوات القاعدة") == "ar"
    assert script_language("نیروها پایگاه را ترک کردند و گفتند که چیزی نمانده") == ""
    assert script_language("Les forces sont parties") == ""


def test_ids_are_made_of_what_is_known(file: ProjectFile) -> None:
    facts = Facts(title="Troops leave!", publisher="Al-Araby", published="2026-01-14", obtained="2026-01-20")
    taken = [
        Taken(text("one"), "source", facts),
        Taken(text("two"), "source", replace(facts, publisher="العربي", published="2026-01/..")),
        Taken(text("three", "002 report.txt"), "source", replace(facts, publisher="", title="تقرير 5", published="")),
        Taken(text("four", ""), "source", Facts(obtained="2026-01-20")),
    ]
    change, _, ids = change_of(file.project, taken)
    assert ids == ["al-araby-2026-01-14", "troops-leave", "002-report", "report"]
    assert change is not None
    file.apply(change, "import")
    assert file.project.sources["troops-leave"].publisher == Text(ar="العربي")
    assert file.project.sources["report"].title == "[Pasted text]"


def test_files_are_taken_as_far_as_they_can_be_read(tmp_path: Path) -> None:
    good, empty, binary = tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "binary.txt"
    good.write_text(WORDS)
    empty.write_text("")
    binary.write_bytes(bytes(range(256)))
    project = tmp_path / "new.mapview"
    found = import_documents(project, [good, empty, binary, tmp_path / "absent.txt", good], Facts(publisher="P"))
    assert [row["source"] for row in found["imported"]] == ["p"]
    assert [row["source"] for row in found["duplicates"]] == ["p"]
    assert [Path(row["file"]).name for row in found["left_out"]] == ["empty.txt", "binary.txt", "absent.txt"]
    assert all(row["reason"].endswith(".") for row in found["left_out"])


def test_wrong_facts_leave_no_file_behind(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(WORDS)
    with pytest.raises(BadInputError, match="no day"):
        import_documents(tmp_path / "new.mapview", [tmp_path / "good.txt"], Facts(obtained="yesterday"))
    assert not (tmp_path / "new.mapview").exists()


def test_a_folder_gives_its_files_and_a_project_that_is_open_elsewhere_takes_nothing(tmp_path: Path) -> None:
    folder, project = tmp_path / "reports", tmp_path / "new.mapview"
    (folder / "more").mkdir(parents=True)
    (folder / "more" / "b.txt").write_text("Another one.")
    (folder / "a.txt").write_text(WORDS)
    (folder / ".hidden").write_text("Not a report.")
    found = import_documents(project, [folder], Facts())
    assert [Path(row["file"]).name for row in found["imported"]] == ["a.txt", "b.txt"]
    (tmp_path / "c.txt").write_text("A third one.")
    with ProjectFile.open(project) as file:
        with pytest.raises(FileProblemError, match="another window"):
            import_documents(project, [tmp_path / "c.txt"], Facts())
        assert len(file.project.sources) == 2
