"""How a regulation grades its indicators; the grade of one expected result, of an indicator or an activity."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito.kit.measurement.achievement import achieved
from merito.model.basis import Basis, InForce
from merito.model.figures import Figure, Said
from merito.model.measured import Grade
from merito.model.states import State
from merito.numbers import HUNDRED, fraction

ZERO = "zero"
ONLY_WHERE = "vale solo per un consuntivo che nessuna formula misura"


@frozen(kw_only=True)
class IndicatorPolicy:
    """How a regulation grades indicators: its rule ids, and its settings.

    `missing` is skip, zero or block; `date_grade` is on_time or elapsed_days. `parameters` are the values in force that
    the grade of a date rests on. With `project_rules`, an indicator that has activities is graded by them.
    """

    rules: tuple[str, ...]
    monitoring_rules: tuple[str, ...]
    missing_rules: tuple[str, ...] = ()
    project_rules: tuple[str, ...] = ()
    missing: str = "skip"
    date_grade: str = "on_time"
    parameters: tuple[InForce[object], ...] = ()


@frozen(kw_only=True)
class ExpectedResult:
    """An expected result and its actual; `given` (percent points) is the ente's own grade, with its reason."""

    scope: str
    id: str
    parent: str
    year: int
    target: Figure
    actual: Figure
    better: str
    monitoring: bool | None = None
    given: Decimal | None = None
    note: str = ""
    inputs: tuple[object, ...] = ()

    @property
    def monitored(self) -> bool:
        """Whether it is under monitoring, by its own mark or by the value of its target."""
        return bool(self.monitoring) or (self.monitoring is None and self.target.said is Said.MONITORING)


def graded(one: ExpectedResult, policy: IndicatorPolicy) -> Grade:
    """The grade of an expected result, or why there is none."""
    return without_grade(one, policy) or _by_formula(one, policy)


def without_grade(one: ExpectedResult, policy: IndicatorPolicy) -> Grade | None:
    """The row of a result that has no grade without looking at its actual.

    Under monitoring, or with a written `-`, nothing is expected this year. An expected result that is blank, `n.d.` or
    `verifica` is missing, whatever the ente does with a missing actual.
    """
    if one.monitored:
        reason = "indicatore di monitoraggio: non entra in alcun grado"
        told = with_unused(one, reason, "l'indicatore non si valuta")
        return _row(one, policy.monitoring_rules, state=State.MONITORING, reason=told)
    if one.target.said is Said.VALUE:
        return None
    told = with_unused(one, _why_no_target(one), ONLY_WHERE)
    if one.target.said is Said.NOTHING:
        return _row(one, policy.rules, state=State.NOT_MEASURED, reason=told)
    return _lacking(one, told, policy)


def with_unused(one: ExpectedResult, reason: str, why: str) -> str:
    """A reason and, if the ente has given a grade, the note that it does not count (Italian)."""
    unused = "" if one.given is None else f"il grado dato dall'ente non conta: {why}"
    return "; ".join(filter(None, (reason, unused)))


def _by_formula(one: ExpectedResult, policy: IndicatorPolicy) -> Grade:
    if one.actual.said is not Said.VALUE:
        return _missing(one, f"manca il consuntivo {one.year}{_as_written(one.actual)}", policy)
    found = achieved(one.target, one.actual, one.better, policy.date_grade)
    used = policy.parameters if isinstance(one.target.value, date) else ()
    if found.value is None:
        return _by_the_ente(one, found.reason, policy)
    row = _row(one, policy.rules, value=found.value, reason=with_unused(one, "", "il consuntivo si calcola"))
    return evolve(row, basis=evolve(row.basis, formula=found.formula, parameters=used))


def _by_the_ente(one: ExpectedResult, why: str, policy: IndicatorPolicy) -> Grade:
    """A figure that no formula can grade gets the ente's own grade, if it is given with its reason."""
    if one.given is None:
        return _lacking(one, why, policy)
    if one.given > HUNDRED or not one.note:
        return _lacking(one, f"{why}; quello dato va da 0 a 100 e vuole una nota che lo motivi", policy)
    row = _row(one, policy.rules, value=fraction(one.given), reason=f"grado dato dall'ente: {one.note}")
    return evolve(row, basis=evolve(row.basis, formula=f"{why}; grado dato: {one.note}"))


def _missing(one: ExpectedResult, reason: str, policy: IndicatorPolicy) -> Grade:
    """There is a target and no actual: zero if the ente has chosen so, otherwise a missing figure."""
    if policy.missing != ZERO:
        return _lacking(one, with_unused(one, reason, ONLY_WHERE), policy)
    rules = (*policy.rules, *policy.missing_rules)
    told = with_unused(one, f"{reason}; vale zero per scelta dell'ente", ONLY_WHERE)
    return _row(one, rules, value=Fraction(0), if_zero=Fraction(0), reason=told)


def _lacking(one: ExpectedResult, reason: str, policy: IndicatorPolicy) -> Grade:
    """A figure without a grade: never zero unless an actual is missing; what rests on it lacks it."""
    return _row(
        one,
        (*policy.rules, *policy.missing_rules),
        if_zero=Fraction(0),
        state=State.NOT_MEASURED,
        lacks=(one.id,),
        reason=reason,
    )


def _row(
    one: ExpectedResult,
    rules: tuple[str, ...],
    *,
    value: Fraction | None = None,
    if_zero: Fraction | None = None,
    state: State = State.FINAL,
    lacks: tuple[str, ...] = (),
    reason: str = "",
) -> Grade:
    return Grade(
        scope=one.scope,
        id=one.id,
        parent=one.parent,
        value=value,
        if_zero=if_zero,
        state=state,
        lacks=lacks,
        reason=reason,
        rules=rules,
        basis=Basis(inputs=one.inputs),
    )


def _why_no_target(one: ExpectedResult) -> str:
    if one.target.said is Said.TO_BE_SET:
        return f"il risultato atteso {one.year} è ancora da stabilire{_as_written(one.target)}"
    if one.target.said is not Said.NOTHING:
        return f"manca il risultato atteso {one.year}{_as_written(one.target)}"
    found = "" if one.actual.said is Said.VALUE else f", né consuntivo{_as_written(one.actual)}"
    return f"nessun risultato atteso {one.year}{_as_written(one.target)}{found}"


def _as_written(figure: Figure) -> str:
    return f" («{figure.text}»)" if figure.text else ""
