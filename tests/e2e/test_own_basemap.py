"""A person's MBTiles below the claims in pictures, films and pages, by the command."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from tests.helpers.mbtiles import MAGENTA, mbtiles, picture, whole_world

from mapview.config import resource_path

SEEDS = str(resource_path("seeds"))


def export(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mapview", "export", SEEDS, str(out), "--size", "800x500", *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


@pytest.fixture
def ground(tmp_path: Path, qapp: Any) -> Path:
    tiles = whole_world("jpeg", range(4))
    return mbtiles(tmp_path / "own.mbtiles", tiles, minzoom=0, maxzoom=3, attribution="<b>Survey</b> 1932")


def share_of(picture: np.ndarray[Any, Any]) -> float:
    wanted = QColor(MAGENTA)
    colour = np.array([wanted.red(), wanted.green(), wanted.blue()])
    return float((np.abs(picture.astype(int) - colour).max(axis=2) < 12).mean())


def pixels(path: Path) -> np.ndarray[Any, Any]:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)


def test_a_picture_lies_on_ones_own_tiles(tmp_path: Path, ground: Path) -> None:
    out = tmp_path / "map.png"
    done = export(out, "--basemap", str(ground), "--at", "2026-01-15")
    assert (done.returncode, done.stderr) == (0, "")
    assert share_of(pixels(out)) > 0.4


def test_a_film_lies_on_ones_own_tiles(tmp_path: Path, ground: Path) -> None:
    out = tmp_path / "film.gif"
    assert export(out, "--basemap", str(ground), "--from", "2026-01-14", "--to", "2026-01-15").returncode == 0
    with av.open(str(out)) as film:
        assert all(share_of(frame.to_ndarray(format="rgb24")) > 0.4 for frame in film.decode(video=0))


def test_a_page_carries_ones_own_tiles_and_says_whose_they_are(tmp_path: Path, ground: Path) -> None:
    out = tmp_path / "map.html"
    assert export(out, "--basemap", str(ground)).returncode == 0
    page = out.read_text("utf-8")
    assert out.stat().st_size < 12_000_000
    block = re.search(r'id="mapview-tiles">(.*?)</script>', page, flags=re.DOTALL)
    assert block is not None
    assert len(json.loads(block[1])["images"]) > 50
    assert "Survey 1932 · Made with Natural Earth" in page
    assert str(ground) not in page


def test_a_basemap_that_cannot_be_drawn_is_refused_in_a_sentence(tmp_path: Path, qapp: Any) -> None:
    vector = mbtiles(tmp_path / "pbf.mbtiles", {(0, 0, 0): b"\x1f\x8b vector"}, format="pbf")
    for file, words in ((vector, "holds vector tiles"), (tmp_path / "none.mbtiles", "There is no file")):
        done = export(tmp_path / "map.png", "--basemap", str(file))
        assert done.returncode == 2
        assert words in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "map.png").exists()


def test_a_damaged_tile_makes_no_picture(tmp_path: Path, qapp: Any) -> None:
    tiles = whole_world("png", range(3)) | dict.fromkeys(
        [(3, x, y) for x in range(8) for y in range(8)], picture("png", MAGENTA)[:80]
    )
    broken = mbtiles(tmp_path / "broken.mbtiles", tiles)
    done = export(tmp_path / "map.png", "--basemap", str(broken))
    assert done.returncode == 2
    assert "Tiles of the basemap that could not be painted" in done.stderr
    assert not (tmp_path / "map.png").exists()
