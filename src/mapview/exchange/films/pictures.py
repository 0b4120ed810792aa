"""Numbered pictures in a ZIP archive, with a table of what each shows."""

import csv
import io
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from PIL import Image

from mapview.domain.dates import iso
from mapview.exchange.films.shots import Shot

#: Of ``frames.csv``.
COLUMNS = ("file", "first_day", "last_day", "known", "seconds", "event", "known_words")
#: Of PNG, 1 to 9: beyond this frames take three times as long and are a tenth smaller.
_COMPRESSION = 3
# Archives made twice are the same twice.
_TIME = (1980, 1, 1, 0, 0, 0)


def write_pictures(shots: Iterable[Shot], stream: BinaryIO) -> None:
    """Write frames as ``0001.png`` and on, and ``frames.csv`` with the days that each stands for."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(COLUMNS)
    with zipfile.ZipFile(stream, "w") as archive:
        for number, shot in enumerate(shots, start=1):
            name = f"{number:04d}.png"
            picture = io.BytesIO()
            Image.fromarray(shot.pixels).save(picture, "PNG", compress_level=_COMPRESSION)
            archive.writestr(zipfile.ZipInfo(name, _TIME), picture.getvalue())
            said = shot.frame.stands_for
            known = iso(shot.frame.known_until)
            rows.writerow(
                (name, iso(said.earliest), iso(said.latest), known, f"{shot.seconds:g}", shot.event, shot.known)
            )
        # With a mark of its encoding, without which spreadsheets take Arabic for something else.
        archive.writestr(zipfile.ZipInfo("frames.csv", _TIME), table.getvalue().encode("utf-8-sig"))
