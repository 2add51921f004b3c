"""The rows of an agreement: what is wrong with them; if nothing is, the agreement."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import cast

from merito import ExtraRow, Rows, Step
from merito.numbers import fraction, number_text
from merito_brescia.bargained_agreement import (
    AMOUNT,
    CELLS,
    HEADS,
    KIND,
    LEVEL,
    NAMES,
    REDUCES,
    SCORE,
    SERVICE,
    Agreement,
    BargainedFund,
    act_of,
    criteria_of,
    effect_of,
    rows_of,
)
from merito_brescia.evaluation.factors import LEVELS
from merito_brescia.evaluation.people import STAFF


def agreement_of(step: Step, of: BargainedFund) -> Agreement | None:
    """The agreement on a fund, if its act is known; None if its rows cannot be carried out as they are written."""
    rows = rows_of(step, of)
    if not rows or any(problems(step, of)) or act_of(step, rows[0]) not in step.acts_of(KIND):
        return None
    by_criterion = {name: Rows(row for row in rows if row["criterion"] == name) for name in criteria_of(rows)}
    return Agreement(of=of, act=act_of(step, rows[0]), rows=by_criterion)


def problems(step: Step, of: BargainedFund) -> Iterator[str]:
    """What is wrong with the rows of a fund (Italian), without names of people."""
    rows = rows_of(step, of)
    acts = dict.fromkeys(act_of(step, row).id for row in rows)
    if len(acts) > 1:
        yield f"il riparto di un fondo sta in un solo accordo: risultano {', '.join(acts)}"
    for act in acts:
        if step.dossier.acts[act].kind != KIND:
            yield f"l'atto {act} non è un accordo integrativo (tipo accordo_integrativo)"
    names = criteria_of(rows)
    if AMOUNT in names and len(names) > 1:
        told = ", ".join(NAMES[one] for one in names)
        yield f"un fondo si divide per importi oppure per coefficienti: risultano {told}"
    if LEVEL in names and STAFF not in of.roles:
        yield "i dirigenti non hanno livelli: si usa il punteggio, o una fascia_punteggio"
    for name in names:
        yield from _of_criterion(step, name, [row for row in rows if row["criterion"] == name])


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
