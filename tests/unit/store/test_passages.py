"""Passages of claims out of the reports that a project file holds."""

import hashlib
from dataclasses import replace
from pathlib import Path

from tests.helpers.pages import made_project

from mapview.domain.model import Anchor, Project
from mapview.store.documents import Document
from mapview.store.folder_writer import write_folder
from mapview.store.packing import pack
from mapview.store.passages import passages, texts_in

TEXT = "One made report.\nIt says two things.\n"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def anchored() -> Project:
    """The made project, its first report at hand; one anchor of it no longer holds."""
    project = made_project()
    sources = {name: replace(source, url=None) for name, source in project.sources.items()}
    sources["first"] = replace(sources["first"], sha256=sha256(TEXT))
    claims = dict(project.claims)
    claims["present"] = replace(claims["present"], anchor=Anchor(4, 15, sha256("made report"), "made report"))
    claims["some"] = replace(claims["some"], anchor=Anchor(4, 15, sha256("another one"), "another one"))
    return replace(project, sources=sources, claims=claims)


def test_a_passage_is_told_where_its_hash_holds(tmp_path: Path):
    project = anchored()
    write_folder(project, tmp_path / "folder")
    pack(tmp_path / "folder", tmp_path / "made.mapview", [Document(TEXT, TEXT.encode())])
    texts = texts_in(tmp_path / "made.mapview")
    assert texts == {sha256(TEXT): TEXT}
    assert passages(project, texts) == {"present": "made report"}


def test_a_folder_holds_no_reports(tmp_path: Path):
    write_folder(anchored(), tmp_path / "folder")
    assert texts_in(tmp_path / "folder") == {}
    assert passages(anchored(), {}) == {}
