"""Who speaks independently, as a page says it: the words of the window at any view, and near copies left undecided."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from selenium.webdriver.common.by import By
from tests.helpers.pages import html_of, made_project, open_page, settle

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.copies import Offer
from mapview.domain.filters import Filter
from mapview.domain.model import STATUSES
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.render.clash_words import voices_words
from mapview.store.folder import load_folder

SHARED = "share 87% of a text; nobody has counted them as one."


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def said(view, language: str) -> dict[tuple[str, str], str]:
    """What the window says of who speaks, by the names of place and topic."""
    columns, project = view.timeline.columns, view.timeline.project
    statuses, superseded, found = view.topic_statuses(), view.superseded(), {}
    for group in np.unique(columns.group[view.rows]).tolist():
        rows = view.rows[columns.group[view.rows] == group]
        words = voices_words(view, rows[~superseded[rows]], STATUSES[statuses[group]], language)
        claim = project.claims[columns.ids[rows[0]]]
        if words:
            place, topic = project.places[claim.place].names, project.topics[claim.topic].names
            found[place.in_language(language), topic.in_language(language)] = plain(words)
    return found


def told(driver) -> dict[tuple[str, str], str]:
    """What a page says of who speaks, by the names of place and topic; what it prints tells of all places at once."""
    rows = driver.execute_script(
        """
        window.dispatchEvent(new Event("beforeprint"));
        const found = [...document.querySelectorAll("#mv-print-claims .mv-voices")].map((line) => [
          line.closest(".mv-claims-of-place").querySelector("h2").textContent,
          line.previousElementSibling.firstChild.textContent,
          line.textContent,
        ]);
        window.dispatchEvent(new Event("afterprint"));
        return found;
        """
    )
    return {(place, topic): plain(words) for place, topic, words in rows}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_says_who_speaks_as_the_window_does(driver, qapp, tmp_path, language):
    timeline = Timeline.of(load_folder(Path(resource_path("seeds"))))
    path = tmp_path / "seeds.html"
    path.write_text(html_of(Snapshot(timeline, language=language)), encoding="utf-8")
    open_page(driver, path)
    seen = set()
    for at, known in (
        ("../..", ".."),
        ("2026-01-14", ".."),
        ("2026-01-18", ".."),
        ("2026-01-14", "2026-01-14"),
        ("2025-10", ".."),
    ):
        driver.execute_script("location.hash = arguments[0]", f"#at={at}&known={known}")
        settle(driver)
        view = timeline.view(
            None if at == "../.." else dates.parse(at), None if known == ".." else dates.parse(known).latest
        )
        expected = said(view, language)
        assert told(driver) == expected
        seen |= set(expected.values())
    assert len(seen) > 5


def copied(**options: object) -> Snapshot:
    """The made snapshot, of which two reports share much; the publisher of the second is not stated."""
    project = made_project()
    sources = {**project.sources, "second": replace(project.sources["second"], title="Second test report")}
    timeline = Timeline.of(replace(project, sources=sources))
    return Snapshot(timeline, dates.parse("2026-01-05"), copies=(Offer("second", "first", 0.87),), **options)  # type: ignore[arg-type]


def test_near_copies_are_told_wherever_they_matter(driver, qapp, tmp_path):
    path = tmp_path / "copies.html"
    path.write_text(html_of(copied(place="north-field")), encoding="utf-8")
    open_page(driver, path)
    lines = lambda css: [plain(one.text) for one in driver.find_elements(By.CSS_SELECTOR, css)]  # noqa: E731
    assert any(SHARED in line for line in lines("#mv-panel-body .mv-voices"))
    for tab, css in (("conflicts", "#mv-panel-body .mv-conflict"), ("sources", "#mv-panel-body .mv-source")):
        driver.find_element(By.ID, f"mv-tab-{tab}").click()
        settle(driver)
        told_of = lines(css)
        assert len(told_of) == 2
        assert all(SHARED in each for each in told_of), tab


def test_of_a_source_that_a_filter_took_out_nothing_is_told(qapp):
    html = html_of(replace(copied(), filter=Filter(sources=("first",))).narrowed())
    assert "of a text" not in html
