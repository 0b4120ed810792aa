"""KML 2.2 (OGC 07-147r2): one placemark a claim, with a TimeSpan, and every column as extended data."""

import re
from typing import BinaryIO
from xml.etree import ElementTree as ET

from mapview.domain.dates import iso
from mapview.domain.export_notes import days_without_doubt, described, in_our_era, left_out, outside_our_era
from mapview.domain.records import Record, records
from mapview.domain.snapshot import Snapshot
from mapview.exchange.table import COLUMNS, HELD, cells

NAMESPACE = "http://www.opengis.net/kml/2.2"
#: XML 1.0 has no place for these, escaped or not.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_kml(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot as KML."""
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    _say(document, "name", snapshot.timeline.project.title.in_language(snapshot.language))
    _say(document, "description", "\n".join([described(snapshot), *kml_left_out(snapshot)]))
    for record in records(snapshot):
        _placemark(document, record, snapshot.language)
    ET.ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)


def kml_left_out(snapshot: Snapshot) -> list[str]:
    """Return what KML has no place for."""
    return [
        *left_out(snapshot, "KML", HELD),
        *outside_our_era(snapshot, "KML"),
        *days_without_doubt(snapshot, "KML"),
    ]


def xml_text(text: str) -> str:
    r"""Return a text that XML can hold: each character that it cannot is U+FFFD.

    Examples
    --------
    >>> xml_text("a\x00b") == "a\ufffdb"
    True
    """
    return _NO_XML.sub("\ufffd", text)


def _placemark(document: ET.Element, record: Record, language: str) -> None:
    mark = ET.SubElement(document, "Placemark")
    _say(mark, "name", record.place.names.in_language(language))
    # A viewer shows what looks like HTML as HTML, which a statement is not.
    _say(mark, "description", record.claim.statement.in_language(language).replace("&", "&amp;").replace("<", "&lt;"))
    days = [day if in_our_era(day) else None for day in (record.span.earliest, record.span.latest)]
    if days != [None, None]:
        span = ET.SubElement(mark, "TimeSpan")
        for name, day in zip(("begin", "end"), days, strict=True):
            if day is not None:
                _say(span, name, iso(day) or "")
    data, row = ET.SubElement(mark, "ExtendedData"), cells(record)
    for name in COLUMNS:
        cell = row[name]
        if cell is not None:
            _say(ET.SubElement(data, "Data", name=name), "value", str(cell))
    _say(ET.SubElement(mark, "Point"), "coordinates", f"{record.place.lon!r},{record.place.lat!r}")


def _say(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = xml_text(text)
