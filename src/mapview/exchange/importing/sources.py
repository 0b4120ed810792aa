"""The sources that a row cites: one or several in a cell, each with its date; and the table where it cites none."""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from mapview.domain.model import Project, Source, Text
from mapview.domain.rules import is_web_address
from mapview.errors import BadInputError
from mapview.exchange.importing.cell_dates import DateOrder, read_span
from mapview.gazetteer.normalise import is_arabic

_BETWEEN_URLS = re.compile(r"[\s;,|]+(?=https?://)", re.IGNORECASE)
_BETWEEN_DATES = re.compile(r"\s*[;|\n]\s*")
_BETWEEN_PLAIN_DATES = re.compile(r"[\s,;|]+")


@dataclass(frozen=True, slots=True)
class Cited:
    """The cells of a row that say who says so."""

    title: str
    publisher: str
    published: str
    url: str
    language: str


class SourceFinder:
    """Makes the sources that rows cite, each once, in :attr:`made`.

    What stands of them in the project is the row that cites them: all have the table's text for their document.

    Parameters
    ----------
    table, name, sha256
        The table's id, the name of its file and the SHA-256 of its text.
    obtained
        The day on which the table was obtained.
    separator, order
        What the mapping says of several sources in a cell and of days.
    """

    def __init__(
        self,
        project: Project,
        table: str,
        name: str,
        sha256: str,
        *,
        obtained: str,
        separator: str,
        order: DateOrder | None,
    ) -> None:
        self.made: dict[str, Source] = {}
        self._project, self._table, self._name, self._sha256 = project, table, name, sha256
        self._obtained, self._separator, self._order = obtained, separator, order
        self._found: dict[Cited, tuple[str, ...] | BadInputError] = {}

    def find(self, cited: Cited) -> tuple[str, ...]:
        """Return the ids of the sources that a row cites.

        Raises
        ------
        BadInputError
            If an address is none, a date is none, or there are not as many dates as sources.
        """
        found = self._found.get(cited)
        if found is None:
            try:
                found = tuple(self._source(one) for one in self._each(cited))
            except BadInputError as error:
                found = error
            self._found[cited] = found
        if isinstance(found, BadInputError):
            raise found.with_traceback(None)
        return found

    def _each(self, cited: Cited) -> list[Cited]:
        urls = _BETWEEN_URLS.split(cited.url.strip())
        titles, publishers = self._parts(cited.title), self._parts(cited.publisher)
        count = max(len(urls), len(titles), len(publishers))
        columns = (
            _spread(titles, count, "titles"),
            _spread(publishers, count, "publishers"),
            _spread(_dates(cited.published, count), count, "dates of publication"),
            _spread(urls, count, "addresses"),
        )
        return [
            Cited(title, publisher, published, url, cited.language)
            for title, publisher, published, url in zip(*columns, strict=True)
        ]

    def _parts(self, cell: str) -> list[str]:
        return [part.strip() for part in cell.split(self._separator)] if self._separator else [cell.strip()]

    def _source(self, cited: Cited) -> str:
        published = read_span(cited.published, self._order) if cited.published else None
        if cited.url and not is_web_address(cited.url):
            raise BadInputError(
                f"{cited.url[:60]!r} is no web address: it must start with http:// or https:// and have no spaces"
            )
        cites = bool(cited.title or cited.publisher or cited.url)
        said = (cited.title, cited.publisher, published, cited.url)
        digest = hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()[:10]
        name = f"{self._table}-{digest}" if cites or published else self._table
        if name not in self.made:
            before = self._project.sources.get(name)
            host = urlsplit(cited.url).netloc if cited.url else ""
            self.made[name] = Source(
                id=name,
                title=cited.title or (f"{cited.publisher or host} [{self._name}]" if cites else f"[{self._name}]"),
                publisher=_text(cited.publisher) if cited.publisher else None,
                url=cited.url or None,
                language=cited.language or (before.language if before else ""),
                published=published,
                obtained=before.obtained if before else self._obtained,
                how=f"as cited in the table {self._name}; the report itself is not at hand"
                if cites
                else f"the table {self._name}",
                sha256=self._sha256,
                repeats=before.repeats if before else None,
                note=before.note if before else "",
            )
        return name


def _dates(cell: str, count: int) -> list[str]:
    cell = cell.strip()
    if count == 1 or not cell:
        return [cell]
    parts = _BETWEEN_DATES.split(cell)
    # Only dates without spaces and commas of their own can be told apart by these.
    plain = _BETWEEN_PLAIN_DATES.split(cell)
    return plain if len(parts) != count and len(plain) == count else parts


def _spread(parts: list[str], count: int, what: str) -> list[str]:
    if len(parts) == count:
        return parts
    if parts == [""] or (len(parts) == 1 and what in {"titles", "publishers"}):
        return parts * count
    raise BadInputError(f"it has {count} sources and {len(parts)} {what}: give one for each, or none")


def _text(name: str) -> Text:
    return Text(ar=name) if is_arabic(name) else Text(en=name)
