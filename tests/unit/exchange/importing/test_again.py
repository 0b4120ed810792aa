"""The same table again: corrected, read otherwise, under another name."""

from pathlib import Path

import pytest

from mapview.exchange.import_tables import import_tables
from mapview.store.project_file import ProjectFile

HEADER = "site,lat,lon,date,end,event,source,url\n"
ROWS = (
    "Ain al-Asad,33.7856,42.4412,14/01/2026,,left,News A,https://a.example/1 https://b.example/1\n",
    "Harir,36.5306,44.3561,25/09/2025,,stays,News B,\n",
    "Erbil,36.19,44.01,13/02/2025,,moved,,https://c.example/3\n",
)
MAPPING = """
table = "tracker"
date_order = "day-first"
empty_end = "unknown"
[columns]
place = "site"
lat = "lat"
lon = "lon"
start = "date"
end = "end"
statement = "event"
source = "source"
url = "url"
[fixed]
topic = "events"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAPVIEW_DATA_DIR", str(tmp_path / "data"))
    assert brought(tmp_path, "".join(ROWS), MAPPING) == (4, 0, 0, 0)
    return tmp_path


def brought(folder: Path, rows: str, mapping: str = "", name: str = "tracker.csv") -> tuple[int, int, int, int]:
    """Import a table; return how many claims are added, updated, unchanged and gone."""
    table, how = folder / name, folder / "mapping.toml"
    table.write_text(HEADER + rows, "utf-8")
    how.write_text(mapping, "utf-8")
    (told,) = import_tables(folder / "p.mapview", [table], how if mapping else None)["tables"]
    return told["added"], told["updated"], told["unchanged"], len(told["gone"])


def ids(folder: Path) -> set[str]:
    with ProjectFile.open(folder / "p.mapview") as file:
        return set(file.project.claims)


@pytest.mark.parametrize(
    ("before", "after"),
    [("14/01/2026", "15/01/2026"), ("Ain al-Asad,33.7856", "Asad,34.5"), ("left", "all left"), ("News A", "News C")],
)
def test_a_corrected_cell_updates_its_claims(folder: Path, before: str, after: str) -> None:
    names = ids(folder)
    assert brought(folder, "".join(ROWS).replace(before, after))[::3] == (0, 0)
    assert ids(folder) == names
    # What it is known by now holds.
    assert brought(folder, "".join(ROWS).replace(before, after)) == (0, 0, 4, 0)


def test_another_mapping_of_the_same_rows_updates(folder: Path) -> None:
    names = ids(folder)
    assert brought(folder, "".join(ROWS), MAPPING.replace("unknown", "open")) == (0, 4, 0, 0)
    assert ids(folder) == names
    assert brought(folder, "".join(ROWS), MAPPING.replace('"events"', '"moves"')) == (0, 4, 0, 0)
    assert ids(folder) == names


def test_a_copy_of_the_file_is_the_same_table_and_another_file_is_not(folder: Path) -> None:
    assert brought(folder, "".join(ROWS), name="renamed.csv") == (0, 0, 4, 0)
    edited = "".join(ROWS).replace("left", "all left")
    assert brought(folder, edited, name="renamed (1).csv")[0] == 0
    assert brought(folder, edited.replace("stays", "goes"), name="unrelated.csv")[0] == 4


def test_a_row_that_is_gone_and_one_that_is_new_stay_two(folder: Path) -> None:
    new = "Hit,33.6,42.8,01/03/2025,,fired at,News D,\n"
    assert brought(folder, ROWS[0] + ROWS[1] + new)[::3] == (1, 1)


def test_rows_that_cannot_be_told_apart_are_not_taken_for_each_other(folder: Path) -> None:
    same = [f"Hit,33.6,42.8,0{day}/03/2025,,fired at,News D,\n" for day in range(1, 5)]
    assert brought(folder, "".join(same[:2]))[0] == 2
    assert brought(folder, "".join(same[2:]))[0] == 2


def test_a_table_whose_name_goes_on_is_another_table(folder: Path) -> None:
    other = MAPPING.replace('"tracker"', '"tracker-2025"')
    assert brought(folder, "".join(ROWS), other, "tracker-2025.csv") == (4, 0, 0, 0)
    assert brought(folder, "".join(ROWS[:2]), MAPPING)[3] == 1


def test_a_row_that_is_left_out_makes_nothing(folder: Path) -> None:
    with ProjectFile.open(folder / "p.mapview") as file:
        places, sources = set(file.project.places), set(file.project.sources)
    # Its place and its source are clear, its time is not.
    brought(folder, "".join(ROWS) + "Nowhere,33.1,44.1,2026-01-14,2025-01-01,x,News X,https://x.example/\n")
    with ProjectFile.open(folder / "p.mapview") as file:
        assert (set(file.project.places), set(file.project.sources)) == (places, sources)
    # Neither does one that nothing but its text tells from another.
    brought(folder, "".join(ROWS) + "Nowhere,33.1,44.1,2026-01-14,,,News X,https://x.example/\n")
    with ProjectFile.open(folder / "p.mapview") as file:
        assert (set(file.project.places), set(file.project.sources)) == (places, sources)
