import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from mapview.domain.model import STATUSES, Status
from mapview.domain.snapshot import Theme
from mapview.ui.widgets.status_sign import SIGN_PX, paint_status
from mapview.ui.widgets.theme import COLOURS


def sign(status: Status, theme: Theme) -> QImage:
    """A sign, four times enlarged."""
    image = QImage(4 * SIGN_PX, 4 * SIGN_PX, QImage.Format.Format_RGB32)
    image.fill(QColor(COLOURS[theme].panel))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(4, 4)
    paint_status(painter, QPointF(SIGN_PX / 2, SIGN_PX / 2), status, COLOURS[theme].text, COLOURS[theme].panel)
    painter.end()
    return image


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signs_differ_by_shape_and_have_no_hue(theme: Theme) -> None:
    signs = [sign(status, theme) for status in STATUSES]
    assert all(one != other for at, one in enumerate(signs) for other in signs[:at])
    for image in signs:
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        assert max(colour.hsvSaturationF() for colour in pixels) < 0.3
