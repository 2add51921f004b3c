"""Inputs about the organisation and the people in it: units, people, absences, positions, ratings."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from attrs import frozen

from merito.model.columns import InputRow, column, table

UNIT_KINDS = {
    "area": "area",
    "service": "servizio",
    "office": "ufficio",
    "structure": "struttura",
    "staff": "staff",
    "project_unit": "unita_di_progetto",
    "special_agency": "azienda_speciale",
}
ROLES = {
    "secretary_general": "segretario_generale",
    "manager": "dirigente",
    "po": "posizione_organizzativa",
    "staff": "dipendente",
}
APPOINTMENT_KINDS = {"holder": "titolare", "interim": "interim", "substitute": "sostituto"}
EXPIRY, REVOCATION, RENUNCIATION, RETIREMENT = "expiry", "revocation", "renunciation", "retirement"
REORGANISATION = "reorganisation"
ENDED_BY = {
    EXPIRY: "scadenza",
    REVOCATION: "revoca",
    RENUNCIATION: "rinuncia",
    RETIREMENT: "riposo",
    REORGANISATION: "riorganizzazione",
    "other": "altro",
}
LEFT_FOR = {
    RETIREMENT: "riposo",
    "death": "decesso",
    "resignation": "dimissioni",
    "transfer": "trasferimento",
    "other": "altro",
}
TITLES = {"diploma": "diploma", "degree": "laurea", "specialisation": "specializzazione"}
EXPERIENCE = "experience"
QUALIFICATIONS = {**TITLES, EXPERIENCE: "esperienza", "register": "albo", "other": "altro"}


@frozen(eq=False, kw_only=True)
class Unit(InputRow):
    """An organisational unit; `kind` is area, service, office, structure, staff, project_unit, special_agency."""

    TABLE = table("unita", "id")
    id: Annotated[str, column("id", "id", lasts=True)]
    name: Annotated[str, column("text", "nome", lasts=True)] = ""
    kind: Annotated[str, column("choice", "tipo", values=UNIT_KINDS, lasts=True)] = ""
    parent: Annotated[str | None, column("ref", "superiore", to=("unit",), lasts=True)] = None
    head: Annotated[str | None, column("ref", "responsabile", to=("person",), lasts=True)] = None


@frozen(eq=False, kw_only=True)
class Person(InputRow):
    """A person in service in the year; without `start` and `end`, for the whole of it. `ended_by` says why it ended."""

    TABLE = table("personale", "id")
    id: Annotated[str, column("id", "id", lasts=True)]
    unit: Annotated[str | None, column("ref", "unita", to=("unit",), lasts=True)] = None
    role: Annotated[str, column("choice", "ruolo", values=ROLES, lasts=True)] = "staff"
    category: Annotated[str, column("text", "categoria", lasts=True)] = ""
    permanent: Annotated[bool | None, column("yes_no", "di_ruolo", lasts=True)] = None
    start: Annotated[date | None, column("date", "dal", "from", lasts=True)] = None
    end: Annotated[date | None, column("date", "al", "to", not_before="from", lasts=True)] = None
    ended_by: Annotated[str, column("choice", "cessato_per", values=LEFT_FOR, lasts=True)] = ""

    @property
    def left_for(self) -> str:
        """Why the service ended, in Italian; blank if nobody has written it."""
        return LEFT_FOR.get(self.ended_by, "")


@frozen(eq=False, kw_only=True)
class Service(InputRow):
    """A period in which a person served in a unit; without `end`, to the end of the year. `fte` in percent points."""

    TABLE = table("servizio", "person", "unit", "from")
    person: Annotated[str, column("ref", "persona", to=("person",), lasts=True)]
    unit: Annotated[str | None, column("ref", "unita", to=("unit",), lasts=True)]
    start: Annotated[date, column("date", "dal", "from", within="year", lasts=True)]
    end: Annotated[date | None, column("date", "al", "to", not_before="from", within="year", lasts=True)] = None
    role: Annotated[str, column("choice", "ruolo", values=ROLES, lasts=True)] = ""
    category: Annotated[str, column("text", "categoria", lasts=True)] = ""
    fte: Annotated[Decimal | None, column("weight", "tempo", lasts=True)] = None
    evaluator: Annotated[str, column("who", "valutatore", lasts=True)] = ""


@frozen(eq=False, kw_only=True)
class Absence(InputRow):
    """Days away from work, both ends included; `counts` says whether it affects the evaluation."""

    TABLE = table("assenze", "person", "from")
    person: Annotated[str, column("ref", "persona", to=("person",))]
    start: Annotated[date, column("date", "dal", "from", within="year")]
    end: Annotated[date, column("date", "al", "to", not_before="from", within="year")]
    kind: Annotated[str, column("text", "tipo")] = ""
    counts: Annotated[bool | None, column("yes_no", "conta")] = None


@frozen(eq=False, kw_only=True)
class Position(InputRow):
    """A position: a manager's if `type` is `dirigenziale`, otherwise a posizione organizzativa.

    `amount` in euro per year, only if it is given and not computed; of a post graded again in the year, that of its
    first day.
    """

    TABLE = table("posizioni", "id")
    id: Annotated[str, column("id", "id", lasts=True)]
    title: Annotated[str, column("text", "titolo", lasts=True)] = ""
    unit: Annotated[str | None, column("ref", "unita", to=("unit",), lasts=True)] = None
    type: Annotated[str, column("text", "tipo", lasts=True)] = ""
    holder: Annotated[str | None, column("ref", "titolare", to=("person",), lasts=True)] = None
    amount: Annotated[Decimal | None, column("money", "importo")] = None


@frozen(eq=False, kw_only=True)
class Regrading(InputRow):
    """Another yearly pay of a position from a day of the year on, and the act that grades it so; `amount` in euro."""

    TABLE = table("rigraduazioni", "position", "from")
    position: Annotated[str, column("ref", "posizione", to=("position",))]
    start: Annotated[date, column("date", "dal", "from", within="year")]
    amount: Annotated[Decimal, column("money", "importo")]
    act: Annotated[str, column("ref", "atto", to=("act",))]


@frozen(eq=False, kw_only=True)
class PositionScore(InputRow):
    """Points of one factor of a position's weighting; with `start`, since a day of the year, by the act `act`."""

    TABLE = table("punteggi_posizioni", "position", "factor", "from")
    position: Annotated[str, column("ref", "posizione", to=("position",))]
    factor: Annotated[str, column("text", "fattore")]
    points: Annotated[Decimal, column("points", "punti")]
    start: Annotated[date | None, column("date", "dal", "from", within="year")] = None
    act: Annotated[str | None, column("ref", "atto", to=("act",))] = None


@frozen(eq=False, kw_only=True)
class Appointment(InputRow):
    """A person who holds a position, covers it ad interim or substitutes; `share` in percent points of its pay.

    `act` is the one that confers or renews it, `ended_by` how it ended: if blank, it ends on its last day. On the days
    of a managerial post its holder is a manager, and after retiring from a post nobody serves, whatever the tables of
    people and of service say.
    """

    TABLE = table("incarichi", "person", "position", "from", scope="both")
    person: Annotated[str, column("ref", "persona", to=("person",), lasts=True)]
    position: Annotated[str, column("ref", "posizione", to=("position",), lasts=True)]
    kind: Annotated[str, column("choice", "tipo", values=APPOINTMENT_KINDS, lasts=True)] = "holder"
    start: Annotated[date | None, column("date", "dal", "from", lasts=True)] = None
    end: Annotated[date | None, column("date", "al", "to", not_before="from", lasts=True)] = None
    share: Annotated[Decimal | None, column("weight", "quota", lasts=True)] = None
    act: Annotated[str | None, column("ref", "atto", to=("act",), lasts=True)] = None
    ended_by: Annotated[str, column("choice", "cessato_per", values=ENDED_BY, lasts=True)] = ""


@frozen(eq=False, kw_only=True)
class Delegation(InputRow):
    """A delegation to the holder of a post, and until when; `value_limit` in euro, per payment."""

    TABLE = table("deleghe", "position", "scope", "from", scope="both")
    position: Annotated[str, column("ref", "posizione", to=("position",), lasts=True)]
    scope: Annotated[str, column("text", "ambito", lasts=True)]
    start: Annotated[date, column("date", "dal", "from", lasts=True)]
    end: Annotated[date | None, column("date", "al", "to", not_before="from", lasts=True)] = None
    act: Annotated[str | None, column("ref", "atto", to=("act",), lasts=True)] = None
    value_limit: Annotated[Decimal | None, column("money", "limite", lasts=True)] = None


@frozen(eq=False, kw_only=True)
class Qualification(InputRow):
    """A title of a person, since the day on which it was awarded; for experience, the period."""

    TABLE = table("titoli", "person", "kind", "since", scope="both")
    person: Annotated[str, column("ref", "persona", to=("person",), lasts=True)]
    kind: Annotated[str, column("choice", "tipo", values=QUALIFICATIONS, required=True, lasts=True)]
    since: Annotated[date, column("date", "dal", lasts=True)]
    until: Annotated[date | None, column("date", "al", not_before="since", lasts=True)] = None
    note: Annotated[str, column("text", "nota", lasts=True)] = ""


@frozen(eq=False, kw_only=True)
class BodyMember(InputRow):
    """A member of a body (the OIV, a Comitato), with role and period; `member` is a person's id, or any other."""

    TABLE = table("organi", "body", "member", "from", scope="both")
    body: Annotated[str, column("text", "organo", lasts=True)]
    member: Annotated[str, column("id", "componente", lasts=True)]
    role: Annotated[str, column("text", "ruolo", lasts=True)] = ""
    start: Annotated[date, column("date", "dal", "from", lasts=True)]
    end: Annotated[date | None, column("date", "al", "to", not_before="from", lasts=True)] = None
    act: Annotated[str | None, column("ref", "atto", to=("act",), lasts=True)] = None


@frozen(eq=False, kw_only=True)
class Rating(InputRow):
    """Points given to a person on one factor, out of `max`; `weight` in percent points."""

    TABLE = table("valutazioni_fattori", "person", "factor", "section", "from")
    person: Annotated[str, column("ref", "persona", to=("person",))]
    factor: Annotated[str, column("text", "fattore")]
    section: Annotated[str, column("text", "sezione")] = ""
    points: Annotated[Decimal, column("points", "punti", awaited=True)]
    max: Annotated[Decimal | None, column("points", "massimo")] = None
    weight: Annotated[Decimal | None, column("weight", "peso")] = None
    start: Annotated[date | None, column("date", "dal", "from", within="year")] = None
    end: Annotated[date | None, column("date", "al", "to", not_before="from", within="year")] = None
    shown: Annotated[str, column("text", "dimostrata")] = ""


@frozen(eq=False, kw_only=True)
class ReturnedRating(InputRow):
    """A row of an evaluator's workbook as it came back, and the workbook: its file, its hash, the day of the import.

    Without `points` the evaluator left it blank. The program writes this table; rules see its points among the ratings.
    """

    TABLE = table("schede_restituite", "person", "factor", "section", "from")
    person: Annotated[str, column("ref", "persona", to=("person",))]
    factor: Annotated[str, column("text", "fattore")]
    section: Annotated[str, column("text", "sezione")] = ""
    points: Annotated[Decimal | None, column("points", "punti")] = None
    max: Annotated[Decimal | None, column("points", "massimo")] = None
    weight: Annotated[Decimal | None, column("weight", "peso")] = None
    start: Annotated[date | None, column("date", "dal", "from")] = None
    end: Annotated[date | None, column("date", "al", "to", not_before="from")] = None
    evaluator: Annotated[str, column("text", "valutatore")]
    file: Annotated[str, column("text", "scheda")]
    day: Annotated[date, column("date", "ripresa")]
    digest: Annotated[str, column("text", "impronta")]


@frozen(eq=False, kw_only=True)
class EarlierEvaluation(InputRow):
    """The outcome of a person's evaluation in an earlier year, and the act that records it."""

    TABLE = table("valutazioni_precedenti", "person", "year", scope="both")
    person: Annotated[str, column("ref", "persona", to=("person",), lasts=True)]
    year: Annotated[int, column("year", "anno", within="career", lasts=True)]
    positive: Annotated[bool, column("yes_no", "positiva", lasts=True)]
    act: Annotated[str | None, column("ref", "atto", to=("act",), lasts=True)] = None


@frozen(eq=False, kw_only=True)
class Evaluation(InputRow):
    """How a person was evaluated: who proposed and decided, when it was discussed and communicated, and the outcome.

    `proposal_told` is the day on which the proposal was communicated, before any hearing; `told` that of the final
    evaluation.

    `evaluator` and `proposer` are `person:0123` or the name of a body; `reasons` are those of the outcome.
    """

    TABLE = table("valutazioni", "person")
    person: Annotated[str, column("ref", "persona", to=("person",))]
    evaluator: Annotated[str, column("who", "valutatore")] = ""
    proposer: Annotated[str, column("who", "proponente")] = ""
    harmonised: Annotated[bool | None, column("yes_no", "armonizzata")] = None
    feedback: Annotated[date | None, column("date", "colloquio", within="process")] = None
    proposal_told: Annotated[date | None, column("date", "proposta_comunicata", within="process")] = None
    told: Annotated[date | None, column("date", "comunicata", not_before="proposal_told", within="process")] = None
    reasons: Annotated[str, column("text", "motivazione")] = ""
    positive: Annotated[bool | None, column("yes_no", "positiva")] = None


@frozen(eq=False, kw_only=True)
class ReturnedEvaluation(InputRow):
    """What an evaluator wrote of a person in a workbook that came back, and the workbook, as of returned ratings.

    The program writes this table; rules see its days and reasons among the evaluations. `note` is for the office alone.
    """

    TABLE = table("valutazioni_restituite", "person")
    person: Annotated[str, column("ref", "persona", to=("person",))]
    feedback: Annotated[date | None, column("date", "colloquio")] = None
    proposal_told: Annotated[date | None, column("date", "proposta_comunicata")] = None
    told: Annotated[date | None, column("date", "comunicata", not_before="proposal_told")] = None
    reasons: Annotated[str, column("text", "motivazione")] = ""
    note: Annotated[str, column("text", "nota")] = ""
    evaluator: Annotated[str, column("text", "valutatore")]
    file: Annotated[str, column("text", "scheda")]
    day: Annotated[date, column("date", "ripresa")]
    digest: Annotated[str, column("text", "impronta")]
