"""Folding many texts at once says what folding each says, and an edit reads anew only what it changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.config import resource_path
from mapview.domain.changes import Macro, Put, Remove
from mapview.domain.model import Text
from mapview.gazetteer.normalise import fold
from mapview.store import stored_claims
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui.table.text import ClaimTexts, Haystack, folded_texts

LETTERS = "أإآاىيئءؤةهعلبوكگچپ \u064b\u064f\u0651\u0640\u200f\u200e،؟.-'’\n٠١٢۳abcÇÉßŁæœİı\ufb01 \ufdf2\ufefb"


@given(st.lists(st.text(alphabet=LETTERS, max_size=30), max_size=8))
def test_many_at_once_fold_as_one_by_one(texts: list[str]) -> None:
    assert [" ".join(text.split()) for text in folded_texts(texts)] == [fold(text) for text in texts]


@given(st.lists(st.text(alphabet="ab ", max_size=6), max_size=8), st.text(alphabet="ab", min_size=1, max_size=2))
def test_a_haystack_tells_which_texts_hold_a_word(texts: list[str], word: str) -> None:
    assert Haystack(texts).holding(word).tolist() == [word in text for text in texts]


def test_an_edit_of_stored_claims_reads_what_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_claims, "MANY", 1)
    seeds = load_folder(resource_path("seeds"))
    path = tmp_path / "stored.mapview"
    ProjectFile.create(path, seeds).close()
    with ProjectFile.open(path) as file:
        assert isinstance(file.project.claims, stored_claims.StoredClaims)
        before = ClaimTexts.of(file.project.claims)
        assert before.by_id.keys() == seeds.claims.keys()
        one, other, *_ = seeds.claims.values()
        free = next(
            claim
            for claim in seeds.claims
            if claim not in {one.id, other.id}
            and not any(claim in side for conflict in seeds.conflicts.values() for side in conflict.sides)
        )
        file.apply(
            Macro(
                (
                    Put(replace(one, note="new note")),
                    Put(replace(other, id="another", statement=Text("Said."))),
                    Remove("claims", free),
                )
            ),
            "edit",
        )
        after = ClaimTexts.of(file.project.claims, before)
        assert after.by_id == ClaimTexts.of(file.project.claims).by_id
        assert after.by_id[one.id][2] == "new note"
        assert after.by_id["another"][0] == "Said."
        assert free not in after.by_id
        file.undo()
        assert ClaimTexts.of(file.project.claims, after).by_id == before.by_id
