"""Project forms: activities with one expected result each, whose weights sum (ch. 3.2)."""

from collections.abc import Iterator

from merito import Finding, Phase, Results, Step, activities_of, activity_weights, hookimpl, rule
from merito_bergamo.findings import told


@hookimpl
@rule("BP-3.2d", "I-BP-06")
def merito_check_plan(step: Step) -> Results | None:
    """A form whose weights do not sum is an error of its project alone."""
    return Results(findings=tuple(_forms(step)))


def _forms(step: Step) -> Iterator[Finding]:
    for indicator in dict.fromkeys(row.indicator for row in step.dossier.activities):
        activities = activities_of(step.dossier, indicator)
        try:
            activity_weights(activities)
        except ValueError as error:
            first, last = activities[0].source, activities[-1].source
            why = f"scheda del progetto {indicator} rifiutata: {error} ({first}-{last.row}, colonna dei pesi)"
            subject = f"indicator:{indicator}"
            yield told("error", "BP-3.2d", why, subject, phase=Phase.EVALUATION, inputs=tuple(activities))
