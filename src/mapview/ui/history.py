"""The history of a project: what was done and when, what each step changed, and going back to any of them."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.dates import from_date
from mapview.errors import MapviewError
from mapview.render.texts import day_words, in_digits
from mapview.store.history import Step
from mapview.ui.history_words import EntityChange, told
from mapview.ui.importing.many_moves import ManyMoves
from mapview.ui.session import Session
from mapview.ui.widgets import words
from mapview.ui.widgets.theme import COLOURS, XS, L, M, S, quiet_font, text_font

_STEP_ROLE = Qt.ItemDataRole.UserRole + 1
_AT_ONCE = 200
_ROW_PX = 46
#: Of a large import, so many things are told.
_MOST_TOLD = 60
_SIGN_PX = 18

Index = QModelIndex | QPersistentModelIndex


class StepsModel(QAbstractListModel):
    """Steps from the newest to the oldest, read on as one scrolls; below them the beginning."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._whole = False
        self.steps: list[Step | None] = []
        self.refill()

    def refill(self) -> None:
        """Read the newest steps again."""
        self.beginResetModel()
        self.steps, self._whole = [], False
        self._read(max(_AT_ONCE, 1))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of steps read so far, the beginning among them."""
        return 0 if parent.isValid() else len(self.steps)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802
        """Whether there are older steps."""
        return not parent.isValid() and not self._whole

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002, N802
        """Read older steps."""
        before = len(self.steps)
        found = self._older(_AT_ONCE)
        self.beginInsertRows(QModelIndex(), before, before + len(found) - 1)
        self.steps += found
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a step, what it is called, or what a screen reader says of it."""
        step = self.steps[index.row()]
        if role == _STEP_ROLE:
            return step
        if role == Qt.ItemDataRole.DisplayRole:
            return self.label(step)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("done") if self.is_done(step) else self.tr("undone")
            return ", ".join(part for part in (self.label(step), self.when(step), state) if part)
        return None

    def label(self, step: Step | None) -> str:
        """Return what a step did."""
        if step is None:
            return self.tr("The beginning")
        count = step.claims_added + step.claims_changed
        return self.tr("{}, {} claims").format(step.label, f"{count:,}") if count else step.label

    def when(self, step: Step | None) -> str:
        """Return when a step was done, in local time."""
        return "" if step is None else local_time(step.at, self._session)

    def is_done(self, step: Step | None) -> bool:
        """Whether a step stands."""
        return step is None or step.state == "done"

    def present(self) -> int:
        """Return the row of the step that was done last and stands."""
        return next(row for row, step in enumerate(self.steps) if self.is_done(step))

    def _read(self, count: int) -> None:
        self.steps += self._older(count)
        while not any(self.is_done(step) for step in self.steps):
            self.steps += self._older(count)

    def _older(self, count: int) -> list[Step | None]:
        last = self.steps[-1] if self.steps else None
        steps = self._session.file.steps(count, None if last is None else last.number)
        self._whole = len(steps) < count
        # What was undone and overtaken by another edit cannot be gone to.
        found: list[Step | None] = [step for step in steps if step.state != "dropped"]
        return [*found, None] if self._whole else found


class StepPainter(QStyledItemDelegate):
    """Paints a step on two lines beside the thread of what stands; undone ones are quiet."""

    def __init__(self, session: Session, model: StepsModel, parent: QListView) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return the size of a row."""
        return QSize(200, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        colours, model = COLOURS[self._session.theme], self._model
        step, box = model.steps[index.row()], QRectF(option.rect)
        done, present = model.is_done(step), index.row() == model.present()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(colours.accent), 1.5) if self._list.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), XS, XS)
        x, y = box.left() + S + _SIGN_PX / 2, box.center().y()
        ink = QColor(colours.accent if done else colours.line)
        painter.setPen(QPen(ink, 1.5))
        painter.drawLine(int(x), int(box.top()), int(x), int(box.bottom()))
        painter.setBrush(ink if present else QColor(colours.panel))
        painter.drawEllipse(QRectF(x - 5, y - 5, 10, 10))
        room = box.adjusted(S + _SIGN_PX + M, 0, -S, 0)
        lines = (
            (model.label(step), text_font(bold=present), colours.text if done else colours.quiet, 5.0, 20.0),
            (self._second(step, done=done, present=present), quiet_font(), colours.quiet, 24.0, 18.0),
        )
        for said, font, colour, top, height in lines:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetricsF(font).elidedText(said, Qt.TextElideMode.ElideRight, room.width())
            line = QRectF(room.left(), box.top() + top, room.width(), height)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    def _second(self, step: Step | None, *, done: bool, present: bool) -> str:
        state = self.tr("the project stands here") if present else "" if done else self.tr("undone")
        return " · ".join(part for part in (self._model.when(step), state) if part)


class HistoryDialog(QDialog):
    """Steps beside what the chosen one changed. Going to a step undoes what came after it, or does it again."""

    #: Something went wrong, in a sentence.
    refused = Signal(str)

    def __init__(self, session: Session, moves: ManyMoves, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        #: Goes over edits of very many claims, in the background.
        self._moves = moves
        self._is_going = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("History"))
        self.resize(900, 560)
        self.steps = QListView(self)
        self.steps.setAccessibleName(self.tr("Steps, the newest first"))
        self.model = StepsModel(session, self)
        self.steps.setModel(self.model)
        self.steps.setItemDelegate(StepPainter(session, self.model, self.steps))
        self.steps.setUniformItemSizes(True)
        self.steps.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())
        self.steps.activated.connect(lambda _index: self.go())
        self._build()
        session.project_changed.connect(self._follow)
        moves.under_way.connect(self._say_under_way)
        moves.moved.connect(self._go_on)
        moves.finished.connect(self._settle)
        moves.failed.connect(self._say_failed)
        self._choose(self.model.present())
        self.steps.setFocus()

    def _build(self) -> None:
        self.details = QLabel(self)
        self.details.setTextFormat(Qt.TextFormat.RichText)
        self.details.setWordWrap(True)
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.details.setContentsMargins(L, M, L, M)
        self.details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.details.setAccessibleName(self.tr("What the step changed"))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self.details)
        halves = QSplitter(self)
        halves.addWidget(self.steps)
        halves.addWidget(area)
        halves.setSizes([380, 520])
        halves.setChildrenCollapsible(False)
        self.go_button = QPushButton(self)
        self.go_button.clicked.connect(self.go)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.go_button)
        row.addStretch(1)
        row.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addWidget(halves, 1)
        layout.addLayout(row)

    def go(self) -> None:
        """Undo or do again until the chosen step is the last that stands."""
        row = self.steps.currentIndex().row()
        away = self.model.present() - row
        if row < 0 or not away or self._session.file.read_only or self._moves.busy:
            return
        try:
            self._is_going = self._session.move(away) < abs(away)
            if self._is_going:
                self._moves.start("undo" if away < 0 else "redo")
                self._tell()
        except MapviewError as error:
            self._say_failed(str(error))

    def _go_on(self) -> None:
        if self._is_going:
            self.go()

    def _settle(self) -> None:
        self._is_going = self._is_going and self._moves.busy
        self._tell()

    def _say_failed(self, why: str) -> None:
        self._settle()
        self.details.setText(words.as_tip(why))
        self.refused.emit(why)

    def _say_under_way(self, said: str) -> None:
        self.go_button.setText(said.replace("&", "&&"))
        self.go_button.setEnabled(False)

    def _follow(self) -> None:
        """Show the steps as they stand now, the same one chosen if it is still there."""
        chosen = self.model.steps[self.steps.currentIndex().row()] if self.steps.currentIndex().isValid() else None
        number = None if chosen is None else chosen.number
        self.model.refill()
        rows = [row for row, step in enumerate(self.model.steps) if (None if step is None else step.number) == number]
        self._choose(rows[0] if rows else self.model.present())

    def _choose(self, row: int) -> None:
        self.steps.setCurrentIndex(self.model.index(row))
        self.steps.scrollTo(self.model.index(row))
        self._tell()

    def _tell(self) -> None:
        """Say what the chosen step changed, and what going there does."""
        row = self.steps.currentIndex().row()
        away = self.model.present() - row
        if away < 0:
            said = self.tr("&Go back to here: undoes {}").format(-away)
        elif away > 0:
            said = self.tr("&Go to here: does {} again").format(away)
        else:
            said = self.tr("The project stands here")
        self.go_button.setText(said)
        self.go_button.setEnabled(bool(away) and not self._session.file.read_only and not self._moves.busy)
        step = self.model.steps[row] if row >= 0 else None
        if step is None:
            self.details.setText(words.as_tip(self.tr("The project as it was before the first edit.")))
            return
        try:
            change, inverse = self._session.file.changes_of(step.number)
        except MapviewError as error:
            self.details.setText(words.as_tip(str(error)))
            return
        session = self._session
        changes = told(change, inverse, session.project, session.language)
        shown = list(islice(changes, _MOST_TOLD))
        more = sum(1 for _ in changes)
        colours = COLOURS[session.theme]
        parts = [f"<p>{escape(said)}</p>" for said in self._many(step)]
        parts += [_block(one, self._action(one), colours.quiet) for one in shown]
        if more:
            parts.append(f"<p>{escape(self.tr('and {} more').format(more))}</p>")
        self.details.setText("<qt>" + "".join(parts) + "</qt>")

    def _many(self, step: Step) -> Iterator[str]:
        """Yield what a step did with very many claims, which are not told one by one."""
        if step.claims_added:
            yield self.tr("{} claims added").format(f"{step.claims_added:,}")
        if step.claims_changed:
            yield self.tr("{} claims changed").format(f"{step.claims_changed:,}")

    def _action(self, change: EntityChange) -> str:
        if change.action == "added":
            return self.tr("{} added").format(change.kind)
        return (self.tr("{} deleted") if change.action == "deleted" else self.tr("{} changed")).format(change.kind)


def local_time(at: str, session: Session) -> str:
    """Return a moment, ISO 8601, in words of the local time."""
    moment = datetime.fromisoformat(at).astimezone()
    day = day_words(from_date(moment.date()), session.language)
    return f"{day}, {in_digits(f'{moment:%H:%M}', session.language)}"


def _block(change: EntityChange, action: str, quiet: str) -> str:
    """Return what happened to one thing as HTML; every text is escaped and keeps its own direction."""
    rows = []
    for field in change.fields:
        before = f'<s><font color="{quiet}">{_text(field.before)}</font></s>' if field.before else ""
        # Cells of their own keep the order whatever the direction of the texts.
        arrow = "→" if field.before and field.after else ""
        rows.append(
            f'<tr><td style="padding-right: 12px"><font color="{quiet}">{_text(field.name)}</font></td>'
            f"<td>{before}</td><td>{arrow}</td><td>{_text(field.after)}</td></tr>"
        )
    said = f'<font color="{quiet}">{_text(action)}</font><br><b>{_text(change.title)}</b>'
    head = f'<p style="margin-bottom: 4px">{said}</p>'
    return f"{head}<table cellspacing='0' cellpadding='3'>{''.join(rows)}</table>"


def _text(text: str) -> str:
    return escape(words.isolated(text)) if text else ""
