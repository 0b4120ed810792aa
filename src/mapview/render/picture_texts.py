"""What a picture says of itself besides what it shows: for MapView, which goes back to its view, and for other readers.

The names are those that PNG recommends; a PDF has its own for some of them.
"""

import json
from pathlib import Path

from mapview import __version__
from mapview.domain.columns import known_from
from mapview.domain.export_notes import described
from mapview.domain.model import Source
from mapview.domain.snapshot import Snapshot
from mapview.domain.view_records import ViewRecord, read_record, record_of
from mapview.errors import BadInputError, FileProblemError
from mapview.render import pdf, png

#: Under which name the view stands, in letters alone.
_VIEW = "MapView"
_PDF_NAMES = {"Title": "Title", "Description": "Subject", "Software": "Creator", "Source": "Source", _VIEW: _VIEW}
#: A PDF says what it says of itself at its end; what lies further in front is not looked at.
_END_BYTES = 8_000_000


def picture_texts(snapshot: Snapshot) -> dict[str, str]:
    """Return what a picture of a snapshot says of itself, by the names that PNG has for it."""
    project, language = snapshot.timeline.project, snapshot.language
    caption = snapshot.caption.in_language(language)
    sources = (s for s in project.sources.values() if snapshot.known is None or known_from(s) <= snapshot.known)
    return {
        "Title": project.title.in_language(language),
        "Description": "\n".join(filter(None, (caption, described(snapshot)))),
        "Source": "\n".join(_cited(source, language) for source in sources),
        "Software": f"MapView {__version__}",
        _VIEW: json.dumps(record_of(snapshot, __version__), ensure_ascii=False),
    }


def pdf_texts(snapshot: Snapshot) -> dict[str, str]:
    """Return the same by the names that PDF has for it."""
    return {_PDF_NAMES[name]: text for name, text in picture_texts(snapshot).items()}


def is_picture(path: Path) -> bool:
    """Whether a file is a picture, which may say which view it shows; a PDF is a picture only if it says that."""
    if path.suffix.lower() == ".png":
        return path.is_file()
    if path.suffix.lower() != ".pdf":
        return False
    try:
        return _said_in_pdf(path) is not None
    except OSError:
        return False


def view_in_picture(path: Path) -> ViewRecord:
    """Return which view of which project a picture shows, a PNG or a PDF.

    Raises
    ------
    BadInputError
        If it does not say, or what it says is wrong.
    FileProblemError
        If it cannot be read.
    """
    try:
        if path.suffix.lower() == ".pdf":
            text = _said_in_pdf(path)
        else:
            with path.open("rb") as stream:
                text = png.read_text(stream, _VIEW)
    except OSError as error:
        raise FileProblemError(f"{path} cannot be read ({error.strerror}): check that you may read it.") from error
    if text is None:
        raise BadInputError(f"{path.name} does not say which view of a project it shows: open the project itself.")
    return read_record(text)


def _said_in_pdf(path: Path) -> str | None:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _END_BYTES))
        return pdf.said_in(stream.read(), _VIEW)


def _cited(source: Source, language: str) -> str:
    publisher = source.publisher.in_language(language) if source.publisher else None
    return ", ".join(filter(None, (publisher, source.title, source.published, source.url)))
