"""Inputs of the plan: areas, objectives, indicators, their measures, the dashboards that carry them."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from attrs import frozen

from merito.model.columns import InputRow, column, table
from merito.model.figures import BLANK, Figure, Said

TARGET_AT = {"final": "target", "interim": "target_interim"}
SOMEBODY = ("person", "unit", "position")
AREA_KINDS = {"perspective": "prospettiva", "strategic_area": "area_strategica", "special_agency": "azienda_speciale"}
LEVELS = {"strategic": "strategico", "operational": "operativo", "group": "gruppo", "individual": "individuale"}
INDICATOR_KINDS = {
    "number": "numero",
    "percent": "percentuale",
    "ratio": "rapporto",
    "days": "giorni",
    "date": "data",
    "yes_no": "si_no",
    "range": "intervallo",
    "project": "progetto",
}
BETTER = {"higher": "maggiore", "lower": "minore"}
TARGET_AT_WORDS = {"final": "finale", "interim": "intermedio"}
MEASURED_AT = {"final": "finale", "interim": "intermedio", "forecast": "previsione"}
DASHBOARD_KINDS = {
    "strategic": "strategico",
    "service": "servizio",
    "special_agency": "azienda_speciale",
    "secretary_general": "segretario_generale",
    "manager": "dirigente",
    "group": "gruppo",
    "individual": "individuale",
    "pola": "pola",
}
LINKS = {"direct": "diretto", "indirect": "indiretto"}


@frozen(eq=False, kw_only=True)
class Area(InputRow):
    """A perspective of the scorecard, a strategic area or a special agency; `weight` in percent points."""

    TABLE = table("aree", "id")
    id: Annotated[str, column("id", "id", lasts=True)]
    title: Annotated[str, column("text", "titolo", lasts=True)] = ""
    kind: Annotated[str, column("choice", "tipo", values=AREA_KINDS, lasts=True)] = ""
    weight: Annotated[Decimal | None, column("weight", "peso", lasts=True)] = None


@frozen(eq=False, kw_only=True)
class Objective(InputRow):
    """An objective in its area and under its parent; `weight` in percent points among its siblings."""

    TABLE = table("obiettivi", "id")
    id: Annotated[str, column("id", "id", lasts=True)]
    title: Annotated[str, column("text", "titolo", lasts=True)]
    level: Annotated[str, column("choice", "livello", values=LEVELS, lasts=True)] = ""
    area: Annotated[str | None, column("ref", "area", to=("area",), lasts=True)] = None
    parent: Annotated[str | None, column("ref", "superiore", to=("objective",), lasts=True)] = None
    weight: Annotated[Decimal | None, column("weight", "peso", lasts=True)] = None
    responsible: Annotated[str | None, column("ref", "responsabile", to=SOMEBODY, lasts=True)] = None
    start: Annotated[date | None, column("date", "dal", "from", within="plan", lasts=True)] = None
    end: Annotated[date | None, column("date", "al", "to", not_before="from", within="plan", lasts=True)] = None
    act: Annotated[str | None, column("ref", "atto", to=("act",), lasts=True)] = None


@frozen(eq=False, kw_only=True)
class Indicator(InputRow):
    """An indicator: its kind of figure, the better direction and its expected result of the year.

    A target of `-` says that the plan expects nothing of it this year; `monitoraggio`, that it is not graded; a blank
    one is missing.

    `available` is the day from which its figure is known; `maintains` says that the target keeps a level and is meant
    to equal the last result.
    """

    TABLE = table("indicatori", "id")
    id: Annotated[str, column("id", "id", lasts=True)]
    title: Annotated[str, column("text", "titolo", lasts=True)]
    objective: Annotated[str | None, column("ref", "obiettivo", to=("objective",), lasts=True)] = None
    action: Annotated[str, column("text", "azione", lasts=True)] = ""
    kind: Annotated[str, column("choice", "tipo", values=INDICATOR_KINDS, lasts=True)] = "number"
    better: Annotated[str, column("choice", "migliore", values=BETTER, lasts=True)] = "higher"
    weight: Annotated[Decimal | None, column("weight", "peso", lasts=True)] = None
    monitoring: Annotated[bool | None, column("yes_no", "monitoraggio", lasts=True)] = None
    baseline: Annotated[Figure, column("figure", "ultimo_consuntivo")] = BLANK
    target: Annotated[Figure, column("figure", "atteso")] = BLANK
    target_interim: Annotated[Figure, column("figure", "atteso_intermedio")] = BLANK
    aspect: Annotated[str, column("text", "ambito", lasts=True)] = ""
    dimension: Annotated[str, column("text", "dimensione", lasts=True)] = ""
    responsible: Annotated[str | None, column("ref", "responsabile", to=SOMEBODY, lasts=True)] = None
    origin: Annotated[str, column("text", "fonte", "source", lasts=True)] = ""
    available: Annotated[date | None, column("date", "disponibile", within="process")] = None
    maintains: Annotated[bool | None, column("yes_no", "mantenimento")] = None

    @property
    def watched(self) -> bool:
        """Whether it is only under monitoring, by its own mark or by the value of its target."""
        return bool(self.monitoring) or (self.monitoring is None and self.target.said is Said.MONITORING)

    @property
    def expected(self) -> bool:
        """Whether it is of this year: the plan neither only monitors it nor writes `-` as its target."""
        return not self.watched and self.target.said is not Said.NOTHING

    @property
    def lacks_target(self) -> bool:
        """Whether it is of this year and its target is not known: blank, `n.d.` or still to be set."""
        return self.expected and self.target.said is not Said.VALUE


@frozen(eq=False, kw_only=True)
class Target(InputRow):
    """The expected result of an indicator for one year of the plan, at its end or interim; `-` if it has none then."""

    TABLE = table("attesi", "indicator", "year", "at")
    indicator: Annotated[str, column("ref", "indicatore", to=("indicator",), lasts=True)]
    year: Annotated[int, column("year", "anno", lasts=True)]
    value: Annotated[Figure, column("figure", "valore", lasts=True, required=True)] = BLANK
    at: Annotated[str, column("choice", "momento", values=TARGET_AT_WORDS, lasts=True)] = "final"
    weight: Annotated[Decimal | None, column("weight", "peso", lasts=True)] = None
    act: Annotated[str | None, column("ref", "atto", to=("act",), lasts=True)] = None


@frozen(eq=False, kw_only=True)
class Measure(InputRow):
    """The measure of an indicator, at the end of the year, interim or on a date.

    `grade` (percent points) is the ente's own, with its reason in `note`, for a figure that no formula can grade.
    """

    TABLE = table("misure", "indicator", "at")
    indicator: Annotated[str, column("ref", "indicatore", to=("indicator",))]
    at: Annotated[str | date, column("moment", "momento", values=MEASURED_AT, within="process")]
    value: Annotated[Figure, column("figure", "valore")] = BLANK
    by: Annotated[str | None, column("ref", "rilevatore", to=SOMEBODY)] = None
    grade: Annotated[Decimal | None, column("weight", "grado")] = None
    evidence: Annotated[str, column("text", "evidenza")] = ""
    note: Annotated[str, column("text", "nota")] = ""


@frozen(eq=False, kw_only=True)
class Activity(InputRow):
    """An activity of a project, with its own expected result and actual; `weight` in percent points."""

    TABLE = table("attivita", "indicator", "id")
    indicator: Annotated[str, column("ref", "indicatore", to=("indicator",))]
    id: Annotated[str, column("id", "id")]
    title: Annotated[str, column("text", "titolo")] = ""
    weight: Annotated[Decimal | None, column("weight", "peso")] = None
    better: Annotated[str, column("choice", "migliore", values=BETTER)] = "higher"
    target: Annotated[Figure, column("figure", "atteso")] = BLANK
    actual: Annotated[Figure, column("figure", "consuntivo")] = BLANK
    responsible: Annotated[str | None, column("ref", "responsabile", to=SOMEBODY)] = None


@frozen(eq=False, kw_only=True)
class Weight(InputRow):
    """The weight (percent points) of `child` in `node`, if that is not its natural parent."""

    TABLE = table("pesi", "node", "child", "year")
    node: Annotated[
        str, column("ref", "nodo", to=("area", "objective", "unit", "position", "person", "dashboard"), lasts=True)
    ]
    child: Annotated[str, column("ref", "figlio", to=("objective", "indicator", "area"), lasts=True)]
    weight: Annotated[Decimal, column("weight", "peso", lasts=True)]
    year: Annotated[int | None, column("year", "anno", lasts=True)] = None


@frozen(eq=False, kw_only=True)
class Project(InputRow):
    """A project that brings variable resources: its relevance, its coefficient, and why."""

    TABLE = table("progetti", "id")
    id: Annotated[str, column("id", "id")]
    title: Annotated[str, column("text", "titolo")] = ""
    objective: Annotated[str | None, column("ref", "obiettivo", to=("objective",))] = None
    relevance: Annotated[Decimal | None, column("points", "rilevanza")] = None
    coefficient: Annotated[Decimal | None, column("points", "coefficiente")] = None
    reason: Annotated[str, column("text", "motivazione")] = ""


@frozen(eq=False, kw_only=True)
class Resource(InputRow):
    """Resources of an objective: budget and spending (euro) of an account, and how many people (full-time).

    A row of another `year` is an estimate; blank means the year of the plan.
    """

    TABLE = table("risorse", "objective", "account", "year")
    objective: Annotated[str, column("ref", "obiettivo", to=("objective",))]
    account: Annotated[str, column("text", "conto")] = ""
    budget: Annotated[Decimal | None, column("money", "preventivo")] = None
    spent: Annotated[Decimal | None, column("money", "consuntivo")] = None
    people: Annotated[Decimal | None, column("points", "persone", counts="people")] = None
    year: Annotated[int | None, column("year", "anno")] = None

    def is_of(self, year: int) -> bool:
        """Whether it is of a year of the cycle, and not an estimate for a later one."""
        return self.year in (None, year)


@frozen(eq=False, kw_only=True)
class Dashboard(InputRow):
    """A dashboard (cruscotto) of the ente, of a service or of a person; a person's is reserved."""

    TABLE = table("cruscotti", "id")
    id: Annotated[str, column("id", "id", lasts=True)]
    title: Annotated[str, column("text", "titolo", lasts=True)] = ""
    kind: Annotated[str, column("choice", "tipo", values=DASHBOARD_KINDS, lasts=True)] = ""
    holder: Annotated[str | None, column("ref", "titolare", to=SOMEBODY, lasts=True)] = None


@frozen(eq=False, kw_only=True)
class DashboardRow(InputRow):
    """An indicator on a dashboard, with the action printed there and its weight in percent points."""

    TABLE = table("righe_cruscotti", "dashboard", "indicator")
    dashboard: Annotated[str, column("ref", "cruscotto", to=("dashboard",), lasts=True)]
    indicator: Annotated[str, column("ref", "indicatore", to=("indicator",), lasts=True)]
    action: Annotated[str, column("text", "azione", lasts=True)] = ""
    weight: Annotated[Decimal | None, column("weight", "peso", lasts=True)] = None
    link: Annotated[str, column("choice", "legame", values=LINKS, lasts=True)] = ""
