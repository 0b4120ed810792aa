"""The legend of the reader names every kind that is underlined."""

from mapview.ui.reader.ink import LINES
from mapview.ui.reader.legend import legend_words


def test_every_underline_is_named_in_both_languages() -> None:
    for language in ("en", "ar"):
        found = legend_words(language)  # type: ignore[arg-type]
        assert {kind for kind, _ in found} == set(LINES)
        assert len({words for _, words in found}) == len(LINES)
