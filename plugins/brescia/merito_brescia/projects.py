"""Projects: each with one of the text's coefficients and its reasons (par. 5 n. 1), and what each is worth."""

from collections.abc import Iterator

from merito import Basis, Finding, Phase, Project, ResultRows, Severity, Step, TableRow, hookimpl, rule
from merito.kit import told
from merito.numbers import decimal_text, exact_text, fraction, half_up, number_text, product, split
from merito_brescia.variable_valuation import SUBJECT, Valuation, coefficient_of, coefficients, valuation
from merito_brescia.variable_value import unit_values

RULES = ("BS-SM-5.1", "BS-SM-5.2f")


@hookimpl
@rule("BS-SM-5.1", "I-BS-36")
def merito_check_plan(step: Step) -> ResultRows:
    """A coefficient that the text does not list refuses the whole valuation, since every figure of it depends on it."""
    yield from (finding for one in step.dossier.projects for finding in _of_project(step, one))


def _of_project(step: Step, project: Project) -> Iterator[Finding]:
    given = project.coefficient
    if given is None:
        yield _finding("warning", project, "manca il coefficiente: il valore dei progetti non si può calcolare")
    elif coefficient_of(step, project) is None:
        scale = ", ".join(f"{number_text(value)} ({name})" for name, value in coefficients(step).items())
        yield _finding("error", project, f"coefficiente {decimal_text(given)}: sono ammessi {scale}; valore rifiutato")
    if not project.reason.strip():
        yield _finding("warning", project, "manca la motivazione del coefficiente (I-BS-36)")
    if given is not None and project.relevance is not None and project.relevance != given:
        found = f"la rilevanza {decimal_text(project.relevance)} non è il coefficiente {decimal_text(given)}"
        yield _finding("warning", project, f"{found}: conta il coefficiente")


def _finding(severity: Severity, project: Project, why: str) -> Finding:
    message = f"progetto {project.id}: {why}"
    return told(severity, "BS-SM-5.1", message, SUBJECT, phase=Phase.RESOURCES, inputs=(project,))


@hookimpl
@rule("BS-SM-5.2f")
def merito_transparency(step: Step) -> ResultRows:
    """What each project is worth in the two funds; the parts sum to the value of all projects, to the cent."""
    known = valuation(step)
    if known is None or known.in_range is False:
        return
    yield from _rows(step, known)


def _rows(step: Step, known: Valuation) -> Iterator[TableRow]:
    managers, staff = unit_values(known.stable, known.shares)
    of_managers = split(known.worth.managers, known.coefficients)
    of_staff = split(known.worth.staff, known.coefficients)
    for project in step.dossier.projects:
        coefficient, name = known.coefficients[project.id], project.id
        yield TableRow(
            table="risorse_progetti",
            columns=(
                ("progetto", name),
                ("area", str(project.extra.get("unit") or "")),
                ("coefficiente", half_up(coefficient, 0)),
                ("dirigenti", of_managers[name]),
                ("dirigenti, esatto", exact_text(product(managers, coefficient))),
                ("dipendenti", of_staff[name]),
                ("dipendenti, esatto", exact_text(product(staff, coefficient))),
                ("valore", of_managers[name] + of_staff[name]),
            ),
            rules=RULES,
            basis=Basis(
                inputs=(project,),
                parameters=known.parameters,
                formula=f"coefficiente {number_text(fraction(coefficient))} × valore unitario, nei due fondi",
            ),
        )
