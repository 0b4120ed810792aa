"""How a table is going to be read, while a person decides it: the mapping, and what it leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from mapview.exchange.importing.mapping import EmptyEnd, Role, TableMapping, mapping_faults
from mapview.exchange.importing.propose import Reason
from mapview.exchange.importing.rows import DATE_ROLES, DayCell, OrderShown, the_order
from mapview.exchange.importing.tables import Table
from mapview.gazetteer.normalise import fold

#: Where the mapping to begin with comes from.
Origin = Literal["format", "remembered", "proposed", "loaded"]
Asked = Literal["role", "where", "when", "what", "topic", "order"]
_WHERE: frozenset[Role] = frozenset({"place", "coordinates", "lat"})
_WHEN: frozenset[Role] = frozenset({"when", "start", "end"})
_WHAT: frozenset[Role] = frozenset({"value", "statement"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it was opened, with a mapping to begin with; ``sheets`` are those of a spreadsheet."""

    path: Path
    table: Table
    mapping: TableMapping
    origin: Origin
    reasons: tuple[Reason, ...] = ()
    #: Whether the topic of all rows is only a proposal.
    topic_open: bool = False
    is_text: bool = False
    sheets: tuple[str, ...] = ()
    #: Columns that a loaded mapping names and the table lacks.
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the data leaves open, and no import goes by unasked."""

    asked: Asked
    role: Role | None = None
    column: str = ""
    why: str = ""
    days: Mapping[OrderShown, DayCell] = field(default_factory=dict)


class MappingState(QObject):
    """The mapping of one table; everything that a person decides of it changes it here."""

    #: The mapping is another one: what is read by it has to be read again.
    changed = Signal()
    #: Only what is asked is another.
    questions_changed = Signal()

    def __init__(self, opened: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.take_over(opened)

    def take_over(self, opened: Opened) -> None:
        """Begin with a file as it was opened."""
        self.opened = opened
        self.table = opened.table
        self.mapping = opened.mapping
        self.topic_open = opened.topic_open
        self.to_confirm = {reason.role: reason for reason in opened.reasons if not reason.certain}
        self.days: Mapping[OrderShown, DayCell] = {}
        self.days_of: tuple[str, ...] = ()
        #: Which column said something before another one took it over.
        self._held_by: dict[Role, str] = {}

    def as_opened(self) -> Opened:
        """Return the file as it stands now, with what a person has decided of it."""
        reasons = tuple(
            replace(reason, certain=reason.certain or reason.role not in self.to_confirm)
            for reason in self.opened.reasons
        )
        return replace(self.opened, mapping=self.mapping, topic_open=self.topic_open, reasons=reasons)

    @property
    def date_columns(self) -> tuple[str, ...]:
        """The columns in which days stand."""
        return tuple(self.mapping.columns[role] for role in DATE_ROLES if role in self.mapping.columns)

    def roles_of(self, column: str) -> tuple[Role, ...]:
        """Return what a column says."""
        return tuple(role for role, name in self.mapping.columns.items() if name == column)

    def why(self, column: str) -> str:
        """Return why a column is taken to say what it is."""
        roles = self.roles_of(column)
        return next((one.why for one in self.opened.reasons if one.column == column and one.role in roles), "")

    def set_roles(self, column: str, roles: tuple[Role, ...]) -> None:
        """Let a column say something else; another one that said it says nothing more, until this one goes on.

        Who looks for a word in a closed box by its letters passes others on the way.
        """
        before = self.mapping.columns
        columns = {role: name for role, name in before.items() if name != column and role not in roles}
        for role in self.roles_of(column):
            holder = self._held_by.pop(role, "")
            if role not in roles and holder and holder not in columns.values():
                columns[role] = holder
        for role in roles:
            if before.get(role, column) != column:
                self._held_by[role] = before[role]
        for role in (*self.roles_of(column), *roles):
            self.to_confirm.pop(role, None)
        self._put(columns={**columns, **dict.fromkeys(roles, column)})

    def confirm(self, role: Role) -> None:
        """A column is what it was only taken for."""
        self.to_confirm.pop(role, None)
        self.questions_changed.emit()

    def set_fixed(self, role: Role, said: str) -> None:
        """Let something hold for every row; nothing, if it is empty."""
        if role == "topic":
            self.topic_open = False
        fixed = {name: value for name, value in self.mapping.fixed.items() if name != role}
        self._put(fixed={**fixed, role: said} if said else fixed)

    def set_order(self, order: str) -> None:
        """Say which comes first in its days; nothing to leave it to the days themselves."""
        self._put(date_order=order or None)

    def set_empty_end(self, meaning: EmptyEnd) -> None:
        """Say what an empty end means."""
        self._put(empty_end=meaning)

    def set_values(self, kind: str, unit: str) -> None:
        """Say of what type the values of new topics are."""
        self._put(value_type=kind, unit=unit if kind == "quantity" else "")

    def set_separator(self, separator: str) -> None:
        """Say what sets several sources in a cell apart."""
        self._put(separator=separator)

    def decide(self, name: str, meant: str) -> None:
        """Say which place a name means, by its id or its coordinates; nothing to leave it open."""
        places = {one: said for one, said in self.mapping.places.items() if fold(one) != fold(name)}
        self._put(places={**places, name: meant} if meant else places)

    def correct(self, key: str, cells: Mapping[str, str]) -> None:
        """Correct cells of a row, by the names of their columns; none to read it as it stands."""
        rows = {one: said for one, said in self.mapping.corrections.items() if one != key}
        self._put(corrections={**rows, key: dict(cells)} if cells else rows)

    def take_days(self, days: Mapping[OrderShown, DayCell], columns: tuple[str, ...]) -> None:
        """Take over which orders of day and month the days of the table show."""
        self.days, self.days_of = days, columns
        self.questions_changed.emit()

    @property
    def order_told(self) -> str:
        """The order that the days themselves tell, nothing if they do not."""
        return the_order(self.days) or "" if self.days_of == self.date_columns else ""

    def ready(self) -> TableMapping:
        """Return the mapping with the order that the days tell, so that nobody has to look for it again."""
        order = self.mapping.date_order or self.order_told or None
        return replace(self.mapping, date_order=order, header=self.table.columns)  # type: ignore[arg-type]

    def questions(self) -> list[Question]:
        """Return what is open, in the order in which it is asked."""
        mapping = self.mapping
        if mapping.own:
            return []
        has = mapping.columns.keys() | mapping.fixed.keys()
        found = [
            Question("role", role, reason.column, reason.why)
            for role, reason in self.to_confirm.items()
            if mapping.columns.get(role) == reason.column
        ]
        for asked, needs in (("where", _WHERE), ("when", _WHEN), ("what", _WHAT)):
            if not has & needs:
                found.append(Question(asked))  # type: ignore[arg-type]
        if "topic" not in mapping.columns and (self.topic_open or "topic" not in mapping.fixed):
            found.append(Question("topic"))
        shown = self.days.keys()
        if mapping.date_order is None and (shown == {"open"} or {"day-first", "month-first"} <= shown):
            found.append(Question("order", days=self.days))
        return found

    @property
    def can_be_counted(self) -> bool:
        """Whether the whole table can be read by the mapping, even if something has to be confirmed."""
        return not self.faults() and all(question.asked in {"role", "topic"} for question in self.questions())

    def faults(self) -> list[str]:
        """Return what is wrong with the mapping beyond what is asked."""
        return list(mapping_faults(self.mapping, self.table.columns))

    def _put(self, **what: Any) -> None:
        after = replace(self.mapping, **what)
        if after != self.mapping:
            self.mapping = after
            self.changed.emit()
        self.questions_changed.emit()
