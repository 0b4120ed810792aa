from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mapview.domain.model import Project, Source, Text
from mapview.store.bulk import finished
from mapview.store.copies import offers_steps
from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile

SENTENCE = "قال مسؤول أمني إن آخر الجنود غادروا القاعدة ليلاً نحو الحدود من دون أن يعلن أحد عن وجهتهم"
WORDS = SENTENCE.split()
REPORT = " ".join(f"{word} {number}" for number in range(12) for word in WORDS)
OTHER = " ".join(f"كلام {number} آخر لا صلة له بما سبق من القول" for number in range(60))


def project_with(folder: Path, *texts: str) -> ProjectFile:
    documents = [Document(text, text.encode()) for text in texts]
    return ProjectFile.create(folder / "project.mapview", Project(Text("Trial"), ""), documents)


def test_a_copy_with_other_spelling_and_a_new_ending_is_found(tmp_path: Path) -> None:
    with project_with(tmp_path, REPORT, OTHER) as file:
        copy = REPORT.replace("أ", "ا").replace("ليلاً", "ليلا") + " وانتهى الخبر بهذه الجملة الجديدة التي لم تكن فيه."
        (near,) = file.near_copies(copy)
        assert near.sha256 == Document(REPORT, b"").sha256
        assert 0.9 < near.share < 1
        assert near.covered == 1


def test_a_report_that_is_quoted_whole_within_a_longer_one_is_found(tmp_path: Path) -> None:
    with project_with(tmp_path, REPORT, OTHER) as file:
        (near, *more) = file.near_copies(f"{REPORT} {OTHER} {OTHER.replace('كلام', 'حديث')}")
        assert near.covered == 1
        assert {found.sha256 for found in (near, *more)} == file.document_hashes()


def test_reports_that_share_a_sentence_are_no_copies(tmp_path: Path) -> None:
    with project_with(tmp_path, REPORT) as file:
        assert file.near_copies(f"{' '.join(WORDS)} {OTHER}") == []
        assert file.near_copies("too short") == []
        assert file.near_copies("") == []


@given(st.lists(st.sampled_from(WORDS), min_size=5, max_size=40))
def test_a_text_is_its_own_nearest_copy(words: list[str]) -> None:
    import tempfile  # noqa: PLC0415

    text = " ".join(words)
    with tempfile.TemporaryDirectory() as folder, project_with(Path(folder), text) as file:
        assert [(near.share, near.covered) for near in file.near_copies(text)] == [(1, 1)]


def report(name: str, text: str, published: str, publisher: str = "", **more: str) -> Source:
    sha256 = Document(text, b"").sha256
    named = Text(publisher) if publisher else None
    return Source(name, name, named, None, "ar", published, "2026-02-01", "made for a test", sha256, **more)


def test_sources_that_may_be_one_voice_are_found_in_a_file(tmp_path: Path) -> None:
    copy = REPORT + " وانتهى الخبر بهذه الجملة الجديدة التي لم تكن فيه."
    sources = (
        report("late", copy, "2026-01-09"),
        report("early", REPORT, "2026-01-02"),
        report("other", OTHER, "2026-01-03"),
        report("told", REPORT, "2026-01-04", repeats="early"),
        report("same-house", REPORT, "2026-01-05", "Test paper"),
        report("same-house-again", REPORT, "2026-01-06", "Test paper"),
    )
    project = Project(Text("Trial"), "", sources={source.id: source for source in sources})
    documents = [Document(text, text.encode()) for text in (REPORT, OTHER, copy)]
    path = tmp_path / "project.mapview"
    ProjectFile.create(path, project, documents).close()
    offers = finished(offers_steps(path, project))
    pairs = {(offer.copy, offer.original) for offer in offers}
    assert pairs == {
        ("late", "early"), ("late", "told"), ("late", "same-house"), ("late", "same-house-again"),
        ("same-house", "early"), ("same-house", "told"), ("same-house-again", "early"), ("same-house-again", "told"),
    }  # fmt: skip
    assert all(0.8 <= offer.share <= 1 for offer in offers)
    assert finished(offers_steps(tmp_path, project)) == (), "a folder holds no documents"
