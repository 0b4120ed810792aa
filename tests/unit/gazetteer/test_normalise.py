"""Folding: what is one name must have one key, and what is two names must not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapview.gazetteer.kind_words import strip_kind_words
from mapview.gazetteer.normalise import bare, fold, is_arabic, keys, skeletons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أربيل", "اربيل"),
        ("إربيل", "اربيل"),
        ("آلتون كوبري", "التون كوبرى"),
        ("الرمادي", "الرمادى"),
        ("قاعدة", "قاعده"),
        ("بَغْدَاد", "بغداد"),
        ("بغــداد", "بغداد"),
        ("حفر الباطن\u200e", "حفر الباطن"),
        ("\u202bالموصل\u202c", "الموصل"),
        ("هەولێر", "ھەولێر"),
        ("کرکوک", "كركوك"),
        ("ئەنبار", "انبار"),
        ("الجهراء", "الجهرا"),
        ("مؤتة", "موته"),
        ("٢٠٢٦", "2026"),
        ("Ḩarīr", "harir"),
        ("Rās al-ʿAyn", "ras al ayn"),
        ("Ma’an", "Ma'an"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "DIYARBAKIR"),
        ("Deir-ez-Zor", "deir  ez zor"),
        ("Hewlêr", "hewler"),
        ("Malmø", "malmo"),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("بلد", "بلدة"), ("حرير", "حريري"), ("Taji", "Tajik"), ("عانة", "عين"), ("هيت", "بيت")]
)
def test_different_names_stay_apart(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
@example("ℬ")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءؤئڵڕێۆەگپچ ـَُِّ-", max_size=40))
def test_folded_arabic_has_one_letter_of_each_family(text):
    assert not set(fold(text)) & set("أإآٱةىیکگپچڤۆێەھـ")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("والأنبار", "الانبار"),
        ("بالأنبار", "انبار"),
        ("للكويت", "الكويت"),
        ("وبالموصل", "موصل"),
        ("فكركوك", "كركوك"),
        ("قاعدة عين الأسد الجوية", "عين الاسد"),
        ("محافظة الأنبار", "انبار"),
        ("Ad-Diwaniyah", "diwaniyah"),
        ("al-Asad air base", "asad"),
    ],
)
def test_keys_offer_the_name_without_what_is_written_on(text, wanted):
    assert wanted in keys(text)


def test_keys_begin_with_the_simple_folding():
    assert keys("وبالأنبار")[0] == fold("وبالأنبار")
    assert len(keys("الأنبار")) == len(set(keys("الأنبار")))
    assert keys("") == ()


@pytest.mark.parametrize(
    "spellings",
    [
        ("Altun Kupri", "Altun Köprü", "Alton Kubri", "Alton Kobri"),
        ("Erbil", "Irbil", "Arbil", "أربيل"),
        ("Ain al-Asad", "Ayn al-Assad", "عين الأسد"),
        ("Sulaymaniyah", "Sulaimaniya", "Suleimaniyeh", "السليمانية"),
        ("Qamishli", "Kamishly", "القامشلي"),
        ("Dohuk", "Duhok", "Dahuk", "دهوك"),
    ],
)
def test_transliterations_share_a_skeleton(spellings):
    shared = set(skeletons(fold(spellings[0])))
    for spelling in spellings[1:]:
        shared &= set(skeletons(fold(spelling)))
    assert shared


def test_kind_words_are_optional_hints():
    assert strip_kind_words("محافظه اربيل") == ("اربيل", frozenset({"governorate", "region"}))
    assert strip_kind_words("erbil international airport")[0] == "erbil"
    assert strip_kind_words("اربيل") == ("اربيل", frozenset())
    assert bare("مدينه") == "مدينه"


def test_arabic_is_told_from_latin_in_an_arabic_column():
    assert is_arabic("كركوك")
    assert not is_arabic("Al `Asimah")
    assert not is_arabic("٢٠٢٦")
