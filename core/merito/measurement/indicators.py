"""Grade of an indicator from its target, its actual, its kind and the side on which it is better.

An indicator under monitoring has no grade. One without a target for the year, or without an actual, is not
measured and says why; only a target without its actual makes what rests on it provisional.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from attrs import evolve, frozen

from merito.model.basis import Basis, InForce
from merito.model.dossier import Dossier
from merito.model.figures import BLANK, Figure, Range, Said
from merito.model.measured import Grade
from merito.model.plan import Indicator, Measure, Target
from merito.model.states import State
from merito.numbers import (
    achieved_by_elapsed_days,
    achieved_number,
    achieved_on_time,
    achieved_range,
    achieved_yes_no,
    day_text,
    decimal_text,
)

FINAL = "final"


@frozen(kw_only=True)
class IndicatorPolicy:
    """How a regulation grades indicators: its rule ids, and its settings.

    `missing` is skip, zero or block; `date_grade` is on_time or elapsed_days. `parameters` are the values in force
    that the grade of a date rests on.
    """

    rules: tuple[str, ...]
    monitoring_rules: tuple[str, ...]
    missing_rules: tuple[str, ...] = ()
    missing: str = "skip"
    date_grade: str = "on_time"
    parameters: tuple[InForce[object], ...] = ()


class _Graded(NamedTuple):
    value: Fraction | None
    formula: str = ""
    reason: str = ""


def final_measure(dossier: Dossier, indicator: str) -> Measure | None:
    """The measure at the end of the year, if one was entered."""
    return next((one for one in dossier.measures if (one.indicator, one.at) == (indicator, FINAL)), None)


def _final_measures(dossier: Dossier) -> dict[str, Measure]:
    return {measure.indicator: measure for measure in dossier.measures if measure.at == FINAL}


def indicator_grades(dossier: Dossier, policy: IndicatorPolicy) -> tuple[Grade, ...]:
    """A grade for every indicator of the year, in the order of the plan."""
    measures = _final_measures(dossier)
    planned = {row.indicator: row for row in dossier.targets if (row.year, row.at) == (dossier.year, FINAL)}
    rows = ((one, planned.get(one.id), measures.get(one.id)) for one in dossier.indicators)
    return tuple(_grade(*row, policy, dossier.year) for row in rows)


def _grade(
    indicator: Indicator, planned: Target | None, measure: Measure | None, policy: IndicatorPolicy, year: int
) -> Grade:
    actual = measure.value if measure else BLANK
    used = policy.parameters if isinstance(indicator.target.value, date) else ()
    basis = Basis(inputs=tuple(row for row in (indicator, planned, measure) if row is not None), parameters=used)
    if indicator.monitoring or (indicator.monitoring is None and indicator.target.said is Said.MONITORING):
        return _without(
            indicator,
            State.MONITORING,
            "indicatore di monitoraggio: non entra in alcun grado",
            policy.monitoring_rules,
            basis,
        )
    no_target = _why_no_target(indicator.target, actual, year)
    if no_target:
        return _without(indicator, State.NOT_MEASURED, no_target, policy.rules, basis)
    if actual.said is not Said.VALUE:
        return _missing(indicator, f"manca il consuntivo {year}{_as_written(actual)}", policy, basis)
    graded = _achievement(indicator, actual, policy.date_grade)
    if graded.value is None:
        return _missing(indicator, graded.reason, policy, basis)
    return Grade(
        scope="indicator",
        id=indicator.id,
        parent=indicator.objective or "",
        value=graded.value,
        rules=policy.rules,
        basis=evolve(basis, formula=graded.formula),
    )


def _without(indicator: Indicator, state: State, reason: str, rules: tuple[str, ...], basis: Basis) -> Grade:
    return Grade(
        scope="indicator",
        id=indicator.id,
        parent=indicator.objective or "",
        state=state,
        reason=reason,
        rules=rules,
        basis=basis,
    )


def _missing(indicator: Indicator, reason: str, policy: IndicatorPolicy, basis: Basis) -> Grade:
    """A target was set and cannot be graded: what rests on it lacks it."""
    zero = policy.missing == "zero"
    return Grade(
        scope="indicator",
        id=indicator.id,
        parent=indicator.objective or "",
        value=Fraction(0) if zero else None,
        if_zero=Fraction(0),
        state=State.FINAL if zero else State.NOT_MEASURED,
        lacks=() if zero else (indicator.id,),
        reason=f"{reason}; vale zero per scelta dell'ente" if zero else reason,
        rules=(*policy.rules, *policy.missing_rules),
        basis=basis,
    )


def _why_no_target(target: Figure, actual: Figure, year: int) -> str:
    if target.said is Said.VALUE:
        return ""
    if target.said is Said.TO_BE_SET:
        return f"il risultato atteso {year} è ancora da stabilire{_as_written(target)}"
    found = "" if actual.said is Said.VALUE else f", né consuntivo{_as_written(actual)}"
    return f"nessun risultato atteso {year}{_as_written(target)}{found}"


def _as_written(figure: Figure) -> str:
    return f" («{figure.text}»)" if figure.text else " (nessun valore)"


def _achievement(indicator: Indicator, actual: Figure, date_grade: str) -> _Graded:
    target, done, lower = indicator.target.value, actual.value, indicator.better == "lower"
    texts = indicator.target.text, actual.text
    if isinstance(target, bool) and isinstance(done, bool):
        return _Graded(achieved_yes_no(done, target), _formula_yes_no(*texts))
    if isinstance(target, date) and isinstance(done, date):
        if date_grade == "elapsed_days":
            return _Graded(achieved_by_elapsed_days(done, target), _formula_days(target, done))
        return _Graded(achieved_on_time(done, target), _formula_date(*texts))
    if isinstance(done, Decimal) and isinstance(target, Decimal | Range):
        return _number(target, done, lower, texts)
    return _Graded(
        None,
        reason=f"il consuntivo «{actual.text}» e il risultato atteso «{indicator.target.text}» non si confrontano",
    )


def _number(target: Decimal | Range, done: Decimal, lower: bool, texts: tuple[str, str]) -> _Graded:
    try:
        if isinstance(target, Range):
            value = achieved_range(done, target.lowest, target.highest, lower_is_better=lower)
        else:
            value = achieved_number(done, target, lower_is_better=lower)
    except ValueError:
        return _Graded(None, reason="un valore è negativo: serve un grado dato dall'ente, con la motivazione")
    if isinstance(target, Range):
        bound = decimal_text(target.highest if lower else target.lowest)
        formula = (
            f"{_formula_number(bound, texts[1], lower=lower)}; dell'intervallo «{texts[0]}» conta l'estremo {bound}"
        )
        return _Graded(value, formula)
    return _Graded(value, _formula_number(*texts, lower=lower))


def _formula_number(target: str, done: str, *, lower: bool) -> str:
    quotient = f"{target} / {done}" if lower else f"{done} / {target}"
    named = "atteso / consuntivo, perché è meglio se minore" if lower else "consuntivo / atteso"
    return f"{quotient} × 100, tra 0 e 100 ({named})"


def _formula_date(target: str, done: str) -> str:
    return f"{done} rispetto al {target}: 100 se entro il giorno, altrimenti 0"


def _formula_days(target: date, done: date) -> str:
    start = date(target.year - 1, 12, 31)
    days = f"{(target - start).days} / {(done - start).days} × 100, al massimo 100"
    return f"{days} (giorni dal 1° gennaio al {day_text(target)} / giorni al {day_text(done)})"


def _formula_yes_no(target: str, done: str) -> str:
    return f"{done} rispetto a {target}: 100 se è quanto atteso, altrimenti 0"
