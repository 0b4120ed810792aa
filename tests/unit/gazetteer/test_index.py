"""Look-up in the gazetteer that we ship: what a reader types must find what a reader means."""

import csv
import hashlib

import pytest

from mapview.config import resource_path
from mapview.errors import FileProblemError, UnknownIdError
from mapview.gazetteer.blocks import BlockFile, BlockWriter, sort_key
from mapview.gazetteer.index import Gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


def first(gazetteer, query, **options):
    matches = gazetteer.search(query, limit=1, **options)
    return matches[0].entry if matches else None


@pytest.mark.parametrize(
    ("query", "identity"),
    [
        ("التون كوبري", "altun-kupri"),
        ("قاعدة عين الأسد", "ain-al-asad"),
        ("Ain al-Asad", "ain-al-asad"),
        ("الحرير", "harir"),
        ("Erbil", "erbil"),
        ("أربيل", "erbil"),
        ("هەولێر", "erbil"),
        ("Kuwait", "country-kw"),
        ("الأنبار", "wof-85672483"),
        ("بغداد", "wof-421178393"),
        ("قاعدة الحرير", "harir-air-base"),
        ("البغدادي", "al-baghdadi"),
        ("المناطق الاتحادية", "iraq-federal-areas"),
        ("معسكر فيكتوريا", "camp-victoria"),
        ("قيادة العمليات المشتركة", "joint-operations-command"),
        ("إقليم كوردستان", "kurdistan-region"),
        ("سورية", "country-sy"),
        ("Camp Arifjan", "camp-arifjan"),
        ("التنف", "al-tanf"),
        ("Tower 22", "tower-22"),
        ("ORAA", "ain-al-asad"),
        ("H-4", "h4-air-base"),
        ("Balad air base", "balad-air-base"),
        ("مطار أربيل", "erbil-airport"),
        ("Baghdad airport", "baghdad-airport"),
        ("Taji", "taji"),
        ("Rojava", "north-east-syria"),
    ],
)
def test_what_the_reports_name_comes_first(gazetteer, query, identity):
    assert first(gazetteer, query).id == identity


@pytest.mark.parametrize(
    ("query", "name", "kind", "country"),
    [
        ("Paris", "Paris", "city", "FR"),
        ("London", "London", "city", "GB"),
        ("لندن", "London", "city", "GB"),
        ("Tripoli", "Tripoli", "city", "LY"),
        ("Washington", "Washington", "city", "US"),
        ("طهران", "Tehran", "city", "IR"),
        ("Jordan", "Jordan", "country", "JO"),
        ("Mosul", "Mosul", "city", "IQ"),
        ("Deir ez-Zor", "Deir ez-Zor", "city", "SY"),
        ("ابو كمال", "Abu Kamal", "town", "SY"),
        ("Balad", "Balad", "town", "IQ"),
        ("محافظة أربيل", "Erbil", "governorate", "IQ"),
        ("Nineveh", "Nineveh", "governorate", "IQ"),
        ("Tal Afar", "Tall 'Afar", "town", "IQ"),
        ("Haditha", "Al Hadithah", "town", "IQ"),
        ("Qayyarah", "Al Qayyårah", "town", "IQ"),
        ("Gaza", "Gaza", "city", "PS"),
        ("New York", "New York City", "city", "US"),
        ("واشنطن", "Washington", "city", "US"),
        ("فلسطين", "Palestinian Territories", "country", "PS"),
        ("السعودية", "Saudi Arabia", "country", "SA"),
        ("USA", "United States", "country", "US"),
        ("خوزستان", "Khuzestan", "region", "IR"),
        ("وبالأنبار", "Al-Anbar", "governorate", "IQ"),
    ],
)
def test_ranking_follows_kind_and_prominence(gazetteer, query, name, kind, country):
    entry = first(gazetteer, query)
    assert (entry.name, entry.kind, entry.country) == (name, kind, country)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Altun Kopru", "Altun Kupri"),
        ("Alton Kubri", "Altun Kupri"),
        ("Altan Kopri", "Altun Kupri"),
        ("Ayn al-Assad", "Ain al-Asad air base"),
        ("Baghdda", "Baghdad"),
        ("Kirkkuk", "Kirkuk"),
        ("Mosol", "Mosul"),
        ("Sulemaniyah", "Sulaymaniyah"),
        ("بغدد", "Baghdad"),
        ("الموصال", "Mosul"),
        ("Istanbull", "Istanbul"),
        ("Lodnon", "London"),
    ],
)
def test_spelling_is_forgiven(gazetteer, query, name):
    assert first(gazetteer, query).name == name


def test_how_a_name_matched_is_told_and_worth_less_the_weaker(gazetteer):
    exact, folded, bare, sound = (
        gazetteer.search(query, limit=1)[0] for query in ("الأنبار", "الانبار", "وبالأنبار", "Alanbaar")
    )
    assert [exact.how, folded.how, bare.how] == ["exact", "folded", "prefix"]
    assert exact.score >= folded.score > bare.score > sound.score
    assert all(0 <= match.score <= 1 for match in (exact, folded, bare, sound))


def test_the_unnamed_base_in_erbil_is_identified_with_no_base(gazetteer):
    matches = gazetteer.search("قاعدة أربيل الجوية")
    assert matches[0].entry.id == "erbil"
    assert not {match.entry.kind for match in matches} & {"air_base", "base"}


def test_nonsense_finds_nothing(gazetteer):
    assert gazetteer.search("zzzzqqq") == []
    assert gazetteer.search("") == []
    assert gazetteer.search("…؟!") == []


def test_near_prefers_the_namesake_close_by(gazetteer):
    assert first(gazetteer, "Paris", near=(33.66, -95.56)).country == "US"
    near = gazetteer.search("Paris", limit=1, near=(48.9, 2.3))[0]
    assert near.entry.country == "FR"
    assert near.distance_km == pytest.approx(6.5, abs=3)


def test_words_after_a_comma_say_where(gazetteer):
    assert first(gazetteer, "Tripoli, Lebanon").country == "LB"
    assert first(gazetteer, "طرابلس، لبنان").country == "LB"


def test_filters_admit_only_their_kinds_and_countries(gazetteer):
    assert {match.entry.kind for match in gazetteer.search("Baghdad", kinds={"airport"})} == {"airport"}
    assert {match.entry.country for match in gazetteer.search("London", countries={"CA"})} == {"CA"}


def test_nearest_is_ordered_by_distance(gazetteer):
    matches = gazetteer.nearest(33.7856, 42.4412, limit=5, max_km=30)
    assert matches[0].entry.id == "ain-al-asad"
    distances = [match.distance_km for match in matches]
    assert distances == sorted(distances)
    assert distances[-1] <= 30


def test_nearest_looks_across_the_date_line(gazetteer):
    names = {match.entry.country for match in gazetteer.nearest(-16.8, -179.99, limit=20, max_km=150)}
    assert "FJ" in names
    assert any(match.entry.lon > 0 for match in gazetteer.nearest(-16.8, -179.99, limit=20, max_km=150))


def test_nothing_is_near_the_empty_ocean(gazetteer):
    assert gazetteer.nearest(-48.9, -123.4) == []


def test_ids_lead_to_places_of_both_tiers(gazetteer):
    assert gazetteer.by_id("ain-al-asad").icao == "ORAA"
    london = gazetteer.by_id("gn-2643743")
    assert london.name == "London"
    assert london.coordinates_from == "GeoNames 2643743"
    with pytest.raises(UnknownIdError, match="atlantis"):
        gazetteer.by_id("atlantis")
    with pytest.raises(UnknownIdError):
        gazetteer.by_id("gn-1")


def test_the_index_is_made_from_the_csv_beside_it():
    made_from = BlockFile(resource_path("resources/gazetteer/region.idx")).meta["csv_sha256"]
    assert made_from == hashlib.sha256(resource_path("data/gazetteer.csv").read_bytes()).hexdigest()


def test_every_row_of_the_csv_is_found_by_its_id_and_its_name(gazetteer):
    with resource_path("data/gazetteer.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows[::97]:
        entry = gazetteer.by_id(row["id"])
        assert (entry.kind, entry.country) == (row["kind"], row["country"])
        assert (entry.lat, entry.lon) == pytest.approx((float(row["lat"]), float(row["lon"])), abs=6e-5)
        name = row["name_ar"] or row["name_en"]
        found = gazetteer.search(name, limit=400, near=(entry.lat, entry.lon))
        assert row["id"] in {match.entry.id for match in found}


def test_a_table_finds_each_of_its_lines_and_nothing_else(tmp_path):
    writer = BlockWriter()
    keys = sorted((f"k{number:04d}" * (1 + number % 3) for number in range(1000)), key=sort_key)
    writer.add_table("t", [f"{key}\t{key[::-1]}" for key in keys], block=48, is_sorted=True)
    writer.write(tmp_path / "t.idx", {"places": 0})
    table = BlockFile(tmp_path / "t.idx")
    assert all(table.find("t", key) == key[::-1] for key in keys)
    assert table.find("t", "k1000") is None
    assert table.find("t", "") is None
    assert set(table.with_prefix("t", "k01", 5)) == {key for key in keys if key.startswith("k01") and len(key) == 5}
    assert [table.line("t", number).partition("\t")[0] for number in (0, 47, 48, 999)] == [
        keys[number] for number in (0, 47, 48, 999)
    ]


def test_a_file_that_is_no_index_is_refused(tmp_path):
    (tmp_path / "x.idx").write_bytes(b"something else entirely")
    with pytest.raises(FileProblemError, match=r"x\.idx"):
        BlockFile(tmp_path / "x.idx")
    with pytest.raises(FileProblemError, match="missing"):
        BlockFile(tmp_path / "missing.idx")
