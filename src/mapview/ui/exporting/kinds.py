"""Every kind of file that the window writes, in groups, and which choices each of them has."""

from dataclasses import dataclass
from typing import Literal

from mapview.domain.model import Text
from mapview.exchange.films import FILM_EXTENSIONS
from mapview.exchange.registry import added_extensions
from mapview.export_formats import FORMATS

Group = Literal["picture", "film", "page", "report", "data", "sources"]
Choice = Literal[
    "size", "paper", "dpi", "scale", "maps", "theme", "language", "caption", "area", "time", "known", "filter",
    "passages", "tour", "span", "step", "pace", "so_far", "skip", "follows", "ink",
]  # fmt: skip

GROUPS: tuple[Group, ...] = ("picture", "film", "page", "report", "data", "sources")


def _of(*names: Choice) -> frozenset[Choice]:
    return frozenset(names)


_VIEW = _of("area", "time", "known", "filter")
_MAP = _VIEW | _of("theme", "language", "caption")
_CHOICES: dict[Group, frozenset[Choice]] = {
    "picture": _MAP | _of("scale", "maps"),
    "film": (_MAP - _of("time")) | _of("size", "scale", "span", "step", "pace", "so_far", "skip", "follows"),
    "page": _MAP | _of("passages", "tour"),
    "report": _VIEW | _of("language"),
    "data": _VIEW,
    "sources": _VIEW,
}
_PAPER = _of("paper", "dpi")
#: What is printed is light unless a person says otherwise, whatever pictures on screens are.
_PRINTED = (_CHOICES["picture"] - _of("theme")) | _PAPER | _of("ink")


@dataclass(frozen=True, slots=True)
class ExportKind:
    """A kind of file by its extension, with the choices that change what is in it."""

    extension: str
    group: Group
    label: Text
    choices: frozenset[Choice]


def _film(extension: str, label: Text) -> ExportKind:
    return ExportKind(extension, "film", label, _CHOICES["film"])


_PICTURES = (
    ExportKind("png", "picture", Text("Picture (PNG)", "صورة PNG"), _CHOICES["picture"] | _PAPER | _of("size")),
    ExportKind("pdf", "picture", Text("PDF for print", "PDF للطباعة"), _PRINTED),
)
_FILM_LABELS = (
    Text("Animation (GIF)", "صورة متحركة GIF"),
    Text("Animation (WebP)", "صورة متحركة WebP"),
    Text("Film (MP4)", "فيلم MP4"),
    Text("Numbered pictures (ZIP)", "صور مرقمة (ZIP)"),
)
#: MapView's own, in the order in which they are listed.
KINDS: tuple[ExportKind, ...] = (
    *_PICTURES,
    *(_film(extension, label) for extension, label in zip(FILM_EXTENSIONS, _FILM_LABELS, strict=True)),
    *(ExportKind(one.extension, one.kind, one.label, _CHOICES[one.kind]) for one in FORMATS),
)


def all_kinds() -> tuple[ExportKind, ...]:
    """Return every kind, those of other packages too."""
    return KINDS + tuple(
        ExportKind(name, "data", Text(f"{name.upper()} (added)", f"{name.upper()} (مضاف)"), _CHOICES["data"])
        for name in added_extensions()
        if name not in {kind.extension for kind in KINDS}
    )
