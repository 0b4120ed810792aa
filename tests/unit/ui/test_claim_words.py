from collections.abc import Generator

import pytest

from mapview.config import resource_path
from mapview.domain.filtering import words_of
from mapview.gazetteer.normalise import fold
from mapview.store.folder import load_folder
from mapview.ui.claims.claim_words import claims_holding


def ended(steps: Generator[float, None, set[str]]) -> set[str]:
    while True:
        try:
            assert 0 <= next(steps) <= 1
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("text", ["قاعدة", "forces baghdad", "2026", "iraq-", "عين الأسد", "nowhere at all"])
def test_claims_are_found_as_if_each_were_read(text: str) -> None:
    claims = load_folder(resource_path("seeds")).claims
    wanted = fold(text).split()
    expected = {name for name, claim in claims.items() if all(word in fold(words_of(claim)) for word in wanted)}
    assert ended(claims_holding(claims, text)) == expected
    assert bool(expected) == (text != "nowhere at all")
