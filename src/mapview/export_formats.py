"""Every kind of file that a view can be written to without a window: what it is, and which function writes it.

Pictures need a page in a window: :mod:`mapview.ui` writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Literal

from mapview.domain.model import Text
from mapview.domain.snapshot import Snapshot
from mapview.exchange import registry

Kind = Literal["page", "report", "data", "sources"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file by its extension.

    ``writer`` names a function as ``module:function``, ``left_out`` one that tells what the format has no place for.
    """

    extension: str
    kind: Kind
    label: Text
    writer: str
    left_out: str | None


def _data(extension: str, label: Text, module: str, name: str, kind: Kind = "data") -> Format:
    where = f"mapview.exchange.{module}"
    return Format(extension, kind, label, f"{where}:write_{name}", f"{where}:{name}_left_out")


_REPORT_LEFT_OUT = "mapview.render.report:report_left_out"
#: In the order in which they are listed.
FORMATS = (
    Format(
        "html",
        "page",
        Text("Web page", "صفحة ويب"),
        "mapview.evidence_pack:write_evidence_pack",
        "mapview.evidence_pack:pack_left_out",
    ),
    Format(
        "docx",
        "report",
        Text("Word document", "مستند وورد"),
        "mapview.render.report_docx:write_report_docx",
        _REPORT_LEFT_OUT,
    ),
    Format(
        "report.html",
        "report",
        Text("Report as web page", "تقرير بصيغة صفحة ويب"),
        "mapview.render.report_html:write_report_html",
        _REPORT_LEFT_OUT,
    ),
    _data("csv", Text("Table (CSV)", "جدول CSV"), "table", "csv"),
    _data("xlsx", Text("Excel workbook", "مصنف إكسل"), "exporting.spreadsheet", "spreadsheet"),
    _data("parquet", Text("Parquet"), "exporting.parquet", "parquet"),
    _data("geojson", Text("GeoJSON"), "exporting.geojson", "geojson"),
    _data("gpkg", Text("GeoPackage"), "exporting.geopackage", "geopackage"),
    _data("kml", Text("KML"), "exporting.kml", "kml"),
    _data("lpf.json", Text("Linked Places"), "exporting.linked_places", "linked_places"),
    _data("timeline.json", Text("TimelineJS"), "exporting.timelinejs", "timelinejs"),
    _data("timeline.csv", Text("TimelineJS table", "جدول TimelineJS"), "exporting.timelinejs", "timelinejs_table"),
    _data("annotations.json", Text("Web Annotations"), "exporting.web_annotations", "web_annotations", "sources"),
    _data("bib", Text("BibTeX"), "exporting.bibliography", "bibtex", "sources"),
    _data("csl.json", Text("CSL-JSON"), "exporting.bibliography", "csl_json", "sources"),
)


def is_page(path: Path) -> bool:
    """Whether a file with this name is a page of claims.

    Examples
    --------
    >>> is_page(Path("map.html")), is_page(Path("account.report.html")), is_page(Path("map.png"))
    (True, False, False)
    """
    named = [one for one in FORMATS if path.name.lower().endswith(f".{one.extension}")]
    return bool(named) and max(named, key=lambda one: len(one.extension)).kind == "page"


def register_formats(formats: Sequence[Format] = FORMATS) -> None:
    """Tell the registry of formats."""
    for one in formats:
        left_out = None if one.left_out is None else _Lazily(one.left_out)
        registry.register(one.extension, _Lazily(one.writer), left_out)


class _Lazily:
    """A function of a module that is loaded when it is called: pandas alone takes longer than most commands to run."""

    def __init__(self, where: str) -> None:
        self._module, _, self._function = where.partition(":")

    def __call__(self, snapshot: Snapshot, *stream: BinaryIO) -> Any:
        return getattr(import_module(self._module), self._function)(snapshot, *stream)
