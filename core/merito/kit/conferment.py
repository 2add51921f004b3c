"""Appointments without the act that confers them, where a text wants one: from which day, and why.

The act is the one that the row names. For a row that names none it is an act of such a kind about the post or the
person that no row names, one for each row, in the order of the first days. Rows that follow each other without a free
day and name no act of their own are one appointment up to its longest term; what comes after it is a renewal.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from attrs import frozen

from merito.contract.offices import Office
from merito.contract.step import Step
from merito.kit.written import HOLDER, INTERIM, managerial, written
from merito.model.acts import Act
from merito.model.people import EXPIRY, Appointment, Position
from merito.numbers import day_text, last_of_years

ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class Unconferred:
    """An appointment of which no act confers the days from `since` on: why (Italian), its rules, the late acts."""

    row: Appointment | Position
    office: Office
    since: date
    why: str
    rules: tuple[str, ...]
    acts: tuple[Act, ...] = ()


def unconferred(step: Step) -> Mapping[int, Unconferred]:
    """The appointments, as holder or ad interim, that lack their act, by the identity of their rows.

    Appointments from before the text was in force need none, nor do people in a role whose office the text leaves to
    other law. In a worked case without the column of acts, posts that no act is about count as conferred.
    """
    return step.once(_unconferred)


def _unconferred(step: Step) -> Mapping[int, Unconferred]:
    found: dict[int, Unconferred] = {}
    for office in step.offices.values():
        for position in step.dossier.positions if office.act_rule else ():
            if managerial(position) is (office.posts == "managerial") and _asked(step, office, position):
                found.update((id(one.row), one) for one in _of_post(step, office, position))
    return found


def _asked(step: Step, office: Office, position: Position) -> bool:
    """Whether acts are asked of a post: always, but in a worked case only if the case speaks of them."""
    about = f"position:{position.id}"
    told = (act.subject == about and act.kind in office.conferred_by for act in step.acts)
    return not step.unwritten_conferred or any(told)


def _of_post(step: Step, office: Office, position: Position) -> Iterator[Unconferred]:
    """The appointments to one post that lack their act, in the order of the first days; holders come first."""
    acts = [act for act in step.in_effect if act.kind in office.conferred_by]
    named = {row.act for row in step.dossier.appointments}
    free = [act for act in acts if act.id not in named]
    covered: dict[tuple[str, str], date] = {}
    for row, kind, person in _rows(step, office, position):
        start, end = _days(step, row)
        subjects = (f"position:{position.id}", f"person:{person}")
        until = covered.get((kind, person))
        goes_on = until is not None and start <= until + ONE_DAY
        own: list[Act] = []
        if isinstance(row, Appointment) and row.act:
            own, goes_on = [act for act in acts if act.id == row.act and act.subject in (None, *subjects)], False
        elif until is None or not goes_on or end > until:
            own = [act for act in free if act.subject in subjects][:1]
            free = [act for act in free if act not in own]
        conferred = any(act.date <= end for act in own) or (bool(own) and _ratifies(step, office))
        if conferred:
            until = _last(office, start)
        elif not goes_on:
            until = None
        if until is not None and (isinstance(row, Position) or row.ended_by in ("", EXPIRY)):
            covered[kind, person] = until
        since = start if until is None else max(start, until + ONE_DAY)
        if since <= end and not conferred:
            rule = (office.renewal_rule if goes_on else "") or office.act_rule
            rules = (rule, *((office.late_act,) if own and office.late_act else ()))
            why = f"{rule}: {_why(step, office, row, since, own)}"
            yield Unconferred(row=row, office=office, since=since, why=why, rules=rules, acts=tuple(own))


def _ratifies(step: Step, office: Office) -> bool:
    """Whether an act dated after the whole appointment confers it, by the reading of the office."""
    return bool(office.late_act) and step.readings[office.late_act].choice == "ratifies"


def _rows(step: Step, office: Office, position: Position) -> list[tuple[Appointment | Position, str, str]]:
    """The rows of the appointments to a post that need an act, with their kinds and people."""
    every: list[tuple[Appointment | Position, str, str]] = [
        (row, row.kind, row.person)
        for row in step.dossier.appointments.of(position=position.id)
        if row.kind in (HOLDER, INTERIM)
    ]
    every += [(one.row, HOLDER, one.person) for one in written(step.dossier, HOLDER, position) if one.row is position]
    needed = [each for each in every if _needs_act(step, office, each[0], each[2])]
    return sorted(needed, key=lambda each: (_days(step, each[0])[0], each[1] != HOLDER))


def _needs_act(step: Step, office: Office, row: Appointment | Position, person: str) -> bool:
    start = row.start if isinstance(row, Appointment) else None
    if office.since is not None and start is not None and start < office.since:
        return False
    known = step.dossier.people.get(person)
    return known is None or known.role not in office.not_roles


def _days(step: Step, row: Appointment | Position) -> tuple[date, date]:
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    if isinstance(row, Position):
        return first, last
    return row.start or first, row.end or max(last, row.start or last)


def _last(office: Office, begun: date) -> date:
    return last_of_years(begun, office.most_years) if office.most_years else date.max - ONE_DAY


def _why(step: Step, office: Office, row: Appointment | Position, since: date, late: Sequence[Act]) -> str:
    """Why it is not certain, and what ends the doubt (Italian)."""
    kinds = " o ".join(f"«{step.act_kinds[kind].label}»" for kind in office.conferred_by)
    write = (
        "per quei giorni ciò che spetta è sospeso finché l'atto non è scritto (tabella atti, "
        f"tipo {kinds}, oggetto position:{row.id if isinstance(row, Position) else row.position}; "
        "tabella incarichi, colonna atto)"
    )
    named = row.act if isinstance(row, Appointment) else None
    if late:
        act, reading = late[0], f", e la lettura {office.late_act} dice se lo conferisce" if office.late_act else ""
        found = f"l'atto {act.id} è del {day_text(act.date)}, dopo la fine dell'incarico{reading}"
    elif named:
        known = step.acts.get(named)
        what = "non risulta ancora"
        if known is not None:
            what = f"è «{step.act_kinds[known.kind].title}», oggetto {known.subject or 'non scritto'}"
        found = f"l'atto {named} {what}, e non conferisce l'incarico"
    else:
        found = f"dal {day_text(since)} manca l'atto che conferisce l'incarico"
    return f"{found}: {write}"
