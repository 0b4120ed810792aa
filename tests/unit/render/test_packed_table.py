"""Two files said at once: what they share is said once, what they do not is kept apart."""

from mapview.render.packed_table import ABSENT, packed_table

CSV = b'name,note,count,flag,gone\r\n"a, ""b""",,1.0,True,x\r\n\'=1,,,False,\r\n'


def test_what_the_csv_says_too_is_not_said_again():
    properties = [
        {"name": 'a, "b"', "note": "", "count": 1, "flag": True, "gone": "x", "list": [1]},
        {"name": "=1", "note": "", "count": None, "flag": False, "list": []},
    ]
    features = [{"type": "Feature", "id": n, "properties": one} for n, one in enumerate(properties)]
    found, columns = packed_table(CSV, {"type": "FeatureCollection", "notes": [], "features": features})
    assert found["names"] == ["name", "note", "count", "flag", "gone"]
    assert columns[0] == ['a, "b"', "'=1"]
    assert found["rest"] == {"type": "FeatureCollection", "notes": []}
    assert found["members"]["id"] == {"values": [0, 1]}
    assert found["properties"] == {
        "name": {"values": ['a, "b"', "=1"]},
        "note": {"like": 1, "as": "words"},
        "count": {"like": 2, "as": "number"},
        "flag": {"like": 3, "as": "flag"},
        "gone": {"values": ["x", ABSENT]},
        "list": {"values": [[1], []]},
    }


def test_no_claims_are_columns_without_cells():
    found, columns = packed_table(b"name,note\r\n", {"type": "FeatureCollection", "features": []})
    assert (columns, found["members"], found["properties"]) == ([[], []], {}, {})
