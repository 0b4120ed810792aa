"""One row of ``data/gazetteer.csv``, and how names are sorted into its columns."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path

from mapview.errors import BadInputError
from mapview.gazetteer.kind_words import strip_kind_words
from mapview.gazetteer.normalise import fold, is_arabic

_TASHKIL = frozenset(chr(code) for code in (*range(0x64B, 0x653), 0x670))


@dataclass(slots=True)
class Row:
    """A place of the gazetteer while it is being built; the fields are the CSV's columns."""

    id: str
    kind: str
    name_en: str = ""
    name_ar: str = ""
    name_ku: str = ""
    aliases: list[str] = field(default_factory=list)
    lat: float = 0.0
    lon: float = 0.0
    precision_m: int = 0
    country: str = ""
    parent: str = ""
    geonames_id: str = ""
    wof_id: str = ""
    wikidata_id: str = ""
    icao: str = ""
    population: int = 0
    prominence: int = 0
    coordinates_from: str = ""

    @property
    def names(self) -> list[str]:
        """All names, the main ones first."""
        main = [name for name in (self.name_en, self.name_ar, self.name_ku) if name]
        return main + [alias for alias in self.aliases if alias not in main]

    def add_names(self, names: Iterable[str]) -> None:
        """Add aliases whose folding is not yet among the names."""
        known = {fold(name) for name in self.names}
        for name in names:
            key = fold(name)
            if key and key not in known:
                known.add(key)
                self.aliases.append(name)


COLUMNS = tuple(column.name for column in fields(Row))


def clean(name: str) -> str:
    r"""Return a name without bidi and zero-width marks, tatweel and doubled spaces; in NFC.

    Examples
    --------
    >>> clean("حفر  الباطن\u200e")
    'حفر الباطن'
    """
    kept = "".join(
        " " if c == "\u200c" else c for c in name if c != "ـ" and (unicodedata.category(c) != "Cf" or c == "\u200c")
    )
    return " ".join(unicodedata.normalize("NFC", kept).replace("|", " ").split())


def in_arabic(values: Iterable[str], kind: str) -> list[str]:
    """Return the values in Arabic letters, those that are a plain name of such a place first.

    Plain are names without vowel signs and without the kind word of another kind.
    """
    found = [value for value in values if is_arabic(value) and not re.search("[A-Za-z]", value)]
    return sorted(found, key=lambda value: (bool(_TASHKIL & set(value)), _has_foreign_kind_word(value, kind)))


def without_vowel_signs(name: str) -> str:
    """Return an Arabic name without tashkil.

    Examples
    --------
    >>> without_vowel_signs("اَلْكُوَيْت")
    'الكويت'
    """
    return "".join(c for c in name if c not in _TASHKIL)


def without_foreign_kind_words(values: Iterable[str], kind: str) -> list[str]:
    """Leave out names that say the place is of another kind: a governorate's name on its seat."""
    return [value for value in values if not _has_foreign_kind_word(value, kind)]


def read_rows(path: Path) -> list[Row]:
    """Read a CSV of the gazetteer's columns; further columns are left aside.

    Raises
    ------
    BadInputError
        If a number is none; the message names file, row and column.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        return [_row(record, path, number) for number, record in enumerate(csv.DictReader(stream), 2)]


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as CSV, beside its place first."""
    partial = path.with_suffix(".part")
    with partial.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([_cell(getattr(row, column)) for column in COLUMNS])
    partial.replace(path)


def _has_foreign_kind_word(name: str, kind: str) -> bool:
    kinds = strip_kind_words(fold(name))[1]
    return bool(kinds) and kind not in kinds


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, float):
        return f"{value:.5f}".rstrip("0").rstrip(".")
    return "" if value == 0 else str(value)


def _row(record: dict[str, str], path: Path, number: int) -> Row:
    row = Row(record["id"], record["kind"])
    for column in COLUMNS[2:]:
        text = (record.get(column) or "").strip()
        try:
            if column in {"lat", "lon"}:
                setattr(row, column, float(text or 0))
            elif column in {"precision_m", "population", "prominence"}:
                setattr(row, column, int(text or 0))
            elif column == "aliases":
                row.aliases = [alias for alias in text.split("|") if alias]
            else:
                setattr(row, column, text)
        except ValueError as error:
            raise BadInputError(f"{path}, row {number}: {column} is no number: correct it.") from error
    return row
