"""What the values are called by which claims are filtered, counted and stacked; knows no toolkit."""

from collections.abc import Callable, Mapping
from typing import cast

from mapview.domain.model import PlaceKind, Project, Source, Text
from mapview.domain.snapshot import Language
from mapview.render.clash_words import isolated
from mapview.render.page_texts import export_texts
from mapview.render.place_kinds import KIND_NAMES
from mapview.render.texts import date_words

#: The parts of a filter that are lists of values, by the name of a filter's field.
FACETS: Mapping[str, Text] = {
    "sources": Text("Source", "المصدر"),
    "publishers": Text("Publisher", "الناشر"),
    "topics": Text("Topic", "الموضوع"),
    "statuses": Text("Status", "الحالة"),
    "modalities": Text("Modality", "الصيغة"),
    "certainties": Text("Certainty", "درجة التأكد"),
    "languages": Text("Language", "اللغة"),
    "place_kinds": Text("Kind of place", "نوع المكان"),
}

_LANGUAGES: Mapping[str, Text] = {
    "ar": Text("Arabic", "العربية"),
    "en": Text("English", "الإنجليزية"),
    "fr": Text("French", "الفرنسية"),
    "fa": Text("Persian", "الفارسية"),
    "ku": Text("Kurdish", "الكردية"),
    "ckb": Text("Central Kurdish", "الكردية السورانية"),
    "tr": Text("Turkish", "التركية"),
    "he": Text("Hebrew", "العبرية"),
    "ru": Text("Russian", "الروسية"),
    "de": Text("German", "الألمانية"),
}
_CERTAIN = Text("certain", "مؤكد")


def facet_words(facet: str, language: Language) -> str:
    """Return what a part of a filter is called."""
    return FACETS[facet].in_language(language)


def value_words(facet: str, value: str, project: Project, language: Language) -> str:
    """Return what a value of a part of a filter is called; an id that the project lacks is its own name."""
    said: Mapping[str, Callable[[], str]] = {
        "sources": lambda: _source_words(value, project, language),
        "publishers": lambda: publisher_words(value, project, language),
        "topics": lambda: project.topics[value].names.in_language(language) if value in project.topics else value,
        "modalities": lambda: _page_word(f"modality_{value}", language),
        "certainties": lambda: _certainty_words(value, language),
        "statuses": lambda: _page_word(f"status_{value}", language),
        "languages": lambda: _LANGUAGES.get(value, Text(value, value)).in_language(language),
        "place_kinds": lambda: KIND_NAMES[cast("PlaceKind", value)].in_language(language),
    }
    return said[facet]()


def publisher_words(name: str, project: Project, language: Language) -> str:
    """Return the name of a publisher in a language; the empty one is not stated."""
    if not name:
        return _page_word("no_publisher", language)
    for source in project.sources.values():
        if source.publisher is not None and name in {source.publisher.en, source.publisher.ar}:
            return source.publisher.in_language(language)
    return name


def _certainty_words(value: str, language: Language) -> str:
    return _CERTAIN.in_language(language) if value == "certain" else _page_word(f"certainty_{value}", language)


def _source_words(name: str, project: Project, language: Language) -> str:
    source = project.sources.get(name)
    if source is None:
        return name
    date = date_words(source.published, language) if source.published else _page_word("undated", language)
    return f"{isolated(_who(source, language))} · {isolated(date)}"


def _who(source: Source, language: Language) -> str:
    """Return the publisher of a source; of one without, which are many, the title."""
    return source.publisher.in_language(language) if source.publisher else source.title


def _page_word(key: str, language: Language) -> str:
    return str(export_texts(language)[key])
