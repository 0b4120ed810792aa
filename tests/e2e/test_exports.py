"""``mapview export`` as a process, without a display: pictures of the size asked for, text whatever is installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, qGray

from mapview.config import resource_path

SEEDS = str(resource_path("seeds"))
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'


def export(out: Path, *options: str, **environment: str) -> str:
    without_display = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    done = subprocess.run(
        [sys.executable, "-m", "mapview", "export", SEEDS, str(out), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
        env={**without_display, **environment},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return done.stderr


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


@pytest.mark.parametrize(("size", "scale"), [("1600x1000", "1"), ("2400x1350", "1.5")])
def test_a_picture_has_the_size_asked_for(tmp_path: Path, size: str, scale: str) -> None:
    out = tmp_path / "map.png"
    export(out, "--at", "2026-01-15", "--size", size, "--scale", scale)
    image = QImage(str(out))
    assert f"{image.width()}x{image.height()}" == size
    assert colours(image) > 50
    assert list(tmp_path.iterdir()) == [out]


def unlike(one: Path, other: Path) -> float:
    """Return the share of two pictures' surface that looks different at a quarter of their size."""
    small = [QImage(str(path)) for path in (one, other)]
    small = [
        image.scaled(image.width() // 4, image.height() // 4, mode=Qt.TransformationMode.SmoothTransformation)
        for image in small
    ]
    points = [(x, y) for x in range(small[0].width()) for y in range(small[0].height())]
    grey = [[qGray(image.pixel(*point)) for point in points] for image in small]
    return sum(abs(a - b) > 48 for a, b in zip(*grey, strict=True)) / len(points)


def test_a_picture_shows_the_same_text_on_a_machine_without_fonts(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(NO_FONTS)
    pictures = {}
    for language in ("en", "ar"):
        usual, bare = tmp_path / f"usual-{language}.png", tmp_path / f"bare-{language}.png"
        options = ("--at", "2026-01-15", "--size", "1000x700", "--lang", language)
        export(usual, *options)
        export(bare, *options, FONTCONFIG_FILE=str(config))
        pictures[language] = usual, bare
    # Hinting follows fontconfig, so letters differ at their edges and by a fraction of a pixel in their places; other
    # letters, boxes or blanks differ far more, as two languages do.
    other_words = unlike(pictures["en"][0], pictures["ar"][0])
    for language, (usual, bare) in pictures.items():
        assert unlike(usual, bare) < other_words / 3, language


def test_both_clocks_theme_and_language_change_the_picture(tmp_path: Path) -> None:
    pictures = {}
    for name, options in {
        "first": ("--at", "2026-01-15"),
        "earlier": ("--at", "2025-10-15"),
        "known": ("--at", "2026-01-15", "--known", "2025-12-31"),
        "dark": ("--at", "2026-01-15", "--theme", "dark"),
    }.items():
        out = tmp_path / f"{name}.png"
        export(out, "--size", "800x600", *options)
        pictures[name] = out.read_bytes()
    assert len(set(pictures.values())) == len(pictures)


def test_a_page_is_one_file_below_four_megabytes(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    export(out, "--at", "2026-01-15", "--lang", "ar")
    text = out.read_text("utf-8")
    assert len(text.encode()) < 4_000_000
    assert "default-src 'none'" in text
    assert 'dir="rtl"' in text
    assert list(tmp_path.iterdir()) == [out]
