"""A folder of reports read whole: the originals that a project's anchors point into."""

from collections.abc import Iterator
from pathlib import Path

from mapview.errors import BadInputError, FileProblemError
from mapview.reading.documents import ReadReport, Unread, read_report


def reports_in(folder: Path) -> Iterator[ReadReport | Unread]:
    """Yield the files of a folder in the order of their names, each as a report, or why it could not be read.

    Raises
    ------
    FileProblemError
        If the folder is none or cannot be read.
    """
    if not folder.is_dir():
        raise FileProblemError(f"{folder} is no folder: give the folder that holds the reports.")
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise FileProblemError(f"{folder} cannot be read ({error.strerror}): check its permissions.") from error
    for path in paths:
        try:
            yield read_report(path)
        except (BadInputError, FileProblemError) as error:
            yield Unread(path, str(error))
