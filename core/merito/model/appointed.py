"""The state of appointments at a date."""

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from merito.model.basis import Made

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
