"""Who may hold an office: the category, full time, the titles with their years of experience."""

from collections.abc import Iterator

import merito.kit
from merito import Finding, Phase, Service, Step
from merito.kit import is_of_category, period_of, titles_text, told
from merito.national.terms import Term
from merito.numbers import HUNDRED, day_text


def eligibility(step: Step, term: Term) -> Iterator[Finding]:
    """The requirements that a holder lacks in the year; values not recorded are not reported."""
    office, periods = term.office, tuple(served(step, term))
    person = step.dossier.people[term.row.person]
    categories = dict.fromkeys(filter(None, (row.category or person.category for row in periods)))
    wrong = [name for name in categories if not is_of_category(step, name, office.category)]
    if office.category and wrong:
        yield _told(term, office.category_rule, f"è di categoria {', '.join(wrong)}, e non {office.category}")
    if office.full_time_rule and any(row.fte is not None and row.fte < HUNDRED for row in periods):
        yield _told(term, office.full_time_rule, "è a tempo parziale, che è incompatibile con l'incarico")
    if lacks_title(step, term):
        yield _told(term, office.titles_rule, f"i titoli scritti non bastano: {titles_text(step, office)}")


def lacks_title(step: Step, term: Term) -> bool:
    """Whether the recorded titles of a person are insufficient for the office, on its first day."""
    return not term.earlier and merito.kit.lacks_title(step, term.office, term.row.person, term.begun)


def served(step: Step, term: Term) -> Iterator[Service]:
    """The periods of service of the year that share a day with the appointment."""
    for row in step.dossier.service_of(term.row.person):
        days = period_of(row)
        if days.start <= (term.row.end or days.end) and days.end >= term.begun:
            yield row


def _told(term: Term, rule: str, what: str) -> Finding:
    row = term.row
    why = f"{term.office.title} {row.position}, dal {day_text(term.begun)}: {what}"
    return told("warning", rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))
