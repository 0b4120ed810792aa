"""What the map page is given: one JSON document and one block of columns."""

import json
import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapview.domain.conflicts import position_of_pairs
from mapview.domain.filtering import Mask
from mapview.domain.model import MODALITIES, PLACE_KINDS, Text
from mapview.domain.snapshot import Language, Theme
from mapview.domain.timeline import Timeline
from mapview.render.legend import Category, claimed_categories
from mapview.render.own_names import OwnNames
from mapview.render.page_texts import page_texts

Json = dict[str, Any]
#: What is joined to a block of bytes.
_Part = bytes | memoryview

_ALIGNMENT = 8
#: Beside the flags of the columns: what is announced must not look like what is reported.
_ANNOUNCED = 8
_TYPES = {
    np.dtype(np.uint8): "u8",
    np.dtype(np.uint16): "u16",
    np.dtype(np.uint32): "u32",
    np.dtype(np.int32): "i32",
    np.dtype(np.float64): "f64",
}


def page_data(
    timeline: Timeline, language: Language, theme: Theme, attribution: str, passing: Mask | None = None
) -> bytes:
    """Return all that the window's page needs of a timeline, in one piece so that its parts cannot be of two times.

    Parameters
    ----------
    timeline
        The project and its index.
    language, theme
        Of the page.
    attribution
        What the basemap asks a map to say.
    passing
        Which rows pass the filter; None: all.

    Returns
    -------
    The length in bytes of a JSON document as a little-endian 64-bit integer, the document of :func:`meta`, padded to
    a multiple of 8, and the block of :func:`columns_blob`.
    """
    found, parts = _meta(timeline, language, theme, attribution, passing)
    document = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    document += b" " * (-len(document) % _ALIGNMENT)
    # Fifty megabytes of a million claims, copied once.
    return b"".join([struct.pack("<q", len(document)), document, *parts])


def meta(
    timeline: Timeline, language: Language, theme: Theme, attribution: str, passing: Mask | None = None
) -> tuple[Json, bytes]:
    """Return what the page must know besides the columns, and the block of these.

    Parameters
    ----------
    timeline, language, theme, attribution, passing
        As of :func:`page_data`.

    Returns
    -------
    A JSON document and the block. The document has ``title``, ``lang``, ``theme``, ``places`` (``ids`` and ``names``
    in the language of the page), ``kinds`` of places, ``topics`` with their categories, ``sources`` (ids),
    ``startTopic``, ``span`` (first and last day, or null), ``texts``, ``attribution`` and ``columns``, the
    descriptors of :func:`columns_blob`.
    """
    found, parts = _meta(timeline, language, theme, attribution, passing)
    return found, b"".join(parts)


def _meta(
    timeline: Timeline, language: Language, theme: Theme, attribution: str, passing: Mask | None
) -> tuple[Json, list[_Part]]:
    project = timeline.project
    categories, of_row = _categories(timeline, theme)
    descriptors, parts = _packed(_columns(timeline, of_row, passing), 0)
    found = {
        "title": both(project.title),
        "lang": language,
        "theme": theme,
        "places": {
            "ids": list(project.places),
            "names": [place.names.in_language(language) for place in project.places.values()],
        },
        "kinds": list(PLACE_KINDS),
        "topics": [
            {
                "id": topic.id,
                "names": both(topic.names),
                "type": topic.type,
                "categories": [
                    {"label": both(category.label), "colour": category.colour} for category in categories[topic.id]
                ],
            }
            for topic in project.topics.values()
        ],
        "sources": [{"id": source.id} for source in project.sources.values()],
        "startTopic": project.start_topic,
        "span": timeline.span,
        "texts": page_texts(language),
        "attribution": attribution,
        "columns": descriptors,
    }
    return found, parts


def columns_blob(timeline: Timeline) -> tuple[list[Json], bytes]:
    """Return the columns of a timeline as one block for the page's typed arrays.

    Parameters
    ----------
    timeline
        The project and its index.

    Returns
    -------
    Descriptors ``{"name", "type", "offset", "length"}`` (offset in bytes, a multiple of 8; length in items) and the
    block, little endian. ``engine.js`` says what the columns of claims hold; ``place_lat``, ``place_lon`` (degrees),
    ``place_precision`` (metres) and ``place_kind`` (position in ``PLACE_KINDS``) have one item a place.
    """
    return pack(_columns(timeline, _categories(timeline, "light")[1], None))


def packed(mask: Mask) -> bytes:
    """Return a mask as bits, the first row in the lowest bit of the first byte."""
    return np.packbits(mask, bitorder="little").tobytes()


def _columns(timeline: Timeline, category: NDArray[np.uint8], passing: Mask | None) -> dict[str, NDArray[Any]]:
    rows = timeline.columns
    conflicts, overtaken, aside = timeline.conflict_pairs, timeline.overtaken, timeline.aside
    settled = np.ones(len(conflicts), np.uint8)
    settled[position_of_pairs(conflicts, timeline.open_pairs)] = 0
    points, kinds = timeline.facets.points, timeline.facets.place_kinds
    places = timeline.project.places.values()
    arrays: dict[str, NDArray[Any]] = {
        "place_lat": points[:, 0],
        "place_lon": points[:, 1],
        "place_precision": np.fromiter((place.precision_m for place in places), np.float64, len(places)),
        "place_kind": kinds,
        "place": rows.place,
        "topic": rows.topic,
        "category": category,
        "earliest": rows.earliest,
        "latest": rows.latest,
        "known": rows.known,
        "voice": rows.voice,
        "source": rows.source,
        "low": rows.low,
        "high": rows.high,
        "flags": rows.flags | (rows.modality == MODALITIES.index("announced")).astype(np.uint8) * np.uint8(_ANNOUNCED),
        "conflict_a": conflicts[:, 0].astype(np.uint32),
        "conflict_b": conflicts[:, 1].astype(np.uint32),
        "conflict_settled": settled,
        "aside_row": aside[:, 0].astype(np.uint32),
        "aside_by": aside[:, 1].astype(np.uint32),
        "overtaken_plan": overtaken[:, 0].astype(np.uint32),
        "overtaken_by": overtaken[:, 1].astype(np.uint32),
    }
    if passing is not None:
        arrays["passing"] = np.frombuffer(packed(passing), np.uint8)
    return arrays


@lru_cache(maxsize=1)
def names_on_map(timeline: Timeline, said: frozenset[str]) -> OwnNames:
    """Return the names of the places that have claims, and where these lie: the basemap need not repeat them.

    Parameters
    ----------
    said
        What the labels of the basemap may say; other names are left out.
    """
    places = timeline.project.places
    claimed = [places[timeline.columns.place_ids[place]] for place in np.unique(timeline.columns.place).tolist()]
    return frozenset(
        (name, place.lat, place.lon) for place in claimed for name in (place.names.en, place.names.ar) if name in said
    )


def both(text: Text) -> Json:
    """Return a text for the page; an absent language falls back to the other one."""
    return {"en": text.in_language("en"), "ar": text.in_language("ar")}


def _categories(timeline: Timeline, theme: Theme) -> tuple[dict[str, tuple[Category, ...]], NDArray[np.uint8]]:
    """Return the categories of each topic, and the category of each row."""
    columns = timeline.columns
    found: dict[str, tuple[Category, ...]] = {}
    of_row = np.zeros(len(columns), np.uint8)
    for topic in timeline.project.topics.values():
        claimed = claimed_categories(columns, topic, theme)
        found[topic.id] = claimed.categories
        of_row[claimed.rows] = claimed.of_row
    return found, of_row


def pack(arrays: Mapping[str, NDArray[Any]], offset: int = 0) -> tuple[list[Json], bytes]:
    """Return columns as one block, and its descriptors, for a block that will stand ``offset`` bytes after another."""
    descriptors, parts = _packed(arrays, offset)
    return descriptors, b"".join(parts)


def _packed(arrays: Mapping[str, NDArray[Any]], offset: int) -> tuple[list[Json], list[_Part]]:
    descriptors: list[Json] = []
    parts: list[_Part] = []
    size = 0
    for name, array in arrays.items():
        descriptors.append({"name": name, "type": _TYPES[array.dtype], "offset": offset + size, "length": len(array)})
        part = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        gap = -part.nbytes % _ALIGNMENT
        parts += [part.data, bytes(gap)]
        size += part.nbytes + gap
    return descriptors, parts
