import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.pdfs import Line, pdf_of

from mapview.errors import BadInputError, FileProblemError
from mapview.reading.documents import LARGEST, read_bytes, read_report, read_reports
from mapview.reading.html import Stated
from mapview.reading.page_layout import reading_order
from mapview.store.encodings import decode
from mapview.store.originals import sha256_of

ARABIC = (
    "غادرت آخر قوات التحالف قاعدة عين الأسد يوم 17 كانون الثاني 2026، وقال مسؤول محلّي إن «التسليم تم». "
    "بقي نحو ٣٥٠ مستشاراً في أربيل (Erbil) حتى أيلول/سبتمبر المقبل.\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"])
def test_arabic_text_is_read_in_whatever_encoding_it_is_in(encoding: str) -> None:
    text = ARABIC if encoding != "cp1256" else ARABIC.replace("٣٥٠", "350")
    report = read_bytes(text.replace("\n", "\r\n").encode(encoding), "report.txt")
    assert report.document.text == text
    assert report.document.sha256 == sha256_of(text)
    assert report.document.media_type == "text/plain"
    assert report.stated == Stated()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le général a déclaré que « personne » ne restera à la base aérienne, où qu'elle soit.", "cp1252"),
        ("The coalition’s forces left the base — “nobody is left”, he said.", "cp1252"),
        ("Koalisyon güçleri üssü boşalttı, Irak ordusu kontrolü aldı.", "cp1254"),
        ("قاعدة حرير في أربيل", "cp1256"),
        ("غادرت القوات قاعدة عين الأسد أمس", "iso8859_6"),
    ],
)
def test_one_byte_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode())[0].lstrip("\ufeff") == text.lstrip("\ufeff")


def test_composition_and_line_ends_are_normalised_and_the_bytes_kept() -> None:
    raw = "e\u0301\r\nb\rc".encode()
    report = read_bytes(raw, "a.txt")
    assert report.document.text == "é\nb\nc"
    assert report.document.original == raw


PARAGRAPHS = [ARABIC.strip() + f" وهذه هي الفقرة رقم {n} من التقرير الذي نشر على الموقع." for n in range(4)]
PAGE = """<!DOCTYPE html><html lang="ar-IQ" dir="rtl"><head><meta charset="{charset}"><title>{title} | الموقع</title>
<link rel="canonical" href="https://example.org/news/1"><meta property="og:site_name" content="وكالة التجربة">
<meta property="article:published_time" content="2026-01-18T09:30:00+03:00">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "{title}", "publisher": {{"@type": "Organization", "name": "وكالة التجربة للأنباء"}}}}</script>
<script type="application/ld+json">{{broken</script>
</head><body><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/sport">رياضة</a></li></ul></nav>
<article><h1>{title}</h1>{body}</article><footer>جميع الحقوق محفوظة</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_a_page_gives_its_article_and_what_it_states(charset: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = PAGE.format(title="التحالف يغادر", charset=charset, body=body)
    report = read_bytes(page.encode("utf-8" if charset == "utf-8" else "cp1256", "xmlcharrefreplace"), "page")
    assert report.document.media_type == "text/html"
    for paragraph in PARAGRAPHS:
        assert paragraph in report.document.text
    assert "رياضة" not in report.document.text
    assert report.stated == Stated(
        "التحالف يغادر", "وكالة التجربة للأنباء", "2026-01-18", "https://example.org/news/1", "ar"
    )


def test_what_a_page_does_not_state_is_not_guessed() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = f'<html><head><meta name="date" content="18/01/2026"></head><body><p>2026-01-17</p>{body}</body></html>'
    assert read_bytes(page.encode(), "page.html").stated == Stated()


def docx(document: str, **others: str) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, text in others.items():
            archive.writestr(name.replace("_", "/"), text)
    return raw.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_docx_gives_its_paragraphs_without_what_was_struck_out() -> None:
    document = f"""<w:document {W}><w:body><w:p><w:pPr><w:bidi/></w:pPr><w:r><w:t>غادرت القوات </w:t></w:r>
<w:del><w:r><w:delText>أمس</w:delText><w:t>أمس</w:t></w:r></w:del><w:ins><w:r><w:t>اليوم</w:t></w:r></w:ins></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:document>"""
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A report</dc:title></c>'
    report = read_bytes(docx(document, **{"docProps_core.xml": core}), "report.docx")
    assert report.document.text == "غادرت القوات اليوم\none\ttwo\nthree\n"
    assert report.stated == Stated(title="A report")


TITLE = Line(300, 700, ("عنوان تقرير",))
RIGHT = [
    Line(330, 660, ("غادرت قوات ا", "ل+ت", "حا", "لف قاعدة عين ا", "ل+أ", "سد")),
    Line(330, 645, ("يوم ", "17", " كانون الثاني ", "2026", " عند ", "14:30")),
    Line(330, 630, ("بقي نحو ", "٣٥٠", " مستشاراً (", "Erbil base", ") «هناك»")),
]
LEFT = [
    Line(60, 660, ("عمود ثان عن مطار بغداد",)),
    Line(60, 645, ("وعن موعد تسليمه في ", "2026")),
    Line(60, 630, ("وعمّن سيتسلّم مبانيه",)),
]
ENGLISH = Line(60, 500, ("An English line with (brackets) and 1,200 people, and ", "بغداد", "."), to_left=False)


def read_lines(*lines: Line) -> list[str]:
    return ["".join(line.runs).replace("+", "") for line in lines]


def test_a_pdf_gives_arabic_in_the_order_of_reading_and_the_right_column_first() -> None:
    # As they may stand in a file: in any order.
    raw = pdf_of([ENGLISH, *LEFT, TITLE, *RIGHT], [TITLE])
    report = read_bytes(raw, "report.pdf")
    assert report.document.media_type == "application/pdf"
    found = [line for line in report.document.text.split("\n") if line]
    assert found == read_lines(TITLE, *RIGHT, *LEFT, ENGLISH, TITLE)


def test_lines_of_a_paragraph_stay_together_and_paragraphs_apart() -> None:
    further = Line(330, 600, ("فقرة أخرى من هذا التقرير",))
    text = read_bytes(pdf_of([TITLE, *RIGHT, further]), "report.pdf").document.text
    title, *right, last = read_lines(TITLE, *RIGHT, further)
    assert text == "\n\n".join((title, "\n".join(right), last)) + "\n"


def test_a_scanned_pdf_is_refused() -> None:
    with pytest.raises(BadInputError, match="run text recognition"):
        read_bytes(pdf_of([], [Line(60, 30, ("1",))]), "scan.pdf")


def encrypted_pdf() -> bytes:
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n", b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n",
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n",
    ]  # fmt: skip
    raw, offsets = b"%PDF-1.4\n", []
    for part in parts:
        offsets.append(len(raw))
        raw += part
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 4\n0000000000 65535 f \n" + table
    end += b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % len(raw)
    return raw + end


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "binary data"),
        (bytes(range(1, 32)) * 40, "binary data"),
        (b"\xff\xfe\x00", "damaged at byte"),
        (b"%PDF-1.7\nnothing that follows is right", "PDF is damaged"),
        (encrypted_pdf(), "protected by a password"),
        (b"PK\x03\x04 and then nothing", "DOCX file is damaged"),
        (docx("<broken"), "DOCX file is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office file of the old kind"),
        (b"<!doctype html><html><body></body></html>", "holds no article"),
        (docx(f"<w:document {W}><w:body/></w:document>"), "holds no text"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(BadInputError, match=said) as caught:
        read_bytes(raw, "a-file")
    assert str(caught.value).startswith("a-file")
    assert "\n" not in str(caught.value)


def test_a_zip_that_is_no_docx_is_refused() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("letter.txt", "text")
    with pytest.raises(BadInputError, match="no DOCX file"):
        read_bytes(raw.getvalue(), "letter.docx")


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    with pytest.raises(BadInputError, match="more than 100 MB"):
        read_report(path)


def test_of_several_files_those_that_can_be_read_are(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("A report.")
    (tmp_path / "empty.txt").write_text("")
    read, unread = read_reports([tmp_path / name for name in ("good.txt", "empty.txt", "missing.txt")])
    assert [report.document.name for report in read] == ["good.txt"]
    assert [(item.path.name, item.why.split(" ")[1]) for item in unread] == [
        ("empty.txt", "is"),
        ("missing.txt", "cannot"),
    ]
    with pytest.raises(FileProblemError, match="cannot be read"):
        read_report(tmp_path)


@pytest.mark.parametrize(
    "line",
    ["قاعدة عين الأسد", "في 17 كانون الثاني 2026", "عند 14:30 في (Ain al-Asad) أمس", "plain", "بلغ 2,500 و٣٥٠ جندياً"],
)
def test_a_line_that_is_turned_twice_is_itself(line: str) -> None:
    assert reading_order(reading_order(line)) == line
