"""Names in scholarly Latin letters, spelt back into Arabic."""

import csv

import pytest

from mapview.config import resource_path
from mapview.gazetteer.index import Gazetteer
from mapview.gazetteer.normalise import bare, fold, is_arabic
from mapview.gazetteer.spelling import spelt_back


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Ar Ruţbah", "الرطبة"),
        ("Shu‘fāţ", "شعفاط"),
        ("Ad Dawādimī", "الدوادمي"),
        ("Ath Thawrah al Jadīdah", "الثورة الجديدة"),
        ("Kawm Ḩamādah", "كوم حمادة"),
        ("Ra’s Sudr al Qādim", "رأس سدر القادم"),
        ("Qal‘at Şāliḩ", "قلعة صالح"),
        ("Şanʿāʾ", "صنعاء"),
        ("Al Ḩawāmidīyah", "الحوامدية"),
    ],
)
def test_known_names(latin, arabic):
    assert spelt_back(latin) == arabic


@pytest.mark.parametrize("latin", ["Unaizah", "Zouérat", "New York", "Bāqa", "Mārib 2", "", "Łódź"])
def test_what_is_not_in_the_system_is_left_alone(latin):
    assert spelt_back(latin) == ""


def test_most_names_come_out_as_sources_have_them():
    right = told = 0
    with resource_path("data/gazetteer.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            names = [row["name_ar"], *row["aliases"].split("|")]
            genuine = {bare(fold(name)) for name in names if is_arabic(name)}
            spelt = spelt_back(row["name_en"])
            if row["country"] in {"IQ", "SY", "KW", "JO"} and genuine and spelt:
                told += 1
                right += bare(fold(spelt)) in genuine
    assert told > 50
    assert right / told > 0.85


def test_a_place_without_an_arabic_name_is_found_by_its_spelling():
    matches = Gazetteer.load().search("الخفجي")
    assert [(match.entry.name, match.how) for match in matches[:1]] == [("Al Khafjī", "exact")]
