"""Which module writes which format; each is loaded when a file of its kind is written."""

from importlib import import_module
from typing import Any, BinaryIO

from mapview.domain.snapshot import Snapshot
from mapview.exchange import registry

#: By extension: the module, and the name in it after ``write_`` and before ``_left_out``.
_HERE = "mapview.exchange.exporting"
FORMATS = {
    "annotations.json": (f"{_HERE}.web_annotations", "web_annotations"),
    "bib": (f"{_HERE}.bibliography", "bibtex"),
    "csl.json": (f"{_HERE}.bibliography", "csl_json"),
    "csv": ("mapview.exchange.table", "csv"),
    "geojson": (f"{_HERE}.geojson", "geojson"),
    "gpkg": (f"{_HERE}.geopackage", "geopackage"),
    "kml": (f"{_HERE}.kml", "kml"),
    "lpf.json": (f"{_HERE}.linked_places", "linked_places"),
    "parquet": (f"{_HERE}.parquet", "parquet"),
    "timeline.csv": (f"{_HERE}.timelinejs", "timelinejs_table"),
    "timeline.json": (f"{_HERE}.timelinejs", "timelinejs"),
    "xlsx": (f"{_HERE}.spreadsheet", "spreadsheet"),
}


def register_formats() -> None:
    """Tell the registry of every format of this package."""
    for extension, (module, name) in FORMATS.items():
        registry.register(extension, _Lazily(module, f"write_{name}"), _Lazily(module, f"{name}_left_out"))


class _Lazily:
    """A function of a module that is loaded when it is called: pandas alone takes longer than most commands to run."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, snapshot: Snapshot, *stream: BinaryIO) -> Any:
        return getattr(import_module(self._module), self._name)(snapshot, *stream)
