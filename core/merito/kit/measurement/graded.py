"""How a regulation grades its indicators; the grade of one expected result, of an indicator or an activity."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito.kit.measurement.achievement import achieved
from merito.model.basis import Basis, InForce
from merito.model.figures import Figure, Said
from merito.model.measured import Grade
from merito.model.messages import NOTHING, Message, say, several
from merito.model.states import State
from merito.numbers import HUNDRED, fraction

ZERO = "zero"
ONLY_WHERE = say("vale solo per un consuntivo che nessuna formula misura")


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
        reason = say("indicatore di monitoraggio: non entra in alcun grado")
        told = with_unused(one, reason, say("l'indicatore non si valuta"))
        return _row(one, policy.monitoring_rules, state=State.MONITORING, reason=told)
    if one.target.said is Said.VALUE:
        return None
    told = with_unused(one, _why_no_target(one), ONLY_WHERE)
    if one.target.said is Said.NOTHING:
        return _row(one, policy.rules, state=State.NOT_MEASURED, reason=told)
    return _lacking(one, told, policy)


def with_unused(one: ExpectedResult, reason: Message, why: Message) -> Message:
    """A reason and, if the ente has given a grade, the note that it does not count."""
    if one.given is None:
        return reason
    return several(reason, say("il grado dato dall'ente non conta: {why}", why=why))


def _by_formula(one: ExpectedResult, policy: IndicatorPolicy) -> Grade:
    if one.actual.said is not Said.VALUE:
        why = _as_written(say("manca il consuntivo {year}", year=one.year), one.actual)
        return _missing(one, why, policy)
    found = achieved(one.target, one.actual, one.better, policy.date_grade)
    used = policy.parameters if isinstance(one.target.value, date) else ()
    if found.value is None:
        return _by_the_ente(one, found.reason, policy)
    row = _row(one, policy.rules, value=found.value, reason=with_unused(one, NOTHING, say("il consuntivo si calcola")))
    return evolve(row, basis=evolve(row.basis, formula=found.formula, parameters=used))


def _by_the_ente(one: ExpectedResult, why: Message, policy: IndicatorPolicy) -> Grade:
    """A figure that no formula can grade gets the ente's own grade, if it is given with its reason."""
    if one.given is None:
        return _lacking(one, why, policy)
    if one.given > HUNDRED or not one.note:
        wanted = say("quello dato va da 0 a 100 e vuole una nota che lo motivi")
        return _lacking(one, several(why, wanted), policy)
    given = say("grado dato dall'ente: {note}", note=one.note)
    row = _row(one, policy.rules, value=fraction(one.given), reason=given)
    return evolve(row, basis=evolve(row.basis, formula=several(why, say("grado dato: {note}", note=one.note))))


def _missing(one: ExpectedResult, reason: Message, policy: IndicatorPolicy) -> Grade:
    """There is a target and no actual: zero if the ente has chosen so, otherwise a missing figure."""
    if policy.missing != ZERO:
        return _lacking(one, with_unused(one, reason, ONLY_WHERE), policy)
    rules = (*policy.rules, *policy.missing_rules)
    told = with_unused(one, several(reason, say("vale zero per scelta dell'ente")), ONLY_WHERE)
    return _row(one, rules, value=Fraction(0), if_zero=Fraction(0), reason=told)


def _lacking(one: ExpectedResult, reason: Message, policy: IndicatorPolicy) -> Grade:
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
    reason: Message = NOTHING,
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


def _why_no_target(one: ExpectedResult) -> Message:
    if one.target.said is Said.TO_BE_SET:
        return _as_written(say("il risultato atteso {year} è ancora da stabilire", year=one.year), one.target)
    if one.target.said is not Said.NOTHING:
        return _as_written(say("manca il risultato atteso {year}", year=one.year), one.target)
    nothing = _as_written(say("nessun risultato atteso {year}", year=one.year), one.target)
    if one.actual.said is Said.VALUE:
        return nothing
    return _as_written(say("{nothing}, né consuntivo", nothing=nothing), one.actual)


def _as_written(what: Message, figure: Figure) -> Message:
    """What is said of a figure, with what is written in its place."""
    return say("{what} («{written}»)", what=what, written=figure.text) if figure.text else what
