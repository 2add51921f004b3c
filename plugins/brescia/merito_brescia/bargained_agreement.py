"""What collective bargaining decided about the managers' and the staff's funds: one agreement for each (par. 5).

The two texts provide the funds and leave their division among people to bargaining. A table records its decision:
criteria that make the weights of people, criteria that reduce their shares, or a sum for each person.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from attrs import frozen

from merito import Act, ExtraRow, Rows, Step
from merito.numbers import fraction
from merito_brescia.evaluation.people import MANAGER, SECRETARY, STAFF

TABLE, KIND, RULE = "bargained_division", "integrative_agreement", "BS-SM-5.5"
LEVEL, CATEGORY, SCORE, BAND = "level", "category", "score", "score_band"
SERVICE, WEIGHT, AMOUNT = "service", "weight", "amount"
EVALUATED = (LEVEL, SCORE, BAND)
CELLS = {LEVEL: "level", CATEGORY: "category", BAND: "from_score", WEIGHT: "person", AMOUNT: "person"}
NAMES = {
    LEVEL: "livello",
    CATEGORY: "categoria",
    SCORE: "punteggio",
    BAND: "fascia_punteggio",
    SERVICE: "servizio",
    WEIGHT: "peso",
    AMOUNT: "importo",
}
HEADS = {
    "level": "livello",
    "category": "categoria",
    "from_score": "da_punteggio",
    "person": "persona",
    "coefficient": "coefficiente",
    "amount": "importo",
}
REDUCES, DIVIDES = "reduces", "divides"


@frozen(kw_only=True)
class BargainedFund:
    """A fund that bargaining divides: the tool that pays it, the name of its line of prizes, the roles that share."""

    fund: str
    tool: str
    prizes: str
    roles: tuple[str, ...]


MANAGERS = BargainedFund(
    fund="managers", tool="managers_result", prizes="risultato dei dirigenti", roles=(MANAGER, SECRETARY)
)
PERSONNEL = BargainedFund(fund="staff", tool="staff_prizes", prizes="premi del personale", roles=(STAFF,))
FUNDS = (MANAGERS, PERSONNEL)


@frozen(kw_only=True, eq=False)
class Agreement:
    """An agreement on one fund: its act, and its rows by criterion."""

    of: BargainedFund
    act: Act
    rows: Mapping[str, Rows[ExtraRow]]

    @property
    def inputs(self) -> tuple[ExtraRow, ...]:
        return tuple(row for own in self.rows.values() for row in own)

    @property
    def evaluated(self) -> bool:
        """Whether a criterion depends on the evaluations."""
        return any(name in EVALUATED for name in self.rows)

    @property
    def by_evaluation(self) -> bool | None:
        """The same, or None if weights or sums by person do not say on what they rest."""
        return True if self.evaluated else None if {WEIGHT, AMOUNT} & {*self.rows} else False

    def criteria(self, effect: str) -> tuple[str, ...]:
        """The criteria that make the weights, or that reduce the shares."""
        return tuple(name for name, rows in self.rows.items() if name != AMOUNT and effect_of(rows[0]) == effect)


def effect_of(row: ExtraRow) -> str:
    """Whether a row makes the weight (also if nothing is written) or reduces the share."""
    return str(row["effect"] or DIVIDES)


def rows_of(step: Step, of: BargainedFund) -> tuple[ExtraRow, ...]:
    """The rows about a fund, whichever act they name."""
    return step.dossier.table(TABLE).of(fund=of.fund)


def act_of(step: Step, row: ExtraRow) -> Act:
    """The act that a row names."""
    return step.dossier.acts[str(row["act"])]


def criteria_of(rows: Iterable[ExtraRow]) -> tuple[str, ...]:
    """The criteria that some rows name, in the order in which they are shown."""
    return tuple(name for name in NAMES if any(row["criterion"] == name for row in rows))


def coefficient(row: ExtraRow) -> Fraction:
    """The coefficient of a valid row."""
    return fraction(cast(Decimal, row["coefficient"]))


def amount(row: ExtraRow) -> Decimal:
    """The sum (euro) of a valid row."""
    return cast(Decimal, row["amount"])
