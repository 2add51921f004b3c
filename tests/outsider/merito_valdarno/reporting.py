"""Art. 17: the table of the bands to be published, and what the Nucleo receives."""

from collections import Counter

from merito import Basis, ResultRows, Step, TableRow, Tells, hookimpl, rule
from merito.kit import evaluators_row, role_names
from merito.numbers import percent_text
from merito_valdarno.evaluation import everybody_evaluated
from merito_valdarno.shared import unit_name


@hookimpl
@rule("VD-17.1")
def merito_transparency(step: Step) -> ResultRows:
    """People and money of each band; the core merges bands with too few people."""
    rewards = [one for one in step.so_far.rewards if one.tool == "excellence"]
    for band in dict.fromkeys(one.band for one in step.so_far.bands if one.ranking == "dipendenti"):
        own = tuple(one for one in rewards if one.band == band)
        if own:
            yield TableRow(
                table="fasce_eccellenza",
                columns=(("fascia", band), ("persone", len(own)), ("euro", sum(one.due for one in own))),
                rules=step.bears,
                rests_on=own,
                tells=Tells(of="fascia", people="persone", amount="euro"),
            )


@hookimpl
@rule("VD-17.2")
def merito_documents(step: Step) -> ResultRows:
    """One row for each unit with its grade and its people, and the list of who evaluates whom."""
    heads = Counter(unit_name(step, one) for one in step.dossier.people)
    for unit in step.dossier.units:
        grade = step.so_far.grade("unit", unit.id)
        if grade is None or grade.value is None:
            continue
        yield TableRow(
            table="prospetto_nucleo",
            columns=(("unità", unit.id), ("grado", percent_text(grade.value)), ("persone", heads[unit.id])),
            rules=step.bears,
            rests_on=(grade,),
            basis=Basis(inputs=(unit,)),
            public=False,
        )
    for one in everybody_evaluated(step):
        yield evaluators_row(step.dossier, one, role_names("Segretario dell'Unione"))
