"""Where things begin in either direction of reading."""

from PySide6.QtCore import QRectF, Qt


def strip_at(box: QRectF, offset: float, width: float, *, mirrored: bool) -> QRectF:
    """Return a strip at the beginning of a box (its right side if mirrored)."""
    left = box.right() - offset - width if mirrored else box.left() + offset
    return QRectF(left, box.top(), width, box.height())


def towards(*, mirrored: bool) -> Qt.AlignmentFlag:
    """Return the alignment to the side where reading begins."""
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute
