"""What is done out of its time: evaluations told early, readings and quotas decided late, boards over, targets moved.

What was done stands until it is annulled or corrected: nothing is held here. Each finding says who has to do what.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from merito import (
    Act,
    BodyKind,
    BodyMember,
    Figure,
    Finding,
    Listed,
    Message,
    Phase,
    Ref,
    ResultRows,
    Said,
    Severity,
    Step,
    kit,
    rule,
    say,
)
from merito_national.people import is_municipality
from merito_national.registers.system import OPINION, SINCE

BOARD, TARGET, LATE_READING = "I-IT-53", "I-IT-56", "I-IT-54"
MOST_NAMED = 8
QUOTAS = {"increase_quota": "IT-PREMIO.30", "managers_quota": "IT-DIR.30"}
LOWER = "lower"
TARGETS = {"indicators": "target", "targets": "value"}


@rule("IT-4.2d", hook="merito_check_plan")
def told_before_the_end(step: Step) -> ResultRows:
    """An evaluation communicated before the year ends, except that of who left, or changed unit or post, by then."""
    end, early = date(step.dossier.year, 12, 31), defaultdict[date, list[str]](list)
    for row in step.dossier.evaluations:
        if row.told is not None and row.told <= min(end, step.as_of) and not _changed(step, row.person, row.told):
            early[row.told].append(row.person)
    for day, people in sorted(early.items()):
        why = say(
            "la valutazione di {people} risulta comunicata il {day}, prima che l'anno finisca: si valuta un anno "
            "finito. Chi l'ha fatta la conferma, o la rivede, e la comunica di nuovo dal {first}; se il giorno è un "
            "altro si corregge (tabella valutazioni, colonna comunicata)",
            many="le valutazioni di {people} risultano comunicate il {day}, prima che l'anno finisca: si valuta un "
            "anno finito. Chi le ha fatte le conferma, o le rivede, e le comunica di nuovo dal {first}; se il giorno è "
            "un altro si corregge (tabella valutazioni, colonna comunicata)",
            number="n",
            n=len(people),
            people=Listed((Ref("person", one) for one in people), MOST_NAMED),
            day=day,
            first=end + timedelta(days=1),
        )
        subject = f"person:{people[0]}" if len(people) == 1 else "table:evaluations"
        yield kit.told("warning", "IT-4.2d", why, subject, phase=Phase.EVALUATION)


def _changed(step: Step, person: str, day: date) -> bool:
    """Whether somebody left, or went to another unit or post, within the year and by a day."""
    last = date(step.dossier.year, 12, 31)
    ends = [(row.end or last) for row in step.dossier.service_of(person)]
    ends += [row.end for row in step.dossier.appointments.of(person=person) if row.end is not None]
    return any(end <= day and end < last for end in ends)


@rule("IT-LETTURA", LATE_READING, hook="merito_check_plan")
def readings_adopted_late(step: Step) -> ResultRows:
    """Readings adopted once evaluations were communicated, or money was paid: who decided knew whom it favours."""
    told = min((row.told for row in step.dossier.evaluations if row.told is not None), default=None)
    paid = min((row.date for row in step.dossier.payments), default=None)
    by_act: dict[str, list[str]] = defaultdict(list)
    for one in step.interpretations.values():
        reading = step.reading_told(one.id)
        if reading.must_adopt and reading.adopted and reading.act and not reading.supposed:
            by_act[reading.act].append(one.id)
    for name, readings in by_act.items():
        act = step.acts.get(name)
        days = [day for day in (told, paid) if act is not None and day is not None and day < act.date]
        if act is not None and days:
            yield kit.told("warning", "IT-LETTURA", _late(act, readings, told, paid), f"act:{act.id}", inputs=(act,))


def _late(act: Act, readings: list[str], told: date | None, paid: date | None) -> Message:
    named = Listed(Ref("reading", one) for one in readings)
    if paid is not None and paid < act.date:
        return say(
            "l'atto {act} del {day} adotta {readings} dopo il primo pagamento ({paid}): vale, ma chi decide conosceva "
            "già le somme. Chi l'ha adottato ne scrive le ragioni nell'atto, e chi ha pagato confronta quanto ha "
            "pagato con quanto spetta (conguagli)",
            act=Ref("act", act.id),
            day=act.date,
            readings=named,
            paid=paid,
        )
    return say(
        "l'atto {act} del {day} adotta {readings} dopo che le prime valutazioni sono state comunicate ({told}): vale, "
        "ma chi decide conosceva già i punteggi. Chi l'ha adottato ne scrive le ragioni nell'atto; per l'anno dopo si "
        "adotta prima",
        act=Ref("act", act.id),
        day=act.date,
        readings=named,
        told=told or "",
    )


@rule("IT-PREMIO.30", "IT-DIR.30", hook="merito_check_plan")
def quotas_fixed_late(step: Step) -> ResultRows:
    """A quota of people that bargaining has to fix before, and that an agreement fixes when the year is over."""
    end = date(step.dossier.year, 12, 31)
    for key, rule_id in QUOTAS.items():
        setting = step.parameters.settings.get(key)
        names = (setting.agreed, setting.act) if setting is not None else ()
        act = next((step.acts.get(name) for name in names if name and step.acts.get(name) is not None), None)
        if act is not None and act.date > end and rule_id in step.rules:
            why = say(
                "la quota di {key} è fissata con l'atto {act} del {day}, ad anno finito, mentre la contrattazione "
                "integrativa la fissa prima: vale finché le parti non la cambiano, e chi la applica lo sa; per l'anno "
                "dopo la si contratta entro il 31/12",
                key=Ref("parameter", key),
                act=Ref("act", act.id),
                day=act.date,
            )
            yield kit.told("warning", rule_id, why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


@rule("IT-PROROGA", BOARD, hook="merito_check_plan")
def boards_that_are_over(step: Step) -> ResultRows:
    """Acts of a board whose members were all over on that day, by the register; without one nothing is known."""
    for body in step.bodies.values():
        rows = list(step.dossier.bodies.of(body=body.name))
        for act in step.acts if rows else ():
            last = _over(rows, act.date)
            if act.by == body.name and last is not None and act.stands(step.dossier.year):
                yield _beyond(step, body, act, last)


def _over(rows: list[BodyMember], day: date) -> date | None:
    """The last day of a board of which nobody is in charge on a day; None if somebody is, or nobody was before."""
    if any(row.start <= day <= (row.end or day) for row in rows):
        return None
    return max((row.end for row in rows if row.end is not None and row.end < day), default=None)


def _beyond(step: Step, body: BodyKind, act: Act, last: date) -> Finding:
    """An act of a board that is over: within its extension a note, after it a warning."""
    extended = int(step.parameters.number("board_extension").value)
    until = last + timedelta(days=extended)
    over = say(
        "l'atto {act} del {day} è di {body}, i cui componenti sono scaduti il {last}",
        act=Ref("act", act.id),
        day=act.date,
        body=body.title,
        last=last,
    )
    severity: Severity = "info"
    why = say(
        "{over}: fino al {until} l'organo è prorogato, per l'ordinaria amministrazione e per ciò che è urgente e "
        "motivato. Chi lo nomina scrive il rinnovo (tabella organi) o lo fa, e l'organo dice nell'atto perché rientra "
        "tra quelli ({reading})",
        over=over,
        until=until,
        reading=Ref("reading", BOARD),
    )
    if act.date > until:
        severity = "warning"
        why = say(
            "{over}, e la proroga di {days} giorni è finita il {until}. Chi nomina l'organo scrive il rinnovo che "
            "c'era (tabella organi); se non c'era, nomina l'organo, e quello dà l'atto di nuovo. L'atto conta finché "
            "l'ente non lo toglie ({reading})",
            over=over,
            days=extended,
            until=until,
            reading=Ref("reading", BOARD),
        )
    return kit.told(severity, "IT-PROROGA", why, f"act:{act.id}", inputs=(act,))


@rule("IT-7.1", hook="merito_check_plan")
def system_not_confirmed(step: Step) -> ResultRows:
    """The SMVP is brought up to date every year, after the OIV's opinion: told if no opinion of that year is recorded.

    An ente that records no acts is not told.
    """
    year = step.dossier.year
    known = [act for act in step.acts if act.stands(year) and not act.refused]
    if year < SINCE or not known or step.as_of <= date(year, 1, 31):
        return
    opinions = [act for act in step.acts_of(OPINION) if act.date.year in (year - 1, year)]
    if not opinions:
        why = say(
            "per il {year} non risulta che il sistema di misurazione e valutazione sia stato aggiornato, o confermato, "
            "dopo il parere vincolante dell'OIV: chi lo adotta lo conferma ogni anno, e l'OIV dà prima il parere "
            "(parere_smvp); se ci sono, si scrivono tra gli atti",
            year=year,
        )
        yield kit.told("info" if is_municipality(step) else "warning", "IT-7.1", why, phase=Phase.OBJECTIVES)


@rule("IT-VARIA", TARGET, hook="merito_check_plan")
def targets_moved_late(step: Step) -> ResultRows:
    """A target moved after 30 November by which the result is met, and without which it was not."""
    for state in step.amendments:
        act, one = state.act, state.amendment
        if act is None or not state.applied or TARGETS.get(one.table) != one.attribute:
            continue
        identifier = str(one.row[0])
        measure, indicator = kit.final_measure(step.dossier, identifier), step.dossier.indicators.get(identifier)
        if measure is None or indicator is None or act.date <= date(step.dossier.year, 11, 30):
            continue
        before = _reached(measure.value, state.before, indicator.better)
        if _number(state.before) is not None and not before and _reached(measure.value, one.new, indicator.better):
            why = say(
                "l'atto {act} del {day} cambia il risultato atteso da {before} a {new}, e con il nuovo la misura "
                "({measured}) lo raggiunge, con il vecchio no: a fine anno si misura, e non si corregge. Chi l'ha "
                "adottato ne scrive le ragioni, e l'OIV le guarda quando valida la Relazione ({reading})",
                act=Ref("act", act.id),
                day=act.date,
                before=getattr(state.before, "text", "") or str(state.before),
                new=getattr(one.new, "text", "") or str(one.new),
                measured=measure.value.text,
                reading=Ref("reading", TARGET),
            )
            yield kit.told("warning", "IT-VARIA", why, f"indicator:{identifier}", inputs=(act, one))


def _reached(measured: object, target: object, better: str) -> bool:
    """Whether a measured number reaches a target; False if one of the two is no number."""
    found, wanted = _number(measured), _number(target)
    if found is None or wanted is None:
        return False
    return found <= wanted if better == LOWER else found >= wanted


def _number(figure: object) -> Fraction | None:
    value = figure.value if isinstance(figure, Figure) and figure.said is Said.VALUE else None
    return Fraction(value) if isinstance(value, int | Decimal | Fraction) else None
