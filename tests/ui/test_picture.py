"""Pictures: exactly as large as asked for, whole, the same each time, or an error."""

import io
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from mapview.domain.dates import parse
from mapview.domain.model import Project
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError, MapviewError
from mapview.render.basemap import Basemap
from mapview.ui import app
from mapview.ui.map import picture
from mapview.ui.map.scheme import SchemeHandler


def taken(snapshot: Snapshot) -> QImage:
    stream = io.BytesIO()
    app.export_png(snapshot, stream)
    image = QImage.fromData(stream.getvalue(), "PNG")
    assert not image.isNull()
    return image


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}


def ink_in(image: QImage, left: float, top: float, right: float, bottom: float) -> float:
    """The share of pixels of a part (in shares of the picture) that differ from its corner's colour."""
    area = [
        QColor(image.pixel(x, y)).lightness()
        for x in range(int(left * image.width()), int(right * image.width()))
        for y in range(int(top * image.height()), int(bottom * image.height()))
    ]
    return sum(abs(lightness - area[0]) > 60 for lightness in area) / len(area)


def paper_in(image: QImage, columns: range) -> float:
    """The share of pixels, in some columns below the title, that have the colour of the title's ground."""
    paper = image.pixel(2, 2)
    area = [image.pixel(x, y) == paper for x in columns for y in range(100, 900, 7)]
    return sum(area) / len(area)


@pytest.fixture
def snapshot(qapp: Any, seeds: Project) -> Snapshot:
    return Snapshot(Timeline.of(seeds), at=parse("2026-01-15"), size=(800, 500))


@pytest.mark.parametrize("size", [(800, 500), (1601, 999), (500, 900)])
def test_a_picture_has_exactly_the_size_asked_for(snapshot: Snapshot, size: tuple[int, int]) -> None:
    image = taken(replace(snapshot, size=size))
    assert (image.width(), image.height()) == size
    assert len(colours(image)) > 50


@pytest.mark.parametrize(("size", "scale"), [((320, 240), 1.0), ((800, 500), 2.0)])
def test_a_picture_without_room_for_its_legend_is_refused(
    snapshot: Snapshot, size: tuple[int, int], scale: float, expected_log: list[str]
) -> None:
    expected_log += ["picture-too-small"]
    stream = io.BytesIO()
    with pytest.raises(MapviewError, match="too small for its legend and sources"):
        app.export_png(replace(snapshot, size=size, scale=scale), stream)
    assert stream.getvalue() == b""


def test_a_large_picture_is_whole(snapshot: Snapshot) -> None:
    image = taken(replace(snapshot, size=(7680, 4320), scale=4.0))
    assert (image.width(), image.height()) == (7680, 4320)
    water = QColor("#d3dee6").rgb()
    small = image.scaled(960, 540)
    # The basemap is there: the Gulf in the south-east of the map is water.
    assert water in {small.pixel(x, y) for x in range(600, 960, 2) for y in range(300, 540, 2)}


def test_the_same_picture_twice_is_the_same(snapshot: Snapshot) -> None:
    assert taken(snapshot) == taken(snapshot)


def test_scale_enlarges_text_and_marks_alike(snapshot: Snapshot) -> None:
    one, two = taken(snapshot), taken(replace(snapshot, size=(1600, 1000), scale=2.0))
    # The title's ink takes the same share of a picture that is twice as large at twice the scale.
    assert ink_in(one, 0, 0, 0.6, 0.08) == pytest.approx(ink_in(two, 0, 0, 0.6, 0.08), rel=0.25)
    assert ink_in(one, 0, 0, 0.6, 0.08) > 0.01


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_themes_and_languages(snapshot: Snapshot, theme: Any, language: Any) -> None:
    image = taken(replace(snapshot, size=(1600, 1000), theme=theme, language=language))
    lightness = QColor(image.scaled(1, 1).pixel(0, 0)).lightness()
    assert (lightness < 128) == (theme == "dark")
    # The panel with legend and sources stands at the end of a line: on the left in Arabic.
    left, right = paper_in(image, range(20, 220)), paper_in(image, range(1380, 1580))
    assert max(left, right) > 0.6
    assert (left > right) == (language == "ar")


@pytest.mark.parametrize("size", [(0, 500), (7681, 500), (800, -1)])
def test_a_size_out_of_reach_is_refused(snapshot: Snapshot, size: tuple[int, int]) -> None:
    with pytest.raises(BadInputError, match="7680"):
        taken(replace(snapshot, size=size))


@pytest.mark.parametrize("scale", [0.1, 40.0])
def test_a_scale_out_of_reach_is_refused(snapshot: Snapshot, scale: float) -> None:
    with pytest.raises(MapviewError, match="scale"):
        taken(replace(snapshot, scale=scale))


def test_a_page_that_does_not_finish_is_an_error_and_no_picture(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "_PATIENCE_MS", 1500)
    monkeypatch.setattr(SchemeHandler, "_ask_worker", lambda _self, _job, _path, _make: None)
    stream = io.BytesIO()
    with pytest.raises(MapviewError, match="minute"):
        picture.write_png(snapshot, stream)
    assert stream.getvalue() == b""


def test_a_tile_that_fails_is_an_error_and_no_picture(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, expected_log: list[str]
) -> None:
    expected_log += ["A request of the page failed", "cannot be given", "Failed to load resource"]

    def broken(*_: object) -> bytes:
        raise OSError("the disk is gone")

    monkeypatch.setattr(Basemap, "tile_png", broken)
    stream = io.BytesIO()
    with pytest.raises(MapviewError, match="Tiles of the basemap"):
        picture.write_png(snapshot, stream)
    assert stream.getvalue() == b""
