"""Claims as rows for a spreadsheet: separated by tabs, and as a table of HTML; knows no toolkit."""

from collections.abc import Iterable, Sequence
from html import escape

from mapview.exchange.table import neutralised
from mapview.ui.widgets.words import is_arabic

Cell = str | float


def tab_separated(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    r"""Return rows as spreadsheets read them from the clipboard; what looks like a formula is kept from being one.

    Examples
    --------
    >>> tab_separated(["Place", "Value"], [["Harir", 2500.0], ["=1+1", "two\nlines"]])
    "Place\tValue\nHarir\t2500\n'=1+1\ttwo lines\n"
    """
    return "".join("\t".join(_plain(cell) for cell in row) + "\n" for row in [header, *rows])


def html_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as a table of HTML, each cell in the direction of its text.

    Examples
    --------
    >>> html_table(["Value"], [["<b>"]])
    '<table><thead><tr><th>Value</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(title)}</th>" for title in header)
    body = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: Cell) -> str:
    said = _plain(cell)
    return f'<td dir="rtl">{escape(said)}</td>' if is_arabic(said) else f"<td>{escape(said)}</td>"


def _plain(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.15g}"
    # Marks of direction and ends of lines would come along into the cells.
    said = " ".join(cell.replace("\u2068", "").replace("\u2069", "").split())
    return str(neutralised(said))
