"""Makes timelines of any size, the same for the same seed."""

import hashlib
import random
from datetime import date, timedelta

from mapview.domain.model import (
    MODALITIES,
    PLACE_KINDS,
    Anchor,
    Claim,
    Place,
    Project,
    Quantity,
    Source,
    State,
    Text,
    Topic,
    Value,
)

_FIRST_DAY = date(2024, 1, 1)
_DAYS = 730
_TOPICS = (
    Topic(
        "presence",
        Text("Presence", "الوجود"),
        "state",
        states=(
            State("present", Text("present", "موجود"), "vermillion"),
            State("partial", Text("partial", "جزئي"), "orange"),
            State("absent", Text("absent", "غائب"), "blue"),
        ),
        exclusive=(("present", "absent"),),
    ),
    Topic("personnel", Text("Personnel", "الأفراد"), "quantity", apart=True, unit=Text("people", "فرد")),
    Topic("end", Text("End", "النهاية"), "date", apart=True),
)


def made_project(places: int, claims: int, seed: int) -> Project:
    """Return a project with so many places, claims about them from twelve sources, and disputes among these.

    Parameters
    ----------
    places, claims
        How many.
    seed
        Of the random numbers.
    """
    chance = random.Random(seed)
    sources = [_source(number, chance) for number in range(12)]
    sites = [_place(number, chance) for number in range(places)]
    made = [_claim(number, sites[number % places], chance.choice(sources), chance) for number in range(claims)]
    return Project(
        title=Text("A made timeline", "خط زمني مصنوع"),
        start_topic="presence",
        places={place.id: place for place in sites},
        topics={topic.id: topic for topic in _TOPICS},
        sources={source.id: source for source in sources},
        claims={claim.id: claim for claim in made},
    )


def _place(number: int, chance: random.Random) -> Place:
    return Place(
        id=f"place-{number}",
        names=Text(f"Place {number}", f"موضع {number}"),
        kind=chance.choice(PLACE_KINDS),
        lat=chance.uniform(29.5, 37.0),
        lon=chance.uniform(39.0, 48.0),
        precision_m=chance.choice((500.0, 2000.0, 20000.0)),
        coordinates_from="random numbers",
    )


def _source(number: int, chance: random.Random) -> Source:
    return Source(
        id=f"source-{number}",
        title=f"Report {number}",
        publisher=Text(f"Publisher {number}", f"ناشر {number}"),
        url=f"https://example.org/{number}",
        language="ar",
        published=str(_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))),
        obtained="2026-06-01",
        how="made",
        sha256=hashlib.sha256(str(number).encode()).hexdigest(),
    )


def _claim(number: int, place: Place, source: Source, chance: random.Random) -> Claim:
    topic = chance.choice(_TOPICS)
    start = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    end = str(start + timedelta(days=chance.randrange(1, 240))) if chance.random() < 0.7 else ".."
    return Claim(
        id=f"claim-{number}",
        place=place.id,
        topic=topic.id,
        value=_value(topic, chance),
        statement=Text(f"Statement {number} about {place.names.en}.", f"قول {number} عن {place.names.ar}."),
        when=f"{start}/{end}",
        source=source.id,
        anchor=Anchor(number, number + 40, hashlib.sha256(f"passage {number}".encode()).hexdigest(), "a cue"),
        modality=chance.choice(MODALITIES),
    )


def _value(topic: Topic, chance: random.Random) -> Value:
    if topic.type == "state":
        return chance.choice(topic.states).id
    if topic.type == "quantity":
        low = float(chance.randrange(100, 3000))
        return Quantity(low, low + chance.randrange(0, 500), approximate=chance.random() < 0.3)
    return str(_FIRST_DAY + timedelta(days=chance.randrange(_DAYS)))
