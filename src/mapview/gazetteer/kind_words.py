"""The words that say of what kind a place is, in Arabic, Kurdish, English and Turkish, and the kinds."""

from functools import lru_cache

_BASES = ("air_base", "base", "camp")
_AIR = ("air_base", "base")
_FIRST_LEVEL = ("governorate", "region")
_SECOND_LEVEL = ("district", "town", "city")
_TOWNS = ("city", "town")

# Folded spellings. Longer phrases are tried before their parts.
_BEFORE: dict[str, tuple[str, ...]] = {
    "القاعده الجويه": _AIR, "قاعده": _BASES, "القاعده": _BASES, "مطار": ("airport", "air_base"),
    "معسكر": _BASES, "مخيم": ("camp",), "محافظه": _FIRST_LEVEL, "اقليم": ("region", "governorate", "area"),
    "ولايه": _FIRST_LEVEL, "مدينه": _TOWNS, "بلده": ("town", "village", "city"), "قضا": _SECOND_LEVEL,
    "ناحيه": _SECOND_LEVEL, "قريه": ("village", "town"), "حي": ("neighbourhood",), "ميناء": ("port",),
    "مينا": ("port",), "معبر": ("crossing",), "منفذ": ("crossing",), "مقر": ("headquarters",),
    "دوله": ("country",), "جمهوريه": ("country",), "حقل": ("site",),
    "منطقه": ("area", "district", "neighbourhood"),
    "باريزكاي": _FIRST_LEVEL, "شاري": _TOWNS, "بنكهي اسماني": _AIR, "فروكهخانهي": ("airport",),
    "qaryat": ("village",), "nahiyat": _SECOND_LEVEL, "qada": _SECOND_LEVEL, "muhafazat": _FIRST_LEVEL,
    "madinat": _TOWNS, "camp": ("camp", "base"), "fort": ("base",), "port of": ("port",), "city of": _TOWNS,
    "town of": _TOWNS, "village of": ("village",), "province of": _FIRST_LEVEL,
    "state of": ("country", *_FIRST_LEVEL),
    "governorate of": _FIRST_LEVEL, "republic of": ("country",), "the": (),
}  # fmt: skip
_AFTER: dict[str, tuple[str, ...]] = {
    "الجويه": _AIR, "العسكريه": _BASES, "الدولي": ("airport",), "البري": ("crossing",),
    "الحدودي": ("crossing",), "air base": _AIR, "airbase": _AIR, "air force base": _AIR,
    "army air field": _AIR, "army airfield": _AIR,
    "airfield": _AIR, "military base": _BASES, "base": _BASES,
    "international airport": ("airport", "air_base"),
    "airport": ("airport", "air_base"), "camp": ("camp", "base"), "governorate": _FIRST_LEVEL,
    "province": _FIRST_LEVEL, "region": ("region", "governorate", "area"), "state": _FIRST_LEVEL,
    "city": _TOWNS, "town": _TOWNS, "village": ("village",), "district": _SECOND_LEVEL,
    "subdistrict": _SECOND_LEVEL,
    "county": _SECOND_LEVEL, "neighbourhood": ("neighbourhood",), "port": ("port",), "seaport": ("port",),
    "border crossing": ("crossing",), "crossing": ("crossing",), "headquarters": ("headquarters",),
    "hq": ("headquarters",), "havalimani": ("airport",), "hava ussu": _AIR, "ili": _FIRST_LEVEL,
}  # fmt: skip
_LONGEST = 3


@lru_cache(maxsize=8192)
def strip_kind_words(folded: str) -> tuple[str, frozenset[str]]:
    """Take the kind words off a folded name.

    Returns
    -------
    rest, kinds
        The name without them (the whole name if nothing else is in it) and the kinds that they hint at.

    Examples
    --------
    >>> rest, kinds = strip_kind_words("قاعده عين الاسد الجويه")
    >>> rest, "air_base" in kinds
    ('عين الاسد', True)
    >>> strip_kind_words("camp")
    ('camp', frozenset())
    """
    words = folded.split()
    kinds: set[str] = set()
    stripped = True
    while stripped and len(words) > 1:
        stripped = False
        for count in range(min(_LONGEST, len(words) - 1), 0, -1):
            first, last = " ".join(words[:count]), " ".join(words[-count:])
            if first in _BEFORE:
                kinds.update(_BEFORE[first])
                words = words[count:]
                stripped = True
                break
            if last in _AFTER:
                kinds.update(_AFTER[last])
                words = words[:-count]
                stripped = True
                break
    return " ".join(words), frozenset(kinds)
