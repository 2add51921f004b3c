"""Appointments without the act that confers them, where a text wants one: from which day, and why.

The act is the one that the row names. For a row that names none it is an act of such a kind about the post or the
person that no row names, one for each row, in the order of the first days: the last that had taken effect when the
row begins, else the first after it. An act about the post that takes effect while somebody else holds it is of that
holder: it confers no ad interim unless the row names it. Rows that follow each other without a free day and name no
act of their own are one appointment up to its longest term; what comes after it is a renewal. Rows that name one act
are one term, from the first of them on.

An act of another body than those that may give it confers nothing. An act that takes effect after the first day confers
the days from then on, and by a reading (`Office.late_act`) also those before it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain

from attrs import frozen

from merito.contract.offices import Office
from merito.contract.step import Step
from merito.kit.findings import either
from merito.kit.written import HOLDER, INTERIM, managerial, serves_as, written
from merito.model.acts import Act
from merito.model.messages import Message, Ref, say, several
from merito.model.people import EXPIRY, Appointment, Position
from merito.numbers import Period, last_of_years

ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class Unconferred:
    """An appointment of which no act confers some `days`: why, its rules, the acts that do not do so."""

    row: Appointment | Position
    office: Office
    days: Period
    why: Message
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
        if not office.act_rule:
            continue
        acts = _Acts.of(step, office)
        for position in step.dossier.positions:
            if managerial(position) is (office.posts == "managerial") and _asked(step, acts, position):
                found.update((id(one.row), one) for one in _of_post(step, office, acts, position))
    return found


@frozen
class _Acts:
    """The acts of the kinds that confer an office, by subject (None: about all), in the order in which they count.

    `conferring` are those in effect, of a body that may give them, by id; `named` are ids that a row names.
    """

    every: Mapping[str | None, Sequence[Act]]
    conferring: Mapping[str, Act]
    named: Collection[str]

    @classmethod
    def of(cls, step: Step, office: Office) -> "_Acts":
        every: dict[str | None, list[Act]] = {}
        for act in sorted(
            (act for act in step.acts if act.kind in office.conferred_by), key=lambda act: act.takes_effect
        ):
            every.setdefault(act.subject, []).append(act)
        in_effect = (act for act in step.in_effect if act.kind in office.conferred_by)
        conferring = {act.id: act for act in in_effect if _has_power(step, act)}
        return cls(every, conferring, {row.act for row in step.dossier.appointments if row.act})

    def about(self, subjects: Sequence[str]) -> Iterator[Act]:
        """The acts about some subjects."""
        return chain.from_iterable(self.every.get(subject, ()) for subject in subjects)

    def free(self, about: Sequence[str], taken: Collection[str]) -> list[Act]:
        """Those that confer, about a post or a person, that no row names, and that are not taken."""
        found = (act for act in self.about(about) if act.id in self.conferring and act.id not in self.named)
        return sorted((act for act in found if act.id not in taken), key=lambda act: act.takes_effect)


def _asked(step: Step, acts: _Acts, position: Position) -> bool:
    """Whether acts are asked of a post: always, but in a worked case only if the case speaks of them."""
    return not step.unwritten_conferred or f"position:{position.id}" in acts.every


def _of_post(step: Step, office: Office, acts: _Acts, position: Position) -> Iterator[Unconferred]:
    """The appointments to one post that lack their act, in the order of the first days; holders come first."""
    taken: set[str] = set()
    covered: dict[tuple[str, str], date] = {}
    begun: dict[tuple[str, str, str], date] = {}
    rows = _rows(step, office, position)
    held = [(whose, _days(step, row)) for row, kind, whose in rows if kind == HOLDER]
    for row, kind, person in rows:
        start, end = _days(step, row)
        about = (f"position:{position.id}", f"person:{person}")
        until = covered.get((kind, person))
        goes_on = until is not None and start <= until + ONE_DAY
        own: Act | None = None
        others: tuple[Act, ...] = ()
        if isinstance(row, Appointment) and row.act:
            own = acts.conferring.get(row.act)
            own = own if own is not None and _is_about(own, about) else None
            goes_on = False
        elif until is None or not goes_on or end > until:
            found = acts.free(about, taken)
            others = () if kind == HOLDER else tuple(act for act in found if _of_holder(act, person, held))
            own = _nearest([act for act in found if act not in others], start)
            taken |= {own.id} if own else set()
        since = _conferred_since(step, office, own, start)
        conferred = own is not None and since <= end
        if own is not None and conferred:
            until = _last(office, begun.setdefault((kind, person, own.id), start))
        elif not goes_on:
            until = None
        if until is not None and (isinstance(row, Position) or row.ended_by in ("", EXPIRY)):
            covered[kind, person] = until
        first = start if conferred or until is None else max(start, until + ONE_DAY)
        days = Period(first, min(end, since - ONE_DAY) if conferred else end)
        if days.start <= days.end and (not conferred or days.end.year >= step.dossier.year):
            rule = (office.renewal_rule if goes_on else "") or office.act_rule
            rules = (rule, *((office.late_act,) if own and office.late_act else ()))
            powerless = () if own else tuple(_powerless(step, office, acts, row, about))
            others = () if own or powerless else others
            told = (own,) if own else (*powerless, *others)
            why = _of_another(others, days) if others else _why(step, office, row, days, own, powerless)
            yield Unconferred(row=row, office=office, days=days, why=why, rules=rules, acts=told)


def _has_power(step: Step, act: Act) -> bool:
    return act.of_body(*step.act_kinds[act.kind].by)


def _is_about(act: Act, about: Sequence[str]) -> bool:
    return act.subject is None or act.subject in about


def _of_holder(act: Act, person: str, held: Iterable[tuple[str, tuple[date, date]]]) -> bool:
    """Whether an act about a post takes effect on a day on which it has another holder than a person."""
    others = (days for whose, days in held if whose != person)
    return act.subject != f"person:{person}" and any(first <= act.takes_effect <= last for first, last in others)


def _nearest(acts: Sequence[Act], start: date) -> Act | None:
    """Of acts in the order in which they count, the last by a day; else the first after it."""
    by_then = [act for act in acts if act.takes_effect <= start]
    return by_then[-1] if by_then else next(iter(acts), None)


def _conferred_since(step: Step, office: Office, act: Act | None, start: date) -> date:
    """From which day an act confers an appointment that begins on a day: its own or, by the reading, the first."""
    if act is None or act.takes_effect <= start or _ratifies(step, office):
        return start
    return act.takes_effect


def _powerless(
    step: Step, office: Office, acts: _Acts, row: Appointment | Position, about: Sequence[str]
) -> Iterator[Act]:
    """The acts about an appointment that confer nothing: of another body, or in urgency and not ratified."""
    named = step.acts.get(row.act) if isinstance(row, Appointment) and row.act else None
    if named is not None:
        found: Iterable[Act] = (named,) if named.kind in office.conferred_by else ()
    else:
        found = () if isinstance(row, Appointment) and row.act else acts.about(about)
    for act in found:
        urgent = act.in_urgency and act.opens and act.id not in acts.conferring
        if urgent or not _has_power(step, act):
            yield act


def _ratifies(step: Step, office: Office) -> bool:
    """Whether an act confers days before it too, by the reading of the office."""
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
    return not serves_as(step.dossier, person, office.not_roles, Period(*_days(step, row)))


def _days(step: Step, row: Appointment | Position) -> tuple[date, date]:
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    if isinstance(row, Position):
        return first, last
    return row.start or first, row.end or max(last, row.start or last)


def _last(office: Office, begun: date) -> date:
    return last_of_years(begun, office.most_years) if office.most_years else date.max - ONE_DAY


def _of_another(acts: Sequence[Act], days: Period) -> Message:
    """That acts about the post are of its holder, and do not say that they confer an ad interim."""
    return say(
        "dal {start} manca l'atto che conferisce l'interim: l'atto {acts} ha effetto mentre la posizione ha un altro "
        "titolare, e non dice di conferirlo; per quei giorni ciò che spetta è sospeso finché la riga dell'incarico non "
        "indica il suo atto (tabella incarichi, colonna atto)",
        many="dal {start} manca l'atto che conferisce l'interim: gli atti {acts} hanno effetto mentre la posizione ha "
        "un altro titolare, e non dicono di conferirlo; per quei giorni ciò che spetta è sospeso finché la riga "
        "dell'incarico non indica il suo atto (tabella incarichi, colonna atto)",
        number="n",
        n=len(acts),
        start=days.start,
        acts=tuple(Ref("act", act.id) for act in acts),
    )


def _why(
    step: Step,
    office: Office,
    row: Appointment | Position,
    days: Period,
    late: Act | None,
    powerless: Sequence[Act],
) -> Message:
    """Why it is not certain, and what ends the doubt."""
    return say(
        "{why}: {write}",
        why=_what_lacks(step, office, row, days, late, powerless),
        write=_to_write(step, office, row, late, powerless),
    )


def _to_write(
    step: Step, office: Office, row: Appointment | Position, late: Act | None, powerless: Sequence[Act]
) -> Message:
    """What ends the doubt."""
    kinds = either(say("«{label}»", label=step.act_kinds[kind].label) for kind in office.conferred_by)
    post = row.id if isinstance(row, Position) else row.position
    if late is not None:
        return say(
            "per quei giorni ciò che spetta è sospeso finché non è scritto un atto precedente (tabella atti, tipo "
            "{kinds}, oggetto position:{post}; tabella incarichi, colonna atto)",
            kinds=kinds,
            post=post,
        )
    if powerless:
        return say(
            "per quei giorni ciò che spetta è sospeso finché non è scritto l'atto di chi può darlo (tabella atti, tipo "
            "{kinds}, oggetto position:{post}; tabella incarichi, colonna atto)",
            kinds=kinds,
            post=post,
        )
    return say(
        "per quei giorni ciò che spetta è sospeso finché non è scritto l'atto (tabella atti, tipo {kinds}, oggetto "
        "position:{post}; tabella incarichi, colonna atto)",
        kinds=kinds,
        post=post,
    )


def _what_lacks(
    step: Step,
    office: Office,
    row: Appointment | Position,
    days: Period,
    late: Act | None,
    powerless: Sequence[Act],
) -> Message:
    """What the appointment lacks."""
    named = row.act if isinstance(row, Appointment) else None
    if late is not None:
        return _too_late(office, days, late)
    if powerless:
        return several(*(_without_power(step, act) for act in powerless))
    if not named:
        return say("dal {start} manca l'atto che conferisce l'incarico", start=days.start)
    known, act = step.acts.get(named), Ref("act", named)
    if known is None:
        return say("l'atto {act} non risulta ancora, e non conferisce l'incarico", act=act)
    kind = step.act_kinds[known.kind].title
    if not known.subject:
        return say("l'atto {act} è «{kind}», oggetto non scritto, e non conferisce l'incarico", act=act, kind=kind)
    return say(
        "l'atto {act} è «{kind}», oggetto {subject}, e non conferisce l'incarico",
        act=act,
        kind=kind,
        subject=Ref.to(known.subject),
    )


def _too_late(office: Office, days: Period, late: Act) -> Message:
    """That an act takes effect after the appointment has begun, or ended."""
    act = Ref("act", late.id)
    if late.takes_effect == days.end + ONE_DAY:
        found = say(
            "l'incarico comincia il {start} e il suo atto, {act}, vale dal {since}",
            start=days.start,
            act=act,
            since=late.takes_effect,
        )
    else:
        found = say("l'atto {act} è del {day}, dopo la fine dell'incarico", act=act, day=late.takes_effect)
    if not office.late_act:
        return found
    return say(
        "{found}, e la lettura {reading} dice se conferisce i giorni già passati",
        found=found,
        reading=Ref("reading", office.late_act),
    )


def _without_power(step: Step, act: Act) -> Message:
    """Why an act confers nothing: it is of another body, or the body has not ratified it."""
    whose = either(step.bodies[body].title for body in step.act_kinds[act.kind].by)
    if not _has_power(step, act):
        return say(
            "l'atto {act} è di «{body}», spetta a: {whose}, e non conferisce l'incarico",
            act=Ref("act", act.id),
            body=act.body,
            whose=whose,
        )
    return say(
        "l'atto {act} è dato in via d'urgenza, e finché manca la ratifica di {whose} non conferisce l'incarico",
        act=Ref("act", act.id),
        whose=whose,
    )
