"""What pictures say of themselves comes back, whatever other programs made of them; nothing else is believed."""

import io
import json
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.config import resource_path
from mapview.domain.dates import day_number, parse
from mapview.domain.filters import Filter
from mapview.domain.model import Project, SavedView, Text
from mapview.domain.snapshot import Paper, Snapshot
from mapview.domain.timeline import Timeline
from mapview.domain.view_records import read_record, record_of
from mapview.errors import BadInputError, MapviewError
from mapview.render import png
from mapview.render.picture_texts import picture_texts, view_in_picture
from mapview.store.folder import load_folder


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


EMPTY = png.SIGNATURE + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", bytes(99)) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot(
        Timeline.of(load_folder(resource_path("seeds"))),
        at=parse("2026-01-15"),
        known=day_number(2026, 1, 14),
        locked=True,
        place="ain-al-asad",
        bbox=(40.123456789, 30.0, 46.0, 36.0),
        caption=Text("Before", "قبل"),
        filter=Filter(modalities=("reported",)),
        theme="dark",
        language="ar",
        paper=Paper(180, 120),
    )


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")))
def test_any_text_in_a_png_comes_back(text: str) -> None:
    made = png.with_texts(EMPTY, {"Other": "x", "Title": text}, dpi=300)
    assert png.read_text(io.BytesIO(made), "Title") == text
    assert png.read_text(io.BytesIO(made), "Author") is None


def test_a_record_says_the_whole_view(snapshot: Snapshot) -> None:
    record = read_record(json.dumps(record_of(snapshot, "1")))
    project = snapshot.timeline.project
    assert (record.project, record.title) == (project.id, project.title)
    assert record.view == SavedView(
        id="",
        name=Text(),
        caption=Text("Before", "قبل"),
        at="2026-01-15",
        known="locked",
        place="ain-al-asad",
        topic=project.start_topic,
        bbox=(40.123457, 30.0, 46.0, 36.0),
        filter=Filter(modalities=("reported",)),
    )
    assert (record.theme, record.language) == ("dark", "ar")
    narrowed = snapshot.narrowed()
    assert narrowed.left_out
    assert record_of(narrowed, "1") == record_of(snapshot, "1")


def test_a_project_is_known_by_its_id_else_by_its_title(snapshot: Snapshot) -> None:
    project, record = snapshot.timeline.project, read_record(json.dumps(record_of(snapshot, "1")))
    assert record.is_of(replace(project, title=Text("Renamed")))
    assert record.is_of(replace(project, id=None))
    assert not record.is_of(replace(project, id="another"))
    assert not record.is_of(Project(Text("Another"), ""))


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "some day"}, {"at": 5}, {"known": "2026-13"}, {"area": [1, 2, 3]}, {"area": [5, 2, 3, 4]},
        {"area": [0, 0, float("nan"), 9]}, {"area": "x"}, {"theme": "pink"}, {"language": None}, {"place": ["a"]},
        {"filter": "colour=red"}, {"project": "x"}, {"caption": {"en": 5}}, {"format": "else"}, {"version": 2},
    ],
)  # fmt: skip
def test_what_is_no_view_is_refused(snapshot: Snapshot, wrong: dict[str, object]) -> None:
    with pytest.raises(MapviewError):
        read_record(json.dumps(record_of(snapshot, "1") | wrong))


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", "[" * 100_000])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(BadInputError, match="open the project"):
        read_record(text)


def test_packed_texts_of_other_programs_are_read_and_none_is_unpacked_without_end(
    tmp_path: Path, snapshot: Snapshot
) -> None:
    text = picture_texts(snapshot)["MapView"].encode()
    path = tmp_path / "picture.png"
    for body in (b"MapView\0\1\0\0\0" + zlib.compress(text), b"MapView\0\0\0en\0Karte\0" + text):
        path.write_bytes(png.SIGNATURE + chunk(b"IHDR", bytes(13)) + chunk(b"iTXt", body) + chunk(b"IEND", b""))
        assert view_in_picture(path).view.at == "2026-01-15"
    bomb = b"MapView\0\1\0\0\0" + zlib.compress(bytes(50_000_000))
    path.write_bytes(png.SIGNATURE + chunk(b"IHDR", bytes(13)) + chunk(b"iTXt", bomb) + chunk(b"IEND", b""))
    with pytest.raises(BadInputError, match="damaged"):
        view_in_picture(path)


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.png", EMPTY, "does not say which view"),
        ("a.png", b"GIF89a", "no PNG"),
        ("a.png", png.with_texts(EMPTY, {"MapView": "{}"})[:50], "damaged"),
        ("a.png", png.with_texts(EMPTY, {"MapView": "{}"}).replace(b"MapView\0{}", b"MapView\0[]"), "damaged"),
        ("a.png", png.with_texts(EMPTY, {"MapView": "{}"}), "does not say which view"),
        ("a.pdf", b"%PDF-1.4\ntrailer\n<</Info 1 0 R>>", "does not say which view"),
        ("a.pdf", b"", "does not say which view"),
    ],
)
def test_a_picture_that_says_nothing_is_told_in_a_sentence(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(BadInputError, match=said):
        view_in_picture(tmp_path / name)
