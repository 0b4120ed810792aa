"""Pictures of a snapshot: a page in a view that nobody sees, grabbed when everything on it is painted."""

import io
import logging
from collections.abc import Callable
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWebEngineWidgets import QWebEngineView

from mapview.domain.snapshot import Snapshot
from mapview.errors import BadInputError, MapviewError, MissingPartError
from mapview.render.snapshot import picture_page
from mapview.ui.map import messages
from mapview.ui.map.pages import TilePx, routes
from mapview.ui.map.web_page import WebMap

_log = logging.getLogger(__name__)

LONGEST_SIDE = 7680
#: Chromium zooms pages between a quarter and five times.
_LEAST_ZOOM, _GREATEST_ZOOM = 0.25, 5.0
_SCALE_OF_LARGE_TILES = 1.5
_PATIENCE_MS = 60_000
_BETWEEN_LOOKS_MS = 40
#: What picture.js throws when legend and sources find no room.
_TOO_SMALL = "picture-too-small"
_PATCH = QColor("#ff00ff")
_LAY_PATCH = """
const patch = document.createElement("div");
patch.id = "mapview-patch";
patch.style.cssText = "position:fixed;left:0;top:0;width:16px;height:16px;background:#ff00ff;z-index:2147483647";
document.body.append(patch);
"""
_TAKE_PATCH_OFF = 'document.getElementById("mapview-patch").remove();'
_SAMPLE_PX = 32


class PictureFailedError(MapviewError, RuntimeError):
    """A picture could not be painted; the log says why, a smaller size may help."""


class Picture(QObject):
    """Paints one snapshot; tells when it is done or that it failed, once."""

    done = Signal(QImage)
    failed = Signal(str)

    def __init__(self, snapshot: Snapshot, parent: QObject | None = None) -> None:
        super().__init__(parent)
        width, height = snapshot.size
        if max(width, height) > LONGEST_SIDE or min(width, height) < 1:
            raise BadInputError(f"A picture of {width}x{height} cannot be made: use 1 to {LONGEST_SIDE} pixels a side.")
        self._snapshot = snapshot
        self._view = QWebEngineView()
        self._view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._view.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        # Tiles are stretched by up to the square root of 2 between two zoom levels, and by the scale.
        tile_px: TilePx = 512 if snapshot.scale < _SCALE_OF_LARGE_TILES else 1024
        view = snapshot.timeline.view()
        self._web = WebMap(self._view, routes(lambda: view, lambda: picture_page(snapshot), tile_px))
        self._web.line.received.connect(self._receive)
        self._web.gone.connect(lambda: self._fail(self.tr("The picture's renderer died. Try a smaller size.")))
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(
            lambda: self._fail(self.tr("The picture was not painted within a minute. Try a smaller size."))
        )
        self._over = False
        self._painted = False

    def start(self) -> None:
        """Begin."""
        ratio = self._view.devicePixelRatioF()
        zoom = self._snapshot.scale / ratio
        if not _LEAST_ZOOM <= zoom <= _GREATEST_ZOOM:
            self._fail(
                self.tr("A scale of {} is out of reach: use {} to {}.").format(
                    self._snapshot.scale, _LEAST_ZOOM * ratio, _GREATEST_ZOOM * ratio
                )
            )
            return
        width, height = self._snapshot.size
        # Rounded up, and cut to size after grabbing, where a screen has a fractional ratio.
        self._view.resize(-int(-width // ratio), -int(-height // ratio))
        self._view.setZoomFactor(zoom)
        self._view.show()
        self._patience.start()
        self._web.load()

    def close(self) -> None:
        """Take the page apart."""
        self._over = True
        self._patience.stop()
        self._web.close()

    def _receive(self, text: str) -> None:
        if self._over or self._painted:
            return
        try:
            event = messages.decode(text)
        except BadInputError as error:
            self._fail(str(error))
            return
        match event:
            case messages.JsError() if _TOO_SMALL in event.message:
                self._fail(
                    self.tr(
                        "The picture is too small for its legend and sources: choose a larger size or a smaller scale."
                    )
                )
            case messages.JsError():
                self._fail(self.tr("A script of the picture failed: {}").format(event.message))
            case messages.Painted(complete=True) if event.tile_errors:
                self._fail(
                    self.tr("Tiles of the basemap that could not be painted: {}. Try again.").format(event.tile_errors)
                )
            case messages.Painted(complete=True):
                self._await_compositor()
            case _:
                pass

    def _await_compositor(self) -> None:
        """See to it that the view has what the page has painted.

        The page hands its frames to a compositor, which hands them to the view, in order but later. So a patch of a
        colour that no map has is laid over a corner and taken off again: a view that has shown it and shows it no
        longer has everything that was painted before.
        """
        self._painted = True
        self._web.page.runJavaScript(_LAY_PATCH)
        self._wait_for_patch(shown=True, then=self._take_patch_off)

    def _take_patch_off(self) -> None:
        self._web.page.runJavaScript(_TAKE_PATCH_OFF)
        self._wait_for_patch(shown=False, then=self._grab)

    def _wait_for_patch(self, *, shown: bool, then: Callable[[], None]) -> None:
        if self._over:
            return
        corner = self._view.grab(QRect(0, 0, 2, 2)).toImage().pixelColor(0, 0)
        if (corner == _PATCH) == shown:
            then()
        else:
            QTimer.singleShot(_BETWEEN_LOOKS_MS, self, lambda: self._wait_for_patch(shown=shown, then=then))

    def _grab(self) -> None:
        image = self._view.grab().toImage()
        image.setDevicePixelRatio(1.0)
        width, height = self._snapshot.size
        if image.width() < width or image.height() < height or _is_blank(image):
            self._fail(self.tr("The picture came out blank or too small. Try a smaller size."))
            return
        self._over = True
        self._patience.stop()
        self.done.emit(image.copy(QRect(0, 0, width, height)).convertToFormat(QImage.Format.Format_RGB888))

    def _fail(self, words: str) -> None:
        if not self._over:
            self._over = True
            self._patience.stop()
            self.failed.emit(words)


def _is_blank(image: QImage) -> bool:
    """Whether an image holds one colour only; a map never does."""
    small = image.scaled(_SAMPLE_PX, _SAMPLE_PX)
    first = small.pixel(0, 0)
    return all(small.pixel(x, y) == first for x in range(_SAMPLE_PX) for y in range(_SAMPLE_PX))


def write_image(image: QImage, stream: BinaryIO) -> None:
    """Write an image as PNG.

    Raises
    ------
    MissingPartError
        If Qt cannot write PNG.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise MissingPartError("Qt cannot write PNG: install PySide6 again.")
    stream.write(bytes(buffer.data().data()))


def write_png(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write a picture of a snapshot; needs a QApplication, and waits in an event loop of its own.

    Raises
    ------
    BadInputError
        If the size or the scale is out of reach.
    PictureFailedError
        If the page fails or does not finish; nothing is written then.
    """
    loop = QEventLoop()
    picture = Picture(snapshot)
    found: list[QImage] = []
    problems: list[str] = []
    picture.done.connect(found.append)
    picture.failed.connect(problems.append)
    picture.done.connect(loop.quit)
    picture.failed.connect(loop.quit)
    # From within the loop, so that a failure at once ends it.
    QTimer.singleShot(0, picture, picture.start)
    loop.exec()
    picture.close()
    if problems:
        raise PictureFailedError(problems[0])
    write_image(found[0], stream)


def png_bytes(image: QImage) -> bytes:
    """Return an image as PNG."""
    stream = io.BytesIO()
    write_image(image, stream)
    return stream.getvalue()
