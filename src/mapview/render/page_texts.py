"""What the map page says by itself, in English and Arabic."""

from collections.abc import Mapping
from typing import Any

from mapview.domain.snapshot import Language
from mapview.render.pack_texts import PACK_TEXTS
from mapview.render.texts import ARABIC_DIGITS, month_names

_TEXTS: Mapping[str, tuple[str, str]] = {
    "legend": ("Legend", "مفتاح الخريطة"),
    "signs_and_kinds": ("Signs and shapes", "العلامات والأشكال"),
    "signs": ("Signs", "العلامات"),
    "kinds": ("Kinds of place", "أنواع الأماكن"),
    "sign_planned": ("hollow: planned only", "مفرّغ: مخطط له فقط"),
    "sign_announced": ("core and rim: announced only", "نواة وإطار: معلن فقط"),
    "sign_several": ("split: sources give several values", "مقسوم: قيم متعددة في المصادر"),
    "sign_superseded": ("dashed: a plan overtaken by reports", "متقطع: خطة تجاوزتها التقارير"),
    "sign_other": ("grey, dots: claims on other topics only", "رمادي منقّط: إفادات في مواضيع أخرى فقط"),
    "sign_disputed": ("ring: sources contradict each other", "حلقة: المصادر متناقضة"),
    "sign_faint": ("faint, dotted edge: all dates uncertain", "باهت منقّط الحافة: كل التواريخ غير مؤكدة"),
    "sign_start": ("dotted on the left: only the start uncertain", "منقّط يميناً: البداية وحدها غير مؤكدة"),
    "sign_end": ("dotted on the right: only the end uncertain", "منقّط يساراً: النهاية وحدها غير مؤكدة"),
    "sign_stale": ("pale: unconfirmed for 30, 90 or 365 days", "شاحب: بلا تأكيد منذ ٣٠ أو ٩٠ أو ٣٦٥ يوماً"),
    "sign_cell": ("number: places with claims; a click opens", "رقم: أماكن لها إفادات؛ النقر يفتحها"),
    "cell_places": ("places: {n}", "الأماكن: {n}"),
    "cell_speaking": ("with claims at this time: {n}", "لها إفادات في هذا الوقت: {n}"),
    "cell_disputed": ("disputed: {n}", "متنازع فيها: {n}"),
    "sign_hatched": ("hatched: no source speaks at this time", "مظلل: لا مصدر يتحدث عن هذا الوقت"),
    "sign_precision": ("circle: the place lies within", "دائرة: يقع المكان داخلها"),
    "sign_area": ("dashed line: the area filtered by", "خط متقطع: المنطقة المختارة للترشيح"),
    "sign_selected": ("blue ring: the chosen place", "حلقة زرقاء: المكان المختار"),
    "sign_moved": ("line: the mark stands beside its place", "خط: العلامة بجانب موضعها"),
    "shape_triangle": ("air base, airport", "قاعدة جوية، مطار"),
    "shape_square": ("base, camp", "قاعدة، معسكر"),
    "shape_diamond": ("headquarters", "مقر قيادة"),
    "shape_circle": ("city, town, village", "مدينة، بلدة، قرية"),
    "shape_hexagon": ("country, region, area", "دولة، إقليم، منطقة"),
    "shape_pentagon": ("other site", "موقع آخر"),
    "status_unreported": ("no source speaks at this time", "لا مصدر يتحدث عن هذا الوقت"),
    "status_single-source": ("single source", "مصدر واحد"),
    "status_corroborated": ("corroborated", "مؤيَّد بمصادر مستقلة"),
    "status_disputed": ("disputed", "متنازع فيه"),
    "status_superseded": ("superseded", "متجاوَز"),
    "claims_count": ("claims: {n}", "الإفادات: {n}"),
    "metres": ("m", "م"),
    "kilometres": ("km", "كم"),
    "all_times": ("all times", "كل الأوقات"),
    "map": ("Map of claims", "خريطة الإفادات"),
    "zoom_in": ("Zoom in", "تكبير"),
    "zoom_out": ("Zoom out", "تصغير"),
}

_EXPORT_TEXTS: Mapping[str, tuple[str, str]] = {
    "topic": ("Colour by", "التلوين حسب"),
    "known_on": ("Known on", "المعلوم في"),
    "left_out": ("{} of {} claims left out by a filter", "استبعد المرشّح {} من {} إفادة"),
    "known_everything": ("everything", "كل المصادر"),
    "known_uncertain": ("known from {}, at the latest", "معلوم من {} على الأبعد"),
    "known_from": ("known from {}", "معلوم من {}"),
    "date_within": ("Date on the map, from {} to {}", "التاريخ على الخريطة، من {} إلى {}"),
    "time_in": ("Show a shorter time", "عرض مدة أقصر"),
    "time_out": ("Show a longer time", "عرض مدة أطول"),
    "nothing_known": ("Nothing was known yet.", "لم يكن شيء معلوماً بعد."),
    "more_claims": ("and more claims: {n}", "وإفادات أخرى: {n}"),
    "play": ("Play", "تشغيل"),
    "pace": ("How many days pass in a second while playing", "كم يوماً يمضي في الثانية عند التشغيل"),
    "pace_day": ("{} day/s", "{} يوم/ث"),
    "pace_days": ("{} days/s", "{} يوم/ث"),
    "pause": ("Pause", "إيقاف"),
    "previous": ("Previous change", "التغيّر السابق"),
    "next": ("Next change", "التغيّر التالي"),
    "claims_in_force": ("Claims in force by day", "الإفادات السارية يوماً بيوم"),
    "histogram_key": ("Publishers in the colours of the bars", "الناشرون بألوان الأعمدة"),
    "other_publishers": ("others", "غيرهم"),
    "claims": ("Claims", "الإفادات"),
    "places": ("Places", "الأماكن"),
    "sources": ("Sources", "المصادر"),
    "all_places": ("All places", "كل الأماكن"),
    "empty_place": (
        "No source speaks of this place at this time. Move the slider, or let more sources count under “Known on”.",
        "لا مصدر يتحدث عن هذا المكان في هذا الوقت. حرّك المؤشر أو وسّع «المعلوم في».",
    ),
    "empty_places": (
        "No place has a claim at this time. Move the slider.",
        "لا إفادة عن أي مكان في هذا الوقت. حرّك المؤشر.",
    ),
    "more_places": (
        "Other places with claims: {}. The list shows those that are seen on the map.",
        "أماكن أخرى لها إفادات: {}. تعرض القائمة ما يُرى منها على الخريطة.",
    ),
    "published": ("published {}", "نُشر {}"),
    "undated": ("undated", "بلا تاريخ"),
    "no_publisher": ("publisher not stated", "ناشر غير مذكور"),
    "quoted": ("quoting {}", "نقلاً عن {}"),
    "cue": ("at “{}”", "عند «{}»"),
    "contradicts": ("Contradicts", "يناقض"),
    "by_rule": ("by rule", "بالقاعدة"),
    "by_judgement": ("by judgement", "بالتقدير"),
    "opens_source": ("opens the source", "يفتح المصدر"),
    "hash": ("SHA-256 of the text", "بصمة النص (SHA-256)"),
    "repeats": ("repeats {}", "ينسخ {}"),
    "outside": ("outside the timeline: only what is open on that side", "خارج الخط الزمني: المفتوح من تلك الجهة فقط"),
    "superseded": ("overtaken by reports", "تجاوزته التقارير"),
    "panel": ("Claims and sources", "الإفادات والمصادر"),
    "time": ("Time", "الزمن"),
    "modality_reported": ("reported", "خبر"),
    "modality_announced": ("announced", "معلن"),
    "modality_planned": ("planned", "مخطط له"),
    "modality_denied": ("denied", "منفي"),
    "modality_estimated": ("estimated", "تقدير"),
    "certainty_likely": ("likely", "مرجّح"),
    "certainty_possible": ("possible", "محتمل"),
    "certainty_doubtful": ("doubtful", "مشكوك فيه"),
    "uncertain_date": ("uncertain date", "تاريخ غير مؤكد"),
    "bc": ("{} BC", "{} ق.م"),
    "event_date": ("Event date", "تاريخ الحدث"),
    "no_script": (
        "This page needs JavaScript, which it carries inside; it loads nothing from anywhere.",
        "تحتاج هذه الصفحة إلى جافاسكربت، وهو مضمّن فيها، ولا تحمّل شيئاً من أي مكان.",
    ),
}


def page_texts(language: Language) -> dict[str, Any]:
    """Return the texts of the map itself, with digits and month names, by the names that the scripts use."""
    return _in_language(_TEXTS, language) | {
        "digits": list(ARABIC_DIGITS) if language == "ar" else list("0123456789"),
        "months": list(month_names(language)),
    }


def export_texts(language: Language) -> dict[str, Any]:
    """Return the texts of a page that stands alone, those of the map included."""
    return page_texts(language) | _in_language({**_EXPORT_TEXTS, **PACK_TEXTS}, language)


def _in_language(texts: Mapping[str, tuple[str, str]], language: Language) -> dict[str, str]:
    return {key: words[1 if language == "ar" else 0] for key, words in texts.items()}
