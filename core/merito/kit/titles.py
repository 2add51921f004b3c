"""The titles that an office asks for, each with its years of experience, on the day on which it begins."""

from datetime import date, timedelta
from fractions import Fraction

from merito.contract.offices import Office
from merito.contract.step import Step
from merito.model.messages import Message, say, several
from merito.model.people import Qualification
from merito.numbers import Period, add_months, joined, length_in_months

ONE_DAY = timedelta(days=1)
EXPERIENCE, MONTHS, DAYS_OF_A_MONTH = "experience", 12, 30


def lacks_title(step: Step, office: Office, person: str, begun: date) -> bool:
    """Whether a person's recorded titles are insufficient for an office that begins on a day; False without any row."""
    known = step.dossier.qualifications.of(person)
    if not office.titles or not known:
        return False
    ranks = list(office.titles)
    given = [ranks.index(row.kind) for row in known if row.kind in ranks and row.since <= begun]
    highest = max(given, default=-1)
    years = [needed for title, needed in office.titles.items() if ranks.index(title) <= highest]
    return not years or _experience(known, begun - ONE_DAY) < min(years) * MONTHS


def titles_text(step: Step, office: Office) -> Message:
    """The titles of an office, each with its years of experience."""
    labels = step.declared["qualifications"].columns["kind"].values
    return several(
        *(
            say("{title} e almeno {years} anni", title=labels[title], years=years)
            for title, years in office.titles.items()
        )
    )


def _experience(known: tuple[Qualification, ...], last: date) -> Fraction:
    """Months of experience up to a day; overlapping periods count once."""
    rows = [row for row in known if row.kind == EXPERIENCE and row.since <= last]
    periods = joined(Period(row.since, min(row.until or last, last)) for row in rows)
    return sum(map(_months, periods), Fraction(0))


def _months(period: Period) -> Fraction:
    """The months of a period; 30 remaining days in a month of 31 are not a whole month."""
    found = length_in_months([period])
    whole = add_months(period.start, int(found)) <= period.end + ONE_DAY
    return found if whole else found - Fraction(1, DAYS_OF_A_MONTH)
