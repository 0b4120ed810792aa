"""What the fields of forms offer: the project's things, in the language of its texts."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from mapview.domain.model import CERTAINTIES, MODALITIES, Project, Source, Utterance
from mapview.domain.snapshot import Language
from mapview.render.texts import date_words
from mapview.ui.forms.fields.offered import Offered, Option
from mapview.ui.session import Session
from mapview.ui.widgets import words


def place_options(session: Session, *, first: Sequence[Option] = (), without: str | None = None) -> Offered:
    """Return some options, then the places by their names, each found by its aliases too, but for one."""
    return Offered(session.catalogues.places(session.project, session.language), tuple(first), without)


def topic_options(project: Project, language: Language) -> list[Option]:
    """Return the topics in their order."""
    return [
        Option(topic.id, topic.names.in_language(language), (topic.names.en, topic.names.ar))
        for topic in project.topics.values()
    ]


def source_options(session: Session, *, without: str | None = None) -> Offered:
    """Return the sources by publisher and date, each found by its title too, but for one."""
    language = session.language

    def say(source: Source) -> tuple[str, ...]:
        return source_words(source, language), *_source_names(source)

    return Offered(session.catalogues.worded("sources", session.project.sources, language, say), without=without)


def source_words(source: Source, language: Language) -> str:
    """Return publisher, date and title of a source."""
    date = date_words(source.published, language) if source.published else words.page_word("undated", language)
    parts = [words.publisher_words(source, language), date, source.title]
    return " · ".join(words.isolated(part) for part in parts if part)


def utterance_options(session: Session, *, first: Sequence[Option] = ()) -> Offered:
    """Return some options, then who said what when."""
    language = session.language

    def say(utterance: Utterance) -> tuple[str, ...]:
        return utterance_words(utterance, language), utterance.speaker.en, utterance.speaker.ar

    return Offered(session.catalogues.worded("utterances", session.project.utterances, language, say), tuple(first))


def utterance_words(utterance: Utterance, language: Language) -> str:
    """Return the speaker and the day of an utterance."""
    speaker = words.isolated(utterance.speaker.in_language(language))
    return f"{speaker} · {date_words(utterance.date, language)}" if utterance.date else speaker


def modality_options(language: Language) -> list[Option]:
    """Return the ways in which something is said."""
    return [Option(modality, words.page_word(f"modality_{modality}", language)) for modality in MODALITIES]


def certainty_options(language: Language) -> list[Option]:
    """Return the degrees of certainty."""
    certain = QCoreApplication.translate("Forms", "certain") if language == "en" else "مؤكد"
    return [
        Option(name, certain if name == "certain" else words.page_word(f"certainty_{name}", language))
        for name in CERTAINTIES
    ]


def _source_names(source: Source) -> tuple[str, ...]:
    publisher = (source.publisher.en, source.publisher.ar) if source.publisher else ()
    return (*publisher, source.title, source.id)
