"""What collective bargaining decided of the managers' and the staff's funds: one agreement for each (par. 5).

The two texts give the funds and leave their division among persons to bargaining. Its decision stands in a table: the
criteria that make each one's weight, or that reduce each one's share, or a sum for each person.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from attrs import frozen

from merito import Act, ExtraRow, Step
from merito.numbers import Period, fraction, number_text
from merito_brescia.evaluation_levels import LEVELS
from merito_brescia.evaluation_people import MANAGER, POSITION, SECRETARY, STAFF, Evaluee, evaluees, unit_of
from merito_brescia.variable_areas import of_an_agency

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
class Divided:
    """A fund that bargaining divides: the tool that pays it, the name of its line of prizes, who takes part."""

    fund: str
    tool: str
    prizes: str
    roles: tuple[str, ...]


FUNDS = (
    Divided(fund="managers", tool="managers_result", prizes="risultato dei dirigenti", roles=(MANAGER, SECRETARY)),
    Divided(fund="staff", tool="staff_prizes", prizes="premi del personale", roles=(STAFF,)),
)


@frozen(kw_only=True, eq=False)
class Agreement:
    """What an agreement says of one fund: its act and its rows, by criterion."""

    of: Divided
    act: Act
    rows: Mapping[str, tuple[ExtraRow, ...]]

    @property
    def inputs(self) -> tuple[ExtraRow, ...]:
        return tuple(row for own in self.rows.values() for row in own)

    def criteria(self, effect: str) -> tuple[str, ...]:
        """The criteria that make the weights, or that reduce the shares."""
        return tuple(name for name, rows in self.rows.items() if name != AMOUNT and effect_of(rows[0]) == effect)


def effect_of(row: ExtraRow) -> str:
    """Whether a row makes the weight, as where nothing is written, or reduces the share."""
    return str(row["effect"] or DIVIDES)


def rows_of(step: Step, of: Divided) -> tuple[ExtraRow, ...]:
    """The rows about a fund, whatever act they name."""
    return tuple(row for row in step.dossier.tables.get(TABLE, ()) if row["fund"] == of.fund)


def act_of(step: Step, row: ExtraRow) -> Act:
    """The act that a row names."""
    return step.dossier.acts[str(row["act"])]


def agreement_of(step: Step, of: Divided) -> Agreement | None:
    """What was agreed of a fund, by an act seen; nothing where the rows cannot be carried out as they are written."""
    rows = rows_of(step, of)
    if not rows or any(problems(step, of)) or act_of(step, rows[0]) not in step.acts_of(KIND):
        return None
    by_criterion = {name: tuple(row for row in rows if row["criterion"] == name) for name in _criteria(rows)}
    return Agreement(of=of, act=act_of(step, rows[0]), rows=by_criterion)


def coefficient(row: ExtraRow) -> Fraction:
    """The coefficient of a row that holds."""
    return fraction(cast(Decimal, row["coefficient"]))


def amount(row: ExtraRow) -> Decimal:
    """The sum (euro) of a row that holds."""
    return cast(Decimal, row["amount"])


def taking_part(step: Step, of: Divided) -> tuple[Evaluee, ...]:
    """Who shares in a fund: everybody of its roles who serves in the year, but in a special agency.

    Whoever held a posizione organizzativa for a part of the year shares in the staff's where the agreement says so by
    name.
    """
    named = {row["person"] for row in rows_of(step, of)}
    return tuple(
        one
        for one in (*evaluees(step, *of.roles), *(_for_a_part(step) if STAFF in of.roles else ()))
        if step.dossier.service_of(one.person.id)
        and not of_an_agency(step.dossier, unit_of(step, one.person))
        and (one.role != POSITION or one.person.id in named)
    )


def _for_a_part(step: Step) -> Iterator[Evaluee]:
    """The staff who held a posizione organizzativa for fewer days than those of their service."""
    for one in evaluees(step, POSITION):
        periods = step.dossier.service_of(one.person.id)
        days = sum(Period(row.start, row.end or row.start).days for row in periods)
        if one.person.role == STAFF and sum(held.days for held in one.posts) < days:
            yield one


def unnamed(step: Step, of: Divided) -> tuple[Evaluee, ...]:
    """Who might share in the fund and no row names: everybody where sums are agreed, and who held a post in part."""
    rows = rows_of(step, of)
    named = {row["person"] for row in rows}
    everybody = taking_part(step, of) if AMOUNT in _criteria(rows) else ()
    in_part = _for_a_part(step) if rows and STAFF in of.roles else ()
    return tuple(one for one in (*everybody, *in_part) if one.person.id not in named)


def strangers(step: Step, of: Divided) -> tuple[ExtraRow, ...]:
    """Rows about persons who do not share in the fund."""
    people = {one.person.id for one in taking_part(step, of)}
    return tuple(row for row in rows_of(step, of) if row["person"] and row["person"] not in people)


def problems(step: Step, of: Divided) -> Iterator[str]:
    """What is wrong with the rows of a fund (Italian), naming nobody."""
    rows = rows_of(step, of)
    acts = dict.fromkeys(act_of(step, row).id for row in rows)
    if len(acts) > 1:
        yield f"il riparto di un fondo sta in un solo accordo: risultano {', '.join(acts)}"
    for act in acts:
        if step.dossier.acts[act].kind != KIND:
            yield f"l'atto {act} non è un accordo integrativo (tipo accordo_integrativo)"
    names = _criteria(rows)
    if AMOUNT in names and len(names) > 1:
        told = ", ".join(NAMES[one] for one in names)
        yield f"un fondo si divide per importi oppure per coefficienti: risultano {told}"
    if LEVEL in names and STAFF not in of.roles:
        yield "i dirigenti non hanno livelli: si usa il punteggio, o una fascia_punteggio"
    for name in names:
        yield from _of_criterion(step, name, [row for row in rows if row["criterion"] == name])


def _criteria(rows: Iterable[ExtraRow]) -> tuple[str, ...]:
    return tuple(name for name in NAMES if any(row["criterion"] == name for row in rows))


def _of_criterion(step: Step, name: str, rows: list[ExtraRow]) -> Iterator[str]:
    where, cell = f"criterio {NAMES[name]}", CELLS.get(name)
    if len({effect_of(row) for row in rows}) > 1:
        yield f"{where}: le righe o ripartiscono o riducono, tutte allo stesso modo"
    if cell:
        values = [str(row[cell]).casefold() for row in rows]
        if len(set(values)) < len(values):
            yield f"{where}: «{HEADS[cell]}» ripetuto"
    levels = {level.casefold() for level in step.parameters.table(LEVELS).value}
    for row in rows:
        if name == LEVEL and row["level"] and str(row["level"]).casefold() not in levels:
            yield f"{where}: «{row['level']}» non è un livello della scheda"
        yield from (f"{where}: {why}" for why in _of_row(row, name, cell))


def _of_row(row: ExtraRow, name: str, cell: str | None) -> Iterator[str]:
    value = "amount" if name == AMOUNT else "" if name in (SCORE, SERVICE) else "coefficient"
    for column, head in HEADS.items():
        wanted, empty = column in (cell, value), row[column] in (None, "")
        if wanted and empty:
            yield f"manca «{head}»"
        if not wanted and not empty:
            yield f"«{head}» non serve"
    number = fraction(cast(Decimal, row[value])) if value and row[value] is not None else Fraction(0)
    if number < 0:
        yield f"{number_text(number)} è sotto zero"
    if effect_of(row) == REDUCES and (name == AMOUNT or number > 1):
        yield "ciò che riduce una quota va da 0 a 1"
