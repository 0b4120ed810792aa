"""Every kind of doubt on the map of the real window: what the marks look like, and what the legend says of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from mapview.domain.dates import parse
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.theme import apply_theme

PATIENCE_MS = 60_000
DOUBT = Path(__file__).parents[1] / "data" / "doubt"
DAY = "2026-03-15"

Ask = Callable[[MainWindow, str], Any]


@pytest.fixture
def session(qapp: Any, tmp_path: Path) -> Iterator[Session]:
    with ProjectFile.create(tmp_path / "doubt.mapview", load_folder(DOUBT)) as file:
        session = Session(file)
        session.set_at(parse(DAY))
        yield session


@pytest.fixture
def window(qtbot: QtBot, qapp: Any, session: Session, settings: QSettings) -> Iterator[MainWindow]:
    apply_theme(qapp, session.theme)
    window = MainWindow(session, settings)
    window.show()
    qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
    yield window
    window.close()
    window.deleteLater()
    qapp.sendPostedEvents(window, 52)  # QEvent.Type.DeferredDelete


def look_of(window: MainWindow, ask: Ask, place: str) -> dict[str, Any]:
    found = ask(window, f"page_view.layer.lookOf(page_view.placeAt('{place}'))")
    assert isinstance(found, dict)
    return found


def signs(look: dict[str, Any]) -> set[str]:
    """What a mark says beside its value and the kind of its place."""
    found = {name for name in ("hatched", "faint", "start", "end", "disputed", "superseded") if look[name]}
    for slice_ in look["slices"]:
        found |= {name for name, is_so in (("planned", slice_["hollow"]), ("announced", slice_["announced"])) if is_so}
    if look["stale"] == 3:
        found.add("stale")
    if len(look["slices"]) > 1:
        found.add("several")
    return found


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("passau", set()),
        ("linz", {"faint", "start"}),
        ("krems", {"faint", "end"}),
        ("vienna", {"faint", "start", "end"}),
        ("melk", {"faint", "end"}),
        ("hainburg", {"faint", "start"}),
        ("regensburg", {"stale"}),
        ("bratislava", set()),
        ("gyor", {"hatched"}),
        ("komarom", {"planned"}),
        ("esztergom", {"announced"}),
        ("budapest", {"disputed", "several"}),
        ("baja", {"several"}),
        ("mohacs", {"planned", "superseded"}),
        ("dunaujvaros", {"faint", "start", "end"}),
    ],
)
def test_each_doubt_has_a_sign_of_its_own(window: MainWindow, ask: Ask, place: str, expected: set[str]) -> None:
    assert signs(look_of(window, ask, place)) == expected


def test_a_doubtful_end_fades_and_the_other_one_does_not(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    def fade_on(day: str, place: str) -> int:
        window.session.set_at(parse(day))
        number = window.session.days[0]
        qtbot.waitUntil(lambda: ask(window, "mapview.state().time") == number * 86_400_000, timeout=PATIENCE_MS)
        fade = look_of(window, ask, place)["fade"]
        assert isinstance(fade, int)
        return fade

    # From 10 March, uncertain, to 31 May: 1 is faintest, 0 is firm.
    assert [fade_on(day, "linz") for day in ("2026-03-10", "2026-03-30", "2026-04-12", "2026-05-31")] == [1, 2, 3, 0]
    # From 1 January to 20 March, uncertain.
    assert [fade_on(day, "krems") for day in ("2026-01-01", "2026-02-14", "2026-03-20")] == [0, 3, 1]
    # From 8 March to nobody knows when, and from nobody knows when to 25 March.
    assert [fade_on(day, "melk") for day in ("2026-03-08", "2026-03-15", "2026-05-31")] == [0, 3, 1]
    assert [fade_on(day, "hainburg") for day in ("2026-01-01", "2026-03-10", "2026-03-25")] == [1, 2, 0]


def test_the_legend_tells_what_is_on_the_screen(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    said = (
        "Array.from(document.querySelectorAll('.mv-legend-entry:not(.mv-absent):not([hidden])'), (e) => e.textContent)"
    )
    window.map.fit()
    qtbot.waitUntil(lambda: "open" in ask(window, said), timeout=PATIENCE_MS)
    found = set(ask(window, said))
    assert {
        "open", "restricted", "closed", "hollow: planned only", "core and rim: announced only",
        "dotted on the left: only the start uncertain", "dotted on the right: only the end uncertain",
        "faint, dotted edge: all dates uncertain", "dashed: a plan overtaken by reports",
        "grey, dots: claims on other topics only", "hatched: no source speaks at this time",
        "ring: sources contradict each other", "pale: unconfirmed for 30, 90 or 365 days",
    } <= found  # fmt: skip
    assert "dashed line: the area filtered by" not in found
    # On the first day there are the crossing of last year's bulletin and one that was closed since nobody knows when.
    window.session.set_day(window.session.first_day)
    qtbot.waitUntil(lambda: "restricted" not in ask(window, said), timeout=PATIENCE_MS)
    assert "ring: sources contradict each other" not in ask(window, said)


def test_values_differ_without_their_colours(window: MainWindow, ask: Ask) -> None:
    """Marks of all values in one colour, and the grey one for other topics, are pairwise different pictures."""
    pictures = ask(
        window,
        """(() => {
          const plain = { shape: 'circle', fade: 0, stale: 0 };
          const looks = Array.from({ length: 8 }, (_, c) => ({ ...plain, slices: [{ c, colour: '#009e73' }] }));
          const grey = { ...plain, slices: [] };
          const drawn = [...looks, grey].map((look) => MapViewMarks.markElement(look, 'light'));
          return drawn.map((canvas) => {
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const dark = [];
            for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] < 120) dark.push(i);
            const pale = [];
            for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] > 700) pale.push(i);
            return dark.join() + '|' + pale.join();
          });
        })()""",
    )
    assert len(set(pictures)) == len(pictures) == 9


def test_the_badge_of_a_claim_names_the_doubtful_end(window: MainWindow, qtbot: QtBot) -> None:
    cards = window.claims.cards
    for place, words in (("linz", "uncertain start"), ("melk", "unknown end"), ("vienna", "approximate date")):
        window.session.set_focus(Focus("place", place))
        qtbot.waitUntil(lambda: bool(cards.model().rowCount()), timeout=PATIENCE_MS)
        assert words in spoken(cards), place


def spoken(cards: Any) -> str:
    model = cards.model()
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    return " ".join(str(index.data(0x0B) or index.data()) for index in rows)  # Qt.ItemDataRole.AccessibleTextRole
