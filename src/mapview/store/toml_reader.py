"""TOML tables read key by key, so that every complaint names its file and line.

``tomllib`` tells no positions, so the line of a key is looked up in the text when there is something to say.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from mapview.domain.model import Text
from mapview.errors import BadInputError, FileProblemError

T = TypeVar("T")

_SYNTAX_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_NAMES = {str: "a string", float: "a number", bool: "true or false", list: "a list", dict: "a table", int: "an integer"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a project's files; ``line`` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}."


class ProblemError(BadInputError):
    """A problem that keeps something from being read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Table:
    """One table of a TOML file, whose keys are taken one by one; what remains is unknown.

    Parameters
    ----------
    data
        The table as ``tomllib`` gives it.
    file, text
        The file's name and text, for complaints.
    header, position
        The array of tables that this one belongs to and its place there; no header for the top of the file.
    parent
        For an inline table: the table and the key that hold it.
    """

    def __init__(
        self,
        data: dict[str, Any],
        file: str,
        text: str,
        *,
        header: str | None = None,
        position: int = 0,
        parent: "tuple[Table, str] | None" = None,
    ) -> None:
        self._data = dict(data)
        self._file, self._text = file, text
        self._header, self._position, self._parent = header, position, parent

    def problem(self, key: str, message: str) -> Problem:
        """Return a complaint about a key of this table, with the line on which it stands."""
        return Problem(self._file, self._line(key), message)

    def take(self, key: str, kind: type[T]) -> T:
        """Return a key's value and count it as read.

        Raises
        ------
        ProblemError
            If it is missing or of another type.
        """
        if key not in self._data:
            raise ProblemError(self.problem(key, f"the key {key!r} is missing: add it"))
        value = self._data.pop(key)
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise ProblemError(self.problem(key, f"{key!r} must be {_NAMES[kind]}, such as docs/format.md shows"))
        return value

    def find(self, key: str, kind: type[T]) -> T | None:
        """Return a key's value and count it as read; None if there is none."""
        return self.take(key, kind) if key in self._data else None

    def has(self, key: str) -> bool:
        """Whether a key is there, and not read yet."""
        return key in self._data

    def peek(self, key: str) -> object:
        """Return a key's value as it stands, None if there is none."""
        return self._data.get(key)

    def inline(self, key: str) -> "Table":
        """Return an inline table and count its key as read."""
        return Table(self.take(key, dict), self._file, self._text, parent=(self, key))

    def inlines(self, key: str) -> "list[Table]":
        """Return a list of inline tables, empty if there is none, and count its key as read."""
        items = self.find(key, list) or []
        if not all(isinstance(item, dict) for item in items):
            raise ProblemError(self.problem(key, f"{key!r} must be a list of tables"))
        return [Table(item, self._file, self._text, parent=(self, key)) for item in items]

    def tables(self, key: str) -> "list[Table]":
        """Return an array of tables (``[[key]]``), empty if there is none, and count it as read."""
        items = self.find(key, list) or []
        if not all(isinstance(item, dict) for item in items):
            raise ProblemError(self.problem(key, f"{key!r} must be tables headed [[{key}]]"))
        return [
            Table(item, self._file, self._text, header=key, position=position) for position, item in enumerate(items)
        ]

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, empty if there is none, and count its key as read."""
        items = self.find(key, list) or []
        if not all(isinstance(item, str) for item in items):
            raise ProblemError(self.problem(key, f"{key!r} must be a list of strings"))
        return tuple(items)

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return a list of numbers, empty if there is none, and count its key as read."""
        items = self.find(key, list) or []
        if not all(type(item) in {int, float} for item in items):
            raise ProblemError(self.problem(key, f"{key!r} must be a list of numbers"))
        return tuple(float(item) for item in items)

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Return a list of lists of strings, empty if there is none, and count its key as read."""
        items = self.find(key, list) or []
        if not all(isinstance(item, list) and all(isinstance(name, str) for name in item) for item in items):
            raise ProblemError(self.problem(key, f"{key!r} must be a list of lists of strings"))
        return tuple(tuple(item) for item in items)

    def text(self, key: str) -> Text:
        """Return a text in two languages and count its key as read."""
        table = self.inline(key)
        found = Text(table.find("en", str) or "", table.find("ar", str) or "")
        table.done()
        if not (found.en or found.ar):
            raise ProblemError(self.problem(key, f'{key!r} is empty: write {{ en = "…", ar = "…" }}'))
        return found

    def done(self) -> None:
        """Complain about a key that nobody took.

        Raises
        ------
        ProblemError
            If there is one.
        """
        for key in self._data:
            raise ProblemError(self.problem(key, f"{key!r} is no key that belongs here: correct or delete it"))

    def _line(self, key: str) -> int:
        if self._parent is not None:
            table, its_key = self._parent
            return table._line(its_key)  # noqa: SLF001 - the same class
        lines = self._text.split("\n")
        start, end = self._section(lines)
        spelling = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]|\s*\[+\s*{re.escape(key)}\s*\]+""")
        return next((number for number in range(start, end) if spelling.match(lines[number])), start) + 1

    def _section(self, lines: list[str]) -> tuple[int, int]:
        """Return the first line of this table and the line after its last, counted from 0."""
        if self._header is None:
            return 0, len(lines)
        mine = re.compile(rf"\s*\[\[\s*{re.escape(self._header)}\s*\]\]")
        headers = [number for number, line in enumerate(lines) if mine.match(line)]
        if self._position >= len(headers):
            return 0, len(lines)
        start = headers[self._position]
        any_header = re.compile(r"\s*\[")
        # A line within a list of values starts with a bracket too, but is indented.
        later = (number for number in range(start + 1, len(lines)) if any_header.match(lines[number][:1]))
        return start, next(later, len(lines))


def read_toml(path: Path, name: str) -> Table:
    """Read a TOML file; ``name`` is how complaints call it.

    Raises
    ------
    ProblemError
        If it is no TOML or no UTF-8.
    FileProblemError
        If it cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblemError(f"{path} cannot be read ({error.strerror}): check that it is there.") from error
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ProblemError(Problem(name, line, "this is no UTF-8: save the file as UTF-8")) from error
    try:
        return Table(tomllib.loads(text), name, text)
    except tomllib.TOMLDecodeError as error:
        place = _SYNTAX_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        said = _SYNTAX_PLACE.sub("", str(error)).rstrip(".")
        raise ProblemError(Problem(name, line, f"this is no TOML ({said}): correct the line")) from error
