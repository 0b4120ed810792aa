import pytest

from mapview.domain.snapshot import Theme
from mapview.ui.theme import COLOURS, contrast

READABLE = 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_every_ground(theme: Theme) -> None:
    colours = COLOURS[theme]
    for ground in (colours.window, colours.panel, colours.field, colours.hover, colours.accent_ground):
        for ink in (colours.text, colours.quiet, colours.accent):
            assert contrast(ink, ground) >= READABLE, (ink, ground)
    for ground, ink in (*colours.badges.values(), colours.neutral_badge):
        assert contrast(ink, ground) >= READABLE, (ink, ground)
    assert contrast(colours.on_accent, colours.accent) >= READABLE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_bars_stand_out_from_their_panel(theme: Theme) -> None:
    colours = COLOURS[theme]
    # WCAG 2.2, 1.4.11 asks 3:1 of graphics that must be understood; the list's dots differ by shape too.
    assert contrast(colours.marks["disputed"], colours.panel) >= 3
    assert contrast(colours.accent, colours.panel) >= 3
