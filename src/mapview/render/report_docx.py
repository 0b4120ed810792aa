"""A report as DOCX (ECMA-376, WordprocessingML) with true footnotes.

The parts are written here, since python-docx 1.2 has no footnotes and takes a second for each thousand paragraphs.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from mapview.config import resource_path
from mapview.domain.snapshot import Snapshot
from mapview.render.report import Disagreement, Entry, Reference, Report, Section, report, say
from mapview.render.texts import number_words

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = ("styles", "footnotes", "settings")
#: XML 1.0 has no place for these, escaped or not.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Isolates (Unicode FSI and PDI), in place of which a run has a direction of its own.
_ISOLATES = re.compile("[\u2068\u2069]")
#: A fixed moment, so that the same report is the same file.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_report_docx(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the report of a snapshot as DOCX."""
    found = report(snapshot)
    right = found.language == "ar"
    body = "".join(_body(found, _Setter(right=right))) + _page(right=right)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        _put(parts, "[Content_Types].xml", _content_types())
        _put(parts, "_rels/.rels", _relations([("officeDocument", "word/document.xml")]))
        _put(parts, "word/_rels/document.xml.rels", _relations([(name, f"{name}.xml") for name in _PARTS]))
        _put(parts, "word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')
        _put(parts, "word/footnotes.xml", "".join(_footnotes(found.notes, _Setter(right=right))))
        _put(parts, "word/settings.xml", _settings())
        styles = resource_path("resources/templates/report_styles.xml").read_text("utf-8")
        parts.writestr(zipfile.ZipInfo("word/styles.xml", _MOMENT), styles, zipfile.ZIP_DEFLATED)


def _page(*, right: bool) -> str:
    """Set the page: A4 with margins of 23 mm."""
    margins = " ".join(f'w:{side}="1304"' for side in ("top", "right", "bottom", "left"))
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    bidi = "<w:bidi/>" if right else ""
    return f'<w:sectPr>{size}<w:pgMar {margins} w:header="709" w:footer="709" w:gutter="0"/>{bidi}</w:sectPr>'


class _Setter:
    """Sets paragraphs whose base direction is that of the document's language."""

    def __init__(self, *, right: bool) -> None:
        self._right = right

    def paragraph(self, style: str, *runs: str) -> str:
        bidi = "<w:bidi/>" if self._right else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{"".join(runs)}</w:p>'

    def run(self, text: str, style: str = "") -> str:
        """Set a text, each isolated part of it in its own direction."""
        said = f'<w:rStyle w:val="{style}"/>' if style else ""
        pieces = (piece for piece in _ISOLATES.split(_NO_XML.sub("\ufffd", text)) if piece)
        return "".join(
            f"<w:r><w:rPr>{said}{'<w:rtl/>' if _is_right(piece, base=self._right) else ''}</w:rPr>"
            f'<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
            for piece in pieces
        )

    def link(self, url: str) -> str:
        target = re.sub(r'["\\\s]', lambda found: f"%{ord(found[0]):02X}", _NO_XML.sub("\ufffd", url))
        run = f'<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t>{escape(url)}</w:t></w:r>'
        field = escape(f' HYPERLINK "{target}" ')
        return f'{self.run(" ")}<w:fldSimple w:instr="{field}">{run}</w:fldSimple>'


def _is_right(text: str, *, base: bool) -> bool:
    """Whether the first letter with a direction runs from the right."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return base


def _body(found: Report, setter: _Setter) -> Iterator[str]:
    yield setter.paragraph("Title", setter.run(found.title))
    yield from (setter.paragraph("Quiet", setter.run(line)) for line in found.quiet)
    for section in found.sections:
        yield from _section(section, found.language, setter)
    yield setter.paragraph("Heading1", setter.run(say("sources", found.language)))
    for number, source in enumerate(found.sources, 1):
        link = setter.link(source.url) if source.url is not None else ""
        yield setter.paragraph("Source", setter.run(f"{number_words(number, found.language)}. {source.text}"), link)
    if found.left_out:
        yield setter.paragraph("Heading1", setter.run(say("left_out", found.language)))
        yield from (setter.paragraph("Quiet", setter.run(sentence)) for sentence in found.left_out)


def _section(section: Section, language: str, setter: _Setter) -> Iterator[str]:
    yield setter.paragraph("Heading1", setter.run(section.title))
    yield setter.paragraph("Quiet", setter.run(section.quiet))
    yield setter.paragraph("Heading2", setter.run(say("account", language)))
    for entry in section.account:
        mark = (
            f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{entry.note}"/></w:r>'
        )
        yield from _entry(entry, mark, setter)
    if section.disagreements:
        yield setter.paragraph("Heading2", setter.run(say("disagreements", language)))
        for disagreement in section.disagreements:
            yield from _disagreement(disagreement, language, setter)


def _disagreement(found: Disagreement, language: str, setter: _Setter) -> Iterator[str]:
    yield setter.paragraph("Heading3", setter.run(found.title))
    yield setter.paragraph("Quiet", setter.run(found.quiet))
    yield from (setter.paragraph("Normal", setter.run(sentence)) for sentence in found.sentences)
    for entry in found.claims:
        yield from _entry(entry, setter.run(f" [{number_words(entry.note, language)}]"), setter)
    yield from (setter.paragraph("Decision", setter.run(sentence)) for sentence in found.decisions)


def _entry(entry: Entry, mark: str, setter: _Setter) -> Iterator[str]:
    yield setter.paragraph("Lead", setter.run(entry.lead))
    yield setter.paragraph("Entry", setter.run(entry.text), mark)
    yield setter.paragraph("EntryQuiet", setter.run(entry.quiet))
    if entry.remark:
        yield setter.paragraph("EntryQuiet", setter.run(entry.remark))


def _footnotes(notes: tuple[Reference, ...], setter: _Setter) -> Iterator[str]:
    yield f'<w:footnotes xmlns:w="{_W}">'
    # Word asks for the two lines that set footnotes off, under ids that no note has.
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        yield f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    for number, note in enumerate(notes, 1):
        link = setter.link(note.url) if note.url is not None else ""
        paragraph = setter.paragraph("FootnoteText", mark, setter.run(f" {note.text}"), link)
        yield f'<w:footnote w:id="{number}">{paragraph}</w:footnote>'
    yield "</w:footnotes>"


def _settings() -> str:
    ends = '<w:footnote w:id="-1"/><w:footnote w:id="0"/>'
    return f'<w:settings xmlns:w="{_W}"><w:footnotePr>{ends}</w:footnotePr></w:settings>'


def _content_types() -> str:
    parts = [("document.main", "document"), *((name, name) for name in _PARTS)]
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for kind, name in parts
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{xml}{overrides}</Types>'


def _relations(found: list[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(found, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _put(parts: zipfile.ZipFile, name: str, xml: str) -> None:
    parts.writestr(zipfile.ZipInfo(name, _MOMENT), _HEAD + xml, zipfile.ZIP_DEFLATED)
