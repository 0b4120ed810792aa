"""What a header and its cells are taken to say."""

import pytest

from mapview.exchange.importing.propose import Proposal, propose
from mapview.exchange.importing.tables import table_of


def proposed(text: str) -> Proposal:
    return propose(table_of("a.csv", text))


def test_a_column_of_dates_is_asked_for_though_some_of_its_cells_are_none() -> None:
    found = proposed("Site,Date,What\nA,2024-01-05,x\nB,2024-02-05,x\nC,spring 2020,x\nTotal,3,\n")
    assert found.mapping.columns["start"] == "Date"
    assert any("is column 'Date' the start" in question for question in found.questions)


def test_the_column_whose_cells_are_dates_goes_before_one_that_is_only_called_so() -> None:
    found = proposed("Site,Date,Day,What\nA,soon,2024-01-05,x\nB,2024,2024-02-05,x\n")
    assert found.mapping.columns["start"] == "Day"
    assert not any("start" in question for question in found.questions)


def test_a_column_without_any_date_is_not_taken_for_one() -> None:
    assert "start" not in proposed("Site,Date,What\nA,soon,x\nB,later,x\nC,never,x\n").mapping.columns


@pytest.mark.parametrize(("first", "last"), [("From", "To"), ("Since", "Until"), ("from", "till")])
def test_both_ends_are_known_by_their_words(first: str, last: str) -> None:
    found = proposed(f"Site,{first},{last},What\nA,2024-01-05,2024-02,x\nB,spring 2020,2024-02,x\nC,2020,?,x\n")
    assert (found.mapping.columns["start"], found.mapping.columns["end"]) == (first, last)


def test_notes_as_the_only_text_are_asked_for_as_what_is_claimed() -> None:
    found = proposed("Site,Date,Note\nA,2024-01-05,They left\n")
    assert found.mapping.columns["statement"] == "Note"
    assert "note" not in found.mapping.columns
    assert any("is column 'Note' the statement" in question for question in found.questions)
    both = proposed("Site,Date,Note,Event\nA,2024-01-05,doubtful,They left\n").mapping.columns
    assert (both["statement"], both["note"]) == ("Event", "Note")


def test_a_unit_is_the_value_only_where_nothing_else_is() -> None:
    found = proposed("Site,Date,Unit,Status,Said\nA,2024,102,open,They left\n").mapping.columns
    assert (found["value"], found["statement"]) == ("Status", "Said")
    assert proposed("Site,Date,Unit,Claim\nA,2024,102,x\n").mapping.columns["value"] == "Unit"


def test_a_column_of_sources_that_holds_addresses_is_that_of_addresses() -> None:
    found = proposed("Site,Date,What,Source\nA,2024,x,https://a.example/1\nB,2024,x,https://a.example/2\n").mapping
    assert found.columns["url"] == "Source"
    assert "source" not in found.columns
    named = proposed("Site,Date,What,Source\nA,2024,x,Rudaw\nB,2024,x,https://a.example/2\n")
    assert named.mapping.columns["source"] == "Source"
    assert any("'Source' the source" in question for question in named.questions)


def test_links_with_their_days_and_the_columns_of_gdelt_are_known_by_name() -> None:
    found = proposed("Place,Date,What,Source links,Source dates\nA,2024,x,https://a.example/1,2024-01-05\n").mapping
    assert (found.columns["url"], found.columns["published"]) == ("Source links", "Source dates")
    header = "GLOBALEVENTID,SQLDATE,Year,EventCode,ActionGeo_FullName,ActionGeo_Lat,ActionGeo_Long,SOURCEURL"
    found = proposed(f"{header}\n12,20260114,2026,087,Erbil,36.2,44.0,https://a.example/1\n").mapping
    assert found.columns == {
        "place": "ActionGeo_FullName", "lat": "ActionGeo_Lat", "lon": "ActionGeo_Long", "topic": "EventCode",
        "start": "SQLDATE", "url": "SOURCEURL", "id": "GLOBALEVENTID",
    }  # fmt: skip


def test_a_column_of_links_is_asked_for_though_some_are_none() -> None:
    found = proposed("Place,Date,What,Links\nA,2024,x,https://a.example/1\nB,2024,x,www.b.example\nC,2024,x,a paper\n")
    assert found.mapping.columns["url"] == "Links"
    assert any("'Links' the url" in question for question in found.questions)
