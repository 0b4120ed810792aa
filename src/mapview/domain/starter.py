"""A new project: nothing in it but a few topics and cue words, so that the first claim can be made at once."""

from uuid import uuid4

from mapview.domain.model import CueWords, Project, State, Text, Topic


def starter_project(title: str) -> Project:
    """Return a project without claims whose topics fit most reports: presence, movements, what happened, how many.

    Examples
    --------
    >>> project = starter_project("Bridges")
    >>> project.start_topic, list(project.topics)
    ('presence', ['presence', 'movements', 'events', 'people'])
    """
    states = (
        State("present", Text("present", "موجود"), "vermillion"),
        State("partial", Text("in part", "جزئي"), "orange"),
        State("absent", Text("absent", "غائب"), "blue"),
    )
    moves = (
        State("departure", Text("departure", "مغادرة"), "blue"),
        State("full-departure", Text("everybody has left", "مغادرة تامة"), "sky-blue"),
        State("arrival", Text("arrival", "وصول"), "vermillion"),
        State("handover", Text("handover", "تسليم"), "bluish-green"),
    )
    topics = (
        Topic("presence", Text("Presence", "الوجود"), "state", states, exclusive=(("present", "absent"),)),
        Topic("movements", Text("Movements", "التحركات"), "state", moves),
        Topic("events", Text("What happened", "ما حدث"), "text"),
        Topic("people", Text("People", "الأشخاص"), "quantity", apart=True, unit=Text("people", "شخص")),
    )
    return Project(
        Text(title),
        "presence",
        topics={topic.id: topic for topic in topics},
        cues={cue.id: cue for cue in _CUES},
        id=str(uuid4()),
    )


# Departures and arrivals have words of their own that MapView brings along; see resources/reading/cues.toml.
_CUES = (
    CueWords("handover-en", "en", ("hand* over", "handover", "turn* over", "took over"), "movements", "handover"),
    CueWords("handover-ar", "ar", ("تسليم*", "تسلم*", "سلم", "سلمت", "استلام"), "movements", "handover"),
    CueWords("absent-en", "en", ("no longer present", "empty of", "no troops remain"), "presence", "absent"),
    CueWords("absent-ar", "ar", ("خالية من", "خلت من", "لم يبق", "لم تعد موجودة"), "presence", "absent"),
    CueWords("present-en", "en", ("stationed", "based in", "remain*", "stay*", "presence"), "presence", "present"),
    CueWords(
        "present-ar", "ar",
        ("يتمركز*", "تتمركز*", "تمركز", "بقاء", "ستبقى", "تبقى", "وجود", "تواجد*", "تنتشر"), "presence", "present",
    ),
)  # fmt: skip
