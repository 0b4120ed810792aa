"""Changes as JSON and back, for the undo stack and the change log of a project file.

>>> from mapview.domain.changes import Put
>>> from mapview.domain.model import Text, Utterance
>>> change = Put(Utterance("first", Text("A spokesman")))
>>> change_from_json(change_to_json(change)) == change
True
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

from mapview.domain import changes, filters, model
from mapview.domain.changes import Change
from mapview.errors import BadInputError

_CLASSES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        changes.Put, changes.Remove, changes.Retitle, changes.Macro,
        model.Place, model.Topic, model.Utterance, model.Source, model.Claim, model.AssertedConflict,
        model.Decision, model.SavedView, model.CueWords, model.Rejection,
        model.Text, model.State, model.Quantity, model.Anchor, filters.Filter,
    )
}  # fmt: skip
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in _CLASSES.values()}
#: The key under which an object names its class; a mapping is an object of class "map".
_TAG, _MAP = "is", "map"


def change_to_json(change: Change) -> str:
    """Return a change as one line of JSON."""
    return json.dumps(_plain(change), ensure_ascii=False, separators=(",", ":"))


def change_from_json(text: str) -> Change:
    """Return the change that :func:`change_to_json` wrote.

    Raises
    ------
    BadInputError
        If it is none.
    """
    try:
        found = _object(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise BadInputError(f"The history holds a change that cannot be read ({error}).") from error
    if not isinstance(found, changes.Put | changes.Remove | changes.Retitle | changes.Macro):
        raise BadInputError("The history holds something that is no change.")
    return found


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {_TAG: _MAP, "items": list(value.items())}
    if is_dataclass(value):
        kind = type(value)
        return {_TAG: kind.__name__} | {name: _plain(getattr(value, name)) for name in _FIELDS[kind]}
    return value


def _object(value: object) -> object:
    if isinstance(value, list):
        return tuple(_object(item) for item in value)
    if not isinstance(value, dict):
        return value
    members = cast("dict[str, Any]", value)
    if members[_TAG] == _MAP:
        return dict(members["items"])
    return _CLASSES[members[_TAG]](**{name: _object(item) for name, item in members.items() if name != _TAG})
