"""A snapshot on paper: the page of a picture, printed as PDF with text as text, of a size in millimetres."""

from dataclasses import replace
from typing import BinaryIO

from PySide6.QtCore import QByteArray, QEventLoop, QMarginsF, QObject, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize

from mapview.domain.snapshot import PAPER_PX_PER_INCH, PAPER_SIZES, Paper, Snapshot
from mapview.errors import MapviewError
from mapview.render import pdf
from mapview.render.film_words import views_of_dates
from mapview.render.picture_texts import pdf_texts
from mapview.ui import loops
from mapview.ui.map.picture import Camera, PictureFailedError

#: On what a snapshot is printed that names no paper.
_USUAL_PAPER = Paper(*PAPER_SIZES["a4-landscape"])
#: How many CSS pixels Chromium prints to an inch.
_PRINTED_PX_PER_INCH = 96
#: The printed page is larger by this factor, since Qt rounds it to whole points; it is cut to its size afterwards.
_MARGIN = 1.02


class PrintedPicture(QObject):
    """Prints one snapshot as PDF; tells when it is done or failed, once.

    Raises
    ------
    BadInputError
        If the paper has more dots than a picture can have.
    """

    done = Signal(bytes)
    failed = Signal(str)

    def __init__(self, snapshot: Snapshot, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if snapshot.paper is None:
            snapshot = replace(snapshot, paper=_USUAL_PAPER)
        self._snapshot = snapshot
        painted = snapshot.on_paper()
        self._camera = Camera(painted, views_of_dates(painted), as_sheet=bool(painted.dates), parent=self)
        self._camera.taken.connect(self._print)
        self._camera.failed.connect(self.failed)

    def start(self) -> None:
        """Begin."""
        self._camera.start()

    def close(self) -> None:
        """Take the page apart."""
        self._camera.close()

    @property
    def _paper(self) -> Paper:
        assert self._snapshot.paper is not None, "given one when this was made"  # noqa: S101
        return self._snapshot.paper

    @property
    def _enlarged(self) -> float:
        """By how much what Chromium prints is enlarged to fill the paper."""
        return self._snapshot.scale * _PRINTED_PX_PER_INCH / PAPER_PX_PER_INCH

    def _print(self, _number: int, _image: QImage) -> None:
        width, height = (side / self._enlarged * _MARGIN for side in (self._paper.width_mm, self._paper.height_mm))
        size = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
        layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
        self._camera.print_page(layout, self._take)

    def _take(self, printed: QByteArray) -> None:
        raw = bytes(printed.data())
        if not raw:
            self.failed.emit(self.tr("The page could not be printed. Try a smaller paper or fewer dots per inch."))
            return
        paper, snapshot = self._paper, self._snapshot
        try:
            done = pdf.on_paper(
                raw, (paper.width_mm, paper.height_mm), self._enlarged, pdf_texts(snapshot), snapshot.language
            )
        except MapviewError as error:
            self.failed.emit(str(error))
            return
        self.done.emit(done)


def write_pdf(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Print a snapshot as PDF; needs a QApplication, and waits in an event loop of its own.

    Raises
    ------
    BadInputError
        If the paper has more dots than a picture can have.
    PictureFailedError
        If the page fails or does not finish; nothing is written then.
    """
    loop = QEventLoop()
    printed = PrintedPicture(snapshot)
    found: list[bytes] = []
    problems: list[str] = []
    printed.done.connect(found.append)
    printed.failed.connect(problems.append)
    printed.done.connect(loop.quit)
    printed.failed.connect(loop.quit)
    # From within the loop, so that a failure at once ends it.
    QTimer.singleShot(0, printed, printed.start)
    try:
        loops.run(loop)
    finally:
        printed.close()
    if problems:
        raise PictureFailedError(problems[0])
    stream.write(found[0])
