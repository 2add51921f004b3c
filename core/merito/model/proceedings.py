"""How the steps of a proceeding stand at a date."""

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from merito.model.basis import Made

PROCEEDING_AT: Mapping[str, str] = {
    "done": "fatto",
    "late": "fatto in ritardo",
    "open": "da fare",
    "overdue": "scaduto",
    "waiting": "attende un altro atto",
    "silent": "silenzio: si procede",
    "not_given": "non reso",
    "not_needed": "non serve per la causa",
    "depends": "dipende dalla causa, che manca",
    "after": "registrato dopo la chiusura",
    "missing": "manca, e l'atto finale c'è",
    "closed": "non più dovuto",
}


@frozen(kw_only=True)
class ProceedingAt(Made):
    """A step of one proceeding about one subject, opened on a day: by when it is due, how it stands, what it awaits.

    `step` is the kind of its act, `title` the proceeding and the act in words (Italian). A step that two acts give a
    day has a row for each.
    """

    proceeding: str
    subject: str
    opened: date
    step: str
    due: date | None
    standing: str
    title: str
    act: str = ""
    waits_for: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        return (self.proceeding, self.subject, self.opened, self.step, self.due)
