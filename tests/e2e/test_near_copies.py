"""A page that the command line writes of a project file tells of reports that share most of their text."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.helpers.pages import made_project

from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile

REPORT = " ".join(f"word{number}" for number in range(200))
WORDS = "share 100% of a text; nobody has counted them as one."


@pytest.mark.parametrize("other", [f"{REPORT} and more.", "Something else altogether."], ids=["copy", "other"])
def test_a_page_tells_of_near_copies(tmp_path: Path, other: str) -> None:
    project, documents = made_project(), [Document(text, text.encode()) for text in (REPORT, other)]
    sources = {
        name: replace(project.sources[name], sha256=document.sha256)
        for name, document in zip(("first", "second"), documents, strict=True)
    }
    path, out = tmp_path / "project.mapview", tmp_path / "page.html"
    ProjectFile.create(path, replace(project, sources=sources), documents).close()
    command = [sys.executable, "-m", "mapview", "export", str(path), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    assert (WORDS in out.read_text(encoding="utf-8")) == (other.startswith(REPORT))
