"""The form of a place: found in the gazetteer, placed on the map, or given by its coordinates."""

from collections.abc import Iterator
from dataclasses import replace
from math import cos, radians
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mapview.domain.changes import Kind, Put
from mapview.domain.drafts import PlaceDraft
from mapview.domain.model import PLACE_KINDS, Place, PlaceKind, Text
from mapview.domain.rules import place_faults
from mapview.errors import BadInputError
from mapview.gazetteer.alike import alike
from mapview.gazetteer.coordinates import read_radius, write_radius
from mapview.gazetteer.index import Entry
from mapview.gazetteer.naming import free_id
from mapview.ui.forms.fields.choice import Choice, Option, WordChoice
from mapview.ui.forms.fields.texts import Area, BothLanguages, Line
from mapview.ui.forms.form import Edit, Form
from mapview.ui.forms.options import place_options
from mapview.ui.forms.place_ids import entry_ids, id_lines, parent_of, read_ids, wrong_line
from mapview.ui.forms.place_point import PointField
from mapview.ui.forms.place_search import PlaceSearch
from mapview.ui.forms.row import Problem
from mapview.ui.map.messages import Handle
from mapview.ui.map.sketch import Drawing
from mapview.ui.session import Session
from mapview.ui.widgets.theme import XS
from mapview.ui.widgets.words import isolated, kind_words

#: A point that is clicked is as good as this many pixels of the map.
_CLICK_PX = 6
_M_PER_PX = 156_543.03  # at the equator at zoom 0, 256-pixel tiles


class PlaceForm(Form):
    """Edits a place, or makes one out of a draft."""

    kind: Kind | None = "places"

    def __init__(self, session: Session, what: Place | PlaceDraft, parent: QWidget | None = None) -> None:
        place = what if isinstance(what, Place) else None
        super().__init__(session, "", place, parent)
        self._owner = f"place form {id(self)}"
        #: What was filled in from elsewhere, by field; another such value replaces it, nothing that was typed.
        self._filled: dict[QWidget, str] = {}
        self._twin: Place | None = None
        self._make_fields()
        self._make_rows()
        self.refill()
        self._show(what)
        self._wire()
        self.begin()
        if place is None and what.lat is None and what.names.in_language("en"):
            self._find(what.names)

    def contents(self) -> object:
        """Return what is typed."""
        return (
            self.names.value(), self.kind_field.value(), self.point.line.value(), self.radius.value(),
            self.origin.value(), self.parent_field.contents(), self.aliases.value(), self.ids.value(),
            self.note.value(),
        )  # fmt: skip

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        names = self.names.value()
        if not (names.en or names.ar):
            yield Problem(self.names_row, self.tr("Name it in one language or both."), missing=True)
        if self.kind_field.value() is None:
            yield Problem(self.kind_row, self.tr("Say what kind of place it is."), missing=True)
        said = self.point.problem()
        if said:
            yield Problem(self.point_row, said, missing=not self.point.line.value())
        yield from self._radius_problems()
        if not self.origin.value():
            yield Problem(self.origin_row, self.tr("Say where the coordinates come from."), missing=True)
        if self.parent_field.typed and self.parent_field.value() is None:
            yield Problem(self.parent_row, self.tr("The timeline has no such place: choose one, or leave it empty."))
        wrong = wrong_line(self.ids.value())
        if wrong:
            words = self.tr("“{}” is no id: write the gazetteer, a colon and the id, as in wikidata: Q796.")
            yield Problem(self.ids_row, words.format(isolated(wrong)))
        yield from self._faults()

    def change(self) -> Edit:
        """Return the place put in."""
        place = self._place()
        assert place is not None, "asked for only if nothing is wrong"  # noqa: S101
        name = isolated(place.names.in_language(self.session.language))
        label = self.tr("new place {}")
        if isinstance(self.original, Place):
            moved = replace(self.original, lat=place.lat, lon=place.lon, coordinates_from=place.coordinates_from)
            label = self.tr("move of {}") if place == moved else self.tr("edit of {}")
        return Edit(Put(place), label.format(name), place.id)

    def refill(self) -> None:
        """Offer the places and kinds of the present project, in its language."""
        language = self.session.language
        own = self.original.id if self.original is not None else None
        self.parent_field.offer(place_options(self.session, without=own))
        self.kind_field.offer([Option(kind, kind_words(kind, language).capitalize()) for kind in PLACE_KINDS])
        self._say_title()

    def reload(self) -> None:
        """Show the place as it is now."""
        if isinstance(self.original, Place):
            self._show(self.original)

    def dress(self) -> None:
        """Take another theme or language."""
        self.point.dress()
        self.search.dress()
        super().dress()

    def cancel(self) -> None:
        """Give up aiming, else the form."""
        if self.point.aim.isChecked():
            self.point.aim.setChecked(False)
        else:
            super().cancel()

    def focus_first(self) -> None:
        """Start a new place in the gazetteer, unless its point is known."""
        if self.original is None and self.point.point() is None:
            self.search.field.setFocus()
        else:
            super().focus_first()

    def look_again(self) -> None:
        """Judge what is typed, and show it on the map."""
        super().look_again()
        self.point_row.say(self.point.words())
        self._look_for_twin()
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Draw on the map what is being edited."""
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Take it off the map."""
        super().hideEvent(event)
        self.point.aim.setChecked(False)
        self.session.sketch.clear(self._owner)

    # -- making ---------------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        self.search = PlaceSearch(self.session)
        self.names = BothLanguages()
        self.twin_button = QPushButton()
        self.twin_button.setAutoDefault(False)
        self.twin_button.hide()
        self.kind_field = WordChoice()
        self.point = PointField(self.session)
        self.radius = Line(prompt=self.tr("500 m · 2.5 km"), direction=Qt.LayoutDirection.LeftToRight)
        self.origin = Line(prompt=self.tr("A gazetteer, a map, a report"))
        self.parent_field = Choice(prompt=self.tr("A city, a governorate, a country"))
        self.aliases = Area(prompt=self.tr("One on each line"), lines=(1, 6))
        self.ids = Area(prompt="wikidata: Q796", lines=(1, 5), direction=Qt.LayoutDirection.LeftToRight)
        self.note = Area(lines=(1, 6))

    def _make_rows(self) -> None:
        self.search_row = self.add(self.tr("Find in the gazetteer"), self.search)
        named = QWidget()
        column = QVBoxLayout(named)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addWidget(self.names)
        column.addWidget(self.twin_button, 0, Qt.AlignmentFlag.AlignLeft)
        named.setFocusProxy(self.names)
        self.names_row = self.add(self.tr("Name"), named)
        self.names.setAccessibleName(self.tr("Name"))
        self.kind_row = self.add(self.tr("Kind"), self.kind_field)
        self.point_row = self.add(self.tr("Coordinates"), self.point)
        self.radius_row = self.add(self.tr("Precision: it lies within"), self.radius)
        self.origin_row = self.add(self.tr("Coordinates from"), self.origin)
        self.parent_row = self.add(self.tr("Lies in"), self.parent_field)
        self.aliases_row = self.add(self.tr("Other spellings"), self.aliases)
        self.ids_row = self.add(self.tr("Ids in gazetteers"), self.ids)
        self.note_row = self.add(self.tr("Note"), self.note)

    def _wire(self) -> None:
        sketch = self.session.sketch
        for field in (self.names, self.radius, self.origin, self.parent_field, self.aliases, self.ids, self.note):
            field.changed.connect(self.look_again)
        self.names.changed.connect(self._say_title)
        self.kind_field.chosen.connect(self.look_again)
        self.point.typed.connect(self._take_typed)
        self.point.aim_asked.connect(lambda _on: self._draw())
        self.search.moved.connect(self._draw)
        self.search.shown.connect(sketch.look_at)
        self.search.taken.connect(self._take_entry)
        self.twin_button.clicked.connect(self._use_twin)
        sketch.ghost_clicked.connect(self._take_ghost)
        sketch.pointed.connect(self._take_point)
        sketch.dragged.connect(self._take_drag)
        sketch.left.connect(self._stop_aiming)
        self.key("Ctrl+M", self.point.aim.toggle)

    def _show(self, what: Place | PlaceDraft) -> None:
        self.names.set_value(what.names)
        self.kind_field.set_value(what.kind)
        if what.lat is None or what.lon is None:
            self.point.clear()
        else:
            self.point.set_point(what.lat, what.lon)
        self.radius.set_value("" if what.precision_m is None else write_radius(what.precision_m))
        self.origin.set_value(what.coordinates_from)
        self.aliases.set_value("\n".join(what.aliases))
        self.ids.set_value(id_lines(what.ids))
        if isinstance(what, Place):
            self.parent_field.set_value(what.parent)
            self.note.set_value(what.note)
        self._say_title()

    def _find(self, names: Text) -> None:
        name = names.in_language(self.session.language)
        self.search.field.set_value(name)
        self.search.search(name)

    def _say_title(self) -> None:
        name = self.names.value().in_language(self.session.language)
        if isinstance(self.original, Place):
            name = name or self.original.id
            self.take_text(self.tr("Place: {}").format(isolated(name)))
        else:
            self.take_text(self.tr("New place: {}").format(isolated(name)) if name else self.tr("New place"))

    # -- what is typed, as a place --------------------------------------------------------------------------------

    def _place(self) -> Place | None:
        """Return the place as it is typed; None as long as that is none."""
        point, kind, names = self.point.point(), self.kind_field.value(), self.names.value()
        try:
            radius = read_radius(self.radius.value())
        except BadInputError:
            radius = None
        if point is None or kind is None or radius is None or not (names.en or names.ar):
            return None
        aliases = [line.strip() for line in self.aliases.value().splitlines()]
        return Place(
            id=self.original.id if self.original else free_id(names, self.session.project.places, "place"),
            names=names,
            kind=cast("PlaceKind", kind),
            lat=point[0],
            lon=point[1],
            precision_m=radius,
            coordinates_from=self.origin.value(),
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias)),
            ids=read_ids(self.ids.value()),
            parent=self.parent_field.value(),
            note=self.note.value(),
        )

    def _radius_problems(self) -> Iterator[Problem]:
        try:
            read_radius(self.radius.value())
        except BadInputError as error:
            yield Problem(self.radius_row, str(error), missing=not self.radius.value())

    def _faults(self) -> Iterator[Problem]:
        place = self._place()
        if place is None:
            return
        rows = {"lat": self.point_row, "lon": self.point_row, "precision_m": self.radius_row, "kind": self.kind_row}
        places = {**self.session.project.places, place.id: place}
        for fault in place_faults(place, replace(self.session.project, places=places)):
            yield Problem(rows.get(fault.key, self.parent_row), f"{fault.message[0].upper()}{fault.message[1:]}.")

    # -- what comes from the gazetteer and the map ----------------------------------------------------------------

    def _take_entry(self, entry: Entry) -> None:
        names = self.names.value()
        found = Text(entry.names.get("en", ""), entry.names.get("ar", ""))
        self._fill_in(self.names.en, found.en)
        self._fill_in(self.names.ar, found.ar)
        self.kind_field.set_value(entry.kind)
        self.point.set_point(entry.lat, entry.lon)
        self.radius.set_value(write_radius(entry.precision_m))
        self._filled[self.radius] = self.radius.value()
        self.origin.set_value(entry.coordinates_from)
        self._filled[self.origin] = self.origin.value()
        self.ids.set_value(id_lines({**read_ids(self.ids.value()), **entry_ids(entry)}))
        now = self.names.value()
        spellings = (*self.aliases.value().splitlines(), names.en, names.ar, found.en, found.ar, *entry.aliases)
        kept = [name for name in spellings if name and name not in {now.en, now.ar}]
        self.aliases.set_value("\n".join(dict.fromkeys(kept)))
        if not self.parent_field.typed:
            self.parent_field.set_value(parent_of(entry, self.session.project))
        self.point.aim.setChecked(False)
        self.session.sketch.look_at.emit(entry.lat, entry.lon)
        self.look_again()
        self.names.en.setFocus()

    def _fill_in(self, field: Line | Area, text: str) -> None:
        if text and (not field.value() or field.value() == self._filled.get(field)):
            field.set_value(text)
            self._filled[field] = text

    def _take_ghost(self, owner: str, index: int) -> None:
        if owner == self._owner:
            self.search.take(index)

    def _take_point(self, owner: str, lat: float, lon: float) -> None:
        if owner == self._owner:
            self.point.aim.setChecked(False)
            self._put_on_map(lat, lon)
            self.point.line.setFocus()

    def _take_drag(self, owner: str, lat: float, lon: float, done: bool) -> None:
        if owner != self._owner:
            return
        if done:
            self._put_on_map(lat, lon)
        else:
            self.point.set_point(round(lat, 6), round(lon, 6))
            self.point_row.say(self.point.words())

    def _put_on_map(self, lat: float, lon: float) -> None:
        self.search.close_list()
        self.point.set_point(round(lat, 6), round(lon, 6))
        self._fill_origin(self.tr("placed on the map"))
        frame = self.session.frame
        if frame is not None:
            metres = _CLICK_PX * _M_PER_PX * cos(radians(lat)) / 2**frame.zoom
            self._fill_radius(metres)
        self.look_again()

    def _take_typed(self) -> None:
        reading = self.point.reading
        if reading is not None:
            self._fill_radius(reading.precision_m)
            self._fill_origin(self.tr("given as {}").format(self.point.line.value()))
            self.session.sketch.look_at.emit(reading.lat, reading.lon)
        self.look_again()

    def _fill_radius(self, metres: float) -> None:
        self._replace(self.radius, write_radius(max(1.0, float(f"{metres:.1g}"))))

    def _fill_origin(self, words: str) -> None:
        self._replace(self.origin, words)

    def _replace(self, field: Line, words: str) -> None:
        """Write into a field what follows from the point, unless something was typed there."""
        if isinstance(self.original, Place) and field not in self._filled:
            # What a place had belongs to the point that it had.
            self._filled[field] = field.value() if field is self.origin else ""
        self._fill_in(field, words)

    def _look_for_twin(self) -> None:
        place = None if self.original is not None else self._place()
        self._twin = alike(place, self.session.project.places.values()) if place is not None else None
        self.twin_button.setVisible(self._twin is not None)
        if self._twin is not None:
            name = isolated(self._twin.names.in_language(self.session.language))
            self.twin_button.setText(self.tr("It is there already: use {}").format(name))

    def _use_twin(self) -> None:
        if self._twin is not None:
            self.saved.emit(self._twin.id)

    # -- on the map -----------------------------------------------------------------------------------------------

    def _stop_aiming(self, owner: str) -> None:
        if owner == self._owner:
            self.point.aim.setChecked(False)
            self.point.line.setFocus()

    def _draw(self) -> None:
        if not self.isVisible() or self.session.file.read_only:
            return
        point = self.point.point()
        name = self.names.value().in_language(self.session.language)
        try:
            radius = read_radius(self.radius.value())
        except BadInputError:
            radius = 0.0
        ghosts = self.search.ghosts
        self.session.sketch.draw(
            self._owner,
            Drawing(
                ghosts,
                self.search.chosen if ghosts else None,
                None if point is None else Handle(*point, radius, name or self.tr("The new place")),
                self._hint(name) if self.point.aim.isChecked() else None,
            ),
        )

    def _hint(self, name: str) -> str:
        if not name:
            return self.tr("Click where the place lies. Esc to stop.")
        return self.tr("Click where {} lies. Esc to stop.").format(isolated(name))
