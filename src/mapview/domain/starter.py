"""A new project: nothing in it but a few topics, so that the first claim can be made at once."""

from mapview.domain.model import Project, State, Text, Topic


def starter_project(title: str) -> Project:
    """Return a project without claims whose topics fit most reports: presence, what happened, how many.

    Examples
    --------
    >>> project = starter_project("Bridges")
    >>> project.start_topic, list(project.topics)
    ('presence', ['presence', 'events', 'people'])
    """
    states = (
        State("present", Text("present", "موجود"), "vermillion"),
        State("partial", Text("in part", "جزئي"), "orange"),
        State("absent", Text("absent", "غائب"), "blue"),
    )
    topics = (
        Topic("presence", Text("Presence", "الوجود"), "state", states, exclusive=(("present", "absent"),)),
        Topic("events", Text("What happened", "ما حدث"), "text"),
        Topic("people", Text("People", "الأشخاص"), "quantity", apart=True, unit=Text("people", "شخص")),
    )
    return Project(Text(title), "presence", topics={topic.id: topic for topic in topics})
