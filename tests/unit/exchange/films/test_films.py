"""Films as others' readers see them: FFmpeg's decoder of H.264 and GIF, libwebp, and what unzips."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from typing import BinaryIO

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mapview.domain.film import Frame
from mapview.exchange.films import h264
from mapview.exchange.films.gif import write_gif
from mapview.exchange.films.mp4 import write_mp4
from mapview.exchange.films.pictures import COLUMNS, write_pictures
from mapview.exchange.films.shots import Pixels, Shot, changed_box
from mapview.exchange.films.stays import stays
from mapview.exchange.films.webp import write_webp

Write = Callable[[Iterable[Shot], BinaryIO], None]


def shot(pixels: Pixels, seconds: float = 0.25) -> Shot:
    return Shot(pixels, seconds, Frame(20467, 20467, None, 20467), "14 January 2026", "")


def drawn(width: int, height: int, seed: int, count: int) -> list[Pixels]:
    """Pictures with flat ground, lines and noise, of which a part changes from one to the next."""
    chance = np.random.default_rng(seed)
    picture = np.full((height, width, 3), chance.integers(0, 256, 3), np.uint8)
    picture[height // 3 :: 7] = chance.integers(0, 256, 3)
    picture[:, width // 2 :: 9] = chance.integers(0, 256, 3)
    found = []
    for _ in range(count):
        left, top = int(chance.integers(0, width)), int(chance.integers(0, height))
        part = picture[top : top + 20, left : left + 30]
        part[:] = chance.integers(0, 256, part.shape)
        found.append(picture.copy())
    return found


def written(write: Write, pictures: list[Pixels], seconds: float = 0.25) -> io.BytesIO:
    stream = io.BytesIO()
    write((shot(pixels, seconds) for pixels in pictures), stream)
    stream.seek(0)
    return stream


@settings(max_examples=25)
@given(st.integers(8, 70), st.integers(8, 70), st.integers(0, 10_000), st.integers(1, 6))
def test_an_mp4_decodes_to_just_the_samples_that_were_drawn(width: int, height: int, seed: int, count: int) -> None:
    pictures = drawn(width * 2, height * 2, seed, count)
    with av.open(written(write_mp4, pictures)) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height, stream.frames) == (width * 2, height * 2, count)
        decoded = list(film.decode(video=0))
    assert len(decoded) == count
    for frame, pixels in zip(decoded, pictures, strict=True):
        assert frame.format.name == "yuv420p"
        luma, blue, red = h264.planes_of(pixels)
        samples = frame.to_ndarray()
        assert (samples[: height * 2] == luma).all()
        assert (samples[height * 2 :].reshape(2, height, width) == np.stack([blue, red])).all()


def test_an_mp4_has_an_even_size_its_length_and_a_place_to_start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(h264, "KEY_EVERY", 4)
    pictures = drawn(161, 99, 1, 10)
    with av.open(written(write_mp4, pictures, seconds=0.4)) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height) == (162, 100)
        assert stream.codec_context.profile == "Constrained Baseline"
        assert float(stream.duration * stream.time_base) == pytest.approx(4.0)
        assert [packet.is_keyframe for packet in film.demux(stream) if packet.size] == [i % 4 == 0 for i in range(10)]
        film.seek(int(2.0 / stream.time_base), stream=stream)
        times = [float(frame.time) for frame in film.decode(video=0)]
    assert times == pytest.approx([1.6 + 0.4 * i for i in range(6)])


def test_colours_of_an_mp4_are_those_of_the_screen() -> None:
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (213, 94, 0)]
    picture = np.zeros((32, 32 * len(colours), 3), np.uint8)
    for i, colour in enumerate(colours):
        picture[:, 32 * i : 32 * i + 32] = colour
    with av.open(written(write_mp4, [picture])) as film:
        (frame,) = film.decode(video=0)
        assert (frame.colorspace, frame.color_range) == (1, 1)
        shown = frame.to_ndarray(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709")
    for i, colour in enumerate(colours):
        assert np.abs(shown[16, 32 * i + 16].astype(int) - colour).max() <= 4


def test_an_mp4_tells_how_to_play_it_before_what_is_played() -> None:
    body = written(write_mp4, drawn(64, 64, 2, 3)).getvalue()
    assert body.index(b"moov") < body.index(b"mdat")


@pytest.mark.parametrize("write", [write_gif, write_webp])
def test_a_gif_and_a_webp_have_every_frame_and_its_time(write: Write) -> None:
    pictures = drawn(161, 99, 3, 5)
    pictures.insert(3, pictures[2])
    with Image.open(written(write, pictures, seconds=1 / 3)) as film:
        assert (film.size, film.n_frames, film.info["loop"]) == ((161, 99), 6, 0)
        took = 0
        for i, pixels in enumerate(pictures):
            film.seek(i)
            film.load()
            took += film.info["duration"]
            difference = np.abs(np.asarray(film.convert("RGB")).astype(int) - pixels)
            assert difference.mean() < (6 if write is write_gif else 0.001)
    assert took == 2000


def test_a_gif_is_read_by_others() -> None:
    with av.open(written(write_gif, drawn(161, 99, 4, 5))) as film:
        assert film.format.name == "gif"
        assert [(frame.width, frame.height) for frame in film.decode(video=0)] == [(161, 99)] * 5


def test_a_gif_keeps_flat_colours_as_they_are() -> None:
    picture = np.full((60, 60, 3), (241, 238, 232), np.uint8)
    picture[20:40, 20:40] = (213, 94, 0)
    with Image.open(written(write_gif, [picture])) as film:
        assert (np.asarray(film.convert("RGB")) == picture).all()


def test_a_gif_shows_a_small_sample_of_a_colour_in_that_colour_beside_many_others() -> None:
    across, down = np.meshgrid(np.arange(320), np.arange(240))
    ground = np.stack([across * 255 // 320, down * 255 // 240, (across + down) * 255 // 560], axis=2).astype(np.uint8)
    small = {(10, 10): (230, 159, 0), (10, 40): (213, 94, 0), (40, 10): (0, 114, 178)}
    for (top, left), colour in small.items():
        ground[top : top + 6, left : left + 6] = colour
    with Image.open(written(write_gif, [ground])) as film:
        seen = np.asarray(film.convert("RGB"))
    for (top, left), colour in small.items():
        assert np.abs(seen[top + 2, left + 2].astype(int) - colour).max() <= 2


def test_numbered_pictures_say_what_they_show() -> None:
    pictures = drawn(40, 30, 5, 3)
    with zipfile.ZipFile(written(write_pictures, pictures)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["0001.png", "0002.png", "0003.png", "frames.csv"]
        for name, pixels in zip(archive.namelist(), pictures, strict=False):
            assert (np.asarray(Image.open(archive.open(name))) == pixels).all()
        header, *rows = csv.reader(io.TextIOWrapper(archive.open("frames.csv"), "utf-8-sig"))
    assert tuple(header) == COLUMNS
    assert rows[2] == ["0003.png", "2026-01-14", "2026-01-14", "", "0.25", "14 January 2026", ""]


def test_times_that_are_rounded_do_not_add_up_to_another_length() -> None:
    ticks = [count for _, count in stays([shot(np.zeros((2, 2, 3), np.uint8), 1 / 7)] * 70, 100)]
    assert sum(ticks) == 1000
    assert set(ticks) == {14, 15}


@given(st.integers(0, 10_000))
def test_the_box_of_what_changed_holds_all_of_it_and_no_more(seed: int) -> None:
    before, now = drawn(50, 40, seed, 2)
    box = changed_box(before, now)
    differs = np.argwhere((before != now).any(axis=2))
    if not len(differs):
        assert box is None
        return
    (top, left), (bottom, right) = differs.min(axis=0), differs.max(axis=0)
    assert box == (left, top, right - left + 1, bottom - top + 1)
