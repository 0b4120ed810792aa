"""What the page of a table calls the things that a column can say, delimiters, kinds of files and counts."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from mapview.exchange.importing.mapping import Role
from mapview.exchange.importing.tables import Table
from mapview.exchange.importing.take import Taken
from mapview.render.texts import number_words
from mapview.ui.importing.words import encoding_words, size_words

#: Roles as a person looks for them: where, when, what, who says so, and the rest.
GROUPS: tuple[tuple[Role, ...], ...] = (
    ("place", "within", "lat", "lon", "coordinates", "kind"),
    ("start", "end", "when"),
    ("statement", "value", "topic"),
    ("source", "publisher", "published", "url", "language"),
    ("modality", "certainty", "note", "id"),
)
#: Delimiters that can be chosen; others come with a mapping.
DELIMITERS = (",", ";", "\t", "|")
_KINDS = {
    "csv": "CSV", "tsv": "TSV", "tab": "TSV", "xlsx": "XLSX", "xlsm": "XLSM", "xls": "XLS", "ods": "ODS",
    "parquet": "Parquet", "geojson": "GeoJSON", "json": "JSON", "jsonld": "JSON-LD", "kml": "KML", "kmz": "KMZ",
    "gpx": "GPX", "gpkg": "GeoPackage", "shp": "Shapefile",
}  # fmt: skip


def tr(text: str) -> str:
    """Return a word of the page in the window's language."""
    return QCoreApplication.translate("Tables", text)


def role_words(role: Role) -> str:
    """Return what a role is called."""
    return {
        "place": tr("Place name"),
        "within": tr("Lies within"),
        "lat": tr("Latitude"),
        "lon": tr("Longitude"),
        "coordinates": tr("Coordinates"),
        "kind": tr("Kind of place"),
        "topic": tr("Topic"),
        "value": tr("Value"),
        "statement": tr("Statement"),
        "when": tr("Date or period"),
        "start": tr("Date, or start"),
        "end": tr("End"),
        "source": tr("Source title"),
        "publisher": tr("Publisher"),
        "published": tr("Published on"),
        "url": tr("Web address"),
        "language": tr("Language"),
        "modality": tr("Modality"),
        "certainty": tr("Certainty"),
        "note": tr("Note"),
        "id": tr("Row id"),
    }[role]


def role_tip(role: Role) -> str:
    """Return what the cells of a role hold."""
    return {
        "place": tr("A name. Without coordinates it is looked up in the timeline, then in the gazetteer."),
        "within": tr("The district, governorate or country of the place, or several set apart by commas."),
        "lat": tr("Degrees in WGS 84: 33.8 or 33°48′N."),
        "lon": tr("Degrees in WGS 84: 42.4 or 42°24′E."),
        "coordinates": tr("A point in one cell: 33.8, 42.4, or 33°48′N 42°24′E, or MGRS, UTM, or WKT."),
        "kind": tr("Of places that are made: city, air base, camp, …"),
        "topic": tr("What the row is about: a topic of the timeline, or a new one."),
        "value": tr("The number, the state, the date or the words that the row claims."),
        "statement": tr("What the row claims, in a sentence."),
        "when": tr("One date or two, as people write them or in EDTF."),
        "start": tr("The day of the row, or the first one."),
        "end": tr("The last day."),
        "source": tr("The title of the report that the row cites."),
        "publisher": tr("Who published it."),
        "published": tr("The day on which it was published; one for each source in the cell."),
        "url": tr("Its address, or several, set apart by spaces, commas or semicolons."),
        "language": tr("A code, such as ar or en."),
        "modality": tr("reported, announced, planned, denied or estimated."),
        "certainty": tr("How sure the row is."),
        "note": tr("What is kept beside the claim."),
        "id": tr("By which the row is known again when the table comes again."),
    }[role]


def delimiter_words(delimiter: str) -> str:
    """Return what a delimiter is called."""
    words = {",": tr("comma"), ";": tr("semicolon"), "\t": tr("tab"), "|": tr("bar")}
    return words.get(delimiter, delimiter)


def kind_of_file(name: str) -> str:
    """Return what a kind of file is called, by its name."""
    extension = name.rpartition(".")[2].lower()
    return _KINDS.get(extension, extension.upper())


def about_words(table: Table, *, is_text: bool) -> str:
    """Return what a file is, in a line."""
    parts = [kind_of_file(table.name), size_words(len(table.original))]
    if is_text:
        parts.append(tr("read as {}").format(encoding_words(table.encoding)))
        parts.append(tr("cells set apart by {}").format(delimiter_words(table.delimiter)))
    count = len(table.columns)
    parts.append(tr("1 column") if count == 1 else tr("{} columns").format(count))
    return " · ".join(parts)


def claims_words(count: int) -> str:
    """Return a number of claims in words."""
    return tr("1 claim") if count == 1 else tr("{} claims").format(number_words(count, "en"))


def rows_words(count: int) -> str:
    """Return a number of rows in words."""
    return tr("1 row") if count == 1 else tr("{} rows").format(number_words(count, "en"))


def will_words(taken: Taken) -> str:
    """Return what an import will do, in counts."""
    said = [tr("Will add {}").format(claims_words(taken.added)), tr("update {}").format(_n(taken.updated))]
    if taken.unchanged:
        said.append(tr("find {} unchanged").format(_n(taken.unchanged)))
    said.append(tr("leave out {}").format(rows_words(len(taken.left_out))))
    return f"{', '.join(said)}.{_more(taken)}"


def did_words(taken: Taken) -> str:
    """Return what an import did, in counts."""
    said = [tr("Added {}").format(claims_words(taken.added)), tr("updated {}").format(_n(taken.updated))]
    if taken.unchanged:
        said.append(tr("found {} unchanged").format(_n(taken.unchanged)))
    said.append(tr("left out {}").format(rows_words(len(taken.left_out))))
    return f"{', '.join(said)}."


def _more(taken: Taken) -> str:
    made: Sequence[tuple[int, str, str]] = (
        (len(taken.places), tr("1 new place"), tr("{} new places")),
        (len(taken.sources), tr("1 source"), tr("{} sources")),
    )
    said = [(one if count == 1 else many.format(_n(count))) for count, one, many in made if count]
    words = f" {tr('With {}.').format(tr(' and ').join(said))}" if said else ""
    if taken.gone:
        words += " " + tr("{} of an earlier version are no longer in the table; they stay.").format(
            claims_words(len(taken.gone))
        )
    return words


def _n(count: int) -> str:
    return number_words(count, "en")
