"""Reports read and weighed off the main thread, for a person to look at before they come into the project."""

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

from mapview.domain.model import Project
from mapview.errors import BadInputError, FileProblemError
from mapview.reading.documents import ReadReport, looks_like_text, read_bytes, read_report
from mapview.reading.intake import Facts, Incoming, Shelf, Taken, filled_up, script_language, stated_facts
from mapview.store.copies import near_copies
from mapview.store.database import connect, told
from mapview.ui.jobs import Steps

#: What a report may become: a new source, the original of one, or nothing.
Fate = Literal["source", "original", "adopted", "leave"]


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to be read: a file, or bytes that were pasted or dropped; ``how`` is how it was obtained."""

    name: str
    how: str
    path: Path | None = None
    raw: bytes = field(default=b"", repr=False)
    #: The source of which it is said to be the original.
    source: str | None = None


@dataclass(slots=True)
class Item:
    """One thing that was given, as it was read, and what a person says is to become of it."""

    given: Given
    incoming: Incoming | None = None
    #: Why it could not be read.
    why: str = ""
    #: Whether another encoding may make it readable.
    is_text: bool = False
    facts: Facts = field(default_factory=Facts)
    fate: Fate = "leave"
    repeats: str | None = None
    #: What is wrong with the facts, by the name of the field.
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def can_be_taken(self) -> bool:
        """Whether there is anything that can become of it."""
        return self.incoming is not None and not self.is_there

    @property
    def is_there(self) -> bool:
        """Whether the project, or what comes before it, has the same text already."""
        one = self.incoming
        return one is not None and (one.again or (one.twin is not None and one.kept))

    def taken(self) -> Taken | None:
        """Return it as what is to be taken in, None if it is to be left out."""
        one = self.incoming
        if one is None or self.is_there or self.fate == "leave":
            return None
        source = one.adoption.source if self.fate == "adopted" and one.adoption else one.twin
        return Taken(one.report, self.fate, self.facts, self.repeats, source)


def read_all(project: Project, path: Path, given: list[Given]) -> Callable[[], Steps]:
    """Return the job that reads what was given; its result is a list of :class:`Item`."""

    def steps() -> Steps:
        with _shelf(project, path) as shelf:
            items: list[Item] = []
            for number, one in enumerate(given):
                yield number / len(given)
                items.append(_item(one, shelf, None))
            return items

    return steps


def read_again(project: Project, path: Path, before: Item, encoding: str | None) -> Item:
    """Return what was given as it reads in another encoding, with what was typed meanwhile."""
    with _shelf(project, path) as shelf:
        after = _item(before.given, shelf, encoding)
    if before.incoming is not None:
        told = _first_facts(before.incoming.report, before.given.how)
        typed = {name: said for name, said in asdict(before.facts).items() if said != getattr(told, name)}
        after.facts = filled_up(Facts(**typed), after.facts)
    return after


def _item(given: Given, shelf: Shelf, encoding: str | None) -> Item:
    try:
        if given.path is not None:
            report = read_report(given.path, encoding)
        else:
            report = read_bytes(given.raw, given.name, encoding)
    except (BadInputError, FileProblemError) as error:
        return Item(given, why=str(error), is_text=_may_be_text(given))
    incoming = shelf.weigh(report, given.source)
    facts = _first_facts(report, given.how)
    fate: Fate = "leave" if incoming.again else "original" if incoming.twin else "source"
    if given.source is not None and incoming.adoption is not None:
        fate = "adopted"
    return Item(given, incoming, is_text=report.encoding is not None, facts=facts, fate=fate)


def _first_facts(report: ReadReport, how: str) -> Facts:
    """Return what a report states, and its language if the letters tell that."""
    facts = stated_facts(report, how)
    return facts if facts.language else replace(facts, language=script_language(report.document.text))


def _may_be_text(given: Given) -> bool:
    try:
        with given.path.open("rb") if given.path else io.BytesIO(given.raw) as stream:
            return looks_like_text(stream.read(4096))
    except OSError:
        return False


@contextlib.contextmanager
def _shelf(project: Project, path: Path) -> Iterator[Shelf]:
    """Open the project file beside the window, so that the window can go on."""
    with contextlib.closing(connect(path, writing=False)) as connection, told(path):
        kept = frozenset(name for (name,) in connection.execute("SELECT sha256 FROM documents"))
        yield Shelf(project, kept, lambda text: near_copies(connection, text))
