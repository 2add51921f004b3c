"""Prizes of the staff: everybody may take part, nobody without difference (art. 45 c. 1 and art. 46 c. 1)."""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from merito import Basis, Finding, FundLine, PersonScore, Phase, Results, Reward, State, Step, hookimpl, rule
from merito.numbers import HUNDRED, days_of_year, fraction, number_text, product, quotient, split
from merito_bergamo.differentiation import READING as NO_DIFFERENCE
from merito_bergamo.differentiation import undifferentiated
from merito_bergamo.findings import told

FUND, TOOL, WHOLE = "performance", "performance", "fondo"
LEVEL, COEFFICIENTS, PART_TIME = "level", "level_coefficients", "I-BG-20"
STAFF = ("", "staff")


@frozen(kw_only=True)
class Share:
    """Somebody of the staff in the division: evaluation, coefficient, and part of a full year in service."""

    score: PersonScore
    coefficient: Fraction
    presence: Fraction


@hookimpl
@rule("BG-45.1", "BG-46.1", "I-BG-11", "I-BG-18", "I-BG-20")
def merito_rewards(step: Step) -> Results | None:
    """The fund divided to the cent by score, or by the coefficient of the level; blocked until the ente says which."""
    line = step.so_far.line(FUND, WHOLE)
    if step.tool != TOOL or line is None:
        return None
    step.parameters.need("performance_formula")
    if step.parameters.choice("performance_formula").value == LEVEL:
        step.parameters.need(COEFFICIENTS, "evaluation_levels")
    stopped = _not_yet(step)
    if stopped:
        return Results(findings=(told("warning", "BG-45.1", stopped, phase=Phase.REWARDS, tool=TOOL), *_listed(step)))
    shares = [_share(step, score) for score in _scores(step)]
    if not any(one.coefficient * one.presence for one in shares):
        why = "nessuno tra cui dividere: ogni coefficiente è zero"
        return Results(findings=(told("warning", "BG-45.1", why, phase=Phase.REWARDS, tool=TOOL),))
    taken = [(one.score.score or Fraction(0), one.coefficient) for one in shares]
    findings = (*undifferentiated(TOOL, taken), *_listed(step))
    return Results(rewards=_rewards(step, line, shares), fund_lines=(_drawn(line),), findings=findings)


def _staff(step: Step) -> list[str]:
    """Everybody who served as staff in the year, for some days."""
    return [person.id for person in step.dossier.people if person.role == "staff" and _presence(step, person.id)]


def _scores(step: Step) -> list[PersonScore]:
    staff = set(_staff(step))
    return [row for row in step.so_far.scores if row.person in staff]


def _not_yet(step: Step) -> str:
    """Why the fund cannot be divided yet (Italian): everybody's prize depends on everybody's evaluation."""
    staff, scores = _staff(step), _scores(step)
    final = [row for row in scores if row.state is State.FINAL and row.score is not None]
    if not staff:
        return "nessun dipendente tra cui dividere"
    if len(final) < len(staff):
        return f"non diviso: {len(staff) - len(final)} valutazioni su {len(staff)} mancano o non sono definitive"
    if step.parameters.choice("performance_formula").value != LEVEL:
        return ""
    known, levels = step.parameters.table(COEFFICIENTS).value, step.parameters.table("evaluation_levels").value
    wrong = [name for name in levels if not isinstance(known.get(name), int | Fraction) or known[name] < 0]  # type: ignore[operator]
    return f"non diviso: coefficiente mancante o negativo per {', '.join(wrong)}" if wrong else ""


def _listed(step: Step) -> tuple[Finding, ...]:
    """A list of candidates changes nothing: everybody may take part."""
    named = [row for row in step.dossier.candidates if row.tool == TOOL]
    if not named:
        return ()
    why = "le righe dei candidati non contano: ogni dipendente può concorrere al premio"
    return (told("warning", "BG-45.1", why, phase=Phase.REWARDS, tool=TOOL),)


def _presence(step: Step, person: str) -> Fraction:
    """Part of a full-time year served as staff: 1 for whoever is there all year, full time."""
    periods = [one for one in step.dossier.service_of(person) if one.role in STAFF]
    days = [(((one.end or one.start) - one.start).days + 1, one.fte) for one in periods]
    served = sum((product(count, HUNDRED if fte is None else fraction(fte)) for count, fte in days), Fraction(0))
    return served / HUNDRED / days_of_year(step.dossier.year)


def _share(step: Step, score: PersonScore) -> Share:
    by_time = step.readings[PART_TIME].choice == "in_proportion"
    presence = _presence(step, score.person)
    return Share(
        score=score,
        coefficient=_coefficient(step, score),
        presence=presence if by_time else Fraction(1),
    )


def _coefficient(step: Step, score: PersonScore) -> Fraction:
    if step.parameters.choice("performance_formula").value != LEVEL:
        return score.score or Fraction(0)
    known: Mapping[str, object] = step.parameters.table(COEFFICIENTS).value
    return fraction(known[score.level])  # type: ignore[arg-type]


def _drawn(line: FundLine) -> FundLine:
    return FundLine(
        fund=FUND, item="premi", of=WHOLE, amount=line.amount, rules=("BG-45.1",), basis=Basis(results=(line,))
    )


def _rewards(step: Step, line: FundLine, shares: list[Share]) -> tuple[Reward, ...]:
    parts = split(line.amount, {one.score.person: one.coefficient * one.presence for one in shares})
    partly = any(_presence(step, one.score.person) != 1 for one in shares)
    formula = step.parameters.choice("performance_formula")
    used = (formula, step.parameters.table(COEFFICIENTS)) if formula.value == LEVEL else (formula,)
    total = sum((one.coefficient * one.presence for one in shares), Fraction(0))
    return tuple(
        Reward(
            person=one.score.person,
            tool=TOOL,
            fund=FUND,
            item="premi",
            due=parts[one.score.person],
            band=one.score.level,
            rules=("BG-45.1", "BG-46.1", NO_DIFFERENCE, *((PART_TIME,) if partly else ()), "I-BG-18"),
            basis=Basis(
                results=(line, one.score),
                parameters=used,
                formula=(
                    f"{line.amount} × ({number_text(one.coefficient)} × {number_text(one.presence)}) / "
                    f"{number_text(quotient(total, 1))}"
                ),
            ),
        )
        for one in shares
    )
