"""The article of a web page, and what the page itself says of its title, publisher, date and address."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mapview.errors import BadInputError

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:$|[T ])")
#: The types of schema.org whose headline is the article's.
_ARTICLES = {"article", "newsarticle", "reportagenewsarticle", "blogposting", "report", "webpage"}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document states of itself; None where it does not, since nothing is guessed."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


def declared_encoding(raw: bytes) -> str | None:
    """Return the encoding that a page names in its head."""
    found = _CHARSET.search(raw[:4096])
    return found[1].decode("ascii") if found else None


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page rather than a text about one."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    return start.startswith(("<!doctype html", "<html")) or (start.startswith(("<", "<?xml")) and "<html" in start)


def html_text(page: str) -> str:
    """Return the text of the article on a page, a line for each paragraph.

    Raises
    ------
    BadInputError
        If no article is found.
    """
    import trafilatura  # noqa: PLC0415 - half a second that only web pages should cost

    found = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True)
    if not found or not found.strip():
        raise BadInputError("The page holds no article: copy its text and paste it instead.")
    return str(found).strip("\n") + "\n"


def html_statements(page: str) -> Stated:
    """Return what a page states of itself in its head: schema.org, Open Graph, ``meta`` and ``link`` elements."""
    from lxml import html as parser  # noqa: PLC0415

    # A page that declares its encoding as XML does can only be parsed as bytes.
    tree = parser.document_fromstring(page.encode("utf-8"), parser=parser.HTMLParser(encoding="utf-8"))
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(name.lower(), (element.get("content") or "").strip())
    article = next(_articles(tree), {})
    canonical = next((e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"), None)
    heading = next((" ".join(e.text_content().split()) for e in tree.iter("title")), None)
    return Stated(
        title=_first(_said(article.get("headline")), meta.get("og:title"), heading),
        publisher=_first(_said(article.get("publisher")), meta.get("og:site_name"), meta.get("publisher")),
        published=_day(
            _said(article.get("datePublished")), meta.get("article:published_time"), meta.get("datepublished"),
            meta.get("date"), meta.get("dc.date"), meta.get("dc.date.issued"), meta.get("pubdate"),
        ),
        url=_address(canonical, meta.get("og:url"), _said(article.get("url"))),
        language=_first((tree.get("lang") or "").split("-")[0].lower()),
    )  # fmt: skip


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the descriptions of articles that a page carries as JSON-LD; broken ones are common and passed over."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            found = json.loads(script.text or "")
        except ValueError:
            continue
        graph = found.get("@graph", [found]) if isinstance(found, dict) else found
        for item in graph if isinstance(graph, list) else []:
            kinds = item.get("@type") if isinstance(item, dict) else None
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and name.lower() in _ARTICLES for name in names):
                yield item


def _said(value: object) -> str | None:
    """Return the text of a value of schema.org, which may be an object with a name or a list of them."""
    if isinstance(value, list):
        return _said(value[0]) if value else None
    if isinstance(value, dict):
        return _said(value.get("name"))
    return value if isinstance(value, str) else None


def _first(*values: str | None) -> str | None:
    return next((" ".join(value.split()) for value in values if value and value.strip()), None)


def _day(*values: str | None) -> str | None:
    """Return the day of the first value that begins with one in ISO 8601; other ways to write it are ambiguous."""
    matches = (_DAY.match(value.strip()) for value in values if value)
    return next((match[1] for match in matches if match), None)


def _address(*values: str | None) -> str | None:
    return next((value.strip() for value in values if value and re.match(r"\s*https?://[^\s/]", value)), None)
