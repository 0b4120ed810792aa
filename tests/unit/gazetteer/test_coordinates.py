"""Coordinates as people write them, read and written in four notations."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapview.errors import BadInputError
from mapview.gazetteer.coordinates import (
    NOTATIONS,
    Notation,
    distance_m,
    read_coordinates,
    read_radius,
    write_coordinates,
    write_radius,
)

LATITUDES = st.floats(-79.9, 83.9)
LONGITUDES = st.floats(-180, 180)


@pytest.mark.parametrize(
    "text",
    [
        "33.8 42.4", "33.8, 42.4", " (33.8,42.4) ", "geo:33.8,42.4", "33.8/42.4", "33.8;42.4", "+33.8 +42.4",
        "33.8N 42.4E", "42.4E 33.8N", "E 42.4, N 33.8", "42.4 33.8 N", "33.8° N, 42.4° E", "33.8 42.4 east",
        "٣٣٫٨، ٤٢٫٤", "٣٣٫٨ ش ٤٢٫٤ ق", "٤٢٫٤ شرقاً، ٣٣٫٨ شمالاً", "۳۳٫۸ ۴۲٫۴", "\u200f٣٣٫٨\u200e، ٤٢٫٤",
        "33,8 42,4", "33,8, 42,4", "33,8; 42,4", "٣٣,٨ ٤٢,٤",
        "33°48'N 42°24'E", "33° 48′ N, 42° 24′ E", "33°48' 42°24'", "33 48 42 24", "33 48 00 42 24 00",
        "33 48 0 N 42 24 0 E", "N 33 48 0 E 42 24 0", "33°48′00″N 42°24′00″E", "33°48'0\"ش 42°24'0\"ق",
        "33º48’0’’N 42º24’0’’E", "33d48m0s N 42d24m0s E", "33 deg 48 min N 42 deg 24 min E", "33°48,0'N 42°24,0'E",
        "33°48'N,42°24'E", "33°48,42°24",
    ],
)  # fmt: skip
def test_degrees_in_any_form(text: str) -> None:
    found = read_coordinates(text)
    assert (found.lat, found.lon) == (33.8, 42.4)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("33.8 S 70.1 W", -33.8, -70.1),
        ("33 48 S 70 6 W", -33.8, -70.1),
        ("-33.8 -70.1", -33.8, -70.1),
        ("−33.8, –70.1", -33.8, -70.1),
        ("٣٣٫٨ جنوباً ٧٠٫١ غرباً", -33.8, -70.1),
        ("33,42", 33, 42),
        ("0 0", 0, 0),
        ("-90 180", -90, 180),
    ],
)
def test_sides_and_signs(text: str, lat: float, lon: float) -> None:
    found = read_coordinates(text)
    assert (found.lat, found.lon) == (lat, lon)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        # The Eiffel Tower, as the article on UTM coordinates in Wikipedia has it.
        ("31U 448251 5411932", 48.858222, 2.2945),
        ("31U DQ 48251 11932", 48.858222, 2.2945),
        # Honolulu, the example of the Military Grid Reference System in its article in Wikipedia.
        ("4QFJ12345678", 21.309433, -157.916867),
        ("4Q FJ 1234 5678", 21.309433, -157.916867),
        # The equator meets the central meridian of zone 31 at an easting of 500 km by definition.
        ("31N 500000 0", 0.0, 3.0),
        ("31N AA 66021 00000", 0.0, 0.0),
        # The South Pole is the middle of its grid by definition.
        ("BAN 00000 00000", -90.0, 0.0),
    ],
)
def test_published_points_of_the_grids(text: str, lat: float, lon: float) -> None:
    found = read_coordinates(text)
    # A ten-metre square is read at its middle.
    assert abs(found.lat - lat) < 1e-4
    assert abs(lat) == 90 or abs(found.lon - lon) < 1e-4


def test_s_is_a_band_in_the_north_and_a_half_elsewhere() -> None:
    assert read_coordinates("38S 259302 3743020").lat == pytest.approx(33.8, abs=1e-4)
    assert read_coordinates("34S 261880 6243186").lat == pytest.approx(-33.9249, abs=1e-3)
    assert read_coordinates("34H 261880 6243186").lat == pytest.approx(-33.9249, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("34 42", 72_000),
        ("33.8 42.4", 7200),
        ("33.80 42.40", 720),
        ("33.8000 42.4000", 7.2),
        ("33°48'N 42°24'E", 1200),
        ("33°48'00\"N 42°24'00\"E", 20),
        ("38S KC", 71_000),
        ("38S KC 59 43", 710),
        ("38S KC 5930 4302", 7.1),
        ("38S KC 59302 43020", 1),
        ("38S 259302 3743020", 1),
    ],
)
def test_digits_imply_a_precision(text: str, metres: float) -> None:
    assert read_coordinates(text).precision_m == metres


def test_who_says_which_is_the_latitude() -> None:
    assert read_coordinates("33.8 N 42.4 E").turned() is None
    turned = read_coordinates("33.8, 42.4").turned()
    assert turned is not None
    assert (turned.lat, turned.lon) == (42.4, 33.8)
    assert read_coordinates("33.8, 142.4").turned() is None
    exchanged = read_coordinates("142.4, 33.8")
    assert (exchanged.lat, exchanged.lon, exchanged.exchanged) == (33.8, 142.4, True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no coordinates yet"),
        ("hello", "no coordinates"),
        ("33.8", "no coordinates"),
        ("33 42 10", "no coordinates"),
        ("200 300", "Latitude 200"),
        ("91 N 20 E", "Latitude 91"),
        ("33 N 181 E", "Longitude 181"),
        ("33.8 N 42.4 N", "latitudes"),
        ("33.8 E 42.4 W", "longitudes"),
        ("33 70 N 42 0 E", "70 minutes"),
        ("33 10 60 N 42 0 0 E", "60 seconds"),
        ("33.5 10 N 42 0 E", "33.5 degrees"),
        ("-33 N 42 E", "minus"),
        ("38SKC123", "3 digits"),
        ("38S IC 12 34", "no coordinates"),
        ("99S KC 12 34", "no square 99SKC1234"),
        ("99S 259302 3743020", "no point 99S"),
        ("38T 259302 3743020", "band S, not T"),
    ],
)
def test_what_is_wrong_is_said(text: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        read_coordinates(text)


@pytest.mark.parametrize("notation", NOTATIONS)
@given(lat=LATITUDES, lon=LONGITUDES)
@example(lat=8.0, lon=0.0)
@example(lat=-1e-9, lon=180.0)
def test_what_is_written_is_read_again(notation: Notation, lat: float, lon: float) -> None:
    found = read_coordinates(write_coordinates(lat, lon, notation))
    assert found.notation == notation
    assert distance_m((lat, lon), (found.lat, found.lon)) < 2.5


@given(st.text(alphabet="0123456789.,-+NSEWnsewشق°'\" 38SKC٣٤", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_coordinates(text)
    except BadInputError:
        return
    assert -90 <= found.lat <= 90
    assert -180 <= found.lon <= 180
    assert found.precision_m >= 1


def test_utm_ends_before_the_poles() -> None:
    with pytest.raises(BadInputError, match="UTM"):
        write_coordinates(85, 0, "utm")
    assert read_coordinates(write_coordinates(89, 20, "mgrs")).lat == pytest.approx(89, abs=1e-4)
    assert write_coordinates(-85.0, 20.0, "mgrs").startswith("B")


def test_distances() -> None:
    assert distance_m((33, 44), (34, 44)) == pytest.approx(111_195, rel=1e-3)
    assert distance_m((0, 179.9), (0, -179.9)) == pytest.approx(22_239, rel=1e-3)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("500", 500), ("500 m", 500), ("2km", 2000), ("1.5 km", 1500), ("1,5 km", 1500), ("٥٠٠ م", 500),
        ("٢٫٥ كم", 2500), ("12,000 m", 12_000),
    ],
)  # fmt: skip
def test_radii(text: str, metres: float) -> None:
    assert read_radius(text) == metres


@pytest.mark.parametrize("text", ["", "far", "-5", "0 m", "5 miles", "30000 km"])
def test_what_is_no_radius(text: str) -> None:
    with pytest.raises(BadInputError, match="radius"):
        read_radius(text)


@given(st.floats(1, 2e7))
def test_a_radius_that_is_written_is_read_again(metres: float) -> None:
    assert read_radius(write_radius(metres)) == pytest.approx(metres)
