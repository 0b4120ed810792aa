"""Conflicts one by one: the same as all at once, and what is decided on them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.projects import event_times, known_times, projects

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.conflicts import group_pairs, sorted_pairs
from mapview.domain.dates import Span, day_number, parse
from mapview.domain.disputes import Disputes, day_of_clash, decisions_within, judged
from mapview.domain.model import Decision, Project
from mapview.domain.timeline import Timeline
from mapview.store.folder import load_folder

SEEDS = Timeline.of(load_folder(resource_path("seeds")))


@given(projects(), event_times, known_times)
def test_disputes_are_the_conflicts_of_the_view(project: Project, at: dates.Span | None, known: int | None) -> None:
    view = Timeline.of(project).view(at, known)
    found = [dispute.conflict for dispute in Disputes(view)]
    assert sorted(found, key=repr) == sorted(view.conflicts(), key=repr)
    assert sum(len(Disputes(view, place)) for place in project.places) == len(found)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda pair: pair[0] != pair[1])))
def test_pairs_that_hang_together_are_found_at_once(pairs: list[tuple[int, int]]) -> None:
    array = sorted_pairs(np.array([sorted(pair) for pair in pairs], np.int64).reshape(-1, 2))
    left, expected = [set(pair) for pair in array.tolist()], []
    while left:
        together = left.pop(0)
        while joining := [rows for rows in left if rows & together]:
            together = together.union(*joining)
            left = [rows for rows in left if rows not in joining]
        expected.append([pair for pair in array.tolist() if pair[0] in together])
    assert [part.tolist() for part in group_pairs(array)] == sorted(expected)


def test_the_conflict_of_a_claim_is_found() -> None:
    disputes = Disputes(SEEDS.view())
    for row, claim in enumerate(SEEDS.columns.ids):
        at = disputes.of_claim(row)
        having = [place for place, each in enumerate(disputes) if claim in each.conflict.claims]
        assert at == (having[0] if having else None)
    for at, dispute in enumerate(disputes):
        assert disputes.closest_to(dispute) == at


def test_a_dispute_is_found_again_at_another_time() -> None:
    everything = Disputes(SEEDS.view())
    end = next(each for each in everything if each.conflict.topic == "end-of-mission")
    later = Disputes(SEEDS.view(parse("2026-01-15")))
    at = later.closest_to(end)
    assert at is not None
    assert later[at].conflict.topic == "end-of-mission"
    assert set(later[at].conflict.claims) < set(end.conflict.claims)
    assert Disputes(SEEDS.view(parse("2010"))).closest_to(end) is None


def test_a_conflict_is_decided_when_all_its_pairs_are() -> None:
    (dates,) = [each for each in Disputes(SEEDS.view()) if each.conflict.topic == "date-of-agreement"]
    pairs = dates.conflict.pairs
    some = Decision("some", tuple(sorted(pairs[0])), "both-stand", "2026-01-20")
    every = Decision("every", tuple(sorted(dates.conflict.claims)), "both-stand", "2026-01-21")
    assert judged(pairs, {}) == "open"
    assert judged(pairs, {"some": some}) == "partly"
    assert judged(pairs, {"some": some, "every": every}) == "decided"
    assert decisions_within(dates.conflict, {"some": some, "every": every}) == [every, some]


def test_the_day_of_a_clash_is_one_on_which_it_shows() -> None:
    for dispute in Disputes(SEEDS.view()):
        day = day_of_clash(SEEDS.columns, dispute.pairs, known=False)
        if day is not None:
            there = Disputes(SEEDS.view(Span(day, day)))
            assert there.closest_to(dispute) is not None, dispute.conflict
    (asad,) = [each for each in Disputes(SEEDS.view()) if each.conflict.claims[0] == "sputnik-asad-remnant"]
    assert day_of_clash(SEEDS.columns, asad.pairs, known=False) == day_number(2026, 1, 14)
    assert day_of_clash(SEEDS.columns, asad.pairs, known=True) == day_number(2026, 1, 18)
