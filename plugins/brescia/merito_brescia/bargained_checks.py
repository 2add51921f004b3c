"""Checks an agreement against its fund and people; if it cannot be carried out, its tool is refused."""

from collections.abc import Iterator

from merito import Finding, Phase, ResultRows, Severity, Step, hookimpl, rule
from merito.kit import told
from merito_brescia.bargained_agreement import FUNDS, RULE, BargainedFund, rows_of
from merito_brescia.bargained_people import strangers, unnamed
from merito_brescia.bargained_rows import problems


@hookimpl
@rule(RULE)
def merito_check_plan(step: Step) -> ResultRows:
    """Errors in the rows, people who are named and do not share, and people who might share and are not named."""
    yield from (found for of in FUNDS for found in _findings(step, of))


def _findings(step: Step, of: BargainedFund) -> Iterator[Finding]:
    rows = rows_of(step, of)
    for why in dict.fromkeys(problems(step, of)):
        yield _finding("error", of, why, "", rows)
    for row in strangers(step, of):
        why = "il riparto dell'accordo nomina chi non partecipa a questo fondo (altro ruolo, o Azienda Speciale)"
        yield _finding("error", of, why, f"person:{row['person']}", (row,))
    for one in unnamed(step, of):
        why = "l'accordo non nomina questa persona, che potrebbe avere una quota del fondo"
        yield _finding("warning", of, why, one.subject, (one.person,))
    if rows and of.fund not in step.dossier.funds.by_id:
        yield _finding("warning", of, "l'accordo divide un fondo che non è indicato in [funds]", "", rows)


def _finding(severity: Severity, of: BargainedFund, why: str, subject: str, inputs: tuple[object, ...]) -> Finding:
    return told(severity, RULE, why, subject, phase=Phase.REWARDS, tool=of.tool, inputs=inputs)
