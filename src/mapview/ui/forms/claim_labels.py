"""What "Undo" is followed by after a claim was made or changed."""

from dataclasses import fields

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mapview.domain.changes import Entity
from mapview.domain.model import Claim

#: Where one thing of it was changed.
_CHANGED: dict[str, str] = {
    "place": str(QT_TRANSLATE_NOOP("ClaimForm", "move of a claim to {}")),
    "topic": str(QT_TRANSLATE_NOOP("ClaimForm", "change of the topic of a claim on {}")),
    "value": str(QT_TRANSLATE_NOOP("ClaimForm", "change of the value of a claim on {}")),
    "statement": str(QT_TRANSLATE_NOOP("ClaimForm", "new wording of a claim on {}")),
    "when": str(QT_TRANSLATE_NOOP("ClaimForm", "change of the date of a claim on {}")),
    "source": str(QT_TRANSLATE_NOOP("ClaimForm", "change of the source of a claim on {}")),
    "anchor": str(QT_TRANSLATE_NOOP("ClaimForm", "change of the passage of a claim on {}")),
    "utterance": str(QT_TRANSLATE_NOOP("ClaimForm", "change of who is quoted in a claim on {}")),
    "modality": str(QT_TRANSLATE_NOOP("ClaimForm", "change of the modality of a claim on {}")),
    "certainty": str(QT_TRANSLATE_NOOP("ClaimForm", "change of the certainty of a claim on {}")),
    "note": str(QT_TRANSLATE_NOOP("ClaimForm", "change of the note of a claim on {}")),
}


def claim_label(claim: Claim, before: Entity | None, where: str, *, split: bool) -> str:
    """Return it for a claim on a place; ``before`` is the claim as it was, None for a new one."""
    if split:
        return QCoreApplication.translate("ClaimForm", "split of a claim on {}").format(where)
    if before is None:
        return QCoreApplication.translate("ClaimForm", "new claim on {}").format(where)
    changed = [each.name for each in fields(claim) if getattr(claim, each.name) != getattr(before, each.name)]
    if len(changed) == 1:
        return QCoreApplication.translate("ClaimForm", _CHANGED[changed[0]]).format(where)
    return QCoreApplication.translate("ClaimForm", "change of a claim on {}").format(where)
