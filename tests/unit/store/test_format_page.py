import re
import sqlite3
from pathlib import Path

from mapview.store.database import APPLICATION_ID, create_schema, latest_version

PAGE = Path(__file__).parents[3] / "docs" / "format.md"


def test_the_format_page_lists_every_table_with_every_column() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create_schema(connection)
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not re.match("sqlite_|search_words_", name)
    ]
    section = PAGE.read_text("utf-8").partition("\n# The project file")[2].partition("\n# ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE))
    for name in names:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        listed = rows[name].split(" | ")[1]
        assert [column for column in columns if f"`{column}`" not in listed] == [], name
    assert set(names) == set(rows)
    connection.close()


def test_the_format_page_knows_the_version_and_the_application_id() -> None:
    page = PAGE.read_text("utf-8")
    assert f"application id {APPLICATION_ID} " in page
    assert f"in `user_version`, now {latest_version()}." in page
