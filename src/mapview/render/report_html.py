"""A report as one HTML file that loads nothing and runs nothing."""

from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from mapview.config import resource_path
from mapview.domain.snapshot import Snapshot
from mapview.render.report import Disagreement, Entry, Reference, Report, Section, report, say
from mapview.render.texts import number_words

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_report_html(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the report of a snapshot as HTML."""
    stream.writelines(f"{line}\n".encode() for line in _page(report(snapshot)))


def _page(found: Report) -> Iterator[str]:
    language = found.language
    css = resource_path("resources/templates/report.css").read_text("utf-8")
    yield "<!doctype html>"
    yield f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(found.title)}</title><style>{css}</style></head><body><main>"
    yield f"<h1>{escape(found.title)}</h1>"
    yield f'<p class="quiet">{escape(" · ".join(found.quiet))}</p>'
    for section in found.sections:
        yield from _section(section, language)
    yield from _references("notes", found.notes, language)
    yield from _references("sources", found.sources, language)
    if found.left_out:
        yield f"<section><h2>{escape(say('left_out', language))}</h2>"
        yield from (f'<p class="quiet" dir="auto">{escape(sentence)}</p>' for sentence in found.left_out)
        yield "</section>"
    yield "</main></body></html>"


def _section(section: Section, language: str) -> Iterator[str]:
    yield f'<section><h2 dir="auto">{escape(section.title)}</h2><p class="quiet">{escape(section.quiet)}</p>'
    yield f"<h3>{escape(say('account', language))}</h3>"
    yield from _entries(section.account, language, "claim")
    if section.disagreements:
        yield f"<h3>{escape(say('disagreements', language))}</h3>"
        for disagreement in section.disagreements:
            yield from _disagreement(disagreement, language)
    yield "</section>"


def _disagreement(found: Disagreement, language: str) -> Iterator[str]:
    yield f'<div class="disagreement"><h4 dir="auto">{escape(found.title)}</h4>'
    yield f'<p class="quiet">{escape(found.quiet)}</p>'
    yield from (f'<p dir="auto">{escape(sentence)}</p>' for sentence in found.sentences)
    yield from _entries(found.claims, language)
    yield from (f'<p dir="auto"><strong>{escape(sentence)}</strong></p>' for sentence in found.decisions)
    yield "</div>"


def _entries(found: tuple[Entry, ...], language: str, anchor: str = "") -> Iterator[str]:
    yield '<ul class="entries">'
    for entry in found:
        number = number_words(entry.note, language)
        name = f' id="{anchor}-{entry.note}"' if anchor else ""
        remark = f'<p class="quiet"><bdi>{escape(entry.remark)}</bdi></p>' if entry.remark else ""
        # Isolated, so that the number of the note stays behind a text that ends in other digits.
        yield (
            f'<li{name}><span class="when">{escape(entry.lead)}</span><div><p><bdi>{escape(entry.text)}</bdi>'
            f'<sup><a href="#notes-{entry.note}">{number}</a></sup></p>'
            f'<p class="quiet">{escape(entry.quiet)}</p>{remark}</div></li>'
        )
    yield "</ul>"


def _references(kind: str, found: tuple[Reference, ...], language: str) -> Iterator[str]:
    yield f"<section><h2>{escape(say(kind, language))}</h2><ol>"
    for number, reference in enumerate(found, 1):
        url = escape(reference.url or "")
        link = f' <a href="{url}" rel="noreferrer" dir="ltr">{url}</a>' if url else ""
        up = escape(f"{say('account', language)} {number_words(number, language)}")
        back = f' <a href="#claim-{number}" aria-label="{up}">↑</a>' if kind == "notes" else ""
        yield f'<li id="{kind}-{number}"><span>{escape(reference.text)}</span>{link}{back}</li>'
    yield "</ol></section>"
