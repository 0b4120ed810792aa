"""Colours, sizes and the style of the window, in light and dark."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from mapview.config import resource_path
from mapview.domain.model import Status
from mapview.domain.snapshot import Theme
from mapview.render.fonts import map_font

#: The spacing scale, in device-independent pixels.
XS, S, M, L, XL = 4, 8, 12, 16, 24
#: The two text sizes of a panel, in device-independent pixels.
TEXT_PX, QUIET_PX = 14, 12
#: How long a change takes to fade in.
FADE_MS = 120
_SIGNS = ("chevron-quiet", "chevron-strong", "check")


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of a theme, ``#rrggbb``; text keeps 4.5:1 or better on every ground that it stands on.

    ``badges`` are (ground, text) of a status, without the hues that the map gives to values; ``problem`` is the same
    of what went wrong; ``series`` the colours of the histogram's sources.
    """

    window: str
    panel: str
    field: str
    hover: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_ground: str
    badges: Mapping[Status, tuple[str, str]]
    neutral_badge: tuple[str, str]
    problem: tuple[str, str]
    series: tuple[str, ...]


# Okabe and Ito, "Color Universal Design" (2008), without what the ground swallows: black, and yellow on white.
_SERIES_LIGHT = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
_SERIES_DARK = ("#56B4E9", "#E69F00", "#2BB58A", "#D98DB8", "#F0E442", "#E8733A")

COLOURS: Mapping[Theme, Colours] = {
    "light": Colours(
        window="#f6f5f2",
        panel="#ffffff",
        field="#ffffff",
        hover="#eef1f5",
        line="#d9d6cf",
        text="#1c2127",
        quiet="#56606b",
        accent="#0b57d0",
        on_accent="#ffffff",
        accent_ground="#e3ecfb",
        badges={
            "disputed": ("#3d4650", "#eceef1"),
            "single-source": ("#eceef1", "#3d4650"),
            "corroborated": ("#eceef1", "#3d4650"),
            "superseded": ("#eceef1", "#3d4650"),
            "unreported": ("#eceef1", "#3d4650"),
        },
        neutral_badge=("#eceef1", "#3d4650"),
        problem=("#fbe3d6", "#8a3500"),
        series=_SERIES_LIGHT,
    ),
    "dark": Colours(
        window="#16191d",
        panel="#1e2227",
        field="#14171a",
        hover="#2a3037",
        line="#383e46",
        text="#f1f3f5",
        quiet="#aab3bd",
        accent="#8ab4f8",
        on_accent="#0d1b33",
        accent_ground="#23344f",
        badges={
            "disputed": ("#cfd5dc", "#2d333a"),
            "single-source": ("#2d333a", "#cfd5dc"),
            "corroborated": ("#2d333a", "#cfd5dc"),
            "superseded": ("#2d333a", "#cfd5dc"),
            "unreported": ("#2d333a", "#cfd5dc"),
        },
        neutral_badge=("#2d333a", "#cfd5dc"),
        problem=("#4d2410", "#ffc9a8"),
        series=_SERIES_DARK,
    ),
}


@cache
def font(px: int, *, bold: bool = False) -> QFont:
    """Return the program's font in a size; making one takes longer than laying a line out in it."""
    return map_font(px, bold=bold)


def text_font(*, bold: bool = False) -> QFont:
    """Return the font of what a panel says."""
    return font(TEXT_PX, bold=bold)


def quiet_font(*, bold: bool = False) -> QFont:
    """Return the font of what a panel adds."""
    return font(QUIET_PX, bold=bold)


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole program the colours and the fonts of a theme."""
    colours = COLOURS[theme]
    sheet = _style_sheet(colours, *(_sign(name, theme) for name in _SIGNS))
    # Every widget there is would be dressed again.
    if sheet != app.styleSheet():
        app.setFont(text_font())
        app.setPalette(_palette(colours))
        app.setStyleSheet(sheet)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.panel,
        role.AlternateBase: colours.hover,
        role.Text: colours.text,
        role.PlaceholderText: colours.quiet,
        role.Button: colours.panel,
        role.ButtonText: colours.text,
        role.BrightText: colours.text,
        role.ToolTipBase: colours.panel,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Light: colours.hover,
        role.Midlight: colours.line,
        role.Mid: colours.line,
        role.Dark: colours.line,
        role.Shadow: colours.line,
        role.Accent: colours.accent,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.quiet))
    return palette


def _sign(name: str, theme: Theme) -> str:
    """A sign of the style sheet, which can only name a file."""
    return resource_path(f"resources/icons/{name}-{theme}.svg").as_posix()


def _style_sheet(colours: Colours, arrow: str, strong_arrow: str, check: str) -> str:
    return f"""
QMainWindow, QDialog, QMessageBox {{ background: {colours.window}; }}
QMainWindow::separator {{ background: {colours.line}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {colours.accent}; }}
QMenuBar {{ background: {colours.panel}; border-bottom: 1px solid {colours.line}; padding: 2px {XS}px; }}
QMenuBar::item {{ padding: {XS}px {S}px; border-radius: {XS}px; background: transparent; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {colours.accent_ground}; }}
QMenu {{ background: {colours.panel}; border: 1px solid {colours.line}; padding: {XS}px; }}
QMenu::item {{ padding: 6px {XL}px 6px 28px; border-radius: {XS}px; }}
QMenu::item:selected {{ background: {colours.accent_ground}; color: {colours.text}; }}
QMenu::item:disabled {{ color: {colours.quiet}; }}
QMenu::indicator {{ width: 14px; height: 14px; left: 6px; }}
QMenu::indicator:checked {{ image: url("{check}"); }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMenu::separator {{ height: 1px; background: {colours.line}; margin: {XS}px {S}px; }}
QToolBar {{ background: {colours.panel}; border: none; border-bottom: 1px solid {colours.line};
  padding: {S}px {M}px; spacing: {S}px; }}
QToolBar QLabel {{ color: {colours.quiet}; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget > QWidget {{ background: {colours.panel}; }}
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ background: {colours.field}; border: 1px solid {colours.line};
  border-radius: 6px; padding: 0 {S}px; selection-background-color: {colours.accent};
  selection-color: {colours.on_accent}; min-height: 30px; }}
QLineEdit:hover, QComboBox:hover {{ border-color: {colours.quiet}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{ border: 2px solid {colours.accent};
  padding: 0 7px; min-height: 28px; }}
QLineEdit[bad="true"], QComboBox[bad="true"] {{ border: 2px solid {colours.problem[1]};
  padding: 0 7px; min-height: 28px; }}
QComboBox {{ padding-right: 22px; }}
QComboBox::drop-down {{ border: none; width: 22px; subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 12px; height: 12px; }}
QToolButton::menu-indicator {{ image: url("{strong_arrow}"); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: center right; right: 6px; }}
QComboBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QComboBox QLineEdit:focus {{ border: none; padding: 0; }}
QComboBox QAbstractItemView {{ background: {colours.panel}; border: 1px solid {colours.line}; outline: none;
  selection-background-color: {colours.accent_ground}; selection-color: {colours.text}; padding: {XS}px; }}
QPushButton, QToolButton {{ background: transparent; border: 1px solid {colours.line}; border-radius: 6px;
  padding: 5px {M}px; color: {colours.text}; }}
QToolButton {{ padding: 5px; }}
QPushButton:hover, QToolButton:hover {{ background: {colours.hover}; border-color: {colours.quiet}; }}
QPushButton:pressed, QPushButton:checked,
QToolButton:pressed, QToolButton:checked {{ background: {colours.accent_ground}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {colours.accent}; padding: 4px 11px; }}
QToolButton:focus {{ padding: 4px; }}
QPushButton:default, QToolButton[strong="true"] {{ background: {colours.accent}; color: {colours.on_accent};
  border-color: {colours.accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {colours.quiet}; border-color: {colours.line};
  background: transparent; }}
QLineEdit QToolButton, QLineEdit QToolButton:hover {{ border: none; padding: 0; background: transparent; }}
QToolButton[flat="true"] {{ border-color: transparent; }}
QToolButton[flat="true"]:focus {{ border-color: {colours.accent}; }}
QToolButton[popupMode="2"] {{ padding: 5px 24px 5px 10px; }}
QToolButton[popupMode="2"]:focus {{ padding: 4px 23px 4px 9px; }}
QToolButton[bare="true"], QToolButton[bare="true"]:focus {{ padding: 0; }}
QToolButton[bare="true"]::menu-indicator {{ image: none; width: 0; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {colours.line}; background: {colours.panel}; }}
QTabBar {{ background: {colours.panel}; }}
QTabBar::tab {{ background: transparent; color: {colours.quiet}; padding: {S}px {M}px; border: none;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {colours.text}; }}
QTabBar::tab:selected {{ color: {colours.text}; border-bottom: 2px solid {colours.accent}; }}
QTabBar::tab:focus {{ color: {colours.accent}; }}
QListView, #entries {{ background: {colours.panel}; border: none; outline: none; }}
QListWidget::item {{ padding: 6px {S}px; border-radius: {XS}px; }}
QListWidget::item:selected {{ background: {colours.accent_ground}; color: {colours.text}; }}
QListView#popup {{ border: 1px solid {colours.line}; padding: {XS}px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {colours.line}; border-radius: 4px; min-height: 32px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {colours.quiet}; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {colours.line}; border-radius: 4px; min-width: 32px; margin: 2px; }}
QScrollBar::handle:horizontal:hover {{ background: {colours.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QCheckBox {{ spacing: {S}px; }}
QCheckBox::indicator, QTreeView::indicator {{ width: 14px; height: 14px; border: 1px solid {colours.quiet};
  border-radius: 3px; background: {colours.field}; }}
QCheckBox::indicator:checked, QTreeView::indicator:checked {{ image: url("{check}"); }}
QCheckBox::indicator:focus {{ border: 2px solid {colours.accent}; }}
QRadioButton {{ spacing: {S}px; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {colours.quiet}; border-radius: 8px;
  background: {colours.field}; }}
QRadioButton::indicator:checked {{ width: 8px; height: 8px; border: 4px solid {colours.accent}; }}
QRadioButton:focus {{ color: {colours.accent}; }}
QTreeView {{ background: {colours.panel}; border: none; outline: none; }}
QTreeView::item {{ padding: {XS}px 2px; }}
QTreeView::item:hover {{ background: {colours.hover}; }}
QTreeView::item:selected {{ background: {colours.accent_ground}; color: {colours.text}; }}
#values {{ background: {colours.panel}; border: 1px solid {colours.line}; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {colours.panel}; color: {colours.text}; border: 1px solid {colours.line}; padding: {XS}px; }}
QPlainTextEdit {{ background: {colours.field}; border: 1px solid {colours.line}; border-radius: 6px;
  padding: 3px {XS}px; selection-background-color: {colours.accent}; selection-color: {colours.on_accent}; }}
QPlainTextEdit:hover {{ border-color: {colours.quiet}; }}
QPlainTextEdit:focus {{ border: 2px solid {colours.accent}; padding: 2px 3px; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ color: {colours.quiet};
  background: {colours.window}; }}
QLabel[quiet="true"], QLabel[kind="quiet"] {{ color: {colours.quiet}; }}
QLabel[kind="problem"] {{ color: {colours.problem[1]}; }}
#passage {{ background: {colours.window}; border: 1px solid {colours.line}; border-radius: 6px; }}
#formFooter {{ background: {colours.panel}; border-top: 1px solid {colours.line}; }}
#nextStepCard {{ background: {colours.panel}; border: 1px solid {colours.line}; border-radius: {S}px; }}
#panel {{ background: {colours.panel}; }}
#timeBar {{ background: {colours.panel}; border-top: 1px solid {colours.line}; }}
#question {{ background: {colours.accent_ground}; border: 1px solid {colours.accent}; border-radius: 6px; }}
#cells QHeaderView {{ background: {colours.panel}; border: none; }}
#cells QHeaderView::section {{ background: {colours.panel}; color: {colours.quiet}; border: none;
  border-bottom: 1px solid {colours.line}; padding: {XS}px {S}px; }}
#notice {{ background: {colours.accent_ground}; border-bottom: 1px solid {colours.line}; }}
#notice[kind="problem"] {{ background: {colours.problem[0]}; }}
"""
