"""Words that a form offers and never saves by itself."""

from mapview.domain.model import Place, Text, Topic, Value
from mapview.render.texts import value_words


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
