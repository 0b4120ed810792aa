"""Evidence anchors made of a passage of a document."""

from mapview.domain.model import MAX_CUE_WORDS, Anchor
from mapview.store.originals import sha256_of


def anchor_of(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of a passage of a normalised text, from ``start`` to ``end`` in code points.

    White space at its ends is left out. The cue is its first words.

    Raises
    ------
    ValueError
        If the passage is empty, holds only white space, or ends beyond the text.

    Examples
    --------
    >>> anchor = anchor_of("The last convoy left the base at dawn.", 3, 38)
    >>> anchor.start, anchor.cue
    (4, 'last convoy left the base')
    """
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValueError(f"no passage stands at {start} to {end} of a text of {len(text)} code points")
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    passage = text[start:end]
    return Anchor(start, end, sha256_of(passage), " ".join(passage.split()[:MAX_CUE_WORDS]))
