"""The handbook: short pages that MapView brings along, in a window beside the work."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QWidget

from mapview.config import resource_path
from mapview.ui.widgets.theme import XL, XS, L, M

_LIST_WIDTH = 220


class Handbook(QDialog):
    """Pages on the left, the one that is read on the right; it does not hold up the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("MapView help"))
        self.setModal(False)
        self.paths = pages()
        self.list = QListWidget(self)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.addItems([_title(path) for path in self.paths])
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("Help"))
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.document().setDocumentMargin(XL)
        self.list.currentRowChanged.connect(self._show)
        self.text.anchorClicked.connect(self._follow)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(L, L, 0, 0)
        layout.setSpacing(L)
        layout.addWidget(self.list)
        layout.addWidget(self.text, 1)
        self.resize(860, 640)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if row >= 0:
            self.text.setSource(QUrl.fromLocalFile(str(self.paths[row])), QTextDocument.ResourceType.MarkdownResource)
            _space(self.text.document())

    def _follow(self, link: QUrl) -> None:
        """Go to the page that a link names; there are no links to elsewhere."""
        names = [path.name for path in self.paths]
        if link.fileName() in names:
            self.list.setCurrentRow(names.index(link.fileName()))


def _space(document: QTextDocument) -> None:
    """Set paragraphs and tables apart, which Markdown as Qt reads it leaves close together."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        table = cursor.currentTable()
        form = QTextBlockFormat()
        form.setBottomMargin(0 if table else L if block.blockFormat().headingLevel() else M)
        form.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(form)
        if table is not None:
            look = table.format()
            look.setBorder(0)
            look.setCellPadding(XS)
            look.setBottomMargin(L)
            table.setFormat(look)
        block = block.next()
    cursor.setPosition(0)


def show_handbook(parent: QWidget) -> None:
    """Open the handbook, or bring the one that is open to the front."""
    book = parent.findChild(Handbook) or Handbook(parent)
    book.show()
    book.raise_()
    book.activateWindow()


def pages() -> list[Path]:
    """Return the handbook's pages in their order."""
    return sorted(resource_path("resources/help/en").glob("*.md"))


def _title(path: Path) -> str:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    return QCoreApplication.translate("Handbook", first.removeprefix("# "))
