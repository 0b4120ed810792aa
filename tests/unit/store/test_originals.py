from pathlib import Path

from mapview.config import resource_path
from mapview.store.folder import load_folder
from mapview.store.originals import check_anchors, normalised, read_originals, sha256_of


def test_all_anchors_of_the_first_timeline_verify(originals: Path) -> None:
    project = load_folder(resource_path("seeds"))
    checks = check_anchors(project, read_originals(originals))
    assert len(checks) == len(project.claims)
    assert {check.verdict for check in checks} == {"verified"}


def test_one_changed_word_is_noticed(originals: Path, tmp_path: Path) -> None:
    project = load_folder(resource_path("seeds"))
    texts = read_originals(originals)
    claim = next(iter(project.claims.values()))
    digest = project.sources[claim.source].sha256
    changed = texts[digest][: claim.anchor.start] + "x" + texts[digest][claim.anchor.start + 1 :]
    (check,) = (c for c in check_anchors(project, {digest: changed}) if c.claim == claim.id)
    assert check.verdict == "changed"
    (check,) = (c for c in check_anchors(project, {}) if c.claim == claim.id)
    assert check.verdict == "not available"


def test_line_ends_and_composition_do_not_change_the_hash(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes("é\r\nb\r".encode())
    (tmp_path / "picture.bin").write_bytes(b"\xff\xfe\x00")
    assert read_originals(tmp_path) == {sha256_of("é\nb\n"): "é\nb\n"}
    assert normalised("\u0623".encode()) == normalised("\u0627\u0654".encode())
