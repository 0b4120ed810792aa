import os
from pathlib import Path
from typing import BinaryIO

import pytest

from mapview.errors import FileProblemError, MissingPartError
from mapview.store.files import write_whole


def test_a_failure_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("before")

    def fail(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise MissingPartError("stopped")

    with pytest.raises(MissingPartError):
        write_whole(path, fail)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="cannot be written"):
        write_whole(tmp_path / "no-folder" / "map.html", lambda _stream: None)


def test_the_file_is_readable_by_others_as_the_umask_says(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_whole(tmp_path / "map.html", lambda _stream: None)
    finally:
        os.umask(old)
    assert (tmp_path / "map.html").stat().st_mode & 0o777 == 0o640
