"""Ids made of names: in ASCII, unique among their kind, and stable, since they are made once."""

import re
from collections.abc import Container
from itertools import count

from mapview.domain.model import Text
from mapview.gazetteer.normalise import fold, romanise

_MOST = 48


def free_id(names: Text, taken: Container[str], kind: str) -> str:
    """Return an id that is not taken: of the English name, else of the Arabic one in Latin letters, else of the kind.

    Examples
    --------
    >>> free_id(Text("Al-Qa'im"), (), "place"), free_id(Text("", "أربيل"), (), "place")
    ('al-qaim', 'arbil')
    >>> free_id(Text("Erbil"), {"erbil", "erbil-2"}, "place"), free_id(Text("東京"), (), "place")
    ('erbil-3', 'place')
    """
    stem = _slug(names.en) or _slug(names.ar) or kind
    if stem not in taken:
        return stem
    return next(name for number in count(2) if (name := f"{stem}-{number}") not in taken)


def _slug(words: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", romanise(fold(words))).strip("-")
    if len(plain) > _MOST:
        plain = plain[: _MOST + 1].rpartition("-")[0] or plain[:_MOST]
    # A number alone, what is left of words in another script, is no name.
    return plain if re.search("[a-z]", plain) else ""
