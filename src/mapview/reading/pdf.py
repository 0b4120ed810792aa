"""The text layer of a PDF, in the order in which it is read, from right to left too.

A PDF holds glyphs with places, not text; :mod:`mapview.reading.page_layout` puts them in order.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from mapview.errors import BadInputError
from mapview.reading.page_layout import Glyph, page_text

#: A PDF of which a page has fewer letters than this on average is taken for scanned pages.
_FEWEST_LETTERS = 10
#: How pdfminer says that a font does not tell which letter a glyph is.
_UNKNOWN = re.compile(r"\(cid:\d+\)")


def pdf_text(raw: bytes) -> str:
    """Return the text of a PDF, pages apart by an empty line; glyphs of which nobody knows the letter are U+FFFD.

    Raises
    ------
    BadInputError
        If it is encrypted, damaged, or has no text layer.
    """
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed  # noqa: PLC0415 - half a second that only PDFs should cost

    try:
        pages = [page_text(_glyphs(page)) for page in _pages(raw)]
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise BadInputError("The PDF is protected by a password: save a copy without one.") from error
    except Exception as error:
        # A damaged PDF makes pdfminer raise whatever comes first.
        raise BadInputError(f"The PDF is damaged ({type(error).__name__}): open it and save it anew.") from error
    if not pages:
        raise BadInputError("The PDF is damaged or has no pages: open it and save it anew.")
    if sum(letter.isalpha() for page in pages for letter in page) < _FEWEST_LETTERS * len(pages):
        raise BadInputError("The PDF has no text, only pictures of pages: run text recognition (OCR) on it first.")
    return "\n\n".join(page.strip("\n") for page in pages) + "\n"


def _pages(raw: bytes) -> Iterator[Any]:
    """Yield the pages with their glyphs; pdfminer's own layout knows nothing of right-to-left and takes long."""
    from pdfminer.converter import PDFPageAggregator  # noqa: PLC0415
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(raw)):
        interpreter.process_page(page)
        yield device.get_result()


def _glyphs(container: Any) -> Iterator[Glyph]:
    """Yield the glyphs of a page or of what is drawn on it."""
    from pdfminer.layout import LTChar  # noqa: PLC0415

    for item in container:
        if isinstance(item, LTChar):
            yield Glyph(_UNKNOWN.sub("\ufffd", item.get_text()), item.x0, item.x1, item.y0, item.y1)
        elif hasattr(item, "__iter__"):
            yield from _glyphs(item)
