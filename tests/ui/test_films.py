"""Films and sheets: what their frames show, how long, and that they can be given up."""

import csv
import io
import signal
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from mapview.domain.dates import iso, parse
from mapview.domain.film import Film, Step, changes, frames
from mapview.domain.model import Project
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError, MapviewError
from mapview.exchange.films import FILM_EXTENSIONS
from mapview.exchange.films.shots import Shot
from mapview.ui import app
from mapview.ui.map.film import Filming, to_file
from mapview.ui.map.picture import Picture

PATIENCE_MS = 60_000
SIZE = (800, 500)


def film(first: str, last: str, step: str = "1d", **more: Any) -> Film:
    begin, end = parse(first).earliest, parse(last).latest
    assert begin is not None
    assert end is not None
    return Film(begin, end, Step.parse(step), **more)


def filmed(snapshot: Snapshot, kind: str) -> io.BytesIO:
    stream = io.BytesIO()
    app.export_film(snapshot, stream, kind)
    stream.seek(0)
    return stream


def frames_of(snapshot: Snapshot) -> tuple[list[np.ndarray[Any, Any]], list[dict[str, str]]]:
    """The numbered pictures of a film, and what its table says of each."""
    with zipfile.ZipFile(filmed(snapshot, "frames.zip")) as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("frames.csv"), "utf-8-sig")))
        return [np.asarray(Image.open(archive.open(row["file"]))) for row in rows], rows


@pytest.fixture
def snapshot(qapp: Any, seeds: Project) -> Snapshot:
    return Snapshot(Timeline.of(seeds), size=SIZE)


@pytest.mark.parametrize("kind", FILM_EXTENSIONS)
def test_a_film_has_its_size_its_frames_and_its_length(snapshot: Snapshot, kind: str) -> None:
    body = filmed(replace(snapshot, film=film("2026-01-12", "2026-01-17", frames_per_second=2.0)), kind)
    if kind == "frames.zip":
        names = zipfile.ZipFile(body).namelist()
        assert names == [*(f"{number:04d}.png" for number in range(1, 7)), "frames.csv"]
    elif kind == "webp":
        # FFmpeg does not read animated WebP; this is libwebp.
        with Image.open(body) as picture:
            assert (picture.size, picture.n_frames) == (SIZE, 6)
            took = []
            for number in range(6):
                picture.seek(number)
                picture.load()
                took.append(picture.info["duration"])
            assert took == [500] * 6
    else:
        with av.open(body) as opened:
            assert [(one.width, one.height) for one in opened.decode(video=0)] == [SIZE] * 6
            assert opened.duration / av.time_base == pytest.approx(3.0)


def test_frames_differ_where_claims_begin_and_only_by_their_dates_elsewhere(snapshot: Snapshot) -> None:
    wanted = film("2026-01-10", "2026-01-20")
    pictures, rows = frames_of(replace(snapshot, film=wanted))
    differs = changes(frames(wanted), snapshot.timeline).tolist()
    departure = parse("2026-01-14").earliest
    assert departure is not None
    assert differs[departure - wanted.first]
    assert 2 < sum(differs) < len(differs)
    assert [row["first_day"] for row in rows] == [iso(wanted.first + i) for i in range(11)]
    head = 50
    for i in range(1, len(pictures)):
        before, now = pictures[i - 1], pictures[i]
        assert (before[:head] != now[:head]).any(), "every frame says its own date"
        changed = (before[head:] != now[head:]).any(axis=2).mean()
        if wanted.first + i == departure:
            assert changed > 0.0005
        elif not differs[i]:
            # Marks over uncertain dates may be paler by a step.
            assert changed < 0.005


def test_frames_of_one_film_show_one_area_and_each_is_the_picture_of_its_day(snapshot: Snapshot) -> None:
    whole = replace(snapshot, bbox=(38.0, 29.0, 49.0, 37.5))
    pictures, _ = frames_of(replace(whole, film=film("2026-01-13", "2026-01-15")))
    stream = io.BytesIO()
    app.export_png(replace(whole, at=parse("2026-01-15")), stream)
    single = np.asarray(Image.open(stream).convert("RGB"))
    # The map alone: a film's legend has what any of its frames shows. Names may lie elsewhere.
    part = np.s_[60:490, 10:500]
    assert (single[part] != pictures[-1][part]).any(axis=2).mean() < 0.02
    assert (pictures[0][part] != pictures[-1][part]).any(axis=2).mean() > 0.001


def test_unchanged_frames_are_left_out_and_the_others_say_what_they_stand_for(snapshot: Snapshot) -> None:
    wanted = film("2025-12-20", "2026-01-20", skip_unchanged=True)
    pictures, rows = frames_of(replace(snapshot, film=wanted))
    all_frames = frames(wanted)
    kept = [frame for frame, differs in zip(all_frames, changes(all_frames, snapshot.timeline), strict=True) if differs]
    assert len(pictures) == len(kept) < len(all_frames)
    assert [row["first_day"] for row in rows] == [iso(frame.first) for frame in kept]
    following = [iso(frame.first - 1) for frame in kept[1:]] + ["2026-01-20"]
    assert [row["last_day"] for row in rows] == following
    long = next(row for row in rows if row["last_day"] != row["first_day"])
    assert " to " in long["event"]


def test_known_time_follows_and_is_said(snapshot: Snapshot) -> None:
    _, rows = frames_of(replace(snapshot, film=film("2026-01-13", "2026-01-15", known_follows=True)))
    assert [row["known"] for row in rows] == ["2026-01-13", "2026-01-14", "2026-01-15"]
    assert rows[1]["known_words"] == "Known on: 14 January 2026"


def test_a_film_that_would_be_too_long_is_refused_before_anything_is_painted(snapshot: Snapshot) -> None:
    with pytest.raises(BadInputError, match="would have 3653 frames"):
        filmed(replace(snapshot, film=film("2016", "2025")), "gif")


def test_a_film_without_room_for_its_legend_is_refused(snapshot: Snapshot, expected_log: list[str]) -> None:
    expected_log += ["picture-too-small"]
    with pytest.raises(MapviewError, match="too small for its legend and sources"):
        filmed(replace(snapshot, size=(320, 240), film=film("2026-01-13", "2026-01-15")), "mp4")


def test_the_window_makes_a_film_in_the_background_and_hears_how_far_it_is(
    snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
) -> None:
    out = tmp_path / "film.mp4"
    filming = Filming(replace(snapshot, film=film("2026-01-10", "2026-01-15")), to_file(out))
    told: list[tuple[int, int]] = []
    filming.progressed.connect(lambda done, count: told.append((done, count)))
    with qtbot.waitSignal(filming.done, timeout=PATIENCE_MS):
        filming.start()
    filming.close()
    assert told == [(number, 6) for number in range(1, 7)]
    with av.open(str(out)) as opened:
        assert opened.streams.video[0].frames == 6


def test_a_film_that_is_given_up_leaves_nothing(snapshot: Snapshot, qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "film.gif"
    filming = Filming(replace(snapshot, film=film("2025-10-01", "2026-01-31")), to_file(out))
    ended: list[object] = []
    filming.done.connect(lambda: ended.append("done"))
    filming.failed.connect(ended.append)
    with qtbot.waitSignal(filming.progressed, timeout=PATIENCE_MS):
        filming.start()
    filming.close()
    qtbot.waitUntil(lambda: list(tmp_path.glob(".film.gif*")) == [], timeout=PATIENCE_MS)
    assert not out.exists()
    assert ended == []


def test_a_film_that_cannot_be_written_says_so(snapshot: Snapshot, qtbot: QtBot, tmp_path: Path) -> None:
    filming = Filming(
        replace(snapshot, film=film("2026-01-10", "2026-01-15")), to_file(tmp_path / "no" / "such" / "film.gif")
    )
    with qtbot.waitSignal(filming.failed, timeout=PATIENCE_MS) as heard:
        filming.start()
    filming.close()
    assert "cannot be written" in heard.args[0]


def test_frames_come_one_after_another_without_being_heaped_up(snapshot: Snapshot, qtbot: QtBot) -> None:
    waiting: list[int] = []

    def slow(shots: Iterable[Shot]) -> None:
        waiting.extend(filming._taken.qsize() for _ in shots)

    filming = Filming(replace(snapshot, film=film("2026-01-01", "2026-01-20")), slow)
    with qtbot.waitSignal(filming.done, timeout=PATIENCE_MS):
        filming.start()
    filming.close()
    assert len(waiting) == 20
    assert max(waiting) <= 3


def sheet(snapshot: Snapshot, qtbot: QtBot) -> QImage:
    picture = Picture(snapshot)
    with qtbot.waitSignal(picture.done, timeout=PATIENCE_MS) as taken:
        picture.start()
    picture.close()
    return taken.args[0]


def vermillion_in(image: QImage, left: float, right: float) -> int:
    """How many points of a part of the picture, in shares of its width, have the colour of "present"."""
    colour = QColor("#d55e00").rgb()
    columns = range(int(left * image.width()), int(right * image.width()))
    return sum(image.pixel(x, y) == colour for x in columns for y in range(60, image.height() - 10))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_sheet_has_a_map_for_each_date_in_the_order_of_reading(
    snapshot: Snapshot, qtbot: QtBot, language: Any
) -> None:
    # Of Harir is said that forces are there from January 2026 on.
    dates = (parse("2025-09-30"), parse("2026-02-01"))
    base = replace(snapshot, size=(1400, 600), language=language, bbox=(43.0, 35.5, 45.0, 37.0))
    image = sheet(replace(base, dates=dates), qtbot)
    assert (image.width(), image.height()) == (1400, 600)
    # The strip is at the end of a line; the maps share the rest.
    halves = [(0.0, 0.38), (0.41, 0.79)] if language == "en" else [(0.62, 1.0), (0.21, 0.59)]
    earlier, later = (vermillion_in(image, *half) for half in halves)
    assert later > earlier


def test_a_sheet_of_open_dates_ends_where_the_timeline_does(snapshot: Snapshot, qtbot: QtBot) -> None:
    image = sheet(replace(snapshot, size=(1200, 600), dates=(parse("../2025-09"), parse("2026-01/.."))), qtbot)
    assert (image.width(), image.height()) == (1200, 600)


def test_a_sheet_tells_which_dates_lie_outside_the_timeline(snapshot: Snapshot, qtbot: QtBot) -> None:
    inside = sheet(replace(snapshot, size=(1200, 600), dates=(parse("2025-10"), parse("2025-12"))), qtbot)
    outside = sheet(replace(snapshot, size=(1200, 600), dates=(parse("2025-10"), parse("2050"))), qtbot)

    def ink_in_head(image: QImage) -> int:
        paper = image.pixel(2, 2)
        return sum(image.pixel(x, y) != paper for x in range(650, 1190) for y in range(4, 46))

    assert ink_in_head(inside) == 0
    assert ink_in_head(outside) > 500


@pytest.mark.parametrize("kind", ["film", "png", "pdf"])
def test_control_c_ends_what_a_command_writes(snapshot: Snapshot, kind: str) -> None:
    write = {
        "film": lambda stream: app.export_film(snapshot, stream, "gif"),
        "png": lambda stream: app.export_png(snapshot, stream),
        "pdf": lambda stream: app.export_pdf(snapshot, stream),
    }[kind]
    stream = io.BytesIO()
    QTimer.singleShot(0, lambda: signal.raise_signal(signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        write(stream)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert QThreadPool.globalInstance().waitForDone(PATIENCE_MS)
