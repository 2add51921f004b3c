"""Project forms: activities with one expected result each, whose weights sum to 100 (ch. 3.2)."""

from merito import Phase, ResultRows, Said, Step, hookimpl, rule
from merito.kit import activity_weights, final_measure, listed, told

UNSAID = (Said.NOTHING, Said.NOT_AVAILABLE, Said.TO_BE_SET)


@hookimpl(specname="merito_check_plan")
@rule("BP-3.2d")
def weights_of_forms(step: Step) -> ResultRows:
    """A form whose weights do not sum to 100 is an error of its project alone."""
    for indicator in dict.fromkeys(row.indicator for row in step.dossier.activities):
        activities = step.dossier.activities.of(indicator=indicator)
        try:
            activity_weights(activities)
        except ValueError as error:
            first, last = activities[0].source, activities[-1].source
            why = f"scheda del progetto {indicator} rifiutata: {error} ({first}-{last.row}, colonna dei pesi)"
            subject = f"indicator:{indicator}"
            yield told("error", "BP-3.2d", why, subject, phase=Phase.EVALUATION, inputs=tuple(activities))


@hookimpl(specname="merito_check_plan")
@rule("BP-3.2d", "I-BP-06")
def expected_results(step: Step) -> ResultRows:
    """Each activity has its own expected result, and the project has no actual besides theirs."""
    without = [f"{row.indicator}/{row.id}" for row in step.dossier.activities if row.target.said in UNSAID]
    if without:
        yield told("warning", "BP-3.2d", f"attività di progetto senza risultato atteso: {listed(without)}")
    for indicator in dict.fromkeys(row.indicator for row in step.dossier.activities):
        measure = final_measure(step.dossier, indicator)
        if measure is not None and measure.value.said is Said.VALUE:
            why = f"il consuntivo «{measure.value.text}» non conta: il progetto si misura dalle sue attività (I-BP-06)"
            yield told("info", "BP-3.2d", why, f"indicator:{indicator}", inputs=(measure,))


@hookimpl(specname="merito_check_plan")
@rule("BP-3.2e")
def in_charge(step: Step) -> ResultRows:
    """Every project has one person in charge."""
    with_form = {row.indicator for row in step.dossier.activities}
    without = [one.id for one in step.dossier.indicators if one.id in with_form and not one.responsible]
    if without:
        yield told("info", "BP-3.2e", f"progetti senza responsabile: {listed(without)}")
