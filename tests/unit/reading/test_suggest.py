"""What documents seem to say, and the lines of JSON that commands exchange."""

import io
import json

import pytest

from mapview.domain.dates import parse
from mapview.domain.model import CueWords
from mapview.errors import BadDateError, BadInputError
from mapview.reading import cues
from mapview.reading.suggest import read_document, suggest_document, suggest_lines

REPORT = (
    "أعلن المتحدث باسم الوزارة، اليوم، أن نحو 2500 جندي انسحبوا من قاعدة عين الأسد في الأنبار. "
    "ومن المقرر أن يصل أقل من 500 شخص إلى الكويت في أيلول المقبل."
)


def claim_of(claims, place):
    return next(claim for claim in claims if claim["place"] == place)


def test_the_shape_is_the_documented_one():
    found = suggest_document(REPORT, "2026-01-14", None, "a")
    assert list(found) == ["id", "language", "places", "dates", "claims"]
    assert (found["id"], found["language"]) == ("a", "ar")
    assert set(found["places"][0]) == {"start", "end", "text", "place", "score", "candidates"}
    assert set(found["places"][0]["place"]) == {"id", "name", "lat", "lon"}
    assert set(found["places"][0]["candidates"][0]) == {"id", "name", "lat", "lon", "score"}
    assert set(found["dates"][0]) == {"start", "end", "text", "edtf", "earliest", "latest"}
    assert set(found["claims"][0]) == {"start", "end", "place", "when", "topic", "modality", "value"}
    assert json.loads(json.dumps(found)) == found


def test_place_date_topic_and_quantity_of_a_sentence_make_a_claim():
    claims = suggest_document(REPORT, "2026-01-14")["claims"]
    base = claim_of(claims, "ain-al-asad")
    assert (base["when"], base["topic"], base["modality"]) == ("2026-01-14", "movements", "announced")
    assert base["value"] == {"min": 2500, "max": 2500, "unit": "personnel", "approximate": True}
    kuwait = claim_of(claims, "country-kw")
    assert (kuwait["when"], kuwait["modality"]) == ("2026-09", "planned")
    assert kuwait["value"] == {"min": None, "max": 500, "unit": "people", "approximate": False}
    assert all(0 < claim["end"] - claim["start"] <= 300 for claim in claims)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("More than 2,500 troops are in Baghdad",
         {"min": 2500, "max": None, "unit": "personnel", "approximate": False}),
        ("About 85 vehicles left Erbil", {"min": 85, "max": 85, "unit": "vehicles", "approximate": True}),
        ("Fewer than 500 soldiers stay in Erbil",
         {"min": None, "max": 500, "unit": "personnel", "approximate": False}),
        ("وصل ثلاثة آلاف نازح إلى بغداد", {"min": 3000, "max": 3000, "unit": "people", "approximate": False}),
        ("استقبلت أربيل ٤٠٠ عائلة", {"min": 400, "max": 400, "unit": "people", "approximate": False}),
    ],
)  # fmt: skip
def test_numbers_with_their_units(text, value):
    assert [claim["value"] for claim in suggest_document(text)["claims"]] == [value]


def test_a_year_is_no_quantity():
    (claim,) = suggest_document("Forces withdrew from Erbil in 2011")["claims"]
    assert (claim["when"], claim["value"]) == ("2011", "departure")


def test_who_is_quoted():
    english = read_document("The embassy's spokesman said that troops had left Erbil.").claims
    arabic = read_document("قال قائد العمليات إن القوات غادرت أربيل").claims
    assert [claim.speaker for claim in english] == ["The embassy's spokesman"]
    assert [claim.speaker for claim in arabic] == ["قائد العمليات"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [("The ministry denied that troops left Erbil", "denied"), ("Troops will leave Erbil", "planned"),
     ("Troops left Erbil", "reported"), ("نفت الوزارة انسحاب القوات من أربيل", "denied")],
)  # fmt: skip
def test_modality(text, modality):
    assert [claim["modality"] for claim in suggest_document(text)["claims"]] == [modality]


def test_a_claim_without_a_date_is_in_force_from_the_report_on():
    assert suggest_document("Troops left Erbil", "2026-01")["claims"][0]["when"] == "2026-01-31/.."
    assert parse(suggest_document("Troops left Erbil")["claims"][0]["when"]).unknown_start


def test_sentences_without_anything_said_suggest_nothing():
    assert suggest_document("Erbil and Baghdad.")["claims"] == []


def test_the_surest_claims_come_first():
    ranks = [claim.rank for claim in read_document(REPORT, "2026-01-14").claims]
    assert ranks == sorted(ranks, reverse=True)


def test_a_project_brings_its_own_cue_words(tmp_path):
    own = tmp_path / "cues.toml"
    own.write_text(
        '[places]\nbefore.en=["in"]\npersons.en=[]\nheads.en=[]\nthings.en=[]\norganisations.en=[]\nfacilities.ar=[]\n'
        '[speech]\nen=["said"]\n[[topics]]\nid="harvest"\nen=["reap*"]\n[[modalities]]\nid="planned"\nen=["will"]\n'
        '[[units]]\nid="tonnes"\nen=["tonnes"]\n',
        encoding="utf-8",
    )
    (claim,) = read_document("They reaped 20 tonnes in Erbil", cues=cues.load(own)).claims
    assert (claim.topic, claim.value) == ("harvest", {"min": 20, "max": 20, "unit": "tonnes", "approximate": False})


def test_a_projects_cue_words_come_before_those_built_in():
    own = (
        CueWords("harvest", "en", ("bring* in the harvest", "withdrew"), "harvest", "full"),
        CueWords("hoped", "ar", ("يؤمل",), modality="planned"),
    )
    words = cues.load(own=own)
    (claim,) = read_document("They withdrew from Erbil.", cues=words).claims
    assert (claim.topic, claim.value) == ("harvest", "full")
    (claim,) = read_document("Farmers are bringing in the harvest in Erbil.", cues=words).claims
    assert (claim.topic, claim.value) == ("harvest", "full")
    (claim,) = read_document("يؤمل أن يصل 500 جندي إلى أربيل.", cues=words).claims
    assert claim.modality == "planned"
    (claim,) = read_document("They withdrew from Erbil.").claims
    assert claim.topic == "movements"


def test_a_broken_list_of_cue_words_is_refused(tmp_path):
    broken = tmp_path / "cues.toml"
    broken.write_text("topics = 3", encoding="utf-8")
    with pytest.raises(BadInputError):
        cues.load(broken)


def test_lines_in_lines_out_and_bad_lines_do_not_end_the_run():
    lines = [
        '{"id": "a", "text": "بغداد أمس", "published": "2026-01-14"}',
        "{not json",
        "",
        "[1]",
        '{"id": "b"}',
        '{"id": "c", "text": "x", "published": "yesterday"}',
        '{"id": "d", "text": "\\ud800 Erbil", "language": "xx"}',
        '{"id": 7, "text": "", "published": null}',
    ]
    out = io.StringIO()
    assert suggest_lines(io.StringIO("\n".join(lines)), out) == (7, 4)
    results = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [result["id"] for result in results] == ["a", None, None, "b", "c", "d", 7]
    assert [result.get("line") for result in results] == [None, 2, 4, 5, 6, None, None]
    assert all(result["error"].startswith(f"Line {result['line']} ") for result in results if "error" in result)
    assert results[0]["dates"][0]["edtf"] == "2026-01-13"
    out.getvalue().encode()


def test_a_bad_publication_day_is_refused():
    with pytest.raises(BadDateError):
        suggest_document("x", "14.1.2026")


@pytest.mark.parametrize(
    "text",
    ["", " \n", "\ud800 قتل 5 أشخاص في بغداد", "\u202eبغداد\u202c 5/5/2024", "😀 Baghdad 😀 5 May", "Bаghdad وErbil٣",
     "Bagh\u200fdad", "\x00 Troops left Baghdad", "#_" * 500, "١" * 500, "قتل 5 في بغداد أمس " * 300],
)  # fmt: skip
@pytest.mark.parametrize(("published", "language"), [(None, None), ("2026-01-14", "xx"), ("2024~", "en")])
def test_bad_input_raises_nothing_and_anchors_lie_in_the_text(text, published, language):
    reading = read_document(text, published, language)
    for claim in reading.claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.end - claim.start <= 300
        assert claim.start <= claim.named[0] < claim.named[1] <= claim.end
    json.dumps(suggest_document(text, published, language))


def test_quantities_and_speakers_are_told_where_no_claim_has_them():
    text = "A spokesman said on Monday that 300 people were counted. قال المتحدث، إن 40 مركبة غادرت."
    reading = read_document(text, "2024-05-09")
    assert [(amount.unit, text[amount.start : amount.end]) for amount in reading.amounts] == [
        ("people", "300 people"), ("vehicles", "40 مركبة"),
    ]  # fmt: skip
    assert [text[start:end] for start, end in reading.speakers] == ["A spokesman", "المتحدث"]
    assert not reading.claims


@pytest.mark.parametrize(
    ("text", "subject", "aside"),
    [
        ("The Pentagon said in Washington on 5 May 2024 that troops withdrew from Kirkuk.", "Kirkuk", "Washington"),
        ("Troops withdrew from Kirkuk on 5 May 2024, a spokesman in Baghdad said.", "Kirkuk", "Baghdad"),
        ("غادرت القوات الموصل في 5 أيار 2024 (التنظيم محظور في روسيا).", "الموصل", "روسيا"),
        ("قال متحدث في بغداد، إن القوات غادرت الموصل في 5 أيار 2024.", "الموصل", "بغداد"),
    ],
)
def test_a_place_named_in_passing_ranks_far_below_what_the_sentence_is_about(text, subject, aside):
    ranks = {text[slice(*claim.named)]: claim.rank for claim in read_document(text, "2024-05-09").claims}
    assert ranks[aside] < 0.5 * ranks[subject]


def test_what_happened_is_no_attribution_though_it_follows_a_verb_of_saying():
    text = "أعلنت وزارة الدفاع انسحاب القوات من الموصل، في 5 أيار 2024."
    reading = read_document(text, "2024-05-09")
    assert not reading.speakers
    assert reading.claims[0].rank > 0.5
