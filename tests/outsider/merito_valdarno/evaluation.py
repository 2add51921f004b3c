"""Arts. 6 and 7: everybody's score, who evaluates, and the hearing before an evaluation that is not positive."""

from collections.abc import Iterator

from attrs import evolve

from merito import Person, ResultRows, State, Step, hookimpl, rule
from merito.kit import (
    Evaluated,
    ExpectedEvaluators,
    Series,
    by_another,
    cases,
    column_of,
    factors,
    heads_above,
    heard_before,
    months_away,
    only,
    people,
    role_by_post,
    role_names,
    scores,
    staff_posts_of,
)
from merito.numbers import HUNDRED, fraction
from merito_valdarno.shared import REVOKED, unit_grades, unit_name

FACTORS = ("competenze", "comportamenti")
NUCLEUS = "Nucleo di valutazione"


def training(step: Step) -> Series:
    """Everybody's hours of training, from the table of this regulation."""
    table = step.dossier.table("training")
    return column_of(
        people(step),
        lambda person: sum((fraction(row.values["hours"]) for row in table.of(person)), fraction(0)),
        table.of,
        "ore di formazione",
    )


def score_column(step: Step) -> Series:
    """The score of those who were not away for too long."""
    everybody, value = people(step), step.parameters
    sheet = factors(step, *FACTORS, out_of=HUNDRED).weighed(value.table("sheet_weights")).named("scheda")
    unit = unit_grades(step, everybody).named("grado dell'unità")
    base = unit * value.share("unit_share") + sheet * value.share("sheet_share")
    trained = training(step) >= value.number("course_hours")
    more = base + cases((trained, value.number("course_points")), otherwise=0)
    total = more.where(more <= HUNDRED, HUNDRED)
    return only(total, months_away(step, everybody) <= value.number("most_months_away"))


@hookimpl
@rule("VD-6.1", "VD-6.3", "VD-6.4", "VD-6.5", "VD-7.2")
def merito_person_scores(step: Step) -> ResultRows:
    """The score and its level; below the minimum it stays provisional until the person is heard."""
    column, least = score_column(step), step.parameters.number("positive_from")
    cited = tuple(one for one in step.bears if one != "VD-7.2")
    for row in scores(step, column, column.level(step.parameters.table("levels")), rules=cited):
        if row.state is State.FINAL and row.score is not None and row.score < least.value:
            remarks = step.acts_of("hearing_record", f"person:{row.person}")
            unheard = "VD-7.2: valutazione sotto il minimo, e la persona non è stata sentita"
            row, found = heard_before(step, row, remarks, "VD-7.2", unheard, "verbale di audizione")
            yield from found
        grade = step.so_far.grade("unit", unit_name(step, step.dossier.people[row.person]))
        yield row if grade is None else evolve(row, rests_on=(*row.rests_on, grade))


def evaluated(step: Step, person: Person) -> Evaluated:
    """A person with the evaluator whom the text names."""
    heads = heads_above(step.dossier, unit_name(step, person) or None, without=person.id)
    who = f"person:{heads[0].id}" if heads else NUCLEUS
    role = role_by_post(person, staff_posts_of(step, person.id, REVOKED))
    expected = ExpectedEvaluators(evaluators=(who,), rules=("VD-7.1",))
    return Evaluated(person=person, role=role, expected=expected, row=step.dossier.evaluations.first(person.id))


def everybody_evaluated(step: Step) -> Iterator[Evaluated]:
    """Everybody with an evaluation, in the order of the table of people."""
    for person in step.dossier.people:
        if step.dossier.evaluations.of(person.id):
            yield evaluated(step, person)


@hookimpl
@rule("VD-7.1")
def merito_check_plan(step: Step) -> ResultRows:
    """A warning if somebody else has evaluated."""
    for one in everybody_evaluated(step):
        yield from by_another(step.dossier, one, role_names("Segretario dell'Unione"))
