"""Words of the timeline's content in the two languages of its texts, as the window says them."""

from collections.abc import Mapping
from html import escape

from mapview.domain.columns import known_from, known_from_is_uncertain
from mapview.domain.dates import iso, parse
from mapview.domain.model import Claim, Place, PlaceKind, Project, Source, Text
from mapview.domain.snapshot import Language
from mapview.render import texts
from mapview.render.page_texts import export_texts
from mapview.render.place_kinds import KIND_NAMES
from mapview.render.texts import date_words, day_words, in_digits, number_words

_TEXTS: Mapping[str, Text] = {
    "contradicts": Text("contradicts {}", "يناقض {}"),
    "asserted": Text("a person's judgement", "تقدير شخص"),
    "derived": Text("by the topic's rule", "بقاعدة الموضوع"),
    "within": Text("within {}", "ضمن {}"),
    "coordinates_from": Text("Coordinates: {}", "الإحداثيات: {}"),
    "note": Text("Note: {}", "ملاحظة: {}"),
    "how": Text("Obtained {}: {}", "حُصل عليه في {}: {}"),
    "open_source": Text("Open the source", "افتح المصدر"),
    "passage": Text("Passage", "المقطع"),
    "read_document": Text("Read the document", "اقرأ النص"),
    "anchor_moved": Text("passage moved", "انتقل المقطع"),
    "anchor_changed": Text("passage changed", "تغيّر المقطع"),
    "anchor_lost": Text("passage not found", "لم يُعثر على المقطع"),
    "no_link": Text("no link given", "لا رابط"),
    "next_claim": Text("Next: {}", "اللاحق: {}"),
    "previous_claim": Text("Before: {}", "السابق: {}"),
}


def say(key: str, language: Language, *parts: str) -> str:
    """Return one of the window's phrases about claims, with its parts filled in."""
    return _TEXTS[key].in_language(language).format(*parts)


def page_word(key: str, language: Language) -> str:
    """Return a word that the map page uses too."""
    return str(export_texts(language)[key])


def kind_words(kind: PlaceKind, language: Language) -> str:
    """Return what a kind of place is called."""
    return KIND_NAMES[kind].in_language(language)


def value_words(claim: Claim, project: Project, language: Language) -> str:
    """Return the value of a claim in words."""
    return texts.value_words(claim.value, project.topics[claim.topic], language)


def publisher_words(source: Source, language: Language) -> str:
    """Return the publisher of a source, or that none is stated."""
    return source.publisher.in_language(language) if source.publisher else page_word("no_publisher", language)


def source_name(source: Source, language: Language) -> str:
    """Return what tells a source from others: its publisher, or its title if none is stated."""
    return source.publisher.in_language(language) if source.publisher else source.title


def published_words(source: Source, language: Language) -> str:
    """Return when a source was published."""
    if source.published is None:
        return page_word("undated", language)
    return page_word("published", language).format(date_words(source.published, language))


def known_words(source: Source, language: Language) -> str:
    """Return from which day a source counts as known."""
    key = "known_uncertain" if known_from_is_uncertain(source) else "known_from"
    return page_word(key, language).format(day_words(known_from(source), language))


def coordinates_words(place: Place, language: Language) -> str:
    """Return coordinates as latitude, longitude in degrees, with the radius within which the place lies."""
    places = 3 if place.precision_m < 5_000 else 2
    where = f"{place.lat:.{places}f}, {place.lon:.{places}f}"
    if language == "ar":
        where = in_digits(where.replace(", ", "، ").replace(".", "٫"), language)
    if place.precision_m <= 0:
        return where
    if place.precision_m < 1000:
        radius = f"{number_words(place.precision_m, language)} {page_word('metres', language)}"
    else:
        kilometres = round(place.precision_m / 1000, 1 if place.precision_m < 10_000 else 0)
        number = int(kilometres) if kilometres == int(kilometres) else kilometres
        radius = f"{number_words(number, language)} {page_word('kilometres', language)}"
    return f"{where} · {say('within', language, radius)}"


def obtained_words(source: Source, language: Language) -> str:
    """Return when and how a source was obtained."""
    return say("how", language, date_words(iso(parse(source.obtained).latest) or source.obtained, language), source.how)


def is_arabic(text: str) -> bool:
    """Whether a text reads from right to left: whether its first letter is of the Arabic script.

    Examples
    --------
    >>> is_arabic("2026: بغداد"), is_arabic("Baghdad بغداد")
    (True, False)
    """
    for character in text:
        if "\u0590" <= character <= "\u08ff" or "\ufb1d" <= character <= "\ufeff":
            return not character.isdigit()
        if character.isalpha():
            return False
    return False


def as_tip(text: str) -> str:
    """Return a text for a tool tip, in which Qt would otherwise obey markup.

    Examples
    --------
    >>> as_tip("<b>bold</b>")
    '<qt>&lt;b&gt;bold&lt;/b&gt;</qt>'
    """
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")


def isolated(text: str) -> str:
    """Return a text whose direction leaves its neighbours alone (Unicode FSI and PDI)."""
    return f"\u2068{text}\u2069"
