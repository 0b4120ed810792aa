"""What the kinds of places are called."""

from collections.abc import Mapping

from mapview.domain.model import PlaceKind, Text

KIND_NAMES: Mapping[PlaceKind, Text] = {
    "country": Text("country", "دولة"),
    "region": Text("region", "إقليم"),
    "governorate": Text("governorate", "محافظة"),
    "district": Text("district", "قضاء"),
    "city": Text("city", "مدينة"),
    "town": Text("town", "بلدة"),
    "village": Text("village", "قرية"),
    "neighbourhood": Text("neighbourhood", "حي"),
    "area": Text("area", "منطقة"),
    "air_base": Text("air base", "قاعدة جوية"),
    "base": Text("base", "قاعدة"),
    "camp": Text("camp", "معسكر"),
    "headquarters": Text("headquarters", "مقر قيادة"),
    "airport": Text("airport", "مطار"),
    "port": Text("port", "ميناء"),
    "crossing": Text("crossing", "معبر"),
    "site": Text("site", "موقع"),
}
