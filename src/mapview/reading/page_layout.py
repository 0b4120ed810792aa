"""Glyphs with their places on a page, put together to lines in the order of reading.

Glyphs whose heights overlap make a row; a row is cut where a gutter runs through it. Columns are found by cutting the
page at its widest gutter, else at its widest gap between lines, and again within the parts (recursive XY-cut: Nagy and
Seth, 1984); of two columns the right one comes first where the page reads from right to left.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# What reads from left to right within a line that reads from right to left: words in Latin script with what stands
# between them, and numbers with their separators.
_RIGHT = "\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LEFT_TO_RIGHT = re.compile(f"[^\\W\\d_{_RIGHT}](?:[^{_RIGHT}\n]*[^\\W_{_RIGHT}])?|\\d+(?:[.,:/\u066b\u066c-]\\d+)*%?")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")

#: In heights of a glyph: a gap that is a space, one that may be a gutter between columns, one between paragraphs.
_SPACE, _GUTTER, _PARAGRAPH = 0.12, 1.8, 0.75


@dataclass(slots=True)
class Glyph:
    """What a font draws at one place: a letter, a ligature or a mark; points, the origin at the lower left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a row without a gutter in it, its glyphs from left to right."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def page_text(glyphs: Iterable[Glyph]) -> str:
    """Return the text of a page: a line for each line of it, an empty one between paragraphs."""
    pieces = [piece for row in _rows(_with_marks(glyphs)) for piece in _pieces(row)]
    to_left = _reads_to_left(glyph for piece in pieces for glyph in piece.glyphs)
    lines: list[str] = []
    last: _Piece | None = None
    for piece in _in_order(pieces, to_left=to_left):
        if last is not None and not -last.height < last.bottom - piece.top < _PARAGRAPH * last.height:
            lines.append("")
        lines.append(_plain(reading_order(_spaced(piece.glyphs), in_right_to_left=to_left)))
        last = piece
    return "\n".join(lines)


def reading_order(line: str | list[str], *, in_right_to_left: bool = False) -> str:
    """Return a line that is given as it looks, from left to right, in the order in which it is read.

    A simplified inverse of the Unicode bidirectional algorithm (UAX 9) without embeddings, which suffices for the
    lines of a report.

    Parameters
    ----------
    line
        Its glyphs from left to right; a ligature is one, with its letters in the order of reading.
    in_right_to_left
        Whether the text around it reads from right to left, for lines without letters.

    Examples
    --------
    >>> reading_order("دسألا نيع (ORAA) ةدعاق 17") == "17 قاعدة (ORAA) عين الأسد"
    True
    >>> reading_order("The base (دسألا) is empty.") == "The base (الأسد) is empty."
    True
    """
    glyphs = list(line)
    directions = "".join(_direction(glyph) for glyph in glyphs)
    right, left = directions.count("R"), directions.count("L")
    if not right and (left or not in_right_to_left):
        return "".join(glyphs)
    if right < left:
        return _runs_turned(glyphs, directions)
    # One stand-in a glyph, so that offsets of runs are offsets of glyphs.
    looks = "".join(glyph[0] for glyph in glyphs)
    parts: list[str] = []
    position = len(glyphs)
    for match in reversed(list(_LEFT_TO_RIGHT.finditer(looks))):
        parts += _turned(glyphs[match.end() : position])
        parts += glyphs[match.start() : match.end()]
        position = match.start()
    parts += _turned(glyphs[:position])
    return "".join(parts)


def _runs_turned(glyphs: list[str], directions: str) -> str:
    """Turn the right-to-left words within a line that reads from left to right."""
    parts: list[str] = []
    position = 0
    for match in re.finditer("R(?:[^L]*R)?", directions):
        parts += glyphs[position : match.start()]
        parts += _turned(glyphs[match.start() : match.end()])
        position = match.end()
    return "".join(parts + glyphs[position:])


def _turned(glyphs: list[str]) -> list[str]:
    return [glyph.translate(_MIRRORED) for glyph in reversed(glyphs)]


def _direction(text: str) -> str:
    """Return R and L for strong letters of either direction, N for everything else."""
    kind = unicodedata.bidirectional(text[0])
    return {"R": "R", "AL": "R", "L": "L"}.get(kind, "N")


def _reads_to_left(glyphs: Iterable[Glyph]) -> bool:
    directions = [_direction(glyph.text) for glyph in glyphs]
    return directions.count("R") > directions.count("L")


def _with_marks(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Return the glyphs that are no marks, each with the marks that stand over or under it after its letters."""
    found = [glyph for glyph in glyphs if glyph.text]
    bases = [glyph for glyph in found if not unicodedata.combining(glyph.text[0])]
    letters = [glyph for glyph in bases if not glyph.text.isspace()]
    for mark in found:
        if unicodedata.combining(mark.text[0]) and letters:
            middle = mark.left + mark.right
            near = [glyph for glyph in letters if glyph.bottom <= mark.top and mark.bottom <= glyph.top] or letters
            base = min(near, key=lambda glyph: abs(glyph.left + glyph.right - middle))
            base.text += mark.text
    return bases


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into rows from the top: one is in a row if its middle is within the height of the row's first."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -(glyph.bottom + glyph.top)):
        middle = (glyph.bottom + glyph.top) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _pieces(row: list[Glyph]) -> Iterator[_Piece]:
    run: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: (glyph.left, glyph.right)):
        if glyph.text.isspace() and not run:
            continue
        if run and glyph.left - max(g.right for g in run[-3:]) > _GUTTER * (glyph.top - glyph.bottom):
            yield _piece(run)
            run = []
        run.append(glyph)
    if any(not glyph.text.isspace() for glyph in run):
        yield _piece(run)


def _piece(run: list[Glyph]) -> _Piece:
    return _Piece(
        tuple(run),
        min(glyph.left for glyph in run),
        max(glyph.right for glyph in run),
        min(glyph.bottom for glyph in run),
        max(glyph.top for glyph in run),
    )


def _in_order(pieces: list[_Piece], *, to_left: bool) -> list[_Piece]:
    if len(pieces) < 2:
        return pieces
    gutter, middle = _widest_gap([(piece.left, piece.right) for piece in pieces])
    left = [piece for piece in pieces if piece.right <= middle]
    right = [piece for piece in pieces if piece.right > middle]
    # A column has lines; what stands beside a single line belongs to that line.
    if gutter > _GUTTER / 2 * _usual_height(pieces) and min(len(left), len(right)) > 2:
        first, second = (right, left) if to_left else (left, right)
    else:
        gap, middle = _widest_gap([(piece.bottom, piece.top) for piece in pieces])
        if gap <= 0:
            return sorted(pieces, key=lambda piece: (-round(piece.top), -piece.left if to_left else piece.left))
        first = [piece for piece in pieces if piece.bottom >= middle]
        second = [piece for piece in pieces if piece.bottom < middle]
    return _in_order(first, to_left=to_left) + _in_order(second, to_left=to_left)


def _widest_gap(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the width and the middle of the widest stretch between the first and the last that no span covers."""
    best, where = 0.0, float("-inf")
    end = min(spans)[1]
    for low, high in sorted(spans):
        if low - end > best:
            best, where = low - end, (low + end) / 2
        end = max(end, high)
    return best, where


def _usual_height(pieces: list[_Piece]) -> float:
    return sorted(piece.height for piece in pieces)[len(pieces) // 2]


def _spaced(glyphs: tuple[Glyph, ...]) -> list[str]:
    """Return the glyphs' texts with a space where there is a gap."""
    found: list[str] = []
    end = glyphs[0].left
    for glyph in glyphs:
        if glyph.left - end > _SPACE * (glyph.top - glyph.bottom) and not (glyph.text.isspace() or found[-1].isspace()):
            found.append(" ")
        found.append(glyph.text)
        end = max(end, glyph.right)
    return found


def _plain(line: str) -> str:
    """Return a line with letters for the shapes that letters take in a word, and single spaces."""
    line = _PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match[0]), line)
    return " ".join(line.split())
