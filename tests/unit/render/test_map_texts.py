"""Dates, numbers and values in words, in both languages."""

import pytest

from mapview.domain import dates
from mapview.domain.model import Quantity, Text, Topic
from mapview.errors import BadDateError
from mapview.render.page_texts import _EXPORT_TEXTS, _TEXTS, export_texts
from mapview.render.texts import date_words, day_words, number_words, span_words, value_words

WORDS = {
    "2026-01-14": ("14 January 2026", "١٤ كانون الثاني ٢٠٢٦"),
    "2025-09": ("September 2025", "أيلول ٢٠٢٥"),
    "2026": ("2026", "٢٠٢٦"),
    "2025-12~": ("about December 2025", "نحو كانون الأول ٢٠٢٥"),
    "2026-01-04?": ("4 January 2026, uncertain", "٤ كانون الثاني ٢٠٢٦ (غير مؤكد)"),
    "2026-01%": ("about January 2026, uncertain", "نحو كانون الثاني ٢٠٢٦ (غير مؤكد)"),
    "2024-09-2X": ("late September 2024", "أواخر أيلول ٢٠٢٤"),
    "2024-09-0X": ("early September 2024", "أوائل أيلول ٢٠٢٤"),
    "2025-10-11/..": ("from 11 October 2025, open", "من ١١ تشرين الأول ٢٠٢٥، مفتوح"),
    "../2025-09": ("until September 2025, start open", "حتى أيلول ٢٠٢٥، مفتوح البداية"),
    "2026/": ("from 2026, end unknown", "من ٢٠٢٦، النهاية غير معروفة"),
    "/2026": ("until 2026, start unknown", "حتى ٢٠٢٦، البداية غير معروفة"),
    "../..": ("at any time", "في أي وقت"),
    "2025-12-28/2026-01-02": ("28 December 2025 to 2 January 2026", "من ٢٨ كانون الأول ٢٠٢٥ إلى ٢ كانون الثاني ٢٠٢٦"),
    "[2025-12-26..2026-01-13]": (
        "between 26 December 2025 and 13 January 2026",
        "بين ٢٦ كانون الأول ٢٠٢٥ و١٣ كانون الثاني ٢٠٢٦",
    ),
    "[2024,2025]": ("2024 or 2025", "٢٠٢٤ أو ٢٠٢٥"),
    "202X": ("the 2020s", "عقد ٢٠٢٠"),
    "2025-21": ("spring 2025", "ربيع ٢٠٢٥"),
    "2025-34": ("second quarter of 2025", "الربع الثاني من ٢٠٢٥"),
    "-0043": ("44 BC", "٤٤ ق.م"),
}


@pytest.mark.parametrize("edtf", WORDS)
def test_dates_in_words(edtf):
    assert (date_words(edtf, "en"), date_words(edtf, "ar")) == WORDS[edtf]


def test_words_of_what_is_no_date_are_refused():
    with pytest.raises(BadDateError):
        date_words("14 January", "en")


def test_spans_take_the_shortest_words():
    assert span_words(dates.parse("2026"), "en") == "2026"
    assert span_words(dates.parse("2026-02"), "en") == "February 2026"
    assert span_words(dates.parse("2026-02-01/2026-02-27"), "en") == "1 February 2026 to 27 February 2026"
    assert span_words(dates.Span(None, 0), "en") == "until 1 January 1970, start open"


def test_days_before_our_era_have_words():
    assert day_words(dates.day_number(-43, 3, 15), "en") == "15 March 44 BC"


def test_numbers_and_quantities():
    topic = Topic("t", Text("T", "م"), "quantity", unit=Text("people", "فرد"))
    assert number_words(12500, "ar") == "١٢٬٥٠٠"
    assert value_words(Quantity(2500, 2500, approximate=True), topic, "en") == "about 2,500 people"
    assert value_words(Quantity(1500, 2000), topic, "en") == "1,500 to 2,000 people"
    assert value_words(Quantity(100, None), topic, "ar") == "١٠٠ على الأقل فرد"
    assert value_words(Quantity(None, 100), topic, "en") == "at most 100 people"


def test_every_page_text_is_in_both_languages():
    for name, (english, arabic) in {**_TEXTS, **_EXPORT_TEXTS}.items():
        assert english, name
        assert arabic, name
        assert english.count("{}") == arabic.count("{}"), name
        assert english.count("{n}") == arabic.count("{n}"), name
    assert set(export_texts("en")) == set(export_texts("ar"))
