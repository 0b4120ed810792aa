import io

import pandas as pd
import pytest

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange.table import COLUMNS, claims_table, neutralised, write_csv
from mapview.store.folder import load_folder


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return Timeline.of(load_folder(resource_path("seeds")))


def test_csv_holds_the_claims_of_the_view_and_no_others(timeline: Timeline) -> None:
    at = dates.parse("2026-01-15")
    stream = io.BytesIO()
    write_csv(Snapshot(timeline, at=at), stream)
    read = pd.read_csv(io.BytesIO(stream.getvalue()))
    assert tuple(read.columns) == COLUMNS
    assert set(read["claim"]) == {timeline.columns.ids[row] for row in timeline.view(at).rows}
    assert "قاعدة" in stream.getvalue().decode("utf-8")


def test_csv_says_the_cells_as_the_table_has_them(timeline: Timeline) -> None:
    """Numbers of a column of which some are absent have a point, so that a column is of one kind for who reads it."""
    stream = io.BytesIO()
    write_csv(Snapshot(timeline), stream)
    text = claims_table(timeline.view()).to_csv(index=False, lineterminator="\r\n")
    assert stream.getvalue().decode("utf-8") == text


def test_place_and_area_leave_out_the_others(timeline: Timeline) -> None:
    for snapshot in (Snapshot(timeline, place="balad"), Snapshot(timeline, bbox=(42, 33.5, 43, 34))):
        stream = io.BytesIO()
        write_csv(snapshot, stream)
        places = set(pd.read_csv(io.BytesIO(stream.getvalue()))["place"])
        assert places
        assert "kuwait" not in places


def test_formulas_are_text(timeline: Timeline) -> None:
    assert neutralised("=1+1") == "'=1+1"
    assert neutralised("@SUM(A1)") == "'@SUM(A1)"
    assert neutralised(3) == 3
    assert len(claims_table(timeline.view())) == len(timeline.project.claims)


def test_every_column_is_documented() -> None:
    page = resource_path("seeds").parent.joinpath("docs", "format.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in COLUMNS)
