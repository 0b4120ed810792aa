"""The basemap's file format, and the file that travels with MapView."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.config import resource_path
from mapview.errors import FileProblemError
from mapview.render.basemap_file import (
    DASHED,
    BasemapFile,
    CellLayer,
    Kind,
    LabelTable,
    Level,
    decode_cell,
    decode_varints,
    encode_cell,
    encode_varints,
    write_file,
)

LEVEL = Level(2, 5, 4096)


@given(st.lists(st.integers(0, 2**35 - 1), min_size=1))
def test_varints_come_back(values):
    assert decode_varints(encode_varints(values)).tolist() == values


@st.composite
def layers(draw):
    kind = draw(st.sampled_from(Kind))
    lengths = draw(st.lists(st.integers(2, 6), min_size=1, max_size=4))
    coordinate = st.integers(-600, 17_000)
    points = [[draw(coordinate), draw(coordinate)] for _ in range(sum(lengths))]
    starts = [draw(st.integers(0, 2**30)) for _ in lengths] if kind in DASHED else []
    return CellLayer(
        kind, draw(st.integers(0, 12)), np.array(points), np.array(lengths), np.array(starts, dtype=np.int64)
    )


@given(st.lists(layers(), min_size=1, max_size=4))
def test_cells_come_back(given_layers):
    back = decode_cell(encode_cell(given_layers))
    assert [_plain(layer) for layer in back] == [_plain(layer) for layer in given_layers]


def test_a_file_comes_back(tmp_path):
    square = CellLayer(Kind.LAND, 0, np.array([[0, 0], [9, 0], [9, 9]]), np.array([3]), np.array([], dtype=np.int64))
    cell = encode_cell([square])
    labels = LabelTable(
        x=np.array([0.25, 0.75]),
        y=np.array([0.5, 0.5]),
        kind=np.array([0, 3], dtype=np.uint8),
        names={"en": ["Iraq", "Erbil"], "ar": ["العراق", "أربيل"]},
        widths={lang: np.array([30, 300], dtype=np.uint16) for lang in ("en", "ar")},
        placements={lang: np.array([[1, 0], [1, 2]], dtype=np.uint8) for lang in ("en", "ar")},
    )
    path = tmp_path / "small.bin"
    write_file(path, {LEVEL: {5: cell, 6: cell, 15: cell}}, labels, {"attribution": "nobody"})
    file = BasemapFile(path)
    assert file.about["attribution"] == "nobody"
    assert [_plain(layer) for layer in file.cell(LEVEL, 1, 1)] == [_plain(square)]
    assert [_plain(layer) for layer in file.cell(LEVEL, 3, 3)] == [_plain(square)]
    assert file.cell(LEVEL, 0, 0) == []
    assert file.labels.names["ar"] == ["العراق", "أربيل"]
    assert file.labels.widths["ar"].tolist() == [30, 300]
    assert file.labels.placements["en"].tolist() == [[1, 0], [1, 2]]
    assert file.labels.x.tolist() == [0.25, 0.75]
    assert file.level_for(9) == LEVEL


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "basemap.bin"
    path.write_bytes(b"PNG and so on")
    with pytest.raises(FileProblemError, match=r"basemap\.bin is no basemap"):
        BasemapFile(path)
    path.write_bytes(b"")
    with pytest.raises(FileProblemError, match="cannot be read"):
        BasemapFile(path)
    with pytest.raises(FileProblemError, match="cannot be read"):
        BasemapFile(tmp_path / "none.bin")


def test_the_shipped_file_is_small_and_serves_every_zoom():
    path = resource_path("resources/basemap/basemap.bin")
    assert path.stat().st_size < 15_000_000
    file = BasemapFile(path)
    assert [file.level_for(zoom).base_zoom for zoom in (0, 2, 5, 6, 9, 12, 15)] == [0, 2, 4, 6, 8, 8, 8]
    kinds = {layer.kind for layer in file.cell(file.level_for(4), 9, 6)}
    assert kinds == set(Kind)


def _plain(layer):
    return layer.kind, layer.min_zoom, layer.points.tolist(), layer.lengths.tolist(), layer.starts.tolist()
