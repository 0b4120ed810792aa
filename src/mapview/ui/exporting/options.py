"""The choices of an export as a form, of which it shows those that the chosen kind of file has."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from mapview.domain.dates import iso
from mapview.domain.filters import Filter
from mapview.domain.snapshot import PAPER_SIZES
from mapview.errors import BadInputError
from mapview.render.texts import span_words
from mapview.ui.clocks.saved_views import bookmarks
from mapview.ui.exporting.choices import Choices, has_several_maps, reach
from mapview.ui.exporting.kinds import Choice, ExportKind
from mapview.ui.session import Session
from mapview.ui.widgets.theme import M, S
from mapview.ui.widgets.words import isolated

SIZES = ((1600, 1000), (1920, 1080), (1080, 1350), (2048, 2048), (3840, 2160), (7680, 4320))
SCALES = (1.0, 1.5, 2.0, 3.0, 4.0)
_SCALES_HERE = (0.7, 0.85, *SCALES)
_DPI = (72, 150, 300, 450, 600)
_STEPS = ("", "1d", "7d", "14d", "1m", "3m", "1y")
_MAPS = (2, 3, 4, 6, 8, 9, 12, 16, 24)
_PACES = (1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 24.0)


class OptionsForm(QWidget):
    """Everything that can be chosen."""

    changed = Signal()

    def __init__(self, session: Session, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kind: ExportKind | None = None
        self._rows: dict[Choice, QWidget] = {}
        self.form = QFormLayout(self)
        self.form.setContentsMargins(M, M, M, M)
        self.form.setSpacing(S)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._look()
        self._view()
        self._page_and_film()
        self._align()
        self.fill(choices)
        for field in self.findChildren(QComboBox):
            field.currentIndexChanged.connect(self._tell)
        for box in self.findChildren(QCheckBox):
            box.toggled.connect(self._tell)
        for line in (self.own_paper, self.caption, self.begin, self.end):
            line.textEdited.connect(self._tell)

    def show_kind(self, kind: ExportKind) -> None:
        """Show the choices that a kind of file has."""
        self._kind = kind
        self._fill_sizes(kind)
        for name, row in self._rows.items():
            self.form.setRowVisible(row, name in kind.choices)
        session = self._session
        self.form.setRowVisible(self.filters, "filter" in kind.choices and session.filter != Filter())
        self.form.setRowVisible(self.tour, "tour" in kind.choices and bool(bookmarks(session)))
        self._follow_paper()
        self._follow_span()

    def choices(self) -> Choices:
        """Return what is chosen."""
        size, paper = Choices().size, ""
        chosen = self.sizes.currentData()
        if isinstance(chosen, str):
            paper = chosen
        elif chosen is not None:
            size = tuple(chosen)
        return Choices(
            size=size,
            scale=self.scale.currentData(),
            paper=paper,
            paper_mm=self.own_paper.text().strip(),
            dpi=self.dpi.currentData(),
            maps=self.maps.currentData(),
            theme=self.theme.currentData(),
            ink=self.ink.currentData(),
            language=self.language.currentData(),
            caption=self.caption.text(),
            area=self.area.currentData(),
            all_times=self.time.currentData(),
            all_known=self.known.currentData(),
            all_claims=self.filters.currentData(),
            passages=self.passages.currentData(),
            tour=self.tour.isChecked(),
            begin=self.begin.text().strip(),
            end=self.end.text().strip(),
            step=self.step.currentData(),
            frames_per_second=self.pace.currentData(),
            so_far=self.so_far.isChecked(),
            skip_unchanged=self.skip.isChecked(),
            known_follows=self.follows.isChecked(),
        )

    def fill(self, choices: Choices) -> None:
        """Show what is chosen; what cannot be chosen here stays as it is."""
        self._chosen = choices
        for field, value in (
            (self.scale, choices.scale), (self.dpi, choices.dpi), (self.theme, choices.theme),
            (self.ink, choices.ink), (self.language, choices.language), (self.area, choices.area),
            (self.time, choices.all_times), (self.known, choices.all_known), (self.filters, choices.all_claims),
            (self.passages, choices.passages), (self.step, choices.step), (self.maps, choices.maps),
            (self.pace, choices.frames_per_second),
        ):  # fmt: skip
            at = field.findData(value)
            if at >= 0:
                field.setCurrentIndex(at)
        self.own_paper.setText(choices.paper_mm)
        self.caption.setText(choices.caption)
        self.begin.setText(choices.begin)
        self.end.setText(choices.end)
        for box, on in (
            (self.tour, choices.tour), (self.so_far, choices.so_far), (self.skip, choices.skip_unchanged),
            (self.follows, choices.known_follows),
        ):  # fmt: skip
            box.setChecked(on)

    def _look(self) -> None:
        self.sizes = self._combo("size", self.tr("&Size"))
        self.own_paper = QLineEdit(self)
        self.own_paper.setPlaceholderText("180 x 120")
        self.form.addRow(self.tr("&Width x height, mm"), self.own_paper)
        self.dpi = self._combo("dpi", self.tr("&Dots per inch"), [(f"{dpi}", dpi) for dpi in _DPI])
        self.scale = self._combo(
            "scale", self.tr("Text and mar&ks"), [(f"{scale:g}×", scale) for scale in _SCALES_HERE]
        )
        maps = [(self.tr("one map"), 1)]
        maps += [(self.tr("{} maps, evenly in time").format(count), count) for count in _MAPS]
        self.maps = self._combo("maps", self.tr("&Maps"), maps)
        themes = [(self.tr("light"), "light"), (self.tr("dark"), "dark")]
        self.theme = self._combo("theme", self.tr("&Theme"), themes)
        self.ink = self._combo("ink", self.tr("&Theme"), themes)
        self.language = self._combo("language", self.tr("&Language"), [("English", "en"), ("العربية", "ar")])
        self.caption = QLineEdit(self)
        self.caption.setPlaceholderText(self.tr("Said with it, in any language"))
        self.caption.setClearButtonEnabled(True)
        self._row("caption", self.tr("&Caption"), self.caption)

    def _view(self) -> None:
        session = self._session
        areas = [(self.tr("as on the map"), "seen"), (self.tr("all places"), "all")]
        if session.focus is not None and session.focus.kind == "place":
            name = session.project.places[session.focus.id].names.in_language(session.language)
            areas.append((self.tr("around {}").format(isolated(name)), "place"))
        self.area = self._combo("area", self.tr("&Area"), areas)
        at = span_words(session.at, "en")
        self.time = self._combo(
            "time", self.tr("E&vent time"), [(self.tr("as shown: {}").format(at), False), (self.tr("all times"), True)]
        )
        known = self.tr("everything") if session.known is None else str(iso(session.known))
        self.known = self._combo(
            "known",
            self.tr("&Known on"),
            [(self.tr("as shown: {}").format(known), False), (self.tr("everything published"), True)],
        )
        self.filters = self._combo(
            "filter", self.tr("&Filter"), [(self.tr("as shown"), False), (self.tr("all claims"), True)]
        )

    def _page_and_film(self) -> None:
        project, file = self._session.project, self._session.file
        words = [(self.tr("none"), "none"), (self.tr("a cue of five words"), "cue")]
        if {source.sha256 for source in project.sources.values()} & file.document_hashes():
            words.append((self.tr("whole passages"), "whole"))
        self.passages = self._combo("passages", self.tr("Report &texts"), words)
        self.tour = self._box("tour", self.tr("A t&our of the saved views"))
        self.begin, self.end = QLineEdit(self), QLineEdit(self)
        self.begin.setAccessibleName(self.tr("First day of the film"))
        self.end.setAccessibleName(self.tr("Last day of the film"))
        span = QWidget(self)
        row = QHBoxLayout(span)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.begin, 1)
        row.addWidget(self.end, 1)
        self._row("span", self.tr("Fro&m and to"), span)
        names = {
            "": self.tr("about a hundred frames"), "1d": self.tr("a day"), "7d": self.tr("a week"),
            "14d": self.tr("two weeks"), "1m": self.tr("a month"), "3m": self.tr("three months"),
            "1y": self.tr("a year"),
        }  # fmt: skip
        self.step = self._combo("step", self.tr("Ste&p"), [(names[step], step) for step in _STEPS])
        self.pace = self._combo("pace", self.tr("F&rames a second"), [(f"{pace:g}", pace) for pace in _PACES])
        self.so_far = self._box("so_far", self.tr("Each frame shows all claims s&o far"))
        self.skip = self._box("skip", self.tr("Leave out &unchanged frames"))
        self.follows = self._box("follows", self.tr("Sources appear as they become kno&wn"))

    def _fill_sizes(self, kind: ExportKind) -> None:
        chosen = self.sizes.currentData() if self.sizes.count() else (self._chosen.paper or self._chosen.size)
        blocker = QSignalBlocker(self.sizes)
        self.sizes.clear()
        if "size" in kind.choices:
            for width, height in SIZES:
                self.sizes.addItem(self.tr("{} × {} pixels").format(width, height), [width, height])
        if "paper" in kind.choices:
            for name, (across, along) in PAPER_SIZES.items():
                words = name.replace("-landscape", self.tr(" landscape")).capitalize()
                self.sizes.addItem(self.tr("{}, {:g} × {:g} mm").format(words, across, along), name)
            self.sizes.addItem(self.tr("Paper of your own"), "own")
        self._rows["size"] = self.sizes
        wanted = list(chosen) if isinstance(chosen, tuple) else chosen
        for data in (wanted, "a4-landscape" if "size" not in kind.choices else list(SIZES[0])):
            if (at := self.sizes.findData(data)) >= 0:
                self.sizes.setCurrentIndex(at)
                break
        del blocker

    def _align(self) -> None:
        """Let fields begin at one place whichever of them a kind of file has."""
        labels = [label for row in self._rows.values() if (label := self.form.labelForField(row)) is not None]
        widest = max(label.sizeHint().width() for label in labels)
        for label in labels:
            label.setMinimumWidth(widest)

    def _follow_span(self) -> None:
        """Name the days that a film, or several maps, take if a person names none."""
        kind, choices = self._kind, self.choices()
        is_asked = kind is not None and ("span" in kind.choices or has_several_maps(choices, kind))
        self.form.setRowVisible(self._rows["span"], is_asked)
        with suppress(BadInputError):
            days = reach(self._session, replace(choices, begin="", end=""))
            for line, day in zip((self.begin, self.end), days, strict=True):
                line.setPlaceholderText(str(iso(day)))

    def _follow_paper(self) -> None:
        kind, chosen = self._kind, self.sizes.currentData()
        is_paper = kind is not None and "paper" in kind.choices and isinstance(chosen, str)
        self.form.setRowVisible(self.sizes, kind is not None and bool({"size", "paper"} & kind.choices))
        self.form.setRowVisible(self.own_paper, is_paper and chosen == "own")
        self.form.setRowVisible(self.dpi, is_paper)

    def _tell(self) -> None:
        self._follow_paper()
        self._follow_span()
        self.changed.emit()

    def _combo(self, name: Choice, label: str, items: Sequence[tuple[str, object]] = ()) -> QComboBox:
        field = QComboBox(self)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(12)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for words, data in items:
            field.addItem(words, data)
        self._row(name, label, field)
        return field

    def _box(self, name: Choice, label: str) -> QCheckBox:
        box = QCheckBox(label, self)
        self.form.addRow(box)
        self._rows[name] = box
        return box

    def _row(self, name: Choice, label: str, field: QWidget) -> None:
        self.form.addRow(label, field)
        self._rows[name] = field
