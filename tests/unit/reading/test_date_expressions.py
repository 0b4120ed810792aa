"""Dates in text: the hand-made phrases, and what must hold for any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapview.domain.dates import parse
from mapview.errors import BadDateError
from mapview.reading.date_expressions import find_dates
from mapview.reading.dates.tense import is_future, is_unfinished, speech_marker
from mapview.reading.tokens import sentences, tokens

DATA = Path(__file__).parents[2] / "data"
BAR = 0.95


def phrases(language):
    lines = (DATA / f"dates_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def missed(phrase):
    found = find_dates(phrase["text"], phrase["published"])
    return [
        gold
        for gold in phrase["dates"]
        if not any(m.start < gold["end"] and gold["start"] < m.end and m.edtf == gold["edtf"] for m in found)
    ]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("blind", [False, True])
def test_values_of_the_phrases(language, blind):
    chosen = [phrase for phrase in phrases(language) if phrase["blind"] == blind]
    total = sum(len(phrase["dates"]) for phrase in chosen)
    misses = [(phrase["text"], miss) for phrase in chosen for miss in missed(phrase)]
    assert 1 - len(misses) / total >= BAR, misses


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_no_date_is_left_alone(language):
    plain = [phrase["text"] for phrase in phrases(language) if not phrase["dates"]]
    assert len(plain) > 15
    assert not [(text, m.text) for text in plain for m in find_dates(text, "2025-10-11")]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_there_are_enough_phrases(language):
    assert sum(len(phrase["dates"]) for phrase in phrases(language)) >= 300


def test_a_text_without_a_day_says_what_it_needs():
    (mention,) = find_dates("The council meets next week.")
    assert (mention.edtf, mention.earliest, mention.needs_reference) == (None, None, True)


def test_the_twelve_months_of_a_statement_count_from_it():
    text = "في أيلول 2024 أعلن البلدان في بيان مشترك موعدا. وأوضح البيان أن العملية تتم خلال الأشهر الـ12 المقبلة."
    assert [m.edtf for m in find_dates(text, "2026-01-14")] == ["2024-09", "2024-09/2025-09"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("قتل جنديان أول من أمس", "2026-01-12"), ("وصل قبل يوم أمس", "2026-01-12"),
        ("They meet this weekend", "2026-01-17/2026-01-18"),
        ("They sign on Friday of next week", "2026-01-23"), ("يوقعون الجمعة من الأسبوع المقبل", "2026-01-23"),
        ("It rained over the past few days", "/2026-01-14"),
    ],
)  # fmt: skip
def test_more_ways_to_say_it(text, edtf):
    assert [mention.edtf for mention in find_dates(text, "2026-01-14")] == [edtf]


def test_a_wrong_publication_day_is_refused():
    with pytest.raises(BadDateError):
        find_dates("today", "yesterday")


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "\ud800 أمس", "\u202bأمس\u202c", "أي\u200fلول 2024", "😀 today 😀", "12/" * 50, "(" * 99,
     "من " * 80,
     "between 3", "from to until", "31 February 2024", "2024-13-45", "ال", "early early early", "30/30/2030"],
)  # fmt: skip
def test_bad_input_raises_nothing(text):
    for language in (None, "ar", "xx"):
        for mention in find_dates(text, "2026-01-14", language):
            assert text[mention.start : mention.end] == mention.text


WORDS = (
    "في يوم أمس 12 2024 آب من إلى / - , the of May last 3 and between weeks ago الماضي قبل ثلاثة أيام نهاية late الربع "
    "الأول year ' s AD هـ رمضان Q 1 century next خلال و"
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=12), st.sampled_from([None, "2026-01-14", "2024~", "2025/.."]))
def test_any_run_of_words_gives_valid_dates(words, published):
    text = " ".join(words)
    ends = 0
    for mention in find_dates(text, published):
        assert ends <= mention.start < mention.end <= len(text)
        ends = mention.end
        assert mention.needs_reference or parse(mention.edtf)


@given(st.text(max_size=200))
def test_tokens_keep_their_places(text):
    for sentence in sentences(text):
        for token in tokens(text, sentence.start, sentence.end):
            assert text[token.start : token.end] == token.raw


def test_the_work_is_linear_in_the_length():
    """An endless line is read in stretches of bounded length, so that twice the text is twice the stretches."""
    line = "غادر الرتل القاعدة أمس وعاد قبل ثلاثة أيام "
    counts = [sum(1 for _ in sentences(line * times)) for times in (1_000, 2_000, 4_000)]
    longest = max(sentence.end - sentence.start for sentence in sentences(line * 4_000))
    assert longest <= 4_000
    assert counts[1] / counts[0] == pytest.approx(2, rel=0.05)
    assert counts[2] / counts[1] == pytest.approx(2, rel=0.05)


def test_the_search_for_a_clause_s_verb_is_bounded():
    """On a line without end each date looks at a bounded number of words for its verb."""

    class Counting(list):
        asked = 0

        def __getitem__(self, key):
            Counting.asked += 1
            return super().__getitem__(key)

    asked = []
    for times in (200, 400, 800):
        found = Counting(tokens("الثلاثاء 14 كانون 2026 " * times))
        Counting.asked = 0
        for i in range(0, len(found), 4):
            is_future(found, i, i + 4)
            is_unfinished(found, i)
            speech_marker(found, i, i + 4)
        asked.append(Counting.asked)
    assert asked[1] / asked[0] == pytest.approx(2, rel=0.25)
    assert asked[2] / asked[1] == pytest.approx(2, rel=0.25)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It opens in the second week of March 2025.", "2025-03-10/2025-03-16"),
        ("It opened in the last week of July.", "2025-07-28/2025-08-03"),
        ("Talks ended in the first week of 2015.", "2014-12-29/2015-01-04"),
        ("They will meet on the third Tuesday of next month.", "2026-02-17"),
        ("They met on the first Friday of July 2025.", "2025-07-04"),
        ("They met on the last Sunday in October 2025.", "2025-10-26"),
        ("عقد الاجتماع في الأسبوع الثاني من آذار 2025", "2025-03-10/2025-03-16"),
        ("انتهت المهلة في الأسبوع الأخير من شهر أيلول الماضي", "2025-09-22/2025-09-28"),
        ("بدأ الانسحاب في الأسبوع الأول من الشهر الجاري", "2025-12-29/2026-01-04"),
        ("اجتمعوا في أول جمعة من نيسان 2025", "2025-04-04"),
        ("اجتمعوا في الأحد الأخير من تشرين الأول 2025", "2025-10-26"),
        ("الأسبوع الثالث من عام 2027", "2027-01-18/2027-01-24"),
    ],
)
def test_the_nth_week_or_weekday_of_a_month_or_year(text, edtf):
    assert [mention.edtf for mention in find_dates(text, "2026-01-14")] == [edtf]


@pytest.mark.parametrize(
    "text", ["the second week of the war", "الأسبوع الثاني من المعارك", "the sixth Friday of May 2025"]
)
def test_weeks_of_something_else_are_no_dates_of_a_month(text):
    assert all("/" not in (mention.edtf or "") for mention in find_dates(text, "2026-01-14"))
