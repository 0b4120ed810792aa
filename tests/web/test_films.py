"""Films in a browser: it plays them, goes to any moment, and shows the colours that were drawn."""

from pathlib import Path

import numpy as np
import pytest
from tests.helpers.pages import browser

from mapview.domain.film import Frame
from mapview.exchange.films.gif import write_gif
from mapview.exchange.films.kinds import WriteFilm
from mapview.exchange.films.mp4 import write_mp4
from mapview.exchange.films.shots import Shot
from mapview.exchange.films.webp import write_webp

COLOURS = [(213, 94, 0), (0, 114, 178), (0, 158, 115), (230, 159, 0)]
_PLAY = """
const done = arguments[arguments.length - 1];
const film = document.querySelector("video");
const at = async (seconds) => {
  const there = new Promise((resolve) => film.addEventListener("seeked", resolve, { once: true }));
  film.currentTime = seconds;
  await there;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [film.videoWidth, film.videoHeight];
  const context = canvas.getContext("2d");
  context.drawImage(film, 0, 0);
  return Array.from(context.getImageData(40, 24, 1, 1).data.slice(0, 3));
};
(async () => {
  if (film.readyState < 2) await new Promise((resolve) => film.addEventListener("loadeddata", resolve, { once: true }));
  const found = { size: [film.videoWidth, film.videoHeight], duration: film.duration, colours: [] };
  for (const seconds of [0.1, 1.6, 0.6, 1.1]) found.colours.push(await at(seconds));
  done(found);
})().catch((error) => done(String(error)));
"""


def film(path: Path, write: WriteFilm) -> Path:
    def shot(colour: tuple[int, int, int]) -> Shot:
        pixels = np.full((60, 90, 3), 255, np.uint8)
        pixels[12:40, 20:70] = colour
        pixels[30:35, 75:80] = np.random.default_rng(1).integers(0, 256, (5, 5, 3))
        return Shot(pixels, 0.5, Frame(0, 0, None, 0), "", "")

    with path.open("wb") as stream:
        write(map(shot, COLOURS), stream)
    return path


def test_an_mp4_plays_from_any_moment(tmp_path: Path) -> None:
    body = film(tmp_path / "film.mp4", write_mp4).read_bytes().hex()
    (tmp_path / "page.html").write_text("<video muted></video>", "utf-8")
    with browser() as driver:
        driver.get((tmp_path / "page.html").as_uri())
        # From the page's own memory, so that its pixels may be looked at.
        driver.execute_script(
            "const bytes = Uint8Array.from(arguments[0].match(/../g), (pair) => parseInt(pair, 16));"
            'document.querySelector("video").src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));',
            body,
        )
        driver.set_script_timeout(30)
        found = driver.execute_async_script(_PLAY)
    assert found["size"] == [90, 60]
    assert found["duration"] == pytest.approx(2.0)
    wanted = [COLOURS[0], COLOURS[3], COLOURS[1], COLOURS[2]]
    # Chromium takes the transfer function of BT.709 for that of its screen, nearly.
    assert np.abs(np.array(found["colours"]) - wanted).max() <= 12


@pytest.mark.parametrize(("name", "write"), [("film.gif", write_gif), ("film.webp", write_webp)])
def test_a_gif_and_a_webp_are_shown(tmp_path: Path, name: str, write: WriteFilm) -> None:
    film(tmp_path / name, write)
    (tmp_path / "page.html").write_text(f'<img src="{name}">', "utf-8")
    with browser() as driver:
        driver.get((tmp_path / "page.html").as_uri())
        size = driver.execute_script(
            "const { complete, naturalWidth, naturalHeight } = document.images[0];"
            "return [complete, naturalWidth, naturalHeight];"
        )
    assert size == [True, 90, 60]
