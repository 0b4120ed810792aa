"""Films and sheets by the command, without a display."""

import os
import subprocess
import sys
from pathlib import Path

import av
import pytest
from PySide6.QtGui import QImage

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


def test_a_film_from_one_day_to_another(tmp_path: Path) -> None:
    out = tmp_path / "film.mp4"
    done = export(out, "--from", "2026-01-10", "--to", "2026-01-16", "--step", "2d", "--fps", "8", "--known-follows")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with av.open(str(out)) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height, stream.frames) == (800, 500, 4)
        assert float(stream.duration * stream.time_base) == pytest.approx(0.5)
    assert list(tmp_path.iterdir()) == [out]


def test_a_film_of_a_month_without_what_is_unchanged(tmp_path: Path) -> None:
    out = tmp_path / "film.gif"
    assert export(out, "--at", "2026-01", "--step", "1d", "--skip-unchanged", "--lang", "ar").returncode == 0
    with av.open(str(out)) as film:
        assert 3 < len(list(film.decode(video=0))) < 31


def test_a_sheet_of_several_maps(tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    done = export(out, "--multiples", "4", "--from", "2025-10-01", "--to", "2026-02-01", "--size", "1200x800")
    assert (done.returncode, done.stderr) == (0, "")
    assert (QImage(str(out)).width(), QImage(str(out)).height()) == (1200, 800)


def test_without_a_span_the_busiest_stretch_is_taken_and_told(tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    done = export(out, "--multiples", "2")
    assert done.returncode == 0
    assert "where most changes: --from and --to say otherwise" in done.stderr
    assert "It goes from 2024-" in done.stderr
    assert out.exists()


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("a.gif", ["--from", "2016", "--to", "2025", "--step", "1d"], "would have 3653 frames, more than 2000"),
        ("a.gif", ["--from", "2026", "--to", "2025"], "ends before it begins"),
        ("a.gif", ["--step", "1w"], "is no step"),
        ("a.gif", ["--fps", "0"], "frames per second"),
        ("a.gif", ["--window", "some"], "is no step"),
        ("a.gif", ["--known", "2026", "--known-follows"], "either --known or --known-follows"),
        ("a.gif", ["--dates", "2025,2026"], "for pictures"),
        ("a.html", ["--multiples", "4"], "for pictures"),
        ("a.png", ["--dates", "2025,2026", "--multiples", "4"], "either --dates or --multiples"),
        ("a.png", ["--dates", "soon"], "soon"),
        ("a.png", ["--step", "1d"], "--step is for films"),
        ("a.csv", ["--from", "2025"], "--from is for films"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(tmp_path: Path, name: str, options: list[str], words: str) -> None:
    done = export(tmp_path / name, *options)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_hears_how_far_it_is(tmp_path: Path) -> None:
    import pty  # noqa: PLC0415

    ours, theirs = pty.openpty()
    options = ["--from", "2026-01-14", "--to", "2026-01-16", "--step", "1d", "--size", "800x500"]
    done = subprocess.run(
        [sys.executable, "-m", "mapview", "export", SEEDS, str(tmp_path / "film.gif"), *options],
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=180,
        check=False,
    )
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert (done.returncode, done.stdout) == (0, b"")
    assert said.split("\r")[1:4] == ["Frame 1 of 3", "Frame 2 of 3", "Frame 3 of 3"]
