"""Where the labels of the basemap stand at each zoom, decided once for the whole world."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mapview.render.basemap_labels import LOOKS, LabelKind, Position, is_arabic, text_centre, text_height

GAP_PX = 4.0
CELL_PX = 64
# Closer than this, a region that is called like its city goes without a label.
SAME_NAME_PX = 110


@dataclass(slots=True)
class Label:
    """One label before its placement; x, y in world coordinates."""

    kind: LabelKind
    x: float
    y: float
    min_zoom: float
    max_zoom: float
    priority: float
    names: dict[str, str]
    large: bool = False


def place(labels: list[Label], lang: str, widths: Any, zoom: int) -> list[int]:
    """Return the position of each label at a zoom, 0 where it finds no room; earlier labels go first."""
    side = 256 * 2**zoom
    taken: dict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)
    seats: dict[str, list[tuple[float, float]]] = defaultdict(list)
    shown = [i for i, label in enumerate(labels) if label.min_zoom <= zoom <= label.max_zoom]
    dots: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for label in (labels[i] for i in shown if LOOKS[labels[i].kind].dot):
        x, y = label.x * side, label.y * side
        dots[math.floor(x / CELL_PX), math.floor(y / CELL_PX)].append((x, y))
    result = [int(Position.HIDDEN)] * len(labels)
    for i in sorted(shown, key=lambda i: turn(labels[i], zoom)):
        label, text = labels[i], labels[i].names[lang]
        x, y = label.x * side, label.y * side
        if label.kind == LabelKind.REGION and any(math.dist(seat, (x, y)) < SAME_NAME_PX for seat in seats[text]):
            continue
        free = []
        for order, position in enumerate(candidates(label.kind, text)):
            boxes = label_boxes(label.kind, text, position, float(widths[i]), x, y)
            if all(is_free(taken, box) for box in boxes):
                # Rather another side than a neighbour's dot under the text: the neighbour would lose its place.
                # On a map of the world a country's name must not wander for that.
                fixed = label.kind == LabelKind.COUNTRY and zoom < 5
                free.append((0 if fixed else covered(dots, boxes[0], (x, y)), order, position, boxes))
        if free:
            _, _, position, boxes = min(free, key=lambda option: option[:2])
            result[i] = int(position)
            seats[text].append((x, y))
            for box in boxes:
                for cell in cells_of(box):
                    taken[cell].append(box)
    return result


def covered(
    dots: dict[tuple[int, int], list[tuple[float, float]]],
    box: tuple[float, float, float, float],
    own: tuple[float, float],
) -> int:
    """Return how many towns' dots lie in a box, the label's own not counted."""
    left, top, right, bottom = box
    found = {dot for cell in cells_of(box) for dot in dots.get(cell, ())} - {own}
    return sum(left - 3 < x < right + 3 and top - 3 < y < bottom + 3 for x, y in found)


def turn(label: Label, zoom: int) -> float:
    """Return when a label is placed; once countries are large, capitals go first and the name gives way."""
    first = label.kind == LabelKind.CAPITAL and (zoom >= 5 or (zoom == 4 and label.large))
    return label.priority - (10 if first else 0)


def candidates(kind: LabelKind, text: str) -> tuple[Position, ...]:
    """Return the positions to try, best first; Arabic starts at the dot and runs to the left."""
    if kind in (LabelKind.COUNTRY, LabelKind.REGION):
        return (Position.CENTRE, Position.HIGHER, Position.LOWER)
    if is_arabic(text):
        return (Position.LEFT, Position.RIGHT, Position.ABOVE, Position.BELOW)
    return (Position.RIGHT, Position.LEFT, Position.ABOVE, Position.BELOW)


def label_boxes(
    kind: LabelKind, text: str, position: Position, width: float, x: float, y: float
) -> list[tuple[float, float, float, float]]:
    """Return the room of the text and of the dot: left, top, right, bottom in pixels."""
    height = text_height(kind, text) * 0.86
    dx, dy = text_centre(kind, position, width, text_height(kind, text))
    boxes = [
        (
            x + dx - width / 2 - GAP_PX,
            y + dy - height / 2 - GAP_PX / 2,
            x + dx + width / 2 + GAP_PX,
            y + dy + height / 2 + GAP_PX / 2,
        )
    ]
    reach = LOOKS[kind].dot + 2
    if LOOKS[kind].dot:
        boxes.append((x - reach, y - reach, x + reach, y + reach))
    return boxes


def cells_of(box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
    """Yield the cells of the collision grid that a box touches."""
    left, top, right, bottom = (math.floor(side / CELL_PX) for side in box)
    for i in range(left, right + 1):
        for j in range(top, bottom + 1):
            yield i, j


def is_free(taken: dict[tuple[int, int], list[Any]], box: tuple[float, float, float, float]) -> bool:
    """Return whether nothing placed so far touches the box."""
    left, top, right, bottom = box
    return not any(
        left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
        for cell in cells_of(box)
        for other in taken.get(cell, ())
    )
