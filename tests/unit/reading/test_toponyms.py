"""Places in text: clitics, construct phrases, capitals, context, and what must hold for any text."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapview.config import resource_path
from mapview.gazetteer.index import Tier
from mapview.reading import mentions
from mapview.reading.cues import load
from mapview.reading.evaluate import evaluate_places
from mapview.reading.names import TIERS, Names, admissible, shared
from mapview.reading.tokens import sentences
from mapview.reading.toponyms import find_places
from mapview.reading.units import units


def placed(text):
    return {mention.text: mention.place.id for mention in find_places(text) if mention.place}


def countries(text):
    return {mention.text: mention.place.country for mention in find_places(text) if mention.place}


@pytest.fixture(scope="session")
def corpora():
    folder = os.environ.get("MAPVIEW_CORPORA")
    if not folder:
        pytest.skip("MAPVIEW_CORPORA names no folder with the corpora")
    return Path(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الرتل إلى قاعدة عين الأسد الجوية", "ain-al-asad"),
        ("تجري التدريبات في قاعدة حرير", "harir-air-base"),
        ("تقع ناحية حرير شمال المدينة", "harir"),
        ("The convoy reached Ain al-Asad air base on Monday", "ain-al-asad"),
        ("غادر الوفد مطار بغداد الدولي", "baghdad-airport"),
        ("سافر الوزير إلى دولة الكويت", "country-kw"),
    ],
)
def test_construct_phrases_fix_the_kind(text, expected):
    assert expected in placed(text).values()


@pytest.mark.parametrize(
    ("text", "mention"),
    [("انتقل الفريق بأربيل", "أربيل"), ("زار الأنبار وبغداد", "بغداد"), ("عادوا للكويت", "لكويت"),
     ("#حفر_الباطن تغرق", "حفر_الباطن"),
     ("شارك فريق #حفرالباطن", "حفرالباطن")],
)  # fmt: skip
def test_prefixes_are_taken_off(text, mention):
    assert mention in placed(text)


def test_the_rest_of_the_document_decides_between_namesakes():
    american = "The governor spoke in Paris, Texas. Crews came from Dallas and Fort Worth to help in Paris."
    french = "The minister spoke in Paris. Trains from Lyon and Marseille were late."
    assert countries(american)["Paris"] == "US"
    assert countries(french)["Paris"] == "FR"
    assert countries("Atlanta and Savannah, Georgia, were hit.")["Georgia"] == "US"
    assert countries("Tbilisi, the capital of Georgia, and Batumi were hit.")["Georgia"] == "GE"


def test_one_sense_in_a_document():
    text = "London, Ontario, is small. Buses run in London and Toronto, Canada. London is old."
    places = [mention.place.id for mention in find_places(text) if mention.text == "London"]
    assert len(places) == 3
    assert len(set(places)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Most of the reading was nice, and the mobile police left.",
        "He told the court that the case of the woman was over.",
        "قال المدير إن سيول الأمطار جرفت السيارات",
        "Nelson Ivins said so. Ivins left.",
        "انتشر فيلق القدس",
        "نشرت صحيفة الحياة الخبر",
    ],
)
def test_common_words_persons_and_namesakes_are_no_places(text):
    assert placed(text) == {}


def test_small_letters_are_no_names_in_english():
    assert placed("the turkey was eaten in china cups") == {}


def test_candidates_come_best_first_with_scores_between_0_and_1():
    for mention in find_places("They met in Victoria and Springfield, then in Tripoli."):
        scores = [place.score for place in mention.candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert mention.place == mention.candidates[0]


def test_a_hospital_is_known_by_the_town_that_is_named():
    found = [m for m in find_places("نقل الجرحى في بيروت إلى مستشفى الرحمة") if m.text == "مستشفى الرحمة"]
    assert [(m.place.country, m.score < 0.5) for m in found] == [("LB", True)]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "\ud800", "بغداد\ud800", "\u202bبغداد\u202c", "😀 Baghdad 😀", "Bagh\u200fdad",
     "ب" * 500, "A." * 200,
     "#" * 50, "Baghdadبغداد", "https://t.co/AbC @someone", "a" * 10_000, "@" * 4_000, "x@y." * 1_000],
)  # fmt: skip
def test_bad_input_raises_nothing(text):
    for language in (None, "ar", "en", "xx"):
        for mention in find_places(text, language):
            assert text[mention.start : mention.end] == mention.text


@settings(max_examples=150)
@given(st.lists(st.sampled_from(["Baghdad", "بغداد", "في", "U.S.", "New", "York", ",", "#", "وادي", "river",
                                 "قرب", "الكويت", ".",
                                 "Mr.", "of", "University", "-", "’s", "٣"]), max_size=14))  # fmt: skip
def test_any_run_of_words_gives_mentions_in_order(words):
    text = " ".join(words)
    ends = 0
    for mention in find_places(text):
        assert ends <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        ends = mention.end


def test_the_work_is_linear_in_the_length():
    """Each word is looked up a bounded number of times, whatever the length of the line that it stands in."""

    class Counting(Names):
        asked = 0

        def prefixes(self, text):
            Counting.asked += 1
            assert len(text) < 1_000
            return super().prefixes(text)

    names = Counting()
    asked = []
    for times in (200, 400, 800):
        Counting.asked = 0
        text = "غادر الرتل قاعدة عين الأسد باتجاه أربيل وبغداد ثم الكويت " * times
        for number, sentence in enumerate(sentences(text)):
            list(mentions.find(units(text, sentence), number, names, load()))
        asked.append(Counting.asked)
    assert asked[1] / asked[0] == pytest.approx(2, rel=0.05)
    assert asked[2] / asked[1] == pytest.approx(2, rel=0.05)


def test_the_names_are_those_of_the_gazetteer():
    """A stale table of names would miss places that the gazetteer has got since: build it again then."""
    names = shared()
    tier = Tier(resource_path(TIERS[0])).file
    keys = [key for length in (6, 9, 12) for key in tier.with_prefix("names", "", length) if admissible(key)]
    assert len(keys) > 1_000
    missing = [key for key in keys if not names.has(key)]
    assert len(missing) / len(keys) < 0.005, missing[:20]


def test_what_must_be_reached_on_the_corpora(corpora):
    rows = {row["corpus"]: row for row in evaluate_places(corpora)}
    assert rows["GeoVirus"]["F1"] >= 0.86
    assert rows["GeoVirus"]["acc@161"] >= 0.85
    events = [row for name, row in rows.items() if name != "GeoVirus"]
    assert len(events) >= 2
    for row in events:
        assert row["recall"] >= 0.80, row["corpus"]
        assert row["near of all"] >= 0.75, row["corpus"]


def test_a_month_in_a_name_makes_it_a_place_only_beside_a_kind_word():
    assert [mention.text for mention in find_places("في السادس من أكتوبر غادرت القوات القاهرة")] == ["القاهرة"]
    (mention,) = find_places("سكن في مدينة السادس من أكتوبر")
    assert mention.place.name == "6th of October City"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("أمطار على رفحاء وعرعر", "Rafha", "SA"),
        ("حريق في إمبابة بالجيزة", "Imbaba", "EG"),
        ("اشتباكات في عين زارة جنوب طرابلس", "Ain Zara", "LY"),
        ("غارات على غزة", "Gaza Strip", "PS"),
        ("أسلحة عبرت الخفجي إلى الكويت", "Al Khafjī", "SA"),
    ],
)
def test_towns_and_quarters_that_no_source_names_in_arabic(text, name, country):
    assert (name, country) in {(each.place.name, each.place.country) for each in find_places(text) if each.place}


def test_a_word_that_leads_to_a_place_is_none_itself():
    assert [mention.text for mention in find_places("في أربيل، عاصمة الإقليم")] == ["أربيل"]
