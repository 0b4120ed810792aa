"""The evidence pack: the HTML snapshot with its claims inside as CSV and GeoJSON, by the same functions as data files.

The page keeps of both what it shows, so that they hold every claim of it whatever its time.
"""

import io
from dataclasses import replace
from typing import BinaryIO

from mapview.domain.filters import Filter
from mapview.domain.model import Project
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange.exporting.geojson import feature_collection
from mapview.exchange.table import write_csv
from mapview.render.snapshot import write_html


def write_evidence_pack(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write a narrowed snapshot as one HTML file that loads nothing and carries its data to be saved from it.

    Parameters
    ----------
    snapshot
        Where the page starts. ``passages`` says how much of the sources' words it holds: with ``none`` no cue of an
        anchor is in the file, with ``whole`` those of ``words``. ``tour`` are ids of saved views.
    stream
        Where to write the UTF-8 bytes.

    Raises
    ------
    MissingPartError
        If a resource is missing.
    """
    if snapshot.passages == "none":
        snapshot = replace(snapshot, timeline=Timeline.of(_without_cues(snapshot.timeline.project)))
    whole = replace(snapshot, at=None, known=None, place=None, bbox=None, filter=Filter())
    write_html(snapshot, stream, lambda: (_csv(whole), feature_collection(whole)))


def pack_left_out(snapshot: Snapshot) -> list[str]:
    """Return of how many claims the passages are wanted and not at hand."""
    missing = sum(claim not in snapshot.words for claim in snapshot.timeline.project.claims)
    if snapshot.passages != "whole" or not missing:
        return []
    return [
        (
            f"The passages of {missing} of {len(snapshot.timeline.columns)} claims are not in the page, which shows "
            "their cues: only a .mapview file holds reports, so add the missing ones to it and export that file."
        )
    ]


def _without_cues(project: Project) -> Project:
    claims = {
        claim.id: replace(claim, anchor=replace(claim.anchor, cue=""))
        for claim in project.claims.values()
    }  # fmt: skip
    return replace(project, claims=claims)


def _csv(snapshot: Snapshot) -> bytes:
    stream = io.BytesIO()
    write_csv(snapshot, stream)
    return stream.getvalue()
