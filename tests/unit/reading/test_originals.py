from pathlib import Path

import pytest

from mapview.errors import FileProblemError
from mapview.reading.documents import ReadReport, Unread
from mapview.reading.originals import reports_in


def test_reports_of_every_kind_are_read_and_the_others_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("e\u0301\r\nb\r".encode("utf-16"))
    (tmp_path / "b.txt").write_bytes("غادرت القوات قاعدة عين الأسد".encode("cp1256"))
    (tmp_path / "c.html").write_text(
        "<html><body><article><p>The last convoy left the base.</p></article></body></html>"
    )
    (tmp_path / "d.bin").write_bytes(b"\x00\x01\x02\xff" * 100)
    (tmp_path / "e.txt").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    found = list(reports_in(tmp_path))
    texts = {one.document.name: one.document.text for one in found if isinstance(one, ReadReport)}
    assert texts["a.txt"] == "é\nb\n"
    assert texts["b.txt"] == "غادرت القوات قاعدة عين الأسد"
    assert "The last convoy left the base." in texts["c.html"]
    assert "<p>" not in texts["c.html"]
    assert [one.path.name for one in found if isinstance(one, Unread)] == ["d.bin", "e.txt"]


def test_no_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="is no folder"):
        list(reports_in(tmp_path / "nothing"))
