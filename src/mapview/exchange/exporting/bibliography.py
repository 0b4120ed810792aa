"""The sources of the claims shown, for reference managers: BibTeX with the fields of biblatex, and CSL-JSON."""

import re
from typing import BinaryIO

from mapview.domain.export_notes import described
from mapview.domain.model import Source
from mapview.domain.records import records, sources_of
from mapview.domain.snapshot import Snapshot
from mapview.exchange.exporting.geojson import Json, as_json

#: Names of languages that biblatex hands on to babel and polyglossia; others go by their tag.
_LANGIDS = {"ar": "arabic", "en": "english", "fr": "french", "de": "german", "fa": "persian", "tr": "turkish"}
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_PLAIN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")
#: What biblatex reads of EDTF: level 1, so neither sets nor single digits left open; nothing at all is nothing said.
_LEVEL_1 = re.compile(r"|{0}(?:/(?:\.\.|{0})?)?|(?:\.\.)?/{0}".format(r"\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def write_bibtex(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the sources of the claims shown as BibTeX in UTF-8; ``date`` is EDTF, which biblatex reads."""
    notes = [described(snapshot), *bibtex_left_out(snapshot)]
    # Outside its entries BibTeX skips what does not start with an @.
    head = "".join(f"% {_CONTROL.sub(' ', note).replace('@', '(at)')}\n" for note in notes)
    entries = "\n".join(_entry(source) for source in sources_of(records(snapshot)))
    stream.write(f"{head}\n{entries}".encode())


def bibtex_left_out(snapshot: Snapshot) -> list[str]:
    """Return what BibTeX has no place for."""
    return _left_out(snapshot, "BibTeX")


def write_csl_json(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the sources of the claims shown as CSL-JSON 1.0.2."""
    stream.write(as_json([_item(source) for source in sources_of(records(snapshot))]))


def csl_json_left_out(snapshot: Snapshot) -> list[str]:
    """Return what CSL-JSON has no place for."""
    return _left_out(snapshot, "CSL-JSON")


def _left_out(snapshot: Snapshot, kind: str) -> list[str]:
    found = records(snapshot)
    return [f"{kind} lists the {len(sources_of(found))} sources; their {len(found)} claims are not in it."]


def _entry(source: Source) -> str:
    published = source.published or ""
    fields = {
        "title": "{" + _tex(source.title) + "}",
        "organization": _tex(source.publisher.in_language(source.language)) if source.publisher is not None else "",
        "date": published if _LEVEL_1.fullmatch(published) else "",
        "url": _url(source.url),
        "urldate": source.obtained,
        "langid": _LANGIDS.get(source.language, _tex(source.language)),
        "note": _tex(
            source.note if _LEVEL_1.fullmatch(published) else f"Published {published}. {source.note}".rstrip()
        ),
        "annotation": f"SHA-256 {source.sha256}",
    }
    lines = "".join(f"  {name} = {{{said}}},\n" for name, said in fields.items() if said)
    return f"@online{{{source.id},\n{lines}}}\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _CONTROL.sub(" ", text))


def _url(url: str | None) -> str:
    """Return an address as a field takes it: braces would end it and a percent sign is meant."""
    return "" if url is None else re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", url)


def _item(source: Source) -> Json:
    item: Json = {
        "id": source.id,
        "type": "webpage" if source.url is not None else "document",
        "title": source.title,
        "publisher": source.publisher.in_language(source.language) if source.publisher is not None else None,
        "issued": _date(source.published) if source.published is not None else None,
        "accessed": _date(source.obtained),
        "URL": source.url,
        "language": source.language or None,
        "note": "\n".join(filter(None, (source.note, f"SHA-256: {source.sha256}"))),
    }
    return {name: said for name, said in item.items() if said is not None}


def _date(edtf: str) -> Json:
    """Return a date or an interval of days, months or years in parts, anything rarer as it was written."""
    bare = edtf.rstrip("?~%")
    ends = bare.split("/")
    if not all(_PLAIN.fullmatch(end) for end in ends):
        return {"raw": edtf}
    found: Json = {"date-parts": [[int(part) for part in end.split("-")] for end in ends]}
    return found if bare == edtf else {**found, "circa": True}
