"""Pictures of a snapshot: a page in a view that nobody sees, grabbed when everything on it is painted."""

import io
import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPageLayout
from PySide6.QtWebEngineWidgets import QWebEngineView

from mapview.domain.snapshot import LONGEST_SIDE, Snapshot
from mapview.errors import BadInputError, MapviewError, MissingPartError
from mapview.render.film_words import views_of_dates
from mapview.render.map_data import Json
from mapview.render.picture_texts import picture_texts
from mapview.render.png import with_texts
from mapview.render.snapshot import picture_page
from mapview.ui import loops
from mapview.ui.map import messages
from mapview.ui.map.pages import TilePx, routes
from mapview.ui.map.web_page import WebMap

#: Chromium zooms pages between a quarter and five times.
_LEAST_ZOOM, _GREATEST_ZOOM = 0.25, 5.0
_SCALE_OF_LARGE_TILES = 1.5
_PATIENCE_MS = 60_000
_BETWEEN_LOOKS_MS = 8
#: What picture.js throws when legend and sources find no room.
_TOO_SMALL = "picture-too-small"
#: CSS pixels of the bar below the picture that tells by its colour that a view is painted; picture.css has it too.
_BAR_PX = 16
#: Its colours by turns, as picture.js has them.
_TURNS = (QColor("#ff00ff"), QColor("#00ffff"))
_SAMPLE_PX = 32


class PictureFailedError(MapviewError, RuntimeError):
    """A picture could not be painted; the log says why, a smaller size may help."""


class Camera(QObject):
    """A page in a view that nobody sees, of which pictures can be taken at one event time after another.

    Parameters
    ----------
    snapshot
        What the page shows.
    views
        The event times that it can be taken at, as :func:`mapview.render.film_words.views` describes them; all pictures
        then show one area. Without any it is taken as it is.
    as_sheet
        Whether the views are shown side by side on one picture.

    Raises
    ------
    BadInputError
        If the size is out of reach.
    """

    #: A picture of the view with this number.
    taken = Signal(int, QImage)
    failed = Signal(str)

    def __init__(
        self, snapshot: Snapshot, views: Sequence[Json] = (), *, as_sheet: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        width, height = snapshot.size
        if max(width, height) > LONGEST_SIDE or min(width, height) < 1:
            raise BadInputError(f"A picture of {width}x{height} cannot be made: use 1 to {LONGEST_SIDE} pixels a side.")
        self._snapshot = snapshot
        self._views = json.dumps(list(views), ensure_ascii=False)
        self._as_sheet = json.dumps(as_sheet)
        self._view = QWebEngineView()
        self._view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._view.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        # Tiles are stretched by up to the square root of 2 between two zoom levels, and by the scale.
        tile_px: TilePx = 512 if snapshot.scale < _SCALE_OF_LARGE_TILES else 1024
        view = snapshot.timeline.view()
        self._web = WebMap(
            self._view, routes(lambda: view, lambda: picture_page(snapshot), tile_px, lambda: snapshot.basemap)
        )
        self._web.line.received.connect(self._receive)
        self._web.gone.connect(self._die)
        # A dialog that goes with its window closes nothing. Of a method alone Qt would not keep what it belongs to.
        self.destroyed.connect(partial(self._web.close))
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(
            lambda: self._fail(self.tr("The picture was not painted within a minute. Try a smaller size."))
        )
        self._over = False
        self._asked: int | None = None

    def start(self) -> None:
        """Load the page and take the first picture."""
        ratio = self._view.devicePixelRatioF()
        scale = self._snapshot.scale
        zoom = scale / ratio
        if not _LEAST_ZOOM <= zoom <= _GREATEST_ZOOM:
            self._fail(
                self.tr("A scale of {} is out of reach: use {} to {}.").format(
                    scale, _LEAST_ZOOM * ratio, _GREATEST_ZOOM * ratio
                )
            )
            return
        width, height = self._snapshot.size
        # Rounded up, and cut to size after grabbing, where a screen has a fractional ratio.
        self._view.resize(-int(-width // ratio), -int(-(height + _BAR_PX * scale) // ratio))
        self._view.setZoomFactor(zoom)
        self._view.show()
        self._patience.start()
        self._web.load()

    def take(self, number: int) -> None:
        """Take a picture of a view; :attr:`taken` brings it."""
        self._ask(number, f"MapViewPicture.show({number});")

    def print_page(self, layout: QPageLayout, then: Callable[[QByteArray], object]) -> None:
        """Print the page as it is, once a picture of it was taken; ``then`` gets the PDF, empty if that failed."""
        self._web.page.printToPdf(then, layout)

    def close(self) -> None:
        """Take the page apart."""
        self._over = True
        self._patience.stop()
        self._web.close()

    def _receive(self, text: str) -> None:
        if self._over:
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
            case messages.Painted() if event.tile_errors:
                self._fail(
                    self.tr("Tiles of the basemap that could not be painted: {}. Try again.").format(event.tile_errors)
                )
            case messages.Ready():
                self._ask(0, f"MapViewPicture.take({self._views}, {self._as_sheet});")
            case _:
                pass

    def _ask(self, number: int, script: str) -> None:
        if self._over:
            return
        self._patience.start()
        self._asked = number
        self._web.page.runJavaScript(script)
        self._look()

    def _look(self) -> None:
        """Wait until the view has what the page has painted.

        The page hands its frames to a compositor, which hands them to the view, in order but later. So the page gives
        the bar below the picture another colour when everything is painted: a view that shows it has all before it.
        """
        if self._over or self._asked is None:
            return
        height = self._view.height()
        bar = self._view.grab(QRect(0, height - 2, 2, 2)).toImage().pixelColor(0, 0)
        if bar == _TURNS[self._asked % len(_TURNS)]:
            self._grab(self._asked)
        else:
            QTimer.singleShot(_BETWEEN_LOOKS_MS, self, self._look)

    def _grab(self, number: int) -> None:
        self._asked = None
        self._patience.stop()
        image = self._view.grab().toImage()
        image.setDevicePixelRatio(1.0)
        width, height = self._snapshot.size
        if image.width() < width or image.height() < height or _is_blank(image.copy(0, 0, width, height)):
            self._fail(self.tr("The picture came out blank or too small. Try a smaller size."))
            return
        self.taken.emit(number, image.copy(QRect(0, 0, width, height)).convertToFormat(QImage.Format.Format_RGB888))

    def _die(self) -> None:
        self._fail(self.tr("The picture's renderer died. Try a smaller size."))

    def _fail(self, words: str) -> None:
        if not self._over:
            self._over = True
            self._patience.stop()
            self.failed.emit(words)


class Picture(QObject):
    """Paints one snapshot, of several dates side by side if it has any; tells when it is done or failed, once."""

    done = Signal(QImage)
    failed = Signal(str)

    def __init__(self, snapshot: Snapshot, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._camera = Camera(snapshot, views_of_dates(snapshot), as_sheet=bool(snapshot.dates), parent=self)
        self._camera.taken.connect(self._tell)
        self._camera.failed.connect(self.failed)

    def start(self) -> None:
        """Begin."""
        self._camera.start()

    def close(self) -> None:
        """Take the page apart."""
        self._camera.close()

    def _tell(self, _number: int, image: QImage) -> None:
        self.done.emit(image)


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
    picture = Picture(snapshot.on_paper())
    found: list[QImage] = []
    problems: list[str] = []
    picture.done.connect(found.append)
    picture.failed.connect(problems.append)
    picture.done.connect(loop.quit)
    picture.failed.connect(loop.quit)
    # From within the loop, so that a failure at once ends it.
    QTimer.singleShot(0, picture, picture.start)
    try:
        loops.run(loop)
    finally:
        picture.close()
    if problems:
        raise PictureFailedError(problems[0])
    stream.write(png_bytes(found[0], snapshot))


def png_bytes(image: QImage, snapshot: Snapshot) -> bytes:
    """Return a picture of a snapshot as PNG, with what it says of itself."""
    stream = io.BytesIO()
    write_image(image, stream)
    paper = snapshot.paper
    return with_texts(stream.getvalue(), picture_texts(snapshot), None if paper is None else paper.dpi)
