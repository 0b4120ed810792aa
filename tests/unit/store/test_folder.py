import shutil
from pathlib import Path

import pytest

from mapview.config import resource_path
from mapview.errors import BadInputError, FileProblemError
from mapview.store.folder import load_folder, read_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "project"
    shutil.copytree(resource_path("seeds"), copy)
    return copy


def spoil(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence of a text in a file; return the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


SHAFAQ = "sources/shafaq-2025-10-11.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (SHAFAQ, 'when = "2025-10-11/.."', 'when = "11 October"', "no EDTF"),
        (SHAFAQ, 'place = "altun-kupri"', 'place = "altun-copper"', "no place 'altun-copper'"),
        (SHAFAQ, 'modality = "planned"', 'modality = "guessed"', "no modality"),
        (SHAFAQ, 'modality = "planned"', "modality = 3", "must be a string"),
        (SHAFAQ, 'modality = "planned"', 'mood = "planned"', "'modality' is missing"),
        (SHAFAQ, 'language = "ar"', 'language = "ar"\nlangage = "ar"', "no key that belongs here"),
        (SHAFAQ, 'published = "2025-10-11"', 'published = "2025-13"', "no EDTF"),
        ("places.toml", "lat = ", "lat = 9", "outside -90 to 90"),
        ("places.toml", "lon = ", "lon = 9", "outside -180 to 180"),
        ("places.toml", 'kind = "air_base"', 'kind = "aerodrome"', "no kind of place"),
        ("places.toml", "precision_m = ", "precision_m = -", "radius in metres"),
        ("places.toml", "lat = ", "lat = = ", "no TOML"),
        ("project.toml", 'type = "state"', 'type = "status"', "no type of value"),
        ("project.toml", 'start_topic = "', 'start_topic = "no-', "no topic"),
        ("project.toml", 'place = "iraq"', 'place = "no-iraq"', "no place"),
        ("utterances.toml", 'date = "', 'date = "about ', "no EDTF"),
    ],
)  # fmt: skip
def test_one_sentence_with_file_and_line(folder: Path, file: str, old: str, new: str, said: str) -> None:
    line = spoil(folder / file, old, new)
    with pytest.raises(BadInputError) as caught:
        load_folder(folder)
    message = str(caught.value)
    assert said in message
    found = int(message.split(f"{Path(file).name}:")[1].split(":", maxsplit=1)[0])
    # A key that is missing or stands after the spoilt one is reported where its table or itself stands.
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    missing = "missing" in said or "belongs here" in said
    assert found == line or (missing and ("[[claims]]" in lines[found - 1] or "langage" in lines[found - 1]))
    assert "\n" not in message


def test_every_problem_is_listed_and_the_rest_is_kept(folder: Path) -> None:
    whole = load_folder(folder)
    spoil(folder / SHAFAQ, 'when = "2025-10-11/.."', 'when = "soon"')
    spoil(folder / "sources/sputnik-2026-01-18.toml", 'when = "', 'when = "soon ')
    project, problems = read_folder(folder)
    assert {problem.file for problem in problems} >= {SHAFAQ, "sources/sputnik-2026-01-18.toml"}
    assert len(whole.claims) - len(project.claims) == 2


def test_a_double_id_is_refused(folder: Path) -> None:
    path = folder / "utterances.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n" + text[text.index("[[utterances]]") :], encoding="utf-8")
    with pytest.raises(BadInputError, match="stands twice"):
        load_folder(folder)


def test_what_is_no_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="is not there"):
        load_folder(tmp_path / "nothing")
    with pytest.raises(FileProblemError, match=r"holds no project\.toml"):
        load_folder(tmp_path)
    file = tmp_path / "file.txt"
    file.write_text("no project")
    with pytest.raises(FileProblemError, match="is no folder"):
        load_folder(file)


def test_a_file_that_is_no_utf8_names_its_line(folder: Path) -> None:
    (folder / "utterances.toml").write_bytes(b"# fine\n# caf\xe9\n")
    with pytest.raises(BadInputError, match=r"utterances\.toml:2: this is no UTF-8"):
        load_folder(folder)


def test_circles_are_refused(folder: Path) -> None:
    sources = sorted((folder / "sources").glob("*.toml"))[:2]
    for path, other in zip(sources, reversed(sources), strict=True):
        spoil(path, 'language = "ar"', f'language = "ar"\nrepeats = "{other.stem}"')
    with pytest.raises(BadInputError, match="repeats itself"):
        load_folder(folder)


def test_a_dangling_id_comes_before_what_follows_from_it(folder: Path) -> None:
    file = "sources/sputnik-2026-01-18.toml"
    line = spoil(folder / file, 'place = "ain-al-asad"', 'place = "ain-al-asaad"')
    with pytest.raises(BadInputError, match=rf"sputnik-2026-01-18\.toml:{line}: there is no place 'ain-al-asaad'"):
        load_folder(folder)


def test_a_file_that_cannot_be_read_is_the_one_complaint(folder: Path) -> None:
    spoil(folder / "places.toml", "lat = ", "lat = = ")
    _, problems = read_folder(folder)
    assert [problem.file for problem in problems] == ["places.toml"]
