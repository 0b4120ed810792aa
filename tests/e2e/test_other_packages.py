"""A package of somebody else, installed beside MapView, that reads one kind of file and writes another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mapview.config import resource_path

MODULE = """
from mapview.domain.records import records
from mapview.exchange.importing.delimited import read_delimited


def write_ids(snapshot, stream):
    stream.write("\\n".join(record.claim.id for record in records(snapshot)).encode())


def read_pipes(path, mapping):
    return read_delimited(path, mapping)
"""
ENTRY_POINTS = """
[mapview.exporters]
ids = claim_ids:write_ids
[mapview.importers]
pipes = claim_ids:read_pipes
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Where a module lies with what an installer would write of it."""
    packages = tmp_path / "packages"
    about = packages / "claim_ids-1.0.dist-info"
    about.mkdir(parents=True)
    (packages / "claim_ids.py").write_text(MODULE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: claim-ids\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(ENTRY_POINTS)
    return {**os.environ, "PYTHONPATH": str(packages)}


def mapview(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mapview", *words],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_it_writes_and_is_listed(tmp_path: Path, environment: dict[str, str]) -> None:
    out = tmp_path / "out.ids"
    seeds = str(resource_path("seeds"))
    done = mapview(environment, "export", seeds, str(out), "--known", "2025-12-31")
    assert done.returncode == 0, done.stderr
    written = out.read_text("utf-8").splitlines()
    assert written
    assert all(name.startswith("shafaq-") for name in written)
    refused = mapview(environment, "export", seeds, str(tmp_path / "out.xyz"))
    assert refused.returncode == 2
    assert ".ids" in refused.stderr
    without = mapview({**environment, "PYTHONPATH": ""}, "export", seeds, str(tmp_path / "more.ids"))
    assert without.returncode == 2


def test_it_reads(tmp_path: Path, environment: dict[str, str]) -> None:
    table = tmp_path / "events.pipes"
    table.write_text("Place|Date|Topic|Event|Source\nHarir|2026-01-14|convoys|A convoy left|A newspaper\n", "utf-8")
    project = tmp_path / "new.mapview"
    packed = mapview(environment, "pack", str(resource_path("seeds")), str(project))
    assert packed.returncode == 0, packed.stderr
    done = mapview(environment, "import", str(project), str(table))
    assert done.returncode == 0, done.stderr
    claims = mapview(environment, "claims", str(project), "--at", "2026-01-14", "--json")
    assert "A convoy left" in claims.stdout
