import pytest
from PySide6.QtGui import QColor

from mapview.domain.snapshot import Theme
from mapview.ui.widgets.theme import COLOURS, contrast

READABLE = 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_every_ground(theme: Theme) -> None:
    colours = COLOURS[theme]
    for ground in (colours.window, colours.panel, colours.field, colours.hover, colours.accent_ground):
        for ink in (colours.text, colours.quiet, colours.accent):
            assert contrast(ink, ground) >= READABLE, (ink, ground)
    for ground, ink in (*colours.badges.values(), colours.neutral_badge, colours.problem):
        assert contrast(ink, ground) >= READABLE, (ink, ground)
    assert contrast(colours.on_accent, colours.accent) >= READABLE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_bars_stand_out_from_their_panel(theme: Theme) -> None:
    colours = COLOURS[theme]
    # WCAG 2.2, 1.4.11 asks 3:1 of graphics that must be understood.
    assert contrast(colours.accent, colours.panel) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_statuses_have_no_hue_that_could_be_taken_for_a_value(theme: Theme) -> None:
    colours = COLOURS[theme]
    inks = {ink for badge in colours.badges.values() for ink in badge} | {colours.text, colours.quiet}
    for ink in inks:
        assert QColor(ink).hslSaturationF() < 0.25, ink
