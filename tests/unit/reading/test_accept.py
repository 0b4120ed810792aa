"""Suggested claims become changes that fit the project, and what is not enough for one becomes a draft."""

import hashlib
from dataclasses import replace

import pytest

from mapview.domain.changes import Put
from mapview.domain.model import (
    Anchor,
    Claim,
    CueWords,
    Place,
    Project,
    Quantity,
    Source,
    State,
    Text,
    Topic,
    Utterance,
    rejection_of,
)
from mapview.domain.rules import claim_faults, place_faults, utterance_faults
from mapview.reading.accept import accept, draft_of, project_cues, still_open
from mapview.reading.suggest import read_document
from mapview.render.texts import value_words

REPORT = (
    "The embassy's spokesman said that all soldiers had gone home from Harir on 5 May 2024. "
    "About 2,500 people are in Baghdad on 6 May 2024. "
    "The spokesman said that the mission at Ain al-Asad air base ends in September 2026. "
    "Rain fell in Tikrit on 7 May 2024."
)
SHA256 = hashlib.sha256(REPORT.encode()).hexdigest()
SOURCE = Source("wire-2024", "A report", None, None, "en", "2024-05-08", "2024-05-09", "pasted", SHA256)
PRESENCE = Topic(
    "presence", Text("Coalition presence", "وجود التحالف"), "state",
    states=(State("absent", Text("absent", "غائب"), "blue"), State("present", Text("present", "موجود"), "orange")),
)  # fmt: skip
PERSONNEL = Topic("personnel", Text("US personnel", "الأفراد"), "quantity", unit=Text("people", "شخص"))
MISSION = Topic("mission", Text("End of the mission", "نهاية المهمة"), "date")
HARIR = Place("harir-town", Text("Harir", "حرير"), "town", 36.551, 44.353, 2500, "GeoNames", ids={"geonames": "96046"})


@pytest.fixture
def project():
    return Project(
        Text("Trial"), "presence",
        places={HARIR.id: HARIR},
        topics={topic.id: topic for topic in (PRESENCE, PERSONNEL, MISSION)},
        sources={SOURCE.id: SOURCE},
        cues={
            "gone": CueWords("gone", "en", ("gone home",), "presence", "absent"),
            "ends": CueWords("ends", "en", ("mission",), "mission"),
        },
    )  # fmt: skip


def read(project, text=REPORT):
    return read_document(text, SOURCE.published, "en", project_cues(project)).claims


def about(suggestions, place):
    return next(each for each in suggestions if place in REPORT[slice(*each.named)])


def accepted(project, *places):
    suggestions = [about(read(project), place) for place in places]
    result = accept(suggestions, REPORT, SOURCE, project, value_words)
    after = result.change.apply(project)[0]
    checks = ((place_faults, after.places), (utterance_faults, after.utterances), (claim_faults, after.claims))
    assert [fault for check, held in checks for each in held.values() for fault in check(each, after)] == []
    return after, result


def test_a_suggestion_becomes_a_whole_claim_on_the_project_s_own_place(project):
    after, result = accepted(project, "Harir")
    claim = after.claims[result.claims[0]]
    assert (claim.place, claim.topic, claim.value, claim.when) == ("harir-town", "presence", "absent", "2024-05-05")
    passage = REPORT[claim.anchor.start : claim.anchor.end]
    assert "Harir" in passage
    assert len(passage) <= 300
    assert claim.anchor.sha256 == hashlib.sha256(passage.encode()).hexdigest()
    assert len(claim.anchor.cue.split()) <= 5
    assert claim.anchor.cue in passage
    assert claim.statement == Text("Coalition presence in Harir: absent", "وجود التحالف في حرير: غائب")
    assert list(after.places) == ["harir-town"]
    assert after.utterances[claim.utterance].speaker == Text("The embassy's spokesman")


def test_a_place_that_the_project_lacks_comes_with_the_claim(project):
    after, result = accepted(project, "Baghdad")
    claim = after.claims[result.claims[0]]
    assert claim.value == Quantity(2500, 2500, approximate=True)
    place = after.places["baghdad"]
    assert (claim.place, place.names.ar, place.kind) == ("baghdad", "بغداد", "city")
    assert place.ids["geonames"] == "98182"
    assert place.coordinates_from


def test_a_named_day_is_the_value_of_a_topic_of_dates(project):
    after, result = accepted(project, "Ain al-Asad")
    claim = after.claims[result.claims[0]]
    assert (claim.topic, claim.value, claim.when) == ("mission", "2026-09", "2024-05-08/..")


def test_a_plan_is_in_force_from_the_report_until_it_falls_due(project):
    text = "All soldiers will have gone home from Harir by September 2026."
    (suggestion,) = read(project, text)
    draft = draft_of(suggestion, text, SOURCE, project, value_words)
    assert (draft.modality, draft.when) == ("planned", "2024-05-08/2026-09-30")
    assert draft.statement.en == "Coalition presence in Harir: absent (planned)"


def test_many_are_one_change_and_share_what_they_add(project):
    text = "He said that soldiers had gone home from Tikrit on 5 May 2024. He said that they had gone home from Tikrit."
    suggestions = read(project, text)
    result = accept(suggestions, text, SOURCE, project, value_words)
    after, inverse = result.change.apply(project)
    assert len(after.claims) == len(result.claims) == 2
    assert len(after.utterances) == 1
    assert sum(place.names.en == "Tikrit" for place in after.places.values()) == 1
    assert inverse.apply(after)[0] == project


def test_what_lacks_a_topic_or_a_value_comes_back_as_a_draft(project):
    suggestion = about(read(project), "Tikrit")
    result = accept([suggestion], REPORT, SOURCE, project, value_words)
    assert (result.change, result.claims) == (None, ())
    (draft,) = result.drafts
    assert (draft.source, draft.start, draft.end) == (SOURCE.id, suggestion.start, suggestion.end)
    assert (draft.topic, draft.value, draft.when) == (None, None, "2024-05-07")
    assert draft.new_place.names.en == "Tikrit"


def test_a_value_that_the_topic_cannot_take_is_left_to_the_person(project):
    vague = replace(about(read(project), "Harir"), state="elsewhere")
    (draft,) = accept([vague], REPORT, SOURCE, project, value_words).drafts
    assert (draft.topic, draft.value, draft.place) == ("presence", None, "harir-town")


@pytest.mark.parametrize(
    ("own", "matched"),
    [
        (replace(HARIR, ids={}), True),
        (replace(HARIR, ids={}, names=Text("", "حرير")), True),
        (replace(HARIR, ids={}, names=Text("Hareer"), aliases=()), True),
        (replace(HARIR, ids={}, lat=30.0), False),
        (replace(HARIR, ids={}, kind="air_base"), True),
        (replace(HARIR, ids={}, kind="country"), False),
        (replace(HARIR, ids={}, names=Text("Elsewhere")), False),
    ],
)
def test_a_place_is_the_project_s_by_name_kind_and_nearness(project, own, matched):
    given = replace(project, places={own.id: own})
    draft = draft_of(about(read(given), "Harir"), REPORT, SOURCE, given, value_words)
    assert (draft.place == own.id, draft.new_place is None) == (matched, matched)


def test_of_places_of_one_name_the_one_of_the_like_kind_is_meant(project):
    base = replace(HARIR, id="harir-base", kind="air_base", ids={})
    given = replace(project, places={base.id: base, HARIR.id: replace(HARIR, ids={})})
    assert draft_of(about(read(given), "Harir"), REPORT, SOURCE, given, value_words).place == "harir-town"


def test_a_speaker_whom_the_source_quotes_already_is_quoted_again(project):
    said = Utterance("spokesman", Text("the embassy’s Spokesman"))
    anchor = Anchor(0, 5, hashlib.sha256(b"The e").hexdigest(), "The")
    claim = Claim("first", "harir-town", "presence", "present", Text("x"), "2024", SOURCE.id, anchor, said.id)
    given = replace(project, utterances={said.id: said}, claims={claim.id: claim})
    after, result = accepted(given, "Harir")
    assert after.claims[result.claims[0]].utterance == "spokesman"
    assert list(after.utterances) == ["spokesman"]


def test_what_was_turned_down_is_not_suggested_again(project):
    suggestions = read(project)
    turned = about(suggestions, "Tikrit")
    rejection = rejection_of(SHA256, turned.start, turned.end, turned.place, turned.topic)
    after = Put(rejection).apply(project)[0]
    assert still_open(suggestions, SHA256, project) == suggestions
    assert set(suggestions) - set(still_open(suggestions, SHA256, after)) == {turned}
    assert still_open(suggestions, "0" * 64, after) == suggestions


def test_what_is_claimed_already_is_not_suggested_again(project):
    suggestions = read(project)
    after, _ = accepted(project, "Harir", "Baghdad")
    left = set(still_open(suggestions, SHA256, after))
    assert set(suggestions) - left == {about(suggestions, "Harir"), about(suggestions, "Baghdad")}


def test_the_names_of_topics_are_cue_words(project):
    (suggestion,) = read(project, "US personnel: 300 people in Harir")
    assert suggestion.topic == "personnel"
