"""Appointments of posizioni organizzative and elevate qualificazioni under the contract: term, act, category.

A regulation that declares such an office has rules of its own, which the register is checked against instead. The
texts of the contracts were not read, so what is found is a note.
"""

from collections.abc import Iterator
from datetime import date

from attrs import evolve

from merito import Basis, Finding, InForce, Office, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import is_of_category, told
from merito.national.managers import posts_of_staff
from merito.national.registers.appointments import Term, categories, terms
from merito.numbers import day_text

TERM, WHO = "IT-EQ.term", "IT-EQ.who"
YEARS, CATEGORIES = "eq_most_years", "eq_categories"
CONTRACT_OF_2018 = date(2018, 5, 21)
HOLDER, STAFF, MUNICIPALITY = "holder", "staff", "municipality"


@hookimpl(specname="merito_check_plan")
@rule(TERM)
def its_term_and_act(step: Step) -> ResultRows:
    """Appointments that last too long, start before their act or, in a register that names acts, have none."""
    years, named = step.parameters.number(YEARS), any(row.act for row in step.dossier.appointments)
    for term in _terms(step, int(years.value)):
        found = (*_too_long(step, term), *_its_act(step, term, named))
        yield from (_told(step, term, what, years) for what in found)


@hookimpl(specname="merito_check_plan")
@rule(WHO)
def its_category(step: Step) -> ResultRows:
    """Holders of another category or area; a municipality that lacks it may appoint others, as its act says."""
    known = step.parameters.list(CATEGORIES)
    for term in _terms(step, 0):
        written = categories(step, term)
        wrong = [one for one in written if not any(is_of_category(step, one, str(each)) for each in known.value)]
        if wrong:
            what = f"è di categoria o area {', '.join(wrong)}; l'incarico va a un funzionario (categoria D)"
            other = "; in un comune che non ne ha può andare ad altri, in via eccezionale: lo dice il suo atto"
            told_where = other if step.dossier.ente.kind == MUNICIPALITY else ""
            yield _told(step, term, f"{what}{told_where}", known)


def _terms(step: Step, years: int) -> Iterator[Term]:
    """The terms that touch the year and began under the contracts of 2018 and later; none if the text has its own."""
    if any(office.posts == STAFF for office in step.offices.values()):
        return
    year = step.dossier.year
    office = Office(name="eq", title="incarico", posts=STAFF, rule=TERM, most_years=years)
    for post in step.once(posts_of_staff):
        for term in terms(office, step.dossier.appointments.of(position=post.id, kind=HOLDER)):
            current = term.row.end is None or term.row.end.year >= year
            if current and CONTRACT_OF_2018 < term.begun <= min(step.as_of, date(year, 12, 31)):
                yield term


def _too_long(step: Step, term: Term) -> Iterator[str]:
    last, end = term.last_day, term.row.end
    if last is not None and end is not None and end > last:
        yield f"finisce il {day_text(end)}, oltre l'ultimo giorno lecito, {day_text(last)}"
    elif last is not None and end is None and step.as_of > last:
        yield f"l'ultimo giorno lecito era il {day_text(last)}, e non risulta la fine"


def _its_act(step: Step, term: Term, named: bool) -> Iterator[str]:
    row = term.row
    act = step.acts.get(row.act) if row.act else None
    if named and row.act is None:
        yield f"non risulta {'il rinnovo con un suo' if term.renews else 'un suo'} atto scritto e motivato"
    elif act is not None and row.start is not None and act.date > row.start:
        yield f"comincia prima del suo atto, {act.id} del {day_text(act.date)}"


def _told(step: Step, term: Term, what: str, figure: InForce[object]) -> Finding:
    row = term.row
    why = f"incarico {row.position}, dal {day_text(term.begun)}: {what}"
    found = told("warning", step.rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))
    return evolve(found, basis=Basis(inputs=(row,), parameters=(figure,)))
