"""The money of the staff and of the posts: acts before it is spent, and the pay of the posizioni organizzative
(art. 16 c. 1 lett. e) and t), arts. 26-28, art. 30 c. 6, art. 46 c. 2).
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from merito import (
    NOTHING,
    Act,
    ActNeed,
    Basis,
    FundLine,
    Gate,
    Given,
    Message,
    Money,
    Percent,
    Phase,
    Position,
    PositionValue,
    Rate,
    Ref,
    Regrading,
    ResultRows,
    State,
    Step,
    cited,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, apart_from, cents_half_up, joined, quotient
from merito_bergamo.appointments import REVOCATION, Role, role_of
from merito_bergamo.appointments.posts import SEGRETARIO

FUND = "positions"
GRADING = "grading_approval"
ITEM = "posizione {}"  # the line of a post in the fund
LIMITS = ("position_least", "position_most")
BY_LAW = ("technical_functions", "legal_office")  # named by art. 28 c. 7 itself


@rule("BG-16.1e", hook="merito_check_plan")
def resources_of_managers(step: Step) -> ResultRows:
    """Warns of resources assigned to the managers before the Giunta has approved the budget."""
    approved = step.acts_of("directional_budget")
    for act in step.acts_of("resource_assignment"):
        before = [one for one in approved if one.date <= act.date]
        if not any(one.of_body(*step.act_kinds[one.kind].by) for one in before):
            early = say(
                "l'atto {act} assegna le risorse prima che la Giunta abbia approvato il budget direzionale",
                act=Ref("act", act.id),
            )
            why = several(early, *_of_others(step, before))
            yield kit.told("warning", step.rule, why, f"act:{act.id}", phase=Phase.RESOURCES, inputs=(act,))


@rule("BG-16.1t", hook="merito_check_plan")
def agreements(step: Step) -> ResultRows:
    """Warns of an agreement if the auditors' last opinion before it is missing or contrary; a blank one is noted.

    An opinion is favourable by its outcome or, if that is blank, by its value. If both are blank, nothing says that it
    is contrary either.
    """
    agreed, opinions = step.acts_of("integrative_agreement"), step.acts_of("auditors_opinion")
    for act in agreed:
        about = [one for one in opinions if act.id == one.refers_to or one.id == act.refers_to or len(agreed) == 1]
        before = [one for one in about if one.date <= act.date]
        last = next((one for one in reversed(before) if one.of_body(*step.act_kinds[one.kind].by)), None)
        value = last.value.strip().casefold() if last else ""
        if last and (
            last.outcome in ("favourable", "with_remarks") or (not last.outcome and value in ("favorevole", "positivo"))
        ):
            continue
        blank = last is not None and not last.outcome and not value
        agreement = Ref("act", act.id)
        if last is None:
            missing = say(
                "accordo integrativo {agreement}: prima non c'è il parere del Collegio dei revisori, dove è richiesto",
                agreement=agreement,
            )
            why = several(missing, *_of_others(step, before))
        elif blank:
            why = say(
                "accordo integrativo {agreement}: non è scritto se sia favorevole (colonna esito) il parere {opinion} "
                "del Collegio dei revisori, dove è richiesto",
                agreement=agreement,
                opinion=Ref("act", last.id),
            )
        else:
            why = say(
                "accordo integrativo {agreement}: il parere {opinion} del Collegio dei revisori, dove è richiesto, non "
                "è registrato come favorevole",
                agreement=agreement,
                opinion=Ref("act", last.id),
            )
        subject = f"act:{act.id}"
        yield kit.told("info" if blank else "warning", step.rule, why, subject, phase=Phase.RESOURCES, inputs=(act,))


def _of_others(step: Step, acts: list[Act]) -> Iterator[Message]:
    """The acts that were given by the wrong body."""
    for one in acts:
        yield say(
            "l'atto {act} è di «{body}», e spetta a: {right}",
            act=Ref("act", one.id),
            body=one.body,
            right=step.act_kinds[one.kind].body,
        )


@rule("BG-30.6", hook="merito_check_plan")
def visas(step: Step) -> ResultRows:
    """Warns of payment orders without an earlier accounting visa."""
    seen = [(act.refers_to, act.date) for act in step.acts_of("accounting_visa")]
    for act in step.acts_of("payment_order"):
        if not any(about == act.id and day <= act.date for about, day in seen):
            why = say("l'atto {act} non ha un visto di regolarità contabile che lo preceda", act=Ref("act", act.id))
            yield kit.told("warning", step.rule, why, f"act:{act.id}", phase=Phase.RESOURCES, inputs=(act,))


@rule("BG-28.1", "BG-28.7", hook="merito_check_plan")
def other_pay(step: Step) -> ResultRows:
    """Position and result pay include all other pay, overtime too; only pay by law (`law`, or art. 28 c. 7) is added.

    A row has no days: that of somebody who held a post for some days only is noted, since it may be for the others.
    """
    for row in step.dossier.tables.get("other_pay", ()):
        person = step.dossier.people[str(row["person"])]
        posts = kit.staff_posts_of(step, person.id, REVOCATION)
        if row["law"] or row["kind"] in BY_LAW or not (posts or role_of(step, person) == Role.HOLDER):
            continue
        if row["kind"] in ("overtime", "allowance"):
            rule_id = "BG-28.1"
            why = say(
                "straordinario e indennità non sono dovuti a chi ha una posizione organizzativa: li assorbe la sua paga"
            )
        else:
            rule_id = "BG-28.7"
            why = say(
                "un compenso aggiuntivo a chi ha una posizione organizzativa richiede una legge che lo preveda (legge)"
            )
        held_days = [period for one in posts for period in one.periods]
        others = apart_from(map(kit.period_of, step.dossier.service_of(person.id)), held_days)
        part = sum(period.days for period in joined(held_days)) if others else 0
        if part:
            days = say(
                "la tiene per {days} giorno dell'anno: controllare a quali si riferisce",
                many="la tiene per {days} giorni dell'anno: controllare a quali si riferisce",
                number="days",
                days=part,
            )
            why = several(why, days)
        subject = f"person:{person.id}"
        yield kit.told("info" if part else "warning", rule_id, why, subject, phase=Phase.RESOURCES, inputs=(row,))


@rule("BG-46.2", "I-BG-14", hook="merito_check_plan")
def relevant_part(step: Step) -> ResultRows:
    """Reports which part of the decentralised resources rewards performance; the text sets no threshold."""
    whole = step.dossier.figures.get("decentralised_resources")
    fund = step.dossier.funds.get("performance")
    if whole is not None and fund is not None and whole.euro:
        why = say(
            "alla performance va il {part} delle risorse decentrate ({fund} su {whole}); quanto sia «rilevante» lo "
            "valuta l'ente ({reading})",
            part=Percent(quotient(fund.euro, whole.euro) * HUNDRED),
            fund=Money(fund.euro),
            whole=Money(whole.euro),
            reading=Ref("reading", "I-BG-14"),
        )
        yield kit.told("info", "BG-46.2", why, phase=Phase.RESOURCES)


@rule("BG-28.3", hook="merito_gates")
def grading_before_pay(step: Step) -> ResultRows:
    """No position pay before the Segretario Generale has approved the grading: of all posts, or post by post."""
    if kit.staff_positions(step.dossier):
        needs = (ActNeed(GRADING, by=SEGRETARIO),)
        yield Gate(phase=Phase.RESOURCES, tool="position_pay", needs=needs, rules=step.bears)


def approved(step: Step, position: str) -> bool:
    """Whether the Segretario Generale has approved the grading of a post, together with all others or separately."""
    state = step.gate("BG-28.3", f"position:{position}")
    return state is not None and state.open


@rule("BG-28.3", hook="merito_check_plan")
def graded_before(step: Step) -> ResultRows:
    """Warns of a post instituted after its last grading, which may not cover it; it is paid all the same."""
    for one in kit.staff_positions(step.dossier):
        subject = f"position:{one.id}"
        institutions = step.acts_of("position_institution", subject)
        gradings = [act for act in step.acts_of(GRADING) if act.subject in (None, subject)]
        if institutions and gradings and gradings[-1].date < institutions[0].date:
            first, last = institutions[0], gradings[-1]
            why = say(
                "la posizione {position} è istituita il {day}, dopo l'ultima graduazione (atto {grading}, {graded}): "
                "controllare che la comprenda, o approvare la sua",
                position=Ref("position", one.id),
                day=first.date,
                grading=Ref("act", last.id),
                graded=last.date,
            )
            yield kit.told("warning", step.rule, why, subject, phase=Phase.RESOURCES, inputs=(last, first))


@rule("BG-28.2", "I-BG-17", hook="merito_check_plan")
def limits_in_order(step: Step) -> ResultRows:
    """The lowest position pay that the ente has set is not above the highest."""
    if all(map(step.parameters.has, LIMITS)):
        least, most = (step.parameters.money(key).value for key in LIMITS)
        if least > most:
            why = say(
                "{lowest} ({least}) supera {highest} ({most})",
                lowest=Ref("parameter", LIMITS[0]),
                least=Money(least),
                highest=Ref("parameter", LIMITS[1]),
                most=Money(most),
            )
            yield kit.told("error", "BG-28.2", why, "parameter:position_least", phase=Phase.RESOURCES)


@rule("BG-28.2", hook="merito_check_plan")
def pay_within_limits(step: Step) -> ResultRows:
    """The pay of each post is within the limits of the CCNL, once the ente has given them."""
    if all(map(step.parameters.has, LIMITS)):
        for one in kit.staff_positions(step.dossier):
            subject = f"position:{one.id}"
            if why := _outside_on_a_day(step, one):
                yield kit.told("error", "BG-28.2", why, subject, phase=Phase.RESOURCES, inputs=(one,))
            for row in step.dossier.regradings.of(position=one.id):
                if _not_graded(step, row) and (why := _outside(step, row.amount)):
                    why = say("{ungraded}, e non conta: {why}", ungraded=_without_act(row), why=why)
                    yield kit.told("warning", "BG-28.2", why, subject, phase=Phase.RESOURCES, inputs=(row,))


def _outside_on_a_day(step: Step, post: Position) -> Message:
    """Why a post cannot have its pay on some days of the year, or nothing."""
    return next(filter(None, (_outside(step, one.amount) for one in rates(step, post))), NOTHING)


def _outside(step: Step, amount: Decimal | None) -> Message:
    """Why a post cannot have its pay, or nothing."""
    least, most = (step.parameters.money(key).value for key in LIMITS)
    if amount is None or least <= amount <= most:
        return NOTHING
    return say(
        "{pay} l'anno, fuori dai limiti del CCNL (da {least} a {most})",
        pay=Money(amount),
        least=Money(least),
        most=Money(most),
    )


@rule("BG-28.2", "I-BG-17", hook="merito_position_values")
def pay_of_posts(step: Step) -> ResultRows:
    """The pay that the grading gives each post, within the limits of the CCNL as given by the ente."""
    for position in kit.staff_positions(step.dossier):
        step.parameters.need(*LIMITS)
        why = _outside_on_a_day(step, position)
        state = State.REFUSED if why else State.FINAL
        found = rates(step, position)
        amount = _pay_of_the_year(step, position)
        again = len(found) > 1
        if amount is None:
            why = say("manca l'importo annuo che risulta dalla graduazione")
            state = State.NOT_MEASURED
        yield PositionValue(
            position=position.id,
            amount=amount,
            state=state,
            reason=why,
            rules=("BG-28.2", "BG-28.3", "I-BG-17") if again else ("BG-28.2", "I-BG-17"),
            rates=found if again else (),
            basis=Basis(
                inputs=(position, *(one.row for one in found if one.act)),
                parameters=tuple(map(step.parameters.money, LIMITS)),
                steps=tuple(kit.told_rate(one) for one in found) if again else (),
            ),
        )


def rates(step: Step, post: Position) -> tuple[Rate, ...]:
    """The yearly pay of a post on its days.

    A grading without its act may get it, and the difference waits; not if it is out of the limits, or if the budget
    could not pay it, since then the pay before it is the only one that the post can have.
    """
    return kit.rates_of(step.dossier, post, partial(_not_graded, step), ignored=partial(_cannot_count, step))


def _pay_of_the_year(step: Step, post: Position) -> Decimal | None:
    """The pay of a post for the year (euro), with every pay that it may have on its days."""
    return _of_the_year(step, rates(step, post))


def _of_the_year(step: Step, found: Sequence[Rate]) -> Decimal | None:
    year = step.dossier.year
    return cents_half_up(kit.worth(found, (one.days for one in found), year)) if found else None


def _not_graded(step: Step, row: Regrading) -> Message:
    """Why another grading does not count yet: no act of the Segretario Generale approves it."""
    about = (None, f"position:{row.position}")
    acts = (act for act in step.acts_of(GRADING) if act.id == row.act and act.subject in about)
    if any(act.of_body(SEGRETARIO) for act in acts):
        return NOTHING
    return say(
        "{ungraded}: la differenza resta sospesa, finché non c'è il suo atto (approvazione_graduazione)",
        ungraded=_without_act(row),
    )


def _without_act(row: Regrading) -> Message:
    why = say(
        "la nuova graduazione di {position} dal {day} non ha un'approvazione del Segretario Generale in vigore (atto "
        "{act})",
        position=Ref("position", row.position),
        day=row.start,
        act=Ref("act", row.act),
    )
    return cited("BG-28.3", why)


def _cannot_count(step: Step, row: Regrading) -> bool:
    """Whether a grading without its act could not count with it either."""
    return _wrong_at_once(step, row) or (bool(_not_graded(step, row)) and _beyond_the_budget(step, row))


def _beyond_the_budget(step: Step, row: Regrading) -> bool:
    """Whether a grading without its act raises the pay, and the budget could not pay what such gradings need."""
    return _raises(step, row) and _short(step) > 0


def _raises(step: Step, row: Regrading) -> bool:
    """Whether a grading gives more than the last one before it that has its act, or than the pay as written."""
    earlier = (one for one in step.dossier.regradings.of(position=row.position) if one.start < row.start)
    graded = sorted((one for one in earlier if not _not_graded(step, one)), key=lambda one: one.start)
    before = graded[-1].amount if graded else step.dossier.positions[row.position].amount
    return before is not None and row.amount > before


def _out_of_limits(step: Step, row: Regrading) -> bool:
    return all(map(step.parameters.has, LIMITS)) and bool(_outside(step, row.amount))


def _short(step: Step) -> Decimal:
    """What the budget lacks (euro) if every grading within the limits that has no act gets it; zero if it suffices."""
    return step.once(_shortfall)


def _shortfall(step: Step) -> Decimal:
    fund = step.dossier.funds.get(FUND)
    rows = (row for row in step.dossier.regradings if _not_graded(step, row) and not _wrong_at_once(step, row))
    if fund is None or not any(_raises(step, row) for row in rows):
        return Decimal("0.00")
    doubt, out = partial(_not_graded, step), partial(_wrong_at_once, step)
    each = (kit.rates_of(step.dossier, one, doubt, ignored=out) for one in kit.staff_positions(step.dossier))
    return max(_with_result(step, (_of_the_year(step, one) for one in each)) - fund.euro, Decimal("0.00"))


def _wrong_at_once(step: Step, row: Regrading) -> bool:
    """Whether a grading without its act is out of the limits too."""
    return bool(_not_graded(step, row)) and _out_of_limits(step, row)


@rule("BG-26.1b", "BG-28.3", hook="merito_check_plan")
def within_the_budget(step: Step) -> ResultRows:
    """Position and result pay together must not exceed the money that the budget sets aside for the posts.

    If a grading without its act would exceed it, the pay before it counts, and a warning says so.
    """
    fund = step.dossier.funds.get(FUND)
    spent, missing = _needed(step), _unknown(step)
    if fund and missing and (fund.euro or kit.staff_positions(step.dossier)):
        why = say("non si può verificare che le risorse bastino: {missing}", missing=missing)
        yield kit.told("warning", "BG-26.1b", why, phase=Phase.RESOURCES, inputs=(fund,))
    if fund and spent > fund.euro:
        why = say(
            "retribuzioni di posizione e di risultato per {spent}, {beyond} oltre le risorse in bilancio ({fund}): "
            "ridurre gli importi o aumentare le risorse",
            spent=Money(spent),
            beyond=Money(spent - fund.euro),
            fund=Money(fund.euro),
        )
        for tool in ("position_pay", "position_result"):
            yield kit.told("error", "BG-26.1b", why, phase=Phase.RESOURCES, tool=tool, inputs=(fund,))
    if fund and spent <= fund.euro:
        yield from _unpayable_gradings(step, fund)


def _unpayable_gradings(step: Step, fund: Given) -> ResultRows:
    """Warns of each grading without its act that the budget could not pay."""
    for row in step.dossier.regradings:
        if _not_graded(step, row) and not _wrong_at_once(step, row) and _beyond_the_budget(step, row):
            why = say(
                "{ungraded}, e con le nuove graduazioni mancherebbero {short} alle risorse in bilancio ({fund}): conta "
                "l'importo di prima, finché non ci sono il suo atto (approvazione_graduazione) e le risorse",
                ungraded=_without_act(row),
                short=Money(_short(step)),
                fund=Money(fund.euro),
            )
            subject = f"position:{row.position}"
            yield kit.told("warning", "BG-28.3", why, subject, phase=Phase.RESOURCES, inputs=(row, fund))


def _needed(step: Step) -> Decimal:
    """What the position pay of all posts and their result pay need (euro), as far as it is known."""
    return _with_result(step, (_pay_of_the_year(step, one) for one in kit.staff_positions(step.dossier)))


def _with_result(step: Step, pays: Iterable[Decimal | None]) -> Decimal:
    result = step.dossier.figures.get("positions_result")
    return sum((one for one in pays if one), Decimal("0.00")) + (result.euro if result else 0)


def _unknown(step: Step) -> Message:
    """What of the posts is not known: their amounts, or which they are."""
    posts = kit.staff_positions(step.dossier)
    without = tuple(Ref("position", one.id) for one in posts if not rates(step, one))
    if without:
        return say("manca l'importo di {positions}", positions=without)
    return NOTHING if posts else say("mancano le posizioni organizzative (tabella posizioni)")


@rule("BG-26.1b", "BG-28.1", hook="merito_funds")
def lines_of_the_fund(step: Step) -> ResultRows:
    """One line for each post, one for the result, and one for what the budget sets aside for neither."""
    fund = step.dossier.funds.get(FUND)
    result = step.dossier.figures.get("positions_result")
    if fund is None or _needed(step) > fund.euro:
        return
    line = partial(FundLine, fund=FUND, rules=step.bears)
    for one in kit.staff_positions(step.dossier):
        if amount := _pay_of_the_year(step, one):
            yield line(item=ITEM.format(one.id), amount=amount, basis=Basis(inputs=(fund, one)))
    basis = Basis(inputs=(fund, result) if result else (fund,))
    if result and result.euro:
        yield line(item="risultato", amount=result.euro, basis=basis)
    left = fund.euro - _needed(step)
    unsaid = NOTHING if result else say("manca la parte per il risultato (risultato_posizioni tra i valori dell'anno)")
    again = say("una nuova graduazione senza il suo atto le impegnerebbe") if _short(step) else NOTHING
    if left and (why := several(_unknown(step), unsaid, again)):
        yield line(item="da destinare", amount=left, reason=why, basis=basis)
    elif left:
        why = say("eccedenza: risorse che nessuna posizione impegna")
        yield line(item="non impegnate", amount=left, savings=left, reason=why, basis=basis)


@rule("BG-28.1", "BG-27.7", "I-BG-22", tool="position_pay", hook="merito_rewards")
def pay_by_days_held(step: Step) -> ResultRows:
    """Each holder is paid for the days held; the days of nobody are savings.

    Nothing is divided while days are held twice, or days of nobody are of a sum that is not settled.
    """
    for value in step.so_far.positions:
        position = value.position
        line = kit.fund_line(step, ITEM.format(position))
        if value.amount is None or line is None:
            continue
        holders = kit.one_a_day(kit.held(step, step.dossier.positions[position], REVOCATION))
        free = kit.free_days(step, holders)
        final = value.state is State.FINAL
        if any(kit.at_once(holders)):
            named = Ref("position", position)
            doubt = say("la posizione {position} non si divide: ha due titolari negli stessi giorni", position=named)
        elif free and not (final and approved(step, position)):
            why = say("la graduazione non è approvata") if final else say("l'importo non è nei limiti")
            doubt = say(
                "la posizione {position} è scoperta per {days} giorno, ma {why}: non si divide ancora",
                many="la posizione {position} è scoperta per {days} giorni, ma {why}: non si divide ancora",
                number="days",
                position=Ref("position", position),
                days=free,
                why=why,
            )
        else:
            settled = final and approved(step, position)
            yield from kit.paid_by_days(
                step, value, line, holders, by_days="I-BG-22", revocation="BG-27.7", settled=settled
            )
            continue
        yield kit.told("warning", "BG-28.1", doubt, phase=Phase.REWARDS, tool=step.tool)
