from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mapview.domain.model import Project, Text
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
