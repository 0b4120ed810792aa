"""What an HTML snapshot says of its clocks, filters, conflicts, tour and downloads, in English and Arabic."""

from collections.abc import Mapping

from mapview.render.place_kinds import KIND_NAMES

PACK_TEXTS: Mapping[str, tuple[str, str]] = {
    # The two clocks.
    "mode": ("Show", "عرض"),
    "mode_instant": ("one date", "تاريخ واحد"),
    "mode_range": ("a stretch of time", "مدة من الزمن"),
    "mode_cumulative": ("everything up to a date", "كل ما سبق تاريخاً"),
    "skip_empty": ("skip empty", "تخطي الفراغ"),
    "skip_empty_hint": (
        "While playing, skip the stretches of time in which no claim is in force",
        "عند التشغيل، تُتخطى المدد التي لا إفادة سارية فيها",
    ),
    "more_of_time": ("Dates to type and known time", "تواريخ تُكتب والزمن المعلوم"),
    "go_to": ("Date", "التاريخ"),
    "go_from": ("From", "من"),
    "go_until": ("Until", "حتى"),
    "date_hint": (
        "2026-01-14, 2026-01, 14 January 2026 or 2026-01-01/2026-01-14",
        "2026-01-14 أو 2026-01 أو ١٤ كانون الثاني ٢٠٢٦ أو 2026-01-01/2026-01-14",
    ),
    "no_date": (
        "This is no date: write it as 2026-01-14, 2026-01, 2026 or 14 January 2026.",
        "ليس هذا تاريخاً: اكتب مثل 2026-01-14 أو 2026-01 أو 2026 أو ١٤ كانون الثاني ٢٠٢٦.",
    ),
    "known_locked": ("at each date, what was known then", "المعلوم في كل تاريخ يُعرض"),
    "up_to": ("up to {}", "حتى {}"),
    # Counts.
    "n_of_m": ("{} of {} claims", "{} من {} إفادة"),
    "announced_view": ("{}: {} of {} claims, conflicts: {}", "{}: {} من {} إفادة، التعارضات: {}"),
    # Filters.
    "filters": ("Filters", "المرشحات"),
    "filters_active": ("Filters: {}", "المرشحات: {}"),
    "clear_filters": ("Clear all filters", "إزالة كل المرشحات"),
    "search": ("Words in statements, cues and notes", "كلمات في نصوص الإفادات وإشاراتها وملاحظاتها"),
    "facet_topics": ("Topic", "الموضوع"),
    "facet_status": ("Status", "الحالة"),
    "facet_publishers": ("Publisher", "الناشر"),
    "facet_sources": ("Source", "المصدر"),
    "facet_modalities": ("Modality", "الصيغة"),
    "facet_certainties": ("Certainty", "درجة التأكد"),
    "facet_languages": ("Language of the source", "لغة المصدر"),
    "facet_place_kinds": ("Kind of place", "نوع المكان"),
    "facet_area": ("Area", "النطاق"),
    "area_of_view": ("the area of “{}”", "نطاق «{}»"),
    "certainty_certain": ("certain", "مؤكد"),
    # Conflicts.
    "conflicts": ("Conflicts", "التعارضات"),
    "no_conflicts": (
        "No claims contradict each other in this view. Move the slider, or let more sources count under “Known on”.",
        "لا إفادات متناقضة في هذا العرض. حرّك المؤشر أو وسّع «المعلوم في».",
    ),
    "more_conflicts": ("and more conflicts: {}", "وتعارضات أخرى: {}"),
    "show_place": ("Show on the map", "عرض على الخريطة"),
    "decided": ("decided", "محسوم"),
    "undecided": ("undecided", "غير محسوم"),
    "decision_prefer": ("Decided on {}: one claim is preferred.", "قرار {}: تُفضَّل إفادة واحدة."),
    "decision_both-stand": ("Decided on {}: both stand.", "قرار {}: تبقى كلتاهما قائمة."),
    "decision_explained": ("Decided on {}: the clash is explained.", "قرار {}: للتعارض تفسير."),
    "side": ("Side {}", "الجانب {}"),
    "preferred": ("preferred", "مفضَّلة"),
    # Sources.
    "obtained": ("Obtained {}: {}", "حُصل عليه في {}: {}"),
    "repeated_by": ("repeated by {}", "ينسخه {}"),
    "claims_shown": ("claims shown: {} of {}", "الإفادات المعروضة: {} من {}"),
    "passage": ("Passage", "المقطع"),
    # The tour.
    "tour": ("Guided tour", "جولة موجّهة"),
    "tour_views": ("Guided tour, views: {}", "جولة موجّهة، المشاهد: {}"),
    "tour_start": ("Start the tour", "بدء الجولة"),
    "tour_end": ("End the tour", "إنهاء الجولة"),
    "tour_previous": ("Previous view", "المشهد السابق"),
    "tour_next": ("Next view", "المشهد التالي"),
    "tour_step": ("{} of {}", "{} من {}"),
    # About the page.
    "about": ("About", "عن الصفحة"),
    "copy_link": ("Copy link to this view", "نسخ رابط هذا العرض"),
    "link_copied": ("The link is copied.", "نُسخ الرابط."),
    "link_chosen": (
        "The browser does not let the page copy: the link is selected, copy it by hand.",
        "لا يسمح المتصفح للصفحة بالنسخ: الرابط محدد، فانسخه بيدك.",
    ),
    "link_unread": ("Not understood in this link: {}. Shown is: {}.", "لم يُفهم من هذا الرابط: {}. المعروض هو: {}."),
    "no_filter": ("no filter", "بلا مرشّح"),
    "close": ("Close", "إغلاق"),
    "link_of_view": ("Link to this view", "رابط هذا العرض"),
    "download": ("Data", "البيانات"),
    "download_shown": (
        "The claims that are shown now, by both clocks and the filters: {} of {}.",
        "الإفادات المعروضة الآن وفق الزمنين والمرشحات: {} من {}.",
    ),
    "download_csv": ("Save as CSV", "حفظ بصيغة CSV"),
    "download_geojson": ("Save as GeoJSON", "حفظ بصيغة GeoJSON"),
    "download_all": ("All claims of this file", "كل إفادات هذا الملف"),
    "download_all_csv": ("All as CSV", "الكل بصيغة CSV"),
    "download_all_geojson": ("All as GeoJSON", "الكل بصيغة GeoJSON"),
    "contents": ("Contents", "المحتوى"),
    "contents_counts": ("Claims: {} · places: {} · sources: {}", "الإفادات: {} · الأماكن: {} · المصادر: {}"),
    "contents_span": ("Dates: {} to {}", "التواريخ: من {} إلى {}"),
    "opens_at": ("Opens at: {}", "تُفتح على: {}"),
    "narrowed_by": ("Made with the filter {}", "صُنعت بالمرشّح {}"),
    "made_with": ("Made with MapView {}.", "صُنعت ببرنامج MapView {}."),
    "project": ("Project", "المشروع"),
    "data_hash": ("SHA-256 of all claims as CSV", "بصمة كل الإفادات بصيغة CSV (SHA-256)"),
    "works_offline": (
        "The page carries all that it shows and loads nothing from anywhere.",
        "تحمل الصفحة كل ما تعرضه ولا تحمّل شيئاً من أي مكان.",
    ),
    "keys": ("Keys", "المفاتيح"),
    "keys_slider": (
        "On the slider: arrows for a day, with Shift a month, Page Up and Page Down for the next and previous change.",
        "على المؤشر: الأسهم ليوم، ومع Shift لشهر، وPage Up وPage Down للتغيّر التالي والسابق.",
    ),
    "keys_play": (
        "Home and End go to the ends of the timeline; Space plays.",
        "المفتاحان Home وEnd إلى طرفي الخط الزمني؛ والمسافة للتشغيل.",
    ),
    "keys_map": (
        "On the map: arrows move it, plus and minus zoom. Tab goes on to the next control.",
        "على الخريطة: الأسهم تحركها، والزائد والناقص للتكبير والتصغير. وTab ينتقل إلى ما يلي.",
    ),
    "keys_tour": (
        "In the tour: N and P go to the next and the previous view, Escape ends it.",
        "في الجولة: N وP إلى المشهد التالي والسابق، وEscape لإنهائها.",
    ),
    "skip_to_slider": ("Skip to the time slider", "تجاوز إلى مؤشر الزمن"),
    **{f"kind_{kind}": (name.en, name.ar) for kind, name in KIND_NAMES.items()},
}  # fmt: skip
