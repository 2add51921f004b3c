"""The money of the staff and of the posts: acts before it is spent, and the pay of the posizioni organizzative.

Art. 16 c. 1 lett. e) and t), arts. 26-28, art. 30 c. 6, art. 46 c. 2.
"""

from decimal import Decimal

from merito import Act, ActNeed, Basis, FundLine, Gate, Phase, PositionValue, ResultRows, State, Step, kit, rule
from merito.numbers import HUNDRED, apart_from, counted, day_text, euro_text, joined, percent_text, quotient
from merito_bergamo.appointments import REVOCATION, Role, role_of
from merito_bergamo.appointments.posts import FUND, SEGRETARIO, needed, unknown

GRADING, ITEM = "grading_approval", "posizione {}"  # the line of a post in the fund
BY_LAW = ("technical_functions", "legal_office")  # named by art. 28 c. 7 itself


@rule("BG-16.1e", hook="merito_check_plan")
def assigned(step: Step) -> ResultRows:
    """Warns of resources assigned to the managers before the Giunta has approved the budget."""
    approved = step.acts_of("directional_budget")
    for act in step.acts_of("resource_assignment"):
        before = [one for one in approved if one.date <= act.date]
        if not any(one.of_body(step.act_kinds[one.kind].body) for one in before):
            why = f"l'atto {act.id} assegna le risorse prima che la Giunta abbia approvato il budget direzionale"
            why += _of_others(step, before)
            yield kit.told("warning", step.rule, why, f"act:{act.id}", phase=Phase.RESOURCES, inputs=(act,))


@rule("BG-16.1t", hook="merito_check_plan")
def agreements(step: Step) -> ResultRows:
    """Warns of an agreement if the auditors' last opinion before it is missing or contrary; a blank one is noted.

    An opinion is favourable by its outcome or, if that is blank, by its value. If both are blank, nothing says that it
    is contrary either.
    """
    every, opinions = step.acts_of("integrative_agreement"), step.acts_of("auditors_opinion")
    for act in every:
        about = [one for one in opinions if act.id == one.refers_to or one.id == act.refers_to or len(every) == 1]
        before = [one for one in about if one.date <= act.date]
        last = next((one for one in reversed(before) if one.of_body(step.act_kinds[one.kind].body)), None)
        found, others, blank = "prima non c'è il parere", _of_others(step, before), False
        if last is not None:
            value, others = last.value.strip().casefold(), ""
            if last.outcome == "favourable" or (not last.outcome and value in ("favorevole", "positivo")):
                continue
            blank = not last.outcome and not value
            found = f"il parere {last.id} non è registrato come favorevole"
            found = f"non è scritto se sia favorevole (colonna esito) il parere {last.id}" if blank else found
        why = f"accordo integrativo {act.id}: {found} del Collegio dei revisori, dove è richiesto{others}"
        subject = f"act:{act.id}"
        yield kit.told("info" if blank else "warning", step.rule, why, subject, phase=Phase.RESOURCES, inputs=(act,))


def _of_others(step: Step, acts: list[Act]) -> str:
    """The acts that were given by the wrong body (Italian), or nothing."""
    told_of = (f"l'atto {one.id} è di «{one.body}», e spetta a: {step.act_kinds[one.kind].body}" for one in acts)
    return "".join(f"; {one}" for one in told_of)


@rule("BG-30.6", hook="merito_check_plan")
def visas(step: Step) -> ResultRows:
    """Warns of payment orders without an earlier accounting visa."""
    seen = [(act.refers_to, act.date) for act in step.acts_of("accounting_visa")]
    for act in step.acts_of("payment_order"):
        if not any(about == act.id and day <= act.date for about, day in seen):
            why = f"l'atto {act.id} non ha un visto di regolarità contabile che lo preceda"
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
        absorbed = row["kind"] in ("overtime", "allowance")
        whose = "chi ha una posizione organizzativa"
        why = f"un compenso aggiuntivo a {whose} richiede una legge che lo preveda (legge)"
        why = f"straordinario e indennità non sono dovuti a {whose}: li assorbe la sua paga" if absorbed else why
        held_days = [period for one in posts for period in one.periods]
        others = apart_from(map(kit.period_of, step.dossier.service_of(person.id)), held_days)
        part = sum(period.days for period in joined(held_days)) if others else 0
        if part:
            why += f"; la tiene per {counted(part, 'giorno', 'giorni')} dell'anno: controllare a quali si riferisce"
        cited, subject = "BG-28.1" if absorbed else "BG-28.7", f"person:{person.id}"
        yield kit.told("info" if part else "warning", cited, why, subject, phase=Phase.RESOURCES, inputs=(row,))


@rule("BG-46.2", "I-BG-14", hook="merito_check_plan")
def relevant_part(step: Step) -> ResultRows:
    """Reports which part of the decentralised resources rewards performance; the text sets no threshold."""
    whole, fund = step.dossier.figures.get("decentralised_resources"), step.dossier.funds.get("performance")
    if whole is not None and fund is not None and whole.euro:
        part = percent_text(quotient(fund.euro, whole.euro) * HUNDRED)
        sums = f"{euro_text(fund.euro)} su {euro_text(whole.euro)}"
        why = f"alla performance va il {part} delle risorse decentrate ({sums})"
        why += "; quanto sia «rilevante» lo valuta l'ente (I-BG-14)"
        yield kit.told("info", "BG-46.2", why, phase=Phase.RESOURCES)


@rule("BG-28.3", hook="merito_gates")
def merito_gates(step: Step) -> ResultRows:
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
        instituted = next(iter(step.acts_of("position_institution", subject)), None)
        gradings = [act for act in step.acts_of(GRADING) if act.subject in (None, subject)]
        last = gradings[-1] if gradings else None
        if instituted and last and last.date < instituted.date:
            why = f"la posizione {one.id} è istituita il {day_text(instituted.date)}, dopo l'ultima graduazione (atto "
            why += f"{last.id}, {day_text(last.date)}): controllare che la comprenda, o approvare la sua"
            yield kit.told("warning", step.rule, why, subject, phase=Phase.RESOURCES, inputs=(last, instituted))


@rule("BG-28.2", hook="merito_check_plan")
def within_limits(step: Step) -> ResultRows:
    """The pay of each post is within the limits of the CCNL, once the ente has given them."""
    if step.parameters.has("position_least") and step.parameters.has("position_most"):
        for one in kit.staff_positions(step.dossier):
            if why := _outside(step, one.amount):
                yield kit.told("error", "BG-28.2", why, f"position:{one.id}", phase=Phase.RESOURCES, inputs=(one,))


def _outside(step: Step, amount: Decimal | None) -> str:
    """Why a post cannot have its pay (Italian), or nothing."""
    least, most = (step.parameters.money(key).value for key in ("position_least", "position_most"))
    if amount is None or least <= amount <= most:
        return ""
    return f"{euro_text(amount)} l'anno, fuori dai limiti del CCNL (da {euro_text(least)} a {euro_text(most)})"


@rule("BG-28.2", "I-BG-17", hook="merito_position_values")
def merito_position_values(step: Step) -> ResultRows:
    """The pay that the grading gives each post, within the limits of the CCNL as given by the ente."""
    for position in kit.staff_positions(step.dossier):
        step.parameters.need("position_least", "position_most")
        given = position.amount is not None
        why = _outside(step, position.amount) if given else "manca l'importo annuo che risulta dalla graduazione"
        limits = (step.parameters.money("position_least"), step.parameters.money("position_most"))
        yield PositionValue(
            position=position.id,
            amount=position.amount,
            state=State.FINAL if not why else State.REFUSED if given else State.NOT_MEASURED,
            reason=why,
            rules=("BG-28.2", "I-BG-17"),
            basis=Basis(inputs=(position,), parameters=limits),
        )


@rule("BG-26.1b", "BG-28.1", hook="merito_funds")
def merito_funds(step: Step) -> ResultRows:
    """One line for each post, one for the result, and one for what the budget sets aside for neither."""
    fund, result = step.dossier.funds.get(FUND), step.dossier.figures.get("positions_result")
    if fund is None or needed(step) > fund.euro:
        return
    lines = [(ITEM.format(one.id), one.amount, Basis(inputs=(fund, one))) for one in kit.staff_positions(step.dossier)]
    basis = Basis(inputs=(fund, *((result,) if result else ())))
    lines += [("risultato", result.euro, basis)] if result else []
    for item, amount, on in lines:
        if amount:
            yield FundLine(fund=FUND, item=item, amount=amount, rules=step.bears, basis=on)
    left = fund.euro - needed(step)
    unsaid = "" if result else "manca la parte per il risultato (risultato_posizioni in [figures])"
    if left and (why := "; ".join(filter(None, (unknown(step), unsaid)))):
        yield FundLine(fund=FUND, item="da destinare", amount=left, reason=why, rules=step.bears, basis=basis)
    elif left:
        why, item = "eccedenza: risorse che nessuna posizione impegna", "non impegnate"
        yield FundLine(fund=FUND, item=item, amount=left, savings=left, reason=why, rules=step.bears, basis=basis)


@rule("BG-28.1", "BG-27.7", "I-BG-22", tool="position_pay", hook="merito_rewards")
def merito_rewards(step: Step) -> ResultRows:
    """Each holder is paid for the days held; the days of nobody are savings.

    Nothing is divided while days are held twice, or days of nobody are of a sum that is not settled.
    """
    for value in step.so_far.positions:
        position, line = value.position, kit.fund_line(step, ITEM.format(value.position))
        if value.amount is None or line is None:
            continue
        holders = kit.held(step, step.dossier.positions[position], REVOCATION)
        free, final = kit.free_days(step, holders), value.state is State.FINAL
        if any(kit.at_once(holders)):
            doubt = f"la posizione {position} non si divide: ha due titolari negli stessi giorni"
        elif free and not (final and approved(step, position)):
            why = "la graduazione non è approvata" if final else "l'importo non è nei limiti"
            days = counted(free, "giorno", "giorni")
            doubt = f"la posizione {position} è scoperta per {days}, ma {why}: non si divide ancora"
        else:
            yield from kit.paid_by_days(step, value, line, holders, by_days="I-BG-22", revocation="BG-27.7")
            continue
        yield kit.told("warning", "BG-28.1", doubt, phase=Phase.REWARDS, tool=step.tool)
