"""The state at a date of appointments, and of the steps of proceedings."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from merito.model.basis import Made
from merito.model.messages import NOTHING, Message, as_message

VALID, FUTURE, EXPIRED, ENDED, EXTENDED = "valid", "future", "expired", "ended", "extended"
WITHOUT_ACT, WITHOUT_TITLE = "without_act", "missing_qualification"
APPOINTED: Mapping[str, str] = {
    VALID: "valido",
    FUTURE: "non iniziato",
    EXPIRED: "scaduto",
    ENDED: "cessato",
    EXTENDED: "in proroga",
    WITHOUT_ACT: "senza atto",
    WITHOUT_TITLE: "titolo mancante",
}
PROCEEDING_AT: Mapping[str, str] = {
    "done": "fatto",
    "late": "fatto in ritardo",
    "early": "fatto prima dell'atto che doveva seguire",
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
class AppointmentAt(Made):
    """An appointment at the date of the run; `last_day` is the last lawful one by the text."""

    person: str
    position: str
    kind: str
    start: date | None
    end: date | None
    last_day: date | None
    standing: str
    act: str = ""
    ended_by: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        return (self.person, self.position, self.kind, self.start)


@frozen(kw_only=True)
class ProceedingAt(Made):
    """A step of one proceeding about one subject, opened on a day: its due day, its state, what it waits for.

    `step` is the kind of its act, `title` the proceeding and the act in words. A step whose day is set by two
    acts has a row for each.
    """

    proceeding: str
    subject: str
    opened: date
    step: str
    due: date | None
    standing: str
    title: Message = field(converter=as_message)
    act: str = ""
    waits_for: Message = field(default=NOTHING, converter=as_message)

    @property
    def key(self) -> tuple[object, ...]:
        return (self.proceeding, self.subject, self.opened, self.step, self.due)
