"""How common words are: from the package ``wordfreq``, as a table that is mapped into memory.

The frequencies are CC BY-SA data and stay in their package. The table is made at the first use, in the folder of what
can be computed again, and opened from there.
"""

from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import marisa_trie

from mapview.config import user_cache_dir
from mapview.gazetteer.normalise import fold
from mapview.store.files import write_whole

#: 60,000 words a language hold nearly all that a name in a text could be mistaken for.
WORDS_A_LANGUAGE = 60_000


def word_table() -> Path:
    """Return the path of the table: a trie of folded words with 20 times their Zipf frequency; made if it is missing.

    Raises
    ------
    FileProblemError
        If it cannot be written.
    """
    path = user_cache_dir() / f"words-{version('wordfreq')}-{WORDS_A_LANGUAGE}.marisa"
    if not path.exists():
        table = marisa_trie.RecordTrie("<B", word_frequencies().items()).tobytes()

        def write(stream: BinaryIO) -> None:
            stream.write(table)

        write_whole(path, write)
    return path


def word_frequencies() -> dict[str, tuple[int]]:
    """Return folded words with 20 times their Zipf frequency (log10 of occurrences per thousand million)."""
    import wordfreq  # noqa: PLC0415 - data of some megabytes, loaded only where the table is made

    shares: dict[str, float] = {}
    for language in ("en", "ar"):
        for word in wordfreq.top_n_list(language, WORDS_A_LANGUAGE):
            key = fold(word)
            if key and " " not in key and not key.isdecimal():
                shares[key] = shares.get(key, 0) + wordfreq.word_frequency(word, language)
    return {key: (min(255, round(20 * wordfreq.freq_to_zipf(share))),) for key, share in shares.items()}
