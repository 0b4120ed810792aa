"""Many documents in the background: everything read, given up at once, and the death of a process survived."""

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from mapview.reading import cues
from mapview.reading.batch import Item, Outcome, _Reader, read_all, read_in_steps
from mapview.reading.suggest import read_document

TEXT = "Troops withdrew from Erbil on {day} May 2024. وقال المتحدث إن 500 جندي غادروا بغداد أمس."
#: Long enough to be at work on when the process is ended.
ENDLESS = TEXT.format(day=5) * 4000


def items(count):
    return [Item(f"n{day}", TEXT.format(day=day), "2024-06-01", "en") for day in range(1, count + 1)]


def test_each_document_is_read_as_if_alone():
    given = {item.id: item for item in items(9)}
    outcomes: list[Outcome] = []
    steps = list(read_in_steps(given.values(), len(given), outcomes.append, processes=2))
    assert steps == sorted(steps)
    assert (steps[0], steps[-1], len(steps)) == (0.0, 1.0, len(given) + 1)
    assert sorted(outcome.id for outcome in outcomes) == sorted(given)
    for outcome in outcomes:
        item = given[outcome.id]
        assert outcome.reading == read_document(item.text, item.published, item.language)


def test_the_project_s_cue_words_reach_the_processes(tmp_path):
    own = tmp_path / "cues.toml"
    own.write_text(
        '[places]\nbefore.en=["in"]\npersons.en=[]\nheads.en=[]\nthings.en=[]\norganisations.en=[]\nfacilities.ar=[]\n'
        '[speech]\nen=["said"]\n[[topics]]\nid="harvest"\nen=["reap*"]\n[[modalities]]\nid="planned"\nen=["will"]\n'
        '[[units]]\nid="tonnes"\nen=["tonnes"]\n',
        encoding="utf-8",
    )
    (outcome,) = read_all([Item("a", "They reaped 20 tonnes in Erbil")], cues.load(own))
    assert outcome.reading
    assert [claim.topic for claim in outcome.reading.claims] == ["harvest"]


def test_documents_are_asked_for_one_by_one():
    asked = []
    waiting = (asked.append(item.id) or item for item in items(12))
    taken = 0
    for _ in read_all(waiting, processes=2):
        assert len(asked) <= taken + 3
        taken += 1
    assert taken == 12


def test_giving_up_ends_the_processes_while_they_read():
    outcomes = read_all([*items(1), Item("endless", ENDLESS), Item("endless too", ENDLESS)], processes=2)
    assert next(outcomes).id == "n1"
    assert len(multiprocessing.active_children()) == 2
    outcomes.close()
    assert multiprocessing.active_children() == []


@pytest.fixture
def _threads_by_turns():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_threads_by_turns")
def test_threads_that_read_at_the_same_time_leave_no_process_behind():
    def begin_and_give_up(_turn):
        # To close a process whose end was not told is an error.
        _Reader(Item("endless", ENDLESS), None).end()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(begin_and_give_up, range(400)))
    assert multiprocessing.active_children() == []


def test_the_death_of_a_process_costs_the_document_that_it_was_reading():
    outcomes = read_all([*items(1), Item("endless", ENDLESS), *items(4)[1:]], processes=1)
    assert next(outcomes).reading
    # The next document is handed over when its outcome is asked for; it is killed by a timer while it is read.
    (process,) = multiprocessing.active_children()
    killer = threading.Timer(0.5, os.kill, (process.pid, signal.SIGKILL))
    killer.start()
    rest = list(outcomes)
    killer.join()
    assert [outcome.id for outcome in rest] == ["endless", "n2", "n3", "n4"]
    assert rest[0].reading is None
    assert str(-signal.SIGKILL) in rest[0].error
    assert all(outcome.reading for outcome in rest[1:])
    assert multiprocessing.active_children() == []


def test_what_cannot_be_read_is_told_for_its_document_alone():
    given = [Item("bad day", "Erbil", "yesterday"), Item("surrogate", "\ud800 Erbil"), Item("no text", "")]
    found = {outcome.id: outcome for outcome in read_all(given, processes=1)}
    assert found["bad day"].reading is None
    assert "bad publication date" in found["bad day"].error
    assert found["surrogate"].reading
    assert found["surrogate"].reading.places[0].start == 2
    assert found["no text"].reading


def test_no_documents_need_no_process():
    assert list(read_in_steps([], 0, print)) == [0.0]
    assert multiprocessing.active_children() == []


def test_claims_alone_are_handed_over_where_nothing_else_is_asked_for() -> None:
    text = "Troops withdrew from Erbil on 5 May 2024."
    outcomes = {each.id: each for each in read_all([Item("a", text), Item("b", text, claims_only=True)], None, 1)}
    whole, claims = outcomes["a"].reading, outcomes["b"].reading
    assert whole is not None
    assert claims is not None
    assert whole.places
    assert not claims.places
    assert claims.claims == whole.claims != ()
