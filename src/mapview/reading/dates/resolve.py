"""Date expressions to EDTF, seen from a day: what is vague stays vague, what lacks a day to see it from stays open."""

from calendar import monthrange
from dataclasses import dataclass, replace

from mapview.domain.dates import civil, day_number, iso, parse
from mapview.reading.dates import hijri, spans
from mapview.reading.dates.nodes import Node, Relation
from mapview.reading.dates.spans import Stamp

_OFFSETS: dict[Relation, int] = {"last": -1, "next": 1, "this": 0, "same": 0, "following": 1, "preceding": -1}
_ANAPHORIC = frozenset({"same", "following", "preceding"})


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is seen from.

    ``today`` is the reference day (from 1970-01-01) or None; ``future`` tells that the clause speaks of the time to
    come; ``before`` is the date that was read last.
    """

    today: int | None
    future: bool = False
    before: Stamp | None = None
    #: Whether the reference is known to its month only; ``today`` is then the month's first day.
    coarse: bool = False


class NeedsReferenceError(Exception):
    """The expression has no value without a day to see it from."""


class NoDateError(Exception):
    """What looked like a date is none: 31 February, or a duration."""


def resolve(node: Node, context: Context) -> Stamp:
    """Return the stamp of an expression.

    Raises
    ------
    NeedsReferenceError
        If it is relative and there is no reference.
    NoDateError
        If there is no such day.
    """
    stamp = _RESOLVERS[node.kind](node, context)
    if node.part:
        stamp = spans.part_of(stamp, node.part)
    if node.approximate:
        stamp = replace(stamp, approximate=True)
    return stamp


def _today(context: Context) -> int:
    if context.today is None:
        raise NeedsReferenceError
    return context.today


def _date(node: Node, context: Context) -> Stamp:
    if node.weekday and node.within and not node.month:
        return _of_week(node.weekday, resolve(node.within, context))
    if node.weekday and not node.month:
        return _weekday(node, context)
    if node.hijri:
        return _hijri(node, context)
    if node.within:
        return _within(node, context)
    year = node.year
    if node.month and year is None:
        year = _year_of(node, context)
    if year is None:
        raise NoDateError
    return _checked(year, node.month, node.day)


def _checked(year: int, month: int | None, day: int | None) -> Stamp:
    if month and day and day > monthrange((year - 1) % 400 + 1, month)[1]:
        raise NoDateError
    return Stamp(year, month, day)


def _within(node: Node, context: Context) -> Stamp:
    """Return July of the following year, the fifth of next month."""
    assert node.within  # noqa: S101  # called only where it is there
    whole = resolve(node.within, context)
    if whole.year is None:
        raise NoDateError
    if node.month:
        return _checked(whole.year, node.month, node.day)
    return _checked(whole.year, whole.month, node.day)


def _year_of(node: Node, context: Context) -> int:
    """Return the year of a day and month, or a month, that has none."""
    today = _today(context)
    year, month, day = civil(today)
    here = (month, day if node.day else 0)
    there = (node.month or 1, node.day or 0)
    if node.relation == "this":
        return year
    if node.relation == "last":
        return year if there < here else year - 1
    if node.relation == "next" or context.future:
        return year if there > here or (there == here and node.relation != "next") else year + 1
    return year if there <= here else year - 1


def _weekday(node: Node, context: Context) -> Stamp:
    today = _today(context)
    ahead = (node.weekday or 1) - 1 - (today + 3) % 7
    if node.day:
        return _day_named(node, today)
    if node.relation == "last":
        day = today + ahead - (7 if ahead >= 0 else 0)
    elif node.relation == "next":
        day = today + ahead + (7 if ahead <= 0 or node.night else 0)
    elif node.relation == "this":
        day = today + ahead
    elif context.future:
        day = today + ahead + (7 if ahead <= 0 else 0)
    else:
        day = today + ahead - (7 if ahead > 0 else 0)
    return Stamp(*civil(day))


def _of_week(weekday: int, week: Stamp) -> Stamp:
    monday = parse(week.edtf).earliest
    if monday is None:
        raise NoDateError
    return Stamp(*civil(monday + weekday - 1))


def _day_named(node: Node, today: int) -> Stamp:
    """Return Friday the 13th: the nearest such day."""
    for away in range(400):
        for day in (today - away, today + away):
            if civil(day)[2] == node.day and (day + 3) % 7 + 1 == node.weekday:
                return Stamp(*civil(day))
    raise NoDateError


def _hijri(node: Node, context: Context) -> Stamp:
    year = node.year
    if year is None:
        today = _today(context)
        current, month = hijri.month_of(today)
        if node.within:
            current += _OFFSETS[node.within.relation] if node.within.relation else 0
            year = current
        else:
            forward = node.relation == "next" or (node.relation is None and context.future)
            later = (node.month or 1) > month or (node.month == month and node.relation is None)
            earlier = (node.month or 1) < month or (node.month == month and node.relation is None)
            year = current + (0 if later else 1) if forward else current - (0 if earlier else 1)
            year = current if node.relation == "this" else year
    if node.month and node.day:
        if node.day > 30:
            raise NoDateError
        return Stamp(*civil(hijri.day_of(year, node.month, node.day)), approximate=not hijri.is_exact(year))
    if node.month:
        following = (year, node.month + 1) if node.month < 12 else (year + 1, 1)
        first, last = hijri.day_of(year, node.month, 1), hijri.day_of(*following, 1) - 1
    else:
        first, last = hijri.day_of(year, 1, 1), hijri.day_of(year + 1, 1, 1) - 1
    return Stamp(first=iso(first), last=iso(last), approximate=not hijri.is_exact(year))


def _unit(node: Node, context: Context) -> Stamp:
    offset = _OFFSETS[node.relation] if node.relation else node.offset
    if node.relation in _ANAPHORIC and context.before and context.before.year is not None:
        return _from_before(node.unit, offset, context.before)
    if node.relation in {"same", "preceding"}:
        raise NeedsReferenceError
    return spans.shifted(node.unit, offset, _today(context))


def _from_before(unit: str, offset: int, before: Stamp) -> Stamp:
    year, month, day = before.year, before.month, before.day
    assert year is not None  # noqa: S101  # asked by the caller
    if unit in {"day", "week"}:
        if month is None or day is None:
            raise NeedsReferenceError
        return spans.shifted(unit, offset, day_number(year, month, day))
    if unit == "month":
        if month is None:
            raise NeedsReferenceError
        return spans.shifted(unit, offset, day_number(year, month, 1))
    return spans.shifted(unit, offset, day_number(year, 1, 1))


def _ago(node: Node, context: Context) -> Stamp:
    number = node.number or 0
    if number > 0 and node.relation != "this" and not context.future:
        raise NoDateError
    today = _today(context)
    unit, number = ("week", number * 2) if node.unit == "fortnight" else (node.unit, number)
    if unit == "day":
        return Stamp(*civil(today + number), approximate=node.approximate)
    if unit == "week":
        return Stamp(*civil(today + 7 * number), approximate=True)
    stamp = spans.shifted(unit, number, today)
    return replace(stamp, approximate=True)


def _window(node: Node, context: Context) -> Stamp:
    if node.within and not context.future:
        raise NoDateError
    today = _today(context)
    sign = 1 if node.relation == "next" else -1
    if node.number == 0:
        return Stamp(first=iso(today), last="") if sign > 0 else Stamp(first="", last=iso(today))
    if context.coarse and node.unit in {"month", "year", "decade"}:
        months = [
            spans.shifted("month", 0, day) for day in (today, spans.moved(today, node.unit, sign * (node.number or 1)))
        ]
        first, last = (stamp.edtf for stamp in sorted(months, key=lambda stamp: stamp.edtf))
        return Stamp(first=first, last=last)
    other = spans.moved(today, node.unit, sign * (node.number or 1))
    return Stamp(first=iso(min(today, other)), last=iso(max(today, other)))


def _decade(node: Node, context: Context) -> Stamp:
    number = node.number or 0
    if not node.short:
        return Stamp(mask=f"{number // 10:03d}X")
    if node.within:
        century = resolve(node.within, context).mask[:2]
    elif context.today is not None:
        year = civil(context.today)[0]
        century = f"{(year - number) // 100 * 100 // 100:02d}" if year - number >= 0 else "19"
        century = f"{year // 100 - (1 if year // 100 * 100 + number > year else 0):02d}"
    else:
        century = "19" if number >= 30 else "20"
    return Stamp(mask=f"{century}{number // 10}X")


def _century(node: Node, context: Context) -> Stamp:
    if node.number is not None:
        return Stamp(mask=f"{node.number - 1:02d}XX")
    offset = _OFFSETS[node.relation] if node.relation else 0
    return Stamp(mask=f"{civil(_today(context))[0] // 100 + offset:02d}XX")


def _season(node: Node, context: Context) -> Stamp:
    number = node.number or 21
    if node.year:
        return Stamp(node.year, season=number)
    if node.within:
        return Stamp(resolve(node.within, context).year, season=number)
    year, month, _ = civil(_today(context))
    now = {12: 24, 1: 24, 2: 24}.get(month, 20 + month // 3)
    this = year - 1 if now == 24 and month < 3 else year
    if node.relation == "last" or (node.relation is None and not context.future):
        year = this if number < now else this - 1
    elif node.relation == "this":
        year = this
    else:
        year = this if number > now else this + 1
    return Stamp(year, season=number)


def _quarter(node: Node, context: Context) -> Stamp:
    base = 32 if node.kind == "quarter" else 39
    whole = resolve(node.within, context) if node.within else None
    if whole and whole.month:
        last = monthrange(whole.year or 1, whole.month)[1]
        ends = (1, 15) if node.number == 1 else (16, last)
        first, second = (f"{whole.year:04d}-{whole.month:02d}-{day:02d}" for day in ends)
        return Stamp(first=first, last=second)
    year = whole.year if whole else node.year
    if year is None:
        current, month, _ = civil(_today(context))
        number = (month - 1) // 3 + 1 if node.kind == "quarter" else (month - 1) // 6 + 1
        later = (node.number or 1) > number
        year = current - (1 if later and not context.future and node.relation != "next" else 0)
    return Stamp(year, season=base + (node.number or 1))


def _weekend(node: Node, context: Context) -> Stamp:
    today = _today(context)
    monday = today - (today + 3) % 7
    if node.relation == "next":
        monday += 7
    elif node.relation == "last" or (node.relation is None and not context.future and monday + 5 > today):
        monday -= 7
    return Stamp(first=iso(monday + 5), last=iso(monday + 6))


def _nth(node: Node, context: Context) -> Stamp:
    """Return the n-th weekday of a month or year, or its n-th week.

    As in ISO 8601 a week runs from Monday and belongs where its Thursday lies.
    """
    assert node.within  # noqa: S101  # the grammar fills it
    whole = parse(resolve(node.within, context).edtf)
    if whole.earliest is None or whole.latest is None:
        raise NoDateError
    weekday = (node.weekday or 4) - 1
    if (node.number or 0) < 0:
        day = whole.latest - ((whole.latest + 3) % 7 - weekday) % 7
    else:
        day = whole.earliest + (weekday - (whole.earliest + 3) % 7) % 7 + 7 * ((node.number or 1) - 1)
    if not whole.earliest <= day <= whole.latest:
        raise NoDateError
    return Stamp(*civil(day)) if node.weekday else Stamp(first=iso(day - 3), last=iso(day + 3))


def _range(node: Node, context: Context) -> Stamp:
    assert node.first  # noqa: S101  # the grammar fills both
    assert node.second  # noqa: S101
    second = resolve(node.second, context)
    first = resolve(node.first, context)
    if node.first.month and node.second.month and not (node.first.year or node.second.year) and _after(first, second):
        first = replace(first, year=(first.year or 1) - 1)
    if node.first.weekday and not node.first.month and first.year and second.year and _after(first, second):
        day = day_number(first.year, first.month or 1, first.day or 1)
        later = day_number(second.year, second.month or 1, second.day or 1)
        second = Stamp(*civil(later + 7)) if context.future else second
        first = first if context.future else Stamp(*civil(day - 7))
    return spans.between(first, second)


def _after(first: Stamp, second: Stamp) -> bool:
    return (first.year, first.month or 0, first.day or 0) > (second.year, second.month or 0, second.day or 0)


_RESOLVERS = {
    "date": _date, "unit": _unit, "ago": _ago, "window": _window, "decade": _decade, "century": _century,
    "season": _season, "quarter": _quarter, "half": _quarter, "weekend": _weekend, "range": _range,
    "nth": _nth,
}  # fmt: skip
