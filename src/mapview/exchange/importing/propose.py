"""What a table's header and values say about how to read it: a proposal with reasons, for a person to decide.

What a header names and the values bear out is certain; all else is an open question, and no import goes by it unasked.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mapview.domain.model import Text
from mapview.domain.rules import is_web_address
from mapview.errors import BadInputError
from mapview.exchange.importing.cell_dates import DateOrder, order_shown, read_span
from mapview.exchange.importing.cells import read_degrees, read_point
from mapview.exchange.importing.mapping import Role, TableMapping, to_toml
from mapview.exchange.importing.tables import Row, Table
from mapview.exchange.table import is_own
from mapview.gazetteer.naming import free_id
from mapview.gazetteer.normalise import fold

_SAMPLE_ROWS = 500
_MOSTLY, _HARDLY = 0.8, 0.3
#: Without one of which a row cannot be taken: their columns are asked for though few cells can be read. Any stands for
#: the others.
_INSTEAD: Mapping[Role, frozenset[Role]] = {
    "when": frozenset({"when", "start"}),
    "start": frozenset({"when", "start"}),
    "lat": frozenset({"lat", "coordinates"}),
    "lon": frozenset({"lon", "coordinates"}),
    "coordinates": frozenset({"lat", "coordinates"}),
    "end": frozenset({"end"}),
}
_FREQUENT_TOPIC = "events"

_WORDS: Mapping[Role, str] = {
    "place": "place|place name|name|location|site|base|town|city|toponym|where|"
        "site name|location name|actiongeo fullname|admin|المكان|الموقع|موقع|المدينة|القاعدة|اسم المكان",
    "within": "within|lies within|governorate|province|admin1|admin area|admin 1|district|region|country|"
        "المحافظة|محافظة|القضاء|الإقليم|الدولة|البلد",
    "lat": "lat|latitude|actiongeo lat|y|خط العرض|العرض",
    "lon": "lon|lng|long|longitude|actiongeo long|x|خط الطول|الطول",
    "coordinates": "coordinates|coords|coordinate|mgrs|utm|wkt|geometry|geom|point|"
        "position|grid|latlon|lat lon|الاحداثيات|إحداثيات",
    "kind": "kind|place kind|kind of place",
    "topic": "topic|category|theme|subject|event type|eventcode|type|الموضوع|الفئة|النوع",
    "value": "value|number|count|amount|quantity|status|strength|figure|personnel|unit number|units|unit|"
        "القيمة|العدد|عدد|الحالة|الوحدة",
    "statement": "statement|said|claim|description|event|what|what happened|summary|text|headline|title|"
        "notes on event|details|الحدث|الوصف|البيان|التفاصيل|العنوان",
    "when": "when|period|interval|timespan|time span|edtf|الفترة|المدة",
    "start": "start|start date|date|day|sqldate|from|begin|begins|start time|date start|begin date|"
        "time|event date|incident date|year|timestamp|since|التاريخ|تاريخ|من|البداية|تاريخ البداية|السنة|اليوم",
    "end": "end|end date|date end|to|until|till|end time|finish|الى|إلى|النهاية|تاريخ النهاية",
    "source": "source|sources|source title|source 1|source1|report|reference|references|المصدر",
    "publisher": "publisher|outlet|media|newspaper|agency|publication|الناشر|الجهة",
    "published": "published|publication date|date published|pub date|reported|"
        "published on|report date|source date|source dates|date of source|dates of sources|تاريخ النشر",
    "url": "url|urls|link|links|source url|source urls|sourceurl|source link|source links|sources links|"
        "link to source|links to sources|web|website|href|uri|media url|الرابط|روابط|رابط|"
        "source|sources|source 1|source1|reference|references|المصدر",
    "language": "language|lang|اللغة",
    "modality": "modality",
    "certainty": "certainty",
    "note": "note|notes|comment|comments|remark|remarks|ملاحظة|ملاحظات",
    "id": "id|row id|event id|event id cnty|globaleventid|ref|key|identifier|no|nr|رقم|المعرف",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a column is taken to say something, and whether that is certain."""

    role: Role
    column: str
    why: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to begin with, why it is so, and what a person must decide before it may be used."""

    mapping: TableMapping
    reasons: tuple[Reason, ...]
    questions: tuple[str, ...]

    def as_toml(self) -> str:
        """Return the mapping as the text of its file, with reasons and questions as comments."""
        lines = [f"# To decide: {question}." for question in self.questions]
        lines += [f"# {one.role}: {one.why}." for one in self.reasons]
        # A line's end in a column's name would end the comment.
        return "".join(f"{' '.join(line.split())}\n" for line in lines) + "\n" + to_toml(self.mapping)


def propose(table: Table) -> Proposal:
    """Return how a table may be read, by its header and its first rows."""
    if is_own(table.columns):
        stem = free_id(Text(Path(table.name).stem), (), "table")
        return Proposal(TableMapping(stem, header=table.columns, own=True), (), ())
    columns = list(zip(*(row.cells for row in islice(_whole(table), _SAMPLE_ROWS)), strict=True))
    samples = {
        name: [cell.strip() for cell in (columns[number] if columns else ()) if cell.strip()]
        for number, name in enumerate(table.columns)
    }
    reasons = _by_header(table.columns, samples)
    taken = {reason.column for reason in reasons}
    reasons += _by_values({name: cells for name, cells in samples.items() if name not in taken}, reasons)
    reasons = _notes_as_statement(reasons)
    found = {reason.role: reason.column for reason in reasons}
    questions = [f"is column {r.column!r} the {r.role}? {r.why}" for r in reasons if not r.certain]
    order, open_order = _order(cell for role in ("when", "start", "end", "published") for cell in
                               samples.get(found.get(role, ""), ()))  # fmt: skip
    if open_order:
        questions.append("which comes first in its days? set date_order to day-first or month-first")
    fixed: dict[Role, str] = {}
    if "topic" not in found:
        fixed["topic"] = _FREQUENT_TOPIC
        questions.append("what are the rows about? set topic under [fixed] to a topic of the project or a new one")
    mapping = TableMapping(
        table=free_id(Text(Path(table.name).stem), (), "table"),
        columns=found,
        fixed=fixed,
        header=table.columns,
        header_row=table.header if table.header > 1 else None,
        sheet=table.sheet,
        date_order=order,
    )
    questions += [*lacking(mapping), *other_sheets(table)]
    return Proposal(mapping, tuple(reasons), tuple(questions))


def other_sheets(table: Table) -> tuple[str, ...]:
    """Return the question that a file with several sheets or layers leaves open."""
    if not table.others:
        return ()
    return (f"which of its sheets? set sheet: {table.sheet!r} is read, not {', '.join(map(repr, table.others))}",)


def lacking(mapping: TableMapping) -> tuple[str, ...]:
    """Return what a mapping does not say of a table that it was made for, as questions."""
    if mapping.own:
        return ()
    has = mapping.columns.keys() | mapping.fixed.keys()
    questions = []
    if not has & {"place", "lat", "coordinates"}:
        questions.append(
            "which column says where? set place, coordinates, or lat and lon under [columns], or one place"
            " for all rows under [fixed]"
        )
    if not has & {"when", "start", "end"}:
        questions.append("which column says when? set when or start under [columns], or when under [fixed]")
    if not has & {"statement", "value"}:
        questions.append("which column says what is claimed? set statement or value under [columns]")
    return tuple(questions)


def _whole(table: Table) -> Iterable[Row]:
    return (row for row in table.rows() if not row.problem)


def _by_header(columns: Sequence[str], samples: Mapping[str, Sequence[str]]) -> list[Reason]:
    reasons: list[Reason] = []
    for enough in (_MOSTLY, _HARDLY):
        for role, words in _WORDS.items():
            has = {one.role for one in reasons}
            if enough == _MOSTLY or (role in _INSTEAD and not has & _INSTEAD[role]):
                reasons += _named_so(role, words, columns, samples, {one.column for one in reasons}, enough)
    return reasons


def _named_so(
    role: Role,
    words: str,
    columns: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    taken: Collection[str],
    enough: float,
) -> Iterator[Reason]:
    """Yield the column that has a role's name, if enough of its cells can be read so."""
    for word in words.split("|"):
        column = next((name for name in columns if name not in taken and _plain(name) == _plain(word)), None)
        if column is None:
            continue
        share = _share(samples[column], _TESTS.get(role))
        # Named so they are asked for if only some are; where both kinds are mixed as titles, which addresses can be.
        if share >= (_HARDLY if role in {"source", "url"} else enough):
            why = f"the header says {column!r}{_borne_out(role, share)}"
            yield Reason(role, column, why, certain=share >= _MOSTLY)
            return


def _notes_as_statement(reasons: Iterable[Reason]) -> list[Reason]:
    """Return reasons in which the notes are what is claimed, where nothing else is."""
    found = list(reasons)
    if {"statement", "value"} & {one.role for one in found}:
        return found
    why = "no other column says what is claimed"
    return [Reason("statement", one.column, why, certain=False) if one.role == "note" else one for one in found]


def _by_values(samples: Mapping[str, Sequence[str]], before: Sequence[Reason]) -> list[Reason]:
    has = {reason.role for reason in before}
    reasons: list[Reason] = []
    for role, needs in (("coordinates", {"coordinates", "lat"}), ("start", {"start", "when"}), ("url", {"url"})):
        if has & needs:
            continue
        for column, cells in samples.items():
            if cells and _share(cells, _TESTS[role]) >= _MOSTLY and column not in {one.column for one in reasons}:  # type: ignore[index]
                why = f"most cells of {column!r} can be read as such"
                reasons.append(Reason(role, column, why, certain=False))  # type: ignore[arg-type]
                break
    return reasons


def _order(cells: Iterable[str]) -> tuple[DateOrder | None, bool]:
    """Return the order of day and month that cells show, and whether it is open."""
    shown = {order_shown(cell) for cell in cells}
    if {"day-first", "month-first"} <= shown:
        return None, True
    order: DateOrder | None = "day-first" if "day-first" in shown else "month-first" if "month-first" in shown else None
    return order, order is None and "open" in shown


def _share(cells: Sequence[str], test: Callable[[str], object] | None) -> float:
    if test is None or not cells:
        return 1.0
    return sum(_passes(cell, test) for cell in cells) / len(cells)


def _passes(cell: str, test: Callable[[str], object]) -> bool:
    try:
        return test(cell) is not False
    except BadInputError:
        return False


def _is_date(cell: str) -> bool:
    if order_shown(cell) == "open":
        return True
    read_span(cell, None)
    return True


def _is_url(cell: str) -> bool:
    return is_web_address(re.split(r"[\s;,|]", cell.strip())[0])


_TESTS: dict[Role, Callable[[str], object]] = {
    "lat": lambda cell: read_degrees(cell, "latitude"),
    "lon": lambda cell: read_degrees(cell, "longitude"),
    "coordinates": read_point,
    "when": _is_date,
    "start": _is_date,
    "end": _is_date,
    "published": lambda cell: any(_passes(part, _is_date) for part in re.split(r"\s*[;|\n]\s*", cell)),
    "source": lambda cell: not _is_url(cell),
    "url": _is_url,
}


def _borne_out(role: Role, share: float) -> str:
    return f", and {share:.0%} of its first cells can be read so" if role in _TESTS else ""


def _plain(name: str) -> str:
    return fold(name.replace("_", " "))
