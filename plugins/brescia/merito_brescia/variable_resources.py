"""The variable resources of the year: the value of all projects, within a range of the two funds (par. 5 n. 2)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from merito import Basis, Finding, Intermediate, Phase, ResultRows, Severity, Step, TableRow, hookimpl, rule
from merito.kit import told
from merito.numbers import (
    HUNDRED,
    cents_half_up,
    cents_up,
    euro_text,
    exact_text,
    half_up,
    number_text,
    percent_text,
)
from merito_brescia.variable_budget import waiting
from merito_brescia.variable_valuation import SUBJECT, TOTAL_READING, Valuation, lacking, valuation
from merito_brescia.variable_value import Range, admitted, unit_values

NO_OTHER = "altre_variabili in [figures]"


@hookimpl
@rule("BS-SM-5.2f", "BS-SM-5.2r", "I-BS-32", "I-BS-33", "I-BS-34", "I-BS-35")
def merito_check_plan(step: Step) -> ResultRows:
    """Outside the range the valuation is refused, with the points that would be admitted; nothing else is stopped."""
    if not step.dossier.projects:
        return
    known = valuation(step)
    if known is None:
        why = f"il valore dei progetti non si può calcolare: manca {'; '.join(lacking(step))}"
        yield _finding("warning", "BS-SM-5.2f", why)
        return
    yield from (_valued(known), *_range(known, step.readings[TOTAL_READING].adopted))


def _valued(known: Valuation) -> Finding:
    managers, staff = unit_values(known.stable, known.shares)
    why = (
        f"un punto di coefficiente vale {number_text(managers)} € per i dirigenti e {number_text(staff)} € per i "
        f"dipendenti; {number_text(known.points)} punti valgono {euro_text(known.worth.managers)} e "
        f"{euro_text(known.worth.staff)}, in tutto {euro_text(known.worth.total)}"
    )
    return _finding("info", "BS-SM-5.2f", why, known)


def _range(known: Valuation, adopted: bool) -> Iterator[Finding]:
    rest, value = known.rest, known.exact
    if rest is None:
        stable = known.stable.managers + known.stable.staff
        zero = known.allowed.share(value, stable)
        of_zero = "" if zero is None else percent_text(zero * HUNDRED)
        shown = f"; se fossero zero, la quota dei progetti sarebbe {of_zero}" if of_zero else ""
        why = f"l'intervallo del valore dei progetti non si può verificare: manca {NO_OTHER}{shown}"
        yield _finding("warning", "BS-SM-5.2r", why, known)
        return
    if not known.in_range:
        yield _finding("error", "BS-SM-5.2r", f"{_out(known, rest)}; {_points(known, rest)}", known)
    if known.disputed:
        how = "con" if known.otherwise.with_projects else "senza"
        verdict = "non sarebbe" if known.in_range else "sarebbe"
        why = (
            f"secondo l'altra lettura ({_told_range(known.otherwise)} dei due fondi {how} i progetti) il valore "
            f"{verdict} ammesso; {_points(known, rest, known.otherwise)} ({TOTAL_READING})"
        )
        yield _finding("info" if adopted else "warning", "BS-SM-5.2r", why, known)


def _out(known: Valuation, rest: Decimal) -> str:
    """How far the value is from the range."""
    allowed, value = known.allowed, known.exact
    low, high = allowed.limits(rest)
    share, total = allowed.share(value, rest), cents_half_up(allowed.total(value, rest))
    of = "dei due fondi" + ("" if allowed.with_projects else " senza i progetti")
    found = f"i progetti valgono {euro_text(known.worth.total)}"
    if share is None or not rest:
        return f"{found}, ma nei due fondi non c'è altra risorsa: il valore è rifiutato"
    away = cents_up(low - value if value < low else value - high)
    side = "sotto" if value < low else "sopra"
    share_told = f"cioè {percent_text(share * HUNDRED)} {of} ({euro_text(total)})"
    return f"{found}, {share_told}: {euro_text(away)} {side} l'intervallo {_told_range(allowed)}; il valore è rifiutato"


def _told_range(allowed: Range) -> str:
    return f"{number_text(allowed.least * HUNDRED)}%-{number_text(allowed.most * HUNDRED)}%"


def _points(known: Valuation, rest: Decimal, allowed: Range | None = None) -> str:
    """The sums of coefficients that are admitted (I-BS-35)."""
    found = admitted(known.stable, known.shares, rest, allowed or known.allowed)
    if found is None:
        return "con queste risorse nessuna somma di coefficienti è ammessa"
    return f"la somma dei coefficienti è {number_text(known.points)}: sono ammessi da {found[0]} a {found[1]} punti"


def _finding(severity: Severity, rule_id: str, why: str, known: Valuation | None = None) -> Finding:
    return told(severity, rule_id, why, SUBJECT, phase=Phase.RESOURCES, inputs=known.inputs if known else ())


def state_of(step: Step, known: Valuation) -> str:
    """The state of the valuation (Italian): refused, to be verified, waiting, or in the funds."""
    if known.in_range is None:
        return f"da verificare: manca {NO_OTHER}"
    if not known.in_range:
        return "rifiutata: fuori dall'intervallo"
    why = waiting(step, known)
    return f"in attesa: manca {'; '.join(why)}" if why else "nei fondi"


@hookimpl
@rule("BS-SM-5.2f", "BS-SM-5.2r", "BS-SM-5.0", "I-BS-34")
def merito_transparency(step: Step) -> ResultRows:
    """The only row of the year: points, stable resources, value, share of the total, points admitted, state."""
    known = valuation(step)
    if known is None:
        return
    managers, staff = unit_values(known.stable, known.shares)
    row = TableRow(
        table="risorse_variabili",
        columns=(
            ("punti", half_up(known.points, 0)),
            ("stabili dirigenti", known.stable.managers),
            ("stabili dipendenti", known.stable.staff),
            ("valore dirigenti", known.worth.managers),
            ("valore dipendenti", known.worth.staff),
            ("valore", known.worth.total),
            *_of_total(known),
            ("stato", state_of(step, known)),
        ),
        rules=("BS-SM-5.2f", "BS-SM-5.2r", "BS-SM-5.0", *((TOTAL_READING,) if known.disputed else ())),
        basis=Basis(
            inputs=known.inputs,
            parameters=known.parameters,
            steps=(
                Intermediate("valore unitario, dirigenti (€)", managers),
                Intermediate("valore unitario, dipendenti (€)", staff),
            ),
            formula=(
                f"{number_text(known.shares.managers * HUNDRED)}% × {euro_text(known.stable.managers)} × "
                f"{number_text(known.points)} + {number_text(known.shares.staff * HUNDRED)}% × "
                f"{euro_text(known.stable.staff)} × {number_text(known.points)}"
            ),
        ),
    )
    yield row


def _of_total(known: Valuation) -> tuple[tuple[str, str | int | Decimal], ...]:
    """The columns that need the other variable resources: empty, not zero, if these are not given."""
    rest, value = known.rest, known.exact
    share: Fraction | None = None if rest is None else known.allowed.share(value, rest)
    points = None if rest is None else admitted(known.stable, known.shares, rest, known.allowed)
    return (
        ("altre variabili", "" if known.other is None else known.other),
        ("totale", "" if rest is None else cents_half_up(known.allowed.total(value, rest))),
        ("quota", "" if share is None else half_up(share * HUNDRED, 2)),
        ("quota, esatta", "" if share is None else exact_text(share * HUNDRED)),
        ("punti, minimo", points[0] if points else ""),
        ("punti, massimo", points[1] if points else ""),
    )
