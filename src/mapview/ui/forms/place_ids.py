"""Ids of places in gazetteers: as lines of text, of entries, and what they tell of a project's places."""

from collections.abc import Mapping

from mapview.domain.model import Project
from mapview.gazetteer.index import Entry
from mapview.gazetteer.nearby import ancestors
from mapview.ui.forms.place_search import gazetteer

_FIELDS = (("geonames", "geonames_id"), ("wof", "wof_id"), ("wikidata", "wikidata_id"), ("icao", "icao"))


def id_lines(ids: Mapping[str, str]) -> str:
    """Return ids as text, one on a line: ``wikidata: Q796``."""
    return "\n".join(f"{name}: {known}" for name, known in ids.items())


def read_ids(text: str) -> dict[str, str]:
    """Return the ids that lines of text hold."""
    pairs = [line.partition(":") for line in text.splitlines() if ":" in line]
    return {name.strip(): known.strip() for name, _, known in pairs}


def wrong_line(text: str) -> str:
    """Return the first line that holds no id, empty if all do."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if not all(part.strip() for part in line.partition(":"))), "")


def entry_ids(entry: Entry) -> dict[str, str]:
    """Return the ids of an entry of the gazetteer."""
    return {name: getattr(entry, field) for name, field in _FIELDS if getattr(entry, field)}


def parent_of(entry: Entry, project: Project) -> str | None:
    """Return the smallest place of the project that the gazetteer says holds an entry."""
    for above in ancestors(gazetteer(), entry):
        known = entry_ids(above).items()
        for place in project.places.values():
            if place.id == above.id or not known.isdisjoint(place.ids.items()):
                return place.id
    return None
