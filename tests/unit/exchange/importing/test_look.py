from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from mapview.config import resource_path
from mapview.domain.model import Project
from mapview.domain.snapshot import Snapshot
from mapview.domain.starter import starter_project
from mapview.domain.timeline import Timeline
from mapview.exchange import table as own_table
from mapview.exchange.import_tables import open_table
from mapview.exchange.importing.look import Looked, look, names_to_decide, wrong_columns
from mapview.exchange.importing.mapping import TableMapping, from_toml, to_toml
from mapview.exchange.importing.propose import propose
from mapview.exchange.importing.tables import Table, row_keys, table_of
from mapview.exchange.importing.take import Taken, take
from mapview.gazetteer.index import Gazetteer
from mapview.store.folder import load_folder

TABLES = Path(__file__).parents[3] / "data" / "tables"
GAZETTEER = Gazetteer.load()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPVIEW_DATA_DIR", str(tmp_path / "data"))


def opened(name: str) -> tuple[Table, TableMapping]:
    table = open_table(TABLES / name).table
    return table, propose(table).mapping


def looked(table: Table, mapping: TableMapping, project: Project | None = None) -> dict[int, Looked]:
    found = look(table, mapping, project or starter_project("Trial"), GAZETTEER)
    return {one.row.number: one for one in found}


def taken_of(table: Table, mapping: TableMapping, project: Project | None = None) -> Taken:
    steps = take(table, mapping, project or starter_project("Trial"), GAZETTEER, obtained="2026-02-01")
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Taken = end.value
            return found


def key_of(table: Table, number: int) -> str:
    steps = row_keys(table, {number})
    while True:
        try:
            next(steps)
        except StopIteration as end:
            keys: dict[int, str] = end.value
            return keys[number]


def test_a_row_that_is_left_out_shows_what_can_be_read_of_it() -> None:
    rows = looked(*opened("units.csv"))
    assert rows[3].claim is not None
    assert [source.url for source in rows[3].sources] == ["https://example.org/a", "https://example.com/b"]
    assert list(rows[5].faults) == [""]
    assert list(rows[6].faults) == ["when"]
    assert rows[6].place is not None
    assert rows[6].place.id == "ain-al-asad"


def test_rows_that_the_project_has_already_are_shown_like_new_ones() -> None:
    table, mapping = opened("ancient.csv")
    taken = taken_of(table, mapping)
    assert taken.change is not None
    project, _ = taken.change.apply(starter_project("Trial"))
    rows = looked(table, mapping, project)
    assert [row.when for row in rows.values()][:3] == ["-0611/-0538", "-0700/-0611", "0226/0637"]
    assert all(rows[number].claim is not None for number in (2, 3, 4))


def test_days_in_two_orders_are_no_days_yet() -> None:
    table, mapping = opened("visits.csv")
    mapping = replace(mapping, columns={**mapping.columns, "statement": "What was seen"})
    rows = looked(table, mapping)
    assert all("day or month first" in row.faults["when"] and row.when == "" for row in rows.values())
    rows = looked(table, replace(mapping, date_order="month-first"))
    assert rows[2].when == "2024-05-03"


def test_names_to_decide_are_counted_once() -> None:
    table, mapping = opened("visits.csv")
    mapping = replace(mapping, columns={**mapping.columns, "statement": "What was seen"}, date_order="day-first")
    names = names_to_decide(table, mapping, taken_of(table, mapping).left_out)
    assert (names[0].name, names[0].rows, names[0].first_row) == ("Harir", 2, 2)
    assert {name.name for name in names if not name.candidates} == {"Qasr Zirwan"}


def test_a_decision_may_be_coordinates() -> None:
    table, mapping = opened("visits.csv")
    mapping = replace(
        mapping, columns={**mapping.columns, "statement": "What was seen"}, date_order="day-first",
        places={"qasr zirwan": "33.5, 44.5"},
    )  # fmt: skip
    place = looked(table, from_toml(to_toml(mapping)))[5].place
    assert place is not None
    assert (place.names.en, place.lat, place.lon) == ("Qasr Zirwan", 33.5, 44.5)


def test_a_correction_is_of_one_row_wherever_it_stands_and_the_text_stays() -> None:
    table, mapping = opened("units.csv")
    key = key_of(table, 6)
    corrected = from_toml(to_toml(replace(mapping, corrections={key: {"Date": "16/01/2026"}})))
    taken = taken_of(table, corrected)
    assert [one.row for one in taken.left_out] == [5]
    assert taken.document is not None
    assert taken.document.text == table.text
    moved = table.text.replace("102?", "1,Ain al-Asad,01/01/2026,Another row,,\n102?", 1)
    later = table_of("units.csv", moved, header=2)
    assert [one.row for one in taken_of(later, corrected).left_out] == [6]
    assert key_of(later, 7) == key


def test_the_second_of_two_like_rows_has_a_key_of_its_own() -> None:
    table, mapping = opened("units.csv")
    first, second = key_of(table, 4), key_of(table, 5)
    assert second == f"{first}-2"
    taken = taken_of(table, replace(mapping, corrections={second: {"Unit number": "8"}}))
    assert [one.row for one in taken.left_out] == [6]


def test_what_mapview_has_exported_is_known_by_its_ids(tmp_path: Path) -> None:
    project = load_folder(resource_path("seeds"))
    path = tmp_path / "seeds.csv"
    with path.open("wb") as stream:
        own_table.write_csv(Snapshot(Timeline.of(project)), stream)
    table = open_table(path).table
    rows = looked(table, propose(table).mapping, Project(project.title, project.start_topic))
    assert len(rows) == 50
    assert all(row.claim is not None and row.place is not None and row.sources for row in rows.values())


def test_all_cells_of_a_row_that_cannot_be_read_are_named() -> None:
    table = table_of(
        "a.csv", "place,date,what,lat,link\nQ,never,x,north,nowhere\nHarir air base,2024,x,,\nP,soon,x,33,\n"
    )
    columns = {"place": "place", "when": "date", "statement": "what", "coordinates": "lat", "url": "link"}
    mapping = TableMapping("a", columns, {"topic": "events"})
    taken = taken_of(table, mapping)
    steps = wrong_columns(table, mapping, starter_project("Trial"), GAZETTEER, taken.left_out)
    found: dict[int, frozenset[str]] = {}

    def all_steps() -> Generator[None, None, None]:
        found.update((yield from steps))

    assert list(all_steps())
    assert found == {2: {"date", "lat", "link"}, 4: {"date", "lat"}}
    assert looked(table, mapping)[2].wrong == {"date", "lat", "link"}
