"""From code points, in which anchors count, to the UTF-16 units, in which Qt counts, and back."""

import re
from bisect import bisect_left

#: What Qt's documents take for something else than a character, and what stands for it on the screen.
_SHOWN_AS = {
    "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x00": "\ufffd", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd",
    "\ufffc": "\ufffd",
}  # fmt: skip
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
#: A paragraph is laid out as a whole, which takes long for one of a megabyte.
_LONGEST = 20_000
_ENDLESS = re.compile(rf"[^\n]{{{_LONGEST},}}")
#: So much of a paragraph tells its direction.
_LOOKED_AT = 600
_RIGHT_TO_LEFT = re.compile("[\u0590-\u05ff\u0620-\u065f\u066e-\u06d5\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTERS = re.compile(r"[^\W\d_]|[\u064b-\u065f]")
_BIDI_MARKS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


class Offsets:
    """Positions in one text, counted in both ways.

    Examples
    --------
    >>> offsets = Offsets("a😀b")
    >>> [offsets.to_units(at) for at in range(4)], [offsets.to_points(at) for at in (0, 1, 3, 4)]
    ([0, 1, 3, 4], [0, 1, 2, 3])
    """

    def __init__(self, text: str) -> None:
        has_astral = len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text)
        self._astral = [found.start() for found in _ASTRAL.finditer(text)] if has_astral else []
        # Where the second unit of each of them is: nothing begins or ends there.
        self._units = [point + number + 1 for number, point in enumerate(self._astral)]

    def to_units(self, point: int) -> int:
        """Return the UTF-16 unit at which a code point begins."""
        return point + bisect_left(self._astral, point)

    def to_points(self, unit: int) -> int:
        """Return the code point that begins at a UTF-16 unit, or goes on there."""
        return unit - bisect_left(self._units, unit + 1)


def shown_text(text: str) -> str:
    r"""Return a text as it is shown, as long in UTF-16 units: without what Qt takes for no character.

    A paragraph without end is broken at spaces.

    Examples
    --------
    >>> shown_text("one\u2029two\x00")
    'one\ntwo�'
    """
    for letter, instead in _SHOWN_AS.items():
        # Not translate(), which takes half a second for ten megabytes.
        text = text.replace(letter, instead)
    return _ENDLESS.sub(_broken, text) if max(map(len, text.split("\n"))) > _LONGEST else text


def without_bidi_marks(text: str) -> str:
    """Return a text without the marks that only direct its letters.

    Examples
    --------
    >>> without_bidi_marks("\u2067بغداد\u2069") == "بغداد"
    True
    """
    return text.translate(_BIDI_MARKS)


def reads_right_to_left(paragraph: str) -> bool:
    """Whether most letters of a paragraph are of a script that is written from right to left.

    Not the first letter, as Unicode has it: an Arabic report often begins with a word or a date in Latin letters.

    Examples
    --------
    >>> reads_right_to_left("AFP: غادرت القوات"), reads_right_to_left("The word بغداد"), reads_right_to_left("2026")
    (True, False, False)
    """
    beginning = paragraph[:_LOOKED_AT]
    return 2 * len(_RIGHT_TO_LEFT.findall(beginning)) > len(_LETTERS.findall(beginning))


def _broken(found: re.Match[str]) -> str:
    letters = list(found[0])
    start = 0
    while len(letters) - start > _LONGEST:
        end = start + _LONGEST
        at = next((at for at in range(end, start + _LONGEST // 2, -1) if letters[at] in " \t"), None)
        if at is not None:
            letters[at] = "\n"
        start = end if at is None else at + 1
    return "".join(letters)
