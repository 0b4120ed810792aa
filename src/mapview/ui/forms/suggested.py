"""What a form offers, and what it makes of drafts."""

from mapview.domain.drafts import PlaceDraft
from mapview.domain.model import Place, Project, Text, Topic, Value
from mapview.gazetteer.naming import free_id
from mapview.render.texts import value_words
from mapview.ui.widgets import words


def suggested_statement(place: Place, topic: Topic, value: Value) -> Text:
    """Return a plain statement of a claim, in each language in which the place and the topic have a name.

    Examples
    --------
    >>> harir = Place("harir", Text("Harir", "حرير"), "base", 36.5, 44.4, 500.0, "trial")
    >>> count = Topic("us", Text("US personnel", "عدد القوات"), "quantity", unit=Text("people", "فرد"))
    >>> from mapview.domain.model import Quantity
    >>> suggested_statement(harir, count, Quantity(200, 250)).en
    'Harir, US personnel: 200 to 250 people.'
    """
    said = {
        language: f"{place.names.in_language(language)}{comma} {topic.names.in_language(language)}: "
        f"{value_words(value, topic, language)}."
        for language, comma in (("en", ","), ("ar", "،"))
    }
    return Text(
        said["en"] if place.names.en and topic.names.en else "", said["ar"] if place.names.ar and topic.names.ar else ""
    )


def in_its_script(words_: str) -> Text:
    """Return words as a text in the language that their first letter suggests."""
    return Text(ar=words_) if words.is_arabic(words_) else Text(en=words_)


def place_of(draft: PlaceDraft, project: Project) -> Place:
    """Return the place that a draft with coordinates makes."""
    assert draft.lat is not None and draft.lon is not None and draft.precision_m is not None  # noqa: S101, PT018
    return Place(
        free_id(draft.names, project.places, "place"), draft.names, draft.kind, draft.lat, draft.lon,
        draft.precision_m, draft.coordinates_from, draft.aliases, draft.ids,
    )  # fmt: skip
