"""What the handbook says is so."""

import re

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mapview.reading.typed_dates import typed_edtf
from mapview.ui.handbook import Handbook, pages

TABLE = re.compile(r"^\| ([^|]+?) \| [^|]+ \| `([^`]+)` \|$", re.MULTILINE)
DATES = TABLE.findall(next(page for page in pages() if "dates" in page.name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("typed", "edtf"), DATES)
def test_dates_are_understood_as_the_handbook_says(typed: str, edtf: str) -> None:
    assert typed_edtf(typed) == edtf


def test_every_link_leads_to_a_page_and_none_to_elsewhere() -> None:
    names = {page.name for page in pages()}
    assert len(names) == 11
    for page in pages():
        text = page.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert set(re.findall(r"\]\(([^)]+)\)", text)) <= names
        assert "http" not in text


def test_pages_are_chosen_and_links_followed(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    book = Handbook(parent)
    for row in range(book.list.count()):
        book.list.setCurrentRow(row)
        title = book.list.item(row).text()
        assert book.text.toPlainText().startswith(title)
    book.list.setCurrentRow(0)
    (link,) = (url for url in _links(book) if "clocks" in url)
    book.text.anchorClicked.emit(book.text.source().resolved(link))
    assert book.list.currentItem().text() == "Two clocks"


def _links(book: Handbook) -> list[str]:
    found = []
    block = book.text.document().begin()
    while block.isValid():
        found += [part.format.anchorHref() for part in block.textFormats() if part.format.isAnchor()]
        block = block.next()
    return found
