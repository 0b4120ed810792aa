"""No file of the repository repeats twelve consecutive words of a report."""

import re
import subprocess
from pathlib import Path

import pytest

WORDS_IN_A_ROW = 12
ROOT = Path(__file__).parents[2]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + WORDS_IN_A_ROW]) for i in range(len(found) - WORDS_IN_A_ROW + 1)}


def test_no_file_repeats_a_report(originals: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout, so there is no list of its files")
    reports = [path.read_text("utf-8") for path in sorted(originals.glob("*.txt"))]
    assert reports
    theirs = set().union(*map(runs, reports))
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        ours = "\n".join(line for line in text.splitlines() if not re.match(r"(title|url) = ", line))
        assert not runs(ours) & theirs, name


def test_the_check_would_notice(originals: Path) -> None:
    report = next(originals.glob("*.txt")).read_text("utf-8")
    assert runs(" ".join(words(report)[40:60])) & runs(report)
