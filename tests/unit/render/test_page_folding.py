"""The page's folding against the gazetteer's: each letter that there is, and many words of mixed letters."""

import json
import random
import shutil
import subprocess
import unicodedata

import pytest

from mapview.config import resource_path
from mapview.gazetteer.normalise import fold, letter_tables

RUN = """
const { folder } = require(process.argv[1]);
const { letters, texts } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(texts.map(folder(letters))));
"""
#: Unicode versions differ in what it is: a mark that takes room or one that takes none.
DISPUTED = {0x1171E}
ASSIGNED = [
    code
    for code in range(0x110000)
    if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"} and code not in DISPUTED
]
ARABIC = [code for code in ASSIGNED if 0x600 <= code < 0x780 or 0xFB50 <= code < 0xFE00 or 0xFE70 <= code < 0xFF00]
#: Blanks, hyphens, tatweel, joiners, marks of direction, and what ASCII and other texts are told apart by.
BETWEEN = [ord(letter) for letter in " -_'^`.,؛\u0640\u200c\u200d\u200e\u064b"] * 8
LATIN = list(range(0x20, 0x250))


@pytest.fixture(scope="module")
def fold_in_page():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; tests/web folds in Chromium")
    script = str(resource_path("resources/map/fold.js"))

    def run(texts: list[str]) -> list[str]:
        request = json.dumps({"letters": letter_tables(), "texts": texts})
        done = subprocess.run(
            [node, "-e", RUN, script], input=request, capture_output=True, text=True, check=True, timeout=60
        )
        return json.loads(done.stdout)

    return run


def differing(texts: list[str], found: list[str]) -> list[tuple[str, str, str]]:
    # Not through the cache, which the names of other tests fill.
    pairs = [(text, fold.__wrapped__(text), theirs) for text, theirs in zip(texts, found, strict=True)]
    return [pair for pair in pairs if pair[1] != pair[2]]


def test_each_letter_is_folded_as_the_gazetteer_does(fold_in_page):
    texts = [form.format(chr(code)) for code in ASSIGNED for form in ("{}", "a{}b")]
    assert differing(texts, fold_in_page(texts)) == []


@pytest.mark.parametrize("letters", [ARABIC, LATIN, ARABIC + LATIN, ASSIGNED], ids=["arabic", "latin", "both", "all"])
def test_words_of_many_letters_are_folded_as_the_gazetteer_does(fold_in_page, letters):
    chance = random.Random(1)  # noqa: S311 - made words are no secret
    pool = letters + BETWEEN * (len(letters) // 400 + 1)
    texts = ["".join(map(chr, chance.choices(pool, k=chance.randrange(1, 14)))) for _ in range(10_000)]
    assert differing(texts, fold_in_page(texts)) == []


def test_a_difference_is_found():
    assert differing(["Ḥarīr"], ["Harir"]) == [("Ḥarīr", "harir", "Harir")]
