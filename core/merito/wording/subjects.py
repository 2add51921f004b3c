"""What a message is about: one object with its kind, or several of one kind."""

from collections.abc import Sequence

from merito.model.messages import Listed, Message, Ref, say
from merito.wording.coded import SUBJECTS


def about(subjects: Sequence[str], most: int | None = None) -> Message:
    """`posizione PO01`; for several of one kind `3 posizioni (PO01, PO02, PO03)`, the first `most` of them."""
    kind = subjects[0].partition(":")[0]
    if len(subjects) == 1 or kind not in SUBJECTS:
        return say("{subjects}", subjects=tuple(map(_one, subjects)))
    which = tuple(Ref.to(one) for one in subjects)
    shown = Listed(which, most) if most is not None and len(which) > most else which
    return say("{n} {kind} ({which})", n=len(subjects), kind=SUBJECTS[kind][1], which=shown)


def _one(subject: str) -> Message:
    ref = Ref.to(subject)
    kind = SUBJECTS.get(ref.kind, (ref.kind,))[0]
    return say("{kind} {object}", kind=kind, object=ref) if ref.id else say("{kind}", kind=kind)
