"""Who may hold an office: the category, full time, the titles with their years of experience."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from merito import Finding, Phase, Service, Step
from merito.kit import category_of, period_of, told
from merito.national.terms import Term
from merito.numbers import HUNDRED, Period, add_months, day_text, joined, length_in_months

ONE_DAY = timedelta(days=1)
EXPERIENCE, MONTHS, DAYS_OF_A_MONTH = "experience", 12, 30


def eligibility(step: Step, term: Term) -> Iterator[Finding]:
    """The requirements that a holder lacks in the year; values not recorded are not reported."""
    office, periods = term.office, tuple(served(step, term))
    person = step.dossier.people[term.row.person]
    categories = dict.fromkeys(filter(None, (row.category or person.category for row in periods)))
    wrong = [name for name in categories if not category_of(step, name).upper().startswith(office.category)]
    if office.category and wrong:
        yield _told(term, office.category_rule, f"è di categoria {', '.join(wrong)}, e non {office.category}")
    if office.full_time_rule and any(row.fte is not None and row.fte < HUNDRED for row in periods):
        yield _told(term, office.full_time_rule, "è a tempo parziale, che è incompatibile con l'incarico")
    if lacks_title(step, term):
        yield _told(term, office.titles_rule, f"i titoli scritti non bastano: {_needs(step, term)}")


def lacks_title(step: Step, term: Term) -> bool:
    """Whether the recorded titles of a person are insufficient for the office, on its first day."""
    known = step.dossier.qualifications.of(term.row.person)
    if not term.office.titles or not known or term.earlier:
        return False
    ranks = list(term.office.titles)
    given = [ranks.index(row.kind) for row in known if row.kind in ranks and row.since <= term.begun]
    highest = max(given, default=-1)
    years = [needed for title, needed in term.office.titles.items() if ranks.index(title) <= highest]
    return not years or _experience(step, term) < min(years) * MONTHS


def _experience(step: Step, term: Term) -> Fraction:
    """Months of experience before the first day; overlapping periods count once."""
    before = term.begun - ONE_DAY
    rows = [row for row in step.dossier.qualifications.of(term.row.person, kind=EXPERIENCE) if row.since <= before]
    periods = joined(Period(row.since, min(row.until or before, before)) for row in rows)
    return sum(map(_months, periods), Fraction(0))


def _months(period: Period) -> Fraction:
    """The months of a period; 30 remaining days in a month of 31 are not a whole month."""
    found = length_in_months([period])
    whole = add_months(period.start, int(found)) <= period.end + ONE_DAY
    return found if whole else found - Fraction(1, DAYS_OF_A_MONTH)


def _needs(step: Step, term: Term) -> str:
    labels = step.declared["qualifications"].columns["kind"].values
    return "; ".join(f"{labels[title]} e almeno {years} anni" for title, years in term.office.titles.items())


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
