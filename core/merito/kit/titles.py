"""The titles that an office asks for, each with its years of experience, on the day on which it begins."""

from datetime import date, timedelta
from fractions import Fraction

from merito.contract.offices import Office
from merito.contract.step import Step
from merito.model.messages import Message, say
from merito.model.people import Qualification
from merito.numbers import Period, add_months, joined, length_in_months

ONE_DAY = timedelta(days=1)
EXPERIENCE, MONTHS, DAYS_OF_A_MONTH = "experience", 12, 30


def lacks_title(step: Step, office: Office, person: str, begun: date) -> bool:
    """Whether a person's recorded titles are insufficient for an office that begins on a day; False without any row."""
    known = step.dossier.qualifications.of(person)
    if not office.titles or not known:
        return False
    title = _that_counts(office, known, begun)
    return title is None or _experience(known, begun - ONE_DAY) < office.titles[title] * MONTHS


def titles_lacking(step: Step, office: Office, person: str, begun: date) -> Message:
    """Which title or experience is missing, for the title that a person has, and who has to do what."""
    labels = step.declared["qualifications"].columns["kind"].values
    known = step.dossier.qualifications.of(person)
    title = _that_counts(office, known, begun)
    if title is None:
        least, years = next(iter(office.titles.items()))
        lacking = say(
            "non risulta {title}, né un titolo superiore, che vuole almeno {years} anni di esperienza",
            title=_article(labels[least]),
            years=years,
        )
    else:
        lacking = say(
            "con {title} servono almeno {years} anni di esperienza prima del {begun}, e risultano {months} mesi",
            title=_article(labels[title]),
            years=office.titles[title],
            begun=begun,
            months=int(_experience(known, begun - ONE_DAY)),
        )
    return say(
        "i titoli scritti non bastano: {lacking}. Chi tiene il personale scrive quanto manca (tabella titoli) o, se "
        "non c'è, chi ha conferito l'incarico lo riesamina",
        lacking=lacking,
    )


def _that_counts(office: Office, known: tuple[Qualification, ...], begun: date) -> str | None:
    """The title on the first day for which the least experience is enough; a title includes those below it."""
    ranks = list(office.titles)
    given = [ranks.index(row.kind) for row in known if row.kind in ranks and row.since <= begun]
    return min(ranks[: max(given) + 1], key=office.titles.__getitem__) if given else None


def _article(title: str) -> Message:
    """A title with its article: `la laurea`."""
    return say("il {title}", title=title) if title.endswith("o") else say("la {title}", title=title)


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
