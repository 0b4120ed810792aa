"""Names of several places are asked about once, and an answer holds for the whole document."""

from mapview.reading.choices import chosen, to_ask
from mapview.reading.suggest import read_document

TEXT = "Troops left Springfield on 5 May 2024. Springfield was calm. Troops reached Baghdad on 6 May 2024."


def test_each_name_is_asked_about_once():
    reading = read_document(TEXT)
    assert [mention.text for mention in to_ask(reading)] == ["Springfield"]


def test_an_answer_holds_for_all_mentions_and_claims():
    reading = read_document(TEXT)
    (mention,) = to_ask(reading)
    other = next(each for each in mention.candidates if each.id != mention.place.id)
    after = chosen(reading, mention, other)
    named = [each for each in after.places if each.text == "Springfield"]
    assert [each.place.id for each in named] == [other.id] * 2
    assert to_ask(after) == ()
    assert mention.place.id not in {claim.place for claim in after.claims}
    assert [each for each in after.places if each.text == "Baghdad"] == [
        each for each in reading.places if each.text == "Baghdad"
    ]
    ranks = [claim.rank for claim in after.claims]
    assert ranks == sorted(ranks, reverse=True)
    before = next(claim for claim in reading.claims if claim.named == (mention.start, mention.end))
    assert next(claim for claim in after.claims if claim.named == before.named).rank > before.rank
